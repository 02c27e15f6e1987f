"""One assessment on the trainer's desk: who is where in it, and what can be done about it."""

from __future__ import annotations

import streamlit as st

from app import exam_desk, exams, session
from app.access import may
from app.screens.exams import facts
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.settings import version
from app.store import Exam
from app.widgets import exam_actions, exam_monitor, figures, markup
from app.widgets.exam_exports import exam_exports
from app.widgets.journal import journal

LOOK_EVERY = "10s"
# What is done with the papers once they are handed in: the pages, with their signs.
AFTERWARDS = {
    "marking": ":material/edit_note:",
    "jury": ":material/gavel:",
    "analysis": ":material/query_stats:",
}


@careful
@staff_only("exam.monitor")
def page() -> None:
    """Show the assessment that the address names."""
    t, store, viewer = session.t(), session.store(), session.viewer()
    asked = session.address("exam") or ""
    exams.look_after(store, session.clock().now(), session.variant, version())
    found = exams.one(store, viewer, asked)
    st.set_page_config(page_title=f"{found.title} · Logitrain")
    if st.button(t("exams.title"), key="lt_to_exams", icon=":material/arrow_back:", type="tertiary"):
        session.go("exams")
    st.title(found.title, anchor=False)
    state = found.state(session.clock().now())
    badge = markup.tag("span", t(f"exams.is_{state}"), f"lt-mode is-{state}")
    markup.put(markup.items("ul", [badge, *map(markup.escape, facts(found))], "lt-facts"))
    if state != "planned":
        with st.container(horizontal=True, key="lt-exam-after"):
            for name, icon in AFTERWARDS.items():
                if st.button(t(f"{name}.title"), key=f"lt_to_{name}", icon=icon):
                    session.go(name, exam=found.id)
    st.header(t("exam.monitor"), anchor=False)
    mine = may(viewer, "exam.adjust", exams.subject(found))
    if mine:
        exam_actions.actions(found)
    else:
        st.caption(t("exam.not_yours"))
    st.fragment(careful(_live), run_every=LOOK_EVERY)(asked, state)
    _voided(found)
    if state != "planned" and may(viewer, "export"):
        st.header(t("exports.title"), anchor=False)
        exam_exports(found)
    if mine:
        with st.expander(t("exam.journal"), key="lt_exam_journal", icon=":material/history:"):
            journal(exam_desk.journal(store, viewer, found.id), t("exam.journal"), found)


def _live(exam_id: str, state: str) -> None:
    now = session.clock().now()
    exams.close_overdue(session.store(), now, session.variant, version(), exam_id=exam_id)
    found, lines = exam_desk.desk(session.store(), session.viewer(), exam_id, now, session.case)
    if found.state(now) != state:
        st.rerun()
    exam_monitor.monitor(found, lines, now)


def _voided(found: Exam) -> None:
    t = session.t()
    rows = exams.void_papers(session.store(), session.viewer(), found.id)
    if not rows:
        return
    hidden = found.blind and found.released_at is None
    with st.expander(t.plural("exam.voided_papers", len(rows)), key="lt_exam_voided"):
        for row in rows:
            candidate = found.candidate(row.learner_id)
            who = t("exam.number", number=candidate.number) if hidden else candidate.name
            words = t("exam.voided_paper", who=who, moment=figures.date(row.started_at))
            if candidate.void_reason:
                words += f" ({candidate.void_reason})"
            if st.button(words, key=session.key("lt_void_paper", row.id), type="tertiary"):
                session.go("paper_read", exam=found.id, sitting=row.id)
