"""One round through given places: nearest neighbour, 2-opt and or-opt moves, and the best of a few places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from solvers.errors import SolverError
from solvers.routing.rounds import Network

__all__ = ["MAX_EXACT", "Tour", "TourStep", "best_tour", "nearest_neighbour", "two_opt"]

MAX_EXACT = 13


@dataclass(frozen=True, slots=True)
class TourStep:
    """What a step did: ``nearest`` (went to ``first``), ``reversed`` or ``moved`` (``first`` to ``last``), the km.

    ``km`` is the leg driven by ``nearest``, and what a move saves otherwise.
    """

    action: str
    first: str
    last: str
    km: float


@dataclass(frozen=True, slots=True)
class Tour:
    """A closed round: the stops in their order, its kilometres, and the steps that made it."""

    stops: tuple[str, ...]
    km: float
    steps: tuple[TourStep, ...] = ()


def _length(of: Network, order: Sequence[int]) -> float:
    around = [0, *order, 0]
    return float(sum(of.km[one][other] for one, other in pairwise(around)))


def _places(of: Network, stops: Sequence[str] | None) -> list[int]:
    if stops is None:
        return list(range(1, len(of.places)))
    at = {name: place for place, name in enumerate(of.places)}
    for name in stops:
        if name not in at or name == of.depot:
            raise SolverError("stops", name, "known_name", words=", ".join(of.places[1:])[:80])
    if len(set(stops)) < len(stops):
        raise SolverError("stops", list(stops), "distinct_names")
    return [at[name] for name in stops]


def nearest_neighbour(of: Network, stops: Sequence[str] | None = None) -> Tour:
    """Go each time to the nearest stop not yet visited, the first of equals, then back to the depot.

    ``stops``: those to visit, all unless given. Kilometres. Raises SolverError for an unknown stop.

    Source: Rosenkrantz, Stearns & Lewis (1977).

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B", "C"], {("D", "A"): 10, ("D", "B"): 4, ("D", "C"): 9, ("A", "B"): 7,
    ...     ("A", "C"): 3, ("B", "C"): 6})
    >>> found = nearest_neighbour(ways)
    >>> found.stops, found.km
    (('B', 'C', 'A'), 23.0)
    """
    left, here, order = _places(of, stops), 0, list[int]()
    steps = []
    while left:
        there = min(left, key=lambda place: of.km[here][place])
        left.remove(there)
        order.append(there)
        steps.append(TourStep("nearest", of.places[there], of.places[there], of.km[here][there]))
        here = there
    return Tour(tuple(of.places[at] for at in order), _length(of, order), tuple(steps))


def two_opt(of: Network, stops: Sequence[str], *, moves: bool = True) -> Tour:
    """Better a round, each time by the reversal of a part that saves most, and with ``moves`` by moving a stop.

    ``stops`` in their first order; kilometres may differ by direction. Ends when no step saves. Raises
    SolverError for an unknown stop.

    Source: Croes (1958), A method for solving traveling-salesman problems; Or (1976) for the moves.

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B", "C"], {("D", "A"): 10, ("D", "B"): 4, ("D", "C"): 9, ("A", "B"): 7,
    ...     ("A", "C"): 3, ("B", "C"): 6})
    >>> found = two_opt(ways, ["B", "C", "A"])
    >>> found.stops, found.km, [(one.action, one.km) for one in found.steps]
    (('B', 'C', 'A'), 23.0, [])
    """
    order = _places(of, stops)
    steps: list[TourStep] = []
    km = _length(of, order)
    while True:
        best, kept, told = km - 1e-9, order, TourStep("", "", "", 0.0)
        for i in range(len(order)):
            for j in range(i + 1, len(order)):
                other = order[:i] + order[i : j + 1][::-1] + order[j + 1 :]
                value = _length(of, other)
                if value < best:
                    best, kept = value, other
                    told = TourStep("reversed", of.places[order[i]], of.places[order[j]], km - value)
        if moves:
            for i in range(len(order)):
                rest = order[:i] + order[i + 1 :]
                for j in range(len(order)):
                    other = [*rest[:j], order[i], *rest[j:]]
                    value = _length(of, other)
                    if value < best:
                        best, kept = value, other
                        after = of.places[other[j - 1]] if j else of.depot
                        told = TourStep("moved", of.places[order[i]], after, km - value)
        if not told.action:
            return Tour(tuple(of.places[at] for at in order), km, tuple(steps))
        order, km = kept, best
        steps.append(told)


def best_tour(of: Network, stops: Sequence[str] | None = None) -> Tour:
    """Find the shortest round through 13 stops at most.

    Kilometres. Raises SolverError for more stops and for an unknown one.

    Source: Held & Karp (1962); Bellman (1962), dynamic programming over the sets of places visited.

    >>> from solvers.routing.rounds import network
    >>> ways = network("D", ["A", "B", "C"], {("D", "A"): 10, ("D", "B"): 4, ("D", "C"): 9, ("A", "B"): 7,
    ...     ("A", "C"): 3, ("B", "C"): 6})
    >>> best_tour(ways).km
    23.0
    """
    places = _places(of, stops)
    count = len(places)
    if not 1 <= count <= MAX_EXACT:
        raise SolverError("stops", count, "count_between", least=1, most=MAX_EXACT)
    # best[set][last]: the shortest way from the depot through the set that ends in last
    best = [[inf] * count for _ in range(1 << count)]
    before = [[-1] * count for _ in range(1 << count)]
    for last in range(count):
        best[1 << last][last] = of.km[0][places[last]]
    for visited in range(1, 1 << count):
        row = best[visited]
        for last in range(count):
            if row[last] == inf:
                continue
            for then in range(count):
                if visited >> then & 1:
                    continue
                grown = visited | 1 << then
                value = row[last] + of.km[places[last]][places[then]]
                if value < best[grown][then] - 1e-12:
                    best[grown][then], before[grown][then] = value, last
    full = (1 << count) - 1
    last = min(range(count), key=lambda at: best[full][at] + of.km[places[at]][0])
    order = []
    while last >= 0:
        order.append(places[last])
        full, last = full & ~(1 << last), before[full][last]
    order.reverse()
    return Tour(tuple(of.places[at] for at in order), _length(of, order))
