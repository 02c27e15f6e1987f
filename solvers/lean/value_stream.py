"""The value stream: how long a part takes from one end to the other, and how little of it adds value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import fraction, non_negative, positive
from solvers.errors import SolverError

__all__ = ["StreamStep", "ValueStream", "ValueStreamLine", "cycle_efficiency", "value_stream"]


@dataclass(frozen=True, slots=True)
class StreamStep:
    """A process of the stream, and what waits before it.

    ``cycle_time`` between two parts and ``value_added`` time a part (None: the cycle time), in one unit;
    ``stock`` units waiting before it; ``uptime`` the share of time that it can run; ``scrap`` the share of
    parts lost there.
    """

    name: str
    cycle_time: float
    stock: float = 0.0
    value_added: float | None = None
    uptime: float = 1.0
    scrap: float = 0.0


@dataclass(frozen=True, slots=True)
class ValueStreamLine:
    """A process: days that parts wait before it, its value-added time, its pace beside the takt.

    ``effective_cycle`` = cycle time / (uptime·(1 − scrap)), the time between two good parts; ``load`` =
    effective cycle / takt: above 1 it cannot follow.
    """

    name: str
    waiting_days: float
    value_added: float
    effective_cycle: float
    load: float


@dataclass(frozen=True, slots=True)
class ValueStream:
    """The stream: takt and value-added time in the unit of the cycle times, waiting and lead time in days.

    ``efficiency`` = value-added time / lead time, as a rate, both in working time; ``bottleneck`` is the
    process of the greatest load.
    """

    takt: float
    lines: tuple[ValueStreamLine, ...]
    waiting_days: float
    value_added: float
    lead_time_days: float
    efficiency: float
    bottleneck: str


def value_stream(
    steps: Sequence[StreamStep], daily_demand: float, daily_time: float, final_stock: float = 0.0
) -> ValueStream:
    """Give the lead time of a value stream, and the share of it that adds value.

    ``steps`` from the supplier's side, one at least; ``daily_demand`` units a working day and ``daily_time``
    working time a day in the unit of the cycle times, above 0; ``final_stock`` units finished, waiting for the
    customer. A stock lasts stock / demand days. SolverError otherwise.

    lead time = Σ stock / demand + Σ value added / daily time;  efficiency = Σ value added / lead time.

    Source: Rother & Shook, Learning to See; Little 1961 (stock = demand × time).

    >>> steps = [StreamStep("cut", 40, stock=900), StreamStep("weld", 55, stock=450)]
    >>> found = value_stream(steps, daily_demand=450, daily_time=27000, final_stock=225)
    >>> found.waiting_days, found.value_added, found.takt, found.bottleneck
    (3.5, 95.0, 60.0, 'weld')
    """
    if not steps:
        raise SolverError("steps", [], "some_steps")
    demand, day = positive("daily_demand", daily_demand), positive("daily_time", daily_time)
    takt, lines = day / demand, []
    for step in steps:
        cycle = non_negative(f"cycle_time ({step.name})", step.cycle_time)
        added = step.cycle_time if step.value_added is None else step.value_added
        up = step.uptime if step.uptime == 1 else fraction(f"uptime ({step.name})", step.uptime)
        lost = step.scrap if step.scrap == 0 else fraction(f"scrap ({step.name})", step.scrap)
        pace = cycle / (up * (1 - lost))
        lines.append(
            ValueStreamLine(
                step.name,
                non_negative(f"stock ({step.name})", step.stock) / demand,
                non_negative(f"value_added ({step.name})", added),
                pace,
                pace / takt,
            )
        )
    waiting = math.fsum(
        [*(line.waiting_days for line in lines), non_negative("final_stock", final_stock) / demand]
    )
    added = math.fsum(line.value_added for line in lines)
    lead = waiting + added / day
    return ValueStream(
        takt,
        tuple(lines),
        waiting,
        added,
        lead,
        cycle_efficiency(added, lead * day) if lead > 0 else 1.0,
        max(lines, key=lambda line: line.load).name,
    )


def cycle_efficiency(value_added: float, lead_time: float) -> float:
    """Give the share of a lead time that adds value, as a rate.

    ``value_added``, 0 or more and at most ``lead_time``, which is above 0, in one unit. SolverError otherwise.

    Source: George, Lean Six Sigma, 2002 (process cycle efficiency).

    >>> cycle_efficiency(30, 1200)
    0.025
    """
    lead = positive("lead_time", lead_time)
    added = non_negative("value_added", value_added)
    if added > lead * (1 + 1e-9):
        raise SolverError("value_added", value_added, "at_most", most=lead)
    return min(added / lead, 1.0)
