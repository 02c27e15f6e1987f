"""The audit log: every privileged change, written in the transaction that makes it, never changed after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from app.store import models as m
from app.store import queries as q
from app.store.account_rows import AuditRow
from app.store.account_tables import account, audit
from app.store.exam_tables import exam
from app.store.transactions import Transactions


def record(
    c: Connection,
    at: datetime,
    actor_id: int | None,
    action: str,
    *,
    exam_id: str | None = None,
    learner_id: int | None = None,
    sitting_id: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Appends an entry inside the transaction of the change it tells about; no secrets in `details`.

    `actor_id` None stands for the server itself or for nobody signed in.
    """
    values: dict[str, Any] = {"at": at, "actor_id": actor_id, "action": action, "exam_id": exam_id}
    values |= {"learner_id": learner_id, "sitting_id": sitting_id, "details": q.plain_json(details or {})}
    c.execute(insert(audit).values(values))


class Audit(Transactions):
    """Reading the log, and appending what is not a change of the store's own."""

    def log(
        self,
        at: datetime,
        by: int | None,
        action: str,
        *,
        exam_id: str | None = None,
        learner_id: int | None = None,
        sitting_id: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Appends an entry on its own, for a change made outside the store (a case published, an export)."""
        self._write(
            lambda c: record(
                c, at, by, action, exam_id=exam_id, learner_id=learner_id, sitting_id=sitting_id,
                details=details,
            )
        )  # fmt: skip

    def audit_log(
        self,
        *,
        exam_id: str | None = None,
        exams_of: int | None = None,
        learner_id: int | None = None,
        action: str | None = None,
        limit: int = 200,
        before: int | None = None,
    ) -> tuple[AuditRow, ...]:
        """Entries, the latest first: of one assessment, of those a trainer set, about a person, of a kind. Privileged.

        `action` ending in "." means every action that begins so; `before` an entry's id, to read on from there.
        """
        t = audit
        actor, about = account.alias(), account.alias()
        actors, abouts = m.learner.alias(), m.learner.alias()
        query = (
            select(
                t,
                actor.c.display.label("actor_display"),
                actors.c.name.label("actor_name"),
                about.c.display.label("about_display"),
                abouts.c.name.label("about_name"),
            )
            .outerjoin(actor, actor.c.learner_id == t.c.actor_id)
            .outerjoin(actors, actors.c.id == t.c.actor_id)
            .outerjoin(about, about.c.learner_id == t.c.learner_id)
            .outerjoin(abouts, abouts.c.id == t.c.learner_id)
            .order_by(t.c.id.desc())
            .limit(limit)
        )
        if exam_id is not None:
            query = query.where(t.c.exam_id == exam_id)
        if exams_of is not None:
            query = query.where(t.c.exam_id.in_(select(exam.c.id).where(exam.c.created_by == exams_of)))
        if learner_id is not None:
            query = query.where(t.c.learner_id == learner_id)
        if action is not None:
            is_kind = t.c.action.startswith(action, autoescape=True)
            query = query.where(is_kind if action.endswith(".") else t.c.action == action)
        if before is not None:
            query = query.where(t.c.id < before)
        return self._read(
            lambda c: tuple(
                AuditRow(
                    row["id"],
                    row["at"],
                    row["actor_id"],
                    row["actor_display"] or row["actor_name"],
                    row["action"],
                    row["exam_id"],
                    row["learner_id"],
                    row["about_display"] or row["about_name"],
                    row["sitting_id"],
                    row["details"],
                )
                for row in c.execute(query).mappings()
            )
        )
