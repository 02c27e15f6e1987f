"""Assessments as a service: who may do what, papers closed by the clock, the mark, what counts nowhere."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from exam_samples import CLOSES, ENGINE, OPENS, draft, drawn, learner_of, paper, set_exam, trainer_of
from store_samples import SLUG, learner

from app import exams
from app.evidence import evidence
from app.exam_desk import desk
from app.exam_marks import exam_mark
from app.grading import Result, marked
from app.regrading import verified
from app.revising import send
from app.store import ExamNotFound, ExamPaper, RoleForbids, StillOpen, open_store
from cases.answers import Answer
from cases.debrief import debrief
from cases.keyfile import key_answers
from cases.library import load
from cases.marking import mark
from cases.problem import DrawError
from cases.revision.pool import pool
from cases.views import questions

pytest_plugins = ["store_fixtures"]

MINUTE = timedelta(minutes=1)
ASKED = ("order_cost", "lot_size")


@pytest.fixture
def trainer(store):
    return learner(store, "trainer")


def key(seed=7):
    return key_answers(drawn(SLUG, load(SLUG).version, seed), "fr")


def answer(store, row, *names, at=OPENS):
    raws = key(row.seed)
    for name in names:
        store.save_answer(row.id, row.learner_id, name, raws[name], "fr", at)


def start(store, kept, who, at=OPENS, number=1):
    return exams.start(store, learner_of(who), kept.id, number, "fr", at, drawn)


def close(store, at, **more):
    return exams.close_overdue(store, at, drawn, ENGINE, **more)


# --- who may ---------------------------------------------------------------------------------------------


def test_a_learner_may_only_sit(store, trainer, me, other):
    kept = set_exam(store, trainer, me)
    who, now = learner_of(me), OPENS
    forbidden = (
        lambda: exams.create(store, who, draft(me), now),
        lambda: exams.change(store, who, kept.id, draft(me), now),
        lambda: exams.archive(store, who, kept.id, now),
        lambda: exams.add_candidates(store, who, kept.id, (), now),
        lambda: exams.rehearse(store, who, kept.id, now),
        lambda: exams.rehearse_draft(store, who, draft(me), now),
        lambda: exams.every(store, who),
        lambda: exams.one(store, who, kept.id),
        lambda: exams.one(store, who, "no such"),
        lambda: desk(store, who, kept.id, now, load),
        lambda: exams.paper(store, who, kept.id, "x"),
        lambda: exams.void_papers(store, who, kept.id),
        lambda: exams.extend(store, who, kept.id, [me], 5, now),
        lambda: exams.set_extra_percent(store, who, kept.id, me, 33, now),
        lambda: exams.pause(store, who, kept.id, now),
        lambda: exams.resume(store, who, kept.id, now),
        lambda: exams.void(store, who, kept.id, me, "x", now),
        lambda: exams.restart(store, who, kept.id, me, now),
        lambda: exams.release(store, who, kept.id, now),
    )
    for one in forbidden:
        with pytest.raises(RoleForbids):
            one()
    with pytest.raises(ExamNotFound):
        start(store, kept, other)
    with pytest.raises(ExamNotFound):
        exams.mine_of(store, learner_of(other), kept.id, now)
    assert exams.mine(store, learner_of(other), now) == ()
    assert start(store, kept, me).exam_id == kept.id


def test_another_trainer_looks_and_does_not_touch(store, trainer, me, other):
    kept = set_exam(store, trainer, me)
    colleague = trainer_of(other)
    assert exams.one(store, colleague, kept.id) == kept
    for touch in (exams.pause, exams.release, exams.archive):
        with pytest.raises(RoleForbids):
            touch(store, colleague, kept.id, OPENS)
    exams.pause(store, trainer_of(trainer), kept.id, OPENS)


def test_a_case_that_cannot_be_drawn_begins_nothing(store, trainer, me):
    kept = set_exam(store, trainer, me)

    def broken(*_):
        raise DrawError(())

    with pytest.raises(DrawError):
        exams.start(store, learner_of(me), kept.id, 1, "fr", OPENS, broken)
    assert store.sittings(me) == ()


# --- the questions asked -----------------------------------------------------------------------------------


def test_only_the_questions_asked_are_shown_marked_and_told(store, trainer, me):
    kept = set_exam(store, trainer, me, papers=(paper(questions=ASKED),))
    row = start(store, kept, me)
    variant = drawn(SLUG, load(SLUG).version, row.seed)
    shown = questions(variant, "fr", row.questions)
    places = [load(SLUG).question_ids.index(name) + 1 for name in ASKED]
    assert [(view.id, view.number) for view in shown] == list(zip(ASKED, places, strict=True))
    answer(store, row, *ASKED)
    answer(store, row, "safety")  # asked of nobody: neither marked nor counted
    found = marked(store, row, variant)
    assert [one.id for one in found.questions] == list(ASKED)
    points = sum(load(SLUG).question(name).points for name in ASKED)
    assert (found.score, found.max_score, found.out_of_20) == (points, points, 20.0)
    given = {name: Answer(key()[name], "fr") for name in ASKED}
    assert [item.id for item in debrief(variant, given, found, "fr")] == list(ASKED)
    # What precedes a question and is not asked stands as its key.
    whole = mark(variant, given)
    assert [whole.question(name).score for name in ASKED] == [one.score for one in found.questions]
    close(store, CLOSES)
    (check,) = verified(store, store.papers(), load)
    assert check.ok


# --- the clock ---------------------------------------------------------------------------------------------


def test_a_late_paper_is_closed_and_marked_from_what_was_saved(store, trainer, me):
    kept = set_exam(store, trainer, me, papers=(paper(questions=ASKED),))
    row = start(store, kept, me)
    answer(store, row, "order_cost")
    ends = OPENS + 60 * MINUTE
    assert close(store, ends) == ()
    assert close(store, ends + timedelta(seconds=10)) == ()
    assert close(store, ends, grace=timedelta(seconds=-1), learner_id=me) == (row.id,)
    assert close(store, CLOSES) == ()
    assert store.sitting(row.id, me).handed_in_at == ends
    (grade,) = store.grades(row.id, me)
    assert grade.marked["score"] == load(SLUG).question("order_cost").points
    (found,) = exams.mine(store, learner_of(me), CLOSES)
    assert (found.over, found.all_handed_in, found.mark) == (True, True, None)


def test_two_processes_close_it_once(store, url, trainer, me):
    kept = set_exam(store, trainer, me, papers=(paper(questions=ASKED),))
    row = start(store, kept, me)
    elsewhere = open_store(url)
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda n: close((store, elsewhere)[n % 2], CLOSES), range(4)))
    elsewhere.close()
    assert len(store.grades(row.id, me)) == 1


def test_results_that_wait_for_the_closing_wait_for_the_last_candidate(store, trainer, me, other):
    kept = set_exam(
        store, trainer, me, other, papers=(paper(questions=ASKED),), release="when_closed", minutes=None
    )
    store.extend(kept.id, [other], 30, trainer, OPENS)
    row = start(store, kept, me)
    exams.look_after(store, CLOSES + MINUTE, drawn, ENGINE)
    assert store.sitting(row.id, me).is_handed_in
    assert store.exam(kept.id).released_at is None
    exams.look_after(store, CLOSES + 31 * MINUTE, drawn, ENGINE)
    assert store.sitting(row.id, me).released_at == CLOSES + 31 * MINUTE
    (found,) = exams.mine(store, learner_of(me), CLOSES + 31 * MINUTE)
    assert found.mark is not None
    assert found.mark.out_of_20 == 0.0


def test_nothing_is_released_while_a_paper_is_written(store, trainer, me):
    kept = set_exam(store, trainer, me, papers=(paper(questions=ASKED),))
    start(store, kept, me)
    with pytest.raises(StillOpen):
        exams.release(store, trainer_of(trainer), kept.id, OPENS)
    close(store, CLOSES)
    exams.release(store, trainer_of(trainer), kept.id, CLOSES)
    assert store.exam(kept.id).released_at == CLOSES


# --- what counts nowhere -----------------------------------------------------------------------------------


def test_test_runs_and_void_papers_are_no_evidence(store, trainer, me):
    kept = set_exam(store, trainer, me, papers=(paper(questions=ASKED),), release="at_once")
    run = exams.rehearse(store, trainer_of(trainer), kept.id, OPENS - MINUTE)
    assert (run.rehearsal, run.members, exams.every(store, trainer_of(trainer))) == (True, {trainer}, (kept,))
    tried = exams.start(store, trainer_of(trainer), run.id, 1, "fr", OPENS, drawn)
    assert (tried.rehearsal, tried.seed) == (True, 7)
    row = start(store, kept, me)
    for one in (tried, row):
        answer(store, one, *ASKED)
        store.mark_and_hand_in(
            one.id,
            one.learner_id,
            OPENS,
            lambda saved, one=one: marked(store, one, drawn(SLUG, one.case_version, 7), saved).as_dict(),
        )
    assert evidence(store, trainer, load) == ()
    assert send(store, tried, store.last_grade(tried.id, trainer), load, pool()) == ()
    assert {one.part for one in evidence(store, me, load)} == {"exam"}
    store.void(kept.id, me, "essai", trainer, OPENS)
    assert evidence(store, me, load) == ()


# --- the desk ----------------------------------------------------------------------------------------------


def test_the_desk_shows_where_each_candidate_is(store, trainer, me, other):
    papers = (paper(questions=ASKED, weight=3.0), paper(questions=("safety",)))
    kept = set_exam(store, trainer, me, other, papers=papers)
    row = start(store, kept, me, OPENS + MINUTE)
    answer(store, row, "order_cost", at=OPENS + 2 * MINUTE)
    store.save_answer(row.id, me, "lot_size", " ", "fr", OPENS + 3 * MINUTE)
    found, (first, second) = desk(store, trainer_of(trainer), kept.id, OPENS + 5 * MINUTE, load)
    assert found == store.exam(kept.id)
    assert (first.state, first.started_at, first.saved_at, first.handed_in) == (
        "started",
        OPENS + MINUTE,
        OPENS + 2 * MINUTE,
        False,
    )
    assert [(one.answered, one.asked) for one in first.papers] == [(1, 2), (0, 1)]
    assert (second.state, second.started_at, second.mark.out_of_20) == ("waiting", None, None)
    close(store, CLOSES)
    _, (first, second) = desk(store, trainer_of(trainer), kept.id, CLOSES, load)
    share = load(SLUG).question("order_cost").points / sum(load(SLUG).question(name).points for name in ASKED)
    assert first.mark.out_of_20 == round(20 * (3 * share + 0) / 4, 2)
    assert [one.state for one in first.mark.papers] == ["marked", "missing"]
    assert (second.mark.absent, second.mark.out_of_20) == (True, None)
    assert exams.paper(store, trainer_of(trainer), kept.id, row.id)[1].id == row.id
    with pytest.raises(ExamNotFound):
        exams.paper(store, trainer_of(trainer), kept.id, store.start_sitting(me, SLUG, 1, 7, "fr", OPENS).id)


def test_the_mark_is_the_weighted_mean_of_the_shares():
    papers = tuple(ExamPaper("x", 1, weight, None, number) for number, weight in ((1, 3.0), (2, 1.0)))
    half, whole, waiting = Result(5, 10, 0), Result(4, 4, 0), Result(2, 10, 6)
    assert exam_mark(papers, {1: half, 2: whole}, True).out_of_20 == 12.5
    assert exam_mark(papers, {1: half}, True).out_of_20 == 7.5
    early = exam_mark(papers, {1: half}, False)
    assert (early.out_of_20, early.provisional) == (10.0, True)
    pending = exam_mark(papers, {1: waiting, 2: whole}, True)
    assert (pending.out_of_20, pending.provisional) == (12.5, True)
    nothing = exam_mark(papers[:1], {1: Result(0, 6, 6)}, True)
    assert (nothing.out_of_20, nothing.provisional, nothing.absent) == (None, True, False)
