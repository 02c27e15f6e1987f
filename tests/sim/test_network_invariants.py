"""What holds in every network: units are conserved, levels tell the truth, calendars and lots are respected."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given, settings
from network_worlds import worlds

from sim.ledger import Ledger, Movement
from sim.network import NetworkRun, World, indicators, start
from sim.network.calendars import ships, takes_orders
from sim.network.indicators import breakdown
from sim.network.story import story

SEED = 2026


def played(world: World) -> NetworkRun:
    run = start(world, SEED)
    run.run()
    return run


@settings(max_examples=150, deadline=None)
@given(worlds(joint=True))
def test_units_are_conserved_and_levels_are_true(world: World) -> None:  # noqa: PLR0912 - one account of every row
    run = played(world)
    sources = {source.name for source in world.sources}
    total: dict[str, int] = defaultdict(int)
    left: dict[str, int] = defaultdict(int)
    for row in run.ledger:
        assert min(row.on_hand, row.backorders, row.on_order, row.owed) >= 0
        if row.kind in ("start", "produce") or (row.kind == "ship" and row.site in sources):
            total[row.item] += row.quantity
        elif row.kind in ("expire", "reject", "consume"):
            left[row.item] += row.quantity
        if row.kind in ("demand", "receipt", "release", "produce"):
            left[row.item] += row.shipped
        if row.kind == "demand":
            assert row.quantity == row.shipped + row.short
    under_way = run.under_way()
    started = {item.name: 0 for item in world.items}
    for shipments in run._due.values():
        for one in shipments:
            if one.lane is not None:  # in transit or held; what is being made is not there yet
                started[one.point.item] += one.quantity
    for item in world.items:
        kept = sum(point.on_hand for point in run.points if point.item == item.name)
        assert total[item.name] == left[item.name] + kept + started[item.name]
    for point in run.points:
        assert point.on_order == sum(quantity for _, quantity in under_way[point.site, point.item])
        assert point.on_hand == 0 or point.backorders == 0 or run._down.get(point.site) is not None
        assert point.lots is None or point.lots.quantity == point.on_hand
        assert (
            point.waiting == type(point.waiting)()
            or sum(units for _, units in point.waiting) == point.backorders
        )
    for point in run.points:
        wanted = sum(claim.quantity for claim in point.claims)
        for bill in world.bills:
            for part in bill.parts:
                if (bill.site, part.item) == (point.site, point.item):
                    wanted += part.quantity * sum(run.point(bill.site, bill.item).production)
        assert point.owed == wanted


@settings(max_examples=80, deadline=None)
@given(worlds(joint=True))
def test_lanes_are_respected(world: World) -> None:
    run = played(world)
    lanes = {(lane.origin, lane.target): lane for lane in world.lanes}
    orders: dict[tuple[str, str, int], list[Movement]] = defaultdict(list)
    volumes: dict[tuple[str, str, int], float] = defaultdict(float)
    volume_of = {item.name: item.volume or 1 for item in world.items}
    latest: dict[tuple[str, str], int] = {}
    for row in run.ledger:
        if row.kind == "order" and row.other != row.site:
            lane = lanes[row.other, row.site]
            assert takes_orders(lane, world.horizon, world.week)[row.time]
            assert row.quantity >= lane.minimum
            assert row.quantity % lane.multiple == 0
            orders[row.other, row.site, row.time].append(row)
        elif row.kind == "ship":
            lane = lanes[row.site, row.other]
            assert ships(lane, world.horizon)[row.time]
            if not lane.crossing:
                assert row.due >= latest.get((row.site, row.other), 0)
            latest[row.site, row.other] = max(row.due, latest.get((row.site, row.other), 0))
            volumes[row.site, row.other, row.time] += row.quantity * volume_of[row.item]
        elif row.kind == "trucks":
            truck = lanes[row.site, row.other].truck
            assert truck is not None
            assert row.quantity == math.ceil(
                round(volumes.pop((row.site, row.other, row.time)) / truck.capacity, 9)
            )
    for (origin, target, _), rows in orders.items():
        assert sum(row.quantity for row in rows) >= lanes[origin, target].minimum_total
    assert all(lanes[origin, target].truck is None for origin, target, _ in volumes)


@settings(max_examples=80, deadline=None)
@given(worlds(joint=True))
def test_lots_go_out_in_the_order_of_their_site(world: World) -> None:  # noqa: PLR0912 - one account of every row
    """Rebuild the lots of each stock from the rows alone, and check what every issue takes."""
    issue = {site.name: site.issue for site in world.sites}
    shelf = {item.name: item.shelf_life for item in world.items}
    expires: dict[str, float] = {}
    kept: dict[tuple[str, str], dict[tuple[str, int], int]] = defaultdict(dict)
    for row in start(world, SEED).run():
        if row.site not in issue:
            continue  # a source has no stock
        stock = kept[row.site, row.item]
        if row.kind in ("start", "receipt", "release", "produce", "hold", "reject"):
            for lot, _ in row.lots:
                life = shelf[row.item]
                expires.setdefault(lot, math.inf if life is None else row.time + life)
        if row.kind in ("start", "receipt", "release", "produce"):
            for lot, units in row.lots:
                stock[lot, row.time] = stock.get((lot, row.time), 0) + units
        elif row.kind in ("demand", "ship", "consume", "clear", "expire"):
            for lot, units in row.lots:
                mine = [one for one in stock if one[0] == lot]
                if row.kind == "expire":
                    assert expires[lot] <= row.time
                elif row.kind == "clear":
                    mine = [(lot, row.time)]  # of what has just come in
                else:
                    assert expires[lot] > row.time, "too old to be used"
                    ranks = {one: _rank(issue[row.site], expires[one[0]], one[1]) for one in stock}
                    mine.sort(key=ranks.__getitem__)
                    assert ranks[mine[0]] == min(ranks.values())
                left = units
                for one in mine:
                    part = min(left, stock[one])
                    stock[one] -= part
                    left -= part
                    if stock[one] == 0:
                        del stock[one]
                assert left == 0


def _rank(issue: str, expires: float, received: int) -> tuple[float, ...]:
    return {"fefo": (expires, received), "fifo": (received, expires), "lifo": (-received, -expires)}[issue]


@settings(max_examples=60, deadline=None)
@given(worlds(joint=True))
def test_totals_breakdown_and_story_tell_the_same(world: World) -> None:
    run = played(world)
    total = indicators(world, run.ledger)
    parts = breakdown(world, run.ledger)
    for group in (parts.by_stock, parts.by_item, parts.by_site):
        for name in (
            "total_cost",
            "holding_cost",
            "ordering_cost",
            "transport_cost",
            "shortage_cost",
            "waste_cost",
        ):
            assert sum(getattr(one, name) for one in group.values()) == pytest.approx(getattr(total, name))
        assert sum(one.mean_stock for one in group.values()) == pytest.approx(total.mean_stock)
        assert max(one.bullwhip for one in group.values()) >= total.bullwhip
    told = story(world, run.ledger)
    measured = sum(sum(costs[world.warm_up :]) for costs in told.cost_by_period.values())
    assert measured == pytest.approx(total.total_cost)
    assert all(len(track.on_hand) == world.horizon for track in told.tracks)
    closes = [sum(track.on_hand[world.warm_up :]) for track in told.tracks]
    assert sum(closes) / (world.horizon - world.warm_up) == pytest.approx(total.mean_stock)


@settings(max_examples=25, deadline=None)
@given(worlds(joint=True))
def test_same_arguments_same_bytes(world: World) -> None:
    ledger = start(world, 3, "a", 1).run()
    assert ledger.to_jsonl() == start(world, 3, "a", 1).run().to_jsonl()
    again = Ledger.from_jsonl(ledger.to_jsonl(), Movement)
    assert again.rows() == ledger.rows()
    assert again.header == ledger.header
