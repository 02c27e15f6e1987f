"""A table to fill in: a field in each cell that is asked, saved one by one; after hand-in, the marked table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from app.widgets.fields import Entry, fields
from app.widgets.reading import reading
from app.widgets.verdict import SIGNS
from cases.answers import Answer, Raw
from cases.debrief import PartDebrief, QuestionDebrief
from cases.questions.table import TableQuestion
from cases.table_asking import CellAsk, TableAsk
from cases.table_paste import MAX_PASTED, pasted
from cases.views import QuestionView
from cases.wording import QuestionWords

REVIEWS_PARTS: Final = True
SHORT: Final = 3  # letters of a choice that needs no wider column


def ask(work: Work, view: QuestionView) -> None:
    """Show the grid; every change is saved at once."""
    t, held, asked = session.t(), work.answers().get(view.id), view.ask
    assert isinstance(asked, TableAsk)
    for note in asked.notes:
        markup.put(markup.tag("p", note, "lt-note"))
    if asked.blank_is:
        markup.put(markup.tag("p", t("table.blank_is", value=asked.blank_is), "lt-note"))
    entries = {cell.place: _entry(cell, label) for label, cell in _labelled(asked) if cell.asked}
    fields(
        work.key(view.id, "cells"),
        _grid(asked, entries, view.title, disabled=work.closed),
        entries.values(),
        _raw(work, view),
        lambda typed: _typed(work, view, typed),
    )
    reading(work.variant, view.id, held.answer if held is not None else None)
    if not work.closed:
        _paste(work, view, asked)


def _labelled(asked: TableAsk) -> list[tuple[str, CellAsk]]:
    """Every cell, row by row, with the words that name it."""
    return [
        (f"{head.text}, {column.text}", cell)
        for head, cells in asked.rows
        for column, cell in zip(asked.columns, cells, strict=True)
    ]


def _entry(cell: CellAsk, label: str) -> Entry:
    return Entry(cell.place, label, {one.id: one.text for one in cell.options}, cell.placeholder)


def _grid(asked: TableAsk, entries: Mapping[str, Entry], name: str, *, disabled: bool) -> str:
    """The table as HTML, with a field in each cell to fill in."""
    head = markup.tag("th", asked.corner, scope="col") if asked.corner else markup.tag("td", "")
    head += "".join(markup.tag("th", column.text, "num", scope="col") for column in asked.columns)
    body = ""
    for row, cells in asked.rows:
        inner = markup.tag("th", row.text, scope="row")
        for cell in cells:
            if cell.asked:
                inner += markup.raw_tag("td", entries[cell.place].html(disabled=disabled))
            else:
                inner += markup.tag("td", cell.text, "given")
        body += markup.raw_tag("tr", inner)
    css = "lt-fill is-close" if _is_close(asked) else "lt-fill"
    table = markup.raw_tag("table", f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>", css)
    return markup.scrolling(table, name)


def _is_close(asked: TableAsk) -> bool:
    """Whether the lists of a table hold signs or figures only (9, 3, 0): their columns may then stand closer."""
    words = [len(option.text) for _, cells in asked.rows for cell in cells for option in cell.options]
    return bool(words) and max(words) <= SHORT


def review(work: Work, question: TableQuestion, item: QuestionDebrief, _answer: Answer | None) -> None:
    """Show the table as it was marked: in each cell what was given, its verdict, and what was expected."""
    if not item.parts:
        return
    t = session.t()
    asked = question.ask(work.variant.scope(), QuestionWords(work.variant, question.id, session.lang()))
    marks = {part.id: part for part in item.parts}
    head = markup.tag("th", asked.corner, scope="col") + "".join(
        markup.tag("th", column.text, "num", scope="col") for column in asked.columns
    )
    body = ""
    for row, cells in asked.rows:
        marked = "".join(_marked(cell, marks.get(cell.place)) for cell in cells)
        body += markup.raw_tag("tr", markup.tag("th", row.text, scope="row") + marked)
    caption = markup.tag("caption", t("table.marked"))
    inner = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    markup.put(markup.scrolling(markup.raw_tag("table", inner, "lt-table lt-marked"), t("table.marked")))
    legend = dict.fromkeys(f"{SIGNS[part.verdict]} {part.words}" for part in item.parts if part.words)
    markup.put(markup.tag("p", " · ".join(legend), "lt-note"))


def _marked(cell: CellAsk, part: PartDebrief | None) -> str:
    if part is None:
        return markup.tag("td", cell.text, "num")
    given = markup.tag("span", part.given or "–", "given")
    sign = ""
    if part.given:
        sign = markup.tag("span", f"{SIGNS[part.verdict]} ", "sign", aria_hidden="true")
    said = markup.tag("span", f" {part.words}", "lt-sr")
    expected = ""
    if part.verdict != "right":
        expected = markup.tag("small", part.expected)
    return markup.raw_tag("td", sign + given + said + expected, f"num is-{part.verdict}", title=part.words)


def _paste(work: Work, view: QuestionView, asked: TableAsk) -> None:
    """A block copied from a spreadsheet, spread over the cells."""
    t = session.t()
    block, first = work.key(view.id, "paste"), work.key(view.id, "paste", "from")
    opened = session.key("lt_paste", work.id, view.id)
    if not session.widget(opened):
        # A text area and a list for each table, most of them never used, would take the browser a while.
        st.button(
            t("table.paste"),
            key=session.key("lt_paste_open", work.id, view.id),
            type="tertiary",
            icon=":material/content_paste:",
            on_click=_open_paste,
            args=(work, view.id, opened),
        )
        return
    rows = {head.id: head.text for head, cells in asked.rows if any(cell.asked for cell in cells)}
    with st.container(border=True, gap="xsmall"):
        st.text_area(t("table.paste_block"), key=block, max_chars=MAX_PASTED, height=120, help=None)
        session.seed_widget(first, next(iter(rows)))
        st.selectbox(t("table.paste_from"), list(rows), key=first, format_func=rows.__getitem__)
        st.button(
            t("table.paste_apply"), key=work.key(view.id, "paste", "go"), on_click=_spread, args=(work, view)
        )
        told = session.widget(work.key(view.id, "paste", "told"))
        if told:
            markup.put(markup.tag("p", str(told), "lt-note", role="status"))


def _open_paste(work: Work, question_id: str, opened: str) -> None:
    session.set_widget(opened, True)
    work.redraw(question_id)


def _spread(work: Work, view: QuestionView) -> None:
    t, asked = session.t(), view.ask
    assert isinstance(asked, TableAsk)
    text = str(session.widget(work.key(view.id, "paste")) or "")
    found = pasted(text, asked, str(session.widget(work.key(view.id, "paste", "from")) or ""))
    told = t.plural("table.pasted", len(found.cells))
    if found.left:
        told += " " + t.plural("table.paste_left", found.left)
    session.set_widget(work.key(view.id, "paste", "told"), told)
    raw = _in_this_language(work, view)
    cells = {cell.place: cell for _, row in asked.rows for cell in row}
    for place, value in found.cells.items():
        known = [option.id for option in cells[place].options]
        if not known or value in known:
            raw[place] = value
    if found.cells:
        session.set_widget(work.key(view.id, "paste"), "")
    work.commit(view.id, lambda: _kept(raw))


def _typed(work: Work, view: QuestionView, typed: Mapping[str, str]) -> None:
    """From the callback of the grid: the cells changed, over those typed so far."""
    raw = _in_this_language(work, view) | dict(typed)
    work.commit(view.id, lambda: _kept(raw))


def _in_this_language(work: Work, view: QuestionView) -> dict[str, str]:
    """The cells typed so far; figures typed in the other language are written again in this one."""
    held, lang, raw = work.answers().get(view.id), session.lang(), _raw(work, view)
    if held is None or held.answer.lang == lang:
        return raw
    question = work.variant.case.question(view.id)
    assert isinstance(question, TableQuestion)
    return raw | question.retyped(question.read(held.answer), lang)


def _kept(raw: dict[str, str]) -> Raw:
    return {place: text for place, text in raw.items() if text.strip()}


def _raw(work: Work, view: QuestionView) -> dict[str, str]:
    held = work.answers().get(view.id)
    return dict(held.answer.raw) if held is not None and isinstance(held.answer.raw, dict) else {}
