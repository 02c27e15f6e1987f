"""A case as a spreadsheet: drawn parameters, values and answers, one graph of expressions.

The key is the graph evaluated. An error carried forward is the same graph evaluated again with the
learner's own answers standing in for the questions upstream.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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

    @property
    def drawn(self) -> bool:
        """True when the variant's draw gives the value."""
        return self.template is None and self.question is None


@dataclass(frozen=True)
class Graph:
    """Every node of a case, in an order in which each comes after what it needs."""

    nodes: Mapping[str, Node]
    order: tuple[str, ...]

    def upstream(self, name: str) -> frozenset[str]:
        """Every node that ``name`` rests on, near or far."""
        found: set[str] = set()
        stack = [name]
        while stack:
            for need in self.nodes[stack.pop()].needs - found:
                if need in self.nodes:
                    found.add(need)
                    stack.append(need)
        return frozenset(found)


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
    """A graph evaluated on demand over given values, each node once."""

    def __init__(self, graph: Graph, given: Mapping[str, Plain]) -> None:
        self._graph = graph
        self._values: dict[str, Plain] = dict(given)

    @property
    def seed(self) -> int:
        """The variant's seed."""
        seed = self._values[SEED]
        assert isinstance(seed, int)
        return seed

    def value(self, name: str) -> Plain:
        """The value of a node; raises ExpressionError."""
        for step in self._missing(name):  # no recursion: a chain may be as long as the case wants
            self._values[step] = self.compute(step)
        return self._values[name]

    def _missing(self, name: str) -> list[str]:
        """The nodes to compute for ``name``, itself included, each after what it needs."""
        if name in self._values:
            return []
        found: list[str] = []
        seen = set(self._values)
        stack = [(name, False)]
        while stack:
            step, ready = stack.pop()
            if ready:
                found.append(step)
            elif step not in seen:
                seen.add(step)
                stack.append((step, True))
                node = self._graph.nodes.get(step)
                if node is not None and not node.drawn:
                    stack.extend((need, False) for need in sorted(node.needs))
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
        """Let ``value`` stand in for a node, for whatever is evaluated from now on."""
        self._values[name] = value

    def evaluate(self, template: Template, extra: Mapping[str, Plain] | None = None) -> Plain:
        """The value of a template over the graph; ``extra`` names come first."""
        given = dict(extra or {})
        names = {name: given[name] if name in given else self.value(name) for name in template.names()}
        return template.evaluate(names, FUNCTIONS)
