"""Brings a database to the schema of this version, at every start, whichever process comes first.

The whole upgrade is one write transaction, so two processes that start together take turns and the second
finds nothing left to do; a power cut in the middle leaves the database as it was. Reading the revision first
with one plain query spares the common start the half second that loading Alembic takes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from app.store.engine import patiently, reading, where, writing
from app.store.errors import StoreTooNew

HEAD: Final = "0004"
MIGRATIONS: Final = Path(__file__).parent / "migrations"
# Any fixed number: PostgreSQL's advisory lock that stands for "upgrading Logitrain".
_PG_LOCK: Final = 7_460_219


def upgrade(engine: Engine, to: str = HEAD) -> None:
    """Runs the missing revisions, up to `to` (the newest unless told otherwise).

    Raises StoreTooNew when the database bears a revision this version does not know, StoreUnavailable when
    it cannot be opened or written.
    """
    if current(engine) == to:
        return
    patiently(lambda: _upgrade(engine, to))


def current(engine: Engine) -> str | None:
    """The revision the database bears, None for an empty one."""

    def read() -> str | None:
        with reading(engine) as connection:
            return _current(connection)

    return patiently(read)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def revisions() -> frozenset[str]:
    """The revisions that this version knows."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  (half a second, as below)

    return frozenset(one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _upgrade(engine: Engine, to: str) -> None:
    from alembic import command  # noqa: PLC0415  (half a second, only when there is something to upgrade)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = revisions()
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})
        found = _current(connection)
        if found is not None and found not in known:
            raise StoreTooNew(where=where(engine.url), found=found, known=HEAD)
        config.attributes["connection"] = connection
        command.upgrade(config, to)
