"""Indicators of a world of forecasts: how far the forecasts fell, and what it cost."""

from __future__ import annotations

import numpy as np

from sim.forecasting.run import Course
from sim.forecasting.tool import Floats
from sim.forecasting.world import World

INDICATORS: tuple[str, ...] = (
    "total_cost", "holding_cost", "shortage_cost", "fill_rate", "stock_out_rate", "mean_stock",
    "forecast_wape", "forecast_mad", "forecast_bias", "forecast_signal",
)  # fmt: skip


def figures(world: World, course: Course) -> dict[str, Floats]:
    """Turn a course into `INDICATORS`, float64 arrays of one figure per replication, the warm-up left out.

    total_cost = holding_cost (stock at the closes) + shortage_cost (units not served). Errors are actual − forecast,
    one period ahead: forecast_mad is their mean without signs (units a period), forecast_bias their mean (units a
    period), forecast_wape the sum of their sizes over what was asked, forecast_signal their sum over forecast_mad (the
    tracking signal at the end). stock_out_rate: share of periods in which something was missing.
    """
    since = slice(world.warm_up, None)
    demand, short, on_hand = course.demand[:, since], course.short[:, since], course.on_hand[:, since]
    errors = demand - course.forecast[:, since]
    asked, mad = demand.sum(axis=1), np.abs(errors).mean(axis=1)
    periods = errors.shape[1]
    holding, shortage = world.holding * on_hand.sum(axis=1), world.shortage_cost * short.sum(axis=1)
    found = {
        "total_cost": holding + shortage,
        "holding_cost": holding,
        "shortage_cost": shortage,
        "fill_rate": 1.0 - short.sum(axis=1) / np.maximum(asked, 1.0),
        "stock_out_rate": (short > 0).mean(axis=1),
        "mean_stock": on_hand.mean(axis=1),
        "forecast_wape": mad * periods / np.maximum(asked, 1.0),
        "forecast_mad": mad,
        "forecast_bias": errors.mean(axis=1),
        "forecast_signal": np.where(mad > 0, errors.sum(axis=1) / np.maximum(mad, 1e-9), 0.0),
    }
    return {name: found[name] for name in INDICATORS}
