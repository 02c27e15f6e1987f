"""Backup and restore: the whole database at one moment, on either engine, onto either; nothing lost on the way."""

import hashlib
import json
import sqlite3
import stat
import sys
import threading
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from exam_samples import set_exam
from sqlalchemy import select
from store_samples import LATER, NOON, SLUG, handed_in, learner

from app import cli
from app.store import NewAccount, StoreTooNew, archive, backup, migrate, models, open_store, restore
from app.store.backup_errors import (
    BackupExists,
    BackupNotWritable,
    BackupTooNew,
    BadBackup,
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseNotEmpty,
    NothingToBackUp,
)
from app.store.engine import connect, reading
from cases.policy import EXAM
from sim.streams import stream

pytest_plugins = ["store_fixtures"]

RAWS = [
    "1 234,5 €",
    "",
    ["b", "a"],
    {"s": "1 200", "Q": "<script>"},
    "\x00 nul and \ud800 half a pair",
    "𝄞 🚚",
]


@pytest.fixture
def filled(store, me):
    """A store with something in nearly every table."""
    trainer = store.create_account(
        NewAccount("ana", "Ana", "trainer", password_hash="$argon2id$x"), None, NOON
    )
    store.create_administrator(NewAccount("root", "Root", "administrator"), NOON)
    store.open_sign_in(trainer.learner_id, "f" * 64, NOON, timedelta(days=9), "::1", "agent")
    store.begin_attempt("ana", "::1", NOON)
    cohort = store.create_cohort("BTS 1", trainer.learner_id, NOON)
    store.invite("learner", cohort.id, 3, NOON + timedelta(days=2), trainer.learner_id, NOON)
    store.link_identity(trainer.learner_id, "https://idp.example", "42", None, NOON)
    exam = set_exam(store, trainer.learner_id, me)
    paper = store.start_paper(exam.id, me, 1, "fr", NOON)
    sitting = store.start_sitting(me, SLUG, 1, 2**40, "fr", NOON, policy=EXAM.as_dict()).id
    for number, raw in enumerate(RAWS):
        store.save_answer(paper.id, me, f"q{number % 3}", raw, "fr", NOON + timedelta(microseconds=number))
        store.save_answer(sitting, me, f"q{number}", raw, "en", LATER)
    store.flag(sitting, me, "q1", True, NOON)
    store.record_trial(
        handed_in_not(store, me), me, "q1", {"s": 0.1 + 0.2, "m": "x"}, 1, {"fill": 0.98}, NOON
    )
    first = handed_in(store, me, 12.5)
    store.apply_regrade(SLUG, [(first, me, {"score": 15.0})], "clé", NOON, "0.2.0", 2)
    store.record_certificate(me, "apics", "CPIM", 301.5, date(2026, 3, 1), NOON)
    return store


def handed_in_not(store, me):
    return store.start_sitting(me, SLUG, 1, 3, "fr", NOON).id


def rows_of(url):
    """Every row of every table, as plain values."""
    engine = connect(url)
    with reading(engine) as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in models.metadata.sorted_tables
        }
    engine.dispose()
    return found


def without_ends(found):
    """The same, but for the sign-ins, which a restore ends."""
    return {name: rows for name, rows in found.items() if name != "sign_in"}


def put_back(url, kept, at=LATER):
    return restore.restore(url, kept, at)


# --- there and back ----------------------------------------------------------------------------------------


