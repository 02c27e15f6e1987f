"""A referential as a Moodle competency framework: the CSV that Moodle's own tool imports.

The columns and their order are those of Moodle's tool_lpimportcsv (framework_importer::list_required_headers):
the importer takes them by their place when the heads are its own. Blocks, competences and criteria become a tree.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Final

from app.i18n import Lang
from cases.acquisition import State, state_words
from cases.referentials import Referential

HEADS: Final = (
    "Parent ID number", "ID number", "Short name", "Description", "Description format", "Scale values",
    "Scale configuration", "Rule type (optional)", "Rule outcome (optional)", "Rule config (optional)",
    "Cross-referenced competency ID numbers", "Exported ID (optional)", "Is framework", "Taxonomy",
)  # fmt: skip
PLAIN_TEXT: Final = "2"  # Moodle's FORMAT_PLAIN
SHORT: Final = 100  # characters of a short name: Moodle cuts there
STATES: Final[tuple[State, ...]] = ("not_met", "in_progress", "prepared", "acquired")
TAXONOMY: Final = "domain,competency,indicator,indicator"  # what Moodle calls each level
DONE: Final = frozenset({"prepared", "acquired"})


def competency_framework(referential: Referential, lang: Lang) -> bytes:
    """The framework in UTF-8, with the states of this trainer as its scale."""
    scale = ",".join(state_words(one, lang).replace(",", " ") for one in STATES)
    # Moodle puts the id of its own scale in place of the first; the default is the lowest state.
    values = [
        {"id": place, "scaledefault": int(place == 1), "proficient": int(state in DONE)}
        for place, state in enumerate(STATES, start=1)
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    title = referential.title[lang]
    writer.writerow(
        ["", referential.id, short(title), f"{title}. {referential.body}. {referential.source}", PLAIN_TEXT,
         scale, json.dumps([{"scaleid": "0"}, *values]), "", "", "", "", "", "1", TAXONOMY]
    )  # fmt: skip
    for number, (parent, identifier, words) in enumerate(_tree(referential, lang), start=1):
        writer.writerow(
            [parent, identifier, short(words), words, PLAIN_TEXT, "", "", "", "", "null", "", number, "", ""]
        )
    return text.getvalue().encode()


def short(text: str) -> str:
    """A name within Moodle's length, cut at a word; the description holds it whole."""
    if len(text) <= SHORT:
        return text
    return text[: SHORT - 1].rsplit(" ", 1)[0] + "…"


def _tree(referential: Referential, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Parent, identifier and words of each node, a parent before its children."""
    for block in referential.blocks:
        yield "", block.id, f"{block.id} {block.title[lang]}"
        for competence in block.competences:
            yield block.id, competence.id, f"{competence.id} {competence.title[lang]}"
        for criterion in block.criteria:
            yield criterion.competence or block.id, criterion.id, f"{criterion.id} {criterion.label[lang]}"
