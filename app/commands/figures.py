"""Figures in tables on the terminal, written as the user's language writes them."""

from __future__ import annotations

import math

from app.i18n import Translator


def figure(value: float | None, t: Translator, decimals: int | None = 2) -> str:
    """A figure with its decimal mark and thousands; a dash for none, ∞ for an infinite one.

    `decimals` None writes as few as needed.
    """
    from cases.quantity_writing import write_number  # noqa: PLC0415  (slow floor, see app/commands)

    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return write_number(value, t.lang, decimals=decimals)
