"""The time left, counted in the browser: no run of the server until the end, one trigger then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session

SCRIPT: Final = Path(__file__).with_name("countdown.js")
HTML: Final = (
    '<div id="countdown"><span></span> <b role="timer" aria-live="off"></b>'
    '<small></small><i role="status" aria-live="polite"></i></div>'
)
CSS: Final = """
#countdown { font: .95rem/1.6 var(--st-font); color: var(--st-text-color); }
#countdown > * { white-space: nowrap; }
b { font-variant-numeric: tabular-nums; font-weight: 700; padding: .1rem .5rem; border-radius: 4px;
  border: 1px solid var(--st-border-color); }
#countdown[data-left="short"] b { background: light-dark(#fff3d9, #35290f); color: light-dark(#7a4b00, #f3c463);
  border: 2px solid light-dark(#d99a2b, #b98424); }
small { margin-left: .6rem; opacity: .85; }
i { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
"""
SPOKEN_MINUTES: Final = (10, 5, 1)


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return v2.component("logitrain_countdown", js=SCRIPT.read_text(encoding="utf-8"), html=HTML, css=CSS)


def countdown(end: datetime, now: datetime, name: str, note: str, expired: Callable[[], None]) -> None:
    """Show the time left until `end`; `now` is the server's, which the browser counts from; `note` stands beside it.

    `expired` is called once the browser has counted to the end: the server decides whether it is.
    """
    data = payload(end, now) | {"note": note}
    _component()(data=data, key=session.key("lt_countdown", name), on_expired_change=expired)


def payload(end: datetime, now: datetime) -> dict[str, Any]:
    """What the browser counts with: both moments in milliseconds, and the words of the session's language."""
    t = session.t()
    return {
        "end": round(end.timestamp() * 1000),
        "now": round(now.timestamp() * 1000),
        "label": t("countdown.label"),
        "minutes": t("countdown.minutes"),
        "hours": t("countdown.hours"),
        "say": {str(n): t.plural("countdown.say", n) for n in SPOKEN_MINUTES},
        "over": t("countdown.over"),
    }
