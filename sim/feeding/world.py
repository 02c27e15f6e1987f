"""The world of line feeding as frozen dataclasses: lines, parts, kits, routes, costs, and what each feed runs with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.checks import Check, InvalidError, Number, Path, Problem
from sim.feeding.parts import Kit, Line, Part, mean_time
from sim.feeding.policy import FeedingPolicy
from sim.feeding.route import Route
from sim.records import twice, unknown
from sim.scenario import LONGEST_HORIZON
from sim.supply import LeadTime
from sim.words import phrase

EMPTIES, CALL = "empties", "call"
SIGNALS = (EMPTIES, CALL)
EMPTIED, OPENED = "emptied", "opened"
RELEASES = (EMPTIED, OPENED)
SHORTEST_CYCLE = 1e-3  # periods a unit, on average: bounds the number of units
MOST_UNITS = 2_000_000  # of one run, about


@dataclass(frozen=True)
class Feed:
    """What is brought in containers, a part or a kit, with everything that a run needs to know of it.

    `line`, `route` and `stop` are places in the world's lists (stops counted over all routes in turn), `take` the
    place of the part whose share is drawn (None: every unit takes). `parts` in a container (units, for a kit).
    """

    name: str
    item: str
    line: int
    route: int
    stop: int
    per_unit: int
    take: int | None
    parts: int
    containers: int
    initial: int
    size: int
    opened: bool
    store: int | None
    replenishment: LeadTime | None
    holding: float
    unit_cost: float
    fill_cost: float


@dataclass(frozen=True)
class World:
    """Lines fed by trains over periods 0 to horizon - 1, the first `warm_up` left out of the figures.

    `signal` says how the supermarket learns what to bring: the `empties` that a train takes back, or a `call` known
    at once. `release` says when a container asks for another: once `emptied`, or, with calls, once `opened` (two bins:
    emptied).
    Costs: `stop_cost` per line and period stopped, `restart_cost` per stop, `train_cost` per train and period,
    `round_cost` per round, `driver_cost` per period that a train is on its round, `place_cost` per unit of room
    that a feed's containers take and period.
    """

    horizon: int
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    routes: tuple[Route, ...]
    kits: tuple[Kit, ...] = ()
    warm_up: int = 0
    period: str = "minute"
    name: str = "feeding"
    signal: str = EMPTIES
    release: str = EMPTIED
    stop_cost: Number = 0
    restart_cost: Number = 0
    train_cost: Number = 0
    round_cost: Number = 0
    driver_cost: Number = 0
    place_cost: Number = 0
    policy: FeedingPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("period")
        check.span(LONGEST_HORIZON)
        check.choice("signal", SIGNALS)
        check.choice("release", RELEASES)
        for name in ("stop_cost", "restart_cost", "train_cost", "round_cost", "driver_cost", "place_cost"):
            check.number(name, least=0)
        check.measured_span()
        if check.sound and self.release == OPENED and self.signal != CALL:
            check.fault("release", "opened_call")
        for name in ("lines", "parts", "routes"):
            if not getattr(self, name):
                check.fault(name, "records_none")
        check.done()
        problems = [*self._names(), *self._places(), *self._times()]
        if not problems and self.policy is not None:
            problems = list(self._rules(self.policy))
        if problems:
            raise InvalidError(problems)

    def _names(self) -> Iterable[Problem]:
        for field in ("lines", "routes"):
            yield from twice(field, getattr(self, field))
        yield from twice("parts", self.parts)
        taken = {part.name for part in self.parts}
        for place, kit in enumerate(self.kits):
            if kit.name in taken:
                yield Problem(("kits", place, "name"), phrase("name_twice", name=kit.name))
            taken.add(kit.name)
        seen: set[str] = set()
        for at, route in enumerate(self.routes):
            for place, stop in enumerate(route.stops):
                if stop.name in seen:
                    yield Problem(
                        ("routes", at, "stops", place, "name"), phrase("name_twice", name=stop.name)
                    )
            seen |= {stop.name for stop in route.stops}

    def _places(self) -> Iterable[Problem]:
        lines = {line.name for line in self.lines}
        stops = self._stops()
        parts = {part.name: part for part in self.parts}
        for place, part in enumerate(self.parts):
            if part.line not in lines:
                yield unknown(("parts", place, "line"), part.line, lines)
            yield from self._room(("parts", place), part, stops)
        for place, kit in enumerate(self.kits):
            yield from self._room(("kits", place), kit, stops)
            for rank, name in enumerate(kit.parts):
                if name not in parts:
                    yield unknown(("kits", place, "parts", rank), name, parts)
                elif parts[name].line != getattr(parts.get(kit.parts[0]), "line", None):
                    yield Problem(("kits", place, "parts", rank), phrase("kit_line", name=name))

    def _room(self, path: Path, one: Part | Kit, stops: dict[str, tuple[int, int]]) -> Iterable[Problem]:
        if one.stop not in stops:
            yield unknown((*path, "stop"), one.stop, stops)
        elif one.size > self.routes[stops[one.stop][0]].places:
            places = self.routes[stops[one.stop][0]].places
            yield Problem((*path, "size"), phrase("container_large", places=places))

    def _times(self) -> Iterable[Problem]:
        for place, line in enumerate(self.lines):
            mean = mean_time(line.takt)
            if mean < SHORTEST_CYCLE or self.horizon / mean > MOST_UNITS:
                least = max(SHORTEST_CYCLE, self.horizon / MOST_UNITS)
                yield Problem(("lines", place, "takt"), phrase("cycle_short", least=least))

    def _rules(self, policy: FeedingPolicy) -> Iterable[Problem]:
        for field in ("routes", "feeds"):
            for one in twice(field, getattr(policy, field)):
                yield Problem(("policy", *one.path), one.what)
        routes = {route.name for route in self.routes}
        for place, rule in enumerate(policy.routes):
            if rule.name not in routes:
                yield unknown(("policy", "routes", place, "name"), rule.name, routes)
            if rule.on_demand is not None and self.signal != CALL:
                yield Problem(("policy", "routes", place, "on_demand"), phrase("demand_call"))
        ruled = {rule.name for rule in policy.routes}
        for name in (route.name for route in self.routes if route.name not in ruled):
            yield Problem(("policy", "routes"), phrase("rule_missing", name=name))
        yield from self._feeds(policy)

    def _feeds(self, policy: FeedingPolicy) -> Iterable[Problem]:
        parts = {part.name: part.container for part in self.parts}
        kits = {kit.name: kit for kit in self.kits}
        known = parts | {name: kit.units for name, kit in kits.items()}
        brought: set[str] = set()
        for place, rule in enumerate(policy.feeds):
            path: Path = ("policy", "feeds", place)
            if rule.name not in known:
                yield unknown((*path, "name"), rule.name, known)
                continue
            if rule.container is None and known[rule.name] is None:
                yield Problem((*path, "container"), phrase("key_missing"))
            for name in kits[rule.name].parts if rule.name in kits else (rule.name,):
                if name in brought:
                    yield Problem((*path, "name"), phrase("fed_twice", name=name))
                brought.add(name)
        for name in parts:
            if name not in brought:
                yield Problem(("policy", "feeds"), phrase("rule_missing", name=name))

    @property
    def brought(self) -> tuple[Part | Kit, ...]:
        """What may be brought in containers: the parts, then the kits."""
        return (*self.parts, *self.kits)

    def _stops(self) -> dict[str, tuple[int, int]]:
        """Return, by the name of a stop, the places of its route and of the stop among all."""
        found: dict[str, tuple[int, int]] = {}
        for at, route in enumerate(self.routes):
            for stop in route.stops:
                found[stop.name] = (at, len(found))
        return found

    def rules(self) -> FeedingPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy

    def feeds(self) -> tuple[Feed, ...]:
        """Return what is brought, parts then kits in the order of the world. Raises InvalidError without a policy."""
        rules = {rule.name: rule for rule in self.rules().feeds}
        stops = self._stops()
        lines = {line.name: place for place, line in enumerate(self.lines)}
        parts = {part.name: part for part in self.parts}
        found: list[Feed] = []
        for place, one in enumerate(self.brought):
            rule = rules.get(one.name)
            if rule is None:
                continue
            inside = (one,) if isinstance(one, Part) else tuple(parts[name] for name in one.parts)
            each = [1.0] if isinstance(one, Part) else [float(part.per_unit * part.share) for part in inside]
            containers = rule.containers or 2
            default = one.container if isinstance(one, Part) else one.units
            found.append(
                Feed(
                    name=one.name,
                    item=(one.item or one.name) if isinstance(one, Part) else one.name,
                    line=lines[inside[0].line],
                    route=stops[one.stop][0],
                    stop=stops[one.stop][1],
                    per_unit=one.per_unit if isinstance(one, Part) else 1,
                    take=place if isinstance(one, Part) and one.share < 1 else None,
                    parts=rule.container or default or 1,
                    containers=containers,
                    initial=containers if one.initial is None else min(one.initial, containers),
                    size=one.size,
                    opened=self.release == OPENED and not rule.two_bin,
                    store=one.store,
                    replenishment=one.replenishment,
                    holding=sum(k * float(part.holding) for k, part in zip(each, inside, strict=True)),
                    unit_cost=sum(k * float(part.unit_cost) for k, part in zip(each, inside, strict=True)),
                    fill_cost=float(one.fill_cost),
                )
            )
        return tuple(found)
