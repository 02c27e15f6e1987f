"""A question with options: one of them, or several. Option ids in the state, words only on the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from cases.answers import Raw
from cases.questions.choice import ChoiceAsk
from cases.views import QuestionView


def ask(work: Work, view: QuestionView) -> None:
    """Show the options; every change is saved at once."""
    held = work.answers().get(view.id)
    chosen = _chosen(held.answer.raw) if held is not None else []
    if view.several:
        _several(work, view, chosen)
    else:
        _one(work, view, chosen)


def _one(work: Work, view: QuestionView, chosen: list[str]) -> None:
    t, name = session.t(), _radio(work, view)
    words = {option.id: option.text for option in view.options}
    session.seed_widget(name, chosen[0] if chosen and chosen[0] in words else None)
    given: dict[str, Any] = {
        "index": None,
        "key": name,
        "format_func": words.__getitem__,
        "on_change": work.commit,
        "args": (view.id, lambda: [option for option in words if option == session.widget(name)]),
        "disabled": work.closed,
    }
    if isinstance(view.ask, ChoiceAsk) and view.ask.look == "list":
        st.selectbox(t("question.choose_one"), list(words), placeholder=t("question.choose_from"), **given)
    else:
        st.radio(t("question.choose_one"), list(words), **given)


def clearing(work: Work, view: QuestionView) -> Callable[[], None] | None:
    """A radio button once chosen cannot be taken back by itself: what leaves the question blank again."""
    if view.type != "choice" or view.several or work.closed or not session.widget(_radio(work, view)):
        return None
    return partial(_clear, work, view.id, _radio(work, view))


def clear_button(work: Work, view: QuestionView) -> None:
    """The same as a button of its own."""
    clear = clearing(work, view)
    if clear is not None:
        st.button(
            session.t()("question.clear"),
            key=session.key("lt_clear", work.id, view.id),
            type="tertiary",
            icon=":material/backspace:",
            on_click=clear,
        )


def _several(work: Work, view: QuestionView, chosen: list[str]) -> None:
    names = {option.id: work.key(view.id, option.id) for option in view.options}
    markup.put(markup.tag("p", session.t()("question.choose_several"), "lt-note"))

    none = view.ask.none if isinstance(view.ask, ChoiceAsk) else ""

    def toggled(option: str) -> None:
        if session.widget(names[option]) and none:  # none of these and any of these exclude one another
            for other, name in names.items():
                if (other == none) != (option == none):
                    session.set_widget(name, False)
        work.commit(view.id, ticked)

    def ticked() -> Raw:
        return [option for option, name in names.items() if session.widget(name)]

    with st.container(gap=None, key=f"lt-options-{view.id}"):
        for option in view.options:
            session.seed_widget(names[option.id], option.id in chosen)
            st.checkbox(
                option.text,
                key=names[option.id],
                on_change=toggled,
                args=(option.id,),
                disabled=work.closed,
                persist_state="page",
            )


def _chosen(raw: Raw) -> list[str]:
    return [raw] if isinstance(raw, str) else list(raw)


def _radio(work: Work, view: QuestionView) -> str:
    # The browser names a radio's options by their words: under one key for both languages, a switch of
    # language would send back words that are no longer offered. The choice itself comes from the store.
    return work.key(view.id, session.lang())


def _clear(work: Work, question_id: str, name: str) -> None:
    session.set_widget(name, None)
    work.commit(question_id, list)
