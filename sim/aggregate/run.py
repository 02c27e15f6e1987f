"""A plan lived under its policy: every replication at once, period by period."""

from __future__ import annotations

import dataclasses

import numpy as np

from sim.aggregate.draws import demands
from sim.aggregate.period import Closed, Decided, Figure, Standing, capacity, close, opening, staffed
from sim.aggregate.world import AggregatePolicy, World, at

NOISE = 1e-9  # of a unit: a gap under it is none


def run(world: World, seed: int, label: str, first: int, replications: int) -> tuple[Closed, ...]:
    """Live replications `first` to first + replications - 1; return each period, its figures as arrays of them.

    Raises InvalidError without a policy.
    """
    policy = world.ruled()
    drawn = demands(world, seed, label, first, replications).astype(np.float64)
    before = opening(world, np.zeros(replications))
    found = []
    for period in range(world.periods):
        done = decide(world, policy, period, before)
        closed, after = close(world, period, before, done, drawn[:, period])
        found.append(closed)
        ratio = revised(before.ratio, drawn[:, period], world.forecast[period], policy.revise)
        before = dataclasses.replace(after, ratio=ratio)
    return tuple(found)


def revised(ratio: Figure, demand: Figure, forecast: float, share: float) -> Figure:
    """Return the ratio of the forecast after a period: it takes in a share of the last gap."""
    if forecast <= 0 or share == 0:
        return ratio
    return ratio + share * (demand / forecast - ratio)


def projected(world: World, period: int, before: Standing, supply: Figure) -> Figure:
    """Return the stock expected at the close of a period by the forecast of the day, `supply` being what comes in."""
    return before.net + supply - before.ratio * world.forecast[period]


def decide(world: World, policy: AggregatePolicy, period: int, before: Standing) -> Decided:
    """Return what the policy does in a period: the plan, then what mends it, within what can be.

    Overtime looks at the close of the period; a purchase at that of the period in which it comes in, up to which the
    plan is taken to be kept; gaps are made up in whole units.
    """
    workers = staffed(world, before.workers * 0.0 + at(policy.workers, period))
    able, most_overtime, most_bought = capacity(world, period, workers)
    regular = able if policy.regular is None else np.minimum(at(policy.regular, period), able)
    overtime = np.minimum(at(policy.overtime, period), most_overtime)
    bought = np.minimum(before.workers * 0.0 + at(policy.subcontract, period), most_bought)
    lead = world.subcontract_lead
    expected = projected(world, period, before, regular + overtime + (before.due[0] if lead else bought))
    if policy.overtime_to is not None:
        more = np.minimum(_gap(at(policy.overtime_to, period) - expected), most_overtime - overtime)
        overtime, expected = overtime + more, expected + more
    if policy.subcontract_to is not None and period + lead < world.periods:
        # What is bought now comes in later: the plan's own production until then counts, and the forecast too.
        later = expected
        for ahead in range(1, lead + 1):
            coming = before.due[ahead] if ahead < lead else bought
            later = later + _planned(world, policy, period + ahead) + coming
            later = later - before.ratio * world.forecast[period + ahead]
        more = np.minimum(_gap(at(policy.subcontract_to, period + lead) - later), most_bought - bought)
        bought = bought + more
        expected = expected if lead else expected + more
    if policy.cut_above is not None:
        regular = regular - np.minimum(_gap(expected - at(policy.cut_above, period)), regular)
    return Decided(workers, regular, overtime, bought)


def _gap(units: Figure) -> Figure:
    return np.ceil(np.maximum(units, 0.0) - NOISE) + 0.0


def _planned(world: World, policy: AggregatePolicy, period: int) -> float:
    """Return the units that the plan makes in a period."""
    able, most, _ = capacity(world, period, staffed(world, at(policy.workers, period)))
    regular = able if policy.regular is None else min(at(policy.regular, period), able)
    return float(regular + min(at(policy.overtime, period), most))
