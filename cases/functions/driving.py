"""Driving and rest: a driver's record checked, a trip reckoned, by the limits in force on a date.

Times are hours from midnight before the first Monday; a date is written 2026-03-02.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from cases.expressions import Function
from cases.functions.arguments import Record, cell, records, text
from cases.functions.plans import figure, figure_or, violations
from solvers.errors import SolverError
from solvers.routing import driving_hours, driving_rules, trip


def _limits(on: object) -> driving_rules.DrivingRules:
    try:
        return driving_rules.driving_rules(date.fromisoformat(text(on)))
    except ValueError as error:
        if isinstance(error, SolverError):
            raise
        raise TypeError("a date") from error


def _driving_limits(on: object) -> Record:
    """The limits in force on a date, in hours unless said, with ``since`` (a date) and ``source``."""
    found = _limits(on)
    return asdict(found) | {"since": found.since.isoformat()}


def _check_driving(record: object, on: object, abroad: bool = False) -> Record:
    """A driver's record (rows of ``kind``, ``start``, ``end``, hours from the first Monday) against the limits."""
    if not isinstance(abroad, bool):
        raise TypeError("True or False")
    done = [
        driving_hours.Activity(text(cell(row, "kind")), figure(cell(row, "start")), figure(cell(row, "end")))
        for row in records(record)
    ]
    limits = _limits(on)
    found = driving_hours.check_driving(done, limits, abroad=abroad)
    return {
        "violations": violations(found.violations),
        "objective": {"driving_hours": found.drive, "work_hours": found.work, "owed": found.owed},
        "days": [
            {
                "start": one.start,
                "end": one.end,
                "drive": one.drive,
                "work": one.work,
                "rest": one.rest,
                "rest_kind": one.rest_kind,
            }
            for one in found.days
        ],
        "weeks": [
            {"week": one.week, "drive": one.drive, "work": one.work, "two_weeks": one.two_weeks}
            for one in found.weeks
        ],
        "bars": [
            {
                "lane": one.kind,
                "label": one.kind,
                "job": one.kind,
                "start": one.start,
                "end": one.end,
                "late": False,
            }
            for one in done
        ],
        "source": limits.source,
    }


def _trip(
    legs: object, speed: object, on: object, start: object = 0, extended: bool = False, reduced: bool = False
) -> Record:
    """When a rested driver arrives: legs are rows of ``place``, ``km`` and perhaps ``work``, ``earliest`` (h)."""
    if not isinstance(extended, bool) or not isinstance(reduced, bool):
        raise TypeError("True or False")
    asked = [
        trip.Leg(
            text(cell(row, "place")),
            figure(cell(row, "km")),
            figure_or(row, "work", 0.0),
            figure_or(row, "earliest", 0.0),
        )
        for row in records(legs)
    ]
    found = trip.trip_times(
        asked, figure(speed), figure(start), _limits(on), extended=extended, reduced=reduced
    )
    return {
        "arrivals": [{"place": place, "arrival": clock} for place, clock in found.arrivals],
        "end": found.end,
        "driving_hours": found.drive,
        "breaks": found.breaks,
        "rests": found.rests,
        "rows": [{"kind": one.kind, "start": one.start, "end": one.end} for one in found.record],
    }


FUNCTIONS: dict[str, Function] = {
    "check_driving": _check_driving,
    "driving_limits": _driving_limits,
    "trip_times": _trip,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_driving": driving_hours.RULES}
