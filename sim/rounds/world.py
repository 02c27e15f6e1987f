"""The world of delivery rounds as frozen dataclasses, the checks between its parts, and its distances."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.checks import Check, InvalidError, Number, Path, Problem, plain_number
from sim.records import twice, unknown
from sim.rounds.policy import RoundsPolicy, Route
from sim.rounds.stops import Hours, Stop, Vehicle
from sim.scenario import LONGEST_HORIZON
from sim.supply import Constant, LeadTime
from sim.transport.lane import mean_days
from sim.words import phrase

Floats = NDArray[np.float64]
Matrix = tuple[tuple[Number, ...], ...]

FREE_FLOW = (1,) * 24


@dataclass(frozen=True)
class World:
    """Rounds from a depot over working days 0 to horizon - 1, the first `warm_up` left out of the figures.

    The depot stands at (`depot_x_km`, `depot_y_km`). Distances are as the crow flies × `detour`, or `distances_km`,
    and free-flow times distance / `speed_kmh`, or `times_h`: matrices, the depot first. `profile`: 24 factors of travel
    time by hour of the day; `noise` of a leg and `day_noise` of a day multiply it, drawn with a mean of about 1.
    A stop without `closes` is told a time: from the planned arrival, `slot` hours (no limit when None). `failed_time`
    hours are lost at a stop that takes nothing. An order is tried `attempts` times, then given up. Costs: `late_cost`
    per hour late, `failed_cost` per failed visit, `lost_cost` per order given up, `carbon_price` per tonne of CO2e.
    """

    horizon: int
    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    warm_up: int = 0
    period: str = "working_day"
    name: str = "rounds"
    depot_x_km: Number = 0
    depot_y_km: Number = 0
    detour: Number = 1.3
    speed_kmh: Number = 50
    distances_km: Matrix | None = None
    times_h: Matrix | None = None
    profile: tuple[Number, ...] = FREE_FLOW
    noise: LeadTime = field(default_factory=lambda: Constant(1))
    day_noise: LeadTime = field(default_factory=lambda: Constant(1))
    hours: Hours = field(default_factory=Hours)
    slot: Number | None = None
    failed_time: Number = 0.1
    attempts: int = 2
    late_cost: Number = 0
    failed_cost: Number = 0
    lost_cost: Number = 0
    carbon_price: Number = 0
    policy: RoundsPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("period")
        check.span(LONGEST_HORIZON)
        for name in ("depot_x_km", "depot_y_km"):
            check.number(name, least=-1e5, most=1e5)
        check.number("detour", least=1, most=10)
        check.number("speed_kmh", above=0, most=1000)
        check.numbers("profile", least=0)
        check.number("slot", above=0, most=24, optional=True)
        check.number("failed_time", least=0, most=24)
        check.number("attempts", least=1, most=10, whole=True)
        for name in ("late_cost", "failed_cost", "lost_cost", "carbon_price"):
            check.number(name, least=0)
        check.measured_span()
        for name in ("stops", "vehicles"):
            if not getattr(self, name):
                check.fault(name, "records_none")
        if check.sound and (len(self.profile) != 24 or min(self.profile) <= 0):
            check.fault("profile", "day_profile")
        for name in ("distances_km", "times_h"):
            self._matrix(check, name)
        check.done()
        problems = [*twice("stops", self.stops), *twice("vehicles", self.vehicles)]
        if not problems and self.policy is not None:
            problems = list(self._ruled(self.policy))
        if problems:
            raise InvalidError(problems)

    def _matrix(self, check: Check, name: str) -> None:
        rows = getattr(self, name)
        if rows is None:
            return
        size = len(self.stops) + 1
        fits = isinstance(rows, list | tuple) and len(rows) == size
        fits = fits and all(isinstance(row, list | tuple) and len(row) == size for row in rows)
        found = [[plain_number(one) for one in row] for row in rows] if fits else []
        if not fits or any(one is None or one < 0 for row in found for one in row):
            check.fault(name, "matrix_shape", size=size)
        else:
            object.__setattr__(self, name, tuple(tuple(row) for row in found))

    def _ruled(self, policy: RoundsPolicy) -> Iterator[Problem]:
        types = {one.name: one for one in self.vehicles}
        stops = {one.name for one in self.stops}
        if policy.tour is not None:
            planned: list[tuple[Path, str, int, tuple[str, ...]]] = [
                (("policy", "tour"), policy.tour.vehicle, policy.tour.vehicles, policy.tour.stops)
            ]
        else:
            planned = [
                (("policy", "routes", at), one.vehicle, 1, one.stops) for at, one in enumerate(policy.routes)
            ]
        seen: set[str] = set()
        wanted: dict[str, int] = {}
        for path, vehicle, count, names in planned:
            if vehicle not in types:
                yield unknown((*path, "vehicle"), vehicle, types)
            wanted[vehicle] = wanted.get(vehicle, 0) + count
            for place, name in enumerate(names):
                if name not in stops:
                    yield unknown((*path, "stops", place), name, stops)
                elif name in seen:
                    yield Problem((*path, "stops", place), phrase("stop_twice", name=name))
                seen.add(name)
        key = "routes" if policy.tour is None else "tour"
        for stop in self.stops:
            if stop.name not in seen:
                yield Problem(("policy", key), phrase("stop_left_out", name=stop.name))
        for name, count in wanted.items():
            if name in types and (most := types[name].count) is not None and count > most:
                yield Problem(("policy", key), phrase("vehicles_few", name=name, wanted=count, count=most))

    def distances(self) -> Floats:
        """Return kilometres between places, the depot first: float64 (places, places)."""
        if self.distances_km is not None:
            return np.array(self.distances_km, np.float64)
        points = [(self.depot_x_km, self.depot_y_km), *((one.x_km, one.y_km) for one in self.stops)]
        rows = [[math.hypot(a - c, b - d) * self.detour for c, d in points] for a, b in points]
        return np.array(rows, np.float64).round(6)

    def times(self) -> Floats:
        """Return free-flow hours between places, the depot first: float64 (places, places)."""
        if self.times_h is not None:
            return np.array(self.times_h, np.float64)
        return self.distances() / float(self.speed_kmh)

    def rules(self) -> RoundsPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy

    def routes(self) -> tuple[Route, ...]:
        """Return the rounds that are run, a tour cut into those of its vehicles. Raises InvalidError."""
        rules = self.rules()
        tour = rules.tour
        if tour is None:
            return rules.routes
        at = {one.name: place for place, one in enumerate(self.stops)}
        times = self.times()
        before = 0
        work = []
        for name in tour.stops:
            stop = self.stops[at[name]]
            work.append((float(times[before, at[name] + 1]) + mean_days(stop.service)) * float(stop.chance))
            before = at[name] + 1
        whole = sum(work) or 1.0
        parts: list[list[str]] = [[] for _ in range(tour.vehicles)]
        done = 0.0
        for name, one in zip(tour.stops, work, strict=True):
            place = min(int((done + one / 2) / whole * tour.vehicles), tour.vehicles - 1)
            parts[place].append(name)
            done += one
        return tuple(Route(tour.vehicle, tuple(part), tour.departure) for part in parts)
