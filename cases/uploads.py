"""A spreadsheet that a learner hands in, CSV or XLSX: its cells as text, or what is wrong and how to mend it.

Nothing in the file is trusted: sizes are bounded before anything is unpacked, no formula is computed (its
saved value is read) and no macro is let in.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from cases.numerals import Lang
from cases.typed import typed
from cases.upload_error import UploadError
from cases.workbook import OLE, ZIP, read_workbook

MAX_BYTES = 1_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 50
MAX_CELL = 500
HEADER_WITHIN = 10  # rows among which the headings are looked for: a title may stand above them

_DELIMITERS = (";", "\t", ",")
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


@dataclass(frozen=True)
class Upload:
    """The rows of a file as text, blank ones left out, each as wide as the widest; ``lines`` are their places."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Rows:
    """The rows under the headings, by column id; ``lines`` are their places, ``ignored`` the headings not asked for."""

    rows: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...]
    ignored: tuple[str, ...] = ()


def read_upload(data: bytes, lang: Lang) -> Upload:
    """Read a CSV or XLSX file: what it is is told from its bytes, not from its name.

    A figure of an XLSX cell becomes what one would type for it in ``lang``; the text of a CSV cell stays as it
    is. Raises UploadError: too large, not a spreadsheet, encrypted, with macros, damaged, empty, too many rows
    or columns, a cell too long, a formula whose value was not saved.
    """
    if len(data) > MAX_BYTES:
        raise UploadError("upload_size", limit=MAX_BYTES // 1_000_000)
    if data.startswith((ZIP, OLE)):
        found = read_workbook(data, MAX_ROWS, MAX_COLUMNS)
        table = [(line, [typed(cell, lang) for cell in cells]) for line, cells in found]
    else:
        table = list(_csv(_decoded(data)))
    return _bounded(table)


def matched(upload: Upload, columns: Mapping[str, Collection[str]], optional: Collection[str] = ()) -> Rows:
    """The rows of a file by column id, its headings being matched to the names that each column goes by.

    ``columns`` maps an id to its names in both languages; the id itself is one. Case, accents, spaces and a
    unit in brackets do not count. Raises UploadError when no heading is known, when one that is not
    ``optional`` is missing, or when a column comes twice.
    """
    names = {
        folded(name): identifier for identifier, several in columns.items() for name in (identifier, *several)
    }
    known = ", ".join(next(iter(several), identifier) for identifier, several in columns.items())
    place = _heading(upload, names)
    if place is None:
        raise UploadError("upload_header", known=known)
    heading = upload.rows[place]
    where: dict[str, int] = {}
    ignored: list[str] = []
    for at, cell in enumerate(heading):
        identifier = names.get(folded(cell))
        if identifier is None:
            if cell:
                ignored.append(cell)
        elif identifier in where:
            raise UploadError("upload_column_twice", column=cell)
        else:
            where[identifier] = at
    missing = [identifier for identifier in columns if identifier not in where and identifier not in optional]
    if missing:
        column = next(iter(columns[missing[0]]), missing[0])
        raise UploadError("upload_column_missing", column=column, known=known)
    body = upload.rows[place + 1 :]
    return Rows(
        tuple({identifier: row[at] for identifier, at in where.items()} for row in body),
        upload.lines[place + 1 :],
        tuple(ignored),
    )


def written(rows: Sequence[Sequence[str]], lang: Lang) -> bytes:
    """Rows as a CSV file that a spreadsheet of that language opens: what a learner fills in and sends back."""
    text = StringIO()
    csv.writer(text, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


# -- CSV -----------------------------------------------------------------------------------------------
def _decoded(data: bytes) -> str:
    try:
        marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # "Unicode text" of a spreadsheet
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")  # what French spreadsheets still write
        except UnicodeDecodeError as error:
            raise UploadError("upload_encoding") from error
    if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n" for char in text):
        raise UploadError("upload_kind")
    return text


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    first = 0
    asked = _SEP.match(text)
    if asked:
        text, first = text[asked.end() :], 1
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text, asked), strict=True)
    try:
        for cells in reader:
            if reader.line_num > 20 * MAX_ROWS:  # nearly all blank: no plan looks like that
                raise UploadError("upload_rows", limit=MAX_ROWS)
            yield reader.line_num + first, cells
    except csv.Error as error:
        raise UploadError("upload_csv", line=reader.line_num + first) from error


def _delimiter(text: str, asked: re.Match[str] | None) -> str:
    """The separator under which the first lines hold the most columns, evenly."""
    if asked and not asked[1].isalnum() and asked[1] not in '"\r\n':
        return asked[1]
    lines = [line for line in text.splitlines()[:30] if line.strip()]

    def score(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0.0, 1
        widest = max(widths, default=1)
        return (sum(width == widest for width in widths) / len(widths), widest) if widest > 1 else (0.0, 1)

    return max(_DELIMITERS, key=score)


# -- both ----------------------------------------------------------------------------------------------
def _bounded(table: Sequence[tuple[int, Sequence[str]]]) -> Upload:
    kept: list[tuple[str, ...]] = []
    lines: list[int] = []
    for line, cells in table:
        texts = [" ".join(cell.split()) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if len(texts) > MAX_COLUMNS:
            raise UploadError("upload_columns", limit=MAX_COLUMNS, line=line)
        if any(len(text) > MAX_CELL for text in texts):
            raise UploadError("upload_cell", limit=MAX_CELL, line=line)
        kept.append(tuple(texts))
        lines.append(line)
        if len(kept) > MAX_ROWS:
            raise UploadError("upload_rows", limit=MAX_ROWS)
    if not kept:
        raise UploadError("upload_empty")
    width = max(len(row) for row in kept)
    return Upload(tuple(row + ("",) * (width - len(row)) for row in kept), tuple(lines))


def _heading(upload: Upload, names: Mapping[str, str]) -> int | None:
    counts = [
        len({names[folded(cell)] for cell in row if folded(cell) in names})
        for row in upload.rows[:HEADER_WITHIN]
    ]
    best = max(counts, default=0)
    return counts.index(best) if best else None


def folded(name: str) -> str:
    """A text as it is compared: no case, no accent, no unit in brackets, single spaces."""
    plain = unicodedata.normalize("NFKD", _IN_BRACKETS.sub("", name).strip() or name)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(letters.replace("_", " ").replace("\u2019", "'").split()).casefold()


__all__ = [
    "MAX_BYTES",
    "MAX_CELL",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Rows",
    "Upload",
    "UploadError",
    "folded",
    "matched",
    "read_upload",
    "written",
]
