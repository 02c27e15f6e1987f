"""The cost and the service of many reorder points and lots at once, over common paths."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim import compiled, shifted
from sim.indicators import Costs
from sim.paths import LARGEST, KernelError, Paths, check_fit
from sim.scenario import Scenario
from sim.stock import BACKORDER, LOST

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_WORTH_THREADS = 5_000_000  # policy·days, 2 to 15 ms of work: under this, threads gain little or nothing
_WIDEST_COUNT = 2**22  # levels a shifted count may span: 100 MB
_NEAR_COUNT = 2**14  # levels counted side by side: 400 KB, what a processor keeps at hand
_WORTH_LANES = (
    4  # pairs run side by side in less time than one shifted run: measured, six of them take as long
)
_LOTS_TOGETHER = 10  # at most, so that the threads end at about the same time


@dataclass(frozen=True, eq=False)
class Grid:
    """Means over the replications for each s (rows) and Q (columns): total cost and fill rate.

    ``counted`` holds what the cost is made of, in means per replication over the measured days: units in stock
    day by day, units backordered day by day, units short, orders.
    """

    s: Ints
    Q: Ints
    total_cost: Floats
    fill_rate: Floats
    counted: tuple[Floats, Floats, Floats, Floats]

    def priced(self, costs: Costs) -> Grid:
        """The same runs at other costs: nothing of a run hangs on them."""
        return replace(self, total_cost=_total(self.counted, costs))

    def best(self, fill_rate: float = 0.0) -> tuple[int, int] | None:
        """Return the cheapest (s, Q) whose fill rate is at least the one asked, None when there is none."""
        cost = np.where(self.fill_rate >= fill_rate, self.total_cost, np.inf)
        i, j = np.unravel_index(int(np.argmin(cost)), cost.shape)
        return (int(self.s[i]), int(self.Q[j])) if np.isfinite(cost[i, j]) else None


def reorder_point_grid(
    s_values: Sequence[int] | Ints,
    Q_values: Sequence[int] | Ints,
    paths: Paths,
    scenario: Scenario,
    *,
    threads: int | None = None,
) -> Grid:
    """Return the mean total cost (over the measured days) and the mean fill rate of every (s, Q).

    With backorders and the initial stock of the policy (s + Q), the net level less s does not depend on s:
    each Q is simulated once and every s is read from it. Otherwise, and where there are few s for many Q,
    every pair is simulated. `threads`
    defaults to the processors at hand, or one when there is little to do. Raises KernelError for figures that
    are not whole or a policy that is not valid.
    """
    s = _whole_array("s", s_values, least=0)
    Q = _whole_array("Q", Q_values, least=1)
    check_fit(paths, scenario)
    shifted = scenario.shortage == BACKORDER and scenario.initial_stock is None
    # Bounds on every level and sum, so that the 32-bit loops cannot overflow.
    highest = max(int(s.max()) + int(Q.max()), int(scenario.initial_stock or 0))
    reach = highest + paths.largest_total
    narrow = (paths.horizon + 1) * reach < 2**31 and reach < 2**22
    depth = int(paths.demand.max()) * (paths.narrow[2] + 2) + int(Q.max())
    few = narrow and _lanes(s.size * Q.size) <= _WORTH_LANES * Q.size
    if (
        shifted
        and not few
        and reach < 2**31
        and int(Q.max()) + min(depth, paths.largest_total) < _WIDEST_COUNT
    ):
        totals, fill = _shifted_grid(s, Q, paths, scenario, threads)
    elif narrow:
        totals, fill = _plain_grid(s, Q, paths, scenario, threads)
    else:
        totals, fill = _wide_grid(s, Q, paths, scenario, threads)
    stock, back, short, orders = (one / paths.replications for one in totals)
    counted = stock, back, short, orders
    return Grid(s, Q, _total(counted, scenario.costs), fill / paths.replications, counted)


def _total(counted: tuple[Floats, Floats, Floats, Floats], costs: Costs) -> Floats:
    stock, back, short, orders = counted
    total: Floats = costs.holding * stock + costs.ordering * orders
    return total + (costs.backorder * back + costs.shortage * short)


def _lanes(pairs: int) -> int:
    """The lanes that so many pairs take in whole blocks."""
    return -(-pairs // compiled.LANES) * compiled.LANES


def _whole_array(name: str, values: Sequence[int] | Ints, least: int) -> Ints:
    array = np.asarray(values)
    if array.ndim != 1 or array.size == 0 or not np.all(np.isfinite(array.astype(np.float64))):
        raise KernelError(f"{name} must be a list of whole numbers, not empty")
    whole = array.astype(np.int64)
    if np.any(whole != array) or whole.min() < least or whole.max() > LARGEST:
        raise KernelError(f"every {name} must be a whole number from {least} to {LARGEST}")
    return whole


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _spread(work: Callable[[int], None], pieces: int, steps: int, threads: int | None) -> None:
    """Call work(0) … work(pieces - 1), on several threads when it is worth it; the pieces do not overlap."""
    if threads is None:
        threads = _processors() if steps > _WORTH_THREADS else 1
    left = iter(range(pieces))  # shared: each thread takes the next one, so that all end at about one time

    def share() -> None:
        for piece in left:
            work(piece)

    # This thread takes its share too: one thread less to start and to wake.
    others = min(threads, pieces) - 1
    if others < 1:
        return share()
    with ThreadPoolExecutor(others) as pool:
        shares = [pool.submit(share) for _ in range(others)]
        share()
        for other in shares:
            other.result()
    return None


def _measured_demand(paths: Paths, scenario: Scenario) -> Ints:
    measured: Ints = paths.demand[:, scenario.warm_up :].sum(axis=1)
    return measured


def _shifted_grid(
    s: Ints, Q: Ints, paths: Paths, scenario: Scenario, threads: int | None
) -> tuple[Ints, Floats]:
    demand, lead_time, longest = paths.narrow
    measured = _measured_demand(paths, scenario)
    lag = longest if int(lead_time.min()) == longest else 0
    totals = np.empty((Q.size, 4, s.size), np.int64)
    fill = np.empty((Q.size, s.size))
    # The level trails the position (above s once reviewed) by the orders under way, which cover the demand
    # of at most `longest` days and one lot; no level lies deeper than all the demand either.
    recent = int(demand.max()) * (longest + 2)
    widest = int(Q.max()) + min(paths.largest_total, recent + int(Q.max()))
    together = max(1, min(_LOTS_TOGETHER, _NEAR_COUNT // widest, Q.size // _processors()))

    def work(piece: int) -> None:
        lots = slice(piece * together, (piece + 1) * together)
        highest = int(Q[lots].max())
        lowest = -min(paths.largest_total, recent + highest)
        shape = (Q[lots].size, highest - lowest + 1)
        shifted.lots_shifted(
            demand,
            lead_time,
            lag,
            measured,
            s,
            Q[lots],
            scenario.warm_up,
            lowest,
            np.zeros((2, *shape), np.int64),
            np.zeros(shape),
            totals[lots],
            fill[lots],
        )

    _spread(work, -(-Q.size // together), Q.size * demand.size, threads)
    return totals.transpose(1, 2, 0), fill.T


def _plain_grid(
    s: Ints, Q: Ints, paths: Paths, scenario: Scenario, threads: int | None
) -> tuple[Ints, Floats]:
    demand, lead_time, longest = paths.narrow
    measured = _measured_demand(paths, scenario)
    pairs = s.size * Q.size
    pieces = _lanes(pairs) // compiled.LANES
    index = np.minimum(np.arange(pieces * compiled.LANES), pairs - 1)  # the last lanes repeat the last pair
    lane_s, lane_Q = s[index // Q.size], Q[index % Q.size]
    initial = (
        lane_s + lane_Q if scenario.initial_stock is None else np.full_like(lane_s, scenario.initial_stock)
    )
    lanes = [array.astype(np.int32).reshape(pieces, -1) for array in (lane_s, lane_Q, initial)]
    totals = np.zeros((pieces, 4, compiled.LANES), np.int64)
    fill = np.zeros((pieces, compiled.LANES))

    def work(piece: int) -> None:
        compiled.lots_block(
            demand,
            lead_time,
            measured,
            lanes[0][piece],
            lanes[1][piece],
            lanes[2][piece],
            scenario.warm_up,
            scenario.shortage == LOST,
            longest,
            totals[piece],
            fill[piece],
        )

    _spread(work, pieces, pairs * demand.size, threads)
    shape = (s.size, Q.size)
    flat = totals.transpose(1, 0, 2).reshape(4, -1)[:, :pairs]
    return flat.reshape(4, *shape), fill.reshape(-1)[:pairs].reshape(shape)


def _wide_grid(
    s: Ints, Q: Ints, paths: Paths, scenario: Scenario, threads: int | None
) -> tuple[Ints, Floats]:
    """Run pair by pair in 64 bits, for figures too large for the other two."""
    totals = np.empty((4, s.size, Q.size), np.int64)
    fill = np.empty((s.size, Q.size))

    def work(piece: int) -> None:
        i, j = divmod(piece, Q.size)
        point, lot = int(s[i]), int(Q[j])
        initial = point + lot if scenario.initial_stock is None else int(scenario.initial_stock)
        counts = compiled.counted(
            paths.demand,
            paths.lead_time,
            (1, point, 0, lot),
            scenario.shortage == LOST,
            initial,
            scenario.warm_up,
        )
        short, demand = counts[:, compiled.SHORT], counts[:, compiled.DEMAND]
        fill[i, j] = (1.0 - short / np.maximum(demand, 1)).sum()
        columns = [compiled.STOCK, compiled.BACK, compiled.SHORT, compiled.ORDERS]
        totals[:, i, j] = counts[:, columns].sum(axis=0)

    _spread(work, s.size * Q.size, s.size * Q.size * paths.demand.size, threads)
    return totals, fill
