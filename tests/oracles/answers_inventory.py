"""What our solvers answer to the entries of inventory_*.json: entry id -> inputs -> the printed figures.

A later subject adds its own ``<subject>_*.json`` and ``answers_<subject>.py`` beside these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.stats import poisson

from solvers.inventory import economic_quantity as eoq
from solvers.inventory.aggregate_demand import aggregate_demand
from solvers.inventory.best_reorder_point import best_reorder_point
from solvers.inventory.economic_production_quantity import economic_production_quantity
from solvers.inventory.economic_quantity_backorders import economic_quantity_backorders
from solvers.inventory.normal_loss import normal_cdf, standard_normal_loss
from solvers.inventory.quantity_discount import all_units_discount, incremental_discount
from solvers.inventory.reorder_point import reorder_point
from solvers.inventory.safety_stock import (
    lead_time_demand,
    safety_stock_by_fill_rate,
    safety_stock_by_service_factor,
    safety_stock_by_service_level,
    safety_stock_max_max,
)
from solvers.inventory.service_factor import service_factor
from solvers.inventory.stock_indicators import cover_days, mean_stock, turnover, unit_holding_cost

Figures = dict[str, Any]


def _s01(x: Figures) -> Figures:
    holding = unit_holding_cost(x["prix"], x["taux_possession"])
    best = eoq.economic_quantity(x["D"], x["cout_passation"], holding)
    orders = round(best.orders_per_year)  # the published answer rounds N, then derives T from it
    return {"Q": best.lot_size, "N": best.orders_per_year, "T_mois": 12 / orders, "T_jours": 360 / orders}


def _s07(x: Figures) -> Figures:
    def safety(ex: Figures) -> float:
        return safety_stock_max_max(ex["conso_max"], ex["delai_max"], ex["conso_moy"], ex["delai_moy"])

    return {"SS1": safety(x["ex1"]), "SS2": safety(x["ex2"])}


def _s12(x: Figures) -> Figures:
    mean = {name: mean_stock([part["SI"], part["SF"]]) for name, part in x.items()}
    goods, products = x["march"], x["PF"]
    return {
        "SM": mean["march"],
        "j_march": cover_days(mean["march"], goods["cout"]),
        "rot_march": turnover(goods["cout"], mean["march"]),
        "j_PF": cover_days(mean["PF"], products["cout"]),
        "rot_PF": turnover(products["cout"], mean["PF"]),
        "j_clients": cover_days(mean["clients"], x["clients"]["CA_TTC"]),
        "j_frs": cover_days(mean["frs"], x["frs"]["achats_TTC"]),
    }


def _s30(x: Figures) -> Figures:
    total = aggregate_demand([mean for mean, _ in x["N"]], [sd for _, sd in x["N"]])
    safety = safety_stock_by_service_level(x["TS"], total.sd)
    return {
        "mu": total.mean,
        "sigma": total.sd,
        "z": service_factor(x["TS"]),
        "Q": total.mean + safety.quantity,
    }


def _eoq(x: Figures) -> Figures:
    best = eoq.economic_quantity(x["D"], x["K"], x["h"])
    return {"Q": best.lot_size, "cost": best.annual_cost}


def _all_units(x: Figures) -> Figures:
    best = all_units_discount(x["D"], x["K"], x["i"], x["breaks"], x["prices"])
    return {"Q": best.lot_size, "band": best.band, "cost": best.annual_cost}


def _incremental(x: Figures) -> Figures:
    best = incremental_discount(x["D"], x["K"], x["i"], x["breaks"], x["prices"])
    return {"Q": best.lot_size, "band": best.band, "cost": best.annual_cost}


def _epq(x: Figures) -> Figures:
    best = economic_production_quantity(x["D"], x["K"], x["h"], x["P"])
    return {"Q": best.lot_size, "cost": best.annual_cost}


def _backorders(x: Figures) -> Figures:
    best = economic_quantity_backorders(x["D"], x["K"], x["h"], x["p"])
    return {"Q": best.lot_size, "x": best.backorder_fraction, "cost": best.annual_cost}


def poisson_policy_cost(h: float, p: float, K: float, rate: float, L: float) -> Any:
    """The exact cost of (r, Q) under Poisson demand, for s from −50 to 450 and Q up to 450.

    g(r, Q) = (K·λ + Σ_{y=r+1}^{r+Q} G(y)) / Q with G(y) = h·E[(y − D)⁺] + p·E[(D − y)⁺], D Poisson of mean λL
    (Federgruen & Zheng 1992).
    """
    low, mean = -50, rate * L
    y = np.arange(low, 1000)
    below = np.concatenate([[0.0], np.cumsum(poisson.cdf(y, mean))[:-1]])  # E[(y − D)⁺]
    running = np.concatenate([[0.0], np.cumsum(h * below + p * (below - y + mean))])

    def cost(s: Any, Q: Any) -> Any:
        first = s[:, None] + 1 - low
        return (K * rate + running[first + Q[None, :]] - running[first]) / Q[None, :]

    return cost


def _rq_poisson(x: Figures) -> Figures:
    cost = poisson_policy_cost(**x)
    # Without the exhaustive short cut: the figure proves the search, not the enumeration.
    best = best_reorder_point(cost, (-20, 400), (1, 400), exhaustive_up_to=0)
    return {"s": best.s, "Q": best.Q, "cost": best.cost}


def _lead_time(x: Figures) -> Figures:
    sigmas = [lead_time_demand(x["d"], x["sd"], x["L"], sL).sd for sL in x["sL"]]
    safety = [safety_stock_by_service_level(x["csl"], sigma).quantity for sigma in sigmas]
    return {"sigma": sigmas, "SS": safety}


def _fill_rate(x: Figures) -> Figures:
    sigma = lead_time_demand(x["d"], x["sd"], x["L"]).sd
    return {"SS": safety_stock_by_fill_rate(x["fill"], x["Q"], sigma).quantity}


def _heizer(x: Figures) -> Figures:
    sigma = lead_time_demand(x["d"], 0, x["L"], x["sL"]).sd
    safety = safety_stock_by_service_factor(x["z"], sigma).quantity
    return {"s": reorder_point(x["d"], x["L"], safety).level}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "S01": _s01,
    "S03": lambda x: {"Q": eoq.economic_quantity(x["D"], x["S"], x["H"]).lot_size},
    "S07": _s07,
    "S12": _s12,
    "S16": lambda x: {
        "rotation": [turnover(c, s) for c, s in zip(x["cout_ventes"], x["stock_moyen"], strict=True)]
    },
    "S30": _s30,
    "eoq": _eoq,
    "eoq-any-lot": lambda x: {"cost": eoq.annual_cost(x["Q"], x["D"], x["K"], x["h"])},
    "eoq-all-units": _all_units,
    "eoq-incremental": _incremental,
    "epq": _epq,
    "eoq-backorders": _backorders,
    "rq-poisson": _rq_poisson,
    "chopra-all-units": _all_units,
    "chopra-incremental": _incremental,
    "chopra-lead-time": _lead_time,
    "chopra-fill-rate": _fill_rate,
    "heizer-lead-time": _heizer,
    "normal-table-row": lambda x: {"F": normal_cdf(x["z"]), "L": standard_normal_loss(x["z"])},
    "normal-loss-tail": lambda x: {"L": standard_normal_loss(x["z"])},
    "normal-loss-table": lambda x: {"L": [standard_normal_loss(z) for z in x["z"]]},
}
