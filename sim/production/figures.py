"""Indicators of a shop floor, from its ledger alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import accumulate, islice

from sim.ledger import Ledger, Number
from sim.production import ledger as book
from sim.production.calendar import Window
from sim.production.equipment import equipment
from sim.production.world import World

INDICATORS: tuple[str, ...] = (
    "total_cost", "holding_cost", "setup_cost", "tardiness_cost", "waste_cost", "overtime_cost",
    "on_time_rate", "fill_rate", "late_orders", "mean_lateness", "mean_tardiness", "worst_tardiness", "orders_done",
    "throughput", "makespan", "mean_wip", "mean_flow_time", "value_added_share", "mean_queue", "mean_wait",
    "utilisation", "peak_utilisation", "oee", "availability_rate", "performance_rate", "quality_rate", "setups",
    "scrapped",
)  # fmt: skip


@dataclass(slots=True)
class Followed:
    """A customer's order: pieces wanted by `due`, and when it was complete with how many good pieces."""

    name: str
    product: str
    quantity: int
    due: Number
    priority: Number
    served: Number | None = None
    good: int = 0


@dataclass(slots=True)
class Made:
    """A production order: released, and finished (None while it is in the shop)."""

    name: str
    product: str
    quantity: int
    released: Number
    finished: Number | None = None
    good: int = 0
    lost: list[tuple[Number, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Course:
    """What a ledger tells order by order, in the order in which each was known or released."""

    customers: dict[str, Followed]
    orders: dict[str, Made]
    taken: tuple[tuple[Number, str, int], ...]  # (time, product, pieces) that customers took from stock
    ended: Number  # when the last order was finished, the horizon while some are not


def course(world: World, ledger: Ledger) -> Course:
    """Read the orders of a run out of its ledger."""
    customers: dict[str, Followed] = {}
    orders: dict[str, Made] = {}
    taken: list[tuple[Number, str, int]] = []
    ended: Number = 0
    for (
        time, kind, order, product, quantity, _, _, _, _, _, _, _, until, lost, _, _, priority, _,
    ) in ledger.raw():  # fmt: skip
        if kind == book.END:
            if lost:
                orders[order].lost.append((time, lost))
        elif kind == book.ORDER:
            assert until is not None
            customers[order] = Followed(order, product, quantity, until, priority)
        elif kind == book.RELEASE:
            orders[order] = Made(order, product, quantity, time)
        elif kind == book.FINISH:
            orders[order].finished, orders[order].good = time, quantity
            ended = max(ended, time)
        elif kind == book.TAKE:
            taken.append((time, product, quantity))
        elif kind == book.SERVE:
            customers[order].served, customers[order].good = time, quantity
    waiting = any(one.served is None for one in customers.values())
    return Course(customers, orders, tuple(taken), world.horizon if waiting else ended)


def figures(
    world: World, ledger: Ledger, hours: dict[str, list[Window]] | None = None, overtime: Number = 0
) -> dict[str, float]:
    """Return `INDICATORS` of one run, between warm-up and horizon; times in the world's time unit.

    An order is judged when its due date falls in the hours measured; one not served by the horizon is late by what has
    gone by, a lower bound. Lateness = served - due, tardiness = lateness where positive. `throughput`: production
    orders finished per time unit; `mean_flow_time`: from release to finish of those; `mean_wip`: orders in the shop.
    `value_added_share`: standard time of one piece (or lot) through the routing, over the mean flow time of the orders
    finished. `mean_wait` and `mean_queue`: lots in front of a machine, over all of them. `utilisation` and the rates of
    `oee` over all machines, weighted by open hours; `peak_utilisation` that of the busiest. Nothing to judge gives 0
    for a time and 1 for a share of orders. `hours` are the opening hours of machines that worked `overtime`.
    """
    told = course(world, ledger)
    machines = equipment(world, ledger, hours)
    low, high = world.warm_up, world.horizon
    span = high - low
    costs = {
        name: math.fsum(values) for name, values in costs_by_period(world, ledger, told, overtime).items()
    }
    judged = [one for one in told.customers.values() if low <= one.due <= high]
    lateness = [(high if one.served is None else one.served) - one.due for one in judged]
    late = [
        (one.served is None and one.due < high) or (one.served is not None and one.served > one.due)
        for one in judged
    ]
    tardy = [max(value, 0) for value in lateness]
    on_time = [
        min(one.good, one.quantity) for one in judged if one.served is not None and one.served <= one.due
    ]
    finished = [
        one for one in told.orders.values() if one.finished is not None and low < one.finished <= high
    ]
    flow = [one.finished - one.released for one in finished if one.finished is not None]
    value = {one.name: sum(operation.time for operation in one.routing) for one in world.products}
    useful = math.fsum(value[one.product] for one in finished)
    in_shop = math.fsum(
        max(min(high if one.finished is None else one.finished, high) - max(one.released, low), 0)
        for one in told.orders.values()
    )
    hours_open = math.fsum(one.open for one in machines)
    run = math.fsum(one.run for one in machines)
    standard = math.fsum(one.standard for one in machines)
    good = math.fsum(one.good for one in machines)
    waits = [(one.wait, one.starts) for one in machines]
    lots = sum(count for _, count in waits)
    found: dict[str, float] = {
        "total_cost": math.fsum(costs.values()),
        **{f"{name}_cost": cost for name, cost in costs.items()},
        "on_time_rate": 1 - _ratio(sum(late), len(judged)),
        "fill_rate": _ratio(sum(on_time), sum(one.quantity for one in judged), 1),
        "late_orders": sum(late),
        "mean_lateness": _ratio(math.fsum(lateness), len(judged)),
        "mean_tardiness": _ratio(math.fsum(tardy), len(judged)),
        "worst_tardiness": max(tardy, default=0),
        "orders_done": len(finished),
        "throughput": len(finished) / span,
        "makespan": told.ended,
        "mean_wip": in_shop / span,
        "mean_flow_time": _ratio(math.fsum(flow), len(flow)),
        "value_added_share": _ratio(useful, math.fsum(flow)),
        "mean_queue": math.fsum(one.queue for one in machines),
        "mean_wait": _ratio(math.fsum(wait * count for wait, count in waits), lots),
        "utilisation": _ratio(math.fsum(one.setup + one.run for one in machines), hours_open),
        "peak_utilisation": max(one.utilisation for one in machines),
        "oee": _ratio(good, hours_open),
        "availability_rate": _ratio(run, hours_open),
        "performance_rate": _ratio(standard, run, 1),
        "quality_rate": _ratio(good, standard, 1),
        "setups": sum(one.setups for one in machines),
        "scrapped": sum(
            pieces for one in told.orders.values() for at, pieces in one.lost if low < at <= high
        ),
    }
    return {name: float(found[name]) for name in INDICATORS}


def costs_by_period(
    world: World, ledger: Ledger, told: Course, overtime: Number = 0
) -> dict[str, list[float]]:
    """Return each part of the cost as the costs of the periods 0 to horizon - 1, 0 in the warm-up."""
    horizon = world.horizon
    holding, late, setup, waste = (Slope(horizon) for _ in range(4))
    product = {one.name: one for one in world.products}
    stocked = bool(told.taken) or (world.policy is not None and bool(world.policy.cards))
    for order in told.orders.values():
        rate = product[order.product].holding
        unit_cost = product[order.product].unit_cost
        holding.step(order.released, rate * order.quantity)
        for at, pieces in order.lost:
            holding.step(at, -rate * pieces)
            waste.lump(at, unit_cost * pieces)
        if order.finished is not None and not stocked:
            due = told.customers[order.name].due
            holding.step(max(order.finished, due), -rate * order.good)
    if world.policy is not None:
        for card in world.policy.cards:
            holding.step(0, product[card.product].holding * card.cards * card.pieces)
    for at, name, pieces in told.taken:
        holding.step(at, -product[name].holding * pieces)
    for customer in told.customers.values():
        end = horizon if customer.served is None else customer.served
        if end > customer.due:
            late.step(customer.due, world.late_cost * customer.priority)
            late.step(end, -world.late_cost * customer.priority)
    setup_cost = {machine.name: machine.setup_cost for machine in world.machines}
    for row in book.rows(ledger, book.START):
        if row.setup > 0 and (paid := setup_cost[row.machine]):
            setup.lump(row.time, paid)
    extra = Slope(horizon)
    extra.lump(horizon, world.overtime_cost * overtime)
    parts = {"holding": holding, "setup": setup, "tardiness": late, "waste": waste, "overtime": extra}
    return {name: part.by_period(world.warm_up) for name, part in parts.items()}


class Slope:
    """Money that runs at a rate which changes in steps, and money paid at once, summed period by period."""

    def __init__(self, horizon: int) -> None:
        self._paid = [0.0] * horizon
        self._rate = [0.0] * (horizon + 1)

    def step(self, time: Number, rate: float) -> None:
        """Add `rate` per time unit from `time` on."""
        if rate and time < len(self._paid):
            period = int(time)
            self._paid[period] += rate * (period + 1 - time)
            self._rate[period + 1] += rate

    def lump(self, time: Number, paid: float) -> None:
        """Pay at `time`, which ends the period before when it is whole."""
        if paid and time <= len(self._paid):
            self._paid[max(math.ceil(time) - 1, 0)] += paid

    def by_period(self, warm_up: int) -> list[float]:
        """Return what each period costs, nothing in the warm-up."""
        rates = islice(accumulate(self._rate), warm_up, None)
        # The last of the rates is that of what comes after the horizon.
        measured = [paid + rate for paid, rate in zip(self._paid[warm_up:], rates, strict=False)]
        return [0.0] * warm_up + measured


def _ratio(part: float, whole: float, without: float = 0) -> float:
    return part / whole if whole else without
