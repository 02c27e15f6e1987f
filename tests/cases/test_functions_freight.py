"""Freight from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "flow": {"annual_demand": 1000, "unit_value": 50, "unit_weight_kg": 5, "holding_rate": 0.2},
    "sea": {"mode": "sea", "shipments": 4, "freight_per_unit": 1, "transit_days": 40},
    "air": {"mode": "air", "shipments": 50, "freight_per_unit": 9, "transit_days": 3, "safety_days": None},
    "scale": [
        {"zone": "67", "from": 0, "price": 20},
        {"zone": "67", "from": 500, "price": 15},
        {"zone": "67", "from": 1000, "price": 12},
    ],
    "parcels": [{"to": 5, "price": 8}, {"to": 10, "price": 11}],
    "offers": [{"container": "20", "price": 1500}, {"container": "40", "price": 2400}],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "logistics_cost": ("logistics_cost(flow, sea).total", 1000 + 10 * 1000 / 365 * 40 + 10 * 125.0),
    "compare_modes": (
        "[[r.mode, r.rank] for r in compare_modes(flow, [sea, air])]",
        [["sea", 1], ["air", 2]],
    ),
    "best_frequency": (
        "[r.shipments for r in best_frequency(flow, {'mode': 'truck', 'freight_per_shipment': 200}, [4, 5, 6])"
        " if r.rank == 1]",
        [5.0],
    ),
    "break_even_distance": (
        "break_even_distance(0, 1.6, 250, 0.6, ['road', 'rail'])",
        {"at": 250.0, "cost": 400.0, "below": "road", "above": "rail"},
    ),
    "break_even_goods_value": (
        "break_even_goods_value(flow, sea, air).value",
        8000 / (0.2 * (1000 * 37 / 365 + 125 - 10)),
    ),
    "break_even_volume": (
        "break_even_volume(flow, {'mode': 'own', 'shipments': 50, 'freight_per_year': 8000},"
        " {'mode': 'hire', 'shipments': 50, 'freight_per_unit': 4}, 100, 10000).at",
        2000.0,
    ),
    "chargeable_weight": (
        "[chargeable_weight(105, 0.68, 'air').chargeable_kg, chargeable_weight(900, 4, 3).follows,"
        " chargeable_weight(900, 2, 'road', metres=2, kg_per_metre=1750).follows]",
        [113.5, "volume", "metres"],
    ),
    "package_totals": (
        "package_totals([{'length_cm': 120, 'width_cm': 80, 'height_cm': 100, 'weight_kg': 250, 'quantity': 3}])",
        {"packages": 3, "volume_m3": 2.88, "weight_kg": 750.0},
    ),
    "loading_metres": ("loading_metres([{'length_m': 1.2, 'width_m': 0.8, 'quantity': 33}])", 13.2),
    "tariff_price": (
        "[tariff_price([r for r in scale if r.zone == '67'], 450).price, tariff_price(parcels, 5).price,"
        " tariff_price(scale, 450, pays_for=False, minimum=100).minimum]",
        [75.0, 8.0, True],
    ),
    "pays_for_weights": (
        "pays_for_weights(scale)",
        [{"from": 0, "above": 375.0, "paid_as": 500}, {"from": 500, "above": 800.0, "paid_as": 1000}],
    ),
    "fuel_surcharge": ("fuel_surcharge(0.25, 160, 184)", 0.0375),
    "fuel_step": ("fuel_step([{'index': 150, 'rate': 0.04}, {'index': 160, 'rate': 0.045}], 158)", 0.04),
    "freight_bill": (
        "freight_bill(200, 0.05, [{'supplement': 'lift', 'amount': 15}, {'supplement': 'adr', 'rate': 0.1}]).total",
        245.0,
    ),
    "parcel_price": (
        "parcel_price([{'length_cm': 60, 'width_cm': 40, 'height_cm': 20, 'weight_kg': 2, 'quantity': 3}],"
        " parcels, 'express', per_shipment=1).price",
        34.0,
    ),
    "groupage_price": ("groupage_price(4.2, 1500, {'rate': 70, 'minimum': 100})", 294.0),
    "container_size": ("container_size('40HC').door_height_m", 2.577),
    "container_choice": (
        "container_choice(60, 12000, offers, {'rate': 70}, fill=0.9).containers",
        {"20": 0, "40": 1},
    ),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "logistics_cost": [
        ("logistics_cost({'unit_value': 3}, sea)", "table_field"),
        ("logistics_cost({'annual_demand': 3, 'unit_value': 3, 'freight': 2}, sea)", "expression_field"),
        ("logistics_cost(flow, {'mode': 'sea'})", "expression_call"),
        ("logistics_cost(flow, {'mode': 'sea', 'shipments': 'x'})", "expression_type"),
        ("logistics_cost(flow, 3)", "expression_type"),
        (
            "logistics_cost({'annual_demand': 3, 'unit_value': 3, 'stock_at': 'x'}, {'mode': 'a', 'lot_size': 1})",
            "expression_call",
        ),
    ],
    "compare_modes": [
        ("compare_modes(flow, [sea, sea])", "expression_call"),
        ("compare_modes(flow, [])", "expression_call"),
        ("compare_modes(flow, 3)", "expression_type"),
    ],
    "best_frequency": [
        ("best_frequency(flow, sea, [4, 4])", "expression_call"),
        ("best_frequency(flow, sea, [0])", "expression_call"),
        ("best_frequency(flow, sea, 4)", "expression_type"),
        ("best_frequency(flow, sea, [4], 'yes')", "expression_type"),
    ],
    "break_even_distance": [
        ("break_even_distance(0, 1, 100, 2)", "expression_call"),
        ("break_even_distance(1, 1, 1, 1)", "expression_call"),
        ("break_even_distance(0, 1, 100, 0.5, ['road'])", "expression_type"),
    ],
    "break_even_goods_value": [
        (
            "break_even_goods_value(flow, air, {'mode': 'b', 'shipments': 60, 'freight_per_unit': 1})",
            "expression_call",
        ),
        ("break_even_goods_value(3, sea, air)", "expression_type"),
    ],
    "break_even_volume": [
        ("break_even_volume(flow, sea, air, 100, 50)", "expression_call"),
        ("break_even_volume(flow, sea, air, 1000, 2000)", "expression_call"),
        ("break_even_volume([], sea, air, 1000, 2000)", "expression_type"),
    ],
    "chargeable_weight": [
        ("chargeable_weight(1, 1, 'moon')", "expression_call"),
        ("chargeable_weight(1, 1, 0)", "expression_call"),
        ("chargeable_weight(1, -1, 'air')", "expression_call"),
        ("chargeable_weight(1, 1, [])", "expression_type"),
    ],
    "package_totals": [
        ("package_totals([{'length_cm': 120, 'width_cm': 80}])", "table_field"),
        ("package_totals([{'length_cm': 0, 'width_cm': 80, 'height_cm': 2}])", "expression_call"),
        (
            "package_totals([{'length_cm': 1, 'width_cm': 8, 'height_cm': 2, 'quantity': 0}])",
            "expression_call",
        ),
        (
            "package_totals([{'length_cm': 1, 'width_cm': 8, 'height_cm': 2, 'quantity': 1.5}])",
            "expression_type",
        ),
    ],
    "loading_metres": [
        ("loading_metres([{'length_m': 1.2, 'width_m': 0.8, 'stack': 0}])", "expression_call"),
        ("loading_metres([{'length_m': 1.2, 'width_m': 0.8}], 0)", "expression_call"),
        ("loading_metres(3)", "expression_type"),
    ],
    "tariff_price": [
        ("tariff_price(scale, 0)", "expression_call"),
        ("tariff_price([], 3)", "expression_call"),
        ("tariff_price(parcels, 12)", "expression_call"),
        ("tariff_price([{'from': 0}], 3)", "table_field"),
        ("tariff_price([{'from': 10, 'price': 1}], 3)", "expression_call"),
        ("tariff_price(scale, 450, scheme='odd')", "expression_call"),
        ("tariff_price(scale, 450, pays_for=1)", "expression_type"),
        ("tariff_price(3, 450)", "expression_type"),
    ],
    "pays_for_weights": [
        ("pays_for_weights([])", "expression_call"),
        ("pays_for_weights([{'from': 0, 'price': 'x'}])", "expression_type"),
    ],
    "fuel_surcharge": [
        ("fuel_surcharge(1.5, 160, 184)", "expression_call"),
        ("fuel_surcharge(0.2, 0, 184)", "expression_call"),
    ],
    "fuel_step": [
        ("fuel_step([], 158)", "expression_call"),
        ("fuel_step([{'index': 150}], 158)", "table_field"),
    ],
    "freight_bill": [
        ("freight_bill(-1)", "expression_call"),
        ("freight_bill(1, -2)", "expression_call"),
        ("freight_bill(1, 0, [{'supplement': 'a', 'base': 'b'}])", "expression_call"),
        ("freight_bill(1, 0, [{'amount': 3}])", "table_field"),
    ],
    "parcel_price": [
        ("parcel_price([], parcels, 'express')", "expression_call"),
        (
            "parcel_price([{'length_cm': 60, 'width_cm': 60, 'height_cm': 60}], parcels, 'express')",
            "expression_call",
        ),
        ("parcel_price([{'length_cm': 6, 'width_cm': 6, 'height_cm': 6}], [], 'express')", "expression_call"),
        (
            "parcel_price([{'length_cm': 6, 'width_cm': 6, 'height_cm': 6}], parcels, 'moon')",
            "expression_call",
        ),
        ("parcel_price(3, parcels, 'express')", "expression_type"),
    ],
    "groupage_price": [
        ("groupage_price(-1, 2, {'rate': 70})", "expression_call"),
        ("groupage_price(1, 2, {})", "table_field"),
        ("groupage_price(1, 2, 70)", "expression_type"),
    ],
    "container_size": [
        ("container_size('30')", "expression_call"),
        ("container_size(20)", "expression_type"),
    ],
    "container_choice": [
        ("container_choice(0, 1, offers)", "expression_call"),
        ("container_choice(9000, 1, offers)", "expression_call"),
        ("container_choice(10, 1, [])", "expression_call"),
        ("container_choice(10, 1, [{'container': '30', 'price': 1}])", "expression_call"),
        ("container_choice(10, 1, [{'container': '20'}])", "table_field"),
    ],
}


def test_a_mode_read_part_by_part() -> None:
    found = value("logistics_cost(flow, sea)", NAMES)
    assert isinstance(found, dict)
    assert (found["freight"], found["cycle_stock"], found["lot_size"]) == (1000.0, 1250.0, 250.0)
    rows = value("compare_modes(flow, [air, sea])", NAMES)
    assert isinstance(rows, list)
    first, second = rows
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (second["gap"], second["rank"], first["rank"]) == (0.0, 1, 2)
    assert value("sum(column([{'a': r.total - r.gap} for r in compare_modes(flow, [air, sea])], 'a'))", NAMES)


def test_bill_and_containers_as_a_case_reads_them() -> None:
    bill = value("freight_bill(200, 0.1, [{'supplement': 'adr', 'rate': 0.1, 'base': 'fuelled'}])", NAMES)
    assert bill == {
        "freight": 200.0,
        "fuel": 20.0,
        "lines": [{"line": "adr", "amount": 22.0}],
        "supplements": 22.0,
        "total": 242.0,
    }
    own = value(
        "container_choice(10, 100, [{'container': 'x', 'price': 9, 'volume_m3': 5, 'payload_kg': 60}])"
    )
    assert isinstance(own, dict)
    assert (own["containers"], own["total"], own["groupage_m3"]) == ({"x": 2}, 18.0, 0.0)


def test_the_examples_cover_the_list() -> None:
    check_listed("freight", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
