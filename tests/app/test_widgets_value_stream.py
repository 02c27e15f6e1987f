"""A value-stream map on the page: well-formed SVG, every word in it escaped, nothing outside its picture."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from app.widgets import value_stream
from cases.annex_value_stream import MessageView, StockView, StreamView
from cases.load import load_folder
from cases.variant import draw
from cases.views import annexes

FOLDER = Path(__file__).parents[1] / "cases" / "value_stream_map"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def views() -> dict[str, tuple[StreamView, ...]]:
    variant = draw(load_folder(FOLDER), 3)
    return {lang: tuple(one.streams[0] for one in annexes(variant, lang)) for lang in ("fr", "en")}


def words(drawn: str) -> str:
    return "\n".join(one.text or "" for one in ElementTree.fromstring(drawn).iter("text"))


def test_the_picture_holds_every_word_and_figure(views: dict[str, tuple[StreamView, ...]]) -> None:
    for lang in ("fr", "en"):
        whole, _ = views[lang]
        shown = words(value_stream.svg(whole))
        figures = [text for one in whole.processes for pair in one.box for text in pair if text]
        figures += [text for one in whole.stocks for text in (one.quantity, one.days) if text]
        figures += [text for side in (whole.supplier, whole.customer) for pair in side.box for text in pair]
        names = [one.label for one in whole.messages]
        names += [whole.control, whole.lead_time, whole.value_added, whole.supplier.transport]
        for text in (*figures, *names):
            assert text in shown
        for name in (one.label for one in whole.processes):
            assert all(word in shown for word in name.split())


def test_a_name_for_who_does_not_see_it(views: dict[str, tuple[StreamView, ...]]) -> None:
    root = ElementTree.fromstring(value_stream.svg(views["fr"][0]))
    assert root.get("role") == "img"
    assert root.get("aria-label") == views["fr"][0].told


def test_places_left_to_the_learner_are_dashed(views: dict[str, tuple[StreamView, ...]]) -> None:
    whole, blank = (value_stream.svg(one) for one in views["fr"])
    assert whole.count('class="blank"') == 0
    assert blank.count('class="blank"') == 3 + 3 + 2, "three stocks, three processes, two totals"


def test_nothing_lies_outside_the_picture(views: dict[str, tuple[StreamView, ...]]) -> None:
    for view in (*views["fr"], *views["en"]):
        place = value_stream.layout(view)
        root = ElementTree.fromstring(value_stream.svg(view))
        assert float(root.get("width", 0)) == pytest.approx(place.width, abs=0.1)
        for one in root.iter("rect"):
            x, y, width, height = (float(one.get(name, "nan")) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert x + width <= place.width
            assert y >= 0
            assert y + height <= place.height
        for one in root.iter("path"):
            figures = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", one.get("d", ""))]
            assert min(figures) >= 0
            assert max(figures[::2]) <= place.width
            assert max(figures[1::2]) <= place.height


def test_processes_follow_one_another(views: dict[str, tuple[StreamView, ...]]) -> None:
    place = value_stream.layout(views["fr"][0])
    edges = [edge for pair in zip(place.stocks, place.processes, strict=False) for edge in pair]
    assert edges == sorted(edges)
    assert place.middle(1) > place.middle(0)


def test_what_stands_on_a_map_is_escaped(views: dict[str, tuple[StreamView, ...]]) -> None:
    view = views["fr"][0]
    hostile = replace(
        view,
        told=HOSTILE,
        control=HOSTILE,
        lead_time=HOSTILE,
        supplier=replace(view.supplier, label=HOSTILE, transport=HOSTILE, box=((HOSTILE, HOSTILE),)),
        stocks=tuple(StockView("fifo", HOSTILE, HOSTILE, HOSTILE) for _ in view.stocks),
        messages=(MessageView(HOSTILE, "press", ("control",), electronic=True),),
    )
    drawn = value_stream.svg(hostile)
    assert "<script" not in drawn
    assert {one.tag for one in ElementTree.fromstring(drawn).iter()} <= {
        "svg",
        "text",
        "rect",
        "path",
        "circle",
    }


def page(folder: str, lang: str) -> None:
    from pathlib import Path  # noqa: PLC0415  (AppTest runs this body by itself)

    from app import session  # noqa: PLC0415
    from app.widgets.paper import paper  # noqa: PLC0415
    from cases.load import load_folder  # noqa: PLC0415
    from cases.variant import draw  # noqa: PLC0415

    session.set_lang(lang)
    paper(draw(load_folder(Path(folder)), 3))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_map_stands_on_the_page_with_its_figures(
    lang: str, views: dict[str, tuple[StreamView, ...]]
) -> None:
    at = AppTest.from_function(page, default_timeout=60, kwargs={"folder": str(FOLDER), "lang": lang}).run()
    assert not at.exception
    html = "".join(block.proto.body for block in at.get("html"))
    for view in views[lang]:
        assert view.caption in html
    assert "Val" in html
    assert len(at.expander) == 2
    assert len(at.get("download_button")) == 4