def test_everything_comes_back_as_it_was_on_either_engine(filled, url, tmp_path, bare_url):
    before = rows_of(url)
    assert sum(1 for rows in before.values() if rows) > 15, "the sample says too little"
    kept = tmp_path / "all.ltbackup"
    manifest = backup.backup(url, kept, "0.5.0", NOON)
    assert (manifest.schema, manifest.made_by, manifest.taken_at) == (migrate.HEAD, "0.5.0", NOON)
    assert manifest.engine.startswith(filled._engine.dialect.name)
    assert {name: note.rows for name, note in manifest.tables.items()} == {
        k: len(v) for k, v in before.items()
    }
    assert rows_of(url) == before
    elsewhere = f"sqlite:///{(tmp_path / 'elsewhere' / 'a.db').as_posix()}"
    for target in (bare_url, elsewhere):
        done = put_back(target, kept)
        assert (done.manifest, done.kept) == (manifest, None)
        after = rows_of(target)
        assert without_ends(after) == without_ends(before)
        again = open_store(target)
        assert again.signed_in("f" * 64, NOON) is None
        # The next rows take the next numbers.
        assert learner(again, "newcomer") == max(row[0] for row in before["learner"]) + 1
        me = again.local_learner().id
        sitting = again.start_sitting(me, SLUG, 1, 1, "fr", LATER).id
        assert again.save_answer(sitting, me, "q", "1", "fr", LATER).revision == 1
        again.close()


def test_what_is_backed_up_is_one_moment_while_the_server_goes_on(store, url, me, sitting, tmp_path):
    """Two questions are always saved one after the other: no backup shows the second ahead of the first."""
    stop = threading.Event()

    def sit():
        number = 0
        while not stop.is_set():
            number += 1
            store.save_answer(sitting, me, "a", str(number), "fr", NOON)
            store.save_answer(sitting, me, "b", str(number), "fr", NOON)

    writer = threading.Thread(target=sit)
    writer.start()
    try:
        made = [tmp_path / f"{n}.ltbackup" for n in range(3)]
        for one in made:
            backup.backup(url, one, "1", NOON)
    finally:
        stop.set()
        writer.join()
    for number, one in enumerate(made):
        target = f"sqlite:///{(tmp_path / f'{number}.db').as_posix()}"
        put_back(target, one)
        again = open_store(target)
        found = {q: int(a.raw) for q, a in again.answers(sitting, me).items()}
        assert found.get("a", 0) - found.get("b", 0) in (0, 1)
        for question, revision in found.items():
            assert len(again.answer_history(sitting, me, question)) == revision
        again.close()


def test_the_same_rows_give_the_same_hashes(filled, url, tmp_path):
    one = backup.backup(url, tmp_path / "1.ltbackup", "1", NOON)
    two = backup.backup(url, tmp_path / "2.ltbackup", "1", LATER)
    assert one.tables == two.tables


# --- SQLite ------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "logitrain.db"


@pytest.fixture
def here(file):
    """A SQLite store with one answer, closed; its URL and its backup."""
    url = f"sqlite:///{file.as_posix()}"
    store = open_store(url)
    me = store.local_learner().id
    sitting = store.start_sitting(me, SLUG, 1, 7, "fr", NOON).id
    store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    store.close()
    kept = file.parent / "one.ltbackup"
    backup.backup(url, kept, "1", NOON)
    return url, kept


def answers(url):
    store = open_store(url)
    me = store.local_learner().id
    found = {q: a.raw for row in store.sittings(me) for q, a in store.answers(row.id, me).items()}
    store.close()
    return found


def answer_more(url):
    store = open_store(url)
    me = store.local_learner().id
    store.save_answer(store.sittings(me)[0].id, me, "q2", "later", "fr", LATER)
    store.close()


def test_the_database_replaced_is_kept_beside(here, file):
    url, kept = here
    answer_more(url)
    one = put_back(url, kept)
    assert answers(url) == {"q1": "12"}
    assert answers(f"sqlite:///{one.kept.as_posix()}") == {"q1": "12", "q2": "later"}
    two = put_back(url, kept)
    assert two.kept != one.kept
    left = {one.name for one in file.parent.iterdir()}
    assert not [name for name in left if name.startswith(".restore")]
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_a_database_that_a_server_has_open_is_left_alone(here, file):
    url, kept = here
    answer_more(url)
    server = open_store(url)
    me = server.local_learner().id  # its connection now waits in the pool
    with pytest.raises(DatabaseInUse) as refused:
        put_back(url, kept)
    assert "Ctrl-C" in refused.value.explain("fr")
    assert server.save_answer(server.sittings(me)[0].id, me, "q3", "still", "fr", LATER).revision == 1
    server.close()
    assert answers(url) == {"q1": "12", "q2": "later", "q3": "still"}
    assert not list(file.parent.glob("*.before-*"))


