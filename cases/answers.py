"""What a learner hands in: raw text, kept as typed, with the language it was typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.numerals import Lang
from cases.plain import Plain

Raw = str | list[str] | dict[str, str]


@dataclass(frozen=True)
class Answer:
    """One answer as typed or chosen; ``lang`` is the page's language at that moment."""

    raw: Raw
    lang: Lang = "fr"


@dataclass(frozen=True)
class Reading:
    """What was read of an answer: a value, or the codes that say why none was.

    A blank answer is neither read nor at fault; an unreadable one is not an attempt. An answer of several
    places (cells, fields, steps) is read place by place: ``parts`` holds the places that could not be read,
    and the others are still marked.
    """

    value: Plain = None
    blank: bool = False
    codes: tuple[str, ...] = ()
    params: Mapping[str, Plain] = field(default_factory=dict)
    parts: Mapping[str, Reading] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True when a value was read."""
        return not self.blank and not self.codes


BLANK = Reading(blank=True)


def is_blank(raw: Raw) -> bool:
    """Tell whether nothing was typed or chosen."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, dict):
        return all(is_blank(text) for text in raw.values())
    return all(is_blank(text) for text in raw)
