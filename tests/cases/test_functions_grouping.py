"""Lots that share something, from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "items": [
        {"sku": "A", "annual_demand": 1, "line_cost": 120, "holding_cost": 160},
        {"sku": "B", "annual_demand": 1, "line_cost": 840, "holding_cost": 20},
        {"sku": "C", "annual_demand": 1, "line_cost": 300, "holding_cost": 50},
    ],
    "store": [
        {"annual_demand": 1850, "order_cost": 100, "holding_cost": 12.5, "use": 50},
        {"annual_demand": 1150, "order_cost": 150, "holding_cost": 87.5, "use": 350},
    ],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "joint_replenishment": ("joint_replenishment(600, items).cost", 837.8544),  # Snyder & Shen
    "joint_cost": ("joint_cost(600, items, [1, 3, 1]).period", 3.1031644),
    "separate_cost": (
        "separate_cost(40, [{'annual_demand': 1000, 'line_cost': 10, 'holding_cost': 2}])",
        447.2136,
    ),
    "power_of_two": ("power_of_two(1300, 8, 0.225, 1 / 52).cost", 71.0),
    "capital_lots": ("capital_lots(store, 10000).used", 10000.0),
    "price_bands": (
        "[b.feasibility for b in price_bands(5000, 49, 0.2, [0, 1000], [5, 4.8])]",
        ["economic", "raised_to_break"],
    ),
    "best_lot": ("best_lot(5000, 49, 0.2, [0, 1000, 2000], [5, 4.8, 4.75]).cost", 24725.0),  # Heizer & Render
    "lot_cost": ("lot_cost(2000, 5000, 49, 0.2, [0, 1000, 2000], [5, 4.8, 4.75])", 24822.5),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "joint_replenishment": [
        ("joint_replenishment(600, [])", "expression_call"),
        ("joint_replenishment(600, [{'annual_demand': 1}])", "table_field"),
        ("joint_replenishment('x', items)", "expression_call"),
        ("joint_replenishment(600, items, method='best')", "expression_call"),
        ("joint_replenishment(600, items, method='power_of_two')", "expression_call"),
        ("joint_replenishment(600, items, base=1, method='heuristic')", "expression_call"),
    ],
    "joint_cost": [
        ("joint_cost(600, items, [1, 1])", "expression_call"),
        ("joint_cost(600, items, [1, 1, 1.5])", "expression_type"),
    ],
    "separate_cost": [
        ("separate_cost(0, items)", "expression_call"),
        ("separate_cost(1, 2)", "expression_type"),
    ],
    "power_of_two": [("power_of_two(1, 1, 1, 0)", "expression_call")],
    "capital_lots": [
        ("capital_lots(store, 0)", "expression_call"),
        ("capital_lots(items, 1)", "table_field"),
    ],
    "price_bands": [
        ("price_bands(1, 1, 1, [0], [1], 'some')", "expression_call"),
        ("price_bands(1, 1, 1, [0], 1)", "expression_type"),
    ],
    "best_lot": [
        ("best_lot(1, 1, 1, [0], [1], multiple=0)", "expression_call"),
        ("best_lot(1, 1, 1, 0, [1])", "expression_type"),
    ],
    "lot_cost": [
        ("lot_cost(0, 1, 1, 1, [0], [1])", "expression_call"),
        ("lot_cost(1, 1, 1, 1, [0], [1], scheme='some')", "expression_call"),
    ],
}


def test_the_fields_that_a_case_reads() -> None:
    weeks = value("joint_replenishment(600, items, base=1)", NAMES)
    assert weeks == {
        "period": 3.0,
        "multiples": [1, 3, 1],
        "lots": [3.0, 9.0, 3.0],
        "cost": 1300 / 3 + 135 * 3,
    }
    heuristic = value("joint_replenishment(600, items, method='heuristic').multiples", NAMES)
    assert heuristic == [1, 3, 1]
    twos = value("joint_replenishment(600, items, base=1, method='power_of_two').cost", NAMES)
    assert twos == 860.0
    assert value("power_of_two(1300, 8, 0.225, 1 / 52).exponent", NAMES) == 4
    lots = value("capital_lots(store, 1e9)", NAMES)
    assert isinstance(lots, dict)
    assert (lots["binding"], lots["multiplier"]) == (False, 0.0)
    best = value("best_lot(1200, 40, 0.2, [0, 250], [10, 9.5], minimum=100, multiple=60)", NAMES)
    assert isinstance(best, dict)
    assert (best["lot"], best["price"]) == (300.0, 9.5)
    candidates = best["candidates"]
    assert isinstance(candidates, list)
    assert [one["lot"] for one in candidates if isinstance(one, dict)] == [120.0, 180.0, 240.0, 300.0]
    steps = value("lot_cost(200, 1000, 20, 0.2, [0, 100], [10, 9], scheme='incremental')", NAMES)
    assert steps == 9790.0
    assert value("best_lot(1000, 20, 0.2, [0, 100], [10, 9], scheme='incremental').lot", NAMES) == 365.0
    incremental = value(
        "price_bands(1300, 8, 0.3, [0, 400, 800], [0.75, 0.72, 0.68], 'incremental')[0].lot", NAMES
    )
    assert incremental == pytest.approx(304.0467800264)


def test_the_examples_cover_the_list() -> None:
    check_listed("grouping", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
