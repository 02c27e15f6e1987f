"""Figures: sums, means, extremes and rounding."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from typing import Any

from cases.expressions import MAX_LENGTH, ExpressionError, Function
from cases.functions.arguments import add_up, figures, filled
from cases.plain import is_number
from cases.quantity import round_to


def _sqrt(value: float) -> float:
    if is_number(value) and value < 0:
        raise ExpressionError("expression_type", what=f"sqrt({value})")
    return math.sqrt(value)


def _mean(values: list[float]) -> float:
    found = filled("mean", values)
    return math.fsum(found) / len(found)


def _extreme(name: str, choose: Callable[[list[float]], float]) -> Function:
    def extreme(*values: Any) -> float:
        several = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
        return choose(filled(name, several))

    return extreme


def _range(*bounds: int) -> list[int]:
    whole = 1 <= len(bounds) <= 3 and all(isinstance(bound, int) for bound in bounds)
    if not whole or 0 in bounds[2:]:
        raise ExpressionError("expression_arguments", name="range", expected="first, end, step")
    if any(abs(bound) > MAX_LENGTH for bound in bounds):
        raise ExpressionError("expression_size", limit=MAX_LENGTH)
    return list(range(*bounds))


def _length(values: object) -> int:
    if not isinstance(values, list | dict):
        raise TypeError("a list or a record")
    return len(values)


def _sorted(values: list[float]) -> list[float]:
    return sorted(figures(values))


def _rounding(rule: str) -> Function:
    def rounded(value: float, decimals: int = 0) -> float:
        if not isinstance(decimals, int) or isinstance(decimals, bool) or not -9 <= decimals <= 12:
            raise ExpressionError("rounding_decimals", found=decimals if is_number(decimals) else "…")
        if not is_number(value):
            raise TypeError("a figure")
        result = round_to(value, rule, decimals)
        return round(result) if decimals <= 0 else result

    return rounded


FUNCTIONS: dict[str, Function] = {
    "abs": abs,
    "sqrt": _sqrt,
    "sum": add_up,
    "mean": _mean,
    "median": lambda values: statistics.median(filled("median", values)),
    "deviation": lambda values: statistics.pstdev(filled("deviation", values)),
    "min": _extreme("min", min),
    "max": _extreme("max", max),
    "sorted": _sorted,
    "len": _length,
    "range": _range,
    "nearest": _rounding("nearest"),
    "ceil": _rounding("ceil"),
    "floor": _rounding("floor"),
}
