"""Faults planted in a table: as many as asked, where they are said to be, and the truth beside them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_draw import DRAWS, drawn
from pydantic import ValidationError

from cases.expressions import ExpressionError
from cases.plain import Plain
from cases.variant import MAX_SEED

KINDS: list[dict[str, Any]] = [
    {"kind": "missing", "column": "pieces"},
    {"kind": "duplicate"},
    {"kind": "typo", "column": "sku"},
    {"kind": "unit", "column": "weight"},
    {"kind": "outlier", "column": "pieces"},
    {"kind": "swapped", "column": "length", "other": "width"},
    {"kind": "negative", "column": "pieces"},
    {"kind": "format", "column": "day"},
]


def lines(count: int) -> list[Plain]:
    return [
        {
            "sku": f"RF-{place * 37 % 900 + 1000}",
            "day": f"2026-03-{place % 28 + 1:02d}",
            "pieces": 10 + place * 7,
            "weight": 1.5 + place,
            "length": 100 + place,
            "width": 50,
        }
        for place in range(count)
    ]


def faulty(plant: list[dict[str, Any]], table: list[Plain], seed: int = 1) -> dict[str, Any]:
    found = drawn({"faults": {"table": "t", "key": "sku", "plant": plant}}, seed, t=table)
    assert isinstance(found, dict)
    return found


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 3)), min_size=1, max_size=6),
    st.integers(0, MAX_SEED),
)
@settings(max_examples=80)
def test_the_faults_told_turn_the_dirty_table_back_into_the_clean_one(
    asked: list[tuple[dict[str, Any], int]], seed: int
) -> None:
    table = lines(30)
    found = faulty([{**plant, "count": count} for plant, count in asked], table, seed)
    assert found["clean"] == table
    mended = [dict(row) for row in found["dirty"]]
    for fault in found["faults"]:
        row = mended[fault["row"] - 1]
        if fault["kind"] == "duplicate":
            assert fault["key"] == row["sku"]
            row["sku"] = None
        else:
            assert row[fault["column"]] == fault["found"] != fault["truth"]
            row[fault["column"]] = fault["truth"]
            assert fault["column"] == "sku" or fault["key"] == row["sku"]
    assert [row for row in mended if row["sku"] is not None] == table
    rows = [fault["row"] for fault in found["faults"] if fault["kind"] != "swapped"]
    assert len(set(rows)) == len(rows), "a row bears one fault"
    cells = {"swapped": 2}
    wanted = sum(count * cells.get(plant["kind"], 1) for plant, count in asked)
    assert len(found["faults"]) == wanted


@given(st.integers(0, MAX_SEED))
@settings(max_examples=30)
def test_one_more_row_or_kind_leaves_the_faults_of_the_others(seed: int) -> None:
    plant = [{"kind": "unit", "column": "weight", "count": 3}]
    alone = faulty(plant, lines(20), seed)
    more = faulty([*plant, {"kind": "missing", "column": "pieces", "count": 2}], lines(20), seed)
    assert [fault for fault in more["faults"] if fault["kind"] == "unit"] == alone["faults"]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert json.dumps(faulty(KINDS, lines(20), 4)) == json.dumps(faulty(KINDS, lines(20), 4))
    assert len({json.dumps(faulty(KINDS, lines(20), seed)) for seed in range(20)}) == 20


def only(plant: dict[str, Any], row: dict[str, Plain], seed: int = 1) -> Any:
    """What stands in a table of one row after one fault."""
    (fault,) = faulty([plant], [{"sku": "A", **row}], seed)["faults"]
    return fault["found"]


def test_each_kind_of_fault() -> None:
    assert only({"kind": "missing", "column": "a"}, {"a": 12}) is None
    assert only({"kind": "unit", "column": "a"}, {"a": 0.35}) == 350
    assert only({"kind": "unit", "column": "a", "factor": "1 / 100"}, {"a": 12}) == 0.12
    assert only({"kind": "outlier", "column": "a"}, {"a": 12}) == 120
    assert only({"kind": "negative", "column": "a"}, {"a": 12.5}) == -12.5
    assert only({"kind": "format", "column": "a"}, {"a": "2026-03-05"}) == "05/03/2026"
    assert only({"kind": "format", "column": "a"}, {"a": "AB-12"}) == "ab-12"
    assert only({"kind": "format", "column": "a", "suffix": " kg"}, {"a": 12.5}) == "12,5 kg"
    assert only({"kind": "typo", "column": "a"}, {"a": "AB"}) == "BA"
    assert only({"kind": "typo", "column": "a"}, {"a": 41}) == 14
    assert {only({"kind": "typo", "column": "a"}, {"a": "ABC"}, seed) for seed in range(40)} == {"BAC", "ACB"}


def test_a_typo_is_never_another_row_s_truth() -> None:
    table: list[Plain] = [{"sku": "AB", "a": "AB"}, {"sku": "BA", "a": "BA"}, {"sku": "CD", "a": "CD"}]
    for seed in range(30):
        (fault,) = faulty([{"kind": "typo", "column": "a"}], table, seed)["faults"]
        assert fault["truth"] == "CD"


@pytest.mark.parametrize(
    ("plant", "row"),
    [
        ({"kind": "missing", "column": "a"}, {"a": None}),
        ({"kind": "unit", "column": "a"}, {"a": 0}),
        ({"kind": "unit", "column": "a"}, {"a": "text"}),
        ({"kind": "unit", "column": "a", "factor": 1}, {"a": 5}),
        ({"kind": "negative", "column": "a"}, {"a": -5}),
        ({"kind": "typo", "column": "a"}, {"a": "AA"}),
        ({"kind": "typo", "column": "a"}, {"a": 100}),
        ({"kind": "format", "column": "a"}, {"a": 12}),
        ({"kind": "format", "column": "a"}, {"a": "12-34"}),
        ({"kind": "swapped", "column": "a", "other": "b"}, {"a": 5, "b": 5}),
        ({"kind": "duplicate", "count": 2}, {"a": 5}),
        ({"kind": "duplicate", "count": -1}, {"a": 5}),
    ],
)
def test_a_fault_that_nobody_could_see_is_not_planted(plant: dict[str, Any], row: dict[str, Plain]) -> None:
    with pytest.raises(ExpressionError) as caught:
        faulty([plant], [{"sku": "A", **row}])
    assert caught.value.code == "draw_faults"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([{"sku": "A", "a": 1}, {"sku": "A", "a": 2}], "table_rows_alike"),
        ([{"a": 1}], "table_field"),
        ([1, 2], "draw_table"),
        (3, "draw_list"),
        ([{"sku": "A", "b": 1}], "table_field"),
        ([{"sku": "A", "a": [1]}], "draw_fault_cell"),
    ],
)
def test_a_table_that_no_fault_can_be_planted_in(table: Any, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        faulty([{"kind": "missing", "column": "a"}], table)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        ({"kind": "missing"}, "plant_column"),
        ({"kind": "duplicate", "column": "a"}, "plant_column"),
        ({"kind": "swapped", "column": "a"}, "plant_other"),
        ({"kind": "swapped", "column": "a", "other": "a"}, "plant_other"),
        ({"kind": "missing", "column": "a", "other": "b"}, "plant_other"),
        ({"kind": "missing", "column": "a", "factor": 2}, "plant_factor"),
        ({"kind": "stolen", "column": "a"}, "literal_error"),
    ],
)
def test_a_plant_that_is_not_one(plant: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DRAWS.validate_python({"faults": {"table": "t", "key": "sku", "plant": [plant]}})
    assert code in {error["type"] for error in caught.value.errors()}
