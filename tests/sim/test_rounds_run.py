"""Delivery rounds: hours and traffic by hand, failures by theory, an independent account, refusals."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from rounds_account import Account, arrival

from sim.checks import InvalidError
from sim.models import read_model
from sim.models.rounds import RoundsModel
from sim.rounds import compiled as k
from sim.rounds.log import log

GOLDEN = Path(__file__).parent / "golden" / "rounds.json"
FLAT = (1.0,) * 24


def world(stops: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Stops on a straight road, at 50 km/h: `at` hours from the depot."""
    placed = [
        {"name": f"s{place}", "service": {"constant": 0.5}, **one, "x_km": one["at"] * 50}
        for place, one in enumerate(stops)
    ]
    for one in placed:
        del one["at"]
    names = [one["name"] for one in placed]
    return {
        "horizon": 20, "detour": 1, "stops": placed,
        "vehicles": [{"name": "van", "capacity": 100}],
        "policy": {"routes": [{"vehicle": "van", "stops": names}]}, **more,
    }  # fmt: skip


def live(data: dict[str, Any]) -> dict[str, float]:
    return dict(RoundsModel.read(data).live(1, "", 0).indicators)


# -- time -----------------------------------------------------------------------------------------------------
def test_a_drive_through_two_hours_of_traffic() -> None:
    """Half an hour before nine at free flow, the rest at half speed (Ichoua, Gendreau and Potvin 2003)."""
    profile = [1.0] * 9 + [2.0] + [1.0] * 14
    assert k.travel(8.5, 1.0, np.array(profile)) == pytest.approx(0.5 + 0.5 * 2)
    assert k.travel(8.5, 1.5, np.array(profile)) == pytest.approx(0.5 + 1 + 0.5)
    assert k.travel(3, 0, np.array(profile)) == 0


@given(some.floats(0, 30), some.floats(0, 12), some.lists(some.floats(0.5, 3), min_size=24, max_size=24))
@settings(max_examples=50, deadline=None)
def test_who_leaves_later_arrives_later(start: float, free: float, profile: list[float]) -> None:
    table = np.array(profile)
    one = start + k.travel(start, free, table)
    assert one == pytest.approx(arrival(tuple(profile), start, free), abs=1e-6)
    assert start + 0.25 + k.travel(start + 0.25, free, table) >= one - 1e-6


@pytest.mark.parametrize(
    ("free", "hours", "breaks"), [(4.5, 4.5, 0), (6, 6.75, 1), (9, 9.75, 1), (10, 11.5, 2)]
)
def test_breaks_are_taken_when_due(free: float, hours: float, breaks: int) -> None:
    """45 minutes after 4 h 30 at the wheel: Regulation (EC) 561/2006, article 7."""
    end, driven, _, rested = k.drive(6.0, free, 0.0, np.array(FLAT), 4.5, 0.75)
    assert (end - 6, driven, rested) == pytest.approx((hours, free, 0.75 * breaks))


def test_a_round_by_hand() -> None:
    """Out at 8, an hour to the first, half an hour there, an hour more, half an hour, two hours home: 13 h."""
    data = world([{"at": 1}, {"at": 2}], horizon=1)
    data["vehicles"][0] |= {
        "per_km": 1,
        "per_hour": 20,
        "per_day": 50,
        "overtime": 10,
        "emission_factor": 0.3,
    }
    data["hours"] = {"shift": 4}
    rows = log(RoundsModel.read(data).world, 1).raw()
    assert [(row[1], row[2], row[4]) for row in rows] == [
        (8, "depart", ""), (9, "arrive", "s0"), (9.5, "deliver", "s0"), (10.5, "arrive", "s1"),
        (11, "deliver", "s1"), (13, "return", ""),
    ]  # fmt: skip
    found = live(data)
    assert (found["kilometres"], found["duty_hours"], found["driving_hours"]) == (200, 5, 4)
    costs = {part: found[f"{part}_cost"] for part in ("transport", "labour", "fleet", "overtime")}
    assert costs == {"transport": 200, "labour": 100, "fleet": 50, "overtime": 10}
    assert found["co2e"] == pytest.approx(60)


