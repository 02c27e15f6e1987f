"""What vehicles hold: a load in the four measures, and the vehicles that it fills."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Array, Goods
from sim.transport.compiled.compiling import part


class Load(NamedTuple):
    """Kilograms, cubic metres, loading metres and pallets."""

    kg: float
    cubic: float
    metres: float
    pallets: float


@part
def with_shipment(load: Load, goods: Goods, s: int) -> Load:
    """Return a load and shipment s."""
    return Load(
        load.kg + goods.what[s, c.S_KG],
        load.cubic + goods.what[s, c.S_CUBIC],
        load.metres + goods.what[s, c.S_METRES],
        load.pallets + goods.what[s, c.S_PALLETS],
    )


@part
def filled(load: Load, legs: Array, k: int) -> float:
    """Return the vehicles of leg k that a load fills, by the measure that bounds it most."""
    found = load.kg / legs[k, c.CAP_KG]
    found = max(found, load.cubic / legs[k, c.CAP_CUBIC])
    found = max(found, load.metres / legs[k, c.CAP_METRES])
    return float(max(found, load.pallets / legs[k, c.CAP_PALLETS]))


@part
def vehicles_for(full: float) -> float:
    """Return the whole vehicles, one at least, for a load that fills so many."""
    return float(max(np.ceil(round(full, 9)), 1.0))
