"""The model `feeding`: read, measured, told, refused."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.checks import InvalidError
from sim.models import read_model
from sim.models.feeding import FeedingModel

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "tugger-train.yaml"


def example() -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load(EXAMPLE.read_text(encoding="utf-8"))["feeding"]
    return data


def test_the_example_in_the_documentation_runs_better_than_one_with_fewer_frames() -> None:
    model = read_model({"feeding": example()})
    assert isinstance(model, FeedingModel)
    rules = example()["policy"]
    fewer = [{**one, **({"containers": 5} if one["name"] == "frame" else {})} for one in rules["feeds"]]
    one, other = (
        model.measure(1, "test", 20),
        model.under({**rules, "feeds": fewer}).measure(1, "test", 20),
    )
    assert other["stopped_time"] > one["stopped_time"]
    assert other["places"] == one["places"] - 4


def test_the_policy_changes_no_draw() -> None:
    model = FeedingModel.read(example())
    plenty = [{"name": name, "containers": 60} for name in ("frame", "wheel", "screw", "finish")]
    runs = [
        model.under({"routes": [{"name": "loop", "interval": interval}], "feeds": plenty}).live(3, "", 0)
        for interval in (12, 30)
    ]
    assert runs[0].tracks[0].demand == runs[1].tracks[0].demand
    assert [one.indicators["stops"] for one in runs] == [0, 0]


def test_a_story_tells_places_levels_and_stops() -> None:
    data = example()
    data["policy"]["feeds"][0]["containers"] = 5
    story = FeedingModel.read(data).live(2, "", 0)
    assert [track.place for track in story.tracks] == ["frame", "wheel", "screw", "finish"]
    frame = story.tracks[0]
    assert frame.levels == {"containers": 20}
    assert max(frame.on_hand) <= 20
    stopped = sum(frame.extra["stopped"][story.warm_up :])
    assert stopped == pytest.approx(story.indicators["stopped_time"])
    assert stopped > 0
    assert sum(frame.short) > 0


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
        (("parts", 0, "line"), "assembli", "parts[0].line", "did you mean assembly"),
        (("parts", 0, "stop"), "nowhere", "parts[0].stop", "known: end, middle, start"),
        (("parts", 0, "size"), 17, "parts[0].size", "room for 16"),
        (("parts", 0, "share"), 0, "parts[0].share", "above 0"),
        (("parts", 1, "name"), "frame", "parts[1].name", "taken already"),
        (("parts", 1, "store"), None, "parts[1].store", "go together"),
        (("parts", 1, "replenishment"), None, "parts[1].replenishment", "go together"),
        (("kits", 0, "name"), "lamp", "kits[0].name", "taken already"),
        (("kits", 0, "parts"), ["lamp", "sadle"], "kits[0].parts[1]", "did you mean saddle"),
        (("kits", 0, "parts"), [], "kits[0].parts", "list of names"),
        (("routes", 0, "stops", 1, "name"), "start", "routes[0].stops[1].name", "taken already"),
        (("routes", 0, "stops"), [], "routes[0].stops", "at least one"),
        (("routes", 0, "places"), 0.5, "routes[0].places", "whole number"),
        (("lines", 0, "takt"), {"constant": 0}, "lines[0].takt", "too short"),
        (("signal",), "shout", "signal", "call, empties"),
        (("release",), "opened", "release", "signal: call only"),
        (("warm_up",), 900, "warm_up", "shorter than the horizon"),
        (("policy", "routes", 0, "on_demand"), 3, "policy.routes[0].interval", "one of interval and on_demand"),
        (("policy", "routes", 0), {"name": "loop", "on_demand": 3}, "policy.routes[0].on_demand", "signal: call"),
        (("policy", "routes", 0, "interval"), 0, "policy.routes[0].interval", "0.05 or more"),
        (("policy", "routes"), [], "policy.routes", "no rule for loop"),
        (("policy", "feeds", 0, "name"), "fram", "policy.feeds[0].name", "did you mean frame"),
        (("policy", "feeds", 0), {"name": "saddle", "containers": 2}, "policy.feeds[3].name", "brings saddle"),
        (("policy", "feeds", 2, "containers"), 3, "policy.feeds[2].containers", "two bins are two"),
        (("policy", "feeds", 0), {"name": "frame"}, "policy.feeds[0].containers", "is missing"),
        (("parts", 0, "container"), None, "policy.feeds[0].container", "is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_where_it_stands(
    path: tuple[str | int, ...], to: Any, place: str, what: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        FeedingModel.read(changed(*path, to=to))
    assert caught.value.explain("fr") != caught.value.explain("en")
    told = {one.explain("en").split(":")[0]: one.explain("en") for one in caught.value.problems}
    assert what in told[place], told


def test_a_round_of_no_time_is_refused() -> None:
    data = changed("routes", 0, "return_time", to=0)
    for stop in data["routes"][0]["stops"]:
        stop |= {"travel": 0, "pause": 0}
    with pytest.raises(InvalidError) as caught:
        FeedingModel.read(data)
    assert "next to no time" in caught.value.explain("en")


def test_a_kit_of_two_lines_is_refused() -> None:
    data = changed("parts", 4, "line", to="other")
    data["lines"].append({"name": "other", "takt": {"constant": 5}})
    with pytest.raises(InvalidError) as caught:
        FeedingModel.read(data)
    assert "kit serves one line" in caught.value.explain("en")
