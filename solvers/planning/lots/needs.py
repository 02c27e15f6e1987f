"""What every lot rule starts from and gives back: needs by period, lots by period, their stock and their cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isnan

from solvers.arguments import LARGEST, non_negative, numbers
from solvers.errors import SolverError

__all__ = [
    "MOST_PERIODS",
    "LotStep",
    "Lots",
    "checked_needs",
    "costed",
    "covering",
    "per_period",
    "quantities",
    "summed",
]

MOST_PERIODS = 10_000
NOISE = 1e-9  # of a quantity: sums of decimals


@dataclass(frozen=True, slots=True)
class LotStep:
    """A lot that a rule tries: of period ``first`` for the needs up to ``last`` (periods count from 1).

    ``holding`` is what keeping it costs (its part-periods, in unit × periods, for the part-period rules) and
    ``measure`` the figure that the rule compares; ``kept`` says whether the lot is the one chosen.
    """

    first: int
    last: int
    quantity: float
    holding: float
    measure: float
    kept: bool


@dataclass(frozen=True, slots=True)
class Lots:
    """Lots and closing stock by period (units), the number of orders, the costs (money), the rule's steps."""

    lots: tuple[float, ...]
    stock: tuple[float, ...]
    orders: int
    setup_cost: float
    holding_cost: float
    cost: float
    steps: tuple[LotStep, ...] = ()


def quantities(argument: str, values: Sequence[float]) -> tuple[float, ...]:
    """Return figures of 0 or more as floats; SolverError names the one that is not.

    Source: definition of the problem.

    >>> quantities("orders", [20, 0])
    (20.0, 0.0)
    """
    # Plain figures in range are let through together: one by one, checking them would outlast the method.
    plain = isinstance(values, list | tuple) and values and set(map(type, values)) <= {int, float}
    if plain and min(values) >= 0 and max(values) <= LARGEST and not any(map(isnan, values)):
        return tuple(map(float, values))
    found = numbers(argument, values)
    return tuple(non_negative(f"{argument}[{at}]", one) for at, one in enumerate(found))


def checked_needs(needs: Sequence[float]) -> tuple[float, ...]:
    """Return needs as floats of 0 or more; SolverError names the one that is not, and over 10 000 periods.

    Source: definition of the problem.

    >>> checked_needs([20, 0])
    (20.0, 0.0)
    """
    found = quantities("needs", needs)
    if len(found) > MOST_PERIODS:
        raise SolverError("needs", len(found), "count_between", least=1, most=MOST_PERIODS)
    return found


def per_period(argument: str, cost: float | Sequence[float], count: int) -> tuple[float, ...]:
    """Return a cost of each period (0 or more): one figure for all, or a list of ``count``; SolverError else.

    Source: definition of the problem.

    >>> per_period("setup", 80, 3)
    (80.0, 80.0, 80.0)
    """
    if not isinstance(cost, Sequence):
        return (non_negative(argument, cost),) * count
    found = quantities(argument, cost)
    if len(found) != count:
        raise SolverError(argument, len(found), "as_many_as_periods", count=count)
    return found


def costed(
    needs: Sequence[float],
    lots: Sequence[float],
    setup: float | Sequence[float] = 0.0,
    holding: float | Sequence[float] = 0.0,
    steps: Sequence[LotStep] = (),
) -> Lots:
    """Work out the stock and the cost of lots against needs, both in units by period, from an empty stock.

    ``setup`` in money per order, ``holding`` in money per unit in stock at the end of a period: one figure, or
    one for each period. SolverError for figures out of range. A stock under 0 is shown and costs nothing.

    Σ setup(t)·[lot(t) > 0] + Σ holding(t)·stock(t), stock(t) = stock(t − 1) + lot(t) − need(t).

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section 5.2.

    >>> costed([18, 30, 42, 5, 20], [48, 0, 47, 0, 20], setup=80, holding=2).cost
    310.0
    """
    wanted = checked_needs(needs)
    if len(lots) != len(wanted):
        raise SolverError("lots", len(lots), "as_many_as_periods", count=len(wanted))
    setups, holdings = (
        per_period("setup", setup, len(wanted)),
        per_period("holding", holding, len(wanted)),
    )
    return summed(wanted, quantities("lots", lots), setups, holdings, steps)


def summed(
    needs: Sequence[float],
    lots: Sequence[float],
    setups: Sequence[float],
    holdings: Sequence[float],
    steps: Sequence[LotStep] = (),
) -> Lots:
    """Work out the stock and the cost of lots from figures checked before, one of each for every period.

    Source: as ``costed``.

    >>> summed([18, 30], [48, 0], [80, 80], [2, 2]).cost
    140.0
    """
    stock, left = [], 0.0
    for need, lot in zip(needs, lots, strict=True):
        left += lot - need
        if abs(left) < NOISE * max(1.0, need, lot):
            left = 0.0
        stock.append(left)
    ordering = fsum(cost for cost, lot in zip(setups, lots, strict=True) if lot > 0)
    keeping = fsum(cost * one for cost, one in zip(holdings, stock, strict=True) if one > 0)
    orders = sum(lot > 0 for lot in lots)
    return Lots(tuple(lots), tuple(stock), orders, ordering, keeping, ordering + keeping, tuple(steps))


def covering(needs: Sequence[float], spans: Sequence[tuple[int, int]]) -> list[float]:
    """Return the lots that cover needs span by span, each span being (first, last) period counted from 0.

    Source: definition of the problem.

    >>> covering([18, 30, 42], [(0, 1), (2, 2)])
    [48.0, 0.0, 42.0]
    """
    lots = [0.0] * len(needs)
    for first, last in spans:
        lots[first] = fsum(needs[first : last + 1])
    return lots
