"""How one figure is asked for: its kind and unit, its rounding and its tolerance; how it is read and written.

A value is a number in the asked unit (a fraction for a rate), or an ISO text for a date. Table cells, form
fields and the boxes of a question share this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from cases import detectors
from cases.answers import BLANK, Reading
from cases.date_reading import read_date, write_date
from cases.duration import hours_and_minutes, read_duration
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.part import Part, Unit, fault
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import MAX_LENGTH, read_number, round_to, unit_label, write_number
from cases.reading_words import refused
from cases.tolerance import EXACT, Tolerance, plausible, significant_digits
from cases.units import measure

PERCENT = "percent"
SIGNS = frozenset({"EUR", PERCENT})
LARGEST = 1e12
SMALLEST_PERCENT = 0.01
CURRENCIES = frozenset({"EUR", "USD", "GBP"})
TIMES = frozenset({"hours", "days", "working_day"})
# A date further than this from the key is no honest attempt: it does not go on downstream.
PLAUSIBLE_DAYS = 366
NOTES = {"date": "figure.note.date", "duration": "figure.note.duration"}
OWN_CODES = {"sixty": "duration_sixty", "clock": "duration_clock"}  # worded in messages.yaml, as dates are

Kind = Literal["quantity", "rate", "money", "date", "duration"]
Rule = Literal["nearest", "ceil", "floor", "truncate"]


class Allowed(Part):
    """The allowance around the key: relative to it, and absolute in the unit asked; in days for a date."""

    relative: float = Field(
        0.01, ge=0, le=0.2, description="none by default where the question rounds up or down"
    )
    absolute: float = Field(0.0, ge=0)
    exact: bool = Field(False, description="the key as it is asked, and nothing else: a count, a code")
    days: int = Field(0, ge=0, le=31, description="of a date")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """What is exact has no allowance besides."""
        if self.exact and self.model_fields_set - {"exact"}:
            raise fault("tolerance_exact")
        return self


class FormatFields(Part):
    """The keys of a case file that say how a figure is asked for."""

    kind: Kind = "quantity"
    unit: Unit = ""
    round: Rule = "nearest"
    decimals: int = Field(
        0,
        ge=0,
        le=6,
        description="decimals asked (of the percentage for a percent); 2 by default for money and hours",
    )
    tolerance: Allowed = Allowed()
    rounding_credit: float = Field(0.5, ge=0, lt=1, description="what a figure rounded the wrong way earns")

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        """A kind has its own units, and a date no rounding."""
        if not self._fits():
            raise fault(f"figure_{self.kind}", unit=self.unit)
        if self.kind != "date" and "days" in self.tolerance.model_fields_set:
            raise fault("figure_days")
        return self

    def _fits(self) -> bool:
        given = self.model_fields_set
        if self.kind == "date":
            rounding = {"unit", "round", "decimals", "rounding_credit"} & given
            return not rounding and not self.tolerance.model_fields_set - {"days"}
        if self.kind == "quantity" or not self.unit:
            return True
        asked = measure(self.unit)
        if self.kind == "rate":
            return self.unit == PERCENT
        if self.kind == "money":
            return asked.of.kind in CURRENCIES
        return asked.of.kind in TIMES and not asked.per


class FigureFormat(FormatFields):
    """How a figure is read, written, rounded and held against another; it knows nothing of any graph."""

    @cached_property
    def asked_unit(self) -> str:
        """The unit asked: the one given, else that of the kind."""
        return self.unit or {"rate": PERCENT, "money": "EUR", "duration": "hour"}.get(self.kind, "")

    @cached_property
    def shown_decimals(self) -> int:
        """Decimals as displayed: of the percentage for a percent; two for money and hours unless given."""
        if "decimals" in self.model_fields_set:
            return self.decimals
        return 2 if self.kind == "money" or (self.kind == "duration" and self.asked_unit == "hour") else 0

    @property
    def is_date(self) -> bool:
        """True for a date, whose value is an ISO text."""
        return self.kind == "date"

    @cached_property
    def _decimals(self) -> int:
        return self.shown_decimals + 2 if self.asked_unit == PERCENT else self.shown_decimals

    @cached_property
    def accepted(self) -> Tolerance:
        """The tolerance in the scale of ``scale``."""
        if self.is_date:
            return Tolerance(0.0, self.tolerance.days, "ceil", 1.0)
        if self.tolerance.exact:
            return Tolerance(0.0, 0.0, EXACT, 10.0**-self._decimals)
        absolute = self.tolerance.absolute / 100 if self.asked_unit == PERCENT else self.tolerance.absolute
        relative = self.tolerance.relative
        if self.round in {"ceil", "floor"} and "relative" not in self.tolerance.model_fields_set:
            # 251 pallets are not 250: what is rounded up or down is exact, unless the case says otherwise
            relative = 0.0
        return Tolerance(relative, absolute, self.round, 10.0**-self._decimals)

    # -- values -------------------------------------------------------------------------------------
    def checked(self, value: Plain, what: str = "answer") -> Plain:
        """A value of the right kind, as it is; raises ExpressionError, which names ``what``."""
        if self.is_date:
            if not isinstance(value, str) or _ordinal(value) is None:
                raise ExpressionError("date_unreadable", value=str(value)[:40])
            return value
        if not is_number(value):
            raise ExpressionError("expression_type", what=what)
        return float(value)

    def rounded(self, value: Plain, what: str = "answer") -> Plain:
        """A value rounded as asked, a date as it is; raises ExpressionError, which names ``what``."""
        found = self.checked(value, what)
        return float(round_to(found, self.round, self._decimals)) if is_number(found) else found

    def scale(self, value: Plain) -> float | None:
        """A value as a number that distances are measured on (days for a date); None for another kind."""
        if self.is_date:
            return _ordinal(value) if isinstance(value, str) else None
        return float(value) if is_number(value) else None

    def holds(self, expected: Plain, given: Plain) -> bool:
        """Tell whether ``given`` is accepted for ``expected``, both values of this figure."""
        one, other = self.scale(expected), self.scale(given)
        return one is not None and other is not None and self.accepted.holds(one, other)

    def apart(self, value: Plain, other: Plain) -> bool:
        """Tell whether the answers accepted for two values never meet."""
        one, two = self.scale(value), self.scale(other)
        return one is None or two is None or self.accepted.apart(one, two)

    def unrounded_holds(self, exact: Plain, given: Plain) -> bool:
        """Tell whether ``given`` is ``exact``, not yet rounded, but for the rounding; never for a date."""
        if self.is_date or not is_number(exact) or not is_number(given):
            return False
        return abs(given - exact) < 10.0**-self._decimals * (1 - 1e-9)

    def slip(self, given: Plain, expected: Plain) -> str | None:
        """The code of the generic slip that turns ``expected`` into ``given``, if one does."""
        if self.is_date:
            return _date_slip(given, expected)
        if not is_number(given) or not is_number(expected):
            return None
        return detectors.detect(float(given), float(expected), self.asked_unit)

    def plausible(self, given: Plain, key: Plain) -> bool:
        """Tell whether a value that nothing explains could come from an honest attempt."""
        one, other = self.scale(given), self.scale(key)
        if one is None or other is None:
            return False
        return abs(one - other) <= PLAUSIBLE_DAYS if self.is_date else plausible(one, other)

    def precise(self, given: Plain) -> bool:
        """Tell whether a value bears too many digits to be a stock answer; any date does."""
        return self.is_date or (is_number(given) and significant_digits(given) >= 3)

    def nudged(self, value: Plain) -> Plain:
        """A plausible value that is not ``value`` nor close to it: what an unexplained error would give."""
        if self.is_date and isinstance(value, str):
            return (date.fromisoformat(value) + timedelta(days=17 + self.tolerance.days)).isoformat()
        return value * 1.37 if is_number(value) else value

    def interval(self, expected: Plain) -> tuple[float, float] | None:
        """The accepted interval as written, in the asked unit; None for a date."""
        scaled = None if self.is_date else self.scale(expected)
        return None if scaled is None else self.accepted.shown(scaled, self._decimals)

    def prove(self, value: Plain) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The key can be typed, and a percentage cannot be taken for a rate: codes, and what words need."""
        if not is_number(value):
            return
        if not abs(value) < LARGEST:
            yield "proof_range", {"value": value}
        if self.asked_unit == PERCENT and 0 < abs(value) < SMALLEST_PERCENT:
            # Typed without its sign, 0.4 % reads as the rate 0.4: a fair answer would be marked wrong.
            yield "proof_percent", {"value": value}

    # -- reading and writing ------------------------------------------------------------------------
    def read(self, raw: str, lang: Lang) -> Reading:
        """Read what was typed: BLANK, a value, or the codes and parameters of a refusal; never raises."""
        if not raw.strip():
            return BLANK
        if self.is_date:
            found = read_date(raw, lang)
            if found.value is not None:
                return Reading(value=found.value)
            typed, days = (
                raw.strip()[:MAX_LENGTH],
                " / ".join(write_date(day, lang) for day in found.readings),
            )
            return Reading(codes=(str(found.code),), params={"typed": typed, "readings": days})
        unit, rate = self.asked_unit, self.asked_unit == PERCENT
        if self.kind == "duration":
            read = read_duration(raw, lang, unit=unit, decimals=self.shown_decimals)
            if read.code in OWN_CODES:
                return Reading(codes=(OWN_CODES[read.code],), params={"typed": raw.strip()[:MAX_LENGTH]})
        else:
            read = read_number(
                raw, lang, unit=unit or None, rate=rate, percent=rate, decimals=self.shown_decimals
            )
        return Reading(value=read.value) if read.ok else refused(read, raw, unit)

    def raw(self, value: Plain, lang: Lang) -> str:
        """The value as a careful learner types it, with its unit left out."""
        return self._write(value, lang, with_unit=False)

    def show(self, value: Plain, lang: Lang) -> str:
        """The value with its unit; a duration also in hours and minutes (see ``displayed`` for a text to read)."""
        return self._told(value, self.displayed(value, lang), lang)

    def displayed(self, value: Plain, lang: Lang) -> str:
        """The value with its unit, in a form that ``read`` takes back."""
        return self._write(value, lang, with_unit=True)

    def retyped(self, value: Plain, lang: Lang) -> str:
        """What was typed in one language as it is typed in the other: every decimal, and ``read`` takes it back."""
        if self.is_date or not is_number(value):
            return self.displayed(value, lang)
        style: Literal["percent", "grouped"] = "percent" if self.asked_unit == PERCENT else "grouped"
        return write_number(value, lang, unit=self.asked_unit or None, style=style)

    def echo(self, value: Plain, lang: Lang) -> str:
        """What was read, decimals kept, with the unit; a date in the language's own form."""
        if self.is_date or not is_number(value):
            return self.displayed(value, lang)
        return self._told(value, self._as_typed(float(value), lang), lang)

    def _told(self, value: Plain, text: str, lang: Lang) -> str:
        clock = (
            hours_and_minutes(value, self.asked_unit, lang)
            if self.kind == "duration" and is_number(value)
            else ""
        )
        return f"{text} ({clock})" if clock else text

    def _write(self, value: Plain, lang: Lang, *, with_unit: bool, decimals: int | None = None) -> str:
        if self.is_date:
            return write_date(value, lang) if isinstance(value, str) and _ordinal(value) else ""
        if not is_number(value):
            return ""
        shown = max(self.shown_decimals if decimals is None else decimals, 0)
        unit = self.asked_unit
        if unit == PERCENT:
            return write_number(value, lang, decimals=shown, style="percent")
        return write_number(value, lang, decimals=shown, unit=unit if with_unit and unit else None)

    def _as_typed(self, value: float, lang: Lang) -> str:
        # A figure read is the float nearest to what was typed, and so is a rounding to as many decimals.
        typed = next((d for d in range(6) if round(value, d) == value), 6)
        if self.asked_unit == PERCENT:
            typed = max(typed - 2, 0)
        if typed and self.asked_unit.split("/")[0] == "EUR":
            typed = max(typed, 2)  # an amount is written in cents: 4,10 €
        return self._write(value, lang, with_unit=True, decimals=typed)

    # -- words --------------------------------------------------------------------------------------
    def unit_words(self, lang: Lang) -> str:
        """The unit beside the input box; nothing where there is none."""
        return unit_label(self.asked_unit, lang) if self.asked_unit else ""

    def note(self, lang: Lang) -> str:
        """How to round, or how to write a date or a duration."""
        # tenths of a minute are not typed as hours and minutes: how to round matters more there
        by_tenths = self.asked_unit == "minute" and self.shown_decimals > 0
        if self.kind in NOTES and self.asked_unit in {"", "hour", "minute"} and not by_tenths:
            return message(NOTES[self.kind], lang)
        decimals = max(self.shown_decimals, 0)
        return message(f"round.{self.round}.{min(decimals, 2)}", lang, {"decimals": decimals})

    def placeholder(self, lang: Lang) -> str:
        """What the empty box shows: the form of a date; nothing for a number."""
        return message("figure.placeholder.date", lang) if self.is_date else ""

    def interval_words(self, expected: Plain, interval: tuple[float, float] | None, lang: Lang) -> str:
        """The accepted answers, "accepté : de 802 à 818 pièces"; for a date, around ``expected``."""
        if self.is_date:
            return self._days_words(expected, lang)
        if interval is None:
            return ""
        low, high = interval
        if low == high:
            return message("debrief.exact", lang, {"value": self.displayed(low, lang)})
        # the unit once, unless it is a sign that stands with each figure
        first = self._write(low, lang, with_unit=self.asked_unit in SIGNS)
        return message("debrief.interval", lang, {"low": first, "high": self.displayed(high, lang)})

    def _days_words(self, expected: Plain, lang: Lang) -> str:
        if not isinstance(expected, str) or _ordinal(expected) is None:
            return ""
        day, days = date.fromisoformat(expected), timedelta(days=self.tolerance.days)
        if not days:
            return message("debrief.exact", lang, {"value": write_date(expected, lang)})
        low, high = ((day + reach).isoformat() for reach in (-days, days))
        params = {"low": write_date(low, lang), "high": write_date(high, lang)}
        return message("debrief.interval_dates", lang, params)


def _ordinal(value: str) -> int | None:
    try:
        return date.fromisoformat(value).toordinal() if len(value) == 10 else None
    except ValueError:
        return None


def _date_slip(given: Plain, expected: Plain) -> str | None:
    """Day and month exchanged, or the right day of another year."""
    if not isinstance(given, str) or not isinstance(expected, str):
        return None
    if None in (_ordinal(given), _ordinal(expected)):
        return None
    one, other = date.fromisoformat(given), date.fromisoformat(expected)
    if (one.day, one.month) == (other.day, other.month) and one.year != other.year:
        return "other_year"
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return "day_month"
    return None


__all__ = ["PERCENT", "Allowed", "FigureFormat", "FormatFields", "Kind", "Rule"]
