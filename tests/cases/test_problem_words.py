"""The engine's words: every code in both languages, every parameter given where the code is used."""

from __future__ import annotations

import ast
import pickle
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from edited_cases import plain
from ruamel.yaml import YAML

import cases
from cases.problem import CaseError, DrawError, Problem, message, message_codes, nearest

FOLDER = Path(cases.__file__).parent
MESSAGES: dict[str, dict[str, str]] = YAML(typ="safe").load(
    (FOLDER / "messages.yaml").read_text(encoding="utf-8")
)

# Given by the function that words the code, not by the one that names it.
ADDED = {"near"}
# Codes made from a stem and what stands in a case, or known by another library: they have no literal.
STEMS = (
    "format.", "reading.", "shape.", "verdict.", "debrief.", "indicator.", "worst.", "round.",
    "summary.", "proof_", "annex.", "part.", "dialogue.", "form.", "episode.", "period.", "level.", "flow.",
    "gantt.weekday_",
)  # fmt: skip
FIGURES = {"seed", "limit", "count", "attempts", "share", "credit", "naive", "best", "mean", "score"}


def fields(text: str) -> dict[str, str]:
    """The parameters of a message, with how each is written."""
    return {name: spec or "" for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


def sources() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted(FOLDER.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_every_code_has_words_in_both_languages() -> None:
    for code, words in MESSAGES.items():
        assert set(words) == {"fr", "en"}, code
        assert all(text.strip() for text in words.values()), code
        assert fields(words["fr"]) == fields(words["en"]), (
            f"{code}: the same parameters, written in the same way"
        )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_code_takes_plausible_parameters(lang: str) -> None:
    for code, words in MESSAGES.items():
        params = {
            name: 0.25 if spec.endswith(("%", "f")) else 7 if name in FIGURES else f"<{name}>"
            for name, spec in fields(words[lang]).items()
        }
        told = message(code, lang, params)
        for name, value in params.items():
            assert name in ADDED or not isinstance(value, str) or value in told, code


def test_typography() -> None:
    for code, words in MESSAGES.items():
        french, english = (re.sub("«[^»]*»|“[^”]*”|{[^}]*}", "x", words[lang]) for lang in ("fr", "en"))
        assert not re.search(r"\S[;!?]|\S:(\s|$)", french), f"{code}: a space before what is double"
        assert not re.search(r"\s[;:!?](\s|$)", english), f"{code}: no space before"
        assert '"' not in words["fr"] + words["en"], code
        assert words["fr"].count("«") == words["fr"].count("»"), code
        assert words["en"].count("“") == words["en"].count("”"), code


def test_an_unknown_code_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        message("nobody", "fr")


def test_every_code_that_the_engine_names_has_words() -> None:
    known = set(message_codes())
    for path, tree in sources():
        for call in ast.walk(tree):
            code = literal_code(call)
            if code is not None:
                assert code in known, f"{path.name}:{call.lineno}: {code}"  # type: ignore[attr-defined]


def literal_code(node: ast.AST) -> str | None:
    """The code that a call names, if it is written out: Problem("…"), ExpressionError("…"), fault("…")…"""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return None
    first = node.args[0]
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return None
    if node.func.id == "fault":
        return f"format.{first.value}"
    return first.value if node.func.id in {"Problem", "ExpressionError", "message", "_RefusedError"} else None


def test_every_code_with_words_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    unused = [
        code
        for code in MESSAGES
        if not code.startswith(STEMS)
        and f'"{code}"' not in text
        and f'"{code.partition(".")[2]}"' not in text
    ]
    assert not unused


def test_every_parameter_is_given_where_a_code_is_named() -> None:
    """Whoever names a code with its parameters written out gives every one that its words need."""
    checked = 0
    for path, tree in sources():
        for call in ast.walk(tree):
            code = literal_code(call)
            given = given_names(call) if code else None
            if code is None or given is None:
                continue
            missing = set(fields(MESSAGES[code]["fr"])) - given - ADDED
            assert not missing, f"{path.name}:{call.lineno}: {code} lacks {missing}"  # type: ignore[attr-defined]
            checked += 1
    assert checked > 100, "the walk finds the places where codes are named"


def given_names(call: ast.AST) -> set[str] | None:
    """The parameters that a call gives, or None when they are not written out in it."""
    assert isinstance(call, ast.Call)
    assert isinstance(call.func, ast.Name)
    if call.func.id in {"ExpressionError", "fault", "_RefusedError"}:
        given = {word.arg for word in call.keywords} | ({"name"} if call.func.id == "fault" else set())
        return None if None in given else {str(name) for name in given}
    params = next((word.value for word in call.keywords if word.arg == "params"), None)
    place = {"Problem": 3, "message": 2}[call.func.id]
    if params is None and len(call.args) > place:
        params = call.args[place]
    if params is None:
        return set()
    if isinstance(params, ast.Dict) and all(isinstance(key, ast.Constant) for key in params.keys):
        return {str(key.value) for key in params.keys if isinstance(key, ast.Constant)}
    return None


# -- problems ------------------------------------------------------------------------------------------
def test_a_problem_says_where() -> None:
    problem = Problem("file_missing", "a/b.md", 3, {"file": "b.md"})
    assert plain(problem.explain("en")) == "a/b.md:3: the file b.md is missing: add it to the case folder."
    assert (
        Problem("file_missing", "a/b.md", None, {"file": "b"})
        .explain("fr")
        .startswith("a/b.md: le fichier b")
    )
    assert plain(Problem("file_missing", params={"file": "b"}).explain("fr")).startswith("le fichier b")


def test_a_problem_within_a_problem_is_worded_in_the_same_language() -> None:
    inner = Problem("expression_zero", params={"source": "1 / x"})
    outer = Problem("draw_failed", "c", 1, {"seed": 4, "what": inner, "count": 1, "attempts": 2})
    assert "division par zéro dans « 1 / x »" in plain(outer.explain("fr"))
    assert "division by zero in “1 / x”" in plain(outer.explain("en"))


def test_braces_in_a_parameter_are_only_text() -> None:
    problem = Problem("expression_syntax", params={"source": "{0.__class__} {near} {{x}}"})
    assert "{0.__class__} {near} {{x}}" in plain(problem.explain("fr"))


def test_the_nearest_name() -> None:
    assert nearest("threshol", ["threshold", "cover"]) == "threshold"
    assert nearest("zzz", ["threshold", "cover"]) == ""
    assert nearest("x", []) == ""
    words = Problem("expression_name", params={"name": "threshol", "near": "threshold"})
    assert (
        plain(words.explain("fr"))
        == "le nom « threshol » n'est pas défini (vouliez-vous dire « threshold » ?)."
    )
    assert plain(words.explain("en")) == "the name “threshol” is not defined (did you mean “threshold”?)."
    assert (
        plain(Problem("expression_name", params={"name": "x"}).explain("en"))
        == "the name “x” is not defined."
    )


@pytest.mark.parametrize("kind", [CaseError, DrawError])
def test_an_error_crosses_the_border_of_a_process_whole(kind: type[CaseError]) -> None:
    error = kind([Problem("file_missing", "f", 1, {"file": "x"}), Problem("paper_title", "g", 2)])
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again.problems == error.problems
    assert str(again) == str(error) == error.explain("en")
