"""Carriers' scales, chargeable weights, bills, containers: properties, edges, refusals."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.freight.chargeable import (
    Package,
    Pallets,
    chargeable_weight,
    loading_metres,
    package_totals,
    round_up,
    volumetric_rules,
)
from solvers.freight.containers import (
    ContainerOffer,
    Groupage,
    container_choice,
    container_sizes,
    groupage_price,
)
from solvers.freight.freight_bill import (
    FuelStep,
    Supplement,
    freight_bill,
    fuel_step_rate,
    fuel_surcharge_rate,
)
from solvers.freight.parcels import parcel_price
from solvers.freight.tariff import Band, bands_up_to, pays_for_weights, tariff_price

SCALE = [Band(0, 20), Band(500, 15), Band(1000, 12)]


@st.composite
def scales(draw: st.DrawFn) -> list[Band]:
    starts = sorted(draw(st.sets(st.integers(1, 3000), min_size=0, max_size=6)))
    prices = draw(st.lists(st.integers(1, 60), min_size=len(starts) + 1, max_size=len(starts) + 1))
    flat = draw(st.lists(st.booleans(), min_size=len(prices), max_size=len(prices)))
    return [
        Band(float(start), float(price), None if one else 100.0)
        for start, price, one in zip([0, *starts], prices, flat, strict=True)
    ]


@given(bands=scales(), weight=st.integers(1, 4000))
def test_pays_for_is_the_least_of_every_declared_weight(bands: list[Band], weight: int) -> None:
    def plain(declared: float) -> float:
        (own,) = [
            band
            for band, after in itertools.zip_longest(bands, bands[1:])
            if band.start <= declared and (after is None or declared < after.start)
        ]
        return own.price if own.per is None else own.price * declared / 100

    found = tariff_price(bands, weight)
    # Declaring more than one has can only help at the start of a band: every one of them is tried.
    worth = [plain(weight), *(plain(band.start) for band in bands if band.start > weight)]
    assert found.price == pytest.approx(min(worth))
    assert found.plain == pytest.approx(plain(weight))
    assert found.pays_for == (found.charged > weight)


@given(bands=scales(), weights=st.tuples(st.integers(1, 4000), st.integers(1, 4000)))
def test_a_heavier_shipment_never_pays_less_with_pays_for(
    bands: list[Band], weights: tuple[int, int]
) -> None:
    steady = all(band.per is not None for band in bands)
    if steady:
        light, heavy = sorted(weights)
        assert tariff_price(bands, light).price <= tariff_price(bands, heavy).price + 1e-9


def test_weights_from_which_the_next_band_pays() -> None:
    for one in pays_for_weights(SCALE):
        below = tariff_price(SCALE, one.above - 1)
        over = tariff_price(SCALE, one.above + 1)
        assert (below.pays_for, over.pays_for, over.charged) == (False, True, one.paid_as)
    assert pays_for_weights([Band(0, 10), Band(100, 10)]) == ()
    assert [one.above for one in pays_for_weights([Band(0, 90, None), Band(100, 60)])] == [0]
    assert pays_for_weights([Band(0, 0), Band(100, 60)]) == ()


def test_bounds_of_bands() -> None:
    assert tariff_price(SCALE, 500, pays_for=False).price == 75
    assert tariff_price(SCALE, 500, pays_for=False, included="to").price == 100
    ends = bands_up_to([5, 10, 30], [8, 11, 19])
    assert [tariff_price(ends, kg, included="to", most=30).price for kg in (1, 5, 5.1, 10, 30)] == [
        8,
        8,
        11,
        11,
        19,
    ]
    with pytest.raises(SolverError, match="at most 30"):
        tariff_price(ends, 30.5, included="to", most=30)


def test_minimum_and_indivisible_steps() -> None:
    found = tariff_price(SCALE, 40, minimum=25)
    assert (found.price, found.minimum, found.plain) == (25, True, 8)
    assert tariff_price(SCALE, 140, step=100).price == 40  # two hundreds begun
    assert tariff_price(SCALE, 101, step=10).charged == 110


def test_marginal_bands() -> None:
    found = tariff_price(SCALE, 1200, scheme="incremental")
    assert found.price == pytest.approx(5 * 20 + 5 * 15 + 2 * 12)
    assert not found.pays_for
    pivot = [Band(0, 4490, None), Band(2100, 1.86, 1)]
    assert tariff_price(pivot, 500, scheme="incremental").price == 4490


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [Band(1, 2)],
        [Band(0, 2), Band(0, 1)],
        [Band(0, -1)],
        [Band(0, 1, 0)],
        [Band(float(n), 1) for n in range(61)],
    ],
)
def test_scales_refused(bands: list[Band]) -> None:
    with pytest.raises(SolverError):
        tariff_price(bands, 10)
    with pytest.raises(SolverError):
        pays_for_weights(bands)


def test_ends_refused() -> None:
    for ends, prices in (([], []), ([5], [1, 2]), ([5, 5], [1, 2]), ([0], [1])):
        with pytest.raises(SolverError):
            bands_up_to(ends, prices)
    for options in ({"included": "both"}, {"scheme": "some"}, {"minimum": -1}, {"step": -1}, {"most": 0}):
        with pytest.raises(SolverError):
            tariff_price(SCALE, 10, **options)  # type: ignore[arg-type]


# -- chargeable weight ------------------------------------------------------------------------------
@given(
    kg=st.floats(0, 1e5),
    m3=st.floats(0, 1e3),
    ratio=st.floats(0.5, 10),
    step=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_the_weight_charged_is_the_largest(kg: float, m3: float, ratio: float, step: float) -> None:
    found = chargeable_weight(kg, m3, m3_per_tonne=ratio, step_kg=step)
    assert found.chargeable_kg >= max(kg, found.volumetric_kg) * (1 - 1e-9) - 1e-9 * step
    assert found.chargeable_kg <= max(kg, found.volumetric_kg) + step
    assert found.follows == ("weight" if kg >= found.volumetric_kg else "volume")


@given(count=st.integers(0, 10_000), step=st.sampled_from([0.1, 0.5, 1.0, 10.0]))
def test_a_multiple_is_not_rounded(count: int, step: float) -> None:
    assert round_up(count * step, step) == pytest.approx(count * step)


def test_floor_against_weight_and_volume() -> None:
    found = chargeable_weight(1000, 6, m3_per_tonne=3, metres=2, kg_per_metre=1750)
    assert (found.floor_kg, found.chargeable_kg, found.follows) == (3500, 3500, "metres")


def test_the_rules_of_the_data_file() -> None:
    rules = {one.rule: one for one in volumetric_rules()}
    assert set(rules) == {"air", "road", "sea", "groupage", "express"}
    assert all(one.source and one.status and one.year for one in rules.values())
    assert (rules["road"].m3_per_tonne, rules["sea"].m3_per_tonne) == (3, 1)


def test_pallets_and_packages() -> None:
    assert loading_metres([Pallets(1.2, 0.8, 7, stack=2)]) == pytest.approx(4 * 0.4)
    assert loading_metres([]) == 0
    assert package_totals([]).packages == 0
    mixed = [Package(100, 50, 40, 12.5, 2), Package(60, 40, 30, 5)]
    found = package_totals(mixed)
    assert (found.packages, found.volume_m3, found.weight_kg) == (3, pytest.approx(0.472), 30)


# -- bill -------------------------------------------------------------------------------------------
def test_fuel_up_down_and_under_the_threshold() -> None:
    assert fuel_surcharge_rate(0.25, 160, 184) == pytest.approx(0.0375)
    assert fuel_surcharge_rate(0.25, 160, 144) == pytest.approx(-0.025)
    assert fuel_surcharge_rate(0.25, 160, 162, threshold=0.02) == 0
    steps = [FuelStep(150, 0.04), FuelStep(160, 0.045)]
    assert [fuel_step_rate(steps, index) for index in (149, 150, 159.9, 160, 999)] == [
        0,
        0.04,
        0.04,
        0.045,
        0.045,
    ]
    with pytest.raises(SolverError):
        fuel_step_rate([FuelStep(150, 0.04), FuelStep(150, 0.045)], 1)


def test_a_bill_with_a_minimum_and_two_bases() -> None:
    bill = freight_bill(
        100,
        fuel_rate=0.1,
        supplements=[
            Supplement("adr", rate=0.05, minimum=12),
            Supplement("pallets", amount=3, quantity=4),
            Supplement("zone", rate=0.1, base="fuelled"),
        ],
    )
    assert [line.amount for line in bill.lines] == [12, 12, pytest.approx(11)]
    assert bill.total == pytest.approx(145)


# -- parcels ----------------------------------------------------------------------------------------
def test_each_parcel_is_charged_by_itself() -> None:
    scale = bands_up_to([5, 10, 30], [8, 11, 19])
    light, bulky = Package(30, 20, 20, 4, 2), Package(60, 50, 40, 6)
    found = parcel_price([light, bulky], scale, most=30, m3_per_tonne=5, step_kg=0.5, per_shipment=2)
    assert [line.chargeable_kg for line in found.lines] == [4, 24]
    assert [line.price for line in found.lines] == [16, 19]
    assert (found.parcels, found.price) == (3, 37)
    with pytest.raises(SolverError, match="at most 30"):
        parcel_price([Package(80, 60, 60, 6)], scale, most=30, m3_per_tonne=5)


# -- containers -------------------------------------------------------------------------------------
def test_the_containers_of_the_data_file() -> None:
    for one in container_sizes():
        inside = one.length_m * one.width_m * one.height_m
        assert one.volume_m3 == pytest.approx(inside, rel=0.02)
        assert one.door_height_m < one.height_m
        assert one.door_width_m <= one.width_m
        assert one.source
        assert 20_000 < one.payload_kg < 30_480


def test_weight_or_measure() -> None:
    assert groupage_price(2, 3500, Groupage(50)) == 175
    assert groupage_price(0.4, 100, Groupage(50, minimum=80, fixed=30)) == 110
    assert groupage_price(1.2, 100, Groupage(50, step=1)) == 100
    assert groupage_price(0, 0, Groupage(50, minimum=80, fixed=30)) == 0


@settings(max_examples=60)
@given(
    volume=st.integers(1, 160),
    density=st.integers(50, 900),
    prices=st.tuples(st.integers(500, 4000), st.integers(500, 4000)),
    rate=st.none() | st.integers(20, 150),
)
def test_no_other_loading_costs_less(
    volume: int, density: int, prices: tuple[int, int], rate: int | None
) -> None:
    offers = [ContainerOffer("20", prices[0], 30, 28_000), ContainerOffer("40", prices[1], 60, 26_500)]
    terms = None if rate is None else Groupage(rate)
    found = container_choice(volume, volume * density, offers, terms)
    rooms = [min(one.volume_m3, one.payload_kg / density) for one in offers]
    costs = []
    for small, large in itertools.product(range(12), repeat=2):
        left = max(0.0, volume - small * rooms[0] - large * rooms[1])
        if left < 1e-9 * volume:
            costs.append(small * prices[0] + large * prices[1])
        elif rate is not None:
            costs.append(small * prices[0] + large * prices[1] + rate * max(left, left * density / 1000))
    assert found.total == pytest.approx(min(costs))
    held = math.fsum(n * room for (_, n), room in zip(found.containers, rooms, strict=True))
    assert held + found.groupage_m3 >= volume * (1 - 1e-9)
    assert found.total == pytest.approx(found.container_cost + found.groupage_cost)
    assert 0 <= found.fill <= 1 + 1e-9


def test_containers_refused() -> None:
    offer = ContainerOffer("20", 1500, 30, 28_000)
    for volume, offers in (
        (0, [offer]),
        (10, []),
        (10, [offer, offer]),
        (2000, [offer]),
        (10, [ContainerOffer("20", -1, 30, 1)]),
    ):
        with pytest.raises(SolverError):
            container_choice(volume, 100, offers)
