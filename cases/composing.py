"""Composing a mock exam: the fewest papers whose questions meet every criterion asked, in the time given.

A set cover in whole numbers. A question comes with the earlier questions that its answer rests on, so that a paper
stands alone; opening a case costs the time to read its file. In this order: as many criteria as possible are met
once, then twice (a criterion is acquired on two scored items), with as few papers as possible; last, the time left
is filled with other questions on the same criteria, drawn by the seed. Source: Nemhauser and Wolsey, Integer and
Combinatorial Optimization, section I.1.2 (set covering), solved in two steps of falling priority.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cases.case import Case
from sim.streams import stream
from solvers.mip import Mip, MipResult

# House convention: a tenth of a paper's time goes into reading its file, the rest to its questions by their points.
READING: Final = 0.1
TWICE: Final = 2
MOST_PAPERS: Final = 20
_NODES: Final = 400


@dataclass(frozen=True, slots=True)
class Offered:
    """A question that may be asked: its seconds, all the questions it rests on, and its scored items by criterion."""

    id: str
    seconds: int
    needs: frozenset[str] = frozenset()
    items: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A case that may be opened: its version, the seconds to read its file, and its questions in the paper's order."""

    slug: str
    version: int
    reading: int
    questions: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class ComposedPaper:
    """One paper of a mock exam: the questions asked in the paper's order, and its seconds, reading included."""

    slug: str
    version: int
    questions: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Composition:
    """A mock exam.

    ``met`` gives the scored items asked by criterion, for those met; ``crowded_out`` are the criteria that a case
    offers but the time does not hold, ``not_offered`` those that no case offers yet. ``is_best``: proven to have
    the most criteria met, and then the fewest papers.
    """

    papers: tuple[ComposedPaper, ...]
    met: tuple[tuple[str, int], ...]
    crowded_out: tuple[str, ...]
    not_offered: tuple[str, ...]
    is_best: bool

    @property
    def seconds(self) -> int:
        """The time that the papers add up to."""
        return sum(one.seconds for one in self.papers)

    @property
    def questions(self) -> int:
        """How many questions are asked."""
        return sum(len(one.questions) for one in self.papers)

    @property
    def once(self) -> tuple[str, ...]:
        """The criteria that one scored item alone meets."""
        return tuple(key for key, count in self.met if count < TWICE)


def offer(case: Case) -> Offer:
    """What a case offers to a mock exam; a paper of all its questions takes the case's own duration."""
    known = frozenset(case.question_ids)
    reading = round(60 * case.duration_min * READING)
    for_questions = 60 * case.duration_min * (1 - READING)
    found = []
    for question in case.questions:
        counts: dict[str, int] = {}
        for item in question.items():
            for key in item.criteria:
                counts[key] = counts.get(key, 0) + 1
        needs = (case.graph.upstream(question.id) & known) - {question.id}
        seconds = round(for_questions * question.points / case.points)
        found.append(Offered(question.id, seconds, frozenset(needs), tuple(sorted(counts.items()))))
    return Offer(case.slug, case.version, reading, tuple(found))


def whole_seconds(offers: Iterable[Offer], wanted: Collection[str]) -> int:
    """The time that every question on the criteria ``wanted`` would take, with all that comes along."""
    return sum(
        one.reading + sum(question.seconds for question in one.questions)
        for one in (_about(each, frozenset(wanted)) for each in offers)
        if one.questions
    )


def compose(offers: Sequence[Offer], wanted: Sequence[str], seconds: int, seed: int) -> Composition:
    """Choose the questions of a mock exam on the criteria ``wanted`` that lasts ``seconds`` at most.

    ``wanted`` are criterion keys in the referential's order. The same offers, criteria, time and seed give the
    same papers; another seed gives others that are as good, where there are any. Nothing but an empty
    composition comes of a time that holds no question.
    """
    return _compose(tuple(offers), tuple(dict.fromkeys(wanted)), seconds, seed)


@lru_cache(maxsize=32)
def _compose(offers: tuple[Offer, ...], wanted: tuple[str, ...], seconds: int, seed: int) -> Composition:
    useful = [one for one in (_about(each, frozenset(wanted)) for each in offers) if one.questions]
    offered = {key for one in useful for question in one.questions for key, _ in question.items}
    can_be_met = [key for key in wanted if key in offered]
    not_offered = tuple(key for key in wanted if key not in offered)
    if not can_be_met:
        return Composition((), (), (), not_offered, True)
    model = _Model(useful, can_be_met, seconds)
    first = model.cover()
    chosen = model.fill(first, seed) if first.values else frozenset()
    return _told(useful, can_be_met, not_offered, chosen, first.status == "optimal")


def _about(one: Offer, wanted: frozenset[str]) -> Offer:
    """The questions of a case that bear on the criteria, and those that they rest on, which count for nothing else."""
    direct = [each for each in one.questions if any(key in wanted for key, _ in each.items)]
    kept = {each.id for each in direct}.union(*(each.needs for each in direct))
    questions = tuple(
        Offered(
            each.id,
            each.seconds,
            each.needs,
            tuple((key, count) for key, count in each.items if key in wanted),
        )
        for each in one.questions
        if each.id in kept
    )
    return Offer(one.slug, one.version, one.reading, questions)


