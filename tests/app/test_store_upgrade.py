"""The schema: made, upgraded, raced for by two processes, and what the store says when it cannot be used."""

import io
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from exam_samples import set_exam
from sqlalchemy import event
from sqlalchemy.dialects import postgresql

from app.store import (
    BadDatabaseUrl,
    StoreLocked,
    StoreNotWritable,
    StoreTooNew,
    StoreUnavailable,
    backup,
    engine,
    migrate,
    models,
    open_store,
    restore,
    shared_store,
)

pytest_plugins = ["store_fixtures"]

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DATA = Path(__file__).parent / "data"


def url_of(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def test_an_empty_file_is_brought_to_the_newest_schema(tmp_path):
    store = open_store(url_of(tmp_path / "new.db"))
    with engine.reading(store._engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []
        assert context.get_current_revision() == migrate.HEAD
    store.close()


def test_head_is_the_last_revision_and_there_is_one_line_of_them():
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrate.HEAD]
    assert scripts.get_base() == "0001"


def test_a_database_of_the_first_release_is_upgraded_with_its_data(tmp_path):
    path = tmp_path / "first.db"
    with sqlite3.connect(path) as connection:
        connection.executescript((DATA / "store_0001.sql").read_text(encoding="utf-8"))
    connection.close()
    store = open_store(url_of(path))
    assert migrate.current(store._engine) == migrate.HEAD
    me = store.local_learner()
    assert me.created_at == NOON
    handed, opened = sorted(store.sittings(me.id), key=lambda one: one.seed)
    assert (handed.case_slug, handed.seed, handed.handed_in_at, opened.handed_in_at) == (
        "seuil-reappro",
        7,
        NOON,
        None,
    )
    assert {q: a.raw for q, a in store.answers(handed.id, me.id).items()} == {
        "q_star": "1 250",
        "choice": ["b", "a"],
        "policy": {"s": "120", "Q": "300"},
    }
    assert [a.raw for a in store.answer_history(handed.id, me.id, "q_star")] == ["1 234,5", "1 250"]
    assert store.flags(handed.id, me.id) == {"q_star"}
    assert store.hints(handed.id, me.id) == {"q_star": 1}
    assert store.trials(handed.id, me.id)[0].indicators == {"fill_rate": 0.98}
    assert store.last_grade(handed.id, me.id).marked["score"] == 14.5
    store.save_answer(opened.id, me.id, "q_star", "13", "en", NOON)
    assert store.answers(opened.id, me.id)["q_star"].revision == 2
    store.close()


def test_the_work_of_the_first_release_takes_part_in_what_is_new(tmp_path):
    path = tmp_path / "first.db"
    with sqlite3.connect(path) as connection:
        connection.executescript((DATA / "store_0001.sql").read_text(encoding="utf-8"))
    connection.close()
    store = open_store(url_of(path))
    me = store.local_learner().id
    handed, opened = sorted(store.sittings(me), key=lambda one: one.seed)
    assert (handed.policy, handed.released_at, opened.policy) == (None, None, None)
    first = store.last_grade(handed.id, me)
    assert (first.regrade_id, first.case_version, first.engine) == (None, None, "0.1.0")
    store.climb(opened.id, me, "q_star", "verdict", ["right"], "12.5", NOON)
    store.assess(handed.id, me, "argue", {"figures": 1}, NOON)
    (paper,) = store.papers("seuil-reappro")
    assert (paper.grade, paper.hints, paper.learner.name) == (first, {"q_star": 1}, "local")
    regrade = store.apply_regrade(
        "seuil-reappro", [(handed.id, me, {"score": 15.0})], "clé", NOON, "0.2.0", 2
    )
    assert store.last_grade(handed.id, me).regrade_id == regrade
    store.undo_regrade(regrade, "annulée", NOON)
    assert store.last_grade(handed.id, me).marked == first.marked
    with engine.reading(store._engine) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []
    store.close()


@pytest.mark.parametrize("step", ["0001", "0002", "0003"])
def test_a_learner_of_the_first_release_joins_a_class(bare_url, tmp_path, step):
    """On either engine, with the rows put in at the first schema: account, class and exam over the same learner."""
    old = tmp_path / "first.db"
    with sqlite3.connect(old) as connection:
        connection.executescript((DATA / "store_0001.sql").read_text(encoding="utf-8"))
    connection.close()
    made = engine.connect(url_of(old))
    migrate.upgrade(made, step)
    made.dispose()
    backup.backup(url_of(old), tmp_path / "first.ltbackup", "0.1.0", NOON)
    restore.restore(bare_url, tmp_path / "first.ltbackup", NOON)
    store = open_store(bare_url)
    me = store.local_learner().id
    with engine.reading(store._engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []
    assert [one.exam_id for one in store.sittings(me)] == [None, None]
    account = store.account_of_local("Ana", "$argon2id$x", NOON)
    cohort = store.create_cohort("BTS 1", account.learner_id, NOON)
    exam = set_exam(store, me, me)
    paper = store.start_paper(exam.id, me, 1, "fr", NOON)
    assert store.save_answer(paper.id, me, "q1", "12", "fr", NOON).revision == 1
    assert (cohort.name, len(store.sittings(me))) == ("BTS 1", 3)
    store.close()


def test_the_revisions_make_the_same_tables_on_postgresql():
    """Compiled, for machines without a server. Every table, column and constraint of the models is made."""
    script = postgresql_script()
    for table in models.metadata.sorted_tables:
        assert f"CREATE TABLE {table.name} (" in script
        columns = ",\n".join(
            re.findall(rf"CREATE TABLE {table.name} \((.*?)\n\);", script, re.DOTALL)
            + re.findall(rf"ALTER TABLE {table.name} ADD COLUMN (.*?);", script)
        )
        for column in table.columns:
            kind = column.type.compile(postgresql.dialect())
            serial = "BIGSERIAL" if column is table.autoincrement_column and kind == "BIGINT" else kind
            name = f'"?{column.name}"?'
            assert re.search(rf"(^|\W){name} {re.escape(serial)}(\W|$)", columns), (
                f"{table.name}.{column.name}"
            )
        for index in table.indexes:
            assert f"CREATE INDEX {index.name} ON {table.name} " in script
        for constraint in table.constraints:
            assert constraint.name in script


def postgresql_script() -> str:
    """The SQL that brings an empty PostgreSQL database to the newest schema."""
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    revisions = reversed(list(ScriptDirectory.from_config(config).walk_revisions()))
    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "output_buffer": written, "target_metadata": models.metadata},
    )
    with Operations.context(context):
        for revision in revisions:
            revision.module.upgrade()
    return written.getvalue()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    made = engine.connect(url_of(tmp_path / "half.db"))
    monkeypatch.setattr(migrate, "MIGRATIONS", DATA / "broken_migrations")
    with pytest.raises(RuntimeError, match="half way"):
        migrate.upgrade(made, "0002")
    with engine.reading(made) as connection:
        tables = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
    assert tables == []
    monkeypatch.undo()
    migrate.upgrade(made)
    assert migrate.current(made) == migrate.HEAD
    made.dispose()


