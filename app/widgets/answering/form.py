"""A trade document to fill: fields where its boxes stand, and once handed in the document with its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app import session
from app.widgets import filled_form, markup
from app.widgets.context import Work
from app.widgets.fields import Entry, fields, line
from app.widgets.form_paper import boxes, offer_form
from cases.answers import Answer, Reading
from cases.debrief import QuestionDebrief
from cases.form_asking import GIVEN, INERT, SIGN, FormAsk, FormBox, FormSection
from cases.problem import message
from cases.questions.form import FormQuestion
from cases.reading_words import explain_reading
from cases.views import QuestionView
from cases.wording import QuestionWords

REVIEWS_PARTS: Final = True
GRID: Final = 12
CELL: Final = 3  # columns of the grid for a cell of a line: a figure must fit in its field
LIST: Final = 4  # for a list whose words would not: a browser cuts them
SHORT: Final = 13  # letters of a list that fits as a figure does


def ask(work: Work, view: QuestionView) -> None:
    """Show the document with its fields; every committed change is saved at once."""
    asked, question = view.ask, _question(work, view)
    assert isinstance(asked, FormAsk)
    held = work.answers().get(view.id)
    found = question.read(held.answer) if held is not None else Reading(blank=True)
    entries, typed = {}, [box for box in boxes(asked) if box.kind not in {INERT, GIVEN, SIGN}]
    for box in typed:
        entries[box.place] = _entry(box)
    fields(
        work.key(view.id, "cells"),
        _html(asked, entries, disabled=work.closed),
        entries.values(),
        _typed(work, view),
        lambda cells: _changed(work, view, cells),
        _lines(typed, found, question.echoes(found, session.lang())),
    )
    if found.codes and not found.parts:
        said = " ".join(explain_reading(code, session.lang(), found.params) for code in found.codes)
        markup.put(markup.tag("p", f"! {said}", "lt-read is-wrong", role="status"))
    offer_form(work, question)


def review(work: Work, question: FormQuestion, item: QuestionDebrief, _answer: Answer | None) -> None:
    """Show the document with the mark of each box."""
    if not item.parts:
        return
    words = QuestionWords(work.variant, question.id, session.lang())
    asked = question.ask(work.variant.scope(), words)
    parts = {part.id: part for part in item.parts}
    lang, t = session.lang(), session.t()
    markup.put(filled_form.html(asked, parts, lang, t("form.expected"), message("part.correct", lang)))
    offer_form(work, question, parts)


def _entry(box: FormBox) -> Entry:
    name = f"{box.box}. {box.label}" if box.box else box.label
    if box.kind == "choice":
        return Entry(box.place, name, dict(box.options), session.t()("form.choose"))
    label = f"{name} ({box.unit_label})" if box.unit_label and box.unit_label not in name else name
    return Entry(box.place, label, placeholder=box.placeholder, limit=400)


def _html(asked: FormAsk, entries: Mapping[str, Entry], *, disabled: bool) -> str:
    """The document, with a field in each box to fill."""

    def section(one: FormSection) -> str:
        head = markup.tag("p", one.label, "lt-doc-group") if one.label else ""
        return head + "".join(row(boxes, [box.width for box in boxes]) for boxes in one.rows)

    def row(boxes: Sequence[FormBox], widths: Sequence[int], css: str = "") -> str:
        inner = (
            markup.raw_tag(
                "div",
                _box(box, entries, disabled=disabled),
                "is-list" if css and width > CELL else "",
                style=f"grid-column: span {width}",
            )
            for box, width in zip(boxes, widths, strict=True)
        )
        return markup.raw_tag("div", "".join(inner), f"lt-form-row {css}".strip())

    inner = markup.tag("h3", asked.title, "lt-doc-title", lang=asked.lang) + "".join(
        map(section, asked.sections)
    )
    if asked.lines is not None:
        inner += markup.tag("p", asked.lines.label, "lt-doc-group", lang=asked.lang)
        for number, boxes in enumerate(asked.lines.rows, start=1):
            told = [f"{box.label}\u00a0{box.text}" for box in boxes if box.kind == GIVEN]
            name = session.t()("form.line", number=number)
            inner += markup.tag("p", " · ".join([name, *told]), "lt-form-line")
            # What is already in a line is told above it; its cells to fill stand a few side by side.
            cells = [box for box in boxes if box.kind not in {INERT, GIVEN}]
            for some in _across(cells):
                inner += row(some, [_cell_width(box) for box in some], "is-cells")
    return markup.raw_tag("div", inner + "".join(map(section, asked.closing)), "lt-form")


def _cell_width(box: FormBox) -> int:
    """Columns of the grid for a cell of a line."""
    return LIST if any(len(words) > SHORT for _, words in box.options) else CELL


def _across(cells: Sequence[FormBox]) -> list[list[FormBox]]:
    """The cells of a line in rows as full as can be."""
    rows: list[list[FormBox]] = []
    left = 0
    for box in cells:
        width = _cell_width(box)
        if width > left:
            rows.append([])
            left = GRID
        rows[-1].append(box)
        left -= width
    return rows


def _box(box: FormBox, entries: Mapping[str, Entry], *, disabled: bool) -> str:
    if box.place not in entries:
        label = f"{box.box}. {box.label}" if box.box else box.label
        text = markup.tag("span", label, "caption") + markup.tag("span", box.text or "\u00a0", "entry")
        return markup.raw_tag("p", text, f"lt-form-box {box.kind}")
    entry = entries[box.place]
    field = entry.html(disabled=disabled, labelled=True)
    inner = markup.raw_tag("label", markup.tag("span", entry.label, "caption") + field)
    # Under a figure the line keeps its place when there is nothing to say.
    return inner if box.kind == "choice" else inner + line(box.place, keeps=box.kind == "figure")


def _lines(
    boxes: Sequence[FormBox], found: Reading, echoes: Mapping[str, str]
) -> dict[str, tuple[str, bool]]:
    """What was read of each figure, or how to write it."""
    t, said = session.t(), {}
    for box in boxes:
        if box.place in found.parts:
            part = found.parts[box.place]
            text = " ".join(explain_reading(code, t.lang, part.params) for code in part.codes)
            said[box.place] = (f"! {text}", True)
        elif box.place in echoes:
            said[box.place] = (t("number.read", echo=echoes[box.place]), False)
    return said


def _changed(work: Work, view: QuestionView, cells: Mapping[str, str]) -> None:
    """From the callback of the fields: save every place; those typed in the other language are written again."""
    held, lang, raw = work.answers().get(view.id), session.lang(), _typed(work, view)
    if held is not None and held.answer.lang != lang:
        question = _question(work, view)
        raw |= question.retyped(question.read(held.answer), lang)
    raw |= cells
    work.commit(view.id, lambda: {one: text for one, text in raw.items() if text.strip()})


def _typed(work: Work, view: QuestionView) -> dict[str, str]:
    """The places as they were filled last."""
    held = work.answers().get(view.id)
    return dict(held.answer.raw) if held is not None and isinstance(held.answer.raw, dict) else {}


def _question(work: Work, view: QuestionView) -> FormQuestion:
    question = work.variant.case.question(view.id)
    assert isinstance(question, FormQuestion)
    return question
