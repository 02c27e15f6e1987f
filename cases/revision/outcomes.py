"""What marked answers tell the deck: which cards were exercised, and how well each was known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.case import Case
from cases.revision import scheduling
from cases.revision.cards import SKILL, of_codes, of_question, parse
from cases.revision.pool import Pool


@dataclass(frozen=True, slots=True)
class Rated:
    """A card, how well it was known (``scheduling.rating``), and the answer that shows it."""

    key: str
    rating: int
    question_id: str
    credit: float
    codes: tuple[str, ...]


def of_paper(slug: str, case: Case, marked: Mapping[str, Any], pool: Pool) -> tuple[Rated, ...]:
    """The cards of a paper handed in, each once, in the paper's order; only those that have an exercise.

    ``marked`` is a grade as the store keeps it (``Marked.as_dict``). A skill is known as well as in the worst
    answer that calls for it; points spent on help count as help. A misconception or a slip that was met is a
    card to see again. Answers that a person must still assess say nothing yet.
    """
    known = {question.id: question for question in case.questions}
    found: dict[str, Rated] = {}
    for one in marked["questions"]:
        question = known.get(one["id"])
        if question is None or one.get("pending"):
            continue
        credit = _share(one)
        rating = scheduling.rating(credit)
        key = of_question(slug, question.id, question.skill)
        codes = tuple(map(str, one["codes"]))
        rated = Rated(str(key), rating, question.id, credit, codes)
        for each in (rated, *_met(slug, question.id, credit, codes)):
            if pool.of_card(each.key) and _worse(each, found.get(each.key)):
                found[each.key] = each
    return tuple(found.values())


def of_drill(
    key: str, slug: str, question_id: str, credit: float, codes: Sequence[str], rating: int, pool: Pool
) -> tuple[Rated, ...]:
    """The cards of an exercise answered: the one that asked for it, and the misconceptions met in it."""
    met = _met(slug, question_id, credit, tuple(codes))
    own = Rated(key, rating, question_id, credit, tuple(codes))
    return (own, *(one for one in met if one.key != key and pool.of_card(one.key)))


def _share(question: Mapping[str, Any]) -> float:
    most = float(question["max_score"])
    return min(max(float(question["score"]) / most, 0.0), 1.0) if most > 0 else 0.0


def _met(slug: str, question_id: str, credit: float, codes: Sequence[str]) -> Iterable[Rated]:
    return tuple(
        Rated(str(key), scheduling.AGAIN, question_id, credit, tuple(codes))
        for key in of_codes(slug, question_id, codes)
    )


def _worse(one: Rated, other: Rated | None) -> bool:
    return other is None or one.rating < other.rating


def to_revise(case: Case, slug: str, marked: Mapping[str, Any], pool: Pool) -> str | None:
    """The skill to revise first after a paper: that of its worst answer, a wrong one rather than a blank one.

    None when everything is right, or nothing wrong has an exercise.
    """
    rated = [one for one in of_paper(slug, case, marked, pool) if one.rating < scheduling.GOOD]
    cards = [(one, parse(one.key)) for one in rated]
    skills = [(one, card) for one, card in cards if card.kind == SKILL]
    if not skills:
        return None
    return min(skills, key=lambda pair: ("blank" in pair[0].codes, pair[0].credit))[1].item
