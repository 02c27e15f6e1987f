"""The newsvendor: one lot for one season, left over or short at the end, by normal, Poisson or listed demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import number, positive, whole
from solvers.inventory.normal_loss import normal_cdf, normal_loss
from solvers.inventory.service_factor import service_factor
from solvers.inventory.unit_demand import (
    UnitDemand,
    at_most,
    discrete_demand,
    expected_short,
    least_level,
    poisson_demand,
)

__all__ = [
    "Newsvendor",
    "critical_ratio",
    "newsvendor_discrete",
    "newsvendor_normal",
    "newsvendor_poisson",
]


@dataclass(frozen=True, slots=True)
class Newsvendor:
    """A lot (units) and what it brings: expected cost (money), units short and left over, chance of none short."""

    level: float
    critical_ratio: float
    cost: float
    expected_short: float
    expected_left: float
    in_stock: float


def critical_ratio(underage_cost: float, overage_cost: float) -> float:
    """Give the share of seasons that the best lot covers.

    ``underage_cost`` c_u (margin lost and ill will) and ``overage_cost`` c_o (cost less salvage) in money a
    unit, greater than 0, SolverError otherwise. Result strictly between 0 and 1.

    α = c_u / (c_u + c_o).

    Source: Arrow, Harris & Marschak 1951; Chopra & Meindl, Supply Chain Management, optimal product
    availability.

    >>> round(critical_ratio(underage_cost=55, overage_cost=5), 4)
    0.9167
    """
    under, over = positive("underage_cost", underage_cost), positive("overage_cost", overage_cost)
    return under / (under + over)


def newsvendor_normal(
    mean: float, sd: float, underage_cost: float, overage_cost: float, level: float | None = None
) -> Newsvendor:
    """Give the best lot for a normal demand and what it costs, or what a given lot costs.

    ``mean`` and ``sd`` in units, ``sd`` greater than 0; costs c_u, c_o in money a unit, greater than 0;
    ``level`` in units, any sign, None for the best. SolverError otherwise.

    Q = μ + σ·Φ⁻¹(c_u/(c_u + c_o)); cost = c_o·E[(Q − D)⁺] + c_u·E[(D − Q)⁺].

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 4.3.2 (example 4.3).

    >>> best = newsvendor_normal(50, 8, underage_cost=0.70, overage_cost=0.18)
    >>> round(best.level, 6), round(best.cost, 6)
    (56.603956, 1.997605)
    """
    ratio = critical_ratio(underage_cost, overage_cost)
    mu, sigma = number("mean", mean), positive("sd", sd)
    lot = mu + sigma * service_factor(ratio) if level is None else number("level", level)
    short = normal_loss(lot, mu, sigma)
    # By symmetry: lot − mean + short would lose its digits where nearly nothing is left over.
    left = normal_loss(2 * mu - lot, mu, sigma)
    return _figures(lot, ratio, underage_cost, overage_cost, short, left, normal_cdf((lot - mu) / sigma))


def newsvendor_poisson(
    mean: float, underage_cost: float, overage_cost: float, level: int | None = None
) -> Newsvendor:
    """Give the best lot for a Poisson demand and what it costs, or what a given lot costs.

    ``mean`` in units, 0 or more; costs c_u, c_o in money a unit, greater than 0; ``level`` in whole units,
    None for the best. SolverError otherwise.

    Q = the least whole Q with P(D ≤ Q) ≥ c_u/(c_u + c_o).

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 4.3.2 (example 4.4).

    >>> best = newsvendor_poisson(6, underage_cost=4, overage_cost=1)
    >>> best.level, round(best.cost, 6)
    (8, 3.570107)
    """
    return _whole_units(poisson_demand(mean), underage_cost, overage_cost, level)


def newsvendor_discrete(
    values: Sequence[int],
    weights: Sequence[float] | None,
    underage_cost: float,
    overage_cost: float,
    level: int | None = None,
) -> Newsvendor:
    """Give the best lot for a demand known by a list of figures and weights, or what a given lot costs.

    ``values`` in whole units, 0 or more, with as many ``weights`` (None: equal); costs c_u, c_o in money a
    unit, greater than 0; ``level`` in whole units, None for the best. SolverError otherwise.

    Q = the least whole Q with P(D ≤ Q) ≥ c_u/(c_u + c_o).

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 4.3.2.

    >>> newsvendor_discrete([10, 20, 30], [1, 2, 1], underage_cost=3, overage_cost=2).level
    20
    """
    return _whole_units(discrete_demand(values, weights), underage_cost, overage_cost, level)


def _whole_units(
    demand: UnitDemand, underage_cost: float, overage_cost: float, level: int | None
) -> Newsvendor:
    ratio = critical_ratio(underage_cost, overage_cost)
    lot = least_level(demand, ratio) if level is None else whole("level", level)
    short = float(expected_short(demand, [lot])[0])
    left = max(lot - demand.mean + short, 0.0)
    covered = float(at_most(demand, [lot])[0])
    return _figures(lot, ratio, underage_cost, overage_cost, short, left, covered)


def _figures(
    lot: float, ratio: float, under: float, over: float, short: float, left: float, covered: float
) -> Newsvendor:
    return Newsvendor(
        level=lot,
        critical_ratio=ratio,
        cost=over * left + under * short,
        expected_short=short,
        expected_left=left,
        in_stock=covered,
    )
