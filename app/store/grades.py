"""The grades of a sitting: appended, never changed; the last one stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from app.store import exam_queries as eq
from app.store import models as m
from app.store import queries as q
from app.store.answers import Answers
from app.store.errors import AnswersChanged, SittingNotFound
from app.store.jury_errors import ExamValidated
from app.store.rows import GradeRow, SavedAnswer

_MARK_ATTEMPTS: Final = 5


class Grades(Answers):
    """Handing in, later grades, and the grade that stands."""

    def hand_in(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        marked: Mapping[str, Any],
        *,
        engine: str = "",
        revisions: Mapping[str, int] | None = None,
        aids: int | None = None,
        ended_at: datetime | None = None,
    ) -> GradeRow:
        """Closes the sitting and appends its first grade, both or neither.

        A second call changes nothing and returns the first grade. `marked` is the JSON of the marking,
        `engine` the version that marked. With `revisions` (question id → revision marked) the hand-in is
        refused with AnswersChanged when another tab saved an answer meanwhile, and with `aids` (how often help
        was opened) when one opened help. `ended_at` is for the server, which closes a paper of an assessment whose
        time was up at that moment; a learner's own hand-in is then too late. Raises SittingNotFound,
        DeadlinePassed, ExamPaused, ExamVoided.
        """

        def close(c: Connection) -> GradeRow:
            row = q.find_sitting(c, sitting_id, learner_id, lock=True)
            if row is None:
                raise SittingNotFound
            if row.is_handed_in:
                return q.all_grades(c, sitting_id, learner_id)[0]
            if ended_at is None:
                eq.check_writable(c, row, at)
            if revisions is not None:
                now = {
                    question: a.revision
                    for question, a in q.latest_answers(c, sitting_id, learner_id).items()
                }
                if now != dict(revisions):
                    raise AnswersChanged
            if aids is not None and q.aids_opened(c, sitting_id) != aids:
                raise AnswersChanged
            closed = {"handed_in_at": ended_at or at}
            if row.exam_id is not None and eq.is_released(c, row.exam_id):
                closed["released_at"] = at
            c.execute(update(m.sitting).where(m.sitting.c.id == sitting_id).values(closed))
            return q.add_grade(c, sitting_id, learner_id, at, "hand_in", marked, engine)

        return self._write(close)

    def mark_and_hand_in(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        mark: Callable[[dict[str, SavedAnswer]], Mapping[str, Any]],
        *,
        engine: str = "",
        ended_at: datetime | None = None,
    ) -> GradeRow:
        """Reads the answers, marks them with `mark`, and hands in exactly what was marked.

        No lock is held while marking; when another tab saves an answer or opens help meanwhile, it marks again.
        Raises what `hand_in` raises.
        """
        for _ in range(_MARK_ATTEMPTS - 1):
            with suppress(AnswersChanged):
                return self._mark_once(sitting_id, learner_id, at, mark, engine, ended_at)
        return self._mark_once(sitting_id, learner_id, at, mark, engine, ended_at)

    def append_grade(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        reason: str,
        marked: Mapping[str, Any],
        *,
        engine: str = "",
        case_version: int | None = None,
    ) -> GradeRow:
        """Adds a later grade (an assessment, a correction) beside the earlier ones; `reason` says why.

        `case_version` is the version it was marked with, None for the sitting's. Raises SittingNotFound,
        NotHandedIn, ExamValidated, and TypeError or ValueError for what JSON cannot hold.
        """

        def put(c: Connection) -> GradeRow:
            if q.handed_in(c, sitting_id, learner_id).validated:
                raise ExamValidated
            return q.add_grade(c, sitting_id, learner_id, at, reason, marked, engine, version=case_version)

        return self._write(put)

    def grades(self, sitting_id: str, learner_id: int) -> tuple[GradeRow, ...]:
        """Every grade of the sitting, the first first; none while it is open."""
        return self._read(lambda c: q.all_grades(c, sitting_id, learner_id))

    def last_grade(self, sitting_id: str, learner_id: int) -> GradeRow | None:
        """The grade that stands, None while the sitting is open."""
        found = self.grades(sitting_id, learner_id)
        return found[-1] if found else None

    def last_grades(self, learner_id: int) -> dict[str, GradeRow]:
        """The grade that stands for each of the learner's sittings handed in, by sitting id, in one query."""
        t = m.grade_event
        query = select(t).where(t.c.learner_id == learner_id).order_by(t.c.sitting_id, t.c.number)
        return self._read(
            lambda c: {row["sitting_id"]: q.grade_row(row) for row in c.execute(query).mappings()}
        )

    def _mark_once(
        self,
        sitting_id: str,
        learner_id: int,
        at: datetime,
        mark: Callable[[dict[str, SavedAnswer]], Mapping[str, Any]],
        engine: str,
        ended_at: datetime | None,
    ) -> GradeRow:
        aids = self._read(lambda c: q.aids_opened(c, sitting_id))
        seen = self.answers(sitting_id, learner_id)
        revisions = {question: a.revision for question, a in seen.items()}
        return self.hand_in(
            sitting_id,
            learner_id,
            at,
            mark(seen),
            engine=engine,
            revisions=revisions,
            aids=aids,
            ended_at=ended_at,
        )
