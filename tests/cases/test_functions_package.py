"""The list of functions that a case can call: found by itself, one file per domain, each with its tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cases import functions
from cases.functions import DOMAINS, FUNCTIONS


def test_every_function_is_in_the_list_and_called_in_a_test() -> None:
    assert {"arithmetic", "dates", "decisions", "lists", "stock", "tables", "text"} <= set(DOMAINS)
    assert {name for domain in DOMAINS.values() for name in domain} == set(FUNCTIONS)
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert not [name for name in FUNCTIONS if f"{name}(" not in tests]


def test_a_function_stands_in_one_file_only() -> None:
    with pytest.raises(ValueError, match=r"cases/functions/stock\.py: eoq"):
        functions._together({"arithmetic": {"eoq": abs}, "stock": {"eoq": abs}})


def test_every_function_is_documented() -> None:
    text = Path(functions.__file__).parents[2].joinpath("docs", "case-format.md").read_text(encoding="utf-8")
    prose = " ".join(text.split("```")[::2])
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", prose))))
    assert not set(FUNCTIONS) - told
