"""The cells of an XLSX file as plain values, the file being bounded before it is unpacked."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Any

from cases.upload_error import UploadError

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old .xls, or an .xlsx behind a password

MAX_PARTS = 500
MAX_UNPACKED = 10_000_000  # bytes: twice a full sheet of 2 000 rows by 50 columns
MAX_CELLS = 150_000  # blank ones included: reading them takes a second or so
LAST_ROW = (
    10_000  # read, blank ones included: a row that claims a higher number would cost as many blank ones
)

_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,20})"')
_ROWS, _CELLS = re.compile(rb"<(?:\w+:)?row[\s/>]"), re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")

Cell = float | str


def read_workbook(data: bytes, max_rows: int, max_columns: int) -> Iterator[tuple[int, list[Cell]]]:
    """Each row of the first sheet that holds anything: its number, and its cells as figures or text.

    A formula gives its saved value, a date ``2026-11-20``, a time ``08:30``, an empty cell nothing. Raises
    UploadError: encrypted, an old format, macros, damaged, too large once unpacked, more than ``max_rows`` rows
    or ``max_columns`` columns in use, a formula whose value was not saved.
    """
    if data.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UploadError("upload_encrypted" if encrypted else "upload_old")
    formulas = _inspected(data, max_rows)
    try:
        rows = list(_rows(data, max_rows, max_columns, formulas))
    except UploadError:
        raise
    except Exception as error:  # whatever a hostile file makes the reader raise, it is the file's fault
        raise UploadError("upload_damaged") from error
    return iter(rows)


def _inspected(data: bytes, max_rows: int) -> bool:
    """Whether formulas stand in the file, once it has been found harmless."""
    formulas = False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise UploadError("upload_unpacked", limit=MAX_UNPACKED // 1_000_000)
            names = {part.filename.lower() for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise UploadError("upload_encrypted")
            if any("vbaproject" in name or "macrosheets/" in name for name in names):
                raise UploadError("upload_macro")
            if "xl/workbook.xml" not in names:
                raise UploadError("upload_kind")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    text = archive.read(part)  # never more bytes than the size announced
                    if text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        raise UploadError("upload_damaged")  # no spreadsheet writes such a part
                    if part.filename.startswith("xl/worksheets/"):
                        formulas |= b"<f" in text
                        if _far(text) or _more(_ROWS, text, LAST_ROW) or _more(_CELLS, text, MAX_CELLS):
                            raise UploadError("upload_rows", limit=max_rows)
    except UploadError:
        raise
    except Exception as error:  # zip files fail in many ways: a bad header, a wrong sum, an unknown method
        raise UploadError("upload_damaged") from error
    return formulas


def _more(what: re.Pattern[bytes], sheet: bytes, limit: int) -> bool:
    return sum(1 for _ in islice(what.finditer(sheet), limit + 1)) > limit


def _far(sheet: bytes) -> bool:
    """Tell whether anything stands in a row beyond those that are read."""
    beyond = next((row for row in _ROW.finditer(sheet) if int(row[1]) > LAST_ROW), None)
    return beyond is not None and _CELL_VALUE.search(sheet, beyond.start()) is not None


def _rows(data: bytes, max_rows: int, max_columns: int, formulas: bool) -> Iterator[tuple[int, list[Cell]]]:
    # Imported here: a page that takes no file does not pay for it.
    from openpyxl import load_workbook  # noqa: PLC0415  # a second of import, only when a file comes

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sources = load_workbook(BytesIO(data), read_only=True, keep_links=False) if formulas else None
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            found = list(_sheet(sheet, max_rows, max_columns))
            if sources is not None:
                _no_lost_formula(sources[sheet.title], found, max_columns)
            if found:
                yield from found
                return
    finally:
        book.close()
        if sources is not None:
            sources.close()


def _sheet(sheet: Any, max_rows: int, max_columns: int) -> Iterator[tuple[int, list[Cell]]]:
    used = 0
    # One column more than allowed is read, no further: a row of empty cells may claim thousands.
    rows = sheet.iter_rows(max_row=LAST_ROW, max_col=max_columns + 1, values_only=True)
    for line, cells in enumerate(rows, start=1):
        values = [_plain(cell) for cell in cells]
        while values and values[-1] == "":
            values.pop()
        if not values:
            continue
        used += 1
        if used > max_rows:
            raise UploadError("upload_rows", limit=max_rows)
        if len(values) > max_columns:
            raise UploadError("upload_columns", limit=max_columns, line=line)
        yield line, values


def _no_lost_formula(sheet: Any, found: list[tuple[int, list[Cell]]], max_columns: int) -> None:
    values = dict(found)
    rows = sheet.iter_rows(max_row=LAST_ROW, max_col=max_columns, values_only=True)
    for line, cells in enumerate(rows, start=1):
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and cell.startswith("=") and not _held(values.get(line, []), at):
                raise UploadError("upload_formula", cell=f"{_letters(at)}{line}")


def _held(values: list[Cell], at: int) -> bool:
    return at < len(values) and values[at] != ""


def _letters(at: int) -> str:
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _plain(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return str(value)
        # 0.1 + 0.2 of a formula shows as 0.3 in the sheet: fifteen digits are what it keeps
        return value if isinstance(value, int) else float(f"{value:.15g}")
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return day if value.time() == time(0) else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)
