"""Stock over several sites: the multi-echelon methods of ``solvers.inventory``, over tables of stages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cases.expressions import Function
from cases.functions.arguments import Record, cell, records, text
from cases.functions.demands import unit_demand
from cases.functions.plans import figure
from cases.functions.stochastic import remembered, whole
from cases.plain import Plain
from solvers.inventory import guaranteed_service, serial_base_stock
from solvers.inventory.guaranteed_service import GuaranteedService, Stage


def _serial_levels(stages: object, demand: object, backorder_cost: float) -> Record:
    """Base stock along a line, rows of ``lead_time`` and ``holding`` from the supplier's side to the customers'."""
    leads = [whole(cell(row, "lead_time")) for row in records(stages)]
    holding = [figure(cell(row, "holding")) for row in records(stages)]
    return remembered(_serial_of, leads, holding, demand, backorder_cost)


def _serial_of(leads: Any, holding: Any, demand: object, backorder: float) -> Record:
    found = serial_base_stock.serial_levels(unit_demand(demand), leads, holding, backorder)
    return {"local": list(found.local), "echelon": list(found.echelon), "cost": found.cost}


def _serial_cost(echelon_levels: object, stages: object, demand: object, backorder_cost: float) -> float:
    """What any echelon levels cost along a line."""
    levels = (
        [whole(level) for level in echelon_levels] if isinstance(echelon_levels, list) else echelon_levels
    )
    leads = [whole(cell(row, "lead_time")) for row in records(stages)]
    holding = [figure(cell(row, "holding")) for row in records(stages)]
    return serial_base_stock.serial_cost(levels, unit_demand(demand), leads, holding, backorder_cost)  # type: ignore[arg-type]


def _service_times(stages: object, links: object, factor: float) -> Record:
    """The service times of least safety-stock cost on a tree of stages."""
    return remembered(_best_times, records(stages), records(links), factor)


def _best_times(stages: Any, links: Any, factor: float) -> Record:
    return _rows(guaranteed_service.guaranteed_service(_stages(stages), _links(links), factor))


def _service_times_cost(times: object, stages: object, links: object, factor: float) -> Record:
    """What given service times (a record: stage, time) hold and cost."""
    if not isinstance(times, dict):
        raise TypeError("a record of times")
    promised = {name: whole(time) for name, time in times.items()}
    return _rows(
        guaranteed_service.guaranteed_service_cost(promised, _stages(stages), _links(links), figure(factor))
    )


def _stages(table: object) -> list[Stage]:
    return [
        Stage(
            name=text(cell(row, "stage")),
            time=whole(cell(row, "time")),
            holding_cost=figure(cell(row, "holding")),
            demand_mean=figure(row.get("mean", 0)),
            demand_sd=figure(row.get("sd", 0)),
            inbound=whole(row.get("inbound", 0)),
            promise=None if row.get("promise") is None else whole(row["promise"]),
        )
        for row in records(table)
    ]


def _links(table: object) -> list[tuple[str, str]]:
    return [(text(cell(row, "from")), text(cell(row, "to"))) for row in records(table)]


def _rows(found: GuaranteedService) -> Record:
    rows: list[Plain] = []
    for plan in found.stages:
        row = asdict(plan)
        rows.append({"stage": row.pop("name"), **row})
    return {"rows": rows, "cost": found.cost}


FUNCTIONS: dict[str, Function] = {
    "serial_levels": _serial_levels,
    "serial_cost": _serial_cost,
    "service_times": _service_times,
    "service_times_cost": _service_times_cost,
}