def test_a_wait_as_long_as_a_break_is_one() -> None:
    data = world([{"at": 4, "opens": 13}], horizon=1)
    found = log(RoundsModel.read(data).world, 1).raw()
    assert [row[2] for row in found] == ["depart", "arrive", "wait", "deliver", "return"]
    data["stops"][0]["opens"] = 0
    assert "break" in [row[2] for row in log(RoundsModel.read(data).world, 1).raw()]


def test_the_day_ends_before_a_stop_that_is_too_far() -> None:
    """Out to the second stop and home takes nine hours and a half at the wheel: more than an ordinary day."""
    data = world([{"at": 2}, {"at": 4.75}], horizon=5, attempts=1)
    data["hours"] = {"extended_days": 2}
    found = live(data)
    # 9.5 hours are allowed on two days of five; on the three others the driver comes home from the first stop.
    assert (found["extended_days"], found["failed_hours"], found["orders_lost"]) == (2, 3, 3)
    data["hours"]["extended_days"] = 0
    assert live(data)["failed_hours"] == 5


def test_a_late_return_delays_the_next_start() -> None:
    """Back at 22: eleven hours of rest end at 9, an hour after the time to leave."""
    data = world([{"at": 3.5, "service": {"constant": 6.25}}], horizon=2)
    rows = [row for row in log(RoundsModel.read(data).world, 1).raw() if row[2] == "depart"]
    # 8 + 3.5 + 6.25 + 1 at the wheel, a break, 2.5 more = 22; the next day at 9.
    assert [(row[1], row[6]) for row in rows] == [(8, 0), (9, 1)]
    assert live(data)["late_starts"] == 1


def test_customers_are_told_a_time_with_some_slack() -> None:
    data = world([{"at": 1}, {"at": 2}], slot=0.25, late_cost=60, horizon=10)
    data["profile"] = [1.5 if hour == 8 else 1.0 for hour in range(24)]
    data["day_noise"] = {"constant": 1.2}
    tight = live(data)
    data["policy"]["slack"] = 0.5
    loose = live(data)
    assert tight["on_time_rate"] < 1
    assert (loose["on_time_rate"], loose["tardiness_cost"]) == (1, 0)
    assert loose["waiting_hours"] > tight["waiting_hours"]


# -- failures -------------------------------------------------------------------------------------------------
def test_what_fails_is_tried_again_then_given_up() -> None:
    """Nobody there with probability p: p² of the orders are given up after two attempts."""
    data = world(
        [{"at": 0.5, "absent": 0.3, "chance": 0.5}], horizon=4000, attempts=2, failed_cost=1, lost_cost=10
    )
    found = RoundsModel.read(data).measure(1, "", 5)
    assert found["failed_rate"] == pytest.approx(0.3, rel=0.03)
    assert found["first_time_rate"] == pytest.approx(0.7, rel=0.03)
    assert found["orders_lost"] / (found["deliveries"] + found["orders_lost"]) == pytest.approx(
        0.09, rel=0.05
    )
    assert found["failure_cost"] == pytest.approx(found["failed_absent"] + 10 * found["orders_lost"])


def test_a_late_delivery_is_accepted_or_refused() -> None:
    stop = {"at": 1, "closes": 8.5, "late": "accept"}
    data = world([stop], late_cost=60, horizon=10)
    found = live(data)
    assert (found["tardiness_cost"], found["late_minutes"], found["on_time_rate"]) == (300, 30, 0)
    data["stops"][0]["late"] = "refuse"
    found = live(data)
    assert (found["failed_refused"], found["deliveries"], found["tardiness_cost"]) == (10, 0, 0)


