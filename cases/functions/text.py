"""Texts: references of documents and what stands in their boxes, short by construction."""

from __future__ import annotations

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import listed, text, whole
from cases.plain import is_number

LONGEST = 40
LONGEST_ENTRY = 300


def _numbered(prefix: object, number: object, digits: object = 0) -> str:
    """A reference: a prefix, then a whole number of so many digits at least (``numbered('CMD-', 7, 4)``)."""
    width = whole(digits, 0)
    if len(text(prefix)) > LONGEST or width > LONGEST:
        raise ExpressionError("expression_size", limit=LONGEST)
    return f"{text(prefix)}{whole(number, 0):0{width}d}"


def _compose(parts: object, between: object = "") -> str:
    """Texts and numbers one after the other, as a box of an English document holds them.

    A number that is not whole takes two decimals after a point; one that needs more is refused.
    """
    found = text(between).join(_written(part) for part in listed(parts))
    if len(found) > LONGEST_ENTRY:
        raise ExpressionError("expression_size", limit=LONGEST_ENTRY)
    return found


def _written(part: object) -> str:
    if not is_number(part):
        return text(part)
    assert isinstance(part, int | float)
    cents = round(part * 100)
    if abs(part * 100 - cents) > 1e-6 * max(1.0, abs(part)):
        raise TypeError("a number of two decimals at most")
    return f"{cents // 100}" if cents % 100 == 0 else f"{cents / 100:.2f}"


FUNCTIONS: dict[str, Function] = {"compose": _compose, "numbered": _numbered}
