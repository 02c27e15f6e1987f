"""Lanes: any world agrees with an independent account, loses no goods, and draws nothing anew for a policy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lanes_account import Account
from transport_worlds import worlds

from sim.models.lanes import LanesModel
from sim.transport.tracking import track

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(worlds())
def test_the_account_agrees(data: dict[str, Any]) -> None:
    model = LanesModel.read(data)
    told = model.live(7, "account", 1).indicators
    for name, value in Account(model.world, 7, "account", 1).figures().items():
        assert told[name] == pytest.approx(value, rel=1e-9, abs=1e-6), name


@quick
@given(worlds())
def test_no_goods_come_from_nowhere(data: dict[str, Any]) -> None:
    """What came in, less what was served, is the change in stock; what was ordered came, was lost or is under way."""
    model = LanesModel.read(data)
    story = model.live(7, "account", 0)
    gone = {one["name"]: 0.0 for one in data["receivers"]}
    for row in track(model.world, 7, 0, "account").raw():
        if row[1] in ("lost", "damaged") and row[3] in gone and row[0] <= model.world.horizon - 1:
            gone[row[3]] += row[7]
    for at, receiver in enumerate(model.world.receivers):
        one = story.tracks[at]
        start = model.world.settings()[at].level if receiver.initial is None else receiver.initial
        asked, short = sum(one.demand), sum(one.short)
        late = one.backorders[-1] if receiver.shortage == "backorder" else 0
        served = asked - late if receiver.shortage == "backorder" else asked - short
        assert start + sum(one.received) - served == pytest.approx(one.on_hand[-1])
        assert sum(one.ordered) == pytest.approx(sum(one.received) + gone[receiver.name] + one.on_order[-1])


@quick
@given(worlds())
def test_events_of_a_shipment_follow_each_other(data: dict[str, Any]) -> None:
    rows: dict[int, list[Any]] = {}
    for row in track(LanesModel.read(data).world, 3).raw():
        rows.setdefault(row[2], []).append(row)
    for events in rows.values():
        kinds = [row[1] for row in events]
        assert kinds[0] == "booked"
        assert kinds.count("picked_up") <= 1
        assert sum(kind in ("delivered", "damaged", "lost") for kind in kinds) <= 1
        assert [row[0] for row in events] == sorted(row[0] for row in events)
        legs = [row[5] for row in events if row[1] == "departed"]
        assert legs == list(range(len(legs)))


@quick
@given(worlds())
def test_a_policy_changes_no_customer(data: dict[str, Any]) -> None:
    model = LanesModel.read(data)
    other = {
        "receivers": [{"name": one["name"], "lane": "direct", "level": 500} for one in data["receivers"]]
    }
    stories = model.live(2, "", 3), model.under(other).live(2, "", 3)
    for at in range(len(data["receivers"])):
        assert stories[0].tracks[at].demand == stories[1].tracks[at].demand


def test_replications_do_not_hang_on_how_many_are_asked() -> None:
    model = LanesModel.read(LanesModel.EXAMPLE)
    few, many = (model.each(4, "", number)["total_cost"] for number in (2, 5))
    assert few == many[:2]
