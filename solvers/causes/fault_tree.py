"""Fault trees: minimal cut sets, the probability of the top event, and which basic events weigh most."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, get_args

from solvers.arguments import number
from solvers.errors import SolverError

__all__ = ["FaultTree", "Gate", "GateKind", "Importance", "fault_tree", "minimal_cut_sets", "top_probability"]

GateKind = Literal["and", "or", "vote"]
MOST_CUTS = 2_000
MOST_EVENTS = 40


@dataclass(frozen=True, slots=True)
class Gate:
    """An event that others cause: all of them (``and``), one (``or``), at least ``votes`` of them (``vote``)."""

    event: str
    kind: GateKind
    of: tuple[str, ...]
    votes: int = 1


@dataclass(frozen=True, slots=True)
class Importance:
    """A basic event: its probability, Birnbaum's importance, the share of the top's probability that passes by it.

    ``birnbaum`` = P(top | event) − P(top | no event); ``criticality`` = birnbaum · p ÷ P(top).
    """

    event: str
    probability: float
    birnbaum: float
    criticality: float


@dataclass(frozen=True, slots=True)
class FaultTree:
    """A tree solved: minimal cut sets, exact probability, the rare-event sum over cuts, basic events by weight."""

    cuts: tuple[tuple[str, ...], ...]
    probability: float
    rare_events: float
    events: tuple[Importance, ...]


def minimal_cut_sets(gates: Sequence[Gate], top: str) -> tuple[tuple[str, ...], ...]:
    """Give the minimal sets of basic events that together cause the top event, the smallest first.

    An event with no gate is basic. SolverError for a ring, a top event without a gate, a gate without inputs, an event
    with two gates, more than 2 000 cuts on the way.

    Source: Fussell & Vesely, A new methodology for obtaining cut sets for fault trees, 1972; Vesely et al., Fault Tree
    Handbook, NUREG-0492, 1981.

    >>> tree = [Gate("late", "or", ("no_stock", "no_truck")), Gate("no_stock", "and", ("forecast", "supplier"))]
    >>> minimal_cut_sets(tree, "late")
    (('no_truck',), ('forecast', 'supplier'))
    """
    by_event = _checked(gates, top)
    solved: dict[str, frozenset[frozenset[str]]] = {}

    def cuts(event: str, above: tuple[str, ...]) -> frozenset[frozenset[str]]:
        if event in above:
            raise SolverError("gates", event, "no_ring")
        if event not in by_event:
            return frozenset([frozenset([event])])
        if event not in solved:
            gate = by_event[event]
            inputs = [cuts(one, (*above, event)) for one in gate.of]
            need = {"and": len(inputs), "or": 1, "vote": gate.votes}[gate.kind]
            found: set[frozenset[str]] = set()
            for several in combinations(inputs, need):
                together: set[frozenset[str]] = {frozenset()}
                for one in several:
                    together = _least({left | right for left in together for right in one})
                found |= together
                _bounded(found)
            solved[event] = frozenset(_least(found))
        return solved[event]

    return tuple(sorted((tuple(sorted(cut)) for cut in cuts(top, ())), key=lambda cut: (len(cut), cut)))


def top_probability(gates: Sequence[Gate], probabilities: Mapping[str, float], top: str) -> float:
    """Give the exact probability of the top event, basic events being independent.

    ``probabilities`` of each basic event, 0 to 1. SolverError as in :func:`minimal_cut_sets`, for a basic event
    without a probability, for more than 40 basic events.

    Shannon's decomposition: P = p·P(top | event) + (1 − p)·P(top | no event), on the cut sets.

    Source: NUREG-0492, chapter VII.

    >>> tree = [Gate("late", "or", ("no_stock", "no_truck")), Gate("no_stock", "and", ("forecast", "supplier"))]
    >>> round(top_probability(tree, {"forecast": 0.1, "supplier": 0.2, "no_truck": 0.05}, "late"), 6)
    0.069
    """
    found = frozenset(frozenset(cut) for cut in minimal_cut_sets(gates, top))
    return _exact(found, _chances(found, probabilities), {})


def fault_tree(gates: Sequence[Gate], probabilities: Mapping[str, float], top: str) -> FaultTree:
    """Solve a fault tree: cut sets, probability of the top event, basic events by falling importance.

    Arguments and refusals as in :func:`top_probability`.

    Source: Birnbaum, On the importance of different components in a multicomponent system, 1969; NUREG-0492.

    >>> tree = [Gate("stop", "and", ("pump", "spare"))]
    >>> found = fault_tree(tree, {"pump": 0.1, "spare": 0.2}, "stop")
    >>> round(found.probability, 4), [(one.event, round(one.birnbaum, 4)) for one in found.events]
    (0.02, [('pump', 0.2), ('spare', 0.1)])
    """
    cuts = minimal_cut_sets(gates, top)
    sets = frozenset(frozenset(cut) for cut in cuts)
    chances = _chances(sets, probabilities)
    probability = _exact(sets, chances, {})
    found = []
    for event, chance in chances.items():
        with_it = _exact(sets, {**chances, event: 1.0}, {})
        without = _exact(sets, {**chances, event: 0.0}, {})
        weight = with_it - without
        found.append(Importance(event, chance, weight, weight * chance / probability if probability else 0.0))
    return FaultTree(
        cuts,
        probability,
        math.fsum(math.prod(chances[event] for event in cut) for cut in cuts),
        tuple(sorted(found, key=lambda one: (-one.birnbaum, one.event))),
    )


Sets = frozenset[frozenset[str]]


def _exact(cuts: Sets, chances: Mapping[str, float], known: dict[Sets, float]) -> float:
    if not cuts:
        return 0.0
    if frozenset() in cuts:
        return 1.0
    if cuts not in known:
        # The event of most cuts first: the sets left shrink the soonest.
        counts: dict[str, int] = {}
        for cut in cuts:
            for event in cut:
                counts[event] = counts.get(event, 0) + 1
        event = min(counts, key=lambda name: (-counts[name], name))
        happened = frozenset(_least({cut - {event} for cut in cuts}))
        not_so = frozenset(cut for cut in cuts if event not in cut)
        chance = chances[event]
        known[cuts] = chance * _exact(happened, chances, known) + (1 - chance) * _exact(
            not_so, chances, known
        )
    return known[cuts]


def _least(sets: set[frozenset[str]]) -> set[frozenset[str]]:
    kept: list[frozenset[str]] = []
    smaller = 0  # of those kept, how many are smaller than the one at hand: sets of one size hold no other
    size = -1
    for one in sorted(sets, key=len):
        if len(one) > size:
            smaller, size = len(kept), len(one)
        if not any(other <= one for other in kept[:smaller]):
            kept.append(one)
            _bounded(kept)
    return set(kept)


def _bounded(cuts: Sequence[frozenset[str]] | set[frozenset[str]]) -> None:
    if len(cuts) > MOST_CUTS:
        raise SolverError("gates", len(cuts), "cuts_within", limit=MOST_CUTS)


def _chances(cuts: Sets, probabilities: Mapping[str, float]) -> dict[str, float]:
    events = sorted({event for cut in cuts for event in cut})
    if len(events) > MOST_EVENTS:
        raise SolverError("gates", len(events), "events_within", limit=MOST_EVENTS)
    found: dict[str, float] = {}
    for event in events:
        if event not in probabilities:
            raise SolverError("probabilities", event, "known_name", words=", ".join(probabilities))
        chance = number(f"probabilities.{event}", probabilities[event])
        if not 0 <= chance <= 1:
            raise SolverError(f"probabilities.{event}", chance, "closed_fraction")
        found[event] = chance
    return found


def _checked(gates: Sequence[Gate], top: str) -> dict[str, Gate]:
    names = [one.event for one in gates]
    if len(set(names)) < len(names):
        raise SolverError("gates", names, "distinct_names")
    for gate in gates:
        if gate.kind not in get_args(GateKind):
            raise SolverError("kind", gate.kind, "one_of", words=", ".join(get_args(GateKind)))
        if not gate.of:
            raise SolverError(f"of of {gate.event}", gate.of, "gate_inputs")
        if gate.kind == "vote" and not 1 <= gate.votes <= len(gate.of):
            raise SolverError(f"votes of {gate.event}", gate.votes, "vote_of", most=len(gate.of))
    if top not in names:
        raise SolverError("top", top, "known_name", words=", ".join(names))
    return {one.event: one for one in gates}