def test_two_processes_that_start_together_both_find_the_store(tmp_path):
    url = url_of(tmp_path / "together" / "both.db")
    program = "import sys; from app.store import open_store; s = open_store(sys.argv[1]); print(s.local_learner().id)"
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen([sys.executable, "-c", program, url], cwd=root, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert said == ["1", "1", "1"]


def test_a_database_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "later.db"
    open_store(url_of(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreTooNew) as refused:
        open_store(url_of(path))
    assert "9999" in refused.value.explain("fr")
    assert "LOGITRAIN_DATABASE_URL" in refused.value.explain("en")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "driver://"),
        ("oracl://ana:secret@host/db", "oracl"),
        ("postgresql+nothere://ana:secret@host/db", "nothere"),
        ("postgresql://ana:secret@host:port/db", "driver://"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_showing_the_password(url, says):
    with pytest.raises(BadDatabaseUrl) as refused:
        open_store(url)
    for lang in ("fr", "en"):
        assert says in refused.value.explain(lang)
        assert "secret" not in refused.value.explain(lang)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("shopping list\n" * 500, encoding="utf-8")
    with pytest.raises(StoreUnavailable) as refused:
        open_store(url_of(path))
    assert str(path) in refused.value.explain("fr")
    assert path.read_text(encoding="utf-8").startswith("shopping list")


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreNotWritable):
        open_store(url_of(tmp_path / "file" / "logitrain.db"))


def test_a_file_that_cannot_be_opened(tmp_path):
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreNotWritable):
        open_store(url_of(tmp_path / "folder.db"))
    # A store that could not be opened is not remembered: mended, it opens.
    with pytest.raises(StoreNotWritable):
        shared_store(url_of(tmp_path / "folder.db"))
    (tmp_path / "folder.db").rmdir()
    assert shared_store(url_of(tmp_path / "folder.db")).local_learner().name == "local"


@pytest.mark.parametrize("pragma", ["query_only=ON", "max_page_count=1"])
def test_a_file_that_cannot_be_written_loses_nothing_and_says_so(tmp_path, pragma):
    """Read-only (query_only) and full disk (max_page_count), as SQLite itself reports them."""
    store = open_store(url_of(tmp_path / "full.db"))
    me = store.local_learner().id
    sitting = store.start_sitting(me, "c", 1, 7, "fr", NOON).id
    store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    store.close()
    event.listen(store._engine, "connect", lambda c, _r: c.execute(f"PRAGMA {pragma}").close())
    with pytest.raises(StoreNotWritable) as refused:
        store.save_answer(sitting, me, "q1", "x" * 90_000, "fr", NOON)
    assert "n’est pas perdu" in refused.value.explain("fr")
    assert "is not lost" in refused.value.explain("en")
    assert store.answers(sitting, me)["q1"].raw == "12"
    store.close()


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A store that waits 20 ms for a lock, and the connection that holds it."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 20)
    path = tmp_path / "locked.db"
    store = open_store(url_of(path))
    me = store.local_learner().id
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    yield store, me, holder
    holder.close()
    store.close()


def test_a_lock_that_lasts_is_told_after_three_attempts(locked, monkeypatch):
    store, me, _holder = locked
    pauses = []
    monkeypatch.setattr(engine.patiently, "__kwdefaults__", {"sleep": pauses.append})
    with pytest.raises(StoreLocked) as refused:
        store.start_sitting(me, "c", 1, 7, "fr", NOON)
    assert len(pauses) == engine.ATTEMPTS - 1
    assert pauses == sorted(pauses)
    assert "autre programme" in refused.value.explain("fr")
    assert store.sittings(me) == ()  # reading goes on while another writes


def test_a_lock_that_ends_is_waited_for(locked, monkeypatch):
    store, me, holder = locked
    monkeypatch.setattr(engine.patiently, "__kwdefaults__", {"sleep": lambda _s: holder.execute("COMMIT")})
    sitting = store.start_sitting(me, "c", 1, 7, "fr", NOON)
    assert store.sittings(me) == (sitting,)


def test_the_health_check_tells_a_database_that_went_away(tmp_path):
    store = open_store(url_of(tmp_path / "a.db"))
    store.check()
    store.close()
    (tmp_path / "a.db").write_bytes(b"not a database any more" * 400)
    with pytest.raises(StoreUnavailable):
        store.check()
    store.close()
