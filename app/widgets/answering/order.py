"""Items to rank: each has its rank to choose; the others make room."""

from __future__ import annotations

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.context import Work
from app.widgets.reading import reading
from cases.answers import Raw
from cases.questions.order import OrderAsk
from cases.views import QuestionView

UNRANKED = 0


def ask(work: Work, view: QuestionView) -> None:
    """Show the items ranked so far in their order, then the others; every change is saved at once."""
    t, held = session.t(), work.answers().get(view.id)
    assert isinstance(view.ask, OrderAsk)
    words = {item.id: item.text for item in view.ask.items}
    order = ranked(held.answer.raw if held is not None else [], list(words))
    markup.put(markup.tag("p", t("order.choose_some" if view.ask.subset else "order.choose"), "lt-note"))
    with st.container(gap="xsmall", key=f"lt-order-{view.id}"):
        for item in [*order, *(one for one in words if one not in order)]:
            place = order.index(item) + 1 if item in order else UNRANKED
            _row(work, view, item, words[item], place, len(order))
    reading(work.variant, view.id, held.answer if held is not None else None)


def ranked(raw: Raw, known: list[str]) -> list[str]:
    """The ids ranked so far, those that the question does not know left out."""
    listed = raw.split(",") if isinstance(raw, str) else list(raw)
    return [item for item in dict.fromkeys(one.strip() for one in listed) if item in known]


def moved(order: list[str], item: str, place: int) -> list[str]:
    """The order once ``item`` stands at ``place`` (from 1; 0 takes it out)."""
    others = [one for one in order if one != item]
    return others if place == UNRANKED else [*others[: place - 1], item, *others[place - 1 :]]


def _row(work: Work, view: QuestionView, item: str, words: str, place: int, count: int) -> None:
    t = session.t()
    # The rank is in the widget's key: moving one item renumbers others, whose widgets must show it.
    name = work.key(view.id, item, place, count)
    last = count if place else count + 1
    session.seed_widget(name, place)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            t("order.rank_of", item=words),
            range(last + 1),
            key=name,
            format_func=lambda rank: "–" if rank == UNRANKED else str(rank),
            on_change=_move,
            args=(work, view, item, name),
            disabled=work.closed,
            label_visibility="collapsed",
            width=90,
        )
        st.markdown(words)


def _move(work: Work, view: QuestionView, item: str, name: str) -> None:
    assert isinstance(view.ask, OrderAsk)
    place = session.widget(name)
    if place is None:
        return  # a widget that is gone says nothing of the rank
    held = work.answers().get(view.id)
    order = ranked(held.answer.raw if held is not None else [], [one.id for one in view.ask.items])
    after = moved(order, item, int(place))
    work.commit(view.id, lambda: after)
