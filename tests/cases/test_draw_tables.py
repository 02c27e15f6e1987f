"""Drawn tables: within their bounds, told apart by their key, and each cell untouched by what is added beside it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from edited_cases import case_with
from hypothesis import given, settings
from hypothesis import strategies as st
from one_draw import DRAWS, drawn, many
from pydantic import ValidationError

from cases.draw_tables import MAX_ROWS
from cases.expressions import ExpressionError
from cases.plain import Plain
from cases.problem import CaseError
from cases.variant import MAX_SEED, draw

ITEMS: list[Plain] = [{"sku": "A1", "price": 4}, {"sku": "B2", "price": 9}, {"sku": "C3", "price": 2.5}]
COLUMNS: dict[str, Any] = {
    "number": {"value": "numbered('L', row, 3)"},
    "sku": {"one_of": "column(items, 'sku')"},
    "quantity": {"integer": [10, "top"], "step": 10},
    "rate": {"decimal": [0.1, 0.5], "step": 0.1},
    "state": {"choice": [{"text": "late"}, {"text": "on_time"}], "weights": [1, 3]},
    "weeks": {"series": {"length": 4, "mean": "quantity", "noise": 0.1}},
    "amount": {"value": "quantity * lookup(items, 'sku', sku, 'price')"},
}


def table(columns: dict[str, Any] | None = None, count: Any = 12, seed: int = 1, **more: Any) -> list[Any]:
    rows = {"count": count, "columns": COLUMNS if columns is None else columns, **more}
    found = drawn({"rows": rows}, seed, items=ITEMS, top=200)
    assert isinstance(found, list)
    return found


# -- rows ----------------------------------------------------------------------------------------------
@given(st.integers(1, 30), st.integers(0, MAX_SEED))
@settings(max_examples=60)
def test_every_cell_keeps_to_its_draw(count: int, seed: int) -> None:
    rows = table(count=count, seed=seed)
    prices = {"A1": 4, "B2": 9, "C3": 2.5}
    assert [row["number"] for row in rows] == [f"L{place:03d}" for place in range(1, count + 1)]
    for row in rows:
        assert list(row) == list(COLUMNS)
        assert 10 <= row["quantity"] <= 200
        assert row["quantity"] % 10 == 0
        assert row["rate"] in {0.1, 0.2, 0.3, 0.4, 0.5}
        assert row["state"] in {"late", "on_time"}
        assert len(row["weeks"]) == 4
        assert all(0.8 * row["quantity"] - 1 <= week <= 1.2 * row["quantity"] + 1 for week in row["weeks"])
        assert row["amount"] == row["quantity"] * prices[row["sku"]]


@given(st.integers(1, 20), st.integers(1, 10), st.integers(0, MAX_SEED))
@settings(max_examples=40)
def test_one_more_row_leaves_the_others_as_they_were(count: int, more: int, seed: int) -> None:
    assert table(count=count + more, seed=seed)[:count] == table(count=count, seed=seed)


@given(st.sampled_from(["quantity", "rate", "state", "weeks", "sku"]), st.integers(0, MAX_SEED))
@settings(max_examples=40)
def test_one_column_less_or_more_leaves_the_others_as_they_were(gone: str, seed: int) -> None:
    full = table(seed=seed)
    resting = {"quantity": {"weeks", "amount"}, "sku": {"amount"}}.get(gone, set()) | {gone}
    fewer = table({name: column for name, column in COLUMNS.items() if name not in resting}, seed=seed)
    assert fewer == [{name: row[name] for name in row if name not in resting} for row in full]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert json.dumps(table(seed=5)) == json.dumps(table(seed=5))
    assert len({json.dumps(table(seed=seed)) for seed in range(20)}) == 20


def test_columns_of_the_same_bounds_are_drawn_apart() -> None:
    rows = table({"one": {"integer": [1, 999]}, "two": {"integer": [1, 999]}}, count=200)
    assert sum(row["one"] == row["two"] for row in rows) <= 3


def test_weights_are_kept_to() -> None:
    states = Counter(row["state"] for row in table(count=400))
    assert 60 < states["late"] < 140  # a quarter of 400, give or take four standard deviations
    never = {"choice": [1, 2, 3], "weights": [0, 1, 0]}
    assert set(many(never, 50)) == {2}


def test_the_number_of_rows_may_be_an_expression() -> None:
    assert len(table(count="len(items) * 2")) == 6


def test_a_column_may_bear_a_name_of_the_graph() -> None:
    """Inside the row its own columns come first."""
    rows = table({"top": {"integer": [1, 5]}, "twice": {"value": "top * 2"}})
    assert all(row["twice"] == 2 * row["top"] <= 10 for row in rows)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"count": 0, "columns": {"a": {"value": "row"}}}, "draw_rows_count"),
        ({"count": MAX_ROWS + 1, "columns": {"a": {"value": "row"}}}, "draw_rows_count"),
        ({"count": 2.5, "columns": {"a": {"value": "row"}}}, "draw_whole"),
        ({"count": 500, "columns": {"a": {"series": {"length": 41, "mean": 1}}}}, "expression_size"),
        ({"count": 9, "columns": {"a": {"integer": [1, 2]}}, "key": "a"}, "draw_key"),
        ({"count": 1, "columns": {"a": {"value": "[row]"}}, "key": "a"}, "draw_key"),
        ({"count": 2, "columns": {"a": {"value": "b"}, "b": {"integer": [1, 2]}}}, "expression_name"),
        ({"count": 2, "columns": {"a": {"one_of": "[]"}}}, "draw_empty"),
        ({"count": 2, "columns": {"a": {"one_of": "3"}}}, "draw_list"),
    ],
)
def test_a_table_that_cannot_be_drawn(rows: dict[str, Any], code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        drawn({"rows": rows})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({"rows": {"count": 2, "columns": {"row": {"value": "1"}}}}, "row_name"),
        ({"rows": {"count": 2, "columns": {"a": {"value": "1"}}, "key": "b"}}, "not_listed"),
        ({"rows": {"count": 2, "columns": {}}}, "too_short"),
        (
            {"rows": {"count": 2, "columns": {"a": {"rows": {"count": 1, "columns": {}}}}}},
            "union_tag_not_found",
        ),
        ({"choice": [1, 2], "weights": [1]}, "weights"),
        ({"choice": [1, 2], "weights": [0, 0]}, "weights"),
        ({"choice": [1, 2], "weights": [-1, 2]}, "greater_than_equal"),
    ],
)
def test_a_table_that_is_not_one(source: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DRAWS.validate_python(source)
    assert code in {error["type"] for error in caught.value.errors()}


# -- samples and orders --------------------------------------------------------------------------------
def test_a_sample_takes_each_item_once() -> None:
    letters: list[Plain] = ["a", "b", "c", "d", "e"]
    for found in many({"sample": "x", "count": 3}, 100, x=letters):
        assert len(set(found)) == 3
        assert set(found) <= set(letters)
    for found in many({"sample": "x", "count": 3, "in_order": True}, 100, x=letters):
        assert found == sorted(found)
    seen = Counter(tuple(one) for one in many({"sample": "x", "count": 2}, 600, x=letters))
    assert len(seen) == 20, "every pair in both orders may come"


def test_a_shuffle_keeps_every_item() -> None:
    found = many({"shuffle": "x"}, 300, x=[1, 2, 3, 3])
    assert all(sorted(one) == [1, 2, 3, 3] for one in found)
    assert len({tuple(one) for one in found}) == 12
    assert drawn({"shuffle": "items"}, 2, items=ITEMS) != ITEMS
    assert drawn({"shuffle": "[]"}) == []


def test_one_of_the_rows_of_a_table() -> None:
    assert {row["sku"] for row in many({"one_of": "items"}, 50, items=ITEMS)} == {"A1", "B2", "C3"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({"sample": "[1, 2]", "count": 3}, "draw_sample"),
        ({"sample": "[1, 2]", "count": 0}, "draw_sample"),
        ({"sample": "2", "count": 1}, "draw_list"),
        ({"sample": "[1, 2]", "count": {"text": "one"}}, "draw_number"),
        ({"shuffle": "{'a': 1}"}, "draw_list"),
        ({"one_of": "{'a': 1}"}, "draw_list"),
    ],
)
def test_what_cannot_be_picked(source: dict[str, Any], code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        drawn(source)
    assert caught.value.code == code


# -- in a case -----------------------------------------------------------------------------------------
Y = "case.yaml"
ROWS = """\
  lots:
    rows:
      count: lead_weeks + 2
      columns:
        number: {value: "numbered('LOT-', row)"}
        pieces: {integer: [1, weekly_demand]}
        weight: {value: pieces * 2}
"""


def test_a_table_rests_on_what_stands_before_it_in_the_graph(tmp_path: Path) -> None:
    case = case_with(tmp_path, (Y, "  lead_weeks: {", f"{ROWS}  lead_weeks: {{"))
    assert case.graph.nodes["lots"].needs == {"lead_weeks", "weekly_demand"}
    for seed in range(10):
        lots, weeks = draw(case, seed).drawn["lots"], draw(case, seed).drawn["lead_weeks"]
        assert isinstance(lots, list)
        assert isinstance(weeks, int)
        assert len(lots) == weeks + 2


def test_a_column_that_needs_a_later_one_is_told_with_its_line(tmp_path: Path) -> None:
    edit = (Y, "  lead_weeks: {", ROWS.replace("[1, weekly_demand]", "[1, weight]") + "  lead_weeks: {")
    with pytest.raises(CaseError) as caught:
        case_with(tmp_path, edit)
    (problem,) = caught.value.problems
    assert problem.code == "expression_name"
    assert problem.params["name"] == "weight"
