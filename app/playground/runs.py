"""What a world gives: one run to be drawn, every replication in figures, the cost surface, two policies compared.

Everything is kept by its content, for whoever asks the same next; all of it is bounded, so that one page never keeps
the others waiting for long.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.playground.bench import Bench
from app.playground.knobs import inside, nice
from app.playground.plain import Data, written
from cases.indicators import behind, in_order
from sim import kernels
from sim.experiment import Interval, interval, mean
from sim.models import Model, Story, read_model
from sim.models.network import NetworkModel, compiles
from sim.models.stock import StockModel
from sim.policies.reorder_point import ReorderPoint
from sim.scenario import Scenario

LABEL: Final = ""  # the draws of `logitrain simulate`, which so gives the same figures
CONFIDENCE: Final = 0.95
MOST_COMPILED: Final = (
    2_000_000  # stock-periods over all replications, by the compiled kernels: a second at most
)
MOST_SIMPY: Final = 10_000  # and by the SimPy model
FEWEST: Final = 5
SIDE: Final = 100  # reorder points and lots of a surface
SURFACE_RUNS: Final = 200
SURFACE_DAYS: Final = 75_000  # over all replications of a surface, some 200 ms

Figures = Mapping[str, tuple[float, ...]]


# -- one run, and many ----------------------------------------------------------------------------------------


def story(data: Data, seed: int, number: int) -> Story:
    """The run of a replication, numbered from 1."""
    return _story(written(data), seed, number - 1)


@lru_cache(maxsize=128)
def _story(text: str, seed: int, replication: int) -> Story:
    return read_model(json.loads(text)).live(seed, LABEL, replication)


def figures(data: Data, seed: int, replications: int) -> Figures:
    """Every indicator of replications 0 to replications - 1 that is finite in all of them."""
    return _figures(written(data), seed, replications)


@lru_cache(maxsize=128)
def _figures(text: str, seed: int, replications: int) -> Figures:
    found = read_model(json.loads(text)).each(seed, LABEL, replications)
    return {name: row for name, row in found.items() if all(map(math.isfinite, row))}


def replications_of(bench: Bench) -> int:
    """How many replications are run: those asked for, or as many as the world's size allows."""
    return min(bench.replications, _most(written(bench.sound)))


@lru_cache(maxsize=128)
def _most(text: str) -> int:
    model = read_model(json.loads(text))
    most = MOST_COMPILED if _compiles(model) else MOST_SIMPY
    return max(most // max(model.work(), 1), FEWEST)


def _compiles(model: Model) -> bool:
    """Whether the compiled kernels take the world."""
    if isinstance(model, NetworkModel):
        return compiles(model.world)
    if isinstance(model, StockModel):
        try:
            kernels.evaluate(None, kernels.paths(model.scenario, 0, 1), model.scenario)
        except kernels.KernelError:
            return False
    return True


def telling(found: Figures) -> list[str]:
    """The indicators that a world is judged by, in the order in which they are read; not those that are always 0."""
    hidden = behind([{name: float(sum(row)) for name, row in found.items()}])
    return in_order({name for name, row in found.items() if any(row)} - hidden)


def in_intervals(found: Figures) -> dict[str, Interval]:
    """The mean of every indicator with its interval; without width for a single replication."""
    return {name: _interval(row) for name, row in found.items()}


def _interval(row: Sequence[float]) -> Interval:
    if len(row) < 2:
        return Interval(row[0], row[0], row[0], CONFIDENCE, 1)
    return interval(row, CONFIDENCE)


# -- how an indicator is spread over the replications ---------------------------------------------------------

BINS: Final = 24
TAIL: Final = 0.05
# Of these the low figures are the bad ones; of everything else the high ones.
GOOD_HIGH: Final = frozenset(
    {"fill_rate", "worst_fill_rate", "cycle_service_level", "turnover", "record_accuracy", "final_accuracy"}
)


@dataclass(frozen=True)
class Spread:
    """A histogram: bins (left end, right end, replications), the mean, and the bad figure of one run in twenty."""

    bins: tuple[tuple[float, float, int], ...]
    mean: float
    tail: float
    low_is_bad: bool
    replications: int

    @property
    def is_flat(self) -> bool:
        """Whether every replication gives the same."""
        return len(self.bins) == 1


def spread(name: str, row: Sequence[float]) -> Spread:
    """How an indicator is spread; the tail is its 5th percentile, or its 95th where high figures are bad."""
    low_is_bad = name in GOOD_HIGH
    values = np.asarray(row, np.float64)
    tail = float(np.quantile(values, TAIL if low_is_bad else 1 - TAIL))
    low, high = float(values.min()), float(values.max())
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        bins: tuple[tuple[float, float, int], ...] = ((low, low, len(row)),)
    else:
        counts, edges = np.histogram(values, bins=min(BINS, max(5, round(2 * len(row) ** 0.5))))
        bins = tuple(zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True))
    return Spread(bins, mean(list(row)), tail, low_is_bad, len(row))


# -- two policies on the same draws ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Paired:
    """Two policies by one indicator: the difference second - first, pair by pair, and how often each is lower."""

    difference: Interval
    first_lower: int
    second_lower: int
    replications: int

    @property
    def is_sure(self) -> bool:
        """Whether the interval of the difference leaves zero out."""
        return self.difference.low > 0 or self.difference.high < 0


def paired(first: Sequence[float], second: Sequence[float]) -> Paired:
    """Compare an indicator of two policies, replication by replication."""
    differences = [b - a for a, b in zip(first, second, strict=True)]
    return Paired(
        _interval(differences),
        sum(one > 0 for one in differences),
        sum(one < 0 for one in differences),
        len(differences),
    )


