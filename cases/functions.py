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
        raise ExpressionError("expression_type", what="list of figures")
    return values


def _sum(values: list[float]) -> float:
    figures = _figures(values)
    return sum(figures) if all(isinstance(figure, int) for figure in figures) else math.fsum(figures)


def _mean(values: list[float]) -> float:
    figures = _figures(values)
    return math.fsum(figures) / len(figures)


def _extreme(choose: Callable[[list[float]], float]) -> Function:
    def extreme(*values: Any) -> float:
        return choose(
            _figures(values[0] if len(values) == 1 and isinstance(values[0], list) else list(values))
        )

    return extreme


def _range(*bounds: int) -> list[int]:
    if not all(isinstance(bound, int) and abs(bound) <= MAX_LENGTH for bound in bounds):
        raise ExpressionError("expression_size", limit=MAX_LENGTH)
    return list(range(*bounds))


def _length(values: object) -> int:
    if not isinstance(values, list | dict):
        raise ExpressionError("expression_type", what="len")
    return len(values)


def _sorted(values: list[float]) -> list[float]:
    return sorted(_figures(values))


def _rounding(rule: str) -> Function:
    def rounded(value: float, decimals: int = 0) -> float:
        if not is_number(value):
            raise ExpressionError("expression_type", what=rule)
        result = round_to(value, rule, decimals)
        return round(result) if decimals <= 0 else result

    return rounded


def _best_reorder_point(
    scenario: Mapping[str, Plain], run: Mapping[str, Plain], lot_step: int = 1
) -> dict[str, Plain]:
    """Search the (s, Q) of least cost over the marking runs, requirement met, Q by steps of ``lot_step``."""
    ranges, require = run["ranges"], run["require"]
    if not isinstance(ranges, dict) or not isinstance(require, dict) or not {"s", "Q"} <= set(ranges):
        raise ExpressionError("decision_inputs", inputs="s, Q")
    seed, label, replications = run["seed"], run["label"], run["replications"]
    assert isinstance(seed, int)
    assert isinstance(label, str)
    assert isinstance(replications, int)
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


def _pair(value: Plain) -> tuple[int, int]:
    assert isinstance(value, list)
    low, high = value
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low, high


FUNCTIONS: dict[str, Function] = {
    # arithmetic
    "abs": abs,
    "sqrt": math.sqrt,
    "sum": _sum,
    "mean": _mean,
    "median": lambda values: statistics.median(_figures(values)),
    "deviation": lambda values: statistics.pstdev(_figures(values)),
    "min": _extreme(min),
    "max": _extreme(max),
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
