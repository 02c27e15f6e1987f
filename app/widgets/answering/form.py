"""A trade document to fill: fields where its boxes stand, and once handed in the document with its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from app import session
from app.widgets import filled_form, markup
from app.widgets.context import Work
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
CELLS: Final = 4  # of a line side by side: a figure must fit in its field


def ask(work: Work, view: QuestionView) -> None:
    """Show the document with its fields; every committed change is saved at once."""
    asked, question = view.ask, _question(work, view)
    assert isinstance(asked, FormAsk)
    held = work.answers().get(view.id)
    found = question.read(held.answer) if held is not None else Reading(blank=True)
    echoes = question.echoes(found, session.lang())
    with st.container(key=f"lt-form-{view.id}", gap=None):
        markup.put(markup.tag("h3", asked.title, "lt-doc-title", lang=asked.lang))
        for section in asked.sections:
            _section(work, view, section, found, echoes)
        if asked.lines is not None:
            markup.put(markup.tag("p", asked.lines.label, "lt-doc-group", lang=asked.lang))
            for number, row in enumerate(asked.lines.rows, start=1):
                _line(work, view, number, row, found, echoes)
        for section in asked.closing:
            _section(work, view, section, found, echoes)
    if found.codes and not found.parts:
        said = " ".join(explain_reading(code, session.lang(), found.params) for code in found.codes)
        markup.put(markup.tag("p", f"! {said}", "lt-read is-wrong", role="status"))


def review(work: Work, question: FormQuestion, item: QuestionDebrief, _answer: Answer | None) -> None:
    """Show the document with the mark of each box."""
    if not item.parts:
        return
    words = QuestionWords(work.variant, question.id, session.lang())
    asked = question.ask(work.variant.scope(), words)
    parts = {part.id: part for part in item.parts}
    lang, t = session.lang(), session.t()
    markup.put(filled_form.html(asked, parts, lang, t("form.expected"), message("part.correct", lang)))


def _section(
    work: Work, view: QuestionView, section: FormSection, found: Reading, echoes: Mapping[str, str]
) -> None:
    if section.label:
        markup.put(markup.tag("p", section.label, "lt-doc-group"))
    for row in section.rows:
        _row(work, view, row, [box.width for box in row], found, echoes)


def _line(
    work: Work,
    view: QuestionView,
    number: int,
    row: Sequence[FormBox],
    found: Reading,
    echoes: Mapping[str, str],
) -> None:
    """A line: what is already in it, then its cells to fill, a few side by side."""
    told = [f"{box.label}\u00a0{box.text}" for box in row if box.kind == GIVEN]
    name = session.t()("form.line", number=number)
    markup.put(markup.tag("p", " · ".join([name, *told]), "lt-form-line"))
    cells = [box for box in row if box.kind not in {INERT, GIVEN}]
    with st.container(key=f"lt-cells-{view.id}-{number}", gap=None):
        for start in range(0, len(cells), CELLS):
            some = cells[start : start + CELLS]
            _row(work, view, some, [GRID // CELLS] * len(some), found, echoes)


def _row(
    work: Work,
    view: QuestionView,
    row: Sequence[FormBox],
    widths: Sequence[int],
    found: Reading,
    echoes: Mapping[str, str],
) -> None:
    rest = GRID - sum(widths)
    columns = st.columns([*widths, *([rest] if rest else [])], gap=None)
    for column, box in zip(columns, row, strict=False):
        with column:
            _box(work, view, box, found, echoes)


def _box(work: Work, view: QuestionView, box: FormBox, found: Reading, echoes: Mapping[str, str]) -> None:
    label = f"{box.box}. {box.label}" if box.box else box.label
    with st.container(key=f"lt-box-{view.id}-{box.place.replace('.', '-')}", gap=None):
        if box.kind in {INERT, GIVEN, SIGN}:
            text = markup.tag("span", label, "caption") + markup.tag("span", box.text or "\u00a0", "entry")
            markup.put(markup.raw_tag("p", text, f"lt-form-box {box.kind}"))
            return
        if box.kind == "choice":
            _options(work, view, box, label)
            return
        name = work.key(view.id, box.place)
        session.seed_widget(name, _typed(work, view).get(box.place, ""))
        st.text_input(
            f"{label} ({box.unit_label})" if box.unit_label and box.unit_label not in label else label,
            key=name,
            live="500ms",
            max_chars=400,
            autocomplete="off",
            placeholder=box.placeholder or None,
            on_change=_changed,
            args=(work, view, box.place, name),
            disabled=work.closed,
            persist_state="page",
        )
        _read_line(box, found, echoes)


def _options(work: Work, view: QuestionView, box: FormBox, label: str) -> None:
    # The browser names options by their words: one key for each language, as for a choice.
    name, words = work.key(view.id, box.place, session.lang()), dict(box.options)
    chosen = _typed(work, view).get(box.place, "")
    session.seed_widget(name, chosen if chosen in words else None)
    st.selectbox(
        label,
        list(words),
        index=None,
        key=name,
        format_func=words.__getitem__,
        placeholder=session.t()("form.choose"),
        on_change=_changed,
        args=(work, view, box.place, name),
        disabled=work.closed,
        persist_state="page",
    )


def _read_line(box: FormBox, found: Reading, echoes: Mapping[str, str]) -> None:
    """What was read of a figure, or how to write it; the line keeps its place when there is nothing to say."""
    text, css = "", "lt-read"
    if box.place in found.parts:
        part = found.parts[box.place]
        text = "! " + " ".join(explain_reading(code, session.lang(), part.params) for code in part.codes)
        css += " is-wrong"
    elif box.place in echoes:
        text = session.t()("number.read", echo=echoes[box.place])
    if text or box.kind == "figure":
        markup.put(markup.tag("p", text or "\u00a0", css, role="status"))


def _changed(work: Work, view: QuestionView, place: str, name: str) -> None:
    """From a widget's callback: save every place; those typed in the other language are written again in this one."""
    held, lang, raw = work.answers().get(view.id), session.lang(), _typed(work, view)
    if held is not None and held.answer.lang != lang:
        question = _question(work, view)
        for other, text in question.retyped(question.read(held.answer), lang).items():
            raw[other] = text
            if other != place and question.places[other].kind != "choice":
                session.set_widget(work.key(view.id, other), text)
    raw[place] = str(session.widget(name) or "")
    work.commit(view.id, lambda: {one: text for one, text in raw.items() if text.strip()})


def _typed(work: Work, view: QuestionView) -> dict[str, str]:
    """The places as they were filled last."""
    held = work.answers().get(view.id)
    return dict(held.answer.raw) if held is not None and isinstance(held.answer.raw, dict) else {}


def _question(work: Work, view: QuestionView) -> FormQuestion:
    question = work.variant.case.question(view.id)
    assert isinstance(question, FormQuestion)
    return question
