"""When a card comes back: the FSRS scheduler as a pure function of its state, a rating and a moment.

State is plain JSON data, with its figures rounded so that one history gives the same bytes on any machine.
FSRS 6: J. Ye et al., "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling",
KDD 2022, as the ``fsrs`` library carries it out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from fsrs import Card, Rating, Scheduler, State
from fsrs.card import CardDict

from cases.plain import is_number

AGAIN: Final = 1
HARD: Final = 2
GOOD: Final = 3
EASY: Final = 4

# An answer that was wrong comes back in the same session, after other exercises; a year is the longest wait.
STEP: Final = timedelta(minutes=10)
LONGEST_DAYS: Final = 365
DECIMALS: Final = 6
# Twice right in a row, without help and within this time: known by heart.
QUICK_S: Final = 60.0

CardState = Mapping[str, Any]


def rating(credit: float, *, helped: bool = False, seconds: float | None = None, streak: int = 0) -> int:
    """How well a card was known: 1 again, 2 hard, 3 good, 4 easy.

    ``credit`` in [0, 1] is what the answer earned, 0 for a blank one; ``helped``: a hint was opened; ``seconds``
    is the time taken, None when nobody measured it; ``streak`` counts the right answers of this card in a row
    just before. Wrong is again; partly right, or right with help, hard; right, good; right without help, quickly
    and after another right answer, easy.
    """
    if credit <= 0:
        return AGAIN
    if credit < 1 or helped:
        return HARD
    quick = seconds is not None and seconds <= QUICK_S
    return EASY if quick and streak >= 1 else GOOD


def review(state: CardState | None, rated: int, now: datetime, key: str) -> dict[str, Any]:
    """The state of the card ``key`` once rated at ``now`` (aware); None is a card never seen.

    A moment before the last review counts as that of the last review: clocks are set back, and results that
    waited for a trainer come late. Raises ValueError for a rating out of 1 … 4 or a naive moment.
    """
    if now.tzinfo is None:
        raise ValueError("a review needs an aware moment: take it from the clock")
    at = now.astimezone(UTC)
    card = Card(card_id=_number(key), due=at) if state is None else _read(state)
    if card.last_review is not None:
        at = max(at, card.last_review)
    reviewed, _ = _SCHEDULER.review_card(card, Rating(rated), at)
    kept = dict(reviewed.to_dict())
    for name in ("stability", "difficulty"):
        if is_number(kept[name]):
            kept[name] = round(cast(float, kept[name]), DECIMALS)
    return kept


def due(state: CardState) -> datetime:
    """When the card of that state is due, in UTC."""
    return datetime.fromisoformat(state["due"]).astimezone(UTC)


def due_now(state: CardState, now: datetime) -> dict[str, Any]:
    """The same state, due at ``now`` at the latest: an error in a case is to be worked on at once."""
    return {**state, "due": min(due(state), now.astimezone(UTC)).isoformat()}


def is_learned(state: CardState) -> bool:
    """Whether the card waits for days, and not for minutes: it was known last time."""
    return int(state["state"]) == int(State.Review)


def _read(state: CardState) -> Card:
    card = Card.from_dict(cast(CardDict, dict(state)))
    card.due = card.due.astimezone(UTC)
    if card.last_review is not None:
        card.last_review = card.last_review.astimezone(UTC)
    return card


def _number(key: str) -> int:
    """A number for the scheduler, which would take the time of day for one."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")


_SCHEDULER: Final = Scheduler(
    learning_steps=(STEP,), relearning_steps=(STEP,), maximum_interval=LONGEST_DAYS, enable_fuzzing=False
)
