"""Small feeding worlds for the tests: one written by hand, and worlds drawn by Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.feeding.run import run
from sim.feeding.world import World
from sim.ledger import Ledger
from sim.records import read


def plant(**data: Any) -> World:
    """One line that takes one part every 2 periods, one train whose round takes 6, unless told otherwise."""
    given = {
        "horizon": 100,
        "lines": [{"name": "line", "takt": {"constant": 2}}],
        "parts": [{"name": "part", "line": "line", "stop": "here", "container": 5}],
        "routes": [
            {
                "name": "way",
                "places": 9,
                "return_time": 2,
                "stops": [{"name": "here", "travel": 3, "pause": 1}],
            }
        ],
        "policy": {"routes": [{"name": "way", "interval": 10}], "feeds": [{"name": "part", "containers": 4}]},
    }
    return read(World, {**given, **data})


def lived(**data: Any) -> Ledger:
    return run(plant(**data), 1)


TIMES = st.sampled_from(
    [
        {"constant": 2},
        {"constant": 1.5},
        {"gamma": {"mean": 3, "sd": 2}},
        {"discrete": {"values": [1, 2, 5], "weights": [1, 2, 1]}},
    ]
)
HALVES = st.integers(0, 6).map(lambda n: n / 2)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Worlds with everything that the data can say, in small; clocks that fall together as often as they can."""
    horizon = draw(st.integers(5, 60))
    lines = [{"name": f"line {i}", "takt": draw(TIMES)} for i in range(draw(st.integers(1, 2)))]
    routes: list[dict[str, Any]] = []
    stops: list[str] = []
    for number in range(draw(st.integers(1, 2))):
        names = [f"stop {number}.{i}" for i in range(draw(st.integers(1, 3)))]
        stops += names
        route: dict[str, Any] = {
            "name": f"route {number}", "places": draw(st.integers(2, 8)), "return_time": 1 + draw(HALVES),
            "loading": draw(HALVES) / 4, "handling": draw(HALVES) / 2,
            "stops": [{"name": name, "travel": draw(HALVES), "pause": draw(HALVES)} for name in names],
        }  # fmt: skip
        if draw(st.booleans()):
            route["delay"] = draw(TIMES)
        routes.append(route)
    parts: list[dict[str, Any]] = []
    for i in range(draw(st.integers(1, 4))):
        parts.append(draw(brought(f"part {i}", stops)))
        parts[-1] |= {
            "line": draw(st.sampled_from(lines))["name"], "per_unit": draw(st.integers(1, 3)),
            "container": draw(st.integers(1, 12)), "share": draw(st.sampled_from([1, 1, 0.4])),
            "holding": draw(st.sampled_from([0, 0.5])), "unit_cost": draw(st.integers(0, 3)),
        }  # fmt: skip
    call = draw(st.booleans())
    alone = [part["name"] for part in parts]
    kits: list[dict[str, Any]] = []
    together = [part["name"] for part in parts if part["line"] == parts[0]["line"]]
    if draw(st.booleans()):
        kits.append({**draw(brought("kit", stops)), "parts": together, "units": draw(st.integers(1, 8))})
        alone = ["kit", *(name for name in alone if name not in together)]
    feeds: list[dict[str, Any]] = []
    for name in alone:
        if draw(st.booleans()):
            feeds.append({"name": name, "containers": draw(st.integers(1, 5))})
        else:
            feeds.append({"name": name, "two_bin": True})
    ways: list[dict[str, Any]] = []
    for route in routes:
        rule: dict[str, Any] = {
            "name": route["name"],
            "trains": draw(st.integers(1, 2)),
            "first": draw(HALVES),
        }
        on_demand = call and draw(st.booleans())
        rule |= {"on_demand": draw(st.integers(1, 3))} if on_demand else {"interval": 1 + draw(HALVES) * 3}
        ways.append(rule)
    data = {
        "horizon": horizon, "warm_up": draw(st.integers(0, horizon - 1)), "lines": lines, "parts": parts,
        "kits": kits, "routes": routes, "signal": "call" if call else "empties",
        "release": draw(st.sampled_from(["emptied", "opened"])) if call else "emptied",
        "stop_cost": 2, "restart_cost": 1, "train_cost": 0.1, "round_cost": 3, "driver_cost": 0.5, "place_cost": 0.01,
        "policy": {"routes": ways, "feeds": feeds},
    }  # fmt: skip
    return read(World, data)


@st.composite
def brought(draw: st.DrawFn, name: str, stops: list[str]) -> dict[str, Any]:
    one: dict[str, Any] = {
        "name": name, "stop": draw(st.sampled_from(stops)), "size": draw(st.integers(1, 2)),
        "fill_cost": draw(st.integers(0, 2)),
    }  # fmt: skip
    if draw(st.booleans()):
        one |= {"store": draw(st.integers(1, 3)), "replenishment": draw(TIMES)}
    if draw(st.booleans()):
        one["initial"] = draw(st.integers(0, 4))
    return one
