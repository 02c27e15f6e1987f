"""Part-period balancing: the lot whose holding weighs about as much as its setup, in two variants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError
from solvers.planning.lots.needs import Lots, LotStep, checked_needs, costed, covering

__all__ = ["Variant", "part_period"]

Variant = Literal["not_above", "nearest"]


def part_period(needs: Sequence[float], setup: float, holding: float, variant: Variant = "not_above") -> Lots:
    """Lengthen each lot until its part-periods reach the economic part-period.

    Needs in units by period, ``setup`` in money per order, ``holding`` in money per unit and period (above 0).
    Variants: ``not_above`` keeps the longest lot whose part-periods do not pass the economic part-period,
    ``nearest`` the one whose part-periods come nearest to it (the shorter of two as near). SolverError for
    figures out of range and a variant that is not known.

    Part-periods Σ (t − first)·need(t) against setup / holding, in unit × periods.

    Source: DeMatteis (1968); Nahmias, Production and Operations Analysis, section 7.2.

    >>> needs = [0, 30, 40, 0, 10, 40, 30, 0, 30, 55]
    >>> part_period(needs, 100, 1).cost, part_period(needs, 100, 1, "nearest").cost
    (455.0, 490.0)
    """
    if variant not in get_args(Variant):
        raise SolverError("variant", variant, "one_of", words=", ".join(get_args(Variant)))
    wanted = checked_needs(needs)
    economic = non_negative("setup", setup) / positive("holding", holding)
    steps: list[LotStep] = []
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(wanted):
        if wanted[first] <= 0:
            first += 1
            continue
        tried: list[LotStep] = []
        weight = quantity = 0.0
        for last in range(first, len(wanted)):
            weight += (last - first) * wanted[last]
            quantity += wanted[last]
            tried.append(LotStep(first + 1, last + 1, quantity, weight, weight - economic, False))
            if weight > economic + 1e-9:
                break
        chosen = len(tried) - 1
        passed = tried[chosen].measure > 1e-9
        if passed and (variant == "not_above" or -tried[chosen - 1].measure <= tried[chosen].measure + 1e-9):
            chosen -= 1
        kept = tried[chosen]
        tried[chosen] = LotStep(kept.first, kept.last, kept.quantity, kept.holding, kept.measure, True)
        steps += tried
        spans.append((first, first + chosen))
        first += chosen + 1
    return costed(wanted, covering(wanted, spans), setup, holding, steps)
