"""The tracking of one run: every shipment's events, as a ledger.

Kinds: `booked`, `picked_up`, `departed` and `arrived` (of a leg, its place `leg` in the chain), `customs`,
`rolled_over`, `exception` (more = days lost, `cause`), `delivered`, `damaged` (more = units lost) and `lost`.
Quantity in units of a receiver; 1 for a shipment of a flow (more: the share lost).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.ledger import Ledger, run_header
from sim.transport.delays import CAUSES
from sim.transport.draws import paths
from sim.transport.figures import fixed, run
from sim.transport.world import World

KINDS = (
    "booked", "picked_up", "departed", "arrived", "customs", "exception", "rolled_over", "delivered", "damaged", "lost",
)  # fmt: skip


class Row(NamedTuple):
    """One event of a shipment: its number in order of booking, for whom, and where; `time` in days."""

    time: float
    kind: str
    shipment: int
    owner: str
    lane: str
    leg: int
    quantity: float
    more: float = 0.0
    cause: str = ""


def live(world: World, seed: int, label: str, replication: int) -> tuple[Any, ...]:
    """Run one replication in the compiled loop: cost, sums, series and lane series (see `compiled.arrays.Told`).

    Raises InvalidError without a policy.
    """
    told = run(fixed(world), paths(world, seed, label, replication, 1), 0)[2]
    return told.cost, told.sums, told.series, told.lane_series


def track(world: World, seed: int, replication: int = 0, label: str = "") -> Ledger:
    """Return the tracking events of one run by time, those of one shipment in their order.

    Raises InvalidError without a policy.
    """
    given, drawn = fixed(world), paths(world, seed, label, replication, 1)
    room = int(run(given, drawn, 0)[2].noted[0])
    events = run(given, drawn, room)[2].events
    names = [*(one.name for one in world.receivers), *(one.name for one in world.flows)]
    header = run_header(world, "lanes", seed, replication, label)
    ledger = Ledger(header, Row)
    rows = events.tolist()
    for time, kind, shipment, owner, lane, leg, quantity, more, cause in sorted(rows, key=lambda row: row[0]):
        ledger.append(
            Row(
                time, KINDS[int(kind)], int(shipment), names[int(owner)], world.lanes[int(lane)].name, int(leg),
                quantity, more, CAUSES[int(cause) - 1] if cause else "",
            )
        )  # fmt: skip
    return ledger
