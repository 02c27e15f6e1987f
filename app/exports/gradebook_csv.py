"""A gradebook as CSV, for a spreadsheet or for Moodle's "Import CSV".

Each mark has its feedback in the column after it: imported together, neither wipes the other. Figures are written with
a point whatever the language. A text that a spreadsheet would run as a formula starts with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final, Literal

from app.exports.rows import Gradebook, Mark, feedback
from app.i18n import Lang, translator
from app.store.people import PersonRow

Identifier = Literal["email", "username", "idnumber"]
Delimiter = Literal[",", ";"]

IDENTIFIERS: Final[tuple[Identifier, ...]] = ("email", "username", "idnumber")
DELIMITERS: Final[tuple[Delimiter, ...]] = (",", ";")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class GradebookFile:
    """The bytes of a file, and the learners left out of it for want of the identifier asked for."""

    data: bytes
    left_out: tuple[PersonRow, ...]


def gradebook_csv(
    book: Gradebook,
    lang: Lang,
    *,
    identifier: Identifier = "email",
    delimiter: Delimiter = ",",
    bom: bool = False,
) -> GradebookFile:
    """The gradebook in UTF-8, a line for each learner; marks are out of 20.

    ``identifier`` is what Moodle knows a learner by: e-mail, or the login under the name that Moodle gives it. A mark
    stays empty where nothing was handed in, or while a person must still give points; the feedback says so. ``bom``
    helps spreadsheets to see UTF-8.
    """
    t = translator(lang)
    # Nobody's address stands beside a candidate's number.
    named_by: Identifier = "username" if book.numbers else identifier
    heads = [t(f"exports.{named_by}"), t("exports.name")]
    for column in book.columns:
        named = t("exports.paper", number=column.number, case=column.slug)
        heads += [t("exports.mark_of", name=named), t("exports.feedback_of", name=named)]
    if book.totals:
        heads += [t("exports.mark_of", name=book.title), t("exports.feedback_of", name=book.title)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(map(guarded, heads))
    left_out = []
    for person in book.people:
        known = person.email if named_by == "email" else person.login
        if not known:
            left_out.append(person)
            continue
        line = [known, book.known_as(person, t)]
        for column in book.columns:
            line += _cells(book.of(person.learner_id, column.number), lang)
        if book.totals:
            line += _total(book, person.learner_id, lang)
        writer.writerow(map(guarded, line))
    data = text.getvalue().encode("utf-8", "replace")
    return GradebookFile((BOM if bom else b"") + data, tuple(left_out))


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs: a text that starts like a formula gets an apostrophe before it."""
    one_line = " ".join(text.split("\n")).replace("\x00", "")
    return (
        f"'{one_line}" if one_line.startswith(FORMULA) or one_line.lstrip().startswith(FORMULA) else one_line
    )


def figure(value: float) -> str:
    """A figure with a point and at most two decimals."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def _cells(mark: Mark | None, lang: Lang) -> list[str]:
    if mark is None:
        return ["", translator(lang)("exports.nothing")]
    return ["" if mark.pending else figure(mark.out_of_20), feedback(mark, lang)]


def _total(book: Gradebook, learner_id: int, lang: Lang) -> list[str]:
    t = translator(lang)
    total = book.totals.get(learner_id)
    if total is None or total.absent:
        return ["", t("exports.absent")]
    if total.provisional or total.out_of_20 is None:
        return ["", t("exports.provisional")]
    return [figure(total.out_of_20), t("exports.total")]
