"""The tugger train: time of a loop, containers of a round, trains, and the containers held at each stop."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, numbers, positive
from solvers.errors import SolverError
from solvers.inventory.kanban_cards import kanban_cards, round_up

__all__ = ["Stop", "StopLine", "TuggerLoop", "best_interval", "tugger_loop"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the route: ``demand`` units an hour, ``container`` units in a container."""

    name: str
    demand: float
    container: float


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop: containers a round on average, the most of a round, and the containers that it holds."""

    name: str
    mean_containers: float
    containers: int
    buffer: int


@dataclass(frozen=True, slots=True)
class TuggerLoop:
    """A route driven every ``interval`` minutes.

    ``loop_time`` in minutes with ``mean_containers`` on board; ``trains`` rounded up; ``occupation`` = loop time
    / (trains × interval); ``longest_interval`` in minutes, beyond which the mean round passes ``capacity``;
    ``fits``: the most of a round (the sum of the stops' containers) is within the capacity; ``buffer`` the
    containers held at all the stops; ``cost`` an hour.
    """

    interval: float
    lines: tuple[StopLine, ...]
    loop_time: float
    mean_containers: float
    containers: int
    trains: int
    occupation: float
    longest_interval: float
    fits: bool
    buffer: int
    cost: float


def tugger_loop(
    stops: Sequence[Stop],
    interval: float,
    travel: float,
    capacity: float,
    *,
    stop_time: float = 0.0,
    handling: float = 0.0,
    safety: float = 0.0,
    train_cost: float = 0.0,
    container_cost: float = 0.0,
) -> TuggerLoop:
    """Size a tugger route driven at a fixed interval.

    ``stops`` one at least, demands and containers above 0; ``interval`` between two departures and ``travel``
    of the whole route in minutes, above 0; ``capacity`` containers a train; ``stop_time`` minutes lost a stop
    and ``handling`` minutes a container (loaded, set down, the empty taken), ``safety`` a share of demand,
    ``train_cost`` money a train and hour, ``container_cost`` money a container held and hour: 0 or more.
    SolverError otherwise.

    loop = travel + stops × stop time + containers × handling;  trains = ⌈loop / interval⌉;  buffer at a stop =
    ⌈demand × (interval + loop) × (1 + safety) / container⌉: what is used from one card's release to its return.

    Source: Baudin, Lean Logistics (mizusumashi); Faccio et al., Design and simulation of assembly line feeding
    systems in the automotive sector using supermarkets, 2013; Monden for the buffer.

    >>> found = tugger_loop([Stop("A", 60, 20), Stop("B", 30, 10)], 30, 12, 8, stop_time=1, handling=0.5)
    >>> found.loop_time, found.containers, found.trains, found.longest_interval
    (15.5, 4, 1, 80.0)
    """
    if not stops:
        raise SolverError("stops", [], "some_steps")
    every, drive, room = (
        positive("interval", interval),
        positive("travel", travel),
        positive("capacity", capacity),
    )
    pause, handle = non_negative("stop_time", stop_time), non_negative("handling", handling)
    margin = non_negative("safety", safety)
    rates = [
        positive(f"demand ({stop.name})", stop.demand)
        / 60
        / positive(f"container ({stop.name})", stop.container)
        for stop in stops
    ]
    mean = math.fsum(rates) * every
    loop = drive + len(stops) * pause + mean * handle
    lines = tuple(
        StopLine(
            stop.name,
            rate * every,
            max(1, round_up(rate * every)),
            kanban_cards(stop.demand / 60, every + loop, stop.container, margin).cards,
        )
        for stop, rate in zip(stops, rates, strict=True)
    )
    trains = max(1, round_up(loop / every))
    most = sum(line.containers for line in lines)
    buffer = sum(line.buffer for line in lines)
    return TuggerLoop(
        interval=every,
        lines=lines,
        loop_time=loop,
        mean_containers=mean,
        containers=most,
        trains=trains,
        occupation=loop / (trains * every),
        longest_interval=room / math.fsum(rates),
        fits=most <= room,
        buffer=buffer,
        cost=trains * non_negative("train_cost", train_cost)
        + buffer * non_negative("container_cost", container_cost),
    )


def best_interval(
    stops: Sequence[Stop],
    intervals: Sequence[float],
    travel: float,
    capacity: float,
    *,
    stop_time: float = 0.0,
    handling: float = 0.0,
    safety: float = 0.0,
    train_cost: float = 0.0,
    container_cost: float = 0.0,
) -> tuple[TuggerLoop, ...]:
    """Compare intervals for a tugger route, the cheapest of those that fit first, those that do not fit last.

    ``intervals`` minutes, one at least, each above 0; the rest as in :func:`tugger_loop`. On a tie of cost the
    longer interval comes first. SolverError otherwise.

    Source: as :func:`tugger_loop`.

    >>> stops = [Stop("A", 60, 20), Stop("B", 30, 10)]
    >>> found = best_interval(stops, [10, 20, 60], 12, 4, stop_time=1, train_cost=30, container_cost=0.5)
    >>> [(one.interval, one.trains, one.fits, one.cost) for one in found]
    [(20.0, 1, True, 32.0), (10.0, 2, True, 62.0), (60.0, 1, False, 34.0)]
    """
    found = [
        tugger_loop(
            stops,
            one,
            travel,
            capacity,
            stop_time=stop_time,
            handling=handling,
            safety=safety,
            train_cost=train_cost,
            container_cost=container_cost,
        )
        for one in numbers("intervals", intervals)
    ]
    return tuple(sorted(found, key=lambda one: (not one.fits, one.cost, -one.interval)))
