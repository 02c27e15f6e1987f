"""The compiled network gives every indicator of the SimPy model, to the last bit, and says what it does not take."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import assume, given, settings
from network_worlds import line, one, worlds

from sim.kernels import KernelError
from sim.models.network import NetworkModel
from sim.network import World, indicators, read_world, run
from sim.network import kernel as fast
from sim.network.arrays import check_taken, drawn
from sim.network.topology import topology

SEED, LABEL = 11, "kernel"


def plain(world: World) -> World:
    """The same world without what the kernel leaves to the SimPy model, but for the lots that it may refuse."""
    made = {(bill.site, bill.item) for bill in world.bills}
    policy = world.policy
    assert policy is not None
    return dataclasses.replace(
        world,
        bills=(),
        items=tuple(item for item in world.items if not any(item.name == name for _, name in made)),
        stocks=tuple(stock for stock in world.stocks if (stock.site, stock.item) not in made),
        demands=tuple(
            dataclasses.replace(sale, patience=None)
            for sale in world.demands
            if (sale.site, sale.item) not in made
        ),
        lanes=tuple(dataclasses.replace(lane, good_share=1, inspect=None) for lane in world.lanes),
        policy=dataclasses.replace(
            policy,
            replenish=tuple(rule for rule in policy.replenish if (rule.site, rule.item) not in made),
        ),
    )


def agree(world: World, replications: int = 2) -> None:
    found = fast.replicate(world, SEED, LABEL, replications)
    for replication, figures in enumerate(found):
        expected = indicators(world, run(world, SEED, LABEL, replication))
        assert dataclasses.asdict(figures) == dataclasses.asdict(expected)


def world(data: dict[str, Any]) -> World:
    return read_world(data)


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_every_indicator_of_every_network_is_the_same(drawn_world: World) -> None:
    taken = plain(drawn_world)
    try:
        check_taken(taken, topology(taken))
    except KernelError:
        assume(False)
    agree(taken)


@pytest.mark.parametrize(
    "changes",
    [
        {"lanes": [{"from": "north", "to": "depot", "lead_time": {"gamma": {"mean": 3, "sd": 2}}, "crossing": False}]},
        {"lanes": [{"from": "north", "to": "depot", "prices": [
            {"item": "A", "from": 0, "price": 5.3}, {"item": "A", "from": 30, "price": 4.9}]}]},
        {"lanes": [{"from": "north", "to": "depot", "share": 1}, {"from": "south", "to": "depot", "share": 2}],
         "sources": [{"name": "north"}, {"name": "south"}],
         "disruptions": [{"source": "south", "up": {"constant": 3}, "down": {"constant": 4}}]},
        {"lanes": [{"from": "north", "to": "depot"}, {"from": "south", "to": "depot", "priority": 1}],
         "sources": [{"name": "north"}, {"name": "south"}],
         "disruptions": [{"source": "north>depot", "start": 4, "length": 9},
                         {"source": "depot", "start": 15, "length": 2}]},
        {"items": [{"name": "A", "unit_cost": 5, "shelf_life": 4}], "sites": [{"name": "depot", "issue": "lifo"}]},
    ],
    ids=["not crossing", "price breaks", "split and down", "backup", "last in first out"],
)  # fmt: skip
def test_one_feature_at_a_time(changes: dict[str, Any]) -> None:
    selling = [{"site": "depot", "item": "A", "demand": {"poisson": 9}, "backorder": 2}]
    policy = {"replenish": [{"site": "depot", "min_max": {"s": 25, "S": 60}}]}
    agree(world(one(horizon=60, demands=selling, policy=policy, **changes)), replications=4)


def test_fair_share_of_a_short_stock_gives_the_same_parts() -> None:
    data = line(
        horizon=60,
        sites=[{"name": "depot", "allocation": "fair_share"}, *({"name": f"shop{n}"} for n in range(4))],
    )
    data["lanes"] = [data["lanes"][0], *({"from": "depot", "to": f"shop{n}"} for n in range(4))]
    data["stocks"] = [data["stocks"][0], *({"site": f"shop{n}", "item": "A", "initial": 3} for n in range(4))]
    data["demands"] = [{"site": f"shop{n}", "item": "A", "demand": {"poisson": 3 + n}} for n in range(4)]
    data["policy"] = {"replenish": [{"site": "depot", "periodic": {"R": 6, "S": 90}},
                                    *({"site": f"shop{n}", "base_stock": 9 + n} for n in range(4))]}  # fmt: skip
    agree(world(data), replications=5)


def test_stocks_that_join_an_order_are_the_same() -> None:
    names = ["A", "B", "C"]
    data = one(horizon=80, items=[{"name": name, "unit_cost": 2} for name in names])
    data["lanes"] = [
        {"from": "north", "to": "depot", "lead_time": {"constant": 2}, "order_cost": 40, "line_cost": 3}
    ]
    data["stocks"] = [{"site": "depot", "item": name, "holding": 0.1} for name in names]
    data["demands"] = [
        {"site": "depot", "item": name, "demand": {"poisson": mean}, "backorder": 2}
        for name, mean in zip(names, (3, 6, 9), strict=True)
    ]
    rules = zip(names, ((12, 20, 40), (20, 45, 60), (30, 31, 90)), strict=True)
    data["policy"] = {
        "replenish": [
            {"site": "depot", "item": name, "can_order": {"s": s, "c": c, "S": S}}
            for name, (s, c, S) in rules
        ]
    }
    agree(world(data), replications=4)


def test_lots_go_to_the_orders_as_they_were_seen_whoever_is_served_first() -> None:
    data = line(horizon=80, items=[{"name": "A", "unit_cost": 2, "shelf_life": 6}])
    data["sites"] = [{"name": "depot", "allocation": "priority"}, {"name": "late"}, {"name": "first"}]
    data["lanes"] = [
        {"from": "north", "to": "depot"},
        *({"from": "depot", "to": name, "lead_time": {"constant": 1}} for name in ("late", "first")),
    ]
    data["stocks"] = [
        {"site": "depot", "item": "A"},
        {"site": "late", "item": "A", "priority": 1},
        {"site": "first", "item": "A"},
    ]
    data["demands"] = [{"site": name, "item": "A", "demand": {"poisson": 5}} for name in ("late", "first")]
    data["policy"] = {
        "replenish": [{"site": "depot", "periodic": {"R": 4, "S": 60}}]
        + [{"site": name, "base_stock": {"S": 14}} for name in ("late", "first")]
    }
    agree(world(data), replications=6)


def test_the_model_measures_with_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    model = NetworkModel.read(NetworkModel.EXAMPLE)
    slow = [model.measured(SEED, LABEL, replication) for replication in range(3)]
    monkeypatch.setattr(NetworkModel, "measured", lambda *_: pytest.fail("the SimPy model ran"))
    found = model.measure(SEED, LABEL, 3)
    for name, value in found.items():
        assert value == pytest.approx(sum(getattr(one, name) for one in slow) / 3, rel=1e-12)


def test_a_world_the_kernel_leaves_is_measured_all_the_same() -> None:
    data = one(
        demands=[{"site": "depot", "item": "A", "demand": {"poisson": 9}, "backorder": 2, "patience": 1}]
    )
    with pytest.raises(KernelError) as error:
        fast.measure(world(data), SEED, LABEL, 2)
    assert "SimPy" in error.value.explain("en")
    assert "SimPy" in error.value.explain("fr")
    model = NetworkModel.read(data)
    expected = [model.measured(SEED, LABEL, replication).total_cost for replication in range(2)]
    assert model.measure(SEED, LABEL, 2)["total_cost"] == pytest.approx(sum(expected) / 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"lanes": [{"from": "north", "to": "depot", "yield": 0.9}]},
        {"lanes": [{"from": "north", "to": "depot", "inspect": {"share": 0.5, "periods": 1}}]},
        {"policy": {"replenish": [{"site": "depot", "asked": {}}]}},
        {
            "lanes": [
                {"from": "north", "to": "depot", "in_transit": [{"item": "A", "quantity": 4, "period": 1}]}
            ]
        },
        {"stocks": [{"site": "depot", "item": "A", "backlog": 1}]},
    ],
    ids=["yield", "inspection", "asked", "under way", "backlog"],
)
def test_what_it_does_not_take_is_said(changes: dict[str, Any]) -> None:
    with pytest.raises(KernelError):
        fast.measure(world(one(**changes)), SEED, LABEL, 2)


def test_lots_issued_by_receipt_below_another_site_are_left_to_the_model() -> None:
    data = line(items=[{"name": "A", "unit_cost": 5, "shelf_life": 6}])
    fast.measure(world(data), SEED, LABEL, 2)
    data["sites"] = [{"name": "depot"}, {"name": "shop", "issue": "fifo"}]
    with pytest.raises(KernelError):
        fast.measure(world(data), SEED, LABEL, 2)


def test_draws_are_made_once_for_every_policy() -> None:
    first = world(one())
    other = world(one(policy={"replenish": [{"site": "depot", "base_stock": 77}]}))
    assert drawn(first, SEED, LABEL, 3) is drawn(other, SEED, LABEL, 3)
    assert drawn(first, SEED, LABEL, 3) is not drawn(first, SEED + 1, LABEL, 3)


def test_a_pool_too_small_is_made_larger() -> None:
    data = one(horizon=900, lanes=[{"from": "north", "to": "depot", "lead_time": {"constant": 600}}],
               demands=[{"site": "depot", "item": "A", "demand": {"poisson": 9}}])  # fmt: skip
    agree(world(data), replications=1)
