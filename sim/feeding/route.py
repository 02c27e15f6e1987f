"""The route of a tugger train: its stops in turn, what driving and handling take, what a train may carry."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, InvalidError, Number, Problem
from sim.records import twice
from sim.supply import LeadTime
from sim.words import phrase

MOST_TIME = 10_000  # periods of one drive or one stop
SHORTEST_ROUND = 0.05  # periods: bounds the number of rounds
MOST_ROOM = 10_000  # of a train


@dataclass(frozen=True)
class Stop:
    """A stop: `travel` periods from the place before it, `pause` periods lost at each visit, whatever is set down."""

    name: str
    travel: Number
    pause: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        for name in ("travel", "pause"):
            check.number(name, least=0, most=MOST_TIME)
        check.done()


@dataclass(frozen=True)
class Route:
    """From the supermarket to the stops in turn, and `return_time` periods from the last one.

    `places` is the room of a train, full and empty containers together. Each container takes `loading` periods at
    the supermarket and `handling` at its stop (the full one set down, an empty one taken). `delay` periods are lost
    on the way out (aisles, crossings), drawn by the period of departure.
    """

    name: str
    stops: tuple[Stop, ...]
    return_time: Number
    places: int
    loading: Number = 0
    handling: Number = 0
    delay: LeadTime | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        for name in ("return_time", "loading", "handling"):
            check.number(name, least=0, most=MOST_TIME)
        check.number("places", least=1, most=MOST_ROOM, whole=True)
        if not self.stops:
            check.fault("stops", "records_none")
        check.done()
        problems = twice("stops", self.stops)
        if self.shortest < SHORTEST_ROUND:
            problems.append(Problem(("return_time",), phrase("round_short", least=SHORTEST_ROUND)))
        if problems:
            raise InvalidError(problems)

    @property
    def shortest(self) -> float:
        """The periods of a round with nothing on board and no delay."""
        return float(self.return_time) + sum(float(stop.travel) + float(stop.pause) for stop in self.stops)
