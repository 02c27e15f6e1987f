"""From a feeding world to its ledger: the readable model, event after event to the end of the horizon.

A plain loop over a heap of events rather than SimPy: nothing here queues for a resource, and what happens at one
instant must come in a fixed order, which is the key of the heap. Its ranks are those of `sim.feeding`.
"""

from __future__ import annotations

import heapq
import math
from typing import Any

from sim.feeding import ledger as book
from sim.feeding.draws import Paths, paths
from sim.feeding.ledger import Row
from sim.feeding.loop import Loop
from sim.feeding.policy import RouteRule
from sim.feeding.route import Route
from sim.feeding.world import CALL, World
from sim.ledger import Ledger, run_header

CLOSE, BACK, SERVE, UNIT, LEAVE = range(5)  # the order of events at one instant
SOON = 1e-9  # periods: a train is late beyond this


def run(world: World, seed: int, replication: int = 0, label: str = "") -> Ledger:
    """Run one replication and return its ledger (see sim/feeding/ledger.py): the same arguments, the same bytes.

    Raises InvalidError without a policy.
    """
    world.rules()
    header = run_header(world, "feeding", seed, replication, label)
    shop = _Shop(world, paths(world, seed, label, replication, 1), Ledger(header, Row))
    shop.live()
    return shop.ledger


class _Line:
    """A line: its next unit, when that is due, and since when it waits for parts."""

    def __init__(self, name: str, loops: list[Loop], cycle: list[float]) -> None:
        self.name, self.loops, self.cycle = name, loops, cycle
        self.unit = 0
        self.due = 0.0
        self.since: float | None = None


