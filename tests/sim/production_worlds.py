"""Small shops for the tests: one written by hand, and worlds drawn by Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.dispatching import RULES
from sim.ledger import Ledger
from sim.production import ledger as book
from sim.production.shop import run
from sim.production.world import World
from sim.records import read


def shop(**data: Any) -> World:
    """A world of two machines and one product through both, unless told otherwise."""
    given = {
        "horizon": 100,
        "machines": [{"name": "a"}, {"name": "b"}],
        "products": [
            {"name": "p", "routing": [{"machine": "a", "time": 2}, {"machine": "b", "time": 3}]},
        ],
        "orders": [{"name": "1", "product": "p", "due": 50}],
        "policy": {},
    }
    return read(World, {**given, **data})


def lived(**data: Any) -> Ledger:
    return run(shop(**data), 1)


def starts(ledger: Ledger) -> list[tuple[Any, ...]]:
    """(order, operation, machine, start, end) of every operation begun, in the order of the ledger."""
    rows = book.rows(ledger, book.START)
    return [(row.order, row.operation, row.machine, row.time, row.until) for row in rows]


TIMES = st.sampled_from(
    [
        {"constant": 2},
        {"gamma": {"mean": 3, "sd": 3}},
        {"discrete": {"values": [1, 2, 5], "weights": [1, 2, 1]}},
    ]
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Shops with everything that the data can say, in small."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    shifts = [{"start": 0, "end": 5}, {"start": 6, "end": 8}]
    machines = []
    for name in names:
        one: dict[str, Any] = {"name": name, "count": draw(st.integers(1, 2))}
        if draw(st.booleans()):
            one["calendar"] = {"cycle": 10, "shifts": shifts, "closures": [{"start": 21, "end": 23}]}
        if draw(st.booleans()):
            by = draw(st.sampled_from(["time", "operation"]))
            one["breakdown"] = {"up": {"gamma": {"mean": 9, "sd": 9}}, "down": {"constant": 2}, "by": by}
        if draw(st.booleans()):
            one["changeovers"] = [{"before": "p", "after": "q", "time": 2}]
        one["room"] = draw(st.sampled_from([None, None, 0, 2]))
        one["attended"] = draw(st.sampled_from(["run", "setup", "none"]))
        machines.append(one)
    operation = st.fixed_dictionaries(
        {"machine": st.sampled_from(names), "time": st.sampled_from([0, 0.5, 1, 3])},
        optional={
            "actual": TIMES,
            "per": st.sampled_from(["piece", "lot"]),
            "setup": st.sampled_from([0, 1]),
            "scrap": st.sampled_from([0, 0.3, 1]),
            "rework": st.sampled_from([0, 0.4]),
            "back": st.just(1),
            "move": st.sampled_from([0, 1.5]),
        },
    )
    # Blocked machines could wait for one another for ever in a ring: routes go forward where room is short.
    products = [
        {
            "name": name,
            "routing": sorted(
                draw(st.lists(operation, min_size=1, max_size=4)), key=lambda one: one["machine"]
            ),
            "lot": draw(st.sampled_from([None, 1, 2])),
            "holding": 0.5,
        }
        for name in ("p", "q")
    ]
    orders = [
        {
            "name": f"{number}",
            "product": draw(st.sampled_from(["p", "q"])),
            "quantity": draw(st.integers(1, 5)),
            "release": draw(st.sampled_from([0, 0, 2.5, 7])),
            "due": draw(st.integers(0, 40)),
            "priority": draw(st.integers(0, 3)),
        }
        for number in range(draw(st.integers(1, 5)))
    ]
    policy: dict[str, Any] = {"dispatching": draw(st.sampled_from(sorted(RULES)))}
    release = draw(st.sampled_from(["push", "conwip", "kanban"]))
    policy["release"] = release
    if release == "conwip":
        policy["wip"] = draw(st.integers(1, 3))
    if release == "kanban":
        policy["cards"] = [{"product": name, "cards": 2, "pieces": 2} for name in ("p", "q")]
    data: dict[str, Any] = {
        "horizon": draw(st.sampled_from([30, 120])),
        "warm_up": draw(st.sampled_from([0, 5])),
        "machines": machines,
        "products": products,
        "orders": orders,
        "late_cost": 2,
        "policy": policy,
    }
    if draw(st.booleans()):
        data["arrivals"] = [{"product": "p", "every": {"gamma": {"mean": 6, "sd": 6}}, "allowance": 12}]
    if draw(st.booleans()):
        data["operators"] = [{"name": "o", "machines": names}, {"name": "s", "machines": names[:1]}]
    if draw(st.booleans()):
        data["stops"] = [{"machine": "a", "start": 4, "end": 9}]
    return read(World, data)
