"""A shop floor as it stands: its machines, its orders, what the planner decides and what may be asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.dispatching import RULES
from sim.production import building
from sim.production.calendar import Window
from sim.production.draws import Draws
from sim.production.machines import Machine
from sim.production.orders import Operation
from sim.production.policy import Planned
from sim.production.state import Job, Lot
from sim.production.turns import Turns
from sim.production.world import World

Number = int | float


class Floor:
    """`now` is the time of the last event, `jobs` the production orders known, by name, `wip` those in the shop."""

    def __init__(self, world: World, draws: Draws) -> None:
        self.world, self.policy = world, world.rules()
        self.now: Number = 0
        self.wip = 0  # orders released and not finished
        self.jobs: dict[str, Job] = {}
        self._products = {one.name: one for one in world.products}
        self.stations = building.stations(world, self.policy, draws)
        self._at = {station.machine.name: station for station in self.stations}
        self._turns = Turns(self.policy.early)
        self._touched: set[int] = set()  # the places of machines that may take something

    # -- decisions --------------------------------------------------------------------------------------
    def plan(self, schedule: Sequence[Planned]) -> None:
        """Have every machine follow a schedule; operations already started are left out of it."""
        routing = {order.name: self._products[order.product].routing for order in self.world.orders}
        self._turns.follow(schedule, self._at, routing)
        self._touched |= {station.place for station in self.stations}

    def dispatch(self, rule: str, machines: Sequence[str] | None = None) -> None:
        """Have machines (all when None) follow a dispatching rule from now on, in the place of any schedule."""
        for station in self.stations:
            if machines is None or station.machine.name in machines:
                station.plan = None
                station.ruled(self.now, RULES[rule])
                self._touched.add(station.place)

    def rank(self, turns: Mapping[str, Number]) -> None:
        """Give orders the planner's ranks, the lowest first, before what the rule says; the others come after."""
        for name, turn in turns.items():
            if name in self.jobs:
                self.jobs[name].turn = turn
        for station in self.stations:
            station.ruled(self.now, station.rule)
            self._touched.add(station.place)

    # -- questions --------------------------------------------------------------------------------------
    def machine(self, name: str) -> Machine:
        """Return a machine by its name. Raises KeyError when there is none."""
        return self._at[name].machine

    def routing(self, order: str) -> tuple[Operation, ...]:
        """Return the operations of an order of the world. Raises StopIteration when there is none."""
        product = next(one.product for one in self.world.orders if one.name == order)
        return self._products[product].routing

    def is_past(self, order: str, operation: int) -> bool:
        """Return whether an operation (1 is the first) has begun, or never will."""
        return (order, operation - 1) in self._turns.past

    def lots_of(self, order: str) -> list[Lot]:
        """Return the lots of an order that wait or are being worked on; none before its release."""
        held = (unit.lot for station in self.stations for unit in station.units)
        waiting = (entry[3] for station in self.stations for entry in station.queue)
        return [lot for lot in (*held, *waiting) if lot is not None and lot.job.name == order]

    def windows(self, name: str) -> list[Window]:
        """Return the opening hours of a machine up to the horizon, its overtime included."""
        windows = self._at[name].windows
        return [(0, self.world.horizon)] if windows is None else windows
