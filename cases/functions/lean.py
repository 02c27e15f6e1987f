"""Lean: pace, line balance, equipment effectiveness, changeovers, value stream, tugger trains, audits.

Tasks hold ``task``, ``time`` and may hold ``after`` (a list of tasks); parts on a machine hold ``item``, ``demand``,
``unit_time``, ``setup_time`` and may hold ``setup_cost``, ``holding_cost``; times are in one unit, the case's own,
unless said.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, listed, records, text
from cases.functions.plans import figure, violations
from cases.plain import Plain
from solvers.lean import (
    changeover,
    check,
    check_reductions,
    line_balance,
    losses,
    oee,
    takt,
    tugger,
    value_stream,
)


# -- pace and balance -------------------------------------------------------------------------------
def _tasks(table: object) -> tuple[line_balance.Task, ...]:
    return tuple(
        line_balance.Task(
            text(cell(row, "task")),
            figure(cell(row, "time")),
            tuple(text(one) for one in listed(row.get("after", []))),
        )
        for row in records(table)
    )


def _rows(found: line_balance.Balance) -> list[Plain]:
    return [
        {"task": name, "station": number}
        for number, station in enumerate(found.stations, start=1)
        for name in station
    ]


def _line_balance(tasks: object, cycle_time: float, rule: object = "ranked_positional_weight") -> Record:
    """Tasks shared out by a rule: ``rows`` of ``task`` and ``station``, ``loads``, ``efficiency``, ``steps``…"""
    found = line_balance.line_balance(_tasks(tasks), cycle_time, text(rule))  # type: ignore[arg-type]  # a word that it refuses itself
    return {
        "rows": _rows(found),
        "stations": len(found.stations),
        "loads": list(found.loads),
        "least": found.least,
        "efficiency": found.efficiency,
        "delay": found.delay,
        "smoothness": found.smoothness,
        "steps": [{**asdict(step), "candidates": list(step.candidates)} for step in found.steps],
    }


def _best_balance(tasks: object, cycle_time: float) -> Record:
    """The fewest stations for 15 tasks at most, proven."""
    found = _balanced(json.dumps([records(tasks), cycle_time]))
    count = len(found.stations)
    return {"rows": _rows(found), "objective": {"stations": count}, "bound": count, "proven": True}


@lru_cache(maxsize=256)
def _balanced(question: str) -> line_balance.Balance:
    tasks, cycle_time = json.loads(question)
    return line_balance.best_balance(_tasks(tasks), cycle_time)


def _check_balance(plan: object, tasks: object, cycle_time: float, unit: str = "min") -> Record:
    """The rules that a balance (rows of ``task`` and ``station``) breaks, its stations, loads and efficiency."""
    known = _tasks(tasks)
    found = check.check_balance(
        [(text(cell(row, "task")), figure(cell(row, "station"))) for row in records(plan)],
        {task.name: task.time for task in known},
        {task.name: task.after for task in known},
        figure(cycle_time),
        text(unit),
    )
    return {
        "violations": violations(found.violations),
        "objective": {
            "stations": found.stations,
            "efficiency": found.efficiency,
            "smoothness": found.smoothness,
        },
        "loads": list(found.loads),
    }


# -- effectiveness ----------------------------------------------------------------------------------
def _oee(
    required: float,
    stops: float,
    cycle_time: float,
    made: float,
    good: float,
    opening: float | None = None,
    calendar: float | None = None,
) -> Record:
    """The times, rates (``availability``, ``performance``, ``quality``, ``oee``…) and ``losses`` of an equipment."""
    found = oee.effectiveness_of_parts(required, stops, cycle_time, made, good, opening, calendar)
    return {**asdict(found), "losses": dict(found.losses)}


def _oee_times(
    required: float,
    running: float,
    net: float,
    useful: float,
    opening: float | None = None,
    calendar: float | None = None,
) -> Record:
    """The same, from the times of NF E 60-182."""
    found = oee.effectiveness(required, running, net, useful, opening, calendar)
    return {**asdict(found), "losses": dict(found.losses)}


def _loss_pareto(table: object, share: float = 0.8) -> list[Plain]:
    """Causes (rows of ``cause``, ``lost``, ``times``) by falling loss, the ``first`` ones to act on marked."""
    causes = [
        losses.Loss(text(cell(row, "cause")), figure(cell(row, "lost")), figure(row.get("times", 1)))
        for row in records(table)
    ]
    return [asdict(line) for line in losses.pareto(causes, share)]


def _audit_5s(scores: object, most: float = 5, target: float = 0.8) -> Record:
    """A 5S audit (a record of lists of points): ``lines``, ``rate``, ``weakest``, ``met``."""
    if not isinstance(scores, dict):
        raise TypeError("a record of lists")
    found = losses.audit_5s({name: figures(points) for name, points in scores.items()}, most, target)
    return {
        "lines": [asdict(line) for line in found.lines],
        "rate": found.rate,
        "weakest": found.weakest,
        "met": found.met,
    }


# -- changeovers ------------------------------------------------------------------------------------
def _parts(table: object) -> tuple[changeover.LotItem, ...]:
    return tuple(
        changeover.LotItem(
            text(cell(row, "item")),
            figure(cell(row, "demand")),
            figure(cell(row, "unit_time")),
            figure(cell(row, "setup_time")),
            figure(row.get("setup_cost", 0)),
            figure(row.get("holding_cost", 0)),
        )
        for row in records(table)
    )


def _actions(table: object) -> tuple[changeover.Reduction, ...]:
    return tuple(
        changeover.Reduction(
            text(cell(row, "item")),
            figure(cell(row, "saved_time")),
            figure(cell(row, "cost")),
            figure(row.get("saved_cost", 0)),
        )
        for row in records(table)
    )


def _rotation(items: object, hours: float) -> Record:
    """Every part once a cycle: free hours, ``shortest_cycle`` (EPEI), ``economic_cycle`` (None: none), lots by part."""
    found = changeover.rotation(_parts(items), hours)
    told: Record = asdict(found)
    told["economic_cycle"] = _finite(found.economic_cycle)
    told["lines"] = [{**asdict(line), "economic_lot": _finite(line.economic_lot)} for line in found.lines]
    return told


def _finite(value: float) -> float | None:
    return value if value < float("inf") else None


def _best_reductions(
    items: object, hours: float, offered: object, budget: float, minimise: object = "cost"
) -> Record:
    """Which changeovers to shorten within a budget: rows of ``item`` and ``saved_time``, the proven best."""
    asked = [records(items), hours, records(offered), budget, text(minimise)]
    found = _chosen(json.dumps(asked))
    criterion = "cost" if minimise == "cost" else "shortest_cycle"
    return {
        "rows": [{"item": one.item, "saved_time": one.saved_time} for one in found.actions],
        "objective": {criterion: found.value},
        "bound": found.value,
        "proven": True,
        "spent": found.spent,
    }


@lru_cache(maxsize=256)
def _chosen(question: str) -> changeover.BestReductions:
    items, hours, offered, budget, minimise = json.loads(question)
    return changeover.best_reductions(_parts(items), hours, _actions(offered), budget, minimise)


def _check_reductions(
    plan: object, items: object, hours: float, offered: object, budget: float, unit: str = "EUR"
) -> Record:
    """The rules that a plan (rows of ``item`` and ``saved_time``) breaks, its cost and cycle, the lots by part."""
    known = {part.name: part for part in _parts(items)}
    found = check_reductions.check_reductions(
        [(text(cell(row, "item")), figure(cell(row, "saved_time"))) for row in records(plan)],
        {name: _figures_of(part) for name, part in known.items()},
        figure(hours),
        [asdict(action) for action in _actions(offered)],
        figure(budget),
        text(unit),
    )
    return {
        "violations": violations(found.violations),
        "objective": {
            "cost": found.cost,
            "shortest_cycle": found.shortest_cycle,
            "cycle": found.cycle,
            "spent": found.spent,
        },
        "lots": [
            {"item": name, "setup_time": found.setups[name], "lot": found.lots.get(name)} for name in known
        ],
    }


def _figures_of(part: changeover.LotItem) -> dict[str, float]:
    return {name: value for name, value in asdict(part).items() if name != "name"}


# -- flow -------------------------------------------------------------------------------------------
def _value_stream(steps: object, daily_demand: float, daily_time: float, final_stock: float = 0.0) -> Record:
    """Lead time, efficiency; rows of ``step``, ``cycle_time``, ``stock`` (``value_added``, ``uptime``, ``scrap``)."""
    found = value_stream.value_stream(
        [_stream_step(row) for row in records(steps)], daily_demand, daily_time, final_stock
    )
    return {**asdict(found), "lines": [asdict(line) for line in found.lines]}


def _stream_step(row: Record) -> value_stream.StreamStep:
    added = row.get("value_added")
    return value_stream.StreamStep(
        text(cell(row, "step")),
        figure(cell(row, "cycle_time")),
        figure(row.get("stock", 0)),
        None if added is None else figure(added),
        figure(row.get("uptime", 1)),
        figure(row.get("scrap", 0)),
    )


def _stops(table: object) -> list[tugger.Stop]:
    return [
        tugger.Stop(text(cell(row, "stop")), figure(cell(row, "demand")), figure(cell(row, "container")))
        for row in records(table)
    ]


def _loop(found: tugger.TuggerLoop) -> Record:
    return {**asdict(found), "lines": [asdict(line) for line in found.lines]}


def _tugger_loop(
    stops: object,
    interval: float,
    travel: float,
    capacity: float,
    stop_time: float = 0.0,
    handling: float = 0.0,
    safety: float = 0.0,
    train_cost: float = 0.0,
    container_cost: float = 0.0,
) -> Record:
    """A route (rows of ``stop``, ``demand`` an hour, ``container``) driven every ``interval`` minutes."""
    found = tugger.tugger_loop(
        _stops(stops),
        interval,
        travel,
        capacity,
        stop_time=stop_time,
        handling=handling,
        safety=safety,
        train_cost=train_cost,
        container_cost=container_cost,
    )
    return _loop(found)


def _best_interval(
    stops: object,
    intervals: object,
    travel: float,
    capacity: float,
    stop_time: float = 0.0,
    handling: float = 0.0,
    safety: float = 0.0,
    train_cost: float = 0.0,
    container_cost: float = 0.0,
) -> list[Plain]:
    """Intervals compared, the cheapest of those whose rounds fit first."""
    found = tugger.best_interval(
        _stops(stops),
        figures(intervals),
        travel,
        capacity,
        stop_time=stop_time,
        handling=handling,
        safety=safety,
        train_cost=train_cost,
        container_cost=container_cost,
    )
    return [_loop(one) for one in found]


FUNCTIONS: dict[str, Function] = {
    "convert_time": takt.convert_time,
    "takt_time": lambda available, demand: takt.takt_time(available, demand).takt,
    "operators_for": lambda work, available, demand: takt.takt_time(available, demand, work).operators,
    "positional_weights": lambda tasks: line_balance.positional_weights(_tasks(tasks)),
    "line_balance": _line_balance,
    "best_balance": _best_balance,
    "check_balance": _check_balance,
    "oee": _oee,
    "oee_times": _oee_times,
    "loss_pareto": _loss_pareto,
    "audit_5s": _audit_5s,
    "setup_effect": lambda annual_demand, production_rate, holding_cost, setup_cost_before, setup_cost_after: (
        asdict(
            changeover.setup_effect(
                annual_demand, production_rate, holding_cost, setup_cost_before, setup_cost_after
            )
        )
    ),
    "rotation": _rotation,
    "best_reductions": _best_reductions,
    "check_reductions": _check_reductions,
    "value_stream": _value_stream,
    "cycle_efficiency": value_stream.cycle_efficiency,
    "tugger_loop": _tugger_loop,
    "best_interval": _best_interval,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {
    "check_balance": check.BALANCE_RULES,
    "check_reductions": check_reductions.REDUCTION_RULES,
}
