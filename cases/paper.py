"""The paper of a case in one language: Markdown read from top to bottom, its headings bearing ids.

``## Fiche article {#item_record}`` opens the section ``item_record``; ``#### Indices {#q_star.hints}`` a
section under it. In a section, ``- [id] words`` gives the words of an option, a misconception, a column;
``1. words`` gives a hint. ``{{ price | eur }}`` stands for a figure of the variant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
IDENTIFIER = re.compile(r"\{#([A-Za-z][\w.]*)\}$")
ITEM = re.compile(r"^[-*]\s+\[([A-Za-z]\w*)\]\s+(.*)$")
STEP = re.compile(r"^\d+\.\s+(.*)$")
PLACEHOLDER = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}", re.DOTALL)

TITLE = "title"


@dataclass(frozen=True)
class Words:
    """A piece of text and the line where it starts."""

    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """A section: its heading, its text, its listed words by id, and its numbered steps."""

    id: str
    title: Words
    body: Words
    items: Mapping[str, Words]
    steps: tuple[Words, ...]

    def pieces(self) -> Iterator[Words]:
        """Heading and text: every line of the section."""
        yield self.title
        yield self.body


@dataclass(frozen=True)
class Paper:
    """A paper in one language, section by section."""

    file: str
    title: Words
    sections: Mapping[str, Section]
    duplicates: tuple[tuple[str, int], ...]
    items_twice: tuple[tuple[str, str, int], ...] = ()

    def words(self, section: str, item: str) -> Words | None:
        """The words of an item of a section."""
        found = self.sections.get(section)
        return found.items.get(item) if found else None

    def body(self, section: str) -> str:
        """The text of a section, or nothing."""
        found = self.sections.get(section)
        return found.body.text if found else ""


@dataclass(frozen=True)
class Placeholder:
    """``{{ source | filter }}`` in a text."""

    source: str
    filter: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Every placeholder of a text, in order."""
    found = []
    for match in PLACEHOLDER.finditer(text):
        inner = match.group(1)
        source, separator, name = inner.rpartition("|")
        if not separator:
            source, name = inner, "num"
        found.append(Placeholder(source.strip(), name.strip(), match.start(), match.end()))
    return tuple(found)


def without_placeholders(text: str, *, keep_lines: bool = False) -> str:
    """A text with its placeholders taken out, all but their line ends if asked."""
    return PLACEHOLDER.sub(lambda found: "\n" * found[0].count("\n") if keep_lines else "", text)


def read_paper(text: str, file: str) -> Paper:
    """Read a paper; sections without an id belong to the text above them."""
    title = Words("", 1)
    blocks: list[tuple[str, Words, int, list[str]]] = []
    in_code = False
    for number, line in enumerate(text.split("\n"), start=1):
        in_code ^= line.lstrip().startswith("```")
        heading = None if in_code else HEADING.fullmatch(line.rstrip())
        identifier = IDENTIFIER.search(heading.group(2)) if heading else None
        if heading and heading.group(1) == "#" and not title.text and not identifier:
            title = Words(heading.group(2), number)
        elif heading and identifier:
            words = heading.group(2)[: identifier.start()].rstrip()
            blocks.append((identifier.group(1), Words(words, number), number + 1, []))
        elif blocks:
            blocks[-1][3].append(line)
    sections: dict[str, Section] = {}
    duplicates = []
    twice: list[tuple[str, str, int]] = []
    for name, heading_words, start, lines in blocks:
        if name in sections:
            duplicates.append((name, heading_words.line))
            continue
        sections[name] = _section(name, heading_words, start, lines)
        twice.extend((name, item, line) for item, line in _items_twice(lines, start))
    return Paper(file, title, sections, tuple(duplicates), tuple(twice))


def _items_twice(lines: list[str], start: int) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for offset, line in enumerate(lines):
        item = ITEM.match(line)
        if item and item.group(1) in seen:
            yield item.group(1), start + offset
        seen.update(item.groups()[:1] if item else ())


def _section(identifier: str, title: Words, start: int, lines: list[str]) -> Section:
    items: dict[str, Words] = {}
    steps: list[Words] = []
    last: str | int | None = None
    for offset, line in enumerate(lines):
        item, step = ITEM.match(line), STEP.match(line)
        if item:
            last = item.group(1)
            items[last] = Words(item.group(2).strip(), start + offset)
        elif step:
            last = len(steps)
            steps.append(Words(step.group(1).strip(), start + offset))
        elif last is not None and line.startswith("  ") and line.strip():
            if isinstance(last, int):
                steps[last] = Words(f"{steps[last].text} {line.strip()}", steps[last].line)
            else:
                items[last] = Words(f"{items[last].text} {line.strip()}", items[last].line)
        elif line.strip():
            last = None
    blank = next((offset for offset, line in enumerate(lines) if line.strip()), 0)
    return Section(identifier, title, Words("\n".join(lines).strip(), start + blank), items, tuple(steps))
