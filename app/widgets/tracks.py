"""The tracks of a simulated run: which of them is drawn, and all of them in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from app import session
from app.subject_words import STOCK, subject_word
from app.widgets import markup
from cases.decisions import Story, summary
from cases.quantity import format_value, write_number

LONG: Final = 12  # rows beyond which the table scrolls


def choose(labels: Sequence[str], key: str, subject: str = STOCK) -> int:
    """Which track is drawn: a list to choose from where there are several."""
    if len(labels) < 2:
        return 0
    t = session.t()
    name = session.key(key, t.lang)
    session.seed_widget(name, 0)
    chosen = st.selectbox(
        subject_word("tracks.choose", subject, t),
        range(len(labels)),
        key=name,
        format_func=labels.__getitem__,
        persist_state="page",
    )
    return min(int(chosen or 0), len(labels) - 1)


def table(story: Story, labels: Sequence[str]) -> None:
    """All the tracks in figures: service, stock, periods short; nothing where there is one only."""
    if len(labels) < 2:
        return
    t, lang = session.t(), session.lang()
    rows = []
    for label, track in zip(labels, story.tracks, strict=True):
        told = summary(track, story.warm_up)
        rate = told.fill_rate
        served = "–" if rate is None else write_number(rate, lang, decimals=1, style="percent")
        rows.append([label, served, format_value(told.mean_stock, "int", lang), str(told.short_periods)])
    subject = story.subject
    heads = [(subject_word("tracks.place", subject, t), "left")]
    figures = ("fill_rate", "mean_stock", "short")
    heads += [(subject_word(f"tracks.{name}", subject, t), "right") for name in figures]
    html = markup.table(subject_word("tracks.caption", subject, t), heads, rows)
    if len(rows) > LONG:
        with st.container(height=360):
            markup.put(html)
    else:
        markup.put(html)
