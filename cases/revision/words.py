"""A card of the deck in words."""

from __future__ import annotations

from cases.numerals import Lang
from cases.problem import CaseError, message
from cases.revision.cards import SKILL, SLIP, BadCardKey, CardKey, parse
from cases.revision.pool import load_source
from cases.skills import UnknownSkill, skill


def label(key: str, lang: Lang) -> str:
    """What a card stands for, in a few words: a skill's name, a slip, or the title of a question.

    Never the misconception itself: naming it would answer the exercise. A card that is no longer known is
    named by its key.
    """
    try:
        card = parse(key)
        if card.kind == SKILL:
            return skill(card.item).label[lang]
        if card.kind == SLIP:
            return message(f"revision.{card.item}", lang)
        return message(f"revision.{card.kind}", lang, {"title": _title(card, lang)})
    except (BadCardKey, UnknownSkill, CaseError, KeyError):
        return key


def _title(card: CardKey, lang: Lang) -> str:
    return load_source(card.slug).papers[lang].sections[card.question].title.text
