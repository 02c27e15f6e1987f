"""The connection to the database: SQLite in WAL mode by default, or PostgreSQL.

Two kinds of transaction: `reading` (a snapshot) and `writing`. On SQLite a write begins with BEGIN IMMEDIATE: a
transaction that first reads and then writes would otherwise fail at once, without waiting, when another
connection wrote in between. PostgreSQL lets writes run side by side, so that what one has read may no longer
hold when it writes: there they take turns too, by an advisory lock. Only those that lock the row of the one
sitting that they are about, with SELECT … FOR UPDATE, run beside the others (`beside`).
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError

from app.store.errors import (
    BadDatabaseUrl,
    StoreError,
    StoreLocked,
    StoreNotWritable,
    StoreUnavailable,
)

BUSY_TIMEOUT_MS: Final = 5_000
ATTEMPTS: Final = 3
PAUSE_S: Final = 0.05
CONNECT_TIMEOUT_S: Final = 10
IMMEDIATE: Final = "logitrain_immediate"
# Any fixed number: PostgreSQL's advisory lock that stands for "writing, one at a time".
_PG_TURN: Final = 7_460_220

_NOT_WRITABLE: Final = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_PERM,
)
# PostgreSQL's codes (Appendix A of its manual): what running the transaction again mends, and what it does not.
_PG_AGAIN: Final = (
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "55P03",  # lock_not_available: waited for as long as lock_timeout says
)
_PG_NOT_WRITABLE: Final = (
    "25006",  # read_only_sql_transaction: a standby server
    "42501",  # insufficient_privilege
    "53100",  # disk_full
)

T = TypeVar("T")


def connect(url: str) -> Engine:
    """An engine for a SQLAlchemy URL; for SQLite the folder of the file is made when missing.

    Raises BadDatabaseUrl for an address that cannot be read, StoreNotWritable when the folder cannot be made.
    """
    try:
        parsed = make_url(url)
        is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
        if is_file:
            _make_folder(parsed)
        engine = create_engine(
            parsed,
            pool_pre_ping=not is_file,
            # NaN and Infinity are not JSON: PostgreSQL refuses them, so refuse them everywhere.
            json_serializer=partial(json.dumps, ensure_ascii=True, allow_nan=False, sort_keys=True),
            connect_args=_waits(parsed, is_file=is_file),
        )
    except (NoSuchModuleError, ImportError) as error:
        raise BadDatabaseUrl(reason=str(error.args[0])) from None
    except (ArgumentError, ValueError):
        # The address may hold a password and these errors may quote it: neither log nor page shows it.
        raise BadDatabaseUrl(reason="driver://user:password@host:port/name") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _set_up_postgresql)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, and sees the database as it was at its first query."""
    only = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if _is_pg(engine) else {}
    with explained(engine), engine.execution_options(**only).begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, beside: bool = False) -> Iterator[Connection]:
    """A transaction that writes: whole or not at all, and after the one before.

    `beside`: it locks the row of the sitting that it is about, and need not wait for any other.
    """
    # At this level what follows a wait for a lock sees what the holder wrote.
    options = {"isolation_level": "READ COMMITTED"} if _is_pg(engine) else {IMMEDIATE: True}
    with explained(engine), engine.execution_options(**options).begin() as connection:
        if _is_pg(engine) and not beside:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_TURN})
        yield connection


def patiently(work: Callable[[], T], *, sleep: Callable[[float], None] = time.sleep) -> T:
    """Runs `work` again, up to three times, while the database answers that it is locked or was in a deadlock.

    `work` must be one whole transaction, so that a failed attempt leaves nothing behind. Raises StoreLocked
    when it is still locked after the last attempt; every other error at once.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return work()
        except StoreLocked:
            sleep(PAUSE_S * 4**attempt)
    return work()


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turns the driver's errors about the database itself into the store's own, with words for a learner."""
    try:
        yield
    except StoreError:
        raise
    except DBAPIError as error:
        typed = _typed(error, where(engine.url))
        if typed is None:
            raise
        raise typed from error


def where(url: URL) -> str:
    """The database as a person would name it: the file for SQLite, elsewhere host and name, no password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database or "memory")
    return f"{url.get_backend_name()}://{url.host or 'localhost'}/{url.database or ''}"


def _is_pg(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _waits(url: URL, *, is_file: bool) -> dict[str, Any]:
    """How long the driver waits, unless the address says: for SQLite's lock, for PostgreSQL's server."""
    if is_file:
        return {"timeout": BUSY_TIMEOUT_MS / 1000}
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        return {"connect_timeout": CONNECT_TIMEOUT_S}
    return {}


def _typed(error: DBAPIError, name: str) -> StoreUnavailable | None:
    state = getattr(error.orig, "sqlstate", None)
    if state in _PG_AGAIN:
        return StoreLocked(where=name)
    if state in _PG_NOT_WRITABLE:
        return StoreNotWritable(where=name)
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        primary = code & 0xFF
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreLocked(where=name)
        if primary in _NOT_WRITABLE:
            return StoreNotWritable(where=name)
        if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR):
            return StoreUnavailable(where=name, reason=str(error.orig))
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return StoreUnavailable(where=name, reason=str(error.orig).strip().splitlines()[0])
    if isinstance(error, DatabaseError) and code == sqlite3.SQLITE_NOTADB:
        return StoreUnavailable(where=name, reason=str(error.orig))
    return None


def _make_folder(url: URL) -> None:
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreNotWritable(where=str(folder)) from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not open transactions by itself: _begin_sqlite says when, so DDL is transactional too.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # Changing the mode needs the file alone, and SQLite does not wait for it: two first starts meet here.
        for attempt in range(ATTEMPTS):
            try:
                cursor.execute("PRAGMA journal_mode=WAL")
                break
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or attempt == ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE_S * 4**attempt)
    # FULL: an answer acknowledged as saved survives a power cut as well as a killed process.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    # A lock that lasts is told to the learner, as on SQLite, instead of holding the page for ever.
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
