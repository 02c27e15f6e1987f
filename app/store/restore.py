"""Putting a backup back: the database it replaces is kept beside, and none that a server has open is touched."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, update

from app.store import archive, models
from app.store import queries as q
from app.store.account_tables import sign_in
from app.store.archive import Manifest, opened
from app.store.backup import build, fill, verify
from app.store.backup_errors import BackupNotWritable, DatabaseInUse, DatabaseNotEmpty
from app.store.engine import connect, reading, where, writing
from app.store.migrate import current

_SIDES: Final = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Restored:
    """What a restore did: the backup, and the file in which the database replaced is kept (None: there was none)."""

    manifest: Manifest
    kept: Path | None


def restore(url: str, path: Path, at: datetime) -> Restored:
    """Puts a backup in the place of the database, and ends every sign-in that was open in it.

    A SQLite file is replaced whole and the one before kept beside it; elsewhere the database must be empty.
    Raises BadBackup, BackupTooNew, DatabaseInUse, DatabaseNotEmpty, BackupNotWritable, StoreUnavailable; then the
    database is as it was.
    """
    engine = connect(url)
    try:
        if engine.dialect.name != "sqlite":
            return Restored(_into_empty(engine, path, at), None)
        try:
            return _replace(Path(str(engine.url.database)), path, at)
        except OSError as error:
            raise BackupNotWritable(
                file=str(engine.url.database), reason=error.strerror or str(error)
            ) from error
    finally:
        engine.dispose()


def _end_sign_ins(engine: Engine, at: datetime) -> None:
    """Whoever signed out since the backup stays signed out: everybody signs in again."""
    t = sign_in
    with writing(engine) as connection:
        connection.execute(update(t).where(t.c.ended_at.is_(None)).values(ended_at=at))


# --- SQLite ------------------------------------------------------------------------------------------------


def _replace(file: Path, path: Path, at: datetime) -> Restored:
    with tempfile.TemporaryDirectory(
        prefix=".restore-", dir=file.parent, ignore_cleanup_errors=True
    ) as folder:
        fresh = Path(folder) / "new.db"
        manifest = build(path, fresh)
        made = connect(f"sqlite:///{fresh.as_posix()}")
        try:
            _end_sign_ins(made, at)
        finally:
            made.dispose()
        kept = _kept_name(file, at) if file.exists() else None
        if kept is not None and not _is_database(file):
            # Damaged: nothing can have it open. Its log goes with it, for whoever mends it.
            for side in ("", *_SIDES):
                with suppress(FileNotFoundError):
                    os.replace(f"{file}{side}", f"{kept}{side}")  # noqa: PTH105
        _copy_into(fresh, file, kept)
        return Restored(manifest, kept)


def _copy_into(fresh: Path, file: Path, kept: Path | None) -> None:
    """Copies one database over another in one transaction, while nobody else can open it.

    Over the file rather than in its place: a program that opens it meanwhile waits, and then finds the new one.
    """
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as target:
        try:
            # Leaving the WAL mode takes the file alone: it fails while any connection is open, even an idle one.
            target.execute("PRAGMA locking_mode=EXCLUSIVE")
            target.execute("PRAGMA journal_mode=DELETE")
            target.execute("BEGIN EXCLUSIVE")
            target.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise DatabaseInUse(where=str(file)) from error
        if kept is not None and not kept.exists():
            with closing(sqlite3.connect(kept)) as aside:
                target.backup(aside)
        with closing(sqlite3.connect(fresh)) as source:
            source.execute("PRAGMA journal_mode=DELETE")
            source.backup(target)


def _is_database(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
            return True
    except sqlite3.OperationalError:
        return True  # locked: somebody reads it
    except sqlite3.DatabaseError:
        return False


def _kept_name(file: Path, at: datetime) -> Path:
    stem = file.with_name(f"{file.name}.before-{at:%Y-%m-%d-%H%M%S}")
    number, name = 1, stem
    while name.exists():
        number += 1
        name = stem.with_name(f"{stem.name}-{number}")
    return name


# --- a database server -------------------------------------------------------------------------------------


def _into_empty(engine: Engine, path: Path, at: datetime) -> Manifest:
    verify(path)
    if current(engine) is not None:
        with reading(engine) as connection:
            _check_empty(connection, engine)
        _take_away(engine)
    with opened(path) as (source, manifest):
        fill(engine, source, path, manifest)
    _end_sign_ins(engine, at)
    return manifest


def _check_empty(connection: Connection, engine: Engine) -> None:
    """A database that a server was started on once has its tables and the local learner, and nothing else."""
    rows = {table.name: archive.count(connection, table) for table in archive.tables_of(connection)}
    local = q.find_local(connection) if rows.pop(models.learner.name, 0) == 1 else None
    learners = archive.count(connection, models.learner)
    if any(rows.values()) or learners > (1 if local is not None else 0):
        raise DatabaseNotEmpty(where=where(engine.url))


def _take_away(engine: Engine) -> None:
    """Takes away the tables of an empty database: the backup may be of an older schema."""
    with writing(engine) as connection:
        _check_empty(connection, engine)
        for table in reversed(archive.tables_of(connection)):
            table.drop(connection)
        connection.exec_driver_sql(f"DROP TABLE {archive.VERSIONS}")
