"""Indicators of delivery rounds, from the sums of the compiled loop."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.rounds import compiled as k
from sim.rounds.draws import Paths, paths
from sim.rounds.world import World
from sim.transport.lane import mean_days

Floats = NDArray[np.float64]

COSTS = ("transport", "labour", "fleet", "overtime", "tardiness", "failure", "carbon")
REASONS = ("refused", "absent", "full", "hours")
INDICATORS: tuple[str, ...] = (
    "total_cost", *(f"{part}_cost" for part in COSTS),
    "on_time_rate", "first_time_rate", "failed_rate", "deliveries",
    *(f"failed_{reason}" for reason in REASONS),
    "orders_lost", "late_minutes", "rounds_run", "load_factor", "kilometres", "duty_hours", "driving_hours",
    "waiting_hours", "overtime_hours", "extended_days", "late_starts",
    "cost_per_order", "cost_per_km", "co2e",
)  # fmt: skip
MOST_DRAWN = 8_000_000  # figures drawn at once


def arguments(world: World) -> tuple[Any, ...]:
    """Return what the compiled loop takes after the draws. Raises InvalidError without a policy."""
    routes = world.routes()
    at = {stop.name: place for place, stop in enumerate(world.stops)}
    types = {one.name: one for one in world.vehicles}
    order = [at[name] for route in routes for name in route.stops]
    rows = []
    first = 0
    for route in routes:
        one = types[route.vehicle]
        full = one.emission_factor if one.full_emission_factor is None else one.full_emission_factor
        rows.append(
            (
                first, len(route.stops), route.departure, one.capacity, one.per_km, one.per_hour, one.per_day,
                one.overtime, one.emission_factor, full,
            )
        )  # fmt: skip
        first += len(route.stops)
    h = world.hours
    rules = np.array(
        [
            h.break_after, h.rest_break, h.daily, h.extended, h.extended_days, h.week, h.rest, h.shift,
            world.failed_time, world.attempts, world.late_cost, world.failed_cost, world.lost_cost, world.carbon_price,
        ],
        np.float64,
    )  # fmt: skip
    route_rows = np.array(rows, np.float64).reshape(len(rows), 10)
    places = np.array(order, np.int64)
    profile = np.array(world.profile, np.float64)
    stops = np.array(
        [
            (one.opens, math.inf if one.closes is None else one.closes, one.late == "refuse")
            for one in world.stops
        ],
        np.float64,
    )
    free = world.times()
    if world.slot is not None:
        service = np.array([mean_days(stop.service) for stop in world.stops])
        told = k.plan(route_rows, places, free, profile, service, float(world.rules().slack), rules)
        open_ended = np.isinf(stops[:, k.CLOSES])
        stops[open_ended, k.OPENS] = np.maximum(stops[open_ended, k.OPENS], told[open_ended])
        stops[open_ended, k.CLOSES] = stops[open_ended, k.OPENS] + world.slot
    return stops, route_rows, places, world.distances(), free, profile, rules, world.warm_up, world.horizon


def of(drawn: Paths) -> tuple[Any, ...]:
    """Return the draws in the order that the compiled loop takes them."""
    return drawn.load, drawn.service, drawn.absent, drawn.noise, drawn.day


def sums(world: World, seed: int, label: str, replications: int) -> tuple[Floats, Floats]:
    """Return cost parts and sums of replications 0 to replications - 1, a row each. Raises InvalidError."""
    fixed = arguments(world)
    block = max(1, min(replications, MOST_DRAWN // (world.horizon * (4 * len(world.stops) + 6))))
    found = []
    for first in range(0, replications, block):
        drawn = paths(world, seed, label, first, min(block, replications - first))
        taken: tuple[Any, ...] = (*of(drawn), *fixed, 0)
        found.append(k.replications(*taken)[:2])
    return np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found])


def figures(parts: Floats, counted: Floats) -> dict[str, Floats]:
    """Turn cost parts (replications, PARTS) and sums (replications, SUMS) into `INDICATORS`, one figure a replication.

    transport_cost by kilometre, labour_cost by hour on duty less breaks, fleet_cost by day that a vehicle leaves,
    overtime_cost beyond the shift, tardiness_cost of late deliveries, failure_cost of failed visits and of orders given
    up, carbon_cost CO2e at its price. on_time_rate: deliveries that were on time at the first attempt, over first
    attempts; first_time_rate the same, late ones included; failed_rate: failed visits over visits, by reason: refused
    as late, absent, full (left behind), hours (the driver's day was over). late_minutes: mean minutes late of late
    deliveries. extended_days: driver-days beyond the ordinary driving time; late_starts: rounds that waited for rest.
    load_factor: load at departure over capacity. cost_per_order: total cost over deliveries; co2e in kg.
    """
    cost = {f"{part}_cost": parts[:, place] for place, part in enumerate(COSTS)}
    total = np.zeros(len(parts))
    for part in cost.values():
        total = total + part
    c = counted.T
    failed = counted[:, k.BY_REASON :].sum(axis=1)
    found = {
        "total_cost": total,
        **cost,
        "on_time_rate": _share(c[k.ON_TIME], c[k.FRESH]),
        "first_time_rate": _share(c[k.FIRST_TIME], c[k.FRESH]),
        "failed_rate": _share(failed, c[k.VISITS]),
        "deliveries": c[k.DELIVERED],
        **{f"failed_{reason}": c[k.BY_REASON + place] for place, reason in enumerate(REASONS)},
        "orders_lost": c[k.LOST],
        "late_minutes": 60 * _share(c[k.LATENESS], c[k.LATE]),
        "rounds_run": c[k.RUN],
        "load_factor": _share(c[k.LOADED], c[k.OFFERED]),
        "kilometres": c[k.KM],
        "duty_hours": c[k.HOURS],
        "driving_hours": c[k.DRIVING],
        "waiting_hours": c[k.WAITING],
        "overtime_hours": c[k.OVER],
        "extended_days": c[k.EXTENDED_USED],
        "late_starts": c[k.LATE_STARTS],
        "cost_per_order": _share(total, c[k.DELIVERED]),
        "cost_per_km": _share(total, c[k.KM]),
        "co2e": c[k.EMITTED],
    }
    return {name: found[name] for name in INDICATORS}


def _share(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
