"""The marking of one figure: the key, the misconceptions and the alternatives that it is held against.

A number question is one figure or several; boxes, steps, form fields and table cells are marked by this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from pydantic import Field

from cases.expression_error import ExpressionError
from cases.figure_format import PERCENT, Allowed, FigureFormat, FormatFields
from cases.part import Identifier, Part
from cases.plain import Plain
from cases.scope import Scope
from cases.template import Source, Template, compile_template

Names = Mapping[str, Plain]
MISTAKE, ALTERNATIVE = "mistake.", "alternative."
# What stands on method: it goes on downstream, whatever its size.
EXPLAINED = frozenset({"correct", "carried", "rounding"})


class Mistake(Part):
    """A misconception: what it answers, and what it still earns (a share of the points)."""

    answer: Source = Field(description="an expression, or a list of them where one idea has several forms")
    credit: float = Field(0.0, ge=0, lt=1)


class FigureFields(FormatFields):
    """The keys of a case file that say what a figure is held against."""

    answer: Source = Field(description="the key: an expression over the graph")
    mistakes: dict[Identifier, Mistake | str | float | list[str]] = Field(default_factory=dict)
    alternatives: dict[Identifier, Source] = Field(
        default_factory=dict, description="other answers that earn all the points, each with its words"
    )


@dataclass(frozen=True)
class Judged:
    """What was found of one figure: a credit in [0, 1], a code, the value accepted there, and the key's."""

    credit: float
    code: str
    expected: Plain
    key: Plain


@dataclass(frozen=True)
class View:
    """A graph as one figure sees it: a scope, and names of the question's own over it."""

    scope: Scope
    own: Names | None = None

    def value(self, template: Template) -> Plain:
        """The value of an expression; raises ExpressionError."""
        return self.scope.evaluate(template, self.own)


class Figure(FigureFields, FigureFormat):
    """One figure: a key, misconceptions and alternatives, each an expression over the graph."""

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The key, every misconception and every alternative, by place under the figure in the file."""
        found: dict[str, Source] = {"answer": self.answer}
        for name, mistake in self.mistakes.items():
            answer = mistake.answer if isinstance(mistake, Mistake) else mistake
            found[f"mistakes.{name}"] = list(answer) if isinstance(answer, list) else answer
        return found | {f"alternatives.{name}": answer for name, answer in self.alternatives.items()}

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """The compiled sources, by place."""
        return {place: compile_template(source) for place, source in self.sources().items()}

    def exact(self, view: View) -> Plain:
        """The key before rounding; raises ExpressionError."""
        return self.checked(view.value(self.templates["answer"]))

    def key(self, view: View) -> Plain:
        """The key, rounded as asked: what the learner writes down and goes on with; raises ExpressionError."""
        return self.rounded(view.value(self.templates["answer"]))

    def forms(self, view: View, place: str) -> list[Plain]:
        """What a misconception or an alternative writes down, in each of its forms; raises ExpressionError.

        ``place`` is one of ``sources``: ``mistakes.<id>`` or ``alternatives.<id>``.
        """
        value = view.value(self.templates[place])
        return [self.rounded(one, place) for one in (value if isinstance(value, list) else [value])]

    def mistake_values(self, view: View) -> dict[str, list[Plain]]:
        """The values that each declared misconception would write down, by outcome code."""
        return {f"{MISTAKE}{name}": self.forms(view, f"mistakes.{name}") for name in self.mistakes}

    def alternative_values(self, view: View) -> dict[str, list[Plain]]:
        """The values of each declared alternative, by outcome code."""
        return {
            f"{ALTERNATIVE}{name}": self.forms(view, f"alternatives.{name}") for name in self.alternatives
        }

    def look_alike(self, view: View) -> Iterator[tuple[str, str]]:
        """Pairs of codes whose accepted answers meet in this draw; an alternative may meet the key."""
        right = {"correct": [self.key(view)], **self.alternative_values(view)}
        values = {**right, **self.mistake_values(view)}
        for (one, figures), (other, others) in combinations(values.items(), 2):
            if one in right and other in right:
                continue
            for a, b in product(figures, others):
                if not self.apart(a, b):
                    yield one, other

    # -- marking ------------------------------------------------------------------------------------
    def judge(self, given: Plain, carried: View, key: View) -> Judged:
        """Judge a value read: right, right by what was carried, an alternative, a misconception, a slip, or wrong.

        Raises ExpressionError where the key or the carried value cannot be computed.
        """
        right = self.key(key)
        own = right if carried is key else self.key(carried)
        credit, code, accepted = self._found(given, right, own, carried, key)
        return Judged(credit, code, accepted, right)

    def _found(
        self, given: Plain, right: Plain, own: Plain, carried: View, key: View
    ) -> tuple[float, str, Plain]:
        if self.holds(right, given):
            return 1.0, "correct", right
        if self.holds(own, given):
            return 1.0, "carried", own
        views = (key,) if carried is key else (carried, key)
        for name in self.alternatives:
            for value in self._values(views, f"alternatives.{name}"):
                if self.holds(value, given):
                    return 1.0, f"{ALTERNATIVE}{name}", value
        for name, mistake in self.mistakes.items():
            if any(self.holds(slip, given) for slip in self._values(views, f"mistakes.{name}")):
                credit = mistake.credit if isinstance(mistake, Mistake) else 0.0
                return credit, f"{MISTAKE}{name}", own
        if any(self.unrounded_holds(self.exact(view), given) for view in views):
            return self.rounding_credit, "rounding", own
        slips = (self.slip(given, value) for value in (own, right))
        return 0.0, next((slip for slip in slips if slip), "wrong"), own

    def _values(self, views: tuple[View, ...], place: str) -> Iterator[Plain]:
        for view in views:
            try:
                found = self.forms(view, place)
            except ExpressionError:
                continue  # a learner's odd upstream figure may leave a misconception without a value
            yield from found

    def carries(self, given: Plain, code: str, key: Plain) -> bool:
        """Carry a right or explained value always, another one only when it is plausible."""
        if code in EXPLAINED or code.startswith((MISTAKE, ALTERNATIVE)):
            return True
        if code != "wrong" and self.precise(given):
            return True  # a known slip on a figure too precise to be a stock answer
        return self.plausible(given, key)


__all__ = [
    "ALTERNATIVE",
    "MISTAKE",
    "PERCENT",
    "Allowed",
    "Figure",
    "FigureFields",
    "FigureFormat",
    "Judged",
    "Mistake",
    "View",
]
