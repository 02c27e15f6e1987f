"""Lanes by hand and by theory: timetables, in-transit stock, consolidation, tariffs, claims, CO2e."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from transport_worlds import flow, leg, stock, world

from sim.models import read_model
from sim.models.lanes import LanesModel
from sim.transport.draws import paths
from sim.transport.tracking import track

GOLDEN = Path(__file__).parent / "golden" / "lanes.json"


def lanes(data: dict[str, Any]) -> LanesModel:
    return LanesModel.read(data)


def test_the_example_in_the_documentation_is_served_better_with_more_days() -> None:
    model = read_model({"lanes": LanesModel.EXAMPLE})
    policy = {"receivers": [{"name": "store", "lane": "sea", "every": 7, "safety_days": 2}]}
    few = model.under(policy).measure(1, "test", 20)
    policy["receivers"][0]["safety_days"] = 14
    many = model.under(policy).measure(1, "test", 20)
    assert few["fill_rate"] < many["fill_rate"]
    assert few["mean_stock"] < many["mean_stock"]
    policy["receivers"][0] |= {"safety_days": 2, "backup": "air", "backup_days": 6}
    helped = model.under(policy).measure(1, "test", 20)
    assert helped["fill_rate"] > few["fill_rate"]
    assert helped["backup_share"] > 0


# -- time -----------------------------------------------------------------------------------------------------
def test_a_timetable_by_hand() -> None:
    """Booked on days 0 to 6; leaves on day 3 with what was ready a day before, then on day 10; two days and a half."""
    data = world(
        [leg(transit={"constant": 2.5}, departures={"weekdays": [3], "cut_off": 1})],
        flows=[flow(shipments={"series": {"values": [1] * 7, "then": 0}})],
        horizon=20,
        policy={},
    )
    rows = track(lanes(data).world, 1).raw()
    assert [row[0] for row in rows if row[1] == "departed"] == [3, 3, 3, 10, 10, 10, 10]
    assert [row[0] for row in rows if row[1] == "delivered"] == [5.5] * 3 + [12.5] * 4
    waits = [3, 2, 1, 7, 6, 5, 4]
    assert lanes(data).live(1, "", 0).indicators["mean_transit_time"] == np.mean(waits) + 2.5


def test_a_chain_by_hand() -> None:
    """Truck of half a day, a quay where a quarter of a day is needed, the train of days 2, 5, 8…, one day more."""
    data = world(
        [
            leg(destination="yard", transit={"constant": 0.5}),
            leg(
                mode="rail", origin="yard", transit={"constant": 1},
                departures={"every": 3, "first": 2, "cut_off": 0.5},
            ),
        ],
        hubs=[{"name": "yard", "time": {"constant": 0.25}, "customs": True, "per_shipment": 4, "per_pallet": 3}],
        flows=[flow(shipments={"series": {"values": [1, 1], "then": 0}})],
        horizon=20,
        policy={},
    )  # fmt: skip
    rows = track(lanes(data).world, 1).raw()
    kinds = [(row[0], row[1]) for row in rows if row[2] == 0]
    # Ready at 0.75: before 1.5, so the train of day 2; the other one, ready at 1.75, takes that of day 5.
    assert kinds == [
        (0, "booked"), (0, "picked_up"), (0, "departed"), (0.5, "arrived"), (0.5, "customs"), (2, "departed"),
        (3, "delivered"),
    ]  # fmt: skip
    assert [row[0] for row in rows if row[1] == "delivered"] == [3, 6]
    assert lanes(data).live(1, "", 0).indicators["handling_cost"] == 2 * (4 + 3 * math.ceil(500 / 400))


def test_a_poisson_stream_waits_half_the_interval_for_a_departure() -> None:
    """Mean residual time of a renewal process with constant intervals; whole days: (7 - 1) / 2."""
    data = world(
        [leg(transit={"constant": 1}, departures={"every": 7})],
        flows=[flow(shipments={"poisson": 4})],
        horizon=7 * 60,
        policy={},
    )
    found = lanes(data).measure(1, "", 20)
    assert found["mean_transit_time"] == pytest.approx(1 + 3, rel=0.01)
    assert found["transit_time_sd"] == pytest.approx(math.sqrt((7**2 - 1) / 12), rel=0.01)


def test_delays_are_recorded_by_cause_and_a_season_holds() -> None:
    delay = {"cause": "weather", "chance": 1, "time": {"constant": 2}, "first": 360, "last": 4}
    data = world(
        [leg(delays=[delay, {"cause": "traffic", "chance": 0.25, "time": {"constant": 1}}])],
        flows=[flow(shipments={"series": {"values": [1], "repeat": True}})],
        horizon=730,
        policy={},
    )
    found = lanes(data).measure(1, "", 10)
    assert found["delay_weather"] == 2 * 20  # ten days of each of two years
    assert found["delay_traffic"] == pytest.approx(0.25 * 730, rel=0.05)
    assert found["delay_strike"] == 0
    lost = found["delay_weather"] + found["delay_traffic"]
    assert found["mean_transit_time"] == pytest.approx(2 + lost / 730, rel=0.01)


def test_a_strike_holds_up_what_would_have_left() -> None:
    strike = {"cause": "strike", "start": 10, "length": {"constant": 5}}
    data = world([leg(stoppages=[strike])], flows=[flow(shipments={"series": {"values": [1], "repeat": True}})],
                 horizon=40, policy={})  # fmt: skip
    rows = track(lanes(data).world, 1).raw()
    held = [row for row in rows if row[1] == "exception"]
    assert [(row[0], row[7], row[8]) for row in held] == [(10 + day, 5 - day, "strike") for day in range(5)]
    assert lanes(data).live(1, "", 0).indicators["delay_strike"] == 5 + 4 + 3 + 2 + 1


# -- stock ----------------------------------------------------------------------------------------------------
def test_periodic_review_with_goods_on_the_way_in_closed_form() -> None:
    """d a day, review R, time L, level S: stock S - d (L + (R - 1) / 2), on the way d L (Little's law, L = λ W)."""
    for review, days, level in ((1, 3, 60), (7, 5, 150), (4, 9, 140)):
        data = world(
            [leg(transit={"constant": days})],
            receivers=[stock(holding=1, transit_holding=1, order_cost=5)],
            horizon=28 * 10 + 28,
            warm_up=28,
            policy={"receivers": [{"name": "store", "lane": "road", "every": review, "level": level}]},
        )
        found = lanes(data).live(1, "", 0).indicators
        assert found["mean_stock"] == pytest.approx(level - 10 * (days + (review - 1) / 2))
        assert found["mean_in_transit"] == pytest.approx(10 * days)
        assert found["ordering_cost"] == 5 * 280 / review
        assert found["holding_cost"] == pytest.approx(280 * found["mean_stock"])
        assert found["fill_rate"] == 1


def test_a_base_stock_under_poisson_demand_in_closed_form() -> None:
    """Backorders E[(D - S)+], D the demand over the lead time (Hadley and Whitin 1963, chapter 4)."""
    rate, days, level = 4, 5, 22
    data = world(
        [leg(transit={"constant": days})],
        receivers=[stock(demand={"poisson": rate})],
        horizon=2060,
        warm_up=60,
        policy={"receivers": [{"name": "store", "lane": "road", "level": level}]},
    )
    story = [lanes(data).live(1, "", run) for run in range(8)]
    weights = [math.exp(-rate * days + k * math.log(rate * days) - math.lgamma(k + 1)) for k in range(200)]
    expected = sum(weight * max(k - level, 0) for k, weight in enumerate(weights))
    on_hand = sum(weight * max(level - k, 0) for k, weight in enumerate(weights))
    assert np.mean([one.tracks[0].backorders[60:] for one in story]) == pytest.approx(expected, rel=0.08)
    assert np.mean([one.tracks[0].on_hand[60:] for one in story]) == pytest.approx(on_hand, rel=0.03)


def test_safety_days_are_laid_over_what_the_lane_takes() -> None:
    data = world(
        [leg(transit={"constant": 4}, departures={"weekdays": [2]})],
        receivers=[stock()],
        policy={"receivers": [{"name": "store", "lane": "road", "every": 7, "safety_days": 3}]},
    )
    # Mean wait for a weekly departure: three days; so 10 (7 + 3 + 4 + 3).
    assert lanes(data).world.settings()[0].level == 170
    data["policy"]["receivers"][0]["every"] = None
    data["policy"]["receivers"][0]["per_week"] = 2
    assert lanes(data).world.settings()[0].level == 135
    assert [day for day, is_on in enumerate(lanes(data).world.settings()[0].days[:14]) if is_on] == [
        0,
        3,
        7,
        10,
    ]


def test_a_backup_helps_when_the_base_is_on_strike() -> None:
    strike = {"cause": "strike", "start": 40, "length": {"constant": 25}}
    data = world(
        [leg(mode="sea", transit={"constant": 10}, stoppages=[strike])],
        receivers=[stock()],
        policy={"receivers": [{"name": "store", "lane": "road", "level": 140}]},
    )
    data["lanes"].append({"name": "air", "legs": [leg(mode="air", transit={"constant": 2})]})
    alone = lanes(data).live(1, "", 0).indicators
    data["policy"]["receivers"][0] |= {"backup": "air", "backup_level": 35}
    helped = lanes(data).live(1, "", 0)
    assert alone["fill_rate"] < 0.95
    # What stands on the quay is not counted on: the aircraft is called before the shelf is empty.
    assert helped.indicators["fill_rate"] == 1
    ordered = [day for day, units in enumerate(helped.tracks[0].extra["backup"]) if units]
    assert min(ordered) >= 48
    assert max(ordered) <= 75


def test_an_order_is_what_one_departure_holds_at_most_and_whole_lots() -> None:
    data = world(
        [leg(capacity={"pallets": 2}, vehicles=1, departures={"every": 2})],
        receivers=[stock(units_per_pallet=20, initial=0)],
        policy={"receivers": [{"name": "store", "lane": "road", "level": 500, "lot": 15}]},
    )
    ordered = lanes(data).live(1, "", 0).tracks[0].ordered
    assert ordered[0] == 30
    assert max(ordered) == 30


# -- consolidation ----------------------------------------------------------------------------------------------
def test_the_best_interval_between_departures_is_that_of_the_lot_size_formula() -> None:
    """K a vehicle, λ shipments a day, h a shipment and day: K / T + λ h (T - 1) / 2 a day, best near √(2 K / λ h).

    The same square root as the economic order quantity (Harris 1913); here days are whole.
    """
    charge, rate, wait = 180, 5, 2
    costs = {}
    for every in (2, 4, 6, 8, 12):
        data = world(
            [leg(transit={"constant": 1}, tariff={"per_vehicle": charge}, departures={"every": every})],
            flows=[flow(shipments={"series": {"values": [rate], "repeat": True}}, time_cost=wait)],
            horizon=24 * 21,
            warm_up=24,
            policy={},
        )
        found = lanes(data).live(1, "", 0).indicators
        days = 24 * 20
        costs[every] = found["total_cost"] / days - rate * wait  # less the day on the road
        assert costs[every] == pytest.approx(charge / every + rate * wait * (every - 1) / 2)
    assert min(costs, key=lambda every: costs[every]) == 6
    assert math.sqrt(2 * charge / (rate * wait)) == 6


def test_a_vehicle_waits_for_goods_but_not_for_ever() -> None:
    data = world(
        [leg(capacity={"weight_kg": 4000}, departures={"fill": 1, "longest_wait": 3})],
        flows=[flow()],
        horizon=60,
        policy={},
    )
    found = lanes(data).live(1, "", 0).indicators
    # A tonne a day: four days would fill it, so the oldest have waited three when the fourth day fills it.
    assert (found["load_factor"], found["vehicles"]) == (1, 15)
    data["policy"] = {"dispatch": [{"lane": "road", "fill": 1, "longest_wait": 1}]}
    assert lanes(data).live(1, "", 0).indicators["load_factor"] == 0.5
    data["policy"] = {"dispatch": [{"lane": "road", "every": 10}]}
    found = lanes(data).live(1, "", 0).indicators
    assert found["load_factor"] == pytest.approx((0.25 + 5 * 2.5) / (1 + 5 * 3))


def test_what_does_not_fit_is_rolled_over() -> None:
    data = world(
        [leg(capacity={"weight_kg": 1000}, vehicles=1, departures={"every": 1})],
        flows=[flow(shipments={"series": {"values": [4, 0, 0, 0, 0], "repeat": True}})],
        horizon=50,
        policy={},
    )
    found = lanes(data).live(1, "", 0).indicators
    assert (found["rolled_over"], found["vehicles"], found["load_factor"]) == (20, 20, 1)
    assert found["mean_transit_time"] == 2 + 0.5


# -- money, claims, emissions -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tariff", "weight", "price"),
    [
        ({"per_100_kg": 12}, 450, 54),
        ({"per_shipment": 30, "per_100_kg": 12, "fuel": 0.1}, 450, 92.4),
        ({"per_100_kg": 12, "minimum": 60}, 450, 60),
        # 450 kg at 20 kg per m3 make 22.5 m3, by road 333 kg for each.
        ({"per_100_kg": 12, "density": 333}, 450, 12 * 22.5 * 3.33),
        ({"bands": [{"least": 0, "price": 41}, {"least": 500, "price": 33}]}, 450, 184.5),
        # "Payant pour": 500 kg at 33 cost less than 450 kg at 41.
        ({"bands": [{"least": 0, "price": 41}, {"least": 500, "price": 33}], "next_band": True}, 450, 165),
        ({"bands": [{"least": 0, "price": 41}, {"least": 500, "price": 33}], "next_band": True}, 300, 123),
        ({"bands": [{"least": 0, "price": 41}, {"least": 500, "price": 33}]}, 500, 165),
        ({"per_pallet": 25}, 450, 50),
        ({"per_loading_metre": 100}, 450, 80),
        ({"ad_valorem": 0.01, "fuel": 0.5}, 450, 9),
    ],
)
def test_a_tariff_by_hand(tariff: dict[str, Any], weight: float, price: float) -> None:
    data = world(
        [leg(tariff=tariff)],
        flows=[flow(weight={"constant": weight}, density=20, value_per_kg=2)],
        horizon=10,
        policy={},
    )
    found = lanes(data).live(1, "", 0).indicators
    assert found["transport_cost"] == pytest.approx(20 * price)
    assert found["cost_per_order"] == pytest.approx(price)


