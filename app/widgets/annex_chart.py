"""A chart of an annex, with its key in words, its sentence for whoever does not see it, and its figures as a table.

`rows` and `spec` are plain data and know nothing of Streamlit. Figures are written by the engine, in the
language of the page; along the axes the specification writes them the same way.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from app import session
from app.theme import CHART_COLOURS, SERIES_COLOURS
from app.widgets import chart_axis, chart_data, gantt, markup
from cases.annex_charts import ChartView, SeriesView

HEIGHT: Final = 300
CROWDED: Final = 9  # categories beyond which their names slant
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4], [4, 2, 1, 2], [3, 5])
PLACE: Final = {"field": "place", "type": "ordinal"}

Spec = dict[str, Any]


def chart(view: ChartView) -> None:
    """Draw a chart in the theme and the language of the page."""
    theme = "dark" if session.dark() else "light"
    with st.container(key=session.key("lt-chart", view.id)):
        markup.put(markup.tag("p", view.caption, "lt-finding"))
        if len(view.series) > 1 and view.kind != "gantt":
            markup.put(legend(view, theme))
        drawn = spec(view, session.lang(), theme)
        st.vega_lite_chart(
            chart_data.of_rows(drawn.pop("data")["values"]),
            drawn,
            width="stretch",
            theme=None,
            key=session.key("lt_chart", view.id, session.lang()),
            alt=view.told,
        )


def legend(view: ChartView, theme: str) -> str:
    """What each series looks like, in words beside its colour."""
    colours = list(SERIES_COLOURS[theme][: len(view.series)])
    if view.kind == "loads":  # its last series is the line across the bars
        colours[-1] = CHART_COLOURS[theme]["threshold"]
    parts = (
        markup.tag("i", "", aria_hidden="true", style=f"background: {colours[place]}")
        + markup.escape(one.label)
        for place, one in enumerate(view.series)
    )
    return markup.items("ul", parts, "lt-key")


def rows(view: ChartView, theme: str = "light") -> list[dict[str, Any]]:
    """A row for each point: its place along x, its series, its figure, and both as written; a bar's colour."""
    if view.kind == "gantt":
        return gantt.rows(view, theme)
    return [
        {
            "place": place,
            "x": view.x_values[place],
            "x_text": view.x_texts[place],
            "rank": rank,
            "series": one.label,
            "y": value,
            "y_text": one.texts[place],
        }
        for rank, one in enumerate(view.series)
        for place, value in enumerate(one.values)
        if value is not None
    ]


def spec(view: ChartView, lang: str, theme: str) -> Spec:
    """The Vega-Lite specification, in a language and a theme."""
    draw: Callable[[ChartView, str, str], Spec] = DRAWN[view.kind]
    return {
        "height": HEIGHT,
        "background": "transparent",
        "data": {"values": rows(view, theme)},
        # The picture has one name, its sentence; a screen reader is spared its many marks.
        "config": {"view": {"stroke": None}, "font": "system-ui, sans-serif", "mark": {"aria": False}},
        **draw(view, lang, theme),
    }


# -- kinds ----------------------------------------------------------------------------------------------
def _line(view: ChartView, lang: str, theme: str) -> Spec:
    encoding = {"x": _x(view, lang, theme), "y": _y(view, lang, theme), "color": _colour(view, theme)}
    ranks = list(range(len(view.series)))
    dash = {
        "field": "rank",
        "type": "ordinal",
        "legend": None,
        "scale": {"domain": ranks, "range": [DASHES[rank] for rank in ranks]},
    }
    points = {"type": "point", "filled": True, "size": 30, "opacity": 1}
    return {
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 1.8}, "encoding": encoding | {"strokeDash": dash}},
            {"mark": points, "encoding": encoding | {"tooltip": _tips(view)}},
        ]
    }


def _bar(view: ChartView, lang: str, theme: str) -> Spec:
    encoding = {
        "x": _x(view, lang, theme, ordinal=True),
        "y": _y(view, lang, theme),
        "color": _colour(view, theme),
        "tooltip": _tips(view),
    }
    if view.kind == "bar" and len(view.series) > 1:
        encoding["xOffset"] = {"field": "rank", "type": "ordinal"}
    if view.kind == "stacked":
        encoding["order"] = {"field": "rank", "type": "ordinal"}
    return {"mark": {"type": "bar"}, "encoding": encoding}


def _histogram(view: ChartView, lang: str, theme: str) -> Spec:
    drawn = _bar(view, lang, theme)
    drawn["encoding"]["x"]["scale"] = {"paddingInner": 0.03, "paddingOuter": 0.03}
    return drawn


