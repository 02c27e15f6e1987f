"""The rules of a sitting, in the words of its policy: before it begins, and while it lasts."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import markup
from cases.policy import Policy


def told(policy: Policy) -> None:
    """The rules, one sentence a line."""
    markup.put(markup.items("ul", map(markup.escape, policy.words(session.lang())), "lt-rules"))


def folded(policy: Policy, name: str) -> None:
    """The same, to be opened; ``name`` tells one sitting from another."""
    with st.expander(session.t()("sitting.rules"), key=session.key("lt_rules", name)):
        told(policy)
