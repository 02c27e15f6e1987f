"""Texts: references of documents, short by construction."""

from __future__ import annotations

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import text, whole

LONGEST = 40


def _numbered(prefix: object, number: object, digits: object = 0) -> str:
    """A reference: a prefix, then a whole number of so many digits at least (``numbered('CMD-', 7, 4)``)."""
    width = whole(digits, 0)
    if len(text(prefix)) > LONGEST or width > LONGEST:
        raise ExpressionError("expression_size", limit=LONGEST)
    return f"{text(prefix)}{whole(number, 0):0{width}d}"


FUNCTIONS: dict[str, Function] = {"numbered": _numbered}
