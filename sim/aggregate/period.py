"""One period of a plan, whatever decided it: limits kept, goods in, customers served, costs; figures or arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.aggregate.world import LOST, World, at

# A float, or a float64 array with a figure for each replication: every formula here takes either.
Figure = Any

COSTS: tuple[str, ...] = (
    "labour", "overtime", "hiring", "firing", "material", "subcontracting", "holding", "overflow", "shortage",
    "closing",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """How a run stands before a period: staff, units in stock (late ones under 0), forecast ratio, units due.

    `ratio` is what the forecast of the coming periods is multiplied by; `due` the units bought that come in this
    period, the one after…, as many as the lead time of purchases.
    """

    workers: Figure
    net: Figure
    ratio: Figure
    due: tuple[Figure, ...]


@dataclass(frozen=True)
class Decided:
    """What is done in a period, within what can be: workers, units made in regular hours, in overtime, bought."""

    workers: Figure
    regular: Figure
    overtime: Figure
    subcontract: Figure


@dataclass(frozen=True)
class Closed:
    """A period that is over: what was done, units, and its costs in the order of COSTS."""

    done: Decided
    hired: Figure
    fired: Figure
    received: Figure
    demand: Figure
    short: Figure
    lost: Figure
    stock: Figure
    backlog: Figure
    on_order: Figure
    costs: tuple[Figure, ...]


def opening(world: World, like: Figure = 0.0) -> Standing:
    """Return the standing before the first period; `like` is 0.0, or zeros of the replications' shape."""
    zero = like + 0.0
    return Standing(
        zero + world.opening_workers, zero + world.opening_stock, zero + 1.0, (zero,) * world.subcontract_lead
    )


def staffed(world: World, workers: Figure) -> Figure:
    """Return the workers that there can be: between the limits of the world."""
    most = np.inf if world.workers_most is None else world.workers_most
    return np.minimum(np.maximum(workers, world.workers_least), most)


def capacity(world: World, period: int, workers: Figure) -> tuple[Figure, Figure, float]:
    """Return the most units of regular hours, of overtime, and of purchases."""
    bought = np.inf if world.subcontract_most is None else float(world.subcontract_most)
    return (
        workers * at(world.units_per_worker, period),
        workers * at(world.overtime_per_worker, period),
        0.0 if world.subcontract_cost is None else bought,
    )


def close(
    world: World, period: int, before: Standing, done: Decided, demand: Figure
) -> tuple[Closed, Standing]:
    """Return the period closed and the standing after it; the ratio of the forecast is left as it was.

    Earlier customers are served first, so that short = min(demand, max(0, late + demand - goods)).
    """
    coming = (*before.due, done.subcontract)
    received = done.regular + done.overtime + coming[0]
    net = before.net + received - demand
    short = np.minimum(demand, np.maximum(-net, 0.0))
    lost = np.maximum(-net, 0.0) if world.shortage == LOST else short * 0.0
    net = net + lost
    stock, backlog = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    on_order = sum(coming[1:], short * 0.0)
    hired = np.maximum(done.workers - before.workers, 0.0)
    fired = np.maximum(before.workers - done.workers, 0.0)
    beyond = short * 0.0 if world.stock_most is None else np.maximum(stock - world.stock_most, 0.0)
    lacking = (
        np.maximum(world.closing_stock - (net + on_order), 0.0)
        if period == world.periods - 1
        else short * 0.0
    )
    costs = (
        world.wage * np.maximum(done.workers - world.paid_anyway, 0.0),
        world.overtime_cost * done.overtime,
        world.hiring_cost * hired,
        world.firing_cost * fired,
        world.material_cost * (done.regular + done.overtime),
        (world.subcontract_cost or 0) * done.subcontract,
        world.holding_cost * stock,
        world.overflow_cost * beyond,
        world.backlog_cost * backlog + world.lost_cost * lost,
        world.closing_cost * lacking,
    )
    closed = Closed(done, hired, fired, received, demand, short, lost, stock, backlog, on_order, costs)
    return closed, Standing(done.workers, net, before.ratio, coming[1:])