class _Train:
    """A train on its route: what it carries, and the place of its next stop."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.idle = True
        self.next = 0
        self.full: dict[str, int] = {}
        self.empty: dict[str, int] = {}
        self.room = 0


class _Driven:
    """A route as it is driven: its trains, what is asked for in order, and when the next departure is due."""

    def __init__(self, place: int, route: Route, rule: RouteRule, loops: list[Loop], first_stop: int) -> None:
        self.place, self.route, self.rule, self.loops = place, route, rule, loops
        self.trains = [_Train(number) for number in range(1, rule.trains + 1)]
        self.queue: list[Loop] = []
        self.due = float(rule.first)
        self.late = False
        self.at = [
            [one for one in loops if one.feed.stop == first_stop + rank] for rank in range(len(route.stops))
        ]

    def idle(self) -> _Train | None:
        """Return the first train that stands at the supermarket."""
        return next((train for train in self.trains if train.idle), None)

    def may_load(self, time: float) -> int:
        """Return the containers that are asked for and stand in the supermarket."""
        found = 0
        for loop in self.loops:
            ready = loop.asked if loop.feed.store is None else sum(one <= time for one in loop.ready)
            found += min(loop.asked, ready)
        return found


class _Shop:
    def __init__(self, world: World, drawn: Paths, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger
        self.loops = [Loop(ledger, feed) for feed in world.feeds()]
        self.takes = drawn.takes[0]
        self.delay, self.replenishment = drawn.delay[0], drawn.replenishment[0]
        names = [one.name for one in world.brought]
        self.drawn_at = {loop.feed.name: names.index(loop.feed.name) for loop in self.loops}
        self.lines = [
            _Line(
                line.name, [loop for loop in self.loops if loop.feed.line == at], drawn.cycle[0, at].tolist()
            )
            for at, line in enumerate(world.lines)
        ]
        rules = {rule.name: rule for rule in world.rules().routes}
        self.routes: list[_Driven] = []
        stops = 0
        for at, route in enumerate(world.routes):
            loops = [loop for loop in self.loops if loop.feed.route == at]
            self.routes.append(_Driven(at, route, rules[route.name], loops, stops))
            stops += len(route.stops)
        self.heap: list[tuple[float, int, int, int]] = []  # time, rank, route or line, train

    def live(self) -> None:
        """Run to the end of the horizon."""
        self._begin()
        while self.heap:
            time, rank, at, number = heapq.heappop(self.heap)
            match rank:
                case 0:
                    for loop in self.loops:
                        loop.close(int(time) - 1)
                    if time == self.world.horizon:
                        return
                case 1:
                    self._back(time, self.routes[at], self.routes[at].trains[number])
                case 2:
                    self._serve(time, self.routes[at], self.routes[at].trains[number])
                case 3:
                    self._unit(time, at)
                case _:
                    self._leave(time, self.routes[at])
            if self.heap[0][0] > time:
                for route in self.routes:
                    self._called(time, route)

    def _begin(self) -> None:
        for loop in self.loops:
            self._ask(0.0, loop, loop.feed.containers - loop.feed.initial)
        for at in range(len(self.lines)):
            heapq.heappush(self.heap, (0.0, UNIT, at, 0))
        for at, route in enumerate(self.routes):
            if route.rule.interval is not None:
                heapq.heappush(self.heap, (route.due, LEAVE, at, 0))
        for period in range(1, self.world.horizon + 1):
            heapq.heappush(self.heap, (float(period), CLOSE, 0, 0))

    def _ask(self, time: float, loop: Loop, containers: int) -> None:
        loop.ask(time, containers)
        self.routes[loop.feed.route].queue += [loop] * containers

    def _unit(self, time: float, at: int) -> None:
        line = self.lines[at]
        if line.since is None and time < line.due:
            return  # two trains served it at one instant: it has started already
        taking = [
            loop for loop in line.loops if loop.feed.take is None or self.takes[loop.feed.take, line.unit]
        ]
        missing = next((loop for loop in taking if loop.stock < loop.feed.per_unit), None)
        if missing is not None:
            if line.since is None:
                line.since = time
                cause = self._cause(time, missing)
                self._note(time, book.STOP, line.name, line.unit, feed=missing.feed.name, cause=cause)
            return
        if line.since is not None:
            self._note(time, book.RESTART, line.name, line.unit, late=time - line.since)
            line.since = None
        self._note(time, book.UNIT, line.name, line.unit)
        for loop in taking:
            opened, emptied = loop.use(time)
            loop.set_aside(time, emptied)
            if self.world.signal == CALL:
                self._ask(time, loop, opened if loop.feed.opened else emptied)
        line.due = time + line.cycle[line.unit]
        line.unit += 1
        heapq.heappush(self.heap, (line.due, UNIT, at, 0))

    def _cause(self, time: float, loop: Loop) -> str:
        route = self.routes[loop.feed.route]
        overdue = route.rule.interval is not None and route.due < time - SOON
        if loop.short:
            return book.STORE
        if loop.unloaded or loop.stranded:
            return book.TRAIN_FULL
        return book.LATE if route.late or overdue else book.COVER

    def _leave(self, time: float, route: _Driven) -> None:
        train = route.idle()
        interval = route.rule.interval
        if train is None or interval is None or time < route.due:
            return
        late = time - route.due
        self._depart(time, route, train, late)
        route.due = float(
            route.rule.first + interval * (math.floor((time - route.rule.first) / interval) + 1)
        )
        while route.due <= time:
            route.due += interval
        heapq.heappush(self.heap, (route.due, LEAVE, route.place, 0))

    def _called(self, time: float, route: _Driven) -> None:
        wanted = route.rule.on_demand
        while wanted is not None and time >= route.rule.first and route.may_load(time) >= wanted:
            train = route.idle()
            if train is None:
                return
            self._depart(time, route, train, 0.0)

    def _depart(self, time: float, route: _Driven, train: _Train, late: float) -> None:
        period = int(time)
        kept: list[Loop] = []
        for loop in route.loops:
            loop.short = loop.unloaded = 0
        train.room, train.full = 0, {}
        for loop in route.queue:
            if train.room + loop.feed.size > route.route.places:
                loop.unloaded += 1
            elif not loop.in_store(time):
                loop.short += 1
            else:
                loop.load(time, float(self.replenishment[self.drawn_at[loop.feed.name], period]))
                train.full[loop.feed.name] = train.full.get(loop.feed.name, 0) + 1
                train.room += loop.feed.size
                continue
            kept.append(loop)
        route.queue = kept
        route.late = late > SOON
        number = sum(train.full.values())
        for loop in route.loops:
            loop.loaded(time, train.number, train.full.get(loop.feed.name, 0))
        out = time + (route.route.loading * number + float(self.delay[route.place, period]))
        until = out
        for rank in range(len(route.at)):
            until += self._drive(route, train, rank)
        until += route.route.return_time
        self._note(
            time, book.DEPART, route.route.name, number, train=train.number, until=until, late=late, room=train.room
        )  # fmt: skip
        train.idle, train.next, train.empty = False, 0, {}
        heapq.heappush(self.heap, (out + self._drive(route, train, 0), SERVE, route.place, train.number - 1))

    def _drive(self, route: _Driven, train: _Train, rank: int) -> float:
        """The periods from the place before a stop to the end of what is done there."""
        stop = route.route.stops[rank]
        number = sum(train.full.get(loop.feed.name, 0) for loop in route.at[rank])
        return float(stop.travel + stop.pause + route.route.handling * number)

    def _serve(self, time: float, route: _Driven, train: _Train) -> None:
        loops = route.at[train.next]
        for loop in loops:
            number = train.full.pop(loop.feed.name, 0)
            train.room -= number * loop.feed.size
            loop.deliver(time, train.number, number, train.room)
        for loop in loops:
            number = min(loop.empties, (route.route.places - train.room) // loop.feed.size)
            train.room += number * loop.feed.size
            loop.collect(time, train.number, number, train.room)
            if number:
                train.empty[loop.feed.name] = train.empty.get(loop.feed.name, 0) + number
        for at, line in enumerate(self.lines):
            if line.since is not None and any(loop.feed.line == at for loop in loops):
                heapq.heappush(self.heap, (time, UNIT, at, 0))
        train.next += 1
        if train.next < len(route.at):
            heapq.heappush(
                self.heap,
                (time + self._drive(route, train, train.next), SERVE, route.place, train.number - 1),
            )
        else:
            heapq.heappush(self.heap, (time + route.route.return_time, BACK, route.place, train.number - 1))

    def _back(self, time: float, route: _Driven, train: _Train) -> None:
        self._note(time, book.BACK, route.route.name, sum(train.empty.values()), train=train.number)
        for loop in route.loops:
            if self.world.signal != CALL:
                self._ask(time, loop, train.empty.get(loop.feed.name, 0))
        train.idle, train.empty, train.room = True, {}, 0
        if route.rule.interval is not None and route.due <= time:
            heapq.heappush(self.heap, (time, LEAVE, route.place, 0))

    def _note(self, time: float, kind: str, place: str, quantity: int = 0, **more: Any) -> None:
        self.ledger.append(Row(time, kind, place, quantity, **more))
