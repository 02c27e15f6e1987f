"""The fields of a scenario's form: what the library case has, what was changed, what must be mended, beside each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from app import session
from app.scenarios import Base, Changes, Fault, Group, Knob, Number, Value, different, read_list
from app.widgets import markup
from cases.load import LANGUAGES
from cases.numerals import read_numeral
from cases.paper import TITLE
from cases.quantity_writing import write_number
from cases.units import unit_label

UNREADABLE = "lt_scenario_unreadable"


@dataclass(frozen=True)
class Sheet:
    """One form: whose it is, the library case, what was changed so far, how to keep more."""

    slug: str
    base: Base
    changes: Changes
    keep: Callable[[Changes], None]

    def key(self, field: str) -> str:
        """The key of a field's widget, in the language that figures are typed in."""
        return session.key(prefix(self.slug), session.lang(), field)

    def put(self, numbers: Mapping[str, Value], texts: Mapping[str, str]) -> None:
        """From a callback: keep these besides what was changed before."""
        found = different(self.base, {**self.changes.numbers, **numbers}, {**self.changes.texts, **texts})
        session.guarded(lambda: self.keep(found))

    def restore(self, fields: list[str]) -> None:
        """From a callback: the library case's own again."""
        numbers = {path: value for path, value in self.changes.numbers.items() if path not in fields}
        texts = {key: text for key, text in self.changes.texts.items() if key not in fields}
        for field in fields:
            session.forget_fields(self.key(field))
            _unreadable().pop(self.key(field), None)
        session.guarded(lambda: self.keep(Changes(numbers, texts)))


def prefix(slug: str) -> str:
    """What the keys of a scenario's fields begin with."""
    return session.key("lt_scenario", slug)


def _unreadable() -> dict[str, str]:
    """What was typed that is no figure, by widget: told beside the field, never kept."""
    session.seed_widget(UNREADABLE, {})
    found: dict[str, str] = session.widget(UNREADABLE)
    return found


# -- figures --------------------------------------------------------------------------------------------------


