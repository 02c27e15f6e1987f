"""Figures, months and dates as the page shows them, in French and in English, with no process-wide locale."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from numbers import Integral
from typing import Literal

from cases.numerals import Lang
from cases.rounding import EXACT, as_decimal, quick_steps, round_decimal
from cases.units import PER, Measure, UnknownUnit, measure

Style = Literal["grouped", "plain", "percent"]

MINUS = "\u2212"
NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MAX_DECIMALS = 12
NUM_DECIMALS = 4

MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SHORT_MONTHS = {
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}

# filter -> decimals (None: as few as needed, at most NUM_DECIMALS), style, unit
_NUMBERS: dict[str, tuple[int | None, Style, str | None]] = {
    "int": (0, "grouped", None),
    "dec1": (1, "grouped", None),
    "dec2": (2, "grouped", None),
    "dec3": (3, "grouped", None),
    "dec4": (4, "grouped", None),
    "num": (None, "grouped", None),
    "eur": (2, "grouped", "EUR"),
    "eur0": (0, "grouped", "EUR"),
    "pct": (None, "percent", None),
    "pct1": (1, "percent", None),
    "pct2": (2, "percent", None),
}
FILTERS = (*_NUMBERS, "month", "date", "text", "unit:…")
_UNIT_FILTER = re.compile(r"unit:(?P<unit>[^:]+)(?::(?P<decimals>[0-9]|1[0-2]))?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class UnknownFilter(LookupError):  # noqa: N818 - a LookupError's own kin are named after what they say
    """A filter that no placeholder may use; the message suggests the nearest."""


def write_number(
    value: float,
    lang: Lang,
    *,
    decimals: int | None = None,
    unit: str | None = None,
    style: Style = "grouped",
) -> str:
    """Write a figure so that `read_number`, given the same unit and decimals, reads it back.

    `value` is in `unit` (`day`, `EUR/piece/year`), or a fraction when `style` is "percent"; "plain" leaves
    the thousands ungrouped. `decimals` (0 to 12) rounds halves away from zero; None writes as few as needed,
    at most 12. French: `1 234,50 €`, `12,5 %`; English: `1,234.50`, `€1,234.50`, `12.5%`.

    Without `decimals`, an English figure whose one mark could be read either way is written otherwise:
    `1234`, `1.2340`. Raises ValueError on an infinite or undefined value, another language or style, bad
    decimals; TypeError on what is no number; UnknownUnit.
    """
    figure = _shortest(value, style) if decimals is None else _fixed(value, style, decimals)
    return _dress(figure, lang, _measure(unit, style), style, reread=decimals is None)


def format_value(value: object, filter: str, lang: Lang) -> str:
    """Write a value for a template's placeholder.

    Filters: `int`, `dec1` to `dec4`; `num` (as few decimals as needed, at most 4); `eur`, `eur0`; `pct` (a
    fraction, at most 4 decimals), `pct1`, `pct2`; `unit:day` (as `num`) and `unit:kg:1` (1 decimal) with the
    unit in the plural it needs; `month` (1 to 12, in full, or one of a year, `2026-07`, abbreviated); `date`
    (an ISO date); `text` (as it is).

    Raises UnknownFilter, UnknownUnit, TypeError on a value of another kind than the filter writes, ValueError
    on one out of its range.
    """
    check_filter(filter)
    _check_lang(lang)
    if filter == "text":
        if not isinstance(value, str):
            raise TypeError(f"the filter 'text' writes a text, not {value!r}: use num, or make it a text")
        return value
    if filter == "month":
        return _month(value, lang)
    if filter == "date":
        return _date(value, lang)
    decimals, style, unit = _number_filter(filter)
    if decimals is None:
        rounded = _fixed(value, style, NUM_DECIMALS)
        figure = rounded.rstrip("0").rstrip(".")
    else:
        figure = _fixed(value, style, decimals)
    return _dress(figure, lang, _measure(unit, style), style, reread=False)


def check_filter(filter: str) -> None:
    """Accept a filter that `format_value` knows; raises UnknownFilter or UnknownUnit on another."""
    if filter in _NUMBERS or filter in {"month", "date", "text"}:
        return
    found = _UNIT_FILTER.fullmatch(filter)
    if not found:
        near = get_close_matches(filter, FILTERS, n=3, cutoff=0.5) or FILTERS
        raise UnknownFilter(f"unknown filter {filter!r}: use {', '.join(near)}")
    measure(found["unit"])


def _number_filter(name: str) -> tuple[int | None, Style, str | None]:
    if name in _NUMBERS:
        return _NUMBERS[name]
    found = _UNIT_FILTER.fullmatch(name)
    assert found is not None  # check_filter has seen it
    return (int(found["decimals"]) if found["decimals"] else None, "grouped", found["unit"])


def _measure(unit: str | None, style: Style) -> Measure | None:
    if style not in {"grouped", "plain", "percent"}:
        raise ValueError(f"unknown style {style!r}: use grouped, plain or percent")
    if style != "percent":
        return measure(unit) if unit is not None else None
    share = measure(unit or "percent")
    if share.of.id != "percent":
        raise ValueError(f"the style 'percent' writes a percentage, not {unit!r}: use percent, or no unit")
    return share


def _scaled(value: object, style: Style) -> Decimal:
    figure = as_decimal(value)
    return EXACT.multiply(figure, Decimal(100)) if style == "percent" else figure


def _fixed(value: object, style: Style, decimals: int) -> str:
    """Write digits with a dot and a hyphen, rounded to decimals."""
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= MAX_DECIMALS:
        raise ValueError(f"cannot write {decimals!r} decimals: give a whole number from 0 to {MAX_DECIMALS}")
    quick = quick_steps(value, "nearest", decimals + 2 if style == "percent" else decimals)
    if quick is None:
        return f"{round_decimal(_scaled(value, style), decimals):.{decimals}f}"
    digits = f"{abs(int(quick)):0{decimals + 1}d}"
    if decimals:
        digits = f"{digits[:-decimals]}.{digits[-decimals:]}"
    return f"-{digits}" if quick < 0 else digits


def _shortest(value: object, style: Style) -> str:
    """Write digits with a dot and a hyphen, as few as needed."""
    written = f"{_scaled(value, style):f}"
    if len(written.partition(".")[2]) > MAX_DECIMALS:
        written = _fixed(value, style, MAX_DECIMALS)
    return written.rstrip("0").rstrip(".") if "." in written else written


def _dress(figure: str, lang: Lang, unit: Measure | None, style: Style, *, reread: bool) -> str:
    """Give digits their language's marks, sign and unit."""
    _check_lang(lang)
    whole, _, tail = figure.lstrip("-").partition(".")
    negative = figure.startswith("-") and (whole + tail).strip("0") != ""
    group = "" if style == "plain" else NARROW_NO_BREAK if lang == "fr" else ","
    if reread and lang == "en":
        # what the reader would find ambiguous: `1,234` and `1.234`
        if not tail and len(whole) <= 6:
            group = ""
        elif len(tail) == 3 and len(whole) <= 3 and whole != "0":
            tail += "0"
    grouped = f"{int(whole):,}".replace(",", group)
    digits = grouped + (("," if lang == "fr" else ".") + tail if tail else "")
    dressed = digits if unit is None else _with_unit(digits, Decimal(f"{whole}.{tail or '0'}"), lang, unit)
    return MINUS + dressed if negative else dressed


