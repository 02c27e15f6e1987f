"""The words of the refusals: every code in both languages, every raise in the sources has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

import solvers
from solvers.errors import SolverError
from solvers.inventory.best_reorder_point import best_reorder_point
from solvers.inventory.quantity_discount import all_units_discount
from solvers.inventory.safety_stock import safety_stock_by_service_level
from solvers.words import WORDS


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def raises() -> Iterator[ast.Call]:
    for path in sorted(Path(solvers.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SolverError":
                yield node


@pytest.mark.parametrize("code", WORDS)
def test_both_languages_have_the_same_places(code: str) -> None:
    assert WORDS[code].keys() == {"fr", "en"}
    assert all(WORDS[code].values())
    assert places(WORDS[code]["fr"]) == places(WORDS[code]["en"])


@pytest.mark.parametrize("code", WORDS)
def test_french_typography(code: str) -> None:
    text = WORDS[code]["fr"]
    assert not re.search(r" [:;!?»%]|« |\w[;!?»]|\w'\w", text), text
    assert not re.search(r"[^\s]:( |$)", re.sub("«[^»]*»", "", text)), "a colon outside of what a file holds"
    assert not re.search("\u00a0[;!?]|\u202f[:»%]", text), text


def test_every_raise_names_a_code_and_fills_its_places() -> None:
    seen = set()
    for call in raises():
        code = call.args[2]
        assert isinstance(code, ast.Constant), f"line {call.lineno}: give the code as a plain text"
        assert code.value in WORDS, f"add the words of {code.value!r} to solvers/words.py"
        assert sorted(str(k.arg) for k in call.keywords) == places(WORDS[code.value]["en"]), code.value
        seen.add(code.value)
    assert seen == WORDS.keys() - {"refusal"}


def test_an_unknown_code_and_an_empty_place_are_no_refusals() -> None:
    with pytest.raises(KeyError):
        SolverError("x", 0, "greater than 0")
    with pytest.raises(KeyError):
        SolverError("x", 0, "at_least_mean")


def test_refusals_in_french() -> None:
    with pytest.raises(SolverError) as caught:
        safety_stock_by_service_level(95, 20)
    assert caught.value.explain("fr") == (
        "cycle_service_level vaut 95\u202f; il faut un nombre entre 0 et 1, bornes exclues "
        "(95\u00a0% s’écrit 0.95)"
    )
    assert caught.value.explain("en") == str(caught.value)
    with pytest.raises(SolverError) as caught:
        all_units_discount(1000, 20, 0.2, [0, 100], [10, 11])
    assert (
        caught.value.explain("fr") == "unit_prices[1] vaut 11.0\u202f; il faut au plus le prix précédent (10)"
    )


def test_a_search_out_of_reach_in_french() -> None:
    with pytest.raises(SolverError) as caught:
        best_reorder_point(
            lambda s, Q: (np.ones((s.size, Q.size)), np.full((s.size, Q.size), 0.4)),
            (0, 4),
            (1, 9),
            minimum_service=0.9,
        )
    assert caught.value.explain("fr") == (
        "minimum_service vaut 0.9\u202f; il faut au plus 0.4, le meilleur service obtenu avec s dans (0, 4) et Q "
        "dans (1, 9)\u00a0: abaissez-le ou permettez un s plus élevé"
    )


def test_a_refusal_is_one_line() -> None:
    assert "\n" not in str(SolverError("cost", np.ones((3, 3)), "numbers"))
