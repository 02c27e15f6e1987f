"""The words of a simulated track: those of what it counts, where it is not a stock and they differ."""

from __future__ import annotations

from typing import Final

from app.i18n import Translator

STOCK: Final = "stock"


def subject_word(key: str, subject: str, t: Translator) -> str:
    """The words of a track that is not of a stocking point, where it has words of its own."""
    own = f"{key}_{subject}"
    return t(own) if subject != STOCK and t.has(own) else t(key)
