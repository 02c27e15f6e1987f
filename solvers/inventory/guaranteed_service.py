"""Where to hold safety stock in a supply chain that promises its deliveries: guaranteed service on a tree.

Each stage promises a service time to those it serves; its stock covers a bounded demand over its net
replenishment time. Dynamic programming finds the promises of least holding cost on any tree (lines, assembly,
distribution, mixed).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, whole
from solvers.errors import SolverError

__all__ = ["GuaranteedService", "Stage", "StagePlan", "guaranteed_service", "guaranteed_service_cost"]

LARGEST_TREE = 60  # stages
LONGEST_TIME = 120  # periods along the longest path: the programme tries all pairs of times at each stage


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its own time (whole periods), local holding cost per unit and period, its demand bound.

    ``demand_mean`` and ``demand_sd`` per period in units are those of its outside customers (0 where there
    are none); ``inbound`` is the outside suppliers' service time; ``promise`` the longest service time that
    its outside customers accept, None where it has none. A stage that serves no other must have one.
    """

    name: str
    time: int
    holding_cost: float
    demand_mean: float = 0.0
    demand_sd: float = 0.0
    inbound: int = 0
    promise: int | None = None


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What a stage waits for, promises and holds: periods; units; money a period."""

    name: str
    inbound: int
    service_time: int
    net_time: int
    safety_stock: float
    base_stock: float
    cost: float


@dataclass(frozen=True, slots=True)
class GuaranteedService:
    """The plan of each stage, in the order they were given, and its holding cost in money a period."""

    stages: tuple[StagePlan, ...]
    cost: float


def guaranteed_service(
    stages: Sequence[Stage], links: Sequence[tuple[str, str]], service_factor: float
) -> GuaranteedService:
    """Give the service times of least safety-stock cost on a tree of stages.

    ``stages`` [n] with names that differ, 60 at most; ``links`` [n − 1] of (supplying stage, supplied stage)
    that join them all without a ring, one unit of the first for one of the second; ``service_factor`` z (0 or
    more) bounds the demand of t periods by its mean + z·σ·√t. The longest path lasts 120 periods at most.
    SolverError otherwise.

    min Σ h_k·z·σ_k·√(SI_k + T_k − S_k), 0 ≤ S_k ≤ SI_k + T_k, SI_k ≥ the service time of each supplier, S_k ≤
    the promise to outside customers; σ_k² adds up the variances of the customers served. Base stock = μ_k·τ_k
    + safety stock over the net time τ_k = SI_k + T_k − S_k.

    Source: Graves & Willems 2000, Optimizing strategic safety stock placement in supply chains (with the 2003
    erratum); Snyder & Shen, Fundamentals of Supply Chain Theory, section 6.3 (example 6.5).

    >>> line = [Stage("a", 1, 2, inbound=1), Stage("b", 1, 3), Stage("c", 2, 4, demand_sd=10, promise=0)]
    >>> best = guaranteed_service(line, [("a", "b"), ("b", "c")], service_factor=4)
    >>> [plan.service_time for plan in best.stages], round(best.cost, 4)
    ([2, 3, 0], 357.7709)
    """
    tree = _Tree(stages, links, service_factor)
    times = _Programme(tree).solve()
    for name in sorted(tree.stages, key=tree.longest.__getitem__):
        # A stage that costs nothing may have been given a longer promise than it needs.
        times[name] = min(times[name], tree.inbound(name, times) + tree.stages[name].time)
    return _plan(tree, times)


def guaranteed_service_cost(
    service_times: Mapping[str, int],
    stages: Sequence[Stage],
    links: Sequence[tuple[str, str]],
    service_factor: float,
) -> GuaranteedService:
    """Give what any service times cost and hold, after checking that they can be kept.

    ``service_times`` of each stage by its name, in whole periods, 0 or more; the other arguments as in
    :func:`guaranteed_service`. SolverError otherwise, and for a service time longer than the stage needs or
    than its outside customers accept.

    As in :func:`guaranteed_service`, with SI_k = the longest service time among the suppliers of the stage.

    Source: Graves & Willems 2000; Snyder & Shen, section 6.3.

    >>> line = [Stage("a", 1, 2, inbound=1), Stage("b", 1, 3), Stage("c", 2, 4, demand_sd=10, promise=0)]
    >>> links = [("a", "b"), ("b", "c")]
    >>> round(guaranteed_service_cost({"a": 0, "b": 0, "c": 0}, line, links, service_factor=4).cost, 4)
    459.4113
    """
    tree = _Tree(stages, links, service_factor)
    times = {}
    for name, stage in tree.stages.items():
        if name not in service_times:
            raise SolverError("service_times", dict(service_times), "time_of_each", name=name)
        time = whole(f"service_times[{name}]", service_times[name])
        longest = tree.longest[name] if stage.promise is None else min(stage.promise, tree.longest[name])
        if not 0 <= time <= longest:
            raise SolverError(f"service_times[{name}]", time, "count_between", least=0, most=longest)
        times[name] = time
    for name in tree.stages:
        most = tree.inbound(name, times) + tree.stages[name].time
        if times[name] > most:
            raise SolverError(f"service_times[{name}]", times[name], "count_between", least=0, most=most)
    return _plan(tree, times)


class _Tree:
    """The stages and links, checked, with each stage's demand and longest replenishment time."""

    def __init__(self, stages: Sequence[Stage], links: Sequence[tuple[str, str]], factor: float) -> None:
        self.factor = non_negative("service_factor", factor)
        if not 1 <= len(stages) <= LARGEST_TREE:
            raise SolverError("stages", len(stages), "count_between", least=1, most=LARGEST_TREE)
        self.stages = {stage.name: stage for stage in stages}
        if len(self.stages) < len(stages):
            raise SolverError("stages", [stage.name for stage in stages], "distinct_names")
        self.suppliers: dict[str, list[str]] = {name: [] for name in self.stages}
        self.customers: dict[str, list[str]] = {name: [] for name in self.stages}
        for i, (start, end) in enumerate(links):
            for name in (start, end):
                if name not in self.stages:
                    raise SolverError(f"links[{i}]", name, "one_of", words=", ".join(self.stages))
            self.suppliers[end].append(start)
            self.customers[start].append(end)
        self.order = self._walk(len(links))
        self._check_figures()
        self.longest = self._longest()
        self.mean, self.sd = self._demands()

    def inbound(self, name: str, times: Mapping[str, int]) -> int:
        """The longest time that a stage waits for what it needs."""
        return max([self.stages[name].inbound, *(times[supplier] for supplier in self.suppliers[name])])

    def cost(self, name: str, net: int) -> float:
        return self.stages[name].holding_cost * self.factor * self.sd[name] * math.sqrt(net)

    def _check_figures(self) -> None:
        for name, stage in self.stages.items():
            for field in ("time", "inbound"):
                value = whole(f"{field} of {name}", getattr(stage, field))
                if not 0 <= value <= LONGEST_TIME:
                    raise SolverError(
                        f"{field} of {name}", value, "count_between", least=0, most=LONGEST_TIME
                    )
            for field in ("holding_cost", "demand_mean", "demand_sd"):
                non_negative(f"{field} of {name}", getattr(stage, field))
            if stage.promise is not None:
                non_negative(f"promise of {name}", whole(f"promise of {name}", stage.promise))
            elif not self.customers[name]:
                raise SolverError(f"promise of {name}", None, "promise_needed")

    def _walk(self, links: int) -> list[tuple[str, str | None]]:
        """Each stage with the neighbour that is handled after it (None for the last), leaves first."""
        first = next(iter(self.stages))
        found: dict[str, str | None] = {first: None}
        queue = [first]
        for name in queue:
            for other in (*self.suppliers[name], *self.customers[name]):
                if other not in found:
                    found[other] = name
                    queue.append(other)
        if len(found) < len(self.stages) or links != len(self.stages) - 1:
            raise SolverError("links", links, "tree", count=len(self.stages) - 1)
        return [(name, found[name]) for name in reversed(queue)]

    def _longest(self) -> dict[str, int]:
        longest: dict[str, int] = {}

        def of(name: str) -> int:
            if name not in longest:
                stage = self.stages[name]
                longest[name] = stage.time + max([stage.inbound, *(of(s) for s in self.suppliers[name])])
            return longest[name]

        for name in self.stages:
            if of(name) > LONGEST_TIME:
                raise SolverError(f"time of {name}", longest[name], "path_within", limit=LONGEST_TIME)
        return longest

    def _demands(self) -> tuple[dict[str, float], dict[str, float]]:
        mean: dict[str, float] = {}
        variance: dict[str, float] = {}

        def of(name: str) -> None:
            if name in mean:
                return
            stage = self.stages[name]
            for customer in self.customers[name]:
                of(customer)
            mean[name] = stage.demand_mean + math.fsum(mean[c] for c in self.customers[name])
            variance[name] = stage.demand_sd**2 + math.fsum(variance[c] for c in self.customers[name])

        for name in self.stages:
            of(name)
        return mean, {name: math.sqrt(v) for name, v in variance.items()}


