"""The gantt of an annex or of a plan: a bar for each operation, coloured by its job, named where there is room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from app.theme import CHART_COLOURS, SERIES_COLOURS, THEME
from app.widgets import chart_axis
from cases.annex_charts import ChartView
from cases.plan_table import natural

ROW_HEIGHT: Final = 34
AXIS_HEIGHT: Final = 55
MARKS_HEIGHT: Final = 14  # of the names of days above the rows
GROUNDS: Final = {theme: THEME[f"theme.{theme}.backgroundColor"] for theme in ("light", "dark")}

HEAD: Final = re.compile(r"[^\W\d_]+-(?=\d)")

Spec = dict[str, Any]


def rows(view: ChartView, theme: str) -> list[dict[str, Any]]:
    """A row for each bar: its lane, its start and end as figures and as written, its name and its colours."""
    start, end = view.series
    # A colour each; beyond the eighth they come round again, and the words in the bars tell them apart.
    whose, colours = _whose(view), SERIES_COLOURS[theme]
    jobs, short = sorted(dict.fromkeys(whose), key=natural), _short(view.bars)
    return [
        {
            "place": place,
            "x": x,
            "start": start.values[place],
            "end": end.values[place],
            "start_text": start.texts[place],
            "end_text": end.texts[place],
            "bar": view.bars[place] if view.bars else x,
            "short": short[place] if view.bars else x,
            "colour": (colour := colours[jobs.index(whose[place]) % len(colours)]),
            "ink": _ink(colour),
        }
        for place, x in enumerate(view.x_texts)
    ]


def spec(view: ChartView, lang: str, theme: str) -> Spec:
    """The Vega-Lite specification, in a language and a theme."""
    kind = "temporal" if view.y_kind == "date" else "quantitative"
    lanes = list(view.lanes or dict.fromkeys(view.x_texts))
    row = {
        "field": "x",
        "type": "nominal",
        "sort": lanes,
        "scale": {"domain": lanes},
        "axis": chart_axis.axis(theme) | {"title": None, "grid": True, "labelLimit": 110},
    }
    along = {
        "type": kind,
        "axis": chart_axis.axis(theme)
        | {"title": view.y_title, "grid": not view.marks}
        | chart_axis.labels(view.y_kind, lang, view.percent),
        "scale": {"type": "utc"} if kind == "temporal" else {"zero": False, "nice": not view.marks},
    }
    tips = [
        {"field": "x", "type": "nominal", "title": view.x_title or "\u00a0"},
        {"field": "bar", "type": "nominal", "title": "\u00a0"},
        *({"field": f"{one.id}_text", "type": "nominal", "title": one.label} for one in view.series),
    ]
    encoding: Spec = {
        "y": row,
        "x": along | {"field": "start"},
        "x2": {"field": "end"},
        "color": {"field": "colour", "type": "nominal", "legend": None, "scale": None},
        "tooltip": tips,
    }
    ground = GROUNDS[theme]
    # A thin edge parts two bars that touch; two that overlap show one another through.
    bar = {"type": "bar", "height": {"band": 0.7}, "opacity": 0.88, "stroke": ground, "strokeWidth": 1}
    layers: list[Spec] = [*_days(view, theme), {"mark": bar, "encoding": encoding}]
    if view.bars:
        named = {
            "y": row,
            "x": along | {"field": "start"},
            "text": {"field": "short", "type": "nominal"},
            "color": {"field": "ink", "type": "nominal", "legend": None, "scale": None},
        }
        mark = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 3,
            "fontSize": 11,
            "limit": {"expr": "max(0, scale('x', datum.end) - scale('x', datum.start) - 4)"},
            "tooltip": None,
        }
        layers.append({"mark": mark, "encoding": named})
    top = MARKS_HEIGHT if view.marks else 0
    return {
        "height": AXIS_HEIGHT + top + ROW_HEIGHT * len(lanes),
        "padding": {"top": top, "left": 5, "right": 5, "bottom": 5},
        "layer": layers,
    }


def _days(view: ChartView, theme: str) -> list[Spec]:
    """Lines where worked days and shifts begin; the days by name, above the rows."""
    if not view.marks:
        return []
    colours = CHART_COLOURS[theme]
    values = [{"at": mark.at, "text": mark.text} for mark in view.marks]
    x = {"field": "at", "type": "quantitative"}
    rule = {"type": "rule", "color": colours["reference"], "tooltip": None}
    name = {"type": "text", "align": "left", "baseline": "bottom", "dx": 2, "fontSize": 11, "tooltip": None}
    day, shift = {"filter": "datum.text !== ''"}, {"filter": "datum.text === ''"}
    data = {"values": values}
    return [
        {
            "data": data,
            "transform": [shift],
            "mark": rule | {"strokeDash": [2, 3], "opacity": 0.6},
            "encoding": {"x": x},
        },
        {"data": data, "transform": [day], "mark": rule, "encoding": {"x": x}},
        {
            "data": data,
            "transform": [day],
            "mark": name | {"color": colours["text"]},
            "encoding": {"x": x, "y": {"value": -2}, "text": {"field": "text", "type": "nominal"}},
        },
    ]


def _short(names: Sequence[str]) -> list[str]:
    """Names as they stand in the bars: without the letters that all references begin with (OF-)."""
    heads = {found.group() for name in names if (found := HEAD.match(name))}
    (head,) = heads if len(heads) == 1 else ("",)
    return [name.removeprefix(head) for name in names]


def _whose(view: ChartView) -> tuple[str, ...]:
    """Whose each bar of a gantt is: bars of one job share a colour."""
    return view.jobs or view.bars or view.x_texts


def _ink(colour: str) -> str:
    """Black or white, whichever is read better on a colour (WCAG 2.2, relative luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (light + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"
