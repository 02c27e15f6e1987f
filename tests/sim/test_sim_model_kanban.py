"""The model `kanban`: read, measured, told, refused."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.checks import InvalidError
from sim.experiment import mean
from sim.kanban.figures import count, figures
from sim.kanban.run import run
from sim.models.kanban import KanbanModel

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "kanban-line.yaml"


def example() -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load(EXAMPLE.read_text(encoding="utf-8"))["kanban"]
    return data


def test_measure_is_the_mean_of_the_runs_of_the_model() -> None:
    model = KanbanModel.read(example())
    found = model.measure(5, "trial", 3)
    assert tuple(found) == KanbanModel.INDICATORS
    runs = [
        figures(model.world, count(model.world, run(model.world, 5, replication, "trial")))
        for replication in range(3)
    ]
    assert found == {name: mean([float(one[name][0]) for one in runs]) for name in found}
    assert model.measure(5, "trial", 3) == found
    assert model.measure(6, "trial", 3) != found


def test_the_policy_changes_no_draw_and_one_card_less_stops_the_line_more() -> None:
    model = KanbanModel.read(example())
    rules = example()["policy"]["loops"]
    fewer = model.under({"loops": [{**rule, **({"cards": 4} if "cards" in rule else {})} for rule in rules]})
    assert model.world.lines == fewer.world.lines
    one, other = model.measure(1, "", 20), fewer.measure(1, "", 20)
    assert other["line_stops"] > one["line_stops"]
    assert other["mean_stock"] < one["mean_stock"]
    asked = [story.tracks[0].demand for story in (model.live(1, "", 0), fewer.live(1, "", 0))]
    assert asked[0] == asked[1]


def test_a_story_tells_the_run_of_the_measure() -> None:
    model = KanbanModel.read({**KanbanModel.EXAMPLE, "card_cost": 0.01, "missing_cost": 1})
    story = model.live(5, "trial", 1)
    assert (story.periods, story.period) == (640, "quarter_hour")
    assert [(track.place, track.item) for track in story.tracks] == [
        ("bracket", "bracket"),
        ("housing", "housing"),
        ("screw", "screw"),
    ]
    for track in story.tracks:
        series = (track.on_hand, track.backorders, track.demand, track.short, track.ordered, track.received)
        assert {len(one) for one in (*series, track.on_order, *track.extra.values())} == {640}
        assert max(track.on_hand) <= track.levels["cards"]
    assert story.tracks[0].levels == {"cards": 280, "safety": 40}
    names = {"holding": "holding_cost", "ordering": "ordering_cost", "handling": "handling_cost"}
    names |= {"cards": "card_cost", "shortage": "shortage_cost"}
    for part, name in names.items():
        assert sum(story.cost_by_period[part]) == pytest.approx(story.indicators[name])
        assert set(story.cost_by_period[part][:32]) == {0.0}, "the warm-up costs nothing"
    one = model.measure(5, "trial", 2)
    two = model.live(5, "trial", 0)
    assert one["total_cost"] == pytest.approx(
        (story.indicators["total_cost"] + two.indicators["total_cost"]) / 2
    )
    assert model.work() == 3 * 640


def faults(data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidError) as caught:
        KanbanModel.read(data)
    assert caught.value.explain("fr") != caught.value.explain("en")
    return {problem.explain("en").split(":")[0]: problem.explain("en") for problem in caught.value.problems}


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    data = copy.deepcopy(example())
    node: Any = data
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = to
    return data


@pytest.mark.parametrize(
    ("path", "to", "place", "what"),
    [
        (("loops", 0, "line"), "assembli", "loops[0].line", "did you mean assembly"),
        (("loops", 0, "cell"), "pres", "loops[0].cell", "known: press"),
        (("loops", 0, "demand"), {"poisson": 3}, "loops[0].demand", "not both"),
        (("loops", 1, "name"), "bracket", "loops[1].name", "taken already"),
        (
            ("loops", 2, "demand"),
            {"normal": {"mean": 3, "sd": 1, "whole": False}},
            "loops[2].demand",
            "whole",
        ),
        (("loops", 2, "demand"), {"series": {"values": [1, 2]}}, "loops[2].demand", "2 days"),
        (("loops", 2, "demand"), {"poison": 3}, "loops[2].demand.poison", "did you mean poisson"),
        (
            ("loops", 2, "replenishment"),
            {"constant": -1},
            "loops[2].replenishment.constant.days",
            "0 or more",
        ),
        (("loops", 2, "colour"), "red", "loops[2].colour", "not known"),
        (("loops",), [], "loops", "at least one"),
        (("loops",), 3, "loops", "list of mappings"),
        (("loops", 2, "line"), None, None, ""),
        (("lines",), [{"name": "assembly", "demand": {"poisson": 1}}] * 2, "lines[1].name", "taken already"),
        (("cells", 0, "capacity"), 0, "cells[0].capacity", "1 or more"),
        (("shortage",), "lost", "lines[0].most", "backorder only"),
        (("shift",), {"length": 4, "open": 5}, "shift.open", "4 periods"),
        (("warm_up",), 640, "warm_up", "shorter than the horizon"),
        (("release",), "full", "release", "emptied, opened"),
        (("policy", "loops", 0, "cards"), 0, "policy.loops[0].cards", "1 or more"),
        (("policy", "loops", 0, "name"), "brakket", "policy.loops[0].name", "did you mean bracket"),
        (("policy", "loops", 2, "cards"), 3, "policy.loops[2].cards", "two bins"),
        (("policy", "loops", 2, "safety"), 1, "policy.loops[2].safety", "no safety card"),
        (("policy", "loops", 2, "two_bin"), False, "policy.loops[2].cards", "is missing"),
        (("policy", "loops", 2), {"name": "screw", "cards": 2}, "policy.loops[2].container", "is missing"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    path: tuple[Any, ...], to: Any, place: str, what: str
) -> None:
    if place is None:
        KanbanModel.read(changed(*path, to=to))
        return
    told = faults(changed(*path, to=to))
    assert what in told[place], told


def test_every_fault_is_told_at_once() -> None:
    data = changed("loops", 0, "collect", to=0)
    data["loops"][1]["holding"] = "1,5"
    data["stop_cost"] = -1
    del data["horizon"]
    assert faults(data).keys() == {"loops[0].collect", "loops[1].holding", "horizon"}
    data["horizon"] = 10
    assert faults(data).keys() == {"loops[0].collect", "loops[1].holding", "stop_cost", "warm_up"} - {
        "warm_up"
    }


def test_a_policy_is_needed_and_must_rule_every_loop() -> None:
    data = example()
    rules = data.pop("policy")["loops"]
    bare = KanbanModel.read(data)
    for call in (lambda: bare.measure(1, "", 1), lambda: bare.live(1, "", 0)):
        with pytest.raises(InvalidError, match="policy: is missing"):
            call()
    with pytest.raises(InvalidError, match=r"policy\.loops: has no rule for screw"):
        bare.under({"loops": rules[:2]})
    with pytest.raises(InvalidError, match=r"policy\.loop: is not known, did you mean loops"):
        bare.under({"loop": rules})
    assert bare.under({"loops": rules}) == KanbanModel.read(example())


def test_a_line_without_a_loop_is_refused() -> None:
    data = example()
    data["lines"].append({"name": "idle", "demand": {"poisson": 1}})
    assert "no loop feeds" in faults(data)["lines[1].name"]
