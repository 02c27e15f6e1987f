"""A free answer: a long text saved while it is typed, then, after hand-in, the rubric it is assessed with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from app import session
from app.widgets import figures, markup
from app.widgets.context import Work
from app.widgets.long_text import long_text
from app.widgets.reading import reading
from cases.answers import Answer
from cases.assessment import Assessment
from cases.debrief import QuestionDebrief
from cases.questions.text import MAX_CHARACTERS, TextAsk, TextQuestion
from cases.views import QuestionView
from cases.wording import QuestionWords

REVIEWS_PARTS: Final = True  # the lines of a rubric are no answer beside the one expected
NBSP = "\u00a0"
STEPS = 4  # a line of a rubric is given by quarters


def ask(work: Work, view: QuestionView) -> None:
    """Show what is looked for, the field, and the number of words."""
    t, held = session.t(), work.answers().get(view.id)
    found = view.ask
    assert isinstance(found, TextAsk)
    notes = [t(f"text.language_{found.language}")] if found.language else []
    if found.words is not None:
        notes.append(t("text.words", low=found.words[0], high=found.words[1]))
    if notes:
        markup.put(markup.tag("p", " ".join(notes), "lt-note"))
    points = (
        f"{markup.escape(words)} ({figures.counted('question.points', value).replace(' ', NBSP)})"
        for _, words, value in found.rubric
    )
    markup.put(markup.tag("p", t("text.rubric"), "lt-note") + markup.items("ul", points, "lt-rubric"))
    raw = held.answer.raw if held is not None and isinstance(held.answer.raw, str) else ""
    long_text(
        work.key(view.id),
        t("text.answer"),
        raw,
        lambda typed: work.commit(view.id, lambda: typed),
        lang=found.language or session.lang(),
        limit=MAX_CHARACTERS,
        disabled=work.closed,
    )
    reading(work.variant, view.id, held.answer if held is not None else None)


def review(work: Work, question: TextQuestion, _item: QuestionDebrief, answer: Answer | None) -> None:
    """The key points to look for; in practice the learner gives the points of each line of the rubric."""
    t = session.t()
    if answer is None or not str(answer.raw).strip():
        return
    found = question.review(QuestionWords(work.variant, question.id, session.lang()))
    if found.key_points:
        points = (markup.escape(one.text) for one in found.key_points)
        markup.put(
            markup.tag("p", t("text.key_points"), "lt-finding") + markup.items("ul", points, "lt-rubric")
        )
    given = work.assessment(question.id)
    if given is not None and (given.by == "trainer" or not work.self_assessed):
        _given(found.rubric, given)
    if not work.self_assessed or (given is not None and given.by == "trainer"):
        return
    st.markdown(f"#### {t('text.assess')}")
    markup.put(markup.tag("p", t("text.assess_help"), "lt-note"))
    names = {line: work.key(question.id, "assess", line) for line, _, _ in found.rubric}
    for line, words, most in found.rubric:
        session.seed_widget(names[line], _nearest(given.points.get(line, 0.0) if given else 0.0, most))
        st.select_slider(
            words,
            [most * step / STEPS for step in range(STEPS + 1)],
            key=names[line],
            format_func=lambda value, most=most: figures.out_of(value, most),  # type: ignore[misc]
        )
    comment = work.key(question.id, "assess", "comment")
    session.seed_widget(comment, given.comment if given else "")
    st.text_input(t("text.own_comment"), key=comment, max_chars=500, autocomplete="off")
    st.button(
        t("text.assess_again" if given else "text.assess_save"),
        key=work.key(question.id, "assess", "save"),
        type="primary",
        on_click=lambda: work.assess(
            question.id,
            {line: float(session.widget(name) or 0.0) for line, name in names.items()},
            str(session.widget(comment) or ""),
        ),
    )


def _given(rubric: Sequence[tuple[str, str, float]], given: Assessment) -> None:
    """The points that the trainer gave, line by line of the rubric; the learner's own stand on the sliders."""
    t = session.t()
    markup.put(
        markup.table(
            t("text.given"),
            [(t("parts.place"), "left"), (t("grades.points"), "right")],
            ([words, figures.out_of(given.points.get(line, 0.0), most)] for line, words, most in rubric),
        )
    )


def _nearest(points: float, most: float) -> float:
    return most * round(points / most * STEPS) / STEPS
