"""Worlds of lanes for the tests: small ones by hand, and any by Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some

CAUSES = ("traffic", "congestion", "strike", "weather", "customs", "breakdown")


def leg(**more: Any) -> dict[str, Any]:
    """A leg by road from `plant` to `store` that takes two days."""
    return {"mode": "road", "origin": "plant", "destination": "store", "transit": {"constant": 2}, **more}


def stock(**more: Any) -> dict[str, Any]:
    """A receiver that sells ten units every day."""
    return {"name": "store", "demand": {"series": {"values": [10], "repeat": True}}, **more}


def flow(**more: Any) -> dict[str, Any]:
    """Two shipments of 500 kg a day."""
    return {
        "name": "parcels", "lane": "road", "shipments": {"series": {"values": [2], "repeat": True}},
        "weight": {"constant": 500}, **more,
    }  # fmt: skip


def world(legs: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A world of one lane, `road`."""
    return {"horizon": 140, "lanes": [{"name": "road", "legs": legs}], **more}


times = some.one_of(
    some.sampled_from([0, 0.25, 1, 2.5, 6]).map(lambda one: {"constant": one}),
    some.builds(
        lambda mean, spread: {"gamma": {"mean": mean, "sd": mean * spread}},
        some.sampled_from([0.5, 2, 5]),
        some.sampled_from([0.2, 0.8]),
    ),
    some.just({"discrete": {"values": [1, 2, 4], "weights": [3, 2, 1]}}),
)
delays = some.lists(
    some.fixed_dictionaries(
        {"cause": some.sampled_from(CAUSES), "chance": some.sampled_from([0, 0.2, 1]), "time": times},
        optional={"first": some.integers(0, 364), "last": some.integers(0, 364)},
    ),
    max_size=2,
)
stoppages = some.lists(
    some.one_of(
        some.fixed_dictionaries(
            {"cause": some.sampled_from(CAUSES), "chance": some.sampled_from([0.02, 0.2]), "length": times}
        ),
        some.fixed_dictionaries(
            {"cause": some.sampled_from(CAUSES), "start": some.integers(0, 80), "length": times}
        ),
    ),
    max_size=2,
)
departures = some.one_of(
    some.just({}),
    some.fixed_dictionaries(
        {"weekdays": some.lists(some.integers(0, 6), min_size=1, max_size=4)},
        optional={"cut_off": some.sampled_from([0, 0.5, 2])},
    ),
    some.fixed_dictionaries(
        {"every": some.integers(1, 9)},
        optional={"first": some.integers(0, 5), "cut_off": some.sampled_from([0, 1.5])},
    ),
)
tariffs = some.one_of(
    some.fixed_dictionaries(
        {},
        optional={
            name: some.sampled_from([0, 1, 2.5])
            for name in ("per_shipment", "per_vehicle", "per_100_kg", "per_pallet", "per_loading_metre")
        }
        | {
            "ad_valorem": some.just(0.01), "minimum": some.just(20), "fuel": some.just(0.15),
            "density": some.sampled_from([167, 333]),
        },
    ),
    some.builds(
        lambda following: {
            "bands": [{"least": 0, "price": 9}, {"least": 400, "price": 7}, {"least": 900, "price": 6}],
            "next_band": following, "fuel": 0.1,
        },
        some.booleans(),
    ),
)  # fmt: skip


