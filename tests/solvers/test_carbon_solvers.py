"""Greenhouse gases: the tables of factors as data, chains that add up, sharing, refusals."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.carbon.allocation import Shipment, allocate
from solvers.carbon.chain import Element, chain_emissions, compare_tables
from solvers.carbon.distance import EARTH_RADIUS_KM, great_circle_km
from solvers.carbon.factors import Factor, factor, named_table, own_table, table_names
from solvers.carbon.own_vehicle import VehicleLeg, modelled_intensity, vehicle_emissions
from solvers.errors import SolverError

UK = named_table("uk-2025")


# -- tables -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", table_names())
def test_a_table_says_where_it_comes_from(name: str) -> None:
    table = named_table(name)
    assert table.name == name
    assert table.title
    assert table.source
    assert table.place
    assert "re-read" in table.status
    assert 2000 < table.year < 2030
    keys = [(one.mode, one.klass, one.scope) for one in table.factors]
    assert len(set(keys)) == len(keys)
    values = {(one.mode, one.klass, one.scope): one.value for one in table.factors}
    for mode, klass, _ in keys:
        # Well-to-wheel holds tank-to-wheel: a factor below it was copied wrong.
        assert values[mode, klass, "wtw"] > values[mode, klass, "ttw"] >= 0
    assert {one.unit for one in table.factors} <= {"kg/t.km", "kg/l", "kg/kg", "kg/kWh"}
    assert all(one.source and one.year == table.year for one in table.factors)


def test_orders_of_magnitude_of_the_modes() -> None:
    values = [
        factor(UK, *name).value
        for name in (
            ("sea", "container ship, average"),
            ("rail", "freight train"),
            ("road", "articulated, average"),
            ("road", "rigid, average"),
            ("air", "long haul"),
        )
    ]
    assert values == sorted(values)


def test_the_load_makes_the_intensity() -> None:
    full, mean, half = (
        factor(UK, "road", f"articulated over 33 t{words}").value
        for words in (", fully laden", "", ", half laden")
    )
    assert full < mean < half


def test_a_table_of_ones_own_replaces_and_completes() -> None:
    rows = [
        Factor("rail", "freight train", 0.02, "kg/t.km", "wtw", "our railway", 2026),
        Factor("cable", "ropeway", 0.05, "kg/t.km", "wtw"),
    ]
    mine = own_table("mine", rows, UK)
    assert factor(mine, "rail", "freight train").source == "our railway"
    assert factor(mine, "rail", "freight train", "ttw") == factor(UK, "rail", "freight train", "ttw")
    assert factor(mine, "cable", "ropeway").value == 0.05
    assert len(mine.factors) == len(UK.factors) + 1
    alone = own_table("alone", rows)
    with pytest.raises(SolverError, match="table alone"):
        factor(alone, "road", "articulated, average")


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [Factor("a", "b", -1, "kg/t.km", "wtw")],
        [Factor("a", "b", 1, "kg/t.km", "wtt")],  # type: ignore[arg-type]
        [Factor("a", "b", 1, "kg/t.km", "wtw"), Factor("a", "b", 2, "kg/t.km", "wtw")],
    ],
)
def test_rows_refused(rows: list[Factor]) -> None:
    with pytest.raises(SolverError):
        own_table("mine", rows)


def test_a_missing_factor_tells_what_there_is() -> None:
    with pytest.raises(SolverError) as caught:
        factor(UK, "rail", "tram")
    assert "freight train" in caught.value.explain("fr")
    with pytest.raises(SolverError) as caught:
        factor(UK, "inland waterway", "barge")
    assert "road; rail" in caught.value.explain("en")
    with pytest.raises(SolverError, match="uk-2025"):
        named_table("uk-1999")


# -- distances --------------------------------------------------------------------------------------
places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(here=places, there=places, beyond=places)
def test_great_circles_are_distances(
    here: tuple[float, float], there: tuple[float, float], beyond: tuple[float, float]
) -> None:
    direct = great_circle_km(*here, *there)
    assert direct == pytest.approx(great_circle_km(*there, *here), abs=1e-6)
    assert great_circle_km(*here, *here) == 0
    assert 0 <= direct <= math.pi * EARTH_RADIUS_KM + 1e-6
    assert direct <= great_circle_km(*here, *beyond) + great_circle_km(*beyond, *there) + 1e-3


def test_a_quarter_of_the_globe() -> None:
    assert great_circle_km(0, 0, 90, 0) == pytest.approx(math.pi / 2 * EARTH_RADIUS_KM)
    with pytest.raises(SolverError, match="between -180 and 180"):
        great_circle_km(0, 0, 0, 181)


# -- chains -----------------------------------------------------------------------------------------
LEGS = [
    Element("truck", "road", "articulated, average", 80),
    Element("port", "hub", kg_per_tonne=1.1),
    Element("ship", "sea", "container ship, average", 9000),
    Element("dock", "hub", energy="diesel", used=300, share=0.02),
    Element("last", "road", intensity=0.2, distance_km=120, adjustment=1.05),
]


def test_a_chain_by_hand() -> None:
    found = chain_emissions(LEGS, 12, UK)
    diesel = 2.57082 + 0.61101
    by_hand = [
        12 * 80 * 0.09623,
        12 * 1.1,
        12 * 9000 * 0.01977,
        300 * 0.02 * diesel,
        12 * 120 / 1.05 * 0.2,
    ]
    assert [one.kg_co2e for one in found.elements] == pytest.approx(by_hand)
    assert found.kg_co2e == pytest.approx(sum(by_hand))
    work = 12 * (80 + 9000 + 120 / 1.05)
    assert found.tonne_km == pytest.approx(work)
    assert found.intensity == pytest.approx(sum(by_hand) / work)
    assert sum(one.share for one in found.elements) == pytest.approx(1)
    assert [one.intensity is None for one in found.elements] == [False, True, False, True, False]


@given(tonnes=st.floats(0.01, 1000), times=st.floats(1.1, 10))
def test_emissions_follow_the_tonnes(tonnes: float, times: float) -> None:
    legs = [one for one in LEGS if not one.energy]
    once = chain_emissions(legs, tonnes, UK)
    more = chain_emissions(legs, tonnes * times, UK)
    assert more.kg_co2e == pytest.approx(once.kg_co2e * times)
    assert more.intensity == pytest.approx(once.intensity)
    assert chain_emissions(legs, tonnes, UK, "ttw").kg_co2e < once.kg_co2e


def test_hubs_alone_have_no_intensity() -> None:
    found = chain_emissions([LEGS[1]], 12, UK)
    assert (found.tonne_km, found.intensity) == (0, None)
    nothing = chain_emissions([replace(LEGS[1], kg_per_tonne=0)], 12, UK)
    assert nothing.elements[0].share == 0


def test_two_sources_on_one_chain() -> None:
    uk = [Element("truck", "road", "articulated over 33 t", 500)]
    fr = [Element("truck", "road", "articulated 40 t, general goods, long haul", 500)]
    first, second = compare_tables([(UK, uk), (named_table("fr-2012"), fr)], 10)
    assert (first.gap, first.gap_share) == (0, 0)
    assert second.gap == pytest.approx(second.kg_co2e - first.kg_co2e)
    assert second.table == "fr-2012"
    with pytest.raises(SolverError):
        compare_tables([], 10)


@pytest.mark.parametrize(
    "element",
    [
        Element("a", "road", "articulated, average", -1),
        Element("a", "road", "tram", 1),
        Element("a", "road", intensity=-1, distance_km=1),
        Element("a", "road", "articulated, average", 1, tonnes=0),
        Element("a", "road", "articulated, average", 1, adjustment=0),
        Element("a", "road", energy="diesel", used=1, share=1.5),
        Element("a", "road", energy="coal", used=1),
        Element("a", "hub", "dock"),
    ],
)
def test_elements_refused(element: Element) -> None:
    with pytest.raises(SolverError):
        chain_emissions([element], 1, UK)


# -- own vehicles, sharing --------------------------------------------------------------------------
def test_empty_legs_are_borne_by_the_goods() -> None:
    loaded = vehicle_emissions([VehicleLeg(300, 18, 96)], 3)
    both = vehicle_emissions([VehicleLeg(300, 18, 96), VehicleLeg(300, 0, 69)], 3)
    assert both.kg_co2e - loaded.kg_co2e == both.empty_kg_co2e == 207
    assert both.intensity == pytest.approx(495 / 5400)
    assert vehicle_emissions([VehicleLeg(300, 0, 69)], 3).intensity is None


@given(
    empty=st.floats(5, 40),
    more=st.floats(0, 40),
    load=st.floats(0.05, 0.95),
    back=st.floats(0, 1),
)
def test_a_fuller_vehicle_emits_less_a_tonne_km(empty: float, more: float, load: float, back: float) -> None:
    found = modelled_intensity(empty, empty + more, 25, load, back, 3.17)
    fuller = modelled_intensity(empty, empty + more, 25, load * 1.05, back, 3.17)
    assert fuller.intensity < found.intensity
    assert modelled_intensity(empty, empty + more, 25, load, back + 0.1, 3.17).intensity > found.intensity


@given(
    kg=st.floats(0, 1e5),
    shipments=st.lists(st.tuples(st.floats(0.1, 30), st.floats(1, 900)), min_size=1, max_size=8),
    by=st.sampled_from(["tonne_km", "tonnes", "volume", "count"]),
)
def test_shares_give_the_whole(kg: float, shipments: list[tuple[float, float]], by: str) -> None:
    rows = [
        Shipment(str(place), tonnes, km, volume_m3=2 * tonnes) for place, (tonnes, km) in enumerate(shipments)
    ]
    found = allocate(kg, rows, by)  # type: ignore[arg-type]
    assert math.fsum(one.kg_co2e for one in found) == pytest.approx(kg)
    assert math.fsum(one.share for one in found) == pytest.approx(1)
    if by == "tonnes":
        assert [one.kg_co2e for one in found] == pytest.approx(
            [one.kg_co2e for one in allocate(kg, rows, "volume")]
        )


def test_sharing_refused() -> None:
    for rows, by in (
        ([], "tonnes"),
        ([Shipment("A")], "tonnes"),
        ([Shipment("A", 1), Shipment("A", 1)], "tonnes"),
        ([Shipment("A", -1)], "tonnes"),
        ([Shipment("A", 1)], "price"),
    ):
        with pytest.raises(SolverError):
            allocate(10, rows, by)  # type: ignore[arg-type]
