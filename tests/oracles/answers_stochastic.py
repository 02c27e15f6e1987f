"""What our solvers answer to the entries of stochastic_*.json: entry id -> inputs -> the printed figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.inventory import newsvendor as nv
from solvers.inventory.guaranteed_service import Stage, guaranteed_service
from solvers.inventory.lost_sales_base_stock import best_lost_sales_level, erlang_loss
from solvers.inventory.order_up_to import order_up_to_normal
from solvers.inventory.reorder_point_service import service_normal
from solvers.inventory.serial_base_stock import serial_levels_normal
from solvers.inventory.service_factor import service_factor
from solvers.inventory.stochastic_rq import (
    best_rq_iterative,
    best_rq_normal,
    best_rq_poisson,
    rq_cost_normal,
)
from solvers.inventory.stochastic_ss import best_ss, power_approximation, ss_cost
from solvers.inventory.unit_demand import poisson_demand

Figures = dict[str, Any]


def _newsvendor_normal(x: Figures) -> Figures:
    found = nv.newsvendor_normal(x["mean"], x["sd"], x["p"], x["h"], x.get("S"))
    return {"S": found.level, "cost": found.cost} if "S" not in x else {"cost": found.cost}


def _newsvendor_poisson(x: Figures) -> Figures:
    found = nv.newsvendor_poisson(x["mean"], x["p"], x["h"], x.get("S"))
    return {"S": found.level, "cost": found.cost} if "S" not in x else {"cost": found.cost}


def _explicit(x: Figures) -> Figures:
    margin, loss = x["revenue"] - x["cost"], x["cost"] - x["salvage"]
    found = nv.newsvendor_normal(x["mean"], x["sd"], margin, loss)
    return {"S": found.level, "profit": margin * x["mean"] - found.cost}


def _parkas(x: Figures) -> Figures:
    def at(level: int | None) -> nv.Newsvendor:
        return nv.newsvendor_discrete(x["values"], x["weights"], x["underage"], x["overage"], level)

    mean = sum(value * weight for value, weight in zip(x["values"], x["weights"], strict=True))
    best = at(None)
    return {
        "ratio": best.critical_ratio,
        "lot": best.level,
        "profit": x["hundred"] * (x["underage"] * mean - best.cost),
        "profit_at_mean": x["hundred"] * (x["underage"] * mean - at(x["other"]).cost),
    }


def _season(x: Figures) -> Figures:
    found = nv.newsvendor_normal(x["mean"], x["sd"], x["underage"], x["overage"])
    profit = x["underage"] * x["mean"] - found.cost
    return {"ratio": found.critical_ratio, "lot": found.level, "profit": profit}


def _newsstand(x: Figures) -> Figures:
    return {key: value for key, value in _season(x).items() if key != "profit"}


def _iterative(x: Figures) -> Figures:
    found = best_rq_iterative(x["D"], x["K"], x["h"], x["p"], x["mean"], x["sd"])
    return {"s": found.s, "Q": found.Q, "cost": found.cost}


def _rq_normal(x: Figures) -> Figures:
    found = best_rq_normal(x["D"], x["K"], x["h"], x["p"], x["mean"], x["sd"])
    return {"s": found.s, "Q": found.Q, "cost": found.cost}


def _rq_poisson(x: Figures) -> Figures:
    found = best_rq_poisson(x["rate"], x["K"], x["h"], x["p"], x["L"])
    return {"s": found.s, "Q": found.Q, "cost": found.cost}


def _ss(x: Figures) -> Figures:
    # The book's zero lead time is one period here: see solvers/inventory/unit_demand.py.
    demand = poisson_demand(x["mean"])
    found = best_ss(demand, x["K"], x["h"], x["p"], lead_time=1)
    cost = ss_cost(*x["any"], demand, x["K"], x["h"], x["p"], lead_time=1)
    return {"s": found.s, "S": found.S, "cost": found.cost, "cost_of_any": cost}


def _veinott_wagner(x: Figures) -> Figures:
    found = [best_ss(poisson_demand(mean), x["K"], x["h"], x["p"], lead_time=1) for mean in x["means"]]
    return {"s": [one.s for one in found], "S": [one.S for one in found], "cost": [one.cost for one in found]}


def _power(x: Figures) -> Figures:
    found = power_approximation(x["mean"], x["sd"], x["K"], x["h"], x["p"])
    return {"s": found.s, "S": found.S}


def _periodic(x: Figures) -> Figures:
    found = order_up_to_normal(x["d"], x["sd"], x["R"], x["L"], service_factor(x["csl"]))
    return {"SS": found.safety_stock, "S": found.level}


def _serial(x: Figures) -> Figures:
    found = serial_levels_normal(x["mean"], x["sd"], x["L"], x["h"], x["p"])
    return {"S": list(found.echelon), "cost": found.cost}


def _guaranteed(x: Figures) -> Figures:
    stages = [Stage(**stage) for stage in x["stages"]]
    found = guaranteed_service(stages, [(start, end) for start, end in x["links"]], x["z"])
    return {"times": [plan.service_time for plan in found.stages], "cost": found.cost}


def _zipkin(x: Figures) -> Figures:
    demand = poisson_demand(x["mean"])
    # His lead time counts from the opening at which the order is placed: one period less than ours.
    costs = [[best_lost_sales_level(demand, L + 1, x["h"], p).cost for p in x["p"]] for L in x["L"]]
    return {"cost": costs}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "newsvendor-normal": _newsvendor_normal,
    "newsvendor-normal-any-level": _newsvendor_normal,
    "newsvendor-explicit": _explicit,
    "newsvendor-poisson": _newsvendor_poisson,
    "newsvendor-poisson-any-level": _newsvendor_poisson,
    "newsvendor-poisson-large": _newsvendor_poisson,
    "chopra-parkas": _parkas,
    "chopra-skis": _season,
    "nahmias-newsstand": _newsstand,
    "nahmias-specialty-shop": lambda x: {k: v for k, v in _iterative(x).items() if k != "cost"},
    "rq-iterative": _iterative,
    "rq-normal": _rq_normal,
    "rq-normal-any-policy": lambda x: {
        "cost": rq_cost_normal(x["s"], x["Q"], x["D"], x["K"], x["h"], x["p"], x["mean"], x["sd"])
    },
    "rq-poisson-exact": _rq_poisson,
    "chopra-fill-rate-of-rq": lambda x: {
        "fill": service_normal(x["s"], x["Q"], x["mean"], x["sd"]).fill_rate
    },
    "ss-exact": _ss,
    "veinott-wagner": _veinott_wagner,
    "power-approximation": _power,
    "chopra-periodic": _periodic,
    "serial-normal": _serial,
    "serial-two-stages": _serial,
    "serial-long-last-stage": _serial,
    "guaranteed-service-line": _guaranteed,
    "guaranteed-service-tree": _guaranteed,
    "guaranteed-service-assembly": _guaranteed,
    "guaranteed-service-two-markets": _guaranteed,
    "zipkin-lost-sales": _zipkin,
    "erlang-table": lambda x: {"lost": [erlang_loss(S, a) for S, a in zip(x["S"], x["a"], strict=True)]},
}
