"""The end of a dialog: what will happen in words, the button that does it, and the way out."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import session
from app.store import StoreError


def sure(words: str, work: Callable[[], object], *, ready: bool = True) -> None:
    """Show both buttons; what went wrong is said in their place, and else the page is drawn again."""
    t = session.t()
    st.markdown(words)
    with st.container(horizontal=True, horizontal_alignment="right", key="lt-sure"):
        if st.button(t("exam.cancel"), key="lt_do_cancel"):
            st.rerun()
        agreed = st.button(t("exam.sure"), key="lt_do_sure", type="primary", disabled=not ready)
    if agreed:
        try:
            work()
        except StoreError as error:
            st.warning(error.explain(session.lang()))
            return
        st.rerun()
