"""Whether a text typed is the one expected, but for what is declared not to matter; never a fuzzy match."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from difflib import SequenceMatcher
from typing import Literal

Ignored = Literal["case", "space", "accents", "punctuation"]
ALL: tuple[Ignored, ...] = ("case", "space", "accents", "punctuation")
NEAR = 0.85  # share of the letters that two texts have in common, in order (Ratcliff and Obershelp, 1988)
LONGEST = 400

# Signs that a keyboard, a spreadsheet or a page may put one for the other.
_SAME = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)


def normalised(text: str, ignored: Collection[Ignored]) -> str:
    """The text without what does not matter; spaces of every kind and signs alike are one and the same always."""
    found = unicodedata.normalize("NFKD" if "accents" in ignored else "NFKC", text.translate(_SAME))
    if "accents" in ignored:
        found = "".join(letter for letter in found if not unicodedata.combining(letter))
    if "case" in ignored:
        found = found.casefold()
    if "punctuation" in ignored:
        found = "".join(" " if unicodedata.category(letter)[0] in "PS" else letter for letter in found)
    return ("" if "space" in ignored else " ").join(found.split())


def same(one: str, other: str, ignored: Collection[Ignored]) -> bool:
    """Tell whether two texts are the same but for what is ignored."""
    return normalised(one, ignored) == normalised(other, ignored)


def near(one: str, other: str) -> bool:
    """Tell whether two texts are alike: a slip of the keyboard, or a difference that is not ignored."""
    first, second = (normalised(text[:LONGEST], ALL) for text in (one, other))
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= NEAR
