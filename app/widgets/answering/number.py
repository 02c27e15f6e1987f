"""A question that asks for figures: text fields, since a number field knows no decimal comma."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from app.widgets.reading import reading
from cases.answers import Raw, Reading
from cases.questions.number import BoxView, NumberAsk, NumberQuestion
from cases.questions.several_figures import METHOD, VALUE
from cases.reading_words import explain_reading
from cases.views import QuestionView

FIELD_WIDTH: Final = 300


def ask(work: Work, view: QuestionView) -> None:
    """Show the fields and what was read of them; every committed change is saved at once."""
    assert isinstance(view.ask, NumberAsk)
    if view.ask.several:
        _several(work, view, view.ask)
    else:
        _one(work, view, view.ask.boxes[0])


# --- one figure ------------------------------------------------------------------------------------------


def _one(work: Work, view: QuestionView, box: BoxView) -> None:
    t = session.t()
    name = work.key(view.id)
    held = work.answers().get(view.id)
    session.seed_widget(
        name, held.answer.raw if held is not None and isinstance(held.answer.raw, str) else ""
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            t("question.answer_in", unit=box.unit_label) if box.unit_label else t("question.answer"),
            key=name,
            live=True,
            max_chars=200,
            autocomplete="off",
            placeholder=box.placeholder or None,
            on_change=work.commit,
            args=(view.id, lambda: session.widget(name, "")),
            disabled=work.closed,
            persist_state="page",
            width=FIELD_WIDTH,
        )
        if box.note:
            markup.put(markup.tag("p", box.note, "lt-note"))
    reading(work.variant, view.id, held.answer if held is not None else None)


# --- several figures -------------------------------------------------------------------------------------


def _several(work: Work, view: QuestionView, asked: NumberAsk) -> None:
    t = session.t()
    question = _question(work, view)
    held = work.answers().get(view.id)
    found = question.read(held.answer) if held is not None else Reading(blank=True)
    if asked.methods:
        _method(work, view, asked)
    for box in asked.boxes:
        _box(work, view, box, found)
    if not asked.steps:
        return
    if asked.steps_required:
        markup.put(markup.tag("p", t("number.steps_required"), "lt-note"))
        for step in asked.steps:
            _box(work, view, step, found)
        return
    # open from the start where steps were typed before; then as the learner leaves it
    opened = work.key(view.id, "steps", "open")
    session.seed_widget(opened, any(_typed(work, view).get(step.id, "").strip() for step in asked.steps))
    with st.expander(t("number.steps"), expanded=bool(session.widget(opened))):
        markup.put(markup.tag("p", t("number.steps_note"), "lt-note"))
        for step in asked.steps:
            _box(work, view, step, found)


def _box(work: Work, view: QuestionView, box: BoxView, found: Reading) -> None:
    name = work.key(view.id, box.id)
    session.seed_widget(name, _typed(work, view).get(box.id, ""))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            f"{box.label} ({box.unit_label})" if box.unit_label else box.label,
            key=name,
            live=True,
            max_chars=200,
            autocomplete="off",
            placeholder=box.placeholder or None,
            on_change=_changed,
            args=(work, view, box.id),
            disabled=work.closed,
            persist_state="page",
            width=FIELD_WIDTH,
        )
        if box.note:
            markup.put(markup.tag("p", box.note, "lt-note"))
    _read_line(_question(work, view), box.id, found)


def _read_line(question: NumberQuestion, place: str, found: Reading) -> None:
    """What was read of a box, or how to write it; the line keeps its place when there is nothing to say."""
    t, lang = session.t(), session.lang()
    text, css = "", "lt-read"
    if place in found.parts:
        part = found.parts[place]
        text = "! " + " ".join(explain_reading(code, lang, part.params) for code in part.codes)
        css += " is-wrong"
    elif found.ok and (echo := question.echoes(found, lang).get(place)):
        text = t("number.read", echo=echo)
    markup.put(markup.tag("p", text or "\u00a0", css, role="status"))


def _method(work: Work, view: QuestionView, asked: NumberAsk) -> None:
    # The browser names a radio's options by their words: one key for each language, as for a choice.
    name, words = _radio(work, view), {option.id: option.text for option in asked.methods}
    chosen = _typed(work, view).get(METHOD, "")
    session.seed_widget(name, chosen if chosen in words else None)
    st.radio(
        session.t()("number.method"),
        list(words),
        index=None,
        key=name,
        format_func=words.__getitem__,
        on_change=_changed,
        args=(work, view, METHOD),
        disabled=work.closed,
    )


def _radio(work: Work, view: QuestionView) -> str:
    return work.key(view.id, METHOD, session.lang())


def _changed(work: Work, view: QuestionView, place: str) -> None:
    """From a widget's callback: save every place; those typed in the other language are written again in this one."""
    held, lang = work.answers().get(view.id), session.lang()
    raw = _typed(work, view)
    if held is not None and held.answer.lang != lang:
        question = _question(work, view)
        found = question.read(held.answer)
        for other, text in question.retyped(found, lang).items():
            raw[other] = text
            if other != place:
                session.set_widget(work.key(view.id, other), text)
    name = _radio(work, view) if place == METHOD else work.key(view.id, place)
    raw[place] = str(session.widget(name) or "")
    work.commit(view.id, lambda: _kept(raw))


def _kept(raw: dict[str, str]) -> Raw:
    return {place: text for place, text in raw.items() if text.strip()}


def _typed(work: Work, view: QuestionView) -> dict[str, str]:
    """The places as they were typed last."""
    held = work.answers().get(view.id)
    raw = held.answer.raw if held is not None else ""
    if isinstance(raw, dict):
        return dict(raw)
    return {VALUE: raw} if isinstance(raw, str) and raw.strip() else {}


def _question(work: Work, view: QuestionView) -> NumberQuestion:
    question = work.variant.case.question(view.id)
    assert isinstance(question, NumberQuestion)
    return question
