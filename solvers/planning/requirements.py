"""Material requirements planning (MRP, calcul des besoins nets): several levels, a grid for each item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from solvers.arguments import non_negative, whole
from solvers.errors import SolverError
from solvers.planning.bill_of_materials import BomLine, low_level_codes, share_lost
from solvers.planning.lots.needs import quantities
from solvers.planning.lots.rules import LotRule, checked_rule, lots_by_rule, one_at_a_time
from solvers.planning.requirements_arrays import ArrayPlan, Figures, ItemArrays, LineArrays, LotMaker, explode

__all__ = ["Grid", "Item", "Requirements", "requirements"]

MOST_ITEMS = 20_000
MOST_PERIODS = 1_000


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it is planned; quantities in units, times in periods.

    ``safety_stock`` is one figure, or one for each period; ``receipts`` are scheduled receipts by period, fewer
    if the last are 0; ``scrap`` is the share of a lot lost in making it; no lot is planned to come in up to the
    period ``fence``.
    """

    item: str
    on_hand: float = 0.0
    lead_time: int = 0
    safety_stock: float | tuple[float, ...] = 0.0
    rule: LotRule = field(default_factory=LotRule)
    receipts: tuple[float, ...] = ()
    scrap: float = 0.0
    fence: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of an item: a figure in units for each period.

    ``net`` is what is short before the period's own lot, ``planned_receipts`` the good units of planned lots,
    ``planned_releases`` what is launched, a lead time earlier, and ``past_due`` what should have been launched
    before the first period. ``projected`` is the stock at the end of the period.
    """

    item: str
    level: int
    on_hand: float
    gross: tuple[float, ...]
    scheduled: tuple[float, ...]
    projected: tuple[float, ...]
    net: tuple[float, ...]
    planned_receipts: tuple[float, ...]
    planned_releases: tuple[float, ...]
    past_due: float


@dataclass(frozen=True, slots=True)
class Requirements:
    """The grids by level, then in the order of the items."""

    grids: tuple[Grid, ...]

    def of(self, item: str) -> Grid:
        """The grid of an item; KeyError when there is none."""
        for grid in self.grids:
            if grid.item == item:
                return grid
        raise KeyError(item)


def requirements(
    items: Sequence[Item],
    bom: Sequence[BomLine],
    demand: Mapping[str, Sequence[float]],
    *,
    whole_units: bool = False,
) -> Requirements:
    """Plan the lots of items, level by level, from independent demand and the bills of materials.

    ``demand`` in units by item and period (all of one length, which is the horizon; items without any may be
    left out); ``whole_units`` rounds component needs and launched lots up. What should have been launched before
    the first period asks for its components in the first. SolverError for figures out of range, items unknown or
    given twice, and a ring in the bills.

    net(t) = max(0, gross(t) + safety stock − projected(t − 1) − scheduled(t)); a planned lot of t is launched in
    t − lead time; gross of a component = Σ launched of its parents · quantity / (1 − scrap).

    Source: Orlicky, Material Requirements Planning (1975), chapters 4 to 6.

    >>> chair = Item("chair", on_hand=10, lead_time=1)
    >>> leg = Item("leg", on_hand=50, lead_time=1, rule=LotRule("fixed_quantity", quantity=100))
    >>> found = requirements([chair, leg], [BomLine("chair", "leg", 4)], {"chair": [0, 20, 30]})
    >>> found.of("leg").gross, found.of("leg").planned_receipts, found.of("leg").planned_releases
    ((40.0, 120.0, 0.0), (0.0, 200.0, 0.0), (200.0, 0.0, 0.0))
    """
    if not 1 <= len(items) <= MOST_ITEMS:
        raise SolverError("items", len(items), "count_between", least=1, most=MOST_ITEMS)
    names = [one.item for one in items]
    levels = low_level_codes(names, bom)
    horizon = _horizon(names, demand)
    plan = explode(
        _arrays(items, horizon),
        _lines(names, bom),
        _by_row([demand.get(name, ()) for name in names], names, "demand", horizon),
        _by_row([one.receipts for one in items], names, "receipts", horizon),
        _makers(items),
        whole=whole_units,
    )
    order = sorted(range(len(items)), key=lambda at: levels[names[at]])
    scheduled = [_padded(one.receipts, horizon) for one in items]
    return Requirements(tuple(_grid(items[at], levels[names[at]], scheduled[at], plan, at) for at in order))


def _horizon(names: Sequence[str], demand: Mapping[str, Sequence[float]]) -> int:
    known = set(names)
    for name in demand:
        if name not in known:
            raise SolverError("demand", name, "known_item")
    lengths = {len(one) for one in demand.values()}
    horizon = max(lengths, default=0)
    if not 1 <= horizon <= MOST_PERIODS:
        raise SolverError("demand", horizon, "count_between", least=1, most=MOST_PERIODS)
    if len(lengths) > 1:
        raise SolverError("demand", min(lengths), "as_many_as_periods", count=horizon)
    return horizon


def _padded(values: Sequence[float], horizon: int) -> tuple[float, ...]:
    return (*map(float, values), *(0.0,) * (horizon - len(values)))


def _by_row(values: Sequence[Sequence[float]], names: Sequence[str], argument: str, horizon: int) -> Figures:
    found = np.zeros((len(names), horizon))
    for at, (name, one) in enumerate(zip(names, values, strict=True)):
        if len(one) > horizon:
            raise SolverError(f"{argument} ({name})", len(one), "as_many_as_periods", count=horizon)
        if len(one):
            found[at, : len(one)] = quantities(f"{argument} ({name})", one)
    return found


def _arrays(items: Sequence[Item], horizon: int) -> ItemArrays:
    for one in items:
        checked_rule(one.rule)
        non_negative(f"on_hand ({one.item})", one.on_hand)
        share_lost(f"scrap ({one.item})", one.scrap)
        for name in ("lead_time", "fence"):
            if whole(f"{name} ({one.item})", getattr(one, name)) < 0:
                raise SolverError(f"{name} ({one.item})", getattr(one, name), "non_negative")
    sized = [one_at_a_time(one.rule) or (0.0, 0.0, 1) for one in items]
    return ItemArrays(
        on_hand=np.array([one.on_hand for one in items], dtype=float),
        safety_stock=np.array([_safety(one, horizon) for one in items], dtype=float),
        lead_time=np.array([one.lead_time for one in items], dtype=np.int64),
        minimum=np.array([least for least, _, _ in sized], dtype=float),
        multiple=np.array([pack for _, pack, _ in sized], dtype=float),
        span=np.array([span for _, _, span in sized], dtype=np.int64),
        scrap=np.array([one.scrap for one in items], dtype=float),
        fence=np.array([one.fence for one in items], dtype=np.int64),
    )


def _safety(one: Item, horizon: int) -> tuple[float, ...]:
    argument = f"safety_stock ({one.item})"
    if not isinstance(one.safety_stock, tuple):
        return (non_negative(argument, one.safety_stock),) * horizon
    if len(one.safety_stock) != horizon:
        raise SolverError(argument, len(one.safety_stock), "as_many_as_periods", count=horizon)
    return quantities(argument, one.safety_stock)


def _lines(names: Sequence[str], bom: Sequence[BomLine]) -> LineArrays:
    place = {name: at for at, name in enumerate(names)}
    return LineArrays(
        np.array([place[line.parent] for line in bom], dtype=np.int64),
        np.array([place[line.component] for line in bom], dtype=np.int64),
        np.array([line.quantity / (1 - line.scrap) for line in bom], dtype=float),
        np.array([line.offset for line in bom], dtype=np.int64),
    )


def _makers(items: Sequence[Item]) -> dict[int, LotMaker]:
    def maker(rule: LotRule) -> LotMaker:
        return lambda needs: np.array(lots_by_rule(needs.tolist(), rule).lots)

    return {at: maker(one.rule) for at, one in enumerate(items) if one_at_a_time(one.rule) is None}


def _grid(item: Item, level: int, scheduled: tuple[float, ...], plan: ArrayPlan, at: int) -> Grid:
    return Grid(
        item=item.item,
        level=level,
        on_hand=float(item.on_hand),
        gross=tuple(plan.gross[at].tolist()),
        scheduled=scheduled,
        projected=tuple(plan.projected[at].tolist()),
        net=tuple(plan.net[at].tolist()),
        planned_receipts=tuple(plan.receipts[at].tolist()),
        planned_releases=tuple(plan.releases[at].tolist()),
        past_due=float(plan.past_due[at]),
    )
