"""Revision plans and mock exams as the store keeps them, on both databases."""

from datetime import date, timedelta

import pytest
from exam_samples import paper
from store_samples import NOON, learner

from app.store import BadExam, ExamNotFound, NoPlan
from cases.policy import MOCK_EXAM

pytest_plugins = ["store_fixtures"]

DAY = timedelta(days=1)
SPRING = date(2027, 3, 12)


def test_one_plan_at_a_time_moved_given_up_and_nobody_elses(store, me, other):
    assert store.plan(me) is None
    made = store.make_plan(me, "rncp11928", "B2", SPRING, NOON)
    assert (made.block, made.exam_on, made.made_at, made.ended_at) == ("B2", SPRING, NOON, None)
    assert store.plan(other) is None
    moved = store.move_plan(me, SPRING + DAY)
    assert (moved.id, moved.made_at, moved.exam_on) == (made.id, NOON, SPRING + DAY)
    again = store.make_plan(me, "rncp14528", "B1", SPRING, NOON + DAY)
    assert store.plan(me) == again
    store.end_plan(other, NOON + DAY)
    assert store.plan(me) == again
    store.end_plan(me, NOON + 2 * DAY)
    assert store.plan(me) is None
    with pytest.raises(NoPlan):
        store.move_plan(me, SPRING)


def test_a_mock_exam_is_kept_apart_from_what_trainers_set(store, me, other):
    kept = store.create_mock(
        me, "B2", "rncp11928/B2", (paper(number=1, questions=("lot_size",)),), 30, 7, NOON
    )
    assert (kept.kind, kept.scope, kept.rules, kept.seeds) == ("mock", "rncp11928/B2", MOCK_EXAM, {"each": 7})
    assert store.exam_for(kept.id, me) == kept
    assert store.mocks_of(me) == (kept,)
    assert store.mocks_of(other) == store.exams() == store.exams_of(me) == ()
    assert not store.has_exams(me)
    row = store.start_paper(kept.id, me, 1, "fr", NOON)
    with pytest.raises(ExamNotFound):
        store.give_up_mock(kept.id, other, NOON)
    store.give_up_mock(kept.id, me, NOON + DAY)
    assert store.sitting(row.id, me).is_voided
    assert store.mocks_of(me)[0].archived_at == NOON + DAY
    with pytest.raises(BadExam):
        store.create_mock(me, "B2", "rncp11928/B2", (), 30, 7, NOON)
    trainer = learner(store, "trainer")
    with pytest.raises(ExamNotFound):
        store.exam_for(kept.id, trainer)
