"""The functions over random demand that a case can call: an example of each that works, and what it refuses."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.functions.demands import unit_demand
from cases.plain import Plain

POISSON = "{'poisson': {'mean': 6}}"

# function -> an example and its result; figures from the source named, or worked out in tests/solvers.
WORKS: dict[str, tuple[str, Plain]] = {
    "normal_loss": ("normal_loss(55, 50, 8)", 1.2954),
    "critical_ratio": ("critical_ratio(55, 5)", 0.91667),  # Chopra & Meindl, parkas
    "newsvendor": (f"newsvendor({POISSON}, 4, 1).cost", 3.570107),  # Snyder & Shen, Poisson 6
    "newsvendor_normal": ("newsvendor_normal(50, 8, critical_ratio(0.70, 0.18))", 56.603956),  # example 4.3
    "newsvendor_poisson": ("newsvendor_poisson(50, critical_ratio(0.70, 0.18))", 56),  # example 4.4
    "newsvendor_discrete": ("newsvendor_discrete([10, 20, 30], [1, 2, 1], 0.6)", 20),
    "fill_rate_rq": ("fill_rate_rq(6000, 10000, 5000, 707.1)", 0.9975),  # Chopra & Meindl
    # Nahmias, example of the specialty shop: (Q, R) = (111, 143)
    "best_rq": ("[nearest(values_of(best_rq(200, 50, 2, 25, 100, 25))[k]) for k in [0, 1]]", [143, 111]),
    "best_rq_daily": (f"best_rq_daily({POISSON}, 80, 0.2, 3, 4).cost", 13.9012),
    "service_rq": (f"service_rq(22, 40.0, {POISSON}, 3).fill_rate", 0.99688),
    "best_ss": (f"best_ss({POISSON}, 5, 1, 4, 1).S", 10),  # Snyder & Shen, section 4.4
    "order_up_to": ("order_up_to(2500, 500, 4, 2, 1.2816)", 16569.6),  # Chopra & Meindl
    "fill_rate_order_up_to": ("fill_rate_order_up_to(16000, 2500, 500, 4, 2)", 0.98569),
    "best_order_up_to": (f"best_order_up_to({POISSON}, 1, 1, 1, 4).S", 8),
    "service_order_up_to": (f"service_order_up_to(55, {POISSON}, 5, 3).mean_order", 30.0),
    "lost_sales_level": ("lost_sales_level({'poisson': 5}, 2, 1, 9).cost", 5.5475),  # Zipkin 2008
    "erlang_loss": ("erlang_loss(10, 5)", 0.018385),
    "perishable_level": (f"perishable_level({POISSON}, 3, 1, 1, 0.1, 5, 4).S", 11),
    "least_waste": (f"least_waste(30, {POISSON}, 4, 1, 1)", 1.2591),
}

# function -> expressions that it refuses, each with the code of the refusal.
REFUSES: dict[str, list[tuple[str, str]]] = {
    "normal_loss": [("normal_loss(55, 50, 0)", "expression_call")],
    "critical_ratio": [("critical_ratio(0, 1)", "expression_call")],
    "newsvendor": [
        ("newsvendor({'gaussian': 6}, 4, 1)", "demand_kind"),
        ("newsvendor(6, 4, 1)", "demand_kind"),
        ("newsvendor({'normal': {'mean': 6}}, 4, 1)", "demand_fields"),
        ("newsvendor({'empirical': {'weights': [1]}}, 4, 1)", "demand_fields"),
    ],
    "newsvendor_normal": [("newsvendor_normal(50, 8, 95)", "expression_call")],
    "newsvendor_poisson": [("newsvendor_poisson(10000000, 0.9)", "expression_call")],
    "newsvendor_discrete": [("newsvendor_discrete([1, 2], [1], 0.6)", "expression_call")],
    "fill_rate_rq": [("fill_rate_rq(1, 0, 5, 1)", "expression_call")],
    "best_rq": [("best_rq(200, 50, 2, 0.001, 100, 25)", "expression_call")],
    "best_rq_daily": [(f"best_rq_daily({POISSON}, 80, 0.2, 3, 1.5)", "expression_call")],
    "service_rq": [(f"service_rq(22, 0, {POISSON}, 3)", "expression_call")],
    "best_ss": [("best_ss({'poisson': 0}, 5, 1, 4, 1)", "expression_call")],
    "order_up_to": [("order_up_to(2500, -1, 4, 2, 1)", "expression_call"), ("order_up_to(1)", "expression_arguments")],
    "fill_rate_order_up_to": [("fill_rate_order_up_to(1, 0, 1, 1, 1)", "expression_call")],
    "best_order_up_to": [(f"best_order_up_to({POISSON}, 101, 1, 1, 4)", "expression_call")],
    "service_order_up_to": [(f"service_order_up_to('a', {POISSON}, 5, 3)", "expression_type")],
    "lost_sales_level": [("lost_sales_level({'poisson': 500}, 6, 1, 9)", "expression_call")],
    "erlang_loss": [("erlang_loss(-1, 5)", "expression_call")],
    "perishable_level": [(f"perishable_level({POISSON}, 0, 1, 1, 0.1, 5, 4)", "expression_call")],
    "least_waste": [(f"least_waste(30, {POISSON}, 4, 0, 1)", "expression_call")],
}  # fmt: skip


def test_the_examples_cover_the_list() -> None:
    check_listed("stochastic", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code)


@pytest.mark.parametrize(
    ("record", "mean", "variance"),
    [
        ({"poisson": 12}, 12, 12),
        ({"poisson": {"mean": 0.5}}, 0.5, 0.5),
        ({"normal": {"mean": 40, "sd": 9, "whole": True}}, 40, 81 + 1 / 12),
        ({"negative_binomial": {"mean": 6, "variance": 18}}, 6, 18),
        ({"negative_binomial": {"mean": 6, "dispersion": 3}}, 6, 18),
        ({"empirical": {"values": [2, 4.0]}}, 3, 1),
        ({"empirical": {"values": [0, 4], "weights": [3, 1]}}, 1, 3),
    ],
)
def test_a_demand_as_a_scenario_says_it(record: Plain, mean: float, variance: float) -> None:
    demand = unit_demand(record)
    assert demand.mean == pytest.approx(mean)
    assert demand.variance == pytest.approx(variance, rel=1e-3)


def test_an_answer_is_the_asker_s_own() -> None:
    source = "service_rq(22, 40, {'poisson': 6}, 3)"
    first = value(source)
    assert isinstance(first, dict)
    first["fill_rate"] = 0
    assert value(source) != first


def test_a_level_of_one_s_own() -> None:
    assert value("newsvendor({'normal': {'mean': 50, 'sd': 8}}, 0.70, 0.18, 60).cost") == pytest.approx(
        2.156132
    )
    assert value("newsvendor({'poisson': 6}, 4, 1, 5).cost") == pytest.approx(6.590296)
    assert value("lost_sales_level({'poisson': 5}, 2, 1, 9, 12).S") == 12
