"""Indicators of line feeding, from a few sums that the ledger and the compiled kernel both give."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.feeding import compiled as k
from sim.feeding import ledger as book
from sim.feeding.draws import paths
from sim.feeding.run import SOON
from sim.feeding.world import CALL, World
from sim.ledger import Ledger

Floats = NDArray[np.float64]

INDICATORS: tuple[str, ...] = (
    "total_cost", "holding_cost", "transport_cost", "handling_cost", "shortage_cost",
    "stops", "stopped_time", "stop_rate", "longest_stop",
    "stops_cover", "stops_train_full", "stops_late_train", "stops_store",
    "units_built", "mean_stock", "stock_value", "places", "containers_moved",
    "train_rounds", "mean_round_time", "train_utilisation", "train_fill_rate", "late_rounds", "left_behind",
    "store_outs",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sums:
    """What is counted over the measured periods, float64, one row per replication (columns in `compiled`)."""

    feeds: Floats  # (replications, feeds, FEED_SUMS)
    lines: Floats  # (replications, lines, LINE_SUMS)
    routes: Floats  # (replications, routes, ROUTE_SUMS)


def kernel(world: World, seed: int, label: str, replications: int) -> Sums:
    """Run replications 0 to replications - 1 in the compiled kernel. Raises InvalidError without a policy."""
    fixed = arguments(world)
    drawn = paths(world, seed, label, 0, replications)
    return Sums(*k.replications(drawn.cycle, drawn.takes, drawn.delay, drawn.replenishment, *fixed))


def arguments(world: World) -> tuple[Any, ...]:
    """Return what the kernel takes after the draws: feeds, routes, stops, call, warm_up, horizon."""
    names = [one.name for one in world.brought]
    feeds = [
        (
            one.line, one.route, one.stop, one.per_unit, -1 if one.take is None else one.take, one.parts,
            one.containers, one.initial, one.size, int(one.opened), one.store or 0, names.index(one.name),
        )
        for one in world.feeds()
    ]  # fmt: skip
    rules = {rule.name: rule for rule in world.rules().routes}
    routes = []
    first = 0
    for route in world.routes:
        rule = rules[route.name]
        interval, wanted = rule.interval or 0, rule.on_demand or 0
        routes.append(
            (
                first, len(route.stops), route.places, rule.trains, wanted, interval, rule.first, route.return_time,
                route.loading, route.handling,
            )
        )  # fmt: skip
        first += len(route.stops)
    stops = [(stop.travel, stop.pause) for route in world.routes for stop in route.stops]
    return (
        np.array(feeds, np.int64), np.array(routes, np.float64), np.array(stops, np.float64),
        world.signal == CALL, world.warm_up, world.horizon,
    )  # fmt: skip


def count(world: World, ledger: Ledger) -> Sums:
    """Reduce the ledger of one run of the world to its sums, of one replication."""
    low, high = world.warm_up, world.horizon
    feed_at = {feed.name: place for place, feed in enumerate(world.feeds())}
    parts = {feed.name: feed.parts for feed in world.feeds()}
    line_at = {line.name: place for place, line in enumerate(world.lines)}
    route_at = {route.name: place for place, route in enumerate(world.routes)}
    feeds = np.zeros((1, len(feed_at), k.FEED_SUMS))
    lines = np.zeros((1, len(line_at), k.LINE_SUMS))
    routes = np.zeros((1, len(route_at), k.ROUTE_SUMS))
    begun: dict[str, float] = {}
    for row in book.rows(ledger):
        measured = row.time >= low
        match row.kind:
            case book.STOP:
                begun[row.place] = row.time
                if measured:
                    place = line_at[row.place]
                    lines[0, place, [k.STOPS, k.BY_CAUSE + book.CAUSES.index(row.cause)]] += 1
                    feeds[0, feed_at[row.feed], k.MISSED] += 1
            case book.RESTART:
                _stopped(lines[0, line_at[row.place]], begun.pop(row.place), row.time, low)
                lines[0, line_at[row.place], k.WAITED] += measured
            case book.UNIT:
                lines[0, line_at[row.place], k.UNITS] += measured
            case book.DEPART if measured:
                assert row.until is not None
                gained = (1, min(row.until, high) - row.time, row.until - row.time, row.room, row.late > SOON)
                routes[0, route_at[row.place]] += gained
            case book.LOAD if measured:
                feeds[0, feed_at[row.place], k.MOVED] += row.quantity
            case book.WAIT if measured:
                column = k.NONE_IN_STORE if row.cause == book.STORE else k.LEFT_BEHIND
                feeds[0, feed_at[row.place], column] += row.quantity
            case book.CLOSE if measured:
                place = feed_at[row.place]
                stock = row.full * parts[row.place] + row.left
                feeds[0, place, k.STOCK] += stock
                feeds[0, place, k.PEAK] = max(feeds[0, place, k.PEAK], stock)
    for name, since in begun.items():
        _stopped(lines[0, line_at[name]], since, high, low)
    return Sums(feeds, lines, routes)


def _stopped(line: Floats, since: float, until: float, low: float) -> None:
    stopped = until - max(since, low)
    if stopped > 0:
        line[k.STOPPED] += stopped
        line[k.LONGEST] = max(line[k.LONGEST], stopped)


def figures(world: World, sums: Sums) -> dict[str, Floats]:
    """Turn sums into `INDICATORS`, float64 arrays of one figure per replication.

    Money in the currency of the rates: holding_cost of parts at the line side and of the room that containers take;
    transport_cost of trains and rounds; handling_cost of the driver's time on rounds and of filling containers;
    shortage_cost of stops. stops and those by cause: lines that had to wait; stopped_time, longest_stop in periods;
    stop_rate a share of the lines' time. mean_stock in parts (kits count as units). places: room that all the
    containers take. train_utilisation: share of the trains' time on rounds; train_fill_rate: room taken at departure
    over capacity; left_behind: containers asked for and not loaded for want of room, round after round; store_outs:
    the same for want of a full one in the supermarket.
    """
    feeds = world.feeds()
    rules = {rule.name: rule for rule in world.rules().routes}
    periods = world.horizon - world.warm_up
    zero = np.zeros(sums.feeds.shape[0])
    trains = [rules[route.name].trains for route in world.routes]
    places = sum(one.containers * one.size for one in feeds)
    lines, routes = sums.lines.sum(axis=1), sums.routes.sum(axis=1)
    holding = zero + world.place_cost * places * periods
    holding = holding + _weighed(sums.feeds[:, :, k.STOCK], [one.holding for one in feeds])
    filling = _weighed(sums.feeds[:, :, k.MOVED], [one.fill_cost for one in feeds])
    transport = world.train_cost * sum(trains) * periods + world.round_cost * routes[:, k.ROUNDS]
    handling = filling + world.driver_cost * routes[:, k.BUSY]
    shortage = world.stop_cost * lines[:, k.STOPPED] + world.restart_cost * lines[:, k.STOPS]
    room = _weighed(sums.routes[:, :, k.ROUNDS], [float(route.places) for route in world.routes])
    found = {
        "total_cost": holding + transport + handling + shortage,
        "holding_cost": holding,
        "transport_cost": zero + transport,
        "handling_cost": handling,
        "shortage_cost": zero + shortage,
        "stops": lines[:, k.STOPS],
        "stopped_time": lines[:, k.STOPPED],
        "stop_rate": lines[:, k.STOPPED] / (periods * len(world.lines)),
        "longest_stop": sums.lines[:, :, k.LONGEST].max(axis=1),
        "stops_cover": lines[:, k.BY_CAUSE],
        "stops_train_full": lines[:, k.BY_CAUSE + 1],
        "stops_late_train": lines[:, k.BY_CAUSE + 2],
        "stops_store": lines[:, k.BY_CAUSE + 3],
        "units_built": lines[:, k.UNITS],
        "mean_stock": sums.feeds[:, :, k.STOCK].sum(axis=1) / periods,
        "stock_value": _weighed(sums.feeds[:, :, k.STOCK], [one.unit_cost for one in feeds]) / periods,
        "places": zero + places,
        "containers_moved": sums.feeds[:, :, k.MOVED].sum(axis=1),
        "train_rounds": routes[:, k.ROUNDS],
        "mean_round_time": routes[:, k.TIMES] / np.maximum(routes[:, k.ROUNDS], 1),
        "train_utilisation": routes[:, k.BUSY] / (periods * sum(trains)),
        "train_fill_rate": routes[:, k.ROOM] / np.maximum(room, 1),
        "late_rounds": routes[:, k.LATE_ROUNDS],
        "left_behind": sums.feeds[:, :, k.LEFT_BEHIND].sum(axis=1),
        "store_outs": sums.feeds[:, :, k.NONE_IN_STORE].sum(axis=1),
    }
    return {name: found[name] for name in INDICATORS}


def _weighed(sums: Floats, weights: Sequence[float]) -> Floats:
    """Return the sum over the second axis, each of its places with its weight."""
    total: Floats = np.zeros(sums.shape[0])
    for place, weight in enumerate(weights):
        total = total + weight * sums[:, place]
    return total


def overlaps(start: float, end: float, low: int, high: int) -> Iterable[tuple[int, float]]:
    """Give the periods that an interval meets between low and high, and how much of each."""
    start, end = max(start, low), min(end, high)
    for period in range(math.floor(start), math.ceil(end)):
        yield period, min(end, period + 1) - max(start, period)
