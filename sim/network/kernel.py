"""The compiled fast path of a network: the indicators that the SimPy model gives, to the last bit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment import mean
from sim.network import compiled
from sim.network.arrays import ITEM, UNIT_COST, Net, drawn, net
from sim.network.indicators import NAMES, NetworkIndicators
from sim.network.world import World
from sim.stock import LOST

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROOM = 256  # records of a pool at first


def measure(world: World, seed: int, label: str, replications: int) -> dict[str, float]:
    """Return the mean of every indicator over replications 0 to replications - 1; one not finite is left out.

    Raises KernelError for a world that only the SimPy model takes (see `sim.network.arrays.check_taken`),
    InvalidError for a stock without a rule.
    """
    found = evaluate(world, seed, label, replications)
    means = {name: mean(values) for name, values in found.items()}
    return {name: value for name, value in means.items() if math.isfinite(value)}


def replicate(world: World, seed: int, label: str, replications: int) -> list[NetworkIndicators]:
    """Return the indicators of each replication."""
    found = evaluate(world, seed, label, replications)
    return [NetworkIndicators(**{name: found[name][r] for name in NAMES}) for r in range(replications)]


def evaluate(world: World, seed: int, label: str, replications: int) -> dict[str, list[Any]]:
    """Return every indicator as a list with a figure per replication; raises as `measure`."""
    arrays = net(world)
    paths = drawn(world, seed, label, replications)
    stocks, lanes = len(world.stocks), len(world.lanes)
    counts = np.empty((replications, stocks, compiled.COUNTS), np.int64)
    premium = np.empty((replications, stocks))
    trucks = np.empty((replications, lanes), np.int64)
    whole = np.empty((replications, compiled.WHOLE), np.int64)
    items = np.empty((replications, len(world.items), 2), np.int64)
    money = np.empty((replications, compiled.MONEY))
    room = _ROOM
    while (
        compiled.replications(arrays, paths, room, counts, premium, trucks, whole, items, money)
        < replications
    ):
        room *= 4
    return _Figures(world, arrays, counts, premium, trucks, whole, items, money).all()


class _Figures:
    """From counts to indicators: the formulas of `sim.network.indicators`, over all replications at once.

    Sums over stocks are exactly rounded there (`math.fsum`), so they are here: only then do both agree to the last
    bit, whatever the order.
    """

    def __init__(
        self, world: World, arrays: Net, counts: Ints, premium: Floats, trucks: Ints, whole: Ints, items: Ints,
        money: Floats,
    ) -> None:  # fmt: skip
        self.world, self.net = world, arrays
        self.counts, self.premium, self.trucks, self.whole = counts, premium, trucks, whole
        self.items, self.money = items, money
        self.days = world.horizon - world.warm_up
        by_key = {(one.site, one.item): one for one in world.demands}
        self.customers = [by_key.get((stock.site, stock.item)) for stock in world.stocks]
        self.selling = np.array([one is not None for one in self.customers])

    def all(self) -> dict[str, list[Any]]:
        """Return every indicator, a list over the replications."""
        counts, days = self.counts, self.days
        unit_cost = self.net.item_rate[self.net.stock[:, ITEM], UNIT_COST]
        stock_days = counts[:, :, compiled.STOCK_DAYS]
        expired = counts[:, :, compiled.EXPIRED]
        holding = _sums(np.array([float(one.holding) for one in self.world.stocks]) * stock_days)
        shortage = _sums(self._shortage())
        premium = _sums(self.premium)
        waste = _sums(unit_cost * expired)
        ordering = self.money[:, compiled.ORDER_COST].tolist()
        truck = np.array([float(lane.truck.cost) if lane.truck else 0.0 for lane in self.world.lanes])
        carried = _sums(truck * self.trucks)
        freight = self.money[:, compiled.FREIGHT].tolist()
        transport = [one + other for one, other in zip(freight, carried, strict=True)]
        parts = zip(holding, ordering, shortage, transport, premium, waste, strict=True)
        demand = self._sold(compiled.DEMAND)
        short = self._sold(compiled.SHORT)
        cycles, short_cycles = self._sold(compiled.CYCLES), self._sold(compiled.SHORT_CYCLES)
        out_days = self._sold(compiled.OUT_DAYS)
        selling = int(self.selling.sum())
        entered = self.whole[:, compiled.ENTERED].tolist()
        wasted = expired.sum(axis=1).tolist()
        return {
            "total_cost": [((((h + o) + s) + t) + p) + w for h, o, s, t, p, w in parts],
            "holding_cost": holding,
            "ordering_cost": ordering,
            "shortage_cost": shortage,
            "transport_cost": transport,
            "purchase_premium": premium,
            "waste_cost": waste,
            "fill_rate": [1.0 - s / d if d else 1.0 for s, d in zip(short, demand, strict=True)],
            "worst_fill_rate": self._worst(),
            "cycle_service_level": [
                1.0 - s / c if c else 1.0 for s, c in zip(short_cycles, cycles, strict=True)
            ],
            "stock_out_rate": [one / (days * selling) if selling else 0.0 for one in out_days],
            "stock_out_days": out_days,
            "mean_stock": [one / days for one in stock_days.sum(axis=1).tolist()],
            "stock_value": _sums(unit_cost * (stock_days / days)),
            "turnover": self._turnover(unit_cost, stock_days),
            "waste_rate": [
                gone / total if total else 0.0 for gone, total in zip(wasted, entered, strict=True)
            ],
            "orders": self.whole[:, compiled.ORDERS].tolist(),
            "bullwhip": self._bullwhip(),
            "peak_stock_value": self.money[:, compiled.PEAK_VALUE].tolist(),
            "trucks": self.trucks.sum(axis=1).tolist(),
            "mean_in_transit": [one / days for one in self.whole[:, compiled.IN_TRANSIT].tolist()],
        }

    def _sold(self, column: int) -> list[int]:
        found: list[int] = self.counts[:, self.selling, column].sum(axis=1).tolist()
        return found

    def _shortage(self) -> Floats:
        waiting = np.array([float(one.backorder) if one else 0.0 for one in self.customers])
        lost = np.array([float(one.lost) if one and one.shortage == LOST else 0.0 for one in self.customers])
        found: Floats = (
            waiting * self.counts[:, :, compiled.BACKORDER_DAYS] + lost * self.counts[:, :, compiled.SHORT]
        )
        return found

    def _worst(self) -> list[float]:
        demand = self.counts[:, self.selling, compiled.DEMAND]
        short = self.counts[:, self.selling, compiled.SHORT]
        rate = 1.0 - short / np.maximum(demand, 1)
        rate[demand == 0] = math.inf
        lowest = rate.min(axis=1, initial=math.inf)
        found: list[float] = np.where(np.isfinite(lowest), lowest, 1.0).tolist()
        return found

    def _turnover(self, unit_cost: Floats, stock_days: Ints) -> list[float]:
        worth = unit_cost if np.all(unit_cost > 0) else np.ones_like(unit_cost)
        out = _sums(worth * self.counts[:, :, compiled.SHIPPED])
        stock = _sums(worth * stock_days)
        return [
            (gone * self.world.year / self.days) / (kept / self.days)
            if kept
            else (math.inf if gone > 0 else 0.0)
            for gone, kept in zip(out, stock, strict=True)
        ]

    def _bullwhip(self) -> list[float]:
        counts, periods = self.counts, self.days
        bought = self.items[:, self.net.stock[:, ITEM], :]
        nobody = bought[:, :, compiled.ITEM_DEMAND] == 0
        asked = np.where(nobody, counts[:, :, compiled.ASKED], bought[:, :, compiled.ITEM_DEMAND])
        squares = np.where(nobody, counts[:, :, compiled.ASKED_SQUARES], bought[:, :, compiled.ITEM_SQUARES])
        ordered = counts[:, :, compiled.ORDERED]
        of_demand = periods * squares - asked * asked
        of_orders = periods * counts[:, :, compiled.ORDERED_SQUARES] - ordered * ordered
        ratio = np.where(of_demand > 0, of_orders / np.maximum(of_demand, 1), -1.0)
        highest = ratio.max(axis=1, initial=-1.0)
        found: list[float] = np.where(highest < 0, 1.0, highest).tolist()
        return found


def _sums(values: NDArray[Any]) -> list[float]:
    """Return the exactly rounded sum over the last axis, (R, n) -> R figures."""
    return [math.fsum(row) for row in values.tolist()]
