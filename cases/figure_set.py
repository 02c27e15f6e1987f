"""Several figures asked together: each may rest on those before it, the learner's own once typed.

Within a set, ``own.<place>`` names the value of an earlier place. A wrong figure that stands on method goes on
to the later ones, so that an error is counted once inside a question as it is between questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.expression_error import ExpressionError
from cases.figure import Figure, Judged, Names, View
from cases.plain import Plain
from cases.scope import Scope

OWN = "own"


@dataclass(frozen=True)
class SetMark:
    """What was found of a set: the places judged, those right by the set's own figures, and what goes on."""

    judged: Mapping[str, Judged]
    inside: frozenset[str]
    expected: Mapping[str, Plain]
    key: Mapping[str, Plain]
    stands: Mapping[str, Plain]


@dataclass(frozen=True)
class FigureSet:
    """Figures by place, in the order in which they may rest on one another."""

    figures: Mapping[str, Figure]

    def keys(self, scope: Scope, start: Names) -> dict[str, Plain]:
        """The key of every place; ``start`` gives names that stand before the first. Raises ExpressionError."""
        return self.bent(scope, start, {})

    def bent(self, scope: Scope, start: Names, given: Names) -> dict[str, Plain]:
        """The values of a learner who writes ``given`` at its places and goes on with method elsewhere."""
        own = dict(start)
        for place, figure in self.figures.items():
            own[place] = given[place] if place in given else figure.key(View(scope, {OWN: dict(own)}))
        return own

    def views(self, scope: Scope, start: Names) -> Iterator[tuple[str, Figure, View]]:
        """Each place with its figure and the key's graph as it sees it."""
        own = dict(start)
        for place, figure in self.figures.items():
            view = View(scope, {OWN: dict(own)})
            yield place, figure, view
            own[place] = figure.key(view)

    def judge(
        self, given: Names, carried: Scope, key: Scope, start: Names, own_start: Names | None = None
    ) -> SetMark:
        """Judge the places of ``given``; the others stand as the graph has them.

        ``start`` gives the names before the first place as the key has them, ``own_start`` as the learner
        does. Raises ExpressionError where a key cannot be computed.
        """
        of_key, of_graph, stands = dict(start), dict(start), dict(own_start or start)
        judged: dict[str, Judged] = {}
        inside: set[str] = set()
        expected: dict[str, Plain] = {}
        for place, figure in self.figures.items():
            key_view = View(key, {OWN: dict(of_key)})
            graph_view = key_view if carried is key else View(carried, {OWN: dict(of_graph)})
            own_view = graph_view if stands == of_graph else View(carried, {OWN: dict(stands)})
            right, graph = figure.key(key_view), figure.key(graph_view)
            try:
                expected[place] = figure.key(own_view)
            except (
                ExpressionError
            ):  # the learner's earlier figures give this one no value: the graph's judge it
                own_view, expected[place] = graph_view, graph
            of_key[place], of_graph[place], stands[place] = right, graph, expected[place]
            if place in given:
                value = given[place]
                found = figure.judge(value, own_view, key_view)
                judged[place], expected[place] = found, found.expected
                if found.code == "carried" and not figure.holds(graph, value):
                    inside.add(place)
                if figure.carries(value, found.code, right):
                    stands[place] = value
        return SetMark(judged, frozenset(inside), expected, of_key, stands)
