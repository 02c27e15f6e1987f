"""A case as a spreadsheet: drawn parameters, values and answers, one graph of expressions.

The key is the graph evaluated. An error carried forward is the same graph evaluated again with the
learner's own answers standing in for the questions upstream.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cases.expressions import ExpressionError
from cases.functions import FUNCTIONS
from cases.plain import Plain
from cases.questions.base import Question
from cases.template import Template

SEED = "seed"
RESERVED = frozenset({SEED, "run", "answer", "True", "False", "None"})


class CycleError(ValueError):
    """Nodes that need each other; ``names`` is the ring."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(" -> ".join(names))


@dataclass(frozen=True)
class Node:
    """A node: what it needs, and how it is computed (a drawn node is given, not computed)."""

    name: str
    needs: frozenset[str]
    template: Template | None = None
    question: Question | None = None

    @cached_property
    def drawn(self) -> bool:
        """True when the variant's draw gives the value."""
        return self.template is None and self.question is None

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """What it needs, in alphabetical order."""
        return tuple(sorted(self.needs))


@dataclass(frozen=True)
class Graph:
    """Every node of a case, in an order in which each comes after what it needs."""

    nodes: Mapping[str, Node]
    order: tuple[str, ...]

    @cached_property
    def _users(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes computed from each name; a drawn node is not computed again, whatever it was drawn from."""
        users: dict[str, list[str]] = {}
        for name, node in self.nodes.items():
            if not node.drawn:
                for need in node.in_order:
                    users.setdefault(need, []).append(name)
        return {name: tuple(found) for name, found in users.items()}

    @cached_property
    def _downstream(self) -> dict[str, frozenset[str]]:
        return {}  # filled as names are asked for

    def downstream(self, name: str) -> frozenset[str]:
        """Every node that is computed from ``name``, near or far, itself left out unless it is in a ring."""
        if name not in self._downstream:
            found: set[str] = set()
            stack = [name]
            while stack:
                new = [user for user in self._users.get(stack.pop(), ()) if user not in found]
                found.update(new)
                stack.extend(new)
            self._downstream[name] = frozenset(found)
        return self._downstream[name]

    @cached_property
    def _upstream(self) -> dict[str, frozenset[str]]:
        return {}  # likewise

    def upstream(self, name: str) -> frozenset[str]:
        """Every node that ``name`` rests on, near or far."""
        if name not in self._upstream:
            found: set[str] = set()
            stack = [name]
            while stack:
                new = [need for need in self.nodes[stack.pop()].needs - found if need in self.nodes]
                found.update(new)
                stack.extend(new)
            self._upstream[name] = frozenset(found)
        return self._upstream[name]


def order_of(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """An order in which each name follows what it needs, the file's order otherwise; raises CycleError."""
    order: list[str] = []
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(name)
                order.append(name)
                continue
            if name in done:
                continue
            if name in path:
                raise CycleError((*path[path.index(name) :], name))
            path.append(name)
            stack.append((name, True))
            stack.extend((need, False) for need in sorted(needs[name], reverse=True) if need in needs)
    return tuple(order)


class GraphScope:
    """A graph evaluated on demand over given values, each node and each template once.

    What it gives is shared by all who ask: lists and records in it are never changed in place.
    """

    def __init__(self, graph: Graph, given: Mapping[str, Plain]) -> None:
        self._graph = graph
        self._values: dict[str, Plain] = dict(given)
        self._results: dict[Template, Plain] = {}
        self._pinned: set[str] = set(given)  # given or put: nothing that is put upstream changes them
        self._base: GraphScope | None = None
        self._strayed: set[str] = (
            set()
        )  # what may differ from the base: what was put, and all that rests on it
        self._forked = False

    def fork(self) -> GraphScope:
        """A scope that shares all that this one has computed or will; nothing can be put in this one any more."""
        self._forked = True
        scope = GraphScope(self._graph, {})
        scope._base, scope._pinned = self, set(self._pinned)
        return scope

    def copy(self) -> GraphScope:
        """A scope like this one, apart from it from now on."""
        scope = GraphScope(self._graph, self._values)
        scope._results = dict(self._results)
        scope._pinned = set(self._pinned)
        scope._base, scope._strayed = self._base, set(self._strayed)
        return scope

    def with_(self, values: Mapping[str, Plain]) -> GraphScope:
        """A scope like this one, with ``values`` put in it."""
        scope = self.copy()
        for name, value in values.items():
            scope.put(name, value)
        return scope

    @property
    def seed(self) -> int:
        """The variant's seed."""
        seed = self.value(SEED)
        assert isinstance(seed, int)
        return seed

    def value(self, name: str) -> Plain:
        """The value of a node; raises ExpressionError."""
        values = self._values
        if name in values:
            return values[name]
        if self._shares(name):
            assert self._base is not None
            return self._base.value(name)
        for step in self._missing(name):  # no recursion: a chain may be as long as the case wants
            values[step] = self.compute(step)
        return values[name]

    def _shares(self, name: str) -> bool:
        return self._base is not None and name not in self._strayed

    def _missing(self, name: str) -> list[str]:
        """The nodes to compute for ``name``, itself included, each after what it needs."""
        found: list[str] = []
        seen: set[str] = set()
        stack = [(name, False)]
        while stack:
            step, ready = stack.pop()
            if ready:
                found.append(step)
            elif step not in seen and step not in self._values and not self._shares(step):
                seen.add(step)
                stack.append((step, True))
                node = self._graph.nodes.get(step)
                if node is not None and not node.drawn:
                    stack.extend([(need, False) for need in node.in_order])
        return found

    def compute(self, name: str) -> Plain:
        """The value that a node's own expression gives, whatever stands in for it."""
        node = self._graph.nodes.get(name)
        if node is None or node.drawn:
            raise ExpressionError("expression_name", name=name)
        if node.question is not None:
            return node.question.key(self)
        assert node.template is not None
        return self.evaluate(node.template)

    def put(self, name: str, value: Plain) -> None:
        """Let ``value`` stand in for a node: all that rests on it is computed again when it is asked for.

        Raises RuntimeError once the scope has been forked.
        """
        if self._forked:
            raise RuntimeError("a scope that others share cannot change: put the value in a fork of it")
        changed = self._graph.downstream(name) - self._pinned
        for node in changed:
            self._values.pop(node, None)
        self._values[name] = value
        self._pinned.add(name)
        self._results.clear()
        if self._base is not None:
            self._strayed |= {name, *changed}

    def evaluate(self, template: Template, extra: Mapping[str, Plain] | None = None) -> Plain:
        """The value of a template over the graph; ``extra`` names come first."""
        needs = template.names()
        if extra and not needs.isdisjoint(extra):
            names = {name: extra[name] if name in extra else self.value(name) for name in needs}
            return template.evaluate(names, FUNCTIONS)
        if self._base is not None and self._strayed.isdisjoint(needs):
            return self._base.evaluate(template)
        if template not in self._results:
            names = {name: self.value(name) for name in needs}
            self._results[template] = template.evaluate(names, FUNCTIONS)
        return self._results[template]
