"""Items to classify: a table, and each item's class, or classes, to choose."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from app.widgets.reading import reading
from cases.answers import Raw
from cases.questions.match import MatchAsk
from cases.views import QuestionView


def ask(work: Work, view: QuestionView) -> None:
    """Show every item with its class; every change is saved at once."""
    t, held = session.t(), work.answers().get(view.id)
    found = view.ask
    assert isinstance(found, MatchAsk)
    raw = held.answer.raw if held is not None and isinstance(held.answer.raw, dict) else {}
    classes = {one.id: one.text for one in found.classes}
    markup.put(markup.tag("p", t("match.choose_several" if found.several else "match.choose"), "lt-note"))
    wide = [5, *([2] * len(found.columns)), 4]
    with st.container(gap="xsmall", key=f"lt-match-{view.id}"):
        if found.columns:
            with st.container(key=f"lt-head-{view.id}"):
                titles = ["", *(title for title, _ in found.columns), ""]
                for place, title in zip(st.columns(wide), titles, strict=True):
                    place.html(markup.tag("div", title, "lt-figure lt-head"))
        for row, item in enumerate(found.items):
            name = work.key(view.id, item.id)
            chosen = [one for one in raw.get(item.id, "").split(",") if one in classes]
            first, *figures, last = st.columns(wide, vertical_alignment="center")
            first.markdown(item.text)
            for place, (title, texts) in zip(figures, found.columns, strict=True):
                cell = markup.tag("span", f"{title} ", "lt-title") + markup.escape(texts[row])
                place.html(markup.raw_tag("div", cell, "lt-figure"))
            with last:
                _classes(work, view, name, chosen, classes, t("match.class_of", item=item.text))
    reading(work.variant, view.id, held.answer if held is not None else None)


def _classes(
    work: Work, view: QuestionView, name: str, chosen: list[str], classes: dict[str, str], label: str
) -> None:
    found = view.ask
    assert isinstance(found, MatchAsk)
    if found.several:
        session.seed_widget(name, chosen)
        st.multiselect(
            label,
            list(classes),
            key=name,
            format_func=classes.__getitem__,
            on_change=work.commit,
            args=(view.id, lambda: _raw(work, view)),
            disabled=work.closed,
            label_visibility="collapsed",
            placeholder=session.t()("match.placeholder"),
        )
        return
    session.seed_widget(name, chosen[0] if chosen else None)
    st.selectbox(
        label,
        list(classes),
        index=None,
        key=name,
        format_func=classes.__getitem__,
        on_change=work.commit,
        args=(view.id, lambda: _raw(work, view)),
        disabled=work.closed,
        label_visibility="collapsed",
        placeholder=session.t()("match.placeholder"),
    )


def _raw(work: Work, view: QuestionView) -> Raw:
    found = view.ask
    assert isinstance(found, MatchAsk)
    raw: dict[str, str] = {}
    for item in found.items:
        value = session.widget(work.key(view.id, item.id))
        if value:
            raw[item.id] = ",".join(value) if isinstance(value, list) else str(value)
    return raw
