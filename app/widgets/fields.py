"""The fields of a table or of a form as one part of the page: HTML with text fields and lists, saved while typed.

A browser takes four milliseconds to draw one of Streamlit's text fields and twelve to draw one of its lists: a
table of forty cells would hold a page back for a quarter of a second. Here the page sends the HTML of them all, and
a small script keeps it alive. A change is sent until the server has said that it was saved, whatever happened in
between; what is typed is never overwritten by what was saved before it. A block copied from a spreadsheet and pasted
in a cell goes to the cells on its right and below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session
from app.widgets import markup

HTML: Final = '<div class="lt-fields"></div>'
# `waiting`: what is typed and not yet known to be saved, place → text and the number of the message that first may
# have carried it. Messages are numbered by the clock, so that a page drawn again never reuses the numbers of one
# before. Each carries all that waits, since of two that follow closely the server may see the second only.
JS: Final = """
const TYPING_MS = 500, AGAIN_MS = 6000;
const CELLS = "input[data-at], select[data-at]";
export default function(c) {
  const box = c.parentElement.querySelector(".lt-fields");
  const me = box.ltFields || (box.ltFields = { waiting: new Map(), sent: 0, late: null, again: null, html: null });
  me.c = c;
  const all = () => [...box.querySelectorAll(CELLS)];
  const send = () => {
    clearTimeout(me.late); clearTimeout(me.again); me.late = me.again = null;
    if (!me.waiting.size) { return; }
    me.sent = Math.max(me.sent + 1, Date.now());
    const cells = {};
    for (const [place, one] of me.waiting) { cells[place] = one.text; one.number = one.number || me.sent; }
    me.again = setTimeout(send, AGAIN_MS);
    me.c.setStateValue("typed", { number: me.sent, cells });
  };
  const changed = (cell) => me.waiting.set(cell.dataset.at, { text: cell.value, number: 0 });
  const soon = () => { clearTimeout(me.late); me.late = setTimeout(send, TYPING_MS); };
  const put = (cell, text) => {
    if (cell instanceof HTMLSelectElement) {
      const wanted = text.trim().toLowerCase();
      const found = [...cell.options].find((one) => one.value === text || one.text.trim().toLowerCase() === wanted);
      if (!found) { return; }
      cell.value = found.value;
    } else { cell.value = text.slice(0, cell.maxLength > 0 ? cell.maxLength : undefined); }
    changed(cell);
  };
  // The field `down` rows below and `right` columns beside, past what is no field.
  const beside = (cell, down, right) => {
    const td = cell.closest("td"), row = td && td.parentElement;
    if (!row) { return null; }
    const rows = [...row.parentElement.rows];
    let at = rows.indexOf(row) + down, column = td.cellIndex + right;
    while (rows[at] && rows[at].cells[column]) {
      const found = rows[at].cells[column].querySelector(CELLS);
      if (found && !found.disabled) { return found; }
      at += down; column += right;
    }
    return null;
  };
  box.oninput = (e) => {
    if (!e.target.matches(CELLS)) { return; }
    changed(e.target);
    if (e.target instanceof HTMLSelectElement) { send(); } else { soon(); }
  };
  box.onchange = () => send();
  box.onkeydown = (e) => {
    const cell = e.target;
    if (!cell.matches("input[data-at]") || e.altKey || e.ctrlKey || e.metaKey || e.isComposing) { return; }
    const down = e.key === "ArrowDown" || (e.key === "Enter" && !e.shiftKey);
    const up = e.key === "ArrowUp" || (e.key === "Enter" && e.shiftKey);
    const none = cell.selectionStart === cell.selectionEnd;
    const left = e.key === "ArrowLeft" && none && cell.selectionStart === 0;
    const right = e.key === "ArrowRight" && none && cell.selectionEnd === cell.value.length;
    if (e.key === "Enter") { send(); }
    if (!(down || up || left || right)) { return; }
    const to = beside(cell, down ? 1 : up ? -1 : 0, right ? 1 : left ? -1 : 0);
    if (to) { e.preventDefault(); to.focus(); if (to.select) { to.select(); } }
  };
  box.onpaste = (e) => {
    const cell = e.target, text = e.clipboardData ? e.clipboardData.getData("text/plain") : "";
    if (!cell.matches(CELLS) || !cell.closest("td") || !/[\\t\\n]/.test(text.trimEnd())) { return; }
    e.preventDefault();
    const td = cell.closest("td"), row = td.parentElement;
    const rows = [...row.parentElement.rows], first = rows.indexOf(row);
    text.replace(/\\r/g, "").replace(/\\n+$/, "").split("\\n").forEach((line, down) => {
      line.split("\\t").forEach((one, right) => {
        const there = rows[first + down]?.cells[td.cellIndex + right]?.querySelector(CELLS);
        if (there && !there.disabled) {
          put(there, one.trim());
          if (there.type === "text") { there.dispatchEvent(new Event("input", { bubbles: true, composed: true })); }
        }
      });
    });
    send();
  };
  // What was saved: cells that wait for it to be so keep what was typed.
  for (const [place, one] of [...me.waiting]) {
    if (one.number && one.number <= c.data.saved) { me.waiting.delete(place); }
  }
  if (!me.waiting.size) { clearTimeout(me.again); me.again = null; }
  if (me.html !== c.data.html) {
    const at = box.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    box.innerHTML = me.html = c.data.html;
    if (at) { all().find((cell) => cell.dataset.at === at)?.focus(); }
  }
  for (const cell of all()) {
    const place = cell.dataset.at, own = me.waiting.get(place), text = own ? own.text : c.data.texts[place] || "";
    const spaced = cell === document.activeElement && cell.value.trim() === text.trim();
    if (cell.value !== text && !spaced) { cell.value = text; }
    if (cell.value !== text && cell instanceof HTMLSelectElement && !own) { cell.value = ""; }
  }
  for (const line of box.querySelectorAll("[data-line]")) {
    const [text, wrong] = c.data.lines[line.dataset.line] || ["", false];
    if (line.textContent !== text) { line.textContent = text; }
    line.classList.toggle("is-wrong", wrong);
  }
  // After a server that ended, or a page drawn anew: say again what may not have arrived.
  if (me.turn !== c.data.turn && me.waiting.size) { send(); }
  me.turn = c.data.turn;
  return () => { clearTimeout(me.late); clearTimeout(me.again); };
}
"""


@dataclass(frozen=True)
class Entry:
    """A field: ``place`` names it in the answer; with options, id → words, a list to choose from."""

    place: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    placeholder: str = ""
    limit: int = 200

    def html(self, *, disabled: bool = False, labelled: bool = False) -> str:
        """The field; ``labelled`` where its label is drawn around it, else the label is told to screen readers."""
        given = {"data_at": self.place, "class_": "lt-entry"}
        if not labelled:
            given["aria_label"] = self.label
        if disabled:
            given["disabled"] = ""
        if self.options:
            words = {"": self.placeholder or "\u00a0", **self.options}
            inner = "".join(markup.tag("option", text, value=one) for one, text in words.items())
            return markup.raw_tag("select", inner, **given)
        given |= {"type": "text", "autocomplete": "off", "maxlength": str(self.limit)}
        if self.placeholder:
            given["placeholder"] = self.placeholder
        return markup.single("input", **given)

    def takes(self, text: object) -> bool:
        """Whether a browser may give this text for it."""
        if not isinstance(text, str):
            return False
        return text in ("", *self.options) if self.options else len(text) <= self.limit


def line(place: str, *, keeps: bool = True) -> str:
    """A line of words under a field, told when they change; it `keeps` its place while there are none, or not."""
    return markup.tag("p", "", "lt-read" if keeps else "lt-read is-free", data_line=place, role="status")


@st.cache_resource(show_spinner=False)
def _registered() -> Any:
    return v2.component("logitrain_fields", js=JS, html=HTML, isolate_styles=False)


def fields(
    name: str,
    html: str,
    entries: Iterable[Entry],
    texts: Mapping[str, str],
    on_typed: Callable[[dict[str, str]], None],
    lines: Mapping[str, tuple[str, bool]] | None = None,
) -> None:
    """Show fields under a key; ``on_typed`` takes place → text of those changed, in the callback of the run.

    ``html`` holds the fields of ``entries`` and the lines made by `line`, which show ``lines``: a text, and whether
    it tells what is wrong. ``texts`` are the texts saved, by place.
    """
    known = {entry.place: entry for entry in entries}
    # Not among the keys of the answer's fields: those are forgotten when another window has saved.
    saved = session.key("lt_saved", name)

    def typed() -> None:
        state = session.widget(name)
        found = state.get("typed") if state is not None else None
        if not isinstance(found, dict) or not isinstance(found.get("cells"), dict):
            return
        number, cells = found.get("number"), found["cells"]
        if isinstance(number, int):
            session.set_widget(saved, max(number, _number(saved)))
        on_typed(
            {place: text for place, text in cells.items() if place in known and known[place].takes(text)}
        )

    data = {
        "html": html,
        "texts": dict(texts),
        "lines": {place: list(said) for place, said in (lines or {}).items()},
        "saved": _number(saved),
        "turn": session.turn(),
    }
    _registered()(data=data, key=name, on_typed_change=typed)


def _number(saved: str) -> int:
    return int(session.widget(saved, 0))
