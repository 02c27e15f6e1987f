"""Publishing, outcomes and regrades from the console, over a store and a case of the test's own."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from app import cli
from app.regrading import _first, _standing, as_answer, handed, regraded, verified
from app.store import AssessmentRow, SavedAnswer, open_store
from cases.answers import Answer
from cases.library import load
from cases.marking import mark
from cases.policy import EXAM
from cases.scaffold import new_case
from cases.variant import draw
from cases.versions import publications, publish

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SEEDS = (1, 2, 3)


@pytest.fixture(autouse=True)
def french_terminal(monkeypatch, tmp_path):
    for name in ("LC_ALL", "LC_MESSAGES", "LOGITRAIN_LANG", cli.DEBUG_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("LOGITRAIN_DATABASE_URL", f"sqlite:///{(tmp_path / 'store.db').as_posix()}")


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

    def call(*arguments, code=0):
        found, out, err = run(*arguments, "--json")
        assert found == code, err
        return json.loads(out)

    return call


@pytest.fixture
def folder(tmp_path):
    """A case of a trainer's own, version 1 published."""
    made = new_case("essai", tmp_path, NOW.date())
    publish(load(made), NOW.date())
    return made


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{(tmp_path / 'store.db').as_posix()}")
    yield opened
    opened.close()


def change(folder, *edits):
    path = folder / "case.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def sit(store, case, seed, *, policy=None, **typed):
    """A paper handed in: the key, but for what is typed; gives the sitting's id."""
    learner = store.local_learner().id
    variant, rules = draw(case, seed), policy.as_dict() if policy else None
    sitting = store.start_sitting(learner, case.slug, case.version, seed, "fr", NOW, policy=rules)
    scope = variant.scope()
    raw = {one.id: one.raw(scope.value(one.id), "fr") for one in case.questions} | typed
    for question, text in raw.items():
        store.save_answer(sitting.id, learner, question, text, "fr", NOW)
    answers = {name: Answer(text) for name, text in raw.items()}
    marked = mark(variant, answers, **({"policy": policy} if policy else {}))
    store.hand_in(sitting.id, learner, NOW, marked.as_dict(), engine="0.1.0")
    return sitting.id


@pytest.fixture
def papers(store, folder):
    """Three papers of version 1: a right one, one with a misconception, one half blank."""
    case = load(folder, 1)
    scope = draw(case, SEEDS[1]).scope()
    return (
        sit(store, case, SEEDS[0]),
        sit(store, case, SEEDS[1], threshold=str(scope.value("lead_demand"))),
        sit(store, case, SEEDS[2], cover="", risk="larger"),
    )


@pytest.fixture
def second(folder):
    """Version 2, published: the misconception earns something, and the cover is worth one point less."""
    change(
        folder,
        ("version: 1", "version: 2"),
        ("safety_left_out: lead_demand", "safety_left_out: {answer: lead_demand, credit: 0.5}"),
        ("points: 4", "points: 3"),
    )
    publish(load(folder), NOW.date())
    return load(folder)


def paper(store, sitting_id):
    return next(one for one in store.papers() if one.sitting.id == sitting_id)


def scores(store):
    return {paper.sitting.id: [one.marked["score"] for one in paper.grades] for paper in store.papers()}


# -- publishing ----------------------------------------------------------------------------------------
def test_publishing_proves_freezes_and_keeps_the_outcomes(run, read, tmp_path):
    folder = new_case("frais", tmp_path, NOW.date())
    told = read("case", "publish", folder, "--seeds", 3, "--jobs", 1)
    assert (told["case"], told["version"], told["seeds"]) == ("frais", 1, 3)
    assert publications(folder)[0].digest == told["digest"]
    assert (folder / "outcomes.json").is_file()
    assert read("case", "check", folder, "--seeds", 2, "--jobs", 1)["cases"][0]["problems"] == []
    code, out, err = run("case", "publish", folder, "--seeds", 3)
    assert (code, out) == (1, "")
    assert "rien à publier" in err
    change(folder, ("version: 1", "version: 2"))
    code, out, _ = run("case", "publish", folder, "--seeds", 2, "--jobs", 1, "--lang", "en")
    assert (code, "version 2 is published" in out) == (0, True)


def test_what_is_not_proven_is_not_published(run, tmp_path):
    folder = new_case("faux", tmp_path, NOW.date())
    change(folder, ("safety_left_out: lead_demand", "safety_left_out: lead_demand + safety * 1.4"))
    change(folder, ("answer: {text: later}", "answer: {text: nobody}"))
    code, out, err = run("case", "publish", folder, "--seeds", 2, "--jobs", 1)
    assert (code, out) == (1, "")
    assert "n’est pas publiée" in err
    assert "faux/case.yaml:" in err
    assert not (folder / "published").exists()
    assert not (folder / "outcomes.json").exists()


