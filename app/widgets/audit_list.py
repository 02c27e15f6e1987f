"""The audit log as a table: who changed what, when, for whom."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import accounts, exams, session
from app.widgets import markup
from app.widgets.journal import journal

AT_ONCE: Final = 100
MOST: Final = "lt_audit_most"


def audit_list() -> None:
    """Show the latest entries that this person may read, and more of them when asked."""
    t = session.t()
    markup.put(markup.tag("p", t("people.audit_help"), "lt-measure"))
    most = int(session.widget(MOST, AT_ONCE))
    rows = accounts.audit_log(session.store(), session.viewer(), limit=most)
    if not rows:
        st.info(t("people.audit_none"), icon=":material/info:")
        return
    store, viewer = session.store(), session.viewer()
    every = exams.every(store, viewer) + exams.every(store, viewer, archived=True)
    journal(rows, t("people.section_audit"), titles={one.id: one.title for one in every})
    if len(rows) == most:
        st.button(
            t("people.audit_more"),
            key="lt_audit_more",
            on_click=lambda: session.set_widget(MOST, most + AT_ONCE),
        )
