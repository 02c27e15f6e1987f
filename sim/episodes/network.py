"""A network lived step by step, one or several of its stocks decided by a person, the others by their rules.

A step is `periods` periods of the network. It is decided in the last of them, once customers have been served and
before goods leave; what comes after, up to the decisions of the next step, is told then. See `sim.network` for
what happens in a period.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Self

from sim.checks import Check, InvalidError, Path, Problem
from sim.episodes.base import FIGURE, LONGEST, TABLE, Decision, Record, built, figure, rows, several
from sim.episodes.network_news import moved, notices, ordered, stop_news, stops
from sim.ledger import Ledger, Movement
from sim.network.draws import draw
from sim.network.indicators import NAMES, of_tally
from sim.network.model import NetworkRun
from sim.network.reading import read_world
from sim.network.replenishment import Asked, Replenishment, Rule
from sim.network.running_tally import RunningTally
from sim.network.soundness import checked, rules
from sim.network.tally import tally
from sim.network.topology import Key, Topology, topology
from sim.network.world import World
from sim.words import given, phrase

ALL, OWN = "all", "own"
MOST = 10**9  # units of one order
LARGEST_WORK = 50_000  # stock-periods: an episode is replayed at every step
LEFT_OUT = frozenset({"turnover", "stock_out_days"})  # infinite without stock; told by its rate
# What a rate is worth before the first period is over; any other figure is 0.
ONE_AT_FIRST = frozenset({"fill_rate", "worst_fill_rate", "cycle_service_level", "bullwhip"})


@dataclass(frozen=True)
class Decided:
    """A stock that a person decides, or all those of a site (`item` None)."""

    site: str
    item: str | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("site")
        if self.item is not None:
            check.text("item")
        check.done()


@dataclass(frozen=True)
class NetworkEpisode:
    """A network world over `steps` steps of `periods` periods, the stocks of `decide` decided by a person.

    `network` is the world, its horizon being that of the episode, without a warm-up. `sees`: `all` the stocks, or
    the player's `own` only. A disruption whose time is known is told `notice` steps before it begins, any other
    when it begins.
    """

    KEY: ClassVar[str] = "network"
    ACTIONS: ClassVar[Mapping[str, str]] = {"order": FIGURE, "orders": TABLE}
    TABLES: ClassVar[Mapping[str, str]] = {"orders": "stocks"}
    INDICATORS: ClassVar[tuple[str, ...]] = (
        "total_cost", "own_cost", *(name for name in NAMES if name != "total_cost" and name not in LEFT_OUT),
    )  # fmt: skip
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "steps": 8, "periods": 5, "decide": [{"site": "depot"}, {"site": "shop"}], "notice": 1,
        "network": {
            "week": 5,
            "items": [{"name": "A", "unit_cost": 12}],
            "sources": [{"name": "north"}],
            "sites": [{"name": "depot"}, {"name": "shop"}, {"name": "web"}],
            "lanes": [
                {"from": "north", "to": "depot", "lead_time": {"constant": 5}, "order_cost": 80, "multiple": 10},
                {"from": "depot", "to": "shop", "lead_time": {"constant": 2}, "truck": {"capacity": 60, "cost": 35}},
                {"from": "depot", "to": "web", "lead_time": {"constant": 1}},
            ],
            "stocks": [
                {"site": "depot", "item": "A", "initial": 300, "holding": 0.02},
                {"site": "shop", "item": "A", "initial": 120, "holding": 0.03},
                {"site": "web", "item": "A", "initial": 40, "holding": 0.03},
            ],
            "demands": [
                {"site": "shop", "item": "A", "demand": {"poisson": 25}, "backorder": 1.5},
                {"site": "web", "item": "A", "demand": {"poisson": 15}, "shortage": "lost", "lost": 4},
            ],
            "disruptions": [{"source": "north", "start": 15, "length": 5}],
            "policy": {"replenish": [{"site": "web", "base_stock": {"S": 45}}]},
        },
    }  # fmt: skip

    steps: int
    network: World
    decide: tuple[Decided, ...]
    periods: int = 1
    sees: str = ALL
    notice: int = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.number("steps", least=1, most=LONGEST, whole=True)
        check.number("periods", least=1, most=LONGEST, whole=True)
        check.choice("sees", (ALL, OWN))
        check.number("notice", least=0, most=LONGEST, whole=True)
        check.done()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data, as EXAMPLE; raises InvalidError with every fault."""
        parts = dict(data)
        problems: list[Problem] = []
        if "decide" in parts:
            try:
                parts["decide"] = several(Decided, parts["decide"], "decide")
            except InvalidError as error:
                problems += error.problems
                parts["decide"] = ()
        world = None
        if "network" in parts:
            try:
                world = _world(parts["network"], _length(parts))
            except InvalidError as error:
                problems += _under(("network",), error.problems)
        try:
            found = built(cls, {**parts, "network": world} if "network" in parts else parts)
        except InvalidError as error:
            raise InvalidError([*problems, *error.problems]) from None
        if problems or world is None:
            raise InvalidError(problems)
        return replace(found, network=_asking(world, found.decide, found.periods))

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The stocks decided, (site, item), in the order of the world's list."""
        return _chosen(self.network, self.decide)

    @cached_property
    def own_sites(self) -> tuple[str, ...]:
        """The sites of the stocks decided, each once."""
        return tuple(dict.fromkeys(site for site, _ in self.keys))

    @cached_property
    def names(self) -> Mapping[Key, str]:
        """How a table calls each stock: by its site when there is one item, by its item when there is one site."""
        keys = [(stock.site, stock.item) for stock in self.network.stocks]
        if len({item for _, item in keys}) == 1:
            return {key: key[0] for key in keys}
        if len({site for site, _ in keys}) == 1:
            return {key: key[1] for key in keys}
        return {key: f"{key[0]}:{key[1]}" for key in keys}

    @property
    def places(self) -> frozenset[str]:
        """The sites of the stocks that the player sees, their items when there are several, the places that stop."""
        seen = self.keys if self.sees == OWN else tuple(self.names)
        items = (
            {item for _, item in seen} if len({stock.item for stock in self.network.stocks}) > 1 else set()
        )
        stops = {part for one in self.network.disruptions for part in one.source.split(">")}
        return frozenset({site for site, _ in seen} | items | stops)

    def start(self, seed: int, label: str) -> NetworkPlay:
        """Begin a run; its draws are those of a run of the network under the label `LABEL/episode/network`."""
        return NetworkPlay(self, seed, f"{label}/episode/{self.KEY}")


