"""The trainer's assessments: those to come, those that run, those that are over; and the way to set another."""

from __future__ import annotations

import streamlit as st

from app import exams, session
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.settings import version
from app.store import Exam
from app.widgets import figures, markup

ORDER = ("open", "paused", "planned", "closed", "archived")


@careful
@staff_only("exam.create")
def page() -> None:
    """List the assessments."""
    t, now = session.t(), session.clock().now()
    exams.look_after(session.store(), now, session.variant, version())
    st.set_page_config(page_title=f"{t('exams.title')} · Logitrain")
    st.title(t("exams.title"), anchor=False)
    if st.button(t("exams.new"), key="lt_exam_new", type="primary", icon=":material/add:"):
        session.go("exam_new")
    with st.container(key="lt-exams-archived"):
        archived = st.toggle(t("exams.show_archived"), key="lt_exams_archived")
    found = exams.every(session.store(), session.viewer())
    if archived:
        found += exams.every(session.store(), session.viewer(), archived=True)
    if not found:
        st.info(t("exams.none"), icon=":material/event_note:")
    for state in ORDER:
        listed = [one for one in found if one.state(now) == state]
        if listed:
            st.header(t(f"exams.state_{state}"), anchor=False)
            for one in listed:
                _exam(one)


def _exam(one: Exam) -> None:
    t = session.t()
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"lt-exam-{one.id}"):
        name = markup.tag("strong", one.title)
        markup.put(name + markup.items("ul", map(markup.escape, facts(one)), "lt-facts"))
        st.space("stretch")
        if st.button(t("exams.open"), key=session.key("lt_exam_open", one.id)):
            session.go("exam", exam=one.id)


def facts(one: Exam) -> list[str]:
    """What an assessment is, in few words: kind, window, duration, papers, candidates."""
    t = session.t()
    opens = "exams.opens" if session.clock().now() < one.opens_at else "exams.opened"
    said = [t("exams.kind_" + one.kind), t(opens, moment=figures.date(one.opens_at))]
    if one.closes_at is not None:
        said.append(t("exams.closes", moment=figures.date(one.closes_at)))
    if one.minutes is not None:
        said.append(t("exams.lasts", minutes=one.minutes))
    said.append(t.plural("exams.papers", len(one.papers)))
    said.append(t.plural("exams.candidates", len(one.candidates)))
    if one.released_at is not None:
        said.append(t("exams.released", moment=figures.date(one.released_at)))
    return said
