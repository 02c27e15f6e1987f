"""`logitrain revise`: what is due, and the skills that have exercises."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from app import cli
from app.settings import DATABASE_VARIABLE
from app.store import open_store
from cases.revision.pool import pool
from cases.revision.scheduling import due, review


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Runs one command in this process, over a database of its own."""
    for name in ("LC_ALL", "LC_MESSAGES", "LOGITRAIN_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv(DATABASE_VARIABLE, f"sqlite:///{(tmp_path / 'revise.db').as_posix()}")

    def call(*arguments):
        capsys.readouterr()
        code = cli.main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def put_cards(monkeypatch_url):
    store = open_store(monkeypatch_url)
    me, past = store.local_learner().id, datetime.now(UTC) - timedelta(days=1)
    for key, rated in (("skill:eoq", 1), ("skill:takt_time", 3), ("skill:gone", 1)):
        state = review(None, rated, past, key)
        store.put_card(me, key, state, due(state), past)
    store.close()


def test_the_cards_due_for_a_person_and_for_a_program(run, tmp_path):
    put_cards(f"sqlite:///{(tmp_path / 'revise.db').as_posix()}")
    code, out, err = run("revise", "--due", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [(one["key"], one["label"]) for one in found["due"]] == [
        ("skill:eoq", "Quantité économique (Wilson)")
    ]
    assert found["cards"] == 2  # one card has no exercise any more
    assert found["next"] is not None
    for lang, words in (("fr", "Quantité économique"), ("en", "Economic order quantity")):
        code, out, _ = run("revise", "--lang", lang)
        assert code == 0
        assert words in out
        assert "cli." not in out


def test_an_empty_deck_says_so(run):
    code, out, _ = run("revise")
    assert (code, out.strip()) == (0, "Rien à revoir maintenant.")
    assert json.loads(run("revise", "--json")[1])["next"] is None


def test_the_skills_and_their_exercises(run):
    code, out, err = run("revise", "list", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["drills"] == len(pool().exercises)
    assert [one["id"] for one in found["skills"]] == [one.id for one in pool().skills]
    eoq = next(one for one in found["skills"] if one["id"] == "eoq")
    assert (eoq["family"], eoq["from_bank"]) == ("stock", 1)
    assert eoq["drills"] >= 2
    for lang, words in (("fr", "Besoin net"), ("en", "Net requirement")):
        out = run("revise", "list", "--lang", lang)[1]
        assert words in out
        assert "cli." not in out


@pytest.mark.parametrize("arguments", [("revise", "lits"), ("revise", "list", "--due")])
def test_another_request_is_refused_in_words(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "logitrain revise list" in err
    assert "logitrain revise list" in run(*arguments, "--lang", "en")[2]
