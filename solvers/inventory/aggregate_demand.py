"""The demand of several shops or of several periods taken together (risk pooling)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, numbers
from solvers.errors import SolverError

__all__ = ["AggregateDemand", "aggregate_demand"]


@dataclass(frozen=True, slots=True)
class AggregateDemand:
    """Mean and standard deviation of the sum, in units of the same period as the parts."""

    mean: float
    sd: float


def aggregate_demand(means: Sequence[float], sds: Sequence[float]) -> AggregateDemand:
    """Add up independent demands: means add, variances add.

    ``means`` and ``sds`` in units per period, as many of one as of the other, each 0 or more, SolverError
    otherwise. The sum of normal demands is normal; for others only mean and sd are meant.

    μ = Σ μ_i,  σ = √(Σ σ_i²).

    Source: Chopra & Meindl, Supply Chain Management, chapter on safety inventory, section on aggregation.

    >>> aggregate_demand([1800, 1200, 1680], [150, 120, 160])
    AggregateDemand(mean=4680.0, sd=250.0)
    """
    mus = [non_negative(f"means[{i}]", mean) for i, mean in enumerate(numbers("means", means))]
    sigmas = [non_negative(f"sds[{i}]", sd) for i, sd in enumerate(numbers("sds", sds))]
    if len(sigmas) != len(mus):
        raise SolverError("sds", sigmas, "as_many_as_means", count=len(mus))
    return AggregateDemand(mean=math.fsum(mus), sd=math.hypot(*sigmas))
