"""A trade document as the trade prints it: captioned boxes, numbered where the form is, and a table of lines.

The HTML is semantic: each box is a term and its description, the lines are a table; the style sheet draws
the paper. Everything that stands in it is escaped by `app.widgets.markup`.
"""

from __future__ import annotations

from typing import Final

from app import session
from app.widgets import downloads, markup
from cases.annex_documents import BoxView, DocumentView, SectionView
from cases.annex_grids import TableView

LEAST_COLUMN: Final = 5.5  # rem, on average: under it lines that are marked scroll
LEAST_LINE: Final = (2.3, 1.4)  # rem, for a column and for each of its twelfths: under it the lines scroll
# rem, for a heading and for each letter of its longest word: under it two would overlap
HEADING: Final = (0.7, 0.53)


def document(view: DocumentView, page_lang: str) -> None:
    """Show a document on a page in `page_lang`, and offer it on paper."""
    markup.put(html(view, page_lang))
    downloads.document_button(view, session.key("lt_pdf", view.id))


def html(view: DocumentView, page_lang: str) -> str:
    """The document as HTML; it names its language where it is not the page's."""
    inner = markup.tag("h4", view.title, "lt-doc-title")
    inner += "".join(map(_section, view.sections))
    if view.lines is not None:
        inner += _lines(view.lines, view.widths, view.blank_lines)
    inner += "".join(map(_section, view.closing))
    spoken = {} if view.lang == page_lang else {"lang": view.lang}
    return markup.raw_tag("article", inner, "lt-doc", aria_label=view.title, **spoken)


def _section(section: SectionView) -> str:
    head = markup.tag("p", section.label, "lt-doc-group") if section.label else ""
    boxes = "".join(_box(box, first=not place) for row in section.rows for place, box in enumerate(row))
    return head + markup.raw_tag("dl", boxes, "lt-doc-boxes")


def _box(box: BoxView, first: bool) -> str:
    number = markup.tag("span", box.box, "no") + " " if box.box else ""
    caption = markup.raw_tag("dt", number + markup.escape(box.label))
    # A box that holds figures leans them to the right, as columns do; an empty one keeps its height.
    side = "num" if box.kind in {"quantity", "money"} else ""
    entry = markup.tag("dd", box.text, side, style=f"min-height: {1.5 * box.lines:.1f}em")
    start = "1 / " if first else ""
    css = "box sign" if box.sign else "box"
    return markup.raw_tag("div", caption + entry, css, style=f"grid-column: {start}span {box.width}")


def _lines(table: TableView, widths: tuple[int, ...], blank: int) -> str:
    sides = ["num" if column.align == "right" else "" for column in table.columns]
    least = [_least(column.label, width) for column, width in zip(table.columns, widths, strict=True)]
    columns = "".join(f'<col style="width: {100 * one / sum(least):.1f}%">' for one in least)
    head = "".join(
        markup.tag("th", column.label, side, scope="col")
        for column, side in zip(table.columns, sides, strict=True)
    )
    body = "".join(
        markup.raw_tag(
            "tr", "".join(markup.tag("td", cell, side) for cell, side in zip(row, sides, strict=True))
        )
        for row in table.rows
    )
    empty = "".join(markup.tag("td", "\u00a0") for _ in sides)
    body += markup.raw_tag("tr", empty, "blank", aria_hidden="true") * blank
    caption = markup.tag("caption", table.caption)
    inner = f"{caption}<colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    style = f"min-width: {sum(least):.0f}rem"
    return markup.scrolling(
        markup.raw_tag("table", inner, "lt-table lt-doc-lines", style=style), table.caption
    )


def _least(heading: str, width: int) -> float:
    """The width in rem under which a column of lines no longer holds its figures or its heading."""
    (column, twelfth), (edges, letter) = LEAST_LINE, HEADING
    longest = max(map(len, heading.split()), default=0)
    return max(column + twelfth * width, edges + letter * longest)
