"""Flows: the transport problem, transshipment and assignment of ``solvers.flows``, over tables.

``supply`` and ``demand`` are records, name to units, or rows of ``source`` (``destination``) and ``quantity``;
``costs`` are rows of ``source``, ``destination`` and ``cost`` a unit, a pair that is not there being no route.
Networks take ``arcs``, rows of ``start``, ``end``, ``cost`` and perhaps ``capacity``.
"""

from __future__ import annotations

from math import inf

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, listed, records, text
from cases.functions.plans import figure, violations
from cases.plain import Plain
from solvers.flows import (
    assignment,
    check_flows,
    check_transport,
    modi,
    transport_problem,
    transport_start,
    transshipment,
)
from solvers.flows.transport_terms import Shipment, TransportTerms, transport_terms
from solvers.flows.transshipment import Arc


def _amounts(given: object, field: str) -> dict[str, float]:
    if isinstance(given, dict):
        return {text(name): figure(value) for name, value in given.items()}
    found: dict[str, float] = {}
    for row in records(given):
        name = text(cell(row, field))
        found[name] = found.get(name, 0.0) + figure(cell(row, "quantity"))
    return found


def _routes(costs: object) -> dict[tuple[str, str], float]:
    return {
        (text(cell(row, "source")), text(cell(row, "destination"))): figure(cell(row, "cost"))
        for row in records(costs)
        if cell(row, "cost") is not None
    }


def _terms(supply: object, demand: object, costs: object, dummy: object, shortage: object, surplus: object) -> (
    TransportTerms
):  # fmt: skip
    return transport_terms(
        _amounts(supply, "source"),
        _amounts(demand, "destination"),
        _routes(costs),
        dummy=text(dummy),
        shortage_costs=_amounts(shortage or {}, "destination"),
        surplus_costs=_amounts(surplus or {}, "source"),
    )


def _rows(shipments: tuple[Shipment, ...]) -> list[Plain]:
    return [
        {
            "source": one.source,
            "destination": one.destination,
            "quantity": one.quantity,
            "unit_cost": one.unit_cost,
            "cost": one.cost,
        }
        for one in shipments
    ]


def _real(rows: list[Plain], dummy: str) -> list[Plain]:
    """The rows that move something: those of the dummy left out."""
    return [row for row in rows if isinstance(row, dict) and dummy not in (row["source"], row["destination"])]


def _start(
    supply: object,
    demand: object,
    costs: object,
    method: object = "vogel",
    dummy: object = "dummy",
    shortage_costs: object = None,
    surplus_costs: object = None,
) -> Record:
    """A first plan with its steps, those of the dummy too; ``rows`` hold what really moves."""
    terms = _terms(supply, demand, costs, dummy, shortage_costs, surplus_costs)
    found = transport_start.start_plan(terms, text(method))
    rows = _rows(found.shipments)
    steps: list[Plain] = []
    for one in found.steps:
        row: Record = {
            "source": one.source,
            "destination": one.destination,
            "quantity": one.quantity,
            "closed": one.closed,
        }
        if one.source_penalties or one.destination_penalties:
            row["source_penalties"] = dict(zip(terms.sources, one.source_penalties, strict=True))
            row["destination_penalties"] = dict(
                zip(terms.destinations, one.destination_penalties, strict=True)
            )
        steps.append(row)
    return {
        "rows": _real(rows, terms.dummy) if terms.dummy else rows,
        "objective": {"total_cost": found.cost},
        "steps": steps,
        "dummy": terms.dummy,
    }


def _modi(
    supply: object,
    demand: object,
    costs: object,
    method: object = "vogel",
    dummy: object = "dummy",
    shortage_costs: object = None,
    surplus_costs: object = None,
) -> list[Plain]:
    """The steps from a first plan to the best: potentials, reduced costs, the loop, what moves round it."""
    terms = _terms(supply, demand, costs, dummy, shortage_costs, surplus_costs)
    found = modi.modi_steps(terms, text(method))
    steps: list[Plain] = []
    for one in found.steps:
        empty: list[Plain] = [
            {"source": source, "destination": destination, "reduced": change}
            for source, row in zip(terms.sources, one.reduced, strict=True)
            for destination, change in zip(terms.destinations, row, strict=True)
            if change is not None
        ]
        steps.append(
            {
                "cost": one.cost,
                "source_potentials": dict(zip(terms.sources, one.source_potentials, strict=True)),
                "destination_potentials": dict(
                    zip(terms.destinations, one.destination_potentials, strict=True)
                ),
                "reduced": empty,
                "loop": [list(pair) for pair in one.loop],
                "gain": one.gain,
                "moved": one.moved,
                "leaves": list(one.leaves) if one.leaves else None,
            }
        )
    return steps


def _best(
    supply: object,
    demand: object,
    costs: object,
    dummy: object = "dummy",
    shortage_costs: object = None,
    surplus_costs: object = None,
) -> Record:
    """The plan of least cost, potentials, and for each route the reduced cost and the range of its unit cost."""
    terms = _terms(supply, demand, costs, dummy, shortage_costs, surplus_costs)
    found = transport_problem.best_transport(terms)
    rows = _rows(found.shipments)
    routes: list[Plain] = [
        {
            "source": one.source,
            "destination": one.destination,
            "quantity": one.quantity,
            "unit_cost": one.unit_cost,
            "reduced": one.reduced,
            "lowest": None if one.lowest == -inf else one.lowest,
            "highest": None if one.highest == inf else one.highest,
        }
        for one in found.routes()
    ]
    return {
        "rows": _real(rows, terms.dummy) if terms.dummy else rows,
        "objective": {"total_cost": found.cost},
        "source_potentials": dict(zip(terms.sources, found.source_potentials, strict=True)),
        "destination_potentials": dict(zip(terms.destinations, found.destination_potentials, strict=True)),
        "routes": routes,
        "degenerate": found.degenerate,
        "dummy": terms.dummy,
        "undelivered": found.undelivered if terms.dummy in terms.sources else 0.0,
    }


