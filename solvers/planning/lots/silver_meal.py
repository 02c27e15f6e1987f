"""Silver and Meal: the lot of least cost per period."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solvers.arguments import non_negative
from solvers.planning.lots.needs import Lots, LotStep, checked_needs, costed, covering

__all__ = ["silver_meal", "until_it_rises"]

Measure = Callable[[float, float, int], float]  # of a lot's cost, quantity and number of periods


def until_it_rises(needs: Sequence[float], setup: float, holding: float, measure: Measure) -> Lots:
    """Lengthen each lot until a measure of it rises, then start another at the next need.

    ``measure(cost, quantity, periods)``; needs in units by period, costs in money per order and per unit and
    period. SolverError for figures out of range.

    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, section 5.6.

    >>> until_it_rises([18, 30, 42], 80, 2, lambda cost, quantity, periods: cost / periods).lots
    (48.0, 0.0, 42.0)
    """
    wanted = checked_needs(needs)
    ordering, keeping = non_negative("setup", setup), non_negative("holding", holding)
    steps: list[LotStep] = []
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(wanted):
        if wanted[first] <= 0:
            first += 1
            continue
        tried: list[LotStep] = []
        held = quantity = 0.0
        for last in range(first, len(wanted)):
            held += keeping * (last - first) * wanted[last]
            quantity += wanted[last]
            value = measure(ordering + held, quantity, last - first + 1)
            tried.append(LotStep(first + 1, last + 1, quantity, held, value, False))
            if len(tried) > 1 and value > tried[-2].measure + 1e-9:
                break
        chosen = len(tried) - (1 if len(tried) == 1 or tried[-1].measure <= tried[-2].measure + 1e-9 else 2)
        steps += [_kept(one) if at == chosen else one for at, one in enumerate(tried)]
        spans.append((first, first + chosen))
        first += chosen + 1
    return costed(wanted, covering(wanted, spans), ordering, keeping, steps)


def _kept(step: LotStep) -> LotStep:
    return LotStep(step.first, step.last, step.quantity, step.holding, step.measure, True)


def silver_meal(needs: Sequence[float], setup: float, holding: float) -> Lots:
    """Lengthen each lot as long as its cost per period does not rise.

    Needs in units by period, ``setup`` in money per order, ``holding`` in money per unit and period.
    SolverError for figures out of range.

    (setup + holding·Σ (t − first)·need(t)) / number of periods.

    Source: Silver & Meal (1973); Nahmias, Production and Operations Analysis, section 7.2.

    >>> found = silver_meal([18, 30, 42, 5, 20], setup=80, holding=2)
    >>> found.lots, found.cost
    ((48.0, 0.0, 47.0, 0.0, 20.0), 310.0)
    """
    return until_it_rises(needs, setup, holding, lambda cost, _, periods: cost / periods)
