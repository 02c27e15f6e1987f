"""The backup file, `.ltbackup`: a zip of one JSON-lines file per table and a manifest, for every engine.

    manifest.json          {"format": 1, "schema": "0003", "engine": "sqlite 3.45.1", "made_by": "0.5.0",
                            "taken_at": "2026-11-20T12:00:00+00:00",
                            "tables": {"learner": {"columns": ["id", …], "rows": 2, "sha256": "…"}, …}}
    tables/learner.jsonl   one row a line: the values of the columns, in the manifest's order

Moments are ISO 8601 in UTC, days ISO 8601, everything else plain JSON. Tables stand in an order in which they can
be filled again. Both ways it is streamed: a table is never whole in memory.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Date, Integer, MetaData, Table, func, inspect, select, text

from app.store import account_tables, case_tables, exam_tables, lti_tables, models, plan_tables  # noqa: F401  (the metadata must know them)
from app.store.backup_errors import BackupTooNew, BadBackup
from app.store.models import UtcDateTime, metadata

FORMAT: Final = 1
SUFFIX: Final = ".ltbackup"
MANIFEST: Final = "manifest.json"
BATCH: Final = 500
VERSIONS: Final = "alembic_version"
# The longest line that can be: an answer of 200 000 characters, each written as \uXXXX, and room around it.
MAX_LINE: Final = 64 * 1024 * 1024
# What reading a file raises whose bytes were changed: in the zip, in what it compresses, in the JSON.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # "encrypted", or a feature of zip files that this Python does not know
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)


@dataclass(frozen=True)
class TableNote:
    """What the manifest says of a table: its columns in the order of the rows' values, how many rows, their hash."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: the schema's revision, the engine it came from, who made it and when, its tables."""

    schema: str
    engine: str
    made_by: str
    taken_at: datetime
    tables: Mapping[str, TableNote]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables.values())


# --- tables ------------------------------------------------------------------------------------------------


def tables_of(connection: Connection) -> tuple[Table, ...]:
    """The tables that the database has, whatever its revision, parents first.

    A column has the type that the models give it, else the one the database tells.
    """
    found = MetaData()
    names = [name for name in inspect(connection).get_table_names() if name != VERSIONS]
    found.reflect(connection, only=names)
    for table in found.tables.values():
        known = metadata.tables.get(table.name)
        for column in table.columns:
            if known is not None and column.name in known.columns:
                column.type = known.columns[column.name].type
    return tuple(table for table in found.sorted_tables if table.name in names)


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def renumber(connection: Connection, table: Table) -> None:
    """After rows were put with their numbers: lets the database count on from there."""
    if connection.dialect.name != "postgresql":
        return  # SQLite takes the number after the highest by itself
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer):
            named = {"table": f'"{table.name}"', "column": column.name}
            sequence = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), named
            ).scalar()
            highest = connection.execute(select(func.max(column))).scalar()
            if sequence is not None and highest is not None:
                connection.execute(select(func.setval(sequence, highest)))


# --- writing -----------------------------------------------------------------------------------------------


def write(
    archive: zipfile.ZipFile, connection: Connection, schema: str, engine: str, made_by: str, at: datetime
) -> Manifest:
    """Puts every table that the connection's transaction sees into the archive, and the manifest."""
    notes = {table.name: _write_table(archive, connection, table) for table in tables_of(connection)}
    manifest = Manifest(schema, engine, made_by, at, notes)
    plain = {"format": FORMAT} | asdict(manifest) | {"taken_at": at.isoformat()}
    archive.writestr(MANIFEST, json.dumps(plain, ensure_ascii=False, indent=1))
    return manifest


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> TableNote:
    rows, digest = 0, hashlib.sha256()
    order = tuple(table.primary_key.columns) or tuple(table.columns)
    query = select(table).order_by(*order).execution_options(yield_per=BATCH)
    with archive.open(_place(table.name), "w", force_zip64=True) as file:
        for row in connection.execute(query):
            line = json.dumps([_plain(value) for value in row], allow_nan=False, separators=(",", ":"))
            data = line.encode("ascii") + b"\n"
            digest.update(data)
            file.write(data)
            rows += 1
    return TableNote(tuple(column.name for column in table.columns), rows, digest.hexdigest())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _place(name: str) -> str:
    return f"tables/{name}.jsonl"


# --- reading -----------------------------------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup to read, with its manifest. Raises BadBackup, BackupTooNew."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(path))
            manifest = _manifest(archive, path)
        except _DAMAGE as error:
            raise BadBackup(file=str(path), reason=str(error)) from error
        yield archive, manifest


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        plain = json.loads(archive.read(MANIFEST))
        number = plain["format"]
        if isinstance(number, int) and number > FORMAT:
            raise BackupTooNew(file=str(path), found=f"format {number}", known=f"format {FORMAT}")
        tables = {
            str(name): TableNote(tuple(map(str, note["columns"])), int(note["rows"]), str(note["sha256"]))
            for name, note in plain["tables"].items()
        }
        taken = datetime.fromisoformat(plain["taken_at"])
        return Manifest(str(plain["schema"]), str(plain["engine"]), str(plain["made_by"]), taken, tables)
    except _DAMAGE as error:
        raise BadBackup(file=str(path), reason=f"{MANIFEST}: {error}") from error


def read_table(
    archive: zipfile.ZipFile, path: Path, name: str, note: TableNote, columns: Mapping[str, Column[Any]]
) -> Iterator[dict[str, Any]]:
    """The rows of a table in a backup, ready to be put back.

    `columns`: those of the table that they go into. Raises BadBackup when they are not as they were written,
    at the latest after the last row, so nothing may be kept before the end is reached.
    """
    digest, rows = hashlib.sha256(), 0
    types = [columns[column].type for column in note.columns]
    try:
        with archive.open(_place(name)) as file:
            while line := file.readline(MAX_LINE):
                digest.update(line)
                rows += 1
                values = json.loads(line)
                yield {
                    column: _typed(value, kind)
                    for column, value, kind in zip(note.columns, values, types, strict=True)
                }
    except _DAMAGE as error:
        raise BadBackup(file=str(path), reason=f"{name}: {error}") from error
    if (digest.hexdigest(), rows) != (note.sha256, note.rows):
        raise BadBackup(file=str(path), reason=f"{name}: SHA-256")


def _typed(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
