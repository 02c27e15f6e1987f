"""The periods of a world under its tool, many runs side by side: forecasts, launches, stock and what was missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.forecasting.draws import demands
from sim.forecasting.tool import Floats, Tool
from sim.forecasting.world import World

_SLACK = 1e-6  # units: a target that a sum of floats puts a hair above a whole multiple


@dataclass(frozen=True, eq=False)
class Course:
    """What happened, float64 (replications, periods), units: the forecast of a period was made just before it.

    Levels (`on_hand`, `on_order`) at the close, flows over the period; `ordered` is what was launched at its close.
    """

    demand: Floats
    forecast: Floats
    received: Floats
    short: Floats
    on_hand: Floats
    ordered: Floats
    on_order: Floats


def lived(world: World, seed: int, label: str, first: int, replications: int) -> Course:
    """Live replications `first` to first + replications - 1. Raises InvalidError without a policy."""
    policy = world.ruled()
    demand = demands(world, seed, label, first, replications)
    tool = Tool(policy, replications)
    shape = (replications, world.horizon)
    found = Course(demand, *(np.zeros(shape) for _ in range(6)))
    due = np.zeros((replications, world.horizon + world.lead_time))
    target = _target(world, tool)
    stock = np.ceil(target - _SLACK) if world.initial is None else np.full(replications, float(world.initial))
    if world.initial is not None:
        due[:, world.lead_time - 1] = _launch(world, target - stock)
    on_order = due.sum(axis=1)
    for t in range(world.horizon):
        found.forecast[:, t] = tool.ahead(1)
        found.received[:, t] = due[:, t]
        there = stock + due[:, t]
        found.short[:, t] = np.maximum(demand[:, t] - there, 0.0)
        stock = np.maximum(there - demand[:, t], 0.0)
        tool.learn(demand[:, t])
        left = on_order - due[:, t]
        ordered = _launch(world, _target(world, tool) - stock - left)
        due[:, t + world.lead_time] = ordered
        on_order = left + ordered
        found.on_hand[:, t], found.ordered[:, t], found.on_order[:, t] = stock, ordered, on_order
    return found


def _target(world: World, tool: Tool) -> Floats:
    """Return what stock and launches under way should hold: the forecast until the next launch serves, and a margin."""
    forecast = tool.ahead(1)
    for h in range(2, world.lead_time + 1):
        forecast = forecast + tool.ahead(h)
    return forecast * (1 + world.ruled().margin)


def _launch(world: World, missing: NDArray[np.float64]) -> Floats:
    """Return what is launched for what is missing: whole multiples, nothing when nothing is."""
    found: Floats = np.maximum(np.ceil((missing - _SLACK) / world.multiple), 0.0) * world.multiple
    return found
