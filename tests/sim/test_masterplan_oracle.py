"""An independent accounting of a master schedule: records and plain loops, no array; it agrees with the model exactly.

Source: the rules as `sim/masterplan/world.py` words them, written again from them; the cumulative available-to-promise
is that of `solvers.planning` (Courtois, Pillet & Martin-Bonnefous), by its definition.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from masterplan_worlds import datas

from sim.masterplan.draws import paths
from sim.masterplan.world import SchedulePolicy, World
from sim.models.masterplan import MasterPlanModel


@dataclass
class Order:
    placed: int
    due: int
    units: int
    change: int
    new_units: int
    new_due: int
    given: int
    state: str = "to come"  # then: asking, promised, lost, cancelled
    promise: int = 0
    shipped: int = 0

    @property
    def rest(self) -> int:
        return self.units - self.shipped


def lived(  # noqa: PLR0912, PLR0915 - one week after the other, as one would by hand
    world: World, seed: int, label: str, run: int
) -> dict[str, float]:
    """One replication, week by week."""
    policy = world.ruled()
    drawn = paths(world, seed, label, run, 1)
    book = [Order(*map(int, row)) for row in drawn.orders.tolist()]
    plan: dict[int, int] = {}
    for week, units in enumerate(policy.plan if policy.plan is not None else world.scheduled):
        plan[week] = int(units)
    ordered_components = [int(units) for units in world.scheduled]  # by week
    known = world.component_weeks  # weeks whose components are ordered
    stock, made_in_all = world.initial, 0
    cost = dict.fromkeys(("holding", "setup", "overtime", "expediting", "tardiness", "shortage"), 0.0)
    wanted = short = due_now = kept = refused = booked = 0
    stocks: list[int] = []
    lates: list[int] = []
    makes: list[int] = []
    extra_hours, expedited_in_all, hours_in_all = 0.0, 0, 0.0
    components = {t: sum(ordered_components[: t + 1]) for t in range(world.horizon + world.view + 60)}

    def forecast(week: int) -> int:
        return int(world.forecast[week % len(world.forecast)])

    def firm(now: int, week: int) -> int:
        return sum(
            one.rest
            for one in book
            if one.state == "promised" and (one.promise == week or (week == now and one.promise < now))
        )

    def demand(now: int, week: int) -> int:
        inside = firm(now, week) if week < now + world.view else 0
        return inside if week - now < policy.demand_fence else max(inside, forecast(week))

    def expedited(now: int) -> int:
        """Units whose components must come sooner than they were ordered."""
        most, total = 0, made_in_all
        for week in range(now, now + world.component_weeks):
            total += plan.get(week, 0)
            most = max(most, total - components[week])
            components[week] = max(components[week], total)
        return most

    for now in range(world.horizon):
        for one in book:
            if one.placed == now:
                one.state, one.promise = ("promised", one.given) if one.given >= 0 else ("asking", 0)
            elif one.change == now and one.state == "promised":
                one.due, one.units = one.new_due, one.new_units
                one.state = "asking" if one.units else "cancelled"
        last = now + world.view - 1
        limit = math.inf
        if world.capacity is not None:
            limit = max(
                math.floor((world.capacity + policy.overtime - world.setup_hours) / world.unit_hours + 1e-9),
                0,
            )
        if policy.plan is None:
            level = stock
            for week in range(now, now + world.view):
                level -= demand(now, week)
                if week >= now + policy.fence:
                    plan[week] = 0
                    if level < policy.safety_stock:
                        need = policy.safety_stock - level
                        need += sum(demand(now, week + more) for more in range(1, policy.cover))
                        plan[week] = math.ceil(need / policy.lot_size) * policy.lot_size
                level += plan.get(week, 0)
            for week in range(last, now + policy.fence, -1):
                if plan.get(week, 0) > limit:
                    plan[week - 1] = plan.get(week - 1, 0) + plan[week] - int(limit)
                    plan[week] = int(limit)
            for week in range(now + policy.fence, last):
                if plan.get(week, 0) > limit:
                    plan[week + 1] = plan.get(week + 1, 0) + plan[week] - int(limit)
                    plan[week] = int(limit)
        urgent = expedited(now)
        lost_now = 0
        for one in book:
            if one.state != "asking":
                continue
            asked = max(one.due, now)
            if policy.promise == "requested":
                one.promise = asked
            elif policy.promise == "standard":
                one.promise = max(asked, now + policy.quoted_weeks)
            else:
                levels, level = {}, stock
                for week in range(now, now + world.view):
                    level += plan.get(week, 0) - firm(now, week)
                    levels[week] = level
                one.promise = max(asked, now + world.view)
                for week in range(asked, now + world.view):
                    if min(levels[later] for later in range(week, now + world.view)) >= one.units:
                        one.promise = week
                        break
            one.state = "promised"
            booked += one.units * (now >= world.warm_up)
            if world.patience is not None and one.promise - one.due > world.patience:
                one.state = "lost"
                lost_now += one.units
        quantity = plan.get(now, 0)
        if policy.expedite:
            owed = sum(one.rest for one in book if one.state == "promised" and one.promise <= now)
            quantity = max(quantity, owed - stock)
        worked_hours = overtime = 0.0
        if world.capacity is not None:
            share = world.stoppage.share if world.stoppage and drawn.stopped[0][now] else 0
            regular = world.capacity * (1 - share)
            able = math.floor((regular + policy.overtime - world.setup_hours) / world.unit_hours + 1e-9)
            quantity = min(quantity, max(able, 0))
            worked_hours = world.setup_hours + quantity * world.unit_hours if quantity else 0.0
            overtime = max(worked_hours - regular, 0.0)
        plan[now] = quantity
        urgent += expedited(now)
        made_in_all += quantity
        stock += quantity
        for one in sorted(
            (one for one in book if one.state == "promised" and one.promise <= now),
            key=lambda one: one.promise,
        ):
            sent = min(stock, one.rest)
            one.shipped += sent
            stock -= sent
        # components of the week that comes within reach are ordered as the schedule says
        reach = now + known
        total = made_in_all + sum(plan.get(week, 0) for week in range(now + 1, reach + 1))
        components[reach] = max(components[reach - 1] if reach else 0, total)
        if now < world.warm_up:
            continue
        asked_now = [one for one in book if one.due == now and one.state in {"promised", "lost"}]
        wanted += sum(one.units for one in asked_now)
        short += sum(one.rest for one in asked_now)
        promised_now = [one for one in book if one.state == "promised" and one.promise == now]
        due_now += sum(one.units for one in promised_now)
        kept += sum(one.shipped for one in promised_now)
        late = sum(one.rest for one in book if one.state == "promised" and one.promise <= now)
        waiting = sum(one.rest for one in book if one.state == "promised" and one.promise > now >= one.due)
        refused += lost_now
        stocks.append(stock)
        lates.append(late)
        makes.append(quantity)
        extra_hours += overtime
        hours_in_all += worked_hours
        expedited_in_all += urgent
        cost["holding"] += world.holding * stock
        cost["setup"] += world.setup_cost if quantity else 0
        cost["overtime"] += world.overtime_cost * overtime
        cost["expediting"] += world.expediting_cost * urgent
        cost["tardiness"] += world.late_cost * late
        cost["shortage"] += world.delay_cost * waiting + world.lost_cost * lost_now
    weeks = len(stocks)
    return {
        "total_cost": sum(cost.values()),
        **{f"{name}_cost": value for name, value in cost.items()},
        "fill_rate": 1 - short / wanted if wanted else 1,
        "promise_rate": kept / due_now if due_now else 1,
        "refused_rate": refused / booked if booked else 0,
        "mean_stock": sum(stocks) / weeks,
        "peak_stock": max(stocks),
        "stock_value": sum(stocks) / weeks * world.unit_cost,
        "mean_backorders": sum(lates) / weeks,
        "units_made": sum(makes),
        "setups": sum(units > 0 for units in makes),
        "overtime_hours": extra_hours,
        "expedited_units": expedited_in_all,
        "utilisation": hours_in_all / (world.capacity * weeks) if world.capacity else 0,
    }


def same(found: dict[str, float], model: dict[str, tuple[float, ...]], run: int) -> None:
    assert set(found) == set(model)
    for name, value in found.items():
        assert model[name][run] == pytest.approx(value, rel=1e-12, abs=1e-9), name


def test_the_example_agrees_with_the_accounting() -> None:
    model = MasterPlanModel.read(MasterPlanModel.EXAMPLE)
    found = model.each(11, "oracle", 3)
    for run in range(3):
        same(lived(model.world, 11, "oracle", run), found, run)


@pytest.mark.parametrize("promise", ["requested", "atp", "standard"])
def test_every_promise_agrees_with_the_accounting(promise: str) -> None:
    policy = {
        "promise": promise,
        "quoted_weeks": 2 * (promise == "standard"),
        "fence": 1,
        "lot_size": 30,
        "safety_stock": 10,
    }
    model = MasterPlanModel.read(MasterPlanModel.EXAMPLE).under(policy)
    same(lived(model.world, 3, "", 0), model.each(3, "", 1), 0)


@settings(max_examples=80, deadline=None)
@given(data=datas(), seed=st.integers(0, 40))
def test_any_world_agrees_with_the_accounting(data: dict[str, Any], seed: int) -> None:
    model = MasterPlanModel.read(data)
    assert isinstance(model.world.policy, SchedulePolicy)
    found = model.each(seed, "oracle", 2)
    for run in range(2):
        same(lived(model.world, seed, "oracle", run), found, run)
