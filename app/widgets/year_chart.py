"""A simulated year in one picture: stock over time, the threshold, orders as marks, stock-outs shaded.

The Vega-Lite specification is plain data and stays the same while the figures change, so that the browser
moves the curve instead of drawing a new chart. `columns` and `spec` know nothing of Streamlit.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from app import session
from app.i18n import Translator
from app.theme import CHART_COLOURS
from app.widgets import markup
from cases.decisions import Year
from cases.quantity import format_value

HEIGHT: Final = 300


def chart(year: Year, key: str, reference: Year | None = None) -> None:
    """Draw a year, over a reference year when there is one, with its text alternative."""
    t = session.t()
    told = sentence(year, t)
    legend(reference is not None)
    st.vega_lite_chart(
        columns(year, reference),
        spec(t, "dark" if session.dark() else "light", reference is not None),
        width="stretch",
        theme=None,
        key=session.key(key, t.lang),
        alt=told,
    )
    markup.put(markup.tag("p", told, "lt-small lt-soft"))


def columns(year: Year, reference: Year | None = None) -> pd.DataFrame:
    """One row per day, numbered from 1: what the specification draws."""
    data: dict[str, Any] = {
        "day": [day + 1 for day in year.days],
        "stock": year.on_hand,
        "threshold": [year.threshold] * len(year.days),
        "ordered": year.ordered,
        "received": year.received,
        "demand": year.demand,
        "short": year.short,
        "out": [int(is_out) for is_out in _out(year)],
    }
    if reference is not None:
        data["reference"] = reference.on_hand
    return pd.DataFrame(data)


def spec(t: Translator, theme: str, compare: bool) -> dict[str, Any]:
    """The Vega-Lite specification, in the language and the theme of the page."""
    colours = CHART_COLOURS[theme]
    day = {"field": "day", "type": "quantitative"}
    thousands = "\u202f" if t.lang == "fr" else ","
    axis = {
        "labelColor": colours["text"],
        "titleColor": colours["text"],
        "gridColor": colours["grid"],
        "domainColor": colours["grid"],
        "tickColor": colours["grid"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelExpr": f"replace(format(datum.value, ',d'), regexp(',', 'g'), '{thousands}')",
    }
    x = day | {
        "axis": axis | {"title": t("chart.day"), "grid": False, "tickCount": 12},
        "scale": {"nice": False, "zero": False},
    }
    y = {
        "field": "stock",
        "type": "quantitative",
        "axis": axis | {"title": t("chart.stock"), "tickCount": 5},
        "scale": {"zero": True},
    }
    tips = [
        {"field": name, "type": "quantitative", "title": t("chart." + name)}
        for name in ("day", "stock", *(("reference",) if compare else ()), "ordered", "received", "short")
    ]
    # One band a day, over the whole height: shaded when goods were missing, and a place to point at anyway.
    bands: dict[str, Any] = {
        "transform": [
            {"calculate": "datum.day - 0.5", "as": "from"},
            {"calculate": "datum.day + 0.5", "as": "to"},
        ],
        "mark": {"type": "rect", "color": colours["out"]},
        "encoding": {
            "x": x | {"field": "from"},
            "x2": {"field": "to"},
            "fillOpacity": {"condition": {"test": "datum.out > 0", "value": 0.45}, "value": 0.001},
            "tooltip": tips,
        },
    }
    # The bands below answer to the pointer everywhere; a curve's own tip would only show one field.
    line = {"type": "line", "strokeWidth": 1.4, "tooltip": None}
    stock: dict[str, Any] = {
        "mark": line | {"interpolate": "step-after", "strokeWidth": 1.8, "color": colours["stock"]},
        "encoding": {"x": x, "y": y},
    }
    threshold: dict[str, Any] = {
        "mark": line | {"strokeDash": [6, 4], "color": colours["threshold"]},
        "encoding": {"x": x, "y": y | {"field": "threshold"}},
    }
    orders: dict[str, Any] = {
        "transform": [{"filter": "datum.ordered > 0"}],
        "mark": {
            "type": "point",
            "shape": "triangle-up",
            "filled": True,
            "size": 60,
            "color": colours["order"],
        },
        "encoding": {"x": x, "y": y, "tooltip": tips},
    }
    other: dict[str, Any] = {
        "mark": line | {"interpolate": "step-after", "color": colours["reference"]},
        "encoding": {"x": x, "y": y | {"field": "reference"}},
    }
    return {
        "height": HEIGHT,
        "background": "transparent",
        "layer": [bands, *([other] if compare else []), stock, threshold, orders],
        # The picture has one name, its sentence; a screen reader is spared its hundreds of marks.
        "config": {"view": {"stroke": None}, "font": "system-ui, sans-serif", "mark": {"aria": False}},
    }


def legend(compare: bool) -> None:
    """What the marks of the chart are, in words beside their look."""
    t = session.t()
    looks = [
        ("line", "chart.key_own" if compare else "chart.key_stock"),
        *([("line reference", "chart.key_reference")] if compare else []),
        ("dash", "chart.key_threshold"),
        ("mark", "chart.key_order"),
        ("band", "chart.key_out"),
    ]
    parts = (markup.tag("i", "", look, aria_hidden="true") + markup.escape(t(key)) for look, key in looks)
    markup.put(markup.items("ul", parts, "lt-key"))


def sentence(year: Year, t: Translator) -> str:
    """The chart told in a sentence or two, for whoever does not see it."""

    def whole(value: float) -> str:
        return format_value(value, "int", t.lang)

    told = t.plural(
        "chart.told",
        sum(1 for quantity in year.ordered if quantity > 0),
        days=whole(len(year.days)),
        low=whole(min(year.on_hand)),
        high=whole(max(year.on_hand)),
    )
    out = [day for day, is_out in zip(year.days, _out(year), strict=True) if is_out]
    if not out:
        return f"{told} {t('chart.told_never_out')}"
    return f"{told} {t.plural('chart.told_out', len(out), first=whole(out[0] + 1))}"


def _out(year: Year) -> list[bool]:
    return [bool(short or late) for short, late in zip(year.short, year.backorders, strict=True)]


def data_table(year: Year, key: str) -> None:
    """The year day by day, drawn only when it is opened."""
    t = session.t()
    shown = st.expander(t("chart.table"), key=key, on_change="rerun")
    if not shown.open:
        return
    names = ("day", "stock", "demand", "ordered", "received", "short")
    days = [day + 1 for day in year.days]
    rows = zip(days, year.on_hand, year.demand, year.ordered, year.received, year.short, strict=True)
    with shown, st.container(height=320):
        markup.put(
            markup.table(
                t("chart.table"),
                [(t("chart." + name), "right") for name in names],
                ([format_value(cell, "num", t.lang) for cell in row] for row in rows),
                hidden_caption=True,
            )
        )
