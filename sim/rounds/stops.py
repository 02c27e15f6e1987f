"""Places of a round: the depot and the stops, and the vehicles that leave."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.checks import Check, Number
from sim.supply import Constant, LeadTime

ACCEPT, REFUSE = "accept", "refuse"
LATE = (ACCEPT, REFUSE)
MOST_VEHICLES = 1_000


@dataclass(frozen=True)
class Stop:
    """A customer at (`x_km`, `y_km`) who orders on a day with probability `chance`, a drawn `load` each time.

    `service` in hours. It opens at `opens` and closes at `closes`, both hours of the day; an earlier arrival waits; a
    later one is taken all the same (`late: accept`) or `refuse`d. With probability `absent` nobody is there.
    """

    name: str
    x_km: Number = 0
    y_km: Number = 0
    load: LeadTime = field(default_factory=lambda: Constant(1))
    service: LeadTime = field(default_factory=lambda: Constant(0.25))
    chance: Number = 1
    opens: Number = 0
    closes: Number | None = None
    late: str = ACCEPT
    absent: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        for name in ("x_km", "y_km"):
            check.number(name, least=-1e5, most=1e5)
        for name in ("chance", "absent"):
            check.number(name, least=0, most=1)
        check.number("opens", least=0, most=48)
        check.number("closes", least=0, most=48, optional=True)
        check.choice("late", LATE)
        if check.sound and self.closes is not None and self.closes < self.opens:
            check.fault("closes", "closes_early", opens=self.opens)
        check.done()


@dataclass(frozen=True)
class Vehicle:
    """A type of vehicle: its `capacity` in the unit of the loads, its costs by kilometre, hour on duty and day used.

    `overtime` is what an hour beyond the shift costs on top. `emission_factor` in kg CO2e per kilometre empty,
    `full_emission_factor` full (the same when None), in proportion to the load between.
    """

    name: str
    capacity: Number
    count: int | None = None
    per_km: Number = 0
    per_hour: Number = 0
    per_day: Number = 0
    overtime: Number = 0
    emission_factor: Number = 0
    full_emission_factor: Number | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("capacity", above=0)
        check.number("count", least=1, most=MOST_VEHICLES, whole=True, optional=True)
        for name in ("per_km", "per_hour", "per_day", "overtime", "emission_factor"):
            check.number(name, least=0)
        check.number("full_emission_factor", least=0, optional=True)
        check.done()


@dataclass(frozen=True)
class Hours:
    """Driving and rest hours, by default those of Regulation (EC) 561/2006 that hold within a day.

    A break of `rest_break` hours after `break_after` hours at the wheel; `daily` hours of driving, `extended` hours on
    `extended_days` days of a week of `week` days; `rest` hours between two days. `shift` paid hours, overtime beyond.
    """

    break_after: Number = 4.5
    rest_break: Number = 0.75
    daily: Number = 9
    extended: Number = 10
    extended_days: int = 2
    week: int = 5
    rest: Number = 11
    shift: Number = 8

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("break_after", above=0, most=24)
        check.number("rest_break", least=0, most=24)
        check.number("daily", above=0, most=24)
        check.number("extended", above=0, most=24)
        check.number("extended_days", least=0, most=7, whole=True)
        check.number("week", least=1, most=7, whole=True)
        check.number("rest", least=0, most=24)
        check.number("shift", least=0, most=24)
        if check.sound and self.extended < self.daily:
            check.fault("extended", "extended_short", daily=self.daily)
        check.done()