def test_what_does_not_fit_stays_for_the_next_day() -> None:
    data = world(
        [{"at": 1, "load": {"constant": 60}}, {"at": 2, "load": {"constant": 60}}], horizon=2, attempts=3
    )
    rows = [row for row in log(RoundsModel.read(data).world, 1).raw() if row[2] in ("deliver", "left")]
    assert [(row[0], row[2], row[4], row[7]) for row in rows] == [
        (0, "deliver", "s0", ""), (0, "left", "s1", "full"), (1, "deliver", "s0", ""), (1, "left", "s1", "full"),
    ]  # fmt: skip
    assert live(data)["failed_full"] == 2


def test_more_vehicles_share_one_tour() -> None:
    data = world([{"at": one / 4, "service": {"constant": 1}} for one in range(1, 7)], horizon=5)
    names = [one["name"] for one in data["stops"]]
    data["policy"] = {"tour": {"vehicle": "van", "stops": names, "vehicles": 3}}
    model = RoundsModel.read(data)
    parts = [route.stops for route in model.world.routes()]
    assert [name for part in parts for name in part] == names
    assert max(map(len, parts)) == 2
    assert live(data)["rounds_run"] == 15


# -- the account ------------------------------------------------------------------------------------------------
@some.composite
def worlds(draw: some.DrawFn) -> dict[str, Any]:
    """Any world of a few stops."""
    stops = []
    for place in range(draw(some.integers(1, 5))):
        opens = draw(some.sampled_from([0, 7, 10]))
        stops.append(
            {
                "name": f"s{place}", "x_km": draw(some.integers(-120, 120)), "y_km": draw(some.integers(-60, 60)),
                "load": {"gamma": {"mean": 30, "sd": 15}}, "service": {"gamma": {"mean": 0.5, "sd": 0.3}},
                "chance": draw(some.sampled_from([0.6, 1])), "opens": opens,
                "closes": draw(some.sampled_from([None, opens + 2, 17])),
                "late": draw(some.sampled_from(["accept", "refuse"])), "absent": draw(some.sampled_from([0, 0.2])),
            }
        )  # fmt: skip
    names = [one["name"] for one in stops]
    cut = draw(some.integers(0, len(names)))
    routes = [
        {"vehicle": "van", "stops": part, "departure": draw(some.sampled_from([6, 8.5]))}
        for part in (names[:cut], names[cut:])
        if part
    ]
    tour = {"vehicle": "van", "stops": names, "vehicles": draw(some.integers(1, 3)), "departure": 7}
    plan = draw(some.sampled_from([{"routes": routes}, {"tour": tour}]))
    return {
        "horizon": 12, "warm_up": draw(some.sampled_from([0, 4])), "stops": stops, "late_cost": 20, "failed_cost": 5,
        "lost_cost": 30, "carbon_price": 100, "attempts": draw(some.integers(1, 3)),
        "slot": draw(some.sampled_from([None, 0.5])), "noise": {"gamma": {"mean": 1, "sd": 0.2}},
        "day_noise": {"discrete": {"values": [1, 1.5], "weights": [4, 1]}},
        "profile": [1.0] * 7 + [1.5, 1.8, 1.3] + [1.0] * 7 + [1.6] + [1.0] * 6,
        "hours": draw(some.sampled_from([{}, {"daily": 4, "extended": 5, "break_after": 1.5, "week": 3, "rest": 16}])),
        "vehicles": [
            {
                "name": "van", "capacity": 80, "per_km": 0.5, "per_hour": 20, "per_day": 40, "overtime": 8,
                "emission_factor": 0.2, "full_emission_factor": draw(some.sampled_from([None, 0.4])),
            }
        ],
        "policy": {**plan, "slack": draw(some.sampled_from([0, 0.3]))},
    }  # fmt: skip


@given(worlds())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_account_of_rounds_agrees(data: dict[str, Any]) -> None:
    model = RoundsModel.read(data)
    told = model.live(7, "account", 1).indicators
    for name, value in Account(model.world).live(7, "account", 1).items():
        assert told[name] == pytest.approx(value, rel=1e-5, abs=1e-4), name


