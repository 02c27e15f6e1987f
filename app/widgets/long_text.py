"""A field for a long text that is saved while it is typed: nothing is lost on a reload.

Streamlit's own text area sends its text only when it loses the focus; this one sends it a moment after the
last key, and never overwrites what is being typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session

HTML: Final = '<label id="l" for="t"></label><textarea id="t"></textarea>'
CSS: Final = """
label { display: block; font-size: .875rem; margin-bottom: .25rem; color: var(--st-text-color); }
textarea { width: 100%; box-sizing: border-box; min-height: 9rem; resize: vertical; font: inherit; line-height: 1.5;
  padding: .5rem .75rem; color: var(--st-text-color); background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius, 6px); }
textarea:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
"""
JS: Final = """
export default function(c) {
  const box = c.parentElement.querySelector("#t"), label = c.parentElement.querySelector("#l");
  label.textContent = c.data.label;
  box.lang = c.data.lang; box.spellcheck = true; box.disabled = c.data.disabled; box.maxLength = c.data.limit;
  if (!box.dataset.known || (box !== box.getRootNode().activeElement && !box.dataset.dirty)) {
    box.value = c.data.text; box.dataset.known = "1";
  }
  let late = null;
  const send = () => {
    clearTimeout(late); late = null;
    if (box.dataset.dirty) { delete box.dataset.dirty; c.setStateValue("text", box.value); }
  };
  box.oninput = () => { box.dataset.dirty = "1"; clearTimeout(late); late = setTimeout(send, 600); };
  box.onblur = send;
  return () => { clearTimeout(late); };
}
"""


@st.cache_resource(show_spinner=False)
def _registered() -> Any:
    return v2.component("logitrain_long_text", js=JS, html=HTML, css=CSS)


def long_text(
    name: str,
    label: str,
    text: str,
    on_change: Callable[[str], None],
    *,
    lang: str,
    limit: int,
    disabled: bool,
) -> None:
    """Show the field; ``on_change`` takes the text a moment after the last key, in the callback of the run."""

    def changed() -> None:
        state = session.widget(name)
        typed = state.get("text") if state is not None else None
        if isinstance(typed, str):
            on_change(typed)

    data = {"label": label, "text": text, "lang": lang, "limit": limit, "disabled": disabled}
    _registered()(data=data, key=name, default={"text": text}, on_text_change=changed)