@some.composite
def legs(draw: some.DrawFn, origin: str, destination: str) -> dict[str, Any]:
    """Any leg between two places."""
    found: dict[str, Any] = {
        "mode": draw(some.sampled_from(["road", "rail", "sea", "air", "inland_waterway"])),
        "origin": origin, "destination": destination, "transit": draw(times), "departures": draw(departures),
        "tariff": draw(tariffs), "distance_km": 300, "emission_factor": 0.1, "vehicle_emission_factor": 0.5,
        "loss": draw(some.sampled_from([0, 0.1])), "damage": draw(some.sampled_from([0, 0.2])),
        "delays": draw(delays), "stoppages": draw(stoppages),
    }  # fmt: skip
    if draw(some.booleans()):
        found["capacity"] = draw(
            some.sampled_from(
                [
                    {"weight_kg": 3000},
                    {"volume_m3": 9, "pallets": 8},
                    {"loading_metres": 4, "weight_kg": 9000},
                ]
            )
        )
        if draw(some.booleans()):
            found["vehicles"] = draw(some.integers(1, 2))
        if draw(some.booleans()):
            found["departures"] = {
                **found["departures"],
                "fill": draw(some.sampled_from([0.5, 0.9, 1])),
                "longest_wait": 4,
            }
    return found  # fmt: skip


@some.composite
def worlds(draw: some.DrawFn) -> dict[str, Any]:
    """Any world of two lanes, the first through a hub, a receiver or two and a flow, with its policy."""
    lanes = [
        {
            "name": "chain",
            "legs": [draw(legs("plant", "port")), draw(legs("port", "store"))],
            "liability_per_kg": draw(some.sampled_from([0, 1.5, 99])),
            "claim_cost": 5,
            "damage_share": draw(some.sampled_from([0.1, 1])),
        },
        {
            "name": "direct",
            "legs": [draw(legs("plant", "store"))],
            "promised": draw(some.sampled_from([None, 2])),
        },
    ]
    names = [lane["name"] for lane in lanes]
    receivers = []
    rules = []
    for at in range(draw(some.integers(0, 2))):
        receivers.append(
            {
                "name": f"store{at}", "demand": {"poisson": draw(some.sampled_from([1, 8]))}, "weight_kg": 20,
                "volume_m3": 0.1, "value": 40, "units_per_pallet": draw(some.sampled_from([1, 10])), "holding": 0.1,
                "transit_holding": 0.05, "backorder": 1, "shortage_cost": 2, "order_cost": 3,
                "handling_per_shipment": 1, "handling_per_pallet": 0.5,
                "shortage": draw(some.sampled_from(["backorder", "lost"])),
                "initial": draw(some.sampled_from([None, 0, 30])),
            }
        )  # fmt: skip
        rule: dict[str, Any] = {"name": f"store{at}", "lane": draw(some.sampled_from(names))}
        rule |= draw(some.sampled_from([{}, {"every": 3}, {"per_week": 2}, {"weekdays": [1, 4]}]))
        rule |= draw(
            some.sampled_from([{"level": 60}, {"safety_days": 3}, {"level": 60, "point": 25, "lot": 7}])
        )
        if draw(some.booleans()):
            rule |= {"backup": draw(some.sampled_from(names))}
            rule |= draw(some.sampled_from([{"backup_level": 12}, {"backup_days": 2}]))
        rules.append(rule)
    flows = []
    if not receivers or draw(some.booleans()):
        flows.append(
            {
                "name": "parcels", "lane": draw(some.sampled_from(names)), "shipments": {"poisson": 1.5},
                "weight": {"gamma": {"mean": 600, "sd": 500}}, "value_per_kg": 4, "time_cost": 1, "late_cost": 6,
            }
        )  # fmt: skip
    dispatch = []
    if draw(some.booleans()):
        dispatch.append({"lane": "direct", **draw(some.sampled_from([{}, {"every": 4}, {"weekdays": [2]}]))})
    hub = {
        "name": "port", "time": draw(times), "customs": True, "per_shipment": 2, "per_pallet": 1, "per_100_kg": 0.3,
        "emission_factor": 1.5, "delays": draw(delays),
    }  # fmt: skip
    return {
        "horizon": 70, "warm_up": draw(some.sampled_from([0, 15])), "carbon_price": 90, "lanes": lanes,
        "hubs": draw(some.sampled_from([[], [hub]])), "receivers": receivers, "flows": flows,
        "policy": {"receivers": rules, "dispatch": dispatch},
    }  # fmt: skip
