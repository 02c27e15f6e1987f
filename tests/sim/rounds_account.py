"""An independent account of a run of rounds: travel by the inverse of what a day of traffic lets through."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from sim.rounds.draws import WAY_HOME, paths
from sim.rounds.world import World
from sim.transport.lane import mean_days


def through(profile: tuple[float, ...], start: float, end: float) -> float:
    """Free-flow hours that go through between two moments."""
    found = 0.0
    for hour in range(math.floor(start), math.ceil(end)):
        found += max(min(end, hour + 1) - max(start, hour), 0) / profile[hour % 24]
    return found


def arrival(profile: tuple[float, ...], start: float, free: float) -> float:
    """When a drive of `free` hours ends that begins at `start`: by halving, to far below a second."""
    low, high = start, start + free * max(profile) + 1
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if through(profile, start, middle) < free else (low, middle)
    return high


@dataclass
class Driver:
    """One driver's day: the clock, hours since a break, hours driven and rested."""

    now: float
    wheel: float = 0.0
    driven: float = 0.0
    broken: float = 0.0


@dataclass
class Account:
    """Live one replication of a world and keep what it cost and how it went."""

    world: World
    cost: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)

    def live(  # noqa: PLR0912, PLR0915 - one day told from its beginning to its end, as it would be on paper
        self, seed: int, label: str, replication: int
    ) -> dict[str, float]:
        """The indicators that this account can tell, under the model's names."""
        world = self.world
        drawn = paths(world, seed, label, replication, 1)
        at = {stop.name: place for place, stop in enumerate(world.stops)}
        kinds = {one.name: one for one in world.vehicles}
        routes = world.routes()
        windows = self._windows(at)
        pending: dict[int, float] = {}
        tried: Counter[int] = Counter()
        may_start = [-24.0] * len(routes)
        extended = [0] * len(routes)
        distance, free = world.distances(), world.times()
        for day in range(world.horizon):
            for place in range(len(world.stops)):
                if drawn.load[0, place, day] > 0:
                    pending[place] = pending.get(place, 0.0) + float(drawn.load[0, place, day])
            for number, route in enumerate(routes):
                if day % world.hours.week == 0:
                    extended[number] = 0
                kind = kinds[route.vehicle]
                stops = [at[name] for name in route.stops if at[name] in pending]
                start = max(route.departure, may_start[number])
                may_start[number] = max(may_start[number] - 24, -24)
                aboard: dict[int, float] = {}
                for place in stops:
                    if sum(aboard.values()) + pending[place] <= kind.capacity + 1e-9:
                        aboard[place] = pending[place]
                if not stops:
                    continue
                measured = day >= world.warm_up
                if aboard:
                    self._add(measured, "rounds_run", 1)
                    self._pay(measured, "fleet", kind.per_day)
                driver = Driver(start)
                load = sum(aboard.values())
                here, finished, emitted, gone = 0, False, 0.0, 0.0
                full = (
                    kind.emission_factor if kind.full_emission_factor is None else kind.full_emission_factor
                )
                hours = world.hours
                most = hours.extended if extended[number] < hours.extended_days else hours.daily
                for place in stops:
                    self._add(measured, "visits", 1)
                    self._add(measured, "fresh", tried[place] == 0)
                    reason, late = "", 0.0
                    traffic = float(drawn.day[0, day])
                    drive = float(free[here, place + 1] * drawn.noise[0, place, day]) * traffic
                    if place not in aboard:
                        reason = "full"
                    else:
                        there = self._drive(driver, drive)
                        home = float(free[place + 1, 0]) * traffic
                        back = arrival(world.profile, there.now, home) - there.now
                        finished = finished or there.driven + back > most + 1e-9
                        reason = "hours" if finished else ""
                    if not reason:
                        driver = there
                        gone += float(distance[here, place + 1])
                        factor = kind.emission_factor + load / kind.capacity * (full - kind.emission_factor)
                        emitted += float(distance[here, place + 1]) * factor
                        here = place + 1
                        opens, closes = windows[place]
                        wait = max(opens - driver.now, 0)
                        self._add(measured, "waiting_hours", wait)
                        driver.now += wait
                        if wait and wait >= hours.rest_break:
                            driver.wheel = 0
                        late = max(driver.now - closes, 0)
                        if late > 1e-9 and world.stops[place].late == "refuse":
                            reason = "refused"
                        elif drawn.absent[0, place, day]:
                            reason = "absent"
                    if reason in ("refused", "absent"):
                        driver.now += world.failed_time
                    if reason:
                        self._add(measured, f"failed_{reason}", 1)
                        self._pay(measured, "failure", world.failed_cost)
                        tried[place] += 1
                        if tried[place] >= world.attempts:
                            self._add(measured, "orders_lost", 1)
                            self._pay(measured, "failure", world.lost_cost)
                            del pending[place], tried[place]
                        continue
                    driver.now += float(drawn.service[0, place, day])
                    load -= aboard[place]
                    self._add(measured, "deliveries", 1)
                    self._add(measured, "first", tried[place] == 0)
                    self._add(measured, "on_time", tried[place] == 0 and late <= 1e-9)
                    self._pay(measured, "tardiness", world.late_cost * late)
                    del pending[place], tried[place]
                if not here:
                    continue
                way = float(free[here, 0] * drawn.noise[0, len(world.stops) + number % WAY_HOME, day])
                driver = self._drive(driver, way * float(drawn.day[0, day]))
                gone += float(distance[here, 0])
                factor = kind.emission_factor + load / kind.capacity * (full - kind.emission_factor)
                emitted += float(distance[here, 0]) * factor
                extended[number] += driver.driven > hours.daily + 1e-9
                may_start[number] = driver.now + hours.rest - 24
                paid = driver.now - start - driver.broken
                over = max(paid - hours.shift, 0)
                for name, value in (
                    ("kilometres", gone), ("duty_hours", paid), ("driving_hours", driver.driven),
                    ("overtime_hours", over), ("co2e", emitted),
                ):  # fmt: skip
                    self._add(measured, name, value)
                self._pay(measured, "transport", kind.per_km * gone)
                self._pay(measured, "labour", kind.per_hour * paid)
                self._pay(measured, "overtime", kind.overtime * over)
                self._pay(measured, "carbon", emitted * world.carbon_price / 1000)
        return self._figures()

    def _drive(self, driver: Driver, free: float) -> Driver:
        hours = self.world.hours
        found = Driver(driver.now, driver.wheel, driver.driven, driver.broken)
        left = free
        while True:
            end = arrival(self.world.profile, found.now, left)
            spell = end - found.now
            if found.wheel + spell <= hours.break_after + 1e-7:
                return Driver(end, found.wheel + spell, found.driven + spell, found.broken)
            stop = found.now + hours.break_after - found.wheel
            left -= through(self.world.profile, found.now, stop)
            found.driven += stop - found.now
            found.now, found.wheel = stop + hours.rest_break, 0
            found.broken += hours.rest_break

    def _windows(self, at: dict[str, int]) -> list[tuple[float, float]]:
        world = self.world
        told = {}
        for route in world.routes() if world.slot is not None else ():
            driver = Driver(route.departure)
            here = 0
            for name in route.stops:
                driver = self._drive(driver, float(world.times()[here, at[name] + 1]))
                told[name] = route.departure + (driver.now - route.departure) * (1 + world.rules().slack)
                driver.now += mean_days(world.stops[at[name]].service)
                here = at[name] + 1
        found: list[tuple[float, float]] = []
        for stop in world.stops:
            if stop.closes is not None:
                found.append((stop.opens, stop.closes))
            elif world.slot is None:
                found.append((stop.opens, math.inf))
            else:
                opens = max(stop.opens, told[stop.name])
                found.append((opens, opens + world.slot))
        return found

    def _add(self, measured: bool, name: str, value: float) -> None:
        self.sums[name] += value * measured  # type: ignore[assignment]

    def _pay(self, measured: bool, part: str, amount: float) -> None:
        self.cost[part] += amount * measured  # type: ignore[assignment]

    def _figures(self) -> dict[str, float]:
        plain = (
            "rounds_run", "waiting_hours", "failed_full", "failed_hours", "failed_refused", "failed_absent",
            "orders_lost", "deliveries", "kilometres", "duty_hours", "driving_hours", "overtime_hours", "co2e",
        )  # fmt: skip
        parts = ("transport", "labour", "fleet", "overtime", "tardiness", "failure", "carbon")
        fresh = self.sums["fresh"] or 1
        return {
            **{name: self.sums[name] for name in plain},
            **{f"{part}_cost": self.cost[part] for part in parts},
            "total_cost": math.fsum(self.cost.values()),
            "on_time_rate": self.sums["on_time"] / fresh,
            "first_time_rate": self.sums["first"] / fresh,
        }
