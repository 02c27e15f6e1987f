"""A cause-and-effect diagram on the page: well-formed SVG, every word in it escaped, nothing outside nor on top."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from screens_harness import page_of_annexes
from streamlit.testing.v1 import AppTest

from app.widgets import fishbone
from cases.annex_fishbone import BoneView, CauseView, FishboneView
from cases.load import load_folder
from cases.variant import draw
from cases.views import annexes

FOLDER = Path(__file__).parents[1] / "cases" / "fishbone_diagram"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def views() -> list[FishboneView]:
    variant = draw(load_folder(FOLDER), 3)
    return [one.fishbones[0] for lang in ("fr", "en") for one in annexes(variant, lang)]  # type: ignore[arg-type]


def crowded() -> FishboneView:
    """Eight branches, two to six causes each, long and short."""
    bones = tuple(
        BoneView(
            f"Branch {at}",
            "12",
            tuple(CauseView("x" * (8 + 5 * row), "3", row == 1) for row in range(2 + at % 5)),
        )
        for at in range(8)
    )
    return FishboneView(
        "a", "c", "An effect told in rather many words", bones, blank=False, told="t", tables=()
    )


def test_the_picture_holds_every_word(views: list[FishboneView]) -> None:
    for view in views:
        shown = " ".join(one.text or "" for one in ElementTree.fromstring(fishbone.svg(view)).iter("text"))
        assert all(word in shown for word in view.effect.split())
        for bone in view.bones:
            assert bone.label in shown
            assert all(cause.label in shown for cause in bone.causes)


def test_a_name_and_blanks_to_fill(views: list[FishboneView]) -> None:
    whole, blank = views[:2]
    root = ElementTree.fromstring(fishbone.svg(whole))
    assert (root.get("role"), root.get("aria-label")) == ("img", whole.told)
    assert fishbone.svg(whole).count('class="blank"') == 0
    assert fishbone.svg(blank).count('class="blank"') == 4 * fishbone.LEAST_ROWS


def test_nothing_lies_outside_the_picture_nor_on_another(views: list[FishboneView]) -> None:
    for view in (*views, crowded()):
        place = fishbone.layout(view)
        root = ElementTree.fromstring(fishbone.svg(view))
        boxes = []
        for one in root.iter("rect"):
            x, y, width, height = (float(one.get(name, "nan")) for name in ("x", "y", "width", "height"))
            boxes.append((x, y, x + width, y + height))
        for one in root.iter("text"):
            x, y, wide = float(one.get("x", 0)), float(one.get("y", 0)), fishbone.LETTER * len(one.text or "")
            if one.get("class") == "e":
                boxes.append((x - wide, y - 11, x, y + 3))
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert top >= 0
            assert right <= place.width
            assert bottom <= place.height
        for one, other in combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)
        for one in root.iter("path"):
            figures = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", one.get("d", ""))]
            assert min(figures) >= 0
            assert max(figures[::2]) <= place.width
            assert max(figures[1::2]) <= place.height


def test_what_stands_on_a_diagram_is_escaped(views: list[FishboneView]) -> None:
    bone = BoneView(HOSTILE, HOSTILE, (CauseView(HOSTILE, HOSTILE, under=False),))
    drawn = fishbone.svg(replace(views[0], told=HOSTILE, effect=HOSTILE, bones=(bone, bone)))
    assert "<script" not in drawn
    assert {one.tag for one in ElementTree.fromstring(drawn).iter()} <= {"svg", "text", "rect", "path"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_diagram_stands_on_the_page_with_its_table(lang: str) -> None:
    at = AppTest.from_function(
        page_of_annexes, default_timeout=60, kwargs={"folder": str(FOLDER), "lang": lang}
    ).run()
    assert not at.exception
    html = "".join(block.proto.body for block in at.get("html"))
    for annex in annexes(draw(load_folder(FOLDER), 3), lang):  # type: ignore[arg-type]
        assert annex.fishbones[0].caption in html
    assert len(at.expander) == 2
    assert len(at.get("download_button")) == 2


def test_words_stop_before_a_branch_that_leans_over_them(views: list[FishboneView]) -> None:
    bones = (BoneView("Up", "", (CauseView("above", "", under=False),)),) * 2
    place = fishbone.layout(replace(views[0], bones=bones, blank=False))
    root = ElementTree.fromstring(fishbone.svg(replace(views[0], bones=bones, blank=False)))
    over, under = (one for one in root.iter("text") if one.text == "above")
    for one, way in ((over, -1), (under, 1)):
        y = float(one.get("y", "")) - 12  # the top of its letters
        lean = fishbone.SLANT * (place.rise - abs(y - place.spine))
        assert float(one.get("x", "")) + 2 < place.tops[0] + lean, way
