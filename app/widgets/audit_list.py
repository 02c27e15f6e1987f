"""The audit log as a table: who changed what, when, for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from app import accounts, session
from app.widgets import figures, markup

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
    names = ("when", "who", "what", "about", "details")
    markup.put(
        markup.table(
            t("people.section_audit"),
            [(t(f"people.col_{name}"), "left") for name in names],
            (
                [
                    figures.date(one.at), one.actor or t("people.server"), _words(one.action),
                    one.learner or "", _details(one.details),
                ]
                for one in rows
            ),
        )
    )  # fmt: skip
    if len(rows) == most:
        st.button(
            t("people.audit_more"),
            key="lt_audit_more",
            on_click=lambda: session.set_widget(MOST, most + AT_ONCE),
        )


def _words(action: str) -> str:
    """An action in words; one that another subject logs under its own name, where it has words for it."""
    subject, _, done = action.partition(".")
    for key in (f"people.action_{subject}_{done}", f"{subject}.action_{done}", f"{subject}.audit_{done}"):
        if session.t().has(key):
            return session.t()(key)
    return action


def _details(details: Mapping[str, Any]) -> str:
    return " · ".join(str(value) for value in details.values() if isinstance(value, (str, int, float)))
