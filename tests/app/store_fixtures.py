"""Fixtures of the store's tests: a fresh database, two learners, an open sitting. Loaded as a pytest plugin.

Whatever asks for `url` runs twice, on SQLite and on PostgreSQL. Where there is no PostgreSQL server program the
second half skips and says so; with CI=true it must run.
"""

import os

import pytest
from postgres_server import NoServer, cluster
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from store_samples import NOON, SLUG, learner

from app.clock import FixedClock
from app.store import models, open_store

ENGINES = ("sqlite", "postgresql")
_ONE = "logitrain"


class Postgres:
    """The databases of one server: `url` of one that is empty of rows, `bare` of one without any table."""

    def __init__(self, pattern):
        self._pattern = pattern
        self._admin = create_engine(
            pattern.format(name="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )
        self._main = create_engine(pattern.format(name=_ONE), poolclass=NullPool)
        self._made = 0
        self._is_ready = False

    def bare(self):
        """The URL of a database just made."""
        self._made += 1
        name = f"bare{self._made}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self._pattern.format(name=name)

    def url(self):
        """The URL of the one database of this server's tests, without a row of the test before."""
        if not self._is_ready:
            with self._admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {_ONE}"))
            open_store(self._pattern.format(name=_ONE)).close()
            self._is_ready = True
            return self._pattern.format(name=_ONE)
        with self._admin.connect() as connection:
            # A store that a test left open would keep its locks.
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(others), {"name": _ONE})
        tables = ", ".join(f'"{table.name}"' for table in models.metadata.sorted_tables)
        with self._main.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        return self._pattern.format(name=_ONE)


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this test process."""
    try:
        with cluster() as pattern:
            yield Postgres(pattern)
    except NoServer as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL server here: {error}")


@pytest.fixture(params=ENGINES)
def engine_name(request):
    """The database that the test runs on; a test of one only names it with an indirect parameter."""
    return request.param


@pytest.fixture
def url(engine_name, tmp_path, request):
    """A database of this test's own: for SQLite a file to come, for PostgreSQL one with its tables."""
    if engine_name == "postgresql":
        return request.getfixturevalue("postgres").url()
    return f"sqlite:///{(tmp_path / 'folder' / 'logitrain.db').as_posix()}"


@pytest.fixture
def bare_url(engine_name, tmp_path, request):
    """A database without any table."""
    if engine_name == "postgresql":
        return request.getfixturevalue("postgres").bare()
    return f"sqlite:///{(tmp_path / 'bare' / 'logitrain.db').as_posix()}"


@pytest.fixture
def store(url):
    opened = open_store(url, clock=FixedClock(NOON))
    yield opened
    opened.close()


@pytest.fixture
def me(store):
    return store.local_learner().id


@pytest.fixture
def other(store):
    return learner(store, "someone")


@pytest.fixture
def sitting(store, me):
    return store.start_sitting(me, SLUG, 1, 7, "fr", NOON).id
