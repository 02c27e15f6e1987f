"""A track of a simulated run in one picture: stock over time, thresholds, orders as marks, stock-outs shaded.

The Vega-Lite specification is plain data and stays the same while the figures change, so that the browser
moves the curve instead of drawing a new chart. `columns` and `spec` know nothing of Streamlit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from app import session
from app.i18n import Translator
from app.subject_words import STOCK, subject_word
from app.theme import CHART_COLOURS
from app.track_marks import overfull, shaded, told_level
from app.widgets import chart_axis, chart_data, markup
from cases.decisions import Track
from cases.indicators import flow_label, level_label, period_word
from cases.quantity import format_value

HEIGHT: Final = 300
# The thresholds of a policy, told apart by their dashes; the look of each in the key is a class of the style sheet.
DASHES: Final = ([6, 4], [2, 3], [10, 3, 2, 3])
DASH_LOOKS: Final = ("dash", "dash dotted", "dash long")


Names = tuple[str, str]  # of two runs, the one in front first


def chart(
    track: Track, period: str, key: str, reference: Track | None = None, names: Names | None = None
) -> None:
    """Draw a track, over that of another run when there is one, with its text alternative.

    `names` calls the two runs otherwise than "your stock" and "the reference's".
    """
    t = session.t()
    told = sentence(track, period, t)
    levels = list(track.levels)
    legend(track, reference is not None, levels, names)
    st.vega_lite_chart(
        chart_data.of_columns(columns(track, reference)),
        spec(
            t,
            "dark" if session.dark() else "light",
            reference is not None,
            levels,
            period,
            names,
            track.subject,
        ),
        width="stretch",
        theme=None,
        key=session.key(key, t.lang),
        alt=told,
    )
    markup.put(markup.tag("p", told, "lt-small lt-soft"))


def columns(track: Track, reference: Track | None = None) -> dict[str, Sequence[Any]]:
    """One value per period in each column, numbered from 1: what the specification draws."""
    periods = len(track.on_hand)
    data: dict[str, Sequence[Any]] = {
        "day": range(1, periods + 1),
        "stock": track.on_hand,
        "ordered": track.ordered,
        "received": track.received,
        "demand": track.demand,
        "short": track.short,
        "out": [int(is_out) for is_out in shaded(track)],
    }
    for name, level in track.levels.items():
        data[_level(name)] = [level] * periods
    if reference is not None:
        data["reference"] = reference.on_hand
    return data


def _level(name: str) -> str:
    return f"level_{name}"


def spec(
    t: Translator,
    theme: str,
    compare: bool,
    levels: Sequence[str] = (),
    period: str = "day",
    names: Names | None = None,
    subject: str = STOCK,
) -> dict[str, Any]:
    """The Vega-Lite specification, in the language and the theme of the page."""
    colours = CHART_COLOURS[theme]
    day = {"field": "day", "type": "quantitative"}
    thousands = "\u202f" if t.lang == "fr" else ","
    axis = chart_axis.axis(theme) | {
        "labelExpr": f"replace(format(datum.value, ',d'), regexp(',', 'g'), '{thousands}')"
    }
    apart = {"labelOverlap": True, "labelSeparation": 5}  # on a phone, every other label
    x = day | {
        "axis": axis | apart | {"title": period_word(period, t.lang), "grid": False, "tickCount": 12},
        "scale": {"nice": False, "zero": False},
    }
    y = {
        "field": "stock",
        "type": "quantitative",
        "axis": axis | {"title": subject_word("chart.stock", subject, t), "tickCount": 5},
        "scale": {"zero": True},
    }
    called = dict(zip(("stock", "reference"), names or (), strict=False))
    tips = [
        {"field": name, "type": "quantitative", "title": called.get(name) or title(name, period, t, subject)}
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
    thresholds: list[dict[str, Any]] = [
        {
            "mark": line | {"strokeDash": DASHES[place % len(DASHES)], "color": colours["threshold"]},
            "encoding": {"x": x, "y": y | {"field": _level(name)}},
        }
        for place, name in enumerate(levels)
    ]
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
        "layer": [bands, *([other] if compare else []), stock, *thresholds, orders],
        # The picture has one name, its sentence; a screen reader is spared its hundreds of marks.
        "config": {"view": {"stroke": None}, "font": "system-ui, sans-serif", "mark": {"aria": False}},
    }


def title(name: str, period: str, t: Translator, subject: str = STOCK) -> str:
    """What a column of the data is called."""
    return period_word(period, t.lang) if name == "day" else subject_word("chart." + name, subject, t)


def legend(track: Track, compare: bool, levels: Sequence[str], names: Names | None = None) -> None:
    """What the marks of the chart are, in words beside their look; a process's own only where it has some."""
    t, subject = session.t(), track.subject
    marked = subject != "orders" or any(track.ordered)
    own, other = names or tuple(subject_word(f"chart.key_{who}", subject, t) for who in ("own", "reference"))
    looks = [
        ("line", own if compare else subject_word("chart.key_stock", subject, t)),
        *([("line reference", other)] if compare else []),
        *((DASH_LOOKS[place % len(DASHES)], level_label(name, t.lang)) for place, name in enumerate(levels)),
        *([("mark", subject_word("chart.key_order", subject, t))] if marked else []),
        *([] if overfull(track) else [("band", subject_word("chart.key_out", subject, t))]),
    ]
    parts = (markup.tag("i", "", look, aria_hidden="true") + markup.escape(text) for look, text in looks)
    markup.put(markup.items("ul", parts, "lt-key"))


def sentence(track: Track, period: str, t: Translator) -> str:
    """The chart told in a sentence or two, for whoever does not see it."""

    def whole(value: float) -> str:
        return format_value(value, "int", t.lang)

    # A day has words of its own; any other period is named once.
    own = track.subject != STOCK
    ending = f"_{track.subject}" if own else "" if period == "day" else "_period"
    named = {} if period == "day" and not own else {"period": period_word(period, t.lang).lower()}
    figures = {"days": whole(len(track.on_hand)), **named}
    figures |= {"low": whole(min(track.on_hand)), "high": whole(max(track.on_hand))}
    told = told_level(track, f"chart.told{ending}", f"chart.told_level{ending}", figures, t)
    out = [place for place, is_out in enumerate(track.out, start=1) if is_out]
    if not out:
        return f"{told} {t(f'chart.told_never_out{ending}')}"
    return f"{told} {t.plural(f'chart.told_out{ending}', len(out), first=whole(out[0]))}"


def data_table(track: Track, period: str, key: str) -> None:
    """The track period by period, drawn only when it is opened."""
    t = session.t()
    shown = st.expander(t("chart.table"), key=key, on_change="rerun")
    if not shown.open:
        return
    names = ["day", "stock", "demand", "ordered", "received", "short"]
    series = [track.on_hand, track.demand, track.ordered, track.received, track.short, *track.extra.values()]
    heads = [title(name, period, t, track.subject) for name in names] + [
        flow_label(name, t.lang) for name in track.extra
    ]
    rows = zip(range(1, len(track.on_hand) + 1), *series, strict=True)
    with shown, st.container(height=320):
        markup.put(
            markup.table(
                t("chart.table"),
                [(head, "right") for head in heads],
                ([format_value(cell, "num", t.lang) for cell in row] for row in rows),
                hidden_caption=True,
            )
        )
