"""A shop floor lived step by step: a schedule or a rule is followed, machines fail, orders come; the planner reacts.

A step is `length` time units. Before each, the planner sees the machines, the open orders and what was planned, and may
change the rule, rank orders, move planned starts and buy overtime; the shop then runs to the end of the step.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from sim.checks import Check, InvalidError, Number, Path, Problem
from sim.dispatching import RULES
from sim.episodes.base import LONGEST, TABLE, WORD, Decision, Record, built, rows
from sim.production import figures as fig
from sim.production import ledger as book
from sim.production.orders import LOT, Operation
from sim.production.policy import KANBAN, Planned
from sim.production.shop import Shop
from sim.production.state import Job, Station
from sim.production.world import World
from sim.records import read
from sim.words import given, phrase

LONGEST_STEP = 10_000
LARGEST_WORK = 20_000  # operations: an episode is replayed at every step
OWN = ("horizon", "warm_up")  # of the world, which the episode sets


@dataclass(frozen=True)
class ShopEpisode:
    """A shop over `steps` steps of `length` time units; `shop` is its world with the policy it starts under.

    The horizon is that of the episode. `overtime` is the most time units that a machine may work longer in a step,
    from the end of its last shift in the step on.
    """

    KEY: ClassVar[str] = "shop"
    ACTIONS: ClassVar[Mapping[str, str]] = {"rule": WORD, "rank": TABLE, "start": TABLE, "overtime": TABLE}
    TABLES: ClassVar[Mapping[str, str]] = {"rank": "open_orders", "start": "planned", "overtime": "machines"}
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "steps": 5, "length": 8, "overtime": 2,
        "shop": {
            "late_cost": 20, "overtime_cost": 35,
            "calendar": {"cycle": 8, "shifts": [{"start": 0, "end": 6}]},
            "machines": [
                {"name": "lathe"},
                {
                    "name": "mill",
                    "breakdown": {
                        "up": {"gamma": {"mean": 15, "sd": 15}}, "down": {"constant": 2}, "by": "time",
                    },
                },
            ],
            "products": [
                {"name": "shaft", "holding": 0.1, "routing": [
                    {"machine": "lathe", "time": 0.4, "setup": 0.5}, {"machine": "mill", "time": 0.3, "setup": 1}]},
                {"name": "plate", "holding": 0.1, "routing": [
                    {"machine": "mill", "time": 0.5, "setup": 1}, {"machine": "lathe", "time": 0.2, "setup": 0.5}]},
            ],
            "orders": [
                {"name": "A", "product": "shaft", "quantity": 10, "due": 14},
                {"name": "B", "product": "plate", "quantity": 8, "due": 16, "priority": 2},
                {"name": "C", "product": "shaft", "quantity": 12, "due": 30},
                {"name": "D", "product": "plate", "quantity": 6, "release": 12, "due": 24, "priority": 3},
            ],
            "stops": [{"machine": "lathe", "start": 10, "end": 13}],
            "policy": {
                "schedule": [
                    {"order": "A", "operation": 1, "start": 0}, {"order": "A", "operation": 2, "start": 8},
                    {"order": "B", "operation": 1, "start": 0.5}, {"order": "B", "operation": 2, "start": 9},
                    {"order": "C", "operation": 1, "start": 11}, {"order": "C", "operation": 2, "start": 20},
                ],
                "early": True,
            },
        },
    }  # fmt: skip

    steps: int
    length: int
    shop: World
    overtime: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("steps", least=1, most=LONGEST, whole=True)
        check.number("length", least=1, most=LONGEST_STEP, whole=True)
        check.number("overtime", least=0)
        if self.shop.rules().release == KANBAN:
            check.fault("shop", "episode_kanban")
        if self.shop.operations() > LARGEST_WORK:
            check.fault("shop", "orders_many", count=self.shop.operations(), most=LARGEST_WORK)
        check.done()

    @property
    def places(self) -> frozenset[str]:
        """The names of machines and products."""
        machines = {one.name for one in self.shop.machines}
        return frozenset(machines | {one.name for one in self.shop.products})

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data, as EXAMPLE; raises InvalidError with every fault."""
        parts = dict(data)
        if "shop" in parts:
            parts["shop"] = _world(parts["shop"], parts)
        return built(cls, parts)

    def start(self, seed: int, label: str) -> ShopRun:
        """Begin a run."""
        return ShopRun(self, seed, label)


