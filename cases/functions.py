"""The functions that a case file can call: this list, and nothing else.

Each takes plain data and gives plain data back; each is bounded by its own checks or by the sizes that
``cases.expressions`` lets through. What a case cannot say yet becomes a tested function of ``solvers`` or
``sim``, then a line here.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping
from typing import Any

from cases import simulation
from cases.expressions import MAX_LENGTH, ExpressionError, Function
from cases.plain import Plain, is_number
from cases.quantity import round_to
from solvers.inventory import (
    best_reorder_point,
    economic_quantity,
    reorder_point,
    safety_stock,
    service_factor,
    stock_indicators,
)


def _figures(values: object) -> list[float]:
    if not isinstance(values, list) or not all(is_number(value) for value in values):
        raise TypeError("a list of figures")  # worded by the evaluator, which knows the function's name
    return values


def _filled(name: str, values: object) -> list[float]:
    figures = _figures(values)
    if not figures:
        raise ExpressionError("expression_empty", name=name)
    return figures


def _sqrt(value: float) -> float:
    if is_number(value) and value < 0:
        raise ExpressionError("expression_type", what=f"sqrt({value})")
    return math.sqrt(value)


def _sum(values: list[float]) -> float:
    figures = _figures(values)
    return sum(figures) if all(isinstance(figure, int) for figure in figures) else math.fsum(figures)


def _mean(values: list[float]) -> float:
    figures = _filled("mean", values)
    return math.fsum(figures) / len(figures)


def _extreme(name: str, choose: Callable[[list[float]], float]) -> Function:
    def extreme(*values: Any) -> float:
        several = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
        return choose(_filled(name, several))

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
    return sorted(_figures(values))


def _rounding(rule: str) -> Function:
    def rounded(value: float, decimals: int = 0) -> float:
        if not isinstance(decimals, int) or isinstance(decimals, bool) or not -9 <= decimals <= 12:
            raise ExpressionError("rounding_decimals", found=decimals if is_number(decimals) else "…")
        if not is_number(value):
            raise TypeError("a figure")
        result = round_to(value, rule, decimals)
        return round(result) if decimals <= 0 else result

    return rounded


def _best_reorder_point(
    scenario: Mapping[str, Plain], run: Mapping[str, Plain], lot_step: int = 1
) -> dict[str, Plain]:
    """Search the (s, Q) of least cost over the marking runs, requirement met, Q by steps of ``lot_step``."""
    if not isinstance(scenario, dict) or not isinstance(run, dict) or not _whole(lot_step, 1):
        raise TypeError("a scenario, the run, a step")
    ranges, require = run.get("ranges"), run.get("require", {})
    seed, label, replications = run.get("seed"), run.get("label"), run.get("replications")
    if not isinstance(ranges, dict) or not {"s", "Q"} <= set(ranges):
        raise ExpressionError("decision_inputs", inputs="s, Q")
    if not isinstance(require, dict) or not isinstance(label, str) or not isinstance(seed, int):
        raise TypeError("the run of a decision")
    if not isinstance(replications, int) or isinstance(replications, bool) or replications < 1:
        raise TypeError("the run of a decision")
    best = simulation.best_reorder_point(
        scenario,
        seed,
        label,
        replications,
        search=best_reorder_point.best_reorder_point,
        s_range=_pair(ranges["s"]),
        Q_range=_pair(ranges["Q"]),
        Q_step=lot_step,
        fill_rate=require.get("fill_rate"),
    )
    return {"s": best[0], "Q": best[1]}


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _pair(value: Plain) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise TypeError("[lowest, highest]")
    low, high = value
    if not isinstance(low, int) or not isinstance(high, int):
        raise TypeError("[lowest, highest]")
    return low, high


FUNCTIONS: dict[str, Function] = {
    # arithmetic
    "abs": abs,
    "sqrt": _sqrt,
    "sum": _sum,
    "mean": _mean,
    "median": lambda values: statistics.median(_filled("median", values)),
    "deviation": lambda values: statistics.pstdev(_filled("deviation", values)),
    "min": _extreme("min", min),
    "max": _extreme("max", max),
    "sorted": _sorted,
    "len": _length,
    "range": _range,
    "nearest": _rounding("nearest"),
    "ceil": _rounding("ceil"),
    "floor": _rounding("floor"),
    # stock: solvers.inventory
    "eoq": lambda annual_demand, order_cost, holding_cost: (
        economic_quantity.economic_quantity(annual_demand, order_cost, holding_cost).lot_size
    ),
    "eoq_cost": economic_quantity.annual_cost,
    "lead_time_deviation": lambda mean, sd, lead_time, lead_time_sd=0.0: (
        safety_stock.lead_time_demand(mean, sd, lead_time, lead_time_sd).sd
    ),
    "safety_stock": lambda factor, deviation: (
        safety_stock.safety_stock_by_service_factor(factor, deviation).quantity
    ),
    "safety_stock_max_max": safety_stock.safety_stock_max_max,
    "service_factor": service_factor.service_factor,
    "reorder_point": lambda daily, lead_time, safety=0.0: (
        reorder_point.reorder_point(daily, lead_time, safety).level
    ),
    "mean_stock": stock_indicators.lot_mean_stock,
    "turnover": stock_indicators.turnover,
    "cover_days": stock_indicators.cover_days,
    "stock_out_rate": stock_indicators.stock_out_rate,
    "service_rate": stock_indicators.service_rate,
    "unit_holding_cost": stock_indicators.unit_holding_cost,
    # decisions: sim and solvers together
    "best_reorder_point": _best_reorder_point,
}
