"""The economic quantity when the supplier's price falls with the lot: all-units or incremental."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from solvers.arguments import non_negative, numbers, positive
from solvers.errors import SolverError

__all__ = [
    "DiscountBand",
    "QuantityDiscount",
    "all_units_annual_cost",
    "all_units_discount",
    "incremental_annual_cost",
    "incremental_discount",
]

Feasibility = Literal["economic", "raised_to_break", "above_band"]


@dataclass(frozen=True, slots=True)
class DiscountBand:
    """One line of the candidate table: what a price band can offer.

    ``lowest`` (included) and ``next_break`` (excluded, None in the last band) bound the lots that get
    the band's terms, in units. ``economic_lot`` is the lot its terms would ask for without bounds.
    ``feasibility`` says what becomes of it: "economic" (inside the band), "raised_to_break" (too small:
    the band's lowest lot stands in) or "above_band" (too large: the next band does better, nothing
    is retained, ``lot_size`` and ``annual_cost`` are None).
    """

    lowest: float
    next_break: float | None
    unit_price: float
    economic_lot: float
    feasibility: Feasibility
    lot_size: float | None
    annual_cost: float | None


@dataclass(frozen=True, slots=True)
class QuantityDiscount:
    """The best lot under a price scale, the index of its band, and its yearly cost in three parts.

    ``average_unit_price`` is what one unit of the lot costs; ``annual_cost`` is the sum of purchase,
    ordering and holding, in money a year. ``bands`` is the candidate table in the order of the breaks.
    """

    lot_size: float
    band: int
    average_unit_price: float
    annual_cost: float
    purchase_cost: float
    ordering_cost: float
    holding_cost: float
    bands: tuple[DiscountBand, ...]


@dataclass(frozen=True, slots=True)
class _Terms:
    """The checked arguments; ``offsets[j] + prices[j]·Q`` is the price of a lot Q of band j."""

    D: float
    K: float
    rate: float
    other: float
    breaks: tuple[float, ...]
    prices: tuple[float, ...]
    offsets: tuple[float, ...]

    def band_of(self, Q: float) -> int:
        return sum(lowest <= Q for lowest in self.breaks) - 1

    def split(self, Q: float, j: int) -> tuple[float, float, float, float]:
        """Unit price, then yearly purchase, ordering and holding costs of a lot Q of band j."""
        unit = self.prices[j] + self.offsets[j] / Q
        return unit, unit * self.D, self.K * self.D / Q, (self.rate * unit + self.other) * Q / 2

    def cost(self, Q: float, j: int) -> float:
        return sum(self.split(Q, j)[1:])

    def economic_lot(self, j: int) -> float:
        """Where the yearly cost under band j's terms alone is least; an offset acts as an order cost."""
        return math.sqrt(2 * self.D * (self.K + self.offsets[j]) / (self.rate * self.prices[j] + self.other))


def all_units_discount(
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: Sequence[float],
    unit_prices: Sequence[float],
    *,
    other_holding_cost: float = 0.0,
) -> QuantityDiscount:
    """Find the best lot when the price of the band reached applies to every unit of the lot.

    ``annual_demand`` D in units a year; ``order_cost`` K in money an order; ``holding_rate`` i, the
    yearly share of the price that holding costs; ``breaks`` b, the smallest lot of each band in units,
    increasing, the first one 0 or the supplier's minimum order; ``unit_prices`` c of the bands in money a
    unit, never rising; ``other_holding_cost`` w in money per unit a year, apart from the price
    (space, cover). D, K, c and i·c + w greater than 0. SolverError otherwise.

    In band j: Q_j = √(2·K·D / (i·c_j + w)), raised to b_j when below it; its cost is
    c_j·D + K·D/Q + (i·c_j + w)·Q/2; the least cost wins, the smaller lot on a tie. Q_j beyond the band is
    dropped: the lot b_{j+1} costs no more.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 3.4.1, equations 3.18 and 3.19.

    >>> best = all_units_discount(182500, 2250, 0.25, breaks=[0, 1200, 2400], unit_prices=[1490, 1220, 1100])
    >>> best.lot_size, best.band, best.annual_cost
    (2400.0, 2, 201251093.75)
    >>> [band.feasibility for band in best.bands]
    ['above_band', 'economic', 'raised_to_break']
    """
    terms = _terms(
        annual_demand=annual_demand,
        order_cost=order_cost,
        holding_rate=holding_rate,
        breaks=breaks,
        unit_prices=unit_prices,
        other_holding_cost=other_holding_cost,
    )
    return _best(terms)


def incremental_discount(
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: Sequence[float],
    unit_prices: Sequence[float],
    *,
    other_holding_cost: float = 0.0,
) -> QuantityDiscount:
    """Find the best lot when each price applies only to the units within its band.

    Arguments, units and refusals as in :func:`all_units_discount`; with a minimum order (first break
    above 0) the units up to the second break all cost the first price.

    A lot Q of band j is bought for C(Q) = o_j + c_j·Q with o_0 = 0, o_{j+1} = o_j + (c_j − c_{j+1})·b_{j+1}.
    The yearly cost is C(Q)·D/Q + K·D/Q + i·C(Q)/2 + w·Q/2, hence
    Q_j = √(2·D·(K + o_j) / (i·c_j + w)) where it falls inside its band. The winner is never at a break
    (the cost has a concave kink there) except at a minimum order.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, section 3.4.2, equations 3.20 to 3.22.

    >>> best = incremental_discount(1300, 8, 0.3, breaks=[0, 400, 800], unit_prices=[0.75, 0.72, 0.68])
    >>> round(best.lot_size, 4), best.band, round(best.annual_cost, 4)
    (304.0468, 0, 1043.4105)
    """
    terms = _terms(
        annual_demand=annual_demand,
        order_cost=order_cost,
        holding_rate=holding_rate,
        breaks=breaks,
        unit_prices=unit_prices,
        other_holding_cost=other_holding_cost,
    )
    return _best(_incremental(terms))


