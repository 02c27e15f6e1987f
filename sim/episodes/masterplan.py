"""A master schedule lived week by week: orders come and are changed; the planner promises, schedules, buys overtime.

Before each week the planner sees the weeks ahead (scheduled, promised, forecast, what is left to promise, what the
rules of the world's policy would schedule) and the orders that wait for a promise, and decides. What is decided for a
week stays until it is decided otherwise; the week is then produced and shipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from sim.checks import Check, InvalidError, Path, Problem
from sim.episodes.base import FIGURE, LONGEST, TABLE, WORD, Decision, Record, built, figure, rows
from sim.masterplan import compiled as k
from sim.masterplan import figures as fig
from sim.masterplan.draws import WEEK, paths
from sim.masterplan.world import World
from sim.records import read
from sim.words import given, phrase

YES = "yes"
OWN = ("horizon", "warm_up")  # of the world, which the episode sets


@dataclass(frozen=True)
class MasterPlanEpisode:
    """A product over `steps` weeks; `masterplan` is its world, whose policy only proposes."""

    KEY: ClassVar[str] = "masterplan"
    ACTIONS: ClassVar[Mapping[str, str]] = {
        "schedule": TABLE, "promise": TABLE, "overtime": FIGURE, "expedite": WORD,
    }  # fmt: skip
    TABLES: ClassVar[Mapping[str, str]] = {"schedule": "weeks", "promise": "requests"}
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "steps": 10,
        "masterplan": {
            "name": "scooter", "forecast": [40, 40, 50, 60], "view": 6, "initial": 60, "scheduled": [60, 0, 60],
            "orders": [{"name": "C-1", "due": 0, "quantity": 30, "promised": 0},
                       {"name": "C-2", "due": 1, "quantity": 25}],
            "customers": [
                {"name": "shops", "order_count": {"poisson": 4}, "order_size": {"empirical": [5, 10, 15]},
                 "notice": {"discrete": {"values": [0, 1, 2, 3], "weights": [1, 1, 1, 1]}}},
            ],
            "changes": {"chance": 0.2, "factors": [0, 1.5], "shifts": [-1, 1]},
            "capacity": 24, "unit_hours": 0.3, "setup_hours": 2, "overtime_most": 6, "component_weeks": 2,
            "holding": 1, "setup_cost": 90, "overtime_cost": 40, "expediting_cost": 8, "late_cost": 15, "delay_cost": 4,
            "policy": {"fence": 2, "lot_size": 20, "cover": 2, "safety_stock": 20},
        },
    }  # fmt: skip

    steps: int
    masterplan: World

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("steps", least=1, most=LONGEST, whole=True)
        check.done()

    @property
    def places(self) -> frozenset[str]:
        """None: there is one product."""
        return frozenset()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data, as EXAMPLE; raises InvalidError with every fault."""
        parts = dict(data)
        if "masterplan" in parts:
            parts["masterplan"] = _world(parts["masterplan"], parts.get("steps"))
        return built(cls, parts)

    def start(self, seed: int, label: str) -> MasterPlanRun:
        """Begin a run."""
        return MasterPlanRun(self, seed, label)


def _world(data: object, steps: object) -> World:
    path: Path = ("masterplan",)
    if not isinstance(data, Mapping):
        raise InvalidError([Problem(path, phrase("wanted_mapping", found=given(data)))])
    own = [Problem((*path, name), phrase("episode_horizon")) for name in OWN if name in data]
    if own:
        raise InvalidError(own)
    sound = isinstance(steps, int) and 1 <= steps <= LONGEST
    return read(World, {"policy": {}, **data, "horizon": steps if sound else 1}, path)


