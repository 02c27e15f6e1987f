"""Digits and separators -> a decimal figure, or the reason why the text is none; never a guess.

A dot and a comma are both read as a decimal mark, in both languages, wherever the text itself leaves no
doubt: `12.5` and `12,5`, `1.234,5` and `1,234.5`, `1.234.567`. What could be either (`1.234`) is ambiguous.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Lang = Literal["fr", "en"]

# Every space that a page, a spreadsheet or a keyboard puts between thousands.
SPACES = "\u0020\u00a0\u202f\u2009\u2007"
APOSTROPHES = "'\u2019"

_FOLD = str.maketrans({**dict.fromkeys(SPACES, " "), **dict.fromkeys(APOSTROPHES, "'")})
_GROUPED = re.compile(r"([1-9][0-9]{0,2})((?:[ '.,][0-9]{3})+)([.,][0-9]+)?")
_SIMPLE = re.compile(r"([0-9]*)(?:([.,])([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What digits say: one figure, or two when they are ambiguous, or none when they are malformed."""

    figures: tuple[Decimal, ...]

    @property
    def ambiguous(self) -> bool:
        """True when the digits can be read in two ways."""
        return len(self.figures) > 1


MALFORMED = Numeral(())


def read_numeral(text: str, lang: Lang, decimals: int | None = None) -> Numeral:
    """Read an unsigned figure written with digits, separators and nothing else.

    `decimals` is how many the question displays, if known: 3 settles `1.234` and `1,234` as decimals, 0
    settles the English `1,234` as thousands. Two figures, the decimal reading first, mean that the text is
    ambiguous; none, that its groups or separators are malformed (`12 34,5`, `1,2,3`). Never raises.
    """
    folded = text.translate(_FOLD)
    grouped = _GROUPED.fullmatch(folded)
    if grouped:
        return _grouped(grouped[1], grouped[2], grouped[3] or "", lang, decimals)
    simple = _SIMPLE.fullmatch(folded)
    if not simple or not (simple[1] or simple[3]):
        return MALFORMED
    return Numeral((Decimal(f"{simple[1] or '0'}.{simple[3] or '0'}"),))


def _grouped(head: str, groups: str, tail: str, lang: Lang, decimals: int | None) -> Numeral:
    separators = {groups[place] for place in range(0, len(groups), 4)}
    if len(separators) > 1:
        # `1.234,567`: the last mark is the decimal one when it is the only one of its kind, and no other
        # mark can follow it. `1 234.567` likewise.
        last = groups[-4]
        if tail or last not in ".," or len(separators) > 2 or groups.count(last) > 1:
            return MALFORMED
        return Numeral((_figure(head, groups[:-4], groups[-4:]),))
    separator = separators.pop()
    if tail:
        return MALFORMED if tail[0] == separator else Numeral((_figure(head, groups, tail),))
    if separator in " '" or len(groups) > 4:
        return Numeral((_figure(head, groups, ""),))
    return _lone_mark(_figure(head, "", groups), _figure(head, groups, ""), separator, lang, decimals)


def _lone_mark(decimal: Decimal, thousands: Decimal, mark: str, lang: Lang, decimals: int | None) -> Numeral:
    """One mark before exactly three digits: the question, then the language, may settle it."""
    if decimals == 3 or (mark == "," and lang == "fr"):
        return Numeral((decimal,))
    if decimals == 0 and mark == "," and lang == "en":
        return Numeral((thousands,))
    return Numeral((decimal, thousands))


def _figure(head: str, groups: str, tail: str) -> Decimal:
    whole = head + re.sub(r"[^0-9]", "", groups)
    return Decimal(f"{whole}.{tail[1:] or '0'}")
