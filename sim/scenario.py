"""A scenario: everything a run needs, as frozen dataclasses, read from a plain mapping."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sim.checks import Check, InvalidError, Number, Path, Problem
from sim.demand import DEMANDS, Demand, Series
from sim.indicators import YEAR_DAYS, Costs
from sim.policies import POLICIES, Policy
from sim.stock import BACKORDER, SHORTAGES
from sim.supply import LEAD_TIMES, LeadTime
from sim.words import Phrase, given, phrase

LONGEST_HORIZON = 1_000_000

T = TypeVar("T")


class ScenarioError(InvalidError):
    """A scenario that cannot be run; `problems` gives each fault with its path."""


@dataclass(frozen=True)
class Item:
    """The item: its name, its cost per unit (currency) and the unit it is counted in."""

    name: str = "item"
    unit_cost: Number = 0
    unit: str = "unit"

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("unit_cost", least=0)
        check.text("unit")
        check.done()


@dataclass(frozen=True)
class Scenario:
    """One item on one site, its customers and its supplier, over days 0 to horizon - 1.

    `horizon` counts all the days of a run; the first `warm_up` of them are left out of the indicators.
    `policy` may be None, then a run is given one. `initial_stock` None means what the policy says.
    `shortage` is `backorder` or `lost`; `year` is the year of the turnover rate, in days.
    """

    horizon: int
    demand: Demand
    lead_time: LeadTime
    name: str = "scenario"
    warm_up: int = 0
    item: Item = field(default_factory=Item)
    shortage: str = BACKORDER
    policy: Policy | None = None
    initial_stock: Number | None = None
    costs: Costs = field(default_factory=Costs)
    year: Number = YEAR_DAYS

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.span(LONGEST_HORIZON)
        check.choice("shortage", SHORTAGES)
        check.number("initial_stock", least=0, optional=True)
        check.number("year", above=0)
        check.measured_span()
        if check.sound and isinstance(self.demand, Series) and not self.demand.covers(self.horizon):
            check.fault("demand", "series_short", days=len(self.demand.values), horizon=self.horizon)
        check.done()

    def with_policy(self, policy: Policy | None) -> Scenario:
        """Return the scenario under another policy; None keeps its own. Raises ScenarioError without any."""
        if policy is not None:
            return self if policy == self.policy else dataclasses.replace(self, policy=policy)
        if self.policy is None:
            raise ScenarioError([Problem(("policy",), phrase("kind_missing", kinds=_listed(POLICIES)))])
        return self

    def start(self, policy: Policy) -> Number:
        """Return the stock on hand at the beginning of day 0 (units)."""
        return policy.initial_stock if self.initial_stock is None else self.initial_stock


def scenario_from_dict(data: Mapping[str, Any]) -> Scenario:
    """Read a scenario from a plain mapping, as a YAML file gives it.

    Shape: {horizon, demand: {KIND: {…}}, lead_time: {KIND: {…}}, name?, warm_up?, item?: {name?, unit_cost?,
    unit?}, shortage?: backorder|lost, policy?: {KIND: {…}}, initial_stock?, costs?: {holding?, ordering?,
    backorder?, shortage?}, year?}. A kind with one required figure may be written short: `constant: 5`.
    Raises ScenarioError with every fault found.
    """
    reader = _Reader()
    scenario = reader.scenario(data)
    if reader.problems or scenario is None:
        raise ScenarioError(reader.problems)
    return scenario


def policy_from_dict(data: Mapping[str, Any]) -> Policy:
    """Read a policy from {KIND: {parameter: figure}}, e.g. {"reorder_point": {"s": 100, "Q": 100}}.

    Raises ScenarioError with every fault found.
    """
    return read_kind(POLICIES, data, ("policy",))


def read_kind(kinds: Mapping[str, type[T]], data: object, path: Path) -> T:
    """Build {KEY: fields} as the one of `kinds` called KEY; raises ScenarioError with every fault under `path`."""
    reader = _Reader()
    found = reader.kind(kinds, data, path)
    if reader.problems or found is None:
        raise ScenarioError(reader.problems)
    return found


def policy_to_dict(policy: Policy) -> dict[str, Any]:
    """Write a policy as `policy_from_dict` reads it."""
    return _kind_to_dict(policy)


def scenario_to_dict(scenario: Scenario) -> dict[str, Any]:
    """Write a scenario as `scenario_from_dict` reads it, in plain numbers, texts, lists and mappings."""
    data: dict[str, Any] = {
        "name": scenario.name,
        "horizon": scenario.horizon,
        "warm_up": scenario.warm_up,
        "item": dataclasses.asdict(scenario.item),
        "demand": _kind_to_dict(scenario.demand),
        "lead_time": _kind_to_dict(scenario.lead_time),
        "shortage": scenario.shortage,
    }
    if scenario.policy is not None:
        data["policy"] = _kind_to_dict(scenario.policy)
    if scenario.initial_stock is not None:
        data["initial_stock"] = scenario.initial_stock
    data["costs"] = dataclasses.asdict(scenario.costs)
    data["year"] = scenario.year
    return data


def _kind_to_dict(thing: Any) -> dict[str, Any]:
    values = {
        f.name: list(value) if isinstance(value, tuple) else value
        for f in dataclasses.fields(thing)
        if (value := getattr(thing, f.name)) is not None
    }
    return {thing.KEY: values}


class _Reader:
    """Walks a mapping and collects every problem with its path, building what it can."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def scenario(self, data: object) -> Scenario | None:
        if not isinstance(data, Mapping):
            self._fault((), "not_a_scenario", found=given(data))
            return None
        self._check_keys(Scenario, data, ())
        # What cannot be read is replaced by something sound, so that the other fields are still checked.
        parts: dict[str, Any] = {"demand": DEMANDS["poisson"](1), "lead_time": LEAD_TIMES["constant"](1)}  # type: ignore[call-arg]
        for key, kinds in (("demand", DEMANDS), ("lead_time", LEAD_TIMES), ("policy", POLICIES)):
            if data.get(key) is not None:
                part = self.kind(kinds, data[key], (key,))
                if part is not None:
                    parts[key] = part
            elif key in data:
                self._fault((key,), "kind_empty", kinds=_listed(kinds))
        if data.get("item") is not None:
            parts["item"] = self._build(Item, data["item"], ("item",)) or Item()
        if data.get("costs") is not None:
            parts["costs"] = self._build(Costs, data["costs"], ("costs",)) or Costs()
        for key in ("name", "horizon", "warm_up", "shortage", "initial_stock", "year"):
            if key in data:
                parts[key] = data[key]
        parts.setdefault("horizon", 1 + int(isinstance(data.get("warm_up"), int) and data["warm_up"]))
        return self._construct(Scenario, parts, ())

    def kind(self, kinds: Mapping[str, type[T]], data: object, path: Path) -> T | None:
        """Build {KEY: fields} as the kind called KEY."""
        if not isinstance(data, Mapping) or len(data) != 1:
            found = given(None if data == {} else data)
            if isinstance(data, Mapping) and data:
                found = phrase("found_keys", count=len(data))
            self._fault(path, "kind_one", kinds=_listed(kinds), found=found)
            return None
        [(key, fields)] = data.items()
        if key not in kinds:
            near = _nearest(key, kinds)
            self._fault((*path, str(key)), "kind_unknown", near=near, kinds=_listed(kinds))
            return None
        return self._build(kinds[key], fields, (*path, str(key)))

    def _build(self, kind: type[T], data: object, path: Path) -> T | None:
        required, _ = _fields(kind)
        if not isinstance(data, Mapping):
            if len(required) != 1 or data is None:
                if required:
                    self._fault(path, "wanted_keys", names=", ".join(required), found=given(data))
                else:
                    self._fault(path, "wanted_mapping", found=given(data))
                return None
            data = {required[0]: data}
        before = len(self.problems)
        self._check_keys(kind, data, path)
        known = {key: value for key, value in data.items() if key in _all_fields(kind)}
        if any(name not in known for name in required):
            return None
        built = self._construct(kind, known, path)
        return built if len(self.problems) == before else None

    def _construct(self, kind: type[T], values: Mapping[str, Any], path: Path) -> T | None:
        try:
            return kind(**values)
        except InvalidError as error:
            for problem in error.problems:
                self.problems.append(Problem((*path, *problem.path), problem.what))
            return None

    def _check_keys(self, kind: type, data: Mapping[Any, Any], path: Path) -> None:
        names = _all_fields(kind)
        for key in data:
            if key not in names:
                near = _nearest(key, names)
                self._fault((*path, str(key)), "key_unknown", near=near, names=_listed(names))
        for name in _fields(kind)[0]:
            if name not in data:
                self._fault((*path, name), "key_missing")

    def _fault(self, path: Path, code: str, /, **params: object) -> None:
        self.problems.append(Problem(path, phrase(code, **params)))


def _fields(kind: Any) -> tuple[list[str], list[str]]:
    """Return the names of the required and of the optional fields."""
    required: list[str] = []
    optional: list[str] = []
    for f in dataclasses.fields(kind):
        bare = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        (required if bare else optional).append(f.name)
    return required, optional


def _all_fields(kind: Any) -> list[str]:
    return [name for group in _fields(kind) for name in group]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _nearest(key: object, names: Iterable[str]) -> tuple[Phrase, ...]:
    near = difflib.get_close_matches(str(key), list(names), n=1, cutoff=0.5)
    return tuple(phrase("near", name=name) for name in near)
