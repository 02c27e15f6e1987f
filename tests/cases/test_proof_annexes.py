"""The proof of annexes: a figure that hides a decimal is found, wherever it is shown, and told with its line."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_cases import number, small

from cases.library import load, slugs
from cases.load import LANGUAGES
from cases.numerals import Lang
from cases.problem import Problem
from cases.proof_annexes import annexes_show_what_the_key_uses, decimals_of, hides, same
from cases.variant import draw

FORMATS = (
    "int",
    "dec1",
    "dec4",
    "num",
    "eur",
    "eur0",
    "pct",
    "pct1",
    "pct2",
    "unit:day",
    "unit:kg:1",
    "unit:EUR/piece/day:2",
)


def found(folder: Path, seed: int = 10, **annex: Any) -> list[Problem]:
    values = {"third": "100 / 3", "rounded": {"value": "100 / 3", "round": "nearest", "decimals": 2}}
    case = small(folder, number("total", "1"), values=values, annexes=[{"id": "doc", **annex}])
    return list(annexes_show_what_the_key_uses(draw(case, seed)))


@pytest.mark.parametrize("slug", slugs())
def test_the_library_shows_what_its_keys_use(slug: str) -> None:
    case = load(slug)
    for seed in range(0, 60, 2):
        problems = list(annexes_show_what_the_key_uses(draw(case, seed)))
        assert not problems, problems[0].explain("en")


SHOWN: dict[str, Any] = {
    "record": {"record": {"a": {"value": "X", "format": "dec2"}}},
    "columns": {"columns": {"a": {"value": "[1, X]", "format": "dec2"}}},
    "table": {"table": {"value": "[{'a': 2}, {'a': X}]", "columns": {"a": {"format": "dec2"}}, "total": []}},
    "chart": {
        "chart": {"kind": "line", "x": {"value": "[1, 2]"}, "series": {"a": "[1, X]"}, "format": "dec2"}
    },
    "chart_x": {
        "chart": {"kind": "scatter", "x": {"value": "[1, X]", "format": "dec2"}, "series": {"a": "[1, 2]"}}
    },
    "pareto": {
        "chart": {"kind": "pareto", "x": {"value": "[1, 2]"}, "series": {"a": "[1, X]"}, "format": "dec2"}
    },
    "document": {"document": {"form": "purchase_order", "fields": {"total": "X"}}},
    "lines": {"document": {"form": "purchase_order", "lines": "[{'amount': X}]"}},
}


def put(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: put(part, name) for key, part in value.items()}
    return value.replace("X", name) if isinstance(value, str) else value


@pytest.mark.parametrize("where", list(SHOWN))
@pytest.mark.parametrize("seed", [3, 10])
def test_a_figure_that_hides_decimals_is_found_wherever_it_stands(
    where: str, seed: int, tmp_path: Path
) -> None:
    assert not found(tmp_path / "a", seed, **put(SHOWN[where], "rounded"))
    (problem,) = found(tmp_path / "b", seed, **put(SHOWN[where], "third"))
    assert problem.code == "proof_annex"
    assert problem.line is not None
    assert "33,33" in problem.explain("fr")
    assert "33.33333" in problem.explain("en")
    assert "{value: …, round: nearest" in problem.explain("en").replace("\u00a0", " ")


def test_a_column_at_fault_is_told_once(tmp_path: Path) -> None:
    assert len(found(tmp_path, columns={"a": {"value": "[third, third / 2]", "format": "dec2"}})) == 1


def test_a_text_to_clean_is_left_alone(tmp_path: Path) -> None:
    table = {"value": [{"a": {"text": "12 kg"}}, {"a": None}], "columns": {"a": {"as_found": True}}}
    assert not found(tmp_path, table=table)


@given(st.sampled_from(FORMATS), st.integers(-(10**7), 10**7), st.sampled_from(LANGUAGES))
def test_what_hides_nothing_reads_back(how: str, steps: int, lang: Lang) -> None:
    """The two halves of the proof say the same: a figure whole to the filter's decimals reads back as it is."""
    value = steps / 10 ** decimals_of(how)
    assert not hides(value, how)
    assert same(("", value, how, lang))


@given(st.sampled_from(FORMATS), st.integers(-(10**5), 10**5), st.integers(1, 9), st.sampled_from(LANGUAGES))
def test_what_hides_something_does_not(how: str, steps: int, digit: int, lang: Lang) -> None:
    value = (steps * 10 + digit) / 10 ** (decimals_of(how) + 1)
    assert hides(value, how)
    assert not same(("", value, how, lang))


def test_the_noise_of_binary_fractions_is_no_fault() -> None:
    assert not hides(0.1 + 0.2, "dec1")
    assert not hides(math.fsum([0.07, 0.02, 0.015, 0.06]), "pct1")
