"""The time axis of a Gantt chart in worked days and shifts: where each begins, and the day it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field

from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.part import Part
from cases.plain import Plain, is_number
from cases.problem import message
from cases.template import Source

MOST_DAYS = 120  # marks are for reading: beyond this the axis keeps its figures alone


class TimeAxis(Part):
    """Worked days along a Gantt chart: time 0 is when the first one opens, hours closed are not on the axis."""

    day: Source = Field(description="length of a worked day, in the unit of the chart")
    first: Source = Field(description="the date of the first one; then Monday to Friday")
    shift: Source = Field(None, description="length of a shift: a fine line at each")
    closed: Source = Field(None, description="dates not worked, besides Saturdays and Sundays")

    def sources(self, under: str) -> dict[str, Source]:
        """Its expressions, by place."""
        given = {"day": self.day, "first": self.first, "shift": self.shift, "closed": self.closed}
        return {f"{under}.{name}": source for name, source in given.items() if source is not None}


@dataclass(frozen=True)
class Mark:
    """A line across the chart: where, what day begins there (nothing for a shift)."""

    at: float
    text: str = ""


def marks(values: Mapping[str, Plain], end: float, lang: Lang) -> tuple[Mark, ...]:
    """The marks from 0 to ``end``: each worked day by name, each shift; ``values`` are those of a TimeAxis.

    Raises ExpressionError for a length that is not above 0 and for a date that is none.
    """
    day, shift = _length(values.get("day")), values.get("shift")
    count = math.ceil(end / day - 1e-9)
    if count > MOST_DAYS:
        return ()
    parts = 1 if shift is None else max(round(day / _length(shift)), 1)
    found: list[Mark] = []
    for number, worked in zip(range(max(count, 1)), _worked(values), strict=False):
        said = message(f"gantt.weekday_{worked.isoweekday()}", lang)
        text = message("gantt.day", lang, {"weekday": said, "day": worked.day})
        found.append(Mark(number * day, text))
        found += [Mark(number * day + day * part / parts) for part in range(1, parts)]
    return tuple(found)


def _length(value: Plain) -> float:
    if not is_number(value) or value <= 0:
        raise ExpressionError("gantt_axis")
    return float(value)


def _worked(values: Mapping[str, Plain]) -> Iterator[date]:
    """The worked days from the first one on."""
    given, closed = values.get("first"), values.get("closed") or []
    try:
        day = date.fromisoformat(str(given))
    except ValueError:
        raise ExpressionError("gantt_axis") from None
    shut = {str(one) for one in closed} if isinstance(closed, list) else set()
    while True:
        if day.weekday() < 5 and day.isoformat() not in shut:
            yield day
        day += timedelta(days=1)
