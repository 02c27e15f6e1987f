"""What our solvers answer to claims.json: carriers' liability, holidays, fault trees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from solvers.causes.fault_tree import Gate, fault_tree, minimal_cut_sets
from solvers.claims.holidays import easter, french_holidays
from solvers.claims.liability import liability, limits_in_force

Figures = dict[str, Any]
DAY = date(2026, 3, 2)


def _t22(x: Figures) -> Figures:
    total = x["envoi_t"] * 1000
    # The judgment is on the contract before 2017: 14 €/kg and 2 300 €/t, which the row of that day holds.
    found = liability("standard_contract", date(2015, 1, 5), 1e9, x["kg_manquants"], total_kg=total)
    amounts = {one.rule: one.amount for one in found.limits}
    row = limits_in_force("standard_contract", date(2015, 1, 5), total)
    assert (row.per_kg, row.per_tonne) == (x["euro_kg"], x["euro_t"])
    return {
        "au_kg": amounts["per_kg"],
        "au_tonnage": amounts["per_tonne"],
        "indemnite": found.compensation,
    }


def _t27(x: Figures) -> Figures:
    found = liability("standard_contract", DAY, 1e9, x["kg"], packages=1, total_kg=500)
    row = limits_in_force("standard_contract", DAY, 500)
    assert (row.per_kg, row.per_package) == (x["euro_kg"], x["colis"])
    return {"plafond": found.limit}


def _montreal(x: Figures) -> Figures:
    return {"per_kg": [limits_in_force("montreal", date.fromisoformat(day)).per_kg for day in x["days"]]}


def _edge(holds: Callable[[float], bool], low: float, high: float) -> float:
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _sea(x: Figures) -> Figures:
    return {
        name: _edge(
            lambda kg, name=name: (
                liability(name, DAY, 1, kg, packages=1, sdr_rate=1).applies == "per_package"
            ),  # type: ignore[misc]
            1,
            2000,
        )
        for name in ("hague_visby", "hamburg")
    }


def _standard(x: Figures) -> Figures:
    def by_kg(kg: float) -> bool:
        return liability("standard_contract", DAY, 1, kg, packages=1, total_kg=2000).applies == "per_kg"

    def part(share: float) -> bool:
        return liability("standard_contract", DAY, 1, 10000 * share, total_kg=10000).applies == "per_kg"

    return {"package_kg": _edge(by_kg, 1, 1000), "share_of_load": _edge(part, 0.001, 1)}


def _cmr(x: Figures) -> Figures:
    found = liability("cmr", DAY, x["value"], x["kg"], sdr_rate=x["sdr"])
    return {"limit": found.limit, "owed": found.compensation}


def _tank(x: Figures) -> Figures:
    gates = [Gate(event, kind, tuple(of)) for event, kind, of in x["gates"]]
    return {"cuts": [" ".join(cut) for cut in minimal_cut_sets(gates, gates[0].event)]}


def _two_of_three(x: Figures) -> Figures:
    found = fault_tree([Gate("top", "vote", ("a", "b", "c"), 2)], dict.fromkeys("abc", x["p"]), "top")
    return {"probability": found.probability, "rare_events": found.rare_events}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "T22": _t22,
    "T27": _t27,
    "montreal_revisions": _montreal,
    "sea_crossings": _sea,
    "standard_crossings": _standard,
    "cmr_limit": _cmr,
    "easter_dates": lambda x: {"easter": [easter(year).isoformat() for year in x["years"]]},
    "holidays_2026": lambda x: {"days": [day.isoformat() for day in french_holidays(x["year"])]},
    "pressure_tank": _tank,
    "two_out_of_three": _two_of_three,
}
