"""The model `counting`: a store whose records drift from the shelf, and are counted (see sim/counting/)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.counting import figures as fig
from sim.counting import ledger as book
from sim.counting.run import run
from sim.counting.world import CountPolicy, StoredItem, World
from sim.ledger import Ledger
from sim.models.base import OfRecords, Story, Track


@dataclass(frozen=True)
class CountingModel(OfRecords[World]):
    """A store and its records over working days, with or without its policy of counting; a period is a working day."""

    KEY: ClassVar[str] = "counting"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[CountPolicy]] = CountPolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 250, "year": 250, "tolerance": {"A": 0, "B": 0.02, "C": 0.05},
        "items": [
            {"name": "bearing", "klass": "A", "demand": {"poisson": 9}, "s": 70, "Q": 90, "lead_time": {"constant": 6},
             "unit_cost": 40, "holding": 0.03, "order_cost": 30, "shortage_cost": 12},
            {"name": "seal", "klass": "B", "demand": {"poisson": 5}, "s": 50, "Q": 120, "lead_time": {"constant": 8},
             "unit_cost": 8, "holding": 0.006, "order_cost": 30, "shortage_cost": 5},
            {"name": "washer", "klass": "C", "demand": {"poisson": 12}, "s": 120, "S": 700, "review": 5,
             "lead_time": {"constant": 5}, "unit_cost": 0.4, "holding": 0.0003, "order_cost": 30, "shortage_cost": 1},
        ],
        "errors": {
            "loss": {"chance": 0.02, "size": {"empirical": [1, 1, 2, 5]}},
            "unrecorded": {"chance": 0.01, "size": {"empirical": [1, 2, 4]}, "inward": 0.3},
            "mispick": {"chance": 0.01},
            "keying": {"chance": 0.01, "size": {"empirical": [1, 9, 10]}},
            "miscount": {"chance": 0.05},
        },
        "count_minutes": 12, "adjustment_minutes": 10, "hour_cost": 30, "closing_cost": 900,
        "policy": {"counts_per_year": {"A": 12, "B": 4, "C": 1}, "on_negative": True, "recount": True},
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, in the compiled kernel."""
        found = fig.figures(self.world, fig.kernel(self.world, seed, label, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run of the SimPy model: a track for each item; `place` is its name."""
        return told(self.world, run(self.world, seed, replication, label))

    def work(self) -> int:
        """Items × days of one replication."""
        return self.world.horizon * len(self.world.items)


def told(world: World, ledger: Ledger) -> Story:
    """Tell the ledger of one run as a story.

    `on_hand` is what is on the shelf; extra series: `recorded` at the close (under zero when more was issued than the
    record knew), `counts` and `adjusted` (units by which an adjustment changed the record, its sign left out) over
    the day. Costs of the days of the warm-up are 0.
    """
    days = world.horizon
    costs = {name: [0.0] * days for name in ("holding", "ordering", "counting", "shortage")}
    full = set(world.ruled().full_counts)
    for day in range(days):
        costs["counting"][day] += world.closing_cost if day % world.year in full else 0
    rows = book.by_item(ledger)
    tracks = [_track(world, item, rows[item.name], costs) for item in world.items]
    found = fig.figures(world, fig.count(world, ledger))
    return Story(
        periods=days,
        period="working_day",
        tracks=tuple(tracks),
        indicators={name: float(values[0]) for name, values in found.items()},
        cost_by_period={
            name: (0.0,) * world.warm_up + tuple(values[world.warm_up :]) for name, values in costs.items()
        },
        warm_up=world.warm_up,
    )


def _track(
    world: World, item: StoredItem, rows: Sequence[book.Row], costs: Mapping[str, list[float]]
) -> Track:
    names = ("on_hand", "backorders", "demand", "short", "ordered", "received", "on_order")
    extra = ("recorded", "counts", "adjusted")
    found = {name: [0.0] * world.horizon for name in (*names, *extra)}
    for row in rows:
        t = row.time
        match row.kind:
            case book.ISSUE:
                found["demand"][t], found["short"][t] = row.quantity, row.short
                costs["shortage"][t] += item.shortage_cost * row.short
            case book.RECEIPT:
                found["received"][t] += row.quantity
            case book.ORDER:
                found["ordered"][t] = row.quantity
                costs["ordering"][t] += item.order_cost
            case book.COUNT:
                found["counts"][t], found["adjusted"][t] = row.counts, abs(row.change)
                minutes = world.count_minutes * row.counts + world.adjustment_minutes * row.done
                costs["counting"][t] += minutes / 60 * world.hour_cost
            case book.CLOSE:
                found["on_hand"][t], found["recorded"][t] = row.physical, row.recorded
                found["on_order"][t], found["backorders"][t] = row.on_order, row.backorders
                costs["holding"][t] += item.holding * row.physical
    levels = {"s": float(item.s)} | ({} if item.S is None else {"S": float(item.S)})
    return Track(
        place=item.name,
        item=item.name,
        levels=levels,
        extra={name: tuple(found[name]) for name in extra},
        subject="stock",
        **{name: tuple(found[name]) for name in names},
    )
