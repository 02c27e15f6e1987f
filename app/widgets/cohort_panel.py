"""Classes: a new one, and who is in those there are."""

from __future__ import annotations

import streamlit as st

from app import accounts, session
from app.widgets import markup
from app.widgets.sure import sure


def cohort_panel() -> None:
    """Show the form of a new class, the classes, and the people of the one chosen."""
    t, viewer, store, now = session.t(), session.viewer(), session.store(), session.clock().now()
    with st.form("lt_cohort_new", border=True), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("people.cohort_name"), key="lt_cohort_name", max_chars=200)
        if st.form_submit_button(t("people.cohort_create"), type="primary"):
            made = accounts.create_cohort(store, viewer, name, now)
            st.success(t("people.cohort_created", name=made.name), icon=":material/check:")
    known = accounts.cohorts(store, viewer)
    if not known:
        st.info(t("people.cohort_none"), icon=":material/info:")
        return
    columns = [(t("people.of_cohort"), "left"), (t("people.col_size"), "right")]
    rows = ([one.name, str(one.size)] for one in known)
    markup.put(markup.table(t("people.section_cohorts"), columns, rows))
    names = {one.id: one.name for one in known}
    chosen = st.selectbox(
        t("people.cohort_choose"),
        list(names),
        key="lt_cohort_one",
        format_func=lambda one: names.get(one, ""),
    )
    people = {one.learner_id: one for one in accounts.accounts(store, viewer) if one.active}
    inside = [one for one, classes in accounts.memberships(store, viewer).items() if chosen in classes]
    picked = st.multiselect(
        t("people.cohort_members"), list(people), [one for one in inside if one in people],
        key=session.key("lt_cohort_members", chosen),
        placeholder=t("people.choose_hint"),
        format_func=lambda one: f"{people[one].display} ({people[one].login})" if one in people else "",
    )  # fmt: skip
    with st.container(horizontal=True):
        if st.button(t("people.cohort_save"), key="lt_cohort_save"):
            # Those whom this person does not see stay where they are.
            unseen = [one for one in inside if one not in people]
            come, gone = accounts.set_members(store, viewer, chosen, [*picked, *unseen], now)
            st.success(t("people.cohort_saved", come=come, gone=gone), icon=":material/check:")
        if st.button(t("people.cohort_archive"), key="lt_cohort_archive", type="tertiary"):
            st.dialog(t("people.cohort_archive"))(_archive)(chosen, names.get(chosen, ""))


def _archive(cohort: int, name: str) -> None:
    sure(
        markup.literal(session.t()("people.cohort_archive_words", name=name)),
        lambda: accounts.archive_cohort(session.store(), session.viewer(), cohort, session.clock().now()),
    )
