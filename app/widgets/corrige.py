"""The corrigé beside the paper, for who writes a case: key, accepted answers, method, slips that marking knows."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import figures, markup
from cases.answer_key import KeyView, SlipView, answer_key
from cases.variant import Variant


def corrige(variant: Variant) -> None:
    """Show the corrigé of a variant in the session's language."""
    for view in answer_key(variant, session.lang()):
        _question(view)


def _question(view: KeyView) -> None:
    t, item = session.t(), view.item
    with st.container(border=True, key=f"lt-key-{item.id}", gap="xsmall"):
        heading = markup.question_heading(item.number, item.title, "h2")
        points = markup.tag("span", figures.counted("question.points", item.max_score), "pts")
        markup.put(markup.raw_tag("div", heading + points, "lt-q-head"))
        facts = [f"{item.id} · {view.type}", *view.criteria]
        markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
        expected = markup.escape(item.expected)
        if item.interval:
            expected += " " + markup.tag("small", f"({item.interval})")
        if expected:
            markup.put(markup.pairs([(t("verdict.expected"), expected)], "lt-pair"))
        rows = [[one.label, one.expected] for one in item.parts if one.expected]
        if rows:
            columns = [(t("parts.place"), "left"), (t("parts.expected"), "left")]
            markup.put(
                markup.table(
                    f"{t('verdict.expected')} ({item.number})", columns, rows, "lt-parts", hidden_caption=True
                )
            )
        st.markdown(item.solution)
        if view.slips:
            markup.put(markup.tag("p", t("preview.slips"), "lt-finding"))
            markup.put(markup.items("ul", map(_slip, view.slips), "lt-faults"))


def _slip(view: SlipView) -> str:
    answer = f" {markup.escape(view.answer)}" if view.answer else ""
    words = f" – {markup.escape(view.words)}" if view.words else ""
    return markup.tag("code", view.code) + answer + words
