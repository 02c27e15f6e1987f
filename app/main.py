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
    exports,
    home,
    jury,
    marking,
    mock,
    my_exams,
    own_case,
    own_cases,
    paper_read,
    people,
    platforms,
    results,
    revision,
    scenario,
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
        "home": st.Page(home.page, title=t("home.title"), url_path="home", default=True),
        "catalogue": st.Page(catalogue.page, title=t("catalogue.title"), url_path="catalogue"),
        "results": st.Page(results.page, title=t("results.title"), url_path="results"),
        "sitting": st.Page(sitting.page, title=t("sitting.title"), url_path="sitting"),
        "debrief": st.Page(debrief.page, title=t("debrief.title"), url_path="debrief"),
        "revision": st.Page(revision.page, title=t("revision.title"), url_path="revision"),
        "simulator": st.Page(simulator.page, title=t("simulator.title"), url_path="simulator"),
        "competences": st.Page(competences.page, title=t("competences.title"), url_path="competences"),
        "mock": st.Page(mock.page, title=t("mock.title"), url_path="mock"),
        "my_exams": st.Page(my_exams.page, title=t("my_exams.title"), url_path="my_exams"),
        "exams": st.Page(exams.page, title=t("exams.title"), url_path="exams"),
        "exam": st.Page(exam.page, title=t("exam.title"), url_path="exam"),
        "exam_new": st.Page(exam_new.page, title=t("exam_new.title"), url_path="exam_new"),
        "paper_read": st.Page(paper_read.page, title=t("paper_read.title"), url_path="paper_read"),
        "marking": st.Page(marking.page, title=t("marking.title"), url_path="marking"),
        "jury": st.Page(jury.page, title=t("jury.title"), url_path="jury"),
        "analysis": st.Page(analysis.page, title=t("analysis.title"), url_path="analysis"),
        "own_cases": st.Page(own_cases.page, title=t("own_cases.title"), url_path="own_cases"),
        "own_case": st.Page(own_case.page, title=t("own_case.title"), url_path="own_case"),
        "scenario": st.Page(scenario.page, title=t("scenario.title"), url_path="scenario"),
        "trainer": st.Page(trainer_door.page, title=t("trainer.title"), url_path="trainer"),
        "exports": st.Page(exports.page, title=t("exports.title"), url_path="exports"),
        "people": st.Page(people.page, title=t("people.title"), url_path="people"),
        "platforms": st.Page(platforms.page, title=t("platforms.title"), url_path="platforms"),
    }
    session.set_pages(pages)
    chosen = st.navigation(list(pages.values()), position="hidden")
    chrome.frame()
    (chosen.run if session.is_admitted() else trainer_door.sign_in_first)()
    chrome.close(chosen.url_path)


main()