class NetworkPlay:
    """A run of the network under way."""

    def __init__(self, scenario: NetworkEpisode, seed: int, label: str) -> None:
        self._scenario = scenario
        world = scenario.network
        draws, graph = draw(world, seed, label, 0), topology(world)
        self._run = NetworkRun(world, draws, {"model": "network", "seed": seed, "label": label})
        self._tally = RunningTally(world, graph)
        places = [one.source for one in world.disruptions]
        every = stops(
            places,
            draws.down.tolist(),
            [one.start is not None for one in world.disruptions],
            scenario.periods,
            scenario.notice,
        )
        seen = set(places) if scenario.sees == ALL else _near(world, graph, scenario.keys)
        self._stops = [one for one in every if one.source in seen]
        self._own_names = {key: scenario.names[key] for key in scenario.keys}
        self._told = 0  # rows of the ledger already told
        self._asked = dict.fromkeys(graph.keys, 0)  # units asked of each stock up to the decisions before
        self._since = dict.fromkeys(graph.keys, 0)  # and since
        self.step = 1
        self.events: list[Record] = []
        self._open(self._advance(), {})

    @property
    def done(self) -> bool:
        """True once every step has been decided."""
        return self.step > self._scenario.steps

    def state(self) -> Record:
        """Levels of the stocks that the player sees, deliveries on their way, stops told, costs so far.

        `backorders` are what customers, other sites and the site's own production wait for, `asked` what they have
        asked since the decisions before; figures outside the tables are sums over the stocks decided. `cost` is
        that of the periods that are over and of the sites that the player sees.
        """
        scenario = self._scenario
        levels = {key: self._levels(key) for key in scenario.names}
        names = ("on_hand", "backorders", "on_order", "position", "asked")
        state: Record = {"step": self.step}
        state |= {name: sum(levels[key][name] for key in scenario.keys) for name in names}
        state["cost"] = self._cost()
        state["stocks"] = [{"row": name, **levels[key]} for key, name in self._own_names.items()]
        if scenario.sees == ALL:
            state["others"] = [
                {"row": name, **levels[key]}
                for key, name in scenario.names.items()
                if key not in self._own_names
            ]
        state["due"] = self._due()
        state["notices"] = notices(self._stops, self.step)
        return state

    def play(self, decision: Decision) -> list[Record]:
        """Order, and go on to the next decisions; return what happened.

        `orders` gives the units of each stock by its row, `order` those of every stock that it does not name.
        """
        first, end = len(self.events), self.step * self._scenario.periods
        table, each = rows(decision, "orders"), figure(decision, "order")
        wished = {key: _units(table.get(name, each)) for key, name in self._own_names.items()}
        requested = dict(self._tally.requested)
        for key in self._asked:
            self._asked[key] = self._tally.demanded[key] + requested[key]
        self._run.decide(wished)
        fresh = self._advance()
        count = next((at for at, row in enumerate(fresh) if row[0] >= end), len(fresh))
        self._tally.take(fresh[:count], end)
        self.events += ordered(self.step, fresh[:count], self._own_names, wished)
        self.events += moved(self.step, fresh[:count], self._own_names)
        levels = [self._tally.levels(key) for key in self._own_names]
        on_hand = sum(one.on_hand for one in levels)
        backorders = sum(one.backorders + one.owed for one in levels)
        self._tell("close", on_hand=on_hand, backorders=backorders, cost=self._cost())
        self.step += 1
        if not self.done:
            self._open(fresh[count:], requested)
        return self.events[first:]

    def indicators(self) -> dict[str, float]:
        """The network's figures over the periods that are over, and `own_cost`: of the sites decided.

        The bullwhip ratio is of the orders and the demand of each step.
        """
        closed = self._closed
        names = [name for name in self._scenario.INDICATORS if name != "own_cost"]
        if not closed:
            return {**{name: float(name in ONE_AT_FIRST) for name in names}, "own_cost": 0.0}
        world = replace(self._scenario.network, horizon=closed)
        ledger = Ledger(self._run.ledger.header, Movement)
        for row in self._run.ledger.raw():
            if row[0] < closed:
                ledger.append(row)
        counted = tally(world, ledger)
        for series in (
            *counted.demand_by_period,
            *(one.ordered_by_period for one in counted.points),
            *(one.asked_by_period for one in counted.points),
        ):
            series[:] = _by_step(series, self._scenario.periods)  # orders and demand vary from step to step
        found = of_tally(world, counted)
        own = self._tally.cost_of(self._scenario.own_sites)
        return {**{name: float(getattr(found, name)) for name in names}, "own_cost": own}

    # -- a step -------------------------------------------------------------------------------------
    @property
    def _closed(self) -> int:
        """The number of periods that are over."""
        return self._scenario.network.horizon if self._run.done else self._run.period

    def _advance(self) -> list[tuple[Any, ...]]:
        """Go on to the next decisions; return the new rows of the ledger."""
        self._run.advance_to_review()
        fresh = self._run.ledger.raw()[self._told :]
        self._told += len(fresh)
        return fresh

    def _open(self, fresh: Sequence[tuple[Any, ...]], requested: Mapping[Key, int]) -> None:
        """Count what happened since the close of the step before, and tell it as the news of the step to decide."""
        self._tally.take(fresh, self._closed)
        self.events += stop_news(self._stops, self.step)
        self.events += moved(self.step, fresh, self._own_names)
        for key, name in self._own_names.items():
            quantity = self._tally.requested[key] - requested.get(key, 0)
            if quantity:
                self._tell("request", row=name, quantity=quantity)
        for key, before in self._asked.items():
            self._since[key] = self._tally.demanded[key] + self._tally.requested[key] - before

    def _tell(self, kind: str, **more: Any) -> None:
        self.events.append({"step": self.step, "kind": kind, **more})

    def _cost(self) -> float:
        every = self._scenario.sees == ALL
        return self._tally.total if every else self._tally.cost_of(self._scenario.own_sites)

    def _levels(self, key: Key) -> dict[str, int]:
        point = self._run.point(*key)
        return {
            "asked": self._since[key],
            "on_hand": point.on_hand,
            "backorders": point.backorders + point.owed,
            "on_order": point.on_order,
            "position": point.inventory_position,
        }

    def _due(self) -> list[Record]:
        """List what comes to the stocks decided, by stock and step; `step` is None for what nobody has shipped yet."""
        under_way = self._run.under_way()
        found: list[Record] = []
        for key, name in self._own_names.items():
            by_step: dict[int | None, int] = {}
            for period, quantity in under_way[key]:
                step = None if period is None else period // self._scenario.periods + 1
                by_step[step] = by_step.get(step, 0) + quantity
            for step in sorted(by_step, key=lambda step: math.inf if step is None else step):
                found.append({"row": name, "step": step, "quantity": by_step[step]})
        return found


