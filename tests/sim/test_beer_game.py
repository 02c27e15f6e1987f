"""The beer game (Sterman, 1989, Management Science 35(3), 321-339), from its scenario file.

Sterman's benchmark, the best that his heuristic does, is recalled, not looked up: 204 in all, 46, 50, 54 and 54 from
the retailer to the factory, with an expected demand of 4, both adjustments whole, and goals of 28, 28, 28 and 20.
It comes out to the last cent when every stage orders 4 in the first four weeks, as players are told to; a model of
the board of Edali and Yasarcan (2014, JASSS 17(4) 2) reports the same check. The other figures are worked out by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.episodes.base import replay
from sim.episodes.network import NetworkEpisode, NetworkPlay
from sim.models import read_model
from sim.network import breakdown, indicators, read_world, run, start

FILE = Path(__file__).parents[2] / "docs" / "examples" / "beer-game.yaml"
STAGES = ("retailer", "wholesaler", "distributor", "factory")
GOALS = {"retailer": 28, "wholesaler": 28, "distributor": 28, "factory": 20}
USUAL = 4  # what each stage orders in the first four weeks, and what it goes on to expect


def scenario() -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return data


def game(decide: tuple[str, ...] = STAGES, **more: Any) -> NetworkEpisode:
    stages = [{"site": stage} for stage in decide]
    return NetworkEpisode.read({"steps": 36, "decide": stages, "network": scenario()["network"], **more})


def heuristic(week: int, stage: str, stock: Mapping[str, int], goals: Mapping[str, int]) -> int:
    """Expected demand + what the goal lacks: order = 4 + (S' - stock - supply line), never below 0."""
    if week <= 4:
        return USUAL
    return max(USUAL + goals[stage] - stock["position"], 0)


def by_heuristic(goals: Mapping[str, int] = GOALS) -> NetworkPlay:
    play = game().start(0, "beer")
    while not play.done:
        state = play.state()
        orders = {one["row"]: heuristic(play.step, one["row"], one, goals) for one in state["stocks"]}
        play.play({"orders": orders})
    return play


def test_the_benchmark_of_sterman() -> None:
    figures = by_heuristic().indicators()
    assert figures["total_cost"] == 204
    assert figures["ordering_cost"] == figures["transport_cost"] == 0


def test_the_benchmark_stage_by_stage() -> None:
    """The same run of the network itself, without the episode."""
    data = scenario()["network"]
    data["policy"] = {"replenish": [{"site": stage, "asked": {}} for stage in STAGES]}
    world = read_world(data)
    live = start(world, 0)
    while (week := live.advance_to_review()) is not None:
        orders = {}
        for stage in STAGES:
            stock = {"position": live.point(stage, "beer").inventory_position}
            orders[stage, "beer"] = heuristic(week + 1, stage, stock, GOALS)
        live.decide(orders)
    sites = breakdown(world, live.ledger).by_site
    assert [sites[stage].total_cost for stage in STAGES] == [46, 50, 54, 54]
    assert indicators(world, live.ledger).fill_rate < 1


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("change", [-4, 4])
def test_no_other_goal_of_a_stage_does_better(stage: str, change: int) -> None:
    assert by_heuristic({**GOALS, stage: GOALS[stage] + change}).indicators()["total_cost"] > 204


def nets(kind: NetworkEpisode, decisions: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Each stage's stock less what it owes, before it ships, week by week."""
    moments, _ = replay(kind, 0, "beer", decisions)
    found: dict[str, list[int]] = {stage: [] for stage in STAGES}
    for moment in moments:
        for one in moment.state["stocks"]:
            found[one["row"]].append(one["on_hand"] - one["backorders"])
    return found


# A stage that orders what it is asked: 12 in stock, and the step of 4 a week eats 4 a week for the four weeks that
# an order takes (three at the factory), two weeks later at each stage. Then each lack of one stage is felt four
# weeks later by the one before: the distributor's first in week 12.
PASSED_ON = {
    "retailer": [12, 12, 12, 12, 8, 4, 0, -4, -4, -4, -4, -8],
    "wholesaler": [12, 12, 12, 12, 12, 12, 8, 4, 0, -4, -4, -4],
    "distributor": [12, 12, 12, 12, 12, 12, 12, 12, 8, 4, 0, -4],
    "factory": [12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 8, 4],
}


def test_orders_passed_on_by_hand() -> None:
    kind = game(steps=12)
    play = kind.start(0, "beer")
    decisions: list[dict[str, Any]] = []
    while not play.done:
        decisions.append({"orders": {one["row"]: one["asked"] for one in play.state()["stocks"]}})
        play.play(decisions[-1])
    assert nets(kind, decisions) == PASSED_ON
    assert [one["orders"]["factory"] for one in decisions] == [4] * 10 + [8, 8]


def test_to_pass_orders_on_is_to_keep_the_position() -> None:
    """A base stock at the first position (28; 24 at the factory) orders what it was asked."""
    data = scenario()["network"]
    levels = (28, 28, 28, 24)
    data["policy"] = {
        "replenish": [
            {"site": stage, "base_stock": level} for stage, level in zip(STAGES, levels, strict=True)
        ]
    }
    ledger = run(read_world({**data, "horizon": 12}), 0)
    orders = {stage: [row.quantity for row in ledger.rows("order") if row.site == stage] for stage in STAGES}
    assert orders["retailer"] == [4] * 4 + [8] * 8
    assert orders["wholesaler"] == [4] * 6 + [8] * 6
    assert orders["factory"] == [4] * 10 + [8] * 2


def test_the_file_runs_as_it_is() -> None:
    """Up to their levels from the first week on, the stages do better than when they wait: 180, computed."""
    model = read_model(scenario())
    assert model.measure(1, "test", 2)["total_cost"] == 180
    story = model.live(1, "test", 0)
    assert story.tracks[0].on_order[0] == 20  # 16 under way, 4 of it received, and the first order of 8
    assert sum(sum(costs) for costs in story.cost_by_period.values()) == 180


def test_one_stage_played_alone_sees_its_own() -> None:
    """The others follow the file; 52 weeks replayed at every click of a page (12 ms when it was written)."""
    kind = game(("distributor",), steps=52, sees="own")
    moments, play = replay(kind, 0, "beer", [{"order": 8}] * 52)
    assert play.done
    assert "others" not in moments[0].state
    figures = play.indicators()
    assert 0 < figures["own_cost"] < figures["total_cost"]
    assert play.events[-1]["cost"] == figures["own_cost"]
