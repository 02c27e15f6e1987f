"""Stock: the methods of ``solvers.inventory``."""

from __future__ import annotations

from cases.expressions import Function
from solvers.inventory import (
    economic_quantity,
    reorder_point,
    safety_stock,
    service_factor,
    stock_indicators,
)

FUNCTIONS: dict[str, Function] = {
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
}
