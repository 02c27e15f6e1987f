"""The knobs of one group of a world: chosen by whose they are where they are many, then drawn one under the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from app import session
from app.playground.knobs import Knob
from app.playground.plain import Path
from app.widgets import markup
from app.widgets.dial import Scale, dial

LONGEST_NAME = 40
FEW = 4  # knobs that are drawn together whoever they belong to


@dataclass(frozen=True)
class Changes:
    """What the panel calls, from a widget's callback: a new value at a path, another kind at a path."""

    value: Callable[[Path, Any], None]
    kind: Callable[[Path, str], None]


def panel(knobs: Sequence[Knob], key: str, changes: Changes) -> None:
    """Draw the knobs of a group."""
    t = session.t()
    owners = list(dict.fromkeys(knob.owner for knob in knobs))
    shown = knobs
    if len(owners) > 1 and len(knobs) > FEW:
        name = session.key(key, "owner", t.lang)
        if session.widget(name) not in owners:
            session.set_widget(name, owners[0])
        called = {owner: whose(owner) for owner in owners}
        st.selectbox(t("simulator.whose"), owners, key=name, format_func=called.__getitem__)
        shown = [knob for knob in knobs if knob.owner == session.widget(name)]
    for knob in shown:
        title = whose(knob.owner) if knob.owner and shown is knobs and len(owners) > 1 else ""
        _knob(knob, title, key, changes)


def whose(owner: tuple[str, ...]) -> str:
    """Whose a knob is, in the words of the page where it has any: « Dépôt · bouilloire »."""
    t = session.t()
    return " · ".join(map(place_word, owner)) if owner else t("simulator.whole")


def place_word(name: str) -> str:
    """The word of an id that the page's own worlds use; the id itself, cut, where it is another's."""
    t = session.t()
    word = t(f"simulator.place.{name}")
    return name[:LONGEST_NAME] if word == f"simulator.place.{name}" else word


def label(knob: Knob) -> str:
    """What a knob is called; a field that the page has no words for keeps its own name."""
    key = {"word": "word", "kind": "kind"}.get(knob.kind, "field")
    return words(f"simulator.{key}.{knob.field}", knob.field)


def words(key: str, otherwise: str) -> str:
    """The words of a key, or the name that a file gave, which no mark-up may come out of."""
    said = session.t()(key)
    return plain(otherwise.replace("_", " ")) if said == key else said


def plain(text: str) -> str:
    """A text of a file, for a label that reads Markdown: every mark of it is taken as it stands."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!:$<>~|])", r"\\\1", text[:LONGEST_NAME])


def _help(knob: Knob) -> str | None:
    key = f"simulator.help.{knob.field}"
    said = session.t()(key)
    return None if said == key else said


def _knob(knob: Knob, title: str, key: str, changes: Changes) -> None:
    name = session.key(key, *knob.path)
    text = f"{plain(title)} · {label(knob)}" if title else label(knob)
    match knob.kind:
        case "number":
            scale = Scale(knob.low, knob.high, knob.step, knob.decimals)
            dial(text, knob.value, scale, name, lambda value: changes.value(knob.path, value), _help(knob))
        case "numbers":
            _numbers(knob, text, name, changes)
        case "flag":
            _held(name, knob.value)
            st.checkbox(
                text,
                key=name,
                help=_help(knob),
                on_change=lambda: changes.value(knob.path, bool(session.widget(name))),
            )
        case _:
            name = session.key(name, session.lang())
            _held(name, knob.value)
            st.selectbox(
                text,
                knob.options,
                key=name,
                format_func={one: words(f"simulator.option.{one}", one) for one in knob.options}.__getitem__,
                help=_help(knob),
                on_change=_chosen,
                args=(knob, name, changes),
            )


def _chosen(knob: Knob, name: str, changes: Changes) -> None:
    chosen = str(session.widget(name))
    (changes.kind if knob.kind == "kind" else changes.value)(knob.path, chosen)


def _held(name: str, value: Any) -> None:
    """The world is the truth: a widget follows it."""
    if session.widget(name) != value:
        session.set_widget(name, value)


def _numbers(knob: Knob, text: str, name: str, changes: Changes) -> None:
    t = session.t()
    name = session.key(name, t.lang)
    known = session.key(name, "known")
    if session.widget(known) != knob.value or session.widget(name) is None:
        session.set_widget(known, knob.value)
        session.set_widget(name, written(knob.value))
    st.text_input(
        text,
        key=name,
        max_chars=400,
        autocomplete="off",
        help=_help(knob) or t("simulator.help_numbers"),
        on_change=_typed,
        args=(knob, name, known, changes),
    )
    if read(str(session.widget(name) or "")) is None:
        markup.put(markup.tag("p", t("simulator.unreadable_numbers"), "lt-note lt-fault", role="status"))


def _typed(knob: Knob, name: str, known: str, changes: Changes) -> None:
    found = read(str(session.widget(name) or ""))
    if found is not None:
        session.set_widget(known, found)
        changes.value(knob.path, list(found))


def written(values: Sequence[float]) -> str:
    """A list of figures as a person of the page's language types it: « 4 ; 5,5 ; 7 »."""
    texts = (repr(round(value, 9)) for value in values)
    return "; ".join(text.replace(".", ",") if session.lang() == "fr" else text for text in texts)


def read(text: str) -> tuple[float, ...] | None:
    """The figures of a list, apart by semicolons or spaces; None where one of them is none."""
    parts = [part.replace(",", ".") for part in re.split(r"[;\s]+", text.strip()) if part]
    if not parts or not all(re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", part) for part in parts):
        return None
    figures = (float(part) for part in parts)
    return tuple(int(one) if one == int(one) else one for one in figures)