def _with_unit(digits: str, magnitude: Decimal, lang: Lang, unit: Measure) -> str:
    forms = unit.of.fr if lang == "fr" else unit.of.en
    # the French plural starts at 2 (1,5 jour), the English singular is for 1 alone (0 days, 1.5 days)
    singular = magnitude < 2 if lang == "fr" else magnitude == 1
    head = forms[0 if singular else 1]
    per = "".join(PER + (one.fr if lang == "fr" else one.en)[0] for one in unit.per)
    if lang == "en" and unit.of.id in {"EUR", "USD", "GBP"}:
        return f"{head}{digits}{per}"
    if unit.of.id == "percent":
        return f"{digits}{NARROW_NO_BREAK if lang == 'fr' else ''}{head}{per}"
    return f"{digits}{NO_BREAK}{head}{per}"


def is_month(text: str) -> bool:
    """Whether a text names a month of a year, as "2026-07" does."""
    return _ISO_MONTH.fullmatch(text) is not None


def name_written(text: str, lang: Lang) -> str:
    """A name that the values of a case give, as it is shown: a month of a year in words, any other as it is."""
    return format_value(text, "month", lang) if is_month(text) else text


def _month(value: object, lang: Lang) -> str:
    if isinstance(value, str) and (found := _ISO_MONTH.fullmatch(value)):
        return f"{SHORT_MONTHS[lang][int(found[2]) - 1]}{NO_BREAK}{found[1]}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # expressions give floats
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"the filter 'month' writes a month from 1 to 12, or one as 2026-07, not {value!r}")
    if not 1 <= int(value) <= 12:
        raise ValueError(f"month {value!r} does not exist: give 1 to 12")
    return MONTHS[lang][int(value) - 1]


def _date(value: object, lang: Lang) -> str:
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"date {value!r} does not exist: give one as 2026-11-20") from error
    if isinstance(value, str):
        raise ValueError(f"date {value!r} is not written as one: give it as 2026-11-20")
    if not isinstance(value, date):
        raise TypeError(f"the filter 'date' writes an ISO date such as 2026-11-20, not {value!r}")
    if lang == "fr":
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return f"{value.day} {MONTHS['en'][value.month - 1]} {value.year}"


def _check_lang(lang: str) -> None:
    if lang not in {"fr", "en"}:
        raise ValueError(f"unknown language {lang!r}: use 'fr' or 'en'")


__all__ = [
    "FILTERS",
    "MAX_DECIMALS",
    "MINUS",
    "MONTHS",
    "NARROW_NO_BREAK",
    "NO_BREAK",
    "Style",
    "UnknownFilter",
    "UnknownUnit",
    "check_filter",
    "format_value",
    "is_month",
    "name_written",
    "write_number",
]