def _worth(
    supply: object,
    demand: object,
    costs: object,
    source: object,
    destination: object,
    dummy: object = "dummy",
    shortage_costs: object = None,
    surplus_costs: object = None,
) -> Record:
    """What one more unit at a source, wanted by a destination, changes the cost by, and how far that holds."""
    terms = _terms(supply, demand, costs, dummy, shortage_costs, surplus_costs)
    found = transport_problem.best_transport(terms).worth(text(source), text(destination))
    return {
        "change": found.change,
        "least": None if found.least == -inf else found.least,
        "most": None if found.most == inf else found.most,
    }


def _check(plan: object, supply: object, demand: object, costs: object) -> Record:
    """The rules that a plan (rows of ``source``, ``destination``, ``quantity``) breaks, and its cost."""
    found = check_transport.check_transport(
        [
            (text(cell(row, "source")), text(cell(row, "destination")), figure(cell(row, "quantity")))
            for row in records(plan)
        ],
        _amounts(supply, "source"),
        _amounts(demand, "destination"),
        _routes(costs),
    )
    loads: list[Plain] = [
        {"lane": name, "found": shipped, "limit": held, "unit": ""} for name, shipped, held in found.shipped
    ]
    return {
        "violations": violations(found.violations),
        "objective": {"total_cost": found.total_cost, "quantity": found.quantity},
        "loads": loads,
    }


def _arcs(table: object) -> list[Arc]:
    found = []
    for row in records(table):
        most = row.get("capacity")
        found.append(
            Arc(
                text(cell(row, "start")),
                text(cell(row, "end")),
                figure(cell(row, "cost")),
                inf if most is None else figure(most),
            )
        )
    return found


def _hubs(hubs: object) -> dict[str, float]:
    return _amounts(hubs or {}, "hub")


def _network(supply: object, demand: object, arcs: object, hubs: object = None) -> Record:
    """The flows of least cost over a network, and what a unit is worth in each place."""
    found = transshipment.best_transshipment(
        _amounts(supply, "source"), _amounts(demand, "destination"), _arcs(arcs), _hubs(hubs)
    )
    return {
        "rows": [
            {"start": one.start, "end": one.end, "quantity": one.quantity, "reduced": one.reduced}
            for one in found.flows
            if one.quantity > 0
        ],
        "arcs": [
            {"start": one.start, "end": one.end, "quantity": one.quantity, "reduced": one.reduced}
            for one in found.flows
        ],
        "objective": {"total_cost": found.cost},
        "worth": dict(found.worth),
        "hub_worth": dict(found.hub_worth),
    }


def _check_network(plan: object, supply: object, demand: object, arcs: object, hubs: object = None) -> Record:
    """The rules that flows (rows of ``start``, ``end``, ``quantity``) break, and their cost."""
    found = check_flows.check_flows(
        [
            (text(cell(row, "start")), text(cell(row, "end")), figure(cell(row, "quantity")))
            for row in records(plan)
        ],
        _amounts(supply, "source"),
        _amounts(demand, "destination"),
        _arcs(arcs),
        _hubs(hubs),
    )
    return {
        "violations": violations(found.violations),
        "objective": {"total_cost": found.total_cost},
        "through": dict(found.through),
    }


def _square(table: object) -> tuple[list[str], list[str], list[list[float | None]]]:
    """The names and figures of rows of ``row``, ``column`` and ``cost``; what is not there may not be."""
    cells = {(text(cell(one, "row")), text(cell(one, "column"))): cell(one, "cost") for one in records(table)}
    rows, columns = list(dict.fromkeys(i for i, _ in cells)), list(dict.fromkeys(j for _, j in cells))
    return rows, columns, [[_maybe(cells.get((i, j))) for j in columns] for i in rows]


def _maybe(value: Plain) -> float | None:
    return None if value is None else figure(value)


def _assign(table: object, maximise: bool = False) -> Record:
    """Who does what at the least (or most) total: rows of ``row``, ``column``, ``cost``."""
    if not isinstance(maximise, bool):
        raise TypeError("True or False")
    rows, columns, costs = _square(table)
    found = assignment.best_assignment(costs, maximise=maximise)
    return {
        "rows": [{"row": rows[i], "column": columns[j], "cost": costs[i][j]} for i, j in found.pairs],
        "objective": {"total_cost": found.total},
        "row_potentials": dict(zip(rows, found.row_potentials, strict=True)),
        "column_potentials": dict(zip(columns, found.column_potentials, strict=True)),
    }


def _hungarian(table: object, maximise: bool = False) -> list[Plain]:
    """The tables of the Hungarian method, from a list of lists of figures."""
    if not isinstance(maximise, bool):
        raise TypeError("True or False")
    costs = [figures(row) for row in listed(table)]
    return [
        {
            "action": one.action,
            "table": [list(row) for row in one.table],
            "covered_rows": list(one.covered_rows),
            "covered_columns": list(one.covered_columns),
            "least": one.least,
        }
        for one in assignment.hungarian_steps(costs, maximise=maximise)
    ]


FUNCTIONS: dict[str, Function] = {
    "start_transport": _start,
    "modi_steps": _modi,
    "best_transport": _best,
    "transport_worth": _worth,
    "check_transport": _check,
    "best_transshipment": _network,
    "check_flows": _check_network,
    "best_assignment": _assign,
    "hungarian_steps": _hungarian,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {
    "check_transport": check_transport.RULES,
    "check_flows": check_flows.RULES,
}
