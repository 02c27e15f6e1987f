"""What the stocks of a network are worth, by FIFO or at the weighted average cost, from its ledger alone.

Goods come in at the price paid for their order (the item's unit cost for what is there or under way at the start);
they carry their cost from site to site, and what is made costs its parts. Freight and the costs of ordering are no
part of it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from sim.ledger import (
    CONSUME,
    DEMAND,
    EXPIRE,
    HOLD,
    ORDER,
    PRODUCE,
    RECEIPT,
    REJECT,
    RELEASE,
    SHIP,
    START,
    Ledger,
    Movement,
)  # fmt: skip
from sim.network.lanes import price_of
from sim.network.topology import Key, topology
from sim.network.world import World

Number = int | float
Method = Literal["fifo", "average"]
Layer = tuple[int, float]  # units, currency a unit
K = TypeVar("K")


@dataclass(frozen=True)
class Valuation:
    """Values in currency: of each stock at each close (site, item), of what came in, and of where it went.

    entered = sold + written_off + sent_back + under_way + the stocks at the last close, whatever the method.
    `under_way`: in transit, held for inspection or in production at the end.
    """

    method: str
    by_period: Mapping[Key, tuple[float, ...]]
    entered: float
    sold: float
    written_off: float
    sent_back: float
    under_way: float

    @property
    def value(self) -> float:
        """What all the stocks are worth at the last close."""
        return math.fsum(values[-1] for values in self.by_period.values())


def value_ledger(world: World, ledger: Ledger, method: Method) -> Valuation:
    """Value the stocks of a run, period by period, its warm-up included; raises ValueError for another method."""
    if method not in ("fifo", "average"):
        raise ValueError(f"a stock is valued by fifo or average, not by {method!r}")
    return _Books(world, method).read(ledger)


class _Pile:
    """Units in layers, the oldest first; at an average cost there is only one."""

    def __init__(self, average: bool = False) -> None:
        self._average = average
        self._layers: deque[Layer] = deque()

    @property
    def worth(self) -> float:
        return math.fsum(units * cost for units, cost in self._layers)

    def add(self, layers: Iterable[Layer]) -> None:
        self._layers.extend(layer for layer in layers if layer[0])
        if self._average and len(self._layers) > 1:
            units = sum(units for units, _ in self._layers)
            self._layers = deque([(units, self.worth / units)])

    def take(self, units: int) -> list[Layer]:
        taken: list[Layer] = []
        while units:
            there, cost = self._layers.popleft()
            part = min(there, units)
            units -= part
            taken.append((part, cost))
            if there > part:
                self._layers.appendleft((there - part, cost))
        return taken


class _Books:
    def __init__(self, world: World, method: Method) -> None:
        self._world, self._method = world, method
        graph = topology(world)
        self._costs = {item.name: float(item.unit_cost) for item in world.items}
        self._stocks = {key: _Pile(method == "average") for key in graph.keys}
        self._lanes = {
            (world.lanes[lane].origin, site, item): world.lanes[lane]
            for (site, item), lanes in zip(graph.keys, graph.lanes_of, strict=True)
            for lane in lanes
        }
        self._parts = {(bill.site, bill.item): len(bill.parts) for bill in world.bills}
        # What sources are to ship; what is in transit or held, by the period of its receipt; what is in production.
        self._bought: dict[tuple[str, str, str], _Pile] = {}
        self._moving: dict[tuple[str, str, str, int], _Pile] = {}
        self._making: dict[tuple[str, str, int], deque[list[float]]] = {}
        for lane in world.lanes:
            for one in lane.ordered:
                if (lane.origin, one.item) not in self._stocks:
                    _pile(self._bought, (lane.origin, lane.target, one.item)).add(
                        [(one.quantity, self._costs[one.item])]
                    )
        self._series: dict[Key, list[float]] = {key: [] for key in graph.keys}
        self._entered: list[float] = []
        self._sold: list[float] = []
        self._written_off: list[float] = []
        self._sent_back: list[float] = []

    def read(self, ledger: Ledger) -> Valuation:
        for row in ledger:
            self._close(int(row.time))
            self._row(row)
        self._close(self._world.horizon)
        making = [value for starts in self._making.values() for parts in starts for value in parts]
        return Valuation(
            method=self._method,
            by_period={key: tuple(values) for key, values in self._series.items()},
            entered=math.fsum(self._entered),
            sold=math.fsum(self._sold),
            written_off=math.fsum(self._written_off),
            sent_back=math.fsum(self._sent_back),
            under_way=math.fsum([*making, *(pile.worth for pile in self._moving.values())]),
        )

    def _close(self, period: int) -> None:
        for key, values in self._series.items():
            if len(values) < period:
                values.extend([self._stocks[key].worth] * (period - len(values)))

    def _row(self, row: Movement) -> None:
        kind, key, units, time = row.kind, (row.site, row.item), int(row.quantity), int(row.time)
        if kind == START:
            self._start(row, units)
        elif kind == ORDER and (row.other, row.item) not in self._stocks and row.other != row.site:
            lane = self._lanes[row.other, row.site, row.item]
            cost = float(price_of(lane, row.item, units, self._costs[row.item]))
            _pile(self._bought, (row.other, row.site, row.item)).add([(units, cost)])
        elif kind == SHIP:
            assert row.due is not None
            _pile(self._moving, (row.site, row.other, row.item, int(row.due))).add(self._leave(row, units))
        elif kind in (RECEIPT, HOLD, REJECT, RELEASE):
            origin = f"held:{row.other}" if kind == RELEASE else row.other
            layers = self._moving[origin, row.site, row.item, time].take(units)
            if kind == REJECT:
                self._sent_back.append(_worth(layers))
            elif kind == HOLD:
                assert row.due is not None
                _pile(self._moving, (f"held:{row.other}", *key, int(row.due))).add(layers)
            else:
                self._come_in(row, layers)
        elif kind == PRODUCE:
            value = math.fsum(self._making[(*key, time)].popleft())
            self._come_in(row, [(units, value / units)])
        elif kind == CONSUME:
            assert row.due is not None
            self._consume((row.site, row.other), int(row.due), _worth(self._stocks[key].take(units)))
        elif kind == DEMAND:
            self._sold.append(_worth(self._stocks[key].take(int(row.shipped))))
        elif kind == EXPIRE:
            self._written_off.append(_worth(self._stocks[key].take(units)))

    def _start(self, row: Movement, units: int) -> None:
        layers = [(units, self._costs[row.item])]
        self._entered.append(_worth(layers))
        if (row.site, row.item) in self._stocks:
            self._stocks[row.site, row.item].add(layers)
        else:  # on a lane: {origin}>{target}
            assert row.due is not None
            origin = row.site.removesuffix(f">{row.other}")
            _pile(self._moving, (origin, row.other, row.item, int(row.due))).add(layers)

    def _leave(self, row: Movement, units: int) -> list[Layer]:
        """Take what is shipped out of a stock, or out of what a source was asked for."""
        if (row.site, row.item) in self._stocks:
            return self._stocks[row.site, row.item].take(units)
        layers = self._bought[row.site, row.other, row.item].take(units)
        self._entered.append(_worth(layers))
        return layers

    def _come_in(self, row: Movement, layers: list[Layer]) -> None:
        stock = self._stocks[row.site, row.item]
        stock.add(layers)
        self._sold.append(_worth(stock.take(int(row.shipped))))  # customers who waited

    def _consume(self, made: Key, due: int, value: float) -> None:
        """Put a part into the production under way that still wants parts, else into one that begins."""
        starts = self._making.setdefault((*made, due), deque())
        if not starts or len(starts[-1]) == self._parts[made]:
            starts.append([])
        starts[-1].append(value)


def _pile(piles: dict[K, _Pile], key: K) -> _Pile:
    return piles.setdefault(key, _Pile())


def _worth(layers: Iterable[Layer]) -> float:
    return math.fsum(units * cost for units, cost in layers)
