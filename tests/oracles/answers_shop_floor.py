"""What the shop-floor simulator answers to the entries of shop_floor.json: entry id -> inputs -> figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from sim.production import ledger as book
from sim.production.figures import figures
from sim.production.shop import run
from sim.production.world import World
from sim.records import read

Figures = dict[str, Any]
SEED = 1954


def exponential(mean: float) -> Figures:
    return {"gamma": {"mean": mean, "sd": mean}}


def shop(**data: Any) -> World:
    return read(World, {"policy": {}, **data})


def measured(world: World) -> dict[str, float]:
    return figures(world, run(world, SEED))


def _queue(x: Figures) -> Figures:
    """One station, one kind of customer: its queue, and the share of those who wait."""
    service = exponential(x["service"]) if x["scv"] == 1 else {"constant": x["service"]}
    if x["scv"] not in (0, 1):
        service = {"gamma": {"mean": x["service"], "sd": x["service"] * math.sqrt(x["scv"])}}
    world = shop(
        horizon=x["horizon"],
        warm_up=x["horizon"] // 50,
        machines=[{"name": "desk", "count": x["servers"]}],
        products=[{"name": "p", "routing": [{"machine": "desk", "time": 1, "actual": service}]}],
        arrivals=[{"product": "p", "every": exponential(1 / x["rate"]), "allowance": 0}],
    )
    ledger = run(world, SEED)
    found = figures(world, ledger)
    came = {row.order: row.time for row in book.rows(ledger, book.QUEUE)}
    starts = book.rows(ledger, book.START)
    waited = sum(row.time > came[row.order] for row in starts) / len(starts)
    return {"Wq": found["mean_wait"], "Lq": found["mean_queue"], "P(wait)": waited}


def _queue_of(*keys: str) -> Callable[[Figures], Figures]:
    return lambda x: {key: value for key, value in _queue(x).items() if key in keys}


def _priorities(x: Figures) -> Figures:
    ledger = run(
        shop(
            horizon=x["horizon"],
            machines=[{"name": "desk"}],
            products=[
                {"name": name, "routing": [{"machine": "desk", "time": 1, "actual": exponential(1)}]}
                for name in ("first", "second")
            ],
            arrivals=[
                {"product": name, "every": exponential(1 / x["rate"]), "allowance": 0, "priority": urgency}
                for name, urgency in (("first", 2), ("second", 1))
            ],
            policy={"dispatching": "priority"},
        ),
        SEED,
    )
    came = {row.order: row.time for row in book.rows(ledger, book.QUEUE)}
    waits: dict[str, list[float]] = {"first": [], "second": []}
    for row in book.rows(ledger, book.START):
        waits[row.product].append(row.time - came[row.order])
    return {name: sum(row) / len(row) for name, row in waits.items()}


def _closed_line(x: Figures) -> Figures:
    """Stations of 2 hours in a row, orders without end, `wip` of them in the line."""
    actual = {"actual": exponential(2)} if x["exponential"] else {}
    horizon, pieces = x["horizon"], x.get("batch", 1)
    found = measured(
        shop(
            horizon=horizon,
            warm_up=horizon // 10,
            machines=[{"name": f"station {n}"} for n in range(x["stations"])],
            products=[
                {
                    "name": "penny",
                    "routing": [
                        {"machine": f"station {n}", "time": 2, **actual} for n in range(x["stations"])
                    ],
                }
            ],
            orders=[
                {"name": f"{n}", "product": "penny", "quantity": pieces, "due": 0}
                for n in range(int(horizon * 0.55))
            ],
            policy={"release": "conwip", "wip": x["wip"]},
        )
    )
    return {"TH": found["throughput"] * pieces, "CT": found["mean_flow_time"]}


def _blocking(x: Figures) -> Figures:
    """Two exponential stations with a buffer between them, the first never without work."""
    found = measured(
        shop(
            horizon=x["horizon"],
            machines=[{"name": "first"}, {"name": "second", "room": x["buffer"]}],
            products=[
                {
                    "name": "p",
                    "routing": [
                        {"machine": name, "time": 1, "actual": exponential(1)} for name in ("first", "second")
                    ],
                }
            ],
            orders=[{"name": f"{n}", "product": "p", "due": 0} for n in range(x["horizon"])],
            policy={"release": "conwip", "wip": x["buffer"] + 4},
        )
    )
    return {"TH": found["throughput"]}


def _availability(x: Figures) -> Figures:
    found = measured(
        shop(
            horizon=x["horizon"],
            machines=[
                {
                    "name": "press",
                    "breakdown": {
                        "up": exponential(x["mttf"]),
                        "down": exponential(x["mttr"]),
                        "by": x["by"],
                    },
                }
            ],
            products=[{"name": "p", "routing": [{"machine": "press", "time": 1}]}],
            orders=[{"name": f"{n}", "product": "p", "due": 0} for n in range(x["horizon"])],
        )
    )
    return {"availability": found["availability_rate"]}


def _one_machine(x: Figures) -> Figures:
    """Jobs that are all there at time 0, on one machine, by a rule."""
    total = sum(time for _, time, _ in x["jobs"])
    found = measured(
        shop(
            horizon=total,
            machines=[{"name": "desk"}],
            products=[
                {"name": name, "routing": [{"machine": "desk", "time": time}]} for name, time, _ in x["jobs"]
            ],
            orders=[{"name": name, "product": name, "due": due} for name, _, due in x["jobs"]],
            policy={"dispatching": x["rule"]},
        )
    )
    return {
        "mean completion": found["mean_flow_time"],
        "mean lateness": found["mean_tardiness"],
        "jobs in system": found["mean_wip"],
    }


def _flow_shop(x: Figures) -> Figures:
    jobs, first = x["jobs"], list(accumulate((x["jobs"][job - 1][0] for job in x["sequence"]), initial=0))
    schedule, free = [], 0
    for place, job in enumerate(x["sequence"]):
        start = max(first[place + 1], free)
        free = start + jobs[job - 1][1]
        schedule += [
            {"order": str(job), "operation": 1, "start": first[place]},
            {"order": str(job), "operation": 2, "start": start},
        ]
    found = measured(
        shop(
            horizon=200,
            machines=[{"name": "A"}, {"name": "B"}],
            products=[
                {"name": f"job {n}", "routing": [{"machine": "A", "time": a}, {"machine": "B", "time": b}]}
                for n, (a, b) in enumerate(jobs, 1)
            ],
            orders=[{"name": str(n), "product": f"job {n}", "due": 200} for n in range(1, len(jobs) + 1)],
            policy={"schedule": schedule},
        )
    )
    return {"makespan": found["makespan"]}


def _job_shop(x: Figures) -> Figures:
    found = measured(
        shop(
            horizon=1_000,
            machines=[{"name": str(n)} for n in range(len(x["jobs"][0]) // 2)],
            products=[
                {
                    "name": str(n),
                    "routing": [
                        {"machine": str(job[at]), "time": job[at + 1]} for at in range(0, len(job), 2)
                    ],
                }
                for n, job in enumerate(x["jobs"])
            ],
            orders=[{"name": str(n), "product": str(n), "due": 1_000} for n in range(len(x["jobs"]))],
            policy={"dispatching": x["rule"]},
        )
    )
    return {"makespan": found["makespan"]}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "shop-mm1": _queue_of("Wq", "Lq"),
    "shop-mm3": _queue_of("P(wait)", "Lq"),
    "shop-md1": _queue_of("Wq"),
    "shop-mg1": _queue_of("Wq"),
    "shop-priorities": _priorities,
    "shop-penny-best": _closed_line,
    "shop-penny-crowded": _closed_line,
    "shop-penny-worst": _closed_line,
    "shop-penny-practical-worst": _closed_line,
    "shop-blocking-0": _blocking,
    "shop-blocking-1": _blocking,
    "shop-availability-operation": _availability,
    "shop-availability-time": _availability,
    "shop-rule-fcfs": _one_machine,
    "shop-rule-spt": _one_machine,
    "shop-rule-edd": _one_machine,
    "shop-johnson": _flow_shop,
    "shop-ft06-most-work": _job_shop,
}