def test_a_damaged_database_is_replaced_and_kept(here, file):
    url, kept = here
    file.write_bytes(b"not a database any more" * 400)
    done = put_back(url, kept)
    assert answers(url) == {"q1": "12"}
    assert done.kept.read_bytes().startswith(b"not a database")


def test_a_damaged_database_is_not_backed_up(here, file, tmp_path):
    url, _kept = here
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\xff" * 8192
    file.write_bytes(content)
    wanted = tmp_path / "bad.ltbackup"
    with pytest.raises(Exception) as refused:  # noqa: PT011  (its check, or reading it, whichever finds it first)
        backup.backup(url, wanted, "1", NOON)
    assert (
        "damaged" in type(refused.value).__name__.lower()
        or "unavailable" in type(refused.value).__name__.lower()
    )
    assert not list(tmp_path.glob("*.ltbackup*"))


def test_a_row_without_its_owner_is_found(here, file, tmp_path):
    url, _kept = here
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM sitting")
    connection.close()
    with pytest.raises(DatabaseDamaged) as refused:
        backup.backup(url, tmp_path / "bad.ltbackup", "1", NOON)
    assert "answer" in refused.value.explain("fr")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_its_owner_reads_a_backup(here):
    _url, kept = here
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_backup_never_replaces_another_and_needs_a_place(here, tmp_path):
    url, kept = here
    content = kept.read_bytes()
    with pytest.raises(BackupExists):
        backup.backup(url, kept, "1", NOON)
    assert kept.read_bytes() == content
    with pytest.raises(BackupNotWritable):
        backup.backup(url, kept / "below" / "a.ltbackup", "1", NOON)


def test_what_is_not_there_is_not_made(tmp_path):
    with pytest.raises(NothingToBackUp):
        backup.backup(f"sqlite:///{(tmp_path / 'no.db').as_posix()}", tmp_path / "a.ltbackup", "1", NOON)
    (tmp_path / "empty.db").touch()
    with pytest.raises(NothingToBackUp):
        backup.backup(f"sqlite:///{(tmp_path / 'empty.db').as_posix()}", tmp_path / "a.ltbackup", "1", NOON)
    assert {one.name for one in tmp_path.iterdir() if not one.name.startswith("empty")} == set()


# --- older and newer ---------------------------------------------------------------------------------------


def test_a_backup_of_an_older_schema_is_restored_and_upgraded(engine_name, bare_url, tmp_path):
    """The first release's database, backed up as it stands by this version, which leaves it as it is."""
    old = tmp_path / "first.db"
    with sqlite3.connect(old) as connection:
        connection.executescript(
            (Path(__file__).parent / "data" / "store_0001.sql").read_text(encoding="utf-8")
        )
    connection.close()
    kept = tmp_path / "first.ltbackup"
    manifest = backup.backup(f"sqlite:///{old.as_posix()}", kept, "1", NOON)
    assert manifest.schema == "0001"
    engine = connect(f"sqlite:///{old.as_posix()}")
    assert migrate.current(engine) == "0001"
    engine.dispose()
    put_back(bare_url, kept)
    store = open_store(bare_url)
    me = store.local_learner().id
    handed, opened = sorted(store.sittings(me), key=lambda one: one.seed)
    assert store.last_grade(handed.id, me).marked["score"] == 14.5
    assert [a.raw for a in store.answer_history(handed.id, me, "q_star")] == ["1 234,5", "1 250"]
    assert store.save_answer(opened.id, me, "q_star", "13", "en", NOON).revision == 2
    assert migrate.current(store._engine) == migrate.HEAD
    store.close()


