"""A table to clean: rows flagged in a grid of pages, cells corrected in the rows flagged, or a file handed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.answering.by_file import by_file
from app.widgets.context import Work
from app.widgets.reading import reading
from app.widgets.verdict import SIGNS
from cases.answers import Answer, Raw
from cases.debrief import PartDebrief, QuestionDebrief
from cases.questions.sheet import SheetAsk, SheetQuestion
from cases.sheet_file import from_file, to_file
from cases.table_asking import HeadAsk
from cases.views import QuestionView
from cases.wording import QuestionWords

REVIEWS_PARTS: Final = True
PAGE: Final = 25  # rows on the screen at once


def ask(work: Work, view: QuestionView) -> None:
    """Show a page of the table with a list beside each row to flag it; every change is saved at once."""
    t, held, asked = session.t(), work.answers().get(view.id), view.ask
    assert isinstance(asked, SheetAsk)
    raw, wide = _raw(work, view), [2, 4, *([3] * len(asked.columns))]
    markup.put(markup.tag("p", t("sheet.how"), "lt-note"))
    start = _page(work, view, len(asked.rows))
    with st.container(gap=None, key=f"lt-grid-sheet-{view.id}"):
        heads = (t("sheet.row"), t("sheet.fault"), *(column.text for column in asked.columns))
        for place, text in zip(st.columns(wide, gap=None, vertical_alignment="bottom"), heads, strict=True):
            place.html(markup.tag("div", text, "lt-grid-head is-text"))
        for number in range(start + 1, min(start + PAGE, len(asked.rows)) + 1):
            first, second, *others = st.columns(wide, gap=None, vertical_alignment="center")
            first.html(markup.tag("div", str(number), "lt-grid-row"))
            with second:
                _flag(work, view, asked, number, raw)
            texts = asked.rows[number - 1]
            for place, column, text in zip(others, asked.columns, texts, strict=True):
                with place:
                    if _open(raw, number):
                        _cell(work, view, column, number, text, raw)
                    else:
                        label = t("sheet.cell", row=number, column=column.text)
                        named = markup.tag("span", f"{label} ", "lt-sr") + markup.escape(text or "\u00a0")
                        side = "" if column.numeric else " is-text"
                        markup.put(markup.raw_tag("div", named, f"lt-grid-given{side}"))
    reading(work.variant, view.id, held.answer if held is not None else None)
    if not work.closed:
        _file(work, view, asked)


def review(work: Work, question: SheetQuestion, item: QuestionDebrief, _answer: Answer | None) -> None:
    """Show the rows that were faulty or flagged, with the verdict on each and on the cells to correct."""
    if not item.parts:
        return
    t, words = session.t(), QuestionWords(work.variant, question.id, session.lang())
    asked = question.ask(work.variant.scope(), words)
    marks = {part.id: part for part in item.parts}
    heads = (t("sheet.row"), t("sheet.fault"), *(column.text for column in asked.columns))
    head = "".join(markup.tag("th", text, scope="col") for text in heads)
    body = ""
    for row in sorted({int(place.partition(".")[0]) for place in marks}):
        if row > len(asked.rows):
            continue
        cells = markup.tag("th", str(row), scope="row") + _verdict(marks.get(str(row)), "")
        for column, text in zip(asked.columns, asked.rows[row - 1], strict=True):
            cells += _verdict(marks.get(f"{row}.{column.id}"), text)
        body += markup.raw_tag("tr", cells)
    caption = markup.tag("caption", t("sheet.marked"))
    inner = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    markup.put(markup.scrolling(markup.raw_tag("table", inner, "lt-table lt-marked"), t("sheet.marked")))


def _verdict(part: PartDebrief | None, shown: str) -> str:
    """A cell of the marked table: what stood there, what was made of it, and what was right."""
    if part is None:
        return markup.tag("td", shown)
    given = markup.tag("span", f"{SIGNS[part.verdict]} ", "sign", aria_hidden="true")
    if part.given or shown:
        given += markup.tag("span", part.given or shown, "given" if part.given else "")
    said = markup.tag("small", part.words)
    expected = ""
    if part.verdict != "right" and part.expected:
        expected = markup.tag("small", session.t()("sheet.expected", value=part.expected))
    return markup.raw_tag("td", given + said + expected, f"is-{part.verdict}")


# -- the grid ------------------------------------------------------------------------------------------
def _page(work: Work, view: QuestionView, count: int) -> int:
    """The first row on the screen, from 0."""
    if count <= PAGE:
        return 0
    name = work.key(view.id, "page")
    session.seed_widget(name, 0)
    start = st.segmented_control(
        session.t()("sheet.pages"),
        list(range(0, count, PAGE)),
        key=name,
        format_func=lambda at: f"{at + 1}–{min(at + PAGE, count)}",
        required=True,
    )
    return int(start or 0)


def _open(raw: dict[str, str], number: int) -> bool:
    """Tell whether a row is flagged, or bears a correction: its cells can then be typed."""
    return bool(raw.get(str(number))) or any(place.startswith(f"{number}.") for place in raw)


def _flag(work: Work, view: QuestionView, asked: SheetAsk, number: int, raw: dict[str, str]) -> None:
    name = _flag_key(work, view, number)
    words = {kind.id: kind.text for kind in asked.kinds}
    held = raw.get(str(number), "")
    session.seed_widget(name, held if held in words else None)
    st.selectbox(
        session.t()("sheet.flag", row=number),
        list(words),
        index=None,
        key=name,
        format_func=words.__getitem__,
        on_change=_flagged,
        args=(work, view, number),
        disabled=work.closed,
        label_visibility="collapsed",
        placeholder="–",
    )


def _cell(
    work: Work, view: QuestionView, column: HeadAsk, number: int, shown: str, raw: dict[str, str]
) -> None:
    assert isinstance(view.ask, SheetAsk)
    place, label = f"{number}.{column.id}", session.t()("sheet.cell", row=number, column=column.text)
    name, words = _cell_key(work, view, place), _words(view.ask, column.id)
    if words:
        held = raw.get(place, "") or next((one for one, text in words.items() if text == shown), "")
        session.seed_widget(name, held if held in words else None)
        st.selectbox(
            label,
            list(words),
            index=None,
            key=name,
            format_func=words.__getitem__,
            on_change=_corrected,
            args=(work, view, place, shown),
            disabled=work.closed,
            label_visibility="collapsed",
            placeholder=shown or "–",
        )
        return
    session.seed_widget(name, raw.get(place, shown))
    st.text_input(
        label,
        key=name,
        live=True,
        max_chars=120,
        autocomplete="off",
        on_change=_corrected,
        args=(work, view, place, shown),
        disabled=work.closed,
        label_visibility="collapsed",
        persist_state="page",
    )


def _words(asked: SheetAsk, column: str) -> dict[str, str]:
    """The options of a column, by id; none where a value is typed."""
    return {option.id: option.text for option in asked.options.get(column, ())}


def _cell_key(work: Work, view: QuestionView, place: str) -> str:
    assert isinstance(view.ask, SheetAsk)
    worded = place.partition(".")[2] in view.ask.options
    return work.key(view.id, place, *([session.lang()] if worded else []))


def _set_cell(work: Work, view: QuestionView, place: str, shown: str, held: str = "") -> None:
    """Put a correction in a cell's widget, or what the table shows where there is none."""
    assert isinstance(view.ask, SheetAsk)
    words = _words(view.ask, place.partition(".")[2])
    if words:
        shown = next((one for one, text in words.items() if text == shown), "")
    value = held or shown
    session.set_widget(_cell_key(work, view, place), (value if value in words else None) if words else value)


