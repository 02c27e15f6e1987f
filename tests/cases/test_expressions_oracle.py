"""Compiled expressions against an independent evaluator, simpleeval: same value, or both refuse."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpleeval import EvalWithCompoundTypes

from cases.expressions import ExpressionError, evaluate, parse
from cases.functions import FUNCTIONS

NAMES: dict[str, Any] = {
    "a": 3,
    "b": 2.5,
    "zero": 0,
    "values": [4, 1, 7.5, 2],
    "row": {"price": 12.5, "quantity": 40},
    "rows": [{"price": 12.5, "quantity": 40}, {"price": 3, "quantity": 15}],
    "name": "GM-45",
}
LEAVES = st.one_of(
    st.integers(0, 40).map(str),
    st.floats(0, 50, allow_nan=False).map(lambda value: repr(round(value, 3))),
    st.sampled_from(
        ["a", "b", "zero", "row.price", "values[1]", "rows[0].quantity", "sum(values)", "len(rows)"]
    ),
)
LISTS = st.sampled_from(
    [
        "values",
        "[a, b, 1]",
        "[x * b for x in values]",
        "[r.price for r in rows if r.quantity > 20]",
        "range(1, 5)",
    ]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "//", "%"])
    compared = st.sampled_from(["<", "<=", "==", "!=", ">", ">="])
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})"),
        st.tuples(inner, inner, compared, inner, inner).map(
            lambda one: f"({one[0]} if {one[1]} {one[2]} {one[3]} else {one[4]})"
        ),
        inner.map(lambda one: f"(-{one})"),
        inner.map(lambda one: f"max({one}, 1)"),
        LISTS.map(lambda one: f"sum({one})"),
        st.tuples(inner, inner).map(lambda two: f"nearest({two[0]}, 2) + abs({two[1]})"),
    )


EXPRESSIONS = st.recursive(LEAVES, _grown, max_leaves=12)


def ours(source: str) -> Any:
    try:
        return evaluate(parse(source), NAMES, FUNCTIONS)
    except ExpressionError:
        return "refused"


def theirs(source: str) -> Any:
    evaluator = EvalWithCompoundTypes(functions=dict(FUNCTIONS), names=dict(NAMES))
    try:
        found = evaluator.eval(source)
    except Exception:
        return "refused"
    return found if not isinstance(found, float) or math.isfinite(found) else "refused"


@given(EXPRESSIONS)
def test_the_same_value_as_an_independent_evaluator(source: str) -> None:
    assert ours(source) == theirs(source)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("a + b * 2", 8.0),
        ("[x for x in values if x > 2][1]", 7.5),
        ("'yes' if row.quantity >= 40 else 'no'", "yes"),
        ("sum([r.price * r.quantity for r in rows])", 545.0),
        ("not (a > 3 or b < 2)", True),
        ("name + 1 if False else name", "GM-45"),
    ],
)
def test_values_written_out(source: str, value: Any) -> None:
    assert ours(source) == theirs(source) == value


@pytest.mark.parametrize("source", ["a / zero", "unknown + 1", "row.weight", "a + name", "values['x']"])
def test_what_both_refuse(source: str) -> None:
    assert ours(source) == theirs(source) == "refused"
