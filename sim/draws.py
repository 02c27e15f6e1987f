"""The draws of a scenario: which stream feeds what. The SimPy model and the kernels both draw here.

Streams are called (label, replication, "demand") and (label, replication, "lead_time") under the seed.
`label` names a family of runs ("trial", "marking"…): two families never share a draw.
"""

from __future__ import annotations

import numpy as np

from sim.inversion import Uniforms, Values
from sim.scenario import Scenario
from sim.streams import stream


def demand_path(scenario: Scenario, seed: int, replication: int, label: str) -> Values:
    """Return the demand of each day of one replication (units, shape (horizon,))."""
    return scenario.demand.path(stream(seed, label, replication, "demand"), scenario.horizon)


def lead_time_path(scenario: Scenario, seed: int, replication: int, label: str) -> Values:
    """Return the lead time of an order placed on each day of one replication (days, shape (horizon,))."""
    return scenario.lead_time.path(stream(seed, label, replication, "lead_time"), scenario.horizon)


def demand_paths(scenario: Scenario, seed: int, replications: int, label: str) -> Values:
    """Return the demand paths of replications 0 to replications - 1, shape (replications, horizon)."""
    return scenario.demand.of(_uniforms(seed, replications, label, "demand", scenario.horizon))


def lead_time_paths(scenario: Scenario, seed: int, replications: int, label: str) -> Values:
    """Return the lead time paths of replications 0 to replications - 1, shape (replications, horizon)."""
    return scenario.lead_time.of(_uniforms(seed, replications, label, "lead_time", scenario.horizon))


def _uniforms(seed: int, replications: int, label: str, name: str, periods: int) -> Uniforms:
    uniforms = np.empty((replications, periods))
    for replication in range(replications):
        stream(seed, label, replication, name).random(out=uniforms[replication])
    return uniforms
