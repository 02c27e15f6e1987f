"""The marking queue: which answers wait, who is named, and what giving points makes."""

import pytest
from exam_samples import ENGINE, drawn, learner_of, trainer_of
from jury_samples import AFTER, FREE, TEXT, exam_of, full, people, sit
from store_samples import SLUG, learner

from app import exams
from app.marking_queue import answer, give, queue, task, waiting
from app.regrading import verified
from app.store import BadAssessment, ExamVoided, RoleForbids
from cases.library import load

pytest_plugins = ["store_fixtures"]


@pytest.fixture
def trainer(store):
    return learner(store, "trainer")


def mark_all(store, who, exam, share=1.0):
    _, tasks = queue(store, who, exam.id, load)
    for script in tasks[0].scripts:
        give(store, who, script, FREE.id, full(share), "", drawn, AFTER, ENGINE)


def test_every_free_answer_of_a_paper_handed_in_waits(store, trainer):
    one, two, three, four = people(store, 4)
    exam = exam_of(store, trainer, one, two, three, four)
    sit(store, exam, one)
    sit(store, exam, two, text="")
    sit(store, exam, three, hand_in=False)
    sit(store, exam, four)
    who = trainer_of(trainer)
    found, (only,) = queue(store, who, exam.id, load)
    assert found.id == exam.id
    assert (only.question.id, only.place) == (FREE.id, load(SLUG).question_ids.index(FREE.id) + 1)
    assert [(script.number, script.name) for script in only.scripts] == [
        (1, "candidate 1"),
        (4, "candidate 4"),
    ]
    assert (only.done, only.following(None).number, only.following(1).number) == (0, 1, 4)
    assert only.following(4).number == 1
    assert (only.beside(1, 1).number, only.beside(4, 1), only.beside(1, -1)) == (4, None, None)
    assert answer(store, only.scripts[0], FREE.id).raw == TEXT
    assert [(one.id, count) for one, count in waiting(store, who)] == [(exam.id, 2)]
    assert task((only,), 1, FREE.id) is only
    assert task((only,), 2, FREE.id) is None


def test_points_make_a_grade_and_can_change(store, trainer):
    (one,) = people(store, 1)
    exam = exam_of(store, trainer, one)
    row = sit(store, exam, one)
    who = trainer_of(trainer)
    mark_all(store, who, exam, 0.5)
    grade = store.last_grade(row.id, one)
    assert (grade.number, grade.marked["pending"], grade.reason) == (2, 0, "trainer's assessment")
    _, (only,) = queue(store, who, exam.id, load)
    assert (only.done, only.following(None), only.scripts[0].given.assessor) == (1, None, "Formatrice")
    assert waiting(store, who) == ()
    mark_all(store, who, exam, 1.0)
    assert store.last_grade(row.id, one).marked["score"] == grade.marked["score"] + FREE.points / 2
    assert all(check.ok for check in verified(store, store.papers(), load))


def test_blind_marking_bears_no_name(store, trainer):
    one, two = people(store, 2)
    exam = exam_of(store, trainer, one, two, blind=True)
    for learner_id in (one, two):
        sit(store, exam, learner_id)
    who = trainer_of(trainer)
    found, (only,) = queue(store, who, exam.id, load)
    assert "candidate 1" not in repr((found, only))
    exams.release(store, who, exam.id, AFTER)
    assert {script.name for script in queue(store, who, exam.id, load)[1][0].scripts} == {
        "candidate 1",
        "candidate 2",
    }


def test_what_is_refused(store, trainer):
    (one,) = people(store, 1)
    exam = exam_of(store, trainer, one)
    row = sit(store, exam, one)
    who = trainer_of(trainer)
    _, (only,) = queue(store, who, exam.id, load)
    script = only.scripts[0]
    for refused in (
        lambda: queue(store, learner_of(one), exam.id, load),
        lambda: waiting(store, learner_of(one)),
        lambda: give(store, learner_of(one), script, FREE.id, full(), "", drawn, AFTER, ENGINE),
    ):
        with pytest.raises(RoleForbids):
            refused()
    for points in ({"no line": 1.0}, full(2.0)):
        with pytest.raises(BadAssessment):
            give(store, who, script, FREE.id, points, "", drawn, AFTER, ENGINE)
    with pytest.raises(BadAssessment):
        give(store, who, script, "lot_size", {}, "", drawn, AFTER, ENGINE)
    exams.void(store, who, exam.id, one, "absence", AFTER)
    assert queue(store, who, exam.id, load)[1] == ()
    with pytest.raises(ExamVoided):
        give(store, who, script, FREE.id, full(), "", drawn, AFTER, ENGINE)
    assert len(store.grades(row.id, one)) == 1
