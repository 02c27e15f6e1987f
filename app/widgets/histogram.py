"""How an indicator is spread over the replications: a histogram with its mean and its tail, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app import session
from app.i18n import Translator
from app.playground.runs import Spread
from app.theme import CHART_COLOURS
from app.widgets import chart_axis, chart_data, markup
from cases.indicators import INDICATORS, OTHER, PERCENT, indicator_label, indicator_text

HEIGHT = 260


def histogram(name: str, found: Spread, key: str) -> None:
    """Draw the spread of an indicator under the sentence that says it."""
    t = session.t()
    told = sentence(name, found, t)
    markup.put(markup.tag("p", told, "lt-finding"))
    if found.is_flat:
        return
    looks = [("dash", t("simulator.key_mean")), ("dash dotted", t(f"simulator.key_tail_{_side(found)}"))]
    parts = (markup.tag("i", "", look, aria_hidden="true") + markup.escape(text) for look, text in looks)
    markup.put(markup.items("ul", parts, "lt-key"))
    theme = "dark" if session.dark() else "light"
    st.vega_lite_chart(
        chart_data.of_columns(columns(found)),
        spec(name, found, t, theme),
        width="stretch",
        theme=None,
        key=session.key(key, t.lang),
        alt=told,
    )


def columns(found: Spread) -> dict[str, Sequence[float]]:
    """One value per bin in each column."""
    low, high, runs = zip(*found.bins, strict=True)
    return {"low": low, "high": high, "runs": runs}


def sentence(name: str, found: Spread, t: Translator) -> str:
    """The spread in a sentence: the mean, and the figure that one run in twenty does worse than."""
    words = {"name": indicator_label(name, t.lang), "mean": indicator_text(name, found.mean, t.lang)}
    if found.is_flat:
        return t("simulator.spread_flat", **words)
    tail = indicator_text(name, found.tail, t.lang)
    return t(f"simulator.spread_{_side(found)}", tail=tail, runs=found.replications, **words)


def _side(found: Spread) -> str:
    return "low" if found.low_is_bad else "high"


def spec(name: str, found: Spread, t: Translator, theme: str) -> dict[str, Any]:
    """The Vega-Lite specification, in the language and the theme of the page."""
    colours = CHART_COLOURS[theme]
    thousands = "\u202f" if t.lang == "fr" else ","
    is_rate = INDICATORS.get(name, OTHER)[0] == PERCENT
    near = found.bins[-1][1] - found.bins[0][0]
    written = (
        "format(datum.value, ',.1~%')"
        if is_rate
        else f"format(datum.value, '{',.2~f' if near < 20 else ',d'}')"
    )
    if t.lang == "fr":
        written = f"replace(replace({written}, regexp(',', 'g'), '{thousands}'), '.', ',')"
        written = f"replace({written}, '%', '\u00a0%')" if is_rate else written
    axis = chart_axis.axis(theme)
    x = {
        "type": "quantitative",
        "axis": axis
        | {"title": indicator_label(name, t.lang), "grid": False, "tickCount": 6, "labelExpr": written},
        "scale": {"zero": False, "nice": False},
    }
    rule = {"type": "rule", "color": colours["threshold"], "strokeWidth": 1.8}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "color": colours["stock"], "binSpacing": 1},
            "encoding": {
                "x": x | {"field": "low", "bin": {"binned": True}},
                "x2": {"field": "high"},
                "y": {
                    "field": "runs",
                    "type": "quantitative",
                    "axis": axis | {"title": t("simulator.runs_axis"), "tickCount": 5, "tickMinStep": 1},
                },
                "tooltip": [
                    {"field": "runs", "type": "quantitative", "title": t("simulator.runs_axis")},
                ],
            },
        },
        *(
            {"mark": rule | {"strokeDash": dash}, "encoding": {"x": x | {"datum": value}}}
            for value, dash in ((found.mean, [6, 4]), (found.tail, [2, 3]))
        ),
    ]
    return {
        "height": HEIGHT,
        "background": "transparent",
        "layer": layers,
        "config": {"view": {"stroke": None}, "font": "system-ui, sans-serif", "mark": {"aria": False}},
    }
