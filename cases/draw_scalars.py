"""Drawing one value: a whole number, a decimal, one of several, a series; each takes its uniforms in order."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import accumulate
from statistics import NormalDist
from typing import Protocol

from cases.draw_kinds import ChoiceDraw, ColumnDraw, DecimalDraw, IntegerDraw, OneOfDraw, Series, ValueColumn
from cases.expressions import ExpressionError
from cases.plain import Plain, is_number
from cases.quantity import round_to

NOISE_CUT = 2.0
LARGEST = 10**15  # of a bound or a mean: whole steps are still told apart

Read = Callable[[str], Plain]


class Uniforms(Protocol):
    """Where chance comes from: a stream of ``sim.streams``."""

    def random(self) -> float:
        """The next figure in [0, 1)."""


def scalar(draw: ColumnDraw, read: Read, rng: Uniforms) -> Plain:
    """Draw one value; ``read`` evaluates the expression at a place of the draw.

    Takes one uniform from ``rng`` (a series takes one for each figure, a computed value none). Raises
    ExpressionError.
    """
    if isinstance(draw, IntegerDraw):
        low, high = (whole(read(f"integer.{end}")) for end in (0, 1))
        return low + draw.step * pick(rng, (high - low) // draw.step + 1)
    if isinstance(draw, DecimalDraw):
        first, last = (figure(read(f"decimal.{end}")) for end in (0, 1))
        steps = math.floor((last - first) / draw.step + 1e-9)
        return _clean(first + draw.step * pick(rng, steps + 1), draw.step)
    if isinstance(draw, ChoiceDraw):
        return read(f"choice.{_choose(rng, draw)}")
    if isinstance(draw, OneOfDraw):
        items = items_of(read("one_of"))
        return items[pick(rng, len(items))]
    if isinstance(draw, ValueColumn):
        return read("value")
    return _series(draw.series, figure(read("series.mean")), rng)


def uniforms(draw: ColumnDraw) -> int:
    """How many uniforms one value takes."""
    if isinstance(draw, ValueColumn):
        return 0
    return 1 if isinstance(draw, IntegerDraw | DecimalDraw | ChoiceDraw | OneOfDraw) else draw.series.length


def _series(series: Series, mean: float, rng: Uniforms) -> list[Plain]:
    drawn: list[Plain] = []
    for place in range(series.length):
        # A draw inside (0, 1) through the inverse normal: same figure on any machine to the rounding step.
        score = NormalDist().inv_cdf(min(max(rng.random(), 1e-12), 1 - 1e-12))
        score = min(max(score, -NOISE_CUT), NOISE_CUT)
        level = mean * series.profile[place % len(series.profile)] * (1 + series.noise * score)
        drawn.append(_clean(series.step * round(level / series.step), series.step))
    return drawn


def _choose(rng: Uniforms, draw: ChoiceDraw) -> int:
    if draw.weights is None:
        return pick(rng, len(draw.choice))
    level = rng.random() * math.fsum(draw.weights)
    places = (place for place, top in enumerate(accumulate(draw.weights)) if level < top)
    return next(places, max(place for place, weight in enumerate(draw.weights) if weight))


def pick(rng: Uniforms, count: int) -> int:
    """A place among ``count``, all equally likely, from one uniform; raises ExpressionError when there is none."""
    if count < 1:
        raise ExpressionError("draw_empty")
    return min(int(rng.random() * count), count - 1)


def items_of(value: Plain) -> list[Plain]:
    """A list; raises ExpressionError."""
    if not isinstance(value, list):
        raise ExpressionError("draw_list")
    return value


def figure(value: Plain) -> float:
    """A figure that steps can be counted in; raises ExpressionError."""
    if not is_number(value):
        raise ExpressionError("draw_number")
    if abs(value) > LARGEST:
        raise ExpressionError("expression_size", limit=LARGEST)
    return float(value)


def whole(value: Plain) -> int:
    """A whole number; raises ExpressionError."""
    found = figure(value)
    if found != round(found):
        raise ExpressionError("draw_whole", value=found)
    return round(found)


def _clean(value: float, step: float) -> float | int:
    """Drop the float noise of a sum of steps; a whole step gives a whole number."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) + 2
    cleaned = round_to(value, "nearest", decimals)
    return round(cleaned) if float(step).is_integer() and float(cleaned).is_integer() else cleaned
