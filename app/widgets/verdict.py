"""How one question went: a word and its sign, what was answered, what was expected, and what to learn from it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from app import session
from app.widgets import figures, markup
from cases.debrief import QuestionDebrief

SIGNS: Final = {"right": "✓", "partly": "≈", "wrong": "✗", "blank": "–", "unreadable": "?", "pending": "…"}


def verdict(item: QuestionDebrief, *, to_trainer: bool = False) -> None:
    """Show what the margin says of a question, to the learner or to the trainer who reads over their shoulder."""
    title = markup.question_heading(item.number, item.title, "h3")
    marks = markup.tag("span", figures.out_of(item.score, item.max_score), "pts")
    markup.put(markup.raw_tag("div", title + word(item) + marks, "lt-q-head"))
    margin(item, to_trainer=to_trainer)


def word(item: QuestionDebrief) -> str:
    """The verdict in a word, with its sign, as HTML."""
    sign = markup.tag("span", SIGNS[item.verdict], aria_hidden="true")
    return markup.raw_tag("span", f"{sign} {markup.escape(item.verdict_label)}", f"lt-verdict {item.verdict}")


def margin(item: QuestionDebrief, *, to_trainer: bool = False) -> None:
    """What was answered, what was expected, and what to learn from it.

    A trainer is told that the words are the candidate's to read. An answer of many places stands in its table below,
    and is not written out here as well.
    """
    t = session.t()
    expected = markup.escape(item.expected)
    if item.interval:
        expected += " " + markup.tag("small", f"({item.interval})")
    rows = [
        (
            t("verdict.answer_of_candidate" if to_trainer else "verdict.your_answer"),
            markup.escape(item.your_answer) or markup.tag("small", t("verdict.no_answer")),
        )
    ]
    if expected:
        rows.append((t("verdict.expected"), expected))
    below = item.parts and not item.interval and (to_trainer or item.verdict != "blank")
    if not below:
        markup.put(markup.pairs(rows, "lt-pair"))
    with st.container(key=f"lt-feedback-{item.id}"):
        if to_trainer and item.feedback and item.verdict != "right":
            markup.put(markup.tag("p", t("verdict.told_to_candidate"), "lt-told-to"))
        for place, line in enumerate(item.feedback):
            if place < item.quoting:
                markup.put(markup.tag("p", line, "lt-quoting"))
            else:
                st.markdown(line)
