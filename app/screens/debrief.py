"""The debrief of a sitting handed in: the mark, the criteria, then each question as a good margin reads."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import streamlit as st

from app import session, sitting_answers
from app.grading import Result, marked, result_of, results_shown, version_of
from app.screens import catalogue, exam_gate
from app.screens.loading import careful, work
from app.store import GradeRow
from app.widgets import figures, markup
from app.widgets.answering import REVIEWS_PARTS, review
from app.widgets.context import Work
from app.widgets.criteria import criteria
from app.widgets.downloads import marked_copy_button
from app.widgets.grades import history
from app.widgets.parts import parts
from app.widgets.verdict import verdict
from cases.answers import Answer
from cases.awards import results
from cases.debrief import QuestionDebrief, debrief, summary
from cases.library import every_slug
from cases.marking import Marked
from cases.problem import CaseError
from cases.revision.cards import SKILL, CardKey
from cases.revision.outcomes import to_revise
from cases.revision.pool import pool
from cases.revision.words import label

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Copy:
    """A paper handed in, marked again from its raw answers: the same figures every time."""

    answers: dict[str, Answer]
    marked: Marked


@careful
def page() -> None:
    """Show the debrief of the sitting that the address names."""
    asked = work()
    found = None if asked is None else exam_gate.admitted(asked)
    if found is None:
        return
    t, lang = session.t(), session.lang()
    title = found.variant.case.title(lang)
    st.set_page_config(page_title=f"{t('debrief.title')} · {title} · Logitrain")
    grades = session.store().grades(found.sitting.id, session.learner_id())
    if not grades:
        st.title(title, anchor=False)
        st.info(t("debrief.not_yet"))
        if st.button(t("catalogue.resume"), type="primary", key="lt_resume_sitting"):
            session.go("sitting", sitting=found.sitting.id)
        return
    if not results_shown(found.sitting):
        _waiting(found, title)
        return
    grade = grades[-1]
    found = _as_marked(found, grade)
    with st.spinner(t("debrief.preparing")):
        copy = _copy(found.sitting.id, grade.number, found.variant.case.version, found)
        told = debrief(found.variant, copy.answers, copy.marked, lang)
    _head(found, grade, copy, title)
    exam_gate.onward(found)
    history(grades, found.sitting.case_version)
    criteria(results(copy.marked.criteria), {item.id: item.number for item in told})
    st.header(t("debrief.questions"), anchor=False)
    for item in told:
        st.fragment(careful(_question), key=f"debrief-{item.id}")(found, copy, item)
    _after(found, "below")


def _waiting(found: Work, title: str) -> None:
    """A paper handed in whose result is not released: nothing of the key can be reached from here."""
    t = session.t()
    st.title(title, anchor=False)
    st.info(t("debrief.waiting"), icon=":material/hourglass_top:")
    if st.button(t("debrief.my_paper"), key="lt_my_paper_waiting"):
        session.go("sitting", sitting=found.sitting.id)


def _as_marked(found: Work, grade: GradeRow) -> Work:
    """The sitting with the version of the case that its grade was marked with: the debrief explains that grade."""
    sitting, version = found.sitting, version_of(found.sitting, grade)
    if version == sitting.case_version:
        return found
    try:
        return replace(found, variant=session.variant(sitting.case_slug, version, sitting.seed))
    except CaseError as error:
        log.warning("version %s of %s: %s", version, sitting.case_slug, error)
        return found


@st.cache_resource(show_spinner=False, max_entries=128)
def _copy(sitting_id: str, grade: int, version: int, _work: Work) -> Copy:  # noqa: ARG001  (what it is kept by)
    # A sitting handed in only changes by a new grade: an assessment, or a regrade to another version.
    answers = sitting_answers.as_answers(sitting_answers.of(sitting_id))
    return Copy(answers, marked(session.store(), _work.sitting, _work.variant))


def _head(found: Work, grade: GradeRow, copy: Copy, title: str) -> None:
    t = session.t()
    st.title(title, anchor=False)
    facts = [
        t("mode." + found.policy.mode),
        t("catalogue.variant", seed=found.sitting.seed),
        t("catalogue.handed_in", moment=figures.date(found.sitting.handed_in_at or grade.at)),
    ]
    if found.sitting.exam_id is not None and not (found.sitting.rehearsal or found.policy.mock):
        facts.append(t("jury.is_validated" if found.sitting.validated else "jury.is_provisional"))
    markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
    result = result_of(grade.marked)
    left, right = st.columns([3, 8], gap="large")
    with left:
        _mark(found, result)
        _after(found, "above")
    with right, st.container(key="lt-margin"):
        st.markdown(summary(found.variant, copy.marked, session.lang()))
        _to_revise(found, copy)
        if round(copy.marked.score, 6) != round(result.score, 6):
            st.info(t("debrief.recomputed", now=figures.out_of_20(copy.marked.out_of_20)))


def _to_revise(found: Work, copy: Copy) -> None:
    """From the one thing to revise to its exercises."""
    skill = to_revise(found.variant.case, found.sitting.case_slug, copy.marked.as_dict(), pool())
    if skill is None:
        return
    name = label(str(CardKey(SKILL, skill)), session.lang())
    if st.button(session.t()("revision.link", skill=name), key="lt_to_revise", icon=":material/replay:"):
        session.go("revision", skill=skill)


def _mark(found: Work, result: Result) -> None:
    """The mark over what was marked so far, and what a person must still give."""
    t = session.t()
    name = t("debrief.provisional" if result.pending else "debrief.mark")
    big = markup.tag("div", figures.out_of_20(result.out_of_20), "big") if result.marked_points else ""
    points = figures.out_of(result.score, result.marked_points)
    small = markup.tag("div", t("debrief.points", points=points), "lt-soft")
    if result.pending:
        who = "debrief.pending_self" if found.self_assessed else "debrief.pending_trainer"
        small += markup.tag("div", figures.counted(who, result.pending), "lt-pending")
    markup.put(markup.raw_tag("div", markup.tag("div", name, "lt-soft") + big + small, "lt-score"))


def _question(found: Work, copy: Copy, item: QuestionDebrief) -> None:
    t = session.t()
    with st.container(border=True, key=f"lt-debrief-{item.id}", gap="xsmall"):
        verdict(item)
        question = found.variant.case.question(item.id)
        if question.type not in REVIEWS_PARTS:
            parts(item)
        review(found, question, item, copy.answers.get(item.id))
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
        is_free = found.sitting.case_slug in every_slug()  # not withdrawn, nor kept for assessments
        if is_free and st.button(t("debrief.again"), key=f"lt_again_{place}", type="primary"):
            policy = catalogue.OFFERED[found.policy.mode]
            catalogue.start(session.case(found.sitting.case_slug), policy=policy)
        if st.button(t("debrief.my_paper"), key=f"lt_my_paper_{place}"):
            session.go("sitting", sitting=found.sitting.id)
        marked_copy_button(found.sitting, f"lt_copy_{place}")