def _world(data: object, episode: Mapping[str, Any]) -> World:
    path: Path = ("shop",)
    if not isinstance(data, Mapping):
        raise InvalidError([Problem(path, phrase("wanted_mapping", found=given(data)))])
    own = [Problem((*path, name), phrase("episode_horizon")) for name in OWN if name in data]
    if own:
        raise InvalidError(own)
    steps, length = episode.get("steps"), episode.get("length")
    horizon = 1  # replaced by a sound one, or refused with the fields that make it
    if (
        isinstance(steps, int)
        and isinstance(length, int)
        and 1 <= steps <= LONGEST
        and 1 <= length <= LONGEST_STEP
    ):
        horizon = steps * length
    return read(World, {"policy": {}, **data, "horizon": horizon}, path)


class ShopRun:
    """A run of the shop under way."""

    def __init__(self, scenario: ShopEpisode, seed: int, label: str) -> None:
        self._scenario = scenario
        self._shop = Shop(scenario.shop, seed, (label, "episode", scenario.KEY))
        policy = scenario.shop.rules()
        self._planned = {(one.order, one.operation): one.start for one in policy.schedule}
        self._over: Number = 0
        self._told = 0  # rows of the ledger told so far
        self._due: dict[str, Number] = {}
        self.step = 1
        self.events: list[Record] = []
        self._shop.run(0, settle=False)
        self._news(1, 1)

    @property
    def done(self) -> bool:
        """True once every step has been decided."""
        return self.step > self._scenario.steps

    @property
    def _now(self) -> int:
        return (self.step - 1) * self._scenario.length

    def state(self) -> Record:
        """Machines, open orders and what is planned, as the planner knows them: standard times, not those to come."""
        found = self.indicators()
        return {
            "step": self.step,
            "time": self._now,
            "wip": len(self._shop.jobs),
            "late": sum(job.due < self._now for job in self._shop.jobs.values()),
            "cost": found["total_cost"],
            "open_orders": [self._order(job) for job in self._shop.jobs.values()],
            "machines": [self._machine(station) for station in self._shop.stations],
            "planned": [
                {
                    "row": f"{order}.{operation}",
                    "machine": self._operation(order, operation).machine,
                    "start": start,
                    "standard": self._standard(order, operation),
                }
                for (order, operation), start in self._ahead()
            ],
        }

    def _order(self, job: Job) -> Record:
        lots = self._shop.lots_of(job.name)
        step = min((lot.step for lot in lots), default=0)
        routing = job.product.routing[step:]
        return {
            "row": job.name,
            "product": job.product.name,
            "quantity": job.pieces,
            "wanted": job.due,
            "priority": job.priority,
            "operation": step + 1,
            "machine": routing[0].machine,
            "left": sum(one.time * (1 if one.per == LOT else job.pieces) for one in routing),
        }

    def _machine(self, station: Station) -> Record:
        now = self._now
        down = [end for unit in station.units for start, end in unit.down if start <= now < end]
        return {
            "row": station.machine.name,
            "busy": sum(unit.lot is not None for unit in station.units),
            "down": len(down),
            "back": max(down, default=None),
            "queue": len(station.queue),
            "load": sum(entry[3].standard() for entry in station.queue),
        }

    def _operation(self, order: str, operation: int) -> Operation:
        return self._shop.routing(order)[operation - 1]

    def _standard(self, order: str, operation: int) -> Number:
        one = self._operation(order, operation)
        quantity = next(known.quantity for known in self._scenario.shop.orders if known.name == order)
        return one.time if one.per == LOT else one.time * quantity

    def _ahead(self) -> list[tuple[tuple[str, int], Number]]:
        ahead = [one for one in self._planned.items() if not self._shop.is_past(*one[0])]
        return sorted(ahead, key=lambda one: (one[1], one[0]))

    def play(self, decision: Decision) -> list[Record]:
        """Take the planner's decisions, run the shop to the end of the step; return what happened."""
        first = len(self.events)
        shop, scenario = self._shop, self._scenario
        self._replan(rows(decision, "start"))
        rule = decision.get("rule")
        if isinstance(rule, str) and rule in RULES:
            shop.dispatch(rule)
            self._planned = {}
            self._tell("rule", self.step, rule=rule)
        ranks = {name: value for name, value in rows(decision, "rank").items() if value > 0}
        shop.rank(ranks)
        for machine, wanted in rows(decision, "overtime").items():
            self._overtime(machine, min(wanted, scenario.overtime))
        shop.run(self._now + scenario.length, settle=self.step == scenario.steps)
        self._news(self.step, self.step + 1)
        self.step += 1
        return self.events[first:]

    def _replan(self, starts: Mapping[str, float]) -> None:
        moved = {
            key: starts[f"{key[0]}.{key[1]}"]
            for key, _ in self._ahead()
            if starts.get(f"{key[0]}.{key[1]}", 0) > 0
        }
        if not moved:
            return
        self._planned |= moved
        for order, operation in sorted(self._planned):
            before = self._planned.get((order, operation - 1))
            if before is not None:
                # No operation is planned before the one it follows is over: machines never wait for one another.
                least = before + max(self._standard(order, operation - 1), 1e-6)
                self._planned[order, operation] = max(self._planned[order, operation], least)
        lines = [Planned(order, operation, start) for (order, operation), start in self._planned.items()]
        self._shop.plan(lines)
        self._tell("replan", self.step, moved=len(moved))

    def _overtime(self, machine: str, wanted: Number) -> None:
        if wanted <= 0 or machine not in {one.name for one in self._scenario.shop.machines}:
            return
        end = self._now + self._scenario.length
        closes = [high for low, high in self._shop.windows(machine) if low < end and high > self._now]
        if not closes or closes[-1] >= end:
            return
        worked = self._shop.overtime(machine, closes[-1], min(closes[-1] + wanted, end))
        if worked > 0:
            self._over += worked * self._shop.machine(machine).count
            self._tell("overtime", self.step, row=machine, hours=worked)

    def _news(self, step: int, following: int) -> None:
        """Tell what the ledger has added: orders that came and machines that failed for the step to come."""
        raw = self._shop.ledger.raw()
        for row in map(book.Row._make, raw[self._told :]):
            if row.kind == book.ORDER:
                assert row.until is not None
                self._due[row.order] = row.until
                self._tell("order", following, order=row.order, quantity=row.quantity, wanted=row.until)
            elif row.kind == book.DOWN:
                self._tell("down", following, row=row.machine, time=row.time, back=row.until)
            elif row.kind == book.SERVE:
                late = max(row.time - self._due[row.order], 0)
                kind = "late" if late else "served"
                more = {"late": late} if late else {}
                self._tell(kind, step, order=row.order, quantity=row.quantity, time=row.time, **more)
            elif row.kind == book.END and row.lost:
                self._tell("lost", step, order=row.order, row=row.machine, quantity=row.lost)
        self._told = len(raw)

    def _tell(self, kind: str, step: int, **more: Any) -> None:
        self.events.append({"step": step, "kind": kind, **more})

    def indicators(self) -> dict[str, float]:
        """The figures of the run so far."""
        world = dataclasses.replace(self._scenario.shop, horizon=max(self._now, 1), policy=None)
        hours = {name.machine.name: self._shop.windows(name.machine.name) for name in self._shop.stations}
        return fig.figures(world, self._shop.ledger, hours, self._over)
