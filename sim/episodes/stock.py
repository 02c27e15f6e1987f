"""One item to replenish, week by week, while a supplier stops delivering and customers ask for more.

In a step: what is announced is told, what is due is received, the player orders, customers ask, the step is
closed. Times are steps, quantities units, costs one currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from sim.checks import Check, Number
from sim.demand import Normal
from sim.episodes.base import FIGURE, LONGEST, WORD, Decision, Record, built, figure, several
from sim.streams import stream

YES = "yes"


@dataclass(frozen=True)
class Outage:
    """The supplier delivers nothing from step `start` on, for `length` steps; told `notice` steps before."""

    start: int
    length: int = 1
    notice: int = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("start", least=1, most=LONGEST, whole=True)
        check.number("length", least=1, most=LONGEST, whole=True)
        check.number("notice", least=0, most=LONGEST, whole=True)
        check.done()

    @property
    def end(self) -> int:
        """The first step after it."""
        return self.start + self.length


@dataclass(frozen=True)
class Surge(Outage):
    """Customers ask `factor` times as much from step `start` on, for `length` steps."""

    factor: Number = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        check = Check(self)
        check.number("factor", least=0, most=100)
        check.done()


@dataclass(frozen=True)
class StepCosts:
    """Cost rates: `holding` per unit on hand at the end of a step, `backorder` per unit waiting then.

    `ordering` is paid per order, `expediting` once more for an order that is expedited.
    """

    holding: Number = 0
    ordering: Number = 0
    backorder: Number = 0
    expediting: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("holding", "ordering", "backorder", "expediting"):
            check.number(name, least=0)
        check.done()


@dataclass(frozen=True)
class StockEpisode:
    """One item over `steps` steps; demand is normal in whole units, or `mean` every time when `sd` is 0.

    An order placed in a step is received at the beginning of the step `lead_time` later, `expedited` later when
    it is expedited. What is short waits.
    """

    KEY: ClassVar[str] = "stock"
    ACTIONS: ClassVar[Mapping[str, str]] = {"order": FIGURE, "expedite": WORD}
    TABLES: ClassVar[Mapping[str, str]] = {}
    INDICATORS: ClassVar[tuple[str, ...]] = (
        "total_cost", "holding_cost", "ordering_cost", "backorder_cost", "fill_rate", "mean_stock", "orders",
    )  # fmt: skip
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "steps": 12, "mean": 100, "sd": 20, "initial_stock": 250, "lead_time": 2, "expedited": 1,
        "costs": {"holding": 0.5, "ordering": 60, "backorder": 4, "expediting": 150},
        "outages": [{"start": 5, "length": 2, "notice": 2}], "surges": [{"start": 9, "factor": 1.5}],
    }  # fmt: skip

    steps: int
    mean: Number
    initial_stock: Number
    sd: Number = 0
    lead_time: int = 1
    expedited: int = 1
    costs: StepCosts = field(default_factory=StepCosts)
    outages: tuple[Outage, ...] = ()
    surges: tuple[Surge, ...] = ()

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("steps", least=1, most=LONGEST, whole=True)
        check.number("mean", above=0, most=1e6)
        check.number("sd", least=0, most=1e6)
        check.number("initial_stock", least=0)
        check.number("lead_time", least=1, most=LONGEST, whole=True)
        check.number("expedited", least=1, most=LONGEST, whole=True)
        check.done()
        if self.sd:
            Normal(self.mean, self.sd)  # refuses what no demand can be drawn from

    @property
    def places(self) -> frozenset[str]:
        """None: there is one place."""
        return frozenset()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data, as EXAMPLE; raises InvalidError."""
        parts = dict(data)
        if "costs" in parts:
            parts["costs"] = built(StepCosts, parts["costs"], ("costs",))
        for name, kind in (("outages", Outage), ("surges", Surge)):
            if name in parts:
                parts[name] = several(kind, parts[name], name)
        return built(cls, parts)

    def start(self, seed: int, label: str) -> StockRun:
        """Begin a run; the demand of every step is drawn from its own stream."""
        rng = stream(seed, label, "episode", self.KEY, "demand")
        drawn = Normal(self.mean, self.sd).path(rng, self.steps).tolist() if self.sd else []
        demand = [
            round((drawn[at] if drawn else self.mean) * self._factor(at + 1)) for at in range(self.steps)
        ]
        return StockRun(self, demand)

    def _factor(self, step: int) -> float:
        factor = 1.0
        for one in self.surges:
            if one.start <= step < one.end:
                factor *= one.factor
        return factor


