"""The model `kanban`: loops of cards and containers that feed a line (see sim/kanban/)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.kanban import figures as fig
from sim.kanban import ledger as book
from sim.kanban.run import run
from sim.kanban.series import Series, of_line, of_loop
from sim.kanban.world import KanbanPolicy, World
from sim.ledger import Ledger
from sim.models.base import OfRecords, Story, Track

EXTRA = ("board", "post", "full")


@dataclass(frozen=True)
class KanbanModel(OfRecords[World]):
    """Kanban loops over a number of periods, with or without the number of cards of each."""

    KEY: ClassVar[str] = "kanban"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[KanbanPolicy]] = KanbanPolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 640, "warm_up": 32, "period": "quarter_hour", "shortage": "backorder",
        "lines": [{"name": "assembly", "demand": {"poisson": 6}, "most": 9}],
        "cells": [{"name": "press", "capacity": 2}],
        "loops": [
            {
                "name": "bracket", "line": "assembly", "per_piece": 2, "unit_cost": 4, "holding": 0.002,
                "replenishment": {"discrete": {"values": [6, 8, 10], "weights": [1, 2, 1]}}, "collect": 4,
                "launch": 2, "cell": "press", "container": 40, "setup_cost": 3,
            },
            {
                "name": "housing", "line": "assembly", "unit_cost": 25, "holding": 0.01,
                "replenishment": {"constant": 8}, "collect": 4, "cell": "press", "container": 12,
            },
            {"name": "screw", "demand": {"poisson": 24}, "replenishment": {"constant": 16}, "holding": 0.0001},
        ],
        "stop_cost": 60, "late_cost": 2, "container_cost": 0.5, "round_cost": 1,
        "policy": {
            "loops": [
                {"name": "bracket", "cards": 7, "safety": 1},
                {"name": "housing", "cards": 10, "safety": 2},
                {"name": "screw", "two_bin": True, "container": 600},
            ]
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, in the compiled kernel."""
        found = fig.figures(self.world, fig.kernel(self.world, seed, label, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run of the SimPy model: a track for each loop, in parts; `place` is the loop's name."""
        return told(self.world, run(self.world, seed, replication, label))

    def work(self) -> int:
        """Loops × periods of one replication."""
        return self.world.horizon * len(self.world.loops)


def told(world: World, ledger: Ledger) -> Story:
    """Tell the ledger of one run as a story.

    Levels in parts: `cards` is what all the containers of the loop hold, `safety` what its safety cards stand for.
    Extra series, at the close: `board` and `post` (cards), `full` (containers), and `stopped` (1 in a period in which
    the loop's line misses parts of any loop). Costs of the periods of the warm-up are 0.
    """
    periods = world.horizon
    lines = [of_line(ledger, line.name, periods) for line in world.all_lines()]
    settings = world.settings()
    rows = book.by_place(ledger)
    loops = [of_loop(rows[loop.name], one, periods) for loop, one in zip(world.loops, settings, strict=True)]
    tracks = []
    for loop, feeds, one, course in zip(world.loops, world.feeds(), settings, loops, strict=True):
        marks = {"cards": float(one.cards * one.parts)}
        if one.safety:
            marks["safety"] = float(one.safety * one.parts)
        track = Track(
            place=loop.name,
            item=loop.item or loop.name,
            on_hand=course["on_hand"],
            backorders=tuple(pieces * loop.per_piece for pieces in lines[feeds]["late"]),
            demand=course["demand"],
            short=course["short"],
            ordered=course["ordered"],
            received=course["received"],
            on_order=course["on_order"],
            levels=marks,
            extra={**{name: course[name] for name in EXTRA}, "stopped": lines[feeds]["stopped"]},
        )
        tracks.append(track)
    found = fig.figures(world, fig.count(world, ledger))
    return Story(
        periods=periods,
        period=world.period,
        tracks=tuple(tracks),
        indicators={name: float(values[0]) for name, values in found.items()},
        cost_by_period=_costs(world, loops, lines),
        warm_up=world.warm_up,
    )


def _costs(
    world: World, loops: Sequence[Mapping[str, Series]], lines: Sequence[Mapping[str, Series]]
) -> dict[str, Series]:
    pairs = list(zip(world.loops, loops, strict=True))
    rounds = fig.arguments(world)[1].any(axis=0).tolist()
    cards = world.card_cost * sum(one.cards for one in world.settings())
    parts: dict[str, Callable[[int], float]] = {
        "holding": lambda t: sum(loop.holding * course["on_hand"][t] for loop, course in pairs),
        "ordering": lambda t: sum(loop.setup_cost * course["batches"][t] for loop, course in pairs),
        "handling": lambda t: (
            world.container_cost * sum(course["launched"][t] for course in loops)
            + world.round_cost * rounds[t]
        ),
        "cards": lambda _: cards,
        "shortage": lambda t: sum(
            world.stop_cost * line["stopped"][t]
            + world.missing_cost * line["missing"][t]
            + world.late_cost * line["late"][t]
            for line in lines
        ),
    }
    return {
        name: tuple(float(part(t)) if t >= world.warm_up else 0.0 for t in range(world.horizon))
        for name, part in parts.items()
    }
