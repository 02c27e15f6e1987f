"""Slips that any figure may show, whatever the case: found by their ratio to the figure expected."""

from __future__ import annotations

from collections.abc import Iterator

RATIO_TOLERANCE = 0.01

CODES = ("sign", "power_of_ten", "month_for_year", "unit_swapped")
# Codes in the order they are tried; every ratio stands for answer / expected.
TIME_RATIOS = {
    "day": (5.0, 7.0, 20.0, 21.0, 30.0, 8.0, 24.0),
    "working_day": (5.0, 20.0, 21.0, 22.0, 8.0),
    "week": (7.0, 5.0, 4.0, 52.0),
    "month": (30.0, 12.0, 4.0),
    "hour": (60.0, 24.0, 8.0, 3600.0),
    "minute": (60.0,),
}


def _near(ratio: float, target: float) -> bool:
    return abs(ratio - target) <= RATIO_TOLERANCE * abs(target)


def _ratios(unit: str) -> Iterator[tuple[str, float]]:
    yield "sign", -1.0
    for power in (1, 2, 3, 4, 5, 6):
        yield "power_of_ten", 10.0**power
        yield "power_of_ten", 10.0**-power
    yield "month_for_year", 12.0
    yield "month_for_year", 1 / 12
    head = unit.split("/", maxsplit=1)[0]
    for ratio in TIME_RATIOS.get(head, ()):
        yield "unit_swapped", ratio
        yield "unit_swapped", 1 / ratio


def codes(unit: str) -> frozenset[str]:
    """The slips that a figure in ``unit`` may show."""
    return frozenset(code for code, _ in _ratios(unit))


def detect(answer: float, expected: float, unit: str) -> str | None:
    """Name the generic slip that turns ``expected`` into ``answer``, if one does.

    ``unit`` is the unit asked. Returns "sign", "power_of_ten", "month_for_year", "unit_swapped" or None.
    """
    if answer == 0 or expected == 0:
        return None
    ratio = answer / expected
    return next((code for code, target in _ratios(unit) if _near(ratio, target)), None)
