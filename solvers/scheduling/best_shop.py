"""The best schedule of a workshop: job shop and flexible job shop, with setups and hours, and a proven bound."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import inf

from solvers.cp import EFFORT, Programme
from solvers.errors import SolverError
from solvers.scheduling.shop import Placed, Shop, checked_shop
from solvers.scheduling.shop_dispatching import SHOP_RULES, dispatch_shop
from solvers.scheduling.shop_timing import merged, shop_timed
from solvers.whole_times import whole_parts

__all__ = ["AIMS", "MOST_OPERATIONS", "BestShop", "ShopValue", "best_shop", "best_shop_value", "shop_value"]

MOST_OPERATIONS = 300
AIMS = ("makespan", "total_tardiness", "weighted_tardiness", "max_tardiness", "total_flow_time")
NEAR = 1e-6
Key = tuple[int, int]  # an order and one of its operations, by their places


@dataclass(frozen=True, slots=True)
class BestShop:
    """A schedule, its value, the bound that none can pass, and the share of the value that may still be gained."""

    operations: tuple[Placed, ...]
    value: float
    bound: float
    proven: bool
    gap: float


@dataclass(frozen=True, slots=True)
class ShopValue:
    """The value that a search with several workers reached and its bound; no schedule."""

    value: float
    bound: float
    proven: bool
    gap: float


@dataclass(frozen=True, slots=True)
class _Model:
    programme: Programme
    starts: dict[Key, int]
    chosen: dict[tuple[Key, str], int]
    parts: int  # of a unit of time
    scale: int  # of the value


def best_shop(shop: Shop, minimise: str = "makespan", effort: float = EFFORT) -> BestShop:
    """Schedule a workshop at best, for 300 operations at most: the same schedule on every run.

    Aims: ``makespan``, ``total_tardiness`` Σ max(C − d, 0), ``weighted_tardiness`` Σ w·max(C − d, 0),
    ``max_tardiness``, ``total_flow_time`` Σ (C − r), in the unit of the times. An operation is never split; it
    lies within one stretch of its machine's hours. The search takes ``effort`` units of deterministic time at
    most (about as many seconds); stopped, it gives the best schedule found and how far it may be from the best.

    Raises SolverError for figures out of range, times that are no whole parts of their unit, an unknown aim,
    and orders that their machines' hours cannot hold.

    Intervals on machines that must not overlap, the choice of a machine, tours of the operations of a machine
    where changes take time; from the best schedule that dispatching gives.

    Source: Laborie, Rogerie, Shaw & Vilím (2018) for intervals; Pinedo, Scheduling, chapter 7.

    >>> from solvers.scheduling.shop import job_shop
    >>> routes = {"A": [("saw", 3), ("drill", 3)], "B": [("drill", 2), ("saw", 2)], "C": [("saw", 1), ("drill", 1)]}
    >>> found = best_shop(job_shop(routes))
    >>> found.value, found.proven
    (7.0, True)
    """
    model = _model(shop, minimise)
    found = model.programme.solve(effort)
    if found.value is None or found.bound is None:
        raise SolverError("open_hours", len(shop.open_hours), "hours_enough")
    machines: dict[Key, str] = {
        key: machine for (key, machine), at in model.chosen.items() if found.values[at]
    }
    raw = [_as_found(shop, key, machines[key], found.values[at], model) for key, at in model.starts.items()]
    raw.sort(key=lambda one: (one.start, one.end, one.operation))
    # What does not count for the aim may stand anywhere: push it all to the left, and keep what is no worse.
    operations = shop_timed(shop, [(one.order, one.machine) for one in raw])
    value = shop_value(shop, operations, minimise)
    if value > found.value / model.scale + NEAR:
        operations = tuple(raw)
        value = shop_value(shop, operations, minimise)
    bound = min(found.bound / model.scale, value)
    proven = found.status == "optimal"
    return BestShop(
        operations, value, value if proven else bound, proven, 0.0 if proven else _gap(value, bound)
    )


def best_shop_value(
    shop: Shop, minimise: str = "makespan", seconds: float = 10.0, workers: int = 4
) -> ShopValue:
    """The best value found and the bound proven by several workers in so many seconds; no schedule.

    Aims and errors as ``best_shop``. Several workers go further in the same time, but end on another schedule
    each time: what they give is a figure to hold others against, never a plan.

    Source: as ``best_shop``.

    >>> from solvers.scheduling.shop import job_shop
    >>> best_shop_value(job_shop({"A": [("saw", 3), ("drill", 3)], "B": [("drill", 2), ("saw", 2)]})).value
    6.0
    """
    model = _model(shop, minimise)
    found = model.programme.value_and_bound(seconds, workers)
    if found.value is None:
        raise SolverError("open_hours", len(shop.open_hours), "hours_enough")
    value, bound = found.value / model.scale, found.bound / model.scale
    return ShopValue(value, bound, found.proven, _gap(value, bound))


def shop_value(shop: Shop, operations: tuple[Placed, ...], minimise: str = "makespan") -> float:
    """The value of an aim for a schedule, in the unit of the times.

    Raises SolverError for an unknown aim.

    Source: Pinedo, Scheduling, section 2.1.

    >>> from solvers.scheduling.shop import job_shop
    >>> shop_value(job_shop({"A": [("saw", 2)]}), (Placed("A", 1, "saw", 1.0, 3.0),))
    3.0
    """
    ends: dict[str, float] = defaultdict(float)
    for one in operations:
        ends[one.order] = max(ends[one.order], one.end)
    late = {job.order: max(ends[job.order] - job.due, 0.0) for job in shop.jobs}
    if minimise == "makespan":
        return float(max(ends.values(), default=0.0))
    if minimise == "total_tardiness":
        return float(sum(late.values()))
    if minimise == "weighted_tardiness":
        return float(sum(job.weight * late[job.order] for job in shop.jobs))
    if minimise == "max_tardiness":
        return float(max(late.values(), default=0.0))
    if minimise == "total_flow_time":
        return float(sum(ends[job.order] - job.release for job in shop.jobs))
    raise SolverError("minimise", minimise, "one_of", words=", ".join(AIMS))


def _as_found(shop: Shop, key: Key, machine: str, start: int, model: _Model) -> Placed:
    job = shop.jobs[key[0]]
    begin = start / model.parts
    return Placed(job.order, key[1] + 1, machine, begin, begin + dict(job.operations[key[1]].times)[machine])


def _gap(value: float, bound: float) -> float:
    return max(value - bound, 0.0) / max(abs(value), 1e-9)


def _by_rules(shop: Shop, minimise: str) -> tuple[Placed, ...] | None:
    """The best of the dispatching schedules; none where the hours are too short for every rule."""
    found: list[tuple[Placed, ...]] = []
    for rule in SHOP_RULES:
        try:
            found.append(dispatch_shop(shop, rule))
        except SolverError:  # the hours ran out for this rule; the search may still find a way
            continue
    return min(found, key=lambda one: shop_value(shop, one, minimise), default=None)


def _model(shop: Shop, minimise: str) -> _Model:
    checked_shop(shop, MOST_OPERATIONS)
    if minimise not in AIMS:
        raise SolverError("minimise", minimise, "one_of", words=", ".join(AIMS))
    figures = [time for job in shop.jobs for one in job.operations for _, time in one.times]
    figures += [job.release for job in shop.jobs] + [one.time for one in shop.setups]
    figures += [job.due for job in shop.jobs if job.due != inf]
    hours = merged(shop.open_hours)
    figures += [end for mine in hours.values() for stretch in mine for end in stretch]
    parts = whole_parts("times", figures)
    first = _by_rules(shop, minimise)
    horizon = _horizon(shop, first, minimise, parts)

    programme = Programme()
    starts: dict[Key, int] = {}
    chosen: dict[tuple[Key, str], int] = {}
    ends: list[int] = []  # variables: the end of each order
    on: dict[str, list[tuple[Key, int, int, int]]] = defaultdict(list)  # operation, size, present, interval
    for at, job in enumerate(shop.jobs):
        last: dict[int, int] = {}
        for turn, operation in enumerate(job.operations):
            key = (at, turn)
            starts[key] = start = programme.whole(round(job.release * parts), horizon)
            length = programme.whole(0, round(max(time for _, time in operation.times) * parts))
            for machine, time in operation.times:
                size = round(time * parts)
                present = programme.binary()
                mine = start
                if machine in hours:
                    ranges = [
                        (round(begin * parts), round(end * parts) - size)
                        for begin, end in hours[machine]
                        if round(end * parts) - size >= round(begin * parts)
                    ]
                    if not ranges:
                        programme.require({present: 1}, "==", 0)
                        chosen[key, machine] = present
                        continue
                    mine = programme.among(ranges)
                    programme.require({start: 1, mine: -1}, "==", 0, when=present)
                programme.require({length: 1}, "==", size, when=present)
                chosen[key, machine] = present
                on[machine].append((key, size, present, programme.interval(mine, size, present)))
            programme.exactly_one([chosen[key, machine] for machine, _ in operation.times])
            if turn:
                programme.require({start: 1, starts[at, turn - 1]: -1, last[turn - 1]: -1}, ">=", 0)
            last[turn] = length
        end = programme.whole(0, horizon)
        if job.operations:
            turn = len(job.operations) - 1
            programme.require({end: 1, starts[at, turn]: -1, last[turn]: -1}, "==", 0)
        else:
            programme.require({end: 1}, "==", round(job.release * parts))
        ends.append(end)
    for machine, made in on.items():
        programme.no_overlap([interval for *_, interval in made])
        _changes(programme, shop, machine, made, starts, parts)
    scale = _aim(programme, shop, minimise, ends, horizon, parts)
    if first is not None:
        _hint(programme, shop, first, starts, chosen, parts)
    return _Model(programme, starts, chosen, parts, scale)


def _horizon(shop: Shop, first: tuple[Placed, ...] | None, minimise: str, parts: int) -> int:
    """A time by which some best schedule is over."""
    if first is not None and minimise == "makespan":
        return round(shop_value(shop, first) * parts)
    most = max((job.release for job in shop.jobs), default=0.0)
    work = sum(max(time for _, time in one.times) for job in shop.jobs for one in job.operations)
    change = max((one.time for one in shop.setups), default=0.0)
    count = sum(len(job.operations) for job in shop.jobs)
    # One after the other fits behind the last closure, wherever hours leave a machine closed between.
    closing = max((one.end for one in shop.open_hours), default=0.0)
    return round((max(most, closing) + work + change * count) * parts)


def _changes(
    programme: Programme,
    shop: Shop,
    machine: str,
    made: list[tuple[Key, int, int, int]],
    starts: dict[Key, int],
    parts: int,
) -> None:
    """One tour of a machine's operations, each change of family with its time; nothing where none takes any."""

    def family(key: Key) -> str:
        return shop.jobs[key[0]].operations[key[1]].family

    setups = {
        (before, after): round(shop.setup(machine, before, after) * parts)
        for before in {family(key) for key, *_ in made}
        for after in {family(key) for key, *_ in made}
    }
    if not any(setups.values()):
        return
    arcs: list[tuple[int, int, int]] = []
    for at, (key, size, present, _) in enumerate(made, 1):
        absent = programme.binary()
        programme.require({absent: 1, present: 1}, "==", 1)
        arcs += [(0, at, programme.binary()), (at, 0, programme.binary()), (at, at, absent)]
        for other, (following, *_) in enumerate(made, 1):
            if other != at:
                chosen = programme.binary()
                arcs.append((at, other, chosen))
                gap = size + setups[family(key), family(following)]
                programme.require({starts[following]: 1, starts[key]: -1}, ">=", gap, when=chosen)
    arcs.append((0, 0, programme.binary()))  # a machine that makes nothing
    programme.tour(arcs)


