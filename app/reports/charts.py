"""The charts of a document: Vega-Lite drawn to SVG by vl-convert, without a browser, in the print colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import vl_convert

from app.i18n import Lang
from app.radar_spec import Axis, radar_layers
from app.reports.pen import Pen
from app.subject_words import subject_word
from app.theme import CHART_COLOURS
from app.track_marks import overfull, shaded, told_level
from cases.decisions import Track
from cases.indicators import level_label, period_word

FONT: Final = "Libertinus Serif"  # the one that typst draws the text of a picture with
DASHES: Final = ([6, 4], [2, 3], [10, 3, 2, 3])
COLOURS: Final = CHART_COLOURS["light"]


@dataclass(frozen=True)
class Picture:
    """A chart: its SVG, its caption, and the sentence that says what it shows."""

    svg: str
    caption: str
    told: str

    def as_dict(self) -> dict[str, str]:
        """The picture as a template takes it."""
        return {"svg": self.svg, "caption": self.caption, "told": self.told}


def svg(spec: Mapping[str, Any], lang: Lang) -> str:
    """A Vega-Lite specification drawn; its figures are written as the language writes them."""
    whole = {
        **spec,
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "transparent",
        "config": {"font": FONT, "view": {"stroke": None}, "axis": _axis(), **spec.get("config", {})},
    }
    locale: Literal["fr-FR", "en-GB"] = "fr-FR" if lang == "fr" else "en-GB"
    drawn: str = vl_convert.vegalite_to_svg(whole, format_locale=locale, allowed_base_urls=[])
    return drawn


def stock_over_time(
    track: Track, reference: Track | None, period: str, names: tuple[str, str], caption: str, pen: Pen
) -> Picture:
    """A track of a run over that of the reference: stock, thresholds, orders as marks, shortages shaded.

    ``names`` call the run and the reference's; without a reference the first alone is drawn.
    """
    rows = []
    for place, out in enumerate(shaded(track)):
        row: dict[str, Any] = {"day": place + 1, "stock": track.on_hand[place], "out": out}
        row |= {"ordered": track.ordered[place]}
        if reference is not None and place < len(reference.on_hand):
            row["reference"] = reference.on_hand[place]
        rows.append(row)
    x = {
        "field": "day",
        "type": "quantitative",
        "axis": {"title": period_word(period, pen.lang), "grid": False, "tickCount": 12},
        "scale": {"nice": False, "zero": False},
    }
    y = {
        "field": "stock",
        "type": "quantitative",
        "axis": {
            "title": subject_word("chart.stock", track.subject, pen.t),
            "tickCount": 5,
            "format": ",.0f",
        },
        "scale": {"zero": True},
    }
    # Each mark says in the key what it is: told apart by colour, dashes and shape, never by colour alone.
    looks: list[tuple[str, str, list[int]]] = [(names[0], COLOURS["stock"], [1, 0])]
    if reference is not None:
        looks.append((names[1], COLOURS["reference"], [4, 2]))
    layers: list[dict[str, Any]] = [
        {
            "transform": [
                {"filter": "datum.out"},
                {"calculate": "datum.day - 0.5", "as": "from"},
                {"calculate": "datum.day + 0.5", "as": "to"},
            ],
            "mark": {"type": "rect", "color": COLOURS["out"], "opacity": 0.45},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}},
        }
    ]
    if reference is not None:
        layers.append(_line(x, {**y, "field": "reference"}, names[1], 1.2))
    layers.append(_line(x, y, names[0], 1.7))
    for place, (name, level) in enumerate(track.levels.items()):
        label = level_label(name, pen.lang)
        looks.append((label, COLOURS["threshold"], list(DASHES[place % len(DASHES)])))
        layers.append(
            {
                "data": {"values": [{"level": level}]},
                "mark": {"type": "rule", "strokeWidth": 1.1},
                "encoding": {"y": {**y, "field": "level"}, **_look(label)},
            }
        )
    layers.append(
        {
            "transform": [{"filter": "datum.ordered > 0"}],
            "mark": {
                "type": "point",
                "shape": "triangle-up",
                "filled": True,
                "size": 34,
                "color": COLOURS["order"],
            },
            "encoding": {"x": x, "y": y},
        }
    )
    legend = {"title": None, "orient": "top", "symbolSize": 400, "columns": 3, "labelLimit": 260}
    domain = [one[0] for one in looks]
    for layer in layers:
        if "color" in layer["encoding"]:
            for channel, place in (("color", 1), ("strokeDash", 2)):
                scale = {"domain": domain, "range": [one[place] for one in looks]}
                layer["encoding"][channel] |= {"scale": scale, "legend": legend}
    spec = {"width": 640, "height": 220, "data": {"values": rows}, "layer": layers}
    mine = "" if track.subject == "stock" else f"_{track.subject}"
    keys = [f"reports.key_order{mine}"] if track.subject != "orders" or any(track.ordered) else []
    keys += [] if overfull(track) else [f"reports.key_out{mine}"]
    key = " ".join([caption, *map(pen.t, keys)])
    return Picture(svg(spec, pen.lang), key, _told_stock(track, period, caption, pen))


def radar(
    axes: Sequence[tuple[str, str, float, float]], caption: str, names: tuple[str, str], pen: Pen
) -> Picture:
    """Shares in [0, 1] around a wheel; an axis is (short name, title, first share, second share).

    ``names`` call the two polygons; the first is drawn full, the second as a line.
    """
    layers = radar_layers([Axis(one[0], one[2], one[3]) for one in axes], COLOURS, pen.share)
    told = "; ".join(
        pen.t("reports.radar_axis", name=one[0], first=pen.share(one[2]), second=pen.share(one[3]))
        for one in axes
    )
    spec = {"width": 300, "height": 300, "layer": layers}
    told = f"{pen.t('reports.radar_told', first=names[0], second=names[1])} {told}."
    return Picture(svg(spec, pen.lang), caption, told.replace("; ", "\u202f; " if pen.lang == "fr" else "; "))


def progress(
    days: Sequence[date],
    series: Sequence[tuple[str, Sequence[int]]],
    most: int,
    caption: str,
    told: str,
    pen: Pen,
) -> Picture:
    """Counts over the days of one's own papers, as steps; ``most`` is the top of the scale."""
    values = [
        {"day": day.isoformat(), "count": counts[place], "name": name}
        for name, counts in series
        for place, day in enumerate(days)
    ]
    style = {
        "domain": [name for name, _ in series],
        "range": [COLOURS["stock"], COLOURS["reference"]][: len(series)],
    }
    dashes = {"domain": style["domain"], "range": [[1, 0], [4, 2]][: len(series)]}
    legend = {"title": None, "orient": "top", "symbolSize": 400, "symbolType": "stroke"}
    layer = {
        "mark": {"type": "line", "interpolate": "step-after", "point": True, "strokeWidth": 1.8},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "axis": {
                    "title": None,
                    "grid": False,
                    "tickCount": 6,
                    "format": "%d/%m/%y",
                    "labelOverlap": True,
                },
            },
            "y": {
                "field": "count",
                "type": "quantitative",
                "scale": {"domain": [0, most]},
                "axis": {"title": pen.t("reports.criteria_count"), "tickMinStep": 1, "format": "d"},
            },
            "color": {"field": "name", "type": "nominal", "scale": style, "legend": legend},
            "strokeDash": {"field": "name", "type": "nominal", "scale": dashes, "legend": legend},
        },
    }
    spec = {"width": 460, "height": 180, "data": {"values": values}, "layer": [layer]}
    return Picture(svg(spec, pen.lang), caption, told)


