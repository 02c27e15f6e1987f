"""The log of one run of rounds: departures, arrivals, waits, breaks, deliveries and failures, as a ledger.

Kinds: `depart` (load on board, more = hours late for want of rest), `arrive`, `wait` and `break` (more = hours; `hour`
is their end), `deliver` (more = hours late), `fail` (`reason`), `left` (not aboard, or not driven to: `reason`),
`return` (more = hours driven).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.ledger import Ledger, run_header
from sim.rounds import compiled as k
from sim.rounds.draws import paths
from sim.rounds.figures import REASONS, arguments, of
from sim.rounds.world import World

KINDS = ("depart", "arrive", "wait", "deliver", "fail", "break", "return", "left")


class Row(NamedTuple):
    """One event of a round: its number from 1, the hour of the day, and the stop ("" at the depot)."""

    day: int
    hour: float
    kind: str
    route: int
    stop: str
    load: float
    more: float = 0.0
    reason: str = ""


def live(world: World, seed: int, label: str, replication: int) -> tuple[Any, ...]:
    """Run one replication in the compiled loop: cost, sums and series (see `compiled.replication`).

    Raises InvalidError without a policy.
    """
    taken: tuple[Any, ...] = (*of(paths(world, seed, label, replication, 1)), *arguments(world), 0)
    _, sums, cost, series, _, _ = k.replications(*taken)
    return cost, sums[0], series


def log(world: World, seed: int, replication: int = 0, label: str = "") -> Ledger:
    """Return the events of one run, day after day and round after round. Raises InvalidError without a policy."""
    taken = (*of(paths(world, seed, label, replication, 1)), *arguments(world))
    counting: tuple[Any, ...] = (*taken, 0)
    telling: tuple[Any, ...] = (*taken, k.replications(*counting)[-1])
    events = k.replications(*telling)[-2]
    header = run_header(world, "rounds", seed, replication, label)
    ledger = Ledger(header, Row)
    for day, hour, kind, route, place, load, more in events.tolist():
        name = KINDS[int(kind)]
        reason = ""
        if name == "fail":
            reason, more = REASONS[int(more)], 0.0  # noqa: PLW2901 - a row says one thing
        elif name == "left":
            reason, more = REASONS[k.HOURS_OUT if more else k.FULL_VEHICLE], 0.0  # noqa: PLW2901 - the same
        stop = world.stops[int(place) - 1].name if place else ""
        ledger.append(Row(int(day), hour, name, int(route) + 1, stop, load, more, reason))
    return ledger
