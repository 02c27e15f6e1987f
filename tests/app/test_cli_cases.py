"""The console's case commands, over the library's first case: the shapes other programs build on."""

import json
import pickle
import re
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from app import cli
from app.commands import proving
from app.commands.answers_file import dump_answers
from cases.library import library_folder, load, slugs
from cases.proof import Share, check_case
from cases.referentials import criteria

SLUG = "seuil-reappro"
SMALL = Path(__file__).parents[1] / "cases"
SOUND = SMALL / "sound_with_decision"
FIGURES = SMALL / "fixtures" / "figures"
CASE = load(SLUG)
BY_MACHINE = [question.id for question in CASE.questions if question.AUTO]


@pytest.fixture(autouse=True)
def french_terminal(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LOGITRAIN_LANG", cli.DEBUG_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")


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
def broken(tmp_path):
    """A copy of the library's case whose first criterion does not exist."""
    folder = tmp_path / "broken"
    shutil.copytree(library_folder() / SLUG, folder)
    source = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(source.replace(CASE.criteria[0], "cqpm-tli/Z9.Z9"), encoding="utf-8")
    return folder


def test_case_list_is_an_array_of_the_library(run):
    code, out, err = run("case", "list", "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert [row["slug"] for row in rows] == list(slugs())
    row = next(row for row in rows if row["slug"] == SLUG)
    assert row == {
        "slug": SLUG,
        "version": CASE.version,
        "title": CASE.title("fr"),
        "duration_min": CASE.duration_min,
        "criteria": list(CASE.criteria),
    }
    english = json.loads(run("case", "list", "--json", "--lang", "en")[1])
    assert next(row for row in english if row["slug"] == SLUG)["title"] == CASE.title("en")


def test_case_list_for_a_person(run):
    code, out, _ = run("case", "list")
    assert code == 0
    assert SLUG in out
    assert CASE.title("fr") in out


def test_case_show_gives_the_paper_and_never_an_answer(run):
    shown = json.loads(run("case", "show", SLUG, "--json")[1])
    assert [one["id"] for one in shown["questions"]] == list(CASE.question_ids)
    assert shown["points"] == CASE.points
    assert "brief" not in shown
    paper = json.loads(run("case", "show", SLUG, "--seed", "7", "--json", "--lang", "en")[1])
    assert paper["seed"] == 7
    assert paper["brief"]
    assert all(table["rows"] for annex in paper["annexes"] for table in annex["tables"])
    assert all(question["prompt"] for question in paper["questions"])
    allowed = {"id", "type", "points", "criteria", "title", "prompt", "options", "fields"}
    assert all(set(question) == allowed for question in paper["questions"])
    assert set(
        paper["questions"][0]["options"][0] if paper["questions"][0]["options"] else {"id", "text"}
    ) == {
        "id",
        "text",
    }


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_case_show_for_a_person(run, lang):
    code, out, err = run("case", "show", SLUG, "--seed", "7", "--lang", lang)
    assert (code, err) == (0, "")
    assert CASE.title(lang) in out
    assert all(f"({identifier})" in out for identifier in CASE.question_ids)
    assert "cli." not in out


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_key_written_as_a_file_is_marked_100_percent(run, tmp_path, lang, seed):
    file = tmp_path / "answers.yaml"
    code, out, err = run("case", "key", SLUG, "--seed", seed, "--answers", file, "--lang", lang)
    assert (code, out) == (0, "")
    assert str(file) in err
    assert run("case", "key", SLUG, "--seed", seed, "--answers", "--lang", lang)[1] == file.read_text("utf-8")
    code, out, err = run("grade", "--case", SLUG, "--seed", seed, file, "--lang", lang, "--json")
    assert (code, err) == (0, "")
    marked = json.loads(out)
    known = {"case", "version", "seed", "score", "max_score", "pending", "contexts", "questions", "criteria"}
    assert set(marked) == known
    assert (marked["case"], marked["version"], marked["seed"]) == (SLUG, CASE.version, seed)
    assert marked["max_score"] == CASE.points
    lost = [one["id"] for one in marked["questions"] if one["score"] < one["max_score"]]
    assert lost == [one for one in CASE.question_ids if one not in BY_MACHINE], "a text has no key"
    asked = {"id", "score", "max_score", "codes", "pending", "items"}
    assert [set(one) for one in marked["questions"]] == [asked] * len(CASE.questions)
    assert {f"{one['referential']}/{one['id']}" for one in marked["criteria"]} == set(CASE.criteria)
    assert all(set(one) == {"referential", "id", "score", "max_score"} for one in marked["criteria"])


def test_a_file_of_answers_maps_questions_to_what_is_typed_or_chosen(run):
    answers = YAML(typ="safe").load(run("case", "key", SLUG, "--seed", "7", "--answers")[1])
    assert list(answers) == list(CASE.question_ids)
    for name in BY_MACHINE:
        assert list(texts(answers[name]))
        assert all(isinstance(text, str) and text for text in texts(answers[name])), name
    as_json = json.loads(run("case", "key", SLUG, "--seed", "7", "--json")[1])
    assert as_json == {"case": SLUG, "version": CASE.version, "seed": 7, "answers": answers}


def texts(value):
    """What is typed or chosen, cell by cell."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    return value if isinstance(value, list) else [value]


def test_any_text_in_an_answers_file_is_read_back_as_typed():
    answers = {
        "a": 'yes: "no" # - {x}\n\ttab',
        "b": ["on", "1e3", "", "~"],
        "c": {"s": "0012", "Q": "1\u202f234,5\u00a0€"},
        "d": "\\ 𝄞 \u2028 \x85",
    }
    assert YAML(typ="safe").load(dump_answers(answers, "two", "comments")) == answers


def test_the_key_for_a_person(run):
    code, out, _ = run("case", "key", SLUG, "--seed", "7")
    assert code == 0
    assert all(identifier in out for identifier in CASE.question_ids)


def test_a_blank_paper_earns_nothing_and_a_wrong_answer_costs_its_question(run, tmp_path, monkeypatch):
    file = tmp_path / "blank.yaml"
    file.write_text("", encoding="utf-8")
    blank = json.loads(run("grade", "--case", SLUG, "--seed", "7", file, "--json")[1])
    assert blank["score"] == 0
    key = run("case", "key", SLUG, "--seed", "7", "--answers")[1]
    first = CASE.question_ids[0]
    wrong = "\n".join(
        f'{first}: "abc"' if line.startswith(f"{first}:") else line for line in key.splitlines()
    )
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO(wrong))
    marked = json.loads(run("grade", "--case", SLUG, "--seed", "7", "-", "--json")[1])
    assert marked["questions"][0]["score"] == 0
    assert marked["questions"][0]["codes"] != ["correct"]
    right = sum(CASE.question(one).points for one in BY_MACHINE)
    assert marked["score"] == right - marked["questions"][0]["max_score"]


def test_the_mark_for_a_person(run, tmp_path):
    file = tmp_path / "answers.yaml"
    run("case", "key", SLUG, "--seed", "7", "--answers", file)
    code, out, _ = run("grade", "--case", SLUG, "--seed", "7", file)
    assert code == 0
    assert "19,00 / 20" in out  # but for the text, which has no key
    file.write_text("", encoding="utf-8")
    assert "0.00 / 20" in run("grade", "--case", SLUG, "--seed", "7", file, "--lang", "en")[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lot_sze: 3", ":1:"),
        ('mode: "x"\nlot_sze: 3', "lot_size"),
        ("lot_size: [1, [2]]", ":1:"),
        ("lot_size: {a: {b: 1}}", ":1:"),
        ("- a\n- b", "answers.yaml"),
        ("lot_size: [", "answers.yaml"),
        ("lot_size: 1\nlot_size: 2", "answers.yaml"),
        ("!!python/object/apply:os.system ['true']", "answers.yaml"),
        ("a: &a [*a]", "answers.yaml"),
    ],
)
def test_a_file_of_answers_that_cannot_be_used_is_told_with_its_line(run, tmp_path, text, says):
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    for lang in ("fr", "en"):
        code, out, err = run("grade", "--case", SLUG, "--seed", "7", file, "--json", "--lang", lang)
        assert (code, out) == (1, "")
        assert says in err
        assert "Traceback" not in err
        assert cli.DEBUG_VARIABLE not in err  # a fault of the file, not of ours


@pytest.mark.parametrize("seed", ["-1", str(2**31)])
def test_a_seed_out_of_range_is_refused(run, seed):
    for words in (["case", "key", SLUG], ["case", "show", SLUG]):
        code, out, err = run(*words, "--seed", seed)
        assert (code, out) == (1, "")
        assert seed.lstrip("-") in err
        assert cli.DEBUG_VARIABLE not in err


def test_coverage_gives_every_criterion_assessed_or_not(run):
    code, out, err = run("coverage", "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)["criteria"]
    assert len(rows) == len(criteria()) == 152
    keys = {"referential", "id", "block", "competence", "items", "cases", "kinds", "questions"}
    assert all(set(row) == keys for row in rows)
    found = {f"{row['referential']}/{row['id']}": row for row in rows}
    for criterion in CASE.criteria:
        assert found[criterion]["items"] >= 1
        assert SLUG in found[criterion]["cases"]
        assert found[criterion]["kinds"]
    for row in rows:
        assert bool(row["items"]) == bool(row["cases"]) == bool(row["kinds"])
        assert row["items"] == len(row["questions"])


def test_coverage_of_one_referential_and_of_what_is_missing(run):
    everything = json.loads(run("coverage", "--json")[1])["criteria"]
    one = json.loads(run("coverage", "--referential", "rncp11928", "--json")[1])["criteria"]
    assert one == [row for row in everything if row["referential"] == "rncp11928"]
    missing = json.loads(run("coverage", "--referential", "rncp11928", "--missing", "--json")[1])["criteria"]
    assert missing == [row for row in one if not row["items"]]
    assert 0 < len(missing) < len(one) == 29


def test_coverage_table_has_a_line_for_each_case_of_a_criterion(run):
    code, out, _ = run("coverage", "--referential", "rncp11928", "--lang", "en")
    assert code == 0
    lines = out.splitlines()
    first = next(n for n, line in enumerate(lines) if line.strip().startswith("rncp11928 B2.1"))
    line = next(line for line in lines[first:] if SLUG in line)
    assert "policy" in line
    assert "calculation, free text, simulation" in line
    assert "of 29 criteria assessed" in out
    assert "152" not in out


def test_coverage_of_an_unknown_referential_suggests_the_nearest(run):
    code, out, err = run("coverage", "--referential", "rncp1192", "--lang", "en")
    assert (code, out) == (2, "")
    assert "did you mean “rncp11928”?" in err
    assert "tsmel" in run("coverage", "--referential", "§")[2]


def test_coverage_fails_on_an_unknown_criterion_and_says_where(run, broken, monkeypatch):
    monkeypatch.setattr("cases.library.library_folder", lambda: broken.parent)
    for arguments in ([], ["--json"], ["--referential", "tsmel"]):
        code, out, err = run("coverage", *arguments)
        assert (code, out) == (1, "")
        line = 1 + (broken / "case.yaml").read_text(encoding="utf-8").split("cqpm-tli/Z9.Z9")[0].count("\n")
        assert f"broken/case.yaml:{line}: le critère «\u00a0cqpm-tli/Z9.Z9\u00a0»" in err
        assert cli.DEBUG_VARIABLE not in err


@pytest.mark.parametrize(("lang", "word"), [("fr", "sur 152"), ("en", "of 152")])
def test_coverage_for_a_person(run, lang, word):
    code, out, _ = run("coverage", "--lang", lang)
    assert code == 0
    assert word in out


def test_check_reports_what_the_proof_finds_however_many_processes(run, monkeypatch):
    """Two seeds, a share each: whatever the proof says, both ways must say it."""
    monkeypatch.setattr(proving, "SHARE", 1)
    expected = check_case(SOUND, 2)
    reports = {}
    for jobs in (1, 2):
        code, out, err = run("case", "check", SOUND, "--seeds", 2, "--jobs", jobs, "--json")
        assert code == (0 if expected.ok else 1)
        assert SOUND.name in err
        reports[jobs] = json.loads(out)
    assert reports[1] == reports[2] == {"cases": [expected.as_dict("fr")]}


def test_check_tells_why_draws_were_rejected(run):
    code, out, _ = run("case", "check", FIGURES, "--seeds", 12, "--why", "--lang", "en")
    assert code == 0
    said = out.splitlines()
    total = next(line for line in said if "Rejected draws:" in line)
    reasons = [line.split(maxsplit=1) for line in said if "does not hold" in line or "told apart" in line]
    assert sum(int(count) for count, _ in reasons) == int(re.search(r"\d+", total).group()) > 0
    assert all("figures/case.yaml:" in why for _, why in reasons)


def test_check_without_a_name_takes_the_whole_library(run, monkeypatch):
    asked = []

    def prove(names, seeds, jobs, _t, say):
        asked.append((names, seeds, jobs))
        say("…")
        return [{"slug": name, "ok": True, "seeds": seeds, "problems": []} for name in names]

    monkeypatch.setattr(proving, "prove", prove)
    code, out, _ = run("case", "check")
    assert code == 0
    assert asked == [(list(slugs()), 200, 2)]
    assert "200" in out


def test_a_case_that_is_refused_exits_with_1_and_says_where(run, broken):
    code, out, _ = run("case", "check", broken, "--seeds", "1", "--json")
    assert code == 1
    [report] = json.loads(out)["cases"]
    assert set(report) == {"slug", "ok", "seeds", "problems", "rejected"}
    assert report["ok"] is False
    assert any("Z9.Z9" in problem and "case.yaml:" in problem for problem in report["problems"])
    code, out, _ = run("case", "check", broken, "--seeds", "1", "--lang", "en")
    assert code == 1
    assert "Z9.Z9" in out


def test_a_broken_case_is_told_in_words_everywhere(run, broken, tmp_path):
    answers = tmp_path / "answers.yaml"
    answers.write_text("", encoding="utf-8")
    for words in (
        ["case", "show", broken],
        ["case", "key", broken, "--seed", "1"],
        ["grade", "--case", broken, "--seed", "1", answers],
    ):
        code, out, err = run(*words)
        assert (code, out) == (1, "")
        assert "Z9.Z9" in err
        assert cli.DEBUG_VARIABLE not in err


def test_problems_found_in_another_process_come_back_whole():
    """The reports cross a process border: their texts must not depend on where they were found."""
    report = check_case("no-such-case", 1)
    again = pickle.loads(pickle.dumps(Share(1, report.problems, (0.1,), 0)))
    assert [one.explain("fr") for one in again.problems] == [one.explain("fr") for one in report.problems]


def test_new_makes_a_case_that_proves_itself(run, tmp_path):
    code, out, _ = run("case", "new", "quai-reception", "--in", tmp_path)
    assert code == 0
    folder = tmp_path / "quai-reception"
    assert (folder / "case.yaml").is_file()
    assert "quai-reception" in out
    assert load(folder).title("en")
    assert run("case", "show", folder, "--seed", "1")[0] == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, _, err = run("case", "new", "quai-reception", "--in", tmp_path)
    assert code == 2
    assert "quai-reception" in err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["Quai", "quai réception", "../quai", "", "a/b", "-x"])
def test_new_refuses_a_name_that_is_none(run, tmp_path, name):
    code, _, err = run("case", "new", "--in", tmp_path / "in", "--", name)
    assert code == 2
    assert err
    assert not (tmp_path / "quai").exists()
    assert cli.DEBUG_VARIABLE not in err
