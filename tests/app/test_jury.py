"""The jury: marks side by side, validation that closes everything, and who may open it again."""

from dataclasses import replace

import pytest
from exam_samples import CLOSES, ENGINE, drawn, learner_of, trainer_of
from jury_samples import AFTER, FREE, MINUTE, exam_of, full, people, sit
from store_samples import SLUG, learner

from app import exams, jury
from app.access import Viewer
from app.grading import results_shown
from app.marking_queue import give, queue
from app.overriding import override
from app.regrading import regraded
from app.store import (
    BadReason,
    CandidateDraft,
    ExamOver,
    ExamValidated,
    MarkingUnfinished,
    NotValidated,
    RoleForbids,
    StillOpen,
)
from cases.library import load

pytest_plugins = ["store_fixtures"]
LATE = CLOSES + 60 * MINUTE


@pytest.fixture
def trainer(store):
    return learner(store, "trainer")


def finish(store, trainer, exam, share=1.0):
    who = trainer_of(trainer)
    for one in queue(store, who, exam.id, load)[1]:
        for script in one.scripts:
            give(store, who, script, FREE.id, full(share), "", drawn, AFTER, ENGINE)


def test_the_table_of_the_jury(store, trainer):
    one, two, three = people(store, 3)
    exam = exam_of(store, trainer, one, two, three)
    sit(store, exam, one)
    row = sit(store, exam, two, right=())
    exams.set_extra_percent(store, trainer_of(trainer), exam.id, two, 33, AFTER)
    override(store, trainer_of(trainer), row, "lot_size", 1.0, "Juste.", drawn, AFTER, ENGINE)
    _, lines = jury.view(store, trainer_of(trainer), exam.id, LATE)
    first, second, third = lines
    assert (first.mark.out_of_20, first.mark.provisional, first.pending) == (20.0, True, FREE.points)
    assert (first.share, second.overrides, second.extra) == (1.0, 1, 20 * MINUTE)
    assert third.mark.absent
    assert third.share is None
    assert jury.ready(exam, lines, LATE) == "pending"
    assert jury.ready(exam, lines, AFTER) == "open"  # the third may still begin


def test_validation_closes_marks_until_an_administrator_reopens(store, trainer):
    one, two = people(store, 2)
    exam = exam_of(store, trainer, one, two)
    row, who = sit(store, exam, one), trainer_of(trainer)
    with pytest.raises(StillOpen):
        jury.validate(store, who, exam.id, AFTER)
    with pytest.raises(MarkingUnfinished):
        jury.validate(store, who, exam.id, LATE)
    finish(store, trainer, exam)
    script = queue(store, who, exam.id, load)[1][0].scripts[0]
    jury.validate(store, who, exam.id, LATE)
    found = store.exam(exam.id)
    assert (found.validated_at, found.validated_by) == (LATE, trainer)
    assert store.sitting(row.id, one).validated
    count = len(store.grades(row.id, one))
    marking = store.last_grade(row.id, one).marked
    for refused in (
        lambda: jury.validate(store, who, exam.id, LATE),
        lambda: give(store, who, script, FREE.id, full(0), "", drawn, LATE, ENGINE),
        lambda: override(store, who, row, "lot_size", 0.0, "Non.", drawn, LATE, ENGINE),
        lambda: store.append_grade(row.id, one, LATE, "x", {}),
        lambda: store.apply_regrade(SLUG, [(row.id, one, marking)], "x", LATE, ENGINE, 1),
        lambda: exams.void(store, who, exam.id, one, "x", LATE),
        lambda: exams.add_candidates(store, who, exam.id, [CandidateDraft(trainer)], LATE),
    ):
        with pytest.raises(ExamValidated):
            refused()
    with pytest.raises(ExamOver):
        exams.start(store, learner_of(two), exam.id, 1, "fr", LATE, drawn)
    assert len(store.grades(row.id, one)) == count
    (again,) = regraded(store.papers(), load(SLUG), load)
    assert not again.due
    # Releasing is no change of a mark.
    exams.release(store, who, exam.id, LATE)
    assert results_shown(store.sitting(row.id, one))
    admin = Viewer(two, "administrator", "Admin")
    with pytest.raises(RoleForbids):
        jury.reopen(store, who, exam.id, "erreur", LATE)
    with pytest.raises(BadReason):
        jury.reopen(store, admin, exam.id, "  ", LATE)
    jury.reopen(store, admin, exam.id, "erreur de barème", LATE)
    with pytest.raises(NotValidated):
        jury.reopen(store, admin, exam.id, "encore", LATE)
    override(store, who, row, "lot_size", 0.0, "Non.", drawn, LATE, ENGINE)
    assert [one.action for one in store.audit_log(exam_id=exam.id, action="jury.")] == [
        "jury.override",
        "jury.reopen",
        "jury.validate",
    ]


def test_a_regrade_undone_leaves_final_results_alone(store, trainer):
    (one,) = people(store, 1)
    exam = exam_of(store, trainer, one)
    row = sit(store, exam, one, text="")
    marking = store.last_grade(row.id, one).marked
    regrade = store.apply_regrade(SLUG, [(row.id, one, marking)], "barème", AFTER, ENGINE, load(SLUG).version)
    other = store.start_sitting(one, SLUG, load(SLUG).version, 9, "fr", AFTER).id
    store.hand_in(other, one, AFTER, marking)
    jury.validate(store, trainer_of(trainer), exam.id, LATE)
    with pytest.raises(Exception, match="overtaken"):
        store.undo_regrade(regrade, "non", LATE)
    assert len(store.grades(row.id, one)) == 2


def test_who_may_look_and_validate(store, trainer, other):
    (one,) = people(store, 1)
    exam = exam_of(store, trainer, one)
    for refused in (
        lambda: jury.view(store, learner_of(one), exam.id, LATE),
        lambda: jury.validate(store, learner_of(one), exam.id, LATE),
        lambda: jury.validate(store, trainer_of(other), exam.id, LATE),
        lambda: jury.reopen(store, learner_of(one), exam.id, "x", LATE),
    ):
        with pytest.raises(RoleForbids):
            refused()
    jury.validate(store, trainer_of(trainer), exam.id, LATE)
    # The one person of a server that runs alone is its administrator too.
    jury.reopen(store, replace(trainer_of(trainer), alone=True), exam.id, "erreur", LATE)
    assert store.exam(exam.id).validated_at is None
