"""A referential's blocks as a wheel, with the same figures as a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app import session
from app.radar_spec import LEAST_AXES, Axis, radar_layers
from app.theme import CHART_COLOURS, FONT
from app.widgets import figures, markup

SIZE = 320


@dataclass(frozen=True)
class Row:
    """One block: its code, its title, its two shares in [0, 1] (the second None without any), and more words."""

    id: str
    title: str
    first: float
    second: float | None
    note: str


def radar(rows: Sequence[Row], names: tuple[str, str | None], caption: str, key: str) -> None:
    """Draw the wheel where there are blocks enough for one, then the table; ``names`` call the two shares."""
    if len(rows) >= LEAST_AXES:
        left, right = st.columns([4, 8], gap="medium", vertical_alignment="center")
        with left:
            _wheel(rows, names, caption, key)
        with right:
            _table(rows, names, caption)
    else:
        _table(rows, names, caption)


def _wheel(rows: Sequence[Row], names: tuple[str, str | None], caption: str, key: str) -> None:
    colours = CHART_COLOURS["dark" if session.dark() else "light"]
    axes = [Axis(one.id, one.first, one.second if names[1] is not None else None) for one in rows]
    spec = {
        "width": SIZE,
        "height": SIZE,
        "background": "transparent",
        "config": {"font": FONT, "view": {"stroke": None}},
        "layer": radar_layers(axes, colours, figures.share),
    }
    st.vega_lite_chart(
        None,
        spec,
        width="content",
        theme=None,
        key=session.key(key, session.lang()),
        alt=told(rows, names, caption),
    )
    looks = [markup.tag("i", "", "line", aria_hidden="true") + markup.escape(names[0])]
    if names[1] is not None:
        looks.append(markup.tag("i", "", "dash", aria_hidden="true") + markup.escape(names[1]))
    markup.put(markup.items("ul", looks, "lt-key"))


def told(rows: Sequence[Row], names: tuple[str, str | None], caption: str) -> str:
    """The wheel in words, for who does not see it."""
    t = session.t()
    said = []
    for one in rows:
        shares = f"{names[0]} {figures.share(one.first)}"
        if names[1] is not None and one.second is not None:
            shares += f", {names[1]} {figures.share(one.second)}"
        said.append(f"{one.id} ({shares})")
    return t("home.radar_told", caption=caption, blocks=", ".join(said))


def _table(rows: Sequence[Row], names: tuple[str, str | None], caption: str) -> None:
    t = session.t()
    second = names[1]
    heads = [
        (t("home.block"), ""),
        (names[0], "num"),
        *(((second, "num"),) if second else ()),
        (t("home.criteria"), ""),
    ]
    head = "".join(markup.tag("th", words, css, scope="col") for words, css in heads)
    body = ""
    for one in rows:
        name = f"{markup.tag('span', one.id, 'code')} {markup.escape(one.title)}"
        cells = markup.raw_tag("th", name, scope="row") + markup.raw_tag("td", meter(one.first), "num")
        if second:
            cells += markup.tag("td", "–" if one.second is None else figures.share(one.second), "num")
        body += markup.raw_tag("tr", cells + markup.tag("td", one.note))
    inner = f"{markup.tag('caption', caption, 'lt-sr')}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    markup.put(markup.scrolling(markup.raw_tag("table", inner, "lt-table lt-shares"), caption))


def meter(share: float) -> str:
    """A share as a bar and its figure."""
    width = f"width: {100 * min(max(share, 0.0), 1.0):.1f}%"
    bar = markup.raw_tag("span", markup.raw_tag("i", "", style=width), "lt-meter", aria_hidden="true")
    return f"{bar} {markup.escape(figures.share(share))}"
