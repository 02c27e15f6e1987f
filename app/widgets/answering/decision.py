"""A lived decision: figures typed or slid, choices made, and the run they give, at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Final

import streamlit as st

from app import session, sitting_answers
from app.i18n import Lang
from app.widgets import costs, markup, tracks, year_chart
from app.widgets.answering.compared_years import compared
from app.widgets.context import Work
from app.widgets.reading import reading
from app.widgets.twins import Twins, after, moved
from cases.answers import Answer
from cases.debrief import QuestionDebrief
from cases.decision_inputs import Value
from cases.decisions import track_labels, trial
from cases.quantity import read_number, write_number
from cases.questions.base import FieldView
from cases.questions.decision import DecisionAsk, DecisionQuestion
from cases.views import QuestionView

log = logging.getLogger(__name__)

ACROSS: Final = 3  # fields beside one another


def ask(work: Work, view: QuestionView) -> None:
    """Show what is aimed at, the fields with their sliders, and under them the run that these figures give."""
    held = work.answers().get(view.id)
    asked = view.ask
    assert isinstance(asked, DecisionAsk)
    markup.put(markup.items("ul", map(markup.escape, asked.aims), "lt-rules"))
    across = len(view.fields) if len(view.fields) <= ACROSS + 1 else ACROSS
    if across > 2 and asked.options:
        across = 2  # a list needs room for its words
    for first in range(0, len(view.fields), across):
        row = view.fields[first : first + across]
        for column, field in zip(st.columns(across, gap="medium"), row, strict=False):
            with column:
                options = (asked.options or {}).get(field.id)
                if options:
                    _choice(work, view, field, options)
                else:
                    _field(work, view, field)
    reading(work.variant, view.id, held.answer if held is not None else None)
    inputs = inputs_of(work, view.id)
    if inputs:
        _year(work, view, inputs)
    else:
        st.info(session.t()("decision.invite"), icon=":material/info:")


def review(work: Work, question: DecisionQuestion, _item: QuestionDebrief, answer: Answer | None) -> None:
    """Show the learner's year over the reference year."""
    compared(work, question, answer)


def inputs_of(work: Work, question_id: str) -> dict[str, Value]:
    """The inputs of the answer as it stands; empty while one of them is missing or cannot be used."""
    held = work.answers().get(question_id)
    if held is None:
        return {}
    question = work.variant.case.question(question_id)
    assert isinstance(question, DecisionQuestion)
    value = question.read(held.answer).value
    return question.kept(value) if isinstance(value, dict) else {}


def _choice(work: Work, view: QuestionView, field: FieldView, options: Sequence[tuple[str, str]]) -> None:
    # The list is sent in words: in the other language it is another widget.
    name = work.key(view.id, field.id, session.lang())
    held = _typed_before(work.answers().get(view.id)).get(field.id)
    words = dict(options)
    session.seed_widget(name, held if held in words else None)
    st.selectbox(
        field.label,
        list(words),
        index=None,
        key=name,
        format_func=words.__getitem__,
        placeholder=session.t()("decision.choose"),
        on_change=_chosen,
        args=(work, view, field, name),
        disabled=work.closed,
        persist_state="page",
    )


def _chosen(work: Work, view: QuestionView, field: FieldView, name: str) -> None:
    """From the callback of a list: save what was chosen."""
    _commit(work, view, field, str(session.widget(name) or ""))
    work.redraw(view.id)


def _field(work: Work, view: QuestionView, field: FieldView) -> None:
    text, slide = work.key(view.id, field.id), work.key(view.id, field.id, "slide")
    low, high, step = _scale(field)
    held = work.answers().get(view.id)
    typed = _typed_before(held).get(field.id, "")
    figure = _read(field, typed, held.answer.lang if held is not None else session.lang())
    if session.widget(text) is None:
        now = session.clock().now()
        session.set_widget(_twins(work, view, field), Twins(typed, _on_slide(field, figure), None, now))
    session.seed_widget(text, typed)
    st.text_input(
        f"{field.label} ({field.unit_label})" if field.unit_label else field.label,
        key=text,
        live=True,
        max_chars=60,
        autocomplete="off",
        placeholder=session.t()("decision.range", low=_written(field, low), high=_written(field, high)),
        on_change=_changed,
        args=(work, view, field),
        disabled=work.closed,
        persist_state="page",
    )
    session.seed_widget(slide, _on_slide(field, figure))
    st.slider(
        session.t()("decision.slider", label=field.label),
        low,
        high,
        step=step,
        key=slide,
        format="localized" if field.decimals else "%.0f",
        on_change=_changed,
        args=(work, view, field),
        disabled=work.closed,
        label_visibility="collapsed",
        persist_state="page",
    )


def _changed(work: Work, view: QuestionView, field: FieldView) -> None:
    """From the callback of either widget of a field: save the figure, and set the other widget by it."""
    text, slide, twins = (
        work.key(view.id, field.id),
        work.key(view.id, field.id, "slide"),
        _twins(work, view, field),
    )
    sent = (str(session.widget(text, "") or ""), _number(field, session.widget(slide, 0)))
    before: Twins = session.widget(twins)
    now = session.clock().now()
    which = moved(before, *sent, now)
    shown = (before.text, before.slide)
    if which == "text":
        figure = _read(field, sent[0], session.lang())
        shown = (sent[0], before.slide if figure is None else _on_slide(field, figure))
    elif which == "slide":
        shown = (_written(field, sent[1]), sent[1])
    session.set_widget(text, shown[0])
    session.set_widget(slide, shown[1])
    if which is not None:
        session.set_widget(twins, after(before, which, *shown, now))
        _commit(work, view, field, shown[0])
    work.redraw(view.id)


