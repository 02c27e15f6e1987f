"""Marking: a pure function of a variant and its answers.

Questions are marked in the order of the graph. Each learner's answer that is right, explained or plausible
then stands in for the key downstream, so an error costs its own question and no other. An answer that
follows from what was carried earns its points; so does one that meets the key itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cases.answers import BLANK, Answer, Reading
from cases.assessment import Assessment, Override
from cases.case import Case
from cases.expressions import ExpressionError
from cases.graph import GraphScope
from cases.numerals import Lang
from cases.plain import Plain
from cases.policy import PRACTICE, Policy, cost
from cases.problem import message
from cases.questions.base import Outcome, Question
from cases.reading_words import explain_reading
from cases.scoring import CriterionScore, ItemScore, criterion_scores, item_scores, overridden_scores
from cases.variant import Variant
from cases.wording import QuestionWords

LANGUAGES: tuple[Lang, ...] = ("fr", "en")
UNREADABLE = "unreadable"
OUT_OF = 20


@dataclass(frozen=True)
class Check:
    """What was read of an answer, before any marking: never a word on right or wrong."""

    ok: bool
    blank: bool
    codes: tuple[str, ...]
    params: Mapping[str, Plain] = field(default_factory=dict)
    echo: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def message(self, lang: Lang) -> str:
        """ "lu : 1 234,5 pièces", or what cannot be read and how to write it; nothing for a blank."""
        if self.blank:
            return ""
        if not self.ok:
            said = [explain_reading(code, lang, self.params) for code in self.codes]
        elif self.echo.get(lang):
            said = [message("reading.echo", lang, {"echo": self.echo[lang]})]
        else:
            said = []
        said += [
            message("reading.part", lang, {"part": label, "what": what})
            for label, what in self.parts.get(lang, {}).items()
        ]
        return " ".join(said)


@dataclass(frozen=True)
class QuestionMark:
    """The mark of a question: points, codes, and what the debrief needs."""

    id: str
    score: float
    max_score: float
    codes: tuple[str, ...]
    reading: Reading
    outcome: Outcome
    carries: bool
    carried_from: tuple[str, ...]
    items: tuple[ItemScore, ...] = ()
    stands: Plain = None
    cost: float = 0.0
    override: Override | None = None

    @property
    def credit(self) -> float:
        """The share of the points that the answer is worth, in [0, 1], whatever help cost."""
        return self.outcome.credit if self.override is None else self.score / self.max_score

    @property
    def strays(self) -> bool:
        """True when another figure than the key's goes on downstream from here, be it by a rounding only."""
        return self.carries and self.codes[0] != "carried" and self.stands != self.outcome.key


