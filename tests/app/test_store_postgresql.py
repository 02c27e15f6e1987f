"""What only PostgreSQL can do: deadlocks, locks that last, a server that goes away, writes that take turns."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import DBAPIError
from store_samples import LATER, NOON, learner

from app.store import StoreLocked, StoreNotWritable, StoreUnavailable, engine, models, open_store
from app.store.engine import connect, patiently, reading, writing

pytest_plugins = ["store_fixtures"]


@pytest.fixture
def engine_name():
    return "postgresql"


@pytest.fixture
def holder(url):
    """Another program's connection to the same database, in a transaction of its own."""
    made = create_engine(url)
    with made.connect() as connection:
        yield connection
        connection.rollback()
    made.dispose()


def test_an_empty_database_is_brought_to_the_newest_schema(bare_url):
    store = open_store(bare_url)
    with reading(store._engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []
    store.close()


def test_servers_that_start_together_both_find_the_store(bare_url):
    with ThreadPoolExecutor(3) as pool:
        stores = list(pool.map(open_store, [bare_url] * 3))
    assert [store.local_learner().id for store in stores] == [1, 1, 1]
    for store in stores:
        store.close()


def test_a_deadlock_is_tried_again(url, store):
    """Two transactions that lock two rows crosswise: one is ended by the server, runs again, and both are done."""
    first, second = learner(store, "first"), learner(store, "second")
    made, met, runs = connect(url), threading.Barrier(2), []

    def cross(one, two):
        def work():
            runs.append(one)
            with writing(made, beside=True) as connection:
                for who in (one, two):
                    t = models.learner
                    connection.execute(t.update().where(t.c.id == who).values(created_at=LATER))
                    if len(runs) <= 2 and who == one:
                        met.wait(timeout=10)

        patiently(work)

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(cross, first, second), pool.submit(cross, second, first)]:
            job.result()
    assert len(runs) == 3
    made.dispose()


def test_a_lock_that_lasts_is_told(url, store, me, sitting, holder, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 30)
    monkeypatch.setattr(engine.patiently, "__kwdefaults__", {"sleep": lambda _s: None})
    hurried = open_store(url)
    holder.execute(text("SELECT * FROM sitting FOR UPDATE"))
    with pytest.raises(StoreLocked):
        hurried.save_answer(sitting, me, "q1", "12", "fr", NOON)
    assert hurried.answers(sitting, me) == {}  # reading goes on
    holder.rollback()
    hurried.save_answer(sitting, me, "q1", "12", "fr", NOON)
    hurried.close()


def test_a_save_waits_for_nobody_elses_write(store, me, sitting, holder):
    holder.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": engine._PG_TURN})
    assert store.save_answer(sitting, me, "q1", "12", "fr", NOON).revision == 1


def test_other_writes_take_turns(url, store, me):
    """Each reads how many sittings there are and adds one under that number: none reads the same."""

    def add(_):
        def work(connection):
            count = connection.execute(text("SELECT count(*) FROM learner")).scalar_one()
            connection.execute(insert(models.learner).values(name=f"number {count}", created_at=NOON))

        store._write(work)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    with reading(store._engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM learner")).scalar_one() == 25


def test_a_read_sees_one_moment_and_writes_nothing(store, me, sitting):
    with reading(store._engine) as connection:
        before = connection.execute(text("SELECT count(*) FROM answer")).scalar_one()
        store.save_answer(sitting, me, "q1", "12", "fr", NOON)
        assert connection.execute(text("SELECT count(*) FROM answer")).scalar_one() == before == 0
    with pytest.raises(StoreNotWritable), reading(store._engine) as connection:
        connection.execute(text("DELETE FROM answer"))


def test_connections_that_the_server_ended_are_made_again(store, me, sitting, holder):
    store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"
    assert holder.execute(text(ended), {"name": "logitrain"}).all()
    assert store.answers(sitting, me)["q1"].raw == "12"


def test_a_server_that_ends_the_connection_in_the_middle_is_told(store, me):
    with pytest.raises(StoreUnavailable), writing(store._engine) as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert store.local_learner().id == me


def test_no_server_there_is_told_without_the_password(tmp_path):
    with pytest.raises(StoreUnavailable) as refused:
        open_store(f"postgresql+psycopg://ana:secret@/class?host={tmp_path}")
    for lang in ("fr", "en"):
        assert "secret" not in refused.value.explain(lang)
        assert "postgresql://" in refused.value.explain(lang)


def test_what_is_no_trouble_of_the_database_is_not_hidden(store):
    with pytest.raises(DBAPIError), reading(store._engine) as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
