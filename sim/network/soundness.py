"""What must hold between the records of a network: every fault, at the place where a file is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from sim.checks import InvalidError, Path, Problem
from sim.demand import Series
from sim.network.replenishment import Replenishment, Rule
from sim.network.topology import Topology, topology
from sim.network.world import Lane, World
from sim.policies import Policy
from sim.records import nearest
from sim.words import phrase


def checked(world: World) -> World:
    """Return a world whose records hold together; raises InvalidError with every fault between them."""
    found = problems(world)
    if found:
        raise InvalidError(found)
    return world


def problems(world: World) -> list[Problem]:
    """Return every fault between the records of a world, none for a sound one."""
    found = list(world.kept("problems", lambda: _of_records(world)))
    if not found and world.policy is not None:
        found = list(_policy(world, world.policy))
    if not found:
        graph = topology(world)
        found = list(_supply(world, graph)) or list(_reviews(world, graph))
    return found


def _of_records(world: World) -> list[Problem]:
    """Return the faults between the records but the policy's."""
    found = [*_empty(world), *_names(world)]
    if not found:
        found = [*_lanes(world), *_stocks(world), *_demands(world), *_bills(world), *_disruptions(world)]
    return found


def _empty(world: World) -> Iterator[Problem]:
    for field in ("items", "sites", "lanes", "stocks"):
        if not getattr(world, field) and (field != "lanes" or not world.bills):
            yield Problem((field,), phrase("network_empty"))


def _names(world: World) -> Iterator[Problem]:
    yield from _twice(("items",), [item.name for item in world.items])
    yield from _twice(("sources",), [source.name for source in world.sources])
    taken = {source.name for source in world.sources}
    yield from _twice(("sites",), [site.name for site in world.sites])
    for at, site in enumerate(world.sites):
        if site.name in taken:
            yield Problem(("sites", at, "name"), phrase("network_twice", name=site.name))


