"""Counting: calendars of counts, record accuracy, discrepancies in quantity and in value."""

from __future__ import annotations

from cases.expressions import Function
from cases.functions.arguments import Record, figures, listed, text, whole
from cases.plain import Plain, is_number
from solvers.inventory import cycle_count_calendar, discrepancy
from solvers.inventory import record_accuracy as accuracy


def _count_calendar(classes: object, counts: object, days: object) -> Record:
    """The calendar of a year: ``days`` (each the places of the items to count), ``loads``, ``peak`` and ``mean``."""
    if not isinstance(counts, dict):
        raise TypeError("a record of whole numbers")
    found = cycle_count_calendar.cycle_count_calendar(
        [text(klass) for klass in listed(classes)],
        {klass: whole(count) for klass, count in counts.items()},
        whole(days),
    )
    agenda: list[Plain] = [list(day) for day in found.days]
    return {
        "days": agenda,
        "loads": [len(day) for day in found.days],
        "counts": found.counts,
        "peak": found.peak,
        "mean": found.mean,
    }


def _daily_counts(items: object, intervals: object) -> list[Plain]:
    """Counts a day of each class: items over the days between two counts."""
    return list(cycle_count_calendar.daily_counts(figures(items), figures(intervals)))


def _spread_evenly(total: object, periods: object) -> list[Plain]:
    """A whole number over periods, as evenly as whole numbers can be."""
    return list(cycle_count_calendar.spread_evenly(whole(total), whole(periods)))


def _record_accuracy(
    recorded: object, counted: object, tolerances: object = 0, unit_costs: object = None
) -> Record:
    """Which records are ``right``, their ``count`` and ``rate``; with unit costs, the accuracy ``by_value``."""
    found = accuracy.record_accuracy(
        figures(recorded),
        figures(counted),
        tolerances if is_number(tolerances) else figures(tolerances),
        None if unit_costs is None else figures(unit_costs),
    )
    return {
        "right": list(found.right),
        "count": found.count,
        "rate": found.rate,
        "by_value": found.by_value,
    }


def _discrepancies(recorded: object, counted: object, unit_costs: object) -> Record:
    """The ``lines`` (``quantity``, ``rate``, ``value``) and their sums in money."""
    found = discrepancy.discrepancies(figures(recorded), figures(counted), figures(unit_costs))
    return {
        "lines": [
            {"quantity": line.quantity, "rate": line.rate, "value": line.value} for line in found.lines
        ],
        "net": found.net,
        "absolute": found.absolute,
        "surplus": found.surplus,
        "shortage": found.shortage,
        "recorded_value": found.recorded_value,
        "net_rate": found.net_rate,
        "absolute_rate": found.absolute_rate,
    }


FUNCTIONS: dict[str, Function] = {
    "count_calendar": _count_calendar,
    "daily_counts": _daily_counts,
    "spread_evenly": _spread_evenly,
    "record_accuracy": _record_accuracy,
    "discrepancies": _discrepancies,
}