def _flag_key(work: Work, view: QuestionView, number: int) -> str:
    # The browser names options by their words: one key for each language.
    return work.key(view.id, number, session.lang())


def _flagged(work: Work, view: QuestionView, number: int) -> None:
    """From a callback: a flag taken off takes the corrections of its row with it."""
    raw = _in_this_language(work, view)
    kind = str(session.widget(_flag_key(work, view, number)) or "")
    raw[str(number)] = kind
    if not kind:
        _forget(work, view, raw, number)
    work.commit(view.id, lambda: _kept(raw))


def _forget(work: Work, view: QuestionView, raw: dict[str, str], number: int) -> None:
    assert isinstance(view.ask, SheetAsk)
    for column, shown in zip(view.ask.columns, view.ask.rows[number - 1], strict=True):
        raw.pop(f"{number}.{column.id}", None)
        _set_cell(work, view, f"{number}.{column.id}", shown)


def _corrected(work: Work, view: QuestionView, place: str, shown: str) -> None:
    assert isinstance(view.ask, SheetAsk)
    typed = str(session.widget(_cell_key(work, view, place)) or "")
    words = _words(view.ask, place.partition(".")[2])
    raw = _in_this_language(work, view, place)
    raw[place] = "" if words.get(typed, typed).strip() == shown else typed
    work.commit(view.id, lambda: _kept(raw))


def _in_this_language(work: Work, view: QuestionView, changed: str = "") -> dict[str, str]:
    """The answer so far; figures typed in the other language are written again in this one, but ``changed``."""
    held, lang, raw = work.answers().get(view.id), session.lang(), _raw(work, view)
    if held is None or held.answer.lang == lang:
        return raw
    question = work.variant.case.question(view.id)
    assert isinstance(question, SheetQuestion)
    for place, text in question.retyped(question.read(held.answer), lang).items():
        raw[place] = text
        if place != changed:
            session.set_widget(_cell_key(work, view, place), text)
    return raw


def _kept(raw: dict[str, str]) -> Raw:
    return {place: text for place, text in raw.items() if text.strip()}


def _raw(work: Work, view: QuestionView) -> dict[str, str]:
    held = work.answers().get(view.id)
    return dict(held.answer.raw) if held is not None and isinstance(held.answer.raw, dict) else {}


# -- a file --------------------------------------------------------------------------------------------
def _file(work: Work, view: QuestionView, asked: SheetAsk) -> None:
    lang = session.lang()

    def read(data: bytes) -> tuple[str, Callable[[], None]]:
        t, found = session.t(), from_file(work.variant, view.id, data, lang)
        words = t.plural("sheet.read", found.rows)
        if found.ignored:
            words += " " + t("sheet.ignored", names=", ".join(found.ignored))
        return words, partial(_filled, work, view, asked, found.raw)

    by_file(work, view, "sheet", to_file(work.variant, view.id, _raw(work, view), lang), read)


def _filled(work: Work, view: QuestionView, asked: SheetAsk, raw: dict[str, str]) -> None:
    for number, texts in enumerate(asked.rows, start=1):
        session.set_widget(_flag_key(work, view, number), raw.get(str(number)))
        for column, shown in zip(asked.columns, texts, strict=True):
            place = f"{number}.{column.id}"
            _set_cell(work, view, place, shown, raw.get(place, ""))
    work.commit(view.id, lambda: raw)
