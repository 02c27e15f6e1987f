"""The history of a mark: each grade given, why, with which version of the case, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from app import session
from app.grading import HAND_IN, OVERRIDE, REASONS, result_of
from app.store import GradeRow
from app.widgets import figures, markup

WORDS: Final = {
    HAND_IN: "grades.hand_in",
    REASONS["self"]: "grades.self",
    REASONS["trainer"]: "grades.trainer",
    OVERRIDE: "grades.override",
}


def history(grades: Sequence[GradeRow], version: int) -> None:
    """Show the grades in order, once there are several; ``version`` is the one that was sat."""
    if len(grades) < 2:
        return
    t = session.t()
    columns = [
        ("date", "left"),
        ("reason", "left"),
        ("points", "right"),
        ("gap", "right"),
        ("version", "right"),
    ]
    rows, before = [], None
    for grade in grades:
        result = result_of(grade.marked)
        gap = "" if before is None else figures.change(result.score - before)
        before = result.score
        rows.append(
            [
                figures.date(grade.at),
                t(WORDS[grade.reason]) if grade.reason in WORDS else grade.reason,
                figures.out_of(result.score, result.marked_points),
                gap,
                str(grade.case_version or version),
            ]
        )
    with st.expander(t("grades.title"), key=session.key("lt_grades", grades[0].sitting_id)):
        heads = [(t("grades." + name), side) for name, side in columns]
        markup.put(markup.table(t("grades.title"), heads, rows, hidden_caption=True))
