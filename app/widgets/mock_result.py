"""What came of a mock exam: the mark, each criterion met or not, the way to each debrief; and the earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from app import mocks, session
from app.exams import Mine
from app.grading import result_of, results_shown
from app.mocks import CriterionResult, Scope, criteria_results
from app.store import ExamPaper, GradeRow
from app.widgets import figures, markup
from app.widgets.mock_composed import title

SIGNS: Final = {"met": "✓", "not_met": "✗", "pending": "…", "blank": "–"}
SHOWN: Final = 8


def result(mine: Mine, scope: Scope | None, grades: Mapping[str, GradeRow]) -> None:
    """One that is over: the whole, then its criteria, then its papers."""
    t = session.t()
    st.header(mocks.name(mine.exam, session.lang()), anchor=False)
    facts = [t("mock.sat_on", moment=figures.date(mine.exam.created_at))]
    if mine.exam.minutes is not None:
        facts.append(t("mock.lasts", minutes=mine.exam.minutes))
    if mine.exam.archived_at is not None:
        facts.append(t("mock.was_given_up"))
    markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
    found = () if scope is None else criteria_results(mine, scope, grades)
    asked = [one for one in found if one.verdict != "blank"]
    left, right = st.columns([3, 8], gap="large")
    with left:
        _mark(mine)
    with right:
        _said(asked, len(found))
        if asked:
            markup.put(_criteria(asked))
    st.subheader(t("mock.your_papers"), anchor=False)
    for paper in mine.exam.papers:
        _paper(mine, paper, grades)


def _mark(mine: Mine) -> None:
    t, mark = session.t(), mine.mark
    if mark is None or mark.out_of_20 is None:
        markup.put(markup.tag("p", t("mock.no_mark"), "lt-soft"))
        return
    name = t("debrief.provisional" if mark.provisional else "debrief.mark")
    inner = markup.tag("div", name, "lt-soft") + markup.tag("div", figures.out_of_20(mark.out_of_20), "big")
    if mark.provisional:
        inner += markup.tag("div", t("mock.to_assess"), "lt-pending")
    markup.put(markup.raw_tag("div", inner, "lt-score"))


def _said(asked: Sequence[CriterionResult], total: int) -> None:
    t = session.t()
    met = sum(one.verdict == "met" for one in asked)
    if asked:
        markup.put(markup.tag("p", t("mock.met_of", met=met, asked=len(asked), total=total), "lt-told"))


def _criteria(asked: Sequence[CriterionResult]) -> str:
    t, lang = session.t(), session.lang()
    heads = [
        (t("mock.col_criterion"), "left"),
        (t("mock.col_points"), "right"),
        (t("mock.col_result"), "left"),
    ]
    rows = [
        [
            f"{one.criterion.id} · {one.criterion.label[lang]}",
            figures.out_of(one.score, one.at_stake) if one.at_stake else "",
            f"{SIGNS[one.verdict]} {t(f'mock.verdict_{one.verdict}')}",
        ]
        for one in asked
    ]
    css = [f"is-{one.verdict}" for one in asked]
    return markup.table(t("mock.criteria_caption"), heads, rows, "lt-mock-result", css, hidden_caption=True)


def _paper(mine: Mine, paper: ExamPaper, grades: Mapping[str, GradeRow]) -> None:
    t, row = session.t(), mine.papers.get(paper.number)
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"lt-mock-paper-{paper.number}"
    ):
        facts = [t.plural("mock.questions", len(paper.questions or ()))]
        if row is None:
            facts.append(t("mock.paper_missing"))
        elif row.handed_in_at is not None:
            facts.append(t("catalogue.handed_in", moment=figures.date(row.handed_in_at)))
        name = markup.tag("strong", f"{paper.number}. {title(paper.case_slug, paper.case_version)}")
        markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
        st.space("stretch")
        if row is not None and row.id in grades and results_shown(row):
            given = figures.out_of_20(result_of(grades[row.id].marked).out_of_20)
            markup.put(markup.tag("span", given, "lt-mark"))
            if st.button(t("catalogue.debrief"), key=session.key("lt_mock_debrief", row.id)):
                session.go("debrief", sitting=row.id)


def past(found: Sequence[Mine], shown: str | None) -> None:
    """The earlier ones with their marks, the latest first; the one on the page left out."""
    t = session.t()
    others = [one for one in found if one.exam.id != shown]
    if not others:
        return
    st.header(t("mock.past"), anchor=False)
    for one in others[:SHOWN]:
        _past(one)
    if others[SHOWN:]:
        with st.expander(t.plural("mock.past_more", len(others) - SHOWN), key="lt_mock_more"):
            for one in others[SHOWN:]:
                _past(one)


def _past(one: Mine) -> None:
    t = session.t()
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"lt-mock-past-{one.exam.id}"
    ):
        facts = [figures.date(one.exam.created_at), t.plural("mock.papers", len(one.exam.papers))]
        if one.exam.archived_at is not None:
            facts.append(t("mock.was_given_up"))
        name = markup.tag("strong", mocks.name(one.exam, session.lang()))
        markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
        st.space("stretch")
        if one.mark is not None and one.mark.out_of_20 is not None:
            mark = markup.tag("span", figures.out_of_20(one.mark.out_of_20), "lt-mark")
            if one.mark.provisional:
                mark += " " + markup.tag("span", t("debrief.provisional_short"), "lt-soft")
            markup.put(mark)
        if st.button(t("mock.see"), key=session.key("lt_mock_see", one.exam.id)):
            session.go("mock", exam=one.exam.id)
