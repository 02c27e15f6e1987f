"""The worlds that the simulator page starts from: the examples of the models, and networks that learners meet."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from sim.models.counting import CountingModel
from sim.models.feeding import FeedingModel
from sim.models.forecasting import ForecastingModel
from sim.models.kanban import KanbanModel
from sim.models.lanes import LanesModel
from sim.models.masterplan import MasterPlanModel
from sim.models.network import NetworkModel
from sim.models.order_process import OrderProcessModel
from sim.models.production import ProductionModel
from sim.models.returns import ReturnsModel
from sim.models.rounds import RoundsModel

_ITEM: Final[dict[str, Any]] = {
    "horizon": 360,
    "item": {"name": "carton", "unit_cost": 12},
    "demand": {"normal": {"mean": 20, "sd": 6}},
    "lead_time": {"discrete": {"values": [4, 5, 7], "weights": [1, 2, 1]}},
    "shortage": "backorder",
    "costs": {"holding": 0.02, "ordering": 40, "backorder": 0.6, "shortage": 0},
    "policy": {"reorder_point": {"s": 120, "Q": 200}},
}

_DEPOT: Final[dict[str, Any]] = {
    "horizon": 240,
    "week": 5,
    "items": [{"name": "kettle", "unit_cost": 18}, {"name": "filter", "unit_cost": 3}],
    "sources": [{"name": "north"}],
    "sites": [{"name": "depot"}],
    "lanes": [
        {
            "from": "north", "to": "depot", "lead_time": {"discrete": {"values": [5, 6, 8], "weights": [6, 3, 1]}},
            "order_days": [0, 3], "multiple": 10, "minimum_total": 100, "order_cost": 60, "line_cost": 5,
        },
    ],
    "stocks": [
        {"site": "depot", "item": "kettle", "holding": 0.015},
        {"site": "depot", "item": "filter", "holding": 0.0025},
    ],
    "demands": [
        {"site": "depot", "item": "kettle", "demand": {"negative_binomial": {"mean": 20, "variance": 60}},
         "backorder": 1.2},
        {"site": "depot", "item": "filter", "demand": {"poisson": {"mean": 35}}, "shortage": "lost", "lost": 1},
    ],
    "policy": {
        "replenish": [
            {"site": "depot", "item": "kettle", "min_max": {"s": 190, "S": 340}},
            {"site": "depot", "item": "filter", "can_order": {"s": 320, "c": 420, "S": 800}},
        ]
    },
}  # fmt: skip

# Levels at which something is missing now and then: the model's own example never runs out.
_ECHELONS: Final[dict[str, Any]] = {
    "replenish": [
        {"site": "depot", "item": "A", "min_max": {"s": 250, "S": 350}},
        {"site": "shop", "item": "A", "base_stock": {"S": 62}},
        {"site": "web", "item": "A", "reorder_point": {"s": 22, "Q": 30}},
    ]
}

_STAGES: Final = ("retailer", "wholesaler", "distributor", "factory", "brewery")
# A supply line of four stages; orders and goods take two weeks at each, and customers are no steadier than they are.
_BEER: Final[dict[str, Any]] = {
    "horizon": 104,
    "warm_up": 20,
    "year": 52,
    "week": 1,
    "period": "week",
    "items": [{"name": "beer", "unit_cost": 8}],
    "sources": [{"name": "brewery"}],
    "sites": [{"name": name} for name in _STAGES[:-1]],
    "lanes": [
        {
            "from": above, "to": below, "order_delay": 1 if above == "brewery" else 2,
            "lead_time": {"constant": {"days": 2}},
        }
        for below, above in pairwise(_STAGES)
    ],
    "stocks": [{"site": name, "item": "beer", "holding": 0.5} for name in _STAGES[:-1]],
    "demands": [
        {"site": "retailer", "item": "beer", "demand": {"negative_binomial": {"mean": 8, "variance": 12}},
         "backorder": 4},
    ],
    "policy": {
        "replenish": [
            {"site": "retailer", "periodic_min_max": {"R": 1, "s": 38, "S": 48}},
            {"site": "wholesaler", "periodic_min_max": {"R": 1, "s": 38, "S": 48}},
            {"site": "distributor", "periodic_min_max": {"R": 1, "s": 38, "S": 48}},
            {"site": "factory", "base_stock": {"S": 36}},
        ]
    },
}  # fmt: skip

# Thirteen weeks with a peak; the model's own example counts in months, whose wages no slider holds.
_PLAN: Final[dict[str, Any]] = {
    "period": "week",
    "forecast": [180, 200, 240, 300, 380, 460, 500, 480, 400, 300, 240, 200, 180],
    "error": {"bias": 0.02, "level": 0.05, "noise": 0.1},
    "opening_workers": 20, "opening_stock": 150, "units_per_worker": 13, "wage": 720, "overtime_per_worker": 2,
    "overtime_cost": 70, "subcontract_cost": 85, "subcontract_most": 80, "subcontract_lead": 1, "hiring_cost": 600,
    "firing_cost": 400, "holding_cost": 3, "stock_most": 800, "overflow_cost": 3, "backlog_cost": 25,
    "closing_stock": 150, "closing_cost": 85,
    "policy": {
        "workers": [20, 22, 24, 28, 30, 30, 30, 30, 28, 24, 20, 18, 16], "overtime_to": 80, "subcontract_to": 40,
        "cut_above": 800, "revise": 0.3,
    },
}  # fmt: skip

EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "item": _ITEM,
    "depot": {"network": _DEPOT},
    "echelons": {"network": {**NetworkModel.EXAMPLE, "policy": _ECHELONS}},
    "beer": {"network": _BEER},
    "kanban": {"kanban": KanbanModel.EXAMPLE},
    "feeding": {"feeding": FeedingModel.EXAMPLE},
    "counting": {"counting": CountingModel.EXAMPLE},
    "forecasting": {"forecasting": ForecastingModel.EXAMPLE},
    "production": {"production": ProductionModel.EXAMPLE},
    "masterplan": {"masterplan": MasterPlanModel.EXAMPLE},
    "aggregate": {"aggregate": _PLAN},
    "lanes": {"lanes": LanesModel.EXAMPLE},
    "rounds": {"rounds": RoundsModel.EXAMPLE},
    "returns": {"returns": ReturnsModel.EXAMPLE},
    "order_process": {"order_process": OrderProcessModel.EXAMPLE},
}
"""Worlds by the name that the page words them by, the first of them first."""
