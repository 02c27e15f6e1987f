"""What to do next: the most urgent first, and why a case is the one to sit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from store_samples import NOON, SLUG

from app.access import Viewer
from app.catalogue_filters import Entry
from app.next_steps import (
    MOST,
    Step,
    advice,
    case_steps,
    exam_steps,
    next_steps,
    plan_steps,
    released_steps,
    sitting_steps,
)
from app.store import CandidateDraft, ExamDraft, ExamPaper, Store
from app.store.rows import SittingRow
from cases.award_state import AwardState, award_state
from cases.evidence import Evidence
from cases.referentials import referential
from cases.revision.planning import Task

pytest_plugins = ["store_fixtures"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EASY = Entry(SLUG, "Easy", 60, 1, frozenset({"tsmel/A2.1"}))
RICH = Entry("rich", "Rich", 60, 3, frozenset({"tsmel/A1.1", "tsmel/A1.2", "tsmel/A2.2"}))
OTHER = Entry("other", "Other", 60, 2, frozenset({"rncp11928/B1.1"}))

sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def known() -> tuple[str, ...]:
    """The criteria of the small referential, to be sure that the samples name real ones."""
    return tuple(one.id for one in referential("tsmel").criteria)


def shown(criterion: str, score: float, slug: str = SLUG, at: datetime = NOON) -> Evidence:
    return Evidence(
        "tsmel", criterion, f"s-{slug}", slug, 1, 7, "q", "q", score, 1.0, "computed", "practice", at
    )


def standing(*found: Evidence) -> tuple[AwardState, ...]:
    return tuple(award_state(referential(name), found) for name in ("tsmel", "rncp11928"))


def draft(me: int, opens: datetime, closes: datetime | None, minutes: int | None = 60) -> ExamDraft:
    return ExamDraft("Exam", "exam", opens, closes, (ExamPaper(SLUG, 1),), (CandidateDraft(me),), minutes)


def steps(store: Store, me: int, now: datetime = NOON, *entries: Entry) -> list[str]:
    viewer = Viewer(me, "learner")
    return [one.kind for one in next_steps(store, viewer, now, entries or (EASY, RICH), standing)]


@sqlite
def test_a_newcomer_begins_with_the_easiest_case(store, me):
    (one,) = next_steps(store, Viewer(me, "learner"), NOON, (RICH, EASY), standing)
    assert (one.kind, one.slug) == ("first", SLUG)


@sqlite
def test_everything_at_once_is_told_by_urgency_and_no_more_than_four(store, me, sitting):
    store.create_exam(draft(me, NOON + DAY, None), me, NOON)
    store.create_exam(draft(me, NOON - HOUR, NOON + 3 * HOUR), me, NOON)
    store.create_exam(draft(me, NOON - HOUR, NOON + 2 * HOUR), me, NOON)
    found = next_steps(store, Viewer(me, "learner"), NOON, (RICH,), standing)
    assert [one.kind for one in found] == ["exam", "exam", "exam_soon", "sitting"]
    assert len(found) == MOST
    assert [one.until for one in found[:3]] == [NOON + 2 * HOUR, NOON + 3 * HOUR, NOON + DAY]
    assert found[3].sitting.id == sitting


@sqlite
def test_an_assessment_far_away_over_or_handed_in_is_no_news(store, me):
    store.create_exam(draft(me, NOON + 8 * DAY, None), me, NOON)
    store.create_exam(draft(me, NOON - 3 * DAY, NOON - DAY), me, NOON - 4 * DAY)
    done = store.create_exam(draft(me, NOON - HOUR, None), me, NOON - DAY)
    assert steps(store, me) == ["exam", "first"]
    row = store.start_paper(done.id, me, 1, "fr", NOON)
    assert steps(store, me) == ["exam", "first"]
    store.hand_in(row.id, me, NOON, {"score": 1.0, "max_score": 2.0, "questions": []})
    assert steps(store, me) == ["first"]


@sqlite
def test_a_begun_case_that_is_being_assessed_is_not_offered(store, me, sitting):
    assert "sitting" in steps(store, me)
    exam = store.create_exam(draft(me, NOON - HOUR, NOON + HOUR), me, NOON - DAY)
    store.start_paper(exam.id, me, 1, "fr", NOON)
    assert "sitting" not in steps(store, me)


@sqlite
def test_only_what_was_released_this_week_is_news(store, me):
    exam = store.create_exam(draft(me, NOON - DAY, NOON + HOUR), me, NOON - DAY)
    row = store.start_paper(exam.id, me, 1, "fr", NOON)
    store.hand_in(row.id, me, NOON, {"score": 1.0, "max_score": 2.0, "questions": []})
    assert "released" not in steps(store, me, NOON + 2 * HOUR)
    store.release_exam(exam.id, me, NOON + 2 * HOUR)
    assert steps(store, me, NOON + 3 * HOUR)[0] == "released"
    assert "released" not in steps(store, me, NOON + 8 * DAY)


def test_the_case_for_the_weakest_block_never_sat_first():
    assert {"A1.1", "A1.2", "A2.1", "A2.2"} <= set(known())
    sat = replace(EASY, done=1, criteria=EASY.criteria | {"tsmel/A1.1", "tsmel/A1.2", "tsmel/A1.3"})
    found = advice((sat, RICH, OTHER), standing(shown("A2.1", 1.0), shown("A1.1", 0.2)))
    assert found is not None
    assert (found.block.id, found.slug, found.gains, found.done) == ("A1", "rich", 2, 0)
    assert found.weakest.criterion.id == "A1.2"  # never met before the one that went badly
    assert advice((sat,), standing(shown("A1.1", 0.2))).slug == SLUG


def test_no_advice_without_evidence_or_without_a_case_that_helps():
    assert advice((RICH,), standing()) is None
    assert advice((OTHER,), standing(shown("A1.1", 0.2))) is None
    assert case_steps((), standing()) == ()
    assert [one.kind for one in case_steps((replace(OTHER, done=1),), standing(shown("A1.1", 0.2)))] == [
        "another"
    ]


def test_the_plan_says_more_than_the_cards_due():
    cards, case = Task(NOON.date(), "review", 6, cards=2), Task(NOON.date(), "case", 20, slug=SLUG)
    assert plan_steps((cards,), 2) == plan_steps((), 0) == ()
    assert plan_steps((cards,), 0)[0].tasks == (cards,)
    assert plan_steps((case, cards), 2)[0].tasks == (case, cards)


def test_the_latest_begun_is_taken_up_again():
    def row(name: str, at: datetime, **more: object) -> SittingRow:
        return SittingRow(name, 1, SLUG, 1, 7, "practice", "fr", at, None, **more)  # type: ignore[arg-type]

    rows = [row("old", NOON), row("new", NOON + HOUR), row("exam", NOON + DAY, exam_id="e", paper_number=1)]
    assert [one.sitting.id for one in sitting_steps(rows)] == ["new"]
    assert sitting_steps(rows, frozenset({SLUG})) == ()
    assert exam_steps((), NOON) == released_steps((), rows, {}, NOON) == ()
    assert isinstance(sitting_steps(rows)[0], Step)
