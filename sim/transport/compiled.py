"""The compiled loop of lanes: a day after the other, a shipment being a place in queues that are chained by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled

Array = NDArray[Any]

# Columns of what a lane runs with.
(FIRST_LEG, LEG_COUNT, PROMISED, LOSS, DAMAGE, DAMAGE_SHARE, LIABILITY, CLAIM) = range(8)
# Columns of what a leg runs with.
(
    ON_DEMAND, CUT_OFF, FILL, LONGEST_WAIT, VEHICLES, BOUNDED, CAP_KG, CAP_CUBIC, CAP_METRES, CAP_PALLETS, DISTANCE,
    FACTOR, VEHICLE_FACTOR, T_SHIPMENT, T_VEHICLE, T_100_KG, T_PALLET, T_CUBIC, T_METRE, T_VALUE, T_MINIMUM, T_FUEL,
    T_DENSITY, BAND_FIRST, BAND_COUNT, NEXT_BAND, HUB, DELAY_FIRST, DELAY_COUNT,
) = range(29)  # fmt: skip
# Columns of a hub.
(H_SHIPMENT, H_PALLET, H_100_KG, H_FACTOR, H_DELAY_FIRST, H_DELAY_COUNT, H_CUSTOMS) = range(7)
# Columns of what a receiver runs with.
(
    R_KG, R_CUBIC, R_PER_PALLET, R_METRES, R_VALUE, R_LOST, R_HOLDING, R_TRANSIT, R_BACKORDER, R_SHORTAGE, R_ORDER,
    R_HANDLING, R_PALLET_HANDLING, R_INITIAL, R_LEVEL, R_POINT, R_LOT, R_BASE, R_BACKUP, R_BACKUP_LEVEL, R_PLANNED,
    R_BACKUP_PLANNED, R_MOST, R_BACKUP_MOST,
) = range(24)  # fmt: skip
# Columns of a flow, and of a shipment of one (`sim.transport.draws`).
(F_TIME, F_LATE) = range(2)
(S_BOOKED, S_FLOW, S_LANE, S_KG, S_CUBIC, S_METRES, S_PALLETS, S_VALUE, S_LOSS, S_DAMAGE) = range(10)
# Rows of the cost by day.
(TRANSPORT, HANDLING, ORDERING, HOLDING, TRANSIT, SHORTAGE, CLAIMS, CARBON) = range(8)
PARTS = 8
# What is summed over the measured days.
(
    DEMAND, SHORT, SHORT_DAYS, STOCK, STOCK_VALUE, WAY, ORDERED, BACKUP_ORDERED, ORDERS, DELIVERED, ON_TIME_FULL, TIME,
    TIME_SQUARES, DELIVERED_PALLETS, CLAIMED, LOAD, USED, ROLLED, TKM, EMITTED, FREIGHT_ORDERS, BY_CAUSE,
) = range(22)  # fmt: skip
CAUSE_COUNT = 6
SUMS = BY_CAUSE + CAUSE_COUNT
# Series of a receiver, day by day; of a lane.
(ON_HAND, BACK, ASKED, SHORTS, PLACED, GOT, UNDER_WAY, URGENT) = range(8)
SERIES = 8
(WAITING, BOOKED, LATE, LEFT, ARRIVED, CARRIED) = range(6)
LANE_SERIES = 6
# Events and their columns: when, what, shipment (from 0), owner (receiver, or receivers + flow), lane, leg, quantity,
# more (days of delay), cause (1 + place in CAUSES).
(
    E_BOOKED,
    E_PICKED_UP,
    E_DEPARTED,
    E_ARRIVED,
    E_CUSTOMS,
    E_EXCEPTION,
    E_ROLLED,
    E_DELIVERED,
    E_DAMAGED,
    E_LOST,
) = range(10)
EVENT = 9

SOON = 1e-9


@compiled
def _ratio(kg: float, cubic: float, metres: float, pallets: float, leg: Array) -> float:
    """Return the vehicles that a load fills, by the measure that bounds it most."""
    found = kg / leg[CAP_KG]
    found = max(found, cubic / leg[CAP_CUBIC])
    found = max(found, metres / leg[CAP_METRES])
    return float(max(found, pallets / leg[CAP_PALLETS]))


@compiled
def price(
    kg: float, cubic: float, metres: float, pallets: float, value: float, leg: Array, bands: Array
) -> float:
    """Return the freight of a shipment on a leg, the vehicles' own price left out."""
    chargeable = max(kg, cubic * leg[T_DENSITY])
    weight = leg[T_100_KG] * chargeable / 100
    first, count = int(leg[BAND_FIRST]), int(leg[BAND_COUNT])
    if count > 0:
        own = 0
        for at in range(count):
            if bands[first + at, 0] <= chargeable:
                own = at
        weight = bands[first + own, 1] * chargeable / 100
        if leg[NEXT_BAND] > 0:
            for at in range(own + 1, count):
                weight = min(weight, bands[first + at, 1] * bands[first + at, 0] / 100)
    found = leg[T_SHIPMENT] + weight + leg[T_PALLET] * pallets + leg[T_CUBIC] * cubic + leg[T_METRE] * metres
    return float(max(found, leg[T_MINIMUM]) * (1 + leg[T_FUEL]) + leg[T_VALUE] * value)