class StockRun:
    """A run of one item under way."""

    def __init__(self, scenario: StockEpisode, demand: list[int]) -> None:
        self._scenario, self._demand = scenario, demand
        self.step = 1
        self.events: list[Record] = []
        self._on_hand: float = scenario.initial_stock
        self._backorders: float = 0
        self._due: list[tuple[int, float]] = []
        self._sums = dict.fromkeys(
            ("holding", "ordering", "backorder", "asked", "short", "stock", "orders"), 0.0
        )
        self._open()

    @property
    def done(self) -> bool:
        """True once every step has been decided."""
        return self.step > self._scenario.steps

    def state(self) -> Record:
        """Stock, orders under way and costs so far; `last_demand` is that of the step before, 0 at first."""
        on_order = sum(quantity for _, quantity in self._due)
        return {
            "step": self.step,
            "on_hand": self._on_hand,
            "on_order": on_order,
            "backorders": self._backorders,
            "position": self._on_hand + on_order - self._backorders,
            "due": [{"step": step, "quantity": quantity} for step, quantity in sorted(self._due)],
            "last_demand": self._demand[self.step - 2] if self.step > 1 else 0,
            "cost": self._cost(),
        }

    def play(self, decision: Decision) -> list[Record]:
        """Order, serve the customers, close the step, and open the next; return what happened."""
        first = len(self.events)
        self._order(figure(decision, "order"), str(decision.get("expedite", "")) == YES)
        asked = self._demand[self.step - 1]
        waiting = self._backorders
        served = min(self._on_hand, asked + waiting)
        self._on_hand -= served
        self._backorders = asked + waiting - served
        short = max(asked - max(served - waiting, 0), 0)
        self._tell("demand", quantity=asked, short=short)
        costs, sums = self._scenario.costs, self._sums
        sums["asked"] += asked
        sums["short"] += short
        sums["stock"] += self._on_hand
        sums["holding"] += costs.holding * self._on_hand
        sums["backorder"] += costs.backorder * self._backorders
        self._tell("close", on_hand=self._on_hand, backorders=self._backorders, cost=self._cost())
        self.step += 1
        if not self.done:
            self._open()
        return self.events[first:]

    def indicators(self) -> dict[str, float]:
        """Costs, the share of the demand served at once, the mean stock at the end of a step."""
        sums, played = self._sums, self.step - 1
        return {
            "total_cost": self._cost(),
            "holding_cost": sums["holding"],
            "ordering_cost": sums["ordering"],
            "backorder_cost": sums["backorder"],
            "fill_rate": 1 - sums["short"] / sums["asked"] if sums["asked"] else 1.0,
            "mean_stock": sums["stock"] / played if played else float(self._on_hand),
            "orders": sums["orders"],
        }

    def _cost(self) -> float:
        return self._sums["holding"] + self._sums["ordering"] + self._sums["backorder"]

    def _tell(self, kind: str, **more: Any) -> None:
        self.events.append({"step": self.step, "kind": kind, **more})

    def _open(self) -> None:
        for kind, several_ in (("outage", self._scenario.outages), ("surge", self._scenario.surges)):
            for one in several_:
                if max(one.start - one.notice, 1) == self.step:
                    self._tell(kind, start=one.start, end=one.end - 1)
        received = sum(quantity for step, quantity in self._due if step == self.step)
        self._due = [(step, quantity) for step, quantity in self._due if step != self.step]
        if received:
            self._on_hand += received
            self._tell("receipt", quantity=received)

    def _order(self, quantity: float, expedited: bool) -> None:
        if not quantity:
            return
        scenario = self._scenario
        due = self.step + (scenario.expedited if expedited else scenario.lead_time)
        for one in sorted(scenario.outages, key=lambda one: one.start):
            if one.start <= due < one.end:
                due = one.end  # what should come while nothing is delivered comes when deliveries start again
        self._due.append((due, quantity))
        self._sums["ordering"] += scenario.costs.ordering + (scenario.costs.expediting if expedited else 0)
        self._sums["orders"] += 1
        self._tell("order", quantity=quantity, due=due, expedited=expedited)
