"""A trade document filled from the graph, ready to be laid out as the trade prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.annex_grids import ColumnView, Grid, GridCell, Page, TableView, align
from cases.annex_kinds import Filled
from cases.documents.model import Column, Document, Field, Section
from cases.expressions import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.render import shown

LINES = "document"

Figure = tuple[
    str, float, str, Lang
]  # its place in the annex, its value, the filter that writes it, in which language


@dataclass(frozen=True)
class BoxView:
    """A box: its caption, the number printed on the form if any, what stands in it, and the room it takes."""

    id: str
    label: str
    box: str
    text: str
    kind: str
    width: int
    lines: int
    sign: bool


@dataclass(frozen=True)
class SectionView:
    """Boxes that belong together, row by row, on a grid of twelve."""

    id: str
    label: str
    width: int
    rows: tuple[tuple[BoxView, ...], ...]


@dataclass(frozen=True)
class DocumentView:
    """A document: its sections, its lines, its closing sections; ``widths`` shares out the lines' columns.

    ``file`` names it among files: the case, the variant, the annex, its language.
    """

    id: str
    name: str
    title: str
    lang: Lang
    sections: tuple[SectionView, ...]
    lines: TableView | None
    widths: tuple[int, ...]
    blank_lines: int
    closing: tuple[SectionView, ...]
    file: str = ""


def document(page: Page, filled: Filled) -> DocumentView:
    """The document of an annex; raises ExpressionError for a value that does not fit its box."""
    layout = filled.document
    lang = layout.lang(page.lang)
    lines = layout.lines if filled.lines is not None else None
    table = _lines(page, layout, lang) if lines is not None else None
    return DocumentView(
        id=f"{page.annex.id}.{LINES}",
        name=layout.name,
        title=layout.title.text(lang),
        lang=lang,
        sections=tuple(_section(page, filled, section, lang) for section in layout.sections),
        lines=table,
        widths=tuple(column.width for column in lines.columns) if lines is not None else (),
        blank_lines=max(0, lines.least - len(table.rows)) if lines is not None and table is not None else 0,
        closing=tuple(_section(page, filled, section, lang) for section in layout.closing),
        file=f"{page.variant.case.slug}-{page.variant.seed}-{page.annex.id}-{lang}",
    )


def entries(page: Page, filled: Filled) -> Iterator[Figure]:
    """Every figure of a document, in the language that the document speaks."""
    lang = filled.document.lang(page.lang)
    for name, field in filled.document.fields.items():
        value = page.values.get(f"document.fields.{name}")
        if field.kind in {"quantity", "money"} and is_number(value):
            yield f"document.fields.{name}", value, field.filter(filled.currency), lang
    if filled.lines is None:
        return
    for row in _rows(page, filled.document, lang):
        for cell in row:
            if is_number(cell.value):
                yield "document.lines", cell.value, cell.format, lang


def _section(page: Page, filled: Filled, section: Section, lang: Lang) -> SectionView:
    return SectionView(
        section.id,
        section.label.text(lang) if section.label is not None else "",
        section.width,
        tuple(tuple(_box(page, filled, field, lang) for field in row) for row in section.rows),
    )


def _box(page: Page, filled: Filled, field: Field, lang: Lang) -> BoxView:
    value = page.values.get(f"document.fields.{field.id}")
    text = "" if value is None else _text(field, value, field.filter(filled.currency), lang)
    return BoxView(
        field.id, field.label.text(lang), field.box, text, field.kind, field.width, field.lines, field.sign
    )


def _text(field: Field | Column, value: Plain, how: str, lang: Lang) -> str:
    if field.kind != "choice":
        return shown(value, how, lang)
    try:
        return field.option(str(value), lang)
    except KeyError:
        known = ", ".join(field.options)
        raise ExpressionError("document_option", field=field.id, found=str(value)[:40], known=known) from None


def _rows(page: Page, layout: Document, lang: Lang) -> Grid:
    """The lines as cells; a field that a line does not give is left blank, one that no column shows is refused."""
    rows, lines = page.values["document.lines"], layout.lines
    assert lines is not None
    known = {column.id for column in lines.columns}
    if not isinstance(rows, list):
        raise ExpressionError("annex_table", annex=page.annex.id)
    found = []
    for row in rows:
        if not isinstance(row, dict):
            raise ExpressionError("annex_table", annex=page.annex.id)
        if not set(row) <= known:
            stray = min(set(row) - known)
            raise ExpressionError("document_column", found=stray[:40], known=", ".join(sorted(known)))
        found.append(tuple(_line_cell(column, row.get(column.id), lang) for column in lines.columns))
    return tuple(found)


def _line_cell(column: Column, value: Plain, lang: Lang) -> GridCell:
    if value is None:
        return GridCell(None, "text", as_found=True)
    if column.kind == "choice":
        return GridCell(_text(column, value, "", lang), "text")
    return GridCell(value, column.filter(with_unit=False))


def _lines(page: Page, layout: Document, lang: Lang) -> TableView:
    assert layout.lines is not None
    heads = [
        ColumnView(
            column.id,
            f"{column.box}. {column.label.text(lang)}" if column.box else column.label.text(lang),
            align(column.filter(with_unit=False) or "text"),
        )
        for column in layout.lines.columns
    ]
    # Written in the document's language, its file in the page's: that is the language of one's spreadsheet.
    own, caption = replace(page, lang=lang), layout.lines.label.text(lang)
    view = own.table(LINES, "lines", heads, _rows(page, layout, lang), caption=caption)
    file = page.table(LINES, "lines", heads, _rows(page, layout, page.lang), caption=caption)
    return replace(view, csv=file.csv, filename=file.filename)