@pytest.mark.parametrize(("option", "value"), [("--seeds", 0), ("--jobs", 0)])
def test_publishing_over_nothing_is_refused(run, folder, option, value):
    assert run("case", "publish", folder, option, value)[0] == 2


def test_check_refuses_a_published_version_that_changed(run, read, folder):
    change(folder, ("points: 4", "points: 5"))
    report = read("case", "check", folder, "--seeds", 2, "--jobs", 1, code=1)["cases"][0]
    line = (folder / "case.yaml").read_text(encoding="utf-8").split("\n").index("version: 1") + 1
    assert report["problems"][0].startswith(f"essai/case.yaml:{line}: ")
    assert "version: 2" in report["problems"][0]
    change(folder, ("version: 1", "version: 2"))
    assert run("case", "check", folder, "--seeds", 2, "--jobs", 1)[0] == 0


# -- outcomes ------------------------------------------------------------------------------------------
def test_outcomes_tell_which_learners_a_change_affects(run, read, folder):
    assert "copie parfaite" in run("case", "outcomes", folder)[1]
    code, out, err = run("case", "outcomes", folder, "--write")
    assert code == 0
    assert "outcomes.json" in err
    assert "Aucune différence" in run("case", "outcomes", folder)[1]
    change(
        folder,
        ("version: 1", "version: 2"),
        ("safety_left_out: lead_demand", "safety_left_out: lead_demand + 1"),
    )
    told = read("case", "outcomes", folder)
    assert (told["version"], told["snapshot_version"], told["changes"]) == (2, 1, [])
    change(folder, ("points: 4", "points: 5"))
    told = read("case", "outcomes", folder)
    assert {one["question"] for one in told["changes"]} == {"cover"}
    assert told["learners"]["perfect"] == 1
    out = run("case", "outcomes", folder, "--lang", "en")[1]
    assert "Learners affected: 4 of 8. Questions affected: 1." in out
    assert read("case", "check", folder, "--seeds", 2, "--jobs", 1)["cases"][0]["ok"]


def test_outcomes_out_of_date_for_the_same_version_fail_the_check(run, read, folder):
    run("case", "outcomes", folder, "--write")
    file = folder / "outcomes.json"
    file.write_text(file.read_text(encoding="utf-8").replace("0 mistake.", "1 mistake."), encoding="utf-8")
    (problem,) = read("case", "check", folder, "--seeds", 2, "--jobs", 1, code=1)["cases"][0]["problems"]
    assert problem.startswith("essai/outcomes.json: ")
    assert "sa notation si" in problem
    file.write_text("{", encoding="utf-8")
    assert run("case", "outcomes", folder)[0] == 1
    assert run("case", "outcomes", folder, "--write")[0] == 0
    assert run("case", "check", folder, "--seeds", 2, "--jobs", 2)[0] == 0


# -- the difference, shown first -----------------------------------------------------------------------
def test_a_regrade_shows_the_difference_and_changes_nothing(run, read, store, folder, papers, second):
    before = scores(store)
    told = read("regrade", "--case", folder)
    assert (told["case"], told["to_version"], told["regrade"]) == ("essai", 2, None)
    by_paper = {one["sitting"]: one for one in told["papers"]}
    right, slip, blank = (by_paper[paper] for paper in papers)
    assert (right["old"]["score"], right["new"]["score"], right["gain"], right["due"]) == (11, 10, -1, True)
    assert (slip["gain"], blank["gain"]) == (2, 0)
    assert [one["id"] for one in slip["questions"]] == ["threshold", "cover"]
    assert blank["changed"]  # the same points, out of fewer
    assert right["learner"]["name"] == "local"
    assert told["totals"] == {"papers": 3, "due": 3, "gained": 1, "lost": 1, "kept": 0, "mean_gain": 0.3333}
    code, out, err = run("regrade", "--case", folder)
    assert (code, err) == (0, "")
    assert all(paper in out for paper in papers)
    assert "11,00 / 11" in out
    assert "10,00 / 10" in out
    assert "+2,00" in out
    assert "Rien n’a été changé" in out
    assert scores(store) == before


def test_nothing_to_change_is_told(run, read, papers, folder):
    told = read("regrade", "--case", folder, "--apply", "--reason", "pour voir")
    assert told["totals"]["due"] == 0
    assert told["regrade"] is None
    assert "Aucune copie" in run("regrade", "--case", "seuil-reappro")[1]


