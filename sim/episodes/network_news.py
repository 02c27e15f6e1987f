"""What a player of a network is told: what moved in the stocks decided, and which places stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.episodes.base import Record
from sim.ledger import CONSUME, DEMAND, EXPIRE, HOLD, LEAVE, ORDER, PRODUCE, RECEIPT, REJECT, RELEASE, SHIP
from sim.network.topology import Key

# The kinds of event that tell of rows of the ledger; those of several rows of a step become one.
TOLD = {
    RECEIPT: "receipt", RELEASE: "receipt", PRODUCE: "receipt", DEMAND: "demand", SHIP: "shipment", CONSUME: "use",
    EXPIRE: "expiry", REJECT: "reject", HOLD: "hold", LEAVE: "leave",
}  # fmt: skip


def moved(step: int, rows: Iterable[tuple[Any, ...]], names: Mapping[Key, str]) -> list[Record]:
    """Tell what moved in the stocks of `names`, an event a stock and kind (and a target of what is shipped).

    `receipt`, `demand` (with what was `short`), `shipment` and `use` (`to` a site or an item), `expiry`, `reject`,
    `hold` and `leave`: {step, kind, row, quantity}.
    """
    found: dict[tuple[str, str, str], Record] = {}
    for _, kind, site, item, quantity, _, short, _, _, _, _, other, _, _ in rows:
        if kind not in TOLD or (site, item) not in names:
            continue
        row, word = names[site, item], TOLD[kind]
        to = other if kind in (SHIP, CONSUME) else ""
        event = found.setdefault((word, row, to), {"step": step, "kind": word, "row": row, "quantity": 0})
        event["quantity"] += quantity
        if kind == DEMAND:
            event["short"] = event.get("short", 0) + short
        if to:
            event["to"] = to
    return [one for one in found.values() if one["quantity"]]


def ordered(
    step: int, rows: Iterable[tuple[Any, ...]], names: Mapping[Key, str], wished: Mapping[Key, int]
) -> list[Record]:
    """Tell what became of the decisions: `order` {row, quantity}, `adjusted` or `refused` {row, asked, quantity}.

    A minimum, a multiple or a day without orders may change what was `asked`.
    """
    placed = dict.fromkeys(wished, 0)
    for row in rows:
        key = (row[2], row[3])
        if row[1] == ORDER and key in placed:
            placed[key] += row[4]
    found: list[Record] = []
    for key, asked in wished.items():
        quantity, name = placed[key], names[key]
        if quantity:
            found.append({"step": step, "kind": "order", "row": name, "quantity": quantity})
        if asked != quantity:
            kind = "adjusted" if quantity else "refused"
            found.append({"step": step, "kind": kind, "row": name, "asked": asked, "quantity": quantity})
    return found


@dataclass(frozen=True)
class Stop:
    """A place that stops, from step `start` to step `end`, both in; `told` at a step, `known` from the file."""

    source: str
    start: int
    end: int
    told: int
    known: bool


def stops(
    sources: Sequence[str],
    down: Sequence[Sequence[bool]],
    known: Sequence[bool],
    periods: int,
    notice: int,
) -> tuple[Stop, ...]:
    """Find when places stop, from each disruption's source and periods, and when a player is told of it.

    One that is known is told `notice` steps before it begins, from the first step on; another when it begins.
    """
    found: list[Stop] = []
    for source, stopped, ahead in zip(sources, down, known, strict=True):
        begins = [at for at, one in enumerate(stopped) if one and (at == 0 or not stopped[at - 1])]
        for begin in begins:
            end = begin
            while end < len(stopped) and stopped[end]:
                end += 1
            start = begin // periods + 1
            told = max(start - notice, 1) if ahead else start
            found.append(Stop(source, start, (end - 1) // periods + 1, told, ahead))
    return tuple(found)


def stop_news(stops: Iterable[Stop], step: int) -> list[Record]:
    """Tell the stops of a step: `outage` (from `start` to `end`) when known, else `stop` and, once over, `restart`."""
    found: list[Record] = []
    for one in stops:
        if one.known and one.told == step:
            found.append(
                {"step": step, "kind": "outage", "source": one.source, "start": one.start, "end": one.end}
            )
        if not one.known and one.start == step:
            found.append({"step": step, "kind": "stop", "source": one.source})
        if not one.known and one.end + 1 == step:
            found.append({"step": step, "kind": "restart", "source": one.source})
    return found


def notices(stops: Iterable[Stop], step: int) -> list[Record]:
    """List the stops told and not over; the `end` of one that is not known is None."""
    return [
        {"source": one.source, "start": one.start, "end": one.end if one.known else None}
        for one in stops
        if one.told <= step <= one.end
    ]