# -- the surface of costs over (s, Q) -------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Surface:
    """Mean total cost and mean fill rate over (s, Q), a row for each s; and the points that stand out.

    `best` is the cheapest point, `best_served` the cheapest of those that reach the fill rate asked for (None when
    none does); `own` is the present policy where it is one of (s, Q), with its cost and its fill rate.
    """

    s: NDArray[np.int64]
    Q: NDArray[np.int64]
    cost: NDArray[np.float64]
    fill_rate: NDArray[np.float64]
    best: tuple[int, int]
    best_served: tuple[int, int] | None
    own: tuple[int, int, float, float] | None
    replications: int

    def at(self, point: tuple[int, int]) -> tuple[float, float]:
        """The cost and the fill rate at a point of the surface."""
        row, column = int(np.searchsorted(self.s, point[0])), int(np.searchsorted(self.Q, point[1]))
        return float(self.cost[row, column]), float(self.fill_rate[row, column])


def surface(data: Data, seed: int, target: float) -> Surface | None:
    """The surface of a single item, with the points that reach a fill rate; None where there is none to draw.

    Demands and the initial stock must be whole.
    """
    model = read_model(data)
    if not isinstance(model, StockModel):
        return None
    scenario = model.scenario
    try:
        grid = _grid(_without_policy(data), seed)
    except kernels.KernelError:
        return None
    own = _own(scenario, seed)
    cheapest = grid.best()
    assert cheapest is not None
    return Surface(
        s=grid.s,
        Q=grid.Q,
        cost=grid.total_cost,
        fill_rate=grid.fill_rate,
        best=cheapest,
        best_served=grid.best(target),
        own=own,
        replications=_surface_runs(scenario.horizon),
    )


def _without_policy(data: Data) -> str:
    return written({key: value for key, value in inside(data)[1].items() if key != "policy"})


def _surface_runs(horizon: int) -> int:
    return max(min(SURFACE_RUNS, SURFACE_DAYS // horizon), 20)


@lru_cache(maxsize=32)
def _grid(text: str, seed: int) -> kernels.Grid:
    scenario = _scenario(text)
    s, Q = axes(scenario, _paths(_drawn_by(text), seed))
    ends = (int(s[0]), int(s[-1])), (int(Q[0]), int(Q[-1]))
    free = {key: value for key, value in json.loads(text).items() if key != "costs"}
    return _counted(written(free), seed, *ends).priced(scenario.costs)


@lru_cache(maxsize=32)
def _counted(text: str, seed: int, s: tuple[int, int], Q: tuple[int, int]) -> kernels.Grid:
    """The runs between the ends of both axes: while a cost is slid, they stay."""
    scenario = _scenario(text)
    s_values, Q_values = (np.linspace(*ends, SIDE).round().astype(np.int64) for ends in (s, Q))
    return kernels.reorder_point_grid(s_values, Q_values, _paths(_drawn_by(text), seed), scenario)


def _scenario(text: str) -> Scenario:
    model = read_model(json.loads(text))
    assert isinstance(model, StockModel)
    return model.scenario


def _drawn_by(text: str) -> str:
    """The part of a world that its draws hang on: while a cost is slid, they stay."""
    data = json.loads(text)
    return written({key: data[key] for key in ("horizon", "demand", "lead_time")})


@lru_cache(maxsize=32)
def _paths(text: str, seed: int) -> kernels.Paths:
    scenario = _scenario(text)
    return kernels.paths(scenario, seed, _surface_runs(scenario.horizon), LABEL)


def axes(scenario: Scenario, drawn: kernels.Paths) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The reorder points and the lots of a surface: round ends around the lead-time demand and the economic lot.

    They hang on the customers, the supplier and the costs, not on the policy, so that the picture stays while one
    looks for the optimum in it.
    """
    daily, wait = float(drawn.demand.mean()), float(drawn.lead_time.mean()) + 1
    deviation = math.sqrt(wait * float(drawn.demand.var()) + (daily * float(drawn.lead_time.std())) ** 2)
    middle = daily * wait
    costs = scenario.costs
    lot = math.sqrt(2 * costs.ordering * daily / costs.holding) if costs.holding > 0 else 0.0
    widest = max(3 * lot, 2 * daily, 1.0)
    if costs.holding <= 0:
        widest = max(10 * middle, 1.0)
    low = _down(max(middle - 4 * deviation, 0.0))
    s = _steps(low, nice(max(middle + 5 * deviation, 1.0)))
    return s, _steps(1, nice(min(widest, 20 * max(middle, 1.0))))


def _steps(low: int, high: float) -> NDArray[np.int64]:
    """SIDE whole figures from `low` on, evenly apart, that reach `high`."""
    step = max(math.ceil((high - low) / (SIDE - 1)), 1)
    return low + step * np.arange(SIDE, dtype=np.int64)


def _down(value: float) -> int:
    """The round figure at or under a value of 0 or more."""
    if value < 10:
        return 0
    unit = 10 ** math.floor(math.log10(value))
    return int(value // unit * unit)


def _own(scenario: Scenario, seed: int) -> tuple[int, int, float, float] | None:
    policy = scenario.policy
    if not isinstance(policy, ReorderPoint):
        return None
    bare = dataclasses.replace(scenario, policy=None)
    try:
        drawn = _paths(_drawn_by(_without_policy(_as_data(bare))), seed)
        found = kernels.evaluate(policy, drawn, scenario)
    except kernels.KernelError:
        return None
    return int(policy.s), int(policy.Q), found.mean("total_cost"), found.mean("fill_rate")


def _as_data(scenario: Scenario) -> Any:
    from sim.scenario import scenario_to_dict  # noqa: PLC0415

    return scenario_to_dict(scenario)