def rewritten(kept, change, *, content=lambda name, data: data):
    """The same backup with another manifest, or other rows."""
    made = kept.with_name("changed.ltbackup")
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == archive.MANIFEST:
                plain = json.loads(data)
                change(plain)
                data = json.dumps(plain).encode()
            target.writestr(name, content(name, data))
    return made


@pytest.mark.parametrize("change", [{"format": 2}, {"schema": "9999"}])
def test_a_backup_of_a_later_version_is_refused(here, file, change):
    url, kept = here
    before = file.read_bytes()
    with pytest.raises(BackupTooNew) as refused:
        put_back(url, rewritten(kept, lambda plain: plain.update(change)))
    assert str(next(iter(change.values()))) in refused.value.explain("en")
    assert file.read_bytes() == before


def test_a_database_of_a_later_version_is_not_backed_up(here, file, tmp_path):
    url, _kept = here
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreTooNew):
        backup.backup(url, tmp_path / "a.ltbackup", "1", NOON)


# --- damaged backups ---------------------------------------------------------------------------------------


def lose_a_row(name, data):
    return data[data.index(b"\n") + 1 :] if name == "tables/answer.jsonl" else data


def change_a_row(name, data):
    return data.replace(b'"12"', b'"13"') if name == "tables/answer.jsonl" else data


@pytest.mark.parametrize(
    ("change", "content"),
    [
        (lambda plain: None, lose_a_row),
        (lambda plain: None, change_a_row),
        (lambda plain: None, lambda name, data: b"[1" if name == "tables/answer.jsonl" else data),
        (lambda plain: None, lambda name, data: b"[1]\n" if name == "tables/answer.jsonl" else data),
        (lambda plain: plain.pop("tables"), lambda name, data: data),
        (lambda plain: plain["tables"].pop("answer"), lambda name, data: data),
        (lambda plain: plain["tables"]["answer"]["columns"].reverse(), lambda name, data: data),
        (lambda plain: plain["tables"]["answer"]["columns"].append("more"), lambda name, data: data),
        (lambda plain: plain.update(tables=[]), lambda name, data: data),
        (lambda plain: plain.update(taken_at="yesterday"), lambda name, data: data),
        (lambda plain: None, lambda name, data: b"{" if name == archive.MANIFEST else data),
    ],
)
def test_a_backup_that_is_not_as_it_was_written_is_refused(here, file, change, content):
    url, kept = here
    before = file.read_bytes()
    with pytest.raises(BadBackup) as refused:
        put_back(url, rewritten(kept, change, content=content))
    assert "changed.ltbackup" in refused.value.explain("fr")
    assert file.read_bytes() == before
    assert answers(url) == {"q1": "12"}


def test_a_row_of_nobodys_sitting_is_refused(here, file):
    """A backup whose hashes are right and whose rows do not belong together."""
    url, kept = here
    forged = []

    def content(name, data):
        if name != "tables/answer.jsonl":
            return data
        forged.append(data.replace(b'"q1"', b'"q9"').replace(data.split(b'"')[1], b"nobody"))
        return forged[0]

    rewritten(kept, lambda plain: None, content=content)

    def rehash(plain):
        plain["tables"]["answer"]["sha256"] = hashlib.sha256(forged[0]).hexdigest()

    with pytest.raises(BadBackup):
        put_back(url, rewritten(kept, rehash, content=content))
    assert answers(url) == {"q1": "12"}


def test_bytes_that_changed_never_pass_unseen(here):
    """A zip has bytes that nobody reads; a change of any other is refused, and what is read is whole."""
    _url, kept = here
    content, damaged = kept.read_bytes(), kept.with_name("damaged.ltbackup")
    with archive.opened(kept) as (source, manifest):
        whole = rows_in(source, kept, manifest)
    draws = stream(5, "damage")
    passed = 0
    for number in range(400):
        changed = bytearray(content)
        place = int(draws.integers(len(changed)))
        changed[place] ^= 1 << int(draws.integers(8))
        damaged.write_bytes(changed[: place + 1] if number % 4 == 0 else changed)
        try:
            with archive.opened(damaged) as (source, manifest):
                assert rows_in(source, damaged, manifest) == whole
            passed += 1
        except (BadBackup, BackupTooNew):
            pass
    assert passed < 200


