"""Pieces of HTML as text: everything that comes from outside is escaped here, and nowhere else trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import streamlit as st

__all__ = [
    "escape",
    "items",
    "literal",
    "pairs",
    "put",
    "raw_tag",
    "record",
    "scrolling",
    "single",
    "table",
    "tag",
]


def put(html: str) -> None:
    """Show a piece of HTML made with this module."""
    st.html(html)


def literal(text: str) -> str:
    """A text as Markdown that shows it as it is: nothing in it is read."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def tag(name: str, text: str, css: str = "", **attributes: str) -> str:
    """One element with escaped text and attributes (`aria_label` is written `aria-label`)."""
    return raw_tag(name, escape(text), css, **attributes)


def raw_tag(name: str, inner: str, css: str = "", **attributes: str) -> str:
    """One element around HTML that is already safe."""
    return f"<{name}{_written(css, attributes)}>{inner}</{name}>"


def single(name: str, css: str = "", **attributes: str) -> str:
    """One element that holds nothing: `input`, `col`."""
    return f"<{name}{_written(css, attributes)}>"


def _written(css: str, attributes: Mapping[str, str]) -> str:
    given = {"class": css} if css else {}
    given |= {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return "".join(f' {key}="{escape(value, quote=True)}"' for key, value in given.items())


def question_heading(number: int, title: str, level: str) -> str:
    """The heading of a question (level `h2` or `h3`), which the progress chips link to."""
    inner = f"{tag('span', f'{number}.', 'no')} {escape(title)}"
    return raw_tag(level, inner, "lt-anchor", id=f"question-{number}", tabindex="-1")


def items(name: str, parts: Iterable[str], css: str = "", **attributes: str) -> str:
    """A list (`ul` or `ol`) of items that are already safe."""
    return raw_tag(name, "".join(f"<li>{part}</li>" for part in parts), css, **attributes)


def pairs(rows: Iterable[tuple[str, str]], css: str) -> str:
    """A list of terms and their values; the terms are escaped, the values are already safe."""
    inner = "".join(f"<div>{tag('dt', term)}<dd>{value}</dd></div>" for term, value in rows)
    return raw_tag("dl", inner, css)


def table(
    caption: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[str]],
    css: str = "",
    row_css: Sequence[str] = (),
    hidden_caption: bool = False,
    foot: Sequence[str] = (),
) -> str:
    """An accessible table: a caption, column heads, and the first cell of a row as the row's head.

    `columns` gives (label, "left" | "right"); cells are text and are escaped.
    `foot` is a last row of totals.
    """
    sides = ["num" if align == "right" else "" for _, align in columns]
    head = "".join(
        tag("th", label, side, scope="col") for (label, _), side in zip(columns, sides, strict=True)
    )
    body = ""
    for number, row in enumerate(rows):
        cells = "".join(
            tag("th", cell, side, scope="row") if place == 0 else tag("td", cell, side)
            for place, (cell, side) in enumerate(zip(row, sides, strict=True))
        )
        body += raw_tag("tr", cells, row_css[number] if number < len(row_css) else "")
    title = tag("caption", caption, "lt-sr" if hidden_caption else "")
    inner = f"{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    if foot:
        cells = "".join(
            tag("th", cell, side, scope="row") if place == 0 else tag("td", cell, side)
            for place, (cell, side) in enumerate(zip(foot, sides, strict=True))
        )
        inner += f"<tfoot><tr>{cells}</tr></tfoot>"
    return scrolling(raw_tag("table", inner, f"lt-table {css}".strip()), caption)


def record(caption: str, rows: Iterable[Sequence[str]]) -> str:
    """A document's form: two columns, label and value."""
    body = "".join(raw_tag("tr", tag("th", row[0], scope="row") + tag("td", row[1])) for row in rows)
    inner = f"{tag('caption', caption)}<tbody>{body}</tbody>"
    return scrolling(raw_tag("table", inner, "lt-table lt-record"), caption)


def scrolling(inner: str, name: str) -> str:
    """A table that scrolls sideways where the screen is narrow: reachable by keyboard, under a name."""
    return raw_tag("div", inner, "lt-table-wrap", tabindex="0", role="region", aria_label=name)
