"""Flows through a network: sources, hubs and destinations, arcs and hubs of limited capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from solvers.arguments import non_negative, number
from solvers.errors import SolverError
from solvers.mip import Engine, Mip

__all__ = ["Arc", "ArcFlow", "Transshipment", "best_transshipment"]

TOLERANCE = 1e-6  # of a quantity: sums of decimals


@dataclass(frozen=True, slots=True)
class Arc:
    """A one-way route: what a unit costs on it, in money, and the most that it carries, in units."""

    start: str
    end: str
    unit_cost: float
    capacity: float = inf


@dataclass(frozen=True, slots=True)
class ArcFlow:
    """What goes over an arc; ``reduced`` is what one unit more on it would change the cost by.

    It is 0 between 0 and the capacity, positive on an arc left empty; a negative one on a full arc is what one
    more unit of its capacity would save.
    """

    start: str
    end: str
    quantity: float
    unit_cost: float
    capacity: float
    reduced: float


@dataclass(frozen=True, slots=True)
class Transshipment:
    """The flows of least cost, what a unit is worth in each place, and the units that are not delivered.

    ``worth`` by place: what a unit there costs to have more of, against the sources that still hold some (or
    against the first source when all are used up). ``hub_worth``: what one more unit through a full hub saves.
    """

    flows: tuple[ArcFlow, ...]
    cost: float
    worth: tuple[tuple[str, float], ...]
    hub_worth: tuple[tuple[str, float], ...]


def best_transshipment(
    supply: Mapping[str, float],
    demand: Mapping[str, float],
    arcs: Sequence[Arc],
    hubs: Mapping[str, float] | None = None,
    *,
    engine: Engine = "highs",
) -> Transshipment:
    """Serve every demand at the least cost over the arcs.

    ``supply`` and ``demand`` in units by place, ``hubs`` the most that goes through a place (units); any other
    name on an arc is a place that passes on all it gets. Minimise Σ cost·x with, at each place, what comes in +
    supply used = what goes out + demand. Potentials are shortest distances over what may still change (Bellman
    and Ford). Raises SolverError for figures out of range, an unknown hub, and when capacities or supply do not
    suffice.

    Source: Orden (1956), The transhipment problem; Winston, section 7.6; Ahuja, Magnanti & Orlin, section 9.4.

    >>> arcs = [Arc("plant", "hub", 2), Arc("hub", "shop", 3, 40), Arc("plant", "shop", 9)]
    >>> found = best_transshipment({"plant": 100}, {"shop": 60}, arcs)
    >>> [(one.start, one.end, one.quantity, one.reduced) for one in found.flows]
    [('plant', 'hub', 40.0, 0.0), ('hub', 'shop', 40.0, -4.0), ('plant', 'shop', 20.0, 0.0)]
    >>> found.cost, dict(found.worth)["shop"]
    (380.0, 9.0)
    """
    places = list(dict.fromkeys([*supply, *(name for one in arcs for name in (one.start, one.end)), *demand]))
    limits = dict(hubs or {})
    for name in limits:
        if name not in places:
            raise SolverError("hubs", name, "known_name", words=", ".join(places)[:80])
    held = {name: non_negative(f"supply ({name})", figure) for name, figure in supply.items()}
    wanted = {name: non_negative(f"demand ({name})", figure) for name, figure in demand.items()}
    model = Mip()
    edges: list[tuple[tuple[str, str], tuple[str, str], float, float]] = []
    for one in arcs:
        cost = number(f"unit_cost ({one.start}, {one.end})", one.unit_cost)
        if one.capacity != inf:
            non_negative(f"capacity ({one.start}, {one.end})", one.capacity)
        edges.append(((one.start, "out"), (one.end, "in"), cost, one.capacity))
    # A place is an entrance and an exit; what goes through a hub is the arc between the two.
    edges += [((name, "in"), (name, "out"), 0.0, limits.get(name, inf)) for name in places]
    edges += [(("", "source"), (name, "in"), 0.0, figure) for name, figure in held.items()]
    edges += [((name, "out"), ("", "sink"), 0.0, figure) for name, figure in wanted.items()]
    if any(cost < 0 for *_, cost, capacity in edges if capacity == inf):
        raise SolverError("unit_cost", min(one.unit_cost for one in arcs), "non_negative")
    moved = [model.variable(cost, high=None if most == inf else most) for _, _, cost, most in edges]
    nodes = list(dict.fromkeys(node for start, end, _, _ in edges for node in (start, end)))
    for node in nodes:
        if node[0]:
            terms = {at: 1.0 for at, edge in zip(moved, edges, strict=True) if edge[1] == node}
            terms |= {at: -1.0 for at, edge in zip(moved, edges, strict=True) if edge[0] == node}
            model.require(terms, "==", 0.0)
    for at, (start, end, _, most) in zip(moved, edges, strict=True):
        if end == ("", "sink"):
            model.require({at: 1.0}, "==", wanted[start[0]] if most else 0.0)
    found = model.solve(engine=engine)
    if found.value is None:
        raise SolverError("demand", sorted(wanted), "met_within_limits")
    values = [max(round(float(value), 9), 0.0) for value in found.values]
    price = _potentials(nodes, edges, values)
    flows = []
    for one, (start, end, cost, most), value in zip(arcs, edges, values, strict=False):
        change = cost + price[start] - price[end]
        if 0 < value < most:
            change = 0.0
        flows.append(ArcFlow(one.start, one.end, value, cost, most, _tidy(change)))
    return Transshipment(
        tuple(flows),
        float(sum(one.quantity * one.unit_cost for one in flows)),
        tuple((name, _tidy(price[name, "out"])) for name in places),
        tuple((name, _tidy(price[name, "out"] - price[name, "in"])) for name in limits),
    )


Node = tuple[str, str]


def _potentials(
    nodes: Sequence[Node], edges: Sequence[tuple[Node, Node, float, float]], values: Sequence[float]
) -> dict[Node, float]:
    """Shortest distances over what may still change: the most potentials that prove the plan best."""
    residual = []
    for (start, end, cost, most), value in zip(edges, values, strict=True):
        if end == ("", "sink"):
            continue
        if value < most - TOLERANCE:
            residual.append((start, end, cost))
        if value > TOLERANCE:
            residual.append((end, start, -cost))
    price = dict.fromkeys(nodes, inf)
    price["", "source"] = 0.0
    if not any(start == ("", "source") for start, _, _ in residual):
        price["", "source"] = inf
    for anchor in [("", "source"), *(edge[1] for edge in edges if edge[0] == ("", "source")), *nodes]:
        if price[anchor] == inf:
            price[anchor] = 0.0
        for _ in nodes:
            changed = False
            for start, end, cost in residual:
                if price[start] + cost < price[end] - 1e-9:
                    price[end] = price[start] + cost
                    changed = True
            if not changed:
                break
    return price


def _tidy(figure: float) -> float:
    return round(figure, 9) + 0.0
