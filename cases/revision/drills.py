"""From a card to an exercise: which question, which variant, and what it takes for granted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cases.numerals import Lang
from cases.problem import DrawError
from cases.revision.pool import Exercise, Pool, load_source
from cases.variant import Variant, draw
from cases.wording import QuestionWords
from sim.streams import stream

# Variant numbers short enough to be read aloud.
SEED_LIMIT: Final = 1_000_000
_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class Drill:
    """An exercise asked: a question of a version of a case, and the seed of its figures."""

    slug: str
    version: int
    question_id: str
    seed: int

    @property
    def id(self) -> str:
        """A name of its own."""
        return f"{self.slug}/{self.question_id}/{self.seed}"


@dataclass(frozen=True, slots=True)
class Established:
    """A figure that an exercise takes for granted: the answer to an earlier question of its case."""

    title: str
    value: str


def drill_for(
    key: str,
    pool: Pool,
    learner: int,
    past: Sequence[tuple[str, str]],
    only: tuple[str, str] | None = None,
) -> Drill | None:
    """The exercise that the card ``key`` asks a learner for; None when it has none.

    ``past`` lists the exercises, (slug, question), that the card was reviewed on, the oldest first. The one
    asked longest ago comes next, one never asked before any other, those of the bank first; ``only`` asks for
    one of them. The seed comes from the stream (learner, key, number of reviews): the same state gives the same
    exercise, and each review another variant.
    """
    found = pool.of_card(key)
    if only is not None:
        found = tuple(one for one in found if (one.slug, one.question_id) == only)
    last = {place: number for number, place in enumerate(past)}
    turns = sorted(found, key=lambda one: last.get((one.slug, one.question_id), -1))
    return next((drill for one in turns for drill in _drawn(one, key, learner, len(past))), None)


def _drawn(exercise: Exercise, key: str, learner: int, count: int) -> Iterator[Drill]:
    case = load_source(exercise.slug)
    for attempt in range(_ATTEMPTS):
        rng = stream(learner, "revision", key, exercise.slug, exercise.question_id, count, attempt)
        seed = 1 + int(rng.random() * (SEED_LIMIT - 1))
        try:
            draw(case, seed)
        except DrawError:  # this seed draws no variant; another one does
            continue
        yield Drill(exercise.slug, exercise.version, exercise.question_id, seed)


def variant_of(drill: Drill) -> Variant:
    """The variant of an exercise; raises CaseError when its case has left the library."""
    return draw(load_source(drill.slug), drill.seed)


def established(variant: Variant, question_id: str, lang: Lang) -> tuple[Established, ...]:
    """The key of the questions that this one rests on directly, in the paper's order, in words."""
    case, scope = variant.case, variant.scope()
    nearest = set(_nearest(variant, question_id))
    return tuple(
        Established(
            title=case.papers[lang].sections[one.id].title.text,
            value=one.describe(scope.value(one.id), QuestionWords(variant, one.id, lang)),
        )
        for one in case.questions
        if one.id in nearest
    )


def _nearest(variant: Variant, question_id: str) -> Iterator[str]:
    """The questions upstream that no other question hides."""
    nodes = variant.case.graph.nodes
    stack, seen = [question_id], {question_id}
    while stack:
        for need in nodes[stack.pop()].in_order:
            if need in seen or need not in nodes:
                continue
            seen.add(need)
            if nodes[need].question is not None:
                yield need
            else:
                stack.append(need)
