"""A flow map drawn from figures: places, lanes coloured by mode and as wide as their flow, costs and emissions on them.

`svg` is plain text and knows nothing of Streamlit. The picture is laid out for three widths and the browser shows the
one that fits, so that its words stay readable on a phone; where figures have no room, the number of the lane leads to
the table under the map, which says the same to whoever does not see it. No map of the world lies behind it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session
from app.widgets import drawing as draw
from app.widgets import markup
from app.widgets.flow_layout import BADGE, DOT, LINE, Course, Layout, Name, Point, head, layout
from cases.annex_flow_map import FlowMapView

WIDTHS: Final = (330, 520, 780)  # px, from a phone's to a page's

HTML: Final = '<div id="map" role="group"></div>'
CSS: Final = """
#map { container-type: inline-size; }
svg { display: block; font: 12.5px var(--st-font); max-width: 100%; }
.sized { display: none; }
@container (max-width: 521px) { .w330 { display: block; } }
@container (min-width: 522px) and (max-width: 799px) { .w520 { display: block; } }
@container (min-width: 800px) { .w780 { display: block; } }
text { fill: var(--st-text-color); }
.halo { paint-order: stroke; stroke: var(--st-secondary-background-color); stroke-width: 4px; stroke-linejoin: round; }
.b { font-weight: 600; } .m { text-anchor: middle; } .e { text-anchor: end; }
.ground { fill: var(--st-secondary-background-color); stroke: var(--st-border-color); stroke-width: 1; }
.grid { fill: none; stroke: var(--st-border-color); stroke-width: 1; opacity: .45; }
.lane { fill: none; opacity: .9; } .tip { opacity: .95; }
.road { --c: light-dark(#1d4a8c, #8ab4f8); } .rail { --c: light-dark(#8a5a2b, #c99a6b); }
.sea { --c: light-dark(#1f7f8c, #5fc3cf); } .air { --c: light-dark(#7a4fa3, #c39be6); }
.inland_waterway { --c: light-dark(#b87308, #e0a030); }
.lane { stroke: var(--c); } .tip { fill: var(--c); }
.rail.lane { stroke-dasharray: 12 5; } .sea.lane { stroke-dasharray: 16 4 4 4; }
.air.lane { stroke-dasharray: 4 6; } .inland_waterway.lane { stroke-dasharray: 8 4; }
.badge { fill: var(--st-background-color); stroke: var(--c); stroke-width: 2; }
.place { fill: var(--st-text-color); stroke: var(--st-background-color); stroke-width: 2; }
.open { fill: var(--st-background-color); stroke: var(--st-text-color); stroke-width: 2; }
.small { font-size: 11px; opacity: .8; }
.rest { list-style: none; padding: 0; margin: .3rem 0; font: .82rem var(--st-font); color: var(--st-text-color); }
.rest li { display: flex; gap: .5rem; margin: .25rem 0; }
.rest b { width: 1.5em; height: 1.5em; line-height: 1.5em; text-align: center; border-radius: 50%; flex: none;
  border: 2px solid var(--c); }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; padding: 0; margin: .4rem 0 .2rem;
  font: .85rem var(--st-font); color: var(--st-text-color); }
.key li { display: flex; align-items: center; gap: .4rem; }
"""
SCRIPT: Final = """
export default function(c) {
  const box = c.parentElement.querySelector("#map");
  box.setAttribute("aria-label", c.data.name);
  if (box.dataset.drawn !== c.data.html) { box.innerHTML = c.data.html; box.dataset.drawn = c.data.html; }
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return v2.component("logitrain_flow_map", js=SCRIPT, html=HTML, css=CSS)


def flow_map(view: FlowMapView) -> None:
    """Draw a map under its finding."""
    with st.container(key=session.key("lt-flow-map", view.id)):
        markup.put(markup.tag("p", view.caption, "lt-finding"))
        key = session.key("lt_flow_map", view.id, session.lang())
        _component()(data={"html": html(view), "name": view.caption}, key=key)


@lru_cache(maxsize=32)
def html(view: FlowMapView) -> str:
    """The map at each of its widths, one of which is shown, and its key."""
    return "".join(_sized(view, width) for width in WIDTHS) + key_of(view)


def _sized(view: FlowMapView, width: int) -> str:
    """The map at a width, and in a list the lanes whose figures have no room on it."""
    place = layout(view, width)
    names = {one.id: one.label for one in view.places}
    rest = [
        markup.tag("b", str(one.lane.number), one.lane.mode)
        + markup.tag(
            "span",
            f"{names[one.lane.source]} → {names[one.lane.destination]}, {one.lane.mode_label} – "
            + "\u00a0· ".join(text for _, text in one.lane.figures),
        )
        for one in place.courses
        if one.lane.figures and one.figures is None
    ]
    items = "".join(markup.raw_tag("li", one) for one in rest)
    listed = markup.raw_tag("ul", items, "rest") if rest else ""
    return markup.raw_tag("div", _drawn(view, place) + listed, f"sized w{width}")


def svg(view: FlowMapView, width: float) -> str:
    """The map as SVG, every word of it escaped."""
    return _drawn(view, layout(view, width))


def _drawn(view: FlowMapView, place: Layout) -> str:
    parts = [_ground(place)]
    parts += [_lane(one) for one in place.courses]
    parts += [_place(one.kind, point) for one, point in place.places]
    parts += [_badge(one) for one in place.courses]
    parts += [_figures(one) for one in place.courses]
    parts += [_name(one) for one in place.names]
    parts.append(draw.text(place.width - 8, place.height - 7, view.scale, "e small"))
    size = {"width": draw.number(place.width), "height": draw.number(place.height)}
    box = {"viewBox": f"0 0 {draw.number(place.width)} {draw.number(place.height)}"}
    return markup.raw_tag("svg", "".join(parts), role="img", aria_label=view.told, **size, **box)


def key_of(view: FlowMapView) -> str:
    """What the colours, the marks and the widths stand for."""
    found = []
    for mode, label in view.modes:
        line = markup.raw_tag("path", "", f"lane {mode}", d="M0 6 L34 6", stroke_width="4")
        found.append((_sample(36, line), label))
    for kind, label in view.kinds:
        found.append((_sample(18, _place(kind, (9.0, 7.0))), label))
    items = [markup.raw_tag("li", drawn + markup.tag("span", label)) for drawn, label in found]
    if view.widest:
        items.append(markup.tag("li", view.widest))
    return markup.raw_tag("ul", "".join(items), "key")


def _sample(width: int, drawn: str) -> str:
    return markup.raw_tag("svg", drawn, width=str(width), height="14", aria_hidden="true")


def _ground(place: Layout) -> str:
    """A ground with a faint grid, so that the eye keeps north, south, east and west apart."""
    found = draw.rect(0.5, 0.5, place.width - 1, place.height - 1, "ground")
    for count in range(1, 6):
        x = place.width * count / 6
        found += draw.path(draw.line((x, 1), (x, place.height - 1)), "grid")
    for count in range(1, 4):
        y = place.height * count / 4
        found += draw.path(draw.line((1, y), (place.width - 1, y)), "grid")
    return found


def _lane(one: Course) -> str:
    curve = " ".join(map(draw.number, (*one.bend, *one.end)))
    points = f"M{draw.number(one.start[0])} {draw.number(one.start[1])} Q{curve}"
    line = markup.raw_tag("path", "", f"lane {one.lane.mode}", d=points, stroke_width=draw.number(one.width))
    return line + _tip(one)


def _tip(one: Course) -> str:
    """The head of the arrow, along the end of the curve."""
    dx, dy = one.end[0] - one.bend[0], one.end[1] - one.bend[1]
    far = math.hypot(dx, dy) or 1.0
    dx, dy = dx / far, dy / far
    long, half = head(one.width), 3.5 + 0.75 * one.width
    (x, y) = one.end
    corners = [
        (x + dx * long, y + dy * long),
        (x - dy * half, y + dx * half),
        (x + dy * half, y - dx * half),
    ]
    return draw.path(f"{draw.line(*corners)} Z", f"tip {one.lane.mode}")


def _place(kind: str, point: Point) -> str:
    x, y = point
    if kind == "plant":
        return draw.rect(x - DOT, y - DOT, 2 * DOT, 2 * DOT, "place")
    if kind == "warehouse":
        return draw.rect(x - DOT + 1, y - DOT + 1, 2 * DOT - 2, 2 * DOT - 2, "open")
    if kind == "customer":
        far = DOT + 1
        corners = draw.line((x, y - far), (x + far, y), (x, y + far), (x - far, y))
        return draw.path(f"{corners} Z", "place")
    return markup.raw_tag(
        "circle", "", "open", cx=draw.number(x), cy=draw.number(y), r=draw.number(DOT - 1.5)
    )


def _badge(one: Course) -> str:
    x, y = one.badge
    circle = markup.raw_tag(
        "circle", "", f"badge {one.lane.mode}", cx=draw.number(x), cy=draw.number(y), r=draw.number(BADGE)
    )
    return circle + draw.text(x, y + 4, str(one.lane.number), "b m")


def _figures(one: Course) -> str:
    if one.figures is None:
        return ""
    box = one.figures
    return "".join(
        draw.text(box.x + box.width / 2, box.y + LINE * (line + 1) - 3, text, "m halo")
        for line, text in enumerate(one.lines)
    )


def _name(one: Name) -> str:
    return "".join(
        draw.text(one.box.x + one.box.width / 2, one.box.y + LINE * (line + 1) - 3, text, "b m halo")
        for line, text in enumerate(one.lines)
    )
