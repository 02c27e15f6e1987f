"""What was typed and may not have reached the server yet is kept in the browser, and typed again when it comes back.

A field sends its text half a second after the last key. Should the server end in between, or the page be loaded
again, the letters would be gone with it: so they wait here, for as long as the page has not come to rest since.
"""

from __future__ import annotations

from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session

# A field is known by the key of its element, which names the sitting and the question, and by its place in it.
# `at rest` is longer than the delay of a field and the way to the server and back.
JS: Final = """
const NAME = "lt-drafts", AT_REST_MS = 2500;
let memory = {};
const read = () => {
  try { return JSON.parse(window.sessionStorage.getItem(NAME) || "{}"); } catch (e) { return memory; }
};
const write = (kept) => {
  memory = kept;
  try {
    if (Object.keys(kept).length) { window.sessionStorage.setItem(NAME, JSON.stringify(kept)); }
    else { window.sessionStorage.removeItem(NAME); }
  } catch (e) { /* no storage: what the page remembers itself will do until it is loaded again */ }
};
const shell = () => document.querySelector(".stApp");
const connected = () => shell()?.getAttribute("data-test-connection-state") === "CONNECTED";
const idle = () => shell()?.getAttribute("data-test-script-state") === "notRunning";
const TYPED = 'input[type="text"]:not([role="combobox"]), textarea';
const fields = (root) => {
  const found = [];
  for (const one of root.querySelectorAll("*")) {
    if (one.matches(TYPED)) { found.push(one); }
    if (one.shadowRoot) { found.push(...fields(one.shadowRoot)); }
  }
  return found;
};
const keyOf = (node) => [...(node.classList || [])].find((name) => name.startsWith("st-key-lt_a"));
const typed = (event) => {
  const path = event.composedPath(), field = path[0];
  const element = path.find((node) => keyOf(node));
  if (!element || !field.matches || !field.matches(TYPED)) { return; }
  const kept = read();
  kept[keyOf(element) + " " + fields(element).indexOf(field)] = { text: field.value, at: Date.now() };
  write(kept);
};
const settle = () => {
  const kept = read();
  if (shell()?.dataset.lost || !connected()) { window.ltDrafts.away = true; }
  if (window.ltDrafts.away || !Object.keys(kept).length || !idle()) { return; }
  const now = Date.now();
  write(Object.fromEntries(Object.entries(kept).filter(([, one]) => now - one.at < AT_REST_MS)));
};
const retype = (left, calm) => {
  let waiting = false;
  for (const [place, one] of Object.entries(read())) {
    const [name, index] = place.split(" ");
    const element = document.getElementsByClassName(name)[0];
    const field = element && fields(element)[Number(index)];
    waiting = waiting || !field || field.value !== one.text;
    if (!field || field.disabled || field.value === one.text || field === field.getRootNode().activeElement) {
      continue;
    }
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, one.text);
    field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }
  calm = waiting ? 0 : calm + 1;
  if (left > 0 && calm < 2) {  // drawn late, or drawn once more with what was saved before
    window.setTimeout(retype, 400, left - 1, calm);
    return;
  }
  // Until they have had the time to be saved, they are kept for the next time.
  const now = Date.now();
  write(Object.fromEntries(Object.entries(read()).map(([place, one]) => [place, { ...one, at: now }])));
  window.ltDrafts.away = false;
};
export default function(c) {
  if (!window.ltDrafts) {
    window.ltDrafts = { turn: null, away: true };
    document.addEventListener("input", typed, true);
    window.setInterval(settle, 500);
  }
  if (window.ltDrafts.turn !== c.data.turn) {
    window.ltDrafts.turn = c.data.turn;
    window.ltDrafts.away = true;
    // A moment for the fields to be drawn with what is saved.
    window.setTimeout(retype, 400, 10, 0);
  }
}
"""


@st.cache_resource(show_spinner=False)
def _registered() -> Any:
    return v2.component("logitrain_drafts", js=JS)


def drafts() -> None:
    """Keep what is typed on this page until it is saved; drawn after the fields."""
    _registered()(data={"turn": session.turn()}, key="lt_drafts")
