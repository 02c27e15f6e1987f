"""The marking of a table, cell by cell: the key, what was carried into it, its own rules, known misconceptions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from cases.answers import Reading
from cases.expression_error import ExpressionError
from cases.plain import Plain, is_number
from cases.questions.base import Outcome, PartMark
from cases.scope import Scope
from cases.table_cell import Cell
from cases.table_grid import Cells, Place, Sides, flat, nested, place
from cases.table_rules import Rules
from cases.tolerance import NOISE

INSIDE = "table_inside"
# Cells that follow from the learner's own are told from cells filled in without a thought by this: so large a
# share of the cells whose key is not 0 must be right, not by a 0, and by several figures.
METHOD_SHARE = 0.25
METHOD_FIGURES = 3
# A misconception is named when this share of the cells that it changes follow it.
FOLLOWED = 0.75
# What goes on downstream whatever its size.
EXPLAINED = frozenset({"correct", "carried", "rounding", "mistake"})


@dataclass(frozen=True)
class Board:
    """The values of a graph laid out: the key rounded and unrounded, each misconception, and the rules' start."""

    scope: Scope
    right: Cells
    exact: Cells
    mistakes: Mapping[str, Cells]
    start: Plain = None


@dataclass(frozen=True)
class Marking:
    """One table to mark: its shape, its cells, and the boards that they are held against."""

    sides: Sides
    asked: tuple[Place, ...]
    given: Cells
    cell: Callable[[Place], Cell]
    rules: Rules
    key: Board
    own: Board  # the graph with the learner's answers upstream; the key's itself where nothing strays
    blank_is: float | None
    zero_weight: float
    credits: Mapping[str, float]  # what a cell that follows a misconception still earns
    luck: Mapping[Place, float]  # what an option chosen by chance earns, by cell

    # -- the learner's cells ------------------------------------------------------------------------
    def typed(self, reading: Reading) -> dict[Place, Plain]:
        """What stands in each asked cell; a blank one stands for ``blank_is`` where the question says so."""
        read = flat(reading.value)
        found: dict[Place, Plain] = {}
        for at in self.asked:
            if at in read:
                found[at] = read[at]
            elif self.blank_is is not None and self.cell(at).is_figure and place(at) not in reading.parts:
                found[at] = self.blank_is
        return found

    def weight(self, at: Place) -> float:
        """What a cell weighs: one whose key is 0 a part of it, since zeros can be filled in without a thought."""
        weight, right = self.cell(at).weight, self.key.right[at]
        return weight * self.zero_weight if is_number(right) and right == 0 else weight

    # -- marks --------------------------------------------------------------------------------------
    def mark(self, reading: Reading) -> Outcome:
        """Every cell, and what they earn together; ``detail`` holds the table that goes on downstream."""
        typed = self.typed(reading)
        slip = self.mistake(typed)
        rested = {**self.given, **self.own.right, **typed}
        blank = {at for at in typed if at not in flat(reading.value)}
        judged = {at: self._judge(at, typed[at], rested, slip) for at in typed}
        method = self._with_method(typed, judged)
        if not method:  # rules vouch for nothing: the figures stand by themselves
            judged |= {
                at: self._judge(at, typed[at], {}, slip) for at, (_, why) in judged.items() if why == INSIDE
            }
        parts = {place(at): self._part(at, judged, reading, blank) for at in self.asked}
        credit = self._credit(parts)
        stands = dict(self.own.right)
        stands |= {
            at: value for at, value in typed.items() if self._stands(at, value, parts[place(at)], method)
        }
        return Outcome(
            credit=credit,
            codes=tuple(self._codes(credit, {why for _, why in judged.values()}, slip)),
            expected=nested(self.own.right),
            key=nested(self.key.right),
            parts=parts,
            detail={"stands": nested(stands)},
        )

    def _part(
        self,
        at: Place,
        judged: Mapping[Place, tuple[PartMark, str]],
        reading: Reading,
        blank: Collection[Place],
    ) -> PartMark:
        if at not in judged:
            code = "unreadable" if place(at) in reading.parts else "blank"
            return PartMark(0.0, code, None, self.own.right[at], self.key.right[at], self.weight(at))
        part = judged[at][0]
        return replace(part, given=None, code=part.code if part.credit else "blank") if at in blank else part

    def _credit(self, parts: Mapping[str, PartMark]) -> float:
        """The mean of the cells, less what zeros everywhere and options by chance would earn."""
        weights = sum(part.weight for part in parts.values())
        mean = sum(part.credit * part.weight for part in parts.values()) / weights
        free = 0.0
        for at in self.asked:
            right = self.key.right[at]
            nothing = is_number(right) and right == 0
            free += self.weight(at) * (1.0 if nothing else self.luck.get(at, 0.0)) / weights
        return mean if free >= 1 - NOISE else min(1.0, max(0.0, round((mean - free) / (1 - free), 9)))

    def _with_method(self, typed: Cells, judged: Mapping[Place, tuple[PartMark, str]]) -> bool:
        wanted = [self.key.right[at] for at in self.asked if self.key.right[at] != 0]
        sound = [typed[at] for at, (part, _) in judged.items() if part.credit >= 1 and typed[at] != 0]
        several = min(METHOD_FIGURES, len(set(map(str, wanted))))
        return len(sound) >= METHOD_SHARE * len(wanted) and len(set(map(str, sound))) >= several

    def _judge(self, at: Place, value: Plain, rested: Cells, slip: str | None) -> tuple[PartMark, str]:
        cell, right, own = self.cell(at), self.key.right[at], self.own.right[at]
        expected, by_rule = own, self.by_rule(at, rested) if rested else []
        if by_rule and not any(cell.holds(own, one) for one in by_rule):
            expected = by_rule[0]

        def found(
            credit: float, code: str, accepted: Plain = expected, why: str = ""
        ) -> tuple[PartMark, str]:
            return PartMark(credit, code, value, accepted, right, self.weight(at)), why or code

        if cell.holds(right, value):
            return found(1.0, "correct", right)
        if cell.holds(own, value):
            return found(1.0, "carried", own)
        ruled = next((one for one in by_rule if cell.holds(one, value)), None)
        if ruled is not None:
            return found(1.0, "carried", ruled, INSIDE)
        if slip is not None and any(cell.holds(board.mistakes[slip][at], value) for board in self._boards):
            return found(self.credits.get(slip, 0.0), "mistake")
        if not cell.is_figure:
            return found(0.0, "wrong")
        figure = cell.figure
        if any(figure.unrounded_holds(board.exact[at], value) for board in self._boards):
            return found(figure.rounding_credit, "rounding")
        return found(0.0, figure.slip(value, expected) or "wrong")

    def by_rule(self, at: Place, rested: Cells) -> list[Plain]:
        """What the rules make of a table, rounded as asked."""
        cell = self.cell(at)
        values = self.rules.values(at, self.sides, rested, self.own.start, self.own.scope)
        found: list[Plain] = []
        for value in values:
            try:
                found.append(cell.rounded(value, place(at)))
            except ExpressionError:
                continue  # a rule over a cell that nobody filled in
        return found

    @cached_property
    def _boards(self) -> tuple[Board, ...]:
        return (self.key,) if self.own is self.key else (self.own, self.key)

    def mistake(self, typed: Cells) -> str | None:
        """The misconception that the cells follow, if one does better than the key where the two differ."""
        best: tuple[float, int] = (0.0, 0)
        named = None
        for board in self._boards:
            for name, cells in board.mistakes.items():
                apart = self.differ(cells, board.right)
                held = [at for at in apart if at in typed and self.cell(at).holds(cells[at], typed[at])]
                right = [
                    at for at in apart if at in typed and self.cell(at).holds(board.right[at], typed[at])
                ]
                if not held or len(held) <= len(right) or len(held) < FOLLOWED * len(apart):
                    continue
                if (rank := (len(held) / len(apart), len(held))) > best:
                    best, named = rank, name
        return named

    def differ(self, cells: Cells, right: Cells) -> list[Place]:
        """The asked cells where two tables are not the same."""
        return [at for at in self.asked if not self.cell(at).holds(right[at], cells[at])]

    def _codes(self, credit: float, found: Collection[str], slip: str | None) -> Iterator[str]:
        """The verdict of the whole, then what the cells show, once each."""
        carried = "carried" in found
        if credit >= 1:
            yield "carried" if carried else "correct"
            return
        if slip is not None:
            yield f"mistake.{slip}"
        if credit > 0:
            yield "partly"
        elif slip is None:
            yield "wrong"
        if carried:
            yield "carried"
        if INSIDE in found:
            yield INSIDE

    def _stands(self, at: Place, value: Plain, part: PartMark, method: bool) -> bool:
        """Tell whether a cell goes on downstream: right or explained, else only when it is plausible.

        In a table filled in with method, what another cell of its line might hold is plausible too: a lot written down
        in the wrong week leaves a 0 where it should be, and stands where the key has 0.
        """
        cell = self.cell(at)
        if part.code in EXPLAINED:
            return True
        if not cell.is_figure:
            return True
        figure = cell.figure
        if (part.code not in {"wrong", "blank"} and figure.precise(value)) or figure.plausible(
            value, part.key
        ):
            return True
        return method and part.code != "blank" and self._moved(at, value)

    def _moved(self, at: Place, value: Plain) -> bool:
        """Tell whether a cell holds what the key has elsewhere along the line that its rule belongs to, or about that.

        The line is the row where neither the row nor the column has a rule.
        """
        ruled = [name for name in at if name in self.rules.templates] or [at[0]]
        line = [self.key.right[one] for one in self.asked if one != at and not set(ruled).isdisjoint(one)]
        if value == 0:
            return 0 in line
        return any(is_number(one) and one != 0 and self.cell(at).figure.plausible(value, one) for one in line)
