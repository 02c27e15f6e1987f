"""Which cases of the catalogue a learner looks for: filters, order, counts and what to loosen; no streamlit here."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final, Literal

Sort = Literal["recommended", "duration", "level", "title"]
Span = Literal["short", "medium", "long"]

SORTS: Final[tuple[Sort, ...]] = ("recommended", "duration", "level", "title")
SPANS: Final[tuple[Span, ...]] = ("short", "medium", "long")
SHORT_UP_TO: Final = 45  # minutes
MEDIUM_UP_TO: Final = 75
LONGEST_TEXT: Final = 80


@dataclass(frozen=True)
class Entry:
    """A case as the catalogue lists it, with what the learner has made of it.

    ``criteria`` are keys such as ``rncp11928/B2.4`` and ``blocks`` such as ``rncp11928/B2``; ``types`` the types of
    its questions; ``skills`` ids; ``words`` all that a search looks in. ``done`` counts the papers handed in,
    ``begun`` those open; ``best`` is out of 20, None while no result shows. ``own``: brought by a trainer.
    """

    slug: str
    title: str
    minutes: int
    level: int
    criteria: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    skills: tuple[str, ...] = ()
    words: str = ""
    own: bool = False
    done: int = 0
    begun: int = 0
    best: float | None = None

    @property
    def span(self) -> Span:
        """Short (up to 45 minutes), medium (up to 75) or long."""
        return (
            "short" if self.minutes <= SHORT_UP_TO else "medium" if self.minutes <= MEDIUM_UP_TO else "long"
        )

    @property
    def referentials(self) -> frozenset[str]:
        """The referentials whose criteria it exercises, by id."""
        return frozenset(key.split("/")[0] for key in self.criteria)


@dataclass(frozen=True)
class Filters:
    """What is looked for; "" stands for anything. ``block`` is one of ``referential``, such as ``B2``."""

    referential: str = ""
    block: str = ""
    duration: str = ""
    level: str = ""
    type: str = ""
    text: str = field(default="")

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the filters that leave something out."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name))

    def without(self, *names: str) -> Filters:
        """The same without these; a block does not stay without its referential."""
        gone = {*names, *(("block",) if "referential" in names else ())}
        return replace(self, **dict.fromkeys(gone, ""))


def read(address: Mapping[str, str | None], known: Mapping[str, Sequence[str]]) -> Filters:
    """The filters that an address names; what nobody offers is left out.

    ``known`` gives the values of each filter but the text; those of "block" are ``referential/block``.
    """
    given = {name: address.get(name) or "" for name in ("referential", "duration", "level", "type")}
    kept = {name: value for name, value in given.items() if value in known.get(name, ())}
    block = address.get("block") or ""
    if f"{kept.get('referential', '')}/{block}" not in known.get("block", ()):
        block = ""
    text = " ".join((address.get("text") or "").split())[:LONGEST_TEXT]
    return Filters(**kept, block=block, text=text)


def matches(entry: Entry, wanted: Filters) -> bool:
    """Whether a case is among those looked for; every word of the text must be found."""
    return (
        (not wanted.referential or wanted.referential in entry.referentials)
        and (not wanted.block or f"{wanted.referential}/{wanted.block}" in entry.blocks)
        and (not wanted.duration or wanted.duration == entry.span)
        and (not wanted.level or wanted.level == str(entry.level))
        and (not wanted.type or wanted.type in entry.types)
        and all(word in plain(entry.words) for word in plain(wanted.text).split())
    )


def matching(entries: Iterable[Entry], wanted: Filters) -> tuple[Entry, ...]:
    """The cases looked for, in the order given."""
    return tuple(one for one in entries if matches(one, wanted))


def counts(entries: Iterable[Entry], name: str) -> Counter[str]:
    """How many cases there are for each value of a filter; those of "block" are ``referential/block``."""
    found: Counter[str] = Counter()
    for one in entries:
        found.update(_values(one, name))
    return found


def loosened(entries: Sequence[Entry], wanted: Filters) -> tuple[tuple[str, int], ...]:
    """The filters that each, taken away alone, would let cases through: name and how many, the most first.

    The block goes before its referential where both would do.
    """
    found = [(name, len(matching(entries, wanted.without(name)))) for name in reversed(wanted.chosen)]
    return tuple(sorted((one for one in found if one[1]), key=lambda one: -one[1]))


def ordered(entries: Iterable[Entry], sort: Sort) -> tuple[Entry, ...]:
    """The cases in an order: recommended puts those never sat first, the easiest first, then the lowest marks."""

    def place(one: Entry) -> tuple[object, ...]:
        title = plain(one.title)
        match sort:
            case "duration":
                return one.minutes, one.level, title
            case "level":
                return one.level, one.minutes, title
            case "title":
                return (title,)
        if not one.done:
            return 0, one.level, one.minutes, title
        return 1, -1.0 if one.best is None else one.best, one.level, title

    return tuple(sorted(entries, key=place))


def plain(text: str) -> str:
    """A text as a search compares it: no capitals, no accents, one kind of apostrophe and of dash."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    kept = "".join(character for character in folded if not unicodedata.combining(character))
    return kept.replace("\u2019", "'").replace("\u2010", "-").replace("\u2013", "-")


def _values(entry: Entry, name: str) -> Iterable[str]:
    match name:
        case "referential":
            return entry.referentials
        case "block":
            return entry.blocks
        case "duration":
            return (entry.span,)
        case "level":
            return (str(entry.level),)
        case "type":
            return entry.types
    raise KeyError(name)
