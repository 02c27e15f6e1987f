"""The draws of a network: which stream feeds what, drawn ahead, the same whatever the policy.

Streams are called (label, replication, what, place…) under the seed: "demand" with site and item; "lead_time",
"yield" and "inspect" with the lane's name; "lead_time" with site and item for what a plant makes; "up" and "down"
with the name and the place in the list of a disruption.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.demand import Demand
from sim.network.disruptions import down_periods
from sim.network.world import World
from sim.streams import stream
from sim.supply import LeadTime

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Draws:
    """Everything drawn for one replication, by the places in the lists of the world.

    demand (demands, horizon) in units. lead_time (lanes, horizon) and made (bills, horizon) in whole periods, by
    the period of shipping or of starting. rejects and held (lanes, horizon): a uniform figure for each period of
    receipt, compared with the yield and with the share inspected. down (disruptions, horizon): true when stopped.
    """

    demand: Ints
    lead_time: Ints
    made: Ints
    rejects: Floats
    held: Floats
    down: NDArray[np.bool_]


def draw(world: World, seed: int, label: str, replication: int) -> Draws:
    """Draw one replication of a world."""
    horizon = world.horizon

    def drawn(kind: Demand | LeadTime, *names: str) -> NDArray[np.float64] | Ints:
        return kind.path(stream(seed, label, replication, *names), horizon)

    demand = np.empty((len(world.demands), horizon), np.int64)
    for at, one in enumerate(world.demands):
        demand[at] = drawn(one.demand, "demand", one.site, one.item)
    lead_time = np.empty((len(world.lanes), horizon), np.int64)
    rejects = np.zeros((len(world.lanes), horizon))
    held = np.ones((len(world.lanes), horizon))
    for at, lane in enumerate(world.lanes):
        lead_time[at] = np.ceil(drawn(lane.lead_time, "lead_time", lane.name))
        if lane.good_share < 1:
            rejects[at] = stream(seed, label, replication, "yield", lane.name).random(horizon)
        if lane.inspect is not None:
            held[at] = stream(seed, label, replication, "inspect", lane.name).random(horizon)
    made = np.empty((len(world.bills), horizon), np.int64)
    for at, bill in enumerate(world.bills):
        made[at] = np.ceil(drawn(bill.lead_time, "lead_time", bill.site, bill.item))
    down = np.zeros((len(world.disruptions), horizon), np.bool_)
    for at, stop in enumerate(world.disruptions):
        up_times, down_times = (
            [] if kind is None else drawn(kind, word, stop.source, str(at)).tolist()
            for kind, word in ((stop.up, "up"), (stop.down, "down"))
        )
        down[at] = down_periods(stop, horizon, up_times, down_times)
    return Draws(demand, lead_time, made, rejects, held, down)
