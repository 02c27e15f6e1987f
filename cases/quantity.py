"""What a learner types where a figure is asked -> the figure in the asked unit, or why there is none.

The one place to import from: it also gives what writes figures (`write_number`, `format_value`) and rounds
them (`round_to`). Words for the reasons are in `cases.quantity_words`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from cases.numerals import APOSTROPHES, SPACES, Lang, read_numeral
from cases.quantity_writing import (
    FILTERS,
    UnknownFilter,
    check_filter,
    format_value,
    is_month,
    name_written,
    write_number,
)
from cases.rounding import round_to
from cases.units import Measure, UnknownUnit, factor, measure, typed_measure, unit_label

__all__ = [
    "CODES",
    "FILTERS",
    "MAX_LENGTH",
    "Lang",
    "Reading",
    "UnknownFilter",
    "UnknownUnit",
    "check_filter",
    "format_value",
    "is_month",
    "name_written",
    "read_number",
    "round_to",
    "unit_label",
    "write_number",
]

MAX_LENGTH = 40

CODES = (
    "empty",
    "too_long",
    "strange_character",
    "not_a_number",
    "ambiguous",
    "two_numbers",
    "two_units",
    "calculation",
    "scientific",
    "not_finite",
    "unknown_unit",
    "wrong_unit",
    "unit_not_expected",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: a value in the asked unit (a fraction for a rate), or a language-free code.

    `unit_typed` is the identifier of the unit typed, or its text as typed when the code is "unknown_unit".
    `readings` holds, when the code is "ambiguous", the values that the text may mean, smallest first.
    """

    ok: bool
    value: float | None = None
    code: str | None = None
    unit_typed: str | None = None
    readings: tuple[float, ...] = ()


