"""The answers of a sitting as this browser session holds them: saved, still to be saved, or overtaken elsewhere.

The store is the truth: a page reads its answers there at every run, and a typed value goes there as soon as it is
committed. The session keeps what could not be saved yet, and which revision of each answer the page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app import session
from app.store import (
    AlreadyHandedIn,
    BadAnswer,
    DeadlinePassed,
    ExamPaused,
    ExamVoided,
    SavedAnswer,
    SignedOut,
    StoreUnavailable,
)
from cases.answers import Answer, Raw

PENDING: Final = "lt_pending"
SEEN: Final = "lt_seen"
MIXED: Final = "lt_mixed"
OVERTAKEN: Final = "lt_overtaken"


@dataclass(frozen=True)
class Held:
    """One answer as it stands: `at` is None while it could not be saved yet."""

    answer: Answer
    at: datetime | None


def as_answer(row: SavedAnswer) -> Answer:
    """A saved answer as marking takes it."""
    return Answer(row.raw, session.as_lang(row.lang) or "fr")


def as_answers(answers: Mapping[str, Held]) -> dict[str, Answer]:
    """What marking takes: question id → answer."""
    return {qid: item.answer for qid, item in answers.items()}


def _pending() -> dict[tuple[str, str], Answer]:
    return session.kept(PENDING, {})


def stopped() -> bool:
    """Whether the last save met an assessment that takes nothing now: paused, void, or its time up."""
    return isinstance(session.failure(), ExamPaused | ExamVoided | DeadlinePassed)


def of(sitting_id: str) -> dict[str, Held]:
    """Every answer of a sitting, question id → answer: saved ones, and over them those still to be saved.

    Raises StoreUnavailable when the store cannot be read.
    """
    saved = session.store().answers(sitting_id, session.learner_id())
    answers = {qid: Held(as_answer(row), row.saved_at) for qid, row in saved.items()}
    for (sitting, qid), answer in _pending().items():
        if sitting == sitting_id:
            answers[qid] = Held(answer, None)
    return answers


def save(sitting_id: str, question_id: str, raw: Raw) -> None:
    """Save an answer now; what cannot be saved is kept in the session and tried again."""
    _pending()[sitting_id, question_id] = Answer(raw, session.lang())
    retry()


def retry() -> None:
    """Try to save what is still waiting. Never raises: `session.trouble()` tells what went wrong."""
    pending = _pending()
    session.tell_failure(None)
    for (sitting_id, qid), answer in list(pending.items()):
        place = (sitting_id, qid)
        try:
            row = session.store().save_answer(
                sitting_id,
                session.learner_id(),
                qid,
                answer.raw,
                answer.lang,
                session.clock().now(),
                seen=_seen().get(place),
            )
            _seen()[place] = row.revision
            if row.overtook is not None:
                _overtaken()[place] = row.overtook
                _mixed().add(place)
        except (StoreUnavailable, SignedOut, ExamPaused) as error:
            session.tell_failure(error)
            return
        except (AlreadyHandedIn, BadAnswer, ExamVoided) as error:
            session.tell_failure(error)
        pending.pop((sitting_id, qid), None)


# --- several windows on one sitting ----------------------------------------------------------------------


def _seen() -> dict[tuple[str, str], int]:
    """The revision of each answer that this page shows, 0 for none."""
    return session.kept(SEEN, {})


def _overtaken() -> dict[tuple[str, str], SavedAnswer]:
    return session.kept(OVERTAKEN, {})


def _mixed() -> set[tuple[str, str]]:
    """The answers whose fields may show less than what is saved: cells that another window filled."""
    return session.kept(MIXED, set())


def catch_up(sitting_id: str, question_id: str, fields: str) -> None:
    """Before a card is drawn: its fields (their keys begin with ``fields``) show what another window saved since.

    What was typed here and waits to be saved is left alone. Raises StoreUnavailable.
    """
    place = (sitting_id, question_id)
    if place in _pending():
        return
    row = session.store().answers(sitting_id, session.learner_id()).get(question_id)
    revision = 0 if row is None else row.revision
    if _seen().get(place, revision) != revision:
        session.forget_fields(fields)
    elif row is not None and place in _mixed() and isinstance(row.raw, dict):
        # The field just typed in is left alone: more may have been typed there since.
        session.forget_fields(fields, {session.key(fields, cell): text for cell, text in row.raw.items()})
    _mixed().discard(place)
    _seen()[place] = revision


def overtaken(sitting_id: str, question_id: str) -> SavedAnswer | None:
    """The answer of another window that one saved here replaced unseen, until the learner has decided."""
    return _overtaken().get((sitting_id, question_id))


def keep_mine(sitting_id: str, question_id: str) -> None:
    """From a callback: the learner has seen it; what was saved here stands."""
    _overtaken().pop((sitting_id, question_id), None)


def take_back(sitting_id: str, question_id: str, fields: str) -> None:
    """From a callback: what the other window had saved stands again; what was saved here is in the history."""
    row = _overtaken().pop((sitting_id, question_id), None)
    if row is not None:
        _pending()[sitting_id, question_id] = as_answer(row)
        session.forget_fields(fields)
        retry()
