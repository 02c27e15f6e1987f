"""What a card of the revision deck stands for: a skill, a misconception met, a generic slip, a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from cases.detectors import CODES

Kind = Literal["skill", "mistake", "slip", "question"]

SKILL: Final = "skill"
MISTAKE: Final = "mistake"
SLIP: Final = "slip"
QUESTION: Final = "question"


class BadCardKey(ValueError):  # noqa: N818 - named after what it says
    """A text that names no card."""


@dataclass(frozen=True, slots=True)
class CardKey:
    """A card's key.

    Written ``skill:eoq``, ``mistake:<slug>/<question>/<mistake>``, ``slip:sign`` or ``question:<slug>/<question>``.
    """

    kind: Kind
    item: str = ""
    slug: str = ""
    question: str = ""

    def __str__(self) -> str:
        """The key as the store keeps it."""
        parts = {
            SKILL: (self.item,),
            SLIP: (self.item,),
            MISTAKE: (self.slug, self.question, self.item),
            QUESTION: (self.slug, self.question),
        }
        return f"{self.kind}:{'/'.join(parts[self.kind])}"


def parse(text: str) -> CardKey:
    """The card that a text names; raises BadCardKey."""
    kind, _, rest = text.partition(":")
    if kind == SKILL and rest and "/" not in rest:
        return CardKey(SKILL, rest)
    if kind == SLIP and rest in CODES:
        return CardKey(SLIP, rest)
    # The slug of an exercise of the bank holds a slash: the ids stand at the end.
    if kind == MISTAKE and len(parts := rest.rsplit("/", 2)) == 3 and all(parts):
        return CardKey(MISTAKE, parts[2], parts[0], parts[1])
    if kind == QUESTION and len(parts := rest.rsplit("/", 1)) == 2 and all(parts):
        return CardKey(QUESTION, "", parts[0], parts[1])
    raise BadCardKey(text)


def of_question(slug: str, question_id: str, skill: str | None) -> CardKey:
    """The card of what a question exercises: its skill's, or its own when it names no skill."""
    return CardKey(SKILL, skill) if skill is not None else CardKey(QUESTION, "", slug, question_id)


def of_codes(slug: str, question_id: str, codes: Iterable[str]) -> tuple[CardKey, ...]:
    """The cards of the misconceptions and generic slips that outcome codes name, each once, in order."""
    found: list[CardKey] = []
    for code in codes:
        head, _, item = code.partition(".")
        if head == MISTAKE and item:
            found.append(CardKey(MISTAKE, item, slug, question_id))
        elif code in CODES:
            found.append(CardKey(SLIP, code))
    return tuple(dict.fromkeys(found))
