"""A table to clean as a file: written as it stands, and read back as the same flat answer that the page gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.numerals import Lang
from cases.plain import Plain
from cases.problem import message
from cases.questions.sheet import SheetQuestion
from cases.sheet_faults import DUPLICATE, same
from cases.table_cell import Cell
from cases.upload_error import UploadError
from cases.uploads import folded, matched, read_upload, written
from cases.variant import Variant
from cases.wording import QuestionWords

LANGUAGES: tuple[Lang, ...] = ("fr", "en")
NUMBER, FLAG = "sheet row", "sheet fault"  # no column can bear these names


@dataclass(frozen=True)
class Cleaned:
    """The answer that a file gives, how many rows it changes, and the headings that were not asked for."""

    raw: dict[str, str]
    rows: int
    ignored: tuple[str, ...]


def to_file(variant: Variant, question_id: str, raw: Mapping[str, str], lang: Lang) -> bytes:
    """The table as a CSV file: the number of each row, the fault it was flagged as, and its cells as they stand.

    Raises KeyError for a question that is no sheet.
    """
    question, words = _question(variant, question_id), QuestionWords(variant, question_id, lang)
    asked = question.ask(variant.scope(), words)
    kinds = {kind.id: kind.text for kind in asked.kinds}
    heads = [message("sheet.head_row", lang), message("sheet.head_fault", lang)]
    lines = [[*heads, *(column.label for column in asked.columns)]]
    for number, cells in enumerate(asked.rows, start=1):
        texts = [
            _worded(question, column.id, raw.get(f"{number}.{column.id}", text), words)
            for column, text in zip(asked.columns, cells, strict=True)
        ]
        lines.append([str(number), kinds.get(raw.get(str(number), ""), ""), *texts])
    return written(lines, lang)


def from_file(variant: Variant, question_id: str, data: bytes, lang: Lang) -> Cleaned:
    """Read a CSV or XLSX file as an answer typed in ``lang``: what differs from the table shown.

    Headings, kinds and options may stand in either language, or as ids. A row left out is flagged as a
    duplicate, where the question has such faults. Raises UploadError: a file that cannot be used, a row that
    does not exist or comes twice, a fault of no known kind, a row left out that is no duplicate; KeyError for a
    question that is no sheet.
    """
    question = _question(variant, question_id)
    words = [QuestionWords(variant, question_id, one) for one in (lang, "en" if lang == "fr" else "fr")]
    labels = {
        NUMBER: [message("sheet.head_row", one.lang) for one in words],
        FLAG: [message("sheet.head_fault", one.lang) for one in words],
        **{name: [one.item("columns", name) for one in words] for name in question.columns},
    }
    found = matched(read_upload(data, lang), labels, optional={FLAG, *question.columns})
    kinds = {folded(text): kind for kind in question.kinds for text in (kind, *_all(words, "kinds", kind))}
    rows, asked = question.rows(variant.scope()), question.ask(variant.scope(), words[0])
    raw: dict[str, str] = {}
    seen: set[int] = set()
    for cells, line in zip(found.rows, found.lines, strict=True):
        number = _number(cells[NUMBER], len(rows), line)
        if number in seen:
            raise UploadError("upload_row_twice", row=str(number), line=line)
        seen.add(number)
        if flag := cells.get(FLAG, ""):
            if folded(flag) not in kinds:
                known = ", ".join(kind.text for kind in asked.kinds)
                column = labels[FLAG][0]
                raise UploadError("upload_value", value=flag[:60], column=column, line=line, known=known)
            raw[str(number)] = kinds[folded(flag)]
        shown = dict(zip(question.columns, asked.rows[number - 1], strict=True))
        for name, cell in question.columns.items():
            text = _chosen(cell, cells.get(name, ""), words)
            if text and text != shown[name] and not _as_it_was(cell, rows[number - 1].get(name), text, lang):
                raw[f"{number}.{name}"] = text
    left = [number for number in range(1, len(rows) + 1) if number not in seen]
    if left and DUPLICATE not in question.kinds:
        raise UploadError("sheet_row_left_out", row=left[0])
    raw |= {str(number): DUPLICATE for number in left}
    changed = {place.partition(".")[0] for place in raw}
    return Cleaned(raw, len(changed), found.ignored)


def _question(variant: Variant, question_id: str) -> SheetQuestion:
    question = variant.case.question(question_id)
    if not isinstance(question, SheetQuestion):
        raise KeyError(question_id)
    return question


def _number(text: str, count: int, line: int) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= count):
        raise UploadError("sheet_row_number", row=text[:20], line=line, count=count)
    return int(text)


def _all(words: list[QuestionWords], section: str, item: str) -> list[str]:
    return [one.item(section, item) for one in words]


def _chosen(cell: Cell, text: str, words: list[QuestionWords]) -> str:
    """The id of an option written in words; the text itself otherwise."""
    for option in cell.options:
        if folded(text) in {folded(name) for name in (option, *_all(words, "options", option))}:
            return option
    return text


def _worded(question: SheetQuestion, column: str, text: str, words: QuestionWords) -> str:
    return words.item("options", text) if text in question.columns[column].options else text


def _as_it_was(cell: Cell, shown: Plain, text: str, lang: Lang) -> bool:
    """Tell whether a spreadsheet only wrote otherwise what stood in the cell: 1234,50 for 1 234,5."""
    read = cell.read(text, lang)
    return read.ok and same(cell, shown, read.value)