@dataclass(frozen=True)
class Marked:
    """A marked paper; equal for equal case version, seed, answers, policy and assessments.

    Points still to be given by a person are ``pending``: they count in ``max_score``, not in the mark out of 20.
    """

    case: str
    version: int
    seed: int
    score: float
    max_score: float
    questions: tuple[QuestionMark, ...]
    criteria: tuple[CriterionScore, ...]
    contexts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[str, ...]:
        """The questions that a person must still assess."""
        return tuple(one.id for one in self.questions if one.outcome.pending)

    @property
    def pending_points(self) -> float:
        """Their points."""
        return sum(one.max_score for one in self.questions if one.outcome.pending)

    @property
    def out_of_20(self) -> float:
        """The mark out of 20, to the hundredth, over the points marked so far."""
        marked = self.max_score - self.pending_points
        return round(self.score / marked * OUT_OF, 2) if marked else 0.0

    def question(self, identifier: str) -> QuestionMark:
        """The mark of one question; raises KeyError."""
        for mark in self.questions:
            if mark.id == identifier:
                return mark
        raise KeyError(identifier)

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``logitrain grade --json``."""
        return {
            "case": self.case,
            "version": self.version,
            "seed": self.seed,
            "score": self.score,
            "max_score": self.max_score,
            "pending": self.pending_points,
            "contexts": {name: list(values) for name, values in self.contexts.items()},
            "questions": [
                {
                    "id": mark.id,
                    "score": mark.score,
                    "max_score": mark.max_score,
                    "codes": list(mark.codes),
                    "pending": mark.outcome.pending,
                    **({} if mark.override is None else {"overridden": True}),
                    "items": [
                        {
                            "id": one.id,
                            "score": one.score,
                            "max_score": one.max_score,
                            "criteria": list(one.criteria),
                            "kind": one.kind,
                        }
                        for one in mark.items
                    ],
                }
                for mark in self.questions
            ],
            "criteria": [
                {"referential": one.referential, "id": one.id, "score": one.score, "max_score": one.max_score}
                for one in self.criteria
            ],
        }


def check(variant: Variant, question_id: str, answer: Answer) -> Check:
    """Read one answer; raises KeyError for an unknown question."""
    question = variant.case.question(question_id)
    reading = question.read(answer)
    echo: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = {}
    for lang in LANGUAGES:
        if reading.ok:
            echo[lang] = question.echo(reading, lang)
        if reading.parts:
            words = QuestionWords(variant, question_id, lang)
            parts[lang] = {
                question.part_label(place, words): " ".join(
                    explain_reading(code, lang, one.params) for code in one.codes
                )
                for place, one in reading.parts.items()
            }
    return Check(reading.ok, reading.blank, reading.codes, reading.params, echo, parts)


def mark(
    variant: Variant,
    answers: Mapping[str, Answer],
    *,
    policy: Policy = PRACTICE,
    hints: Mapping[str, int] | None = None,
    rungs: Mapping[str, Sequence[str]] | None = None,
    assessments: Mapping[str, Assessment] | None = None,
    overrides: Mapping[str, Override] | None = None,
    questions: Collection[str] | None = None,
) -> Marked:
    """Mark a paper. Answers to questions that the case does not hold are ignored; missing ones are blank.

    ``questions`` are those asked, None for all: another is neither marked nor counted, and its key holds for
    those that follow from it.

    ``hints`` counts the hints opened and ``rungs`` names the feedback asked for before handing in, by
    question: the sitting's ``policy`` says what they cost. ``assessments`` mark what no machine marks.
    ``overrides`` are the trainer's last word on a question's points, help included, held within its maximum; what
    was found in the answer, and what follows from it, stays as it is.
    """
    case = variant.case
    key = carried = variant.scope()  # one and the same until an answer strays from the key
    marks: dict[str, QuestionMark] = {}
    stand_ins: dict[str, Plain] = {}
    asked = {
        question.id: question for question in case.questions if questions is None or question.id in questions
    }
    for name in case.graph.order:
        question = asked.get(name)
        if question is None:
            continue
        answer = answers.get(name)
        reading = question.read(answer) if answer is not None else BLANK
        outcome = _outcome(question, reading, carried, key, (assessments or {}).get(name))
        carries = question.carries(reading, outcome)
        sources = _sources(case, name, marks) if "carried" in outcome.codes else ()
        earned = outcome.credit * question.points
        taken = min(
            earned, cost(policy, question.points, (hints or {}).get(name, 0), (rungs or {}).get(name, ()))
        )
        score = round(earned - taken, 4)
        override = (overrides or {}).get(name)
        items = item_scores(question, outcome, score)
        if override is not None:
            score, taken = round(min(max(override.points, 0.0), question.points), 4), 0.0
            items = overridden_scores(question, outcome, score)
        stands = question.stand_in(reading, outcome, carried) if carries else None
        if override is not None and outcome.pending:
            outcome = replace(outcome, codes=("assessed_trainer",), pending=False)
        marks[name] = QuestionMark(
            id=name,
            score=score,
            max_score=question.points,
            codes=outcome.codes,
            reading=reading,
            outcome=outcome,
            carries=carries,
            carried_from=sources,
            items=items,
            stands=stands,
            cost=round(taken, 4),
            override=override,
        )
        if carries and _strays(carried, name, stands):
            # A misconception may have read values that rest on this question before it was marked (it comes
            # later in the paper, say): they must be computed again, so the graph starts afresh.
            stand_ins[name] = stands
            carried = variant.scope()
            for one, value in stand_ins.items():
                carried.put(one, value)
    ordered = tuple(marks[identifier] for identifier in case.question_ids if identifier in asked)
    return Marked(
        case=case.slug,
        version=case.version,
        seed=variant.seed,
        score=round(sum(one.score for one in ordered), 4),
        max_score=sum(question.points for question in asked.values()),
        questions=ordered,
        criteria=criterion_scores(
            (one.id, item) for one in ordered if not one.outcome.pending for item in one.items
        ),
        contexts=contexts(variant),
    )


def contexts(variant: Variant) -> dict[str, tuple[str, ...]]:
    """What the variant declares about its situation (countries, documents…), for rules on evidence."""
    scope = variant.scope()
    found: dict[str, tuple[str, ...]] = {}
    for name, template in variant.case.contexts.items():
        value = scope.evaluate(template)
        found[name] = tuple(str(one) for one in (value if isinstance(value, list) else [value]))
    return found


def _sources(case: Case, name: str, marks: Mapping[str, QuestionMark]) -> tuple[str, ...]:
    """The answers that a carried one follows from: the nearest upstream that differ from the key's.

    An answer that stands in for its question hides what lies above it, unless it was itself carried.
    """
    found: set[str] = set()
    seen: set[str] = set()
    stack = [name]
    while stack:
        for need in case.graph.nodes[stack.pop()].needs - seen:
            seen.add(need)
            one = marks.get(need)
            if one is not None and one.strays:
                found.add(need)
            elif need in case.graph.nodes and (one is None or not one.carries or one.codes[0] == "carried"):
                stack.append(need)
    return tuple(identifier for identifier in case.question_ids if identifier in found)


def _strays(scope: GraphScope, name: str, value: Plain) -> bool:
    try:
        return scope.value(name) != value
    except ExpressionError:
        return True


def marked_alone(question: Question, reading: Reading, carried: GraphScope, key: GraphScope) -> Outcome:
    """The outcome of one answer, as ``mark`` finds it over what was carried so far."""
    return _outcome(question, reading, carried, key)


def _outcome(
    question: Question,
    reading: Reading,
    carried: GraphScope,
    key: GraphScope,
    assessment: Assessment | None = None,
) -> Outcome:
    if reading.blank:
        return Outcome(0.0, ("blank",))
    if not reading.ok:
        return Outcome(0.0, (UNREADABLE, *reading.codes))
    if not question.AUTO:
        return question.assess(reading, assessment)
    try:
        return question.mark(reading, carried, key)
    except ExpressionError:
        # What the learner carried this far has no value here (a division by zero, say): the key alone judges.
        return question.mark(reading, key, key)
