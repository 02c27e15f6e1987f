"""Regrades, for the trainer: a new grade for many papers under one id, which can be undone as a whole.

Nothing is overwritten: a regrade appends a grade to each sitting, and undoing it appends the grade that stood
before. A sitting graded again since keeps its later grade.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.store import models as m
from app.store import queries as q
from app.store.errors import (
    BadReason,
    NothingToRegrade,
    RegradeNotFound,
    RegradeOvertaken,
    RegradeUndone,
)
from app.store.jury_errors import ExamValidated
from app.store.rows import GradeRow, RegradeRow, UndoneRegrade
from app.store.transactions import Transactions

Regraded = tuple[str, int, Mapping[str, Any]]


class Regrades(Transactions):
    """Regrades across learners: never called on a learner's behalf."""

    def apply_regrade(
        self,
        slug: str,
        rows: Iterable[Regraded],
        reason: str,
        at: datetime,
        engine: str,
        to_version: int,
    ) -> str:
        """Appends a grade to every paper of `rows`, all or none, and gives the id that undoes it.

        `rows`: (sitting id, owner's id, the marking as JSON data); `to_version` is the version of the case
        they were marked with, `engine` the one that marked. Raises BadReason without a reason,
        NothingToRegrade for no paper, a paper twice or one of another case, SittingNotFound, NotHandedIn,
        ExamValidated for one whose result is final.
        """
        papers = sorted(rows, key=lambda row: row[0])  # one order of locks, so that two regrades take turns
        said = _reason(reason)
        if not papers or len({sitting_id for sitting_id, _, _ in papers}) < len(papers):
            raise NothingToRegrade
        regrade_id = secrets.token_hex(16)

        def put(c: Connection) -> str:
            sittings = [q.handed_in(c, sitting_id, learner_id) for sitting_id, learner_id, _ in papers]
            if any(sitting.case_slug != slug for sitting in sittings):
                raise NothingToRegrade
            if any(sitting.validated for sitting in sittings):
                raise ExamValidated
            standing = [q.last_grade(c, sitting.id) for sitting in sittings]
            versions = {
                grade.case_version if grade.case_version is not None else sitting.case_version
                for grade, sitting in zip(standing, sittings, strict=True)
            }
            values = {"id": regrade_id, "case_slug": slug, "to_version": to_version, "reason": said, "at": at}
            values["from_version"] = versions.pop() if len(versions) == 1 else None
            c.execute(insert(m.regrade).values(values))
            for sitting_id, learner_id, marked in papers:
                q.add_grade(
                    c,
                    sitting_id,
                    learner_id,
                    at,
                    said,
                    marked,
                    engine,
                    regrade_id=regrade_id,
                    version=to_version,
                )
            return regrade_id

        return self._write(put)

    def undo_regrade(self, regrade_id: str, reason: str, at: datetime) -> UndoneRegrade:
        """Appends, to each of its papers, the grade that stood before the regrade.

        A paper graded again since, or whose result is final, is left alone and named in the result; undo that
        later change first, and this regrade can be undone for it then. Raises BadReason, RegradeNotFound,
        RegradeUndone when nothing of it stands any more, RegradeOvertaken when every paper was graded again since.
        """
        said = _reason(reason)

        def put(c: Connection) -> UndoneRegrade:
            t, g = m.regrade, m.grade_event
            row = c.execute(select(t).where(t.c.id == regrade_id).with_for_update()).mappings().first()
            if row is None:
                raise RegradeNotFound
            touched = select(g.c.sitting_id, g.c.learner_id).where(g.c.regrade_id == regrade_id).distinct()
            restored, left = [], []
            for sitting_id, learner_id in c.execute(touched.order_by(g.c.sitting_id)).all():
                final = q.any_sitting(c, sitting_id, learner_id).validated
                grades = q.all_grades(c, sitting_id, learner_id)
                stands = _origin(grades, grades[-1])
                if stands.regrade_id == regrade_id and not final:
                    before = _origin(grades, grades[stands.number - 2])
                    q.add_grade(
                        c,
                        sitting_id,
                        learner_id,
                        at,
                        said,
                        before.marked,
                        before.engine,
                        regrade_id=regrade_id,
                        version=before.case_version,
                    )
                    restored.append(sitting_id)
                elif not _was_undone(grades, regrade_id):
                    left.append(sitting_id)
            if not restored:
                raise RegradeOvertaken if left else RegradeUndone
            if row["undone_at"] is None:
                c.execute(update(t).where(t.c.id == regrade_id).values(undone_at=at, undo_reason=said))
            return UndoneRegrade(regrade_id, tuple(restored), tuple(left))

        return self._write(put)

    def regrades(self, slug: str | None = None) -> tuple[RegradeRow, ...]:
        """Every regrade, or those of one case, the latest first."""
        t = m.regrade
        query = select(t).order_by(t.c.at.desc(), t.c.id)
        if slug is not None:
            query = query.where(t.c.case_slug == slug)
        return self._read(lambda c: tuple(RegradeRow(**row) for row in c.execute(query).mappings()))


def _origin(grades: Sequence[GradeRow], grade: GradeRow) -> GradeRow:
    """The grade that `grade` repeats: itself, unless it puts back the one that stood before a regrade."""
    applied = next(
        (one for one in grades if one.regrade_id is not None and one.regrade_id == grade.regrade_id), grade
    )
    return grade if applied is grade else _origin(grades, grades[applied.number - 2])


def _was_undone(grades: Sequence[GradeRow], regrade_id: str) -> bool:
    return sum(grade.regrade_id == regrade_id for grade in grades) > 1


def _reason(reason: str) -> str:
    said = reason.strip()
    if not said or not q.storable(said, q.MAX_REASON_CHARACTERS):
        raise BadReason(limit=q.MAX_REASON_CHARACTERS)
    return said
