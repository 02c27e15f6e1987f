"""The model `production`: a shop floor that makes orders (see sim/production/)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sim.ledger import Ledger, Number
from sim.models.base import OfRecords, Story, Track, run_by_run
from sim.production import figures as fig
from sim.production import ledger as book
from sim.production.figures import Course, costs_by_period, course, figures
from sim.production.policy import ProductionPolicy
from sim.production.shop import run
from sim.production.world import World


@dataclass(frozen=True)
class ProductionModel(OfRecords[World]):
    """Machines, routings and orders over a number of time units, with or without the way the shop is run."""

    KEY: ClassVar[str] = "production"
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    WORLD: ClassVar[type[World]] = World
    POLICY: ClassVar[type[ProductionPolicy]] = ProductionPolicy
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "horizon": 320, "warm_up": 32, "period": "hour", "late_cost": 6,
        "calendar": {"cycle": 16, "shifts": [{"start": 0, "end": 7}, {"start": 8, "end": 15}]},
        "machines": [
            {"name": "saw", "setup_cost": 4},
            {
                "name": "mill", "count": 2, "setup_cost": 10,
                "breakdown": {"up": {"gamma": {"mean": 40, "sd": 40}}, "down": {"gamma": {"mean": 3, "sd": 2}}},
            },
            {"name": "inspection"},
        ],
        "operators": [
            {"name": "machinist", "machines": ["saw", "mill"], "count": 3},
            {"name": "inspector", "machines": ["inspection"]},
        ],
        "products": [
            {
                "name": "shaft", "lot": 10, "unit_cost": 30, "holding": 0.05,
                "routing": [
                    {"machine": "saw", "time": 0.1, "setup": 0.5},
                    {
                        "machine": "mill", "time": 0.3, "setup": 1, "scrap": 0.02,
                        "actual": {"gamma": {"mean": 0.32, "sd": 0.1}},
                    },
                    {"machine": "inspection", "time": 0.1, "rework": 0.05, "back": 2},
                ],
            },
            {
                "name": "bracket", "unit_cost": 12, "holding": 0.02,
                "routing": [
                    {"machine": "saw", "time": 0.05, "setup": 0.5},
                    {"machine": "mill", "time": 0.2, "setup": 1.5},
                    {"machine": "inspection", "time": 0.05},
                ],
            },
        ],
        "arrivals": [
            {"product": "shaft", "quantity": 20, "every": {"gamma": {"mean": 10, "sd": 5}}, "allowance": 30},
            {"product": "bracket", "quantity": 25, "every": {"gamma": {"mean": 8, "sd": 6}}, "allowance": 40},
        ],
        "policy": {"dispatching": "edd", "release": "conwip", "wip": 8},
    }  # fmt: skip

    def each(self, seed: int, label: str, replications: int) -> dict[str, tuple[float, ...]]:
        """Every indicator of each replication."""
        self.world.rules()

        def figures(replication: int) -> Mapping[str, float]:
            return fig.figures(self.world, run(self.world, seed, replication, label))

        return run_by_run(figures, fig.INDICATORS, replications)

    def live(self, seed: int, label: str, replication: int) -> Story:
        """One run: a track for each product, in pieces."""
        return told(self.world, run(self.world, seed, replication, label))

    def work(self) -> int:
        """Operations of one replication, about, and its time units."""
        return self.world.operations() + self.world.horizon


def told(world: World, ledger: Ledger) -> Story:
    """Tell the ledger of one run as a story: a track for each product, `place` and `item` both being its name.

    In pieces: on_hand finished and not yet wanted (or in the store of kanban cards), backorders wanted and not served,
    demand by due date, short of it not served by then, ordered released into the shop, received finished, on_order in
    the shop. What happens at the end of a period belongs to it. Extra series, over the whole shop, at the close:
    `queue` (lots in front of machines) and `wip` (production orders in the shop).
    """
    orders = course(world, ledger)
    shop = _levels(world, ledger)
    made = {one.product for one in world.orders} | {one.product for one in world.arrivals}
    tracks = []
    for product in world.products:
        if product.name in made:
            tracks.append(_track(world, orders, product.name, shop))
    return Story(
        periods=world.horizon,
        period=world.period,
        tracks=tuple(tracks),
        indicators=figures(world, ledger),
        cost_by_period={name: tuple(row) for name, row in costs_by_period(world, ledger, orders).items()},
        warm_up=world.warm_up,
    )


def _track(world: World, orders: Course, product: str, shop: dict[str, tuple[float, ...]]) -> Track:
    horizon = world.horizon
    demand, short, ordered, received, served, lost, taken = ([0] * horizon for _ in range(7))

    def note(row: list[int], time: Number, pieces: int) -> None:
        if time <= horizon:
            row[_period(time)] += pieces

    cards = [] if world.policy is None else [one for one in world.policy.cards if one.product == product]
    stock = sum(one.cards * one.pieces for one in cards)
    for customer in orders.customers.values():
        if customer.product != product:
            continue
        note(demand, customer.due, customer.quantity)
        if customer.served is None or customer.served > customer.due:
            note(short, customer.due, customer.quantity)
        if customer.served is not None:
            # An order that is complete is owed nothing more, whatever was scrapped of it.
            note(served, max(customer.served, customer.due), customer.quantity)
            if not cards:
                note(taken, max(customer.served, customer.due), customer.good)
    for order in orders.orders.values():
        if order.product != product:
            continue
        note(ordered, order.released, order.quantity)
        for at, pieces in order.lost:
            note(lost, at, pieces)
        if order.finished is not None:
            note(received, order.finished, order.good)
    for at, name, pieces in orders.taken:
        if name == product:
            note(taken, at, pieces)
    arrived, gone = _sums(received), _sums(taken)
    owed, given = _sums(demand), _sums(served)
    begun, wasted = _sums(ordered), _sums(lost)
    return Track(
        place=product,
        item=product,
        on_hand=tuple(stock + a - b for a, b in zip(arrived, gone, strict=True)),
        backorders=tuple(a - b for a, b in zip(owed, given, strict=True)),
        demand=tuple(map(float, demand)),
        short=tuple(map(float, short)),
        ordered=tuple(map(float, ordered)),
        received=tuple(map(float, received)),
        on_order=tuple(a - b - c for a, b, c in zip(begun, arrived, wasted, strict=True)),
        extra=shop,
        subject="shop",
    )


def _levels(world: World, ledger: Ledger) -> dict[str, tuple[float, ...]]:
    queue, wip = [0] * world.horizon, [0] * world.horizon
    for row in ledger.raw():
        kind = row[1]
        if kind in (book.QUEUE, book.START):
            queue[_period(row[0])] += 1 if kind == book.QUEUE else -1
        elif kind in (book.RELEASE, book.FINISH):
            wip[_period(row[0])] += 1 if kind == book.RELEASE else -1
    return {"queue": _sums(queue), "wip": _sums(wip)}


def _period(time: Number) -> int:
    return max(math.ceil(time) - 1, 0)


def _sums(row: Sequence[int]) -> tuple[float, ...]:
    total = 0
    found = []
    for one in row:
        total += one
        found.append(float(total))
    return tuple(found)
