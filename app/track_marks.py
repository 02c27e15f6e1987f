"""What a chart of a simulated track marks and tells, on the page and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.i18n import Translator
from app.subject_words import STOCK
from cases.decisions import Track

# A stock-out lasts, and is shaded whenever it does. A complaint or a late order is an event: shading on every
# third period or more no longer tells one from another.
LASTING: Final = {STOCK, "plan"}


def shaded(track: Track) -> tuple[bool, ...]:
    """Of each period, whether the chart shades it: none where events fill it."""
    out = track.out
    return (False,) * len(out) if overfull(track) else out


def overfull(track: Track) -> bool:
    """Whether events fall in more than a third of the periods: the chart's sentence counts them instead."""
    return track.subject not in LASTING and 3 * sum(track.out) > len(track.out)


def told_level(track: Track, key: str, bare: str, figures: Mapping[str, str], t: Translator) -> str:
    """The level of a track and the number of its orders; ``bare``, where it exists, is for a track without any."""
    orders = sum(1 for quantity in track.ordered if quantity > 0)
    return t(bare, **figures) if not orders and t.has(bare) else t.plural(key, orders, **figures)
