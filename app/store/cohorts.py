"""Classes and who is in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from app.store.account_errors import AccountNotFound, CohortTaken
from app.store.account_queries import (
    a_cohort,
    account_row,
    clean_cohort,
    cohort_row,
    find_cohort,
    join,
    new_cohort,
)
from app.store.account_rows import AccountRow, CohortRow
from app.store.account_tables import account, cohort, cohort_member
from app.store.audit import record
from app.store.transactions import Transactions


class Cohorts(Transactions):
    """Classes by name; a learner may be in several."""

    def create_cohort(self, name: str, by: int | None, at: datetime) -> CohortRow:
        """A new class. Raises BadName, CohortTaken."""
        said = clean_cohort(name)

        def put(c: Connection) -> CohortRow:
            if find_cohort(c, said) is not None:
                raise CohortTaken(name=said)
            return new_cohort(c, said, by, at)

        return self._write(put)

    def rename_cohort(self, cohort_id: int, name: str, by: int | None, at: datetime) -> None:
        """Another name for a class. Raises BadName, CohortTaken, CohortNotFound."""
        said = clean_cohort(name)

        def put(c: Connection) -> None:
            before = a_cohort(c, cohort_id)
            other = find_cohort(c, said)
            if other is not None and other.id != cohort_id:
                raise CohortTaken(name=said)
            c.execute(update(cohort).where(cohort.c.id == cohort_id).values(name=said))
            record(c, at, by, "cohort.rename", details={"cohort": said, "before": before.name})

        self._write(put)

    def archive_cohort(self, cohort_id: int, by: int | None, at: datetime, *, archived: bool = True) -> None:
        """Puts a class away, or takes it out again; its learners keep their accounts. Raises CohortNotFound."""

        def put(c: Connection) -> None:
            found = a_cohort(c, cohort_id)
            moment = at if archived else None
            c.execute(update(cohort).where(cohort.c.id == cohort_id).values(archived_at=moment))
            record(
                c, at, by, "cohort.archive" if archived else "cohort.reopen", details={"cohort": found.name}
            )

        self._write(put)

    def add_members(self, cohort_id: int, learner_ids: Iterable[int], by: int | None, at: datetime) -> int:
        """Puts people into a class; how many were not in it yet. Raises CohortNotFound, AccountNotFound."""
        wanted = tuple(dict.fromkeys(learner_ids))

        def put(c: Connection) -> int:
            found = a_cohort(c, cohort_id)
            known = select(account.c.learner_id).where(account.c.learner_id.in_(wanted))
            if len(c.execute(known).all()) < len(wanted):
                raise AccountNotFound
            return sum(join(c, found, one, by, at) for one in wanted)

        return self._write(put)

    def remove_member(self, cohort_id: int, learner_id: int, by: int | None, at: datetime) -> None:
        """Takes a person out of a class; their work stays theirs. Raises CohortNotFound."""

        def put(c: Connection) -> None:
            found = a_cohort(c, cohort_id)
            t = cohort_member
            gone = c.execute(delete(t).where(t.c.cohort_id == cohort_id, t.c.learner_id == learner_id))
            if gone.rowcount:
                record(c, at, by, "cohort.leave", learner_id=learner_id, details={"cohort": found.name})

        self._write(put)

    def cohorts(self, *, archived: bool = False) -> tuple[CohortRow, ...]:
        """The classes by name with their sizes; those put away only when asked for. Privileged."""
        query = _sized().order_by(cohort.c.name)
        if not archived:
            query = query.where(cohort.c.archived_at.is_(None))
        return self._read(lambda c: tuple(cohort_row(row) for row in c.execute(query).mappings()))

    def cohorts_of(self, learner_id: int) -> tuple[CohortRow, ...]:
        """The classes a person is in, by name."""
        t = cohort_member
        mine = select(t.c.cohort_id).where(t.c.learner_id == learner_id)
        query = _sized().where(cohort.c.id.in_(mine)).order_by(cohort.c.name)
        return self._read(lambda c: tuple(cohort_row(row) for row in c.execute(query).mappings()))

    def memberships(self) -> dict[int, tuple[int, ...]]:
        """Learner id → ids of the classes they are in. Privileged."""
        t = cohort_member
        found: dict[int, list[int]] = {}

        def read(c: Connection) -> dict[int, tuple[int, ...]]:
            found.clear()
            for learner_id, cohort_id in c.execute(
                select(t.c.learner_id, t.c.cohort_id).order_by(t.c.cohort_id)
            ):
                found.setdefault(learner_id, []).append(cohort_id)
            return {one: tuple(ids) for one, ids in found.items()}

        return self._read(read)

    def members(self, cohort_id: int) -> tuple[AccountRow, ...]:
        """The people of a class by name, those whose account is closed too. Privileged."""
        t = cohort_member
        query = (
            select(account)
            .join(t, t.c.learner_id == account.c.learner_id)
            .where(t.c.cohort_id == cohort_id)
            .order_by(account.c.display, account.c.login)
        )
        return self._read(lambda c: tuple(account_row(row) for row in c.execute(query).mappings()))


def _sized() -> Select[Any]:
    t = cohort_member
    size = select(func.count()).where(t.c.cohort_id == cohort.c.id).scalar_subquery()
    return select(cohort, size.label("size"))