class MasterPlanRun:
    """A run of the schedule under way."""

    def __init__(self, scenario: MasterPlanEpisode, seed: int, label: str) -> None:
        world = scenario.masterplan
        drawn = paths(world, seed, f"{label} episode {scenario.KEY}", 0, 1)
        self._world, self._steps = world, scenario.steps
        self._orders, self._stopped = drawn.orders, drawn.stopped[0]
        self._rules, _ = fig.policy_rules(world)
        self._forecast = np.array(world.forecast, np.int64)
        size = scenario.steps + world.view + 1
        self._plan, self._there = np.zeros(size, np.int64), np.zeros(size, np.int64)
        first = np.array(world.scheduled, np.int64)[:size]
        self._plan[: first.size] = first
        self._there[:] = np.cumsum(self._plan)
        self._book = np.zeros((len(drawn.orders), k.BOOK), np.int64)
        self._book[:, k.PROMISED] = k.TO_COME
        self._firm, self._dav = np.zeros(world.view, np.int64), np.zeros(world.view, np.int64)
        self._trace = np.zeros((scenario.steps, k.TRACES))
        self._on_hand, self._made = world.initial, 0
        self.step = 1
        self.events: list[Record] = []
        self._open()

    @property
    def done(self) -> bool:
        """True once every step has been decided."""
        return self.step > self._steps

    def state(self) -> Record:
        """Stock, the weeks ahead and the orders to promise, with what the rules would schedule and could promise."""
        week, world = self.step - 1, self._world
        proposed = self._proposed()
        k.available(week, self._on_hand, self._book, self._plan, world.view, self._firm, self._dav)
        stock, ahead = self._on_hand, []
        for t in range(world.view):
            demand = k.demand_at(t, week, self._firm, self._forecast, world.ruled().demand_fence)
            stock += int(self._plan[week + t]) - demand
            ahead.append(
                {
                    "row": str(week + t + 1),
                    "planned": int(self._plan[week + t]),
                    "firm": int(self._firm[t]),
                    "forecast": int(self._forecast[(week + t) % len(self._forecast)]),
                    "projected": int(stock),
                    "dav": int(self._dav[t]),
                    "proposed": int(proposed[week + t]),
                }
            )
        asked = [
            {
                "row": self._name(place),
                "quantity": int(self._book[place, k.QUANTITY]),
                "due": int(self._book[place, k.ASKED]) + 1,
                "available": self._first(place),
            }
            for place in self._waiting()
        ]
        late = self._trace[week - 1, k.LATE] if week else 0
        return {
            "step": self.step,
            "on_hand": int(self._on_hand),
            "backorders": int(late),
            "cost": self.indicators()["total_cost"],
            "weeks": ahead,
            "requests": asked,
        }

    def play(self, decision: Decision) -> list[Record]:
        """Promise, schedule, produce and ship the week, and open the next; return what happened.

        A week that `schedule` does not name keeps its quantity; an order that `promise` does not name is promised for
        the week asked. What is promised before the week asked counts for that week.
        """
        first, week, world = len(self.events), self.step - 1, self._world
        for row, quantity in rows(decision, "schedule").items():
            if row.isdecimal() and week <= int(row) - 1 < week + world.view:
                self._plan[int(row) - 1] = min(round(quantity), 10**9)
        trace = self._trace[week]
        trace[k.EXPEDITED] += k.components(week, self._made, self._plan, world.component_weeks, self._there)
        self._promise(rows(decision, "promise"))
        regular = fig.hours_of(world)
        if world.capacity is None:
            hours = np.zeros(4)
        else:
            lost = float(world.stoppage.share) if world.stoppage and self._stopped[week] else 0.0
            extra = min(figure(decision, "overtime"), world.overtime_most)
            hours = np.array([regular[0] * (1 - lost), extra, regular[2], regular[3]])
            if lost:
                self._tell("stoppage", hours=round(regular[0] * lost, 1))
        self._on_hand, self._made = k.worked(
            week, self._on_hand, self._made, decision.get("expedite") == YES, hours, world.component_weeks, self._book,
            self._plan, self._there, trace,
        )  # fmt: skip
        k.ordered(week, self._made - int(self._plan[week]), self._plan, world.component_weeks, self._there)
        self._tell("make", quantity=int(trace[k.MADE]), planned=int(trace[k.PLANNED]))
        if trace[k.EXPEDITED]:
            self._tell("expedite", quantity=int(trace[k.EXPEDITED]))
        cost = self._figures(self.step)["total_cost"]
        self._tell("close", on_hand=int(self._on_hand), backorders=int(trace[k.LATE]), cost=cost)
        self.step += 1
        if not self.done:
            self._open()
        return self.events[first:]

    def indicators(self) -> dict[str, float]:
        """The figures of the run so far."""
        return self._figures(max(self.step - 1, 1))

    def _figures(self, weeks: int) -> dict[str, float]:
        trace = self._trace[np.newaxis, :weeks].copy()
        return {name: float(values[0]) for name, values in fig.figures(self._world, trace).items()}

    def _tell(self, kind: str, **more: Any) -> None:
        self.events.append({"step": self.step, "kind": kind, **more})

    def _name(self, place: int) -> str:
        """The name of an order: the one given, or a number in the order of the book."""
        known = self._world.orders
        week = int(self._orders[place, WEEK])
        same = [one.name for one in known if one.week == week]
        before = int((self._orders[:place, WEEK] == week).sum())
        return same[before] if before < len(same) else f"O{place + 1:03d}"

    def _waiting(self) -> list[int]:
        return [place for place, one in enumerate(self._book) if one[k.PROMISED] == k.TO_PROMISE]

    def _first(self, place: int) -> int:
        """The first week, from the one asked on, whose available-to-promise holds an order; after the view if none."""
        week, view = self.step - 1, self._world.view
        wanted = max(int(self._book[place, k.ASKED]), week)
        quantity = self._book[place, k.QUANTITY]
        found = [t for t in range(max(wanted - week, 0), view) if self._dav[t] >= quantity]
        return (week + found[0] if found else max(wanted, week + view)) + 1

    def _proposed(self) -> Any:
        world, week = self._world, self.step - 1
        plan = self._plan.copy()
        hours = fig.hours_of(world)
        limited = world.capacity is not None
        most = k.most_units(hours[0] + hours[1], hours[2], hours[3]) if limited else 2**40
        k.replanned(
            week, self._on_hand, self._book, self._rules, self._forecast, world.view, most, plan, self._firm
        )
        return plan

    def _open(self) -> None:
        week = self.step - 1
        before = self._book.copy()
        k.opened(week, self._orders, self._book)
        for place in np.flatnonzero((before != self._book).any(axis=1)).tolist():
            now, name = self._book[place], self._name(place)
            if now[k.PROMISED] == k.CANCELLED:
                self._tell("cancel", row=name)
            elif before[place, k.PROMISED] == k.TO_COME:
                self._tell("order", row=name, quantity=int(now[k.QUANTITY]), due=int(now[k.ASKED]) + 1)
            else:
                self._tell("change", row=name, quantity=int(now[k.QUANTITY]), due=int(now[k.ASKED]) + 1)

    def _promise(self, promises: Mapping[str, float]) -> None:
        week, world, trace = self.step - 1, self._world, self._trace[self.step - 1]
        patience = -1 if world.patience is None else world.patience
        for place in self._waiting():
            wanted = max(int(self._book[place, k.ASKED]), week)
            found = min(max(int(promises.get(self._name(place), 0)) - 1, wanted), 10**6)
            k.settle(place, found, patience, self._book)
            quantity = int(self._book[place, k.QUANTITY])
            trace[k.BOOKED] += quantity
            if self._book[place, k.PROMISED] == k.LOST:
                trace[k.REFUSED] += quantity
                self._tell("lost", row=self._name(place), quantity=quantity)
