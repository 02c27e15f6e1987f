"""The small browser components: the page's language, and the choice between paper and work on a phone.

They are registered once the server runs, at first use: registered earlier, the server would not know them.
"""

from __future__ import annotations

from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session

# The document's language follows the page's, since screen readers pronounce by it; a new page is read from
# its top, where the one before may have been left half way down; dialogs live outside the app's shell, and
# the theme's colours must hold for them too; and a lost connection is said in the learner's language.
PAGE: Final = """
export default function(c) {
  const root = document.documentElement, shell = document.querySelector(".stApp");
  const main = document.querySelector('[data-testid="stMain"]');
  root.lang = c.data.lang;
  if (shell) { root.style.colorScheme = getComputedStyle(shell).colorScheme; }
  if (main) {
    if (main.dataset.page && main.dataset.page !== c.data.page) { main.scrollTo({ top: 0, behavior: "instant" }); }
    main.dataset.page = c.data.page;
  }
  if (!shell) { return; }
  const told = () => document.getElementById("lt-offline");
  const connected = () => shell.getAttribute("data-test-connection-state") === "CONNECTED";
  if (shell.dataset.turn !== c.data.turn && connected()) {
    shell.dataset.turn = c.data.turn;
    delete shell.dataset.lost;
    shell.inert = false;
    told()?.remove();
  }
  let late = null;
  const look = () => {
    clearTimeout(late);
    if (connected()) {
      // A server started anew knows none of this page's parts and would not hear what is typed in them: ask
      // it for the whole page, and let nobody type until it has come.
      if (shell.dataset.lost) { c.setTriggerValue("back", true); }
      return;
    }
    shell.dataset.lost = "1";
    late = setTimeout(() => {
      shell.inert = true;
      if (told()) { return; }
      const box = document.createElement("div");
      box.id = "lt-offline"; box.setAttribute("role", "alert"); box.textContent = c.data.offline;
      document.body.appendChild(box);
    }, 800);
  };
  const watch = new MutationObserver(look);
  watch.observe(shell, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  look();
  return () => { watch.disconnect(); clearTimeout(late); };
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
button[aria-pressed="true"] { background: var(--st-primary-color); border-color: var(--st-primary-color);
  color: var(--st-background-color); }
button:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
"""


@st.cache_resource(show_spinner=False)
def _registered() -> dict[str, Any]:
    return {
        "page": v2.component("logitrain_page", js=PAGE),
        "panes": v2.component("logitrain_panes", js=PANES, html=PANES_HTML, css=PANES_CSS),
    }


def page(lang: str, name: str, offline: str) -> None:
    """Tell the browser which page this is, in which language, and what to say when the server is gone.

    Drawn last: `turn` changes when the browser has come back, and then says that the whole page is there.
    """
    data = {"lang": lang, "page": name, "offline": offline, "turn": session.turn()}
    _registered()["page"](data=data, key="lt_page", on_back_change=session.next_turn)


def panes(sitting: str, label: str, paper: str, work: str) -> None:
    """On a narrow screen, two buttons: the paper or the work; hidden on a wide one."""
    data = {"sitting": sitting, "label": label, "paper": paper, "work": work}
    _registered()["panes"](data=data, key="lt_panes")
