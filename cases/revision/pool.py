"""The exercises that revision draws from: the bank of short ones, and every question of the library that stands alone.

An exercise of the bank is named by ``drills/<subject>``, one of the library by its case's slug.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from cases import library
from cases.answers import Answer
from cases.case import Case
from cases.load import CASE_FILE, load_folder
from cases.problem import CaseError
from cases.questions.base import Question
from cases.revision.cards import MISTAKE, QUESTION, SKILL, SLIP, CardKey, of_question
from cases.skills import Skill, skills
from cases.variant import draw

BANK: Final = "drills"
# More places than this make a task, not an exercise of a few minutes.
MOST_PLACES: Final = 30
# Types of few places by nature: no variant need be drawn to count them.
_SMALL: Final = frozenset({"number", "choice", "order"})


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question that can be asked alone, and what it exercises; ``slips`` may show in its answer."""

    slug: str
    version: int
    question_id: str
    skill: str | None
    criteria: tuple[str, ...]
    slips: frozenset[str]
    mistakes: frozenset[str]

    @property
    def from_bank(self) -> bool:
        """Whether it belongs to the bank of short exercises."""
        return self.slug.startswith(f"{BANK}/")

    @property
    def key(self) -> CardKey:
        """The card that it is asked for."""
        return of_question(self.slug, self.question_id, self.skill)


@dataclass(frozen=True)
class Pool:
    """Every exercise, those of the bank first, then in the order of the papers."""

    exercises: tuple[Exercise, ...]

    @cached_property
    def _by_card(self) -> Mapping[str, tuple[Exercise, ...]]:
        found: dict[str, list[Exercise]] = {}
        for one in self.exercises:
            mistakes = (CardKey(MISTAKE, item, one.slug, one.question_id) for item in one.mistakes)
            slips = (CardKey(SLIP, item) for item in one.slips)
            own = CardKey(QUESTION, "", one.slug, one.question_id)
            for key in dict.fromkeys((one.key, own, *mistakes, *slips)):
                found.setdefault(str(key), []).append(one)
        return {key: tuple(listed) for key, listed in found.items()}

    def of_card(self, key: str) -> tuple[Exercise, ...]:
        """The exercises that a card draws from; none when its case has left the library."""
        return self._by_card.get(key, ())

    def of_skill(self, skill: str) -> tuple[Exercise, ...]:
        """The exercises of a skill."""
        return self.of_card(str(CardKey(SKILL, skill)))

    @cached_property
    def skills(self) -> tuple[Skill, ...]:
        """The skills that have an exercise, in the order of ``skills.yaml``."""
        return tuple(one for one in skills() if self.of_skill(one.id))

    def find(self, slug: str, question_id: str) -> Exercise | None:
        """The exercise of that question, None when it does not stand alone."""
        return self._by_question.get((slug, question_id))

    @cached_property
    def _by_question(self) -> Mapping[tuple[str, str], Exercise]:
        return {(one.slug, one.question_id): one for one in self.exercises}


def pool() -> Pool:
    """Every exercise of the bank and of the library as it stands; a case that cannot be read is left out.

    Raises CaseError when the bank itself is faulty.
    """
    return _pool(library.library_folder(), library.slugs())


@lru_cache(maxsize=4)
def _pool(_folder: Path, slugs: tuple[str, ...]) -> Pool:
    found = [one for slug in bank() for one in exercises(load_source(slug), slug)]
    for slug in slugs:
        try:
            found += exercises(load_source(slug), slug)
        except CaseError:  # the catalogue says so; the other cases can still be revised
            continue
    return Pool(tuple(found))


def bank() -> tuple[str, ...]:
    """The subjects of the bank, as ``drills/stock``, in alphabetical order."""
    return tuple(sorted(f"{BANK}/{path.parent.name}" for path in _bank_folder().glob(f"*/{CASE_FILE}")))


def load_source(slug: str) -> Case:
    """The case of an exercise as it stands: a subject of the bank, or a case of the library; raises CaseError."""
    if slug in bank():
        return _subject(_bank_folder() / slug.removeprefix(f"{BANK}/"))
    return library.load(slug)


@lru_cache(maxsize=32)
def _subject(folder: Path) -> Case:
    return load_folder(folder)


def _bank_folder() -> Path:
    return Path(str(resources.files("cases"))) / BANK


def exercises(case: Case, slug: str) -> Iterator[Exercise]:
    """The questions of a case that can be asked alone, in the paper's order; ``slug`` is the name they go by."""
    for question in case.questions:
        if stands_alone(case, question):
            yield Exercise(
                slug=slug,
                version=case.version,
                question_id=question.id,
                skill=question.skill,
                criteria=tuple(dict.fromkeys(key for item in question.items() for key in item.criteria)),
                slips=question.slips(),
                mistakes=question.lists().get("mistakes", frozenset()),
            )


def stands_alone(case: Case, question: Question) -> bool:
    """Tell whether a question can be asked alone: short, and resting on no simulation and on no person's judgement."""
    above = (case.graph.nodes[name].question for name in case.graph.upstream(question.id))
    if not question.alone() or any(one.SIMULATED or not one.AUTO for one in above if one is not None):
        return False
    return question.type in _SMALL or _places(case, question) <= MOST_PLACES


def _places(case: Case, question: Question) -> int:
    """How many places its answer has, in the first variant that can be drawn."""
    scope = draw(case, 1).scope()
    reading = question.read(Answer(question.raw(scope.value(question.id), "en"), "en"))
    return len(question.mark(reading, scope, scope).parts)
