"""Random demand: newsvendor, reorder points and order-up-to levels of ``solvers.inventory``, over plain data.

A ``demand`` is a record as in a scenario (see ``demands``). Lead times of the functions that take one are whole
periods of the simulator, which they agree with exactly; the others are the rules of textbooks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from cases.expressions import Function
from cases.functions.arguments import Record, figures
from cases.functions.demands import unit_demand
from cases.functions.plans import figure
from solvers.arguments import non_negative
from solvers.inventory import (
    lost_sales_base_stock,
    newsvendor,
    normal_loss,
    order_up_to,
    perishable_order_up_to,
    reorder_point_service,
    stochastic_rq,
    stochastic_ss,
)
from solvers.inventory.service_factor import service_factor
from solvers.inventory.unit_demand import discrete_demand, least_level, poisson_demand


def whole(value: object) -> Any:
    """A whole figure as an int, 12.0 too; another as it is, for the method to refuse."""
    found = figure(value)
    return int(found) if found == int(found) else found


def remembered(method: Callable[..., Record], *arguments: object) -> Record:
    """What a method answers to plain arguments, found once: a graph is evaluated many times over."""
    return deepcopy(_remembered(method, json.dumps(arguments, sort_keys=True)))


@lru_cache(maxsize=1024)
def _remembered(method: Callable[..., Record], question: str) -> Record:
    return method(*json.loads(question))


def _newsvendor(demand: object, underage: float, overage: float, level: object = None) -> Record:
    """The best lot for one season, or what a ``level`` brings.

    A normal demand is taken as it is, neither rounded nor cut.
    """
    normal = demand.get("normal") if isinstance(demand, dict) else None
    if isinstance(normal, dict) and set(normal) == {"mean", "sd"}:
        at = None if level is None else figure(level)
        found = newsvendor.newsvendor_normal(normal["mean"], normal["sd"], underage, overage, at)
    else:
        season = unit_demand(demand)
        values = list(range(season.least, season.largest + 1))
        found = newsvendor.newsvendor_discrete(
            values, season.probabilities, underage, overage, None if level is None else whole(level)
        )
    return {
        "level": found.level,
        "ratio": found.critical_ratio,
        "cost": found.cost,
        "short": found.expected_short,
        "left": found.expected_left,
        "in_stock": found.in_stock,
    }


def _best_rq(
    annual_demand: float, order_cost: float, holding_cost: float, shortage_cost: float, mean: float, sd: float
) -> Record:
    """The textbook iteration: a shortage costs once per unit; mean and sd of the demand over the lead time."""
    return asdict(
        stochastic_rq.best_rq_iterative(annual_demand, order_cost, holding_cost, shortage_cost, mean, sd)
    )


def _best_rq_daily(
    demand: object, order_cost: float, holding_cost: float, backorder_cost: float, lead_time: object
) -> Record:
    """The exact best (s, Q) looked at once a period, demand waits."""
    return remembered(_best_rq_of, demand, order_cost, holding_cost, backorder_cost, whole(lead_time))


def _best_rq_of(demand: object, *costs: Any) -> Record:
    return asdict(stochastic_rq.best_rq_daily(unit_demand(demand), *costs))


def _service_rq(s: object, Q: object, demand: object, lead_time: object) -> Record:
    """What (s, Q) looked at once a period gives, demand waits."""
    return remembered(_service_rq_of, whole(s), whole(Q), demand, whole(lead_time))


def _service_rq_of(s: int, Q: int, demand: object, lead_time: int) -> Record:
    return asdict(reorder_point_service.service_daily(s, Q, unit_demand(demand), lead_time))


def _best_ss(
    demand: object, order_cost: float, holding_cost: float, backorder_cost: float, lead_time: object
) -> Record:
    """The exact best (s, S) looked at once a period, demand waits."""
    return remembered(_best_ss_of, demand, order_cost, holding_cost, backorder_cost, whole(lead_time))


def _best_ss_of(demand: object, *costs: Any) -> Record:
    return asdict(stochastic_ss.best_ss(unit_demand(demand), *costs))


def _best_order_up_to(
    demand: object, review_period: object, lead_time: object, holding_cost: float, backorder_cost: float
) -> Record:
    """The exact best S for a review period, demand waits."""
    periods = whole(review_period), whole(lead_time)
    return remembered(_best_order_up_to_of, demand, *periods, holding_cost, backorder_cost)


def _best_order_up_to_of(demand: object, *of: Any) -> Record:
    return asdict(order_up_to.best_order_up_to(unit_demand(demand), *of))


def _service_order_up_to(S: object, demand: object, review_period: object, lead_time: object) -> Record:
    """What (R, S) gives, demand waits."""
    return remembered(_service_up_to_of, whole(S), demand, whole(review_period), whole(lead_time))


def _service_up_to_of(S: int, demand: object, review_period: int, lead_time: int) -> Record:
    return asdict(order_up_to.periodic_service(S, unit_demand(demand), review_period, lead_time))


def _lost_sales_level(
    demand: object, lead_time: object, holding_cost: float, lost_sale_cost: float, S: object = None
) -> Record:
    """The best base stock where what is short is lost, or what a level ``S`` gives."""
    level = None if S is None else whole(S)
    return remembered(_lost_sales_of, demand, whole(lead_time), holding_cost, lost_sale_cost, level)


def _lost_sales_of(demand: object, lead_time: int, holding: float, lost: float, S: int | None) -> Record:
    season = unit_demand(demand)
    if S is None:
        return asdict(lost_sales_base_stock.best_lost_sales_level(season, lead_time, holding, lost))
    return asdict(lost_sales_base_stock.lost_sales_service(S, season, lead_time, holding, lost))


def _perishable_level(
    demand: object,
    shelf_life: object,
    review_period: object,
    lead_time: object,
    holding_cost: float,
    backorder_cost: float,
    waste_cost: float,
) -> Record:
    """A level S that weighs shortage and holding against the least waste."""
    periods = whole(shelf_life), whole(review_period), whole(lead_time)
    return remembered(_perishable_of, demand, *periods, holding_cost, backorder_cost, waste_cost)


def _perishable_of(demand: object, *of: Any) -> Record:
    return asdict(perishable_order_up_to.perishable_level(unit_demand(demand), *of))


def _least_waste(
    S: object, demand: object, shelf_life: object, review_period: object, lead_time: object
) -> float:
    """A floor under the units wasted in a period."""
    return perishable_order_up_to.least_waste(
        whole(S), unit_demand(demand), whole(shelf_life), whole(review_period), whole(lead_time)
    )


FUNCTIONS: dict[str, Function] = {
    "normal_loss": normal_loss.normal_loss,
    "critical_ratio": newsvendor.critical_ratio,
    "newsvendor": _newsvendor,
    "newsvendor_normal": lambda mean, sd, ratio: (
        figure(mean) + service_factor(ratio) * non_negative("sd", sd)
    ),
    "newsvendor_poisson": lambda mean, ratio: least_level(poisson_demand(mean), ratio),
    "newsvendor_discrete": lambda values, weights, ratio: least_level(
        discrete_demand(figures(values), figures(weights)),  # type: ignore[arg-type]
        ratio,
    ),
    "fill_rate_rq": lambda s, Q, mean, sd: reorder_point_service.service_normal(s, Q, mean, sd).fill_rate,
    "best_rq": _best_rq,
    "best_rq_daily": _best_rq_daily,
    "service_rq": _service_rq,
    "best_ss": _best_ss,
    "order_up_to": lambda daily, sd, R, L, z: order_up_to.order_up_to_normal(daily, sd, R, L, z).level,
    "fill_rate_order_up_to": order_up_to.order_up_to_fill_rate,
    "best_order_up_to": _best_order_up_to,
    "service_order_up_to": _service_order_up_to,
    "lost_sales_level": _lost_sales_level,
    "erlang_loss": lambda S, mean: lost_sales_base_stock.erlang_loss(whole(S), mean),
    "perishable_level": _perishable_level,
    "least_waste": _least_waste,
}
