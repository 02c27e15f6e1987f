"""The contexts in which evidence is given (country, document, transport…): their names, values and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from ruamel.yaml import YAML

from cases.parsed import remembered
from cases.problem import nearest

Words = Mapping[str, str]


class UnknownContext(LookupError):  # noqa: N818 - named after what it says, as LookupError's own kin are read
    """A context, or a value of one, that contexts.yaml does not hold; ``near`` is what may have been meant."""

    def __init__(self, found: str, known: tuple[str, ...]) -> None:
        self.found, self.known, self.near = found, known, nearest(found, known)
        super().__init__(f"unknown context {found!r}: use one of {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Context:
    """One context; each wording is {"fr": …, "en": …}, and ``values`` is empty where any value will do."""

    id: str
    name: Words
    one: Words
    another: Words
    several: Words
    values: Mapping[str, Words] = field(default_factory=dict)

    def check(self, value: str) -> None:
        """Accept a value of this context.

        Raises UnknownContext for a value that is not listed, where values are.
        """
        if self.values and value not in self.values:
            raise UnknownContext(value, tuple(self.values))

    def more(self, count: int, seen: int) -> Words:
        """Word what is still to be shown: ``count`` (1 or more) values besides the ``seen`` different ones."""
        if count == 1:
            return self.another if seen else self.one
        return {lang: text.format(count=count) for lang, text in self.several.items()}

    def value(self, value: str) -> Words:
        """Word one value; the value itself where the file gives it no words."""
        return self.values.get(value, {"fr": value, "en": value})


@cache
def contexts() -> Mapping[str, Context]:
    """Give every context, by name."""
    text = resources.files("cases").joinpath("contexts.yaml").read_text(encoding="utf-8")
    read = remembered("plain", text, lambda: YAML(typ="safe").load(text))
    return {name: Context(id=name, **parts) for name, parts in read.items()}


def context(name: str) -> Context:
    """Give one context.

    Raises UnknownContext, with the nearest name, for another.
    """
    known = contexts()
    if name not in known:
        raise UnknownContext(name, tuple(known))
    return known[name]