def rows_in(source, path, manifest):
    """Every row of a backup."""
    return {
        name: list(archive.read_table(source, path, name, note, models.metadata.tables[name].columns))
        for name, note in manifest.tables.items()
    }


def test_a_backup_cut_short_changes_nothing(here):
    url, kept = here
    answer_more(url)
    kept.with_name("short.ltbackup").write_bytes(kept.read_bytes()[:-100])
    with pytest.raises(BadBackup):
        put_back(url, kept.with_name("short.ltbackup"))
    assert answers(url) == {"q1": "12", "q2": "later"}


@pytest.mark.parametrize("content", [b"", b"shopping list\n" * 50])
def test_a_file_that_is_no_backup(here, tmp_path, content):
    url, _kept = here
    (tmp_path / "notes.ltbackup").write_bytes(content)
    for wrong in (tmp_path / "notes.ltbackup", tmp_path / "nowhere.ltbackup", tmp_path):
        with pytest.raises(BadBackup):
            put_back(url, wrong)
    assert answers(url) == {"q1": "12"}


# --- PostgreSQL --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_only_an_empty_database_of_a_server_is_filled(here, url, bare_url):
    _url, kept = here
    store = open_store(url)
    me = store.local_learner().id
    store.save_answer(store.start_sitting(me, SLUG, 1, 7, "fr", NOON).id, me, "q1", "mine", "fr", NOON)
    store.close()
    before = rows_of(url)
    with pytest.raises(DatabaseNotEmpty) as refused:
        put_back(url, kept)
    assert "LOGITRAIN_DATABASE_URL" in refused.value.explain("fr")
    assert rows_of(url) == before
    # A server was started on it once, and nobody did anything.
    open_store(bare_url).local_learner()
    put_back(bare_url, kept)
    assert answers(bare_url) == {"q1": "12"}


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_restore_that_fails_leaves_the_database_empty(here, bare_url, monkeypatch):
    _url, kept = here

    def gone(*_arguments):
        raise OSError("the disk went away")

    with monkeypatch.context() as patched:
        patched.setattr(archive, "renumber", gone)
        patched.setattr(restore, "verify", lambda _path: None)
        with pytest.raises((BadBackup, OSError)):
            put_back(bare_url, kept)
    assert not any(rows_of(bare_url).values())
    put_back(bare_url, kept)
    assert answers(bare_url) == {"q1": "12"}


# --- the commands ------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys, monkeypatch, tmp_path, here):
    for name in ("LC_ALL", "LC_MESSAGES", "LOGITRAIN_LANG", cli.DEBUG_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("LOGITRAIN_DATABASE_URL", here[0])
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        capsys.readouterr()
        code = cli.main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_the_commands_there_and_back(run, here, tmp_path):
    url, _kept = here
    code, out, err = run("backup", "my.ltbackup", "--json")
    assert code == 0, err
    assert json.loads(out)["tables"]["answer"] == 1
    answer_more(url)
    code, out, err = run("restore", "my.ltbackup")
    assert code == 0, err
    assert "my.ltbackup est restaurée" in out
    assert ".before-" in out
    assert answers(url) == {"q1": "12"}
    code, out, err = run("backup")
    assert code == 0, err
    assert len(list(tmp_path.glob("logitrain-*.ltbackup"))) == 1
    assert "relues et vérifiées" in out


def test_the_commands_say_no_in_words(run, tmp_path):
    assert run("backup", "my.ltbackup")[0] == 0
    code, out, err = run("backup", "my.ltbackup")
    assert (code, out) == (1, "")
    assert "Il y a déjà un fichier" in err
    code, out, err = run("--lang", "en", "restore", "other.ltbackup")
    assert (code, out) == (1, "")
    assert "is not an intact backup" in err
    assert run("restore")[0] == 2
