"""A schedule as the machines follow it: what each of them takes next, and what of it is past."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from sim.production.orders import Operation
from sim.production.policy import Planned
from sim.production.state import Entry, Station, Turn, Unit

Number = int | float


class Turns:
    """The turns of a schedule; `past` holds the (order, step) begun, or that will never be.

    With `early` a machine need not wait for the start planned.
    """

    __slots__ = ("_early", "_scheduled", "past")

    def __init__(self, early: bool) -> None:
        self._early = early
        self._scheduled: frozenset[str] = frozenset()
        self.past: set[tuple[str, int]] = set()

    def follow(
        self,
        schedule: Sequence[Planned],
        stations: Mapping[str, Station],
        routing: Mapping[str, tuple[Operation, ...]],
    ) -> None:
        """Give every machine its lines of a schedule, in the order of their starts."""
        turns: dict[str, list[Turn]] = {name: [] for name in stations}
        self._scheduled = frozenset(line.order for line in schedule)
        for place, line in enumerate(schedule):
            machine = routing[line.order][line.operation - 1].machine
            turns[machine].append(Turn(line.start, place, line.order, line.operation - 1))
        for name, station in stations.items():
            station.plan, station.turn = sorted(turns[name]), 0

    def drop(self, order: str, steps: Iterable[int]) -> None:
        """Leave out operations that will never be."""
        self.past |= {(order, step) for step in steps}

    def first(self, station: Station, unit: Unit, now: Number) -> tuple[Entry | None, Number | None]:
        """Return the lot that a machine takes now, and when to look again if it waits for a start planned.

        Pieces to rework go first, then what the planner ranked, then the schedule, then what it leaves out.
        """
        again = [entry for entry in station.queue if entry[3].visit]
        if again:
            return min(again, key=lambda entry: entry[2]), None
        ranked = [entry for entry in station.queue if entry[3].job.turn < math.inf]
        if ranked:
            return min(ranked, key=lambda entry: (entry[3].job.turn, entry[2])), None
        entry, look = self._in_turn(station, now)
        if entry is None:
            left_out = [entry for entry in station.queue if entry[3].job.name not in self._scheduled]
            entry = station.first(now, unit, left_out)
        return entry, look

    def _in_turn(self, station: Station, now: Number) -> tuple[Entry | None, Number | None]:
        """The lot that the schedule puts next, if it is here and may start; else when it may."""
        assert station.plan is not None
        plan = station.plan
        while station.turn < len(plan) and (plan[station.turn].order, plan[station.turn].step) in self.past:
            station.turn += 1
        if station.turn == len(plan):
            return None, None
        turn = plan[station.turn]
        if turn.start > now and not self._early:
            return None, turn.start
        here = (e for e in station.queue if e[3].job.name == turn.order and e[3].step == turn.step)
        return next(here, None), None
