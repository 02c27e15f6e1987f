"""The world of counts as frozen dataclasses: items, errors, costs, and the policy of counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.checks import Check, InvalidError, Number, Path, Problem, plain_number
from sim.demand import Demand, Empirical
from sim.records import twice, unknown, whole_demand
from sim.scenario import LONGEST_HORIZON
from sim.stock import LOST, SHORTAGES
from sim.supply import Constant, LeadTime
from sim.words import given, phrase

RECORD, SHELF = "record", "shelf"
PICKS = (RECORD, SHELF)
MOST_ITEMS = 2_000

Shares = tuple[tuple[str, Number], ...]  # a figure for each class, in the order of the classes' names


@dataclass(frozen=True)
class Mishap:
    """Something that goes wrong: its `chance` each time it may, and how many units it concerns."""

    chance: Number
    size: Demand = field(default_factory=lambda: Empirical((1,)))

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("chance", least=0, most=1)
        check.done()
        if problems := whole_demand(self.size, LONGEST_HORIZON, ("size",)):
            raise InvalidError(problems)


@dataclass(frozen=True)
class Move(Mishap):
    """A movement that nobody recorded; the share `inward` of them bring goods to the shelf, the others take some."""

    inward: Number = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        check = Check(self)
        check.number("inward", least=0, most=1)
        check.done()


@dataclass(frozen=True)
class Errors:
    """What makes record and shelf differ, each item by itself; None never happens.

    Each working day and item: `loss` (theft, breakage) and `unrecorded` (a movement nobody recorded). Each day with an
    issue: `mispick` (units of another item of the same zone are taken in its place). Each issue and receipt: `keying`
    (the record is out by `size`, up or down). Each count: `miscount` (the count is out by `size`, up or down).
    """

    loss: Mishap | None = None
    unrecorded: Move | None = None
    mispick: Mishap | None = None
    keying: Mishap | None = None
    miscount: Mishap | None = None


@dataclass(frozen=True)
class StoredItem:
    """One item: its customers, its supplier, and how it is ordered on the stock that the record says.

    `demand` in units a day, `lead_time` in days. At the end of every `review` days, a position (recorded + on order -
    backorders) at or under `s` orders lots of `Q`, or up to `S`. `klass` is what counts and tolerances are given by.
    `unit_cost` per unit, `holding` per unit on the shelf and day, `order_cost` per order, `shortage_cost` per unit not
    served. `initial` units on the shelf and on record at first (None: s + Q, or S). Items of one `zone` may be taken
    for each other; `error_factor` multiplies the chances of its errors.
    """

    name: str
    demand: Demand
    s: int
    Q: int | None = None
    S: int | None = None
    review: int = 1
    lead_time: LeadTime = field(default_factory=lambda: Constant(1))
    klass: str = "A"
    unit_cost: Number = 0
    holding: Number = 0
    order_cost: Number = 0
    shortage_cost: Number = 0
    initial: int | None = None
    zone: str = ""
    error_factor: Number = 1

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("name", "klass", "zone"):
            check.text(name)
        check.number("s", least=0, whole=True)
        check.number("Q", least=1, whole=True, optional=True)
        check.number("S", least=1, whole=True, optional=True)
        check.number("review", least=1, most=LONGEST_HORIZON, whole=True)
        for name in ("unit_cost", "holding", "order_cost", "shortage_cost", "error_factor"):
            check.number(name, least=0)
        check.number("initial", least=0, whole=True, optional=True)
        if check.sound and (self.Q is None) == (self.S is None):
            check.fault("Q", "lot_or_level")
        if check.sound and self.S is not None and self.s >= self.S:
            check.fault("S", "levels_each_review", s=self.s)
        check.done()

    @property
    def start(self) -> int:
        """Units on the shelf and on record at the beginning."""
        if self.initial is not None:
            return self.initial
        return self.S if self.S is not None else self.s + (self.Q or 0)


@dataclass(frozen=True)
class CountPolicy:
    """When items are counted, and what is done about a difference.

    `counts_per_year`: by class (or one figure for all), each item so many times a year, the counts of a class spread
    evenly over its working days. `full_counts`: days of the year (0 first) on which everything is counted. And when
    something happens during the day: `at_zero` when the record comes down to zero, `on_negative` when it goes under,
    `on_miss` when goods on record are not found. A difference within `tolerance` (by class or for all, a share of the
    record) is left; any other is counted again with `recount`, without miscount, then adjusted.
    """

    counts_per_year: Any = ()
    full_counts: tuple[int, ...] = ()
    tolerance: Any = ()
    at_zero: bool = False
    on_negative: bool = False
    on_miss: bool = False
    recount: bool = False

    def __post_init__(self) -> None:
        check = Check(self)
        if self.full_counts not in ((), []):
            check.numbers("full_counts", least=0)
        for name in ("at_zero", "on_negative", "on_miss", "recount"):
            check.flag(name)
        check.done()
        problems = by_class(self, "counts_per_year", None) + by_class(self, "tolerance", 1)
        problems += [
            Problem(("full_counts", place), phrase("count_day", found=given(day)))
            for place, day in enumerate(self.full_counts)
            if not isinstance(day, int)
        ]
        if problems:
            raise InvalidError(problems)


@dataclass(frozen=True)
class World:
    """Items over working days 0 to horizon - 1, the first `warm_up` left out of the figures.

    `year`: working days of a year. `tolerance`: by class (or for all), the share of the record that it may be out by
    and still count as right. `pick_by`: with `record` goods that the record does not know are not issued, with `shelf`
    they are. `shortage`: customers not served are `lost` or wait (`backorder`). Costs: a count takes `count_minutes`,
    an adjustment `adjustment_minutes`, an hour costs `hour_cost`, a day of full count `closing_cost` more.
    """

    horizon: int
    items: tuple[StoredItem, ...]
    errors: Errors = field(default_factory=Errors)
    warm_up: int = 0
    year: int = 250
    name: str = "counting"
    pick_by: str = RECORD
    shortage: str = LOST
    tolerance: Any = ()
    count_minutes: Number = 0
    adjustment_minutes: Number = 0
    hour_cost: Number = 0
    closing_cost: Number = 0
    policy: CountPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.span(LONGEST_HORIZON)
        check.number("year", least=1, most=366, whole=True)
        check.choice("pick_by", PICKS)
        check.choice("shortage", SHORTAGES)
        for name in ("count_minutes", "adjustment_minutes", "hour_cost", "closing_cost"):
            check.number(name, least=0)
        check.measured_span()
        if not self.items:
            check.fault("items", "records_none")
        elif len(self.items) > MOST_ITEMS:
            check.fault("items", "records_many", most=MOST_ITEMS)
        check.done()
        problems = by_class(self, "tolerance", 1) + twice("items", self.items)
        for place, item in enumerate(self.items):
            problems += whole_demand(item.demand, self.horizon, ("items", place, "demand"))
        if not problems:
            problems = self._classes(("tolerance",), self.tolerance)
            if self.policy is not None:
                problems += self._rules(self.policy)
        if problems:
            raise InvalidError(problems)

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes of the items, sorted."""
        return tuple(sorted({item.klass for item in self.items}))

    def _classes(self, path: Path, shares: Shares) -> list[Problem]:
        classes = ("", *self.classes)
        return [unknown((*path, klass), klass, self.classes) for klass, _ in shares if klass not in classes]

    def _rules(self, policy: CountPolicy) -> list[Problem]:
        problems = self._classes(("policy", "counts_per_year"), policy.counts_per_year)
        problems += self._classes(("policy", "tolerance"), policy.tolerance)
        for klass, count in policy.counts_per_year:
            if count > self.year:
                what = phrase("counts_many", count=count, year=self.year)
                problems.append(Problem(("policy", "counts_per_year", klass), what))
        for place, day in enumerate(policy.full_counts):
            if day >= self.year:
                what = phrase("count_day", found=given(day))
                problems.append(Problem(("policy", "full_counts", place), what))
        return problems

    def ruled(self) -> CountPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy

    def calendar(self) -> tuple[tuple[int, ...], ...]:
        """Return, for each day of the year, the places of the items to count by the calendar, in their order.

        With n items in a class counted k times, count m = 0 … nk - 1 falls on day floor((m + 1/2) · year / (n·k)) and
        concerns item m mod n of the class: each item every year / k days, each day the same load within one count.
        """
        policy = self.ruled()
        found: list[set[int]] = [set() for _ in range(self.year)]
        for klass in self.classes:
            places = [place for place, item in enumerate(self.items) if item.klass == klass]
            total = len(places) * int(share(policy.counts_per_year, klass))
            for m in range(total):
                found[(2 * m + 1) * self.year // (2 * total)].add(places[m % len(places)])
        for day in policy.full_counts:
            found[day] = set(range(len(self.items)))
        return tuple(tuple(sorted(day)) for day in found)


def share(shares: Shares, klass: str) -> Number:
    """Return the figure of a class, or what is given for all, or 0."""
    table = dict(shares)
    return table.get(klass, table.get("", 0))


def by_class(owner: object, name: str, most: Number | None) -> list[Problem]:
    """Check a figure, or a mapping of figures by class, 0 or more (whole without `most`), and store it as `Shares`."""
    value = getattr(owner, name)
    if isinstance(value, tuple):
        return []
    table = value if isinstance(value, Mapping) else {"": value}
    problems: list[Problem] = []
    shares: list[tuple[str, Number]] = []
    for klass, figure in table.items():
        number = plain_number(figure)
        if (
            number is None
            or number < 0
            or (number > most if most is not None else not isinstance(number, int))
        ):
            bounds: tuple[Any, ...] = (phrase("bound_least", least=0),)
            if most is not None:
                bounds += (phrase("bound_most", most=most),)
            kind = phrase("kind_number" if most is not None else "kind_whole")
            what = phrase("wanted_number", kind=kind, bounds=bounds, found=given(figure), hint=())
            problems.append(Problem((name, str(klass)) if klass != "" else (name,), what))
        else:
            shares.append((str(klass), number))
    object.__setattr__(owner, name, tuple(sorted(shares)))
    return problems


def placed(items: Sequence[StoredItem]) -> list[list[int]]:
    """Return, for each item, the places of the others of its zone, for which it may be mistaken."""
    zones: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        zones.setdefault(item.zone, []).append(place)
    return [[other for other in zones[item.zone] if other != place] for place, item in enumerate(items)]
