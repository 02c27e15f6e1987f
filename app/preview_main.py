"""The one page of `logitrain case preview`. Run by its server; `logitrain serve` never loads this file."""

from __future__ import annotations

import streamlit as st

from app import session
from app.screens import preview
from app.widgets import chrome


def main() -> None:
    """Frame the page, then show the case."""
    t = session.t()
    st.set_page_config(
        page_title=f"{t('preview.title')} · Logitrain",
        page_icon=chrome.ICON,
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    pages = {"catalogue": st.Page(preview.page, title=t("preview.title"), url_path="preview", default=True)}
    session.set_pages(pages)
    chosen = st.navigation(list(pages.values()), position="hidden")
    chrome.frame()
    chosen.run()
    chrome.close(chosen.url_path)


main()
