"""The best ways out for goods that share hours of work: a whole-number programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, whole
from solvers.errors import SolverError
from solvers.mip import Mip
from solvers.returns.disposition import Option, Returned, checked_options, net_value, permits

__all__ = ["Part", "Plan", "best_dispositions"]

MOST_CHOICES = 400


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of an item sent one way, and what they bring, net, in money."""

    item: str
    disposition: str
    quantity: int
    net: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts, what they bring in all, hours used by resource, the bound on any plan, whether it is proven best."""

    parts: tuple[Part, ...]
    net: float
    hours: dict[str, float]
    bound: float | None
    proven: bool


def best_dispositions(
    goods: Sequence[Returned], options: Sequence[Option], capacities: Mapping[str, float] | None = None
) -> Plan:
    """Send each unit the way that brings the most in all, within the hours of each resource.

    ``goods`` with whole quantities, items named once; ``capacities`` hours by resource (a resource left out has no
    limit). Every unit must go some way. SolverError for an item without a permitted way, capacities too short for
    any plan, figures out of range.

    max Σ net·x, Σ over ways x = quantity of the item, Σ hours·x ≤ capacity, x whole.

    Source: definition of the problem; solved through :mod:`solvers.mip`.

    >>> ways = [Option("repair", 0.6, cost=10, uses={"bench": 1}), Option("recycle", cost=1)]
    >>> plan = best_dispositions([Returned("tv", 3, 200), Returned("radio", 4, 60)], ways, {"bench": 5})
    >>> [(one.item, one.disposition, one.quantity) for one in plan.parts], plan.net
    ([('tv', 'repair', 3), ('radio', 'repair', 2), ('radio', 'recycle', 2)], 380.0)
    """
    checked_options(options)
    names = [one.item for one in goods]
    if not names or len(set(names)) < len(names):
        raise SolverError("goods", names, "distinct_names")
    limits = {name: non_negative(f"capacities.{name}", hours) for name, hours in (capacities or {}).items()}
    model = Mip(maximise=True)
    chosen: list[tuple[Returned, Option, float, int]] = []
    for one in goods:
        count = whole(f"quantity of {one.item}", one.quantity)
        non_negative(f"quantity of {one.item}", count)
        ways = [option for option in options if permits(option, one)]
        if not ways:
            raise SolverError(
                "options", [option.disposition for option in options], "a_way_for", name=one.item
            )
        first = len(chosen)
        for option in ways:
            net = net_value(option, one)
            chosen.append((one, option, net, model.variable(net, high=float(count), whole=True)))
        model.require({at: 1.0 for _, _, _, at in chosen[first:]}, "==", float(count))
    if len(chosen) > MOST_CHOICES:
        raise SolverError("goods", len(goods), "choices_within", limit=MOST_CHOICES)
    for name, hours in limits.items():
        terms = {at: option.uses[name] for _, option, _, at in chosen if option.uses.get(name)}
        if terms:
            model.require(terms, "<=", hours)
    found = model.solve()
    if found.value is None:
        raise SolverError("capacities", limits, "not_in_capacity")
    parts = tuple(
        Part(one.item, option.disposition, int(found.values[at]), net * found.values[at])
        for one, option, net, at in chosen
        if found.values[at]
    )
    used: dict[str, float] = {}
    for _, option, _, at in chosen:
        for name, each in option.uses.items():
            used[name] = used.get(name, 0.0) + each * found.values[at]
    return Plan(parts, found.value, used, found.bound, found.status == "optimal")