# -- applied with a reason, undone ---------------------------------------------------------------------
def test_a_regrade_is_applied_with_a_reason_then_undone(run, read, store, folder, papers, second):
    told = read("regrade", "--case", folder, "--apply", "--reason", "barème revu")
    assert scores(store) == dict(zip(papers, ([11, 10], [5, 7], [6, 6]), strict=True))
    (row,) = store.regrades("essai")
    assert (row.id, row.reason, row.from_version, row.to_version) == (told["regrade"], "barème revu", 1, 2)
    assert all(paper.grade.case_version == 2 for paper in store.papers())
    assert read("regrade", "--case", folder)["totals"]["due"] == 0
    assert read("regrade", "--verify", "--case", folder) == {"grades": 6, "ok": True, "differ": []}

    code, out, _ = run("regrade", "--undo", row.id, "--reason", "erreur de barème")
    assert code == 0
    assert row.id in out
    assert scores(store) == dict(zip(papers, ([11, 10, 11], [5, 7, 5], [6, 6, 6]), strict=True))
    assert read("regrade", "--verify", "--case", folder)["ok"]
    assert read("regrade", "--case", folder)["totals"]["due"] == 3
    code, _, err = run("regrade", "--undo", row.id, "--reason", "encore")
    assert code == 1
    assert err
    again = read("regrade", "--case", folder, "--apply", "--reason", "cette fois")
    undone = read("regrade", "--undo", again["regrade"], "--reason", "non")
    assert sorted(undone["restored"]) == sorted(papers)


def test_a_paper_already_at_the_version_is_left_alone(read, store, folder, papers, second):
    read("regrade", "--case", folder, "--apply", "--reason", "barème revu")
    again = read("regrade", "--case", folder, "--apply", "--reason", "encore")
    assert again["regrade"] is None
    back = read("regrade", "--case", folder, "--to-version", 1, "--apply", "--reason", "retour")
    assert back["totals"]["due"] == 3
    assert [grades[-1] for grades in scores(store).values()] == [
        grades[0] for grades in scores(store).values()
    ]


def test_a_draft_version_is_shown_and_never_applied(run, store, folder, papers):
    change(folder, ("version: 1", "version: 2"), ("points: 4", "points: 3"))
    before = scores(store)
    assert run("regrade", "--case", folder)[0] == 0
    code, out, err = run("regrade", "--case", folder, "--apply", "--reason", "vite")
    assert (code, out) == (2, "")
    assert "n’est pas publiée" in err
    assert scores(store) == before


def test_what_was_published_marks_though_the_folder_was_edited_under_the_same_number(read, folder, papers):
    change(folder, ("points: 4", "points: 3"))
    told = read("regrade", "--case", folder, "--apply", "--reason", "vite")
    assert (told["to_version"], told["totals"]["due"]) == (1, 0)


def test_a_paper_with_other_figures_keeps_its_grade(run, read, store, folder, papers):
    change(
        folder,
        ("version: 1", "version: 2"),
        ("integer: [120, 400]", "integer: [120, 300]"),
        ("points: 4", "points: 3"),
    )
    publish(load(folder), NOW.date())
    told = read("regrade", "--case", folder, "--apply", "--reason", "tirage revu")
    kept = [one for one in told["papers"] if one["shown"]]
    assert kept
    assert all("terms.record.demand" in one["shown"] for one in kept)
    assert told["totals"]["kept"] == len(kept)
    assert all(len(scores(store)[one["sitting"]]) == 1 for one in kept)
    assert "d’autres chiffres" in run("regrade", "--case", folder)[2]


def test_the_rules_of_the_sitting_are_those_of_the_regrade(read, store, folder, second):
    sitting = sit(store, load(folder, 1), 5, policy=EXAM)
    assert read("regrade", "--verify", "--case", folder)["ok"]
    assert handed(store.papers()[0]).policy == EXAM
    assert read("regrade", "--case", folder)["papers"][0]["sitting"] == sitting


# -- every past grade recomputes -----------------------------------------------------------------------
def test_a_grade_that_does_not_recompute_is_told(run, read, store, folder, papers):
    learner = store.local_learner().id
    wrong = dict(paper(store, papers[0]).grade.marked) | {"score": 3}
    store.append_grade(papers[0], learner, NOW, "à la main", wrong)
    told = read("regrade", "--verify", "--case", folder, code=1)
    assert (told["grades"], told["ok"]) == (4, False)
    (one,) = told["differ"]
    assert (one["sitting"], one["grade"], one["version"], one["gain"]) == (papers[0], 2, 1, 8)
    code, out, _ = run("regrade", "--verify", "--case", folder, "--lang", "en")
    assert code == 1
    assert papers[0] in out
    assert "3 of 4" in out


