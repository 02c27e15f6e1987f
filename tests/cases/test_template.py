"""Nested values of a case file: expressions, literal texts, records, lists and rounded figures."""

from __future__ import annotations

from typing import Any

import pytest

from cases.expressions import ExpressionError
from cases.functions import FUNCTIONS
from cases.plain import Plain
from cases.template import compile_template


def value(source: Any, **names: Plain) -> Plain:
    return compile_template(source).evaluate(names, FUNCTIONS)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 1", 2),
        (3, 3),
        (2.5, 2.5),
        (True, True),
        (None, None),
        ({"text": "GM-45"}, "GM-45"),
        ({"text": "1 + 1"}, "1 + 1"),
        (["1 + 1", 5], [2, 5]),
        ({"a": "x * 2", "b": {"c": ["x"]}}, {"a": 14, "b": {"c": [7]}}),
        ({"value": "x / 3", "round": "nearest", "decimals": 2}, 2.33),
        ({"value": "x / 3", "round": "ceil"}, 3.0),
        ({"value": "-x / 3", "round": "truncate", "decimals": 1}, -2.3),
        ({"value": ["x / 3", "x / 2"], "round": "floor", "decimals": 1}, [2.3, 3.5]),
        ({"value": "[x / 3, 1]", "round": "nearest", "decimals": 1}, [2.3, 1.0]),
        ({"value": 1.25, "round": "nearest", "decimals": 1}, 1.3),
        ({"value": "x", "decimals": 2}, {"value": 7, "decimals": 2}),  # no rule: a record like any other
        ({"text": "x", "other": "x"}, {"text": 7, "other": 7}),
        ({"text": 5}, {"text": 5}),
    ],
)
def test_what_a_value_gives(source: Any, expected: Plain) -> None:
    assert value(source, x=7) == expected


def test_names_are_found_in_every_leaf() -> None:
    template = compile_template({"a": "x + 1", "b": ["y", {"c": "z"}], "d": {"text": "w"}, "e": 3})
    assert template.names() == {"x", "y", "z"}
    rounded = compile_template({"value": ["x", "y"], "round": "nearest"})
    assert rounded.names() == {"x", "y"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("1 +", "expression_syntax"),
        ("", "expression_syntax"),
        ({"value": "x", "round": "up"}, "rounding_rule"),
        ({"value": "x", "round": ["nearest"]}, "rounding_rule"),
        ({"value": "x", "round": None}, "rounding_rule"),
        ({"value": "x", "round": "nearest", "decimals": 1.5}, "rounding_decimals"),
        ({"value": "x", "round": "nearest", "decimals": True}, "rounding_decimals"),
        ({"value": "x", "round": "nearest", "decimals": 40}, "rounding_decimals"),
        ({"value": "x", "round": "nearest", "decimals": "2"}, "rounding_decimals"),
        (float("inf"), "expression_finite"),
        (float("nan"), "expression_finite"),
        ({"a": ["1 +"]}, "expression_syntax"),
    ],
)
def test_what_does_not_compile(source: Any, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_template(source)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "source",
    [
        {"value": {"text": "abc"}, "round": "nearest"},
        {"value": {"a": 1}, "round": "nearest"},
        {"value": [["x"]], "round": "nearest"},
        {"value": "x > 1", "round": "nearest"},
        {"value": None, "round": "nearest"},
    ],
)
def test_only_figures_round(source: Any) -> None:
    with pytest.raises(ExpressionError) as caught:
        value(source, x=7)
    assert caught.value.code == "expression_type"
