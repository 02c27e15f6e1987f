"""The words of the faults: every code in both languages, every code that the sources name has words."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import sim
from sim.checks import InvalidError, Problem
from sim.demand import DEMANDS
from sim.kernels import KernelError, evaluate, paths
from sim.scenario import scenario_from_dict
from sim.scenario_yaml import ScenarioFileError, load_scenario, parse_scenario
from sim.words import WORDS, given, phrase, places

SOURCES = [path for path in Path(sim.__file__).parent.rglob("*.py") if "__pycache__" not in path.parts]
# Where the code stands among the arguments of what takes one.
TAKERS = {"phrase": 0, "fault": 1, "_fault": 1, "_refused": 2}


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the sources that names a code."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                code = node.args[TAKERS[name]] if name in TAKERS else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, node


@pytest.mark.parametrize("code", WORDS)
def test_both_languages_have_the_same_places(code: str) -> None:
    assert WORDS[code].keys() == {"fr", "en"}
    assert all(WORDS[code].values())
    assert fields(WORDS[code]["fr"]) == fields(WORDS[code]["en"])


@pytest.mark.parametrize("code", WORDS)
def test_french_typography(code: str) -> None:
    text = WORDS[code]["fr"]
    assert not re.search(r" [:;!?»%]|« |\w[;!?»]|[\w«]'\w", text), text
    assert not re.search(r"[^\s]:( |$)", re.sub("«[^»]*»", "", text)), "a colon outside of what a file holds"
    assert not re.search("\u00a0[;!?]|\u202f[:»%]|«[^\u00a0]|[^\u00a0]»", text), text


def test_every_call_names_a_code_and_fills_its_places() -> None:
    seen = list(calls())
    assert len(seen) > 70
    for code, node in seen:
        assert code in WORDS, f"add the words of {code!r} to sim/words.py"
        assert {keyword.arg for keyword in node.keywords} == places(code), code


def test_every_code_is_used() -> None:
    named = {code for code, _ in calls()}
    scenario_yaml = (Path(sim.__file__).parent / "scenario_yaml.py").read_text(encoding="utf-8")
    assert {code for code in WORDS if code not in named and f'"{code}")' not in scenario_yaml} == set()


def test_a_code_without_words_or_with_other_places_is_refused() -> None:
    with pytest.raises(KeyError):
        phrase("no_such_code")
    with pytest.raises(TypeError, match="key_twice take"):
        phrase("key_twice", name="x")


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (None, "une valeur vide", "nothing"),
        ("deux", "«\u00a0deux\u00a0»", "'deux'"),
        ("{x}", "«\u00a0{x}\u00a0»", "'{x}'"),
        (True, "true", "true"),
        (2.5, "2.5", "2.5"),
        ([1, 2], "[1, 2]", "[1, 2]"),
        ([0] * 1000, "[" + "0, " * 19 + "0…", "[" + "0, " * 19 + "0…"),
    ],
)
def test_what_was_written_is_said_back(value: object, fr: str, en: str) -> None:
    said = given(value)
    assert (said.explain("fr"), said.explain("en")) == (fr, en)


def test_a_problem_says_its_path_in_both_languages() -> None:
    problem = Problem(("costs", "values", 3), phrase("key_missing"))
    assert problem.explain("fr") == "costs.values[3]\u00a0: clé manquante\u00a0: ajoutez-la"
    assert problem.explain("en") == str(problem) == "costs.values[3]: is missing: add it"
    assert Problem((), phrase("file_empty")).explain("fr").startswith("fichier vide\u00a0:")


@pytest.mark.parametrize(
    ("fields", "fr"),
    [
        (
            {"mean": "1,5", "sd": 1},
            "mean\u00a0: doit être un nombre strictement supérieur à 0, et non «\u00a01,5\u00a0»\u00a0: "
            "écrivez les décimales avec un point, 1.5",
        ),
        (
            {"mean": None, "sd": 1},
            "mean\u00a0: doit être un nombre strictement supérieur à 0, et non une valeur vide\u00a0: "
            "donnez une valeur",
        ),
        (
            {"mean": 1e9, "sd": 1},
            "mean\u00a0: doit être un nombre strictement supérieur à 0, d’au plus 1000000, et non 1000000000.0",
        ),
        ({"mean": 1, "sd": 1, "whole": 1}, "whole\u00a0: doit être true ou false, et non 1"),
        ({"mean": 1, "sd": 11}, "sd\u00a0: dépasse 10 fois la moyenne\u00a0: utilisez negative_binomial"),
    ],
)
def test_figures_are_refused_in_french(fields: dict[str, object], fr: str) -> None:
    with pytest.raises(InvalidError) as caught:
        DEMANDS["normal"](**fields)
    assert caught.value.explain("fr") == fr


YAML = """\
horizon: 30
demand:
  poisson: {men: 3}
