"""Projects: the methods and the checker of ``solvers.projects``, over a table of tasks.

Tasks hold ``task``, ``duration`` and may hold ``after`` (a list of tasks, or of records of ``before``, ``kind``:
FS, SS, FF or SF, and ``lag``), ``uses`` (a record: resource -> what it takes) and ``release``. ``limits`` is a
record: resource -> what there is. Times are in one unit, the case's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from math import inf

from cases.expressions import Function
from cases.functions.arguments import Record, cell, listed, recorded, records, text, whole
from cases.functions.dates import read_day
from cases.functions.plans import figure, violations
from cases.plain import Plain, to_plain
from solvers.projects import arrows, best_project, check, crashing, critical_path, levelling, pert, resources
from solvers.projects import earned_value as earned
from solvers.projects import working_dates as dates
from solvers.projects.tasks import Link, Task

EFFORT = 4.0  # of a search, in units of deterministic time: a page waits for it the first time


def _plain(value: object) -> Record:
    return recorded(to_plain(value))


def _limits(value: object) -> dict[str, float]:
    return {text(name): figure(limit) for name, limit in recorded(value or {}).items()}


def _links(row: Record) -> tuple[Link, ...]:
    found = []
    for one in listed(row.get("after", [])):
        if isinstance(one, dict):
            found.append(
                Link(text(cell(one, "before")), text(one.get("kind", "FS")), figure(one.get("lag", 0)))
            )
        else:
            found.append(Link(text(one)))
    return tuple(found)


def _tasks(table: object) -> tuple[Task, ...]:
    return tuple(
        Task(
            text(cell(row, "task")),
            figure(cell(row, "duration")),
            _links(row),
            tuple(_limits(row.get("uses")).items()),
            figure(row.get("release", 0)),
        )
        for row in records(table)
    )


# -- dates ------------------------------------------------------------------------------------------
def _critical_path(tasks: object, due: object = None) -> Record:
    """Dates, floats and critical paths: ``duration``, ``rows`` (a task each), ``critical``, ``paths``."""
    found = critical_path.critical_path(_tasks(tasks), None if due is None else figure(due))
    return {
        "duration": found.duration,
        "rows": [asdict(one) for one in found.tasks],
        "critical": [one.task for one in found.tasks if one.critical],
        "paths": [list(path) for path in found.paths],
    }


def _arrow_network(tasks: object) -> list[Plain]:
    """A network of events for the tasks: rows of ``task`` (empty for a dummy), ``start``, ``end``, ``duration``."""
    return [asdict(one) for one in arrows.arrow_network(_tasks(tasks))]


def _arrow_dates(network: object) -> Record:
    """Dates of events and floats of arrows: ``duration``, ``events``, ``arrows``."""
    drawn = [
        arrows.Arrow(
            text(row.get("task", "")),
            whole(cell(row, "start")),
            whole(cell(row, "end")),
            figure(row.get("duration", 0)),
        )
        for row in records(network)
    ]
    found = arrows.arrow_dates(drawn)
    return {
        "duration": found.duration,
        "events": [asdict(one) for one in found.events],
        "arrows": [
            {**asdict(one.arrow), **{name: value for name, value in asdict(one).items() if name != "arrow"}}
            for one in found.arrows
        ],
    }


def _estimates(table: object) -> tuple[pert.Estimate, ...]:
    return tuple(
        pert.Estimate(
            text(cell(row, "task")),
            figure(cell(row, "optimistic")),
            figure(cell(row, "likely")),
            figure(cell(row, "pessimistic")),
            _links(row),
        )
        for row in records(table)
    )


def _pert(tasks: object) -> Record:
    """PERT by three estimates: ``rows``, ``path``, ``mean``, ``variance``, ``deviation``, ``paths``."""
    found = pert.pert(_estimates(tasks))
    return {
        "rows": [
            {**asdict(dated), **asdict(one)}
            for one, dated in zip(found.tasks, found.dates.tasks, strict=True)
        ],
        "path": list(found.path),
        "mean": found.mean,
        "variance": found.variance,
        "deviation": found.deviation,
        "paths": [{"path": list(path), "mean": m, "variance": v} for path, m, v in found.paths],
    }


def _probability_by(tasks: object, day: object, method: object = "critical_path") -> float:
    return pert.probability_by(pert.pert(_estimates(tasks)), figure(day), text(method))


def _date_for(tasks: object, probability: object) -> float:
    return pert.date_for(pert.pert(_estimates(tasks)), figure(probability))


def _dated_by(method: Callable[..., tuple[dates.DatedTask, ...]]) -> Function:
    def called(tasks: object, day: object, closed: object = None, weekdays: object = None) -> list[Plain]:
        week = dates.WEEK if weekdays is None else tuple(whole(one, 1) - 1 for one in listed(weekdays))
        calendar = dates.WorkingDays(week, frozenset(read_day(one) for one in listed(closed or [])))
        return [
            {"task": one.task, "start": one.start.isoformat(), "finish": one.finish.isoformat()}
            for one in method(_tasks(tasks), read_day(day), calendar)
        ]

    return called


# -- costs ------------------------------------------------------------------------------------------
def _crashable(table: object) -> tuple[crashing.Crashable, ...]:
    return tuple(
        crashing.Crashable(
            text(cell(row, "task")),
            figure(cell(row, "normal")),
            figure(cell(row, "shortest")),
            figure(cell(row, "unit_cost")),
            _links(row),
        )
        for row in records(table)
    )


def _crash_to(tasks: object, duration: object) -> Record:
    """The cheapest way to last ``duration`` at most: ``duration``, ``durations``, ``taken_off``, ``cost``."""
    return _plain(asdict(_crashed(json.dumps([records(tasks), figure(duration)], sort_keys=True))))


@lru_cache(maxsize=256)
def _crashed(question: str) -> crashing.Crashed:
    tasks, duration = json.loads(question)
    return crashing.crash_to(_crashable(tasks), duration)


def _time_cost(tasks: object, step: float = 1, indirect_cost: float = 0, direct_cost: float = 0) -> Record:
    """The curve of time against cost, step by step: ``steps``, and the ``best`` of them."""
    settings = [figure(step), figure(indirect_cost), figure(direct_cost)]
    return _plain(asdict(_curve(json.dumps([records(tasks), settings], sort_keys=True))))


@lru_cache(maxsize=256)
def _curve(question: str) -> crashing.TimeCost:
    tasks, settings = json.loads(question)
    return crashing.time_cost(_crashable(tasks), *settings)


def _earned_value(planned_value: object, earned_value: object, actual_cost: object, budget: object) -> Record:
    """Variances, indices and estimates at completion, from PV, EV, AC and BAC."""
    found = earned.earned_value(
        figure(planned_value), figure(earned_value), figure(actual_cost), figure(budget)
    )
    return _plain(asdict(found))


# -- resources --------------------------------------------------------------------------------------
def _starts(table: object) -> dict[str, float]:
    return {text(cell(row, "task")): figure(cell(row, "start")) for row in records(table)}


def _rows(starts: dict[str, float]) -> list[Plain]:
    return [{"task": task, "start": start} for task, start in starts.items()]


def _project_loads(plan: object, tasks: object) -> list[Plain]:
    """What is used of each resource over time: rows of ``resource``, ``start``, ``end``, ``used``."""
    return [asdict(one) for one in resources.resource_loads(_tasks(tasks), _starts(plan))]


def _by_rule(
    tasks: object, limits: object, rule: object = "latest_finish", scheme: object = "parallel"
) -> list[Plain]:
    return _rows(resources.project_by_rule(_tasks(tasks), _limits(limits), text(rule), text(scheme)))


def _best(tasks: object, limits: object) -> Record:
    """The shortest schedule within the limits, with its bound."""
    found = _searched(json.dumps([records(tasks), _limits(limits)], sort_keys=True))
    return _found(found, "duration")


@lru_cache(maxsize=256)
def _searched(question: str) -> best_project.BestProject:
    tasks, limits = json.loads(question)
    return best_project.best_project(_tasks(tasks), limits, EFFORT)


def _level(tasks: object, weights: object, due: object = None, minimise: object = "peak") -> Record:
    """The most even use within the floats, with its bound: ``peak``, or ``squares`` of the use."""
    end = None if due is None else figure(due)
    asked = json.dumps([records(tasks), _limits(weights), end, text(minimise)], sort_keys=True)
    return _found(_levelled(asked), text(minimise))


@lru_cache(maxsize=256)
def _levelled(question: str) -> best_project.BestProject:
    tasks, weights, due, minimise = json.loads(question)
    return best_project.level_resources(_tasks(tasks), weights, due, minimise, EFFORT)


def _level_steps(tasks: object, weights: object, due: object = None) -> Record:
    """Levelling by hand: ``rows``, the ``objective`` at the end, ``first``, and every step with what it tried."""
    end = None if due is None else figure(due)
    found = levelling.level_by_steps(_tasks(tasks), _limits(weights), end)
    return {
        "rows": _rows(found.starts),
        "objective": {"squares": found.squares},
        "first": found.first,
        "steps": [asdict(one) for one in found.steps],
    }


def _found(found: best_project.BestProject, name: str) -> Record:
    return {
        "rows": _rows(found.starts),
        "objective": {name: found.value},
        "bound": found.bound,
        "proven": found.proven,
        "gap": found.gap,
    }


def _check(
    plan: object, tasks: object, limits: object = None, due: object = None, unit: str = "day"
) -> Record:
    """The rules that a plan (rows of ``task`` and ``start``) breaks, its figures, its bars and its loads."""
    starts = [(text(cell(row, "task")), figure(cell(row, "start"))) for row in records(plan)]
    last = inf if due is None else figure(due)
    found = check.check_project(starts, _tasks(tasks), _limits(limits), last, text(unit))
    return {
        "violations": violations(found.violations),
        "objective": {
            "duration": found.duration,
            "tardiness": found.tardiness,
            "peak": found.peak,
            "squares": found.squares,
            "overload": found.overload,
        },
        "bars": [
            {"lane": one.task, "label": one.task, "start": one.start, "end": one.end, "late": one.late}
            for one in found.bars
        ],
        "loads": [
            {"lane": one.resource, "found": one.peak, "limit": one.limit, "unit": ""}
            for one in found.loads
            if one.limit is not None
        ],
    }


FUNCTIONS: dict[str, Function] = {
    "critical_path": _critical_path,
    "arrow_network": _arrow_network,
    "arrow_dates": _arrow_dates,
    "pert": _pert,
    "probability_by": _probability_by,
    "date_for": _date_for,
    "backward_dates": _dated_by(dates.backward_dates),
    "forward_dates": _dated_by(dates.forward_dates),
    "crash_to": _crash_to,
    "time_cost": _time_cost,
    "earned_value": _earned_value,
    "project_loads": _project_loads,
    "project_by_rule": _by_rule,
    "best_project": _best,
    "level_resources": _level,
    "level_by_steps": _level_steps,
    "check_project": _check,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {"check_project": check.RULES}
