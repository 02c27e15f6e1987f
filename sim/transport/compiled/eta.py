"""The day on which tracking expects an order (its ETA), and what a receiver expects by day."""

from __future__ import annotations

import numpy as np

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Goods, Levels
from sim.transport.compiled.compiling import part


@part
def expect(goods: Goods, levels: Levels, s: int) -> None:
    """Count on shipment s on its day, if it is tracked."""
    _add(goods, levels, s, goods.what[s, c.S_QUANTITY])


@part
def forget(goods: Goods, levels: Levels, s: int) -> None:
    """Count on shipment s no longer: it has come, or nobody knows when it will."""
    _add(goods, levels, s, -goods.what[s, c.S_QUANTITY])


@part
def put_off(goods: Goods, s: int, days: float) -> None:
    """Let tracking expect shipment s so many days later, rounded up."""
    if goods.mark[s, c.ETA] >= 0:
        goods.mark[s, c.ETA] += int(np.ceil(days - c.SOON))


@part
def _add(goods: Goods, levels: Levels, s: int, quantity: float) -> None:
    """Add to what its receiver expects on the day of shipment s."""
    eta = goods.mark[s, c.ETA]
    if eta >= 0:
        furthest = levels.expected.shape[1] - 1
        levels.expected[int(goods.what[s, c.S_FLOW]), min(eta, furthest)] += quantity
