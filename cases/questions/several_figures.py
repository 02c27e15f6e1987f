"""Several figures in one question: boxes, intermediate steps, and the choice of a method beside them.

The answer is a record of places. Each place is judged as a figure is; ``own.<place>`` lets a figure rest on
those before it, so that an error counts once inside the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from cases.answers import BLANK, Answer, Raw, Reading
from cases.expression_error import ExpressionError
from cases.figure import Figure
from cases.figure_set import FigureSet, SetMark
from cases.joined import joined
from cases.numerals import Lang
from cases.part import Identifier, Part, fault
from cases.plain import Plain
from cases.problem import message
from cases.questions.base import Outcome, PartMark
from cases.scope import Scope, Wording
from cases.template import Source, Template

VALUE, METHOD = "value", "method"
MOST = 12
FEEDBACK = {"mistake": "mistakes", "alternative": "alternatives", METHOD: "method_feedback"}
VERDICTS = frozenset({"correct", "carried", "wrong"})


class Box(Figure):
    """One of several figures asked together."""

    weight: float = Field(1.0, gt=0, le=100, description="its share of the figures' points")


class Step(Figure):
    """An intermediate figure, which earns points where the final one is wrong."""

    points: float = Field(gt=0, le=100, description="points of the question's that it earns")


class Method(Part):
    """The choice of a method or a formula beside the figure."""

    options: list[Identifier] = Field(min_length=2, max_length=MOST)
    answer: Source = Field(description="{text: id}, or an expression that gives one of the options")
    points: float = Field(gt=0, le=100, description="points of the question's that the choice earns")
    shuffle: bool = True

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = next((option for option in self.options if self.options.count(option) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        return self


@dataclass(frozen=True)
class SeveralFigures:
    """The places of a question of several figures, and all that is done with an answer to it.

    ``finals`` are the figures asked, by place; ``chosen`` is the template of the right method, if one is
    asked; ``points`` are the question's.
    """

    finals: Mapping[str, Figure]
    steps: Mapping[str, Step]
    steps_required: bool
    method: Method | None
    chosen: Template | None
    points: float

    @cached_property
    def figures(self) -> FigureSet:
        """Steps, then the figures asked: each may rest on those before it."""
        return FigureSet({**self.steps, **self.finals})

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places of an answer: the method, the steps, the figures."""
        return (*((METHOD,) if self.method else ()), *self.figures.figures)

    # -- the graph ----------------------------------------------------------------------------------
    def start(self, scope: Scope) -> dict[str, Plain]:
        """What stands before the first figure, the method; raises ExpressionError when it is no option."""
        if self.method is None or self.chosen is None:
            return {}
        value = scope.evaluate(self.chosen)
        if value not in self.method.options:
            raise ExpressionError("choice_key", options=", ".join(self.method.options), found=str(value))
        return {METHOD: value}

    def key(self, scope: Scope) -> dict[str, Plain]:
        """The record of right values."""
        return self.figures.keys(scope, self.start(scope))

    def mistake_values(self, scope: Scope) -> dict[str, list[Plain]]:
        """What each declared misconception would answer: one place errs and the others follow from it."""
        start, found = self.start(scope), dict[str, list[Plain]]()
        for place, figure, view in self.figures.views(scope, start):
            for code, values in figure.mistake_values(view).items():
                bent = [self.figures.bent(scope, start, {place: value}) for value in values]
                found.setdefault(code, []).extend(bent)
        if self.method is not None:
            key = self.key(scope)
            for option in self.method.options:
                if option != key[METHOD]:
                    found[f"{METHOD}.{option}"] = [{**key, METHOD: option}]
        return found

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """Pairs of codes of one place whose accepted answers meet in this draw."""
        for _, figure, view in self.figures.views(scope, self.start(scope)):
            yield from figure.look_alike(view)

    def nudged(self, scope: Scope) -> list[Plain]:
        """A plausible slip that nothing explains, in each place, and what follows from it."""
        start, key = self.start(scope), self.key(scope)
        return [
            self.figures.bent(scope, start, {place: figure.nudged(key[place])})
            for place, figure in self.figures.figures.items()
        ]

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """What must hold of each figure on every variant."""
        for _, figure, view in self.figures.views(scope, self.start(scope)):
            figure.alternative_values(view)
            yield from figure.prove(figure.key(view))

    def chance(self, scope: Scope) -> float | None:
        """Where a method is chosen, the mean credit over the methods, each with stock figures."""
        if self.method is None:
            return None
        figures = dict.fromkeys(self.figures.figures, "1")
        papers = [self.read(Answer({**figures, METHOD: option})) for option in self.method.options]
        return sum(self.mark(paper, scope, scope).credit for paper in papers) / len(papers)

    def stock(self, figures: Iterator[str]) -> dict[str, str]:
        """A stock figure in each place, and the first method."""
        found = {place: next(figures) for place in self.figures.figures}
        return found | ({METHOD: self.method.options[0]} if self.method else {})

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read each place; a text alone is the figure where only one is asked."""
        raw = answer.raw
        if isinstance(raw, str) and set(self.finals) == {VALUE}:
            raw = {VALUE: raw}
        if not isinstance(raw, dict):
            return Reading(codes=("answer_shape",))
        unknown = next((place for place in raw if place not in self.places and raw[place].strip()), None)
        if unknown is not None:
            params: dict[str, Plain] = {"place": unknown[:40], "places": ", ".join(self.places)}
            return Reading(codes=("unknown_place",), params=params)
        found = {place: self._read(place, raw.get(place, ""), answer.lang) for place in self.places}
        values = {place: one.value for place, one in found.items() if one.ok}
        parts = {place: one for place, one in found.items() if one.codes}
        return (
            Reading(value=values, parts=parts) if values else Reading(codes=("no_place_read",), parts=parts)
        )

    def _read(self, place: str, text: str, lang: Lang) -> Reading:
        if place != METHOD or self.method is None:
            return self.figures.figures[place].read(text, lang)
        option = text.strip()
        if option and option not in self.method.options:
            params: dict[str, Plain] = {"option": option[:40], "options": ", ".join(self.method.options)}
            return Reading(codes=("unknown_option",), params=params)
        return Reading(value=option) if option else BLANK

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """Each place as a careful learner types it."""
        return {
            place: str(one) if place == METHOD else self.figures.figures[place].raw(one, lang)
            for place, one in self._known(value)
        }

    def displayed(self, value: Plain, lang: Lang) -> Raw:
        """Each place with its unit, to be read again."""
        return {
            place: str(one) if place == METHOD else self.figures.figures[place].displayed(one, lang)
            for place, one in self._known(value)
        }

    def echoes(self, value: Plain, lang: Lang) -> dict[str, str]:
        """What was read of each figure, by place."""
        figures = self.figures.figures
        return {place: figures[place].echo(one, lang) for place, one in self._known(value) if place != METHOD}

    def retyped(self, value: Plain, lang: Lang) -> dict[str, str]:
        """Each figure as it is typed in another language, by place."""
        figures = self.figures.figures
        return {
            place: figures[place].retyped(one, lang) for place, one in self._known(value) if place != METHOD
        }

    def show(self, value: Plain, lang: Lang) -> str:
        """The figures asked, one after the other."""
        shown = (
            self.finals[place].show(one, lang) for place, one in self._known(value) if place in self.finals
        )
        return joined(shown, lang)

    def _known(self, value: Plain) -> Iterator[tuple[str, Plain]]:
        record = value if isinstance(value, dict) else {}
        return ((place, record[place]) for place in self.places if record.get(place) is not None)

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:
        """Mark each place, the method apart, and what they earn together (see ``_credit``).

        ``detail`` holds the code of each place, and the record that goes on downstream.
        """
        given = reading.value if isinstance(reading.value, dict) else {}
        chosen, start, own = given.get(METHOD), self.start(key), self.start(carried)
        found = self.figures.judge(
            {place: value for place, value in given.items() if place != METHOD},
            carried,
            key,
            start,
            own if chosen is None else {**own, METHOD: chosen},
        )
        codes = {place: one.code for place, one in found.judged.items()}
        codes |= dict.fromkeys(found.inside, "carried_inside")
        parts = {place: self._part(place, reading, found) for place in self.figures.figures}
        if self.method is not None:
            part = _choice(chosen, start[METHOD], own[METHOD], unread=METHOD in reading.parts)
            parts = {METHOD: part, **parts}
            if chosen is not None:
                codes = {METHOD: f"{METHOD}.{chosen}" if part.code == "wrong" else part.code, **codes}
        credit = self._credit(parts, found.inside)
        return Outcome(
            credit=credit,
            codes=_codes(credit, codes),
            expected={**own, **found.expected},
            key=dict(found.key),
            parts=parts,
            detail={"codes": dict[str, Plain](codes), "stands": dict(found.stands)},
        )

    def _part(self, place: str, reading: Reading, found: SetMark) -> PartMark:
        figure, judged = self.figures.figures[place], found.judged.get(place)
        expected, key = found.expected[place], found.key[place]
        weight = figure.weight if isinstance(figure, Box) else 1.0
        if judged is None:
            code = "unreadable" if place in reading.parts else "blank"
            return PartMark(0.0, code, None, expected, key, weight)
        assert isinstance(reading.value, dict)
        # the words of a misconception or an alternative stand in the feedback, once for the question
        code = judged.code.partition(".")[0]
        return PartMark(judged.credit, code, reading.value[place], expected, key, weight)

    def _credit(self, parts: Mapping[str, PartMark], inside: frozenset[str]) -> float:
        """The share of the points that the places earn together.

        Figures earn by their weights. Steps keep some of the figures' points for themselves, yet figures that
        are right without leaning on a wrong step earn all of them: a step left blank costs nothing then.
        """
        beside = sum(step.points for step in self.steps.values())
        method = self.method.points if self.method else 0.0
        weights = sum(parts[place].weight for place in self.finals)
        earned = {place: parts[place].credit * parts[place].weight / weights for place in self.finals}
        sound = sum(credit for place, credit in earned.items() if place not in inside)
        steps = sum(parts[place].credit * step.points for place, step in self.steps.items())
        points = sum(earned.values()) * (self.points - method - beside) + steps
        if not self.steps_required:
            points = max(points, sound * (self.points - method))
        if self.method is not None:
            points += parts[METHOD].credit * method
        return min(1.0, round(points / self.points, 9))

    # -- words --------------------------------------------------------------------------------------
    def labelled(self, said: Mapping[str, str], labels: Mapping[str, str], lang: Lang) -> str:
        """What is said of each place after its label; places of which nothing is said are left out."""
        return joined(
            (
                message("reading.part", lang, {"part": labels[place], "what": what})
                for place, what in said.items()
                if what
            ),
            lang,
        )

    def remarks(
        self, reading: Reading, outcome: Outcome, words: Wording, labels: Mapping[str, str]
    ) -> Iterator[str]:
        """What each method, misconception, alternative or slip calls for, what steps saved, what was accepted."""
        codes = outcome.detail.get("codes")
        if not isinstance(codes, dict):
            return  # a blank answer
        expected = outcome.expected if isinstance(outcome.expected, dict) else {}
        typed = reading.value if isinstance(reading.value, dict) else {}
        extra: dict[str, Plain] = {"answer": {**expected, **typed}, "expected": expected}
        if codes.get(METHOD) in {"correct", "carried"}:
            yield words.item("method_feedback", str(typed[METHOD]), extra)
        for code in dict.fromkeys(str(one) for one in codes.values()):
            head, _, item = code.partition(".")
            if item:
                yield words.item(FEEDBACK[head], item, extra)
            elif code not in VERDICTS:
                names = ", ".join(labels[place] for place, one in codes.items() if one == code)
                what = message(f"debrief.{code}", words.lang)
                yield message("reading.part", words.lang, {"part": names, "what": what})
        parts = outcome.parts
        if any(parts[one].credit for one in self.steps) and any(parts[one].credit < 1 for one in self.finals):
            yield message("debrief.steps_rescued", words.lang)
        shown = {}
        for place, figure in self.finals.items():
            value = parts[place].expected
            shown[place] = figure.interval_words(value, figure.interval(value), words.lang)
        yield self.labelled(shown, labels, words.lang)


def _choice(chosen: Plain, right: Plain, own: Plain, *, unread: bool) -> PartMark:
    if chosen is None:
        return PartMark(0.0, "unreadable" if unread else "blank", None, own, right)
    code = "correct" if chosen == right else "carried" if chosen == own else "wrong"
    return PartMark(0.0 if code == "wrong" else 1.0, code, chosen, own, right)


def _codes(credit: float, codes: Mapping[str, str]) -> tuple[str, ...]:
    """The verdict of the whole, then what the places show, once each."""
    found = list(dict.fromkeys(codes.values()))
    carried = [code for code in found if code == "carried"]
    told = [code for code in found if code not in VERDICTS]
    if credit >= 1:
        return (*(carried or ["correct"]), *told)
    return (*(["partly"] if credit > 0 else []), *carried, *told, *([] if told or credit > 0 else ["wrong"]))
