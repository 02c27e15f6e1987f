"""What is decided of rounds: the stops of each vehicle in order, or one long tour shared among several."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, Number
from sim.rounds.stops import MOST_VEHICLES
from sim.words import given


def check_names(check: Check, owner: object, field: str) -> None:
    """Check a list of names of stops."""
    names: object = getattr(owner, field)
    if isinstance(names, list | tuple) and all(isinstance(one, str) for one in names):
        object.__setattr__(owner, field, tuple(names))
    else:
        check.fault(field, "wanted_names", found=given(names))


@dataclass(frozen=True)
class Route:
    """A `vehicle` (its type) that leaves at `departure` and drives `stops` in turn, those without an order left out."""

    vehicle: str
    stops: tuple[str, ...]
    departure: Number = 8

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("vehicle")
        check_names(check, self, "stops")
        check.number("departure", least=0, most=24)
        check.done()


@dataclass(frozen=True)
class Tour:
    """One long tour of `stops`, cut into the rounds of `vehicles` of one type, of about the same planned time each.

    All leave at `departure`.
    """

    vehicle: str
    stops: tuple[str, ...]
    vehicles: int = 1
    departure: Number = 8

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("vehicle")
        check_names(check, self, "stops")
        check.number("vehicles", least=1, most=MOST_VEHICLES, whole=True)
        check.number("departure", least=0, most=24)
        check.done()


@dataclass(frozen=True)
class RoundsPolicy:
    """`routes`, or one `tour`; every stop is in one of them, once.

    `slack`: the share by which planned times are stretched before they are told to the customers of a world with a
    `slot`.
    """

    routes: tuple[Route, ...] = ()
    tour: Tour | None = None
    slack: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("slack", least=0, most=5)
        if check.sound and (not self.routes) == (self.tour is None):
            check.fault("routes", "routes_or_tour")
        check.done()
