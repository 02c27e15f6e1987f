"""Lanes: chains of one leg or several, with vehicles, departures, transit times, risks and claims."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from sim.checks import Check, Number
from sim.scenario import LONGEST_HORIZON
from sim.supply import LeadTime
from sim.transport.delays import Delay, Stoppage
from sim.transport.hub import Hub
from sim.transport.tariff import Tariff

MODES = ("road", "rail", "sea", "air", "inland_waterway")
MOST_VEHICLES = 10_000


def mean_days(time: LeadTime) -> float:
    """Return the mean of a time in days, from its quantiles."""
    return float(np.mean(time.of((np.arange(256) + 0.5) / 256)))


def check_weekdays(check: Check, owner: object, field_name: str) -> None:
    """Check a list of weekdays, 0 first."""
    check.numbers(field_name, least=0, optional=True)
    days = getattr(owner, field_name)
    if check.sound and days is not None and any(not isinstance(one, int) or one > 6 for one in days):
        check.fault(field_name, "weekdays")


@dataclass(frozen=True)
class Departures:
    """When vehicles leave: on `weekdays` (0 to 6), every `every` days from day `first`, or on demand without either.

    What is to leave must be ready `cut_off` days before. With `fill` (a share of one vehicle) a vehicle waits for
    goods, until the oldest have waited `longest_wait` days.
    """

    weekdays: tuple[int, ...] | None = None
    every: int | None = None
    first: int = 0
    cut_off: Number = 0
    fill: Number = 0
    longest_wait: Number = 7

    def __post_init__(self) -> None:
        check = Check(self)
        check_weekdays(check, self, "weekdays")
        check.number("every", least=1, most=LONGEST_HORIZON, whole=True, optional=True)
        check.number("first", least=0, most=LONGEST_HORIZON, whole=True)
        check.number("cut_off", least=0, most=365)
        check.number("fill", least=0, most=1)
        check.number("longest_wait", least=0, most=365)
        if check.sound and self.weekdays is not None and self.every is not None:
            check.fault("every", "weekdays_or_every")
        check.done()

    @property
    def on_demand(self) -> bool:
        """Whether a vehicle leaves as soon as something is ready."""
        return self.weekdays is None and self.every is None and self.fill == 0

    @property
    def interval(self) -> float:
        """Days between two departures, on average; 0 on demand."""
        if self.weekdays is not None:
            return 7 / len(set(self.weekdays))
        return float(self.every or 0)

    def days(self, horizon: int) -> list[bool]:
        """Return, for each day, whether vehicles may leave."""
        if self.weekdays is not None:
            return [day >= self.first and day % 7 in self.weekdays for day in range(horizon)]
        every = self.every or 1
        return [day >= self.first and (day - self.first) % every == 0 for day in range(horizon)]

    def longest(self) -> float:
        """Return the longest wait from ready to leaving when nothing is full or stopped."""
        if self.on_demand:
            return 0.0
        return float(self.cut_off + max(self.interval, self.longest_wait if self.fill else 0))

    def mean_wait(self) -> float:
        """Return the mean days from ready to leaving: half the interval, and the cut-off; the day stays whole."""
        if self.on_demand:
            return 0.0
        wait = self.cut_off + max(self.interval - 1, 0) / 2
        return wait + (self.longest_wait / 2 if self.fill else 0)


@dataclass(frozen=True)
class Capacity:
    """What one vehicle or container holds; what is not given does not bound it."""

    weight_kg: Number | None = None
    volume_m3: Number | None = None
    loading_metres: Number | None = None
    pallets: Number | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        for name in ("weight_kg", "volume_m3", "loading_metres", "pallets"):
            check.number(name, above=0, optional=True)
        check.done()

    @property
    def row(self) -> tuple[float, float, float, float]:
        """The four bounds, infinite where there is none."""
        return tuple(  # type: ignore[return-value]
            math.inf if one is None else float(one)
            for one in (self.weight_kg, self.volume_m3, self.loading_metres, self.pallets)
        )


@dataclass(frozen=True)
class Leg:
    """One element of a transport chain: a `mode` from `origin` to `destination`.

    `transit` in days, one draw a day; `distance_km`; `capacity` of one vehicle (none: groupage, the vehicle is not
    yours) and the `vehicles` that a departure has at most. `emission_factor` in kg CO2e per tonne-kilometre,
    `vehicle_emission_factor` in kg CO2e per kilometre of a vehicle. `loss` and `damage`: probability for a shipment.
    """

    mode: str
    origin: str
    destination: str
    transit: LeadTime
    distance_km: Number = 0
    departures: Departures = field(default_factory=Departures)
    capacity: Capacity = field(default_factory=Capacity)
    vehicles: int | None = None
    tariff: Tariff = field(default_factory=Tariff)
    emission_factor: Number = 0
    vehicle_emission_factor: Number = 0
    loss: Number = 0
    damage: Number = 0
    delays: tuple[Delay, ...] = ()
    stoppages: tuple[Stoppage, ...] = ()

    def __post_init__(self) -> None:
        check = Check(self)
        check.choice("mode", MODES)
        for name in ("origin", "destination"):
            check.text(name)
        for name in ("distance_km", "emission_factor", "vehicle_emission_factor"):
            check.number(name, least=0)
        for name in ("loss", "damage"):
            check.number(name, least=0, most=1)
        check.number("vehicles", least=1, most=MOST_VEHICLES, whole=True, optional=True)
        if check.sound and not self.is_bounded and (self.vehicles is not None or self.departures.fill):
            check.fault("capacity", "capacity_none")
        check.done()

    @property
    def is_bounded(self) -> bool:
        """Whether its vehicle has a capacity."""
        return any(math.isfinite(one) for one in self.capacity.row)


@dataclass(frozen=True)
class Lane:
    """A chain of legs from a shipper to a receiver, each beginning at the hub where the one before ends.

    `promised`: days from booking to delivery that are told to customers (when None, what the chain takes with the
    longest waits and mean times, rounded up). Of a damaged shipment, `damage_share` of the goods is lost. The carrier
    pays back at most `liability_per_kg` per kilogram lost, up to its value; a claim costs `claim_cost` to handle.
    """

    name: str
    legs: tuple[Leg, ...]
    promised: Number | None = None
    damage_share: Number = 0.2
    liability_per_kg: Number = 0
    claim_cost: Number = 0

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.number("promised", least=0, optional=True)
        check.number("damage_share", above=0, most=1)
        check.number("liability_per_kg", least=0)
        check.number("claim_cost", least=0)
        if not self.legs:
            check.fault("legs", "records_none")
        for one, two in zip(self.legs, self.legs[1:], strict=False):
            if check.sound and one.destination != two.origin:
                check.fault("legs", "chain_broken", one=one.destination, two=two.origin)
        check.done()

    def planned_days(self, hubs: Collection[Hub]) -> float:
        """Return the mean days from booking to delivery: waits, transit and handling, delays left out."""
        return self._days(hubs, [leg.departures.mean_wait() for leg in self.legs])

    def promise(self, hubs: Collection[Hub]) -> float:
        """Return the days promised."""
        if self.promised is not None:
            return float(self.promised)
        waits = [leg.departures.longest() for leg in self.legs]
        return float(math.ceil(round(self._days(hubs, waits), 6)))

    def _days(self, hubs: Collection[Hub], waits: list[float]) -> float:
        times = {hub.name: mean_days(hub.time) for hub in hubs}
        handled = sum(times.get(leg.origin, 0.0) for leg in self.legs[1:])
        return sum(waits) + sum(mean_days(leg.transit) for leg in self.legs) + handled
