"""The world of kanban loops as frozen dataclasses: lines, loops, upstream cells, costs, and the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.checks import Check, InvalidError, Number, Problem
from sim.demand import Demand
from sim.records import twice, unknown, whole_demand
from sim.scenario import LONGEST_HORIZON
from sim.stock import BACKORDER, SHORTAGES
from sim.supply import LeadTime
from sim.words import phrase

EMPTIED, OPENED = "emptied", "opened"
RELEASES = (EMPTIED, OPENED)
MOST_CARDS = 10_000
MOST_PARTS = 1_000_000  # in a container, or in a piece


@dataclass(frozen=True)
class Shift:
    """The line's day: `length` periods, of which the first `open` are worked.

    In the others nothing is consumed, collected or launched; what is under way goes on and arrives.
    """

    length: int
    open: int

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("length", least=1, most=LONGEST_HORIZON, whole=True)
        check.number("open", least=1, whole=True)
        if check.sound and self.open > self.length:
            check.fault("open", "shift_open", length=self.length)
        check.done()


@dataclass(frozen=True)
class Line:
    """A line that builds pieces out of the parts of several loops: one part missing stops it whole.

    `demand` in pieces a period; `most` is what it can build in a period, late pieces included (no bound when None),
    and goes with `shortage: backorder` only.
    """

    name: str
    demand: Demand
    most: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("most", least=1, whole=True, optional=True)
        check.done()


@dataclass(frozen=True)
class Cell:
    """An upstream cell that fills containers, at most `capacity` launched a period over the loops that it serves."""

    name: str
    capacity: int

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("capacity", least=1, most=MOST_CARDS, whole=True)
        check.done()


@dataclass(frozen=True)
class Loop:
    """One part between where its containers are filled and the side of the line.

    It feeds a `line` with `per_piece` parts for each piece, or has a `demand` of its own (parts a period).
    `replenishment` is the time in periods from launch to arrival at the line side; `collect` the worked periods
    between two collections of cards; `launch` the number of cards on the board at which a batch is launched, all
    the cards of the board then (never more than the loop has); `cell` the upstream cell whose capacity it shares.
    `container` is the parts in one container when the policy does not say. `unit_cost` per part, `holding` per part
    at the line side and period, `setup_cost` per period in which the loop launches. `initial` full containers stand
    at the line side at first (all of them when None).
    """

    name: str
    replenishment: LeadTime
    demand: Demand | None = None
    line: str | None = None
    per_piece: int = 1
    item: str = ""
    unit_cost: Number = 0
    holding: Number = 0
    collect: int = 1
    launch: int = 1
    container: int | None = None
    cell: str | None = None
    setup_cost: Number = 0
    initial: int | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("item")
        check.number("per_piece", least=1, most=MOST_PARTS, whole=True)
        for name in ("unit_cost", "holding", "setup_cost"):
            check.number(name, least=0)
        for name in ("collect", "launch"):
            check.number(name, least=1, most=LONGEST_HORIZON, whole=True)
        check.number("container", least=1, most=MOST_PARTS, whole=True, optional=True)
        check.number("initial", least=0, whole=True, optional=True)
        if (self.demand is None) == (self.line is None):
            check.fault("demand", "demand_or_line")
        check.done()


@dataclass(frozen=True)
class LoopRule:
    """What is decided for one loop: its cards and, when the loop leaves it open, its container.

    `safety` of the cards are there against variation: with fewer full containers than these the board shows red,
    and a cell whose capacity is short serves red loops first. `collect` and `launch` replace the loop's own. With
    `two_bin` the loop has two cards, the bins themselves, each sent back when empty.
    """

    name: str
    cards: int | None = None
    container: int | None = None
    safety: int = 0
    collect: int | None = None
    launch: int | None = None
    two_bin: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.flag("two_bin")
        check.number("cards", least=1, most=MOST_CARDS, whole=True, optional=True)
        check.number("container", least=1, most=MOST_PARTS, whole=True, optional=True)
        check.number("safety", least=0, most=MOST_CARDS, whole=True)
        for name in ("collect", "launch"):
            check.number(name, least=1, most=LONGEST_HORIZON, whole=True, optional=True)
        if check.sound and self.two_bin and self.cards not in (None, 2):
            check.fault("cards", "two_bin_cards")
        if check.sound and self.two_bin and self.safety:
            check.fault("safety", "two_bin_safety")
        if check.sound and not self.two_bin and self.cards is None:
            check.fault("cards", "key_missing")
        check.done()


@dataclass(frozen=True)
class KanbanPolicy:
    """A rule for every loop."""

    loops: tuple[LoopRule, ...]


@dataclass(frozen=True)
class Settings:
    """What one loop runs with, the policy laid over the loop; `parts` of one container, `opened` when its cards go
    back as soon as a container is opened."""

    cards: int
    parts: int
    safety: int
    collect: int
    launch: int
    opened: bool
    initial: int


@dataclass(frozen=True)
class World:
    """Loops and lines over periods 0 to horizon - 1, the first `warm_up` left out of the figures.

    `release` says when a container's card goes to the post: `emptied` (the card stays with its container until the
    last part is taken, so that a loop never holds more than cards × container), or `opened` (with the first part:
    the parts left in the one open container then come on top). `shortage`: pieces not built for want of parts are
    late (`backorder`) or `lost`. Costs: `stop_cost` per line and period stopped, `missing_cost` per piece not built in
    its period for want of parts, `late_cost` per late piece and period, `card_cost` per card and period,
    `container_cost` per container launched, `round_cost` per collection round (loops that collect in the same
    period share it).
    """

    horizon: int
    loops: tuple[Loop, ...]
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    warm_up: int = 0
    period: str = "quarter_hour"
    name: str = "kanban"
    release: str = EMPTIED
    shortage: str = BACKORDER
    shift: Shift | None = None
    stop_cost: Number = 0
    missing_cost: Number = 0
    late_cost: Number = 0
    card_cost: Number = 0
    container_cost: Number = 0
    round_cost: Number = 0
    policy: KanbanPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("period")
        check.span(LONGEST_HORIZON)
        check.choice("release", RELEASES)
        check.choice("shortage", SHORTAGES)
        for name in ("stop_cost", "missing_cost", "late_cost", "card_cost", "container_cost", "round_cost"):
            check.number(name, least=0)
        check.measured_span()
        if not self.loops:
            check.fault("loops", "records_none")
        check.done()
        problems = [*self._names(), *self._demands()]
        if not problems and self.policy is not None:
            problems = self._rules(self.policy)
        if problems:
            raise InvalidError(problems)

    def _names(self) -> list[Problem]:
        problems: list[Problem] = []
        for field, known in (("lines", self.lines), ("cells", self.cells), ("loops", self.loops)):
            problems += twice(field, known)
        lines, cells = {one.name for one in self.lines}, {one.name for one in self.cells}
        for place, loop in enumerate(self.loops):
            for key, name, names in (("line", loop.line, lines), ("cell", loop.cell, cells)):
                if name is not None and name not in names:
                    problems.append(unknown(("loops", place, key), name, names))
        fed = {loop.line for loop in self.loops}
        for place, line in enumerate(self.lines):
            if line.name not in fed:
                problems.append(Problem(("lines", place, "name"), phrase("line_unfed", name=line.name)))
        return problems

    def _demands(self) -> list[Problem]:
        problems: list[Problem] = []
        if self.shortage != BACKORDER:
            for place, line in enumerate(self.lines):
                if line.most is not None:
                    problems.append(Problem(("lines", place, "most"), phrase("most_lost")))
        owners: tuple[tuple[str, Sequence[Line | Loop]], ...] = (("lines", self.lines), ("loops", self.loops))
        for field, holders in owners:
            for place, one in enumerate(holders):
                if one.demand is not None:
                    problems += whole_demand(one.demand, self.horizon, (field, place, "demand"))
        return problems

    def _rules(self, policy: KanbanPolicy) -> list[Problem]:
        path = ("policy", "loops")
        problems = [Problem(("policy", *one.path), one.what) for one in twice("loops", policy.loops)]
        loops = {loop.name: loop for loop in self.loops}
        for place, rule in enumerate(policy.loops):
            if rule.name not in loops:
                problems.append(unknown((*path, place, "name"), rule.name, loops))
            elif rule.container is None and loops[rule.name].container is None:
                problems.append(Problem((*path, place, "container"), phrase("key_missing")))
        ruled = {rule.name for rule in policy.loops}
        problems += [Problem(path, phrase("rule_missing", name=name)) for name in loops if name not in ruled]
        return problems

    def all_lines(self) -> tuple[Line, ...]:
        """Return the lines, then a line of its own for each loop that has its own demand."""
        own = (Line(loop.name, loop.demand) for loop in self.loops if loop.demand is not None)
        return (*self.lines, *own)

    def feeds(self) -> tuple[int, ...]:
        """Return, for each loop, the place of its line in `all_lines`."""
        at = {line.name: place for place, line in enumerate(self.lines)}
        found: list[int] = []
        following = len(self.lines)
        for loop in self.loops:
            if loop.line is None:
                found.append(following)
                following += 1
            else:
                found.append(at[loop.line])
        return tuple(found)

    def settings(self) -> tuple[Settings, ...]:
        """Return what each loop runs with. Raises InvalidError without a policy."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        rules = {rule.name: rule for rule in self.policy.loops}
        return tuple(self._settings(loop, rules[loop.name]) for loop in self.loops)

    def _settings(self, loop: Loop, rule: LoopRule) -> Settings:
        cards = 2 if rule.cards is None else rule.cards
        parts = rule.container or loop.container
        assert parts is not None
        return Settings(
            cards=cards,
            parts=parts,
            safety=rule.safety,
            collect=rule.collect or loop.collect,
            launch=min(1 if rule.two_bin else rule.launch or loop.launch, cards),
            opened=self.release == OPENED and not rule.two_bin,
            initial=cards if loop.initial is None else min(loop.initial, cards),
        )

    def works(self) -> tuple[bool, ...]:
        """Return, for each period, whether the line works."""
        if self.shift is None:
            return (True,) * self.horizon
        return tuple(period % self.shift.length < self.shift.open for period in range(self.horizon))