@given(worlds())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_order_is_delivered_given_up_or_still_waiting(data: dict[str, Any]) -> None:
    track = RoundsModel.read({**data, "warm_up": 0}).live(3, "", 0).tracks[0]
    failed = sum(track.extra["failed"])
    assert sum(track.ordered) == sum(track.received) + failed
    # Two orders of one customer may be delivered, or given up, together.
    assert sum(track.received) + track.backorders[-1] <= sum(track.demand)


def test_a_plan_changes_no_customer() -> None:
    model = RoundsModel.read(RoundsModel.EXAMPLE)
    names = [one["name"] for one in RoundsModel.EXAMPLE["stops"]]
    other = model.under({"tour": {"vehicle": "van", "stops": names, "vehicles": 3}})
    assert model.live(2, "", 1).tracks[0].demand == other.live(2, "", 1).tracks[0].demand


def test_the_same_seed_gives_the_rounds_it_gave() -> None:
    """A promise: an old case with an old seed gives the year it gave."""
    model = RoundsModel.read(RoundsModel.EXAMPLE)
    known = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert log(model.world, 2026, 0, "golden").digest() == known["digest"]
    found = model.live(2026, "golden", 0).indicators
    assert {name: round(value, 6) for name, value in found.items()} == known["indicators"]


# -- refusals -------------------------------------------------------------------------------------------------
def faults(data: dict[str, Any]) -> set[tuple[str | int, ...]]:
    with pytest.raises(InvalidError) as refused:
        read_model({"rounds": data})
    for lang in ("fr", "en"):
        assert refused.value.explain(lang)
    return {problem.path[1:] for problem in refused.value.problems}


def test_plans_that_make_no_rounds_are_refused() -> None:
    data = world([{"at": 1}, {"at": 2}])
    data["vehicles"][0]["count"] = 1
    for policy, path in (
        ({}, ("policy", "routes")),
        ({"routes": [{"vehicle": "van", "stops": ["s0"]}]}, ("policy", "routes")),
        ({"routes": [{"vehicle": "van", "stops": ["s0", "s1", "s0"]}]}, ("policy", "routes", 0, "stops", 2)),
        ({"routes": [{"vehicle": "van", "stops": ["s0", "s9"]}]}, ("policy", "routes", 0, "stops", 1)),
        ({"routes": [{"vehicle": "lorry", "stops": ["s0", "s1"]}]}, ("policy", "routes", 0, "vehicle")),
        ({"routes": [{"vehicle": "van", "stops": "s0"}]}, ("policy", "routes", 0, "stops")),
        ({"tour": {"vehicle": "van", "stops": ["s0", "s1"], "vehicles": 2}}, ("policy", "tour")),
        (
            {"tour": {"vehicle": "van", "stops": ["s0", "s1"], "departure": 25}},
            ("policy", "tour", "departure"),
        ),
    ):
        assert path in faults({**data, "policy": policy}), policy


def test_worlds_that_make_no_rounds_are_refused() -> None:
    good = world([{"at": 1}, {"at": 2}])
    for key, value in (
        ("profile", [1] * 23), ("profile", [0] * 24), ("distances_km", [[0, 1], [1, 0]]), ("times_h", "far"),
        ("stops", []), ("vehicles", []), ("horizon", 0), ("attempts", 0), ("detour", 0.5),
    ):  # fmt: skip
        data = copy.deepcopy(good)
        data[key] = value
        del data["policy"]
        assert (key,) in faults(data), key
    good["stops"][0] |= {"opens": 12, "closes": 9}
    assert ("stops", 0, "closes") in faults(good)
    good["stops"][0] |= {"opens": 0, "late": "shout"}
    assert ("stops", 0, "late") in faults(good)
    assert ("hours", "extended") in faults({**good, "hours": {"daily": 9, "extended": 8}})


def test_matrices_take_the_place_of_coordinates() -> None:
    data = world([{"at": 1}], horizon=1)
    data |= {"distances_km": [[0, 30], [40, 0]], "times_h": [[0, 1], [2, 0]]}
    found = live(data)
    assert (found["kilometres"], found["driving_hours"]) == (70, 3)
