"""The form by which a trainer marks one answer: points for each line of the rubric, a comment, and on to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from app import session
from app.marking_queue import Script
from app.store import StoreError
from app.store.assessments import MAX_COMMENT_CHARACTERS
from app.widgets import figures
from cases.problem import CaseError
from cases.quantity import format_value

STEPS: Final = 4  # a line of a rubric is given by quarters
SAID: Final = "lt_mark_said"

Give = Callable[[Mapping[str, float], str], object]


def mark_form(
    name: str, script: Script, lines: Mapping[str, tuple[str, float]], give: Give, *, closed: bool, more: bool
) -> bool:
    """Show the form; True once the points are kept.

    ``lines`` gives the words and the most points of each line; ``closed``: to be read only; ``more``: other
    answers wait after this one.
    """
    t = session.t()
    keys = {line: session.key(name, line) for line in lines}
    comment = session.key(name, "comment")
    given = script.given
    with st.form(session.key(name, "form"), border=False):
        for line, (words, most) in lines.items():
            points = None if given is None else given.points.get(line, 0.0)
            session.seed_widget(keys[line], points)
            st.radio(
                f"{words} ({figures.counted('question.points', most)})",
                _offered(most, points),
                key=keys[line],
                format_func=_written,
                horizontal=True,
                index=None,
                disabled=closed,
            )
        session.seed_widget(comment, "" if given is None else given.comment)
        st.text_area(
            t("marking.comment"),
            key=comment,
            max_chars=min(MAX_COMMENT_CHARACTERS, 2_000),
            height=96,
            disabled=closed,
        )
        sent = st.form_submit_button(
            t("marking.save_next" if more else "marking.save"),
            key=session.key(name, "save"),
            type="primary",
            shortcut="Mod+Enter",
            disabled=closed,
        )
    if not sent or closed:
        return False
    points_given = {line: session.widget(key) for line, key in keys.items()}
    if any(value is None for value in points_given.values()):
        st.warning(t("marking.missing"))
        return False
    try:
        give({line: float(value) for line, value in points_given.items()}, str(session.widget(comment) or ""))
    except (StoreError, CaseError) as error:
        st.warning(error.explain(session.lang()))
        return False
    return True


def _written(points: float) -> str:
    """Points to the fourth decimal: a quarter of a small line is told as it counts."""
    return format_value(round(points, 4), "num", session.lang())


def _offered(most: float, given: float | None) -> list[float]:
    """Quarters of the points, and what was given before where it is none of them."""
    steps = {most * step / STEPS for step in range(STEPS + 1)}
    return sorted(steps if given is None else steps | {given})
