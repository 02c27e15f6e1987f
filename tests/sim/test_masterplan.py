"""A master schedule carried out: weeks worked out by hand, what always holds, a golden trace, refusals."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from masterplan_worlds import datas

from sim.checks import InvalidError
from sim.masterplan import compiled as k
from sim.masterplan.draws import CHANGED, DUE, NEW_DUE, NEW_UNITS, UNITS, WEEK, paths
from sim.masterplan.figures import traces
from sim.models.masterplan import MasterPlanModel

GOLDEN = Path(__file__).parent / "golden" / "masterplan.json"
PARTS = {"normal": {"mean": 3, "sd": 1, "whole": False}}
some = settings(max_examples=40, deadline=None)


def order(name: str, due: int, quantity: int, week: int = 0, **more: int) -> dict[str, Any]:
    return {"name": name, "due": due, "quantity": quantity, "week": week, **more}


def world(**more: Any) -> MasterPlanModel:
    data: dict[str, Any] = {
        "horizon": 4, "forecast": [0], "view": 4, "initial": 20, "scheduled": [0, 50, 0, 50],
        "orders": [order("A", 0, 15), order("B", 1, 30), order("C", 2, 25, week=1)],
        "holding": 1, "setup_cost": 100, "late_cost": 5, "delay_cost": 2, "lost_cost": 40,
        "policy": {"plan": [0, 50, 0, 50], "promise": "atp"},
    }  # fmt: skip
    return MasterPlanModel.read({**data, **more})


def row(model: MasterPlanModel, column: int, seed: int = 0) -> list[float]:
    found: list[float] = traces(model.world, seed, "", 0, 1)[0, :, column].tolist()
    return found


# -- by hand --------------------------------------------------------------------------------------------------
def test_four_weeks_by_hand() -> None:
    """20 in stock: A takes 15; 50 made in week 2, B takes 30; 25 left for C, asked in week 2 for week 3."""
    model = world()
    assert row(model, k.ON_HAND) == [5, 25, 0, 50]
    assert row(model, k.SHIPPED) == [15, 30, 25, 0]
    found = model.measure(0, "", 1)
    assert found["holding_cost"] == 80
    assert found["setup_cost"] == 200
    assert found["total_cost"] == 280
    assert (found["fill_rate"], found["promise_rate"], found["setups"]) == (1, 1, 2)


def test_an_order_that_cannot_be_promised_waits_for_the_next_production() -> None:
    """C wants 30 in week 3 and 25 are left: promised for week 4 by ATP, short and late when it is promised as asked."""
    orders = [order("A", 0, 15), order("B", 1, 30), order("C", 2, 30, week=1)]
    careful = world(orders=orders)
    assert row(careful, k.WAITING) == [0, 0, 30, 0]
    assert row(careful, k.LATE) == [0, 0, 0, 0]
    assert careful.measure(0, "", 1)["shortage_cost"] == 60
    eager = world(orders=orders, policy={"plan": [0, 50, 0, 50], "promise": "requested"})
    assert row(eager, k.LATE) == [0, 0, 5, 0]
    figures = eager.measure(0, "", 1)
    assert (figures["tardiness_cost"], figures["shortage_cost"]) == (25, 0)
    assert figures["promise_rate"] == 70 / 75
    assert careful.measure(0, "", 1)["promise_rate"] == 1


def test_an_order_nobody_can_wait_for_is_lost() -> None:
    orders = [order("A", 0, 15), order("B", 1, 30), order("C", 2, 200, week=1)]
    model = world(orders=orders, patience=1)
    assert row(model, k.REFUSED) == [0, 200, 0, 0]
    found = model.measure(0, "", 1)
    assert found["shortage_cost"] == 200 * 40
    assert found["refused_rate"] == 200 / 245
    assert found["fill_rate"] == pytest.approx(45 / 245)


def test_promises_already_made_are_kept_before_others() -> None:
    orders = [order("A", 1, 40), order("B", 1, 30, promised=1)]
    model = world(orders=orders)
    assert row(model, k.DUE_NOW) == [0, 70, 0, 0]
    more = [order("A", 1, 41), order("B", 1, 30, promised=1)]
    assert row(world(orders=more), k.DUE_NOW) == [0, 30, 0, 41]


def test_the_schedule_brings_the_stock_back_and_covers_weeks_in_lots() -> None:
    """Forecast 20 a week, stock 30, safety 10: 10 at the end of week 1, then 30 short over two weeks, in lots of 25."""
    policy = {"lot_size": 25, "cover": 2, "safety_stock": 10, "promise": "requested"}
    model = world(
        forecast=[20], initial=30, scheduled=[], orders=[order("A", 3, 1)], policy=policy, horizon=1
    )
    plan = np.zeros(8, np.int64)
    k.replanned(
        0,
        30,
        np.zeros((0, k.BOOK), np.int64),
        _rules(model),
        np.array([20]),
        4,
        2**40,
        plan,
        np.zeros(4, np.int64),
    )
    # week 2: 10 - 20 = -10, so 20 for the safety stock and 20 for week 3: two lots; week 4 ends on 0
    assert plan[:4].tolist() == [0, 50, 0, 50]


def test_what_passes_the_hours_goes_to_the_weeks_before_then_after() -> None:
    model = world(policy={"fence": 1})
    plan = np.array([0, 0, 0, 0, 0, 0, 0, 0])
    forecast = np.array([0, 10, 10, 70])
    firm = np.zeros(4, np.int64)
    k.replanned(0, 0, np.zeros((0, k.BOOK), np.int64), _rules(model), forecast, 4, 30, plan, firm)
    assert plan[:4].tolist() == [0, 30, 30, 30]
    k.replanned(
        0, 0, np.zeros((0, k.BOOK), np.int64), _rules(model), np.array([0, 95, 0, 0]), 4, 30, plan, firm
    )
    assert plan[:4].tolist() == [0, 30, 30, 35]


def _rules(model: MasterPlanModel) -> Any:
    from sim.masterplan.figures import policy_rules  # noqa: PLC0415 - used by these two alone

    return policy_rules(model.world)[0]


def test_components_are_expedited_once_and_only_inside_their_lead_time() -> None:
    """50 scheduled in week 2, components two weeks ahead: 80 asks for 30 at once, 60 in week 4 costs nothing more."""
    known = [order("A", 1, 80), order("B", 3, 60)]
    plain = {"component_weeks": 2, "expediting_cost": 3, "orders": known, "scheduled": [0, 50]}
    model = world(**plain, policy={"plan": [0, 80, 0, 60], "promise": "requested"})
    assert row(model, k.EXPEDITED) == [30, 0, 0, 0]
    assert model.measure(0, "", 1)["expediting_cost"] == 90
    earlier = world(**plain, policy={"plan": [20, 30, 0, 60], "promise": "requested"})
    assert row(earlier, k.EXPEDITED) == [20, 0, 0, 0]


def test_hours_bound_a_week_and_overtime_is_what_passes_the_regular_ones() -> None:
    more = {"capacity": 20, "unit_hours": 0.5, "setup_hours": 2, "overtime_most": 8, "overtime_cost": 30}
    model = world(**more, policy={"plan": [0, 50, 0, 50], "overtime": 4})
    assert row(model, k.MADE) == [0, 44, 0, 44]
    assert row(model, k.OVERTIME) == [0, 4, 0, 4]
    assert model.measure(0, "", 1)["overtime_cost"] == 240
    assert model.measure(0, "", 1)["utilisation"] == 48 / 80
    stopped = world(
        **more, stoppage={"chance": 1, "share": 0.5}, policy={"plan": [0, 50, 0, 50], "overtime": 4}
    )
    assert row(stopped, k.MADE) == [0, 24, 0, 24]


def test_expediting_makes_what_is_promised_and_missing() -> None:
    orders = [order("A", 0, 15), order("B", 1, 60), order("C", 2, 25, week=1)]
    policy = {"plan": [0, 50, 0, 50], "promise": "requested"}
    assert row(world(orders=orders, policy=policy), k.LATE) == [0, 5, 30, 0]
    helped = world(orders=orders, policy={**policy, "expedite": True})
    assert row(helped, k.MADE) == [0, 55, 25, 50]
    assert row(helped, k.LATE) == [0, 0, 0, 0]


# -- chance ---------------------------------------------------------------------------------------------------
def test_no_policy_and_no_longer_horizon_shifts_a_draw() -> None:
    model = MasterPlanModel.read(MasterPlanModel.EXAMPLE)
    longer = MasterPlanModel.read({**MasterPlanModel.EXAMPLE, "horizon": 80})
    short, long = (paths(one.world, 4, "x", 0, 2) for one in (model, longer))
    for run in range(2):
        first = short.orders[short.first[run] : short.first[run + 1]]
        other = long.orders[long.first[run] : long.first[run + 1]]
        assert (other[other[:, WEEK] < 52] == first).all()
        assert (long.stopped[run, :52] == short.stopped[run]).all()


@some
@given(data=datas(), seed=st.integers(0, 30))
def test_orders_are_wanted_after_they_are_placed_and_changed_between(data: dict[str, Any], seed: int) -> None:
    orders = paths(MasterPlanModel.read(data).world, seed, "", 0, 3).orders
    assert (orders[:, DUE] >= orders[:, WEEK]).all()
    assert (orders[:, UNITS] >= 1).all()
    changed = orders[orders[:, CHANGED] >= 0]
    assert ((changed[:, CHANGED] > changed[:, WEEK]) & (changed[:, CHANGED] <= changed[:, DUE])).all()
    assert (changed[:, NEW_DUE] >= changed[:, CHANGED]).all()
    assert (changed[:, NEW_UNITS] >= 0).all()


# -- what always holds ----------------------------------------------------------------------------------------
@some
@given(data=datas(), seed=st.integers(0, 30))
def test_units_are_neither_made_nor_lost(data: dict[str, Any], seed: int) -> None:
    model = MasterPlanModel.read(data)
    trace = traces(model.world, seed, "", 0, 1)[0]
    level = model.world.initial + np.cumsum(trace[:, k.MADE] - trace[:, k.SHIPPED])
    assert (level == trace[:, k.ON_HAND]).all()
    assert (trace >= 0).all()
    assert (trace[:, k.SHORT] <= trace[:, k.WANTED]).all()
    assert (trace[:, k.KEPT] <= trace[:, k.DUE_NOW]).all()
    if model.world.capacity is not None:
        most = model.world.capacity + model.world.ruled().overtime
        assert (trace[:, k.HOURS] <= most + 1e-6).all()


@some
@given(data=datas(), seed=st.integers(0, 30))
def test_nothing_is_late_while_stock_is_left(data: dict[str, Any], seed: int) -> None:
    trace = traces(MasterPlanModel.read(data).world, seed, "", 0, 1)[0]
    assert ((trace[:, k.LATE] == 0) | (trace[:, k.ON_HAND] == 0)).all()


@some
@given(data=datas(), seed=st.integers(0, 30))
def test_without_limits_what_atp_promises_from_a_fixed_plan_is_kept(data: dict[str, Any], seed: int) -> None:
    """Nothing is ever late on its promise: the cumulative available-to-promise never promises the same unit twice."""
    for name in ("capacity", "stoppage", "changes"):
        data.pop(name, None)
    for one in data["orders"]:
        one.pop("promised", None)
    data["view"] = 8
    data["policy"] = {"promise": "atp", "plan": data["scheduled"] or [10]}
    data["patience"] = 7 - max((one["due"] - one["week"] for one in data["orders"]), default=0)
    trace = traces(MasterPlanModel.read(data).world, seed, "", 0, 1)[0]
    late = trace[:, k.LATE]
    # what no week of the view could hold is promised for the week after it, without any cover
    assert (late[: min(8, len(late))] == 0).all()


def test_the_worst_and_the_best_policies_bound_the_others() -> None:
    """Nothing made: what the stock covers and no more. More than all that is wanted, at once: never anything short."""
    data = {
        **copy.deepcopy(dict(MasterPlanModel.EXAMPLE)),
        "capacity": None,
        "overtime_most": 0,
        "scheduled": [],
    }
    model = MasterPlanModel.read({**data, "policy": {}, "warm_up": 0})
    nothing = model.under({"plan": [0]}).each(1, "", 5)
    plenty = model.under({"plan": [100_000]}).each(1, "", 5)
    usual = model.under({"promise": "atp", "lot_size": 40, "safety_stock": 60}).each(1, "", 5)
    assert set(plenty["fill_rate"]) == set(plenty["promise_rate"]) == {1}
    assert set(nothing["units_made"]) == {0}
    for name in ("fill_rate", "mean_stock"):
        for low, mid, high in zip(nothing[name], usual[name], plenty[name], strict=True):
            assert low <= mid <= high


# -- promises of old cases -----------------------------------------------------------------------------------
def test_golden_trace() -> None:
    """An old case with an old seed gives the weeks it gave."""
    found = traces(MasterPlanModel.read(MasterPlanModel.EXAMPLE).world, 2026, "golden", 0, 1)[0]
    assert found.tolist() == json.loads(GOLDEN.read_text(encoding="utf-8"))


# -- the story ------------------------------------------------------------------------------------------------
def test_a_story_tells_the_weeks() -> None:
    model = MasterPlanModel.read(MasterPlanModel.EXAMPLE)
    story = model.live(5, "trial", 1)
    [track] = story.tracks
    assert (story.period, story.periods, story.warm_up, track.place) == ("week", 52, 4, "scooter")
    assert track.levels == {"safety_stock": 40}
    trace = traces(model.world, 5, "trial", 1, 1)[0]
    assert track.received == tuple(trace[:, k.MADE])
    assert set(track.extra) == {"booked", "expedited"}
    assert all(costs[:4] == (0,) * 4 for costs in story.cost_by_period.values())


# -- refusals -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"horizon": 0}, "horizon"),
        ({"forecast": []}, "forecast"),
        ({"forecast": [3.5]}, "forecast[0]"),
        ({"scheduled": [1, 2.5]}, "scheduled[1]"),
        ({"warm_up": 4}, "warm_up"),
        ({"capacity": 10}, "unit_hours"),
        ({"orders": [], "customers": []}, "customers"),
        ({"orders": [order("A", 1, 0)]}, "orders[0].quantity"),
        ({"orders": [order("A", 1, 3, week=2)]}, "orders[0].due"),
        ({"orders": [order("A", 1, 3, promised=0)]}, "orders[0].promised"),
        ({"orders": [order("A", 1, 3), order("A", 2, 3)]}, "orders[1].name"),
        ({"customers": [{"name": "x", "order_count": {"poisson": 1}, "order_size": PARTS}]}, "customers[0].order_size"),
        ({"customers": [{"name": "x", "order_count": {"series": [1, 2]}, "order_size": {"poisson": 3}}]},
         "customers[0].order_count"),
        ({"changes": {"chance": 2}}, "changes.chance"),
        ({"changes": {"chance": 1, "shifts": [0.5]}}, "changes.shifts[0]"),
        ({"stoppage": {"chance": 0.5, "share": 3}}, "stoppage.share"),
        ({"view": 0}, "view"),
        ({"patience": -1}, "patience"),
        ({"policy": {"fence": 5}}, "policy.fence"),
        ({"policy": {"overtime": 3}}, "policy.overtime"),
        ({"policy": {"promise": "never"}}, "policy.promise"),
        ({"policy": {"quoted_weeks": 2}}, "policy.quoted_weeks"),
        ({"policy": {"plan": [1, 2], "lot_size": 5}}, "policy.lot_size"),
        ({"policy": {"plan": [1.5]}}, "policy.plan[0]"),
        ({"policy": {"lot_size": 0}}, "policy.lot_size"),
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_with_its_place(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidError) as refused:
        world(**change)
    assert any(line.startswith(path) for line in refused.value.explain("en").splitlines()), (
        refused.value.explain("en")
    )
    assert refused.value.explain("fr") != refused.value.explain("en")
