"""A figure to compute, or several: quantities, rates, amounts, durations, dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from cases import detectors
from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.figure import PERCENT, Allowed, Figure, FigureFields, Mistake, View
from cases.figure_set import OWN
from cases.numerals import Lang
from cases.part import Identifier, fault
from cases.plain import Plain
from cases.problem import message
from cases.questions.base import FieldView, Outcome, Question, Scope, Wording
from cases.questions.choice import OptionView
from cases.questions.several_figures import METHOD, MOST, VALUE, Box, Method, SeveralFigures, Step
from cases.template import Source, Template, compile_template


@dataclass(frozen=True)
class BoxView:
    """An input box of a figure."""

    id: str
    label: str
    unit_label: str
    note: str
    placeholder: str = ""


@dataclass(frozen=True)
class NumberAsk:
    """What the page asks: the boxes, the steps with their points, the methods in the variant's order."""

    boxes: tuple[BoxView, ...]
    steps: tuple[BoxView, ...]
    methods: tuple[OptionView, ...]
    steps_required: bool
    several: bool


class NumberQuestion(FigureFields, Question):
    """One figure, whose key is the value of the same id; or several, whose values make a record.

    ``boxes`` asks for several figures. ``steps`` are intermediate ones: a right final figure earns all the
    points, steps earn theirs where it is wrong. ``method`` is a choice beside the figure, marked apart.
    """

    TYPE: ClassVar[str] = "number"
    WORDED: ClassVar[Mapping[str, str]] = {**Question.WORDED, METHOD: "method_feedback"}

    type: Literal["number"] = "number"
    answer: Source = Field(None, description="the key: an expression over the graph")
    boxes: dict[Identifier, Box] = Field(default_factory=dict, max_length=MOST)
    steps: dict[Identifier, Step] = Field(default_factory=dict, max_length=MOST)
    steps_required: bool = Field(False, description="steps earn their points whatever the final figure")
    method: Method | None = None

    @model_validator(mode="after")
    def _one_or_several(self) -> Self:
        given = self.model_fields_set
        if ("answer" in given) == bool(self.boxes):
            raise fault("number_answer")
        apart = sorted(given & set(FigureFields.model_fields)) if self.boxes else []
        if apart:
            raise fault("boxes_apart", item=apart[0])
        places = [*self.boxes, *self.steps]
        taken = next((one for one in places if one in {VALUE, METHOD} or places.count(one) > 1), None)
        if taken is not None:
            raise fault("place_taken", item=taken)
        beside = sum(step.points for step in self.steps.values()) + (self.method.points if self.method else 0)
        if beside >= self.points:
            raise fault("beside_points", beside=beside, points=self.points)
        return self

    # -- its figures --------------------------------------------------------------------------------
    @cached_property
    def figure(self) -> Figure:
        """The figure that a question without boxes asks for, with the keys of the question."""
        given = {name: getattr(self, name) for name in FigureFields.model_fields}
        return Figure.model_construct(self.model_fields_set & set(given), **given)

    @cached_property
    def several(self) -> SeveralFigures | None:
        """The places of a question of several figures; None where there is but one."""
        if not (self.boxes or self.steps or self.method):
            return None
        return SeveralFigures(
            finals=self.boxes or {VALUE: self.figure},
            steps=self.steps,
            steps_required=self.steps_required,
            method=self.method,
            chosen=self.templates["method.answer"] if self.method else None,
            points=self.points,
        )

    # -- the graph ----------------------------------------------------------------------------------
    def _by_place(self) -> Iterator[tuple[str, Figure]]:
        """Each figure with its place under the question in the file."""
        if not self.boxes:
            yield "", self.figure
        for name, box in self.boxes.items():
            yield f"boxes.{name}.", box
        for name, step in self.steps.items():
            yield f"steps.{name}.", step

    def sources(self) -> dict[str, Source]:
        """The keys, misconceptions and alternatives of every figure, and the method."""
        found = {
            f"{under}{place}": source
            for under, figure in self._by_place()
            for place, source in figure.sources().items()
        }
        return found | ({"method.answer": self.method.answer} if self.method else {})

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """The compiled sources, shared with the figures."""
        found = {
            f"{under}{place}": template
            for under, figure in self._by_place()
            for place, template in figure.templates.items()
        }
        return found | ({"method.answer": compile_template(self.method.answer)} if self.method else {})

    def graph_sources(self) -> tuple[str, ...]:
        """The key of every figure, and the method's."""
        keys = (f"{under}answer" for under, _ in self._by_place())
        return (*keys, *(("method.answer",) if self.method else ()))

    def own_names(self) -> frozenset[str]:
        """``own``, the record of the places before, where there are several."""
        return frozenset({OWN}) if self.several else frozenset()

    def key(self, scope: Scope) -> Plain:
        """The key, rounded as asked: what the learner writes down and goes on with; a record of several."""
        return self.several.key(scope) if self.several else self.figure.key(View(scope))

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """The figures that each declared misconception would write down."""
        if self.several:
            return self.several.mistake_values(scope)
        return self.figure.mistake_values(View(scope))

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs among the key, alternatives and misconceptions whose accepted answers meet in this draw."""
        return self.several.look_alike(scope) if self.several else self.figure.look_alike(View(scope))

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read the figure, or each of them, in the language it was typed in."""
        if self.several:
            return BLANK if is_blank(answer.raw) else self.several.read(answer)
        if not isinstance(answer.raw, str):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        return self.figure.read(answer.raw, answer.lang)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The figure as a careful learner types it, with its unit left out."""
        return self.several.raw(value, lang) if self.several else self.figure.raw(value, lang)

    def show(self, value: Plain, lang: Lang) -> str:
        """The figure with its unit."""
        return self.several.show(value, lang) if self.several else self.figure.show(value, lang)

    def describe(self, value: Plain, words: Wording) -> str:
        """The figure with its unit; each of several after its label."""
        if self.several is None or not isinstance(value, dict):
            return self.show(value, words.lang)
        said = {place: self.part_show(place, value.get(place), words) for place in self.several.places}
        return self.several.labelled(said, self._labels(words), words.lang)

    def describe_reading(self, reading: Reading, words: Wording) -> str:
        """The learner's figures, decimals kept."""
        if self.several is None:
            return self.echo(reading, words.lang)
        said = self.echoes(reading, words.lang)
        if isinstance(reading.value, dict) and METHOD in reading.value:
            said = {METHOD: self.part_show(METHOD, reading.value[METHOD], words), **said}
        return self.several.labelled(said, self._labels(words), words.lang)

    def echo(self, reading: Reading, lang: Lang) -> str:
        """What was read of a figure, decimals kept, with the unit; of several, each says its own (``echoes``)."""
        return "" if self.several or not reading.ok else self.figure.echo(reading.value, lang)

    def echoes(self, reading: Reading, lang: Lang) -> dict[str, str]:
        """What was read of each figure, by place."""
        return self.several.echoes(reading.value, lang) if self.several else {VALUE: self.echo(reading, lang)}

    def retyped(self, reading: Reading, lang: Lang) -> dict[str, str]:
        """The figures read, by place, as they are typed in another language."""
        if self.several:
            return self.several.retyped(reading.value, lang)
        return {VALUE: self.figure.retyped(reading.value, lang)} if reading.ok else {}

    def displayed(self, value: Plain, lang: Lang) -> Raw | None:
        """The figure with its unit."""
        return self.several.displayed(value, lang) if self.several else self.figure.displayed(value, lang)

    def blank(self) -> Raw:
        """A space in each place."""
        return dict.fromkeys(self.several.places, " ") if self.several else super().blank()

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text as the figure; of several, in the first place, in the last, in all."""
        if self.several is None:
            yield text
            return
        places = self.several.places
        yield from ({places[0]: text}, {places[-1]: text}, dict.fromkeys(places, text))

    def part_label(self, place: str, words: Wording) -> str:
        """The label of a box or a step in the paper; a word of ours for the method and for the only figure."""
        if place in {VALUE, METHOD}:
            return message(f"number.{place}", words.lang)
        return words.item("boxes" if place in self.boxes else "steps", place)

    def part_show(self, place: str, value: Plain, words: Wording) -> str:
        """A figure with its unit; the words of a method."""
        if value is None or self.several is None:
            return ""
        if place == METHOD:
            return words.item("methods", str(value))
        return self.several.figures.figures[place].show(value, words.lang)

    def _labels(self, words: Wording) -> dict[str, str]:
        places = self.several.places if self.several else ()
        return {place: self.part_label(place, words) for place in places}

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark a figure: right, right by what was carried, a known misconception, a slip, or wrong."""
        if self.several:
            return self.several.mark(reading, carried, key)
        of_key = View(key)
        judged = self.figure.judge(reading.value, of_key if carried is key else View(carried), of_key)
        return Outcome(
            credit=judged.credit,
            codes=(judged.code,),
            expected=judged.expected,
            key=judged.key,
            interval=self.figure.interval(judged.expected),
        )

    def slips(self) -> frozenset[str]:
        """Those that the units asked may show."""
        figures = [figure for _, figure in self._by_place() if not figure.is_date]
        return frozenset().union(*(detectors.codes(figure.asked_unit) for figure in figures))

    def carries(self, reading: Reading, outcome: Outcome) -> bool:
        """Carry a right or explained figure always, another one only when it is plausible; place by place."""
        if self.several or not reading.ok:
            return reading.ok
        return self.figure.carries(reading.value, outcome.codes[0], outcome.key)

    def stand_in(self, reading: Reading, outcome: Outcome, carried: Scope) -> Plain:
        """The figure; of several, those that carry, and the graph's in the other places."""
        return outcome.detail["stands"] if self.several else reading.value

    # -- the proof ----------------------------------------------------------------------------------
    def errors(self, scope: Scope) -> list[Plain]:
        """A plausible slip that nothing explains, then the misconceptions."""
        slips = self.several.nudged(scope) if self.several else [self.figure.nudged(self.key(scope))]
        return [*slips, *super().errors(scope)]

    def stock(self, figures: Iterator[str]) -> Raw:
        """A figure in each place."""
        return self.several.stock(figures) if self.several else super().stock(figures)

    def chance(self, scope: Scope) -> float | None:
        """The mean credit over the methods, where there are some."""
        return self.several.chance(scope) if self.several else None

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The key can be typed, a percentage cannot be taken for a rate, every alternative has a value."""
        if self.several:
            yield from self.several.prove(scope)
            return
        self.figure.alternative_values(View(scope))
        yield from self.figure.prove(scope.value(self.id))

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """Of several figures: what each place calls for, and what was accepted."""
        if self.several is None:
            return iter(())
        return self.several.remarks(reading, outcome, words, self._labels(words))

    def told(self, code: str) -> bool:
        """Of several figures, ``remarks`` says all but the general verdict."""
        return self.several is not None and code not in {"correct", "partly", "wrong", "blank"}

    def interval(self, outcome: Outcome, lang: Lang) -> str:
        """ "de 802 à 818 pièces": the unit once, unless it is a sign that stands with each figure."""
        if self.several or outcome.expected is None:
            return ""
        return self.figure.interval_words(outcome.expected, outcome.interval, lang)

    def lists(self) -> dict[str, frozenset[str]]:
        """The labels of boxes, steps and methods, and a word of feedback for each code that has its own."""
        figures = [figure for _, figure in self._by_place()]
        methods = frozenset(self.method.options if self.method else ())
        named = {
            "boxes": frozenset(self.boxes),
            "steps": frozenset(self.steps),
            "methods": methods,
            "method_feedback": methods,
            "mistakes": frozenset(name for figure in figures for name in figure.mistakes),
            "alternatives": frozenset(name for figure in figures for name in figure.alternatives),
        }
        return {name: ids for name, ids in named.items() if ids}

    def fields(self, lang: Lang, words: Mapping[str, str]) -> tuple[FieldView, ...]:
        """A box for each figure asked, with its unit and the rounding asked."""
        finals = self.several.finals if self.several else {VALUE: self.figure}
        return tuple(
            FieldView(place, "", figure.unit_words(lang), figure.note(lang))
            for place, figure in finals.items()
        )

    def ask(self, scope: Scope, words: Wording) -> NumberAsk:
        """The boxes and steps with their labels, the methods in the variant's order."""
        options = self.method.options if self.method else []
        if self.method is not None and self.method.shuffle:
            options = words.shuffled(options, "methods")
        finals = self.several.finals if self.several else {VALUE: self.figure}
        return NumberAsk(
            boxes=tuple(self._box(place, figure, words) for place, figure in finals.items()),
            steps=tuple(self._box(place, step, words) for place, step in self.steps.items()),
            methods=tuple(OptionView(option, words.item("methods", option)) for option in options),
            steps_required=self.steps_required,
            several=self.several is not None,
        )

    def _box(self, place: str, figure: Figure, words: Wording) -> BoxView:
        lang, label = words.lang, self.part_label(place, words)
        return BoxView(place, label, figure.unit_words(lang), figure.note(lang), figure.placeholder(lang))

    def shape(self) -> str:
        """One place a line where there are several."""
        return "record" if self.several else "text"


__all__ = ["PERCENT", "Allowed", "BoxView", "Mistake", "NumberAsk", "NumberQuestion"]
