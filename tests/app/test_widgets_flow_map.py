"""A flow map on the page: well-formed SVG, every word in it escaped, nothing outside nor on top of anything else."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from screens_harness import page_of_annexes
from streamlit.testing.v1 import AppTest

from app.widgets import flow_map
from app.widgets.flow_layout import APART, layout
from cases.annex_flow_map import FlowMapView, LaneView, PlaceView
from cases.load import load_folder
from cases.variant import draw
from cases.views import annexes

FOLDER = Path(__file__).parents[1] / "cases" / "flow_map_lanes"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def views() -> list[FlowMapView]:
    variant = draw(load_folder(FOLDER), 3)
    return [one.flow_maps[0] for lang in ("fr", "en") for one in annexes(variant, lang)]  # type: ignore[arg-type]


def crowded() -> FlowMapView:
    """Fourteen places, half of them in two spots, and eighteen lanes."""
    places = tuple(
        PlaceView(f"p{at}", f"Place {at} by name", "hub", 0.1 * (at % 5), 0.25 * (at % 4)) for at in range(14)
    )
    ends = list(combinations(range(14), 2))[::5][:18]
    lanes = tuple(
        LaneView(number, f"p{a}", f"p{b}", "road", "road", 0.5, (("Flow", "1,234 t"), ("Cost", "€12,345")))
        for number, (a, b) in enumerate(ends, start=1)
    )
    return FlowMapView("m", "c", places, lanes, (("road", "road"),), (("hub", "hub"),), "", "", "t", ())


def wrapped(fragment: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{fragment}</div>")


def test_the_map_holds_every_word_and_figure(views: list[FlowMapView]) -> None:
    for view in (*views, crowded()):
        root = wrapped(flow_map.html(view))
        for width, part in zip(flow_map.WIDTHS, root.findall("div"), strict=True):
            assert part.get("class") == f"sized w{width}"
            shown = " ".join("".join(part.itertext()).replace("\u00a0·", " ·").split())
            for place in view.places:
                assert all(word in shown for word in place.label.split())
            for lane in view.lanes:
                assert all(" ".join(text.split()) in shown for _, text in lane.figures)
        key = "".join(root.findall("ul")[-1].itertext())
        assert all(label in key for _, label in (*view.modes, *view.kinds))


def test_a_name_for_who_does_not_see_it(views: list[FlowMapView]) -> None:
    root = ElementTree.fromstring(flow_map.svg(views[0], 540))
    assert (root.get("role"), root.get("aria-label")) == ("img", views[0].told)


@pytest.mark.parametrize("width", flow_map.WIDTHS)
def test_nothing_lies_outside_nor_on_top(views: list[FlowMapView], width: int) -> None:
    for view in (*views, crowded()):
        place = layout(view, width)
        dots = [point for _, point in place.places]
        assert all(0 < x < width and 0 < y < place.height for x, y in dots)
        figures = [one.figures for one in place.courses if one.figures is not None]
        for box in figures:
            assert box.x >= 0
            assert box.y >= 0
            assert box.x + box.width <= width
            assert box.y + box.height <= place.height
            assert not any(box.holds(point) for point in dots)
            assert not any(box.overlap(name.box) for name in place.names)
        assert not any(one.overlap(other) for one, other in combinations(figures, 2))
        root = ElementTree.fromstring(flow_map.svg(view, width))
        for one in root.iter("path"):
            found = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", one.get("d", ""))]
            assert (
                max(found[::2]) <= width + 40
            )  # the point that bends a lane may lie outside, the lane does not
        for course in place.courses:
            assert all(0 <= course.at(step / 20)[0] <= width for step in range(21))


def test_names_stand_clear_on_a_map_with_room(views: list[FlowMapView]) -> None:
    place = layout(views[0], 780)
    boxes = [name.box for name in place.names]
    assert not any(one.overlap(other) for one, other in combinations(boxes, 2))
    assert all(not name.box.holds(point) for name in place.names for _, point in place.places)
    apart = [math.dist(one, other) for (_, one), (_, other) in combinations(place.places, 2)]
    assert min(apart) > 0.7 * APART


def test_places_in_one_spot_part() -> None:
    view = crowded()
    heap = tuple(replace(place, x=0.5, y=0.5) for place in view.places[:5])
    place = layout(replace(view, places=heap, lanes=view.lanes[:1]), 520)
    apart = [math.dist(one, other) for (_, one), (_, other) in combinations(place.places, 2)]
    assert min(apart) > 0.7 * APART


def test_there_and_back_take_different_ways(views: list[FlowMapView]) -> None:
    place = layout(views[0], 780)
    there, back = (
        one for one in place.courses if {"lyon", "hamburg"} == {one.lane.source, one.lane.destination}
    )
    assert math.dist(there.at(0.5), back.at(0.5)) > 30


def test_the_wider_the_more_flows() -> None:
    view = crowded()
    lanes = (replace(view.lanes[0], share=1.0), *view.lanes[1:])
    place = layout(replace(view, lanes=lanes), 780)
    assert place.courses[0].width > place.courses[1].width


def test_what_stands_on_a_map_is_escaped() -> None:
    view = crowded()
    lane = replace(view.lanes[0], mode_label=HOSTILE, figures=((HOSTILE, HOSTILE),))
    hostile = replace(
        view,
        told=HOSTILE, scale=HOSTILE, widest=HOSTILE, modes=(("road", HOSTILE),), kinds=(("hub", HOSTILE),),
        places=tuple(replace(place, label=HOSTILE) for place in view.places),
        lanes=(lane,),
    )  # fmt: skip
    drawn = flow_map.html(hostile)
    assert "<script" not in drawn
    known = {"div", "svg", "text", "rect", "path", "circle", "ul", "li", "b", "span"}
    assert {one.tag for one in wrapped(drawn).iter()} <= known


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_map_stands_on_the_page_with_its_figures(lang: str) -> None:
    at = AppTest.from_function(
        page_of_annexes, default_timeout=60, kwargs={"folder": str(FOLDER), "lang": lang}
    ).run()
    assert not at.exception
    html = "".join(block.proto.body for block in at.get("html"))
    for annex in annexes(draw(load_folder(FOLDER), 3), lang):  # type: ignore[arg-type]
        assert annex.flow_maps[0].caption in html
    assert len(at.expander) == 2
    assert len(at.get("download_button")) == 2
