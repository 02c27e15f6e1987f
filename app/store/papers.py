"""The papers handed in, for the trainer: every learner's, with all that marks them."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, select

from app.store import exam_queries as eq
from app.store import models as m
from app.store import queries as q
from app.store.exam_tables import override
from app.store.overrides import by_sitting, standing
from app.store.rows import LearnerRow, PaperRow
from app.store.transactions import Transactions


class Papers(Transactions):
    """Reading across learners: never called on a learner's behalf."""

    def papers(self, slug: str | None = None) -> tuple[PaperRow, ...]:
        """Every sitting handed in, or those of one case, the first handed in first. A trainer's query."""
        return self._read(lambda c: _papers(c, slug))


def _papers(c: Connection, slug: str | None) -> tuple[PaperRow, ...]:
    s = m.sitting
    wanted: ColumnElement[bool] = s.c.handed_in_at.is_not(None)
    if slug is not None:
        wanted &= s.c.case_slug == slug

    def rows(table: Table, order: str = "id") -> defaultdict[str, list[RowMapping]]:
        """The rows of the wanted sittings by sitting id: one query a table, however many papers."""
        query = select(table).join(s, s.c.id == table.c.sitting_id).where(wanted).order_by(table.c[order])
        found: defaultdict[str, list[RowMapping]] = defaultdict(list)
        for row in c.execute(query).mappings():
            found[row["sitting_id"]].append(row)
        return found

    query = eq.sittings().where(wanted).order_by(s.c.handed_in_at, s.c.id)
    sittings = [eq.sitting_row(row) for row in c.execute(query).mappings()]
    owners = select(m.learner).where(m.learner.c.id.in_(select(s.c.learner_id).where(wanted)))
    learners = {row["id"]: LearnerRow(**row) for row in c.execute(owners).mappings()}
    answers, hints, rungs = rows(m.answer), rows(m.hint_use), rows(m.rung)
    assessments, grades = rows(m.assessment), rows(m.grade_event, "number")
    decided = by_sitting(c, override.c.sitting_id.in_(select(s.c.id).where(wanted)))
    return tuple(
        PaperRow(
            sitting=sitting,
            learner=learners[sitting.learner_id],
            answers={row["question_id"]: q.answer_row(row) for row in answers[sitting.id]},
            hints=q.hints_opened(hints[sitting.id]),
            rungs=q.distinct_rungs(rungs[sitting.id]),
            assessments=q.standing_assessments(assessments[sitting.id]),
            grades=tuple(q.grade_row(row) for row in grades[sitting.id]),
            overrides=standing(decided.get(sitting.id, ())),
        )
        for sitting in sittings
    )
