"""Marks back to learning platforms: what each learner at a link has by now, and what of it is due to be sent.

A mark goes out only once its learner may see it, and is looked at again just before it is sent. One that changed
(points overridden, a regrade, another attempt) is sent again. No streamlit here.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from app import exams
from app.access import Viewer
from app.grading import result_of, results_shown
from app.i18n import Translator, translator
from app.lti_targets import practised, title
from app.store import ExamNotFound, LinkRow, LtiMark, PlatformRow, Seat, Store
from app.store.lti_rows import OUT_OF

# After each try that failed; after the last one somebody must say « again ».
DELAYS: Final = tuple(timedelta(minutes=one) for one in (1, 5, 30, 120, 360, 720, 1440))
CLAIMED: Final = timedelta(minutes=3)
PROVISIONAL: Final = "lti.note.provisional"
_log = logging.getLogger("logitrain.lti")


class Sender(Protocol):
    """Puts one score into a link's line item, or raises `PlatformTrouble`."""

    def __call__(self, platform: PlatformRow, link: LinkRow, score: Mapping[str, Any], at: datetime) -> None:
        """Sends it."""


@dataclass(frozen=True)
class Due:
    """A mark that may go out: out of 20, whether points are still to be given by a person, and what it is of."""

    score: float
    provisional: bool
    title: str
    lang: str
    sitting_id: str | None = None
    exam_id: str | None = None


@dataclass(frozen=True)
class Sent:
    """How many marks went out, how many will be tried again, and how many were given up."""

    sent: int = 0
    again: int = 0
    refused: int = 0


def due(store: Store, link: LinkRow, learner_id: int, at: datetime) -> Due | None:
    """What a learner has at a link and may see; None while there is nothing of the kind."""
    target = link.target or {}
    if "exam" in target:
        return _due_exam(store, str(target["exam"]), learner_id, at)
    return _due_case(store, target, learner_id)


def gather(store: Store, at: datetime, stamps: dict[tuple[int, int], tuple[int, ...]] | None = None) -> int:
    """Puts every mark that is new or has changed among those to send; how many.

    `stamps` remembers, from one look to the next, whose work has not changed since: those are left alone.
    """
    work = store.work_stamps()
    put = 0
    for seat in store.seats():
        place, stamp = (seat.link.id, seat.last.learner_id), work.get(seat.last.learner_id, ())
        if stamps is not None and stamps.get(place) == (seat.last.id, *stamp):
            continue
        found = due(store, seat.link, seat.last.learner_id, at)
        if found is not None and _is_new(seat, found):
            store.put_mark(seat.last, found.score, at, sitting_id=found.sitting_id, exam_id=found.exam_id)
            put += 1
        if stamps is not None:
            stamps[place] = (seat.last.id, *stamp)
    return put


def send(store: Store, sender: Sender, trouble: type[Exception], at: datetime) -> Sent:
    """Sends what is due; `trouble` is what the sender raises when the platform does not take it."""
    sent = again = refused = 0
    for one in store.claim_marks(at, at + CLAIMED):
        link = store.link(one.link_id)
        found = due(store, link, one.learner_id, at)
        if found is None:
            store.mark_withheld(one.id)
            continue
        if found.score != one.score:
            # It changed since it was put there: put again, and sent at the next look.
            store.put_mark(one, found.score, at, sitting_id=found.sitting_id, exam_id=found.exam_id)
            again += 1
            continue
        try:
            sender(store.platform(link.platform_id), link, score_of(one, found, at), at)
        except trouble as error:
            last = one.tries >= len(DELAYS) + 1
            later = None if last else at + DELAYS[one.tries - 1]
            store.mark_failed(
                one.id, f"{getattr(error, 'key', '')} {getattr(error, 'detail', '')}".strip(), later
            )
            _log.warning("a mark could not be sent to %s: %s", link.platform, error)
            again, refused = again + (not last), refused + last
        else:
            store.mark_sent(one, PROVISIONAL if found.provisional else "", at)
            sent += 1
    return Sent(sent, again, refused)


def score_of(mark: LtiMark, found: Due, at: datetime) -> dict[str, Any]:
    """The score as the Assignment and Grade Services name its fields."""
    t = translator(found.lang)
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    note = t("lti.comment_provisional" if found.provisional else "lti.comment", title=found.title)
    return {
        "userId": mark.subject,
        "scoreGiven": found.score,
        "scoreMaximum": OUT_OF,
        "activityProgress": "Completed",
        "gradingProgress": "PendingManual" if found.provisional else "FullyGraded",
        "timestamp": moment,
        "comment": note,
    }


def words(trouble: str, t: Translator) -> str:
    """What is kept about a mark's trouble, in words."""
    key, _, detail = trouble.partition(" ")
    return t(key, detail=detail) if key.startswith("lti.") else trouble


def _is_new(seat: Seat, found: Due) -> bool:
    last = seat.last
    if last.score is None or last.score != found.score:
        return True
    # The same mark, final by now: the platform must know that nobody is still marking.
    return last.state == "sent" and (last.trouble == PROVISIONAL) != found.provisional


def _due_exam(store: Store, exam_id: str, learner_id: int, at: datetime) -> Due | None:
    try:
        found = exams.mine_of(store, Viewer(learner_id, "learner"), exam_id, at)
    except ExamNotFound:
        return None
    mark = found.mark
    to_come = mark is not None and any(one.state == "to_come" for one in mark.papers)
    unseen = any(row.is_handed_in and not results_shown(row) for row in found.papers.values())
    if mark is None or mark.out_of_20 is None or to_come or unseen:
        return None
    if found.exam.rehearsal or found.candidate.is_voided:
        return None
    lang = max(found.papers.values(), key=lambda row: row.started_at).lang
    return Due(mark.out_of_20, mark.provisional, found.exam.title, lang, exam_id=exam_id)


def _due_case(store: Store, target: Mapping[str, Any], learner_id: int) -> Due | None:
    """The best attempt whose result shows."""
    grades = store.last_grades(learner_id)
    best: tuple[bool, float, Any] | None = None
    for one in practised(store.sittings(learner_id), str(target.get("case")), target.get("seed")):
        if one.id not in grades or not results_shown(one) or not one.counts:
            continue
        result = result_of(grades[one.id].marked)
        if result.marked_points > 0:
            # One that is marked whole counts before one that a person must still mark.
            found = (not result.pending, round(result.out_of_20, 2), one)
            best = found if best is None or found[:2] > best[:2] else best
    if best is None:
        return None
    whole, score, row = best
    return Due(score, not whole, title(store, target, row.lang), row.lang, sitting_id=row.id)
