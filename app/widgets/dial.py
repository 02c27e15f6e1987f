"""One figure to play with: a field for the exact figure and a slider, each set by the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from app import session
from app.widgets import markup
from app.widgets.twins import Twins, after, moved
from cases.quantity import read_number, write_number

MOST_DECIMALS = 6


@dataclass(frozen=True)
class Scale:
    """The range of a slider and its step; with `decimals` 0 its figures are whole."""

    low: float
    high: float
    step: float
    decimals: int

    def on(self, figure: float) -> float:
        """The point of the slider nearest to a figure, in the type that the slider works with."""
        steps = round((min(max(figure, self.low), self.high) - self.low) / self.step)
        return self.number(min(self.low + steps * self.step, self.high))

    def number(self, value: float) -> float:
        """A figure of the slider, whole or with its decimals."""
        return round(float(value), self.decimals) if self.decimals else int(value)


def dial(
    label: str,
    figure: float,
    scale: Scale,
    key: str,
    change: Callable[[float], None],
    help: str | None = None,
) -> None:
    """Draw a figure; `change` is called with each new one, from the callback of either widget.

    The figure is the truth: where it changed elsewhere, both widgets follow it.
    """
    t = session.t()
    text, slide, twins, known = (
        session.key(key, part, t.lang) for part in ("text", "slide", "twins", "known")
    )
    if session.widget(known) != figure or session.widget(text) is None or session.widget(slide) is None:
        written = _written(figure)
        session.set_widget(known, figure)
        session.set_widget(text, written)
        session.set_widget(slide, scale.on(figure))
        session.set_widget(twins, Twins(written, scale.on(figure), None, session.clock().now()))
    arguments = (scale, text, slide, twins, known, change)
    st.text_input(
        label,
        key=text,
        live=True,
        max_chars=30,
        autocomplete="off",
        on_change=_changed,
        args=arguments,
        help=help,
    )
    st.slider(
        t("decision.slider", label=label),
        scale.number(scale.low),
        scale.number(scale.high),
        step=scale.number(scale.step),
        key=slide,
        format="localized" if scale.decimals else "%.0f",
        on_change=_changed,
        args=arguments,
        label_visibility="collapsed",
    )
    typed = str(session.widget(text) or "")
    if _read(typed) is None:
        markup.put(markup.tag("p", t("simulator.unreadable"), "lt-note lt-fault", role="status"))


def _changed(
    scale: Scale, text: str, slide: str, twins: str, known: str, change: Callable[[float], None]
) -> None:
    """From the callback of either widget: take the figure, and set the other widget by it."""
    sent = (str(session.widget(text, "") or ""), scale.number(session.widget(slide, 0)))
    before: Twins = session.widget(twins)
    now = session.clock().now()
    which = moved(before, *sent, now)
    shown = (before.text, before.slide)
    figure: float | None = None
    if which == "text":
        figure = _read(sent[0])
        shown = (sent[0], before.slide if figure is None else scale.on(figure))
    elif which == "slide":
        figure = sent[1]
        shown = (_written(figure), figure)
    session.set_widget(text, shown[0])
    session.set_widget(slide, shown[1])
    if which is not None:
        session.set_widget(twins, after(before, which, *shown, now))
    if figure is not None:
        session.set_widget(known, figure)
        change(figure)


def _read(text: str) -> float | None:
    """The figure typed, whole where it can be; None where it cannot be read or is no size for a model."""
    value = read_number(text, session.lang()).value if text.strip() else None
    if value is None or not math.isfinite(value) or abs(value) > 1e12:
        return None
    value = round(float(value), 9)
    return int(value) if value == int(value) else value


def _written(figure: float) -> str:
    if figure == int(figure):
        return write_number(figure, session.lang(), decimals=0)
    return write_number(round(figure, 9), session.lang())
