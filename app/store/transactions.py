"""What every subject of the store stands on: one engine, a clock, and the two kinds of transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, RowMapping, Table, select

from app.clock import Clock
from app.store import models as m
from app.store.engine import patiently, reading, where, writing

T = TypeVar("T")


class Transactions:
    """One database; safe to share between threads.

    A write is one transaction, tried again while the database is locked (engine.patiently), and returns only
    once the database has it: so what the page calls saved is saved.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @property
    def where(self) -> str:
        """The database as a person would name it: a file, or host and name; never a password."""
        return where(self._engine.url)

    def close(self) -> None:
        """Closes every connection; the store can still be used and then opens new ones."""
        self._engine.dispose()

    def check(self) -> None:
        """Raises StoreUnavailable when the database does not answer; for the health page."""
        self._read(lambda c: c.execute(select(m.learner.c.id).limit(1)).first())

    def _read(self, work: Callable[[Connection], T]) -> T:
        def once() -> T:
            with reading(self._engine) as connection:
                return work(connection)

        return patiently(once)

    def _write(self, work: Callable[[Connection], T], *, beside: bool = False) -> T:
        """Runs `work` in a write transaction; it may run again from the start, so it must change nothing else.

        `beside`: it begins by locking the sitting that it is about, reads nothing that other writes could change
        meanwhile, and so need not wait for its turn.
        """

        def once() -> T:
            with writing(self._engine, beside=beside) as connection:
                return work(connection)

        return patiently(once)

    def _rows(self, table: Table, sitting_id: str, learner_id: int, order: str) -> tuple[RowMapping, ...]:
        query = (
            select(table)
            .where(table.c.sitting_id == sitting_id, table.c.learner_id == learner_id)
            .order_by(table.c[order])
        )
        return self._read(lambda c: tuple(c.execute(query).mappings()))
