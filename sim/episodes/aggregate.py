"""A production plan decided month by month: staff, overtime, purchases, before customers say what they want."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from sim.aggregate import draws
from sim.aggregate import figures as fig
from sim.aggregate.period import Closed, Decided, capacity, close, opening, staffed
from sim.aggregate.run import projected, revised
from sim.aggregate.world import World
from sim.checks import Check, InvalidError, Number, Path, Problem
from sim.episodes.base import FIGURE, LONGEST, Decision, Record, built, figure
from sim.records import read
from sim.streams import stream
from sim.words import given, phrase


@dataclass(frozen=True)
class AggregateEpisode:
    """A plan lived over `steps` periods, those of the world's forecast at most; `plan` is the world, without a policy.

    `revise`: share of the last gap between demand and forecast that the forecast shown takes in.
    """

    KEY: ClassVar[str] = "aggregate"
    ACTIONS: ClassVar[Mapping[str, str]] = {"workers": FIGURE, "overtime": FIGURE, "subcontract": FIGURE}
    TABLES: ClassVar[Mapping[str, str]] = {}
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "steps": 6, "revise": 0.3,
        "plan": {
            "forecast": [800, 1200, 1900, 2100, 1400, 900], "error": {"level": 0.06, "noise": 0.1},
            "opening_workers": 24, "opening_stock": 500, "units_per_worker": 60, "wage": 2900,
            "overtime_per_worker": 8, "overtime_cost": 62, "subcontract_cost": 70, "subcontract_most": 400,
            "subcontract_lead": 1, "hiring_cost": 1500, "firing_cost": 2200, "holding_cost": 4, "backlog_cost": 45,
            "closing_stock": 500, "closing_cost": 70,
        },
    }  # fmt: skip

    steps: int
    plan: World
    revise: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("steps", least=1, most=min(LONGEST, self.plan.periods), whole=True)
        check.number("revise", least=0, most=1)
        check.done()

    @property
    def places(self) -> frozenset[str]:
        """None: there is one plant."""
        return frozenset()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data, as EXAMPLE; raises InvalidError with every fault."""
        parts = dict(data)
        if "plan" in parts:
            parts["plan"] = _world(parts["plan"])
        return built(cls, parts)

    def start(self, seed: int, label: str) -> AggregateRun:
        """Begin a run; the demand of every period is drawn from its own stream."""
        uniforms = stream(seed, label, "episode", self.KEY, "demand").random(self.plan.periods + 1)
        drawn = draws.asked(self.plan.forecast, self.plan.error, uniforms).tolist()
        return AggregateRun(self, [float(units) for units in drawn])


def _world(data: object) -> World:
    path: Path = ("plan",)
    if not isinstance(data, Mapping):
        raise InvalidError([Problem(path, phrase("wanted_mapping", found=given(data)))])
    return dataclasses.replace(read(World, data, path), policy=None)


class AggregateRun:
    """A run of the plan under way."""

    def __init__(self, scenario: AggregateEpisode, demand: list[float]) -> None:
        # The last period played is the last of the world: what the closing stock lacks is paid there.
        self._scenario, self._demand = scenario, demand
        self._world = _shortened(scenario.plan, scenario.steps)
        self._standing = opening(self._world)
        self._closed: list[Closed] = []
        self.step = 1
        self.events: list[Record] = []

    @property
    def done(self) -> bool:
        """True once every step has been decided."""
        return self.step > self._scenario.steps

    def state(self) -> Record:
        """Staff, stock, what it can make, the forecast of the day for the periods to come, costs so far.

        `expected`: stock at the close, staff unchanged, in regular hours alone.
        """
        at, world, now = min(self.step, self._scenario.steps) - 1, self._world, self._standing
        able, overtime, bought = capacity(world, at, now.workers)
        due = float(now.due[0]) if now.due else 0.0
        return {
            "step": self.step,
            "workers": float(now.workers),
            "on_hand": max(float(now.net), 0.0),
            "backorders": max(-float(now.net), 0.0),
            "on_order": float(sum(now.due)),
            "forecast": round(float(now.ratio * world.forecast[at])),
            "last_demand": self._demand[self.step - 2] if self.step > 1 else 0.0,
            "capacity": float(able),
            "overtime_most": float(overtime),
            "subcontract_most": None if np.isinf(bought) else float(bought),
            "expected": round(float(projected(world, at, now, able + due))),
            "cost": float(sum(sum(one.costs) for one in self._closed)),
            "coming": [
                {"step": place + 1, "forecast": round(float(now.ratio * world.forecast[place]))}
                for place in range(self.step - 1, self._scenario.steps)
            ],
        }

    def play(self, decision: Decision) -> list[Record]:
        """Set the staff, make, buy, serve, close; return what happened. Without `workers`, the staff stays as it is."""
        first, period, world = len(self.events), self.step - 1, self._world
        before = self._standing
        wanted = figure(decision, "workers") if "workers" in decision else before.workers
        workers = float(staffed(world, wanted))
        able, most_overtime, most_bought = capacity(world, period, workers)
        overtime = min(figure(decision, "overtime"), most_overtime)
        bought = min(figure(decision, "subcontract"), most_bought)
        done = Decided(workers, float(able), float(overtime), float(bought))
        closed, after = close(world, period, before, done, self._demand[period])
        ratio = revised(before.ratio, self._demand[period], world.forecast[period], self._scenario.revise)
        self._standing = dataclasses.replace(after, ratio=ratio)
        self._closed.append(closed)
        if closed.hired or closed.fired:
            self._tell("staff", hired=float(closed.hired), fired=float(closed.fired))
        self._tell("made", quantity=float(able), overtime=float(overtime), subcontract=float(bought))
        self._tell("demand", quantity=self._demand[period], short=float(closed.short))
        total = sum(sum(one.costs) for one in self._closed)
        self._tell("close", on_hand=float(closed.stock), backorders=float(closed.backlog), cost=float(total))
        self.step += 1
        return self.events[first:]

    def indicators(self) -> dict[str, float]:
        """The figures of the run so far; nothing but nil before the first period."""
        if not self._closed:
            return dict.fromkeys(fig.INDICATORS, 0.0) | {"fill_rate": 1.0}
        found = fig.figures(self._world, self._closed)
        return {name: float(value) for name, value in found.items()}

    def _tell(self, kind: str, **more: Any) -> None:
        self.events.append({"step": self.step, "kind": kind, **more})


def _shortened(world: World, steps: int) -> World:
    def cut(profile: Any) -> Any:
        return profile[:steps] if isinstance(profile, tuple) else profile

    return dataclasses.replace(
        world,
        forecast=world.forecast[:steps],
        units_per_worker=cut(world.units_per_worker),
        overtime_per_worker=cut(world.overtime_per_worker),
    )
