"""Earned value: where a project stands against its plan and its budget, and what it will cost in the end."""

from __future__ import annotations

from dataclasses import dataclass

from solvers.arguments import non_negative, positive

__all__ = ["EarnedValue", "earned_value"]


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Variances and indices, and the estimates at completion by the rate that the rest is supposed to keep.

    ``cost_variance`` EV − AC and ``schedule_variance`` EV − PV are favourable above 0, the other way round from
    actual − standard. ``cost_index`` EV / AC and ``schedule_index`` EV / PV, none where they divide by 0.
    Estimates at completion: ``at_cost_index`` BAC / CPI (the rest costs what it did so far), ``at_budget``
    AC + BAC − EV (the rest costs what was planned), ``at_both_indices`` AC + (BAC − EV) / (CPI · SPI).
    ``to_complete_index`` (BAC − EV) / (BAC − AC): the cost index that the budget still asks for.
    ``variance_at_completion`` BAC − BAC / CPI. ``done`` EV / BAC, ``spent`` AC / BAC.
    """

    cost_variance: float
    schedule_variance: float
    cost_index: float | None
    schedule_index: float | None
    at_cost_index: float | None
    at_budget: float
    at_both_indices: float | None
    to_complete_index: float | None
    variance_at_completion: float | None
    done: float
    spent: float


def earned_value(
    planned_value: float, earned: float, actual_cost: float, budget_at_completion: float
) -> EarnedValue:
    """Measure a project at a date, all four figures in one currency.

    ``planned_value`` (PV, CBTP) is the budget of what should be done, ``earned`` (EV, CBTE) of what is done,
    ``actual_cost`` (AC, CRTE) what it has cost, ``budget_at_completion`` (BAC) of the whole project. Raises
    SolverError for negative figures and a budget of 0.

    Source: PMI, Practice Standard for Earned Value Management; ISO 21508.

    >>> found = earned_value(planned_value=50, earned=40, actual_cost=60, budget_at_completion=200)
    >>> found.cost_variance, found.schedule_variance, found.at_cost_index, found.at_budget
    (-20.0, -10.0, 300.0, 220.0)
    """
    planned = non_negative("planned_value", planned_value)
    value = non_negative("earned", earned)
    cost = non_negative("actual_cost", actual_cost)
    budget = positive("budget_at_completion", budget_at_completion)
    cost_index = value / cost if cost else None
    schedule_index = value / planned if planned else None
    left = budget - value
    at_cost = budget * cost / value if value and cost else None
    both = None
    if cost_index and schedule_index:
        both = cost + left / (cost_index * schedule_index)
    return EarnedValue(
        value - cost,
        value - planned,
        cost_index,
        schedule_index,
        at_cost,
        cost + left,
        both,
        left / (budget - cost) if budget > cost else None,
        None if at_cost is None else budget - at_cost,
        value / budget,
        cost / budget,
    )
