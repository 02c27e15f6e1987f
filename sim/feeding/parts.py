"""What a line takes: the line itself, its parts and the kits that may bring several of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.checks import Check, Number
from sim.supply import LeadTime
from sim.words import given

MOST_CONTAINERS = 1_000
MOST_PARTS = 1_000_000  # in a container, or in a unit
MOST_SIZE = 1_000  # room of one container


@dataclass(frozen=True)
class Line:
    """A line that starts a unit every `takt` periods, drawn unit by unit: its pace, and how unsteady it is.

    A part missing stops it whole, and what follows is late by as much.
    """

    name: str
    takt: LeadTime

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.done()


@dataclass(frozen=True)
class Part:
    """A part used at a `stop` of a route by a `line`, `per_unit` in each unit that takes it.

    `share` of the units take it, drawn unit by unit (options and variants). `container` is the parts in one container
    when the policy does not say, `size` the room that a container takes on a train and at the line side. The
    supermarket holds `store` full containers (never short when None), each one taken being replaced after
    `replenishment` periods. `holding` per part at the line side and period, `fill_cost` per container delivered
    (repacking), `unit_cost` per part. `initial` full containers stand at the line side at first (all when None).
    """

    name: str
    line: str
    stop: str
    per_unit: int = 1
    share: Number = 1
    container: int | None = None
    size: int = 1
    unit_cost: Number = 0
    holding: Number = 0
    fill_cost: Number = 0
    store: int | None = None
    replenishment: LeadTime | None = None
    initial: int | None = None
    item: str = ""

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("name", "line", "stop", "item"):
            check.text(name)
        check.number("per_unit", least=1, most=MOST_PARTS, whole=True)
        check.number("share", above=0, most=1)
        for name in ("unit_cost", "holding"):
            check.number(name, least=0)
        _container(self, check, "container")
        check.done()


@dataclass(frozen=True)
class Kit:
    """Several `parts` of one line (their names) brought together, in the order of the units: nothing is picked there.

    A container holds what `units` units take when the policy does not say otherwise; it goes to one `stop`.
    `fill_cost` is what preparing one costs, `replenishment` the time that it takes, `store` the kits prepared ahead.
    A policy that gives the kit a rule gives its parts none.
    """

    name: str
    parts: tuple[str, ...]
    stop: str
    units: int | None = None
    size: int = 1
    fill_cost: Number = 0
    store: int | None = None
    replenishment: LeadTime | None = None
    initial: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("name", "stop"):
            check.text(name)
        names: object = self.parts
        if isinstance(names, list | tuple) and names and all(isinstance(one, str) for one in names):
            object.__setattr__(self, "parts", tuple(names))
        else:
            check.fault("parts", "wanted_names", found=given(names))
        _container(self, check, "units")
        check.done()


def mean_time(time: LeadTime) -> float:
    """Return the mean of a time in periods, from its quantiles: near enough for a bound."""
    return float(np.mean(time.of((np.arange(64) + 0.5) / 64)))


def _container(owner: Part | Kit, check: Check, parts: str) -> None:
    check.number(parts, least=1, most=MOST_PARTS, whole=True, optional=True)
    check.number("size", least=1, most=MOST_SIZE, whole=True)
    check.number("fill_cost", least=0)
    check.number("store", least=1, most=MOST_CONTAINERS, whole=True, optional=True)
    check.number("initial", least=0, most=MOST_CONTAINERS, whole=True, optional=True)
    if check.sound and (owner.store is None) != (owner.replenishment is None):
        check.fault("replenishment" if owner.replenishment is None else "store", "store_replenishment")
