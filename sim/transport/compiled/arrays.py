"""What belongs together in the compiled loop, as named tuples of arrays: what is given, what moves, what is told."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.transport.compiled import columns as c
from sim.transport.compiled.compiling import called

Array = NDArray[Any]


class Fixed(NamedTuple):
    """A world and its policy: float64, one row for each, columns in `columns`; T = horizon."""

    lanes: Array
    legs: Array
    rank: Array  # int64, of each leg in its lane, from 0
    bands: Array  # float64 (bands, 2): least chargeable weight, price
    causes: Array  # int64, of each delay
    hubs: Array
    receivers: Array
    flows: Array
    leaves: Array  # bool (legs, T): whether vehicles may leave
    order_days: Array  # bool (receivers, T)
    carbon_price: float
    warm_up: int
    horizon: int


class Drawn(NamedTuple):
    """The draws of one replication, as in `sim.transport.draws.Paths` without their first axis."""

    demand: Array
    fate: Array
    shipments: Array
    transit: Array
    closed: Array
    handled: Array
    delay: Array


class Goods(NamedTuple):
    """Shipments and the queues in which they stand: of each leg, and of those due on each day."""

    what: Array  # float64 (most, S_ALL)
    mark: Array  # int64 (most, MARKS)
    ends: Array  # int64 (legs, 2): HEAD and TAIL of what waits for a leg
    due: Array  # int64 (T + 1,): the last one that is due on a day, those before it BEHIND
    loaded: Array  # int64 (most,): those that leave, as working space
    numbers: Array  # int64 (2,): NUMBER, TAKEN


class Levels(NamedTuple):
    """What receivers have and lanes carry at this moment."""

    stock: Array  # float64 (receivers, NOW_LEVELS)
    expected: Array  # float64 (receivers, days): units by the day on which tracking expects them
    lane: Array  # float64 (lanes, 2): NOW_WAITING, NOW_CARRIED


class Told(NamedTuple):
    """What is told of a replication."""

    cost: Array  # float64 (PARTS, T), of the measured days
    sums: Array  # float64 (SUMS,)
    series: Array  # float64 (receivers, SERIES, T)
    lane_series: Array  # float64 (lanes, LANE_SERIES, T)
    events: Array  # float64 (room, EVENT): the first ones
    noted: Array  # int64 (1,): how many there are


@called
def no_goods(fixed: Fixed, drawn: Drawn) -> Goods:
    """Return room for every shipment that may come, and empty queues."""
    most = drawn.shipments.shape[0] + 2 * fixed.receivers.shape[0] * fixed.horizon
    what, mark = np.zeros((most, c.S_ALL)), np.zeros((most, c.MARKS), np.int64)
    ends = np.full((fixed.legs.shape[0], 2), -1)
    due = np.full(fixed.horizon + 1, -1)
    return Goods(what, mark, ends, due, np.zeros(most, np.int64), np.zeros(2, np.int64))


@called
def first_levels(fixed: Fixed) -> Levels:
    """Return the levels before the first day."""
    stocks = fixed.receivers.shape[0]
    stock = np.zeros((stocks, c.NOW_LEVELS))
    furthest = 0
    for r in range(stocks):
        stock[r, c.NOW_ON_HAND] = fixed.receivers[r, c.R_INITIAL]
        furthest = max(
            furthest, int(fixed.receivers[r, c.R_PLANNED]), int(fixed.receivers[r, c.R_BACKUP_PLANNED])
        )
    expected = np.zeros((stocks, furthest + fixed.horizon + 1))
    return Levels(stock, expected, np.zeros((fixed.lanes.shape[0], 2)))


@called
def nothing_told(fixed: Fixed, room: int) -> Told:
    """Return zeros, with room for so many events."""
    horizon = fixed.horizon
    series = np.zeros((fixed.receivers.shape[0], c.SERIES, horizon))
    lane_series = np.zeros((fixed.lanes.shape[0], c.LANE_SERIES, horizon))
    cost = np.zeros((c.PARTS, horizon))
    return Told(cost, np.zeros(c.SUMS), series, lane_series, np.zeros((room, c.EVENT)), np.zeros(1, np.int64))
