"""Where the fields of a form stand on its document: places, and what the document says of each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cases.documents import UnknownDocument, load_document
from cases.documents.model import Column, Document
from cases.documents.model import Field as Box
from cases.numerals import Lang
from cases.problem import message

LINES = "lines"
CELL = re.compile(r"line([1-9][0-9]?)\.([A-Za-z]\w*)")
EXACT = {"relative": 0.0}  # a weight, an amount or a number of packages on a document is right or wrong
FIGURES = ("quantity", "money")
OWN = re.compile(r"\bown\s*\.\s*([A-Za-z]\w*)")


def cell(row: int, column: str) -> str:
    """The place of a cell, rows numbered from 1."""
    return f"line{row}.{column}"


def cell_of(place: str) -> tuple[int, str] | None:
    """The row, numbered from 1, and the column of a place; None where it is no cell."""
    found = CELL.fullmatch(place)
    return (int(found[1]), found[2]) if found else None


def completed(data: Any) -> Any:
    """The keys of a form as written, with what its document says of each field put in; left as they are if unknown."""
    if not isinstance(data, dict) or not isinstance(data.get("document"), str):
        return data
    try:
        document = load_document(data["document"])
    except UnknownDocument:
        return data
    found = {**data, "boxes": _completed(data.get("boxes", {}), document.to_fill)}
    lines = data.get(LINES)
    if document.lines is not None and isinstance(lines, dict):
        columns = {column.id: column for column in document.lines.columns}
        given = lines.get("columns", {})
        if isinstance(given, dict):
            given = {
                name: {"answer": f"line.{name}", **one} if isinstance(one, dict) else one
                for name, one in given.items()
            }
        found[LINES] = {**lines, "columns": _completed(given, columns)}
    return found


def _completed(fields: Any, known: Mapping[str, Box] | Mapping[str, Column]) -> Any:
    if not isinstance(fields, dict):
        return fields
    return {
        name: {**_said(known[name], one), **one} if name in known and isinstance(one, dict) else one
        for name, one in fields.items()
    }


def _said(box: Box | Column, given: Mapping[str, Any]) -> dict[str, Any]:
    kind = given.get("kind", box.kind)
    said: dict[str, Any] = {"kind": kind}
    if kind == "choice" and box.options:
        said["options"] = list(box.options)
    if kind == box.kind == "quantity":
        said |= {} if box.unit is None else {"unit": box.unit}
    if kind == box.kind and kind in FIGURES and box.decimals is not None:
        said["decimals"] = box.decimals
    if kind not in {"text", "choice", "date"}:
        said |= {"tolerance": EXACT, "rounding_credit": 0.0}
    return said


def box_of(document: Document, place: str) -> Box | Column | None:
    """The box or the column that a place stands in; None where the document has none."""
    found = cell_of(place)
    if found is None:
        return document.fields.get(place)
    columns = {column.id: column for column in document.lines.columns} if document.lines is not None else {}
    return columns.get(found[1])


def label(document: Document, place: str, lang: Lang) -> str:
    """The name of a place as the document prints it, its box number first, its line where it is a cell."""
    box, found = box_of(document, place), cell_of(place)
    if box is None:
        return place
    words = f"{box.box}. {box.label.text(lang)}" if box.box else box.label.text(lang)
    return words if found is None else message("form.cell", lang, {"row": found[0], "column": words})


def spoken(rule: Any) -> frozenset[str]:
    """The entries that a rule speaks of, as ``own.<name>``."""
    return frozenset(OWN.findall(rule)) if isinstance(rule, str) else frozenset()
