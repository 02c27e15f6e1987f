"""A line of stages, each supplied by the one before: exact base-stock levels, customers' demand waits.

Clark and Scarf's decomposition: from the customers upwards, each stage sees the one after it as a penalty for
standing too low. Stages are given from the supplier's side (first) to the customers' (last).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from solvers.arguments import non_negative, numbers, positive, whole
from solvers.errors import SolverError
from solvers.inventory.unit_demand import (
    LARGEST_SPREAD,
    LONGEST_SUM,
    UnitDemand,
    convolved,
    demand_over,
    least_level,
    poisson_demand,
)

__all__ = [
    "SerialLevels",
    "serial_cost",
    "serial_levels",
    "serial_levels_newsvendor",
    "serial_levels_normal",
    "serial_levels_poisson",
]

FloatArray: TypeAlias = npt.NDArray[np.float64]

LONGEST_LINE = 20  # stages
_GRID = 40  # steps per standard deviation of one stage's demand, for demand that is not whole


@dataclass(frozen=True, slots=True)
class SerialLevels:
    """Levels of each stage, first to last, in units; expected cost in money a period.

    ``echelon`` counts the stock of the stage and of all after it, under way included; ``local`` the stage
    alone: what a site orders up to when it sees only its own position.
    """

    echelon: tuple[float, ...]
    local: tuple[float, ...]
    cost: float


def serial_levels(
    demand: UnitDemand, lead_times: Sequence[int], holding_costs: Sequence[float], backorder_cost: float
) -> SerialLevels:
    """Give the exact best base-stock levels of a line in whole units, looked at once a period.

    ``demand`` of the customers in one period; ``lead_times`` [n] of the stages in whole periods, first to
    last, with the order of events told in ``unit_demand`` (a stage ships at the close what the next one
    orders at that close); ``holding_costs`` [n] local, per unit and period at its close, 0 or more, never
    falling from a stage to the next, the last greater than 0; ``backorder_cost`` b of the customers per unit
    and period, greater than 0. Units under way to a stage cost what they cost at the stage that shipped them
    (h·E[D]·L in all, whatever the levels). SolverError otherwise.

    C̲_0(x) = (b + h_n)·x⁻; for each stage from the last: C_j(y) = E[e_j·(y − D_j) + C̲_{j−1}(y − D_j)], S_j =
    argmin C_j, C̲_j(x) = C_j(min(S_j, x)), with e_j the echelon holding cost (what the stage adds to the one
    before it) and D_j the demand of its lead time. Cost = C_n(S_n).

    Source: Clark & Scarf 1960; Chen & Zheng 1994; Snyder & Shen, Fundamentals of Supply Chain Theory, section
    6.2.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> best = serial_levels(poisson_demand(5), [2, 1, 1], [2, 4, 7], backorder_cost=37.12)
    >>> best.local, round(best.cost, 4)
    ((11, 6, 9), 72.0467)
    """
    leads = _whole_leads(lead_times)
    stages = [_Mass.of(demand_over(demand, lead)) for lead in leads]
    return _best(stages, 1.0, _echelon_costs(holding_costs, len(leads)), backorder_cost)


def serial_levels_poisson(
    demand_rate: float, lead_times: Sequence[float], holding_costs: Sequence[float], backorder_cost: float
) -> SerialLevels:
    """Give the exact best base-stock levels of a line in whole units, Poisson demand, lead times of any length.

    ``demand_rate`` λ in units a period, greater than 0; ``lead_times`` [n] in periods, 0 or more; the rest as
    in :func:`serial_levels`, watched at every instant. SolverError otherwise.

    As :func:`serial_levels` with D_j Poisson of mean λ·L_j.

    Source: Snyder & Shen, section 6.2; Gallego & Zipkin 1999 for the model.

    >>> serial_levels_poisson(5, [2, 1, 1], [2, 4, 7], backorder_cost=37.12).local
    (11, 6, 9)
    """
    rate = positive("demand_rate", demand_rate)
    leads = [
        non_negative(f"lead_times[{i}]", lead) for i, lead in enumerate(_listed("lead_times", lead_times))
    ]
    stages = [_Mass.of(poisson_demand(rate * lead)) for lead in leads]
    return _best(stages, 1.0, _echelon_costs(holding_costs, len(leads)), backorder_cost)


def serial_levels_normal(
    demand_mean: float,
    demand_sd: float,
    lead_times: Sequence[float],
    holding_costs: Sequence[float],
    backorder_cost: float,
) -> SerialLevels:
    """Give the best base-stock levels of a line for a normal demand, on a fine grid.

    ``demand_mean`` and ``demand_sd`` of one period in units, greater than 0; ``lead_times`` [n] in periods,
    greater than 0; the rest as in :func:`serial_levels`. SolverError otherwise. Levels are right to about a
    fortieth of the standard deviation of the demand over the shortest lead time, costs to a thousandth of
    themselves.

    As :func:`serial_levels` with D_j normal of mean μ·L_j and deviation σ·√L_j, summed up over steps of a
    grid.

    Source: Snyder & Shen, section 6.2 (example 6.1); Chen & Zheng 1994.

    >>> best = serial_levels_normal(5, 1, [2, 1, 1], [2, 4, 7], backorder_cost=37.12)
    >>> [round(level, 1) for level in best.echelon], round(best.cost, 1)
    ([22.7, 12.0, 6.5], 47.7)
    """
    mean, sd = positive("demand_mean", demand_mean), positive("demand_sd", demand_sd)
    leads = [positive(f"lead_times[{i}]", lead) for i, lead in enumerate(_listed("lead_times", lead_times))]
    step = sd * math.sqrt(min(leads)) / _GRID
    total = 20 * sd * math.fsum(math.sqrt(lead) for lead in leads) + mean * math.fsum(leads)
    if total / step > LARGEST_SPREAD:
        raise SolverError("demand_sd", demand_sd, "grid_spread", limit=LARGEST_SPREAD)
    stages = [_Mass.normal(mean * lead, sd * math.sqrt(lead), step) for lead in leads]
    return _best(stages, step, _echelon_costs(holding_costs, len(leads)), backorder_cost)


def serial_levels_newsvendor(
    demand: UnitDemand, lead_times: Sequence[int], holding_costs: Sequence[float], backorder_cost: float
) -> SerialLevels:
    """Give near-best base-stock levels of a line, one newsvendor a stage: a rule that fits on one sheet.

    Arguments as in :func:`serial_levels`, SolverError likewise; ``cost`` is the exact cost of these levels.

    S_j = the mean, rounded down, of two quantiles of the demand over the lead times from stage j to the
    customers: (b + h_{j−1})/(b + h_n) and (b + h_{j−1})/(b + h_j), with h_{j−1} the holding cost of the stage
    before (0 for none).

    Source: Shang & Song 2003, Newsvendor bounds and heuristic for optimal policies in serial supply chains;
    Snyder & Shen, section 6.2.4.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> found = serial_levels_newsvendor(poisson_demand(5), [2, 1, 1], [2, 4, 7], backorder_cost=37.12)
    >>> found.echelon, round(found.cost, 4)
    ((26, 15, 9), 72.0467)
    """
    leads = _whole_leads(lead_times)
    echelon = _echelon_costs(holding_costs, len(leads))
    backorder = positive("backorder_cost", backorder_cost)
    everything = backorder + math.fsum(echelon)
    levels = []
    for j in range(len(leads)):
        over = demand_over(demand, sum(leads[j:]))
        upstream = math.fsum(echelon[:j])  # what a unit costs before this stage
        low = least_level(over, (backorder + upstream) / everything)
        own = math.fsum(echelon[: j + 1])
        high = least_level(over, (backorder + upstream) / (backorder + own))
        levels.append(math.floor((low + high) / 2))
    cost = serial_cost(levels, demand, leads, holding_costs, backorder_cost)
    return SerialLevels(tuple(levels), _local(levels), cost)


def serial_cost(
    echelon_levels: Sequence[int],
    demand: UnitDemand,
    lead_times: Sequence[int],
    holding_costs: Sequence[float],
    backorder_cost: float,
) -> float:
    """Give the exact expected cost of any echelon base-stock levels of a line.

    ``echelon_levels`` [n] in whole units, first to last; the other arguments as in :func:`serial_levels`,
    SolverError likewise. Result in money a period.

    The recursion of :func:`serial_levels` with the given S_j in the place of the best.

    Source: Snyder & Shen, section 6.2; Shang & Song 2003.

    >>> from solvers.inventory.unit_demand import poisson_demand
    >>> round(serial_cost([24, 15, 9], poisson_demand(5), [2, 1, 1], [2, 4, 7], backorder_cost=37.12), 4)
    74.7746
    """
    leads = _whole_leads(lead_times)
    levels = [
        whole(f"echelon_levels[{i}]", int(level) if float(level).is_integer() else level)
        for i, level in enumerate(_listed("echelon_levels", echelon_levels))
    ]
    if len(levels) != len(leads):
        raise SolverError("echelon_levels", levels, "as_many_as_stages", count=len(leads))
    stages = [_Mass.of(demand_over(demand, lead)) for lead in leads]
    return _recursion(stages, 1.0, _echelon_costs(holding_costs, len(leads)), backorder_cost, levels)[1]


@dataclass(frozen=True, slots=True)
class _Mass:
    """Probabilities on the grid points ``least``, ``least`` + 1, … (in steps of the grid)."""

    least: int
    probabilities: FloatArray

    @classmethod
    def of(cls, demand: UnitDemand) -> _Mass:
        return cls(demand.least, np.array(demand.probabilities))

    @classmethod
    def normal(cls, mean: float, sd: float, step: float) -> _Mass:
        first, last = math.floor((mean - 8 * sd) / step), math.ceil((mean + 8 * sd) / step)
        edges = [((first + i - 0.5) * step - mean) / sd for i in range(last - first + 2)]
        tails = np.array([math.erfc(z / math.sqrt(2)) / 2 for z in edges])
        masses = tails[:-1] - tails[1:]
        return cls(first, masses / masses.sum())


def _best(
    stages: list[_Mass], step: float, echelon: tuple[float, ...], backorder_cost: float
) -> SerialLevels:
    levels, cost = _recursion(stages, step, echelon, backorder_cost, None)
    scaled = [level * step if step != 1.0 else level for level in levels]
    return SerialLevels(tuple(scaled), _local(scaled), cost)


def _recursion(
    stages: list[_Mass],
    step: float,
    echelon: tuple[float, ...],
    backorder_cost: float,
    given: Sequence[int] | None,
) -> tuple[list[int], float]:
    """Levels in steps, first stage to last, best ones unless given, and the cost in money."""
    backorder = positive("backorder_cost", backorder_cost)
    reach = sum(abs(stage.least) + stage.probabilities.size for stage in stages)
    if reach > LARGEST_SPREAD:
        raise SolverError("demand", reach, "spread", limit=LARGEST_SPREAD)
    # Beyond the table the functions are straight: their slopes continue them, so the table only has to hold
    # every level that can be best and every bend.
    highest = max([reach, *(given or [])])
    x = np.arange(min([-reach, *(given or [])]), highest + 1, dtype=np.int64)
    induced: FloatArray = (backorder + math.fsum(echelon)) * step * np.maximum(-x, 0)
    slope = -(backorder + math.fsum(echelon)) * step  # of the induced penalty on the far left
    levels: list[int] = []
    cost = 0.0
    for j in range(len(stages) - 1, -1, -1):
        total = induced + echelon[j] * step * x
        stage = stages[j]
        costs = _expected(total, slope + echelon[j] * step, stage)
        best = int(np.argmin(costs)) if given is None else int(given[j] - x[0])
        levels.append(int(x[0]) + best)
        cost = float(costs[best])
        slope += echelon[j] * step
        induced = np.where(np.arange(x.size) < best, costs, costs[best])
    return levels[::-1], cost


def _expected(values: FloatArray, slope: float, stage: _Mass) -> FloatArray:
    """E[f(y − D)] for each y of the table, f continued to the left of it by its slope."""
    reach = stage.least + stage.probabilities.size
    left = values[0] + slope * np.arange(-max(reach, 0), 0)
    longer = np.concatenate([left, values])
    # f(y − d) for d = least … : one convolution over the lengthened table.
    smooth = convolved(longer, stage.probabilities)
    start = left.size - stage.least
    found: FloatArray = smooth[start : start + values.size]
    return found


def _echelon_costs(holding_costs: Sequence[float], stages: int) -> tuple[float, ...]:
    local = [
        non_negative(f"holding_costs[{i}]", h) for i, h in enumerate(numbers("holding_costs", holding_costs))
    ]
    if len(local) != stages:
        raise SolverError("holding_costs", local, "as_many_as_stages", count=stages)
    for i in range(1, stages):
        if local[i] < local[i - 1]:
            raise SolverError(f"holding_costs[{i}]", local[i], "rising_holding", before=local[i - 1])
    if not local[-1] > 0:
        raise SolverError(f"holding_costs[{stages - 1}]", local[-1], "positive")
    return tuple(h - before for h, before in zip(local, [0.0, *local[:-1]], strict=True))


def _whole_leads(lead_times: Sequence[int]) -> list[int]:
    leads = [whole(f"lead_times[{i}]", lead) for i, lead in enumerate(_listed("lead_times", lead_times))]
    for i, lead in enumerate(leads):
        if not 0 <= lead <= LONGEST_SUM:
            raise SolverError(f"lead_times[{i}]", lead, "count_between", least=0, most=LONGEST_SUM)
    return leads


def _listed(name: str, values: Sequence[float]) -> list[float]:
    numbers(name, values)
    if len(values) > LONGEST_LINE:
        raise SolverError(name, list(values), "count_between", least=1, most=LONGEST_LINE)
    return list(values)


def _local(echelon: Sequence[float]) -> tuple[float, ...]:
    """Local levels: a stage never needs more than the echelon level before it leaves to those after it."""
    capped = [min(echelon[: j + 1]) for j in range(len(echelon))]
    return tuple(level - after for level, after in zip(capped, [*capped[1:], 0], strict=True))