def _pareto(view: ChartView, lang: str, theme: str) -> Spec:
    x, tips = _x(view, lang, theme, ordinal=True), _tips(view)
    bars, line = SERIES_COLOURS[theme][:2]
    share = _y(view, lang, theme, percent=True) | {"scale": {"domain": [0, 1]}}
    share["axis"] = share["axis"] | {"title": view.series[1].label, "orient": "right", "grid": False}
    running = {"x": x, "y": share, "tooltip": tips}
    return {
        "layer": [
            {
                "transform": [{"filter": "datum.rank === 0"}],
                "mark": {"type": "bar", "color": bars},
                "encoding": {"x": x, "y": _y(view, lang, theme), "tooltip": tips},
            },
            {
                "transform": [{"filter": "datum.rank === 1"}],
                "mark": {
                    "type": "line",
                    "color": line,
                    "strokeWidth": 1.8,
                    "point": {"color": line, "size": 30},
                },
                "encoding": running,
            },
        ],
        "resolve": {"scale": {"y": "independent"}},
    }


def _scatter(view: ChartView, lang: str, theme: str) -> Spec:
    encoding = {
        "x": _x(view, lang, theme),
        "y": _y(view, lang, theme),
        "color": _colour(view, theme),
        "shape": {"field": "rank", "type": "ordinal", "legend": None},
        "tooltip": _tips(view),
    }
    return {"mark": {"type": "point", "filled": True, "size": 55, "opacity": 0.85}, "encoding": encoding}


def _loads(view: ChartView, lang: str, theme: str) -> Spec:
    """Bars one upon the other, and the capacity across each pile: what stands above it is an overload."""
    last = len(view.series) - 1
    x = _x(view, lang, theme, ordinal=True) | {"scale": {"paddingInner": 0.12, "paddingOuter": 0.06}}
    y, tips = _y(view, lang, theme), _tips(view)
    piled = {"x": x, "y": y | {"stack": "zero"}, "color": _colour(view, theme), "tooltip": tips}
    line = CHART_COLOURS[theme]["threshold"]
    return {
        "layer": [
            {
                "transform": [{"filter": f"datum.rank < {last}"}],
                "mark": {"type": "bar", "opacity": 0.85},
                "encoding": piled | {"order": {"field": "rank", "type": "ordinal"}},
            },
            {
                "transform": [{"filter": f"datum.rank === {last}"}],
                "mark": {"type": "tick", "thickness": 3, "width": {"band": 1}, "color": line, "opacity": 1},
                "encoding": {"x": x, "y": y, "tooltip": tips},
            },
        ]
    }


DRAWN: Final[dict[str, Callable[[ChartView, str, str], Spec]]] = {
    "line": _line,
    "bar": _bar,
    "stacked": _bar,
    "loads": _loads,
    "histogram": _histogram,
    "pareto": _pareto,
    "scatter": _scatter,
    "gantt": gantt.spec,
}


# -- parts ----------------------------------------------------------------------------------------------
def _x(view: ChartView, lang: str, theme: str, ordinal: bool = False) -> Spec:
    axis = chart_axis.axis(theme) | {"title": view.x_title, "grid": False}
    if ordinal or view.x_kind == "word":
        # By place, so that two points of the same name stay two; the names are written by the engine.
        names = {"labelExpr": f"{json.dumps(view.x_texts, ensure_ascii=False)}[datum.value]"}
        slant = {
            "labelAngle": -35 if _crowded(view) else 0,
            "labelOverlap": not _crowded(view),
            "labelLimit": 130,
        }
        return PLACE | {"axis": axis | names | slant}
    if view.x_kind == "date":
        return {
            "field": "x",
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": axis | {"tickCount": 6} | chart_axis.labels("date", lang),
        }
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"zero": False},
        "axis": axis | chart_axis.labels("figure", lang),
    }


def _crowded(view: ChartView) -> bool:
    return len(view.x_texts) > CROWDED or max(map(len, view.x_texts), default=0) > 12


def _y(view: ChartView, lang: str, theme: str, percent: bool | None = None) -> Spec:
    rate = view.percent if percent is None else percent
    axis = (
        chart_axis.axis(theme)
        | {"title": view.y_title, "tickCount": 5}
        | chart_axis.labels("figure", lang, rate)
    )
    found: Spec = {
        "field": "y",
        "type": "quantitative",
        "axis": axis,
        "scale": {"zero": view.kind != "scatter"},
    }
    if view.kind == "stacked":
        found["stack"] = "zero"
    return found


def _colour(view: ChartView, theme: str) -> Spec:
    ranks = list(range(len(view.series)))
    scale = {"domain": ranks, "range": list(SERIES_COLOURS[theme][: len(ranks)])}
    return {"field": "rank", "type": "ordinal", "legend": None, "scale": scale}


def _tips(view: ChartView) -> list[Spec]:
    tips: list[Spec] = [{"field": "x_text", "type": "nominal", "title": view.x_title}]
    if len(view.series) > 1:
        tips.append({"field": "series", "type": "nominal", "title": "\u00a0"})
    tips.append({"field": "y_text", "type": "nominal", "title": _only(view.series) or "\u00a0"})
    return tips


def _only(series: tuple[SeriesView, ...]) -> str:
    return series[0].label if len(series) == 1 else ""
