"""The small browser components: the page's language, and the choice between paper and work on a phone.

They are registered once the server runs, at first use: registered earlier, the server would not know them.
"""

from __future__ import annotations

from typing import Any, Final

import streamlit as st
from streamlit.components import v2

# The document's language follows the page's, since screen readers pronounce by it; and a new page is read
# from its top, where the one before may have been left half way down.
PAGE: Final = """
export default function(c) {
  document.documentElement.lang = c.data.lang;
  const shell = document.querySelector(".stApp");
  // Dialogs live outside the app's shell: the theme's colours must hold for them too.
  if (shell) { document.documentElement.style.colorScheme = getComputedStyle(shell).colorScheme; }
  const main = document.querySelector('[data-testid="stMain"]');
  if (main && main.dataset.page && main.dataset.page !== c.data.page) {
    main.scrollTo({ top: 0, behavior: "instant" });
  }
  if (main) { main.dataset.page = c.data.page; }
}
"""

# Which of the two is seen on a narrow screen is the browser's business: no rerun, nothing lost, and a reload
# comes back to the same one. A link to a question shows the work first.
PANES: Final = """
export default function(c) {
  const root = document.documentElement, box = c.parentElement.querySelector("#panes");
  const memory = "lt-pane-" + c.data.sitting;
  let store = null;
  try { store = window.sessionStorage; } catch (e) { store = null; }
  const show = (pane) => {
    root.dataset.pane = pane;
    if (store) { store.setItem(memory, pane); }
    for (const b of box.querySelectorAll("button")) { b.setAttribute("aria-pressed", String(b.dataset.pane === pane)); }
  };
  box.setAttribute("aria-label", c.data.label);
  for (const b of box.querySelectorAll("button")) {
    b.textContent = c.data[b.dataset.pane];
    b.onclick = () => show(b.dataset.pane);
  }
  show((store && store.getItem(memory)) || root.dataset.pane || "paper");
  const follow = (e) => {
    const to = e.target.closest && e.target.closest("a.lt-chip");
    if (to) { show("work"); }
  };
  document.addEventListener("click", follow, true);
  return () => { document.removeEventListener("click", follow, true); };
}
"""
PANES_HTML: Final = """
<div id="panes" role="group">
  <button type="button" data-pane="paper"></button><button type="button" data-pane="work"></button>
</div>
"""
PANES_CSS: Final = """
#panes { display: flex; }
button { flex: 1; font: inherit; font-weight: 600; padding: .45rem .5rem; cursor: pointer; color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color); }
button:first-child { border-radius: 6px 0 0 6px; border-right: 0; }
button:last-child { border-radius: 0 6px 6px 0; }
button[aria-pressed="true"] { background: var(--st-primary-color); border-color: var(--st-primary-color); color: var(--st-background-color); }
button:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
"""


@st.cache_resource(show_spinner=False)
def _registered() -> dict[str, Any]:
    return {
        "page": v2.component("logitrain_page", js=PAGE),
        "panes": v2.component("logitrain_panes", js=PANES, html=PANES_HTML, css=PANES_CSS),
    }


def page(lang: str, name: str) -> None:
    """Tell the browser which page this is, and in which language."""
    _registered()["page"](data={"lang": lang, "page": name}, key="lt_page")


def panes(sitting: str, label: str, paper: str, work: str) -> None:
    """On a narrow screen, two buttons: the paper or the work; hidden on a wide one."""
    data = {"sitting": sitting, "label": label, "paper": paper, "work": work}
    _registered()["panes"](data=data, key="lt_panes")
