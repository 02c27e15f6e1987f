"""What our solvers answer to scheduling_textbook.json: workshops, flow shops, lots in parts, projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.projects.best_project import best_project, level_resources
from solvers.projects.crashing import Crashable, crash_to
from solvers.projects.critical_path import critical_path
from solvers.projects.earned_value import earned_value
from solvers.projects.levelling import level_by_steps
from solvers.projects.pert import Estimate, date_for, pert, probability_by
from solvers.projects.resources import resource_loads
from solvers.projects.tasks import Link, Task
from solvers.scheduling.best_shop import best_shop, shop_value
from solvers.scheduling.johnson import johnson
from solvers.scheduling.lot_streaming import Stage, geometric_sublots, stream_lot
from solvers.scheduling.neh import neh
from solvers.scheduling.shop_dispatching import dispatch_shop
from solvers.scheduling.taillard import taillard_flow_shop, taillard_job_shop
from tests.solvers.known_projects import J301_1_LIMITS, j301_1, td3
from tests.solvers.known_shops import known_shop

Figures = dict[str, Any]


def _shop(x: Figures) -> Figures:
    found = best_shop(known_shop(x["shop"]))
    assert found.proven
    return {"makespan": found.value}


def _dispatched(x: Figures) -> Figures:
    shops = [known_shop(name) for name in x["shops"]]
    return {"makespans": [shop_value(shop, dispatch_shop(shop, x["rule"])) for shop in shops]}


def _johnson(x: Figures) -> Figures:
    found = johnson(x["times"])
    return {"sequence": "".join(found.sequence), "makespan": found.makespan}


def _order(x: Figures) -> Figures:
    return {"sequence": _johnson(x)["sequence"]}


def _neh(x: Figures) -> Figures:
    return {"makespan": neh(taillard_flow_shop(x["jobs"], x["machines"], x["seed"])).makespan}


def _taillard(x: Figures) -> Figures:
    shop = taillard_job_shop(x["jobs"], x["machines"], x["time_seed"], x["machine_seed"])
    pairs = [one.times[0] for one in shop.jobs[0].operations]
    return {"times": [time for _, time in pairs], "machines": [int(machine[1:]) for machine, _ in pairs]}


def _td3(x: Figures) -> Figures:
    tasks = td3()
    found = critical_path(tasks)
    starts = {one.task: one.earliest_start for one in found.tasks}
    return {
        "ES": [one.earliest_start for one in found.tasks],
        "LS": [one.latest_start for one in found.tasks],
        "duration": found.duration,
        "people_at_start": resource_loads(tasks, starts)[0].used,
    }


def _links(before: str) -> tuple[Link, ...]:
    return tuple(Link(one) for one in before)


def _critical(x: Figures) -> Figures:
    found = critical_path([Task(name, d, _links(before)) for name, (d, before) in x["tasks"].items()])
    (path,) = found.paths
    return {
        "duration": found.duration,
        "path": "".join(path),
        "slack": [one.total_float for one in found.tasks],
    }


def _pert(x: Figures) -> Figures:
    found = pert([Estimate(name, a, m, b, _links(before)) for name, (a, m, b, before) in x["tasks"].items()])
    return {
        "mean": found.mean,
        "variance": found.variance,
        "probability": probability_by(found, x["date"]),
        "by": date_for(found, x["chance"]),
    }


def _crash(x: Figures) -> Figures:
    tasks = [Crashable(name, n, s, c, _links(before)) for name, (n, s, c, before) in x["tasks"].items()]
    return {"costs": [crash_to(tasks, duration).cost for duration in x["durations"]]}


def _levelled(x: Figures) -> Figures:
    tasks = [
        Task(name, days, _links(before), (("crew", crew),))
        for name, (days, crew, before) in x["tasks"].items()
    ]
    found = level_by_steps(tasks, {"crew": 1})
    best = level_resources(tasks, {"crew": 1}, minimise="squares")
    return {"first": found.first, "squares": found.squares, "starts": found.starts, "least": best.value}


def _j301_1(x: Figures) -> Figures:
    return {
        "without_limits": critical_path(j301_1()).duration,
        "within": best_project(j301_1(), J301_1_LIMITS).value,
    }


def _earned(x: Figures) -> Figures:
    found = earned_value(x["pv"], x["ev"], x["ac"], x["bac"])
    return {
        "cv": found.cost_variance,
        "sv": found.schedule_variance,
        "cpi": found.cost_index,
        "spi": found.schedule_index,
        "eac": found.at_cost_index,
        "eac_budget": found.at_budget,
        "eac_both": found.at_both_indices,
        "tcpi": found.to_complete_index,
    }


def _parts(x: Figures) -> Figures:
    parts = geometric_sublots(x["quantity"], x["count"], x["first"], x["second"])
    found = stream_lot(parts, [Stage("first", x["first"]), Stage("second", x["second"])])
    return {"parts": list(parts), "lead_time": found.lead_time}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    **{f"JS-{name}": _shop for name in ("ft06", "la01", "la02", "la03", "la04", "la05")},
    "JS-mwkr": _dispatched,
    "JS-ta01": _taillard,
    "FS-johnson-1954": _johnson,
    "FS-heizer": _johnson,
    "FS-neh-ta001": _neh,
    "C05": _order,
    "C09": _td3,
    "PR-heizer-cpm": _critical,
    "PR-heizer-pert": _pert,
    "PR-heizer-crash": _crash,
    "PR-levelling": _levelled,
    "PR-j301_1": _j301_1,
    "PR-evm": _earned,
    "LS-equal": _parts,
}
