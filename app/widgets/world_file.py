"""A text file read from the learner's machine, and a line copied to their clipboard, in the page's language.

Streamlit's own uploader and copy button speak English only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session

PICK: Final = """
export default function(c) {
  const root = c.parentElement, input = root.querySelector("input"), label = root.querySelector("label");
  label.querySelector("span").textContent = c.data.label;
  input.onchange = async () => {
    const file = input.files[0];
    if (!file) { return; }
    let sent = { name: file.name.slice(0, 80), text: "", trouble: "", at: Date.now() };
    if (file.size > c.data.most) { sent.trouble = "large"; }
    else {
      try { sent.text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); }
      catch (e) { sent.trouble = "encoding"; }
    }
    input.value = "";
    c.setTriggerValue("read", sent);
  };
}
"""
PICK_HTML: Final = '<label><span></span><input type="file" accept=".yaml,.yml,text/yaml"></label>'
PICK_CSS: Final = """
label { display: inline-block; position: relative; padding: .42rem .9rem; border: 1px solid var(--st-border-color);
  border-radius: 6px; cursor: pointer; font: .875rem var(--st-font); color: var(--st-text-color);
  background: var(--st-background-color); }
label:hover { border-color: var(--st-primary-color); color: var(--st-link-color); }
label:focus-within { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
input { position: absolute; inset: 0; width: 100%; opacity: 0; cursor: pointer; }
input::file-selector-button { cursor: pointer; }
"""
COPY: Final = """
export default function(c) {
  const root = c.parentElement, button = root.querySelector("button"), code = root.querySelector("code");
  const told = root.querySelector("[role=status]");
  code.textContent = c.data.text; button.textContent = c.data.label;
  if (told.dataset.text !== c.data.text) { told.textContent = ""; told.dataset.text = c.data.text; }
  button.onclick = async () => {
    try { await navigator.clipboard.writeText(c.data.text); told.textContent = c.data.done; }
    catch (e) { getSelection().selectAllChildren(code); told.textContent = c.data.failed; }
  };
}
"""
COPY_HTML: Final = (
    '<div><code tabindex="0"></code><button type="button"></button><span role="status"></span></div>'
)
COPY_CSS: Final = """
div { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; font: .9rem var(--st-font);
  color: var(--st-text-color); }
code { font: .875rem ui-monospace, monospace; padding: .4rem .6rem; border: 1px solid var(--st-border-color);
  border-radius: 4px; overflow-wrap: anywhere; background: var(--st-secondary-background-color); }
button { font: inherit; padding: .35rem .8rem; cursor: pointer; color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: 6px; }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible, code:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
"""


@st.cache_resource(show_spinner=False)
def _registered() -> dict[str, Any]:
    return {
        "pick": v2.component("logitrain_pick", js=PICK, html=PICK_HTML, css=PICK_CSS),
        "copy": v2.component("logitrain_copy", js=COPY, html=COPY_HTML, css=COPY_CSS),
    }


def pick(label: str, most: int, key: str, read: Callable[[str, str, str], None]) -> None:
    """A button that opens a text file; `read` is called with its name, its text, and what went wrong.

    `most` bytes are read; the third argument is empty, "large" or "encoding".
    """
    name = session.key(key, session.lang())

    def taken() -> None:
        sent = getattr(session.widget(name), "read", None)
        if isinstance(sent, dict):
            read(*(str(sent.get(part, "")) for part in ("name", "text", "trouble")))

    _registered()["pick"](data={"label": label, "most": most}, key=name, on_read_change=taken)


def copy(text: str, key: str) -> None:
    """A line to copy, with its button."""
    t = session.t()
    words = {
        "label": t("simulator.copy"),
        "done": t("simulator.copied"),
        "failed": t("simulator.copy_failed"),
    }
    _registered()["copy"](data={"text": text, **words}, key=session.key(key, t.lang))
