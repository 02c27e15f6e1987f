"""What a learner would type to hand in a value that a file holds."""

from __future__ import annotations

from decimal import Decimal

from cases.numerals import Lang


def figure_typed(value: float, lang: Lang) -> str:
    """A finite figure, decimals kept, in the notation of ``lang``; it reads back as itself and as nothing else."""
    text = format(Decimal(repr(value)), "f")
    whole, mark, decimals = text.partition(".")
    if len(decimals) == 3:
        decimals += "0"  # a file's 1.234 is a number, never the ambiguous text
    if not decimals.strip("0"):
        return whole
    return f"{whole}{',' if lang == 'fr' else mark}{decimals}"


def typed(value: float | str, lang: Lang) -> str:
    """Text as it is, a finite figure as ``figure_typed``."""
    return value if isinstance(value, str) else figure_typed(value, lang)
