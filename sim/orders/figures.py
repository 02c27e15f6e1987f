"""What a run of an order book is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.orders.book import CANCELLED, CLOSED, OPEN, Line
from sim.orders.world import DUPLICATE, PACK

INDICATORS: tuple[str, ...] = (
    "total_cost", "late_cost", "promise_cost", "error_cost", "transport_cost", "alert_cost",
    "otif_rate", "promise_rate", "orders_closed", "late_orders", "mean_cycle_time", "backlog_value",
    "errors_caught", "errors_shipped", "checks", "needless_corrections", "late_alerts", "wrong_alerts", "shipments",
    "partial_shipments",
)  # fmt: skip


@dataclass
class Tally:
    """What is counted as it happens: costs, then numbers."""

    late: float = 0.0
    promise: float = 0.0
    error: float = 0.0
    transport: float = 0.0
    alert: float = 0.0
    caught: int = 0
    shipped_errors: int = 0
    checks: int = 0
    needless: int = 0
    late_alerts: int = 0
    wrong_alerts: int = 0
    shipments: int = 0
    partial: int = 0

    @property
    def total(self) -> float:
        """All the costs."""
        return self.late + self.promise + self.error + self.transport + self.alert


def figures(lines: Sequence[Line], step: int, tally: Tally) -> dict[str, float]:
    """Turn the orders that came in by the end of day `step`, and the tally, into `INDICATORS`.

    otif_rate: of the orders wanted by that day, those delivered whole by the day wanted, the quantity right.
    promise_rate: of the promises fallen due, those kept on the day first promised. late_orders: wanted by that day and
    not delivered by theirs. mean_cycle_time: days from coming in to delivery of the orders closed. backlog_value: of
    what is still to ship.
    """
    wanted = [one for one in lines if one.status != CANCELLED and one.error != DUPLICATE]
    due = [one for one in wanted if one.meant.due is not None and one.meant.due <= step]
    on_time = [one for one in due if one.closed_on is not None and one.closed_on <= (one.meant.due or 0)]
    promised = [
        one
        for one in lines
        if one.status != CANCELLED and one.first_promise is not None and one.first_promise <= step
    ]
    kept = [
        one for one in promised if one.closed_on is not None and one.closed_on <= (one.first_promise or 0)
    ]
    closed = [one for one in lines if one.status == CLOSED and one.closed_on is not None]
    times = [one.closed_on - one.order.step for one in closed if one.closed_on is not None]
    return {
        "total_cost": tally.total,
        "late_cost": tally.late,
        "promise_cost": tally.promise,
        "error_cost": tally.error,
        "transport_cost": tally.transport,
        "alert_cost": tally.alert,
        "otif_rate": sum(one.error != PACK for one in on_time) / len(due) if due else 1.0,
        "promise_rate": len(kept) / len(promised) if promised else 1.0,
        "orders_closed": len(closed),
        "late_orders": len(due) - len(on_time),
        "mean_cycle_time": sum(times) / len(times) if times else 0.0,
        "backlog_value": sum(one.value for one in lines if one.status == OPEN),
        "errors_caught": tally.caught,
        "errors_shipped": tally.shipped_errors,
        "checks": tally.checks,
        "needless_corrections": tally.needless,
        "late_alerts": tally.late_alerts,
        "wrong_alerts": tally.wrong_alerts,
        "shipments": tally.shipments,
        "partial_shipments": tally.partial,
    }