def _twice(path: Path, names: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield Problem((*path, at, "name"), phrase("network_twice", name=name))
        seen.add(name)


def _unknown(path: Path, name: str, names: Iterable[str]) -> Iterator[Problem]:
    known = list(names)
    if name not in known:
        listed = ", ".join(known[:20]) + ("…" if len(known) > 20 else "")
        yield Problem(path, phrase("network_unknown", name=name, near=nearest(name, known), names=listed))


def _lanes(world: World) -> Iterator[Problem]:
    items, sites = _items(world), _sites(world)
    places = [*(source.name for source in world.sources), *sites]
    stocked = {(stock.site, stock.item) for stock in world.stocks}
    seen: set[tuple[str, str, str | None]] = set()
    for at, lane in enumerate(world.lanes):
        path = ("lanes", at)
        ends = [*_unknown((*path, "from"), lane.origin, places), *_unknown((*path, "to"), lane.target, sites)]
        yield from ends
        if not ends and lane.origin == lane.target:
            yield Problem((*path, "to"), phrase("lane_same_ends"))
        for item in lane.items or ():
            unknown = list(_unknown((*path, "item"), item, items))
            yield from unknown
            if unknown or ends:
                continue
            for end, word in ((lane.target, "to"), (lane.origin, "from")):
                if end in sites and (end, item) not in stocked:
                    yield Problem((*path, word), phrase("lane_no_stock", item=item, site=end))
        brought = {(lane.origin, lane.target, item) for item in lane.items or (None,)}
        if brought & seen:
            yield Problem(path, phrase("lane_twice", origin=lane.origin, target=lane.target))
        seen |= brought
        for day in lane.order_days or ():
            if day >= world.week:
                yield Problem((*path, "order_days"), phrase("lane_weekday", day=day, last=world.week - 1))
        if lane.order_days == ():
            yield Problem((*path, "order_days"), phrase("lane_no_day"))
        if not ends:
            yield from _under_way(path, lane, lane.items or items, sites, stocked)
        for place, price in enumerate(lane.prices):
            yield from _unknown((*path, "prices", place, "item"), price.item, lane.items or items)


def _under_way(
    path: Path, lane: Lane, items: Sequence[str], sites: Sequence[str], stocked: set[tuple[str, str]]
) -> Iterator[Problem]:
    """Check what is under way from the start: an item of the lane, kept at both ends (a source has everything)."""
    for word in ("in_transit", "ordered"):
        for place, one in enumerate(getattr(lane, word)):
            here = (*path, word, place, "item")
            unknown = list(_unknown(here, one.item, items))
            yield from unknown
            kept = (lane.target, one.item) in stocked
            if not unknown and not (
                kept and (lane.origin not in sites or (lane.origin, one.item) in stocked)
            ):
                yield Problem(here, phrase("lane_not_served", item=one.item))


def _stocks(world: World) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for at, stock in enumerate(world.stocks):
        yield from _unknown(("stocks", at, "site"), stock.site, _sites(world))
        yield from _unknown(("stocks", at, "item"), stock.item, _items(world))
        if (stock.site, stock.item) in seen:
            yield Problem(("stocks", at), phrase("stock_twice", site=stock.site, item=stock.item))
        seen.add((stock.site, stock.item))


def _demands(world: World) -> Iterator[Problem]:
    stocked = {(stock.site, stock.item) for stock in world.stocks}
    seen: set[tuple[str, str]] = set()
    for at, one in enumerate(world.demands):
        path = ("demands", at)
        yield from _stocked(path, one.site, one.item, stocked)
        if (one.site, one.item) in seen:
            yield Problem(path, phrase("demand_twice", site=one.site, item=one.item))
        seen.add((one.site, one.item))
        if isinstance(one.demand, Series) and not one.demand.covers(world.horizon):
            days = len(one.demand.values)
            what = phrase("series_short", days=days, horizon=world.horizon)
            yield Problem((*path, "demand", one.demand.KEY), what)
        elif one.demand.of(np.zeros(min(world.horizon, 2))).dtype != np.int64 or _fractions(one.demand):
            yield Problem((*path, "demand", one.demand.KEY), phrase("network_whole_demand"))


def _fractions(demand: object) -> bool:
    values = getattr(demand, "values", ())
    return any(isinstance(value, float) for value in (*values, getattr(demand, "then", None)))


def _bills(world: World) -> Iterator[Problem]:
    stocked = {(stock.site, stock.item) for stock in world.stocks}
    seen: set[tuple[str, str]] = set()
    for at, bill in enumerate(world.bills):
        path = ("bills", at)
        yield from _stocked(path, bill.site, bill.item, stocked)
        if (bill.site, bill.item) in seen:
            yield Problem(path, phrase("bill_twice", site=bill.site, item=bill.item))
        seen.add((bill.site, bill.item))
        if not bill.parts:
            yield Problem((*path, "parts"), phrase("network_empty"))
        for place, part in enumerate(bill.parts):
            here = (*path, "parts", place, "item")
            if part.item == bill.item:
                yield Problem(here, phrase("bill_itself", item=bill.item))
            elif (bill.site, part.item) not in stocked:
                yield Problem(here, phrase("stock_missing", site=bill.site, item=part.item))


def _disruptions(world: World) -> Iterator[Problem]:
    lanes = [f"{lane.origin}>{lane.target}" for lane in world.lanes]
    names = [*(source.name for source in world.sources), *_sites(world), *dict.fromkeys(lanes)]
    for at, one in enumerate(world.disruptions):
        yield from _unknown(("disruptions", at, "source"), one.source, names)


def _policy(world: World, policy: Replenishment) -> Iterator[Problem]:
    stocked = {(stock.site, stock.item) for stock in world.stocks}
    seen: set[tuple[str, str | None]] = set()
    for at, rule in enumerate(policy.replenish):
        path: Path = ("policy", "replenish", at)
        yield from _place(path, rule.site, rule.item, world, stocked)
        if (rule.site, rule.item) in seen:
            yield Problem(path, phrase("rule_twice", site=rule.site, item=rule.item or "*"))
        seen.add((rule.site, rule.item))
    for at, split in enumerate(policy.split):
        path = ("policy", "split", at)
        unknown = list(_place(path, split.site, split.item, world, stocked))
        yield from unknown
        if not unknown:
            origins = dict.fromkeys(lane.origin for lane in world.lanes if lane.target == split.site)
            yield from _unknown((*path, "from"), split.origin, origins)


def _place(
    path: Path, site: str, item: str | None, world: World, stocked: set[tuple[str, str]]
) -> Iterator[Problem]:
    unknown = list(_unknown((*path, "site"), site, _sites(world)))
    if item is not None:
        unknown += _unknown((*path, "item"), item, _items(world))
    yield from unknown
    if not unknown and item is not None and (site, item) not in stocked:
        yield Problem((*path, "item"), phrase("stock_missing", site=site, item=item))


def _supply(world: World, graph: Topology) -> Iterator[Problem]:
    """Check that each stock is supplied, without doubt and without a circle."""
    if graph.knot:
        yield Problem(("lanes",), phrase("network_circle", sites=", ".join(graph.knot)))
        return
    for at, (site, item) in enumerate(graph.keys):
        lanes = [world.lanes[lane] for lane in graph.lanes_of[at]]
        if graph.bill_of[at] is not None and lanes:
            yield Problem(("stocks", at), phrase("stock_made_and_bought", site=site, item=item))
        if graph.bill_of[at] is None and not lanes:
            yield Problem(("stocks", at), phrase("stock_without_lane", site=site, item=item))
        for priority, count in Counter(lane.priority for lane in lanes).items():
            group = [lane for lane in lanes if lane.priority == priority]
            if count > 1 and not _shared(world, site, item, group):
                origins = ", ".join(lane.origin for lane in group)
                yield Problem(
                    ("stocks", at), phrase("lanes_without_share", site=site, item=item, origins=origins)
                )


def _reviews(world: World, graph: Topology) -> Iterator[Problem]:
    """Check that the reviews of a stock and the order days of its lanes meet, closures and horizon apart."""
    for place, (rule, (site, item)) in enumerate(zip(rules_of(world), graph.keys, strict=True)):
        days = {
            day for lane in graph.lanes_of[place] for day in world.lanes[lane].order_days or range(world.week)
        }
        if rule is None or not days or len(days) == world.week:
            continue
        cycle = world.week * getattr(rule.policy, "R", 1)
        if not any(rule.policy.reviews(day) and day % world.week in days for day in range(cycle)):
            assert world.policy is not None
            at = world.policy.replenish.index(rule)
            yield Problem(("policy", "replenish", at), phrase("rule_never", site=site, item=item))


def rules_of(world: World) -> list[Rule | None]:
    """Return the rule of each stock, the item's own before its site's, None for a stock without."""
    replenish = world.policy.replenish if world.policy is not None else ()
    own = {(rule.site, rule.item): rule for rule in replenish}
    return [own.get((stock.site, stock.item)) or own.get((stock.site, None)) for stock in world.stocks]


def rules(world: World) -> tuple[Policy, ...]:
    """Return the policy of each stock; raises InvalidError for a stock without a rule."""
    found: list[Policy] = []
    missing: list[Problem] = []
    for stock, rule in zip(world.stocks, rules_of(world), strict=True):
        if rule is None:
            what = phrase("stock_without_rule", site=stock.site, item=stock.item)
            missing.append(Problem(("policy", "replenish"), what))
        else:
            found.append(rule.policy)
    if missing:
        raise InvalidError(missing)
    return tuple(found)


def _shared(world: World, site: str, item: str, lanes: Sequence[Lane]) -> bool:
    """Tell whether the orders of a stock can be split between lanes: each has its part, and not all are zero."""
    shares = [share_of(world, site, item, lane) for lane in lanes]
    return None not in shares and sum(share or 0 for share in shares) > 0


def share_of(world: World, site: str, item: str, lane: Lane) -> int | float | None:
    """Return the part of a stock's orders that a lane takes: the policy's, first by item, else the lane's own."""
    splits = world.policy.split if world.policy else ()
    here = [one for one in splits if (one.site, one.origin) == (site, lane.origin)]
    for wanted in (item, None):
        for one in here:
            if one.item == wanted:
                return one.share
    return lane.share


def _stocked(path: Path, site: str, item: str, stocked: set[tuple[str, str]]) -> Iterator[Problem]:
    if (site, item) not in stocked:
        yield Problem(path, phrase("stock_missing", site=site, item=item))


def _items(world: World) -> list[str]:
    return [item.name for item in world.items]


def _sites(world: World) -> list[str]:
    return [site.name for site in world.sites]
