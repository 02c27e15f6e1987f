"""The model `feeding`: tugger trains that feed lines in containers, two bins or kits (see sim/feeding/)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.feeding import figures as fig
from sim.feeding import ledger as book
from sim.feeding.policy import FeedingPolicy
from sim.feeding.run import run
from sim.feeding.world import World
from sim.ledger import Ledger
from sim.models.base import OfRecords, Story, Track


@dataclass(frozen=True)
class FeedingModel(OfRecords[World]):
    """Lines and the trains that feed them over a number of periods, with or without timetable and containers."""

    KEY: ClassVar[str] = "feeding"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[FeedingPolicy]] = FeedingPolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 900, "warm_up": 60, "period": "minute",
        "lines": [{"name": "assembly", "takt": {"gamma": {"mean": 3, "sd": 0.6}}}],
        "parts": [
            {"name": "frame", "line": "assembly", "stop": "start", "container": 4, "size": 2, "holding": 0.004},
            {
                "name": "wheel", "line": "assembly", "stop": "middle", "per_unit": 2, "container": 20,
                "holding": 0.001, "store": 6, "replenishment": {"gamma": {"mean": 50, "sd": 15}},
            },
            {"name": "screw", "line": "assembly", "stop": "middle", "per_unit": 8, "container": 200, "fill_cost": 0.3},
            {"name": "lamp", "line": "assembly", "stop": "end", "share": 0.3, "container": 6, "holding": 0.002},
            {"name": "saddle", "line": "assembly", "stop": "end", "container": 12, "holding": 0.001},
        ],
        "kits": [{"name": "finish", "parts": ["lamp", "saddle"], "stop": "end", "units": 8, "fill_cost": 2.5}],
        "routes": [
            {
                "name": "loop", "places": 16, "return_time": 2, "loading": 0.25, "handling": 0.5,
                "delay": {"discrete": {"values": [0, 2, 6], "weights": [14, 5, 1]}},
                "stops": [
                    {"name": "start", "travel": 2, "pause": 0.5}, {"name": "middle", "travel": 1.5, "pause": 0.5},
                    {"name": "end", "travel": 1.5, "pause": 0.5},
                ],
            }
        ],
        "stop_cost": 8, "restart_cost": 4, "round_cost": 1, "driver_cost": 0.5, "place_cost": 0.002,
        "policy": {
            "routes": [{"name": "loop", "interval": 30}],
            "feeds": [
                {"name": "frame", "containers": 6}, {"name": "wheel", "containers": 4},
                {"name": "screw", "two_bin": True}, {"name": "finish", "containers": 4},
            ],
        },
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication, in the compiled kernel."""
        found = fig.figures(self.world, fig.kernel(self.world, seed, label, replications))
        return {name: tuple(values.tolist()) for name, values in found.items()}

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run of the readable model: a track for each part or kit that is brought; `place` is its name."""
        return told(self.world, run(self.world, seed, replication, label))

    def work(self) -> int:
        """Parts and kits × periods of one replication."""
        return self.world.horizon * (len(self.world.parts) + len(self.world.kits))


def told(world: World, ledger: Ledger) -> Story:
    """Tell the ledger of one run as a story.

    In parts (kits: units): on_hand and on_order at the close, demand what units took, ordered and received containers
    asked for and set down, short what a unit had to wait for. What happens at the end of a period belongs to the next.
    Extra series, over the whole world: `stopped` (share of the lines' time) and `aboard` (full containers loaded).
    Costs of the periods of the warm-up are 0.
    """
    periods = world.horizon
    course = _course(world, ledger)
    extra = {
        "stopped": tuple(one / len(world.lines) for one in course.stopped),
        "aboard": tuple(
            sum(flows["moved"][period] for flows in course.feeds.values()) for period in range(periods)
        ),
    }
    tracks = []
    for feed in world.feeds():
        flows = {name: tuple(row) for name, row in course.feeds[feed.name].items()}
        tracks.append(
            Track(
                place=feed.name,
                item=feed.item,
                on_hand=flows["on_hand"],
                backorders=(0.0,) * periods,
                demand=flows["demand"],
                short=flows["short"],
                ordered=flows["ordered"],
                received=flows["received"],
                on_order=flows["on_order"],
                levels={"containers": float(feed.containers * feed.parts)},
                extra=extra,
            )
        )
    found = fig.figures(world, fig.count(world, ledger))
    return Story(
        periods=periods,
        period=world.period,
        tracks=tuple(tracks),
        indicators={name: float(values[0]) for name, values in found.items()},
        cost_by_period=_costs(world, course),
        warm_up=world.warm_up,
    )


@dataclass(frozen=True)
class _Course:
    """What a run was, period by period: flows of each feed by name, time stopped, stops, driving time, rounds."""

    feeds: dict[str, dict[str, list[float]]]
    stopped: list[float]
    stops: list[float]
    driving: list[float]
    rounds: list[float]


def _course(world: World, ledger: Ledger) -> _Course:
    periods = world.horizon
    sizes = {feed.name: feed.parts for feed in world.feeds()}
    needs = {feed.name: feed.per_unit for feed in world.feeds()}
    names = ("on_hand", "on_order", "demand", "short", "ordered", "received", "moved")
    flows = {name: {series: [0.0] * periods for series in names} for name in sizes}
    found = _Course(flows, *([0.0] * periods for _ in range(4)))
    pieces = {book.USE: "demand", book.ASK: "ordered", book.DELIVER: "received", book.LOAD: "moved"}
    begun: dict[str, float] = {}
    for row in book.rows(ledger):
        at = int(row.time)
        if row.kind in pieces:
            whole = sizes[row.place] if row.kind in (book.ASK, book.DELIVER) else 1
            flows[row.place][pieces[row.kind]][at] += row.quantity * whole
        elif row.kind == book.CLOSE:
            flows[row.place]["on_hand"][at] = row.full * sizes[row.place] + row.left
            flows[row.place]["on_order"][at] = (row.asked + row.aboard) * sizes[row.place]
        elif row.kind == book.STOP:
            begun[row.place] = row.time
            found.stops[at] += 1
            flows[row.feed]["short"][at] += needs[row.feed]
        elif row.kind == book.RESTART:
            for period, share in fig.overlaps(begun.pop(row.place), row.time, 0, periods):
                found.stopped[period] += share
        elif row.kind == book.DEPART:
            assert row.until is not None
            found.rounds[at] += 1
            found.driving[at] += min(row.until, periods) - row.time
    for since in begun.values():
        for period, share in fig.overlaps(since, periods, 0, periods):
            found.stopped[period] += share
    return found


def _costs(world: World, course: _Course) -> dict[str, tuple[float, ...]]:
    feeds = world.feeds()
    room = world.place_cost * sum(one.containers * one.size for one in feeds)
    trains = world.train_cost * sum(rule.trains for rule in world.rules().routes)
    parts: dict[str, Callable[[int], float]] = {
        "holding": lambda t: room + sum(one.holding * course.feeds[one.name]["on_hand"][t] for one in feeds),
        "transport": lambda t: trains + world.round_cost * course.rounds[t],
        "handling": lambda t: (
            world.driver_cost * course.driving[t]
            + sum(one.fill_cost * course.feeds[one.name]["moved"][t] for one in feeds)
        ),
        "shortage": lambda t: world.stop_cost * course.stopped[t] + world.restart_cost * course.stops[t],
    }
    return {
        name: tuple(float(part(t)) if t >= world.warm_up else 0.0 for t in range(world.horizon))
        for name, part in parts.items()
    }
