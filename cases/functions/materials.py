"""Lots and requirements: the lot rules, bills of materials, MRP with its messages and pegging, and its checker.

Items hold ``item`` and may hold ``on_hand``, ``lead_time``, ``safety_stock`` (a figure, or one for each period),
``receipts`` (scheduled, by period), ``rule``, ``scrap``, ``fence``; lines of a bill hold ``parent``, ``component``
and may hold ``quantity``, ``scrap``, ``offset``. A rule is a name, or a record of ``rule`` and the figures it reads.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import Record, cell, figures, records, text, whole
from cases.functions.plans import figure, violations
from cases.plain import Plain, is_number
from solvers.planning import (
    bill_of_materials,
    check_requirements,
    exception_messages,
    pegging,
    planned_lots,
    requirements,
)
from solvers.planning.bill_of_materials import BomLine
from solvers.planning.lots import needs as lot_needs
from solvers.planning.lots import period_order_quantity, rules, wagner_whitin
from solvers.planning.lots.rules import LotRule

RULE_FIGURES = tuple(one.name for one in fields(LotRule) if one.name != "name")


def lot_rule(rule: object) -> LotRule:
    """A lot rule from its name, or from a record of ``rule`` and its figures; raises TypeError, ExpressionError."""
    if isinstance(rule, str):
        return LotRule(rule)
    if not isinstance(rule, dict):
        raise TypeError("a lot rule")
    found: dict[str, Any] = {}
    for name, value in rule.items():
        if name != "rule" and name not in RULE_FIGURES:
            raise ExpressionError("expression_field", name=str(name)[:40])
        if name != "rule":
            found[name] = whole(value) if name == "periods" else figure(value)
    return LotRule(text(rule.get("rule", "lot_for_lot")), **found)


def schedules(table: object) -> dict[str, list[float]]:
    """A record of lists of figures, by item or by resource; raises TypeError."""
    if not isinstance(table, dict):
        raise TypeError("a record of lists")
    return {name: figures(values) for name, values in table.items()}


def _cost(values: object) -> Any:
    return figure(values) if is_number(values) else figures(values)


# -- lots -------------------------------------------------------------------------------------------
def _steps(steps: tuple[lot_needs.LotStep, ...]) -> list[Plain]:
    return [asdict(one) for one in steps]


def _lots(found: lot_needs.Lots) -> Record:
    return {
        "lots": list(found.lots),
        "stock": list(found.stock),
        "orders": found.orders,
        "setup_cost": found.setup_cost,
        "holding_cost": found.holding_cost,
        "cost": found.cost,
        "steps": _steps(found.steps),
    }


def _plan_lots(needs: object, rule: object = "lot_for_lot") -> Record:
    """Lots by a rule, their stock, costs, and the rule's steps."""
    return _lots(rules.lots_by_rule(figures(needs), lot_rule(rule)))


def _cost_lots(needs: object, lots: object, setup: object = 0, holding: object = 0) -> Record:
    """The stock and the cost of any lots against needs."""
    return _lots(lot_needs.costed(figures(needs), figures(lots), _cost(setup), _cost(holding)))


def _wagner_whitin_steps(needs: object, setup: object, holding: object) -> list[Plain]:
    """The table of Wagner and Whitin, a row for each lot tried."""
    return _steps(wagner_whitin.wagner_whitin_steps(figures(needs), _cost(setup), _cost(holding)))


def _order_interval(needs: object, setup: float, holding: float) -> int:
    """The whole number of periods that an economic quantity lasts."""
    return period_order_quantity.order_interval(figures(needs), setup, holding)


# -- requirements -----------------------------------------------------------------------------------
def _items(table: object) -> list[requirements.Item]:
    return [_item(row) for row in records(table)]


def _item(row: Record) -> requirements.Item:
    safety = row.get("safety_stock", 0)
    return requirements.Item(
        item=text(cell(row, "item")),
        on_hand=figure(row.get("on_hand", 0)),
        lead_time=whole(row.get("lead_time", 0)),
        safety_stock=figure(safety) if is_number(safety) else tuple(figures(safety)),
        rule=lot_rule(row.get("rule", "lot_for_lot")),
        receipts=tuple(figures(row.get("receipts", []))),
        scrap=figure(row.get("scrap", 0)),
        fence=whole(row.get("fence", 0)),
    )


