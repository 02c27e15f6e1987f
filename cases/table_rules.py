"""The rules of a table: what a cell is worth, from the cells that it rests on, the learner's own once typed.

A rule belongs to a row, or to a column. For a row's, ``cell.<row>`` is the cell of another row in the same
column, ``prev.<row>`` and ``next.<row>`` those one column before and after, ``line.<row>`` the whole row as a
list, and ``number`` the column's place from 0; for a column's, the same the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.expression_error import ExpressionError
from cases.plain import Plain, is_number
from cases.scope import Scope
from cases.table_grid import Cells, Place, Sides
from cases.template import Template

CELL, PREV, NEXT, LINE, NUMBER = "cell", "prev", "next", "line", "number"
NAMES = frozenset({CELL, PREV, NEXT, LINE, NUMBER})
SHIFT = 1.7  # what a figure is multiplied by to see which others follow it


@dataclass(frozen=True)
class Rules:
    """The compiled rules, by row or column id."""

    templates: Mapping[str, Template]

    def of(self, at: Place) -> Iterator[Template]:
        """The rules of a cell: its column's, then its row's."""
        for name in reversed(at):
            if name in self.templates:
                yield self.templates[name]

    def values(self, at: Place, sides: Sides, cells: Cells, start: Plain, scope: Scope) -> list[Plain]:
        """What the rules of a cell make of the other cells; those that have no value there are left out."""
        row, column = at
        found: list[Plain] = []
        for name, along, across in ((column, sides.rows, sides.columns), (row, sides.columns, sides.rows)):
            template = self.templates.get(name)
            if template is None:
                continue
            by_row = name == row
            number = along.index(column if by_row else row)
            own = _names(template, by_row, number, along, across, cells, start)
            try:
                found.append(scope.evaluate(template, own))
            except ExpressionError:
                continue  # the first column of a running balance, say, or an odd figure of the learner's
        return found

    def ring(
        self, asked: tuple[Place, ...], sides: Sides, cells: Cells, start: Plain, scope: Scope
    ) -> Place | None:
        """A cell that rests on itself through the rules; None where there is none.

        Each figure is shifted in turn to see which cells follow it: a ring would let two wrong cells vouch for
        each other.
        """
        ruled = [at for at in asked if any(True for _ in self.of(at))]
        before = {at: self.values(at, sides, cells, start, scope) for at in ruled}
        follow: dict[Place, set[Place]] = {}
        for at in ruled:
            value = cells.get(at)
            if is_number(value):
                moved = {**cells, at: value * SHIFT + 1}
                follow[at] = {
                    one for one in ruled if self.values(one, sides, moved, start, scope) != before[one]
                }
        for at in follow:
            seen: set[Place] = set()
            stack = [at]
            while stack:
                new = follow.get(stack.pop(), set()) - seen
                if at in new:
                    return at
                seen |= new
                stack.extend(new)
        return None


def _names(
    template: Template,
    by_row: bool,
    number: int,
    along: tuple[str, ...],
    across: tuple[str, ...],
    cells: Cells,
    start: Plain,
) -> dict[str, Plain]:
    """What a rule calls cell, prev, next, line and number, as far as it names them."""

    def at(name: str, step: int) -> Plain:
        here = along[step]
        return cells.get((name, here) if by_row else (here, name))

    def all_at(step: int) -> dict[str, Plain]:
        return {name: at(name, step) for name in across}

    used = template.names()
    own: dict[str, Plain] = {NUMBER: number}
    if CELL in used:
        own[CELL] = all_at(number)
    if PREV in used:
        first = dict.fromkeys(across, 0) | (start if isinstance(start, dict) else {})
        own[PREV] = all_at(number - 1) if number else first
    if NEXT in used:
        last: dict[str, Plain] = dict.fromkeys(across, 0)
        own[NEXT] = all_at(number + 1) if number + 1 < len(along) else last
    if LINE in used:
        own[LINE] = {name: [at(name, step) for step in range(len(along))] for name in across}
    return own
