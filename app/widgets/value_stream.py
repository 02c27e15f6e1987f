"""A value-stream map drawn from figures: partners, processes with their data boxes, stocks, flows, timeline.

`svg` is plain text and knows nothing of Streamlit. The picture takes the colours of the page by its style sheet;
it keeps its size, so that its words stay readable, and scrolls sideways where the screen is narrow. Its sentence
and the tables under it say the same to whoever does not see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session
from app.widgets import drawing as draw
from app.widgets import markup
from cases.annex_value_stream import MessageView, PartnerView, ProcessView, StockView, StreamView

LETTER: Final = 6.9  # px: a letter of the data boxes, widest on average
BOLD: Final = 1.15  # a bold letter, as figures are written
EDGE: Final = 14
STOCK: Final = 104  # width of the column of a stock
LEAST_BOX: Final = 128
LEAST_FOOT: Final = 96  # what stands under a stock: its quantity, its arrow, its limit
HEAD: Final = 46  # height of a process's name
ROW: Final = 19
PARTNER: Final = 62  # height of the roof and name of a partner
BUS: Final = 24  # between two arrows of information
WRAP: Final = 17  # letters of a process's name on a line

HTML: Final = '<div id="map" tabindex="0" role="region"></div>'
CSS: Final = """
#map { overflow-x: auto; padding-bottom: .3rem; }
#map:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
svg { display: block; font: 12.5px var(--st-font); }
text { fill: var(--st-text-color); }
.halo { paint-order: stroke; stroke: var(--st-background-color); stroke-width: 5px; }
.b { font-weight: 600; } .m { text-anchor: middle; } .e { text-anchor: end; }
.box { fill: var(--st-background-color); stroke: var(--st-text-color); stroke-width: 1.3; }
.head { fill: var(--st-secondary-background-color); stroke: var(--st-text-color); stroke-width: 1.3; }
.line { fill: none; stroke: var(--st-text-color); stroke-width: 1.2; }
.thin { fill: none; stroke: var(--st-border-color); stroke-width: 1; }
.solid { fill: var(--st-text-color); }
.blank { fill: none; stroke: var(--st-text-color); stroke-width: 1; stroke-dasharray: 3 3; }
.time { fill: none; stroke: var(--st-primary-color); stroke-width: 2; }
"""
SCRIPT: Final = """
export default function(c) {
  const box = c.parentElement.querySelector("#map");
  box.setAttribute("aria-label", c.data.name);
  if (box.dataset.drawn !== c.data.svg) { box.innerHTML = c.data.svg; box.dataset.drawn = c.data.svg; }
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return v2.component("logitrain_value_stream", js=SCRIPT, html=HTML, css=CSS)


def value_stream(view: StreamView) -> None:
    """Draw a map under its finding."""
    with st.container(key=session.key("lt-stream", view.id)):
        markup.put(markup.tag("p", view.caption, "lt-finding"))
        key = session.key("lt_stream", view.id, session.lang())
        _component()(data={"svg": svg(view), "name": view.caption}, key=key)


# -- layout ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Layout:
    """Where things stand, in px: the left edge of each stock and process, rows from the top, the whole size."""

    stocks: tuple[float, ...]
    processes: tuple[float, ...]
    widths: tuple[float, ...]
    top: float
    foot: float
    width: float
    height: float
    sides: tuple[float, float]  # widths of the supplier and of the customer

    def middle(self, place: int) -> float:
        """The middle of a process."""
        return self.processes[place] + self.widths[place] / 2


def layout(view: StreamView) -> Layout:
    """Give each part its room, wide enough for its words."""
    widths = tuple(_box_width(one.box, one.label[:WRAP]) for one in view.processes)
    first, last = (_box_width(one.box, one.label) for one in (view.supplier, view.customer))
    room = max(STOCK, *(LETTER * len(stock.quantity) + 14 for stock in view.stocks))
    stocks, processes, x = [], [], float(EDGE)
    for width in widths:
        stocks.append(x)
        processes.append(x + room)
        x += room + width
    stocks.append(x)
    buses = sum(1 for one in view.messages if _downwards(one))
    rows = max(len(view.supplier.box), len(view.customer.box))
    top = 10 + PARTNER + ROW * rows + max(64, 34 + BUS * buses)
    foot = top + max(HEAD + ROW * max(len(one.box) for one in view.processes), LEAST_FOOT)
    least = first + last + 2 * EDGE + max(2 * LETTER * _longest(view) + LETTER * len(view.control), 260)
    totals = LETTER * max(len(view.captions["lead_time"]), len(view.captions["value_added"])) + 24
    width = max(x + room + totals, least)
    return Layout(tuple(stocks), tuple(processes), widths, top, foot, width, foot + 118, (first, last))


def _box_width(box: Sequence[tuple[str, str]], name: str) -> float:
    longest = max((len(label) + BOLD * len(text) + 2 for label, text in box), default=0.0)
    return max(LEAST_BOX, LETTER * max(longest, len(name)) + 14)


def _longest(view: StreamView) -> int:
    """Letters of the longest message between partners and production control."""
    return max((len(one.label) for one in view.messages if not _downwards(one)), default=0)


def _downwards(one: MessageView) -> bool:
    return not {one.source, *one.targets} <= {"supplier", "customer", "control"}


# -- drawing --------------------------------------------------------------------------------------------
def svg(view: StreamView) -> str:
    """The map as SVG, every word of it escaped."""
    place = layout(view)
    parts = [_information(view, place), _partners(view, place)]
    for number, stock in enumerate(view.stocks):
        last = number == len(view.processes)
        wide = (
            place.processes[number] - place.stocks[number]
            if not last
            else place.processes[0] - place.stocks[0]
        )
        parts.append(_stock(stock, place.stocks[number], wide, place.top, view.captions))
    for number, process in enumerate(view.processes):
        parts.append(_process(process, place.processes[number], place.widths[number], place.top))
    parts.append(_timeline(view, place))
    size = {"width": draw.number(place.width), "height": draw.number(place.height)}
    box = {"viewBox": f"0 0 {draw.number(place.width)} {draw.number(place.height)}"}
    return markup.raw_tag("svg", "".join(parts), role="img", aria_label=view.told, **size, **box)


def _wrapped(text: str) -> list[str]:
    """A name on two lines at most, cut between words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WRAP and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _box_rows(box: Sequence[tuple[str, str]], x: float, y: float, width: float) -> str:
    found = ""
    for number, (label, text) in enumerate(box):
        base = y + ROW * number
        found += draw.rect(x, base, width, ROW, "box")
        found += draw.text(x + 6, base + 14, label) + draw.text(x + width - 6, base + 14, text, "e b")
    return found


def _process(one: ProcessView, x: float, width: float, top: float) -> str:
    found = draw.rect(x, top, width, HEAD, "head")
    lines = _wrapped(one.label)
    start = top + HEAD / 2 + 4 - 8 * (len(lines) - 1)
    for number, line in enumerate(lines):
        found += draw.text(x + width / 2, start + 16 * number, line, "b m")
    return found + _box_rows(one.box, x, top + HEAD, width)


def _stock(one: StockView, x: float, width: float, top: float, captions: Mapping[str, str]) -> str:
    """What waits, and the arrow of its flow under it."""
    middle, found = x + width / 2, ""
    if one.flow == "fifo":
        for y in (top + 8, top + 34):
            found += draw.path(draw.line((x + 10, y), (x + width - 10, y)), "line")
        found += draw.text(middle, top + 26, captions["fifo"], "b m")
        found += draw.text(middle, top + 92, f"{captions['limit']} {one.limit}" if one.limit else "", "m")
        arrow = draw.path(draw.line((x + 6, top + 72), (x + width - 8, top + 72)), "line")
        arrow += draw.head(x + width - 2, top + 72, 1, 0)
    elif one.flow == "pull":
        # A supermarket: three shelves open on the side of the process that fills it.
        for y in (top + 2, top + 14, top + 26):
            found += draw.path(draw.line((middle - 16, y), (middle + 16, y), (middle + 16, y + 12)), "line")
        found += draw.path(draw.line((middle - 16, top + 38), (middle + 16, top + 38)), "line")
        bend = " ".join(map(draw.number, (middle, top + 56, x + width - 12, top + 76)))
        curve = f"{draw.line((x + 8, top + 82))} Q{bend}"
        arrow = draw.path(curve, "line") + draw.head(x + width - 4, top + 78, 1, 0)
    elif one.quantity:
        triangle = draw.line((middle, top), (middle + 20, top + 36), (middle - 20, top + 36)) + " Z"
        found += draw.path(triangle, "head") + draw.text(middle, top + 31, "I", "b m")
        arrow = _push(x + 8, top + 66, width - 16)
    else:
        arrow = _push(x + 8, top + 66, width - 16)
    return found + draw.text(middle, top + 54, one.quantity, "m") + arrow


def _push(x: float, y: float, width: float) -> str:
    """The striped arrow of goods pushed on."""
    found = draw.path(
        draw.line((x, y), (x + width - 12, y), (x + width - 12, y + 12), (x, y + 12), (x, y)), "box"
    )
    step, at = 10.0, x
    while at + 5 < x + width - 12:
        found += draw.rect(at, y, 5, 12, "solid")
        at += step
    right = x + width - 12
    return found + draw.path(draw.line((right, y - 4), (right + 12, y + 6), (right, y + 16)) + " Z", "solid")


def _partners(view: StreamView, place: Layout) -> str:
    supplier, customer = place.sides
    found = _factory(view.supplier, EDGE, supplier)
    right = place.width - EDGE - customer
    found += _factory(view.customer, right, customer)
    bottom = 10 + PARTNER
    start = bottom + ROW * len(view.supplier.box)
    x = place.stocks[0] + (place.processes[0] - place.stocks[0]) / 2
    found += _lorry(x, start, place.top - 6, view.supplier.transport, down=True)
    last = place.stocks[-1] + (place.processes[0] - place.stocks[0]) / 2
    start = bottom + ROW * len(view.customer.box)
    up = max(last, right + 30)
    return found + _lorry(up, start, place.top - 6, view.customer.transport, down=False, under=last)


def _factory(one: PartnerView, x: float, width: float) -> str:
    """A partner: a plant with its roof, and what is known of it."""
    teeth = [(x, 28.0)]
    for number in range(3):
        left = x + width * number / 3
        teeth += [(left, 10.0), (left + width / 3, 28.0)] if number else [(x, 10.0), (x + width / 3, 28.0)]
    bottom = 10.0 + PARTNER
    outline = draw.line((x, bottom), *teeth, (x + width, bottom)) + " Z"
    found = draw.path(outline, "head") + draw.text(x + width / 2, 56, one.label, "b m")
    return found + _box_rows(one.box, x, bottom, width)


def _lorry(x: float, top: float, bottom: float, words: str, *, down: bool, under: float | None = None) -> str:
    """A transport along a thick arrow, its words beside it; it starts or ends over ``under``."""
    foot = x if under is None else under
    points = (
        [(x, top + 4), (x, bottom - 10)]
        if foot == x
        else [(x, top + 4), (x, bottom - 22), (foot, bottom - 22), (foot, bottom)]
    )
    if not down:
        points = [(x, top + 4), (x, bottom)] if foot == x else points
    found = "".join(draw.path(draw.line(*pair), "line") for pair in pairwise(points))
    found += draw.head(x, bottom, 0, 1) if down else draw.head(x, top, 0, -1)
    y = (top + bottom) / 2 - 12
    left = x - 19
    found += draw.rect(left, y, 24, 15, "box") + draw.rect(left + 24, y + 5, 12, 10, "head")
    for wheel in (left + 7, left + 29):
        found += markup.raw_tag("circle", "", "box", cx=draw.number(wheel), cy=draw.number(y + 16), r="3.5")
    if down:
        return found + draw.text(x + 24, y + 12, words, "halo")
    return found + draw.text(x - 26, y + 12, words, "e halo")


# -- information ----------------------------------------------------------------------------------------
def _information(view: StreamView, place: Layout) -> str:
    """Production control, and the arrows to and from it, straight on paper, broken when electronic."""
    width = max(LEAST_BOX, LETTER * len(view.control) + 20)
    left = place.width / 2 - width / 2
    ends = (EDGE + place.sides[0], place.width - EDGE - place.sides[1])
    x = {
        "control": (left, left + width),
        "supplier": (EDGE, ends[0]),
        "customer": (ends[1], place.width - EDGE),
    }
    found, words, high, low = "", "", {"left": 0, "right": 0}, 0
    for one in view.messages:
        if _downwards(one):
            lines, label = _down(one, view, place, (left, width), low)
            found, words = found + lines, words + label
            low += 1
            continue
        for target in one.targets:
            start, end = x[one.source], x[target]
            right = start[0] < end[0]
            side = "right" if max(start[1], end[1]) > left + width else "left"
            y = 26.0 + 22 * high[side]
            high[side] += 1
            a, b = (start[1], end[0]) if right else (start[0], end[1])
            found += _arrow(a, b, y, electronic=one.electronic)
            words += draw.text((a + b) / 2, y - 6, one.label, "m halo")
    box = draw.rect(left, 12, width, PARTNER - 4, "head")
    return found + words + box + draw.text(left + width / 2, 46, view.control, "b m")


def _arrow(a: float, b: float, y: float, *, electronic: bool) -> str:
    way = 1.0 if b > a else -1.0
    if electronic:
        middle = (a + b) / 2
        points = [(a, y), (middle + 7 * way, y), (middle - 7 * way, y + 7), (b - 4 * way, y + 7)]
        return draw.path(draw.line(*points), "line") + draw.head(b, y + 7, way, 0)
    return draw.path(draw.line((a, y), (b - 4 * way, y)), "line") + draw.head(b, y, way, 0)


def _down(
    one: MessageView, view: StreamView, place: Layout, box: tuple[float, float], rank: int
) -> tuple[str, str]:
    """An arrow between control and processes (a stem, a bar, a drop to each), and its words."""
    ids = [process.id for process in view.processes]
    places = [place.middle(ids.index(target)) for target in one.targets if target in ids]
    up = one.source in ids
    if up:
        places = [place.middle(ids.index(one.source))]
    if not places:  # between partners and a process: from the side of production control
        places = [box[0] + box[1] / 2]
    stem = box[0] + box[1] / 2 + 16 * rank - 8
    start = 12.0 + PARTNER - 4
    bar = start + 22 + BUS * rank
    shift = 9.0 * rank - 4
    found = ""
    if one.electronic:
        found += draw.path(
            draw.line(
                (stem, start), (stem, start + 9), (stem - 5, start + 12), (stem, start + 15), (stem, bar)
            ),
            "line",
        )
    else:
        found += draw.path(draw.line((stem, start), (stem, bar)), "line")
    ends = [*(x + shift for x in places), stem]
    found += draw.path(draw.line((min(ends), bar), (max(ends), bar)), "line")
    for x in places:
        found += draw.path(draw.line((x + shift, bar), (x + shift, place.top - 6)), "line")
        if not up:
            found += draw.head(x + shift, place.top - 1, 0, 1)
    if up:
        found += draw.head(stem, start, 0, -1)
    return found, draw.text(stem + 8, bar - 5, one.label, "halo")


# -- the timeline ---------------------------------------------------------------------------------------
def _timeline(view: StreamView, place: Layout) -> str:
    """Days above the line while parts wait, value-added time under it while they are worked on."""
    high, low = place.foot + 46, place.foot + 74
    room = place.processes[0] - place.stocks[0]
    points = [(place.stocks[0], high)]
    found = ""
    for number, stock in enumerate(view.stocks):
        left = place.stocks[number]
        right = left + room
        found += _slot(stock.days, (left + right) / 2, high - 8, blank=view.blank and bool(stock.quantity))
        points += [(left, high), (right, high)]
        if number < len(view.processes):
            end = place.stocks[number + 1]
            points += [(right, low), (end, low)]
            one = view.processes[number]
            found += _slot(one.value_added, (right + end) / 2, low + 18, blank=view.blank)
    found += draw.path(draw.line(*points), "time")
    x = place.stocks[-1] + room + 12
    for y, name, text in (
        (high, "lead_time", view.lead_time),
        (low + 14, "value_added", view.value_added),
    ):
        found += draw.text(x, y - 8, view.captions[name])
        found += draw.text(x, y + 8, text, "b") if text else _blank(x, y - 4, 70)
    return found


def _slot(text: str, x: float, y: float, *, blank: bool) -> str:
    return _blank(x - 30, y - 13, 60) if blank else draw.text(x, y, text, "m")


def _blank(x: float, y: float, width: float) -> str:
    return draw.rect(x, y, width, 17, "blank")
