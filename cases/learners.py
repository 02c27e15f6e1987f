"""Simulated learners: answer sheets made by rule, and the outcome that marking owes each of them.

A learner with method errs once at most, on purpose, and goes on with method from there; the others have none.
They know questions by what every type offers (``raw``, ``mistake_values``, ``stock``, ``shaped``, ``blank``,
``stand_in``), so a new type is sat by all of them. Marking a decision simulates: only ``Reference`` and
``Naive`` decide, the others leave such questions blank.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import ClassVar

from numpy.random import Generator

from cases.answers import Answer, Raw
from cases.case import Case
from cases.load import LANGUAGES
from cases.marking import Marked, QuestionMark
from cases.numerals import Lang
from cases.plain import Plain
from cases.problem import Problem, message
from cases.questions.base import Question
from cases.variant import Variant, draw
from cases.with_method import LANG, with_method
from sim.streams import stream

SEEDS = 20
SIMULATED_SEEDS = 5
# The proof allows 5 % for stock figures and 15 % for options by chance: a learner without method has both.
STOCK_SHARE = RANDOM_SHARE = 0.2
STOCK_FIGURES = "110"
UNREADABLE_TEXT = "¿ 12,3,4 ?"


@dataclass(frozen=True)
class Learner(ABC):
    """A simulated learner of one case."""

    case: Case = field(repr=False, compare=False)

    NAME: ClassVar[str]
    SEEDS: ClassVar[int] = SEEDS  # variants that its outcomes are told on

    @property
    def id(self) -> str:
        """What tells this learner from the case's others, the same on every machine."""
        return self.NAME

    def words(self, lang: Lang) -> str:
        """Who this learner is, in ``lang``."""
        return words_of(self.id, lang)

    def applies(self, variant: Variant) -> bool:
        """Tell whether this learner can sit the variant (a misconception may have no answer in some)."""
        return True

    @abstractmethod
    def answers(self, variant: Variant) -> dict[str, Answer]:
        """The answer sheet, by question; the same for equal case version and seed."""

    @abstractmethod
    def expects(self, marked: Marked) -> Iterator[Problem]:
        """What a marked sheet of this learner shows that it should not."""

    def share(self, variant: Variant, marked: Marked) -> float:
        """The share of the points earned, in [0, 1], chance taken at its mean."""
        return marked.score / marked.max_score

    def expects_over(self, shares: Sequence[float]) -> Iterator[Problem]:
        """What the shares earned over many variants show that they should not."""
        return iter(())

    # -- for the kinds of learners ----------------------------------------------------------------------
    def _problem(self, marked: Marked, code: str, question: str, **params: object) -> Problem:
        line = self.case.lines.get(f"questions.{self.case.question_ids.index(question)}")
        told = {"seed": marked.seed, "learner": self._both(), "name": question, **params}
        return Problem(code, f"{self.case.slug}/case.yaml", line, told)

    def _both(self) -> dict[str, str]:
        return {lang: self.words(lang) for lang in LANGUAGES}

    def _full_marks(self, marked: Marked, but: str = "") -> Iterator[Problem]:
        """Every question earns its points, but those that a person marks and decisions left out."""
        for one in marked.questions:
            if one.id == but or self._left(one):
                continue
            if not self._enough(one):
                yield self._problem(
                    marked, "learner_credit", one.id, credit=one.outcome.credit, found=one.codes[0]
                )

    def _left(self, one: QuestionMark) -> bool:
        question = self.case.question(one.id)
        return not question.AUTO or (question.SIMULATED and one.reading.blank)

    def _enough(self, one: QuestionMark) -> bool:
        return one.outcome.credit >= 1

    def _nothing(self, marked: Marked) -> Iterator[Problem]:
        for one in marked.questions:
            if one.score:
                yield self._problem(marked, "learner_points", one.id, score=one.score)

    def _too_much(self, shares: Sequence[float], most: float) -> Iterator[Problem]:
        if shares and (share := sum(shares) / len(shares)) > most:
            params = {"learner": self._both(), "share": share, "most": most}
            yield Problem("learner_share", f"{self.case.slug}/case.yaml", None, params)


