"""The draws of a world of lanes: demands, shipments, transit times, delays, stoppages, handling, losses.

Streams (label, replication, "lanes", …) under the seed, named after the lane and leg, the hub, the receiver or the flow
and what they are for; figures by day. No policy and no longer horizon shifts a draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.quantiles import drawn
from sim.streams import stream
from sim.transport.delays import CAUSES, Delay, Stoppage, in_season
from sim.transport.hub import Hub
from sim.transport.lane import Lane, Leg
from sim.transport.receiver import Flow, Receiver
from sim.transport.world import World

Floats = NDArray[np.float64]
Ints = NDArray[Any]

# Columns of a shipment of a flow.
(BOOKED, FLOW, LANE, KG, CUBIC, METRES, PALLETS, VALUE, LOSS_DRAW, DAMAGE_DRAW) = range(10)
COLUMNS = 10
SLOTS = 2  # a receiver's draws of loss and damage: for the lane it uses, and for its backup


@dataclass(frozen=True, eq=False)
class Paths:
    """What is drawn of some replications; T = horizon.

    demand: int64 (replications, receivers, T). fate: float64 (replications, receivers, SLOTS, 2, T), uniforms of loss
    and damage by day of order. shipments: float64 (shipments of all, COLUMNS), by day booked; first: int64
    (replications + 1,). transit: float64 (replications, legs, T), days. closed: int64 (replications, legs, T), 0 or 1 +
    cause. handled: float64 (replications, hubs, T), days. delay: float64 (replications, delays, T), days, those of legs
    in turn, then those of hubs.
    """

    demand: Ints
    fate: Floats
    shipments: Floats
    first: Ints
    transit: Floats
    closed: Ints
    handled: Floats
    delay: Floats


def paths(world: World, seed: int, label: str, first: int, replications: int) -> Paths:
    """Draw replications `first` to first + replications - 1; the last draws are kept for the next policy."""
    return _paths(
        world.horizon, world.lanes, world.receivers, world.flows, world.hubs, seed, label, first, replications
    )


@lru_cache(maxsize=4)
def _paths(
    horizon: int,
    lanes: tuple[Lane, ...],
    receivers: tuple[Receiver, ...],
    flows: tuple[Flow, ...],
    hubs: tuple[Hub, ...],
    seed: int,
    label: str,
    first: int,
    replications: int,
) -> Paths:
    legs = [(lane.name, place, leg) for lane in lanes for place, leg in enumerate(lane.legs)]
    delays = [
        *((name, str(place), at, one) for name, place, leg in legs for at, one in enumerate(leg.delays)),
        *((hub.name, "hub", at, one) for hub in hubs for at, one in enumerate(hub.delays)),
    ]
    demand = np.zeros((replications, len(receivers), horizon), np.int64)
    fate = np.ones((replications, len(receivers), SLOTS, 2, horizon))
    transit = np.zeros((replications, len(legs), horizon))
    closed = np.zeros((replications, len(legs), horizon), np.int64)
    handled = np.zeros((replications, len(hubs), horizon))
    delay = np.zeros((replications, len(delays), horizon))
    books = []
    for run in range(replications):
        names = (label, first + run, "lanes")
        for at, one in enumerate(receivers):
            demand[run, at] = one.demand.path(stream(seed, *names, one.name, "demand"), horizon)
            uniforms = stream(seed, *names, one.name, "fate").random((horizon, SLOTS, 2))
            fate[run, at] = np.moveaxis(uniforms, 0, 2)
        for at, (name, place, leg) in enumerate(legs):
            transit[run, at] = drawn(
                leg.transit, stream(seed, *names, name, place, "transit").random(horizon)
            )
            for rank, stop in enumerate(leg.stoppages):
                uniforms = stream(seed, *names, name, place, "stoppage", rank).random((horizon, 2))
                _close(closed[run, at], stop, uniforms)
        for at, hub in enumerate(hubs):
            handled[run, at] = drawn(hub.time, stream(seed, *names, hub.name, "hub").random(horizon))
        for at, (owner, where, rank, cause) in enumerate(delays):
            uniforms = stream(seed, *names, owner, where, "delay", rank).random((horizon, 2))
            delay[run, at] = _delays(cause, uniforms)
        books.append(_book(flows, lanes, horizon, seed, names))
    begins = np.cumsum([0, *(len(book) for book in books)]).astype(np.int64)
    found = Paths(demand, fate, np.concatenate(books), begins, transit, closed, handled, delay)
    for array in (demand, fate, found.shipments, begins, transit, closed, handled, delay):
        array.setflags(write=False)
    return found


def _season(first: int, last: int, horizon: int) -> NDArray[np.bool_]:
    return np.array([in_season(first, last, day) for day in range(horizon)])


def _delays(one: Delay, uniforms: Floats) -> Floats:
    happens = (uniforms[:, 0] < one.chance) & _season(one.first, one.last, len(uniforms))
    return np.where(happens, np.asarray(drawn(one.time, uniforms[:, 1]), np.float64), 0.0)


def _close(row: Ints, stop: Stoppage, uniforms: Floats) -> None:
    """Mark the days without departures; a stoppage that is going on is not begun again."""
    lengths = np.ceil(np.asarray(drawn(stop.length, uniforms[:, 1]), np.float64)).astype(np.int64)
    if stop.start is not None:
        begins = [stop.start] if stop.start < len(row) else []
    else:
        happens = (uniforms[:, 0] < stop.chance) & _season(stop.first, stop.last, len(row))
        begins = np.flatnonzero(happens).tolist()
    free = 0
    for day in begins:
        if day >= free:
            free = day + int(lengths[day])
            row[day:free] = 1 + CAUSES.index(stop.cause)


def _book(
    flows: tuple[Flow, ...], lanes: tuple[Lane, ...], horizon: int, seed: int, names: tuple[str | int, ...]
) -> Floats:
    places = {lane.name: place for place, lane in enumerate(lanes)}
    books = [np.zeros((0, COLUMNS))]
    for at, flow in enumerate(flows):
        counts = flow.shipments.path(stream(seed, *names, flow.name, "shipments"), horizon)
        uniforms = stream(seed, *names, flow.name, "details").random((int(counts.sum()), 3))
        rows = np.zeros((len(uniforms), COLUMNS))
        rows[:, BOOKED] = np.repeat(np.arange(horizon), counts)
        rows[:, FLOW], rows[:, LANE] = at, places[flow.lane]
        rows[:, KG] = np.maximum(np.asarray(drawn(flow.weight, uniforms[:, 0]), np.float64), 1e-3)
        rows[:, CUBIC] = rows[:, KG] / flow.density
        rows[:, PALLETS] = np.ceil(np.round(rows[:, KG] / flow.pallet_kg, 9))
        rows[:, METRES] = rows[:, PALLETS] * flow.pallet_metres
        rows[:, VALUE] = rows[:, KG] * flow.value_per_kg
        rows[:, LOSS_DRAW:] = uniforms[:, 1:]
        books.append(rows)
    book = np.concatenate(books)
    return book[np.argsort(book[:, BOOKED], kind="stable")]


def legs_of(lanes: tuple[Lane, ...]) -> list[Leg]:
    """Return the legs of every lane in turn, the order of the arrays."""
    return [leg for lane in lanes for leg in lane.legs]
