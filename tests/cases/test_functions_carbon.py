"""Greenhouse gases from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "rows": [
        {"mode": "road", "class": "tractor", "value": 0.08, "year": 2025, "source": "our carrier"},
        {"mode": "hub", "class": "cross-dock", "value": 1.2, "unit": "kg/t"},
    ],
    "chain": [
        {"element": "truck", "mode": "road", "class": "articulated, average", "distance_km": 100},
        {"element": "dock", "mode": "hub", "kg_per_tonne": 1.2},
        {"element": "train", "mode": "rail", "class": "freight train", "distance_km": 900},
    ],
    "mine": [{"element": "truck", "mode": "road", "class": "tractor", "distance_km": 100}],
    "legs": [{"km": 300, "tonnes": 18, "used": 96}, {"km": 300, "tonnes": 0, "used": 69}],
    "shipments": [
        {"shipment": "A", "tonnes": 2, "distance_km": 50},
        {"shipment": "B", "tonnes": 1, "distance_km": 200},
    ],
}

WORKS: dict[str, tuple[str, Plain]] = {
    "emission_factor": (
        "[emission_factor('uk-2025', 'rail', 'freight train').value,"
        " emission_factor('uk-2025', 'rail', 'freight train', 'ttw').value]",
        [0.0347, 0.02779],
    ),
    "factor_rows": ("len(factor_rows('fr-2017-energy', 'energy', 'wtw'))", 8),
    "factor_table": (
        "[factor_table('fr-2012').year, factor_table('uk-2025').place, factor_table(rows).name]",
        [2012, "United Kingdom", "own"],
    ),
    "chain_emissions": (
        "chain_emissions(chain, 20, 'uk-2025').kg_co2e",
        20 * (100 * 0.09623 + 1.2 + 900 * 0.0347),
    ),
    "compare_factor_tables": (
        "[r.gap for r in compare_factor_tables([{'table': rows, 'elements': mine},"
        " {'table': {'name': 'b', 'rows': [{'mode': 'road', 'class': 'tractor', 'value': 0.1}]},"
        " 'elements': mine}], 5)]",
        [0.0, 10.0],
    ),
    "vehicle_emissions": ("vehicle_emissions(legs, 3.17).intensity", 165 * 3.17 / 5400),
    "modelled_intensity": ("modelled_intensity(22, 34, 25, 0.6, 0.2, 3.17).intensity", 0.336 * 3.17 / 15),
    "allocate_emissions": ("[r.kg_co2e for r in allocate_emissions(90, shipments)]", [30.0, 60.0]),
    "great_circle_km": ("great_circle_km(48.8566, 2.3522, 40.7128, -74.006)", 5837.2),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "emission_factor": [
        ("emission_factor('uk-2024', 'rail', 'freight train')", "expression_call"),
        ("emission_factor('uk-2025', 'boat', 'freight train')", "expression_call"),
        ("emission_factor('uk-2025', 'rail', 'tram')", "expression_call"),
        ("emission_factor('uk-2025', 'rail', 'freight train', 'wtt')", "expression_call"),
        ("emission_factor(3, 'rail', 'tram')", "expression_type"),
        ("emission_factor([{'mode': 'road', 'klass': 'a'}], 'road', 'a')", "expression_field"),
        ("emission_factor([{'mode': 'road', 'class': 'a'}], 'road', 'a')", "table_field"),
        ("emission_factor({'rows': rows, 'base': 'x'}, 'road', 'a')", "expression_field"),
    ],
    "factor_rows": [
        ("factor_rows('x')", "expression_call"),
        ("factor_rows('uk-2025', 3)", "expression_type"),
        ("factor_rows([])", "expression_call"),
    ],
    "factor_table": [
        ("factor_table('x')", "expression_call"),
        ("factor_table({'over': 'uk-2025'})", "table_field"),
        ("factor_table([rows[0], rows[0]])", "expression_call"),
        ("factor_table([{'mode': 'a', 'class': 'b', 'value': -1}])", "expression_call"),
        ("factor_table([{'mode': 'a', 'class': 'b', 'value': 1, 'scope': 'all'}])", "expression_call"),
    ],
    "chain_emissions": [
        ("chain_emissions([], 20, 'uk-2025')", "expression_call"),
        ("chain_emissions(chain, 0, 'uk-2025')", "expression_call"),
        ("chain_emissions(chain, 20, 'fr-2012')", "expression_call"),
        ("chain_emissions([chain[0], chain[0]], 20, 'uk-2025')", "expression_call"),
        ("chain_emissions([{'element': 'a'}], 20, 'uk-2025')", "table_field"),
        ("chain_emissions([{'element': 'a', 'mode': 'road', 'km': 3}], 20, 'uk-2025')", "expression_field"),
        ("chain_emissions(3, 20, 'uk-2025')", "expression_type"),
    ],
    "compare_factor_tables": [
        ("compare_factor_tables([], 20)", "expression_call"),
        ("compare_factor_tables([{'table': 'uk-2025'}], 20)", "table_field"),
    ],
    "vehicle_emissions": [
        ("vehicle_emissions([], 3)", "expression_call"),
        ("vehicle_emissions([{'km': 0, 'tonnes': 1, 'used': 2}], 3)", "expression_call"),
        ("vehicle_emissions([{'km': 0, 'tonnes': 1}], 3)", "table_field"),
    ],
    "modelled_intensity": [
        ("modelled_intensity(34, 22, 25, 0.6, 0.2, 3.17)", "expression_call"),
        ("modelled_intensity(22, 34, 25, 1.6, 0.2, 3.17)", "expression_call"),
    ],
    "allocate_emissions": [
        ("allocate_emissions(90, shipments, 'colour')", "expression_call"),
        ("allocate_emissions(90, [{'shipment': 'A'}])", "expression_call"),
        ("allocate_emissions(90, [])", "expression_call"),
        ("allocate_emissions(90, 3)", "expression_type"),
    ],
    "great_circle_km": [("great_circle_km(95, 0, 0, 0)", "expression_call")],
}


def test_a_chain_as_a_case_reads_it() -> None:
    found = value("chain_emissions(chain, 20, {'name': 'mine', 'over': 'uk-2025', 'rows': rows})", NAMES)
    assert isinstance(found, dict)
    assert (found["table"], found["scope"], found["tonne_km"]) == ("mine", "wtw", 20_000.0)
    elements = found["elements"]
    assert isinstance(elements, list)
    assert elements[1] == {
        "element": "dock",
        "mode": "hub",
        "class": "",
        "tonnes": 20.0,
        "distance_km": 0.0,
        "tonne_km": 0.0,
        "kg_co2e": 24.0,
        "share": pytest.approx(24 / 841.06),
        "intensity": None,
    }
    assert value("emission_factor({'over': 'uk-2025', 'rows': rows}, 'road', 'tractor')", NAMES) == {
        "table": "own",
        "mode": "road",
        "class": "tractor",
        "value": 0.08,
        "unit": "kg/t.km",
        "scope": "wtw",
        "source": "our carrier",
        "year": 2025,
        "place": "",
    }


def test_the_examples_cover_the_list() -> None:
    check_listed("carbon", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)