class _Programme:
    """The dynamic programme: leaves first, each stage's best cost for each time it shows to the next neighbour.

    Where the neighbour is a customer, the table gives the cost of the part of the tree behind the stage for
    each service time S that it promises; where it is a supplier, for each inbound time SI that it is offered.
    """

    def __init__(self, tree: _Tree) -> None:
        self.tree = tree
        self.tables: dict[str, list[float]] = {}
        self.behind: dict[str, list[str]] = {name: [] for name in tree.stages}
        for name, after in tree.order:
            if after is not None:
                self.behind[after].append(name)

    def solve(self) -> dict[str, int]:
        """The service time of each stage."""
        for name, after in self.tree.order:
            if after is not None and after in self.tree.customers[name]:
                self.tables[name] = self._by_promise(name)
            else:
                self.tables[name] = self._by_inbound(name)
        times: dict[str, int] = {}
        root = self.tree.order[-1][0]
        table = self.tables[root]
        self._unfold(root, min(range(len(table)), key=table.__getitem__), None, times)
        return times

    def _best(self, name: str, S: int, SI: int) -> float:
        """Cost behind a stage and its own, when it promises S and waits for SI; infinite where it cannot be."""
        tree, stage = self.tree, self.tree.stages[name]
        net = SI + stage.time - S
        if net < 0 or stage.inbound > SI or (stage.promise is not None and stage.promise < S):
            return math.inf
        total = tree.cost(name, net)
        for other in self.behind[name]:
            # A supplier behind promises at most SI; a customer behind waits for S at least.
            total += self._other(other, SI if other in tree.suppliers[name] else S, name)
        return total

    def _other(self, other: str, time: int, name: str) -> float:
        table = self.tables[other]
        if other in self.tree.suppliers[name]:
            return table[min(time, len(table) - 1)]
        return table[time] if time < len(table) else math.inf

    def _by_promise(self, name: str) -> list[float]:
        """Least cost for a promise of at most 0, 1, …: the customer may wait longer than promised."""
        tree = self.tree
        costs = []
        for S in range(tree.longest[name] + 1):
            costs.append(min(self._best(name, S, SI) for SI in self._inbounds(name)))
        return _running_min(costs)

    def _by_inbound(self, name: str) -> list[float]:
        """Least cost when the supplier ahead promises 0, 1, …: the stage may wait longer than it has to."""
        tree = self.tree
        costs = []
        for SI in self._inbounds(name):
            costs.append(min(self._best(name, S, SI) for S in range(tree.longest[name] + 1)))
        return _running_min(costs[::-1])[::-1]

    def _inbounds(self, name: str) -> range:
        return range(self.tree.longest[name] - self.tree.stages[name].time + 1)

    def _unfold(self, name: str, shown: int, after: str | None, times: dict[str, int]) -> None:
        """Find the S and SI behind a table's figure, then those of the stages behind."""
        tree = self.tree
        target = self.tables[name][min(shown, len(self.tables[name]) - 1)]
        promised = after is not None and after in tree.customers[name]
        promises = range((min(shown, tree.longest[name]) if promised else tree.longest[name]) + 1)
        inbounds = self._inbounds(name)
        if not promised:
            inbounds = inbounds[shown:]
        # Among equal costs, the shortest wait, then the shortest promise.
        SI, S = next((SI, S) for SI in inbounds for S in promises if self._best(name, S, SI) == target)
        times[name] = S
        for other in self.behind[name]:
            self._unfold(other, SI if other in tree.suppliers[name] else S, name, times)


def _running_min(costs: list[float]) -> list[float]:
    least: list[float] = []
    for cost in costs:
        least.append(min(cost, least[-1]) if least else cost)
    return least


def _plan(tree: _Tree, times: Mapping[str, int]) -> GuaranteedService:
    plans = []
    for name, stage in tree.stages.items():
        inbound = tree.inbound(name, times)
        net = inbound + stage.time - times[name]
        safety = tree.factor * tree.sd[name] * math.sqrt(net)
        plans.append(
            StagePlan(
                name=name,
                inbound=inbound,
                service_time=times[name],
                net_time=net,
                safety_stock=safety,
                base_stock=tree.mean[name] * net + safety,
                cost=stage.holding_cost * safety,
            )
        )
    return GuaranteedService(tuple(plans), math.fsum(plan.cost for plan in plans))
