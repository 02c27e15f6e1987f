"""Scheduling on one machine: the methods and the checker of ``solvers.scheduling``, over a table of orders.

Orders hold ``order``, ``processing`` and ``due``, and may hold ``release``, ``weight`` and ``family``; times
are in one unit, the case's own.
"""

from __future__ import annotations

import json
from functools import lru_cache

from cases.expressions import Function
from cases.functions.arguments import Record, cell, records, text
from cases.functions.plans import figure, violations
from cases.plain import Plain
from solvers.scheduling import best_sequence, check, dispatching, moore_hodgson
from solvers.scheduling.jobs import Job, Operation


def _jobs(table: object) -> tuple[Job, ...]:
    return tuple(
        Job(
            text(cell(row, "order")),
            figure(cell(row, "processing")),
            figure(cell(row, "due")),
            figure(row.get("release", 0)),
            figure(row.get("weight", 1)),
            text(row.get("family", "")),
        )
        for row in records(table)
    )


def _rows(operations: tuple[Operation, ...]) -> list[Plain]:
    return [{"order": one.order, "start": one.start} for one in operations]


def _check(plan: object, orders: object, setup: float = 0, unit: str = "hour") -> Record:
    """The rules that a plan (rows of ``order`` and ``start``) breaks, its criteria, and its Gantt bars."""
    starts = [(text(cell(row, "order")), figure(cell(row, "start"))) for row in records(plan)]
    found = check.check_schedule(starts, _jobs(orders), figure(setup), text(unit))
    return {
        "violations": violations(found.violations),
        "objective": {
            "total_tardiness": found.total_tardiness,
            "weighted_tardiness": found.weighted_tardiness,
            "max_tardiness": found.max_tardiness,
            "late_orders": found.late_orders,
            "makespan": found.makespan,
            "total_flow_time": found.total_flow_time,
        },
        "bars": [
            {"lane": "", "label": one.order, "start": one.start, "end": one.end, "late": one.late}
            for one in found.bars
        ],
    }


def _dispatch(orders: object, rule: object, setup: float = 0) -> list[Plain]:
    """The plan that a dispatching rule gives: fifo, edd, spt, lpt, wspt or slack."""
    return _rows(dispatching.dispatch(_jobs(orders), text(rule), figure(setup)))


def _best(orders: object, minimise: object = "total_tardiness", setup: float = 0) -> Record:
    """The proven best plan of 12 orders at most, with the value of its criterion."""
    found = _searched(json.dumps([records(orders), text(minimise), figure(setup)], sort_keys=True))
    return {
        "rows": _rows(found.operations),
        "objective": {text(minimise): found.value},
        "bound": found.value,
        "proven": True,
    }


@lru_cache(maxsize=256)
def _searched(question: str) -> best_sequence.BestSequence:
    orders, minimise, setup = json.loads(question)
    return best_sequence.best_sequence(_jobs(orders), minimise, setup)


def _fewest_late(orders: object) -> Record:
    """The sequence with the fewest late orders (Moore and Hodgson), and the orders that are late in it."""
    found = moore_hodgson.moore_hodgson(_jobs(orders))
    return {"sequence": list(found.sequence), "late": list(found.late)}


FUNCTIONS: dict[str, Function] = {
    "check_schedule": _check,
    "dispatch": _dispatch,
    "best_schedule": _best,
    "fewest_late": _fewest_late,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_schedule": check.RULES}
