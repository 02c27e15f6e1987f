"""One's own marks over time in one picture: each paper a point, each case a line, the mean up to then as dashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from app import session
from app.history import Point
from app.i18n import Translator
from app.theme import CHART_COLOURS, FONT, SERIES_COLOURS
from app.widgets import chart_axis, chart_data, figures, markup

HEIGHT: Final = 280
GLYPHS: Final = ("●", "■", "▲", "◆", "✚", "▼", "◀", "▶")
SHAPES: Final = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-left",
    "triangle-right",
)
MOST_CASES: Final = len(SHAPES)  # told apart by colour and shape; with more, points alone


def chart(found: Sequence[Point], titles: Mapping[str, str], told: str, key: str) -> None:
    """Draw the marks, the oldest first; ``titles`` call the cases by slug, ``told`` says the picture in words."""
    t = session.t()
    slugs = list(dict.fromkeys(one.paper.slug for one in found))
    st.vega_lite_chart(
        chart_data.of_rows(rows(found, titles)),
        spec(t, "dark" if session.dark() else "light", [titles[slug] for slug in slugs]),
        width="stretch",
        theme=None,
        key=session.key(key, t.lang),
        alt=told,
    )
    markup.put(_key([titles[slug] for slug in slugs]) + markup.tag("p", told, "lt-small lt-soft"))


def _key(cases: Sequence[str]) -> str:
    """Which sign is which case, and what the dashes are."""
    looks = []
    if len(cases) <= MOST_CASES:
        pairs = zip(SERIES_COLOURS["light"], SERIES_COLOURS["dark"], strict=True)
        for title, glyph, (light, dark) in zip(cases, GLYPHS, pairs, strict=False):
            sign = markup.tag(
                "i", glyph, "glyph", style=f"color: light-dark({light}, {dark})", aria_hidden="true"
            )
            looks.append(sign + markup.escape(title))
    looks.append(
        markup.tag("i", "", "dash", aria_hidden="true") + markup.escape(session.t()("results.dashes"))
    )
    return markup.items("ul", looks, "lt-key")


def rows(found: Sequence[Point], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """A record per paper, its moment in the browser's own time."""
    t = session.t()
    return [
        {
            "at": session.local_time(one.paper.at).replace(tzinfo=None).isoformat(),
            "mark": round(one.mark, 2),
            "over": round(one.over, 2),
            "case": titles[one.paper.slug],
            "kind": t(f"home.kind_{one.paper.kind}"),
            "written": figures.out_of_20(one.mark),
            "mean": figures.out_of_20(one.over),
            "day": figures.date(one.paper.at),
        }
        for one in found
    ]


def spec(t: Translator, theme: str, cases: Sequence[str]) -> dict[str, Any]:
    """The Vega-Lite specification, in the language and the theme of the page."""
    colours, series = CHART_COLOURS[theme], SERIES_COLOURS[theme]
    axis = chart_axis.axis(theme)
    months = "%d/%m/%y"
    x = {
        "field": "at",
        "type": "temporal",
        "axis": axis | {"title": None, "grid": False, "tickCount": 6, "format": months, "labelOverlap": True},
        "scale": {"padding": 18},
    }
    y = {
        "type": "quantitative",
        "axis": axis | {"title": t("home.out_of_20"), "tickCount": 5},
        "scale": {"domain": [0, 20]},
    }
    tips = [
        {"field": name, "type": "nominal", "title": t(f"home.tip_{name}")}
        for name in ("case", "day", "kind", "written", "mean")
    ]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "line", "strokeDash": [5, 4], "strokeWidth": 1.5, "color": colours["threshold"]},
            "encoding": {"x": x, "y": {**y, "field": "over"}},
        }
    ]
    point: dict[str, Any] = {"x": x, "y": {**y, "field": "mark"}, "tooltip": tips}
    if len(cases) <= MOST_CASES:
        scale = {"domain": list(cases), "range": list(series[: len(cases)])}
        by_case = {"field": "case", "type": "nominal", "scale": scale, "legend": None}
        shapes = {"domain": list(cases), "range": list(SHAPES[: len(cases)])}
        point["color"] = by_case
        point["shape"] = {**by_case, "scale": shapes}
        layers.append(
            {
                "mark": {"type": "line", "strokeWidth": 1.6, "opacity": 0.7},
                "encoding": {"x": x, "y": {**y, "field": "mark"}, "color": by_case},
            }
        )
        mark: dict[str, Any] = {"type": "point", "filled": True, "size": 90, "opacity": 1}
    else:
        mark = {"type": "point", "filled": True, "size": 70, "color": colours["stock"], "opacity": 0.9}
    layers.append({"mark": mark, "encoding": point})
    return {
        "height": HEIGHT,
        "background": "transparent",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {"font": FONT, "view": {"stroke": None}},
        "layer": layers,
    }
