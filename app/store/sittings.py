"""The learners and their sittings."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from app.store import exam_queries as eq
from app.store import models as m
from app.store import queries as q
from app.store.rows import LearnerRow, SittingRow
from app.store.transactions import Transactions


class Sittings(Transactions):
    """Who sits what, under which policy, and from when to when."""

    def local_learner(self) -> LearnerRow:
        """The one learner of a trainer run alone, created the first time it is asked for."""
        found = self._read(q.find_local)
        if found is not None:
            return found

        def create(c: Connection) -> LearnerRow:
            known = q.find_local(c)
            if known is None:
                c.execute(insert(m.learner).values(name=q.LOCAL, created_at=self._clock.now()))
                known = q.find_local(c)
            assert known is not None
            return known

        try:
            return self._write(create)
        except IntegrityError:  # another process created it in between (no BEGIN IMMEDIATE outside SQLite)
            again = self._read(q.find_local)
            if again is None:
                raise
            return again

    def start_sitting(
        self,
        learner_id: int,
        slug: str,
        version: int,
        seed: int,
        lang: str,
        at: datetime,
        *,
        mode: str | None = None,
        policy: Mapping[str, Any] | None = None,
    ) -> SittingRow:
        """Opens a sitting of a case's variant and gives it an id that nobody can guess.

        `policy` is the marking policy as plain data (Policy.as_dict), None for the practice one; `mode` is the
        policy's unless given, and "practice" without either. Raises TypeError or ValueError for a policy that
        JSON cannot hold.
        """
        kept = None if policy is None else q.plain_json(policy)
        mode = mode or str((kept or {}).get("mode", "practice"))
        row = SittingRow(secrets.token_hex(16), learner_id, slug, version, seed, mode, lang, at, None, kept)
        values = {"id": row.id, "learner_id": learner_id, "case_slug": slug, "case_version": version}
        values |= {"seed": seed, "mode": mode, "lang": lang, "started_at": at, "policy": kept}
        self._write(lambda c: c.execute(insert(m.sitting).values(values)))
        return row

    def sitting(self, sitting_id: str, learner_id: int) -> SittingRow | None:
        """The learner's sitting of that id; None when there is none or it is another learner's."""
        return self._read(lambda c: q.find_sitting(c, sitting_id, learner_id))

    def sittings(self, learner_id: int) -> tuple[SittingRow, ...]:
        """All the learner's sittings, the latest started first."""
        t = m.sitting
        query = eq.sittings().where(t.c.learner_id == learner_id).order_by(t.c.started_at.desc(), t.c.id)
        return self._read(lambda c: tuple(eq.sitting_row(row) for row in c.execute(query).mappings()))

    def release(self, sitting_id: str, learner_id: int, at: datetime) -> SittingRow:
        """Lets the learner see the result of a sitting that waited for the trainer; again changes nothing.

        Raises SittingNotFound, NotHandedIn.
        """

        def put(c: Connection) -> SittingRow:
            row = q.handed_in(c, sitting_id, learner_id)
            if row.released_at is None:
                t = m.sitting
                c.execute(update(t).where(t.c.id == sitting_id).values(released_at=at))
                row = replace(row, released_at=at.astimezone(UTC))
            return row

        return self._write(put)