# Word processors turn a hyphen into a dash; all of these are typed for "minus". The hyphen comes first, and
# these first in a character class, so that it stands for itself there and makes no range.
_MINUS = "-\u2010\u2011\u2012\u2013\u2212"
_TEXT = re.compile(
    rf"(?P<sign>[{_MINUS}+])?\s*"
    r"(?P<currency>[€$£]|(?:eur|usd|gbp)(?![a-z]))?\s*"
    rf"(?P<inner>[{_MINUS}+])?\s*"
    rf"(?P<digits>(?:[0-9]|[.,](?=[0-9]))[0-9.,{SPACES}{APOSTROPHES}]*)"
    r"(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_NOT_FINITE = re.compile(rf"[{_MINUS}+]?\s*(?:nan|inf|infinity|infini|∞)", re.IGNORECASE)
# `1e3`, `1,2 × 10^3`: refused on purpose. A spreadsheet that shows 1,23E+05 has hidden digits, and the
# marking would compare a figure that the learner has never seen.
_SCIENTIFIC = re.compile(rf"e[{_MINUS}+]?[0-9]+|\s*[x×*·]\s*10\s*(?:\^|\*\*|[⁰¹²³⁴-⁹⁻]).*", re.IGNORECASE)
_OPERATOR = re.compile(r"[0-9)]\s*[*×÷/+^x=]+\s*[(0-9]", re.IGNORECASE)
_NUMERAL = re.compile(r"(?<![^\W_])(?<!_)[0-9]")
_UNIT_THEN_DIGIT = re.compile(r"\s*(?P<unit>[^\W\d_]+|[€$£%])\s*[0-9].*", re.DOTALL)
_HEXADECIMAL = re.compile(r"[xob][0-9a-f]+", re.IGNORECASE)
_UNIT_SIGNS = "€$£%°/"
_PER = re.compile(r"\s*(?:/|par\s|per\s)", re.IGNORECASE)


def read_number(
    raw: str,
    lang: Lang,
    *,
    unit: str | None = None,
    rate: bool = False,
    decimals: int | None = None,
    percent: bool = False,
) -> Reading:
    """Read a figure as learners type it, in French or in English, with or without its unit.

    `raw` is the text as typed; `unit` the asked unit's identifier (`day`, `EUR/piece/year`), into which a
    typed unit that converts is converted; `decimals` how many decimals the question displays. With `rate`
    the value is a fraction: `12 %` and `0,12` both give 0.12, and a bare figure stands as it is unless
    `percent` (the question shows a % sign), which reads a bare figure above 1 as a percentage and finds a
    bare 1 ambiguous. `decimals` settles what three digits after a lone mark mean (see `read_numeral`), only
    while the typed unit is the asked one.

    Any text gives a Reading, never an exception. Raises, on the caller's own faults, ValueError on another
    language or a rate whose unit is no percentage, and UnknownUnit.
    """
    # Longer than what is read at all, a text need not be kept whole.
    return _read(raw.strip()[: MAX_LENGTH + 1], lang, unit, rate, decimals, percent)


@lru_cache(maxsize=4096)  # a page, a paper and its proof read the same figure many times over
def _read(
    text: str, lang: Lang, unit: str | None, rate: bool, decimals: int | None, percent: bool
) -> Reading:
    if lang not in {"fr", "en"}:
        raise ValueError(f"unknown language {lang!r}: use 'fr' or 'en'")
    asked = measure(unit) if unit is not None else None
    if rate:
        asked = asked or measure("percent")
        if asked.of.id != "percent":
            raise ValueError(f"a rate is read as a percentage, not in {unit!r}: use percent or leave it out")
    found = _parts(text)
    if isinstance(found, str):
        return _refusal(found)

    typed = _typed_unit(found["currency"], found["rest"], asked)
    if isinstance(typed, Reading):
        return typed
    ratio = _ratio(typed, asked)
    if isinstance(ratio, str):
        return _refusal(ratio, typed)
    bare_rate = rate and typed is None
    hint = decimals if ratio == 1 and not (bare_rate and not percent) else None

    numeral = read_numeral(found["digits"].rstrip(SPACES), lang, hint)
    if not numeral.figures:
        return _refusal("not_a_number", typed)
    negative = (found["sign"] or found["inner"] or "+") in _MINUS
    figures = [Fraction(figure) * ratio * (-1 if negative else 1) for figure in numeral.figures]
    if rate:
        shares: Callable[[Fraction], list[Fraction]] = _as_percentage
        if bare_rate:
            shares = _as_shown_percentage if percent else _as_fraction
        figures = [share for figure in figures for share in shares(figure)]
    values = tuple(sorted({float(figure) for figure in figures}))
    if len(values) > 1:
        return Reading(False, code="ambiguous", unit_typed=_id(typed), readings=values)
    return Reading(True, value=values[0], unit_typed=_id(typed))


def _refusal(code: str, typed: Measure | None = None) -> Reading:
    return Reading(False, code=code, unit_typed=_id(typed))


def _id(typed: Measure | None) -> str | None:
    return typed.id if typed else None


def _parts(text: str) -> re.Match[str] | str:
    """Split a text into sign, currency, digits and the rest, or give the code of its refusal."""
    if not text:
        return "empty"
    if len(text) > MAX_LENGTH:
        return "too_long"
    if any(_is_strange(char) for char in text):
        return "strange_character"
    if _NOT_FINITE.fullmatch(text):
        return "not_finite"
    found = _TEXT.fullmatch(text)
    if not found or (found["sign"] and found["inner"]):
        return "calculation" if _OPERATOR.search(text) else "not_a_number"
    return found


def _is_strange(char: str) -> bool:
    """Tell a character that a learner cannot see, or a digit of another script."""
    if char.isascii() and (char.isprintable() or char in "\t\n\r"):
        return False
    kind = unicodedata.category(char)
    return kind.startswith("C") or kind == "Nd"


def _typed_unit(currency: str | None, rest: str, asked: Measure | None) -> Measure | Reading | None:
    """Give the unit typed around the digits (None: no unit), or the refusal of what is none."""
    rest = rest.rstrip()
    if not currency and not rest:
        return None
    text = f"{currency} {rest}" if currency else rest
    found = typed_measure(text)
    if not found and asked and asked.per and not currency and _PER.match(rest):
        found = typed_measure(f"{asked.of.en[0]} {rest}")  # `20/jour` where pieces a day are asked
    return found or _not_a_unit(text)


def _not_a_unit(rest: str) -> Reading:
    """Say what stands after the digits that is not a unit."""
    if _SCIENTIFIC.fullmatch(rest):
        return _refusal("scientific")
    then = _UNIT_THEN_DIGIT.fullmatch(rest)
    if then and typed_measure(then["unit"]):
        return _refusal("two_units")
    if _NUMERAL.search(rest):
        return _refusal("calculation" if _OPERATOR.match(f"0{rest}") else "two_numbers")
    if (rest[0].isalpha() or rest[0] in _UNIT_SIGNS) and not _HEXADECIMAL.fullmatch(rest):
        return Reading(False, code="unknown_unit", unit_typed=rest)
    return _refusal("not_a_number")


def _ratio(typed: Measure | None, asked: Measure | None) -> Fraction | str:
    """Give how many of the asked unit one typed unit is, or the code of the refusal."""
    if typed is None:
        return Fraction(1)
    if asked is None:
        # where no unit is asked, `12 commandes` is 12; `12 kg` would be another question's answer
        return Fraction(1) if typed.of.is_count else "unit_not_expected"
    ratio = factor(typed, asked)
    if ratio is None:
        ratio = factor(typed, Measure(asked.of))  # `3 €` where €/piece/year are asked
    return ratio if ratio is not None else "wrong_unit"


def _as_percentage(figure: Fraction) -> list[Fraction]:
    return [figure / 100]


def _as_fraction(figure: Fraction) -> list[Fraction]:
    return [figure]


def _as_shown_percentage(figure: Fraction) -> list[Fraction]:
    if abs(figure) == 1:
        return [figure / 100, figure]
    return [figure / 100 if abs(figure) > 1 else figure]
