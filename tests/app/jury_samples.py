"""What the tests of marking and of juries share: an assessment with its papers handed in."""

from datetime import timedelta

from exam_samples import ENGINE, OPENS, drawn, learner_of, paper, set_exam
from store_samples import SLUG, learner

from app import exams
from app.grading import marked
from cases.keyfile import key_answers
from cases.library import load

MINUTE = timedelta(minutes=1)
AFTER = OPENS + 70 * MINUTE
FREE = next(one for one in load(SLUG).questions if not one.AUTO)
ASKED = ("order_cost", "lot_size", FREE.id)
TEXT = "Le stock de sécurité couvre les aléas de la demande et du délai."


def key(seed=7):
    return key_answers(drawn(SLUG, load(SLUG).version, seed), "fr")


def sit(store, exam, who, *, right=("order_cost", "lot_size"), text=TEXT, hand_in=True):
    """A candidate's paper: those answers as the key, the others blank, and the free text."""
    row = exams.start(store, learner_of(who), exam.id, 1, "fr", OPENS, drawn)
    for name in right:
        store.save_answer(row.id, who, name, key(row.seed)[name], "fr", OPENS + MINUTE)
    if text:
        store.save_answer(row.id, who, FREE.id, text, "fr", OPENS + 2 * MINUTE)
    if hand_in:
        variant = drawn(SLUG, load(SLUG).version, row.seed)
        store.mark_and_hand_in(
            row.id,
            who,
            OPENS + 30 * MINUTE,
            lambda saved: marked(store, row, variant, saved).as_dict(),
            engine=ENGINE,
        )
    return store.sitting(row.id, who)


def exam_of(store, trainer, *people, **changes):
    return set_exam(store, trainer, *people, **({"papers": (paper(questions=ASKED),)} | changes))


def people(store, count):
    return [learner(store, f"candidate {number}") for number in range(1, count + 1)]


def full(share=1.0):
    """Points of every line of the rubric."""
    return {line.id: line.points * share for line in FREE.rubric}
