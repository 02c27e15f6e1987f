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
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session
from app.widgets import markup
from app.widgets.packed import packed

HTML: Final = '<div class="lt-fields"></div>'
SCRIPT: Final = Path(__file__).with_name("fields.js")


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
    return v2.component(
        "logitrain_fields", js=SCRIPT.read_text(encoding="utf-8"), html=HTML, isolate_styles=False
    )


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
    _registered()(data=packed(data), key=name, on_typed_change=typed)


def _number(saved: str) -> int:
    return int(session.widget(saved, 0))