def _bom(table: object) -> list[BomLine]:
    return [
        BomLine(
            text(cell(row, "parent")),
            text(cell(row, "component")),
            figure(row.get("quantity", 1)),
            figure(row.get("scrap", 0)),
            whole(row.get("offset", 0)),
        )
        for row in records(table)
    ]


def _names(items: object) -> list[str]:
    if isinstance(items, list) and all(isinstance(one, str) for one in items):
        return [text(one) for one in items]
    return [text(cell(row, "item")) for row in records(items)]


def _requirements(items: object, bom: object, demand: object, whole_units: bool = False) -> Record:
    """The grid of each item, the planned lots and the exception messages."""
    several = _items(items)
    plan = requirements.requirements(several, _bom(bom), schedules(demand), whole_units=bool(whole_units))
    return {
        "grids": {
            grid.item: {
                "level": grid.level,
                "gross": list(grid.gross),
                "scheduled": list(grid.scheduled),
                "projected": list(grid.projected),
                "net": list(grid.net),
                "receipts": list(grid.planned_receipts),
                "releases": list(grid.planned_releases),
                "past_due": grid.past_due,
            }
            for grid in plan.grids
        },
        "lots": [asdict(one) for one in planned_lots.planned_lots(plan, several)],
        "messages": [asdict(one) for one in exception_messages.exception_messages(plan, several)],
    }


def _pegging(items: object, bom: object, demand: object, item: object, period: int) -> Record:
    """Where a gross requirement comes from: one level up (``parts``), and the end demands (``ends``)."""
    lines, asked = _bom(bom), schedules(demand)
    plan = requirements.requirements(_items(items), lines, asked)
    ends = pegging.end_demands(plan, lines, asked, text(item), whole(period))
    parts: list[Plain] = [
        {"parent": one.parent, "released": one.released, "quantity": one.quantity}
        for one in pegging.pegs(plan, lines, asked)
        if (one.item, one.period) == (item, period)
    ]
    return {"parts": parts, "ends": [{"item": name, "period": t} for name, t in ends]}


def _check_requirements(
    plan: object, items: object, bom: object, demand: object, unit: str = "unit"
) -> Record:
    """The rules that planned lots (rows of ``item``, ``release``, ``receipt``, ``quantity``) break, and their costs."""
    lots = [
        planned_lots.PlannedLot(
            text(cell(row, "item")),
            whole(cell(row, "release")),
            whole(cell(row, "receipt")),
            figure(cell(row, "quantity")),
        )
        for row in records(plan)
    ]
    several, lines = _items(items), _bom(bom)
    bill_of_materials.low_level_codes([one.item for one in several], lines)  # refuses what cannot be planned
    found = check_requirements.check_requirements(lots, several, lines, schedules(demand), text(unit))
    return {
        "violations": violations(found.violations),
        "objective": {
            "total_cost": found.total_cost,
            "setup_cost": found.setup_cost,
            "holding_cost": found.holding_cost,
            "orders": found.orders,
            "mean_stock": found.mean_stock,
            "units_short": found.units_short,
        },
        "stock": {name: list(levels) for name, levels in found.stock.items()},
    }


FUNCTIONS: dict[str, Function] = {
    "plan_lots": _plan_lots,
    "cost_lots": _cost_lots,
    "wagner_whitin_steps": _wagner_whitin_steps,
    "order_interval": _order_interval,
    "low_level_codes": lambda items, bom: bill_of_materials.low_level_codes(_names(items), _bom(bom)),
    "total_needs": lambda items, bom, item, quantity=1: bill_of_materials.total_needs(
        _names(items), _bom(bom), text(item), quantity
    ),
    "requirements": _requirements,
    "pegging": _pegging,
    "check_requirements": _check_requirements,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_requirements": check_requirements.RULES}
