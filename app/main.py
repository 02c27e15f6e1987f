"""The router: which page an address shows. Run by the server (`logitrain serve`)."""

from __future__ import annotations

import streamlit as st

from app import session
from app.screens import (
    analysis,
    catalogue,
    competences,
    debrief,
    exam,
    exam_new,
    exams,
    jury,
    marking,
    my_exams,
    paper_read,
    people,
    revision,
    simulator,
    sitting,
    trainer_door,
)
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
        "my_exams": st.Page(my_exams.page, title=t("my_exams.title"), url_path="my_exams"),
        "exams": st.Page(exams.page, title=t("exams.title"), url_path="exams"),
        "exam": st.Page(exam.page, title=t("exam.title"), url_path="exam"),
        "exam_new": st.Page(exam_new.page, title=t("exam_new.title"), url_path="exam_new"),
        "paper_read": st.Page(paper_read.page, title=t("paper_read.title"), url_path="paper_read"),
        "marking": st.Page(marking.page, title=t("marking.title"), url_path="marking"),
        "jury": st.Page(jury.page, title=t("jury.title"), url_path="jury"),
        "analysis": st.Page(analysis.page, title=t("analysis.title"), url_path="analysis"),
        "trainer": st.Page(trainer_door.page, title=t("trainer.title"), url_path="trainer"),
        "people": st.Page(people.page, title=t("people.title"), url_path="people"),
    }
    session.set_pages(pages)
    chosen = st.navigation(list(pages.values()), position="hidden")
    chrome.frame()
    (chosen.run if session.is_admitted() else trainer_door.sign_in_first)()
    chrome.close(chosen.url_path)


main()
