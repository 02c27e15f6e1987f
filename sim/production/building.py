"""The machines of a shop as a run begins: who may run them, when they are open, when they fail by the clock."""

from __future__ import annotations

from sim.dispatching import RULES
from sim.production.calendar import Opening, minus
from sim.production.draws import Draws
from sim.production.machines import BY_TIME, NONE
from sim.production.policy import ProductionPolicy
from sim.production.state import Station, Unit
from sim.production.world import World


def stations(world: World, policy: ProductionPolicy, draws: Draws) -> list[Station]:
    """Return the machines of a world in its order, their units free, with the rule that the policy gives each."""
    rules = {one.machine: one.rule for one in policy.rules}
    found = [
        Station(machine, place, RULES[rules.get(machine.name, policy.dispatching)])
        for place, machine in enumerate(world.machines)
    ]
    for station in found:
        _build(station, world, draws)
    return found


def reopen(unit: Unit, horizon: int) -> None:
    """Have a unit follow the opening hours of its machine as they are now, its breakdowns by the clock cut out."""
    windows = unit.station.windows
    if unit.down:
        windows = minus(windows if windows is not None else [(0, horizon)], unit.down)
    unit.opening = Opening(windows)


def _build(station: Station, world: World, draws: Draws) -> None:
    machine = station.machine
    calendar = world.calendar_of(machine)
    station.windows = None if calendar.always else calendar.windows(world.horizon)
    groups = [g for g, group in enumerate(world.operators) if machine.name in group.machines]
    if machine.attended != NONE:
        station.operators = sorted(groups, key=lambda g: (len(world.operators[g].machines), g))
    broken = machine.breakdown
    for number in range(1, machine.count + 1):
        wear = draws.breakdowns(broken, machine.name, number) if broken is not None else None
        by_clock = broken is not None and broken.by == BY_TIME
        unit = Unit(station, number, None if by_clock else wear)
        if by_clock and wear is not None:
            time: float = 0
            for up, down in wear:
                if (time := time + up) >= world.horizon:
                    break
                unit.down.append((time, time + down))
                time += down
        unit.down += [
            (stop.start, stop.end)
            for stop in world.stops
            if stop.machine == machine.name and stop.unit == number and stop.start < world.horizon
        ]
        reopen(unit, world.horizon)
        station.units.append(unit)
    station.free = list(station.units)