@compiled
def _note(
    events: Array, noted: int, when: float, kind: int, shipment: int, owner: float, lane: int, leg: int,
    quantity: float, more: float, cause: int,
) -> int:  # fmt: skip
    """Write an event, where there is room for it; return the number of events so far."""
    if noted < events.shape[0]:
        row = events[noted]
        row[0], row[1], row[2], row[3], row[4] = when, kind, shipment, owner, lane
        row[5], row[6], row[7], row[8] = leg, quantity, more, cause
    return noted + 1


@compiled
def replication(  # noqa: PLR0912, PLR0915 - one day after the other, compiled whole
    demand: Array,
    fate: Array,
    shipments: Array,
    transit: Array,
    closed: Array,
    handled: Array,
    delay: Array,
    leaves: Array,
    order_days: Array,
    lanes: Array,
    legs: Array,
    bands: Array,
    causes: Array,
    hubs: Array,
    receivers: Array,
    flows: Array,
    carbon_price: float,
    warm_up: int,
    horizon: int,
    room_for_events: int,
) -> tuple[Array, Array, Array, Array, Array, int]:
    """Run one replication.

    Draws as in `sim.transport.draws`, of one replication; leaves: bool (legs, T); order_days: bool (receivers, T);
    the others float64, one row for each, columns above; causes: int64, that of each delay. Returns cost (PARTS, T) of
    the measured days, sums (SUMS,), series (receivers, SERIES, T), lane series (lanes, LANE_SERIES, T) the first
    `room_for_events` events, and how many there are.
    """
    stocks, ways, chains = receivers.shape[0], legs.shape[0], lanes.shape[0]
    drawn = shipments.shape[0]
    most = drawn + 2 * stocks * horizon
    cost = np.zeros((PARTS, horizon))
    sums = np.zeros(SUMS)
    series = np.zeros((stocks, SERIES, horizon))
    lane_series = np.zeros((chains, LANE_SERIES, horizon))
    events = np.zeros((room_for_events, EVENT))
    noted = 0
    # A shipment: what it is, where it stands, and the ones before and behind it in its queue.
    what = np.zeros((most, 10))
    quantity = np.zeros(most)
    eta = np.zeros(most, np.int64)
    arrival = np.zeros(most)
    ready = np.zeros(most)
    blocked = np.full(most, -1.0)
    stopper = np.zeros(most, np.int64)
    after = np.full(most, -1)
    before = np.full(most, -1)
    head = np.full(ways, -1)
    tail = np.full(ways, -1)
    due_head = np.full(horizon + 1, -1)
    chosen = np.zeros(most, np.int64)
    number = 0
    lane_of = np.zeros(ways, np.int64)
    for at in range(chains):
        for k in range(int(lanes[at, LEG_COUNT])):
            lane_of[int(lanes[at, FIRST_LEG]) + k] = at
    on_hand = receivers[:, R_INITIAL].copy()
    back = np.zeros(stocks)
    way = np.zeros(stocks)
    urgent_way = np.zeros(stocks)
    furthest = 0
    for r in range(stocks):
        furthest = max(furthest, int(receivers[r, R_PLANNED]), int(receivers[r, R_BACKUP_PLANNED]))
    furthest += horizon
    expected = np.zeros((stocks, furthest + 1))  # by the day on which tracking expects them
    waiting = np.zeros(chains)
    carried = np.zeros(chains)
    next_drawn = 0
    for day in range(horizon):
        measured = day >= warm_up
        # Goods that arrived since yesterday.
        s = due_head[day]
        while s >= 0:
            lane = int(what[s, S_LANE])
            owner = int(what[s, S_FLOW])
            gone = 0.0
            kind = E_DELIVERED
            if what[s, S_LOSS] < lanes[lane, LOSS]:
                gone, kind = quantity[s], E_LOST
            elif what[s, S_DAMAGE] < lanes[lane, DAMAGE]:
                kind = E_DAMAGED
                gone = lanes[lane, DAMAGE_SHARE] * quantity[s]
                if owner < stocks:
                    gone = min(np.ceil(gone - SOON), quantity[s])
            share = gone / quantity[s]
            carried[lane] -= 1
            lane_series[lane, ARRIVED, day] += 1
            time = arrival[s] - what[s, S_BOOKED]
            late = time > lanes[lane, PROMISED] + SOON
            if late:
                lane_series[lane, LATE, day] += 1
            if owner < stocks:
                way[owner] -= quantity[s]
                if eta[s] >= 0:
                    expected[owner, min(eta[s], furthest)] -= quantity[s]
                else:
                    urgent_way[owner] -= quantity[s]
                on_hand[owner] += quantity[s] - gone
                series[owner, GOT, day] += quantity[s] - gone
            if measured:
                lost_value = what[s, S_VALUE] * share
                if gone > 0:
                    paid = min(lost_value, lanes[lane, LIABILITY] * what[s, S_KG] * share)
                    cost[CLAIMS, day] += lost_value - paid + lanes[lane, CLAIM]
                    sums[CLAIMED] += 1
                sums[DELIVERED] += 1
                sums[DELIVERED_PALLETS] += what[s, S_PALLETS]
                sums[TIME] += time
                sums[TIME_SQUARES] += time * time
                if not late and gone == 0:
                    sums[ON_TIME_FULL] += 1
                if owner < stocks:
                    cost[HANDLING, day] += (
                        receivers[owner, R_HANDLING]
                        + receivers[owner, R_PALLET_HANDLING] * what[s, S_PALLETS]
                    )
                else:
                    cost[TRANSIT, day] += flows[owner - stocks, F_TIME] * time
                    if late:
                        cost[SHORTAGE, day] += flows[owner - stocks, F_LATE]
            noted = _note(events, noted, arrival[s], kind, s, owner, lane, -1, quantity[s] - gone, gone, 0)
            s = after[s]
        # Customers.
        for r in range(stocks):
            served = min(on_hand[r], back[r])
            on_hand[r] -= served
            back[r] -= served
            asked = float(demand[r, day])
            short = max(asked - on_hand[r], 0.0)
            on_hand[r] -= asked - short
            if receivers[r, R_LOST] == 0:
                back[r] += short
            series[r, ASKED, day] = asked
            series[r, SHORTS, day] = short
            if measured:
                sums[DEMAND] += asked
                sums[SHORT] += short
                if short > 0:
                    sums[SHORT_DAYS] += 1
                cost[SHORTAGE, day] += receivers[r, R_SHORTAGE] * short
        # Shipments booked: those of the flows, then orders of the receivers.
        booked_from = number
        while next_drawn < drawn and shipments[next_drawn, S_BOOKED] <= day:
            what[number] = shipments[next_drawn]
            what[number, S_FLOW] += stocks
            quantity[number] = 1
            number += 1
            next_drawn += 1
        for r in range(stocks):
            for slot in range(2):
                lane = int(receivers[r, R_BASE if slot == 0 else R_BACKUP])
                wanted = 0.0
                if slot == 0 and order_days[r, day]:
                    position = on_hand[r] - back[r] + way[r]
                    if position <= receivers[r, R_POINT]:
                        lot = receivers[r, R_LOT]
                        wanted = np.ceil((receivers[r, R_LEVEL] - position) / lot) * lot
                        if wanted > receivers[r, R_MOST]:
                            wanted = max(
                                np.floor(receivers[r, R_MOST] / lot) * lot, min(lot, receivers[r, R_MOST])
                            )
                if slot == 1 and lane >= 0:
                    soon = on_hand[r] - back[r] + urgent_way[r]
                    # What should have come already is not counted on.
                    for later in range(day + 1, day + int(receivers[r, R_BACKUP_PLANNED]) + 1):
                        soon += expected[r, later]
                    wanted = min(receivers[r, R_BACKUP_LEVEL] - soon, receivers[r, R_BACKUP_MOST])
                if wanted <= 0:
                    continue
                s = number
                number += 1
                pallets = np.ceil(round(wanted / receivers[r, R_PER_PALLET], 9))
                what[s, S_BOOKED], what[s, S_FLOW], what[s, S_LANE] = day, r, lane
                what[s, S_KG] = wanted * receivers[r, R_KG]
                what[s, S_CUBIC] = wanted * receivers[r, R_CUBIC]
                what[s, S_METRES] = pallets * receivers[r, R_METRES]
                what[s, S_PALLETS] = pallets
                what[s, S_VALUE] = wanted * receivers[r, R_VALUE]
                what[s, S_LOSS] = fate[r, slot, 0, day]
                what[s, S_DAMAGE] = fate[r, slot, 1, day]
                quantity[s] = wanted
                way[r] += wanted
                if slot == 0:
                    eta[s] = day + int(receivers[r, R_PLANNED])
                    expected[r, eta[s]] += wanted
                else:
                    eta[s] = -1  # counted in urgent_way until it comes
                    urgent_way[r] += wanted
                    series[r, URGENT, day] += wanted
                series[r, PLACED, day] += wanted
                if measured:
                    cost[ORDERING, day] += receivers[r, R_ORDER]
                    sums[ORDERS] += 1
                    sums[ORDERED] += wanted
                    if slot == 1:
                        sums[BACKUP_ORDERED] += wanted
        for s in range(booked_from, number):
            lane = int(what[s, S_LANE])
            k = int(lanes[lane, FIRST_LEG])
            ready[s] = day
            before[s] = tail[k]
            after[s] = -1
            if tail[k] >= 0:
                after[tail[k]] = s
            else:
                head[k] = s
            tail[k] = s
            waiting[lane] += 1
            carried[lane] += 1
            lane_series[lane, BOOKED, day] += 1
            noted = _note(
                events, noted, float(day), E_BOOKED, s, what[s, S_FLOW], lane, 0, quantity[s], 0.0, 0
            )
        # Departures, leg after leg.
        for k in range(ways):
            if head[k] < 0:
                continue
            if legs[k, ON_DEMAND] == 0 and not leaves[k, day]:
                continue
            last_ready = day + 1 - SOON if legs[k, ON_DEMAND] > 0 else day - legs[k, CUT_OFF] + SOON
            if ready[head[k]] > last_ready:
                continue
            lane = lane_of[k]
            rank = k - int(lanes[lane, FIRST_LEG])
            if closed[k, day] > 0:
                s = head[k]
                while s >= 0 and ready[s] <= last_ready:
                    if blocked[s] < 0:
                        blocked[s] = max(ready[s], float(day))
                        stopper[s] = closed[k, day]
                        if eta[s] >= 0 and what[s, S_FLOW] < stocks:  # nobody knows when it will leave
                            expected[int(what[s, S_FLOW]), min(eta[s], furthest)] -= quantity[s]
                    s = after[s]
                continue
            # What may leave, and in how many vehicles.
            room = np.inf
            limited = False
            if legs[k, BOUNDED] > 0 and legs[k, ON_DEMAND] == 0:
                kg = cubic = metres = pallets = 0.0
                s = head[k]
                while s >= 0 and ready[s] <= last_ready:
                    kg += what[s, S_KG]
                    cubic += what[s, S_CUBIC]
                    metres += what[s, S_METRES]
                    pallets += what[s, S_PALLETS]
                    s = after[s]
                filled = _ratio(kg, cubic, metres, pallets, legs[k])
                room = np.ceil(round(filled, 9))
                if legs[k, FILL] > 0 and day - ready[head[k]] < legs[k, LONGEST_WAIT]:
                    whole = np.floor(round(filled, 9))
                    room = whole + (1.0 if filled - whole >= legs[k, FILL] - SOON else 0.0)
                if legs[k, VEHICLES] > 0 and room > legs[k, VEHICLES]:
                    room = legs[k, VEHICLES]
                    limited = True
                if room == 0:
                    continue
            kg = cubic = metres = pallets = 0.0
            count = 0
            s = head[k]
            while s >= 0 and ready[s] <= last_ready:
                following = after[s]
                taken = True
                if room < np.inf:
                    filled = _ratio(
                        kg + what[s, S_KG], cubic + what[s, S_CUBIC], metres + what[s, S_METRES],
                        pallets + what[s, S_PALLETS], legs[k],
                    )  # fmt: skip
                    # What is too large for all of them takes as many as it needs.
                    taken = filled <= room + SOON or count == 0
                if taken:
                    kg += what[s, S_KG]
                    cubic += what[s, S_CUBIC]
                    metres += what[s, S_METRES]
                    pallets += what[s, S_PALLETS]
                    chosen[count] = s
                    count += 1
                    if before[s] >= 0:
                        after[before[s]] = after[s]
                    else:
                        head[k] = after[s]
                    if after[s] >= 0:
                        before[after[s]] = before[s]
                    else:
                        tail[k] = before[s]
                elif limited:
                    if measured:
                        sums[ROLLED] += 1
                    noted = _note(
                        events,
                        noted,
                        float(day),
                        E_ROLLED,
                        s,
                        what[s, S_FLOW],
                        lane,
                        rank,
                        quantity[s],
                        0.0,
                        0,
                    )
                s = following
            vehicles = 0.0
            if legs[k, BOUNDED] > 0 and legs[k, ON_DEMAND] == 0:
                filled = _ratio(kg, cubic, metres, pallets, legs[k])
                vehicles = max(np.ceil(round(filled, 9)), 1.0)
                if measured:
                    sums[LOAD] += filled
            elif legs[k, ON_DEMAND] == 0:
                vehicles = 1.0
            held = 0.0
            for at in range(int(legs[k, DELAY_FIRST]), int(legs[k, DELAY_FIRST] + legs[k, DELAY_COUNT])):
                held += delay[at, day]
            for place in range(count):
                s = chosen[place]
                leaving = max(ready[s], float(day))
                if legs[k, ON_DEMAND] > 0:
                    own = 1.0
                    if legs[k, BOUNDED] > 0:
                        filled = _ratio(
                            what[s, S_KG], what[s, S_CUBIC], what[s, S_METRES], what[s, S_PALLETS], legs[k]
                        )
                        own = max(np.ceil(round(filled, 9)), 1.0)
                        if measured:
                            sums[LOAD] += filled
                    vehicles += own
                tonnes = what[s, S_KG] / 1000
                if measured:
                    freight = price(
                        what[s, S_KG], what[s, S_CUBIC], what[s, S_METRES], what[s, S_PALLETS], what[s, S_VALUE],
                        legs[k], bands,
                    )  # fmt: skip
                    cost[TRANSPORT, day] += freight
                    sums[TKM] += tonnes * legs[k, DISTANCE]
                    emitted = tonnes * legs[k, DISTANCE] * legs[k, FACTOR]
                    if rank == 0:
                        sums[FREIGHT_ORDERS] += 1
                    else:
                        h = int(legs[k, HUB])
                        if h >= 0:
                            cost[HANDLING, day] += (
                                hubs[h, H_SHIPMENT]
                                + hubs[h, H_PALLET] * what[s, S_PALLETS]
                                + hubs[h, H_100_KG] * what[s, S_KG] / 100
                            )
                            emitted += tonnes * hubs[h, H_FACTOR]
                    sums[EMITTED] += emitted
                    cost[CARBON, day] += emitted * carbon_price / 1000
                if rank == 0:
                    waiting[lane] -= 1
                    lane_series[lane, LEFT, day] += 1
                    noted = _note(
                        events,
                        noted,
                        leaving,
                        E_PICKED_UP,
                        s,
                        what[s, S_FLOW],
                        lane,
                        rank,
                        quantity[s],
                        0.0,
                        0,
                    )
                if blocked[s] >= 0:
                    if measured:
                        sums[BY_CAUSE + stopper[s] - 1] += leaving - blocked[s]
                    noted = _note(
                        events,
                        noted,
                        blocked[s],
                        E_EXCEPTION,
                        s,
                        what[s, S_FLOW],
                        lane,
                        rank,
                        quantity[s],
                        leaving - blocked[s],
                        stopper[s],
                    )
                    if eta[s] >= 0 and what[s, S_FLOW] < stocks:
                        eta[s] += int(np.ceil(leaving - blocked[s] - SOON))
                        expected[int(what[s, S_FLOW]), min(eta[s], furthest)] += quantity[s]
                    blocked[s] = -1.0
                if held > 0 and eta[s] >= 0 and what[s, S_FLOW] < stocks:
                    expected[int(what[s, S_FLOW]), min(eta[s], furthest)] -= quantity[s]
                    eta[s] += int(np.ceil(held - SOON))
                    expected[int(what[s, S_FLOW]), min(eta[s], furthest)] += quantity[s]
                noted = _note(
                    events, noted, leaving, E_DEPARTED, s, what[s, S_FLOW], lane, rank, quantity[s], 0.0, 0
                )
                if held > 0:
                    for at in range(
                        int(legs[k, DELAY_FIRST]), int(legs[k, DELAY_FIRST] + legs[k, DELAY_COUNT])
                    ):
                        if delay[at, day] > 0:
                            if measured:
                                sums[BY_CAUSE + causes[at]] += delay[at, day]
                            noted = _note(
                                events,
                                noted,
                                leaving,
                                E_EXCEPTION,
                                s,
                                what[s, S_FLOW],
                                lane,
                                rank,
                                quantity[s],
                                delay[at, day],
                                1 + causes[at],
                            )
                there = leaving + transit[k, day] + held
                if rank == int(lanes[lane, LEG_COUNT]) - 1:
                    arrival[s] = there
                    # What arrives during a day is put away for the next one.
                    on = max(int(np.ceil(there - SOON)), day + 1)
                    if on < horizon:
                        after[s] = due_head[on]
                        due_head[on] = s
                    continue
                if there >= horizon:
                    continue
                h = int(legs[k + 1, HUB])
                noted = _note(
                    events, noted, there, E_ARRIVED, s, what[s, S_FLOW], lane, rank, quantity[s], 0.0, 0
                )
                free = there
                if h >= 0:
                    reached = int(there)
                    if hubs[h, H_CUSTOMS] > 0:
                        noted = _note(
                            events,
                            noted,
                            there,
                            E_CUSTOMS,
                            s,
                            what[s, S_FLOW],
                            lane,
                            rank,
                            quantity[s],
                            0.0,
                            0,
                        )
                    free += handled[h, reached]
                    for at in range(
                        int(hubs[h, H_DELAY_FIRST]), int(hubs[h, H_DELAY_FIRST] + hubs[h, H_DELAY_COUNT])
                    ):
                        if delay[at, reached] > 0:
                            free += delay[at, reached]
                            if reached >= warm_up:
                                sums[BY_CAUSE + causes[at]] += delay[at, reached]
                            noted = _note(
                                events,
                                noted,
                                there,
                                E_EXCEPTION,
                                s,
                                what[s, S_FLOW],
                                lane,
                                rank,
                                quantity[s],
                                delay[at, reached],
                                1 + causes[at],
                            )
                ready[s] = free
                # Behind all that is ready no later.
                ahead = tail[k + 1]
                while ahead >= 0 and ready[ahead] > free:
                    ahead = before[ahead]
                before[s] = ahead
                if ahead >= 0:
                    after[s] = after[ahead]
                    after[ahead] = s
                else:
                    after[s] = head[k + 1]
                    head[k + 1] = s
                if after[s] >= 0:
                    before[after[s]] = s
                else:
                    tail[k + 1] = s
            if measured:
                if legs[k, BOUNDED] > 0:
                    sums[USED] += vehicles
                cost[TRANSPORT, day] += vehicles * legs[k, T_VEHICLE] * (1 + legs[k, T_FUEL])
                emitted = vehicles * legs[k, DISTANCE] * legs[k, VEHICLE_FACTOR]
                sums[EMITTED] += emitted
                cost[CARBON, day] += emitted * carbon_price / 1000
        # The day is closed.
        for r in range(stocks):
            series[r, ON_HAND, day] = on_hand[r]
            series[r, BACK, day] = back[r]
            series[r, UNDER_WAY, day] = way[r]
            if measured:
                cost[HOLDING, day] += receivers[r, R_HOLDING] * on_hand[r]
                cost[TRANSIT, day] += receivers[r, R_TRANSIT] * way[r]
                cost[SHORTAGE, day] += receivers[r, R_BACKORDER] * back[r]
                sums[STOCK] += on_hand[r]
                sums[STOCK_VALUE] += on_hand[r] * receivers[r, R_VALUE]
                sums[WAY] += way[r]
        for at in range(chains):
            lane_series[at, WAITING, day] = waiting[at]
            lane_series[at, CARRIED, day] = carried[at]
    return cost, sums, series, lane_series, events, noted