def test_claims_by_hand() -> None:
    """All is lost: 500 kg worth 20 a kilogram, of which the carrier pays 8 a kilogram back."""
    data = world([leg(loss=1)], flows=[flow(value_per_kg=20)], horizon=10, policy={})
    data["lanes"][0] |= {"liability_per_kg": 8, "claim_cost": 30}
    found = lanes(data).live(1, "", 0).indicators
    assert found["claims_cost"] == 2 * 8 * (500 * 12 + 30)
    assert (found["claims_rate"], found["otif_rate"]) == (1, 0)
    data["lanes"][0]["liability_per_kg"] = 25
    assert lanes(data).live(1, "", 0).indicators["claims_cost"] == 2 * 8 * 30
    data["lanes"][0]["legs"][0] |= {"loss": 0, "damage": 1}
    data["lanes"][0] |= {"damage_share": 0.25, "liability_per_kg": 8}
    assert lanes(data).live(1, "", 0).indicators["claims_cost"] == 2 * 8 * (125 * 12 + 30)


def test_risks_of_legs_add_up() -> None:
    legs = [leg(destination="hub", damage=0.1), leg(origin="hub", damage=0.2)]
    data = world(legs, flows=[flow(shipments={"poisson": 20})], horizon=400, policy={})
    assert lanes(data).measure(1, "", 5)["claims_rate"] == pytest.approx(1 - 0.9 * 0.8, rel=0.02)