def _line(x: Mapping[str, Any], y: Mapping[str, Any], name: str, width: float) -> dict[str, Any]:
    return {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": width},
        "encoding": {"x": x, "y": y, **_look(name)},
    }


def _look(name: str) -> dict[str, Any]:
    return {"color": {"datum": name}, "strokeDash": {"datum": name}}


def _axis() -> dict[str, Any]:
    return {
        "labelColor": COLOURS["text"],
        "titleColor": COLOURS["text"],
        "gridColor": COLOURS["grid"],
        "domainColor": COLOURS["grid"],
        "tickColor": COLOURS["grid"],
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }


def _told_stock(track: Track, period: str, caption: str, pen: Pen) -> str:
    """The picture in a sentence or two, in the words of the page's own chart."""
    t = pen.t
    own = track.subject != "stock"
    ending = f"_{track.subject}" if own else "" if period == "day" else "_period"
    named = {} if period == "day" and not own else {"period": period_word(period, pen.lang).lower()}
    figures = {"days": pen.points(len(track.on_hand)), **named}
    figures |= {"low": pen.points(round(min(track.on_hand))), "high": pen.points(round(max(track.on_hand)))}
    told = told_level(track, f"chart.told{ending}", f"chart.told_level{ending}", figures, t)
    out = [place for place, missing in enumerate(track.out, start=1) if missing]
    if not out:
        return f"{caption} {told} {t(f'chart.told_never_out{ending}')}"
    return f"{caption} {told} {t.plural(f'chart.told_out{ending}', len(out), first=pen.points(out[0]))}"