lead_time: {constant: "2,5"}
policy: {min_max: {s: 5, S: 4}}
"""


def test_a_file_is_refused_in_both_languages_and_across_processes() -> None:
    with pytest.raises(ScenarioFileError) as caught:
        parse_scenario(YAML, "my.yaml")
    error = pickle.loads(pickle.dumps(caught.value))
    assert error.explain("fr").splitlines() == [
        "my.yaml:3: demand.poisson.men\u00a0: clé inconnue (vouliez-vous dire «\u00a0mean\u00a0»\u202f?)\u202f; "
        "clés possibles\u00a0: mean",
        "my.yaml:3: demand.poisson.mean\u00a0: clé manquante\u00a0: ajoutez-la",
        "my.yaml:4: lead_time.constant.days\u00a0: doit être un nombre supérieur ou égal à 0, et non "
        "«\u00a02,5\u00a0»\u00a0: écrivez les décimales avec un point, 2.5",
        "my.yaml:5: policy.min_max.S\u00a0: doit être supérieur à s = 5\u202f; pour recompléter jusqu’à S à "
        "chaque demande, utilisez base_stock",
    ]
    assert error.explain("en") == str(error) == str(caught.value)
    assert [line.split(": ")[0] for line in str(error).splitlines()] == list(error.places)
    assert error.problems == caught.value.problems


@pytest.mark.parametrize(
    ("text", "place", "fr", "en"),
    [
        ("\tx: 1", "f:1", "une tabulation au lieu d’espaces", "a tab instead of spaces"),
        ("x: 1\ny z\nt: 2", "f:2", "une clé sans ses deux-points", "a key without its colon"),
        ("x: y: z", "f:1", "des deux-points mal placés", "a colon out of place"),
        ("x y\n\n'z'", "f:1", "et non «\u00a0x y 'z'\u00a0»", "not \"x y\\n'z'\""),
        ('"x\\ny\\e[1m": 1', "f:1", "x y [1m\u00a0: clé inconnue", "x y [1m: is not known"),
        ("x: [1, 2", "f:1", "un crochet, une accolade ou une virgule qui manque", "a comma is missing"),
        ("{", "f:1", "un crochet, une accolade ou une virgule qui manque", "a comma is missing"),
        ("- 1\n- x: 'y", "f:2", "un guillemet non refermé", "never closed"),
        ('x: "\\q"', "f:1", "une barre oblique inverse (\\) mal placée", "a backslash (\\) out of place"),
        ("x:\n  y: 1\n z: 2", "f:3", "un retrait qui ne suit pas les lignes au-dessus", "indentation"),
        ("x: *y", "f:1", "un alias sans son ancre", "an alias without its anchor"),
        ("x: @y", "f:1", "un caractère réservé hors des guillemets", "a reserved character"),
        ("x: 1\n---\ny: 2", "f:2", "plusieurs documents séparés par ---", "several documents"),
        ("x: - 1", "f:1", "un élément de liste ou une clé mal placés", "out of place"),
        ("x: 1\nx: 2", "f:2", "clé écrite deux fois (x)", "has a key written twice (x)"),
        ("x: 2020-13-45", "f:1", "(en anglais\u00a0: month must be", "(month must be"),
        ("x: 1\ny: \x00", "f:2", "contient un caractère interdit (U+0000)", "(U+0000): take it out"),
        (
            "x: 1\ny: " + "9" * 5000,
            "f:2",
            "contient un nombre de plus de 4\u00a0300 chiffres",
            "4 300 digits",
        ),
        ("[" * 3000, "f:1", "trop de niveaux imbriqués", "has too many levels"),
        ("&a [*a]", "f:1", "un alias se contient lui-même", "an alias that contains itself"),
        ("", "f:1", "fichier vide\u00a0: écrivez au moins", "is empty: write at least"),
    ],
)
def test_what_is_no_yaml_is_said_in_both_languages(text: str, place: str, fr: str, en: str) -> None:
    with pytest.raises(ScenarioFileError) as caught:
        parse_scenario(text, "f")
    assert caught.value.explain("fr").startswith(f"{place}: ")
    assert fr in caught.value.explain("fr")
    assert en in caught.value.explain("en")


def test_files_that_cannot_be_read_in_french(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: é".encode("latin-1"))
    for name, fr in [
        ("none.yaml", "none.yaml:1: lecture impossible (fichier introuvable)\u00a0: vérifiez le chemin"),
        ("", ":1: lecture impossible (c’est un dossier)\u00a0: vérifiez le chemin"),
        ("latin.yaml", "latin.yaml:2: le fichier n’est pas en UTF-8\u00a0: enregistrez-le en UTF-8"),
    ]:
        with pytest.raises(ScenarioFileError) as caught:
            load_scenario(tmp_path / name)
        assert caught.value.explain("fr").endswith(fr)


def test_the_compiled_path_refuses_in_both_languages() -> None:
    plain = {"horizon": 5, "lead_time": {"constant": 1}, "policy": {"base_stock": 3.5}}
    scenario = scenario_from_dict({**plain, "demand": {"poisson": 2}})
    with pytest.raises(KernelError) as caught:
        evaluate(None, paths(scenario, 0, 1), scenario)
    error = pickle.loads(pickle.dumps(caught.value))
    assert error.explain("fr").startswith("le calcul rapide ne prend que des paramètres entiers")
    assert error.explain("en") == str(error) == str(caught.value)
    smooth = scenario_from_dict({**plain, "demand": {"normal": {"mean": 5, "sd": 1, "whole": False}}})
    with pytest.raises(KernelError) as caught:
        paths(smooth, 0, 1)
    assert "demandes entières" in caught.value.explain("fr")
