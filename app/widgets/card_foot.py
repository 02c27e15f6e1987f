"""The foot of a question's card as one part of the page: what may be asked for, and the mark "to review".

A browser takes twenty milliseconds to draw a button and a checkbox of Streamlit's, and a paper has ten feet: they
held its first field back for a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session
from app.widgets.packed import packed

HTML: Final = '<div class="lt-foot"></div>'
SCRIPT: Final = Path(__file__).with_name("card_foot.js")
ACTIONS: Final = ("hint", "clear")


@dataclass(frozen=True)
class Offer:
    """What may be asked for: one of ACTIONS, its icon's name in the icon font, its words, what it does."""

    action: str
    icon: str
    label: str
    on_press: Callable[[], None]


@st.cache_resource(show_spinner=False)
def _registered() -> Any:
    return v2.component(
        "logitrain_foot", js=SCRIPT.read_text(encoding="utf-8"), html=HTML, isolate_styles=False
    )


def card_foot(
    name: str,
    offers: Iterable[Offer],
    *,
    review: str,
    flagged: bool,
    disabled: bool,
    on_review: Callable[[bool], None],
) -> None:
    """Show a foot under a key: a button per offer, then the box `review`, ticked when `flagged`."""
    shown = {offer.action: offer for offer in offers}

    def reviewed() -> None:
        state = session.widget(name)
        ticked = state.get("review") if state is not None else None
        if isinstance(ticked, bool) and not disabled:
            on_review(ticked)

    data = {
        "offers": [{"action": one.action, "icon": one.icon, "label": one.label} for one in shown.values()],
        "review": review,
        "flagged": flagged,
        "disabled": disabled,
    }
    # Every action has its callback at every run: one that came late for an offer no longer made does nothing.
    presses = {f"on_{one}_change": shown[one].on_press if one in shown else _nothing for one in ACTIONS}
    _registered()(data=packed(data), key=name, on_review_change=reviewed, **presses)


def _nothing() -> None:
    """What an offer no longer made does."""
