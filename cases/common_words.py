"""The words that a paper gives once for all its lists, under ``{#words}``.

A supplier named in an annex, in the rows of a table and in the options of a choice is worded once: a list takes
from ``{#words}`` what it does not word itself. The list of a question may be left out altogether when
``{#words}`` holds all of it; that of an annex keeps its heading, which the page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from cases.paper import Paper, Section, Words

WORDS: Final = "words"


@dataclass(frozen=True)
class Lists:
    """The lists of words of a case that may take from ``{#words}``, by section.

    ``closed`` gives the ids that each needs; ``drawn`` are those whose ids only a draw can tell, which take all
    the words; the page shows the headings of ``titled``.
    """

    closed: Mapping[str, frozenset[str]]
    drawn: frozenset[str]
    titled: frozenset[str]


def with_common_words(paper: Paper, lists: Lists) -> Paper:
    """The paper with every list completed from its ``{#words}``; the paper itself when it has none."""
    common = paper.sections.get(WORDS)
    if common is None:
        return paper
    wanted = {**lists.closed, **dict.fromkeys(lists.drawn, frozenset(common.items))}
    completed: dict[str, Section] = {}
    for name, ids in wanted.items():
        own = paper.sections.get(name)
        if own is None and (name in lists.titled or not ids or not ids <= set(common.items)):
            continue  # a list that is missing: it will be asked for
        completed[name] = _completed(name, own, common, ids)
    return replace(paper, sections={**paper.sections, **completed})


def unused(paper: Paper, lists: Lists) -> dict[str, Words]:
    """The words of ``{#words}`` that no list of a completed paper takes, by id."""
    common = paper.sections.get(WORDS)
    if common is None or lists.drawn & set(paper.sections):
        return {}  # what a drawn list shows, only a draw can tell
    taken = [paper.sections[name].items for name in lists.closed if name in paper.sections]
    return {
        item: words
        for item, words in common.items.items()
        if not any(one.get(item) is words for one in taken)
    }


def _completed(name: str, own: Section | None, common: Section, ids: frozenset[str]) -> Section:
    shared = {item: words for item, words in common.items.items() if item in ids}
    if own is None:
        nothing = Words("", common.title.line)
        return Section(name, nothing, nothing, shared, ())
    return replace(own, items={**shared, **own.items})
