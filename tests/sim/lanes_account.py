"""An independent account of a run of lanes: shipments as objects in one list, looked through again every day."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sim.transport.delays import CAUSES
from sim.transport.draws import paths
from sim.transport.lane import Lane, Leg
from sim.transport.tariff import Tariff
from sim.transport.world import World


@dataclass
class Shipment:
    """One shipment: what it is, and where it stands."""

    booked: int
    owner: int | None
    flow: int | None
    lane: int
    size: tuple[float, float, float, float]
    value: float
    quantity: float
    fate: tuple[float, float]
    eta: int | None = None
    leg: int = 0
    ready: float = 0.0
    turn: int = 0
    arrives: float | None = None
    on: int | None = None
    held_since: float | None = None
    held_by: int = 0


def freight(tariff: Tariff, size: tuple[float, float, float, float], value: float) -> float:
    """The price of one shipment, its vehicle left out."""
    kg, cubic, metres, pallets = size
    chargeable = max(kg, cubic * tariff.density)
    weight = tariff.per_100_kg * chargeable / 100
    if tariff.bands:
        reached = [band for band in tariff.bands if band.least <= chargeable]
        prices = [reached[-1].price * chargeable / 100]
        if tariff.next_band:
            prices += [band.price * band.least / 100 for band in tariff.bands if band.least > chargeable]
        weight = min(prices)
    found = tariff.per_shipment + weight + tariff.per_pallet * pallets + tariff.per_cubic_metre * cubic
    found += tariff.per_loading_metre * metres
    return max(found, tariff.minimum) * (1 + tariff.fuel) + tariff.ad_valorem * value


def filled(leg: Leg, sizes: list[tuple[float, float, float, float]]) -> float:
    """The vehicles that a load fills."""
    return max(sum(size[place] for size in sizes) / bound for place, bound in enumerate(leg.capacity.row))


class Account:
    """Live one replication and keep what it cost and how it went."""

    def __init__(self, world: World, seed: int, label: str, replication: int) -> None:
        self.world = world
        self.drawn = paths(world, seed, label, replication, 1)
        self.lanes: tuple[Lane, ...] = world.run_lanes()
        self.settings = world.settings()
        self.first = [sum(len(one.legs) for one in self.lanes[:at]) for at in range(len(self.lanes))]
        self.hubs = {hub.name: (place, hub) for place, hub in enumerate(world.hubs)}
        on_legs = sum(len(leg.delays) for lane in self.lanes for leg in lane.legs)
        self.hub_delay = {
            hub.name: on_legs + sum(len(one.delays) for one in world.hubs[:at])
            for at, hub in enumerate(world.hubs)
        }
        self.cost: Counter[str] = Counter()
        self.sums: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.times: list[float] = []
        self.ships: list[Shipment] = []
        self.turn = 0
        self.on_hand = [
            float(rule.level if one.initial is None else one.initial)
            for one, rule in zip(world.receivers, self.settings, strict=True)
        ]
        self.back = [0.0] * len(world.receivers)
        self.stock: list[list[float]] = [[] for _ in world.receivers]
        self.way: list[list[float]] = [[] for _ in world.receivers]
        for day in range(world.horizon):
            self._day(day)

    def _pay(self, day: int, part: str, amount: float) -> None:
        if day >= self.world.warm_up:
            self.cost[part] += amount

    def _day(self, day: int) -> None:
        measured = day >= self.world.warm_up
        for ship in [one for one in self.ships if one.on == day]:
            self._receive(day, ship)
        for r, receiver in enumerate(self.world.receivers):
            late = min(self.back[r], self.on_hand[r])
            self.back[r] -= late
            self.on_hand[r] -= late
            asked = float(self.drawn.demand[0, r, day])
            served = min(asked, self.on_hand[r])
            self.on_hand[r] -= served
            short = asked - served
            if receiver.shortage == "backorder":
                self.back[r] += short
            if measured:
                self.sums["demand"] += asked
                self.sums["short"] += short
            self._pay(day, "shortage", receiver.shortage_cost * short)
        self._book(day)
        for r in range(len(self.world.receivers)):
            self._order(day, r)
        for at in range(len(self.lanes)):
            for place in range(len(self.lanes[at].legs)):
                self._leave(day, at, place)
        for r, receiver in enumerate(self.world.receivers):
            way = sum(
                one.quantity for one in self.ships if one.owner == r and (one.on is None or one.on > day)
            )
            self.stock[r].append(self.on_hand[r])
            self.way[r].append(way)
            self._pay(day, "holding", receiver.holding * self.on_hand[r])
            self._pay(day, "transit", receiver.transit_holding * way)
            self._pay(day, "shortage", receiver.backorder * self.back[r])

    def _receive(self, day: int, ship: Shipment) -> None:
        lane = self.lanes[ship.lane]
        assert ship.arrives is not None
        intact = math.prod(1 - leg.loss for leg in lane.legs)
        sound = math.prod(1 - leg.damage for leg in lane.legs)
        gone = 0.0
        if ship.fate[0] < 1 - intact:
            gone = ship.quantity
        elif ship.fate[1] < 1 - sound:
            gone = lane.damage_share * ship.quantity
            if ship.owner is not None:
                gone = min(float(math.ceil(gone - 1e-9)), ship.quantity)
        time = ship.arrives - ship.booked
        late = time > lane.promise(self.world.hubs) + 1e-9
        if ship.owner is not None:
            receiver = self.world.receivers[ship.owner]
            self.on_hand[ship.owner] += ship.quantity - gone
            handling = receiver.handling_per_shipment + receiver.handling_per_pallet * ship.size[3]
            self._pay(day, "handling", handling)
        else:
            assert ship.flow is not None
            flow = self.world.flows[ship.flow]
            self._pay(day, "transit", flow.time_cost * time)
            self._pay(day, "shortage", flow.late_cost * late)
        if gone:
            share = gone / ship.quantity
            limit = lane.liability_per_kg * ship.size[0] * share
            self._pay(day, "claims", ship.value * share - min(ship.value * share, limit) + lane.claim_cost)
        if day >= self.world.warm_up:
            self.times.append(time)
            self.sums["claims"] += gone > 0
            self.sums["otif"] += not late and not gone
            self.sums["pallets"] += ship.size[3]

    def _book(self, day: int) -> None:
        for row in self.drawn.shipments.tolist():
            if row[0] == day:
                flow, lane, kg, cubic, metres, pallets, value, *fate = row[1:]
                self._add(
                    Shipment(
                        day, None, int(flow), int(lane), (kg, cubic, metres, pallets), value, 1.0,
                        (fate[0], fate[1]),
                    )
                )  # fmt: skip

    def _order(self, day: int, r: int) -> None:
        rule = self.settings[r]
        coming = [one for one in self.ships if one.owner == r and (one.on is None or one.on > day)]
        net = self.on_hand[r] - self.back[r]
        position = net + sum(one.quantity for one in coming)
        if rule.days[day] and position <= rule.point:
            wanted = math.ceil((rule.level - position) / rule.lot) * rule.lot
            if wanted > rule.most:
                wanted = max(rule.most // rule.lot * rule.lot, min(rule.lot, rule.most))
            self._send(day, r, wanted, rule.base, 0, day + rule.planned)
            coming = [one for one in self.ships if one.owner == r and (one.on is None or one.on > day)]
        if rule.backup >= 0:
            soon = net + sum(
                one.quantity
                for one in coming
                if one.eta is None or (one.held_since is None and day < one.eta <= day + rule.backup_planned)
            )
            self._send(day, r, min(rule.backup_level - soon, rule.backup_most), rule.backup, 1, None)

    def _send(self, day: int, r: int, wanted: float, lane: int, slot: int, eta: int | None) -> None:
        if wanted <= 0:
            return
        one = self.world.receivers[r]
        pallets = float(math.ceil(round(wanted / one.units_per_pallet, 9)))
        size = (wanted * one.weight_kg, wanted * one.volume_m3, pallets * one.pallet_metres, pallets)
        fate = (float(self.drawn.fate[0, r, slot, 0, day]), float(self.drawn.fate[0, r, slot, 1, day]))
        self._add(Shipment(day, r, None, lane, size, wanted * one.value, wanted, fate, eta))
        self._pay(day, "ordering", one.order_cost)
        if day >= self.world.warm_up:
            self.sums["ordered"] += wanted
            self.sums["backup"] += wanted * slot

    def _add(self, ship: Shipment) -> None:
        ship.ready = ship.booked
        ship.turn = self.turn
        self.turn += 1
        self.ships.append(ship)

    def _leave(self, day: int, at: int, place: int) -> None:
        lane = self.lanes[at]
        leg = lane.legs[place]
        row = self.first[at] + place
        rule = leg.departures
        if not rule.on_demand and not rule.days(self.world.horizon)[day]:
            return
        last = day + 1 - 1e-9 if rule.on_demand else day - rule.cut_off + 1e-9
        there = [one for one in self.ships if one.lane == at and one.leg == place and one.arrives is None]
        ready = sorted((one for one in there if one.ready <= last), key=lambda one: (one.ready, one.turn))
        if not ready:
            return
        closed = int(self.drawn.closed[0, row, day])
        if closed:
            for one in ready:
                if one.held_since is None:
                    one.held_since, one.held_by = max(one.ready, float(day)), closed
            return
        chosen = ready
        vehicles = 1.0 if leg.is_bounded or not rule.on_demand else float(len(ready))
        if leg.is_bounded and rule.on_demand:
            loads = [filled(leg, [one.size]) for one in ready]
            vehicles = sum(max(math.ceil(round(load, 9)), 1) for load in loads)
            self._load(day, sum(loads), vehicles)
        elif leg.is_bounded:
            chosen = self._choose(day, leg, ready)
            if not chosen:
                return
            load = filled(leg, [one.size for one in chosen])
            vehicles = max(math.ceil(round(load, 9)), 1)
            self._load(day, load, vehicles)
        for one in chosen:
            self._carry(day, at, place, one)
        self._pay(day, "transport", vehicles * leg.tariff.per_vehicle * (1 + leg.tariff.fuel))
        self._emit(day, vehicles * leg.distance_km * leg.vehicle_emission_factor)

    def _load(self, day: int, load: float, vehicles: float) -> None:
        if day >= self.world.warm_up:
            self.sums["load"] += load
            self.sums["vehicles"] += vehicles

    def _choose(self, day: int, leg: Leg, ready: list[Shipment]) -> list[Shipment]:
        load = filled(leg, [one.size for one in ready])
        room = math.ceil(round(load, 9))
        if leg.departures.fill and day - ready[0].ready < leg.departures.longest_wait:
            whole = math.floor(round(load, 9))
            room = whole + (load - whole >= leg.departures.fill - 1e-9)
        full = leg.vehicles is not None and room > leg.vehicles
        room = leg.vehicles if full and leg.vehicles is not None else room
        chosen: list[Shipment] = []
        for one in ready if room else []:
            if not chosen or filled(leg, [*(other.size for other in chosen), one.size]) <= room + 1e-9:
                chosen.append(one)
            elif full and day >= self.world.warm_up:
                self.sums["rolled"] += 1
        return chosen

    def _emit(self, day: int, kg: float) -> None:
        if day >= self.world.warm_up:
            self.sums["co2e"] += kg
        self._pay(day, "carbon", kg * self.world.carbon_price / 1000)

    def _tell(self, ship: Shipment, days: float) -> None:
        if ship.eta is not None:
            ship.eta += math.ceil(days - 1e-9)

    def _hold(self, day: float, cause: str, days: float) -> None:
        if day >= self.world.warm_up:
            self.lost[cause] += days

    def _carry(self, day: int, at: int, place: int, ship: Shipment) -> None:
        lane = self.lanes[at]
        leg = lane.legs[place]
        row = self.first[at] + place
        leaving = max(ship.ready, float(day))
        tonnes = ship.size[0] / 1000
        self._pay(day, "transport", freight(leg.tariff, ship.size, ship.value))
        self._emit(day, tonnes * leg.distance_km * leg.emission_factor)
        if day >= self.world.warm_up:
            self.sums["tkm"] += tonnes * leg.distance_km
            self.sums["shipments"] += place == 0
        if place and leg.origin in self.hubs:
            hub = self.hubs[leg.origin][1]
            handling = hub.per_shipment + hub.per_pallet * ship.size[3] + hub.per_100_kg * ship.size[0] / 100
            self._pay(day, "handling", handling)
            self._emit(day, tonnes * hub.emission_factor)
        if ship.held_since is not None:
            self._hold(day, CAUSES[ship.held_by - 1], leaving - ship.held_since)
            self._tell(ship, leaving - ship.held_since)
            ship.held_since = None
        there = leaving + float(self.drawn.transit[0, row, day])
        late = 0.0
        before = sum(len(one.delays) for other in self.lanes[:at] for one in other.legs)
        before += sum(len(one.delays) for one in lane.legs[:place])
        for rank, delay in enumerate(leg.delays):
            held = float(self.drawn.delay[0, before + rank, day])
            self._hold(day, delay.cause, held)
            there += held
            late += held
        self._tell(ship, late)
        if place == len(lane.legs) - 1:
            ship.arrives = there
            ship.on = max(math.ceil(there - 1e-9), day + 1)
            return
        ship.leg = place + 1
        ship.ready = math.inf
        if there >= self.world.horizon:
            return
        ship.ready = there
        follow = lane.legs[place + 1].origin
        if follow in self.hubs:
            which, hub = self.hubs[follow]
            ship.ready += float(self.drawn.handled[0, which, int(there)])
            for rank, delay in enumerate(hub.delays):
                held = float(self.drawn.delay[0, self.hub_delay[follow] + rank, int(there)])
                self._hold(int(there), delay.cause, held)
                ship.ready += held
        ship.turn = self.turn
        self.turn += 1

    def figures(self) -> dict[str, float]:
        """The indicators that this account can tell, under the model's names."""
        number = max(len(self.times), 1)
        mean = math.fsum(self.times) / number
        variance = math.fsum((one - mean) ** 2 for one in self.times) / number
        days = self.world.horizon - self.world.warm_up
        measured: Any = slice(self.world.warm_up, None)
        return {
            **{f"{part}_cost": self.cost[part] for part in (
                "transport", "handling", "ordering", "holding", "transit", "shortage", "claims", "carbon",
            )},
            "total_cost": math.fsum(self.cost.values()),
            "fill_rate": 1 - self.sums["short"] / max(self.sums["demand"], 1),
            "otif_rate": self.sums["otif"] / number,
            "claims_rate": self.sums["claims"] / number,
            "mean_transit_time": mean,
            "transit_time_sd": math.sqrt(variance),
            "load_factor": self.sums["load"] / self.sums["vehicles"] if self.sums["vehicles"] else 0.0,
            "vehicles": self.sums["vehicles"],
            "shipments": self.sums["shipments"],
            "rolled_over": self.sums["rolled"],
            "co2e": self.sums["co2e"],
            "mean_stock": math.fsum(sum(row[measured]) for row in self.stock) / days,
            "mean_in_transit": math.fsum(sum(row[measured]) for row in self.way) / days,
            "backup_share": self.sums["backup"] / self.sums["ordered"] if self.sums["ordered"] else 0.0,
            **{f"delay_{cause}": self.lost[cause] for cause in CAUSES},
        }  # fmt: skip
