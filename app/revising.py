"""The revision deck from what the store holds: papers sent to it, exercises answered, what is due.

Between the store and ``cases.revision``, for the pages and the console alike; no streamlit here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from app.grading import results_shown, version_of
from app.store import CardRow, GradeRow, ReviewMoment, ReviewRow, SittingRow, Store, StoreError
from cases.answers import Raw
from cases.case import Case
from cases.marking import QuestionMark
from cases.problem import CaseError
from cases.revision import agenda, scheduling
from cases.revision.drills import Drill
from cases.revision.outcomes import Rated, of_drill, of_paper
from cases.revision.pool import Pool, pool

log = logging.getLogger(__name__)

Load = Callable[[str, int], Case]
Day = Callable[[datetime], date]


# -- papers handed in -----------------------------------------------------------------------------------


def after_hand_in(store: Store, sitting_id: str, learner_id: int, load: Load) -> None:
    """Send a paper just handed in to revision, unless its result must wait.

    Never raises for what can be done later: the revision page catches up on every paper.
    """
    try:
        sitting = store.sitting(sitting_id, learner_id)
        if sitting is not None:
            send(store, sitting, store.last_grade(sitting_id, learner_id), load, pool())
    except (StoreError, CaseError) as error:
        log.warning("revision after hand-in of %s: %s", sitting_id, error)


def catch_up(store: Store, learner_id: int, load: Load) -> None:
    """Send to revision each paper of the learner that is not there yet; a case that cannot be read is left out.

    So does a paper that was handed in while the store was busy, or whose result was released since.
    """
    seen = {(one.slug, one.seed, one.at) for one in store.review_log(learner_id)}
    grades = store.last_grades(learner_id)
    sittings = sorted(
        store.sittings(learner_id), key=lambda one: (one.handed_in_at or one.started_at, one.id)
    )
    for sitting in sittings:
        grade = grades.get(sitting.id)
        known = (sitting.case_slug, sitting.seed, sitting.handed_in_at)
        if grade is None or known in seen:
            continue
        try:
            send(store, sitting, grade, load, pool())
        except CaseError as error:
            log.warning("revision of %s: %s", sitting.case_slug, error)


def send(
    store: Store, sitting: SittingRow, grade: GradeRow | None, load: Load, exercises: Pool
) -> tuple[CardRow, ...]:
    """Review the cards of a paper whose result shows, at the moment it was handed in; what was wrong is due at once.

    One transaction; a paper already sent changes nothing. Gives the cards that changed. Raises StoreError, and
    CaseError when the case cannot be read.
    """
    if grade is None or sitting.handed_in_at is None or not results_shown(sitting) or not sitting.counts:
        return ()
    version, at = version_of(sitting, grade), sitting.handed_in_at
    rated = of_paper(sitting.case_slug, load(sitting.case_slug, version), grade.marked, exercises)
    if not rated:
        return ()
    answers = store.answers(sitting.id, sitting.learner_id)

    def row(one: Rated) -> ReviewRow:
        answer = answers.get(one.question_id)
        raw, lang = (answer.raw, answer.lang) if answer is not None else ("", sitting.lang)
        drill = Drill(sitting.case_slug, version, one.question_id, sitting.seed)
        return _row(one, drill, raw, lang, at)

    return store.review_together(sitting.learner_id, [row(one) for one in rated], _at_once)


def _at_once(review: ReviewRow, before: Mapping[str, Any] | None) -> tuple[dict[str, Any], datetime]:
    state, _ = _scheduled(review, before)
    if review.rating == scheduling.AGAIN:
        state = scheduling.due_now(state, review.at)
    return state, scheduling.due(state)


# -- exercises ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """An exercise answered: on which card, what was typed, and how the answer came about."""

    key: str
    drill: Drill
    raw: Raw
    lang: str
    mark: QuestionMark
    hints: int
    seconds: float


def record(store: Store, learner_id: int, answered: Answered, at: datetime) -> tuple[Rated, CardRow]:
    """Keep an exercise answered: its card, and those of the misconceptions met, are scheduled again.

    Gives how the card was known, and the card. Raises StoreError.
    """
    drill, mark = answered.drill, answered.mark
    credit = mark.outcome.credit
    rating = scheduling.rating(
        credit,
        helped=answered.hints > 0,
        seconds=answered.seconds,
        streak=_streak(store.review_log(learner_id), answered.key),
    )
    rated = of_drill(answered.key, drill.slug, drill.question_id, credit, mark.codes, rating, pool())
    rows = [_row(one, drill, answered.raw, answered.lang, at) for one in rated]
    store.review_together(learner_id, rows, _scheduled)
    card = store.card(learner_id, answered.key)
    assert card is not None
    return rated[0], card


def _streak(log_: tuple[ReviewMoment, ...], key: str) -> int:
    """How many right answers in a row the card had last."""
    count = 0
    for one in reversed([one for one in log_ if one.card_key == key]):
        if one.rating < scheduling.GOOD:
            break
        count += 1
    return count


def _row(one: Rated, drill: Drill, raw: Raw, lang: str, at: datetime) -> ReviewRow:
    return ReviewRow(
        card_key=one.key,
        slug=drill.slug,
        version=drill.version,
        question_id=drill.question_id,
        seed=drill.seed,
        raw=raw,
        lang=lang,
        rating=one.rating,
        credit=one.credit,
        codes=one.codes,
        at=at,
    )


def _scheduled(review: ReviewRow, before: Mapping[str, Any] | None) -> tuple[dict[str, Any], datetime]:
    state = scheduling.review(before, review.rating, review.at, review.card_key)
    return state, scheduling.due(state)


# -- the deck -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Deck:
    """A learner's deck at a moment: the cards that have an exercise, the longest due first, and past reviews."""

    cards: tuple[CardRow, ...]
    log: tuple[ReviewMoment, ...]
    at: datetime

    @cached_property
    def due(self) -> tuple[CardRow, ...]:
        """The cards due, the longest due first."""
        return tuple(card for card in self.cards if card.due_at <= self.at)

    def past(self, key: str) -> tuple[tuple[str, str], ...]:
        """The exercises, (slug, question), that a card was reviewed on, the oldest first."""
        return tuple((one.slug, one.question_id) for one in self.log if one.card_key == key)

    def today(self, day: Day) -> int:
        """How many reviews took place today; ``day`` gives the learner's date of a moment."""
        return sum(day(one.at) == day(self.at) for one in self.log)

    def streak(self, day: Day) -> int:
        """How many days in a row saw a review."""
        return agenda.streak((day(one.at) for one in self.log), day(self.at))

    def forecast(self, day: Day) -> tuple[agenda.DueDay, ...]:
        """The cards due each day of the week to come."""
        return agenda.forecast((day(card.due_at) for card in self.cards), day(self.at))


def deck(store: Store, learner_id: int, at: datetime, exercises: Pool) -> Deck:
    """The learner's deck at ``at``; raises StoreError."""
    cards = tuple(card for card in store.cards(learner_id) if exercises.of_card(card.key))
    return Deck(cards, store.review_log(learner_id), at)