def _aim(programme: Programme, shop: Shop, minimise: str, ends: list[int], horizon: int, parts: int) -> int:
    """Set the objective; what its whole figure is divided by."""
    if minimise == "makespan":
        programme.minimise({programme.greatest(ends, horizon): 1})
        return parts
    if minimise == "total_flow_time":
        flows = []
        for job, end in zip(shop.jobs, ends, strict=True):
            flow = programme.whole(0, horizon)
            programme.require({flow: 1, end: -1}, "==", -round(job.release * parts))
            flows.append(flow)
        programme.minimise(dict.fromkeys(flows, 1))
        return parts
    late: list[tuple[int, float]] = []
    for job, end in zip(shop.jobs, ends, strict=True):
        if job.due != inf:
            tardiness = programme.whole(0, horizon)
            programme.require({tardiness: 1, end: -1}, ">=", -round(job.due * parts))
            late.append((tardiness, job.weight))
    if minimise == "max_tardiness":
        programme.minimise({programme.greatest([one for one, _ in late], horizon): 1} if late else {})
        return parts
    weights = whole_parts("weight", [weight for _, weight in late]) if minimise == "weighted_tardiness" else 0
    programme.minimise({one: round(weight * weights) if weights else 1 for one, weight in late})
    return parts * (weights or 1)


def _hint(
    programme: Programme,
    shop: Shop,
    first: tuple[Placed, ...],
    starts: dict[Key, int],
    chosen: dict[tuple[Key, str], int],
    parts: int,
) -> None:
    places = {job.order: at for at, job in enumerate(shop.jobs)}
    for one in first:
        key = (places[one.order], one.operation - 1)
        programme.hint(starts[key], round(one.start * parts))
        for machine, _ in shop.jobs[key[0]].operations[key[1]].times:
            programme.hint(chosen[key, machine], int(machine == one.machine))