def words_of(identifier: str, lang: Lang) -> str:
    """Who the learner of an id is, in ``lang``; raises KeyError for an id that no learner bears."""
    question, mark, slip = identifier.partition("/")
    if mark:
        return message(
            "learner.misconception", lang, {"name": question, "slip": slip.partition(".")[2] or slip}
        )
    return message(f"learner.{identifier}", lang)


# -- with method ---------------------------------------------------------------------------------------
class Perfect(Learner):
    """Answers every question with the key."""

    NAME = "perfect"

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """The key, decisions left out."""
        return with_method(variant)

    def expects(self, marked: Marked) -> Iterator[Problem]:
        """Every point."""
        return self._full_marks(marked)


class Reference(Perfect):
    """Answers every question with the key, and decides as the solver does."""

    NAME = "reference"
    SEEDS = SIMULATED_SEEDS

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """The key, decisions included."""
        scope, simulated = variant.scope(), _simulated(self.case)
        return with_method(variant, {one.id: one.raw(scope.value(one.id), LANG) for one in simulated})


class Naive(Perfect):
    """Answers every question with the key, but decides without method."""

    NAME = "naive"
    SEEDS = SIMULATED_SEEDS

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """The key; stock answers as decisions."""
        figures = cycle(STOCK_FIGURES)
        return with_method(variant, {one.id: one.stock(figures) for one in _simulated(self.case)})

    def _enough(self, one: QuestionMark) -> bool:
        # What an unplanned decision earns is for the snapshot to tell; the rest is right.
        return self.case.question(one.id).SIMULATED or super()._enough(one)


class Rounding(Perfect):
    """Rounds each figure to fewer digits before going on with it, and hands in what was asked."""

    NAME = "rounding"

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """Each answer computed from the coarser figures before it."""
        return with_method(variant, coarser=True)

    def _enough(self, one: QuestionMark) -> bool:
        # A count rounded up may tip over by one: marking then says that it was rounded.
        return super()._enough(one) or "rounding" in one.codes


@dataclass(frozen=True)
class Misconception(Learner):
    """Errs once, by a misconception that a question declares, and goes on with method."""

    question: str = ""
    code: str = ""

    NAME = "misconception"

    @property
    def id(self) -> str:
        """``lot_size/mistake.rate_forgotten``."""
        return f"{self.question}/{self.code}"

    def applies(self, variant: Variant) -> bool:
        """A wrong option may be the right one of another variant."""
        return bool(self._values(variant))

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """The slip, in one of its forms, and what follows from it."""
        values = self._values(variant)
        value = values[variant.seed % len(values)]
        return with_method(variant, {self.question: self.case.question(self.question).raw(value, LANG)})

    def expects(self, marked: Marked) -> Iterator[Problem]:
        """Its code at its question, and every point elsewhere."""
        codes = marked.question(self.question).codes
        if self.code not in codes or "correct" in codes:
            yield self._problem(marked, "proof_mistake", self.question, slip=self.code, found=codes[0])
        yield from self._full_marks(marked, but=self.question)

    def _values(self, variant: Variant) -> list[Plain]:
        return self.case.question(self.question).mistake_values(variant.scope()).get(self.code, [])


# -- without method ------------------------------------------------------------------------------------
class Blank(Learner):
    """Hands in nothing."""

    NAME = "blank"

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """An answer with nothing in it for every question."""
        return {question.id: Answer(question.blank(), LANG) for question in self.case.questions}

    def expects(self, marked: Marked) -> Iterator[Problem]:
        """No point."""
        return self._nothing(marked)


class Unreadable(Learner):
    """Writes what nobody can read."""

    NAME = "unreadable"

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """Text that each question refuses, where it refuses any."""
        found = {}
        for question in self.case.questions:
            for raw in question.shaped(UNREADABLE_TEXT):
                answer = Answer(raw, LANG)
                if not question.read(answer).ok:
                    found[question.id] = answer
        return found

    def expects(self, marked: Marked) -> Iterator[Problem]:
        """No point."""
        return self._nothing(marked)


