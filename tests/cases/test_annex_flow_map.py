"""A flow map as an annex: places as they lie, lanes in words, the same as a table, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cases.annex_flow_map import FlowMapView, spread
from cases.expressions import ExpressionError
from cases.load import LANGUAGES, load_folder
from cases.numerals import Lang
from cases.problem import CaseError, Problem
from cases.proof_annexes import annexes_show_what_the_key_uses, figures, pages
from cases.variant import draw
from cases.views import annexes

FOLDER = Path(__file__).with_name("flow_map_lanes")
SEED = 3
PLACES = "[{'place': 'sedan', 'x': 0, 'y': 0}, {'place': 'lyon', 'x': 1, 'y': 1}]"


def maps(lang: Lang = "fr", folder: Path = FOLDER) -> tuple[FlowMapView, FlowMapView]:
    whole, sketch = annexes(draw(load_folder(folder), SEED), lang)
    return whole.flow_maps[0], sketch.flow_maps[0]


def changed(folder: Path, annex: int = 1, **changes: Any) -> Path:
    target = folder / "case"
    shutil.copytree(FOLDER, target)
    yaml = YAML(typ="safe")
    data = yaml.load((target / "case.yaml").read_text(encoding="utf-8"))
    data["annexes"][annex]["flow_map"].update(changes)
    with (target / "case.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(data, file)
    return target


def test_lanes_by_mode_with_their_figures() -> None:
    whole, sketch = maps("en")
    tonnes = draw(load_folder(FOLDER), SEED).scope().value("tonnes")
    first, barge, *_, bare = whole.lanes
    assert first.figures == (
        ("Flow", f"{tonnes}\u00a0t"),
        ("Cost", f"€{34 * tonnes:,}"),
        ("Emissions", f"{0.05 * tonnes:.1f}\u00a0t CO₂e"),
    )
    assert (barge.mode, barge.mode_label, barge.share) == ("inland_waterway", "inland waterway", 1.0)
    assert first.share == pytest.approx(tonnes / 400)
    assert bare.figures == (("Emissions", "0.9\u00a0t CO₂e"),), "what a lane does not tell is left out"
    assert [name for name, _ in whole.modes] == ["road", "rail", "sea", "air", "inland_waterway"]
    assert [name for name, _ in whole.kinds] == ["plant", "warehouse", "hub", "customer"]
    assert whole.widest == "Flow, the widest: 400\u00a0t"
    assert (sketch.widest, sketch.lanes[0].share) == ("", 0.0)


def test_places_as_they_lie() -> None:
    whole, sketch = maps()
    where = {place.id: place for place in whole.places}
    assert where["montreal"].x == 0
    assert where["hamburg"].x == 1
    assert where["hamburg"].y == 0, "north is up"
    assert where["porto"].y == 1
    assert where["roissy"].x < where["antwerp"].x < where["sedan"].x
    assert [(place.x, place.y) for place in sketch.places] == [(0.5, 0.0), (0.5, 1.0)]
    assert where["havre"].kind == "hub"


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=2, max_size=24))
def test_who_lies_west_or_north_of_whom_is_kept(positions: list[tuple[float, float]]) -> None:
    found = spread(positions)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found)
    for (north, east), (x, y) in zip(positions, found, strict=True):
        for (other_north, other_east), (other_x, other_y) in zip(positions, found, strict=True):
            assert east <= other_east or x >= other_x
            assert north <= other_north or y <= other_y


def test_the_same_as_a_table() -> None:
    whole, sketch = maps("en")
    (table,) = whole.tables
    assert [one.label for one in table.columns] == ["Lane", "From", "To", "Mode", "Flow", "Cost", "Emissions"]
    assert table.rows[1] == (
        "2",
        "Sedan plant",
        "Antwerp",
        "inland waterway",
        "400\u00a0t",
        "€5,200",
        "2.6\u00a0t CO₂e",
    )
    assert table.rows[-1] == ("9", "Le Havre", "Porto", "sea", "", "", "0.9\u00a0t CO₂e")
    assert b"Antwerp,inland waterway,400,5200,2.6" in table.csv
    assert [one.label for one in sketch.tables[0].columns] == ["Lane", "From", "To", "Mode"]


def test_told_to_whoever_does_not_see_it() -> None:
    for lang in LANGUAGES:
        whole, _ = maps(lang)
        for lane in whole.lanes:
            assert all(text in whole.told for _, text in lane.figures)
            assert lane.mode_label in whole.told
        assert "{" not in whole.told


def test_the_proof_reads_its_figures() -> None:
    variant = draw(load_folder(FOLDER), SEED)
    (page, _) = pages(variant, "fr")
    assert {place for place, *_ in figures(page)} == {"flow_map.flow", "flow_map.cost", "flow_map.co2e"}
    assert list(annexes_show_what_the_key_uses(draw(load_folder(FOLDER), 10))) == []


LANE = "'source': 'sedan', 'destination': 'lyon'"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"places": "[]"}, "flow_map_places"),
        ({"places": PLACES.replace("lyon", "sedan")}, "flow_map_places"),
        ({"places": PLACES.replace("'x': 1, ", "")}, "flow_map_position"),
        (
            {"places": PLACES.replace("'x'", "'lat'").replace("'y'", "'lon'").replace("1", "91")},
            "flow_map_position",
        ),
        ({"places": PLACES.replace("'y': 0", "'y': 0, 'kind': 'pub'")}, "flow_map_kind"),
        (
            {
                "places": PLACES.replace("lyon", "unknown"),
                "lanes": f"[{{{LANE}, 'mode': 'road'}}]".replace("lyon", "unknown"),
            },
            "annex_label",
        ),
        ({"lanes": "[]"}, "flow_map_lanes"),
        ({"lanes": "['sedan']"}, "flow_map_lanes"),
        ({"lanes": "[{'source': 'sedan', 'destination': 'sedan', 'mode': 'road'}]"}, "flow_map_ends"),
        ({"lanes": "[{'source': 'sedan', 'destination': 'rome', 'mode': 'road'}]"}, "flow_map_ends"),
        ({"lanes": f"[{{{LANE}, 'mode': 'horse'}}]"}, "flow_map_mode"),
        ({"lanes": f"[{{{LANE}}}]"}, "flow_map_mode"),
        ({"lanes": f"[{{{LANE}, 'mode': 'road', 'flow': -1}}]"}, "flow_map_flow"),
        ({"lanes": f"[{{{LANE}, 'mode': 'road', 'flow': 'much'}}]"}, "flow_map_flow"),
    ],
)
def test_what_does_not_fit(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        maps(folder=changed(tmp_path, **changes))
    assert caught.value.code == code
    for lang in LANGUAGES:
        assert "{" not in Problem(code, "case.yaml", None, caught.value.params).explain(lang)


def test_a_figure_not_worded_or_of_the_map_itself(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        load_folder(changed(tmp_path, 0, figures={"speed": "int"}))
    assert any("speed" in one.explain("en") for one in caught.value.problems)
    with pytest.raises(CaseError) as caught:
        load_folder(changed(tmp_path / "other", 0, figures={"mode": "text"}))
    assert [one.code for one in caught.value.problems] == ["format.listed_twice"]