def group(sheet: Sheet, of: Group, faults: Mapping[str, Fault]) -> None:
    """The figures of one draw, one question, or of the paper."""
    t, lang = session.t(), session.lang()
    paths = [knob.path for knob in of.knobs]
    changed = [path for path in paths if path in sheet.changes.numbers]
    unit = unit_label(of.unit, lang) if of.unit else ""
    with st.container(border=True, key=f"lt-scenario-{of.name or 'paper'}".replace(".", "-"), gap="xsmall"):
        name = of.label[lang] or t("scenario.paper")
        head = markup.tag("strong", name[:1].upper() + name[1:])
        if unit:
            head += " " + markup.tag("span", f"({unit})", "lt-small lt-soft")
        if changed:
            head += " " + markup.tag("span", t("scenario.is_changed"), "lt-changed")
        markup.put(markup.raw_tag("p", head, "lt-scenario-head"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for knob in of.knobs:
                _figure(sheet, knob)
            if changed:
                st.button(
                    t("scenario.restore"), key=sheet.key(f"restore-{paths[0]}"), type="tertiary",
                    icon=":material/undo:", on_click=sheet.restore, args=(paths,),
                )  # fmt: skip
        for knob in of.knobs:
            if sheet.key(knob.path) in _unreadable():
                told(Fault("choices" if knob.role == "choices" else "number", {"limit": 50}))
            elif knob.path in faults:
                told(faults[knob.path])
        if changed:
            was = (
                f"{t(f'scenario.role_{knob.role}')} {written(knob.value)}"
                for knob in of.knobs
                if knob.path in changed
            )
            st.caption(t("scenario.was", what=" · ".join(was)))


def _figure(sheet: Sheet, knob: Knob) -> None:
    t = session.t()
    key = sheet.key(knob.path)
    session.seed_widget(key, written(sheet.changes.numbers.get(knob.path, knob.value)))

    def commit() -> None:
        typed = str(session.widget(key, "")).strip()
        value: Value | None = knob.value
        # An emptied field is the library case's own again: its placeholder shows it.
        if typed:
            found = read_list(typed, _read)
            many = knob.role == "choices"
            value = found if many or found is None else found[0] if len(found) == 1 else None
        if value is None:
            _unreadable()[key] = typed
            return
        _unreadable().pop(key, None)
        sheet.put({knob.path: value}, {})

    st.text_input(
        t(f"scenario.role_{knob.role}"), key=key, on_change=commit, placeholder=written(knob.value),
        width=300 if knob.role == "choices" else 130, max_chars=400 if knob.role == "choices" else 24,
    )  # fmt: skip


def _read(text: str) -> float | None:
    found = read_numeral(text.strip(), session.lang()).figures
    return float(found[0]) if len(found) == 1 else None


def written(value: Value) -> str:
    """A figure, or several, as it is typed in the page's language."""
    if isinstance(value, list):
        return "; ".join(_written(one) for one in value)
    return _written(value)


def _written(value: Number) -> str:
    return write_number(float(value), session.lang(), style="plain")


# -- texts ----------------------------------------------------------------------------------------------------


def texts(sheet: Sheet, faults: Mapping[str, Fault]) -> None:
    """The title, summary and brief in both languages, then any other text of the papers."""
    t, lang = session.t(), session.lang()
    markup.put(markup.tag("p", t("scenario.texts_lead"), "lt-soft lt-measure"))
    for name in (TITLE, "summary", "brief"):
        _pair(sheet, name, t(f"scenario.text_{name}"), faults)
    others = {
        key.partition(".")[2]: text.title
        for key, text in sheet.base.texts.items()
        if key.startswith(f"{lang}.") and text.title and not key.endswith((".summary", ".brief"))
    }
    mended = {key.partition(".")[2] for key in sheet.changes.texts}
    chosen = st.selectbox(
        t("scenario.other_text"), list(others), index=None, key=sheet.key("other"),
        placeholder=t("scenario.choose_text"),
        format_func=lambda name: f"{'● ' if name in mended else ''}{others.get(name, name)}",
    )  # fmt: skip
    if chosen in others:
        _pair(sheet, chosen, others[chosen], faults)


def _pair(sheet: Sheet, name: str, label: str, faults: Mapping[str, Fault]) -> None:
    t = session.t()
    keys = [f"{lang}.{name}" for lang in LANGUAGES if f"{lang}.{name}" in sheet.base.texts]
    changed = [key for key in keys if key in sheet.changes.texts]
    with st.container(border=True, key=f"lt-scenario-text-{name}", gap="xsmall"):
        head = markup.tag("strong", label)
        if changed:
            head += " " + markup.tag("span", t("scenario.is_changed"), "lt-changed")
        markup.put(markup.raw_tag("p", head, "lt-scenario-head"))
        for column, key in zip(st.columns(len(keys)), keys, strict=True):
            with column:
                _text(sheet, key, is_title=name == TITLE)
                if key in faults:
                    told(faults[key])
        if changed:
            st.button(
                t("scenario.restore"), key=sheet.key(f"restore-{name}"), type="tertiary",
                icon=":material/undo:", on_click=sheet.restore, args=(changed,),
            )  # fmt: skip


def _text(sheet: Sheet, field: str, *, is_title: bool) -> None:
    t, key = session.t(), sheet.key(field)
    session.seed_widget(key, sheet.changes.texts.get(field, sheet.base.texts[field].value))

    def commit() -> None:
        sheet.put({}, {field: str(session.widget(key, ""))})

    label = t(f"scenario.in_{field[:2]}")
    if is_title:
        st.text_input(label, key=key, on_change=commit, max_chars=150)
    else:
        st.text_area(label, key=key, on_change=commit, max_chars=20_000, height=220)


def told(fault: Fault) -> None:
    """What must be mended in the field above."""
    lang = session.lang()
    params = {
        name: _written(one) if isinstance(one, int | float) else one for name, one in fault.params.items()
    }
    words = session.t()(f"scenario.fault_{fault.code}", **params)
    markup.put(markup.tag("p", words, "lt-field-fault", role="alert", lang=lang))
