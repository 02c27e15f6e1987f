"""Items to classify: a table, and each item's class, or classes, to choose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from app.widgets.fields import Entry, fields
from app.widgets.reading import reading
from cases.answers import Raw
from cases.questions.match import MatchAsk
from cases.views import QuestionView

MARKDOWN: Final = re.compile(r"[*_`$\[\]<>~:\\|#]\S")


def ask(work: Work, view: QuestionView) -> None:
    """Show every item with its class; every change is saved at once."""
    t, held = session.t(), work.answers().get(view.id)
    found = view.ask
    assert isinstance(found, MatchAsk)
    raw = _held(work, view)
    classes = {one.id: one.text for one in found.classes}
    markup.put(markup.tag("p", t("match.choose_several" if found.several else "match.choose"), "lt-note"))
    if found.several or any(MARKDOWN.search(item.text) for item in found.items):
        _each(work, view, found, raw, classes)
    else:
        _all(work, view, found, raw, classes)
    reading(work.variant, view.id, held.answer if held is not None else None)


def _all(
    work: Work, view: QuestionView, found: MatchAsk, raw: Mapping[str, str], classes: Mapping[str, str]
) -> None:
    """One class an item, items in plain words: a table, with a list in its last column."""
    t, waits = session.t(), session.t()("match.placeholder")
    entries = [
        Entry(item.id, t("match.class_of", item=item.text), classes, placeholder=waits)
        for item in found.items
    ]
    head = "".join(markup.tag("th", title, "num", scope="col") for title, _ in found.columns)
    body = ""
    for row, (item, entry) in enumerate(zip(found.items, entries, strict=True)):
        figures = "".join(
            markup.raw_tag(
                "td", markup.tag("span", f"{title} ", "lt-title") + markup.escape(texts[row]), "num"
            )
            for title, texts in found.columns
        )
        name = markup.tag("th", item.text, scope="row")
        body += markup.raw_tag("tr", name + figures + markup.raw_tag("td", entry.html(disabled=work.closed)))
    if head:
        head = markup.raw_tag("thead", markup.raw_tag("tr", f"<td></td>{head}<td></td>"))
    fields(
        work.key(view.id, "cells"),
        markup.raw_tag("table", f"{head}<tbody>{body}</tbody>", "lt-sort"),
        entries,
        raw,
        lambda typed: work.commit(view.id, lambda: _chosen({**_held(work, view), **typed})),
    )


def _each(
    work: Work, view: QuestionView, found: MatchAsk, raw: Mapping[str, str], classes: dict[str, str]
) -> None:
    """Several classes an item, or items written with signs: fields of Streamlit's, row by row."""
    t, wide = session.t(), [5, *([2] * len(found.columns)), 4]
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


def _held(work: Work, view: QuestionView) -> dict[str, str]:
    held = work.answers().get(view.id)
    return dict(held.answer.raw) if held is not None and isinstance(held.answer.raw, dict) else {}


def _chosen(raw: Mapping[str, str]) -> Raw:
    return {item: chosen for item, chosen in raw.items() if chosen}


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
