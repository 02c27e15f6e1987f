"""One exercise of revision: the question as in a case, then at once the verdict, what to learn, the worked solution."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import session
from app.store import StoreError
from app.widgets import markup
from app.widgets.answering import ASK, REVIEWS_PARTS, review
from app.widgets.answering.choice import clear_button
from app.widgets.drill_work import DrillWork
from app.widgets.paper import paper
from app.widgets.parts import parts
from app.widgets.verdict import margin, word
from cases.answers import Answer
from cases.debrief import explained
from cases.marking import Marked, check, mark
from cases.revision.drills import established
from cases.revision.pool import BANK
from cases.views import QuestionView, question

# What keeps an exercise answered, and says when its card comes back.
Record = Callable[[DrillWork, Marked], None]


def drill(work: DrillWork, record: Record) -> None:
    """Draw the exercise; ``record`` keeps it once it is answered."""
    view = question(work.variant, work.asked.drill.question_id, session.lang())
    with st.container(border=True, key=f"lt-drill-{view.id}", gap="xsmall"):
        markup.put(markup.raw_tag("div", markup.tag("h2", view.title), "lt-q-head"))
        _given(work, view)
        st.markdown(view.prompt)
        ASK[view.type](work, view)
        _hints(work, view)
        if not work.closed:
            _buttons(work, view, record)
    if work.closed:
        _told(work, view)


def _given(work: DrillWork, view: QuestionView) -> None:
    """What an exercise of a case stands on: its earlier results, its company file and its annexes."""
    t = session.t()
    if work.asked.drill.slug.startswith(f"{BANK}/"):
        return
    known = established(work.variant, view.id, session.lang())
    if known:
        markup.put(markup.tag("p", t("revision.established"), "lt-note"))
        markup.put(markup.pairs([(one.title, markup.escape(one.value)) for one in known], "lt-pair"))
    title = work.variant.case.title(session.lang())
    with st.expander(t("revision.paper", title=title), key=session.key("lt_drill_paper", work.id)):
        paper(work.variant)


def _hints(work: DrillWork, view: QuestionView) -> None:
    t, used = session.t(), work.asked.hints
    with st.container(horizontal=True, key=f"lt-foot-{view.id}"):
        if used < len(view.hints) and not work.closed:
            st.button(
                t("question.hint", number=used + 1, total=len(view.hints)),
                key=session.key("lt_drill_hint", work.id),
                type="tertiary",
                icon=":material/lightbulb:",
                on_click=work.use_hint,
                args=(view.id, used + 1),
            )
        clear_button(work, view)
    if used:
        with st.container(key=f"lt-hints-{view.id}"):
            for place, hint in enumerate(view.hints[:used], start=1):
                st.markdown(f"**{t('question.hint_shown', number=place)}** {hint}")


def _buttons(work: DrillWork, view: QuestionView, record: Record) -> None:
    t = session.t()
    with st.container(horizontal=True):
        sure = st.button(t("revision.submit"), key=session.key("lt_drill_submit", work.id), type="primary")
        lost = st.button(t("revision.unknown"), key=session.key("lt_drill_unknown", work.id))
    if lost:
        work.asked.answer = None
        _close(work, record)
    elif sure:
        answer = work.asked.answer
        read = check(work.variant, view.id, answer) if answer is not None else None
        if read is None or read.blank:
            st.warning(t("revision.blank"))
        elif not read.ok or any(read.parts.values()):
            # How a figure is written is no attempt at it.
            st.warning(t("revision.unreadable"))
        else:
            _close(work, record)


def _close(work: DrillWork, record: Record) -> None:
    try:
        record(work, _marked(work))
    except StoreError as error:
        st.warning(error.explain(session.lang()))
        return
    session.rerun_page()


def _marked(work: DrillWork) -> Marked:
    return mark(work.variant, _answers(work))


def _answers(work: DrillWork) -> dict[str, Answer]:
    return {} if work.asked.answer is None else {work.asked.drill.question_id: work.asked.answer}


def _told(work: DrillWork, view: QuestionView) -> None:
    t = session.t()
    item = explained(work.variant, view.id, work.asked.answer, _marked(work), session.lang())
    with st.container(border=True, key=f"lt-told-{view.id}", gap="xsmall"):
        markup.put(markup.raw_tag("div", word(item), "lt-q-head", role="status"))
        margin(item)
        if view.type not in REVIEWS_PARTS:
            parts(item)
        review(work, work.variant.case.question(view.id), item, work.asked.answer)
        if item.solution:
            st.markdown(f"### {t('revision.solution')}\n\n{item.solution}")
