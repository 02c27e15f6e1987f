"""The compiled loop of lanes: a day after the other, a shipment being a place in queues that are chained by hand.

Arrays and numbers only, nothing about scenarios: `columns` says what the columns are, `arrays` what belongs together,
`replication` how a day goes; every other file is one part of a day.
"""

from __future__ import annotations

from sim.transport.compiled.arrays import Drawn, Fixed, Told
from sim.transport.compiled.columns import (
    ARRIVED,
    ASKED,
    BACK,
    BOOKED,
    CARRIED,
    DELIVERED,
    EMITTED,
    GOT,
    LATE,
    LEFT,
    ON_HAND,
    PLACED,
    SHORTS,
    TIME,
    TRANSPORT,
    UNDER_WAY,
    URGENT,
    USED,
    WAITING,
)
from sim.transport.compiled.replication import replications

__all__ = [
    "ARRIVED", "ASKED", "BACK", "BOOKED", "CARRIED", "DELIVERED", "EMITTED", "GOT", "LATE", "LEFT", "ON_HAND",
    "PLACED", "SHORTS", "TIME", "TRANSPORT", "UNDER_WAY", "URGENT", "USED", "WAITING", "Drawn", "Fixed", "Told",
    "replications",
]  # fmt: skip
