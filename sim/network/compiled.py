"""The compiled loop of a network: the periods and phases of `sim.network`, in whole numbers, run by run.

Shipments and orders live in two pools of records, chained in lists: the shipments due in each period, the orders
that each origin will see in each period, the orders each stock owes (kept in the order in which its site serves
them), and the queue of each source's lane. A record that is done with goes back to its pool; a pool too small for a
replication stops it, and the caller tries again with a larger one.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.compiled import compiled
from sim.network.arrays import (
    ALLOCATION,
    CAPACITY,
    CROSSING,
    DELAY,
    ENTRY_LANE,
    ENTRY_STOCK,
    FAIR_SHARE,
    FIRST_ENTRY,
    FREIGHT_RATE,
    GROUP,
    INITIAL,
    IS_LOST,
    ITEM,
    JOIN,
    LAST_ENTRY,
    LINE_RATE,
    LOT,
    MINIMUM,
    MINIMUM_TOTAL,
    MULTIPLE,
    NEWEST_FIRST,
    ORDER_RATE,
    PRIORITY,
    PRIORITY_NUMBER,
    REVIEW,
    SELLER_STOCK,
    SHARE,
    SHELF,
    SITE,
    TRIGGER,
    UNIT_COST,
    UP_TO,
    VOLUME,
    Drawn,
    Net,
)  # fmt: skip

# Columns of what is counted for each stock over the measured periods.
(
    DEMAND, SHIPPED, SHORT, STOCK_DAYS, BACKORDER_DAYS, RECEIVED, EXPIRED, LINES, OUT_DAYS, CYCLES, SHORT_CYCLES,
    ORDERED, ORDERED_SQUARES, ASKED, ASKED_SQUARES,
) = range(15)  # fmt: skip
COUNTS: Final = 15
# Columns of what is counted for the whole.
(ORDERS, ENTERED, IN_TRANSIT) = range(3)
WHOLE: Final = 3
# Columns of what is counted for each item: the sum and the squares of its customers' demand by period.
(ITEM_DEMAND, ITEM_SQUARES) = range(2)
# Columns of the sums in currency of the whole.
(ORDER_COST, FREIGHT, PEAK_VALUE) = range(3)
MONEY: Final = 3

# Levels of a stock while a replication runs.
_HAND, _BACK, _COMING, _OWED, _IN_CYCLE, _CYCLE_SHORT, _OLDEST, _NEWEST, _UNTIL_REVIEW = range(9)
_LEVELS: Final = 9
# Fields of a record: the next one in its list, its lane, its stock, its units; a shipment has the first period in
# which it is too old (0: not dated), an order when it was placed and the part of it that is shipped now.
_NEXT, _LANE, _STOCK, _UNITS, _EXPIRES = range(5)
_PLACED, _PART = 4, 5
_FIELDS: Final = 6
_CLOSED: Final = -1  # the part of an order whose lane does not ship today
_NONE: Final = -1


@compiled
def replications(
    net: Net,
    drawn: Drawn,
    room: int,
    counts: Any,
    premium: Any,
    lanes: Any,
    whole: Any,
    items: Any,
    money: Any,
) -> int:
    """Run every replication; return the first that found too little room in its pools, R when all did.

    Fills counts int64 (R, S, COUNTS), premium float64 (R, S), lanes int64 (R, L) with trucks, whole int64
    (R, WHOLE), items int64 (R, I, 2), money float64 (R, MONEY).
    """
    for r in range(drawn.demand.shape[0]):
        if not _run(
            net, drawn.demand[r], drawn.lead_time[r], drawn.blocked[r], drawn.down[r], room,
            counts[r], premium[r], lanes[r], whole[r], items[r], money[r],
        ):  # fmt: skip
            return r
    return int(drawn.demand.shape[0])


@compiled
def _run(  # noqa: PLR0912, PLR0915 - one phase after the other, compiled whole
    net: Net, demand: Any, lead_time: Any, blocked: Any, down: Any, room: int,
    counts: Any, premium: Any, trucks: Any, whole: Any, items: Any, money: Any,
) -> bool:  # fmt: skip
    stock, entry, lane, rate, upstream = net.stock, net.entry, net.lane, net.rate, net.upstream
    takes, ships, first_break, breaks = net.takes, net.ships, net.first_break, net.breaks
    item_rate, seller = net.item_rate, net.seller
    stocks, lanes = stock.shape[0], lane.shape[0]
    horizon = lead_time.shape[1]
    level = np.zeros((stocks, _LEVELS), np.int64)
    # Units of each lot by the first period in which it is too old, for the stocks with a shelf life.
    longest = 0
    for i in range(stocks):
        longest = max(longest, stock[i, SHELF])
    last_expiry = horizon + longest
    lots = np.zeros((stocks if longest > 0 else 0, last_expiry + 1), np.int64)
    for i in range(stocks):
        level[i, _HAND] = stock[i, INITIAL]
        level[i, _UNTIL_REVIEW] = stock[i, REVIEW]
        level[i, _OLDEST] = last_expiry + 1
        level[i, _NEWEST] = _NONE
        if stock[i, SHELF] > 0 and stock[i, INITIAL] > 0:
            _put(lots, level, i, stock[i, INITIAL], stock[i, SHELF])
    shipments = np.empty((room, _FIELDS), np.int64)
    orders = np.empty((room, _FIELDS), np.int64)
    for k in range(room):
        shipments[k, _NEXT] = k + 1 if k + 1 < room else _NONE
        orders[k, _NEXT] = k + 1 if k + 1 < room else _NONE
    free = np.zeros(2, np.int64)  # the first free shipment, the first free order
    due = np.full((2, horizon + 1), _NONE, np.int64)  # first and last shipment due in each period
    unseen = np.full((2, horizon + 1), _NONE, np.int64)  # first and last order seen in each period
    queue = np.full((2, lanes), _NONE, np.int64)  # first and last order that a source's lane will ship
    claims = np.full((2, stocks), _NONE, np.int64)  # first and last order that a stock owes, as it saw them
    latest = np.zeros(lanes, np.int64)  # when the latest shipment of a lane arrives
    volume = np.zeros(lanes)
    wishes = np.zeros(entry.shape[0], np.int64)
    basket = np.full((2, lanes), _NONE, np.int64)  # first and last entry with a wish on a lane
    chained = np.full(entry.shape[0], _NONE, np.int64)
    ordered, asked = np.zeros(stocks, np.int64), np.zeros(stocks, np.int64)
    bought = np.zeros(items.shape[0], np.int64)
    on_shelves = np.zeros(items.shape[0], np.int64)
    counts[:] = 0
    premium[:] = 0.0
    trucks[:] = 0
    whole[:] = 0
    items[:] = 0
    money[:] = 0.0
    transit = 0
    for day in range(horizon):
        measured = day >= net.warm_up

        # Receipt.
        k = due[0, day]
        while k != _NONE:
            following = shipments[k, _NEXT]
            transit -= shipments[k, _UNITS]
            _receive(
                stock, upstream, level, lots, counts, whole, day, measured,
                shipments[k, _LANE], shipments[k, _STOCK], shipments[k, _UNITS], shipments[k, _EXPIRES],
            )  # fmt: skip
            shipments[k, _NEXT] = free[0]
            free[0] = k
            k = following
        for i in range(stocks):
            if stock[i, SHELF] > 0:
                while level[i, _OLDEST] <= day:
                    gone = lots[i, level[i, _OLDEST]]
                    lots[i, level[i, _OLDEST]] = 0
                    level[i, _HAND] -= gone
                    if measured:
                        counts[i, EXPIRED] += gone
                    level[i, _OLDEST] += 1
        k = unseen[0, day]
        while k != _NONE:
            following = orders[k, _NEXT]
            _see(stock, upstream, level, orders, queue, claims, k)
            k = following

        # Demand.
        for d in range(seller.shape[0]):
            i = seller[d, SELLER_STOCK]
            quantity = demand[d, day]
            served = min(quantity, level[i, _HAND])
            if down[stock[i, SITE], day]:
                served = 0
            short = quantity - served
            level[i, _HAND] -= served
            if stock[i, SHELF] > 0 and served > 0:
                _issue(stock, lots, level, i, served)
            if not seller[d, IS_LOST]:
                level[i, _BACK] += short
            if measured:
                counts[i, DEMAND] += quantity
                counts[i, SHIPPED] += served
                bought[stock[i, ITEM]] += quantity
                level[i, _IN_CYCLE] += 1
                if short > 0:
                    counts[i, SHORT] += short
                    counts[i, OUT_DAYS] += 1
                    level[i, _CYCLE_SHORT] = 1

        # Review.
        for step in net.steps:
            if step < stocks:
                level[step, _UNTIL_REVIEW] -= 1
                if level[step, _UNTIL_REVIEW] == 0:
                    level[step, _UNTIL_REVIEW] = stock[step, REVIEW]
                    _wish(stock, entry, takes, level, blocked, wishes, basket, chained, day, step)
            elif basket[0, step - stocks] != _NONE:
                at = step - stocks
                _join(
                    stock, entry, net.by_lane, takes, level, blocked, wishes, basket, chained, day,
                    net.first_by_lane[at], net.first_by_lane[at + 1],
                )  # fmt: skip
                _fill_up(entry, wishes, basket[0, at], chained, lane[at, MINIMUM_TOTAL])
                e = basket[0, at]
                first = True
                while e != _NONE:
                    i = entry[e, ENTRY_STOCK]
                    quantity = wishes[e]
                    wishes[e] = 0
                    level[i, _COMING] += quantity
                    up = upstream[at, stock[i, ITEM]]
                    if measured:
                        counts[i, LINES] += 1
                        ordered[i] += quantity
                        if up >= 0:
                            asked[up] += quantity
                        money[ORDER_COST] += rate[at, LINE_RATE]
                        if first:
                            whole[ORDERS] += 1
                            money[ORDER_COST] += rate[at, ORDER_RATE]
                        premium[i] += _premium(
                            first_break, breaks, at * items.shape[0] + stock[i, ITEM], quantity
                        )
                    first = False
                    k = free[1]
                    if k == _NONE:
                        return False
                    free[1] = orders[k, _NEXT]
                    orders[k, _LANE] = at
                    orders[k, _STOCK] = i
                    orders[k, _UNITS] = quantity
                    orders[k, _PLACED] = day
                    if lane[at, DELAY] == 0:
                        _see(stock, upstream, level, orders, queue, claims, k)
                    elif day + lane[at, DELAY] <= horizon:
                        _chain(orders, unseen, day + lane[at, DELAY], k)
                    else:
                        orders[k, _NEXT] = free[1]
                        free[1] = k
                    following = chained[e]
                    chained[e] = _NONE
                    e = following
                basket[0, at] = _NONE
                basket[1, at] = _NONE

        # Ship: sources first, then stocks from the farthest up.
        for at in range(lanes):
            if queue[0, at] == _NONE or not ships[at, day] or blocked[at, day]:
                continue
            k = queue[0, at]
            queue[0, at] = _NONE
            queue[1, at] = _NONE
            while k != _NONE:
                following = orders[k, _NEXT]
                i = orders[k, _STOCK]
                quantity = orders[k, _UNITS]
                orders[k, _NEXT] = free[1]
                free[1] = k
                sent = _send(
                    stock,
                    lane,
                    rate,
                    item_rate,
                    upstream,
                    level,
                    lots,
                    counts,
                    whole,
                    money,
                    volume,
                    latest,
                    shipments,
                    due,
                    free,
                    lead_time,
                    day,
                    measured,
                    at,
                    i,
                    quantity,
                    0,
                )
                if sent < 0:
                    return False
                transit += sent
                k = following
        for i in net.shippers:
            if claims[0, i] == _NONE or level[i, _HAND] <= 0:
                continue
            sent = _share_out(
                stock,
                lane,
                rate,
                item_rate,
                upstream,
                ships,
                level,
                lots,
                counts,
                whole,
                money,
                volume,
                latest,
                shipments,
                due,
                free,
                orders,
                claims,
                blocked,
                lead_time,
                day,
                measured,
                i,
            )
            if sent < 0:
                return False
            transit += sent
        for at in range(lanes):
            if volume[at] > 0.0:
                # A billionth too much fills no truck of its own.
                load = volume[at] / rate[at, CAPACITY]
                full = np.floor(load)
                if measured:
                    trucks[at] += np.int64(full) + (1 if load - full > 5e-10 else 0)
                volume[at] = 0.0

        # Close.
        if not measured:
            continue
        whole[IN_TRANSIT] += transit
        on_shelves[:] = 0
        for i in range(stocks):
            counts[i, STOCK_DAYS] += level[i, _HAND]
            counts[i, BACKORDER_DAYS] += level[i, _BACK]
            on_shelves[stock[i, ITEM]] += level[i, _HAND]
            if ordered[i]:
                counts[i, ORDERED] += ordered[i]
                counts[i, ORDERED_SQUARES] += ordered[i] * ordered[i]
                ordered[i] = 0
            if asked[i]:
                counts[i, ASKED] += asked[i]
                counts[i, ASKED_SQUARES] += asked[i] * asked[i]
                asked[i] = 0
        value = 0.0
        for item in range(items.shape[0]):
            value += item_rate[item, UNIT_COST] * on_shelves[item]
            items[item, ITEM_DEMAND] += bought[item]
            items[item, ITEM_SQUARES] += bought[item] * bought[item]
            bought[item] = 0
        money[PEAK_VALUE] = max(money[PEAK_VALUE], value)
    for i in range(stocks):
        if level[i, _IN_CYCLE] > 0:
            counts[i, CYCLES] += 1
            counts[i, SHORT_CYCLES] += level[i, _CYCLE_SHORT]
    return True


@compiled
def _put(lots: Any, level: Any, i: int, quantity: int, expires: int) -> None:
    """Put units of a lot on the shelf."""
    lots[i, expires] += quantity
    level[i, _OLDEST] = min(level[i, _OLDEST], expires)
    level[i, _NEWEST] = max(level[i, _NEWEST], expires)


@compiled
def _issue(stock: Any, lots: Any, level: Any, i: int, quantity: int) -> None:
    """Take units off the shelf, first expired first, or last."""
    while quantity > 0:
        expires = _next_lot(stock, lots, level, i)
        part = min(quantity, lots[i, expires])
        lots[i, expires] -= part
        quantity -= part


@compiled
def _next_lot(stock: Any, lots: Any, level: Any, i: int) -> int:
    """Return the first period too old of the lot that is issued next; there must be one."""
    if stock[i, NEWEST_FIRST]:
        while lots[i, level[i, _NEWEST]] == 0:
            level[i, _NEWEST] -= 1
        return int(level[i, _NEWEST])
    while lots[i, level[i, _OLDEST]] == 0:
        level[i, _OLDEST] += 1
    return int(level[i, _OLDEST])


@compiled
def _receive(
    stock: Any, upstream: Any, level: Any, lots: Any, counts: Any, whole: Any, day: int, measured: bool,
    at: int, i: int, quantity: int, expires: int,
) -> None:  # fmt: skip
    """Take units in: what is too old is written off, waiting customers come first."""
    gone = 0
    if stock[i, SHELF] > 0:
        if expires == 0:
            expires = day + stock[i, SHELF]
        if expires <= day:
            gone = quantity
    cleared = min(quantity - gone, level[i, _BACK])
    level[i, _COMING] -= quantity
    level[i, _BACK] -= cleared
    kept = quantity - gone - cleared
    level[i, _HAND] += kept
    if stock[i, SHELF] > 0 and kept > 0:
        _put(lots, level, i, kept, expires)
    if measured:
        counts[i, SHIPPED] += cleared
        counts[i, RECEIVED] += quantity
        counts[i, EXPIRED] += gone
        if upstream[at, stock[i, ITEM]] < 0:
            whole[ENTERED] += quantity
        if level[i, _IN_CYCLE] > 0:
            counts[i, CYCLES] += 1
            counts[i, SHORT_CYCLES] += level[i, _CYCLE_SHORT]
            level[i, _IN_CYCLE] = 0
            level[i, _CYCLE_SHORT] = 0


@compiled
def _wish(  # noqa: PLR0912 - one rule after the other
    stock: Any,
    entry: Any,
    takes: Any,
    level: Any,
    blocked: Any,
    wishes: Any,
    basket: Any,
    chained: Any,
    day: int,
    i: int,
) -> None:
    """Review a stock: put what it orders into the baskets of the lanes that it goes to."""
    position = level[i, _HAND] + level[i, _COMING] - level[i, _BACK] - level[i, _OWED]
    trigger, up_to, lot = stock[i, TRIGGER], stock[i, UP_TO], stock[i, LOT]
    if position > trigger:
        return
    wish = ((trigger - position) // lot + 1) * lot if lot > 0 else up_to - position
    if wish <= 0:
        return
    start, end = stock[i, FIRST_ENTRY], stock[i, LAST_ENTRY]
    chosen, only_up = _group(entry, takes, blocked, day, start, end)
    if chosen == _NONE:
        return
    total, lanes = 0, 0
    for e in range(start, end):
        if _open(entry, takes, blocked, e, chosen, only_up, day):
            total += entry[e, SHARE]
            lanes += 1
    given = 0
    for e in range(start, end):
        if _open(entry, takes, blocked, e, chosen, only_up, day):
            wishes[e] = wish if lanes == 1 else wish * entry[e, SHARE] // total
            given += wishes[e]
    # What rounding down leaves goes to the largest remainders, the first on a tie.
    left = wish - given
    for _ in range(left):
        best, largest = _NONE, np.int64(-1)
        for e in range(start, end):
            if _open(entry, takes, blocked, e, chosen, only_up, day):
                share = wish * entry[e, SHARE]
                # An entry that has got its unit stands one above its rounded share.
                remainder = share % total if wishes[e] == share // total else np.int64(-1)
                if remainder > largest:
                    best, largest = e, remainder
        wishes[best] += 1
    for e in range(start, end):
        if wishes[e] > 0:
            _drop_in(entry, wishes, basket, chained, e)


@compiled
def _drop_in(entry: Any, wishes: Any, basket: Any, chained: Any, e: int) -> None:
    """Put a wish into the basket of its lane, raised to the minimum and to a multiple."""
    multiple = entry[e, MULTIPLE]
    wishes[e] = -(-max(wishes[e], entry[e, MINIMUM]) // multiple) * multiple
    at = entry[e, ENTRY_LANE]
    if basket[0, at] == _NONE:
        basket[0, at] = e
    else:
        chained[basket[1, at]] = e
    basket[1, at] = e


@compiled
def _join(
    stock: Any, entry: Any, by_lane: Any, takes: Any, level: Any, blocked: Any, wishes: Any, basket: Any,
    chained: Any, day: int, first: int, last: int,
) -> None:  # fmt: skip
    """Add to an order the stocks that join one made anyway, and that its lane alone would bring today."""
    for place in range(first, last):
        e = by_lane[place]
        i = entry[e, ENTRY_STOCK]
        position = level[i, _HAND] + level[i, _COMING] - level[i, _BACK] - level[i, _OWED]
        if wishes[e] > 0 or position > stock[i, JOIN] or position >= stock[i, UP_TO]:
            continue
        start, end = stock[i, FIRST_ENTRY], stock[i, LAST_ENTRY]
        chosen, only_up = _group(entry, takes, blocked, day, start, end)
        alone = chosen != _NONE and _open(entry, takes, blocked, e, chosen, only_up, day)
        for other in range(start, end):
            if other != e and _open(entry, takes, blocked, other, chosen, only_up, day):
                alone = False
        if alone:
            wishes[e] = stock[i, UP_TO] - position
            _drop_in(entry, wishes, basket, chained, e)


@compiled
def _group(entry: Any, takes: Any, blocked: Any, day: int, start: int, end: int) -> tuple[int, bool]:
    """Return the first group of lanes with one that is up, else the first with one that takes orders, and which."""
    chosen, backup = _NONE, _NONE
    for e in range(start, end):
        at = entry[e, ENTRY_LANE]
        if entry[e, SHARE] > 0 and takes[at, day]:
            if not blocked[at, day] and chosen == _NONE:
                chosen = entry[e, GROUP]
            if backup == _NONE:
                backup = entry[e, GROUP]
    if chosen != _NONE:
        return chosen, True
    return backup, False


@compiled
def _open(entry: Any, takes: Any, blocked: Any, e: int, group: int, only_up: bool, day: int) -> bool:
    at = entry[e, ENTRY_LANE]
    if entry[e, GROUP] != group or entry[e, SHARE] <= 0 or not takes[at, day]:
        return False
    return not (only_up and blocked[at, day])


@compiled
def _fill_up(entry: Any, wishes: Any, first: int, chained: Any, minimum_total: int) -> None:
    """Raise the largest line of an order by its multiples until the order reaches its minimum."""
    total, largest = 0, first
    e = first
    while e != _NONE:
        total += wishes[e]
        if wishes[e] > wishes[largest]:
            largest = e
        e = chained[e]
    short = minimum_total - total
    if short > 0:
        multiple = entry[largest, MULTIPLE]
        wishes[largest] += -(-short // multiple) * multiple


@compiled
def _premium(first_break: Any, breaks: Any, place: int, quantity: int) -> float:
    """Return what a line costs above its unit cost: the price of its highest break reached."""
    for k in range(first_break[place], first_break[place + 1]):
        if quantity >= breaks[k, 0]:
            return float(breaks[k, 1] * quantity)
    return 0.0


@compiled
def _chain(records: Any, ends: Any, place: int, k: int) -> None:
    """Hang a record at the end of a list."""
    records[k, _NEXT] = _NONE
    if ends[0, place] == _NONE:
        ends[0, place] = k
    else:
        records[ends[1, place], _NEXT] = k
    ends[1, place] = k


@compiled
def _see(stock: Any, upstream: Any, level: Any, orders: Any, queue: Any, claims: Any, k: int) -> None:
    """Have an order seen by its origin: a source queues it, a stock owes it."""
    at, i = orders[k, _LANE], orders[k, _STOCK]
    up = upstream[at, stock[i, ITEM]]
    if up < 0:
        _chain(orders, queue, at, k)
    else:
        level[up, _OWED] += orders[k, _UNITS]
        _chain(orders, claims, up, k)


@compiled
def _sooner(stock: Any, orders: Any, rule: int, k: int, other: int) -> bool:
    """Tell whether order k is served before another one."""
    if rule == PRIORITY:
        mine = stock[orders[k, _STOCK], PRIORITY_NUMBER]
        its = stock[orders[other, _STOCK], PRIORITY_NUMBER]
        if mine != its:
            return bool(mine < its)
    return bool(orders[k, _PLACED] < orders[other, _PLACED])


@compiled
def _send(
    stock: Any,
    lane: Any,
    rate: Any,
    item_rate: Any,
    upstream: Any,
    level: Any,
    lots: Any,
    counts: Any,
    whole: Any,
    money: Any,
    volume: Any,
    latest: Any,
    shipments: Any,
    due: Any,
    free: Any,
    lead_time: Any,
    day: int,
    measured: bool,
    at: int,
    i: int,
    quantity: int,
    expires: int,
) -> int:
    """Send units on a lane; return how many are under way now, -1 without room for them."""
    arrives = day + lead_time[at, day]
    if not lane[at, CROSSING]:
        arrives = max(arrives, latest[at])
    latest[at] = max(latest[at], arrives)
    if measured and rate[at, FREIGHT_RATE] != 0.0:
        money[FREIGHT] += rate[at, FREIGHT_RATE] * quantity
    if rate[at, CAPACITY] > 0.0:
        volume[at] += quantity * item_rate[stock[i, ITEM], VOLUME]
    if arrives == day:
        _receive(stock, upstream, level, lots, counts, whole, day, measured, at, i, quantity, expires)
        return 0
    if arrives < due.shape[1] - 1:
        k = free[0]
        if k == _NONE:
            return -1
        free[0] = shipments[k, _NEXT]
        shipments[k, _LANE] = at
        shipments[k, _STOCK] = i
        shipments[k, _UNITS] = quantity
        shipments[k, _EXPIRES] = expires
        _chain(shipments, due, arrives, k)
    return quantity


@compiled
def _share_out(
    stock: Any,
    lane: Any,
    rate: Any,
    item_rate: Any,
    upstream: Any,
    ships: Any,
    level: Any,
    lots: Any,
    counts: Any,
    whole: Any,
    money: Any,
    volume: Any,
    latest: Any,
    shipments: Any,
    due: Any,
    free: Any,
    orders: Any,
    claims: Any,
    blocked: Any,
    lead_time: Any,
    day: int,
    measured: bool,
    i: int,
) -> int:
    """Share what a stock has between the orders it owes whose lane ships today; return the units now under way."""
    _parts(stock, ships, level, orders, claims, blocked, day, i)
    under_way = np.int64(0)
    before, k = np.int64(_NONE), claims[0, i]
    while k != _NONE:
        following = orders[k, _NEXT]
        part = orders[k, _PART]
        level[i, _HAND] -= part
        level[i, _OWED] -= part
        orders[k, _UNITS] -= part
        while part > 0:
            units, expires = part, 0
            if stock[i, SHELF] > 0:
                expires = _next_lot(stock, lots, level, i)
                units = min(part, lots[i, expires])
                lots[i, expires] -= units
            sent = _send(
                stock,
                lane,
                rate,
                item_rate,
                upstream,
                level,
                lots,
                counts,
                whole,
                money,
                volume,
                latest,
                shipments,
                due,
                free,
                lead_time,
                day,
                measured,
                orders[k, _LANE],
                orders[k, _STOCK],
                units,
                expires,
            )
            if sent < 0:
                return -1
            under_way += sent
            part -= units
        if orders[k, _UNITS] > 0:
            before = k
        else:
            if before == _NONE:
                claims[0, i] = following
            else:
                orders[before, _NEXT] = following
            if following == _NONE:
                claims[1, i] = before
            orders[k, _NEXT] = free[1]
            free[1] = k
        k = following
    return int(under_way)


@compiled
def _parts(
    stock: Any, ships: Any, level: Any, orders: Any, claims: Any, blocked: Any, day: int, i: int
) -> None:
    """Give each order that a stock owes its part of what is on hand, 0 where its lane does not ship."""
    available = level[i, _HAND]
    asked = 0
    k = claims[0, i]
    while k != _NONE:
        at = orders[k, _LANE]
        orders[k, _PART] = 0
        if ships[at, day] and not blocked[at, day]:
            asked += orders[k, _UNITS]
        else:
            orders[k, _PART] = _CLOSED
        k = orders[k, _NEXT]
    if available >= asked:
        k = claims[0, i]
        while k != _NONE:
            if orders[k, _PART] == 0:
                orders[k, _PART] = orders[k, _UNITS]
            k = orders[k, _NEXT]
    elif stock[i, ALLOCATION] == FAIR_SHARE:
        _fair_share(orders, claims[0, i], available, asked)
    else:
        _in_turn(stock, orders, claims[0, i], stock[i, ALLOCATION], available)
    k = claims[0, i]
    while k != _NONE:
        orders[k, _PART] = max(orders[k, _PART], 0)
        k = orders[k, _NEXT]


@compiled
def _in_turn(stock: Any, orders: Any, first: int, rule: int, available: int) -> None:
    """Serve the orders one after the other, in the order of the rule, the first seen on a tie."""
    while available > 0:
        best: int = _NONE
        k = first
        while k != _NONE:
            if orders[k, _PART] == 0 and (best == _NONE or _sooner(stock, orders, rule, k, best)):
                best = k
            k = orders[k, _NEXT]
        if best == _NONE:
            return
        orders[best, _PART] = min(available, orders[best, _UNITS])
        available -= orders[best, _PART]


@compiled
def _fair_share(orders: Any, first: int, available: int, asked: int) -> None:
    """Share in proportion; what rounding down leaves goes to the largest remainders, the first seen on a tie."""
    left = available
    k = first
    while k != _NONE:
        if orders[k, _PART] == 0:
            orders[k, _PART] = available * orders[k, _UNITS] // asked
            left -= orders[k, _PART]
        k = orders[k, _NEXT]
    while left > 0:
        best, largest = int(_NONE), np.int64(-1)
        k = first
        while k != _NONE:
            share = available * orders[k, _UNITS]
            if orders[k, _PART] == share // asked and share % asked > largest:
                best, largest = k, share % asked
            k = orders[k, _NEXT]
        orders[best, _PART] += 1
        left -= 1
