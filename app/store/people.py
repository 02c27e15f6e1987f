"""Whose work it is: the names that exports and documents bear."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.store import models as m
from app.store.account_tables import account
from app.store.errors import LearnerNotFound
from app.store.transactions import Transactions


@dataclass(frozen=True)
class PersonRow:
    """Whose work it is: ``display`` is the name shown, ``login`` and ``email`` None where there is no account."""

    learner_id: int
    display: str
    login: str | None = None
    email: str | None = None


class People(Transactions):
    """Reading across learners: never called on a learner's behalf but for their own name."""

    def person(self, learner_id: int) -> PersonRow:
        """The person behind a learner's id; raises LearnerNotFound."""
        found = self.people([learner_id])
        if not found:
            raise LearnerNotFound
        return found[learner_id]

    def people(self, learner_ids: list[int]) -> dict[int, PersonRow]:
        """The people behind some ids; an id of nobody is left out."""
        return self._read(lambda c: _people(c, learner_ids))


def _people(c: Connection, learner_ids: list[int]) -> dict[int, PersonRow]:
    joined = m.learner.outerjoin(account, account.c.learner_id == m.learner.c.id)
    query = select(m.learner.c.id, m.learner.c.name, account.c.display, account.c.login, account.c.email)
    rows = c.execute(query.select_from(joined).where(m.learner.c.id.in_(learner_ids))).mappings()
    return {
        row["id"]: PersonRow(row["id"], row["display"] or row["name"], row["login"], row["email"])
        for row in rows
    }
