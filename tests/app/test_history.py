"""A learner's own past: time at work, marks over time, what improved and what slipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import LATER, NOON, SLUG, handed_in, learner

from app import history
from app.access import Viewer
from app.grading import Result
from app.history import Handed, changes, compared_since, marks_in, points, spokes, worked
from app.store import CandidateDraft, ExamDraft, ExamPaper, RoleForbids, SittingRow
from cases.evidence import Evidence
from cases.policy import EXAM, MOCK_EXAM
from cases.referentials import referential

pytest_plugins = ["store_fixtures"]

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
TSMEL = referential("tsmel")
sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def shown(
    criterion: str,
    score: float,
    at: datetime,
    *,
    item: str = "q",
    slug: str = SLUG,
    self_assessed: bool = False,
) -> Evidence:
    return Evidence(
        "tsmel", criterion, f"s{at:%d%H}", slug, 1, 7, item, item, score, 1.0, "computed", "practice", at,
        self_assessed=self_assessed,
    )  # fmt: skip


def paper(name: str, at: datetime, mark: float | None, slug: str = SLUG) -> Handed:
    row = SittingRow(name, 1, slug, 1, 7, "practice", "fr", at - HOUR, at)
    return Handed(row, "practice", at, HOUR, None, None if mark is None else Result(mark, 20.0, 0.0))


# --- time at work ----------------------------------------------------------------------------------------


def test_a_pause_counts_for_a_quarter_of_an_hour():
    saves = [NOON + 5 * MINUTE, NOON + 12 * MINUTE, NOON + 3 * HOUR]
    assert worked(NOON, saves, NOON + 3 * HOUR + MINUTE) == (5 + 7 + 15 + 1) * MINUTE
    assert worked(NOON, (), NOON + 4 * MINUTE) == 4 * MINUTE
    assert worked(NOON, (), NOON + DAY) == 15 * MINUTE
    # a save that a clock put outside the sitting adds nothing
    assert worked(NOON, [NOON - DAY, NOON + DAY], NOON + MINUTE) == MINUTE


@given(st.lists(st.integers(-10, 500), max_size=12), st.integers(0, 400))
def test_time_at_work_never_exceeds_the_time_that_passed(minutes: list[int], end: int):
    time = worked(NOON, [NOON + one * MINUTE for one in minutes], NOON + end * MINUTE)
    assert timedelta() <= time <= end * MINUTE


# --- marks -----------------------------------------------------------------------------------------------


def test_marks_in_order_of_time_with_their_mean_so_far():
    found = points([paper("b", LATER, 10.0), paper("c", LATER + HOUR, None), paper("a", NOON, 16.0)])
    assert [(one.paper.id, one.mark, one.over) for one in found] == [("a", 16.0, 16.0), ("b", 10.0, 13.0)]
    assert [one.mark for one in points([paper("b", LATER, 10.0)], {"b": 3.0, "z": 20.0})] == [3.0]
    assert points([paper("b", LATER, 10.0)], {}) == ()


def test_the_mark_in_a_block_counts_each_item_once():
    block = TSMEL.blocks[0]
    one, other = block.criteria[0].id, block.criteria[1].id
    elsewhere = TSMEL.blocks[1].criteria[0].id
    found = [shown(one, 1.0, NOON), shown(other, 1.0, NOON), shown(other, 0.0, NOON, item="r")]
    found.append(shown(elsewhere, 0.0, NOON, item="x"))
    assert marks_in(found, block.criteria) == {"s2012": 10.0}
    assert marks_in(found, TSMEL.criteria) == {"s2012": pytest.approx(20 / 3)}
    assert marks_in(found, ()) == {}


# --- criteria --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "trend"),
    [
        ((0.2, 0.9), "up"),
        ((0.9, 0.1, 0.2), "down"),
        ((0.5, 0.0, 0.55), "same"),
        ((0.5,), "once"),
        ((0.5, 0.6), "up"),
    ],
)
def test_a_criterion_from_its_first_paper_to_its_latest(shares: tuple[float, ...], trend: str):
    found = [shown("A1.1", one, NOON + place * DAY) for place, one in enumerate(shares)]
    (one,) = changes(reversed(found), TSMEL)
    assert (one.trend, one.first, one.latest, one.papers) == (trend, shares[0], shares[-1], len(shares))
    assert one.latest_sitting == found[-1].sitting


def test_what_the_learner_alone_judged_shows_no_change():
    assert changes([shown("A1.1", 1.0, NOON, self_assessed=True)], TSMEL) == ()


def test_the_wheel_compares_with_a_month_ago_or_with_before_the_last_paper():
    old, new = shown("A1.1", 0.5, NOON - 40 * DAY), shown("A1.1", 1.0, NOON - DAY)
    assert compared_since([old, new], NOON) == (NOON - history.MONTH, "month")
    assert compared_since([new, shown("A1.1", 1.0, NOON)], NOON) == (NOON, "last")
    assert compared_since([new], NOON) is None
    assert compared_since([], NOON) is None
    first = spokes([old, new], TSMEL, "fr", NOON - history.MONTH)[0]
    total = len(TSMEL.blocks[0].criteria)
    assert (first.id, first.exercised, first.total) == ("A1", 1, total)
    assert (first.now, first.before) == (1.0 / total, 0.5 / total)
    assert spokes([new], TSMEL, "fr", None)[0].before is None


def test_a_referential_of_few_blocks_is_told_by_its_competences():
    names = [one.id for one in spokes((), referential("cqpm-tli"), "en", None)]
    assert len(names) == sum(len(one.competences) for one in referential("cqpm-tli").blocks)


# --- from the store --------------------------------------------------------------------------------------


@sqlite
def test_every_paper_of_ones_own_and_nobody_elses(store, me, other, sitting):
    mine = store.start_sitting(me, SLUG, 1, 7, "fr", NOON).id
    store.hand_in(mine, me, NOON, {"score": 3, "max_score": 20}, engine="1")
    handed_in(store, other, 20)
    waiting = store.start_sitting(me, SLUG, 1, 8, "fr", NOON, policy=EXAM.as_dict()).id
    store.save_answer(waiting, me, "q", "1", "fr", NOON + MINUTE)
    store.hand_in(waiting, me, NOON + 30 * MINUTE, {"score": 1, "max_score": 2}, engine="1")
    mock = store.start_sitting(me, SLUG, 1, 9, "fr", NOON, policy=MOCK_EXAM.as_dict()).id
    store.hand_in(mock, me, NOON + HOUR, {"score": 1, "max_score": 2, "pending": 1}, engine="1")
    found = history.handed(store, Viewer(me, "learner"))
    assert [(one.id, one.kind) for one in found] == [(mock, "mock"), (waiting, "exam"), (mine, "practice")]
    assert [one.mark for one in found] == [20.0, None, 3.0]
    assert found[1].worked == 16 * MINUTE
    assert sitting not in {one.id for one in found}


@sqlite
def test_an_assessment_is_named_and_a_test_run_is_none(store, me):
    draft = ExamDraft(
        "Contrôle", "continuous", NOON - HOUR, None, (ExamPaper(SLUG, 1),), (CandidateDraft(me),)
    )
    for rehearsal in (False, True):
        exam = store.create_exam(replace(draft, rehearsal=rehearsal), me, NOON)
        row = store.start_paper(exam.id, me, 1, "fr", NOON)
        store.hand_in(row.id, me, LATER, {"score": 1, "max_score": 2}, engine="1")
    (one,) = history.handed(store, Viewer(me, "learner"))
    assert (one.exam, one.kind, one.mark) == ("Contrôle", "continuous", None)


@sqlite
def test_the_moments_of_saves_are_the_learners_own(store, me, sitting):
    store.save_answer(sitting, me, "a", "1", "fr", LATER)
    store.save_answer(sitting, me, "b", "1", "fr", NOON)
    store.save_answer(sitting, me, "a", "2", "fr", LATER + MINUTE)
    assert store.saved_moments(me) == {sitting: (NOON, LATER, LATER + MINUTE)}
    assert store.saved_moments(learner(store, "else")) == {}


@sqlite
def test_who_must_change_their_password_reads_nothing(store, me):
    with pytest.raises(RoleForbids):
        history.handed(store, Viewer(me, "learner", must_change=True))
