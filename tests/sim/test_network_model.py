"""What each feature of a network does, one small world each, checked by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from network_worlds import line, one
from ruamel.yaml import YAML

from sim.checks import InvalidError
from sim.ledger import Ledger
from sim.models import read_model
from sim.models.network import NetworkModel
from sim.network import NetworkRun, indicators, read_world, run, start
from sim.network.draws import draw
from sim.network.story import story

SEED = 2026
Row = tuple[Any, ...]


def told(ledger: Ledger, *kinds: str) -> list[Row]:
    return [(row.time, row.kind, row.site, row.quantity) for row in ledger.rows(*kinds)]


def lane(**changes: Any) -> dict[str, Any]:
    return {"from": "north", "to": "depot", "lead_time": {"constant": 3}, **changes}


def ask(*values: int, **more: Any) -> list[dict[str, Any]]:
    return [{"site": "depot", "item": "A", "demand": {"series": {"values": list(values), "then": 0}}, **more}]


def test_an_order_cascades_within_a_period() -> None:
    ledger = run(read_world(line()), SEED)
    assert told(ledger, "order", "ship")[:4] == [
        (0, "order", "shop", 10),
        (0, "order", "depot", 10),
        (0, "ship", "north", 10),
        (0, "ship", "depot", 10),
    ]
    assert told(ledger, "receipt")[:2] == [(1, "receipt", "shop", 10), (2, "receipt", "shop", 10)]
    assert indicators(read_world(line()), ledger).fill_rate == 1


def test_an_order_delay_is_seen_later_and_is_on_order_at_once() -> None:
    data = line()
    data["lanes"][1]["order_delay"] = 2
    begun = start(read_world(data), SEED)
    ledger = begun.run()
    assert told(ledger, "order")[0] == (0, "order", "shop", 10)
    assert told(ledger, "ship")[:2] == [(2, "ship", "north", 10), (2, "ship", "depot", 10)]
    assert begun.point("shop", "A").on_order == sum(units for _, units in begun.under_way()["shop", "A"])


def test_order_days_closures_and_weekdays() -> None:
    data = one(
        lanes=[lane(order_days=[1, 3], closed=[6])],
        week=5,
        demands=ask(*[1] * 12),
    )
    ledger = run(read_world(data), SEED)
    assert [(row.time, row.quantity) for row in ledger.rows("order")] == [(1, 2), (3, 2), (8, 5), (11, 3)]


def test_a_closed_period_ships_nothing() -> None:
    data = line()
    data["lanes"][1]["closed"] = [3, 4]
    ledger = run(read_world(data), SEED)
    assert [row.time for row in ledger.rows("ship") if row.site == "depot"][:5] == [0, 1, 2, 5, 6]
    assert [row.quantity for row in ledger.rows("order") if row.site == "shop"][:5] == [10, 10, 10, 30, 10]


def test_minimum_multiple_and_the_stocks_own() -> None:
    for changes, expected in (
        ({"minimum": 8}, 8),
        ({"minimum": 8, "multiple": 6}, 12),
        ({"multiple": 4}, 4),
        ({"minimum_total": 9, "multiple": 2}, 10),
    ):
        ledger = run(read_world(one(lanes=[lane(**changes)], demands=ask(3))), SEED)
        assert ledger.rows("order")[0].quantity == expected, changes
    data = one(lanes=[lane(minimum=8, multiple=6)], demands=ask(3))
    data["stocks"][0].update(multiple=5, minimum=0)
    assert run(read_world(data), SEED).rows("order")[0].quantity == 5


def test_an_order_under_its_minimum_raises_its_largest_line() -> None:
    data = one(
        items=[{"name": "A"}, {"name": "B"}, {"name": "C"}],
        lanes=[lane(minimum_total=30, multiple=4, order_cost=50, line_cost=3)],
        stocks=[{"site": "depot", "item": item, "initial": 40} for item in "ABC"],
        demands=[
            {"site": "depot", "item": item, "demand": {"series": {"values": [units], "then": 0}}}
            for item, units in zip("ABC", (3, 7, 8), strict=True)
        ],
    )
    world = read_world(data)
    ledger = run(world, SEED)
    assert [(row.item, row.quantity) for row in ledger.rows("order")] == [("A", 4), ("B", 20), ("C", 8)]
    found = indicators(world, ledger)
    assert (found.orders, found.ordering_cost) == (1, 50 + 3 * 3)


def test_price_breaks_are_paid_on_the_whole_line() -> None:
    prices = [{"item": "A", "from": 10, "price": 4.5}, {"item": "A", "from": 50, "price": 4}]
    for units, premium in ((9, 0), (10, -5), (49, -24.5), (60, -60)):
        world = read_world(one(lanes=[lane(prices=prices)], demands=ask(units)))
        assert indicators(world, run(world, SEED)).purchase_premium == premium


def test_trucks_and_freight() -> None:
    data = one(
        items=[{"name": "A", "volume": 0.1}, {"name": "B"}],
        lanes=[lane(truck={"capacity": 3, "cost": 100}, unit_freight=0.5)],
        stocks=[{"site": "depot", "item": item, "initial": 40} for item in "AB"],
        demands=[
            *ask(30),
            {"site": "depot", "item": "B", "demand": {"series": {"values": [0, 4], "then": 0}}},
        ],
    )
    world = read_world(data)
    ledger = run(world, SEED)
    # 30 × 0.1 fills one truck; 4 units without volume take two.
    assert told(ledger, "trucks") == [(0, "trucks", "north", 1), (1, "trucks", "north", 2)]
    assert indicators(world, ledger).transport_cost == 300 + 0.5 * 34
    assert indicators(world, ledger).trucks == 3


def test_crossing_or_not() -> None:
    changes = {"lead_time": {"empirical": {"values": [1, 6]}}}
    base = {"horizon": 60, "demands": ask(*[1] * 50)}
    free = run(read_world(one(lanes=[lane(**changes)], **base)), SEED)
    kept = run(read_world(one(lanes=[lane(**changes, crossing=False)], **base)), SEED)
    dues = [[row.due for row in ledger.rows("ship")] for ledger in (free, kept)]
    assert dues[0] != sorted(dues[0])
    assert dues[1] == sorted(dues[1])
    running = 0
    for free_due, due in zip(*dues, strict=True):
        running = max(running, free_due)
        assert due == running


def test_yield_is_right_on_average_and_makes_reorder() -> None:
    data = one(horizon=2000, lanes=[lane(**{"yield": 0.9})], demands=ask(*[7] * 2000))
    world = read_world(data)
    ledger = run(world, SEED)
    shipped = sum(row.quantity for row in ledger.rows("ship"))
    bad = sum(row.quantity for row in ledger.rows("reject"))
    assert bad / shipped == pytest.approx(0.1, abs=0.01)
    assert indicators(world, ledger).fill_rate == 1


def test_an_inspected_receipt_waits() -> None:
    world = read_world(one(lanes=[lane(inspect={"share": 1, "periods": 2})], demands=ask(5)))
    begun = start(world, SEED)
    ledger = begun.run()
    assert told(ledger, "hold", "release") == [(3, "hold", "depot", 5), (5, "release", "depot", 5)]
    assert [row.on_order for row in ledger.rows("hold", "release")] == [5, 0]
    assert ledger.rows("hold")[0].due == 5


def test_a_disruption_holds_shipments_and_a_backup_steps_in() -> None:
    stop = [{"source": "north", "start": 0, "length": 4}]
    ledger = run(read_world(one(demands=ask(5, 6), disruptions=stop)), SEED)
    assert told(ledger, "ship") == [(4, "ship", "north", 5), (4, "ship", "north", 6)]
    backup = one(
        sources=[{"name": "north"}, {"name": "far"}],
        lanes=[lane(), {**lane(priority=1, lead_time={"constant": 5}), "from": "far"}],
        demands=ask(5, 0, 0, 0, 6),
        disruptions=stop,
    )
    ledger = run(read_world(backup), SEED)
    assert told(ledger, "ship") == [(0, "ship", "far", 5), (4, "ship", "north", 6)]
    backup["disruptions"] = [{"source": "north>depot", "start": 0, "length": 4}]
    assert told(run(read_world(backup), SEED), "ship") == told(ledger, "ship")


def test_a_site_that_is_down_serves_nobody() -> None:
    world = read_world(one(demands=ask(5, 5, 5), disruptions=[{"source": "depot", "start": 1, "length": 1}]))
    ledger = run(world, SEED)
    assert [(row.shipped, row.short) for row in ledger.rows("demand")][:3] == [(5, 0), (0, 5), (5, 0)]


def test_up_and_down_times_follow_one_another() -> None:
    stop = {"source": "north", "up": {"constant": 3}, "down": {"constant": 2}}
    world = read_world(one(horizon=12, disruptions=[stop]))
    assert draw(world, SEED, "", 0).down.tolist() == [
        [False] * 3 + [True] * 2 + [False] * 3 + [True] * 2 + [False] * 2
    ]


def test_a_can_order_stock_joins_an_order_made_anyway() -> None:
    rule = {"can_order": {"s": 20, "c": 35, "S": 40}}
    data = one(
        items=[{"name": name} for name in "ABC"],
        lanes=[lane(order_cost=50, multiple=4)],
        stocks=[{"site": "depot", "item": name} for name in "ABC"],
        demands=[
            {"site": "depot", "item": name, "demand": {"series": {"values": [0, units], "then": 0}}}
            for name, units in (("A", 6), ("B", 21), ("C", 4))
        ],
        policy={"replenish": [{"site": "depot", **rule}]},
    )
    world = read_world(data)
    ledger = run(world, SEED)
    # B falls to 19 and orders; A, at 34, joins; C, at 36, does not. One order, its lines in whole packs.
    assert [(row.time, row.item, row.quantity) for row in ledger.rows("order")] == [(1, "B", 24), (1, "A", 8)]
    assert indicators(world, ledger).ordering_cost == 50
    data["demands"] = data["demands"][:1]
    assert run(read_world(data), SEED).rows("order") == (), "nobody joins an order that nobody makes"


def test_orders_are_split_between_sources() -> None:
    data = one(
        sources=[{"name": "north"}, {"name": "south"}],
        lanes=[lane(share=2), {**lane(share=1), "from": "south"}],
        demands=ask(10, 3),
    )
    ledger = run(read_world(data), SEED)
    assert [(row.other, row.quantity) for row in ledger.rows("order")] == [
        ("north", 7), ("south", 3), ("north", 2), ("south", 1),
    ]  # fmt: skip
    data["policy"]["split"] = [{"site": "depot", "from": "north", "share": 0}]
    assert {row.other for row in run(read_world(data), SEED).rows("order")} == {"south"}


@pytest.mark.parametrize(
    ("rule", "expected"), [("fifo", [20, 2]), ("priority", [7, 15]), ("fair_share", [13, 9])]
)
def test_short_stock_is_shared_by_the_rule_of_the_site(rule: str, expected: list[int]) -> None:
    data = line(
        horizon=2,
        sites=[{"name": "depot", "allocation": rule}, {"name": "a"}, {"name": "b"}],
        lanes=[lane(), *({"from": "depot", "to": shop} for shop in "ab")],
        stocks=[
            {"site": "depot", "item": "A", "initial": 22},
            {"site": "a", "item": "A", "initial": 0, "priority": 2},
            {"site": "b", "item": "A", "initial": 0, "priority": 1},
        ],
        demands=[],
        policy={
            "replenish": [
                {"site": "depot", "base_stock": 0}, {"site": "a", "base_stock": 20}, {"site": "b", "base_stock": 15},
            ]
        },
    )  # fmt: skip
    ledger = run(read_world(data), SEED)
    assert [row.quantity for row in ledger.rows("ship") if row.site == "depot" and row.time == 0] == expected


def perishable(issue: str, **changes: Any) -> dict[str, Any]:
    return one(
        horizon=8,
        items=[{"name": "A", "unit_cost": 5, "shelf_life": 4}],
        sites=[{"name": "depot", "issue": issue}],
        lanes=[lane(lead_time={"constant": 1})],
        stocks=[{"site": "depot", "item": "A", "initial": 10}],
        policy={"replenish": [{"site": "depot", "reorder_point": {"s": 10, "Q": 10}}]},
        **changes,
    )


def test_lots_are_dated_and_written_off() -> None:
    world = read_world(perishable("fefo"))
    ledger = run(world, SEED)
    # Ordered in 0, in stock from 1: the first stock lasts to period 3, the lot received in 1 to period 4.
    expired = [(row.time, row.quantity, row.lots) for row in ledger.rows("expire")]
    assert expired[:2] == [(4, 10, (("depot:A:start", 10),)), (5, 10, (("north>depot:A:0", 10),))]
    found = indicators(world, ledger)
    assert found.waste_cost == 5 * sum(row.quantity for row in ledger.rows("expire"))
    assert found.waste_rate > 0
    [track] = story(world, ledger).tracks
    assert sum(track.extra["expired"]) == sum(row.quantity for row in ledger.rows("expire"))


def test_the_issue_decides_which_lot_a_customer_gets() -> None:
    for issue, lot in (("fefo", "depot:A:start"), ("fifo", "depot:A:start"), ("lifo", "north>depot:A:0")):
        ledger = run(read_world(perishable(issue, demands=ask(0, 4))), SEED)
        assert [row.lots for row in ledger.rows("demand") if row.quantity] == [((lot, 4),)]


def test_a_lot_is_followed_from_source_to_customer() -> None:
    data = line(items=[{"name": "A", "traced": True}])
    ledger = run(read_world(data), SEED)
    lot = "north>depot:A:0"
    seen = [(row.kind, row.site, row.other) for row in ledger if lot in dict(row.lots)]
    assert seen[:4] == [
        ("ship", "north", "depot"), ("receipt", "depot", "north"), ("ship", "depot", "shop"),
        ("receipt", "shop", "depot"),
    ]  # fmt: skip
    assert ("demand", "shop", "") in seen


def test_lots_that_go_to_waiting_customers_are_named() -> None:
    data = one(items=[{"name": "A", "traced": True}], demands=ask(50))
    ledger = run(read_world(data), SEED)
    [cleared] = ledger.rows("clear")
    assert (cleared.time, cleared.quantity, cleared.lots) == (3, 10, (("north>depot:A:0", 10),))


def test_customers_lose_patience() -> None:
    data = one(lanes=[lane(lead_time={"constant": 9})], demands=ask(50, 0, 5, patience=2, lost=7))
    world = read_world(data)
    ledger = run(world, SEED)
    assert told(ledger, "leave") == [(3, "leave", "depot", 10), (5, "leave", "depot", 5)]
    assert indicators(world, ledger).shortage_cost == 7 * 15


def plant(**bill: Any) -> dict[str, Any]:
    return one(
        items=[{"name": "A"}, {"name": "leg"}, {"name": "top"}],
        stocks=[
            {"site": "depot", "item": "A", "initial": 0},
            {"site": "depot", "item": "leg", "initial": 20},
            {"site": "depot", "item": "top", "initial": 20},
        ],
        lanes=[lane(item=["leg", "top"])],
        bills=[
            {
                "site": "depot", "item": "A", "lead_time": {"constant": 2}, "order_cost": 11,
                "parts": [{"item": "leg", "quantity": 4}, {"item": "top"}], **bill,
            }
        ],
        policy={
            "replenish": [
                {"site": "depot", "item": "A", "base_stock": 0}, {"site": "depot", "base_stock": 20},
            ]
        },
    )  # fmt: skip


def test_production_takes_its_parts_when_all_are_there() -> None:
    world = read_world({**plant(), "demands": ask(5, 0, 0, 0, 6)})
    ledger = run(world, SEED)
    assert told(ledger, "consume", "produce") == [
        (0, "consume", "depot", 20), (0, "consume", "depot", 5), (2, "produce", "depot", 5),
        (7, "consume", "depot", 24), (7, "consume", "depot", 6), (9, "produce", "depot", 6),
    ]  # fmt: skip
    # The order of period 4 wants 24 legs: 20 are on hand, and what is owed makes them reorder the same day.
    assert [(row.time, row.item, row.quantity) for row in ledger.rows("order") if row.time == 4] == [
        (4, "A", 6), (4, "leg", 24), (4, "top", 6),
    ]  # fmt: skip
    found = indicators(world, ledger)
    assert found.ordering_cost == 2 * 11
    assert found.orders == 4  # two of production, two of parts


def test_production_is_limited_by_its_capacity() -> None:
    ledger = run(read_world({**plant(capacity=2), "demands": ask(5)}), SEED)
    assert told(ledger, "produce") == [
        (2, "produce", "depot", 2), (3, "produce", "depot", 2), (4, "produce", "depot", 1),
    ]  # fmt: skip


def test_made_lots_name_the_lots_they_hold() -> None:
    data = plant()
    data["items"] = [{"name": name, "traced": True} for name in ("A", "leg", "top")]
    ledger = run(read_world({**data, "demands": ask(5)}), SEED)
    assert ledger.rows("produce")[0].lots == (("depot:A:0", 5),)
    assert [(row.time, row.other, row.lots) for row in ledger.rows("consume")] == [
        (0, "A", (("depot:leg:start", 20),)), (0, "A", (("depot:top:start", 5),)),
    ]  # fmt: skip


def asked() -> NetworkRun:
    data = line()
    data["policy"]["replenish"] = [{"site": "depot", "base_stock": 40}, {"site": "shop", "asked": {}}]
    return start(read_world(data), SEED)


def test_a_person_decides_at_each_review() -> None:
    alone = run(read_world(line()), SEED)
    played = asked()
    seen = []
    while (period := played.advance_to_review()) is not None:
        assert played.asked() == (("shop", "A"),)
        seen.append((period, played.point("shop", "A").on_hand))
        played.decide({("shop", "A"): 25 - played.point("shop", "A").inventory_position})
    assert seen[:3] == [(0, 15), (1, 15), (2, 15)]
    assert played.ledger.rows() == alone.rows(), "the same decisions as a base stock, the same run"
    assert played.done


def test_a_person_is_asked_at_the_reviews_only() -> None:
    data = line()
    data["policy"]["replenish"] = [{"site": "depot", "base_stock": 40}, {"site": "shop", "asked": {"R": 5}}]
    played = start(read_world(data), SEED)
    periods = []
    while (period := played.advance_to_review()) is not None:
        periods.append(period)
        played.decide({})
    assert periods == [4, 9]


def test_what_cannot_be_decided_is_refused() -> None:
    played = asked()
    with pytest.raises(ValueError, match="no review waits"):
        played.decide({})
    played.advance_to_review()
    for quantities in ({("depot", "A"): 1}, {("shop", "A"): -1}, {("shop", "A"): 1.5}, {("shop", "A"): True}):
        with pytest.raises(ValueError, match=r"asked|whole number"):
            played.decide(quantities)  # type: ignore[arg-type]
    assert played.advance_to_review() == 0, "a decision that is refused changes nothing"
    played.decide({("shop", "A"): 3})
    assert [row.quantity for row in played.ledger.rows("order") if row.site == "shop"] == [3]


def test_draws_do_not_depend_on_the_policy() -> None:
    data = line(horizon=40)
    data["demands"][0]["demand"] = {"poisson": 9}
    data["lanes"][0]["lead_time"] = {"empirical": {"values": [1, 2, 5]}}
    first = run(read_world(data), SEED)
    data["policy"] = {
        "replenish": [{"site": "depot", "min_max": {"s": 5, "S": 60}}, {"site": "shop", "base_stock": 9}]
    }
    second = run(read_world(data), SEED)
    asked_for = [[row.quantity for row in ledger.rows("demand")] for ledger in (first, second)]
    assert asked_for[0] == asked_for[1]
    waits = [
        {row.time: row.due - row.time for row in ledger.rows("ship") if row.site == "north"}
        for ledger in (first, second)
    ]
    common = waits[0].keys() & waits[1].keys()
    assert len(common) > 3
    assert all(waits[0][day] == waits[1][day] for day in common)
    assert [row.quantity for row in run(read_world(data), SEED, "marking").rows("demand")] != asked_for[0]


def test_same_seed_same_bytes_in_another_process() -> None:
    program = (
        "import sys; from sim.models.network import NetworkModel; from sim.network import run\n"
        "sys.stdout.write(run(NetworkModel.read(NetworkModel.EXAMPLE).world, 77, 'é', 4).digest())"
    )
    here = run(NetworkModel.read(NetworkModel.EXAMPLE).world, 77, "é", 4).digest()
    env = {**os.environ, "PYTHONHASHSEED": "12345"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout == here


def test_every_place_has_draws_of_its_own() -> None:
    data = line(horizon=40, items=[{"name": "A"}, {"name": "B"}])
    keys = [(site, item) for site in ("depot", "shop") for item in "AB"]
    data["stocks"] = [{"site": site, "item": item} for site, item in keys]
    data["demands"] = [{"site": site, "item": item, "demand": {"poisson": 9}} for site, item in keys]
    for record in data["lanes"]:
        record["lead_time"] = {"empirical": {"values": [1, 2, 5]}}
    drawn = draw(read_world(data), SEED, "", 0)
    assert len({tuple(path) for path in drawn.demand.tolist()}) == 4
    assert len({tuple(path) for path in drawn.lead_time.tolist()}) == 2
    data["demands"].reverse()
    again = draw(read_world(data), SEED, "", 0)
    assert again.demand[::-1].tolist() == drawn.demand.tolist(), "a name draws, not a place in a list"


def test_the_example_on_disk_runs() -> None:
    file = Path(__file__).parents[2] / "docs" / "examples" / "two-echelon.yaml"
    model = read_model(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
    assert isinstance(model, NetworkModel)
    found = model.measure(1, "", 3)
    assert 0.9 < found["fill_rate"] < 1
    assert found["purchase_premium"] < 0, "the price break is reached"
    assert set(found) <= set(model.INDICATORS)
    told = model.live(1, "", 0)
    assert {(track.place, track.item) for track in told.tracks} == {
        (site, item) for site in ("depot", "shop", "web") for item in ("kettle", "filter")
    }


def test_a_model_under_another_policy_meets_the_same_world() -> None:
    model = NetworkModel.read(NetworkModel.EXAMPLE)
    same = model.under(NetworkModel.EXAMPLE["policy"])
    assert same == model
    bigger = model.under(
        {"replenish": [{"site": site, "base_stock": 600} for site in ("depot", "shop", "web")]}
    )
    assert bigger.measure(1, "", 2)["mean_stock"] > model.measure(1, "", 2)["mean_stock"]
    with pytest.raises(InvalidError, match=r"policy.replenish\[0\].site: there is no moon"):
        model.under({"replenish": [{"site": "moon", "base_stock": 6}]})
    with pytest.raises(ValueError, match="at least one replication"):
        model.measure(1, "", 0)
    assert model.work() == 3 * 240


def test_bullwhip_is_the_highest_ratio_of_the_chain() -> None:
    data = line()
    data["demands"][0]["demand"] = {"series": {"values": [4, 8] * 6}}
    data["policy"]["replenish"] = [{"site": "depot", "base_stock": 40}, {"site": "shop", "base_stock": 25}]
    world = read_world(data)
    assert indicators(world, run(world, SEED)).bullwhip == 1, "one for one passes the demand on"
    data["policy"]["replenish"][0] = {"site": "depot", "periodic": {"R": 2, "S": 40}}
    world = read_world(data)
    # Orders of 0 and 12 in turn (variance 36) for a demand of 4 and 8 (variance 4).
    assert indicators(world, run(world, SEED)).bullwhip == 9