Place = tuple[int, str]


class _Model:
    """The whole-number programme: a variable for each case opened, each question asked, each criterion left short."""

    def __init__(self, offers: Sequence[Offer], criteria: Sequence[str], seconds: int) -> None:
        self._offers, self._criteria, self._seconds = offers, criteria, seconds
        # Falling priorities: one criterion met once only weighs more than all papers, one left out more than those.
        self._alone = len(offers) + 1
        self._left_out = self._alone * (len(criteria) + 1)

    def cover(self) -> MipResult:
        """The first step: most criteria met once, then twice, then fewest papers."""
        mip, _ = self._built(None)
        return mip.solve(nodes=_NODES)

    def fill(self, first: MipResult, seed: int) -> frozenset[Place]:
        """The second step: as good as the first, the time left filled by weights that the seed draws."""
        counted = self._counts(first)
        mip, questions = self._built(counted, seed)
        found = mip.solve(nodes=_NODES, gap=0.01)
        if not found.values:  # stopped before any: what the first step found is as good, if shorter
            found, (_, questions) = first, self._built(None)
        return frozenset(place for place, variable in questions.items() if found.values[variable] > 0.5)

    def _built(
        self, counted: tuple[float, float, float] | None, seed: int = 0
    ) -> tuple[Mip, dict[Place, int]]:
        filling = counted is not None
        mip = Mip(maximise=filling)
        cases = [mip.binary(0.0 if filling else 1.0) for _ in self._offers]
        questions: dict[Place, int] = {}
        time: dict[int, float] = {}
        for place, one in enumerate(self._offers):
            time[cases[place]] = float(one.reading)
            for each in one.questions:
                weight = self._weight(one, each, seed) if filling else 0.0
                variable = questions[place, each.id] = mip.binary(weight)
                time[variable] = float(each.seconds)
                mip.require({variable: 1.0, cases[place]: -1.0}, "<=", 0.0)
            for each in one.questions:
                for need in sorted(each.needs):
                    terms = {questions[place, each.id]: 1.0, questions[place, need]: -1.0}
                    mip.require(terms, "<=", 0.0)
        mip.require(time, "<=", float(self._seconds))
        mip.require(dict.fromkeys(cases, 1.0), "<=", float(MOST_PAPERS))
        never, short = self._shortfalls(mip, questions, filling=filling)
        if counted is not None:
            for variables, most in zip((never, short, cases), counted, strict=True):
                if variables:
                    mip.require(dict.fromkeys(variables, 1.0), "<=", most)
        return mip, questions

    def _shortfalls(
        self, mip: Mip, questions: Mapping[Place, int], *, filling: bool
    ) -> tuple[list[int], list[int]]:
        """For each criterion, whether it is left out, and whether it is met once only though more is offered."""
        never, short = [], []
        for key in self._criteria:
            items = {
                questions[place, each.id]: float(count)
                for place, one in enumerate(self._offers)
                for each in one.questions
                for name, count in each.items
                if name == key
            }
            left_out = mip.binary(0.0 if filling else float(self._left_out))
            never.append(left_out)
            mip.require({**items, left_out: 1.0}, ">=", 1.0)
            if sum(items.values()) >= TWICE:
                alone = mip.binary(0.0 if filling else float(self._alone))
                short.append(alone)
                # A criterion left out lacks two: it counts in both.
                mip.require({**items, left_out: 1.0, alone: 1.0}, ">=", float(TWICE))
        return never, short

    def _weight(self, one: Offer, each: Offered, seed: int) -> float:
        if not each.items:
            return -float(each.seconds)  # comes along only where another needs it
        drawn = stream(seed, "mock", one.slug, each.id).random()
        return each.seconds * (0.5 + float(drawn))

    def _counts(self, first: MipResult) -> tuple[float, float, float]:
        """How many criteria the first step leaves out, meets once only, and how many papers it takes."""
        whole = round(first.value or 0.0)
        left_out, rest = divmod(whole, self._left_out)
        alone, papers = divmod(rest, self._alone)
        return float(left_out), float(alone), float(papers)


def _told(
    offers: Sequence[Offer],
    criteria: Sequence[str],
    not_offered: tuple[str, ...],
    chosen: frozenset[Place],
    is_best: bool,
) -> Composition:
    papers = []
    counts = dict.fromkeys(criteria, 0)
    for place, one in enumerate(offers):
        asked = [each for each in one.questions if (place, each.id) in chosen]
        # A case that was opened for nothing costs nothing.
        if any(each.items for each in asked):
            ids = tuple(each.id for each in asked)
            length = one.reading + sum(each.seconds for each in asked)
            papers.append(ComposedPaper(one.slug, one.version, ids, length))
            for each in asked:
                for key, count in each.items:
                    counts[key] += count
    return Composition(
        papers=tuple(papers),
        met=tuple((key, count) for key, count in counts.items() if count),
        crowded_out=tuple(key for key, count in counts.items() if not count),
        not_offered=not_offered,
        is_best=is_best,
    )
