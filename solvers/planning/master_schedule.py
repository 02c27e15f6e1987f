"""The master production schedule (MPS, plan directeur de production) of an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from solvers.arguments import non_negative, whole
from solvers.errors import SolverError
from solvers.planning.available_to_promise import Deficit, cumulative_dav, discrete_atp
from solvers.planning.lots.needs import checked_needs, quantities
from solvers.planning.lots.rules import LotRule, lots_by_rule

__all__ = ["MasterSchedule", "ScheduleTerms", "gross_demand", "master_schedule", "projected_available"]

NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class ScheduleTerms:
    """How an item is scheduled: stock and safety stock in units, the lot rule, and the fences in periods.

    Up to ``demand_fence`` only firm orders count; up to ``planning_fence`` the schedule is firm and the method
    adds nothing.
    """

    on_hand: float = 0.0
    safety_stock: float = 0.0
    rule: LotRule = field(default_factory=LotRule)
    demand_fence: int = 0
    planning_fence: int = 0


@dataclass(frozen=True, slots=True)
class MasterSchedule:
    """Figures in units for each period: what is to be met, what is short, production, projected stock.

    ``atp`` is the discrete available-to-promise (None in periods without production), ``dav`` the French
    cumulative one. ``late`` are the periods (from 1) whose stock falls under the safety stock all the same.
    """

    demand: tuple[float, ...]
    net: tuple[float, ...]
    mps: tuple[float, ...]
    projected: tuple[float, ...]
    atp: tuple[float | None, ...]
    dav: tuple[float, ...]
    late: tuple[int, ...]


def gross_demand(
    forecast: Sequence[float], orders: Sequence[float], demand_fence: int = 0
) -> tuple[float, ...]:
    """Return what a schedule has to meet: firm orders up to the fence, then the larger of forecast and orders.

    Units by period; the fence in periods. SolverError for figures out of range.

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on master scheduling.

    >>> gross_demand([50, 50, 50], [30, 60, 20], demand_fence=1)
    (30.0, 60.0, 50.0)
    """
    planned, firm = checked_needs(forecast), quantities("orders", orders)
    if len(firm) != len(planned):
        raise SolverError("orders", len(firm), "as_many_as_periods", count=len(planned))
    if whole("demand_fence", demand_fence) < 0:
        raise SolverError("demand_fence", demand_fence, "non_negative")
    return tuple(
        order if t <= demand_fence else max(order, expected)
        for t, (expected, order) in enumerate(zip(planned, firm, strict=True), 1)
    )


def projected_available(on_hand: float, mps: Sequence[float], demand: Sequence[float]) -> tuple[float, ...]:
    """Return the projected stock at the end of each period: the stock before, + production, − demand.

    Units by period; may fall under 0. SolverError for figures out of range.

    Source: definition of the figure.

    >>> projected_available(65, [250, 0, 0, 200], [47, 150, 56, 62])
    (268.0, 118.0, 62.0, 200.0)
    """
    made, asked = quantities("mps", mps), quantities("demand", demand)
    if len(made) != len(asked):
        raise SolverError("mps", len(made), "as_many_as_periods", count=len(asked))
    start = non_negative("on_hand", on_hand)
    steps = (m - d for m, d in zip(made, asked, strict=True))
    return tuple(_clean(level) for level in accumulate(steps, initial=start))[1:]


def master_schedule(
    forecast: Sequence[float],
    orders: Sequence[float],
    terms: ScheduleTerms | None = None,
    firm: Sequence[float] = (),
    deficit: Deficit = "shown",
) -> MasterSchedule:
    """Schedule an item against forecast and firm orders, both in units by period.

    ``firm`` is the production already fixed, by period (fewer if the last are 0); ``deficit`` as in
    ``discrete_atp``. What falls short inside the planning fence is made right after it. SolverError for figures
    out of range.

    net(t) = max(0, demand(t) + safety stock − projected(t − 1) − firm(t)), turned into lots by the rule.

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on master scheduling.

    >>> terms = ScheduleTerms(on_hand=45, rule=LotRule("fixed_quantity", quantity=80))
    >>> found = master_schedule([40, 40, 40, 40], [42, 30, 10, 0], terms)
    >>> found.mps, found.projected, found.atp
    ((0.0, 80.0, 0.0, 80.0), (3.0, 43.0, 3.0, 43.0), (3.0, 40.0, None, 80.0))
    """
    by = terms or ScheduleTerms()
    demand = gross_demand(forecast, orders, by.demand_fence)
    count = len(demand)
    if len(firm) > count:
        raise SolverError("firm", len(firm), "as_many_as_periods", count=count)
    fixed = (*(quantities("firm", firm) if len(firm) else ()), *(0.0,) * (count - len(firm)))
    start, safety = non_negative("on_hand", by.on_hand), non_negative("safety_stock", by.safety_stock)
    if whole("planning_fence", by.planning_fence) < 0:
        raise SolverError("planning_fence", by.planning_fence, "non_negative")
    short = [
        total + safety - start for total in accumulate(d - f for d, f in zip(demand, fixed, strict=True))
    ]
    due = [
        0.0 if t <= by.planning_fence else most
        for t, most in enumerate(accumulate(short, max, initial=0.0))
        if t > 0
    ]
    needs = [_clean(after - before) for before, after in zip([0.0, *due], due, strict=False)]
    lots = lots_by_rule(needs, by.rule).lots
    mps = tuple(made + more for made, more in zip(fixed, lots, strict=True))
    projected = projected_available(start, mps, demand)
    before = [0.0, *accumulate(lots)]
    net = tuple(max(_clean(one - come), 0.0) for one, come in zip(short, before, strict=False))
    late = tuple(t for t, level in enumerate(projected, 1) if level < safety - NOISE * max(1.0, safety))
    atp = discrete_atp(start, mps, orders, deficit)
    return MasterSchedule(demand, net, mps, projected, atp, cumulative_dav(start, mps, orders), late)


def _clean(figure: float) -> float:
    return 0.0 if abs(figure) < NOISE else figure
