"""What a learner's trainers have set: what is to come, what to begin or take up again, what was given back."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from app import exams, mocks, session, sitting_answers
from app.exams import Mine
from app.grading import results_shown
from app.screens import exam_gate
from app.screens.loading import careful
from app.settings import version
from app.store import ExamPaper, SittingRow
from app.widgets import figures, markup, rules
from cases.problem import CaseError


@careful
def page() -> None:
    """Show the assessments set for the person at this browser."""
    t, now = session.t(), session.clock().now()
    exams.look_after(session.store(), now, session.variant, version())
    st.title(t("my_exams.title"), anchor=False)
    markup.put(markup.tag("p", t("my_exams.lead"), "lt-soft lt-measure"))
    found = exams.mine(session.store(), session.viewer(), now)
    if not found:
        st.info(t("my_exams.none"), icon=":material/event_available:")
    current = [one for one in found if not _is_past(one)]
    past = [one for one in found if _is_past(one)]
    for one in reversed(current):
        _exam(one)
    if past:
        st.header(t("my_exams.past"), anchor=False)
        for one in past:
            _exam(one)
    _mocks(now)


def _mocks(now: datetime) -> None:
    """One's own mock exams, apart from what trainers set: the one being sat, and the way to all of them."""
    t = session.t()
    found = mocks.every(session.store(), session.viewer(), now)
    st.header(t("mock.own"), anchor=False)
    running = next((one for one in found if mocks.is_running(one)), None)
    if running is not None:
        said = t("mock.running", title=mocks.name(running.exam, session.lang()))
        if running.deadline is not None:
            said += " " + t("exams.until", moment=figures.date(running.deadline)) + "."
        st.info(said, icon=":material/timer:")
    told = t.plural("mock.count", len(found)) if found else t("mock.none_yet")
    markup.put(markup.tag("p", told, "lt-soft"))
    st.page_link(
        session.page("mock"),
        label=t("mock.go_on" if running is not None else "mock.open"),
        query_params=session.link(),
        icon=":material/arrow_forward:",
    )


def _is_past(one: Mine) -> bool:
    return one.over or one.all_handed_in or one.candidate.is_voided


def _exam(one: Mine) -> None:
    t, exam = session.t(), one.exam
    with st.container(border=True, key=f"lt-exam-{exam.id}"):
        st.subheader(exam.title, anchor=False)
        facts = [t("exams.kind_" + exam.kind), *window(one)]
        if exam.rehearsal:
            facts.insert(0, t("exams.rehearsal"))
        markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
        if one.candidate.is_voided:
            reason = one.candidate.void_reason or ""
            st.warning(t("exams.voided_because", reason=reason), icon=":material/block:")
            return
        if exam.paused_at is not None and not one.over:
            st.info(t("exams.paused_wait"), icon=":material/pause_circle:")
        _mark(one)
        for paper in exam.papers:
            _paper(one, paper)
        if not _is_past(one):
            rules.folded(exam.rules, exam.id)


def window(one: Mine) -> list[str]:
    """When it opens and closes, how long it lasts, and until when this candidate may write."""
    t, exam, now = session.t(), one.exam, session.clock().now()
    said = []
    if now < exam.opens_at:
        said.append(t("exams.opens", moment=figures.date(exam.opens_at)))
    if exam.closes_at is not None:
        said.append(t("exams.closes", moment=figures.date(exam.last_start(now) or exam.closes_at)))
    if exam.minutes is not None:
        said.append(t("exams.lasts", minutes=exam.minutes))
    extra = round(exam.extra(one.candidate) / timedelta(minutes=1))
    if extra:
        said.append(t.plural("exams.extra_added", extra))
    if one.candidate.clock_from is not None and one.deadline is not None and not _is_past(one):
        said.append(t("exams.until", moment=figures.date(one.deadline)))
    return said


def _mark(one: Mine) -> None:
    t, mark = session.t(), one.mark
    if mark is None or mark.out_of_20 is None:
        if (
            one.papers
            and all(row.is_handed_in for row in one.papers.values())
            and _is_past(one)
            and mark is None
        ):
            markup.put(markup.tag("p", t("catalogue.not_released"), "lt-soft"))
        return
    key = "exams.mark_provisional" if mark.provisional else "exams.mark"
    written = markup.tag("span", figures.out_of_20(mark.out_of_20), "lt-mark")
    markup.put(markup.raw_tag("p", markup.escape(t(key)) + " " + written))
    if not one.exam.rehearsal:
        validated = one.exam.validated_at is not None
        markup.put(markup.tag("p", t("jury.is_validated" if validated else "jury.is_provisional"), "lt-soft"))


def _paper(one: Mine, paper: ExamPaper) -> None:
    t, row = session.t(), one.papers.get(paper.number)
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"lt-paper-{one.exam.id}-{paper.number}"
    ):
        name = markup.tag("strong", _title(paper))
        facts = []
        if len(one.exam.papers) > 1:
            facts.append(t("exams.weight", weight=figures.points(paper.weight)))
        facts.append(_state(one, paper, row))
        markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
        st.space("stretch")
        _door(one, paper, row)


def _state(one: Mine, paper: ExamPaper, row: SittingRow | None) -> str:
    t = session.t()
    if row is None:
        return t("exams.paper_missing" if one.over else "exams.paper_to_come")
    if row.is_handed_in:
        return t("catalogue.handed_in", moment=figures.date(row.handed_in_at or row.started_at))
    asked = paper.questions
    total = (
        len(asked)
        if asked is not None
        else len(session.case(paper.case_slug, paper.case_version).question_ids)
    )
    answered = len([name for name in sitting_answers.of(row.id) if asked is None or name in asked])
    return t("catalogue.answered", answered=answered, total=total)


def _door(one: Mine, paper: ExamPaper, row: SittingRow | None) -> None:
    t, exam = session.t(), one.exam
    key = session.key("lt_exam_paper", exam.id, paper.number)
    if row is not None and row.is_handed_in:
        if results_shown(row):
            if st.button(t("catalogue.debrief"), key=key):
                session.go("debrief", sitting=row.id)
        elif st.button(t("debrief.my_paper"), key=key):
            session.go("sitting", sitting=row.id)
        return
    if one.over or exam.paused_at is not None or session.clock().now() < exam.opens_at:
        return
    if row is not None:
        if st.button(t("catalogue.resume"), key=key, type="primary", icon=":material/arrow_forward:"):
            session.go("sitting", sitting=row.id)
    elif st.button(t("exams.begin"), key=key, type="primary"):
        if one.candidate.clock_from is None and one.deadline is not None:
            st.dialog(t("exams.begin_title"), width="medium")(_confirm)(one, paper)
        else:
            exam_gate.go_on(one, paper)


def _confirm(one: Mine, paper: ExamPaper) -> None:
    t, exam, now = session.t(), one.exam, session.clock().now()
    began = exam.candidates[0]
    started = exams.started_at(began, exam, now)
    ends = exam.deadline(started, now)
    if ends is not None:
        minutes = max(0, round((ends - now) / timedelta(minutes=1)))
        st.markdown(t.plural("exams.begin_words", minutes, moment=figures.date(ends)))
    st.markdown(t("exams.begin_resume"))
    rules.told(exam.rules)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("exam.cancel"), key="lt_exam_begin_cancel"):
            st.rerun()
        sure = st.button(t("exams.begin_sure"), key="lt_exam_begin_sure", type="primary")
    if sure:
        exam_gate.go_on(one, paper)


def _title(paper: ExamPaper) -> str:
    try:
        return session.case(paper.case_slug, paper.case_version).title(session.lang())
    except CaseError:
        return paper.case_slug