def all_units_annual_cost(
    lot_size: float,
    *,
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: Sequence[float],
    unit_prices: Sequence[float],
    other_holding_cost: float = 0.0,
) -> float:
    """Give the yearly cost of purchase, ordering and holding of any lot under an all-units scale.

    ``lot_size`` Q in units, at least the first break and greater than 0; the others as in
    :func:`all_units_discount`. Result in money a year. SolverError outside.

    g(Q) = c_j·D + K·D/Q + (i·c_j + w)·Q/2 with b_j ≤ Q < b_{j+1}.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, equation 3.19.

    >>> scale = dict(breaks=[0, 100], unit_prices=[10, 9])
    >>> all_units_annual_cost(100, annual_demand=1000, order_cost=20, holding_rate=0.2, **scale)
    9290.0
    """
    terms = _terms(
        annual_demand=annual_demand,
        order_cost=order_cost,
        holding_rate=holding_rate,
        breaks=breaks,
        unit_prices=unit_prices,
        other_holding_cost=other_holding_cost,
    )
    return _cost_of(lot_size, terms)


def incremental_annual_cost(
    lot_size: float,
    *,
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: Sequence[float],
    unit_prices: Sequence[float],
    other_holding_cost: float = 0.0,
) -> float:
    """Give the yearly cost of purchase, ordering and holding of any lot under an incremental scale.

    Arguments and refusals as in :func:`all_units_annual_cost`. Result in money a year.

    g(Q) = C(Q)·D/Q + K·D/Q + i·C(Q)/2 + w·Q/2 with C(Q) as in :func:`incremental_discount`.

    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, equation 3.21.

    >>> scale = dict(breaks=[0, 100], unit_prices=[10, 9])
    >>> incremental_annual_cost(200, annual_demand=1000, order_cost=20, holding_rate=0.2, **scale)
    9790.0
    """
    terms = _terms(
        annual_demand=annual_demand,
        order_cost=order_cost,
        holding_rate=holding_rate,
        breaks=breaks,
        unit_prices=unit_prices,
        other_holding_cost=other_holding_cost,
    )
    return _cost_of(lot_size, _incremental(terms))


def _incremental(terms: _Terms) -> _Terms:
    """Add what a lot of each band costs beyond its own price × lot: the dearer first units."""
    offsets = [0.0]
    for j in range(1, len(terms.breaks)):
        offsets.append(offsets[-1] + (terms.prices[j - 1] - terms.prices[j]) * terms.breaks[j])
    return replace(terms, offsets=tuple(offsets))


def _terms(
    *,
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: Sequence[float],
    unit_prices: Sequence[float],
    other_holding_cost: float,
) -> _Terms:
    """Check the arguments; every offset is 0, as an all-units scale has it."""
    D = positive("annual_demand", annual_demand)
    K = positive("order_cost", order_cost)
    rate = non_negative("holding_rate", holding_rate)
    other = non_negative("other_holding_cost", other_holding_cost)
    steps = numbers("breaks", breaks)
    prices = tuple(
        positive(f"unit_prices[{j}]", price) for j, price in enumerate(numbers("unit_prices", unit_prices))
    )
    if len(prices) != len(steps):
        raise SolverError("unit_prices", list(prices), "as_many_as_breaks", count=len(steps))
    if steps[0] < 0:
        raise SolverError("breaks[0]", steps[0], "first_break")
    for j in range(1, len(steps)):
        if steps[j] <= steps[j - 1]:
            raise SolverError(f"breaks[{j}]", steps[j], "rising_break", before=steps[j - 1])
        if prices[j] > prices[j - 1]:
            raise SolverError(f"unit_prices[{j}]", prices[j], "falling_price", before=prices[j - 1])
    for price in prices:
        if rate * price + other <= 0:
            raise SolverError("holding_rate", holding_rate, "holding_not_free", price=price)
    return _Terms(D, K, rate, other, steps, prices, offsets=(0.0,) * len(steps))


def _best(terms: _Terms) -> QuantityDiscount:
    bands = tuple(_band(terms, j) for j in range(len(terms.breaks)))
    # The last band never lets its economic lot escape upwards, so there is always a candidate.
    cost, lot, band = min(
        (line.annual_cost, line.lot_size, j)
        for j, line in enumerate(bands)
        if line.annual_cost is not None and line.lot_size is not None
    )
    unit, purchase, ordering, holding = terms.split(lot, band)
    return QuantityDiscount(lot, band, unit, cost, purchase, ordering, holding, bands)


def _band(terms: _Terms, j: int) -> DiscountBand:
    lowest = terms.breaks[j]
    next_break = terms.breaks[j + 1] if j + 1 < len(terms.breaks) else None
    wished = terms.economic_lot(j)
    feasibility: Feasibility = "economic"
    lot: float | None = wished
    if wished < lowest:
        feasibility, lot = "raised_to_break", lowest
    elif next_break is not None and wished >= next_break:
        feasibility, lot = "above_band", None
    return DiscountBand(
        lowest=lowest,
        next_break=next_break,
        unit_price=terms.prices[j],
        economic_lot=wished,
        feasibility=feasibility,
        lot_size=lot,
        annual_cost=None if lot is None else terms.cost(lot, j),
    )


def _cost_of(lot_size: float, terms: _Terms) -> float:
    Q = positive("lot_size", lot_size)
    if terms.breaks[0] > Q:
        raise SolverError("lot_size", lot_size, "from_first_break", least=terms.breaks[0])
    return terms.cost(Q, terms.band_of(Q))
