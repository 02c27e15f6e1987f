"""The papers that item analysis looks at: handed in, of an assessment, neither void nor a test run nor a mock."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Select, func, select

from app.store import exam_queries as eq
from app.store import models as m
from app.store.exam_rows import MOCK
from app.store.exam_tables import exam
from app.store.item_rows import CountedPaper
from app.store.transactions import Transactions


class Items(Transactions):
    """Reading across learners. Privileged."""

    def papers_of_exam(self, exam_id: str) -> tuple[CountedPaper, ...]:
        """The papers of one assessment, the first handed in first."""
        return self._read(lambda c: _counted(c, m.sitting.c.exam_id == exam_id))

    def papers_of_case(self, slug: str) -> tuple[CountedPaper, ...]:
        """The papers of one case over every assessment, the first handed in first."""
        return self._read(lambda c: _counted(c, m.sitting.c.case_slug == slug))


def _counted(c: Connection, of: ColumnElement[bool]) -> tuple[CountedPaper, ...]:
    s, g, h = m.sitting, m.grade_event, m.answer_history
    real = select(exam.c.id).where(exam.c.rehearsal.is_(False), exam.c.kind != MOCK)
    wanted = of & s.c.handed_in_at.is_not(None) & (s.c.paper_number > 0) & s.c.exam_id.in_(real)
    ids: Select[tuple[str]] = select(s.c.id).where(wanted)
    rows = c.execute(eq.sittings().where(wanted).order_by(s.c.handed_in_at, s.c.id)).mappings()
    sittings = [eq.sitting_row(row) for row in rows]
    grades = select(g.c.sitting_id, g.c.marked, g.c.case_version).where(g.c.sitting_id.in_(ids))
    last = {row.sitting_id: row for row in c.execute(grades.order_by(g.c.number))}
    spans = select(
        h.c.sitting_id,
        h.c.question_id,
        func.min(h.c.saved_at).label("first"),
        func.max(h.c.saved_at).label("last"),
    )
    # One save alone tells when, not for how long.
    several = func.count() > 1
    spans = spans.where(h.c.sitting_id.in_(ids)).group_by(h.c.sitting_id, h.c.question_id).having(several)
    worked: defaultdict[str, dict[str, timedelta]] = defaultdict(dict)
    for row in c.execute(spans):
        worked[row.sitting_id][row.question_id] = row.last - row.first
    return tuple(
        CountedPaper(one, last[one.id].marked, last[one.id].case_version, worked[one.id])
        for one in sittings
        if one.id in last
    )