class Guesser(Learner):
    """A learner who answers by no method: whatever it is, its credit lies in [0, 1] and its mean is low."""

    MOST: ClassVar[float]

    def expects(self, marked: Marked) -> Iterator[Problem]:
        """Credits in [0, 1]."""
        for one in marked.questions:
            if not 0 <= one.outcome.credit <= 1:
                credit = one.outcome.credit
                yield self._problem(marked, "learner_range", one.id, credit=credit)

    def expects_over(self, shares: Sequence[float]) -> Iterator[Problem]:
        """A mean share that method alone may pass."""
        return self._too_much(shares, self.MOST)


class Stock(Guesser):
    """Writes 1, 1, 0 as figures and picks options by chance."""

    NAME = "stock"
    MOST = STOCK_SHARE

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """Stock answers, decisions left out."""
        figures, found = cycle(STOCK_FIGURES), {}
        for question in _plain(self.case):
            by_chance = question.chance(variant.scope()) is not None
            raw = _picked(question, _luck(variant, self, question)) if by_chance else question.stock(figures)
            found[question.id] = Answer(raw, LANG)
        return found

    def share(self, variant: Variant, marked: Marked) -> float:
        """The share earned, each choice at its mean credit: few variants tell it as well as many."""
        scope, score = variant.scope(), 0.0
        for question in self.case.questions:
            mean = question.chance(scope) if not question.SIMULATED else None
            score += marked.question(question.id).score if mean is None else mean * question.points
        return score / marked.max_score


class Random(Guesser):
    """Writes figures of any size and picks options by chance."""

    NAME = "random"
    MOST = RANDOM_SHARE

    def answers(self, variant: Variant) -> dict[str, Answer]:
        """Answers drawn from a stream of their own, decisions left out."""
        found = {}
        for question in _plain(self.case):
            rng = _luck(variant, self, question)
            if question.chance(variant.scope()) is not None:
                raw = _picked(question, rng)
            else:
                figure = f"{10 ** (6 * rng.random() - 1):.2f}".replace(".", ",")
                shapes = list(question.shaped(figure))
                raw = shapes[int(rng.random() * len(shapes))]
            found[question.id] = Answer(raw, LANG)
        return found


def _luck(variant: Variant, learner: Learner, question: Question) -> Generator:
    return stream(variant.seed, "learner", learner.id, variant.case.slug, question.id)


def _picked(question: Question, rng: Generator) -> Raw:
    """Options by chance: some of them where several may be chosen, else one; a stock answer where there are none."""
    options = sorted(question.lists().get("options", ()))
    if not options:
        return question.stock(cycle(STOCK_FIGURES))
    order = dict(zip(options, rng.random(len(options)).tolist(), strict=True))
    options.sort(key=order.__getitem__)
    some = [option for option in options if rng.random() < 1 / 2] or options[:1]
    raw = question.raw(list(some), LANG)
    return raw if question.read(Answer(raw, LANG)).ok else question.raw([some[0]], LANG)


# -- all of them ---------------------------------------------------------------------------------------
def learners(case: Case, variants: Sequence[Variant] | None = None) -> tuple[Learner, ...]:
    """The simulated learners of a case: one of each kind, and one per misconception of each question.

    ``variants`` are those in which wrong answers are looked for, since a wrong option may be the right one
    elsewhere; by default the first twenty. Raises DrawError when one of these cannot be drawn.
    """
    sat = variants if variants is not None else [draw(case, seed) for seed in range(SEEDS)]
    found: list[Learner] = [
        Perfect(case),
        Rounding(case),
        Blank(case),
        Unreadable(case),
        Stock(case),
        Random(case),
    ]
    if _simulated(case):
        found += [Reference(case), Naive(case)]
    for question in _plain(case):
        codes = {code: None for variant in sat for code in question.mistake_values(variant.scope())}
        found += [Misconception(case, question.id, code) for code in codes]
    return tuple(found)


def _simulated(case: Case) -> list[Question]:
    return [question for question in case.questions if question.SIMULATED]


def _plain(case: Case) -> list[Question]:
    return [question for question in case.questions if not question.SIMULATED]
