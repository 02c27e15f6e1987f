"""A long page comes in several goes: what is in sight first, the rest once the browser has shown that.

A browser draws all that one run sends before it listens again: a paper of sixteen questions and ten annexes keeps it
busy for seconds. So a page names the parts (fragments) that can wait, in order; a small component, once what is there
has been painted, asks for the next ones. Without a browser (Streamlit's AppTest) nothing waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session

STATE: Final = "lt_arrival"
PART: Final = "arrival"  # the fragment that draws the component
# The timer stands in where a page that nobody sees gets no frames; a request that got lost is made again.
JS: Final = """
const AGAIN_MS = 5000, UNSEEN_MS = 1500;
export default function(c) {
  if (c.data.go === null) { return; }
  let asked = false;
  const timers = [];
  const ask = () => {
    if (asked) { return; }
    asked = true;
    c.setTriggerValue("come", c.data.go);
    timers.push(setTimeout(() => { asked = false; ask(); }, AGAIN_MS));
  };
  const frame = requestAnimationFrame(() => timers.push(setTimeout(ask, 0)));
  timers.push(setTimeout(ask, UNSEEN_MS));
  return () => { cancelAnimationFrame(frame); timers.forEach(clearTimeout); };
}
"""


@dataclass
class _Arrival:
    """What the page in front of the browser waits for: its goes, and how many of them have come."""

    page: str
    goes: tuple[tuple[str, ...], ...] = ()
    come: int = 0


@st.cache_resource(show_spinner=False)
def _registered() -> Any:
    return v2.component("logitrain_arrival", js=JS)


def visit(page: str) -> None:
    """Before a page is drawn: one that was left, or another paper of the same page, begins from nothing again."""
    place = f"{page} {session.address('sitting') or ''}"
    if _state().page != place:
        session.set_widget(STATE, _Arrival(place))


def begin(goes: Sequence[Sequence[str]]) -> None:
    """Name the parts of this page that may come later, go by go, when it is drawn for the first time."""
    state = _state()
    if not state.goes and session.in_browser():
        state.goes = tuple(tuple(go) for go in goes if go)


def waits(part: str) -> bool:
    """Whether a part is still to come: a place is kept for it, no more."""
    state = _state()
    return any(part in go for go in state.goes[state.come :])


def onward() -> None:
    """Ask for the rest; drawn last on a page that has begun so."""
    st.fragment(_ask, key=PART)()


def _ask() -> None:
    state = _state()
    go = state.come if state.come < len(state.goes) else None
    _registered()(data={"go": go}, key="lt_arrival_go", on_come_change=_come)


def _come() -> None:
    state = _state()
    parts = state.goes[state.come : state.come + 1]
    state.come += len(parts)
    session.rerun_parts([*(part for go in parts for part in go), PART])


def _state() -> _Arrival:
    found = session.widget(STATE)
    return found if isinstance(found, _Arrival) else _Arrival("")
