"""Backing up the database, on either engine, into one file that restores on either.

The server may go on: what is written down is the database at one moment. A backup counts only once it was read
back into a database of its own and that one passed its checks; before that it bears another name.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DataError, IntegrityError

from app.store import archive
from app.store.archive import SUFFIX, Manifest, TableNote, opened
from app.store.backup_errors import (
    BackupExists,
    BackupNotWritable,
    BackupTooNew,
    BadBackup,
    DatabaseDamaged,
    NothingToBackUp,
)
from app.store.engine import connect, patiently, reading, where, writing
from app.store.errors import StoreTooNew
from app.store.migrate import HEAD, current, revisions, upgrade

_PART: Final = ".part"


def file_name(at: datetime) -> str:
    """What a backup taken at a moment is called when nobody says."""
    return f"logitrain-{at:%Y-%m-%d-%H%M%S}{SUFFIX}"


def backup(url: str, path: Path, made_by: str, at: datetime) -> Manifest:
    """Writes the database into `path` and reads it back.

    `made_by` is the version of Logitrain. Raises BackupExists, BackupNotWritable, NothingToBackUp,
    DatabaseDamaged, StoreTooNew, StoreUnavailable; then there is no file of that name.
    """
    if path.exists():
        raise BackupExists(file=str(path))
    engine = connect(url)
    part = path.with_name(path.name + _PART)
    try:
        _check_there(engine)
        try:
            _write(engine, part, made_by, at)
            manifest = verify(part)
            os.replace(part, path)  # noqa: PTH105  (on every system over what stands there)
        except OSError as error:
            raise BackupNotWritable(file=str(path), reason=error.strerror or str(error)) from error
    finally:
        engine.dispose()
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return manifest


def verify(path: Path) -> Manifest:
    """Reads a backup into a database of its own and has that one check itself. Raises BadBackup, BackupTooNew."""
    with tempfile.TemporaryDirectory(prefix="logitrain-", ignore_cleanup_errors=True) as folder:
        return build(path, Path(folder) / "check.db")


def build(path: Path, file: Path) -> Manifest:
    """Makes a new SQLite database of a backup, at the newest schema, and checks it.

    Raises BadBackup, BackupTooNew.
    """
    engine = connect(f"sqlite:///{file.as_posix()}")
    try:
        with opened(path) as (source, manifest):
            fill(engine, source, path, manifest)
        with reading(engine) as connection:
            wrong = troubles(connection)
        if wrong:
            raise BadBackup(file=str(path), reason=wrong)
    finally:
        engine.dispose()
    return manifest


def fill(engine: Engine, source: zipfile.ZipFile, path: Path, manifest: Manifest) -> None:
    """Puts a backup into a database without rows, then brings it to the newest schema; the rows all or none.

    Raises BadBackup, BackupTooNew.
    """
    if manifest.schema not in revisions():
        raise BackupTooNew(file=str(path), found=manifest.schema, known=HEAD)
    upgrade(engine, manifest.schema)
    with writing(engine) as connection:
        tables = {table.name: table for table in archive.tables_of(connection)}
        if set(tables) != set(manifest.tables):
            raise BadBackup(file=str(path), reason=", ".join(sorted(set(tables) ^ set(manifest.tables))))
        for name, table in tables.items():
            try:
                _fill_table(connection, table, source, path, manifest.tables[name])
            except (IntegrityError, DataError) as error:
                raise BadBackup(file=str(path), reason=f"{name}: {error.orig}") from error
    upgrade(engine)


def troubles(connection: Connection) -> str:
    """What SQLite finds wrong with its database, "" when nothing is."""
    if connection.dialect.name != "sqlite":
        return ""
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    found = [one for one in said if one != "ok"] + [f"foreign key of {row[0]}" for row in astray[:5]]
    return "; ".join(found)


def _check_there(engine: Engine) -> None:
    """Raises NothingToBackUp or StoreTooNew; makes no file where there is none."""
    name, file = where(engine.url), engine.url.database
    if engine.dialect.name == "sqlite" and not (file and Path(file).is_file()):
        raise NothingToBackUp(where=name)
    found = current(engine)
    if found is None:
        raise NothingToBackUp(where=name)
    if found not in revisions():
        raise StoreTooNew(where=name, found=found, known=HEAD)


def _write(engine: Engine, part: Path, made_by: str, at: datetime) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    # People's work and the hashes of their passwords: for the one who runs the server alone.
    handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:

        def write() -> None:
            file.seek(0)
            file.truncate()
            # One read transaction: every table as it was at the same moment.
            with reading(engine) as connection, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
                schema = str(
                    connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
                )
                wrong = troubles(connection)
                if wrong:
                    raise DatabaseDamaged(where=where(engine.url), reason=wrong)
                version = ".".join(map(str, connection.dialect.server_version_info or ()))
                archive.write(target, connection, schema, f"{engine.dialect.name} {version}", made_by, at)

        patiently(write)
        file.flush()
        os.fsync(file.fileno())


def _fill_table(
    connection: Connection, table: Table, source: zipfile.ZipFile, path: Path, note: TableNote
) -> None:
    columns = {column.name: column for column in table.columns}
    if set(columns) != set(note.columns):
        raise BadBackup(
            file=str(path), reason=f"{table.name}: {', '.join(sorted(set(columns) ^ set(note.columns)))}"
        )
    rows: list[dict[str, object]] = []
    for row in archive.read_table(source, path, table.name, note, columns):
        rows.append(row)
        if len(rows) == archive.BATCH:
            connection.execute(table.insert(), rows)
            rows.clear()
    if rows:
        connection.execute(table.insert(), rows)
    archive.renumber(connection, table)
