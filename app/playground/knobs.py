"""What may be changed in a world: its figures, lists, words and kinds, found in its plain data whatever the model.

Figures are told apart by the names of their fields; each has a slider whose range hangs on the value that it had when
the world was loaded, so that it stays where it is while one slides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from app.playground.kinds import kind_of, kinds_at
from app.playground.plain import Data, Path, at
from sim.dispatching import RULES
from sim.masterplan.world import PROMISES
from sim.models import MODELS
from sim.network.allocation import ALLOCATIONS
from sim.stock import SHORTAGES

Group = Literal["policy", "demand", "supplier", "costs", "errors", "run"]
GROUPS: Final[tuple[Group, ...]] = ("policy", "demand", "supplier", "costs", "errors", "run")
Kind = Literal["number", "numbers", "word", "flag", "kind"]

FINEST: Final = 6  # decimals of a slider
LONGEST_LIST: Final = 60  # figures in a list that the page lets one change

_COSTS: Final = frozenset(
    {
        "holding", "ordering", "backorder", "backlog", "unit_cost", "order_cost", "line_cost", "unit_freight", "cost",
        "lost", "stop_cost", "late_cost", "missing_cost", "container_cost", "round_cost", "card_cost", "setup_cost",
        "overtime_cost", "hour_cost", "closing_cost", "shortage_cost", "price", "count_minutes", "adjustment_minutes",
        "expediting_cost", "delay_cost", "lost_cost",
        "wage", "material_cost", "subcontract_cost", "hiring_cost", "firing_cost", "holding_cost", "overflow_cost",
        "backlog_cost",
        "inspector_wage", "repair_parts", "recycle_cost", "destroy_cost", "exchange_cost", "credit_cost",
        "complaint_cost", "rework_cost",
        "driver_cost", "fill_cost", "place_cost", "restart_cost", "train_cost",
        "carbon_price", "claim_cost", "failed_cost", "liability_per_kg", "per_day", "per_hour", "per_km", "per_pallet",
        "per_shipment", "per_vehicle", "time_cost", "transit_holding", "handling_per_pallet", "fuel",
    }
)  # fmt: skip
_DEMAND: Final = frozenset(
    {"demand", "demands", "lines", "per_piece", "per_unit", "arrivals", "reasons", "age", "customers", "changes",
        "forecast", "profile", "seasons", "events", "drift"}
)  # fmt: skip
_SUPPLIER: Final = frozenset(
    {
        "lead_time", "lanes", "sites", "replenishment", "cells", "disruptions", "bills", "container", "collect",
        "launch", "Q", "s", "S", "review", "routes", "store", "units", "size",
    }
)  # fmt: skip
_ERRORS: Final = frozenset({"errors", "tolerance", "error_factor", "false_good", "false_bad", "causes"})
_WHOLE: Final = frozenset(
    {
        "horizon", "warm_up", "s", "S", "Q", "R", "c", "cards", "safety", "container", "collect", "launch", "per_piece",
        "most", "initial", "order_delay", "minimum", "multiple", "minimum_total", "shelf_life", "periods", "priority",
        "step_days", "review", "week", "start", "length", "open", "patience", "counts_per_year", "quantity", "year",
        "initial_stock", "days", "wip", "count", "room", "lot", "back", "tries", "pieces", "operation",
        "containers", "per_unit", "units", "size", "store", "places", "trains", "on_demand",
        "due", "promised", "component_weeks", "fence", "demand_fence", "lot_size", "cover", "safety_stock",
        "quoted_weeks", "subcontract_lead", "every", "first", "last", "attempts", "vehicles",
        "inspectors", "repairers", "max_queue", "exchange_stock", "from_day",
    }
)  # fmt: skip
_AT_LEAST_ONE: Final = frozenset(
    {
        "horizon", "Q", "S", "R", "container", "collect", "launch", "per_piece", "most", "multiple", "shelf_life",
        "periods", "step_days", "review", "week", "length", "open", "year", "quantity", "wip", "count", "lot", "back",
        "tries", "pieces", "operation", "cycle", "containers", "per_unit", "units", "size", "store", "places", "trains",
        "on_demand", "lot_size", "cover", "inspectors", "repairers", "every", "attempts", "vehicles",
    }
)  # fmt: skip
_SHARES: Final = frozenset(
    {
        "chance",
        "inward",
        "share",
        "yield",
        "tolerance",
        "scrap",
        "rework",
        "alpha",
        "beta",
        "gamma",
        "drift",
        "margin",
        "absent",
        "damage",
        "loss",
        "fuel",
        "false_good",
        "false_bad",
        "found",
        "success",
        "parts",
    }
)
_OPEN: Final = {  # the end of the slider where the figure was 0
    "holding": 0.1, "unit_cost": 50.0, "ordering": 200.0, "order_cost": 200.0, "warm_up": 100.0, "initial": 200.0,
    "minimum": 200.0, "minimum_total": 200.0,
}  # fmt: skip
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "shortage": tuple(SHORTAGES),
    "allocation": tuple(ALLOCATIONS),
    "noise": ("none", "poisson"),
    "pick_by": ("record", "shelf"),
    "release": ("emptied", "opened"),
    "dispatching": tuple(RULES),
    "promise": tuple(PROMISES),
    "inspection": ("full", "quick"),
}
_LEFT: Final = frozenset({"name", "period", "week", "whole"})  # not what one plays with


@dataclass(frozen=True)
class Knob:
    """One thing that may be changed: where it stands, whose it is, and how it is shown.

    `field` is the name that gives its label; `owner` the ids of what it belongs to (site and item, a lane's two ends,
    a class…), empty for the world's own. `low`, `high`, `step` and `decimals` are those of a figure's slider;
    `options` what a word or a kind is chosen from.
    """

    path: Path
    field: str
    group: Group
    owner: tuple[str, ...]
    kind: Kind
    value: Any
    low: float = 0
    high: float = 1
    step: float = 1
    decimals: int = 0
    options: tuple[str, ...] = ()


def knobs(data: Data, base: Data) -> list[Knob]:
    """Every knob of a world, in the order of its data; `base` is the world as it was loaded."""
    key, inner = inside(data)
    prefix: Path = (key,) if key else ()
    return list(_walk(inner, (), (), prefix, base))


def inside(data: Data) -> tuple[str, Data]:
    """The key that names the model and what stands under it; an empty key for a single item."""
    if len(data) == 1:
        [(key, inner)] = data.items()
        if key in MODELS and isinstance(inner, Mapping):
            return str(key), inner
    return "", data


def _walk(value: Any, path: Path, owner: tuple[str, ...], prefix: Path, base: Data) -> Iterator[Knob]:
    if isinstance(value, Mapping):
        kinds = kinds_at(path, value)
        if kinds and (named := kind_of(kinds, value)):
            where = (*prefix, *path)
            field = "rule" if "policy" in path else str(path[-1])
            if "site" in value:
                owner = _named(value)
            yield Knob(where, field, _group(path), owner, "kind", named, options=tuple(kinds))
        for key, inner in value.items():
            yield from _walk(inner, (*path, key), _owner(value, path, key, inner, owner), prefix, base)
    elif isinstance(value, list):
        if value and all(_is_number(one) for one in value):
            if len(value) <= LONGEST_LIST and path[-1] not in _LEFT:
                yield Knob((*prefix, *path), str(path[-1]), _group(path), owner, "numbers", tuple(value))
            return
        for place, one in enumerate(value):
            yield from _walk(one, (*path, place), owner, prefix, base)
    elif path and path[-1] not in _LEFT:
        yield from _leaf(value, path, owner, prefix, base)


def _leaf(value: Any, path: Path, owner: tuple[str, ...], prefix: Path, base: Data) -> Iterator[Knob]:
    where = (*prefix, *path)
    by_class = len(path) > 1 and path[-2] in ("counts_per_year", "tolerance")
    field = str(path[-2] if by_class else path[-1])
    if by_class:
        owner = (str(path[-1]),)
    if isinstance(value, bool):
        yield Knob(where, field, _group(path), owner, "flag", value)
    elif _is_number(value):
        before = at(base, where, value)
        low, high, step, decimals = scale(field, before if _is_number(before) else value)
        yield Knob(where, field, _group(path), owner, "number", value, low, high, step, decimals)
    elif field in _WORDS and value in _WORDS[field]:
        yield Knob(where, field, _group(path), owner, "word", value, options=_WORDS[field])


def _owner(
    record: Mapping[Any, Any], path: Path, key: Any, inner: Any, owner: tuple[str, ...]
) -> tuple[str, ...]:
    """Whose a figure is: what the nearest record with an id says."""
    if path and path[-1] == "errors" and isinstance(inner, Mapping):
        return (str(key),)
    if "from" in record and "to" in record:
        return (str(record["from"]), str(record["to"]))
    if "site" in record:
        return _named(record)
    if "routing" in path and isinstance(record.get("machine"), str):
        return (*owner[:1], record["machine"])
    if "name" in record and path and isinstance(path[-1], int):
        return (str(record["name"]),)
    if "source" in record and path and isinstance(path[-1], int):
        return (str(record["source"]),)
    return owner


def _named(record: Mapping[Any, Any]) -> tuple[str, ...]:
    return tuple(str(record[name]) for name in ("site", "item") if name in record)


def _group(path: Path) -> Group:
    parts = {str(part) for part in path}
    if path[0] == "policy":
        return "policy"
    if str(path[-1]) in _COSTS or "costs" in parts:
        return "costs"
    if parts & _ERRORS:
        return "errors"
    if parts & _DEMAND or str(path[-1]) == "shortage":
        return "demand"
    return "supplier" if parts & _SUPPLIER else "run"


def scale(field: str, before: float) -> tuple[float, float, float, int]:
    """(low, high, step, decimals) of the slider of a figure that was `before` when the world was loaded."""
    before = max(abs(before), 1e-6) if before else 0.0
    if field in _SHARES:
        high = 1.0 if before > 0.2 or field in ("yield", "inward", "share") else nice(max(4 * before, 0.02))
        step = 0.01 if high >= 0.5 else 0.001
        return (step if field == "yield" else 0.0), high, step, 2 if step == 0.01 else 3
    low = 1.0 if field in _AT_LEAST_ONE else 0.0
    if field in _WHOLE:
        high = max(nice(2.5 * before) if before else _OPEN.get(field, 10.0), 5.0)
        return low, float(round(high)), 1.0, 0
    high = nice(2.5 * before) if before else _OPEN.get(field, 10.0)
    decimals = min(max(0, 2 - math.floor(math.log10(high))), FINEST)
    # A figure in thousands moves by hundreds of its range, not by ones.
    step = 10.0**-decimals if high <= 3000 else 10.0 ** (math.floor(math.log10(high)) - 2)
    # Zero is no mean and no spread.
    return (step if field in ("mean", "sd", "variance", "dispersion", "cv") else 0.0), high, step, decimals


def nice(value: float) -> float:
    """The next round figure (1, 1.5, 2, 3, 4, 5, 6, 8 or 10 times a power of ten) at or above a positive one."""
    power = 10.0 ** math.floor(math.log10(value))
    for factor in (1, 1.5, 2, 3, 4, 5, 6, 8):
        if value <= factor * power * (1 + 1e-12):
            return factor * power
    return 10 * power


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
