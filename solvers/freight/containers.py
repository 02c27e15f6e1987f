"""Containers: their sizes as dated data, and the choice between whole ones (FCL) and groupage (LCL)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError
from solvers.freight.chargeable import round_up

__all__ = [
    "ContainerChoice",
    "ContainerOffer",
    "ContainerSize",
    "Groupage",
    "container_choice",
    "container_size",
    "container_sizes",
    "groupage_price",
]

MAX_OFFERS = 4
MAX_CONTAINERS = 60


@dataclass(frozen=True, slots=True)
class ContainerSize:
    """A container: inside and door in metres, volume in m³, payload in kg, with its source."""

    container: str
    length_m: float
    width_m: float
    height_m: float
    door_width_m: float
    door_height_m: float
    volume_m3: float
    payload_kg: float
    teu: float
    source: str
    year: int
    status: str


@dataclass(frozen=True, slots=True)
class ContainerOffer:
    """A container on offer: its price all in, the volume that can really be filled, its payload."""

    container: str
    price: float
    volume_m3: float
    payload_kg: float


@dataclass(frozen=True, slots=True)
class Groupage:
    """Groupage: price a revenue tonne (1 t or 1 m³, the larger), rounded up to ``step``; at least ``minimum``."""

    rate: float
    minimum: float = 0.0
    step: float = 0.0
    fixed: float = 0.0


@dataclass(frozen=True, slots=True)
class ContainerChoice:
    """The cheapest way: how many of each container, what goes by groupage, the cost of each and in all.

    ``fill`` is the share of the containers' volume that is used (0 without any).
    """

    containers: tuple[tuple[str, int], ...]
    groupage_m3: float
    groupage_kg: float
    container_cost: float
    groupage_cost: float
    total: float
    fill: float


@cache
def container_sizes() -> tuple[ContainerSize, ...]:
    """Give the containers of the trade, as the dated data file of this package has them.

    Source: solvers/freight/data/containers.json, each with its own source and year.

    >>> [one.container for one in container_sizes()]
    ['20', '40', '40HC', '45HC']
    """
    text = resources.files("solvers.freight").joinpath("data/containers.json").read_text(encoding="utf-8")
    return tuple(ContainerSize(**row) for row in json.loads(text)["containers"])


def container_size(name: str) -> ContainerSize:
    """Give one container by its name: "20", "40", "40HC" or "45HC".

    SolverError for another name.

    Source: as :func:`container_sizes`.

    >>> container_size("40HC").volume_m3
    76.0
    """
    found = {one.container: one for one in container_sizes()}
    if name not in found:
        raise SolverError("container", name, "one_of", words=", ".join(found))
    return found[name]


def groupage_price(volume_m3: float, weight_kg: float, terms: Groupage) -> float:
    """Give the price of a lot by sea groupage: by weight or measure, whichever counts for more.

    ``volume_m3`` and ``weight_kg`` 0 or more; ``terms`` 0 or more. SolverError otherwise. Nothing costs nothing.

    fixed + max(minimum, rate · max(m³, t)).

    Source: usage of sea groupage (W/M, 1 t = 1 m³).

    >>> groupage_price(4.2, 1500, Groupage(70, minimum=100))
    294.0
    """
    volume, tonnes = non_negative("volume_m3", volume_m3), non_negative("weight_kg", weight_kg) / 1000
    rate, least = non_negative("rate", terms.rate), non_negative("minimum", terms.minimum)
    fixed, step = non_negative("fixed", terms.fixed), non_negative("step", terms.step)
    counted = round_up(max(volume, tonnes), step)
    return fixed + max(least, rate * counted) if counted else 0.0


def container_choice(
    volume_m3: float, weight_kg: float, offers: Sequence[ContainerOffer], groupage: Groupage | None = None
) -> ContainerChoice:
    """Find the cheapest containers for even goods, with what is left over by groupage where it is offered.

    ``volume_m3`` and ``weight_kg`` above 0, of goods that split anywhere and weigh the same everywhere; 1 to 4
    ``offers`` with names that differ, volume and payload above 0, price 0 or more; goods that 60 of the smallest
    container hold. SolverError otherwise. Equals: fewer containers.

    Every number of each container is tried; a container takes the lesser of its volume and of its payload at the goods'
    density.

    Source: definition; full search.

    >>> twenty, forty = ContainerOffer("20", 1500, 28, 28_000), ContainerOffer("40", 2400, 58, 26_500)
    >>> found = container_choice(60, 12_000, [twenty, forty], Groupage(70))
    >>> found.containers, round(found.groupage_m3, 1), round(found.total)
    ((('20', 0), ('40', 1)), 2.0, 2540)
    """
    volume, weight = positive("volume_m3", volume_m3), positive("weight_kg", weight_kg)
    names = [one.container for one in offers]
    if not 1 <= len(offers) <= MAX_OFFERS:
        raise SolverError("offers", len(offers), "count_between", least=1, most=MAX_OFFERS)
    if len(set(names)) < len(names):
        raise SolverError("offers", names, "distinct_names")
    density = weight / volume
    rooms = []
    for one in offers:
        non_negative(f"price ({one.container})", one.price)
        payload = positive(f"payload_kg ({one.container})", one.payload_kg)
        rooms.append(min(positive(f"volume_m3 ({one.container})", one.volume_m3), payload / density))
    if volume / min(rooms) > MAX_CONTAINERS:
        raise SolverError("volume_m3", volume_m3, "at_most", most=MAX_CONTAINERS * min(rooms))
    best: tuple[float, int, ContainerChoice] | None = None
    for counts in _counts(volume, rooms):
        room = math.fsum(n * each for n, each in zip(counts, rooms, strict=True))
        left = max(0.0, volume - room)
        left = 0.0 if left < 1e-9 * volume else left
        if left and groupage is None:
            continue
        cost = math.fsum(n * one.price for n, one in zip(counts, offers, strict=True))
        extra = groupage_price(left, left * density, groupage) if groupage and left else 0.0
        if best is not None and (cost + extra, sum(counts)) >= best[:2]:
            continue
        offered = math.fsum(n * one.volume_m3 for n, one in zip(counts, offers, strict=True))
        best = (
            cost + extra,
            sum(counts),
            ContainerChoice(
                containers=tuple(zip(names, counts, strict=True)),
                groupage_m3=left,
                groupage_kg=left * density,
                container_cost=cost,
                groupage_cost=extra,
                total=cost + extra,
                fill=(volume - left) / offered if offered else 0.0,
            ),
        )
    assert best is not None  # the last counts of each container alone hold everything
    return best[2]


def _counts(volume: float, rooms: Sequence[float]) -> list[tuple[int, ...]]:
    """Numbers of each container that are worth a look: none holds more than one container too many."""
    found: list[tuple[int, ...]] = [()]
    for room in rooms:
        grown = []
        for counts in found:
            left = volume - math.fsum(n * each for n, each in zip(counts, rooms, strict=False))
            most = 0 if left <= 1e-9 * volume else math.ceil(round(left / room, 9))
            grown += [(*counts, n) for n in range(most + 1)]
        found = grown
    return found
