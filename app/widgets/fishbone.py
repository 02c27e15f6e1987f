"""A cause-and-effect diagram drawn from words: a spine to the effect, branches on both sides, their causes.

`svg` is plain text and knows nothing of Streamlit. The picture takes the colours of the page by its style sheet;
it keeps its size, so that its words stay readable, and scrolls sideways where the screen is narrow. Its sentence
and the table under it say the same to whoever does not see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from app import session
from app.widgets import drawing as draw
from app.widgets import markup
from cases.annex_fishbone import BoneView, CauseView, FishboneView

LETTER: Final = 6.9  # px: a letter, widest on average
BOLD: Final = 7.4  # the same of a name
EDGE: Final = 12
ROW: Final = 24  # a cause: its words and the line under them
HEAD: Final = 26  # the box of a branch's name
SLANT: Final = 0.42  # how far a branch leans towards the effect, a px of its height
WRAP: Final = 20  # letters of the effect on a line
LEAST_ROWS: Final = 3  # of a branch: room to write in an empty diagram
TO_WRITE: Final = 150  # of a line left to the learner
LINE: Final = 17
INDENT: Final = 14  # of a cause that explains the one above it
GAP: Final = 6  # between a cause and its branch
LEANING: Final = 7  # more where the branch leans over the words, a line's height × SLANT

HTML: Final = '<div id="bones" tabindex="0" role="region"></div>'
CSS: Final = """
#bones { overflow-x: auto; padding-bottom: .3rem; }
#bones:focus-visible { outline: 3px solid var(--st-link-color); outline-offset: 2px; }
svg { display: block; font: 12.5px var(--st-font); }
text { fill: var(--st-text-color); }
.b { font-weight: 600; } .m { text-anchor: middle; } .e { text-anchor: end; }
.head { fill: var(--st-secondary-background-color); stroke: var(--st-text-color); stroke-width: 1.2; }
.effect { fill: var(--st-secondary-background-color); stroke: var(--st-primary-color); stroke-width: 2; }
.spine { fill: none; stroke: var(--st-primary-color); stroke-width: 3; }
.solid { fill: var(--st-primary-color); }
.line { fill: none; stroke: var(--st-text-color); stroke-width: 1.4; }
.thin { fill: none; stroke: var(--st-border-color); stroke-width: 1; }
.blank { fill: none; stroke: var(--st-text-color); stroke-width: 1; stroke-dasharray: 3 3; }
"""
SCRIPT: Final = """
export default function(c) {
  const box = c.parentElement.querySelector("#bones");
  box.setAttribute("aria-label", c.data.name);
  if (box.dataset.drawn !== c.data.svg) { box.innerHTML = c.data.svg; box.dataset.drawn = c.data.svg; }
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return v2.component("logitrain_fishbone", js=SCRIPT, html=HTML, css=CSS)


def fishbone(view: FishboneView) -> None:
    """Draw a diagram under its finding."""
    with st.container(key=session.key("lt-fishbone", view.id)):
        markup.put(markup.tag("p", view.caption, "lt-finding"))
        key = session.key("lt_fishbone", view.id, session.lang())
        _component()(data={"svg": svg(view), "name": view.caption}, key=key)


# -- layout ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Layout:
    """Where things stand, in px: where each branch meets its name, the spine, the effect's box, the whole size.

    Branches go over and under the spine in turn, so that the first ones stand the farthest from the effect.
    """

    tops: tuple[float, ...]
    rise: float  # the height of a branch, its name left out
    spine: float
    effect: float
    width: float
    height: float


def layout(view: FishboneView) -> Layout:
    """Give each branch its room, wide enough for its words."""
    rows = max(LEAST_ROWS, *(len(one.causes) for one in view.bones))
    rise = ROW * rows + 28.0
    spine = EDGE + HEAD + rise
    tops: list[float] = []
    x = float(EDGE)
    for first in range(0, len(view.bones), 2):
        pair = view.bones[first : first + 2]
        room = max(_room(one, over=at == 0, blank=view.blank) for at, one in enumerate(pair))
        tops += [x + room] * len(pair)
        x += room + max(max(_head_width(one) for one in pair) / 2, SLANT * rise) + 10
    effect = x + 8
    lines = wrapped(view.effect)
    width = effect + LETTER * max(map(len, lines)) + 24 + EDGE
    return Layout(tuple(tops), rise, spine, effect, width, 2 * spine)


def _head_width(one: BoneView) -> float:
    return BOLD * len(_head_words(one)) + 18


def _head_words(one: BoneView) -> str:
    return f"{one.label} ({one.weight})" if one.weight else one.label


def _words(one: CauseView) -> str:
    return f"{one.label} ({one.weight})" if one.weight else one.label


def _room(one: BoneView, *, over: bool, blank: bool) -> float:
    """What a branch needs on the left of where it meets its name; rows lower down reach further right."""
    widest = max(
        (
            LETTER * len(_words(cause))
            + _gap(over=over)
            + 6
            + INDENT * cause.under
            - SLANT * _down(_rank(one, row, over=over))
            for row, cause in enumerate(one.causes)
        ),
        default=TO_WRITE + 10.0 if blank else 60.0,
    )
    return max(widest, _head_width(one) / 2)


def _rank(one: BoneView, row: int, *, over: bool) -> int:
    """How far from its name a cause stands: all are read from top to bottom, over the spine and under it."""
    return row if over else len(one.causes) - 1 - row


def _gap(*, over: bool) -> int:
    """From the end of a cause's words to the point where its line meets the branch."""
    return GAP + LEANING if over else GAP


def _down(row: int) -> float:
    """How far under the name the line of a cause lies."""
    return ROW * (row + 1)


def wrapped(text: str) -> list[str]:
    """The effect's words on lines cut between words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WRAP:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


# -- drawing --------------------------------------------------------------------------------------------
def svg(view: FishboneView) -> str:
    """The diagram as SVG, every word of it escaped."""
    place = layout(view)
    parts = [
        _bone(one, place, place.tops[at], over=at % 2 == 0, blank=view.blank)
        for at, one in enumerate(view.bones)
    ]
    parts.append(draw.path(draw.line((EDGE, place.spine), (place.effect - 8, place.spine)), "spine"))
    parts.append(draw.head(place.effect, place.spine, 1, 0))
    parts.append(_effect(view.effect, place))
    size = {"width": draw.number(place.width), "height": draw.number(place.height)}
    box = {"viewBox": f"0 0 {draw.number(place.width)} {draw.number(place.height)}"}
    return markup.raw_tag("svg", "".join(parts), role="img", aria_label=view.told, **size, **box)


def _effect(words: str, place: Layout) -> str:
    lines = wrapped(words)
    width = place.width - EDGE - place.effect
    height = LINE * len(lines) + 18
    found = draw.rect(place.effect, place.spine - height / 2, width, height, "effect")
    start = place.spine - LINE * (len(lines) - 1) / 2 + 4
    for number, line in enumerate(lines):
        found += draw.text(place.effect + width / 2, start + LINE * number, line, "b m")
    return found


def _bone(one: BoneView, place: Layout, top: float, *, over: bool, blank: bool) -> str:
    way = 1.0 if over else -1.0
    start = place.spine - way * place.rise  # where the branch leaves its name
    found = draw.path(draw.line((top, start), (top + SLANT * place.rise, place.spine)), "line")
    width = _head_width(one)
    y = start - HEAD if over else start
    found += draw.rect(top - width / 2, y, width, HEAD, "head")
    found += draw.text(top, y + 17, _head_words(one), "b m")
    if blank:
        for row in range(LEAST_ROWS):
            foot = start + way * _down(row)
            reach = top + SLANT * _down(row)
            found += draw.path(draw.line((max(EDGE, reach - TO_WRITE), foot), (reach, foot)), "blank")
        return found
    for row, cause in enumerate(one.causes):
        rank = _rank(one, row, over=over)
        foot = start + way * _down(rank)
        reach = top + SLANT * _down(rank)
        words = _words(cause)
        right = reach - INDENT * cause.under
        gap = _gap(over=over)
        found += draw.path(draw.line((right - LETTER * len(words) - gap, foot), (right, foot)), "thin")
        found += draw.text(right - gap, foot - 5, words, "e")
    return found
