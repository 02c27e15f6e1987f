"""What our lean solvers answer to lean_published.json."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.lean.changeover import LotItem, rotation
from solvers.lean.line_balance import Task, best_balance, line_balance, positional_weights
from solvers.lean.oee import effectiveness_of_parts
from solvers.lean.takt import convert_time, takt_time
from solvers.lean.value_stream import StreamStep, value_stream

Figures = dict[str, Any]


def _l02(x: Figures) -> Figures:
    per_part = convert_time(x["t_DMH"], "dmh", "h")
    found = effectiveness_of_parts(x["h"], 0, per_part, x["pieces_bonnes"], x["pieces_bonnes"])
    return {"cadence_h": 1 / per_part, "TRS_pct": 100 * found.oee}


def _l05(x: Figures) -> Figures:
    merged = takt_time(x["min_j"], x["demandes"][1], x["contenu_travail_fusion"])
    return {
        "takt": [takt_time(x["min_j"], demand).takt for demand in x["demandes"]],
        "ops_fusion_brut": merged.operators_exact,
        "ops_fusion": merged.operators,
    }


def _l08(x: Figures) -> Figures:
    # Stocks given in days are stocks of a demand of 1 a day.
    steps = [
        StreamStep(str(at), va, days) for at, (va, days) in enumerate(zip(x["VA_s"], x["NVA_j"], strict=True))
    ]
    found = value_stream(steps, 1, 27_000)
    return {"VA": found.value_added, "NVA_j": found.waiting_days}


def _nakajima(x: Figures) -> Figures:
    found = effectiveness_of_parts(x["required"], x["stops"], x["cycle"], x["made"], x["good"])
    rates = ("availability", "performance", "quality", "oee")
    return {f"{name}_pct": 100 * getattr(found, name) for name in rates}


def _acme(x: Figures) -> Figures:
    steps = [
        StreamStep(str(at), cycle, stock)
        for at, (cycle, stock) in enumerate(zip(x["cycles"], x["stocks"], strict=True))
    ]
    found = value_stream(steps, x["demand"], x["time"], x["final"])
    return {
        "takt": found.takt,
        "waiting": [line.waiting_days for line in found.lines],
        "lead_days": found.lead_time_days,
        "value_added": found.value_added,
    }


def _bali(x: Figures) -> Figures:
    items = [
        LotItem(str(at), demand, x["hours"] / rate, setup, x["setup_rate"] * setup, x["interest"] * value)
        for at, (demand, rate, setup, value) in enumerate(
            zip(x["demand"], x["rate"], x["setup_h"], x["value"], strict=True)
        )
    ]
    found = rotation(items, x["hours"])
    return {
        "utilisation": found.utilisation,
        "cycle": found.cycle,
        "lots": [line.lot for line in found.lines],
        "setup_hours": found.setup_hours,
    }


def _tasks(x: Figures) -> list[Task]:
    return [
        Task(str(at), time, tuple(str(before) for before, after in x["arcs"] if after == at))
        for at, time in enumerate(x["times"], start=1)
    ]


def _groover(x: Figures) -> Figures:
    found = line_balance(_tasks(x), x["cycle"], x["rule"])
    return {
        "stations": [[int(name) for name in station] for station in found.stations],
        "efficiency": found.efficiency,
    }


def _weights(x: Figures) -> Figures:
    found = line_balance(_tasks(x), x["cycle"], x["rule"])
    return {
        "weights": list(positional_weights(_tasks(x)).values()),
        "stations": len(found.stations),
        "largest_load": max(found.loads),
    }


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "L02": _l02,
    "L05": _l05,
    "L08": _l08,
    "nakajima_oee": _nakajima,
    "acme_value_stream": _acme,
    "bali_rotation": _bali,
    "groover_largest": _groover,
    "groover_weights": _weights,
    "jackson_optima": lambda x: {
        "stations": [len(best_balance(_tasks(x), cycle).stations) for cycle in x["cycles"]]
    },
}
