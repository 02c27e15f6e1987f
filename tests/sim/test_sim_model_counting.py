"""The model `counting`: read, measured, told, refused."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.checks import InvalidError
from sim.counting.figures import count, figures
from sim.counting.run import run
from sim.experiment import mean
from sim.models.counting import CountingModel

FILE = Path(__file__).parents[2] / "docs" / "examples" / "stock-counts.yaml"


def example() -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))["counting"]
    return data


def test_measure_is_the_mean_of_the_runs_of_the_model() -> None:
    model = CountingModel.read(example())
    found = model.measure(5, "trial", 3)
    assert tuple(found) == CountingModel.INDICATORS
    runs = [
        figures(model.world, count(model.world, run(model.world, 5, replication, "trial")))
        for replication in range(3)
    ]
    assert found == {name: mean([float(one[name][0]) for one in runs]) for name in found}
    assert model.measure(6, "trial", 3) != found


def test_more_counts_make_better_records_and_cost_more_to_take() -> None:
    model = CountingModel.read(example())
    never, some, often = (
        model.under({"counts_per_year": {"A": k, "B": k, "C": k}}).measure(1, "", 20) for k in (0, 4, 50)
    )
    for name in ("record_accuracy", "fill_rate", "counting_cost", "counts"):
        assert never[name] < some[name] < often[name]
    assert never["cost_of_wrong_records"] > some["cost_of_wrong_records"] > often["cost_of_wrong_records"]
    assert (never["counts"], some["counts"], often["counts"]) == (0, 16, 200)


def test_a_story_tells_the_run_of_the_measure() -> None:
    data = copy.deepcopy(example())
    data["policy"]["full_counts"] = [249]
    model = CountingModel.read(data)
    story = model.live(5, "trial", 0)
    assert (story.periods, story.period, len(story.tracks)) == (500, "working_day", 4)
    for track in story.tracks:
        series = (track.on_hand, track.backorders, track.demand, track.short, track.ordered, track.received)
        assert {len(one) for one in (*series, track.on_order, *track.extra.values())} == {500}
    assert story.tracks[3].levels == {"s": 120, "S": 700}
    for part in ("holding", "ordering", "counting", "shortage"):
        assert sum(story.cost_by_period[part]) == pytest.approx(story.indicators[f"{part}_cost"])
        assert set(story.cost_by_period[part][:250]) == {0.0}, "the warm-up costs nothing"
    counts = sum(sum(track.extra["counts"][250:]) for track in story.tracks)
    assert counts == story.indicators["counts"]
    assert story.indicators == model.measure(5, "trial", 1)
    assert model.work() == 4 * 500


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
        (("items", 1, "name"), "bearing", "items[1].name", "taken already"),
        (("items", 1, "S"), 90, "items[1].Q", "not both"),
        (("items", 3, "S"), 120, "items[3].S", "above s = 120"),
        (
            ("items", 0, "demand"),
            {"normal": {"mean": 3, "sd": 1, "whole": False}},
            "items[0].demand",
            "whole",
        ),
        (("items", 0, "demand"), {"series": {"values": [1, 2]}}, "items[0].demand", "2 days"),
        (("items", 0, "lead_time"), {"const": 2}, "items[0].lead_time.const", "did you mean constant"),
        (("items",), [], "items", "at least one"),
        (
            ("items",),
            [{"name": str(i), "s": 0, "Q": 1, "demand": {"poisson": 1}} for i in range(2001)],
            "items",
            "2000",
        ),
        (("errors", "loss"), {"chance": 2}, "errors.loss.chance", "at most 1"),
        (("errors", "loss", "size"), {"empirical": [0.5]}, "errors.loss.size", "whole"),
        (("errors", "unrecorded", "inward"), -1, "errors.unrecorded.inward", "0 or more"),
        (("errors", "theft"), {"chance": 0}, "errors.theft", "not known"),
        (("pick_by",), "eye", "pick_by", "record, shelf"),
        (("tolerance",), {"D": 0.1}, "tolerance.D", "known: A, B, C"),
        (("tolerance",), {"A": 2}, "tolerance.A", "at most 1"),
        (("warm_up",), 500, "warm_up", "shorter than the horizon"),
        (("policy", "counts_per_year"), {"D": 1}, "policy.counts_per_year.D", "known: A, B, C"),
        (("policy", "counts_per_year"), {"A": 1.5}, "policy.counts_per_year.A", "a whole number"),
        (
            ("policy", "counts_per_year"),
            {"A": 251},
            "policy.counts_per_year.A",
            "more than a count a working day",
        ),
        (("policy", "counts_per_year"), "often", "policy.counts_per_year", "a whole number"),
        (("policy", "full_counts"), [250], "policy.full_counts[0]", "day of the working year"),
        (("policy", "full_counts"), [2.5], "policy.full_counts[0]", "day of the working year"),
        (("policy", "recount"), 1, "policy.recount", "true or false"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    path: tuple[Any, ...], to: Any, place: str, what: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        CountingModel.read(changed(*path, to=to))
    assert caught.value.explain("fr") != caught.value.explain("en")
    told = {problem.explain("en").split(":")[0]: problem.explain("en") for problem in caught.value.problems}
    assert what in told[place], told


def test_a_policy_is_needed() -> None:
    data = example()
    policy = data.pop("policy")
    bare = CountingModel.read(data)
    for call in (lambda: bare.measure(1, "", 1), lambda: bare.live(1, "", 0)):
        with pytest.raises(InvalidError, match="policy: is missing"):
            call()
    with pytest.raises(InvalidError, match=r"policy\.counts: is not known, did you mean"):
        bare.under({"counts": 3})
    assert bare.under(policy) == CountingModel.read(example())
    assert bare.under({"counts_per_year": 2, "full_counts": []}).world.ruled().counts_per_year == (("", 2),)
