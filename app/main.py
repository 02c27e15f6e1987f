"""The router: which page an address shows. Run by the server (`logitrain serve`)."""

from __future__ import annotations

import streamlit as st

from app import session
from app.screens import catalogue, competences, debrief, revision, simulator, sitting
from app.widgets import chrome


def main() -> None:
    """Frame the page, then show the one that the address asks for."""
    t = session.t()
    st.set_page_config(
        page_title="Logitrain", page_icon=chrome.ICON, layout="wide", initial_sidebar_state="collapsed"
    )
    pages = {
        "catalogue": st.Page(catalogue.page, title=t("catalogue.title"), url_path="catalogue", default=True),
        "sitting": st.Page(sitting.page, title=t("sitting.title"), url_path="sitting"),
        "debrief": st.Page(debrief.page, title=t("debrief.title"), url_path="debrief"),
        "revision": st.Page(revision.page, title=t("revision.title"), url_path="revision"),
        "simulator": st.Page(simulator.page, title=t("simulator.title"), url_path="simulator"),
        "competences": st.Page(competences.page, title=t("competences.title"), url_path="competences"),
    }
    session.set_pages(pages)
    chosen = st.navigation(list(pages.values()), position="hidden")
    chrome.frame()
    chosen.run()
    chrome.close(chosen.url_path)


main()
