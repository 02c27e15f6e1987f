"""The world of lanes as frozen dataclasses, the checks between its parts, and what a policy makes of them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.checks import Check, InvalidError, Number, Path, Problem
from sim.records import twice, unknown, whole_demand
from sim.scenario import LONGEST_HORIZON
from sim.transport.hub import Hub
from sim.transport.lane import Departures, Lane
from sim.transport.policy import Dispatch, ReceiverRule, TransportPolicy
from sim.transport.receiver import Flow, Receiver
from sim.words import phrase

MOST_SHIPMENTS = 2_000_000  # of one run, about


@dataclass(frozen=True)
class World:
    """Lanes over days 0 to horizon - 1, the first `warm_up` left out of the figures.

    `receivers` are replenished over `lanes`, `flows` ship over them; chains pass through `hubs`. `carbon_price` per
    tonne of CO2e is part of the cost. Day t has weekday t % 7, 0 first.
    """

    horizon: int
    lanes: tuple[Lane, ...]
    receivers: tuple[Receiver, ...] = ()
    flows: tuple[Flow, ...] = ()
    hubs: tuple[Hub, ...] = ()
    warm_up: int = 0
    period: str = "day"
    name: str = "lanes"
    carbon_price: Number = 0
    policy: TransportPolicy | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("period")
        check.span(LONGEST_HORIZON)
        check.number("carbon_price", least=0)
        check.measured_span()
        if not self.lanes:
            check.fault("lanes", "records_none")
        if not self.receivers and not self.flows:
            check.fault("receivers", "flow_or_receiver")
        check.done()
        problems = list(self._faults())
        if not problems and self.policy is not None:
            problems = list(self._ruled(self.policy))
        if problems:
            raise InvalidError(problems)

    def _faults(self) -> Iterator[Problem]:
        for field in ("lanes", "hubs"):
            yield from twice(field, getattr(self, field))
        taken: set[str] = set()
        for field in ("receivers", "flows"):
            for place, one in enumerate(getattr(self, field)):
                if one.name in taken:
                    yield Problem((field, place, "name"), phrase("name_twice", name=one.name))
                taken.add(one.name)
        for place, receiver in enumerate(self.receivers):
            yield from whole_demand(receiver.demand, self.horizon, ("receivers", place, "demand"))
        lanes = {lane.name for lane in self.lanes}
        faults = False
        for place, flow in enumerate(self.flows):
            if flow.lane not in lanes:
                yield unknown(("flows", place, "lane"), flow.lane, lanes)
            for fault in whole_demand(flow.shipments, self.horizon, ("flows", place, "shipments")):
                faults = True
                yield fault
        if not faults and self.flows and self.shipments() > MOST_SHIPMENTS:
            what = phrase("shipments_many", count=self.shipments(), most=MOST_SHIPMENTS)
            yield Problem(("flows",), what)

    def _ruled(self, policy: TransportPolicy) -> Iterator[Problem]:
        lanes = {lane.name: lane for lane in self.lanes}
        receivers = {one.name: one for one in self.receivers}
        for one in twice("receivers", policy.receivers):
            yield Problem(("policy", *one.path), one.what)
        for place, rule in enumerate(policy.receivers):
            path: Path = ("policy", "receivers", place)
            if rule.name not in receivers:
                yield unknown((*path, "name"), rule.name, receivers)
                continue
            for key, name in (("lane", rule.lane), ("backup", rule.backup)):
                if name is not None and name not in lanes:
                    yield unknown((*path, key), name, lanes)
                elif name is not None and most_units(lanes[name], receivers[rule.name]) < 1:
                    yield Problem((*path, key), phrase("unit_heavy", lane=name))
        ruled = {rule.name for rule in policy.receivers}
        for name in (name for name in receivers if name not in ruled):
            yield Problem(("policy", "receivers"), phrase("rule_missing", name=name))
        yield from _dispatched(policy, lanes)

    def shipments(self) -> int:
        """Return about how many shipments the flows of a run hold."""
        means = (Receiver("", flow.shipments).mean_demand(self.horizon) for flow in self.flows)
        return round(sum(means) * self.horizon)

    def rules(self) -> TransportPolicy:
        """Return the policy. Raises InvalidError without one."""
        if self.policy is None:
            raise InvalidError([Problem(("policy",), phrase("key_missing"))])
        return self.policy

    def run_lanes(self) -> tuple[Lane, ...]:
        """Return the lanes as they are run, the policy's dispatch laid over their first legs."""
        dispatch = {one.lane: one for one in self.rules().dispatch}
        return tuple(_under(lane, dispatch.get(lane.name)) for lane in self.lanes)

    def settings(self) -> tuple[Settings, ...]:
        """Return what each receiver runs with. Raises InvalidError without a policy."""
        lanes = self.run_lanes()
        rules = {rule.name: rule for rule in self.rules().receivers}
        return tuple(self._settings(one, rules[one.name], lanes) for one in self.receivers)

    def _settings(self, receiver: Receiver, rule: ReceiverRule, lanes: tuple[Lane, ...]) -> Settings:
        places = {lane.name: place for place, lane in enumerate(lanes)}
        base = places[rule.lane]
        mean = receiver.mean_demand(self.horizon)
        planned = lanes[base].planned_days(self.hubs)
        if rule.level is not None:
            level = math.ceil(rule.level)
        else:
            assert rule.safety_days is not None
            level = max(math.ceil(round(mean * (rule.interval + planned + rule.safety_days), 6)), 0)
        backup, backup_level, backup_planned, backup_most = -1, 0, 0.0, 0
        if rule.backup is not None:
            backup = places[rule.backup]
            backup_level = math.ceil(round(rule.backup_level or mean * (rule.backup_days or 0), 6))
            backup_planned = lanes[backup].planned_days(self.hubs)
            backup_most = most_units(lanes[backup], receiver)
        return Settings(
            base=base,
            backup=backup,
            level=level,
            point=level - 1 if rule.point is None else math.floor(rule.point),
            lot=rule.lot,
            backup_level=backup_level,
            planned=math.ceil(round(planned, 6)),
            backup_planned=math.ceil(round(backup_planned, 6)),
            most=most_units(lanes[base], receiver),
            backup_most=backup_most,
            days=tuple(rule.days(self.horizon)),
        )


