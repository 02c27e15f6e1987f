"""The debrief of a sitting handed in: the mark, the criteria, then each question as a good margin reads."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from app import session
from app.screens import catalogue
from app.screens.loading import careful, work
from app.store import GradeRow
from app.widgets import figures, markup
from app.widgets.compared import compared
from app.widgets.context import Work
from app.widgets.criteria import criteria
from app.widgets.verdict import verdict
from cases.answers import Answer
from cases.awards import results
from cases.debrief import QuestionDebrief, debrief, summary
from cases.marking import Marked, mark
from cases.questions.decision import DecisionQuestion


@dataclass(frozen=True)
class Copy:
    """A paper handed in, marked again from its raw answers: the same figures every time."""

    answers: dict[str, Answer]
    marked: Marked


@careful
def page() -> None:
    """Show the debrief of the sitting that the address names."""
    found = work()
    if found is None:
        return
    t, lang = session.t(), session.lang()
    title = found.variant.case.title(lang)
    st.set_page_config(page_title=f"{t('debrief.title')} · {title} · Logitrain")
    grade = session.store().last_grade(found.sitting.id, session.learner_id())
    if grade is None:
        st.title(title, anchor=False)
        st.info(t("debrief.not_yet"))
        if st.button(t("catalogue.resume"), type="primary", key="lt_resume_sitting"):
            session.go("sitting", sitting=found.sitting.id)
        return
    with st.spinner(t("debrief.preparing")):
        copy = _copy(found.sitting.id, found)
        told = debrief(found.variant, copy.answers, copy.marked, lang)
    _head(found, grade, copy, title)
    criteria(results(copy.marked.criteria), {item.id: item.number for item in told})
    st.header(t("debrief.questions"), anchor=False)
    for item in told:
        st.fragment(careful(_question), key=f"debrief-{item.id}")(found, copy, item)
    _after(found, "below")


@st.cache_resource(show_spinner=False, max_entries=128)
def _copy(sitting_id: str, _work: Work) -> Copy:
    # A sitting handed in never changes: its id is enough to know the result by.
    answers = session.as_answers(session.held(sitting_id))
    return Copy(answers, mark(_work.variant, answers))


def _head(found: Work, grade: GradeRow, copy: Copy, title: str) -> None:
    t = session.t()
    st.title(title, anchor=False)
    facts = [
        t("catalogue.variant", seed=found.sitting.seed),
        t("catalogue.handed_in", moment=figures.date(found.sitting.handed_in_at or grade.at)),
    ]
    markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
    score, maximum = grade.marked["score"], grade.marked["max_score"]
    left, right = st.columns([3, 8], gap="large")
    with left:
        big = markup.tag("div", figures.out_of_20(20 * score / maximum if maximum else 0.0), "big")
        small = markup.tag("div", t("debrief.points", points=figures.out_of(score, maximum)), "lt-soft")
        markup.put(
            markup.raw_tag("div", markup.tag("div", t("debrief.mark"), "lt-soft") + big + small, "lt-score")
        )
        _after(found, "above")
    with right, st.container(key="lt-margin"):
        st.markdown(summary(found.variant, copy.marked, session.lang()))
        if round(copy.marked.score, 6) != round(score, 6):
            st.info(t("debrief.recomputed", now=figures.out_of_20(copy.marked.out_of_20)))


def _question(found: Work, copy: Copy, item: QuestionDebrief) -> None:
    t = session.t()
    with st.container(border=True, key=f"lt-debrief-{item.id}", gap="xsmall"):
        verdict(item)
        question = found.variant.case.question(item.id)
        if isinstance(question, DecisionQuestion):
            compared(found, question, copy.answers.get(item.id))
        if item.solution:
            with st.expander(
                t("debrief.solution"), key=session.key("lt_solution", found.sitting.id, item.id)
            ):
                st.markdown(item.solution)
                if item.own_solution:
                    st.markdown(f"#### {t('debrief.own_solution')}")
                    st.markdown(item.own_solution)


def _after(found: Work, place: str) -> None:
    t = session.t()
    with st.container(horizontal=True, key=f"lt-after-{place}"):
        if st.button(t("debrief.again"), key=f"lt_again_{place}", type="primary"):
            catalogue.start(found.variant.case)
        if st.button(t("debrief.my_paper"), key=f"lt_my_paper_{place}"):
            session.go("sitting", sitting=found.sitting.id)
