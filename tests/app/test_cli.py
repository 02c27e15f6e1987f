"""The console: help in two languages, mistakes in words, results for people and for programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from app import cli
from app.commands.output import finite
from app.i18n import translator
from sim.indicators import NAMES
from sim.models import MODELS

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")

# The issue's oracle: (r,Q) = (100,100), lead time 5, Poisson 20 a day, h = 1, p = 10, K = 100, backorders.
SCENARIO = """\
name: oracle
horizon: 365
demand: {poisson: {mean: 20}}
lead_time: {constant: 5}
shortage: backorder
policy: {reorder_point: {s: 100, Q: 100}}
costs: {holding: 1, ordering: 100, backorder: 10}
"""


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


def commands(group=None, path=()):
    """Every command as a tuple of words, the groups left out."""
    group = group or get_command(cli.build(translator("fr")))
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands())


def test_the_commands_of_the_issue_are_all_there():
    assert {" ".join(words) for words in COMMANDS} == {
        "serve",
        "case list",
        "case show",
        "case check",
        "case publish",
        "case outcomes",
        "case preview",
        "case new",
        "case key",
        "simulate",
        "grade",
        "assess",
        "regrade",
        "coverage",
        "evidence",
        "revise",
        "account list",
        "account create",
        "account reset",
        "backup",
        "restore",
        "account close",
        "export gradebook",
        "export workbook",
        "export xapi",
        "export framework",
        "copy",
        "passport",
        "lti platforms",
        "lti send",
        "lti new-key",
    }


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_command_has_help_in_both_languages(run, words, lang):
    code, out, err = run(*words, "--help", "--lang", lang)
    assert (code, err) == (0, "")
    assert f"logitrain {' '.join(words)}" in out
    t = translator(lang)
    help_text = t(f"cli.{'.'.join(words)}.help")
    assert " ".join(help_text.split()[:3]) in " ".join(out.split())
    assert t("cli.help.options") in out
    assert t("cli.help.help").split()[0] in out
    assert "cli." not in out  # a key without a message would show itself


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_parameter_has_help(words):
    for param in COMMANDS[words].params:
        assert param.help, param.name


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_and_option_is_documented(words):
    heading = f"## `logitrain {' '.join(words)}`"
    assert heading in DOCS
    section = DOCS.split(heading)[1].split("\n## ")[0]
    for param in COMMANDS[words].params:
        for option in param.opts if param.param_type_name == "option" else ():
            assert option in ("--help", "-r") or option in section, option


def test_the_documentation_names_no_command_that_does_not_exist():
    documented = {line.split("`")[1] for line in DOCS.splitlines() if line.startswith("## `")}
    assert documented == {f"logitrain {' '.join(words)}" for words in COMMANDS}


@pytest.mark.parametrize(("lang", "word"), [("fr", "Commandes"), ("en", "Commands")])
def test_the_whole_has_help_too(run, lang, word):
    for arguments in (["--help"], []):
        code, out, _ = run("--lang", lang, *arguments)
        assert code == (0 if arguments else 2)
        assert word in out
        assert "serve" in out


@pytest.mark.parametrize(
    ("arguments", "french", "english"),
    [
        (["cas", "list"], "« case »", "“case”"),
        (["case", "lst"], "« list »", "“list”"),
        (["serve", "--prot", "1"], "« --port »", "“--port”"),
        (["serve", "--port", "x"], "--port", "whole number"),
        (["serve", "--port"], "attend une valeur", "needs a value"),
        (["serve", "--port", "99999"], "65535", "65535"),
        (["case", "list", "--json=1"], "ne prend pas de valeur", "takes no value"),
        (["case", "list", "x", "y"], "En trop", "Too much"),
        (["simulate"], "FICHIER", "FILE"),
        (["grade", "answers.yaml", "--seed", "1"], "--case", "--case"),
        (["case", "key", "seuil-reappro"], "--seed", "--seed"),
        (["case", "check", "--seeds", "0"], "--seeds 0", "--seeds 0"),
        (["case", "check", "--jobs", "0"], "--jobs 0", "--jobs 0"),
        (["simulate", "x.yaml", "--replications", "0"], "--replications 0", "--replications 0"),
        (["simulate", "x.yaml", "--seed", "-1"], "0 à", "from 0"),
        (["simulate", "no-such.yaml"], "n’existe pas", "does not exist"),
        (["simulate", "."], "dossier", "folder"),
        (["case", "show", "seuil-repro"], "seuil-reappro", "seuil-reappro"),
        (["grade", "--case", "seuil-repro", "--seed", "1", "x.yaml"], "seuil-reappro", "seuil-reappro"),
        (["case", "key", "seuil-reappro", "--seed", "1", "--json", "--answers"], "YAML", "YAML"),
        (["case", "key", "seuil-reappro", "out.yaml", "--seed", "1"], "--answers", "--answers"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_a_command_not_called_rightly_is_told_in_words(run, arguments, french, english):
    for lang, words in (("fr", french), ("en", english)):
        code, out, err = run(*arguments, "--lang", lang)
        assert code == 2
        assert out == ""
        assert words in err.replace("\u00a0", " ")
        assert "Traceback" not in err


def test_the_language_comes_from_the_option_wherever_it_stands_else_the_environment():
    english, french = {"LANG": "en_GB.UTF-8"}, {"LANG": "fr_FR.UTF-8"}
    assert cli.split_language(["case", "list"], english) == ("en", ["case", "list"], None)
    assert cli.split_language(["case", "list"], french) == ("fr", ["case", "list"], None)
    assert cli.split_language(["case", "list"], {}) == ("fr", ["case", "list"], None)
    for arguments in (
        ["--lang", "en", "case", "list"],
        ["case", "--lang=en", "list"],
        ["case", "list", "--lang", "en"],
    ):
        assert cli.split_language(arguments, french) == ("en", ["case", "list"], None)
    assert cli.split_language(["x", "--", "--lang", "en"], french) == (
        "fr",
        ["x", "--", "--lang", "en"],
        None,
    )
    assert cli.split_language(["--lang", "de", "x"], french) == ("fr", ["x"], "de")
    assert cli.split_language(["x", "--lang"], french) == ("fr", ["x"], "")


def test_a_language_we_do_not_speak_is_refused(run):
    code, out, err = run("case", "list", "--lang", "de")
    assert (code, out) == (2, "")
    assert "--lang fr" in err


def test_simulate_agrees_with_the_oracle_and_gives_the_same_bytes_again(run, tmp_path):
    file = tmp_path / "scenario.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    code, out, err = run("simulate", file, "--seed", "1", "--replications", "100", "--json")
    assert (code, err) == (0, "")
    report = json.loads(out)
    assert (report["scenario"], report["seed"], report["replications"], report["horizon"]) == (
        "oracle",
        1,
        100,
        365,
    )
    assert report["policy"] == {"reorder_point": {"s": 100, "Q": 100}}
    assert list(report["indicators"]) == list(NAMES)
    # The issue's oracle, over 1 000 replications: a mean cost a day of 74.2 ± 0.1, a fill rate of 0.989 ± 0.001.
    cost, fill = report["indicators"]["total_cost_per_day"], report["indicators"]["fill_rate"]
    assert cost["low"] - 0.1 <= 74.2 <= cost["high"] + 0.1
    assert abs(fill["mean"] - 0.989) <= 0.002
    assert run("simulate", file, "--seed", "1", "--replications", "100", "--json")[1] == out
    assert run("simulate", file, "--seed", "2", "--replications", "100", "--json")[1] != out


def test_simulate_for_a_person_in_both_languages(run, tmp_path, monkeypatch):
    file = tmp_path / "scenario.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    for lang, words in (("fr", ["Coût total par jour", "365,00"]), ("en", ["Total cost a day", "365.00"])):
        code, out, _ = run("simulate", file, "-r", "3", "--lang", lang)
        assert code == 0
        assert all(word in out for word in words)
        assert "cli." not in out
        assert len([line for line in out.splitlines() if line.strip()]) == len(NAMES) + 3
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO(SCENARIO))
    assert run("simulate", "-", "-r", "1", "--json")[0] == 0


def test_simulate_runs_every_model_from_a_file(run, tmp_path):
    for key, kind in MODELS.items():
        file = tmp_path / f"{key}.yaml"
        file.write_text(json.dumps({key: dict(kind.EXAMPLE)}), encoding="utf-8")
        code, out, err = run("simulate", file, "-r", "2", "--json")
        assert (code, err) == (0, ""), key
        report = json.loads(out)
        assert (report["model"], report["replications"]) == (key, 2)
        assert set(report["indicators"]) <= set(kind.INDICATORS)
        means = kind.read(kind.EXAMPLE).measure(1, "", 2)
        for name, row in report["indicators"].items():
            assert row["mean"] == pytest.approx(means[name], rel=1e-9)
        code, out, _ = run("simulate", file, "-r", "2", "--lang", "fr")
        assert (code, "indicator." in out, "Coût total" in out) == (0, False, True)


def test_a_world_too_large_to_be_lived_run_by_run_has_means_alone(run, tmp_path, monkeypatch):
    file = tmp_path / "kanban.yaml"
    file.write_text(json.dumps({"kanban": dict(MODELS["kanban"].EXAMPLE)}), encoding="utf-8")
    monkeypatch.setattr("app.commands.simulate.ONE_BY_ONE", 10)
    report = json.loads(run("simulate", file, "-r", "2", "--json")[1])
    assert {row["low"] for row in report["indicators"].values()} == {None}
    out = run("simulate", file, "-r", "2", "--lang", "en")[1]
    assert "Total cost" in out
    assert "95" not in out.splitlines()[2]


def test_a_world_that_cannot_be_run_is_told_with_its_line(run, tmp_path):
    file = tmp_path / "world.yaml"
    for text, line in (("netwrk:\n  horizon: 3\n", 1), ("kanban:\n  horizon: 3\n  lops: 3\n", 3)):
        file.write_text(text, encoding="utf-8")
        code, out, err = run("simulate", file)
        assert code != 0
        assert f"world.yaml:{line}:" in out + err
    bare = {name: part for name, part in MODELS["kanban"].EXAMPLE.items() if name != "policy"}
    file.write_text(json.dumps({"kanban": bare}), encoding="utf-8")
    code, out, err = run("simulate", file)
    assert code != 0
    assert "policy" in out + err


def test_one_replication_has_no_interval(run, tmp_path):
    file = tmp_path / "scenario.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    report = json.loads(run("simulate", file, "-r", "1", "--json")[1])
    assert report["indicators"]["orders"]["low"] is None
    assert report["indicators"]["orders"]["mean"] > 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("horizon: [", ":1:"),
        ("", ":1:"),
        (SCENARIO.replace("mean: 20", "mean: -3"), ":3:"),
        (SCENARIO.replace("lead_time", "lead_tme"), "lead_time"),
        (SCENARIO.replace("policy: {reorder_point: {s: 100, Q: 100}}\n", ""), "policy"),
        ("a: &a [*a]", "scenario.yaml"),
        ("!!python/object/apply:os.system ['true']", "scenario.yaml"),
    ],
)
def test_a_scenario_that_cannot_be_run_is_told_with_its_line(run, tmp_path, text, says):
    file = tmp_path / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    code, out, err = run("simulate", file, "--json")
    assert (code, out) == (1, "")
    assert says in err
    assert str(file) in err
    assert "Traceback" not in err


def test_a_scenario_is_refused_in_the_terminals_language(run, tmp_path, monkeypatch):
    file = tmp_path / "scenario.yaml"
    file.write_text(SCENARIO.replace("mean: 20", "men: 20").replace("Q: 100", "Q: '1,5'"), encoding="utf-8")
    french = [
        f"{file}:3: demand.poisson.men\u00a0: clé inconnue (vouliez-vous dire «\u00a0mean\u00a0»\u202f?)\u202f; "
        "clés possibles\u00a0: mean",
        f"{file}:3: demand.poisson.mean\u00a0: clé manquante\u00a0: ajoutez-la",
        f"{file}:6: policy.reorder_point.Q\u00a0: doit être un nombre strictement supérieur à 0, et non "
        "«\u00a01,5\u00a0»\u00a0: écrivez les décimales avec un point, 1.5",
    ]
    assert run("simulate", file)[2].splitlines()[-3:] == french
    assert run("simulate", file, "--lang", "en")[2].splitlines()[-3:] == [
        f"{file}:3: demand.poisson.men: is not known, did you mean mean?; known: mean",
        f"{file}:3: demand.poisson.mean: is missing: add it",
        f"{file}:6: policy.reorder_point.Q: must be a number above 0, not '1,5': "
        "write the decimals with a point, 1.5",
    ]
    file.write_text("".join(SCENARIO.splitlines(keepends=True)[:5]), encoding="utf-8")
    assert f"{file}:1: policy\u00a0: clé manquante" in run("simulate", file)[2]
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert f"{file}:1: policy: is missing" in run("simulate", file)[2]


def test_a_file_that_is_not_utf8(run, tmp_path):
    file = tmp_path / "scenario.yaml"
    file.write_bytes("name: délai".encode("latin-1"))
    code, _, err = run("simulate", file)
    assert code == 2
    assert "UTF-8" in err


def test_many_replications_in_two_processes_give_the_same_figures(run, tmp_path, monkeypatch):
    file = tmp_path / "scenario.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    alone = run("simulate", file, "-r", "20", "--json")[1]
    monkeypatch.setattr("app.commands.simulate.SPREAD_DAYS", 1)
    assert run("simulate", file, "-r", "20", "--json")[1] == alone


def test_what_json_cannot_say_becomes_null():
    assert finite({"a": (1.0, float("inf"), float("nan")), 2: {"b"}}) == {"a": [1.0, None, None], "2": ["b"]}


def test_a_fault_of_ours_is_one_line_unless_the_details_are_asked_for(run, monkeypatch):
    def fails(*_):
        raise RuntimeError("deep inside")

    monkeypatch.setattr("app.commands.case.find_case", fails)
    code, out, err = run("case", "show", "x")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "deep inside" in err
    assert cli.DEBUG_VARIABLE in err
    monkeypatch.setenv(cli.DEBUG_VARIABLE, "1")
    with pytest.raises(RuntimeError, match="deep inside"):
        run("case", "show", "x")


def test_ctrl_c_is_its_own_exit_code(run, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("app.commands.case.find_case", stopped)
    assert run("case", "show", "x")[0] == 130


def test_the_real_command_keeps_stdout_for_json(tmp_path):
    """As a process of its own, in English by the terminal's language, with UTF-8 whatever the machine's."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LOGITRAIN_"))}
    listed = subprocess.run(
        [sys.executable, "-m", "app.cli", "case", "list", "--json"],
        cwd=ROOT,
        env=environ | {"LANG": "en_GB.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert listed.stderr == b""
    rows = json.loads(listed.stdout.decode("utf-8"))
    assert [set(row) for row in rows] == [{"slug", "version", "title", "duration_min", "criteria"}] * len(
        rows
    )
    assert "seuil-reappro" in {row["slug"] for row in rows}
    wrong = subprocess.run(
        [sys.executable, "-m", "app.cli", "case", "show", "nowhere"],
        cwd=ROOT,
        env=environ | {"LANG": "en_GB.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (wrong.returncode, wrong.stdout) == (2, b"")


def test_importing_the_console_loads_nothing_heavy():
    """`serve` says that a port is busy before Streamlit, SQLAlchemy or numba are loaded."""
    heavy = ("streamlit", "sqlalchemy", "numba", "scipy")
    program = f"import sys, app.cli, app.server; print([m for m in {heavy} if m in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "[]"
