"""What our solvers answer to stock_and_sourcing.json: classes, counts, kanban, valuation, grouped orders, sourcing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.inventory.abc import abc_table, concentration
from solvers.inventory.capital_constrained_lots import CeilingItem, capital_constrained_lots
from solvers.inventory.cycle_count_calendar import daily_counts
from solvers.inventory.discrepancy import discrepancies
from solvers.inventory.joint_replenishment import (
    GroupedItem,
    cyclic_cost,
    joint_replenishment,
    joint_replenishment_heuristic,
    separate_cost,
)
from solvers.inventory.kanban_cards import kanban_cards
from solvers.inventory.power_of_two import power_of_two_interval
from solvers.inventory.price_break import best_order_quantity
from solvers.inventory.quantity_discount import all_units_discount
from solvers.inventory.record_accuracy import record_accuracy
from solvers.inventory.valuation import Method, Move, value_stock
from solvers.sourcing.scorecard import scorecard
from solvers.sourcing.total_cost_of_ownership import Terms, total_cost_of_ownership

Figures = dict[str, Any]


def _s18(x: Figures) -> Figures:
    names, values = list(x["CA_kdh"]), list(x["CA_kdh"].values())
    table = abc_table(values)
    return {
        "total": sum(values),
        "ordre_4_premiers": "".join(names[line.place] for line in table[:4]),
        "cum_pct_4": [100 * line.cumulative for line in table[:4]],
        "rang_pct_3": [100 * line.rank_share for line in table[:3]],
    }


def _s22(x: Figures) -> Figures:
    (line,) = discrepancies([x["theorique"]], [x["physique"]], [1]).lines
    return {"ecart": line.quantity, "ecart_pct": 100 * (line.rate or 0)}


def _s21(x: Figures) -> Figures:
    physical = [1] * x["lignes_ok"] + [2] * (x["lignes"] - x["lignes_ok"])
    rate = 100 * record_accuracy([1] * x["lignes"], physical).rate
    return {"IRA_pct": rate, "ecart_pts": x["objectif"] - rate}


def _abc_spares(x: Figures) -> Figures:
    table = abc_table(x["values"], 0.8, 0.95, crossing="upper")
    return {
        "cumulative": [100 * line.cumulative for line in table],
        "ranks": [100 * line.rank_share for line in table],
        "in_A": sum(line.klass == "A" for line in table),
    }


def _kanban(x: Figures) -> Figures:
    loop = kanban_cards(x["D"], x["T"], x["C"], x["alpha"])
    return {"n": loop.cards, "hours": loop.most_stock / x["D"]}


def _valued(method: Method) -> Callable[[Figures], Figures]:
    def answer(x: Figures) -> Figures:
        card = value_stock([Move(*move) for move in x["moves"]], method)
        outs = [row.value for row in card.rows if row.move == "out"]
        units = [row.stock_unit_cost for row in card.rows if row.move == "in"]
        return {
            "stock": card.quantity,
            "value": card.value,
            "cost": card.cost_of_goods,
            "outs": outs,
            "averages": units,
            "receipts": card.receipts,
        }

    return answer


def _asked(answer: Callable[[Figures], Figures], *names: str) -> Callable[[Figures], Figures]:
    return lambda x: {name: answer(x)[name] for name in names}


def _items(x: Figures) -> list[GroupedItem]:
    return [
        GroupedItem(D, k, h) for D, k, h in zip(x["demand"], x["line_cost"], x["holding_cost"], strict=True)
    ]


def _grouped(x: Figures) -> Figures:
    best = joint_replenishment(x["order_cost"], _items(x))
    return {"T": best.period, "m": list(best.multiples), "cost": best.annual_cost}


def _silver(x: Figures) -> Figures:
    found = joint_replenishment_heuristic(x["order_cost"], _items(x))
    return {"m": list(found.multiples), "T": found.period, "cost": found.annual_cost}


def _chopra(x: Figures) -> Figures:
    items = _items(x)
    together = cyclic_cost(x["order_cost"], items, [1, 1, 1])
    tailored = cyclic_cost(x["order_cost"], items, x["multiples"])
    return {
        "separate": separate_cost(x["order_cost"], items),
        "orders_together": 1 / together.period,
        "together": together.annual_cost,
        "orders_tailored": 1 / tailored.period,
        "tailored": tailored.annual_cost,
    }


def _power_of_two(x: Figures) -> Figures:
    found = power_of_two_interval(x["D"], x["K"], x["h"], x["base"])
    return {"weeks": found.interval / x["base"], "cost": found.annual_cost}


def _nahmias(x: Figures) -> Figures:
    items = [
        CeilingItem(D, K, x["rate"] * c, c) for D, K, c in zip(x["demand"], x["K"], x["cost"], strict=True)
    ]
    found = capital_constrained_lots(items, x["ceiling"], share=1)
    return {"Q": list(found.lot_sizes)}


def _heizer_discount(x: Figures) -> Figures:
    scale = x["breaks"], x["prices"]
    bands = all_units_discount(x["D"], x["K"], x["i"], *scale).bands
    best = best_order_quantity(x["D"], x["K"], x["i"], *scale).best
    return {
        "wished": [band.economic_lot for band in bands],
        "Q": best.lot_size,
        "cost": best.annual_cost,
    }


def _ownership(x: Figures) -> Figures:
    terms = Terms(
        x["price"],
        freight=x["miles"] * x["pounds"] * x["rate_ton_mile"] / 2000,
        lot_size=x["lot"],
        order_cost=x["order_cost"],
        defect_rate=x["defects"],
        defect_cost=x["price"],
        fixed_cost=x["tooling"],
    )
    found = total_cost_of_ownership(x["D"], terms, holding_rate=x["holding_rate"], stock_at="price")
    return {
        "purchase": found.purchase,
        "transport": found.transport,
        "ordering": found.ordering,
        "carrying": found.cycle_stock,
        "quality": found.quality,
        "total": found.total,
    }


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "S18": _s18,
    "S21": _s21,
    "S22": _s22,
    "S25": lambda x: {"N": kanban_cards(x["D"], x["L"], x["C"], x["alpha"]).exact},
    "abc-spares": _abc_spares,
    "gini-pallets": lambda x: {"gini": concentration(x["pallets"])},
    "count-tolerance": lambda x: {
        "right": list(record_accuracy(x["record"], x["count"], x["tolerance"]).right)
    },
    "accuracy-no-netting": lambda x: {"rate": record_accuracy(x["record"], x["count"], x["tolerance"]).rate},
    "cycle-counts": lambda x: {"a_day": list(daily_counts(x["items"], x["intervals"]))},
    "cycle-counts-moved": lambda x: {"a_day": list(daily_counts(x["items"], x["intervals"]))},
    "kanban-hours": _kanban,
    "kanban-stevenson": lambda x: {"n": kanban_cards(x["D"], x["T"], x["C"], x["alpha"]).cards},
    "kanban-krajewski": lambda x: {"n": kanban_cards(x["D"], x["T"], x["C"], x["alpha"]).cards},
    "kanban-heizer": lambda x: {"n": kanban_cards(x["D"], x["T"], x["C"], x["alpha"]).cards},
    "cump-after-receipt": _asked(_valued("average"), "stock", "value", "cost", "outs", "averages"),
    "cump-of-period": _asked(_valued("period_average"), "value", "cost", "receipts"),
    "fifo-card": _asked(_valued("fifo"), "stock", "value", "cost", "outs"),
    "cump-three-receipts": _asked(_valued("average"), "averages", "outs"),
    "cump-gardens": _asked(_valued("average"), "outs", "averages"),
    "joint-replenishment": _grouped,
    "joint-silver": _silver,
    "joint-chopra": _chopra,
    "power-of-two": _power_of_two,
    "ceiling-nahmias": _nahmias,
    "price-break-heizer": _heizer_discount,
    "ownership-engine-1": _asked(_ownership, "purchase", "transport", "ordering", "carrying"),
    "ownership-engine-2": _ownership,
    "scorecard": lambda x: {"score": scorecard(x["scores"], x["weights"]).score},
}
