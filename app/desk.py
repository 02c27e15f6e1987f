"""The trainer's desk at a glance: who is writing now, what waits for marking, what comes next; no streamlit here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app import exams, marking_queue
from app.access import Viewer
from app.exam_desk import Line, Load, desk
from app.store import Exam, Store

SOON: Final = 4  # assessments to come that are named


@dataclass(frozen=True)
class Running:
    """An assessment that is open now, and how its candidates stand."""

    exam: Exam
    lines: tuple[Line, ...]

    def quiet(self, now: datetime) -> tuple[Line, ...]:
        """The candidates who may be stuck: at work, and nothing saved for long."""
        return tuple(line for line in self.lines if line.quiet(now) is not None)


@dataclass(frozen=True)
class Overview:
    """What a trainer finds on coming in.

    ``to_mark`` counts the papers with points that a person must still give; ``to_release`` and ``to_validate`` are
    the assessments that are over, all marked, whose results nobody sees yet, or no jury has made final.
    """

    running: tuple[Running, ...]
    to_mark: tuple[tuple[Exam, int], ...]
    to_release: tuple[Exam, ...]
    to_validate: tuple[Exam, ...]
    to_come: tuple[Exam, ...]


def overview(store: Store, viewer: Viewer, now: datetime, load: Load) -> Overview:
    """The desk of this moment. Raises RoleForbids."""
    every = exams.every(store, viewer)
    waiting = marking_queue.waiting(store, viewer)
    unmarked = {exam.id for exam, _ in waiting}
    over = [one for one in every if one.state(now) == "closed" and one.id not in unmarked]
    planned = sorted((one for one in every if one.state(now) == "planned"), key=lambda one: one.opens_at)
    return Overview(
        tuple(
            Running(*desk(store, viewer, one.id, now, load))
            for one in every
            if one.state(now) in ("open", "paused")
        ),
        waiting,
        tuple(one for one in over if one.released_at is None),
        tuple(one for one in over if one.released_at is not None and one.validated_at is None),
        tuple(planned[:SOON]),
    )