@compiled
def replications(
    demand: Array,
    fate: Array,
    shipments: Array,
    first: Array,
    transit: Array,
    closed: Array,
    handled: Array,
    delay: Array,
    leaves: Array,
    order_days: Array,
    lanes: Array,
    legs: Array,
    bands: Array,
    causes: Array,
    hubs: Array,
    receivers: Array,
    flows: Array,
    carbon_price: float,
    warm_up: int,
    horizon: int,
    room_for_events: int,
) -> tuple[Array, Array, Array, Array, Array, Array, int]:
    """Run every replication of paths whose first axis is the replication.

    Returns cost parts and sums of each; of the last one also cost, series, lane series, events and their number.
    """
    runs = demand.shape[0]
    parts = np.zeros((runs, PARTS))
    sums = np.zeros((runs, SUMS))
    cost = np.zeros((PARTS, horizon))
    series = np.zeros((receivers.shape[0], SERIES, horizon))
    lane_series = np.zeros((lanes.shape[0], LANE_SERIES, horizon))
    events = np.zeros((0, EVENT))
    noted = 0
    for run in range(runs):
        cost, one, series, lane_series, events, noted = replication(
            demand[run], fate[run], shipments[first[run] : first[run + 1]], transit[run], closed[run], handled[run],
            delay[run], leaves, order_days, lanes, legs, bands, causes, hubs, receivers, flows, carbon_price, warm_up,
            horizon, room_for_events,
        )  # fmt: skip
        sums[run] = one
        for part in range(PARTS):
            total = 0.0
            for day in range(horizon):
                total += cost[part, day]
            parts[run, part] = total
    return parts, sums, cost, series, lane_series, events, noted
