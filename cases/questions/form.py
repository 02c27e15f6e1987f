"""A trade document to fill: each field held against the contract, the whole against its own rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar, Literal

from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expressions import ExpressionError
from cases.figure import View
from cases.form_asking import Asking, FormAsk, Option
from cases.form_format import FormFields
from cases.form_layout import LINES, box_of, cell, cell_of, label, spoken
from cases.joined import joined
from cases.numerals import Lang
from cases.plain import Plain
from cases.problem import message
from cases.questions.base import Outcome, Question, Scope, Wording
from cases.questions.form_marking import Entry, Rule, mark_form
from cases.template import Source

OWN, LINE, ROW = "own", "line", "row"
# What is said of places by name: outcome code -> code of the place.
TOLD = {"missing": "blank", "superfluous": "superfluous", "near": "near", "consistent": "consistent"}

NAMED = 4  # boxes that a sentence names; beyond, it counts them: the document shows which


class FormQuestion(FormFields, Question):
    """A document to fill; the value of the question is the record of its fields, with its ``lines``."""

    TYPE: ClassVar[str] = "form"
    EVIDENCE: ClassVar[str] = "document"
    WORDED: ClassVar[Mapping[str, str]] = {**Question.WORDED, "rule": "consistent"}

    type: Literal["form"] = "form"

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """The key of each field and what it is held against, what is given, and the rules."""
        found: dict[str, Source] = {}
        for name, field in self.boxes.items():
            found |= {f"boxes.{name}.{place}": source for place, source in field.sources().items()}
        found |= {f"given.{name}": source for name, source in self.given.items()}
        if self.lines is not None:
            found["lines.answer"] = self.lines.answer
            for name, column in self.lines.columns.items():
                place = f"lines.columns.{name}"
                found |= {f"{place}.{under}": source for under, source in column.sources().items()}
            found |= {f"lines.given.{name}": source for name, source in self.lines.given.items()}
        return found | {f"consistent.{name}": rule for name, rule in self.consistent.items()}

    def graph_sources(self) -> tuple[str, ...]:
        """The keys."""
        return tuple(place for place in self.sources() if place.endswith(".answer"))

    def shown_sources(self) -> tuple[str, ...]:
        """What is already filled."""
        places = [place for place in self.sources() if place.startswith(("given.", "lines.given."))]
        lines = self.lines
        return (*places, *(("lines.answer",) if lines is not None and lines.given else ()))

    def own_names(self) -> frozenset[str]:
        """The learner's own entries, the line of a cell and its number."""
        return frozenset({OWN, LINE, ROW})

    def key(self, scope: Scope) -> Plain:
        """The record of the fields, None where the document must be left empty."""
        entries = self._entries(scope, scope)
        return self.record({place: entry.right for place, entry in entries.items()})

    def _lines(self, scope: Scope) -> list[Plain]:
        """The records of the lines; raises ExpressionError when they are no such list, or too many."""
        if self.lines is None:
            return []
        found = scope.evaluate(self.templates["lines.answer"])
        if not isinstance(found, list) or not all(isinstance(line, dict) for line in found):
            raise ExpressionError("form_lines", rows=self.lines.rows)
        if len(found) > self.lines.rows:
            raise ExpressionError("form_rows", found=len(found), rows=self.lines.rows)
        return found

    def _views(self, scope: Scope) -> dict[int, View]:
        return {
            row: View(scope, {LINE: line, ROW: row}) for row, line in enumerate(self._lines(scope), start=1)
        }

    def _entries(self, carried: Scope, key: Scope) -> dict[str, Entry]:
        of_key, lines = View(key), self._views(key)
        of_own, own_lines = (of_key, lines) if carried is key else (View(carried), self._views(carried))
        found = {}
        for place, field in self.places.items():
            at = cell_of(place)
            if at is None:
                found[place] = Entry(field, of_own, of_key)
            else:
                found[place] = Entry(field, own_lines.get(at[0]), lines.get(at[0]))
        return found

    def given_values(self, scope: Scope) -> dict[str, Plain]:
        """What is already in the document, by place; raises ExpressionError."""
        found = {name: scope.evaluate(self.templates[f"given.{name}"]) for name in self.given}
        if self.lines is not None and self.lines.given:
            for row, view in self._views(scope).items():
                for name in self.lines.given:
                    found[cell(row, name)] = view.value(self.templates[f"lines.given.{name}"])
        return found

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read each place; what one of them does not say is not held against the others."""
        if not isinstance(answer.raw, dict):
            return BLANK if is_blank(answer.raw) else Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        unknown = next(
            (name for name, text in answer.raw.items() if name not in self.places and text.strip()), None
        )
        if unknown is not None:
            known: dict[str, Plain] = {"place": unknown[:40], "places": ", ".join(self.places)[:400]}
            return Reading(codes=("unknown_place",), params=known)
        found = {
            place: field.read(answer.raw.get(place, ""), answer.lang) for place, field in self.places.items()
        }
        values = {place: one.value for place, one in found.items() if one.ok}
        parts = {place: one for place, one in found.items() if one.codes}
        if not values:
            return Reading(codes=("no_place_read",), parts=parts)
        return Reading(value=self.record(values), parts=parts)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """Each place as a careful learner fills it."""
        return {place: self.places[place].raw(one, lang) for place, one in self.flat(value).items()}

    def displayed(self, value: Plain, lang: Lang) -> Raw | None:
        """Each place as the debrief shows it, to be read again."""
        return {place: self.places[place].displayed(one, lang) for place, one in self.flat(value).items()}

    def retyped(self, reading: Reading, lang: Lang) -> dict[str, str]:
        """Each place as it is typed in another language."""
        values = self.flat(reading.value)
        return {place: self.places[place].retyped(one, lang) for place, one in values.items()}

    def echoes(self, reading: Reading, lang: Lang) -> dict[str, str]:
        """What was read of each figure, by place."""
        return {
            place: self.places[place].echo(one, lang)
            for place, one in self.flat(reading.value).items()
            if self.places[place].is_figure
        }

    def show(self, value: Plain, lang: Lang) -> str:
        """Each place with its value."""
        shown = self.displayed(value, lang)
        assert isinstance(shown, dict)
        return ", ".join(f"{place} = {text}" for place, text in shown.items())

    def describe(self, value: Plain, words: Wording) -> str:
        """Where to read it: what stands in its boxes is shown on the document."""
        return message("form.below", words.lang)

    def describe_reading(self, reading: Reading, words: Wording) -> str:
        """How many boxes were filled in."""
        count = len(self.flat(reading.value))
        return message(f"form.filled.{min(count, 2)}", words.lang, {"count": count})

    def blank(self) -> Raw:
        """Nothing in it."""
        return {}

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text in the first place alone, and in every one."""
        yield {next(iter(self.places)): text}
        yield dict.fromkeys(self.places, text)

    def shape(self) -> str:
        """A record of places."""
        return "record"

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark each place, then the rules over the whole; ``detail`` holds what goes on downstream."""
        given = self.flat(reading.value)
        entries, filled = self._entries(carried, key), self.given_values(key)
        found = mark_form(
            entries,
            given,
            frozenset(reading.parts),
            self._rules(key),
            lambda values: self._own(values, filled),
        )
        return Outcome(
            credit=found.credit,
            codes=found.codes,
            expected=self.record(found.expected),
            key=self.record(found.key),
            parts=found.parts,
            detail={"stands": self.record(found.stands)},
        )

    def _own(self, values: Mapping[str, Plain], filled: Mapping[str, Plain]) -> dict[str, Plain]:
        """Entries as rules see them, with what the document already held; rows without any entry are left out."""
        found: dict[str, Plain] = {**{name: filled.get(name) for name in self.given}, **self.record(values)}
        if self.lines is not None:
            lines = found[LINES]
            assert isinstance(lines, list)
            found[LINES] = [
                {**line, **{name: filled.get(cell(row, name)) for name in self.lines.given}}
                for row, line in enumerate(lines, start=1)
                if isinstance(line, dict) and any(one is not None for one in line.values())
            ]
        return found

    def _rules(self, scope: Scope) -> dict[str, Rule]:
        return {name: Rule(self._holding(name, scope), self._costs[name]) for name in self.consistent}

    def _holding(self, name: str, scope: Scope) -> Callable[[dict[str, Plain]], bool]:
        template = self.templates[f"consistent.{name}"]

        def holds(own: dict[str, Plain]) -> bool:
            return bool(scope.evaluate(template, {OWN: own}))

        return holds

    @cached_property
    def _costs(self) -> Mapping[str, float]:
        """What each rule costs: no more than its least place wins back when it is put right."""
        whole = sum(field.weight for field in self.places.values())
        speaks = {name: self._spoken_of(name) for name in self.consistent}
        times = Counter(place for places in speaks.values() for place in places)
        return {
            name: min(
                [self.rule_cost]
                + [
                    self.places[place].weight * (1 - self.places[place].partial) / whole / times[place]
                    for place in places
                ]
            )
            for name, places in speaks.items()
        }

    def _spoken_of(self, rule: str) -> tuple[str, ...]:
        """The places that a rule speaks of."""
        words = spoken(self.consistent[rule])
        return tuple(place for place in self.places if (LINES if cell_of(place) else place) in words)

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """Carry the entries that stand on method or could come from it, the graph's in place of the others."""
        return reading.ok and "stands" in outcome.detail

    def stand_in(self, reading: Reading, outcome: Outcome, carried: Scope) -> Plain:
        """The document as filled, what is missing or out of reach put in."""
        return outcome.detail.get("stands", reading.value)

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """What each declared misconception would enter at its place, the rest as the contract has it."""
        entries = self._entries(scope, scope)
        key = {place: entry.right for place, entry in entries.items()}
        found: dict[str, list[Plain]] = {}
        for place, entry in entries.items():
            if entry.key is None or key[place] is None or not entry.field.is_figure:
                continue
            for code, values in entry.field.mistake_values(entry.key).items():
                bent = [self.record({**key, place: value}) for value in values]
                found.setdefault(code, []).extend(bent)
        return found

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs of codes of one place whose accepted entries meet in this draw."""
        for entry in self._entries(scope, scope).values():
            if entry.key is not None and entry.field.is_figure and entry.right is not None:
                yield from entry.field.look_alike(entry.key)

    # -- the proof ----------------------------------------------------------------------------------
    def errors(self, scope: Scope) -> list[Plain]:
        """A plausible slip in each figure, then the misconceptions."""
        entries = self._entries(scope, scope)
        key = {place: entry.right for place, entry in entries.items()}
        slips = [
            self.record({**key, place: entry.field.nudged(key[place])})
            for place, entry in entries.items()
            if entry.field.is_figure and key[place] is not None
        ]
        return [*slips, *super().errors(scope)]

    def stock(self, figures: Iterator[str]) -> Raw:
        """A stock figure in each place, and the first of its options where it has some."""
        return {
            place: field.options[0] if field.kind == "choice" else "" if field.is_date else next(figures)
            for place, field in self.places.items()
        }

    def chance(self, scope: Scope) -> float | None:
        """The mean credit of options picked by chance, the rest left wrong; None where there are none to pick."""
        if not any(field.kind == "choice" for field in self.places.values()):
            return None
        entries = [entry for entry in self._entries(scope, scope).values() if entry.right is not None]
        earned = sum(
            entry.field.weight / len(entry.field.options) for entry in entries if entry.field.kind == "choice"
        )
        return earned / sum(entry.field.weight for entry in entries)

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The contract keeps its own rules, and every figure of it can be entered as it stands."""
        entries, filled = self._entries(scope, scope), self.given_values(scope)
        key = {place: entry.right for place, entry in entries.items()}
        own = self._own({place: value for place, value in key.items() if value is not None}, filled)
        for name, rule in self._rules(scope).items():
            if rule.holds(own) is not True:
                yield "proof_form_rule", {"rule": name}
        for place, entry in entries.items():
            value, view = key[place], entry.key
            if value is None or view is None:
                continue
            if entry.field.is_figure:
                yield from entry.field.prove(value)
                if not entry.field.as_written(view, value):
                    yield "proof_form_rounding", {"place": place, "exact": entry.field.exact(view)}
            if entry.field.follows is not None:
                follows = entry.field.follow(View(scope, {**(view.own or {}), OWN: own}))
                if not entry.field.agrees(value, follows):
                    yield "proof_form_follows", {"place": place, "found": str(follows)[:40]}

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """The places left empty, filled without need, spelt otherwise, or right by the others only."""
        for told, code in TOLD.items():
            names = [
                self.part_label(place, words)
                for place, part in outcome.parts.items()
                if part.code == code and (part.weight or code != "blank")
            ]
            if names:
                many = message("form.boxes", words.lang, {"count": len(names)})
                said = many if len(names) > NAMED else joined(names, words.lang)
                yield message(f"debrief.form_{told}", words.lang, {"boxes": said})

    def told(self, code: str) -> bool:
        """What ``remarks`` says of the places."""
        return code in TOLD or code in {"correct", "wrong"}

    def part_label(self, place: str, words: Wording) -> str:
        """The caption of a place as the document prints it."""
        return label(self.layout, place, self.lang(words.lang))

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """An entry as the document shows it."""
        field = self.places.get(place)
        if field is None or value is None:
            return ""
        if field.kind == "choice":
            return self._option(words.into(self.lang(words.lang)))(place, str(value))
        return field.displayed(value, words.lang)

    def _option(self, words: Wording) -> Option:
        def option(place: str, chosen: str) -> str:
            box = box_of(self.layout, place)
            return (
                box.option(chosen, words.lang)
                if box is not None and chosen in box.options
                else words.item("choices", chosen)
            )

        return option

    def ask(self, scope: Scope, words: Wording) -> FormAsk:
        """The document, box by box, in its own language."""
        lang = self.lang(words.lang)
        lines = self.lines
        return Asking(
            document=self.layout,
            fields=self.boxes,
            columns=lines.columns if lines is not None else {},
            given=self.given_values(scope),
            rows=lines.rows if lines is not None else 0,
            lang=lang,
            page=words.lang,
            option=self._option(words.into(lang)),
        ).ask()

    def lists(self) -> dict[str, frozenset[str]]:
        """The words of the options that the document does not have, of misconceptions, alternatives and rules."""
        options, mistakes, alternatives = set[str](), set[str](), set[str]()
        for place, field in self.places.items():
            box = box_of(self.layout, place)
            options |= set(field.options) - set(box.options if box is not None else ())
            mistakes |= set(field.mistakes)
            alternatives |= set(field.alternatives)
        named = {
            "choices": options, "mistakes": mistakes, "alternatives": alternatives, "consistent": self.consistent,
        }  # fmt: skip
        return {name: frozenset(ids) for name, ids in named.items() if ids}
