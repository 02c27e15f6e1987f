"""`logitrain assess`: the papers that wait, one answer with its rubric, its points, and the release of a result."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import cli
from app.store import open_store
from cases.answers import Answer
from cases.library import LIBRARY_VARIABLE, load
from cases.marking import mark
from cases.policy import EXAM, PRACTICE
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TEXT = "P1 weighs most: count it every week."


@pytest.fixture(autouse=True)
def french_terminal(monkeypatch, tmp_path):
    for name in ("LC_ALL", "LC_MESSAGES", "LOGITRAIN_LANG", cli.DEBUG_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("LOGITRAIN_DATABASE_URL", f"sqlite:///{(tmp_path / 'store.db').as_posix()}")
    monkeypatch.setenv(LIBRARY_VARIABLE, str(FIXTURES))


@pytest.fixture
def run(capsys):
    """Runs one command in this process; gives its exit code, stdout and stderr."""

    def call(*arguments):
        capsys.readouterr()
        code = cli.main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def read(run):
    """Runs one command and reads its JSON."""

    def call(*arguments):
        code, out, err = run(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    return call


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{(tmp_path / 'store.db').as_posix()}")
    yield opened
    opened.close()


def sit(store, rules=EXAM, seed=5, *, hand_in=True):
    learner, case = store.local_learner().id, load("ranking")
    row = store.start_sitting(learner, case.slug, case.version, seed, "en", NOW, policy=rules.as_dict())
    store.save_answer(row.id, learner, "argue", TEXT, "en", NOW)
    if hand_in:
        marked = mark(draw(case, seed), {"argue": Answer(TEXT, "en")}, policy=rules)
        store.hand_in(row.id, learner, NOW, marked.as_dict(), engine="1")
    return row.id


def test_the_papers_that_wait_are_listed(run, read, store):
    assert read("assess", "--list") == {"papers": []}
    exam, practice = sit(store), sit(store, PRACTICE)
    sit(store, hand_in=False)
    found = {one["sitting"]: one for one in read("assess", "--list")["papers"]}
    assert set(found) == {exam, practice}
    assert found[exam]["pending"] == [{"question": "argue", "points": 2.0}]
    assert (found[exam]["shown"], found[practice]["shown"]) == (False, True)
    code, out, _ = run("assess", "--list")
    assert code == 0
    assert exam in out
    assert "argue (2)" in out


@pytest.mark.parametrize(("lang", "words"), [("fr", "Attendu"), ("en", "Looked for")])
def test_an_answer_is_shown_with_its_rubric(run, read, store, lang, words):
    sitting = sit(store)
    code, out, _ = run("assess", sitting, "argue", "--lang", lang)
    assert code == 0
    assert TEXT in out
    assert words in out
    told = read("assess", sitting, "argue")
    assert told["answer"] == TEXT
    assert [(one["id"], one["points"]) for one in told["rubric"]] == [("figures", 1.0), ("advice", 1.0)]
    assert told["given"] is None


def test_points_given_make_a_grade_that_counts(run, read, store):
    sitting = sit(store)
    done = read(
        "assess",
        sitting,
        "argue",
        "--points",
        "figures=1, advice=0.5",
        "--comment",
        "Clair.",
        "--by",
        "A. M.",
    )
    assert (done["grade"], done["marked"]["score"], done["marked"]["pending"]) == (2, 1.5, 0)
    (row,) = store.assessments(sitting, store.local_learner().id).values()
    assert (row.by, row.assessor, row.comment) == ("trainer", "A. M.", "Clair.")
    assert read("assess", sitting, "argue")["given"]["points"] == {"figures": 1.0, "advice": 0.5}
    code, out, _ = run("assess", sitting, "argue", "--points", "figures=0,advice=0")
    assert code == 0
    assert "3" in out
    assert [one.marked["score"] for one in store.grades(sitting, store.local_learner().id)] == [0, 1.5, 0]
    assert read("regrade", "--verify", "--case", FIXTURES / "ranking")["ok"]


def test_a_result_is_released(run, read, store):
    sitting = sit(store)
    assert read("assess", sitting, "--release")["released_at"]
    row = store.sitting(sitting, store.local_learner().id)
    assert row.released_at is not None
    code, out, _ = run("assess", sitting, "--release")  # again changes nothing
    assert code == 0
    assert sitting in out
    assert store.sitting(sitting, store.local_learner().id) == row


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--list"),
        (("--list", "{}"), "--list"),
        (("{}", "argue", "--release"), "--release"),
        (("nobody", "argue"), "nobody"),
        (("{}",), "argue"),
        (("{}", "abc"), "argue"),
        (("{}", "abc", "--points", "figures=1"), "argue"),
        (("{}", "argue", "--points", "figures"), "figures (0 … 1)"),
        (("{}", "argue", "--points", "style=1"), "style=1"),
        (("{}", "argue", "--points", "figures=2,advice=1"), "figures=2"),
        (("{}", "argue", "--points", "figures=-1,advice=1"), "figures=-1"),
        (("{}", "argue", "--points", "figures=nan,advice=1"), "figures=nan"),
        (("{}", "argue", "--points", "figures=1,figures=1"), "figures=1"),
        (("{}", "argue", "--points", "figures=1"), "advice"),
    ],
)
def test_what_cannot_be_done_is_told_in_words_and_changes_nothing(run, store, arguments, says):
    sitting = sit(store)
    given = [sitting if one == "{}" else one for one in arguments]
    for lang in ("fr", "en"):
        code, out, err = run("assess", *given, "--lang", lang)
        assert (code, out) == (2, "")
        assert says in err
    learner = store.local_learner().id
    assert store.assessments(sitting, learner) == {}
    assert len(store.grades(sitting, learner)) == 1


# -- logitrain grade under rules -------------------------------------------------------------------------
def test_a_file_is_marked_under_rules(read, run, tmp_path):
    answers = tmp_path / "a.yaml"
    case, seed = load("ranking"), 5
    value = case.question("head_value").raw(draw(case, seed).scope().value("head_value"), "fr")
    answers.write_text(f"head_value: '{value}'\nargue: word\n", encoding="utf-8")
    base = ("grade", "--case", "ranking", "--seed", seed, answers)
    assert read(*base)["score"] == 1
    assert read(*base, "--hints", "head_value=2")["score"] == 0.8
    assert read(*base, "--hints", "head_value=2", "--policy", "exam")["score"] == 1
    assert read(*base)["pending"] == 2
    assert "argue" in run(*base)[1].splitlines()[-1]
    for wrong in (
        ("--policy", "exams"),
        ("--hints", "head=1"),
        ("--hints", "head_value=x"),
        ("--hints", "head_value"),
    ):
        code, _, err = run(*base, *wrong)
        assert code == 2
        assert wrong[1] in err