def test_emissions_by_hand() -> None:
    """Half a tonne over 300 km at 0.1 kg per t·km, 1.2 kg per tonne at the hub, 0.5 kg per lorry-km."""
    data = world(
        [
            leg(destination="hub", distance_km=200, emission_factor=0.1),
            leg(
                origin="hub", distance_km=100, emission_factor=0.1, vehicle_emission_factor=0.5,
                departures={"every": 1},
            ),
        ],
        hubs=[{"name": "hub", "emission_factor": 1.2}],
        flows=[flow(shipments={"series": {"values": [1], "then": 0}})],
        horizon=10,
        carbon_price=100,
        policy={},
    )  # fmt: skip
    found = lanes(data).live(1, "", 0).indicators
    # Both legs take two days: the second one leaves on day 2, in the one vehicle of that departure.
    assert found["co2e"] == pytest.approx(0.5 * 300 * 0.1 + 0.5 * 1.2 + 100 * 0.5)
    assert found["tonne_km"] == pytest.approx(150)
    assert found["co2e_per_tkm"] == pytest.approx(1000 * found["co2e"] / 150)
    assert found["carbon_cost"] == pytest.approx(found["co2e"] * 0.1)


# -- draws ------------------------------------------------------------------------------------------------------
def test_a_longer_horizon_only_adds_days() -> None:
    short = {**LanesModel.EXAMPLE, "horizon": 100}
    one = paths(lanes(short).world, 3, "", 2, 1)
    two = paths(LanesModel.read(LanesModel.EXAMPLE).world, 3, "", 2, 1)
    for name in ("demand", "transit", "handled", "delay"):
        assert np.array_equal(getattr(one, name), getattr(two, name)[..., :100]), name
    assert np.array_equal(one.shipments, two.shipments[: len(one.shipments)])


def test_the_same_seed_gives_the_bytes_it_gave() -> None:
    """A promise: an old case with an old seed gives the year it gave."""
    model = LanesModel.read(LanesModel.EXAMPLE)
    known = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert track(model.world, 2026, 0, "golden").digest() == known["digest"]
    found = model.live(2026, "golden", 0).indicators
    assert {name: round(value, 6) for name, value in found.items()} == known["indicators"]