def _under(lane: Lane, dispatch: Dispatch | None) -> Lane:
    if dispatch is None:
        return lane
    first = lane.legs[0]
    departures = Departures(
        weekdays=dispatch.weekdays,
        every=dispatch.every,
        cut_off=first.departures.cut_off,
        fill=dispatch.fill,
        longest_wait=dispatch.longest_wait,
    )
    return dataclasses.replace(lane, legs=(dataclasses.replace(first, departures=departures), *lane.legs[1:]))


def _dispatched(policy: TransportPolicy, lanes: Mapping[str, Lane]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, dispatch in enumerate(policy.dispatch):
        path: Path = ("policy", "dispatch", place)
        if dispatch.lane not in lanes:
            yield unknown((*path, "lane"), dispatch.lane, lanes)
        elif dispatch.lane in seen:
            yield Problem((*path, "lane"), phrase("name_twice", name=dispatch.lane))
        elif dispatch.fill and not lanes[dispatch.lane].legs[0].is_bounded:
            yield Problem((*path, "fill"), phrase("capacity_none"))
        seen.add(dispatch.lane)


@dataclass(frozen=True)
class Settings:
    """What one receiver runs with: places of its lanes (backup -1: none), levels in units, planned days, order days.

    `most`: units that one departure of a lane holds.
    """

    base: int
    backup: int
    level: int
    point: int
    lot: int
    backup_level: int
    planned: int
    backup_planned: int
    most: int
    backup_most: int
    days: tuple[bool, ...]


def most_units(lane: Lane, receiver: Receiver) -> int:
    """Return the units of a receiver that one departure of a lane holds at most, 10**9 without a bound."""
    found = 10**9
    for leg in lane.legs:
        weight, volume, metres, pallets = leg.capacity.row
        if receiver.pallet_metres:
            pallets = min(
                pallets, math.floor(metres / receiver.pallet_metres) if metres < math.inf else math.inf
            )
        one = min(
            weight / receiver.weight_kg,
            volume / receiver.volume_m3 if receiver.volume_m3 else math.inf,
            math.floor(pallets) * receiver.units_per_pallet if pallets < math.inf else math.inf,
        )
        if one < 1:
            return 0
        if leg.vehicles is not None and one < math.inf:
            found = min(found, math.floor(round(one, 9)) * leg.vehicles)
    return found
