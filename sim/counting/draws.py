"""The draws of a counted store: which stream feeds what. The SimPy model and the kernel both draw here.

One stream an item, called (label, replication, "counting", item) under the seed, read day by day: no policy of
counting, no other item and no longer horizon shifts a draw. An error belongs to its day, whatever is counted: two
policies meet the same losses and the same slips.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.counting.world import Errors, Mishap, Move, StoredItem, World, placed
from sim.streams import stream

Ints = NDArray[Any]

COLUMNS = 19  # uniforms a day and item, in the order in which `_paths` reads them


@dataclass(frozen=True, eq=False)
class Paths:
    """What is drawn, int64 (replications, items, days).

    demand in units, delay in days; loss in units; moved, keyed_out, keyed_in and miscount in units with their sign (0
    when nothing goes wrong); mispick in units and other the place of the item taken.
    """

    demand: Ints
    delay: Ints
    loss: Ints
    moved: Ints
    mispick: Ints
    other: Ints
    keyed_out: Ints
    keyed_in: Ints
    miscount: Ints

    def arrays(self) -> tuple[Ints, ...]:
        """Return the arrays, in their order."""
        return tuple(vars(self).values())


def paths(world: World, seed: int, label: str, first: int, replications: int) -> Paths:
    """Draw replications `first` to first + replications - 1; the last draws are kept for the next policy."""
    return _paths(world.horizon, world.items, world.errors, seed, label, first, replications)


@lru_cache(maxsize=3)
def _paths(
    horizon: int,
    items: tuple[StoredItem, ...],
    errors: Errors,
    seed: int,
    label: str,
    first: int,
    replications: int,
) -> Paths:
    shape = (replications, len(items), horizon)
    found = Paths(*(np.zeros(shape, np.int64) for _ in range(9)))
    others = placed(items)
    uniforms = np.empty((replications, horizon, COLUMNS))
    for place, item in enumerate(items):
        for replication in range(replications):
            names = (label, first + replication, "counting", item.name)
            stream(seed, *names).random(out=uniforms[replication])
        found.demand[:, place] = item.demand.of(uniforms[..., 17])
        found.delay[:, place] = np.ceil(item.lead_time.of(uniforms[..., 18]))
        column = [uniforms[..., one] for one in range(17)]
        factor = item.error_factor
        found.loss[:, place] = _units(errors.loss, column[0], column[1], factor)
        inward = errors.unrecorded.inward if isinstance(errors.unrecorded, Move) else 0
        signs = np.where(column[4] < inward, 1, -1)
        found.moved[:, place] = signs * _units(errors.unrecorded, column[2], column[3], factor)
        if others[place]:
            found.mispick[:, place] = _units(errors.mispick, column[5], column[6], factor)
            found.other[:, place] = np.array(others[place])[(column[7] * len(others[place])).astype(np.int64)]
        for array, mishap, at in (
            (found.keyed_out, errors.keying, 8),
            (found.keyed_in, errors.keying, 11),
            (found.miscount, errors.miscount, 14),
        ):
            signs = np.where(column[at + 2] < 0.5, 1, -1)
            array[:, place] = signs * _units(mishap, column[at], column[at + 1], factor)
    for array in found.arrays():
        array.setflags(write=False)
    return found


def _units(mishap: Mishap | None, happens: Any, how_many: Any, factor: float) -> Ints:
    """Return the units of a mishap, 0 where it does not happen."""
    if mishap is None:
        return np.zeros(happens.shape, np.int64)
    return np.where(happens < mishap.chance * factor, mishap.size.of(how_many), 0)
