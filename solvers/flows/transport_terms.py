"""The transport problem as plain data: what each source holds, each destination wants, each route costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solvers.arguments import LARGEST, non_negative, number
from solvers.errors import SolverError

__all__ = ["MAX_PLACES", "Shipment", "TransportTerms", "transport_terms"]

MAX_PLACES = 600
TOLERANCE = 1e-9  # of a total: below it, supply and demand are the same


@dataclass(frozen=True, slots=True)
class Shipment:
    """What goes from a source to a destination, what a unit costs, and what it costs in all."""

    source: str
    destination: str
    quantity: float
    unit_cost: float

    @property
    def cost(self) -> float:
        """Quantity × unit cost."""
        return self.quantity * self.unit_cost


@dataclass(frozen=True, slots=True)
class TransportTerms:
    """A balanced transport problem: ``costs`` (sources × destinations) in money a unit, None where no route is.

    ``dummy`` names the source or the destination that was added to balance it, "" when none was needed;
    quantities from a dummy source are not delivered, those to a dummy destination are not shipped.
    """

    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    supply: tuple[float, ...]
    demand: tuple[float, ...]
    costs: tuple[tuple[float | None, ...], ...]
    dummy: str = ""


def transport_terms(
    supply: Mapping[str, float],
    demand: Mapping[str, float],
    costs: Mapping[tuple[str, str], float],
    *,
    dummy: str = "dummy",
    shortage_costs: Mapping[str, float] | None = None,
    surplus_costs: Mapping[str, float] | None = None,
) -> TransportTerms:
    """Put supply, demand and unit costs into a balanced problem, with a dummy source or destination if need be.

    ``supply`` and ``demand`` in units by name, ``costs`` in money a unit by (source, destination); a pair that
    is not there is no route. ``shortage_costs`` (by destination) and ``surplus_costs`` (by source) are what a
    unit not delivered or not shipped costs, 0 unless given. Raises SolverError for figures out of range, for no
    place at all or more than 600, for a route of an unknown place, and for a dummy's name that is taken.

    Source: Hitchcock (1941); Winston, Operations Research, chapter 7.

    >>> terms = transport_terms({"A": 30, "B": 20}, {"X": 25, "Y": 15}, {("A", "X"): 4, ("B", "X"): 6, ("B", "Y"): 3})
    >>> terms.destinations, terms.demand, terms.dummy
    (('X', 'Y', 'dummy'), (25.0, 15.0, 10.0), 'dummy')
    >>> terms.costs
    ((4.0, None, 0.0), (6.0, 3.0, 0.0))
    """
    for argument, places in (("supply", supply), ("demand", demand)):
        if not 1 <= len(places) <= MAX_PLACES:
            raise SolverError(argument, len(places), "count_between", least=1, most=MAX_PLACES)
    held = [non_negative(f"supply ({name})", figure) for name, figure in supply.items()]
    wanted = [non_negative(f"demand ({name})", figure) for name, figure in demand.items()]
    for source in {source for source, _ in costs} - supply.keys():
        raise SolverError("source", source, "known_name", words=", ".join(supply)[:80])
    for destination in {destination for _, destination in costs} - demand.keys():
        raise SolverError("destination", destination, "known_name", words=", ".join(demand)[:80])
    priced = {pair: _cost(pair, figure) for pair, figure in costs.items()}
    rows = [[priced.get((source, destination)) for destination in demand] for source in supply]
    sources, destinations = list(supply), list(demand)
    gap = sum(held) - sum(wanted)
    added = ""
    if abs(gap) > TOLERANCE * max(sum(held), sum(wanted), 1.0):
        if dummy in supply or dummy in demand:
            raise SolverError("dummy", dummy, "another_name")
        added = dummy
        if gap > 0:
            charged = surplus_costs or {}
            for name, row in zip(supply, rows, strict=True):
                row.append(number(f"surplus_costs ({name})", charged.get(name, 0.0)))
            destinations.append(dummy)
            wanted.append(gap)
        else:
            charged = shortage_costs or {}
            rows.append([number(f"shortage_costs ({name})", charged.get(name, 0.0)) for name in demand])
            sources.append(dummy)
            held.append(-gap)
    return TransportTerms(
        tuple(sources), tuple(destinations), tuple(held), tuple(wanted), tuple(map(tuple, rows)), added
    )


def _cost(pair: tuple[str, str], figure: float) -> float:
    """A unit cost; its name is only put together when it is refused, for tables are large."""
    if type(figure) is float and -LARGEST <= figure <= LARGEST:
        return figure
    return number(f"cost ({pair[0]}, {pair[1]})", figure)
