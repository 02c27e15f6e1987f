"""Several texts on one line, between semicolons as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable

from cases.numerals import Lang


def joined(parts: Iterable[str], lang: Lang) -> str:
    """The texts in order; of those that are sentences, the last alone keeps its full stop."""
    texts = list(parts)
    return ("\u202f; " if lang == "fr" else "; ").join(
        [*(text.removesuffix(".") for text in texts[:-1]), *texts[-1:]]
    )
