"""Functions over tables: an example of each that works, what it refuses, what always holds."""

from __future__ import annotations

from typing import Any

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value
from hypothesis import given
from hypothesis import strategies as st

from cases.expressions import ExpressionError
from cases.plain import Plain

ITEMS: list[Plain] = [
    {"sku": "B7", "family": "seal", "quantity": 40, "price": 2.5},
    {"sku": "A1", "family": "pump", "quantity": 3, "price": 900},
    {"sku": "C3", "family": "seal", "quantity": 60, "price": 1.5},
]
SITES: list[Plain] = [{"family": "seal", "bin": "R1"}, {"family": "pump", "bin": "Q4"}]
NAMES: dict[str, Plain] = {"items": ITEMS, "sites": SITES, "twice": [*ITEMS, ITEMS[0]]}

# function -> an example and its result; by hand over the tables above.
WORKS: dict[str, tuple[str, Plain]] = {
    "column": ("column(items, 'quantity')", [40, 3, 60]),
    "lookup": ("lookup(items, 'sku', 'A1', 'price')", 900),
    "index_by": ("index_by(items, 'sku').C3.quantity + index_by(items, 'sku')['A1'].quantity", 63),
    "sort_by": ("column(sort_by(items, 'quantity', descending=True) + sort_by(items, 'sku'), 'sku')",
                ["C3", "B7", "A1", "A1", "B7", "C3"]),
    "group_sum": ("group_sum(items, 'family', 'quantity')",
                  [{"family": "seal", "quantity": 100}, {"family": "pump", "quantity": 3}]),
    "group_count": ("group_count(items, 'family')", [{"family": "seal", "count": 2}, {"family": "pump", "count": 1}]),
    "totals": ("totals(items, ['quantity', 'price'])", {"quantity": 103, "price": 904.0}),
    "cleaned": (
        "cleaned([{'a': 1}, {'a': 20}, {'a': 1}],"
        " {'2': {'fault': 'unit', 'values': {'a': 2}}, '3': {'fault': 'duplicate', 'values': {}}})",
        [{"a": 1}, {"a": 2}],
    ),
    "values_of": ("values_of({'w1': 40, 'w2': 0})", [40, 0]),
    "zip_records": ("zip_records({'a': [1, 2], 'b': ['x', 'y']})", [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]),
    "with_column": ("with_column(sites, 'rank', [2, 1])",
                    [{"family": "seal", "bin": "R1", "rank": 2}, {"family": "pump", "bin": "Q4", "rank": 1}]),
    "join": ("column(join(items, sites, 'family'), 'bin')", ["R1", "Q4", "R1"]),
    "row_max": ("row_max(items, 'price').sku", "A1"),
    "row_min": ("row_min(items, 'price').sku", "C3"),
}  # fmt: skip

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "column": [("column(items, 'colour')", "table_field"), ("column([1], 'a')", "expression_type"),
               ("column(items, 1)", "expression_type"), ("column(items)", "expression_arguments")],
    "lookup": [("lookup(items, 'sku', 'Z9', 'price')", "table_no_row"),
               ("lookup(items, 'family', 'seal', 'price')", "table_rows_alike"),
               ("lookup(items, 'sku', 'A1', 'colour')", "table_field"),
               ("lookup(items, 'sku', ['A1'], 'price')", "expression_type")],
    "index_by": [("index_by(items, 'family')", "table_rows_alike"), ("index_by(items, 'quantity')", "expression_type")],
    "sort_by": [("sort_by([{'a': 1}, {'a': 'b'}], 'a')", "expression_type"),
                ("sort_by([{'a': True}], 'a')", "expression_type"), ("sort_by(items, 'sku', 1)", "expression_type")],
    "group_sum": [("group_sum(items, 'family', 'sku')", "expression_type"),
                  ("group_sum(items, 'quantity', 'quantity')", "table_field_twice")],
    "group_count": [("group_count([{'count': 1}], 'count')", "table_field_twice"),
                    ("group_count([{'a': [1]}], 'a')", "expression_type")],
    "totals": [("totals(items, ['sku'])", "expression_type"), ("totals(items, 'quantity')", "expression_type"),
               ("totals(items, ['colour'])", "table_field")],
    "cleaned": [("cleaned([{'a': 1}], [])", "expression_type"), ("cleaned([{'a': 1}], {'1': 3})", "expression_type"),
                ("cleaned([1], {})", "expression_type"), ("cleaned([{'a': 1}], {}, 3)", "expression_type")],
    "values_of": [("values_of([1, 2])", "expression_type"), ("values_of(3)", "expression_type")],
    "zip_records": [("zip_records({'a': [1], 'b': [1, 2]})", "table_lengths"),
                    ("zip_records({'a': 1})", "expression_type"), ("zip_records([[1]])", "expression_type")],
    "with_column": [("with_column(items, 'a', [1])", "table_lengths"), ("with_column(items, 1, [1])", "table_lengths")],
    "join": [("join(items, [{'family': 'seal'}], 'family')", "table_no_row"),
             ("join(items, twice, 'sku')", "table_rows_alike"), ("join(items, items, 'sku')", "table_field_twice")],
    "row_max": [("row_max([], 'a')", "expression_empty"), ("row_max(items, 'sku')", "expression_type")],
    "row_min": [("row_min([], 'a')", "expression_empty"), ("row_min(items, 'colour')", "table_field")],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("tables", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)


def test_a_row_is_never_changed_in_place() -> None:
    before = [dict(row) for row in ITEMS if isinstance(row, dict)]
    for source, _ in WORKS.values():
        value(source, NAMES)
    assert before == ITEMS


TABLE = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from(["a", "b", "c"]), "figure": st.integers(-50, 50)}),
    max_size=25,
)


@given(TABLE)
def test_groups_lose_no_figure(table: list[Any]) -> None:
    names: dict[str, Plain] = {"t": table}
    assert value("sum(column(group_sum(t, 'key', 'figure'), 'figure'))", names) == sum(
        row["figure"] for row in table
    )
    assert value("sum(column(group_count(t, 'key'), 'count'))", names) == len(table)


@given(TABLE, st.booleans())
def test_sorting_keeps_every_row_and_the_order_of_equals(table: list[Any], descending: bool) -> None:
    numbered = [{**row, "place": place} for place, row in enumerate(table)]
    found = value("sort_by(t, 'figure', d)", {"t": list[Plain](numbered), "d": descending})
    sign = -1 if descending else 1
    assert found == sorted(numbered, key=lambda row: (sign * row["figure"], row["place"]))


def test_a_large_table_costs_steps_and_cannot_run_long() -> None:
    rows: list[Plain] = [{"a": number, "b": 1} for number in range(400)]
    assert value("lookup(t, 'a', 399, 'b')", {"t": rows}) == 1
    with pytest.raises(ExpressionError) as caught:
        value("[lookup(t, 'a', r.a, 'b') for r in t]", {"t": rows})
    assert caught.value.code == "expression_steps"
    assert value(
        "column(join(t, t2, 'a'), 'c')", {"t": rows, "t2": [{"a": n, "c": n} for n in range(400)]}
    ) == list(range(400))
