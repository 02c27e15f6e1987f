"""Under a question of a candidate's paper: what trainers decided about its points, and the way to decide again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app import exams, session
from app.access import may
from app.overriding import override
from app.settings import version
from app.store import Exam, OverrideRow, SittingRow, StoreError
from app.store.overrides import MAX_COMMENT
from app.widgets import figures, markup
from cases.debrief import QuestionDebrief
from cases.numerals import read_numeral
from cases.problem import CaseError


def override_form(exam: Exam, row: SittingRow, item: QuestionDebrief, history: Sequence[OverrideRow]) -> None:
    """Show the decisions on a question, the first first, and the form for who may change its points."""
    t = session.t()
    mine = [one for one in history if one.question_id == item.id]
    if mine:
        markup.put(markup.items("ul", (markup.escape(_told(one, item)) for one in mine), "lt-decisions"))
    open_to = row.is_handed_in and not row.is_voided and exam.validated_at is None
    if not open_to or not may(session.viewer(), "paper.override", exams.subject(exam)):
        return
    name = session.key("lt_override", row.id, item.id)
    with (
        st.expander(t("override.change"), key=session.key(name, "box"), icon=":material/edit:"),
        st.form(session.key(name, "form"), border=False),
    ):
        session.seed_widget(session.key(name, "points"), figures.points(item.score))
        written = st.text_input(
            t("override.points", most=figures.points(item.max_score)),
            key=session.key(name, "points"),
            autocomplete="off",
        )
        comment = st.text_area(
            t("override.comment"), key=session.key(name, "comment"), max_chars=MAX_COMMENT, height=80
        )
        with st.container(horizontal=True):
            save = st.form_submit_button(t("override.save"), key=session.key(name, "save"), type="primary")
            back = bool(mine) and mine[-1].points is not None
            undo = back and st.form_submit_button(t("override.take_back"), key=session.key(name, "undo"))
    if save or undo:
        points = None if undo else _points(str(written))
        if save and points is None:
            st.warning(t("override.unread"))
            return
        _keep(row, item, points, str(comment), name)


def _points(written: str) -> float | None:
    read = read_numeral(written.strip(), session.lang()).figures
    return float(read[0]) if len(read) == 1 else None


def _keep(row: SittingRow, item: QuestionDebrief, points: float | None, comment: str, name: str) -> None:
    try:
        override(
            session.store(),
            session.viewer(),
            row,
            item.id,
            points,
            comment,
            session.variant,
            session.clock().now(),
            version(),
        )
    except (StoreError, CaseError) as error:
        st.warning(error.explain(session.lang()))
        return
    session.forget_fields(name)
    st.rerun()


def _told(one: OverrideRow, item: QuestionDebrief) -> str:
    t = session.t()
    if one.points is None:
        return t("override.taken_back", name=one.by, moment=figures.date(one.at), comment=one.comment)
    points = figures.out_of(one.points, item.max_score)
    return t("override.by", name=one.by, moment=figures.date(one.at), points=points, comment=one.comment)
