"""Machines and the people who run them: parallel units, changeovers, breakdowns, room in front, skills."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.checks import Check, Number
from sim.production.calendar import Calendar
from sim.supply import LeadTime
from sim.words import given

BY_TIME, BY_OPERATION = "time", "operation"
RUN, SETUP, NONE = "run", "setup", "none"
MOST_UNITS = 1_000


@dataclass(frozen=True)
class Breakdown:
    """Times between failures (`up`) and of repair (`down`).

    `by: operation`: the machine wears only while it works, setups included, and the repair takes opening hours.
    `by: time`: it fails by the clock, idle or not, and is repaired by the clock.
    """

    up: LeadTime
    down: LeadTime
    by: str = BY_OPERATION

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("by", (BY_TIME, BY_OPERATION))
        check.done()


@dataclass(frozen=True)
class Stop:
    """A unit of a machine that fails at a moment set beforehand and is repaired by `end`."""

    machine: str
    start: Number
    end: Number
    unit: int = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("machine")
        check.number("start", least=0)
        check.number("end", least=0)
        check.number("unit", least=1, whole=True)
        if check.sound and self.end <= self.start:
            check.fault("end", "interval_end", start=self.start)
        check.done()


@dataclass(frozen=True)
class Changeover:
    """Time to go over from one family to another."""

    before: str
    after: str
    time: Number

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("before")
        check.text("after")
        check.number("time", least=0)
        check.done()


@dataclass(frozen=True)
class Machine:
    """`count` equal units that share one queue.

    `changeovers` by family replace the setup time of an operation; `family` is what each unit is set for at first.
    `room` is the number of lots that may wait in front (none without a limit): when it is full, a lot stays on the
    machine that made it and blocks it. `attended`: an operator stays for the whole operation (`run`), for its setup,
    or is not needed (`none`). `setup_cost` per changeover.
    """

    name: str
    count: int = 1
    calendar: Calendar | None = None
    changeovers: tuple[Changeover, ...] = ()
    family: str = ""
    breakdown: Breakdown | None = None
    room: int | None = None
    attended: str = RUN
    setup_cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("family")
        check.number("count", least=1, most=MOST_UNITS, whole=True)
        check.number("room", least=0, whole=True, optional=True)
        check.choice("attended", (RUN, SETUP, NONE))
        check.number("setup_cost", least=0)
        if check.sound and len(self.times) < len(self.changeovers):
            check.fault("changeovers", "changeover_twice")
        check.done()

    @cached_property
    def times(self) -> dict[tuple[str, str], Number]:
        """The time of each changeover, by the families before and after."""
        return {(one.before, one.after): one.time for one in self.changeovers}


@dataclass(frozen=True)
class Operators:
    """`count` operators with the same skills: the names of the `machines` that they can run.

    They keep the hours of the machine. A machine in nobody's list runs by itself.
    """

    name: str
    machines: tuple[str, ...]
    count: int = 1

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("count", least=1, most=MOST_UNITS, whole=True)
        names: object = self.machines
        if isinstance(names, list | tuple) and all(isinstance(one, str) for one in names):
            object.__setattr__(self, "machines", tuple(names))
        else:
            check.fault("machines", "wanted_names", found=given(names))
        check.done()
