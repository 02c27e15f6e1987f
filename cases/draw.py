"""Drawing a variant's parameters from its seed.

Each parameter has a stream of its own, so a case that gains one keeps every other figure of its variants.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from numpy.random import Generator

from cases.expressions import ExpressionError
from cases.graph import GraphScope
from cases.plain import Plain, is_number
from cases.quantity import round_to
from cases.schema import ChoiceDraw, DecimalDraw, Draw, IntegerDraw, SeriesDraw
from cases.template import Source, Template, compile_template

NOISE_CUT = 2.0
LARGEST = 10**15  # of a bound or a mean: whole steps are still told apart


def draw_templates(draw: Draw) -> dict[str, Template]:
    """The compiled expressions of a draw, by place; raises ExpressionError."""
    return {place: compile_template(source) for place, source in draw_sources(draw).items()}


def draw_sources(draw: Draw) -> dict[str, Source]:
    """The expressions of a draw, by place under it in the file."""
    if isinstance(draw, IntegerDraw):
        return {"integer.0": draw.integer[0], "integer.1": draw.integer[1]}
    if isinstance(draw, DecimalDraw):
        return {"decimal.0": draw.decimal[0], "decimal.1": draw.decimal[1]}
    if isinstance(draw, ChoiceDraw):
        return {f"choice.{place}": value for place, value in enumerate(draw.choice)}
    if isinstance(draw, SeriesDraw):
        return {"series.mean": draw.series.mean}
    return {f"table.{place}": dict(row) for place, row in enumerate(draw.table)}


def draw_one(draw: Draw, templates: dict[str, Template], scope: GraphScope, rng: Generator) -> Plain:
    """Draw one parameter over ``scope``; raises ExpressionError when a bound is not a number or none fits."""
    if isinstance(draw, IntegerDraw):
        low, high = (_whole(scope, templates[f"integer.{end}"]) for end in (0, 1))
        return low + draw.step * _pick(rng, (high - low) // draw.step + 1)
    if isinstance(draw, DecimalDraw):
        first, last = (_number(scope, templates[f"decimal.{end}"]) for end in (0, 1))
        steps = math.floor((last - first) / draw.step + 1e-9)
        return _clean(first + draw.step * _pick(rng, steps + 1), draw.step)
    if isinstance(draw, SeriesDraw):
        series = draw.series
        mean = _number(scope, templates["series.mean"])
        drawn: list[Plain] = []
        for place in range(series.length):
            # A draw inside (0, 1) through the inverse normal: same figure on any machine to the rounding step.
            score = NormalDist().inv_cdf(min(max(rng.random(), 1e-12), 1 - 1e-12))
            score = min(max(score, -NOISE_CUT), NOISE_CUT)
            level = mean * series.profile[place % len(series.profile)] * (1 + series.noise * score)
            drawn.append(_clean(series.step * round(level / series.step), series.step))
        return drawn
    rows = list(templates.values())
    return scope.evaluate(rows[_pick(rng, len(rows))])


def _pick(rng: Generator, count: int) -> int:
    if count < 1:
        raise ExpressionError("draw_empty")
    return min(int(rng.random() * count), count - 1)


def _number(scope: GraphScope, template: Template) -> float:
    value = scope.evaluate(template)
    if not is_number(value):
        raise ExpressionError("draw_number")
    if abs(value) > LARGEST:
        raise ExpressionError("expression_size", limit=LARGEST)
    return float(value)


def _whole(scope: GraphScope, template: Template) -> int:
    value = _number(scope, template)
    if value != round(value):
        raise ExpressionError("draw_whole", value=value)
    return round(value)


def _clean(value: float, step: float) -> float | int:
    """Drop the float noise of a sum of steps; a whole step gives a whole number."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) + 2
    cleaned = round_to(value, "nearest", decimals)
    return round(cleaned) if float(step).is_integer() and float(cleaned).is_integer() else cleaned
