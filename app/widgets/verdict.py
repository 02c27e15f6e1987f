"""How one question went: a word and its sign, what was answered, what was expected, and what to learn from it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import session
from app.widgets import figures, markup
from cases.debrief import QuestionDebrief

SIGNS: Final = {"right": "✓", "partly": "≈", "wrong": "✗", "blank": "–", "unreadable": "?", "pending": "…"}


def verdict(item: QuestionDebrief) -> None:
    """Show what the margin says of a question."""
    title = markup.question_heading(item.number, item.title, "h3")
    marks = markup.tag("span", figures.out_of(item.score, item.max_score), "pts")
    markup.put(markup.raw_tag("div", title + word(item) + marks, "lt-q-head"))
    margin(item)


def word(item: QuestionDebrief) -> str:
    """The verdict in a word, with its sign, as HTML."""
    sign = markup.tag("span", SIGNS[item.verdict], aria_hidden="true")
    return markup.raw_tag("span", f"{sign} {markup.escape(item.verdict_label)}", f"lt-verdict {item.verdict}")


def margin(item: QuestionDebrief) -> None:
    """What was answered, what was expected, and what to learn from it."""
    t = session.t()
    expected = markup.escape(item.expected)
    if item.interval:
        expected += " " + markup.tag("small", f"({item.interval})")
    rows = [
        (
            t("verdict.your_answer"),
            markup.escape(item.your_answer) or markup.tag("small", t("verdict.no_answer")),
        )
    ]
    if expected:
        rows.append((t("verdict.expected"), expected))
    markup.put(markup.pairs(rows, "lt-pair"))
    with st.container(key=f"lt-feedback-{item.id}"):
        for line in item.feedback:
            st.markdown(line)
