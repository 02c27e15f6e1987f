"""Vehicles and fleets from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "year": {
        "km": 100_000,
        "hours": 2000,
        "days": 220,
        "purchase": 90_000,
        "residual": 30_000,
        "life_years": 6,
        "wages": 26_000,
        "charges_rate": 0.3,
        "fuel_l_100km": 30,
        "fuel_price": 1.2,
        "structure": 12_000,
    },
    "rates": {"per_km": 0.5, "per_hour": 20, "per_day": 150},
    "group": {"group": "19 t", "vehicles": 3, "per_km": 0.5, "per_hour": 20, "per_day": 150},
}

WORKS: dict[str, tuple[str, Plain]] = {
    "vehicle_cost": (
        "[vehicle_cost(year).rates, vehicle_cost(year, 'day').rates.per_hour]",
        [{"per_km": 0.36, "per_hour": 16.9, "per_day": 100.0}, 0.0],
    ),
    "vehicle_rates": (
        "vehicle_rates(26250, 80000, day_costs=68183, days=220)",
        {"per_km": 0.328125, "per_hour": 0.0, "per_day": 68183 / 220},
    ),
    "tour_cost": ("tour_cost(rates, 400, hours=8, days=1, empty_km=200, tonnes=10).per_tonne_km", 0.255),
    "own_or_hire": (
        "own_or_hire(60000, 100, 500)",
        {"at": 150.0, "cost": 75000.0, "below": "hire", "above": "own"},
    ),
    "fleet_sizes": (
        "[[r.vehicles, r.total] for r in fleet_sizes([1, 1, 2], 60, 10, 40) if r.rank == 1]",
        [[1, 130.0]],
    ),
    "fleet_budget": (
        "fleet_budget([{'group': 'a', 'vehicles': 2, 'per_km': 0.5, 'km': 1000}], 300).total",
        1300.0,
    ),
    "fleet_use": (
        "fleet_use([{'km': 100, 'tonnes': 20, 'capacity': 25}, {'km': 100, 'tonnes': 0, 'capacity': 25}], 300)",
        {
            "km": 200.0,
            "empty_share": 0.5,
            "tonne_km": 2000.0,
            "loaded_fill": 0.8,
            "load_factor": 0.4,
            "cost_per_tonne_km": 0.15,
        },
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "vehicle_cost": [
        ("vehicle_cost({'km': 1, 'hours': 2})", "table_field"),
        ("vehicle_cost({'km': 0, 'hours': 2, 'days': 3})", "expression_call"),
        ("vehicle_cost({'km': 1, 'hours': 2, 'days': 3, 'fuel': 3})", "expression_field"),
        ("vehicle_cost({'km': 1, 'hours': 2, 'days': 3, 'residual': 3})", "expression_call"),
        ("vehicle_cost({'km': 1, 'hours': 2, 'days': 3, 'tyres': 3})", "expression_call"),
        ("vehicle_cost(year, 'week')", "expression_call"),
        ("vehicle_cost(3)", "expression_type"),
    ],
    "vehicle_rates": [
        ("vehicle_rates(1, 0)", "expression_call"),
        ("vehicle_rates('x', 1)", "expression_call"),
    ],
    "tour_cost": [
        ("tour_cost(rates, 100, empty_km=200)", "expression_call"),
        ("tour_cost({'per_hour': 2}, 100)", "table_field"),
        ("tour_cost({'per_km': -2}, 100)", "expression_call"),
        ("tour_cost(0.5, 100)", "expression_type"),
    ],
    "own_or_hire": [
        ("own_or_hire(60000, 500, 100)", "expression_call"),
        ("own_or_hire(-1, 1, 2)", "expression_call"),
    ],
    "fleet_sizes": [
        ("fleet_sizes([], 1, 2, 3)", "expression_call"),
        ("fleet_sizes([1000], 1, 2, 3)", "expression_call"),
        ("fleet_sizes(3, 1, 2, 3)", "expression_type"),
    ],
    "fleet_budget": [
        ("fleet_budget([group, group])", "expression_call"),
        ("fleet_budget([{'group': 'a'}])", "table_field"),
        ("fleet_budget(3)", "expression_type"),
    ],
    "fleet_use": [
        ("fleet_use([])", "expression_call"),
        ("fleet_use([{'km': 1, 'tonnes': 3, 'capacity': 2}])", "expression_call"),
        ("fleet_use([{'km': 1, 'tonnes': 3}])", "table_field"),
        ("fleet_use([{'km': 1, 'tonnes': 1, 'capacity': 2}], 'x')", "expression_type"),
    ],
}


def test_a_budget_line_by_line() -> None:
    found = value("fleet_budget([group], 10)", NAMES)
    assert found == {
        "lines": [
            {
                "group": "19 t",
                "km_cost": 0.0,
                "hour_cost": 0.0,
                "day_cost": 0.0,
                "extra": 0.0,
                "total": 0.0,
                "per_km": None,
            }
        ],
        "hired": 10.0,
        "total": 10.0,
    }


def test_the_examples_cover_the_list() -> None:
    check_listed("fleet", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
