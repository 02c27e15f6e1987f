"""Arguments outside what a method allows: the refusal names the argument, what was given, what is allowed."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from solvers import arguments
from solvers.errors import SolverError
from solvers.inventory import economic_production_quantity as epq
from solvers.inventory import economic_quantity as eoq
from solvers.inventory import economic_quantity_backorders as eoqb
from solvers.inventory import normal_loss, safety_stock, stock_indicators
from solvers.inventory.aggregate_demand import aggregate_demand
from solvers.inventory.quantity_discount import (
    all_units_annual_cost,
    all_units_discount,
    incremental_annual_cost,
    incremental_discount,
)
from solvers.inventory.reorder_point import reorder_point
from solvers.inventory.service_factor import service_factor, service_factor_from_table

# One valid call of each function; each refusal below is that call with one argument made wrong.
DISCOUNT = {
    "annual_demand": 1000,
    "order_cost": 20,
    "holding_rate": 0.2,
    "breaks": [0, 100],
    "unit_prices": [10, 9],
}
VALID: dict[Callable[..., object], dict[str, object]] = {
    eoq.economic_quantity: {"annual_demand": 1000, "order_cost": 20, "holding_cost": 2},
    eoq.annual_cost: {"lot_size": 100, "annual_demand": 1000, "order_cost": 20, "holding_cost": 2},
    eoqb.economic_quantity_backorders: {
        "annual_demand": 1000,
        "order_cost": 20,
        "holding_cost": 2,
        "backorder_cost": 5,
    },
    eoqb.annual_cost: {
        "lot_size": 100,
        "backorder_fraction": 0.1,
        "annual_demand": 1000,
        "order_cost": 20,
        "holding_cost": 2,
        "backorder_cost": 5,
    },
    epq.economic_production_quantity: {
        "annual_demand": 1000,
        "setup_cost": 20,
        "holding_cost": 2,
        "production_rate": 4000,
    },
    epq.annual_cost: {
        "lot_size": 100,
        "annual_demand": 1000,
        "setup_cost": 20,
        "holding_cost": 2,
        "production_rate": 4000,
    },
    all_units_discount: DISCOUNT,
    incremental_discount: DISCOUNT,
    all_units_annual_cost: {"lot_size": 100, **DISCOUNT},
    incremental_annual_cost: {"lot_size": 100, **DISCOUNT},
    normal_loss.normal_cdf: {"z": 0},
    normal_loss.standard_normal_loss: {"z": 0},
    normal_loss.normal_loss: {"level": 50, "mean": 40, "sd": 8},
    normal_loss.inverse_standard_normal_loss: {"loss": 0.1},
    service_factor: {"cycle_service_level": 0.95},
    service_factor_from_table: {"cycle_service_level": 0.95, "reading": "below"},
    aggregate_demand: {"means": [10, 20], "sds": [3, 4]},
    reorder_point: {"daily_demand": 50, "lead_time_days": 6, "safety_stock": 40},
    safety_stock.lead_time_demand: {
        "daily_mean": 50,
        "daily_sd": 8,
        "lead_time_mean": 6,
        "lead_time_sd": 1,
    },
    safety_stock.safety_stock_by_service_factor: {"service_factor": 1.65, "lead_time_demand_sd": 20},
    safety_stock.safety_stock_by_service_level: {"cycle_service_level": 0.95, "lead_time_demand_sd": 20},
    safety_stock.safety_stock_by_fill_rate: {"fill_rate": 0.98, "lot_size": 300, "lead_time_demand_sd": 20},
    safety_stock.expected_fill_rate: {"safety_stock": 30, "lot_size": 300, "lead_time_demand_sd": 20},
    safety_stock.safety_stock_max_max: {
        "max_daily_demand": 60,
        "max_lead_time": 6,
        "mean_daily_demand": 50,
        "mean_lead_time": 5,
    },
    stock_indicators.mean_stock: {"levels": [50, 90]},
    stock_indicators.lot_mean_stock: {"lot_size": 300, "safety_stock": 40},
    stock_indicators.turnover: {"consumption": 1200, "mean_stock": 300},
    stock_indicators.cover_days: {"stock": 70, "consumption": 700, "days": 360},
    stock_indicators.stock_out_rate: {"stock_outs": 3, "requests": 60},
    stock_indicators.service_rate: {"served": 57, "requests": 60},
    stock_indicators.stock_value: {"quantities": [10, 4], "unit_costs": [2.5, 100]},
    stock_indicators.holding_rate: {"carrying_charges": 16, "mean_stock_value": 100},
    stock_indicators.carrying_charges: {"mean_stock_value": 100, "holding_rate": 0.16},
    stock_indicators.unit_holding_cost: {"unit_cost": 60, "holding_rate": 0.16},
}
PAIRS = [(function, argument) for function, arguments in VALID.items() for argument in arguments]


def _name(value: object) -> str:
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize("function", VALID, ids=lambda f: f"{f.__module__.rsplit('.')[-1]}.{f.__name__}")
def test_valid_call_is_accepted(function: Callable[..., object]) -> None:
    function(**VALID[function])


@pytest.mark.parametrize(("function", "argument"), PAIRS, ids=_name)
def test_no_figure_at_all(function: Callable[..., object], argument: str) -> None:
    for wrong in (math.nan, math.inf, -math.inf, 1e16, "12", None, True, [], {}, 3j, Decimal(3)):
        with pytest.raises(SolverError, match="it must be ") as refusal:
            function(**{**VALID[function], argument: wrong})
        assert refusal.value.argument.partition("[")[0] == argument


ALLOWS_NEGATIVE = {"z", "level", "mean", "service_factor", "safety_stock"}


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        (function, argument)
        for function, argument in PAIRS
        if isinstance(VALID[function][argument], int | float)
        and not (argument in ALLOWS_NEGATIVE and function is not stock_indicators.lot_mean_stock)
    ],
    ids=_name,
)
def test_negative_figure(function: Callable[..., object], argument: str) -> None:
    with pytest.raises(SolverError, match=rf"^{argument} is -1"):
        function(**{**VALID[function], argument: -1})


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        (eoq.economic_quantity, "annual_demand"),
        (eoq.economic_quantity, "order_cost"),
        (eoq.economic_quantity, "holding_cost"),
        (eoq.annual_cost, "lot_size"),
        (eoqb.economic_quantity_backorders, "backorder_cost"),
        (epq.economic_production_quantity, "production_rate"),
        (all_units_discount, "holding_rate"),
        (all_units_annual_cost, "lot_size"),
        (normal_loss.normal_loss, "sd"),
        (normal_loss.inverse_standard_normal_loss, "loss"),
        (service_factor, "cycle_service_level"),
        (safety_stock.safety_stock_by_service_level, "cycle_service_level"),
        (safety_stock.safety_stock_by_fill_rate, "fill_rate"),
        (safety_stock.safety_stock_by_fill_rate, "lot_size"),
        (stock_indicators.turnover, "mean_stock"),
        (stock_indicators.cover_days, "consumption"),
        (stock_indicators.cover_days, "days"),
        (stock_indicators.stock_out_rate, "requests"),
        (stock_indicators.holding_rate, "mean_stock_value"),
    ],
    ids=_name,
)
def test_zero_where_it_divides(function: Callable[..., object], argument: str) -> None:
    with pytest.raises(SolverError, match=rf"^{argument} is 0; it must be .*"):
        function(**{**VALID[function], argument: 0})


@pytest.mark.parametrize(
    ("function", "change", "message"),
    [
        (service_factor, {"cycle_service_level": 1}, "cycle_service_level is 1; .*between 0 and 1"),
        (service_factor, {"cycle_service_level": 95}, r"95 % is 0\.95"),
        (service_factor_from_table, {"cycle_service_level": 0.9995}, "where the printed table ends"),
        (service_factor_from_table, {"reading": "roughly"}, "one of below, above, nearest, between"),
        (safety_stock.safety_stock_by_fill_rate, {"fill_rate": 1}, "fill_rate is 1"),
        (safety_stock.safety_stock_max_max, {"max_daily_demand": 40}, r"at least the mean \(50\)"),
        (safety_stock.safety_stock_max_max, {"max_lead_time": 4}, r"at least the mean \(5\)"),
        (epq.economic_production_quantity, {"production_rate": 1000}, r"greater than annual_demand \(1000\)"),
        (eoqb.annual_cost, {"backorder_fraction": 1.5}, "from 0 to 1"),
        (aggregate_demand, {"sds": [3]}, r"as many as there are means \(2\)"),
        (aggregate_demand, {"means": [10, -2]}, r"means\[1\] is -2"),
        (stock_indicators.mean_stock, {"levels": []}, "at least 1 number"),
        (stock_indicators.mean_stock, {"levels": "12"}, "a list of numbers"),
        (stock_indicators.stock_value, {"unit_costs": [1, math.nan]}, r"unit_costs\[1\] is nan"),
        (stock_indicators.stock_value, {"unit_costs": [1]}, "as many as there are quantities"),
        (stock_indicators.stock_out_rate, {"stock_outs": 61}, r"at most the requests \(60\)"),
        (stock_indicators.service_rate, {"served": 61}, r"at most the requests \(60\)"),
        (all_units_discount, {"breaks": [0, 100, 100], "unit_prices": [10, 9, 8]}, r"breaks\[2\] is 100"),
        (all_units_discount, {"breaks": [0, 100, 50], "unit_prices": [10, 9, 8]}, "the break before it"),
        (all_units_discount, {"breaks": [-1, 100]}, "smallest lot the supplier accepts"),
        (all_units_discount, {"unit_prices": [10, 11]}, "at most the price before it"),
        (all_units_discount, {"unit_prices": [10]}, r"as many prices as breaks \(2\)"),
        (all_units_discount, {"unit_prices": [10, 0]}, r"unit_prices\[1\] is 0"),
        (all_units_discount, {"breaks": 100}, "a list of numbers"),
        (incremental_annual_cost, {"lot_size": 40, "breaks": [50, 100]}, r"at least the first break \(50\)"),
    ],
)
def test_refusal_says_what_is_allowed(
    function: Callable[..., object], change: dict[str, object], message: str
) -> None:
    with pytest.raises(SolverError, match=message):
        function(**{**VALID[function], **change})


@pytest.mark.parametrize("figure", [3, 3.0, np.float64(3), np.float32(3), np.int64(3), Fraction(6, 2)])
def test_any_real_number_comes_back_as_a_plain_float(figure: float) -> None:
    assert type(arguments.positive("x", figure)) is float
    assert arguments.positive("x", figure) == 3.0


def test_whole_takes_integers_only() -> None:
    assert type(arguments.whole("Q", np.int32(4))) is int
    for wrong in (4.0, True, "4", 10**16):
        with pytest.raises(SolverError):
            arguments.whole("Q", wrong)


@pytest.mark.parametrize("huge", [10**400, -(10**400)])
def test_integers_beyond_floats(huge: int) -> None:
    with pytest.raises(SolverError, match="between"):
        arguments.number("x", huge)


def test_error_survives_pickling_and_keeps_its_parts() -> None:
    first = SolverError("served", 61, "at_most_requests", requests=60.0)
    error = pickle.loads(pickle.dumps(first))
    assert (error.argument, error.value, error.code) == ("served", 61, "at_most_requests")
    assert error.params == {"requests": 60.0}
    assert str(error) == str(first) == "served is 61; it must be at most the requests (60)"
    assert isinstance(error, ValueError)


def test_long_value_is_cut_and_numpy_figures_read_as_figures() -> None:
    assert len(str(SolverError("breaks", list(range(10_000)), "whole"))) < 140
    assert str(SolverError("x", np.float64(0.5), "whole")) == "x is 0.5; it must be a whole number"