def _units(value: float) -> int:
    return 0 if math.isnan(value) else int(min(value, MOST))


def _by_step(series: Sequence[int], periods: int) -> list[int]:
    return [sum(series[at : at + periods]) for at in range(0, len(series), periods)]


def _near(world: World, graph: Topology, keys: Sequence[Key]) -> set[str]:
    """Return the places whose stop a player sees: the sites decided, the lanes to them and where these start."""
    found: set[str] = set()
    for site, item in keys:
        found.add(site)
        for lane in graph.lanes_of[graph.place[site, item]]:
            origin = world.lanes[lane].origin
            found |= {origin, f"{origin}>{site}"}
    return found


# -- reading -----------------------------------------------------------------------------------------------
def _length(parts: Mapping[str, Any]) -> int:
    """Return the periods of an episode; 1 where its figures will not do, which is told of them."""
    counts = (parts.get("steps"), parts.get("periods", 1))
    sound = all(isinstance(one, int) and not isinstance(one, bool) and 0 < one <= LONGEST for one in counts)
    return math.prod(one for one in counts if isinstance(one, int)) if sound else 1


def _world(data: object, horizon: int) -> World:
    if not isinstance(data, Mapping):
        raise InvalidError([Problem((), phrase("wanted_mapping", found=given(data)))])
    world = read_world({**data, "horizon": horizon, "warm_up": 0})
    work = world.horizon * len(world.stocks)
    if work > LARGEST_WORK:
        raise InvalidError([Problem((), phrase("network_large", work=work, limit=LARGEST_WORK))])
    return world


