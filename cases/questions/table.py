"""A table to fill in: a planning grid, a budget, a pick list; an error in a cell is carried to those after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import ClassVar, Literal

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expression_error import ExpressionError
from cases.figure import Mistake
from cases.joined import joined
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import format_value, is_month, write_number
from cases.questions.base import Outcome, Question, Scope, Wording
from cases.table_asking import TableAsk, table_ask
from cases.table_cell import Cell
from cases.table_format import TableFields
from cases.table_grid import MAX_CELLS, MAX_NAME, Cells, Place, Sides, flat, names_of, nested, place
from cases.table_marking import Board, Marking
from cases.table_rules import NAMES, Rules
from cases.template import Source

# The most that the same figure in every cell may earn.
FILLED = 0.10
RING_EVERY = 10
FEW = 6  # cells that can be told in a line


class TableQuestion(TableFields, Question):
    """Rows, columns and a key; some cells are given, the others asked and marked one by one.

    With ``rules`` a cell is right when it follows from the learner's own cells. A cell whose key is 0 weighs
    ``zero_weight`` of another, and so does a 0 that follows from the learner's: zeros everywhere earn little.
    """

    TYPE: ClassVar[str] = "table"

    type: Literal["table"] = "table"

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """Sides, key, given cells, rules, misconceptions and choices."""
        found: dict[str, Source] = {"answer": self.answer, "given": self.given, "start": self.start}
        for name, side in (("rows", self.rows), ("columns", self.columns)):
            found[name] = [{"text": one} for one in side] if isinstance(side, list) else side
        found |= {f"rules.{name}": rule for name, rule in self.rules.items()}
        for name, mistake in self.mistakes.items():
            found[f"mistakes.{name}"] = mistake.answer if isinstance(mistake, Mistake) else mistake
        found["cell.choices"] = self.cell.choices
        return found | {f"cells.{name}.choices": cell.choices for name, cell in self.cells.items()}

    def graph_sources(self) -> tuple[str, ...]:
        """All that a mark rests on: misconceptions apart."""
        return tuple(name for name in self.sources() if not name.startswith("mistakes."))

    def shown_sources(self) -> tuple[str, ...]:
        """Sides, given cells and choices."""
        return tuple(
            name
            for name in self.sources()
            if name in {"rows", "columns", "given"} or name.endswith(".choices")
        )

    def own_names(self) -> frozenset[str]:
        """What the rules call the cells around one."""
        return NAMES if self.rules else frozenset()

    def sides(self, scope: Scope) -> Sides:
        """The rows and the columns; raises ExpressionError."""
        rows, columns = (names_of(scope.evaluate(self.templates[side]), side) for side in ("rows", "columns"))
        if len(rows) * len(columns) > MAX_CELLS or set(rows) & set(columns):
            raise ExpressionError("table_size", limit=MAX_CELLS)
        return Sides(rows, columns)

    def given_cells(self, scope: Scope, sides: Sides) -> dict[Place, Plain]:
        """The cells shown from the start; raises ExpressionError."""
        value = scope.evaluate(self.templates["given"])
        return {} if value is None else sides.cells(value, "given")

    def asked(self, sides: Sides, given: Cells) -> tuple[Place, ...]:
        """The cells to fill in, row by row; raises ExpressionError where there is none."""
        wanted = set(self.wanted)
        found = tuple(
            at
            for at in sides.places
            if at not in given and (not wanted or not wanted.isdisjoint((*at, place(at))))
        )
        if not found:
            raise ExpressionError("table_nothing_asked")
        return found

    def _exact(self, scope: Scope, source: str) -> dict[Place, Plain]:
        """The asked cells of a table of the graph, before rounding; raises ExpressionError."""
        sides = self.sides(scope)
        cells = sides.cells(scope.evaluate(self.templates[source]), source)
        asked = self.asked(sides, self.given_cells(scope, sides))
        missing = next((at for at in asked if at not in cells), None)
        if missing is not None:
            raise ExpressionError("table_missing", what=source, place=place(missing))
        return {at: cells[at] for at in asked}

    def _mistaken(self, scope: Scope, name: str) -> dict[Place, Plain]:
        """The table that a misconception gives: the key in the rows and cells that it does not name."""
        sides = self.sides(scope)
        found = sides.cells(scope.evaluate(self.templates[f"mistakes.{name}"]), f"mistakes.{name}")
        return {at: found.get(at, right) for at, right in self._exact(scope, "answer").items()}

    def _rounded(self, exact: Cells) -> dict[Place, Plain]:
        return {at: self.of(at).rounded(value, place(at)) for at, value in exact.items()}

    def key(self, scope: Scope) -> Plain:
        """The asked cells, rounded: {row: {column: value}}."""
        return nested(self._rounded(self._exact(scope, "answer")))

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """The table that each misconception would hand in."""
        return {
            f"mistake.{name}": [nested(self._rounded(self._mistaken(scope, name)))] for name in self.mistakes
        }

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs of tables that no cell tells apart in this draw."""
        found = {"correct": flat(self.key(scope))}
        found |= {code: flat(values[0]) for code, values in self.mistake_values(scope).items()}
        for one, other in combinations(found, 2):
            if not any(self.of(at).apart(value, found[other][at]) for at, value in found[one].items()):
                yield one, other

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read every cell; one that cannot be read leaves the others to be marked."""
        if not isinstance(answer.raw, dict):
            return BLANK if is_blank(answer.raw) else Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        if len(answer.raw) > 2 * MAX_CELLS:
            return Reading(codes=("answer_shape",))
        found: dict[Place, Plain] = {}
        parts: dict[str, Reading] = {}
        for name, text in answer.raw.items():
            at = self.at(name)
            if at is None:
                params = {"place": name[:MAX_NAME], "places": self._example()}
                return Reading(codes=("unknown_place",), params=params)
            read = self.of(at).read(text, answer.lang)
            if read.ok:
                found[at] = read.value
            elif not read.blank:
                parts[name] = read
        if not found:
            first = next(iter(parts.values()))
            return Reading(codes=first.codes, params=first.params)
        return Reading(value=nested(found), parts=parts)

    def _example(self) -> str:
        rows, columns = (side if isinstance(side, list) else ["…"] for side in (self.rows, self.columns))
        return ", ".join([place((row, column)) for row in rows for column in columns][:12])

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The cells, by "row.column"."""
        return {place(at): self.of(at).raw(one, lang) for at, one in flat(value).items() if one is not None}

    def retyped(self, reading: Reading, lang: Lang) -> dict[str, str]:
        """The figures read, by place, as they are typed in another language."""
        return {
            place(at): self.of(at).raw(value, lang)
            for at, value in flat(reading.value).items()
            if self.of(at).is_figure
        }

    def show(self, value: Plain, lang: Lang) -> str:
        """The cells, one after the other."""
        return joined((self.of(at).shown(one, lang) for at, one in flat(value).items()), lang)

    def describe(self, value: Plain, words: Wording) -> str:
        """A few cells by their names; more stand in the marked table."""
        cells = flat(value)
        if len(cells) > FEW:
            return message("table.below", words.lang)
        if isinstance(self.rows, list):  # as the table has them, whatever the order they were kept in
            cells = dict(sorted(cells.items(), key=lambda one: self.rows.index(one[0][0])))
        told = (
            message(
                "reading.part",
                words.lang,
                {"part": self.part_label(place(at), words), "what": self.part_show(place(at), one, words)},
            )
            for at, one in cells.items()
        )
        return joined(told, words.lang)

    def describe_reading(self, reading: Reading, words: Wording) -> str:
        """How many cells were filled in, where they are too many to be told."""
        count = len(flat(reading.value))
        if count > FEW:
            return message("table.filled", words.lang, {"count": count})
        return self.describe(reading.value, words)

    def blank(self) -> Raw:
        """No cell."""
        return {}

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text in the first cell that can be told without a variant, and in every one."""
        places = [place(at) for at in self._guessed()]
        yield {places[0]: text}
        yield dict.fromkeys(places, text)

    def _guessed(self) -> list[Place]:
        """The cells as far as the case file names them; sides that it computes are taken for numbers."""
        rows, columns = (
            side if isinstance(side, list) else [str(number) for number in range(1, 13)]
            for side in (self.rows, self.columns)
        )
        return [(row, column) for row in rows for column in columns]

    def part_label(self, place: str, words: Wording) -> str:
        """ "Besoin net, semaine 3"."""
        at = self.at(place)
        if at is None:
            return place
        return f"{self._label('rows', at[0], words)}, {self._label('columns', at[1], words)}"

    def _label(self, side: str, name: str, words: Wording) -> str:
        """The words of a row or a column; a computed name follows the word for what it is (semaine 3)."""
        if isinstance(self.rows if side == "rows" else self.columns, list):
            return words.item(side, name)
        if is_month(name):
            return format_value(name, "month", words.lang)
        return f"{words.item('headings', side)} {name}"

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """The value of a cell, with its unit; an option in words."""
        at = self.at(place)
        if value is None or at is None:
            return ""
        cell = self.of(at)
        if cell.is_figure:
            return cell.figure.show(value, words.lang)
        return words.item("options", str(value)) if cell.options else str(value)

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark every cell: right, right by what came before it, a known misconception, or wrong."""
        return self._marking(carried, key).mark(reading)

    def _marking(self, carried: Scope, key: Scope) -> Marking:
        sides = self.sides(key)
        given = self.given_cells(key, sides)
        asked, board = self.asked(sides, given), self._board(key)
        return Marking(
            sides=sides,
            asked=asked,
            given=given,
            cell=self.of,
            rules=Rules({name: self.templates[f"rules.{name}"] for name in self.rules}),
            key=board,
            own=board if carried is key else self._board(carried),
            blank_is=self.blank_is,
            zero_weight=self.zero_weight,
            credits={name: one.credit for name, one in self.mistakes.items() if isinstance(one, Mistake)},
            luck={at: 1 / len(self._choices(self.of(at), key)) for at in asked if self.of(at).chosen},
        )

    def _board(self, scope: Scope) -> Board:
        exact = self._exact(scope, "answer")
        mistakes: dict[str, Cells] = {}
        for name in self.mistakes:
            try:
                mistakes[name] = self._rounded(self._mistaken(scope, name))
            except ExpressionError:
                continue  # a learner's odd upstream figure may leave a misconception without a value
        start = scope.evaluate(self.templates["start"])
        return Board(scope, self._rounded(exact), exact, mistakes, start)

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """The cells that stand on method go on downstream, one by one (see ``stand_in``)."""
        return reading.ok

    def stand_in(self, reading: Reading, outcome: Outcome, carried: Scope) -> Plain:
        """The cells that carry, and the graph's in the other places."""
        return outcome.detail["stands"]

    # -- the proof ----------------------------------------------------------------------------------
    def errors(self, scope: Scope) -> list[Plain]:
        """A plausible slip in one cell, then the misconceptions."""
        cells = flat(self.key(scope))
        slip = next((at for at, value in cells.items() if is_number(value) and value), None)
        nudged: list[Plain] = []
        if slip is not None:
            cell = self.of(slip)
            nudged = [nested({**cells, slip: cell.rounded(cell.figure.nudged(cells[slip]), place(slip))})]
        return [*nudged, *super().errors(scope)]

    def stock(self, figures: Iterator[str]) -> Raw:
        """A figure in every cell, as far as the case file names them."""
        return {place(at): next(figures) for at in self._guessed() if self.of(at).is_figure}

    def chance(self, scope: Scope) -> float | None:
        """The mean credit of options chosen without a thought, the figures left out; None where there is none."""
        marking = self._marking(scope, scope)
        options = {at: self._choices(self.of(at), scope) for at in marking.luck}
        if not options:
            return None
        credits = []
        for shift in range(max(map(len, options.values()))):
            for step in (0, 1):  # the same option everywhere, then one after the other
                picked: Cells = {
                    at: several[(shift + step * number) % len(several)]
                    for number, (at, several) in enumerate(options.items())
                }
                credits.append(marking.mark(Reading(value=nested(picked))).credit)
        return sum(credits) / len(credits)

    def _choices(self, cell: Cell, scope: Scope) -> tuple[str, ...]:
        if cell.options:
            return tuple(cell.options)
        name = next(
            (f"cells.{name}.choices" for name, one in self.cells.items() if one is cell), "cell.choices"
        )
        return names_of(scope.evaluate(self.templates[name]), name)

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The key can be typed and keeps the rules; no figure earns much everywhere; rules go one way."""
        marking = self._marking(scope, scope)
        right = marking.key.right
        table = {**marking.given, **right}
        for at, value in right.items():
            cell = self.of(at)
            if cell.is_figure:
                yield from cell.figure.prove(value)
            elif cell.chosen and value not in self._choices(cell, scope):
                yield "proof_table_option", {"box": place(at), "value": value}
            ruled = marking.by_rule(at, table)
            if ruled and not any(cell.holds(value, one) for one in ruled):
                yield "proof_table_rule", {"box": place(at), "key": str(value), "found": str(ruled[0])}
        for figure in (0.0, 1.0):
            filled = {at: figure for at in right if self.of(at).is_figure and not self.of(at).figure.is_date}
            share = marking.mark(Reading(value=nested(filled))).credit if filled else 0.0
            if share > FILLED:
                yield "proof_table_filled", {"figure": int(figure), "share": share, "limit": FILLED}
        for code, values in self.mistake_values(scope).items():
            if marking.mark(Reading(value=values[0])).credit >= 1:
                yield "proof_table_mistake", {"slip": code}
        if self.rules and scope.seed % RING_EVERY == 0:
            ring = marking.rules.ring(marking.asked, marking.sides, table, marking.key.start, scope)
            if ring is not None:
                yield "proof_table_ring", {"box": place(ring)}

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """How many cells are right."""
        if outcome.parts and outcome.credit < 1:
            right = sum(part.credit >= 1 for part in outcome.parts.values())
            yield message("table.count", words.lang, {"right": right, "total": len(outcome.parts)})

    def told(self, code: str) -> bool:
        """The count says that a part of the table is right."""
        return code == "partly"

    def ask(self, scope: Scope, words: Wording) -> TableAsk:
        """The grid, in the words of the paper."""
        sides = self.sides(scope)
        given = self.given_cells(scope, sides)
        blank_is = "" if self.blank_is is None else write_number(self.blank_is, words.lang)
        corner = words.item("headings", "rows") if isinstance(self.rows, str) else ""

        def label(side: str, name: str) -> str:
            bare = side == "rows" and corner and not is_month(name)
            return name if bare else self._label(side, name, words)

        return table_ask(
            sides,
            self.asked(sides, given),
            given,
            self.of,
            self.cells,
            lambda cell: self._choices(cell, scope),
            label,
            words,
            corner,
            blank_is,
        )

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of the rows, columns, options and misconceptions; what computed rows or columns are."""
        found: dict[str, frozenset[str]] = {}
        headings = set()
        for name, side in (("rows", self.rows), ("columns", self.columns)):
            if isinstance(side, list):
                found[name] = frozenset(side)
            else:
                headings.add(name)
        if headings:
            found["headings"] = frozenset(headings)
        options = frozenset(one for cell in (self.cell, *self.cells.values()) for one in cell.options)
        if options:
            found["options"] = options
        return found | ({"mistakes": frozenset(self.mistakes)} if self.mistakes else {})

    def shape(self) -> str:
        """A record of cells."""
        return "record"
