"""What goes wrong on the way: delays by cause, and stoppages during which nothing leaves."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, Number
from sim.scenario import LONGEST_HORIZON
from sim.supply import LeadTime

CAUSES = ("traffic", "congestion", "strike", "weather", "customs", "breakdown")
YEAR = 365


def _season(check: Check) -> None:
    check.number("first", least=0, most=YEAR - 1, whole=True)
    check.number("last", least=0, most=YEAR - 1, whole=True)


def in_season(first: int, last: int, day: int) -> bool:
    """Say whether a day of the run lies in a season of the year, both ends in it; a season may span the new year."""
    place = day % YEAR
    return first <= place <= last if first <= last else place >= first or place <= last


@dataclass(frozen=True)
class Delay:
    """With probability `chance`, `time` days more for all that leaves a leg, or reaches a hub, on one day.

    `cause` is one of CAUSES. It can happen from day `first` to day `last` of the year (0 to 364), every day by default.
    """

    cause: str
    chance: Number
    time: LeadTime
    first: int = 0
    last: int = YEAR - 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("cause", CAUSES)
        check.number("chance", least=0, most=1)
        _season(check)
        check.done()


@dataclass(frozen=True)
class Stoppage:
    """Nothing leaves on a leg for `length` days (a strike, a storm).

    It begins on day `start` of the run, or by chance: on each day of the season with probability `chance`.
    """

    cause: str
    length: LeadTime
    chance: Number = 0
    start: int | None = None
    first: int = 0
    last: int = YEAR - 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("cause", CAUSES)
        check.number("chance", least=0, most=1)
        check.number("start", least=0, most=LONGEST_HORIZON, whole=True, optional=True)
        _season(check)
        if check.sound and (self.start is None) == (self.chance == 0):
            check.fault("chance", "start_or_chance")
        check.done()
