"""Workshops: several machines in turn. The methods and the checker of ``solvers.scheduling``, over tables.

``routes`` are rows of ``order``, ``operation`` (10, 20… or 1, 2…), ``machine`` and ``time``, and may hold
``family`` and ``task``, the name of the operation (else ``A/10``); rows of one order and operation are machines
to choose from. ``orders`` are rows of ``order`` that may hold ``release``, ``due`` and ``weight``; ``setups`` rows
of ``before``, ``after``, ``time`` and perhaps ``machine``; ``hours`` rows of ``machine``, ``start``, ``end``. Flow
shops take a table of ``order`` and one field a machine. Times are in one unit, the case's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import lru_cache
from math import inf

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, listed, records, text, whole
from cases.functions.plans import figure, violations
from cases.plain import Plain, to_plain
from solvers.scheduling import best_shop, check_shop, johnson, lot_streaming, neh, shop_dispatching
from solvers.scheduling.flow_shop import FlowTimes, flow_times
from solvers.scheduling.shop import OpenHours, Placed, Setup, Shop, ShopJob, ShopOperation

EFFORT = 4.0  # of a search, in units of deterministic time: a page waits for it the first time

Names = dict[tuple[str, int], str]  # order and operation (from 1) -> what the case calls it


def _tables(orders: object, setups: object, hours: object) -> tuple[object, object, object]:
    return orders or [], setups or [], hours or []


def _shop(routes: object, orders: object, setups: object, hours: object) -> tuple[Shop, Names]:
    """The workshop of four tables, and the names of its operations."""
    known = {text(cell(row, "order")): row for row in records(orders)}
    steps: dict[str, dict[float, list[Record]]] = {}
    for row in records(routes):
        order = text(cell(row, "order"))
        steps.setdefault(order, {}).setdefault(figure(cell(row, "operation")), []).append(row)
    jobs: list[ShopJob] = []
    names: Names = {}
    for order, operations in steps.items():
        made: list[ShopOperation] = []
        for turn, number in enumerate(sorted(operations), start=1):
            rows = operations[number]
            names[order, turn] = text(rows[0].get("task", f"{order}/{number:g}"))
            times = tuple((text(cell(row, "machine")), figure(cell(row, "time"))) for row in rows)
            made.append(ShopOperation(times, text(rows[0].get("family", ""))))
        more = known.get(order, {})
        due = more.get("due")
        jobs.append(
            ShopJob(
                order,
                tuple(made),
                inf if due is None else figure(due),
                figure(more.get("release", 0)),
                figure(more.get("weight", 1)),
            )
        )
    shop = Shop(
        tuple(jobs),
        tuple(
            Setup(
                text(cell(row, "before")),
                text(cell(row, "after")),
                figure(cell(row, "time")),
                text(row.get("machine", "")),
            )
            for row in records(setups)
        ),
        tuple(
            OpenHours(text(cell(row, "machine")), figure(cell(row, "start")), figure(cell(row, "end")))
            for row in records(hours)
        ),
    )
    return shop, names


def _rows(operations: tuple[Placed, ...], names: Names) -> list[Plain]:
    return [
        {
            "task": names[one.order, one.operation],
            "order": one.order,
            "operation": one.operation,
            "machine": one.machine,
            "start": one.start,
            "end": one.end,
        }
        for one in operations
    ]


def _check(
    plan: object,
    routes: object,
    orders: object = None,
    setups: object = None,
    hours: object = None,
    unit: str = "hour",
) -> Record:
    """The rules that a schedule (rows of ``task`` and ``start``, and ``machine`` where there is a choice) breaks."""
    shop, names = _shop(routes, *_tables(orders, setups, hours))
    known = {name: key for key, name in names.items()}
    alone = {
        (job.order, turn): one.times[0][0]
        for job in shop.jobs
        for turn, one in enumerate(job.operations, start=1)
    }
    rows: list[tuple[str, int, str, float]] = []
    for row in records(plan):
        name = text(cell(row, "task"))
        order, turn = known.get(name, (name, 0))
        machine = text(row.get("machine", alone.get((order, turn), "")))
        rows.append((order, turn, machine, figure(cell(row, "start"))))
    found = check_shop.check_shop(rows, shop, text(unit))
    measures = {
        name: getattr(found, name)
        for name in (
            "makespan",
            "total_tardiness",
            "weighted_tardiness",
            "max_tardiness",
            "late_orders",
            "total_flow_time",
            "idle",
        )
    }
    told = {f"{order} / {turn}": name for (order, turn), name in names.items()}
    return {
        "violations": violations(
            tuple(replace(one, where=told.get(one.where, one.where)) for one in found.violations)
        ),
        "objective": measures,
        "bars": [
            {
                "lane": one.machine,
                "label": names[one.order, one.operation],
                "job": one.order,
                "start": one.start,
                "end": one.end,
                "late": one.late,
            }
            for one in found.bars
        ],
        "lanes": list(dict.fromkeys(text(cell(row, "machine")) for row in records(routes))),
    }


def _dispatch(
    routes: object,
    rule: object,
    orders: object = None,
    setups: object = None,
    hours: object = None,
    schedule: object = "non_delay",
) -> list[Plain]:
    """The schedule that a dispatching rule gives: rows of ``task``, ``order``, ``machine``, ``start``, ``end``."""
    shop, names = _shop(routes, *_tables(orders, setups, hours))
    return _rows(shop_dispatching.dispatch_shop(shop, text(rule), text(schedule)), names)


def _best(
    routes: object,
    orders: object = None,
    minimise: object = "makespan",
    setups: object = None,
    hours: object = None,
) -> Record:
    """The best schedule found, its value, the bound that none can pass and whether it is proven."""
    tables = [records(routes), *map(records, _tables(orders, setups, hours))]
    found = _searched(json.dumps([*tables, text(minimise)], sort_keys=True))
    _, names = _shop(routes, [], [], [])
    return {
        "rows": _rows(found.operations, names),
        "objective": {text(minimise): found.value},
        "bound": found.bound,
        "proven": found.proven,
        "gap": found.gap,
    }


@lru_cache(maxsize=256)
def _searched(question: str) -> best_shop.BestShop:
    routes, orders, setups, hours, minimise = json.loads(question)
    return best_shop.best_shop(_shop(routes, orders, setups, hours)[0], minimise, EFFORT)


# -- flow shops -------------------------------------------------------------------------------------
def _times(table: object, machines: object) -> tuple[dict[str, tuple[float, ...]], list[str]]:
    names = [text(one) for one in listed(machines)]
    return {
        text(cell(row, "order")): tuple(figure(cell(row, name)) for name in names) for row in records(table)
    }, names


def _schedule(found: FlowTimes) -> Record:
    return {
        "rows": [
            {"order": one.order, "machine": one.machine, "start": one.start, "end": one.end}
            for one in found.rows
        ],
        "makespan": found.makespan,
        "waits": list(found.waits),
    }


def _flow(orders: object, machines: object, sequence: object) -> Record:
    """A sequence of a flow shop in time: ``rows``, ``makespan`` and ``waits`` (machine by machine)."""
    times, names = _times(orders, machines)
    return _schedule(flow_times(times, [text(one) for one in listed(sequence)], names))


def _johnson_by(method: Callable[..., johnson.Johnson]) -> Function:
    def called(orders: object, machines: object) -> Record:
        found = method(*_times(orders, machines))
        return {
            "sequence": list(found.sequence),
            "first": list(found.first),
            "last": list(found.last),
            "steps": [asdict(one) for one in found.steps],
            "times": [{"order": order, "first": a, "second": b} for order, a, b in found.times],
            **_schedule(found.schedule),
        }

    return called


def _neh(orders: object, machines: object) -> Record:
    """NEH: the ``sequence``, its schedule, and ``steps`` of ``order``, ``total``, ``makespans``, ``place``."""
    found = neh.neh(*_times(orders, machines))
    steps = [asdict(one) for one in found.steps]
    return {"sequence": list(found.sequence), "steps": to_plain(steps), **_schedule(found.schedule)}


# -- lots sent on in parts --------------------------------------------------------------------------
def _stream(sublots: object, stages: object, without_waits: bool = False, setup_ahead: bool = True) -> Record:
    """A lot through its machines in parts: ``rows``, ``lead_time``, ``whole_lead_time``, ``gain``, ``waits``."""
    if not isinstance(without_waits, bool) or not isinstance(setup_ahead, bool):
        raise TypeError("True or False")
    route = [
        lot_streaming.Stage(
            text(cell(row, "machine")),
            figure(cell(row, "unit_time")),
            figure(row.get("setup", 0)),
            figure(row.get("transfer", 0)),
        )
        for row in records(stages)
    ]
    found = lot_streaming.stream_lot(
        figures(sublots), route, without_waits=without_waits, setup_ahead=setup_ahead
    )
    plain = to_plain(asdict(found))
    assert isinstance(plain, dict)
    return plain


def _equal(quantity: object, count: object) -> list[Plain]:
    return list(lot_streaming.equal_sublots(whole(quantity), whole(count)))


def _geometric(quantity: object, count: object, first: object, second: object) -> list[Plain]:
    found = lot_streaming.geometric_sublots(figure(quantity), whole(count), figure(first), figure(second))
    return list(found)


FUNCTIONS: dict[str, Function] = {
    "check_shop": _check,
    "dispatch_shop": _dispatch,
    "best_shop": _best,
    "flow_shop": _flow,
    "johnson": _johnson_by(johnson.johnson),
    "johnson_three": _johnson_by(johnson.johnson_three),
    "neh": _neh,
    "stream_lot": _stream,
    "equal_sublots": _equal,
    "geometric_sublots": _geometric,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_shop": check_shop.RULES}
