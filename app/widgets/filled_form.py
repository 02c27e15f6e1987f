"""A document that was filled in, after hand-in: in each box its mark, what was entered, and what belongs there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.widgets import markup
from app.widgets.document import LEAST_COLUMN
from app.widgets.verdict import SIGNS
from cases.debrief import PartDebrief
from cases.form_asking import GIVEN, INERT, SIGN, FormAsk, FormBox, FormSection

EMPTY = "\u00a0"


def html(asked: FormAsk, parts: Mapping[str, PartDebrief], page_lang: str, expected: str, right: str) -> str:
    """The document as HTML.

    `expected` are the words before what belongs in a box that is not right; `right` is the word that a mark
    says well enough without.
    """
    inner = markup.tag("h4", asked.title, "lt-doc-title")
    inner += "".join(_section(section, parts, expected, right) for section in asked.sections)
    if asked.lines is not None:
        inner += _lines(asked, parts, expected, right)
    inner += "".join(_section(section, parts, expected, right) for section in asked.closing)
    spoken = {} if asked.lang == page_lang else {"lang": asked.lang}
    return markup.raw_tag("article", inner, "lt-doc lt-doc-marked", aria_label=asked.title, **spoken)


def _section(section: FormSection, parts: Mapping[str, PartDebrief], expected: str, right: str) -> str:
    head = markup.tag("p", section.label, "lt-doc-group") if section.label else ""
    boxes = "".join(
        _box(box, parts, expected, right, first=not place)
        for row in section.rows
        for place, box in enumerate(row)
    )
    return head + markup.raw_tag("dl", boxes, "lt-doc-boxes")


def _box(box: FormBox, parts: Mapping[str, PartDebrief], expected: str, right: str, first: bool) -> str:
    number = markup.tag("span", box.box, "no") + " " if box.box else ""
    caption = markup.raw_tag("dt", number + markup.escape(box.label))
    entry = markup.raw_tag("dd", _entry(box, parts, expected, right))
    css = f"box {_verdict(box, parts)}".strip()
    start = "1 / " if first else ""
    return markup.raw_tag("div", caption + entry, css, style=f"grid-column: {start}span {box.width}")


def _lines(asked: FormAsk, parts: Mapping[str, PartDebrief], expected: str, right: str) -> str:
    assert asked.lines is not None
    head = "".join(markup.tag("th", label, scope="col") for label in asked.lines.columns)
    body = "".join(_row(row, parts, expected, right) for row in asked.lines.rows)
    caption = markup.tag("caption", asked.lines.label)
    inner = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    least = f"min-width: {LEAST_COLUMN * len(asked.lines.columns):.0f}rem"
    return markup.scrolling(
        markup.raw_tag("table", inner, "lt-table lt-doc-lines", style=least), asked.lines.label
    )


def _row(row: Sequence[FormBox], parts: Mapping[str, PartDebrief], expected: str, right: str) -> str:
    cells = "".join(
        markup.raw_tag("td", _entry(box, parts, expected, right), _verdict(box, parts)) for box in row
    )
    return markup.raw_tag("tr", cells)


def _verdict(box: FormBox, parts: Mapping[str, PartDebrief]) -> str:
    if box.kind in {INERT, GIVEN, SIGN}:
        return box.kind
    return parts[box.place].verdict if box.place in parts else ""


def _entry(box: FormBox, parts: Mapping[str, PartDebrief], expected: str, right: str) -> str:
    """What stands in a box: its text, or its mark, what was entered and what belongs there."""
    if box.kind in {INERT, GIVEN, SIGN} or box.place not in parts:
        return markup.escape(box.text or EMPTY)
    part = parts[box.place]
    found = markup.tag("span", SIGNS[part.verdict], "sign", aria_hidden="true") + " "
    if part.given:
        found += markup.tag("span" if part.verdict == "right" else "s", part.given)
    if part.words and (part.verdict != "right" or part.expected != part.given) and part.words != right:
        found += markup.tag("small", part.words)
    if part.verdict != "right" and part.expected:
        found += markup.tag("small", f"{expected} {part.expected}", "expected")
    return found
