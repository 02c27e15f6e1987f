"""Requirements of many items at once: level by level, period by period, over whole arrays.

The arithmetic of ``solvers.planning.requirements``, which gives it names, grids and messages. Rows are items,
columns are periods; figures are taken as they are: who calls has checked them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from solvers.errors import SolverError
from solvers.planning.bill_of_materials import levels_of

__all__ = ["ArrayPlan", "ItemArrays", "LineArrays", "explode"]

Figures = NDArray[np.float64]
Ints = NDArray[np.int64]
LotMaker = Callable[[Figures], Figures]
NOISE = 1e-9  # of a quantity: sums of decimals


@dataclass(frozen=True, eq=False)
class ItemArrays:
    """Items by row: stock, safety stock (units; one figure or one a period), lead time and fence (periods).

    ``minimum``, ``multiple`` (units, 0 for any) and ``span`` (periods) are the lot rule; ``scrap`` the share of
    a lot lost in making it.
    """

    on_hand: Figures
    safety_stock: Figures
    lead_time: Ints
    minimum: Figures
    multiple: Figures
    span: Ints
    scrap: Figures
    fence: Ints


@dataclass(frozen=True, eq=False)
class LineArrays:
    """Lines of the bills: places of parent and component, units of component per unit, periods of offset."""

    parent: Ints
    component: Ints
    quantity: Figures
    offset: Ints


@dataclass(frozen=True, eq=False)
class ArrayPlan:
    """Requirements by item and period, in units, with the level of each item.

    ``releases`` are dated within the horizon; ``past_due`` is what should have been released before it, by item,
    and what of it needs components is asked in the first period. ``net`` is what is short before the period's own
    lot; ``receipts`` are good units, ``releases`` what is launched.
    """

    levels: Ints
    gross: Figures
    net: Figures
    receipts: Figures
    releases: Figures
    past_due: Figures
    projected: Figures


def explode(
    items: ItemArrays,
    lines: LineArrays,
    demand: Figures,
    scheduled: Figures,
    makers: Mapping[int, LotMaker] | None = None,
    *,
    whole: bool = False,
) -> ArrayPlan:
    """Work out the requirements of all items over all periods.

    ``demand`` is independent demand and ``scheduled`` the receipts already ordered, units by item and period;
    ``makers`` turn the needs of the items of these rows into lots by another rule; ``whole`` rounds launched
    quantities and component needs up to units. SolverError for a ring in the bills.

    N(t) = max(0, max over s ≤ t of Σ gross + safety(s) − on hand − Σ scheduled): what lots must have brought in
    by t. A lot is made when those before do not reach N(t), and reaches N(t + span − 1).

    Source: Orlicky, Material Requirements Planning (1975), chapters 4 and 5; by levels, Vazsonyi's matrices.

    >>> one, none = np.ones(1), np.zeros(1, dtype=np.int64)
    >>> item = ItemArrays(2 * one, 0 * one, none, 0 * one, 12 * one, none + 1, 0 * one, none)
    >>> empty = LineArrays(none[:0], none[:0], one[:0], none[:0])
    >>> explode(item, empty, np.array([[31.0, 55.0]]), np.array([[18.0, 0.0]])).receipts.tolist()
    [[12.0, 60.0]]
    """
    count, horizon = demand.shape
    levels = levels_of(count, lines.parent, lines.component)
    if (levels < 0).any():
        raise SolverError("bom", int(np.flatnonzero(levels < 0)[0]), "no_bom_ring")
    # By period, then by item in the order of the levels: a level is then a slice, a period of it a short vector
    # that stays in the processor's cache.
    order = np.argsort(levels, kind="stable")
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    edges = np.searchsorted(levels[order], np.arange(levels.max(initial=0) + 2))
    gross, coming = demand.T[:, order], scheduled.T[:, order]
    shape = (horizon, count)
    net, receipts, releases, projected = (np.empty(shape) for _ in range(4))
    past_due = np.empty(count)
    line_levels = levels[lines.parent]
    by_level = np.argsort(line_levels, kind="stable")
    line_edges = np.searchsorted(line_levels[by_level], np.arange(edges.size))
    for level in range(edges.size - 1):
        start, end = int(edges[level]), int(edges[level + 1])
        here, rows = slice(start, end), order[start:end]
        if whole:
            gross[:, here] = np.ceil(gross[:, here] - NOISE)
        launched = _lots(
            items,
            rows,
            gross[:, here],
            coming[:, here],
            (net[:, here], receipts[:, here], projected[:, here]),
            makers or {},
            whole,
        )
        _earlier(launched, items.lead_time[rows], releases[:, here], past_due[here])
        own = by_level[line_edges[level] : line_edges[level + 1]]
        if own.size:
            asked = releases[:, here].copy()
            asked[0] += past_due[here]
            _pass_down(
                gross, asked, place[lines.parent[own]] - start, place[lines.component[own]], lines, own
            )
    net, receipts, releases, projected, gross = (
        one[:, place].T for one in (net, receipts, releases, projected, gross)
    )
    return ArrayPlan(levels, gross, net, receipts, releases, past_due[place], projected)


def _lots(
    items: ItemArrays,
    rows: Ints,
    gross: Figures,
    scheduled: Figures,
    written: tuple[Figures, Figures, Figures],
    makers: Mapping[int, LotMaker],
    whole: bool,
) -> Figures:
    """Write net requirements, good receipts and projected stock of a level; return what is launched, undated."""
    horizon, count = gross.shape
    net, receipts, projected = written
    yields = 1 - items.scrap[rows]
    safety = items.safety_stock[rows]
    floors = np.broadcast_to(safety.T, (horizon, count)) if safety.ndim > 1 else None
    floor = safety if floors is None else floors[0]
    fence, longest = items.fence[rows], int(items.fence[rows].max(initial=0))
    lossless = bool((yields == 1).all())
    # What must have come in by each period, in launched units: good units over the yield.
    due = np.empty((horizon, count))
    asked, most = -items.on_hand[rows], np.zeros(count)
    for t in range(horizon):
        asked += gross[t]
        asked -= scheduled[t]
        if floors is not None:
            floor = floors[t]
        short = np.add(asked, floor, out=net[t])  # until its own lots are known
        np.maximum(most, short, out=most)
        if lossless:
            due[t] = most
        else:
            np.divide(most, yields, out=due[t])
        if t < longest:
            # Nothing can be planned up to the fence: what was due there is due right after it.
            due[t, fence > t] = 0.0
        if whole:
            due[t] = np.ceil(due[t] - NOISE)
    launched = _one_at_a_time(items, rows, due)
    for at, row in enumerate(rows if makers else ()):
        maker = makers.get(int(row))
        if maker is not None:
            launched[:, at] = maker(np.diff(due[:, at], prepend=0.0))
    come, slack = np.zeros(count), NOISE * np.maximum(1.0, due[-1])
    for t in range(horizon):
        if floors is not None:
            floor = floors[t]
        short = net[t]
        left = projected[t]
        np.subtract(come, short, out=left)
        np.negative(left, out=short)
        np.multiply(launched[t], yields, out=receipts[t])
        come += receipts[t]
        left += receipts[t]
        left += floor
        short *= short >= slack
        left *= np.abs(left) >= slack
        short += 0.0  # no −0.0
        left += 0.0
    return launched


def _one_at_a_time(items: ItemArrays, rows: Ints, due: Figures) -> Figures:
    """Lots decided period by period: made when those before fall short, up to their span, minimum and multiple."""
    horizon, count = due.shape
    minimum, multiple, span = items.minimum[rows], items.multiple[rows], items.span[rows]
    packed, least = bool((multiple > 0).any()), bool((minimum > 0).any())
    far = np.flatnonzero(span > 1)
    ahead = span[far] - 1
    packs = np.where(multiple > 0, multiple, 1.0)
    loose = multiple <= 0
    brought, slack = np.zeros(count), NOISE * np.maximum(1.0, due[-1])
    launched = np.empty((horizon, count))
    for t in range(horizon):
        lot = launched[t]
        np.subtract(due[t], brought, out=lot)
        enough = lot <= slack
        if far.size:
            lot[far] = due[np.minimum(t + ahead, horizon - 1), far] - brought[far]
        if least:
            np.maximum(lot, minimum, out=lot)
        if packed:
            whole_packs = np.ceil(lot / packs - NOISE) * packs
            np.copyto(whole_packs, lot, where=loose)
            lot[:] = whole_packs
        np.copyto(lot, 0.0, where=enough)
        brought += lot
    return launched


def _earlier(launched: Figures, lead: Ints, releases: Figures, past_due: Figures) -> None:
    """Write lots moved back by their lead times, and what then falls before the first period."""
    horizon = launched.shape[0]
    releases[:] = 0.0
    for periods in np.unique(lead):
        items = np.flatnonzero(lead == periods)
        back = min(int(periods), horizon)
        past_due[items] = launched[:back, items].sum(axis=0)
        releases[: horizon - back, items] = launched[back:, items]


def _pass_down(
    gross: Figures, asked: Figures, parents: Ints, components: Ints, lines: LineArrays, own: Ints
) -> None:
    """Add to the gross requirements of components what the releases of a level (``asked``) ask for."""
    horizon, count = asked.shape
    quantities, offsets = lines.quantity[own], lines.offset[own]
    for offset in np.unique(offsets):
        some = offsets == offset
        reached, places = np.unique(components[some], return_inverse=True)
        matrix: Any = sparse.csr_array(
            (quantities[some], (places, parents[some])), shape=(reached.size, count)
        )
        later = min(int(offset), horizon)
        if later < horizon:
            gross[later:, reached] += (matrix @ asked[: horizon - later].T).T