def _under(path: Path, problems: Sequence[Problem]) -> list[Problem]:
    return [Problem((*path, *one.path), one.what) for one in problems]


def _chosen(world: World, decide: Sequence[Decided]) -> tuple[Key, ...]:
    """Return the stocks decided, in the order of the world's; raises InvalidError for one that does not exist."""
    keys = [(stock.site, stock.item) for stock in world.stocks]
    wanted: set[Key] = set()
    problems: list[Problem] = []
    if not decide:
        problems.append(Problem(("decide",), phrase("network_empty")))
    for at, one in enumerate(decide):
        found = {key for key in keys if key[0] == one.site and one.item in (None, key[1])}
        if not found:
            what = phrase("stock_missing", site=one.site, item=one.item or "*")
            problems.append(Problem(("decide", at), what))
        wanted |= found
    if problems:
        raise InvalidError(problems)
    return tuple(key for key in keys if key in wanted)


def _asking(world: World, decide: Sequence[Decided], periods: int) -> World:
    """Return the world with the rule `asked` for the stocks decided; raises InvalidError where a rule is missing."""
    keys = _chosen(world, decide)
    policy = world.policy or Replenishment(())
    kept = tuple(one for one in policy.replenish if (one.site, one.item) not in keys)
    asked = tuple(Rule(site, Asked(periods), item) for site, item in keys)
    try:
        asking = checked(replace(world, policy=replace(policy, replenish=(*kept, *asked))))
        rules(asking)
    except InvalidError as error:
        raise InvalidError(_under(("network",), error.problems)) from None
    return asking