def test_a_version_that_is_no_longer_kept_is_told(run, read, store, folder, papers, second):
    shutil.rmtree(folder / "published" / "v1")
    told = read("regrade", "--verify", "--case", folder, code=1)
    assert len(told["differ"]) == 3
    assert all("published/v1" in one["problems"][0] for one in told["differ"])
    shown = read("regrade", "--case", folder)
    assert shown["totals"]["kept"] == 3
    assert shown["totals"]["due"] == 0
    _, out, err = run("regrade", "--case", folder)
    assert "non notée" in out
    assert "published/v1" in err


def test_a_case_that_is_gone_and_a_grade_that_cannot_be_read_are_told(run, read, store, folder, papers):
    told = read("regrade", "--verify", code=1)  # not in the library, and no folder named
    assert len(told["differ"]) == 3
    store.append_grade(papers[0], store.local_learner().id, NOW, "abîmée", {"score": "?"})
    (one,) = read("regrade", "--verify", "--case", folder, code=1)["differ"]
    assert "ne peut pas être lue" in one["problems"][0]


def test_every_grade_of_an_empty_store_recomputes(read):
    assert read("regrade", "--verify") == {"grades": 0, "ok": True, "differ": []}


def test_a_grade_recomputes_with_the_assessments_of_its_moment(store, folder, papers):
    """An assessment given after a grade is no part of it; the trainer's word stands over the learner's."""
    learner = store.local_learner().id
    store.assess(papers[0], learner, "cover", {"why": 1}, NOW + timedelta(hours=1))
    found = list(verified(store, store.papers(), lambda slug, version: load(folder, version)))
    assert all(one.ok for one in found)
    assessed = paper(store, papers[0])
    assert handed(assessed).assessments["cover"].points == {"why": 1}
    assert handed(assessed, {}).assessments == {}


def test_the_assessments_of_a_moment():
    def row(by, points, hours):
        return AssessmentRow("cover", by, "", {"why": points}, "", NOW + timedelta(hours=hours))

    history = (row("self", 1, 0), row("trainer", 2, 1), row("self", 3, 2), row("trainer", 4, 3))
    standing = [_standing(history, NOW + timedelta(hours=hours)) for hours in (-1, 0, 1, 2, 3)]
    assert [one["cover"].points["why"] if one else None for one in standing] == [None, 1, 2, 2, 4]


def test_a_grade_that_puts_another_back_was_marked_when_that_one_was(read, store, folder, papers, second):
    told = read("regrade", "--case", folder, "--apply", "--reason", "barème revu")
    read("regrade", "--undo", told["regrade"], "--reason", "non")
    grades = paper(store, papers[1]).grades
    assert [_first(grades, grade).number for grade in grades] == [1, 2, 1]


def test_an_answer_is_read_in_the_language_it_was_typed_in():
    assert as_answer(SavedAnswer("a", "1,5", "fr", NOW, 1)) == Answer("1,5", "fr")
    assert as_answer(SavedAnswer("a", "1.5", "en", NOW, 1)) == Answer("1.5", "en")
    assert as_answer(SavedAnswer("a", "1", "de", NOW, 1)).lang == "fr"


def test_papers_of_the_library_are_marked_again_too(store):
    slug = "seuil-reappro"
    case = load(slug)
    sit(store, case, 7, annual_demand="12")
    (one,) = regraded(store.papers(slug), case, load)
    assert one.difference is not None
    assert not one.due


# -- not called rightly --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Quelle étude de cas"),
        (("--apply",), "motif"),
        (("--apply", "--reason", "  "), "motif"),
        (("--undo", "x"), "motif"),
        (("--verify", "--apply", "--reason", "a"), "s’excluent"),
        (("--verify", "--undo", "x"), "s’excluent"),
        (("--case", "seuil-reapro"), "seuil-reappro"),
        (("--case", "seuil-reappro", "--to-version", "99"), "n’existe pas"),
    ],
)
def test_a_regrade_not_called_rightly_is_told(run, arguments, says):
    code, out, err = run("regrade", *arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_an_unknown_regrade_and_a_store_that_cannot_be_opened_are_told(run, monkeypatch, tmp_path):
    code, out, err = run("regrade", "--undo", "nobody", "--reason", "a")
    assert (code, out) == (1, "")
    assert err.strip()
    monkeypatch.setenv("LOGITRAIN_DATABASE_URL", "nothing")
    assert run("regrade", "--verify")[0] == 1
