"""What our solvers answer to planning_textbook.json: lots, requirements, master schedules, aggregate plans, loads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.planning.aggregate_plan import best_aggregate_plan
from solvers.planning.aggregate_terms import AggregateTerms
from solvers.planning.available_to_promise import discrete_atp
from solvers.planning.capacity_loads import ResourceLine, load_profile, resource_loads
from solvers.planning.lots.needs import Lots
from solvers.planning.lots.rules import LotRule, lots_by_rule
from solvers.planning.lots.wagner_whitin import wagner_whitin
from solvers.planning.master_schedule import (
    ScheduleTerms,
    gross_demand,
    master_schedule,
    projected_available,
)
from solvers.planning.requirements import Grid, Item, requirements

Figures = dict[str, Any]


def _lots(found: Lots) -> Figures:
    periods = [t for t, lot in enumerate(found.lots, 1) if lot]
    return {"cost": found.cost, "lots": list(found.lots), "periods": periods, "orders": found.orders}


def _asked(figures: Figures, *names: str) -> Figures:
    return {name: figures[name] for name in names}


def _by(rule: str, x: Figures) -> Figures:
    return _lots(lots_by_rule(x["d"], LotRule(rule, setup=x["K"], holding=x["h"])))


def _tools(x: Figures) -> Figures:
    terms = AggregateTerms(
        opening_workers=80,
        opening_stock=1000,
        units_per_worker=40,
        wage=640,
        overtime_per_worker=2.5,
        overtime_cost=24,
        material_cost=10,
        subcontract_cost=30,
        hiring_cost=300,
        firing_cost=500,
        holding_cost=2,
        backlog_cost=5,
        closing_stock=500,
    )
    return {"cost": best_aggregate_plan(x["demand"], terms, whole_workers=x["whole"]).costs.total}


def _grid(asked: list[float], **item: Any) -> Grid:
    return requirements([Item("A", **item)], [], {"A": asked}).of("A")


def _target_stock(x: Figures) -> Figures:
    found: Figures = {}
    for name, one in (("a", x), ("b", x["b"])):
        grid = _grid(
            one["BB"],
            on_hand=one["SI"],
            receipts=(one["reception"],),
            safety_stock=tuple(x["stock_cible"] * need for need in one["BB"]),
            lead_time=x["delai"],
            fence=1,
        )
        found |= {f"BN_{name}": list(grid.planned_receipts), f"stock_{name}": list(grid.projected)}
    return found


def _promise(x: Figures) -> Figures:
    more = [order + (x["plus"] if t == x["rang"] else 0) for t, order in enumerate(x["cmd"])]
    found: Figures = {}
    for name, orders in (("", x["cmd"]), ("_plus", more)):
        found[f"proj{name}"] = list(projected_available(x["init"], x["MPS"], gross_demand(x["prev"], orders)))
        found[f"DAV{name}"] = [one for one in discrete_atp(x["init"], x["MPS"], orders) if one is not None]
    return found


def _lot_rules(x: Figures) -> Figures:
    rules = {
        "W": LotRule("minimum_multiple", multiple=x["W"]["multiple"]),
        "K": LotRule(),
        **{name: LotRule("fixed_quantity", quantity=x[name]["lot"]) for name in "QXF"},
    }
    found: Figures = {}
    for name, rule in rules.items():
        one = x[name]
        grid = _grid(one["BB"], on_hand=one["SI"], receipts=(one.get("rec", 0),), rule=rule)
        found |= {
            f"{name}_BN": list(grid.net),
            f"{name}_ordres": list(grid.planned_receipts),
            f"{name}_stock": list(grid.projected),
        }
    return _asked(
        found, "W_BN", "W_ordres", "W_stock", "Q_BN", "Q_ordres", "Q_stock", "X_BN", "X_stock", "F_ordres",
        "F_stock", "K_BN",
    )  # fmt: skip


def _bottleneck(x: Figures) -> Figures:
    stations = [str(at) for at in range(1, len(x["cadences_h"]) + 1)]
    bill = [ResourceLine("A", name, 1 / pace) for name, pace in zip(stations, x["cadences_h"], strict=True)]
    capacity = {name: [hours] for name, hours in zip(stations, x["capacites_h"], strict=True)}
    lines = load_profile(resource_loads({"A": [x["qte"]]}, bill), capacity)
    return {
        "charges": [line.load for line in lines],
        "taux_pct": [100 * (line.rate or 0) for line in lines],
        "goulot": int(max(lines, key=lambda line: line.rate or 0).resource),
    }


def _chairs(x: Figures) -> Figures:
    terms = ScheduleTerms(x["on_hand"], rule=LotRule("fixed_quantity", quantity=x["lot"]))
    found = master_schedule(x["forecast"], x["orders"], terms)
    return {
        "mps": list(found.mps),
        "projected": list(found.projected),
        "atp": [one for one in found.atp if one is not None],
    }


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "planning-wagner-whitin-1958": lambda x: _asked(
        _lots(wagner_whitin(x["d"], x["K"], x["h"])), "cost", "periods"
    ),
    "planning-wagner-whitin-snyder": lambda x: _asked(_by("wagner_whitin", x), "cost", "lots"),
    "planning-wagner-whitin-heizer": lambda x: _asked(_by("wagner_whitin", x), "cost"),
    "planning-silver-meal-nahmias": lambda x: _asked(_by("silver_meal", x), "cost", "lots"),
    "planning-least-unit-cost-nahmias": lambda x: _asked(_by("least_unit_cost", x), "cost", "lots"),
    "planning-part-period": lambda x: {
        "nearest": _by("part_period_nearest", x)["cost"],
        "not_above": _by("part_period", x)["cost"],
    },
    "planning-lot-for-lot-heizer": lambda x: _asked(_by("lot_for_lot", x), "orders", "cost"),
    "planning-red-tomato-lp": _tools,
    "planning-red-tomato-whole": _tools,
    "planning-mps-krajewski": _chairs,
    "M01": _target_stock,
    "M04": _promise,
    "M06": _lot_rules,
    "C01": _bottleneck,
}
