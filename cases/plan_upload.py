"""A plan handed in as a file: the same flat answer that the table gives, or what is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.numerals import Lang
from cases.questions.plan import PlanQuestion
from cases.upload_error import UploadError
from cases.uploads import folded, matched, read_upload, written
from cases.variant import Variant
from cases.wording import QuestionWords

LANGUAGES: tuple[Lang, ...] = ("fr", "en")


@dataclass(frozen=True)
class Filled:
    """The answer that a file gives, how many rows it holds, and the headings that were not asked for."""

    raw: dict[str, str]
    rows: int
    ignored: tuple[str, ...]


def from_file(variant: Variant, question_id: str, data: bytes, lang: Lang) -> Filled:
    """Read a CSV or XLSX file as an answer typed in ``lang``.

    Headings and options may stand in either language, or as ids. A figure is taken as it is: whether it can be
    read is told in the table. Raises UploadError: a file that cannot be used, a row or a choice that does not
    exist, a row twice, too many rows; KeyError for a question that is no plan.
    """
    question = variant.case.question(question_id)
    if not isinstance(question, PlanQuestion):
        raise KeyError(question_id)
    words = [QuestionWords(variant, question_id, one) for one in _first(lang)]
    table = question.table
    labels = {name: [one.item("columns", name) for one in words] for name in table.names}
    optional = {name for name, column in table.columns.items() if column.optional}
    found = matched(read_upload(data, lang), labels, optional=optional)
    choices = _choices(question, variant, words)
    names = question.row_names(variant.scope())
    raw: dict[str, str] = {}
    used: set[str] = set()
    for number, (row, line) in enumerate(zip(found.rows, found.lines, strict=True)):
        cells = {
            name: _cell(text, choices.get(name), labels[name][0], line)
            for name, text in row.items()
            if text and name in table.columns
        }
        if table.key:
            place = _cell(row[table.key], choices[table.key], labels[table.key][0], line)
            if place in used:
                raise UploadError("upload_row_twice", row=place, line=line)
        elif number >= len(names):
            raise UploadError("upload_rows", limit=len(names))
        else:
            place = names[number]
        used.add(place)
        raw |= {f"{place}.{name}": text for name, text in cells.items()}
    return Filled(raw, len(used), found.ignored)


def to_file(variant: Variant, question_id: str, raw: Mapping[str, str], lang: Lang) -> bytes:
    """The table as a CSV file to fill in and hand back: its headings, its rows, and what is already in it."""
    question = variant.case.question(question_id)
    if not isinstance(question, PlanQuestion):
        raise KeyError(question_id)
    words, table = QuestionWords(variant, question_id, lang), question.table
    lines = [[words.item("columns", name) for name in table.names]]
    for place in question.row_names(variant.scope()):
        head = [place] if table.key else []
        texts = [_shown(question, name, raw.get(f"{place}.{name}", ""), words) for name in table.columns]
        lines.append([*head, *texts])
    return written(lines, lang)


def _first(lang: Lang) -> list[Lang]:
    return [lang, *(one for one in LANGUAGES if one != lang)]


def _shown(question: PlanQuestion, column: str, text: str, words: QuestionWords) -> str:
    options = question.columns[column].options
    return words.item("options", text) if text in options else text


def _choices(
    question: PlanQuestion, variant: Variant, words: Sequence[QuestionWords]
) -> dict[str, dict[str, str]]:
    """What may stand in each column of texts, as it may be written -> the text itself."""
    found: dict[str, dict[str, str]] = {}
    for name, texts in question.choices(variant.scope()).items():
        known = {folded(text): text for text in texts}
        column = question.columns.get(name)
        if column is not None and column.options:
            known |= {folded(one.item("options", text)): text for text in texts for one in words}
        found[name] = known
    return found


def _cell(text: str, choices: Mapping[str, str] | None, label: str, line: int) -> str:
    if choices is None:
        return text
    value = choices.get(folded(text))
    if value is None:
        known = ", ".join(list(dict.fromkeys(choices.values()))[:12])
        raise UploadError("upload_value", value=text[:60], column=label, line=line, known=known)
    return value
