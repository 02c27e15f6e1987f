"""What leaves the trainer's desk: an assessment's marks, a learner's passport, the referentials for Moodle."""

from __future__ import annotations

import streamlit as st

from app import accounts, exams, session
from app.exports.moodle_competencies import competency_framework
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.widgets import figures, markup
from app.widgets.downloads import offer, passport_button
from app.widgets.exam_exports import exam_exports
from cases.referentials import Referential, referentials


@careful
@staff_only("export")
def page() -> None:
    """Show what can be exported, subject by subject."""
    t = session.t()
    st.set_page_config(page_title=f"{t('exports.title')} · Logitrain")
    st.title(t("exports.title"), anchor=False)
    markup.put(markup.tag("p", t("exports.lead"), "lt-soft lt-measure"))
    st.header(t("exports.of_exam"), anchor=False)
    _exam()
    st.header(t("exports.of_learner"), anchor=False)
    _learner()
    st.header(t("exports.of_referential"), anchor=False)
    markup.put(markup.tag("p", t("exports.framework_help"), "lt-note lt-measure"))
    with st.container(horizontal=True, key="lt-frameworks"):
        for one in referentials():
            _framework(one)


def _exam() -> None:
    t, now = session.t(), session.clock().now()
    store, viewer = session.store(), session.viewer()
    every = exams.every(store, viewer) + exams.every(store, viewer, archived=True)
    found = {one.id: one for one in every if one.state(now) != "planned"}
    if not found:
        st.info(t("exports.no_exam"), icon=":material/event_note:")
        return
    session.seed_widget(
        "lt_export_exam", session.address("exam") if session.address("exam") in found else next(iter(found))
    )
    chosen = st.selectbox(
        t("exports.choose_exam"), list(found), key="lt_export_exam",
        format_func=lambda one: f"{found[one].title} · {figures.date(found[one].opens_at)}" if one in found else "",
    )  # fmt: skip
    exam_exports(exams.one(session.store(), session.viewer(), chosen))


def _learner() -> None:
    t = session.t()
    people = {
        one.learner_id: one
        for one in accounts.accounts(session.store(), session.viewer())
        if one.role == "learner"
    }
    if not people:
        st.info(t("people.none"), icon=":material/group:")
        return
    left, right = st.columns(2)
    with left:
        who = st.selectbox(
            t("exports.choose_learner"), list(people), index=None, key="lt_export_learner",
            placeholder=t("people.choose_hint"),
            format_func=lambda one: f"{people[one].display} ({people[one].login})" if one in people else "",
        )  # fmt: skip
    known = {one.id: one for one in referentials()}
    with right:
        which = st.selectbox(
            t("exports.choose_referential"), list(known), key="lt_export_referential",
            format_func=lambda one: known[one].title[session.lang()] if one in known else "",
        )  # fmt: skip
    if who in people and which in known:
        passport_button(who, which, "lt_export_passport")


def _framework(one: Referential) -> None:
    lang = session.lang()
    offer(
        one.title[lang], lambda: competency_framework(one, lang), f"logitrain-{one.id}-moodle.csv",
        session.key("lt_framework", one.id), mime="text/csv", icon=":material/account_tree:",
    )  # fmt: skip
