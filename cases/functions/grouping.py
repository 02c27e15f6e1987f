"""Lots that share something: an order's cost, a ceiling, a price scale."""

from __future__ import annotations

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, listed, records, text, whole
from cases.functions.plans import figure
from cases.plain import Plain
from solvers.errors import SolverError
from solvers.inventory import capital_constrained_lots, power_of_two, price_break, quantity_discount
from solvers.inventory import joint_replenishment as joint


def _items(table: object) -> list[joint.GroupedItem]:
    return [
        joint.GroupedItem(
            figure(cell(row, "annual_demand")),
            figure(cell(row, "line_cost")),
            figure(cell(row, "holding_cost")),
        )
        for row in records(table)
    ]


def _plan(found: joint.JointReplenishment) -> Record:
    return {
        "period": found.period,
        "multiples": list(found.multiples),
        "lots": list(found.lot_sizes),
        "cost": found.annual_cost,
    }


def _joint_replenishment(
    order_cost: float, items: object, base: float | None = None, method: object = "exact"
) -> Record:
    """The period in years and the multiples of least cost; ``method`` exact, heuristic or power_of_two."""
    several, name = _items(items), text(method)
    if name == "heuristic" and base is None:
        return _plan(joint.joint_replenishment_heuristic(order_cost, several))
    if name == "power_of_two" and base is not None:
        return _plan(joint.joint_power_of_two(order_cost, several, base))
    if name == "exact":
        return _plan(joint.joint_replenishment(order_cost, several, base=base))
    allowed = "exact, heuristic" if base is None else "exact, power_of_two"
    raise SolverError("method", name, "one_of", words=allowed)


def _joint_cost(order_cost: float, items: object, multiples: object, period: float | None = None) -> Record:
    """The yearly cost of given multiples, at a given period in years or at its best one."""
    several = [whole(multiple) for multiple in listed(multiples)]
    return _plan(joint.cyclic_cost(order_cost, _items(items), several, period=period))


def _power_of_two(annual_demand: float, order_cost: float, holding_cost: float, base: float) -> Record:
    """The best power-of-two multiple of a base period in years."""
    found = power_of_two.power_of_two_interval(annual_demand, order_cost, holding_cost, base)
    return {
        "period": found.interval,
        "exponent": found.exponent,
        "lot": found.lot_size,
        "cost": found.annual_cost,
    }


def _capital_lots(items: object, ceiling: float, share: float = 0.5) -> Record:
    """The lots of least cost whose stock (``share`` of a lot × ``use``) stays under a ceiling."""
    several = [
        capital_constrained_lots.CeilingItem(
            figure(cell(row, "annual_demand")),
            figure(cell(row, "order_cost")),
            figure(cell(row, "holding_cost")),
            figure(cell(row, "use")),
        )
        for row in records(items)
    ]
    found = capital_constrained_lots.capital_constrained_lots(several, ceiling, share=share)
    return {
        "lots": list(found.lot_sizes),
        "used": found.used,
        "cost": found.annual_cost,
        "multiplier": found.multiplier,
        "binding": found.binding,
        "free_use": found.free_use,
        "free_cost": found.free_cost,
    }


def _price_bands(
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: object,
    prices: object,
    scheme: object = "all_units",
) -> list[Record]:
    """What each price band offers: its economic lot, what becomes of it, its cost (None when the next does better)."""
    if text(scheme) not in {"all_units", "incremental"}:
        raise SolverError("scheme", scheme, "one_of", words="all_units, incremental")
    search = (
        quantity_discount.all_units_discount
        if scheme == "all_units"
        else quantity_discount.incremental_discount
    )
    found = search(annual_demand, order_cost, holding_rate, figures(breaks), figures(prices))
    return [
        {
            "lowest": band.lowest,
            "next_break": band.next_break,
            "price": band.unit_price,
            "economic_lot": band.economic_lot,
            "feasibility": band.feasibility,
            "lot": band.lot_size,
            "cost": band.annual_cost,
        }
        for band in found.bands
    ]


def _best_lot(
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: object,
    prices: object,
    minimum: float = 0.0,
    multiple: float = 1.0,
    scheme: object = "all_units",
) -> Record:
    """The cheapest lot from the minimum, in whole packs, and the ``candidates`` it was compared with."""
    found = price_break.best_order_quantity(
        annual_demand,
        order_cost,
        holding_rate,
        figures(breaks),
        figures(prices),
        minimum=minimum,
        multiple=multiple,
        scheme=text(scheme),  # type: ignore[arg-type]  # a word that it refuses itself
    )
    candidates: list[Plain] = [_candidate(one) for one in found.candidates]
    return {**_candidate(found.best), "candidates": candidates}


def _lot_cost(
    lot: float,
    annual_demand: float,
    order_cost: float,
    holding_rate: float,
    breaks: object,
    prices: object,
    scheme: object = "all_units",
) -> float:
    """The yearly cost of purchase, ordering and holding of any lot under a price scale."""
    if text(scheme) not in {"all_units", "incremental"}:
        raise SolverError("scheme", scheme, "one_of", words="all_units, incremental")
    cost = (
        quantity_discount.all_units_annual_cost
        if scheme == "all_units"
        else quantity_discount.incremental_annual_cost
    )
    return cost(
        lot,
        annual_demand=annual_demand,
        order_cost=order_cost,
        holding_rate=holding_rate,
        breaks=figures(breaks),
        unit_prices=figures(prices),
    )


def _candidate(one: price_break.BreakCandidate) -> Record:
    return {
        "lot": one.lot_size,
        "price": one.unit_price,
        "purchase": one.purchase_cost,
        "ordering": one.ordering_cost,
        "holding": one.holding_cost,
        "cost": one.annual_cost,
    }


FUNCTIONS: dict[str, Function] = {
    "joint_replenishment": _joint_replenishment,
    "joint_cost": _joint_cost,
    "separate_cost": lambda order_cost, items: joint.separate_cost(order_cost, _items(items)),
    "power_of_two": _power_of_two,
    "capital_lots": _capital_lots,
    "price_bands": _price_bands,
    "best_lot": _best_lot,
    "lot_cost": _lot_cost,
}
