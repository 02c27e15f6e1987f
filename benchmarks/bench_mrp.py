"""Requirements of 10 000 items over 52 weeks: level by level over arrays, against an explosion item by item.

One unit of work is one whole explosion: low-level codes, netting, lots, lead times, component needs. The peer is
the textbook's loop in plain Python with the same data in lists. Both must find the same requirements. Lots are lot
for lot, fixed quantities and fixed periods; every item below the first level goes into two others.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from benchmarks.measure import Contestant, Result, compare, limit, on_one_thread, take_turns
from sim.streams import stream
from solvers.planning.requirements_arrays import ItemArrays, LineArrays, explode

SEED = 20261121
ROUNDS = 5
ITEMS, WEEKS, LEVELS = 10_000, 52, 6
NOISE = 1e-9

World = tuple[ItemArrays, LineArrays, Any, Any]


def world(items: int = ITEMS, weeks: int = WEEKS) -> World:
    """Items of six levels in a random order, with their bills, demand for end items and scheduled receipts."""
    draw = stream(SEED, "bench", "mrp")
    levels = np.sort(draw.integers(0, LEVELS, items))
    names = draw.permutation(items)
    starts = np.searchsorted(levels, np.arange(LEVELS + 1))
    parents, components = [], []
    for level in range(1, LEVELS):
        own = np.arange(starts[level], starts[level + 1])
        first = draw.integers(0, starts[level], own.size)
        second = (first + draw.integers(1, starts[level], own.size)) % starts[level]
        parents += [first, second]
        components += [own, own]
    parent, component = names[np.concatenate(parents)], names[np.concatenate(components)]
    kinds = draw.integers(0, 3, items)
    demand = np.zeros((items, weeks))
    demand[names[: starts[1]]] = draw.integers(0, 50, (starts[1], weeks))
    scheduled = np.zeros((items, weeks))
    scheduled[:, 0] = draw.integers(0, 100, items) * (draw.random(items) < 0.2)
    arrays = ItemArrays(
        on_hand=draw.integers(0, 200, items).astype(float),
        safety_stock=draw.integers(0, 30, items).astype(float),
        lead_time=draw.integers(0, 4, items),
        minimum=np.zeros(items),
        multiple=np.where(kinds == 1, draw.integers(10, 200, items), 0).astype(float),
        span=np.where(kinds == 2, draw.integers(2, 5, items), 1),
        scrap=np.zeros(items),
        fence=np.zeros(items, dtype=np.int64),
    )
    quantity = draw.integers(1, 4, parent.size).astype(float)
    lines = LineArrays(parent, component, quantity, np.zeros(parent.size, dtype=np.int64))
    return arrays, lines, demand, scheduled


def plain(of: dict[str, list[Any]]) -> tuple[list[list[float]], list[list[float]]]:
    """Gross requirements and launched lots, overdue ones in the first week, item by item."""
    gross = [list(row) for row in of["demand"]]
    count, weeks = len(gross), len(gross[0])
    waiting = [0] * count
    below: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for parent, component, quantity in zip(of["parent"], of["component"], of["quantity"], strict=True):
        below[parent].append((component, quantity))
        waiting[component] += 1
    launched = [[0.0] * weeks for _ in range(count)]
    ready = [item for item in range(count) if not waiting[item]]
    while ready:
        item = ready.pop()
        safety, pack, span, lead = (of[name][item] for name in ("safety", "multiple", "span", "lead"))
        own, coming, releases = gross[item], of["scheduled"][item], launched[item]
        stock = of["on_hand"][item]
        for t in range(weeks):
            stock += coming[t] - own[t]
            if stock < safety - NOISE:
                lot = safety - stock
                if span > 1:
                    ahead = short = -lot
                    for later in range(t + 1, min(t + span, weeks)):
                        ahead += coming[later] - own[later]
                        short = min(short, ahead)
                    lot = -short
                if pack:
                    lot = math.ceil(lot / pack - NOISE) * pack
                stock += lot
                releases[max(t - lead, 0)] += lot
        for component, quantity in below[item]:
            asked = gross[component]
            for t in range(weeks):
                if releases[t]:
                    asked[t] += releases[t] * quantity
            waiting[component] -= 1
            if not waiting[component]:
                ready.append(component)
    return gross, launched


def as_lists(of: World) -> dict[str, list[Any]]:
    """The same world in lists, as a plain program holds it."""
    items, lines, demand, scheduled = of
    return {
        "demand": demand.tolist(),
        "scheduled": scheduled.tolist(),
        "on_hand": items.on_hand.tolist(),
        "safety": items.safety_stock.tolist(),
        "multiple": items.multiple.tolist(),
        "span": items.span.tolist(),
        "lead": items.lead_time.tolist(),
        "parent": lines.parent.tolist(),
        "component": lines.component.tolist(),
        "quantity": lines.quantity.tolist(),
    }


def run() -> list[Result]:
    """Measure and return the lines of the table."""
    arrays = world()
    lists = as_lists(arrays)
    ours, (gross, launched) = explode(*arrays), plain(lists)
    releases = ours.releases.copy()
    releases[:, 0] += ours.past_due
    if not (np.allclose(ours.gross, gross) and np.allclose(releases, launched)):
        raise AssertionError("the arrays and the plain explosion find other requirements")
    rates = take_turns(
        {
            "arrays": Contestant(1, on_one_thread(lambda: explode(*arrays))),
            "plain": Contestant(1, on_one_thread(lambda: plain(lists))),
        },
        ROUNDS,
    )
    size = f"{ITEMS} items × {WEEKS} weeks"
    return [
        compare(f"{size}: arrays / plain", rates["arrays"], rates["plain"], "explosions/CPU s", goal=5),
        limit(f"{size}: time", rates["arrays"], 100, "low-level codes included"),
    ]
