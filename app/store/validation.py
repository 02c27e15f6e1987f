"""The jury's validation of an assessment: from then on nothing about its papers changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from app.store import exam_queries as eq
from app.store import models as m
from app.store import queries as q
from app.store.audit import record
from app.store.errors import BadReason
from app.store.exam_errors import StillOpen
from app.store.exam_rows import Exam
from app.store.exam_tables import exam
from app.store.jury_errors import ExamValidated, MarkingUnfinished, NotValidated
from app.store.transactions import Transactions


class Validation(Transactions):
    """Results validated, and opened again. Privileged."""

    def validate_exam(self, exam_id: str, by: int, at: datetime) -> None:
        """Makes the results final, noted in the audit log.

        Raises ExamNotFound, ExamValidated when they are already, StillOpen while somebody can still write or
        begin, MarkingUnfinished while a person must still give points.
        """

        def put(c: Connection) -> None:
            found = eq.an_exam(c, exam_id, lock=True)
            if found.validated_at is not None:
                raise ExamValidated
            _check_ready(c, found, at)
            c.execute(update(exam).where(exam.c.id == exam_id).values(validated_at=at, validated_by=by))
            record(c, at, by, "jury.validate", exam_id=exam_id)

        self._write(put)

    def reopen_results(self, exam_id: str, reason: str, by: int, at: datetime) -> None:
        """Makes validated results provisional again, with the reason in the audit log.

        Raises ExamNotFound, NotValidated, BadReason without a reason.
        """
        said = reason.strip()
        if not said or not q.storable(said, q.MAX_REASON_CHARACTERS):
            raise BadReason(limit=q.MAX_REASON_CHARACTERS)

        def put(c: Connection) -> None:
            found = eq.an_exam(c, exam_id, lock=True)
            if found.validated_at is None:
                raise NotValidated
            c.execute(update(exam).where(exam.c.id == exam_id).values(validated_at=None, validated_by=None))
            details = {"reason": said, "validated_at": found.validated_at.isoformat()}
            record(c, at, by, "jury.reopen", exam_id=exam_id, details=details)

        self._write(put)


def _check_ready(c: Connection, found: Exam, at: datetime) -> None:
    s = m.sitting
    query = eq.sittings().where(s.c.exam_id == found.id, s.c.paper_number > 0)
    rows = [eq.sitting_row(row) for row in c.execute(query).mappings()]
    if any(not row.is_handed_in for row in rows):
        raise StillOpen
    for candidate in found.candidates:
        sat = sum(row.learner_id == candidate.learner_id for row in rows)
        ended = candidate.is_voided or found.archived_at is not None or sat == len(found.papers)
        last = found.last_start(at) if candidate.clock_from is None else found.deadline(candidate, at)
        if not ended and (found.paused_at is not None or last is None or at < last):
            raise StillOpen
    g = m.grade_event
    grades = select(g.c.sitting_id, g.c.marked).join(s, s.c.id == g.c.sitting_id)
    grades = grades.where(s.c.exam_id == found.id, s.c.paper_number > 0).order_by(g.c.number)
    last_of = {row.sitting_id: row.marked for row in c.execute(grades)}
    if any(marked.get("pending", 0) > 0 for marked in last_of.values()):
        raise MarkingUnfinished
