"""An order portfolio kept for weeks, day by day: entry checks, allocation, promises, shipments, alerts.

In a day: what comes in the morning (orders, receipts, messages), what is decided, then the night: deliveries, lateness,
orders entered in the book. See sim/orders/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from sim.episodes.base import CHOICES, TABLE, Decision, Record, choices, rows
from sim.orders import figures as fig
from sim.orders.draws import draw
from sim.orders.run import Decided, Desk
from sim.orders.world import World
from sim.records import read


@dataclass(frozen=True)
class OrderPortfolio:
    """An order book lived over its days."""

    KEY: ClassVar[str] = "order_portfolio"
    ACTIONS: ClassVar[Mapping[str, str]] = {
        "alert": CHOICES, "check": CHOICES, "correct": CHOICES, "allocate": TABLE, "promise": TABLE, "ship": CHOICES,
    }  # fmt: skip
    TABLES: ClassVar[Mapping[str, str]] = {
        "alert": "messages", "check": "inbox", "correct": "inbox",
        "allocate": "open_orders", "promise": "open_orders", "ship": "open_orders",
    }  # fmt: skip
    INDICATORS: ClassVar[tuple[str, ...]] = fig.INDICATORS
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "steps": 8, "minutes": 60, "check_minutes": 10, "alert_minutes": 5,
        "items": [{"item": "P-10", "stock": 60, "price": 40, "pack": 10}, {"item": "P-20", "price": 90, "pack": 4}],
        "customers": [
            {"customer": "Alder", "priority": 3, "penalty": 0.05, "incoterm": "DAP"},
            {"customer": "Birch", "penalty": 0.01, "incoterm": "FCA", "discount": 0.1, "partial": False},
        ],
        "carriers": [
            {"carrier": "standard", "days": 2, "cost": 60, "places": 2, "late": 0.2},
            {"carrier": "express", "days": 1, "cost": 150},
        ],
        "orders": [
            {"order": "A", "step": 1, "customer": "Birch", "item": "P-10", "quantity": 40, "due": 5, "error": "price"},
            {"order": "B", "step": 1, "customer": "Alder", "item": "P-10", "quantity": 30, "due": 4},
            {"order": "C", "step": 2, "customer": "Alder", "item": "P-20", "quantity": 12, "due": 7},
            {"order": "D", "step": 3, "customer": "Birch", "item": "P-10", "quantity": 40, "due": 8,
             "error": "duplicate"},
        ],
        "receipts": [
            {"receipt": "R1", "step": 4, "item": "P-20", "quantity": 20},
            {"receipt": "R2", "step": 5, "item": "P-10", "quantity": 60, "late": 0.3},
        ],
        "errors": [
            {"error": "price", "share": 0.2, "minutes": 8, "cost": 80},
            {"error": "date", "share": 0.1, "minutes": 6, "wait": 1, "blocks": True},
            {"error": "duplicate", "share": 0.05, "found": 0.9, "minutes": 5, "rate": 0.2},
        ],
        "disruptions": [
            {"disruption": "M1", "kind": "machine_down", "receipt": "R1", "step": 3, "days": 2, "contact": "production",
             "within": 1, "relief": 1, "cost": 50},
        ],
        "costs": {"no_promise": 15, "broken_promise": 40, "moved_promise": 10},
    }  # fmt: skip

    world: World

    @property
    def steps(self) -> int:
        """How many days there are."""
        return self.world.steps

    @property
    def places(self) -> frozenset[str]:
        """Items, customers, carriers and the contacts to alert."""
        world = self.world
        return frozenset(
            {one.item for one in world.items}
            | {one.customer for one in world.customers}
            | {one.carrier for one in world.carriers}
            | {one.contact for one in world.disruptions}
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data, as EXAMPLE; raises InvalidError with every fault."""
        return cls(read(World, data))

    def start(self, seed: int, label: str) -> PortfolioRun:
        """Begin a run; errors, carriage, receipts and disruptions are drawn from a stream each."""
        return PortfolioRun(self.world, draw(self.world, seed, label, "episode", self.KEY))


class PortfolioRun(Desk):
    """A run of the book under way, played by plain decisions."""

    def play(self, decision: Decision) -> list[Record]:
        """Take the decisions of the day, live the night, open the next day; return what happened."""
        return self.decide(
            Decided(
                alert=choices(decision, "alert"),
                correct=choices(decision, "correct"),
                check=choices(decision, "check"),
                promise=rows(decision, "promise"),
                allocate=rows(decision, "allocate"),
                ship=choices(decision, "ship"),
            )
        )
