"""Who supplies whom: the lanes of each stock, and the order in which a period's reviews and shipments go."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from sim.network.world import Lane, World

Key = tuple[str, str]  # a site and an item


def serves(world: World, lane: Lane, item: str, stocked: frozenset[Key]) -> bool:
    """Tell whether a lane brings an item to its target: it names it, or names none and both ends keep it."""
    if lane.items is not None:
        return item in lane.items
    return (lane.origin, item) in stocked or any(source.name == lane.origin for source in world.sources)


@dataclass(frozen=True)
class Topology:
    """What follows from the records of a world, by their places in its lists.

    `lanes_of[stock]`: the lanes that bring it, `bill_of[stock]`: the bill that makes it, if any. `upstream[lane]`:
    True when it starts at a site. `steps`: the stocks (place) and the lanes (number of stocks + place) in the
    order of a review, downstream first; `knot`: the sites that go round in a circle, for which there is none.
    """

    keys: tuple[Key, ...]
    place: dict[Key, int]
    lanes_of: tuple[tuple[int, ...], ...]
    bill_of: tuple[int | None, ...]
    upstream: tuple[bool, ...]
    steps: tuple[int, ...]
    knot: tuple[str, ...]


def topology(world: World) -> Topology:
    """Return the topology of a world whose records are sound one by one; it does not depend on the policy."""
    return world.kept("topology", lambda: _topology(world))


def _topology(world: World) -> Topology:
    keys = tuple((stock.site, stock.item) for stock in world.stocks)
    place = {key: at for at, key in enumerate(keys)}
    stocked = frozenset(keys)
    sites = {site.name for site in world.sites}
    upstream = tuple(lane.origin in sites for lane in world.lanes)
    into: dict[str, list[int]] = {}
    for at, lane in enumerate(world.lanes):
        into.setdefault(lane.target, []).append(at)
    lanes_of = tuple(
        tuple(at for at in into.get(site, ()) if serves(world, world.lanes[at], item, stocked))
        for site, item in keys
    )
    made = {(bill.site, bill.item): at for at, bill in enumerate(world.bills)}
    bill_of = tuple(made.get(key) for key in keys)
    count = len(keys)
    after: list[list[int]] = [[] for _ in range(count + len(world.lanes))]
    for at, (_, item) in enumerate(keys):
        for via in lanes_of[at]:
            after[at].append(count + via)
            source = place.get((world.lanes[via].origin, item))
            if upstream[via] and source is not None:
                after[count + via].append(source)
        bill = bill_of[at]
        if bill is not None:
            parts = (place.get((world.bills[bill].site, part.item)) for part in world.bills[bill].parts)
            after[at].extend(part for part in parts if part is not None)
    steps, left = _sorted(after)
    knot = tuple(dict.fromkeys(keys[at][0] for at in left if at < count))
    return Topology(keys, place, lanes_of, bill_of, upstream, steps, knot)


def _sorted(after: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Sort a graph (node -> nodes that come after it), the lowest number first on a tie; return it and the knots."""
    waits = [0] * len(after)
    for targets in after:
        for target in targets:
            waits[target] += 1
    ready = [node for node, count in enumerate(waits) if count == 0]
    found: list[int] = []
    while ready:
        node = heapq.heappop(ready)
        found.append(node)
        for target in after[node]:
            waits[target] -= 1
            if waits[target] == 0:
                heapq.heappush(ready, target)
    if len(found) == len(after):
        return tuple(found), ()
    # What is left hangs on a circle: take away what leads nowhere but out of it.
    inside = set(range(len(after))) - set(found)
    while loose := {node for node in inside if not any(target in inside for target in after[node])}:
        inside -= loose
    return tuple(found), tuple(sorted(inside))