def _commit(work: Work, view: QuestionView, changed: FieldView, text: str) -> None:
    """Save every field; those typed while the page was in the other language are written again in this one."""
    held = work.answers().get(view.id)
    raw = {field.id: _typed_before(held).get(field.id, "") for field in view.fields}
    if held is not None and held.answer.lang != session.lang():
        for field in view.fields:
            figure = None if field.minimum is None else _read(field, raw[field.id], held.answer.lang)
            if figure is not None and field.id != changed.id:
                raw[field.id] = _written(field, figure)
                session.set_widget(work.key(view.id, field.id), raw[field.id])
                renewed = Twins(raw[field.id], _on_slide(field, figure), None, session.clock().now())
                session.set_widget(_twins(work, view, field), renewed)
    raw[changed.id] = text
    session.set_widget(_tried(work, view), True)
    work.save(view.id, raw)


def _typed_before(held: sitting_answers.Held | None) -> dict[str, str]:
    return held.answer.raw if held is not None and isinstance(held.answer.raw, dict) else {}


def _twins(work: Work, view: QuestionView, field: FieldView) -> str:
    return session.key("lt_twins", work.id, view.id, field.id)


def _year(work: Work, view: QuestionView, inputs: Mapping[str, Value]) -> None:
    t = session.t()
    question = work.variant.case.question(view.id)
    assert isinstance(question, DecisionQuestion)
    name = session.key("lt_year", work.id, view.id)
    session.seed_widget(name, 1)
    st.segmented_control(
        t("decision.year"),
        range(1, view.trials + 1),
        key=name,
        format_func=lambda number: t("decision.year_number", number=number),
        required=True,
        on_change=lambda: session.set_widget(_tried(work, view), True),
        help=t("decision.year_help"),
    )
    number = int(session.widget(name) or 1)
    if work.policy.trials is not None and not _run(work, view, inputs, number):
        return
    began = perf_counter()
    story = trial(work.variant, view.id, dict(inputs), number)
    log.info("trial of %s in %.1f ms", view.id, 1000 * (perf_counter() - began))
    if session.widget(_tried(work, view)) and not work.closed and work.policy.trials is None:
        session.set_widget(_tried(work, view), False)
        work.record_trial(view.id, inputs, number, story.indicators)
    labels = track_labels(work.variant, view.id, story, session.lang())
    track = story.tracks[tracks.choose(labels, session.key("lt_track", work.id, view.id), story.subject)]
    year_chart.chart(track, story.period, session.key("lt_chart", work.id, view.id))
    costs.year(story.indicators, question.units)
    goal = question.goal(work.variant.scope())
    costs.service(story.indicators, goal, question.units, story.period)
    tracks.table(story, labels)
    year_chart.data_table(track, story.period, session.key("lt_days", work.id, view.id))
    log.info("decision %s drawn in %.1f ms", view.id, 1000 * (perf_counter() - began))


def _run(work: Work, view: QuestionView, inputs: Mapping[str, Value], number: int) -> bool:
    """Where test runs are counted: whether this one was made, and the button that makes it."""
    t, made = session.t(), work.trials(view.id)
    left = max((work.policy.trials or 0) - len(made), 0)
    if not work.closed:
        st.caption(t.plural("decision.runs_left", left))
    if any(one.inputs == dict(inputs) and one.year == number for one in made):
        return True
    if left and not work.closed:
        st.button(
            t("decision.run"),
            key=session.key("lt_run", work.id, view.id),
            icon=":material/play_arrow:",
            on_click=_make,
            args=(work, view.id, dict(inputs), number),
        )
    return False


def _make(work: Work, question_id: str, inputs: dict[str, Value], number: int) -> None:
    story = trial(work.variant, question_id, inputs, number)
    work.record_trial(question_id, inputs, number, story.indicators)
    work.redraw(question_id)


def _tried(work: Work, view: QuestionView) -> str:
    return session.key("lt_tried", work.id, view.id)


def _read(field: FieldView, text: str, lang: Lang) -> float | None:
    return read_number(text, lang, decimals=field.decimals).value if text.strip() else None


def _written(field: FieldView, figure: float) -> str:
    return write_number(figure, session.lang(), decimals=field.decimals)


def _number(field: FieldView, value: float) -> float:
    """A figure of the slider: whole, or with a decimal point, as its bounds are."""
    return round(float(value), field.decimals) if field.decimals else int(value)


def _on_slide(field: FieldView, figure: float | None) -> float:
    low, high, step = _scale(field)
    if figure is None:
        return low
    return _number(field, min(max(low + step * round((figure - low) / step), low), high))


def _scale(field: FieldView) -> tuple[float, float, float]:
    low, high, step = field.minimum or 0, field.maximum or 0, field.step or 1
    return _number(field, low), _number(field, high), _number(field, step)
