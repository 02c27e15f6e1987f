"""What chance decides in an order book, drawn before the first day, whatever is decided.

One stream for each thing, a fixed number of uniforms for each order, receipt and disruption in the order of the data.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.orders.world import DUPLICATE, PACK, World
from sim.orders.writing import Written, duplicated, right, wrong
from sim.streams import stream

SHIPMENTS = 16  # of one order that have a delay of their own; those after share the last one's


@dataclass(frozen=True)
class Chances:
    """What was drawn: the error of each order ("" for none) and how it reads, what its check would find, and delays.

    `found[order]`: a check of it finds its error. `carriage[order]`: a uniform for each of its shipments.
    `receipts[receipt]`: days late. `strikes`: the disruptions that happen.
    """

    errors: dict[str, str]
    meant: dict[str, Written]
    written: dict[str, Written]
    found: dict[str, bool]
    carriage: dict[str, list[float]]
    receipts: dict[str, int]
    strikes: frozenset[str]


def draw(world: World, seed: int, *names: str) -> Chances:
    """Draw a run; `names` name its streams."""
    items = {one.item: one for one in world.items}
    customers = {one.customer: one for one in world.customers}
    kinds = {one.error: one for one in world.errors}
    orders = {one.order: one for one in world.orders}
    turns = stream(seed, *names, "errors").random((len(world.orders), 3)).tolist()
    meant = {
        one.order: right(one, place, items[one.item], customers[one.customer])
        for place, one in enumerate(world.orders)
    }
    errors: dict[str, str] = {}
    written: dict[str, Written] = {}
    found: dict[str, bool] = {}
    for one, (kind, way, sought) in zip(world.orders, turns, strict=True):
        error = one.error if one.error is not None else _drawn(world, kind)
        other = duplicated(one, orders) if error == DUPLICATE else None
        pack = items[one.item].pack
        if error == "none" or (error == DUPLICATE and other is None) or (error == PACK and pack == 1):
            error = ""
        errors[one.order] = error
        written[one.order] = wrong(meant[one.order], error, way, pack, meant[other] if other else None)
        found[one.order] = bool(error) and sought < (kinds[error].found if error in kinds else 1)
    carriage = stream(seed, *names, "carriage").random((len(world.orders), SHIPMENTS)).tolist()
    late = stream(seed, *names, "receipts").random(len(world.receipts)).tolist()
    struck = stream(seed, *names, "disruptions").random(len(world.disruptions)).tolist()
    return Chances(
        errors=errors,
        meant=meant,
        written=written,
        found=found,
        carriage=dict(zip(orders, carriage, strict=True)),
        receipts={
            one.receipt: one.delay if turn < one.late else 0
            for one, turn in zip(world.receipts, late, strict=True)
        },
        strikes=frozenset(
            one.disruption for one, turn in zip(world.disruptions, struck, strict=True) if turn < one.chance
        ),
    )


def _drawn(world: World, turn: float) -> str:
    """Return the error whose share of [0, 1[ holds the uniform, none where no share does."""
    low = 0.0
    for kind in world.errors:
        low += kind.share
        if turn < low:
            return kind.error
    return ""
