"""The weeks of a master schedule, compiled: whole units in, whole units out; nothing about scenarios.

A run is lived by `opened`, `replanned`, `promised` for each order to promise, then `worked`, week after week.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.masterplan.draws import CHANGED, DUE, GIVEN, NEW_DUE, NEW_UNITS, UNITS, WEEK

Ints = NDArray[Any]
Floats = NDArray[np.float64]

# Columns of the book: the week that an order is wanted in, its units, the week promised, the units shipped.
(ASKED, QUANTITY, PROMISED, SENT) = range(4)
BOOK = 4
TO_PROMISE, TO_COME, LOST, CANCELLED = -1, -2, -3, -4  # instead of a week promised
# Ways of promising.
(BY_REQUEST, BY_ATP, BY_STANDARD) = range(3)
# What a policy runs with.
(PROMISE, DELAY, FENCE, DEMAND_FENCE, LOT, COVER, SAFETY, EXPEDITE, FIXED) = range(9)
RULES = 9
# What is traced of a week.
(
    ON_HAND, LATE, WAITING, WANTED, SHORT, DUE_NOW, KEPT, PLANNED, MADE, OVERTIME, EXPEDITED, REFUSED, BOOKED, SHIPPED,
    HOURS,
) = range(15)  # fmt: skip
TRACES = 15
TINY = 1e-9


@compiled
def most_units(hours: float, unit_hours: float, setup_hours: float) -> int:
    """Return the units that some hours make, setup included; a very large number where no unit takes time."""
    if unit_hours <= 0:
        return 2**40
    return max(int(np.floor((hours - setup_hours) / unit_hours + TINY)), 0)


@compiled
def opened(week: int, orders: Ints, book: Ints) -> int:
    """Change the orders that customers change this week, take in those they place; return how many were changed."""
    changed = 0
    for k in range(orders.shape[0]):
        if orders[k, WEEK] == week:
            book[k, ASKED] = orders[k, DUE]
            book[k, QUANTITY] = orders[k, UNITS]
            book[k, PROMISED] = orders[k, GIVEN] if orders[k, GIVEN] >= 0 else TO_PROMISE
        elif orders[k, CHANGED] == week and book[k, PROMISED] >= 0:
            changed += 1
            book[k, ASKED] = orders[k, NEW_DUE]
            book[k, QUANTITY] = orders[k, NEW_UNITS]
            book[k, PROMISED] = TO_PROMISE if orders[k, NEW_UNITS] > 0 else CANCELLED
    return changed


@compiled
def over(week: int, order: Ints) -> bool:
    """Tell whether nothing more can happen to an order: shipped whole, lost or cancelled, its weeks gone."""
    state = order[PROMISED]
    gone: bool = state in (LOST, CANCELLED) or (state >= 0 and order[SENT] == order[QUANTITY])
    past: bool = order[ASKED] < week and state < week
    return gone and past


@compiled
def firm_units(week: int, ahead: int, book: Ints, firm: Ints) -> None:
    """Fill firm, int64 (ahead,): units promised and not shipped by week, what is late in this one, the first."""
    for t in range(ahead):
        firm[t] = 0
    for k in range(book.shape[0]):
        if book[k, PROMISED] >= 0:
            at = max(book[k, PROMISED] - week, 0)
            if at < ahead:
                firm[at] += book[k, QUANTITY] - book[k, SENT]


@compiled
def demand_at(t: int, week: int, firm: Ints, forecast: Ints, demand_fence: int) -> int:
    """Return the demand to meet t weeks ahead: firm orders inside the fence, else the larger of forecast and orders."""
    asked: int = firm[t] if t < firm.size else 0
    expected: int = forecast[(week + t) % forecast.size]
    return asked if t < demand_fence else max(asked, expected)


@compiled
def components(week: int, made: int, plan: Ints, lead: int, there: Ints) -> int:
    """Make sure of the components of the plan for the next `lead` weeks; return the units that must be expedited.

    there: int64, units that components allow in all by the end of each week, as far as they were ordered.
    """
    total, missing = made, 0
    for t in range(week, min(week + lead, plan.size)):
        total += plan[t]
        missing = max(missing, total - there[t])
        there[t] = max(there[t], total)
    return missing


@compiled
def ordered(week: int, made: int, plan: Ints, lead: int, there: Ints) -> None:
    """Order the components of the week that comes within the lead time, in time: they cost nothing more."""
    last = week + lead
    if last < plan.size:
        total = made
        for t in range(week, last + 1):
            total += plan[t]
        there[last] = max(there[last - 1] if last > 0 else 0, total)


@compiled
def replanned(
    week: int,
    on_hand: int,
    book: Ints,
    rules: Ints,
    forecast: Ints,
    view: int,
    most: int,
    plan: Ints,
    firm: Ints,
) -> None:
    """Schedule again the weeks from the fence to the view; plan: int64 units by week. A fixed plan stays."""
    if rules[FIXED] == 1:
        return
    firm_units(week, view, book, firm)
    fence, safety, lot = rules[FENCE], rules[SAFETY], rules[LOT]
    stock = on_hand
    for t in range(view):
        stock -= demand_at(t, week, firm, forecast, rules[DEMAND_FENCE])
        if t >= fence:
            plan[week + t] = 0
            if stock < safety:
                need = safety - stock
                for more in range(1, rules[COVER]):
                    need += demand_at(t + more, week, firm, forecast, rules[DEMAND_FENCE])
                plan[week + t] = (need + lot - 1) // lot * lot
        stock += plan[week + t]
    # What passes the hours of a week goes to the weeks before, as far as the fence, then to those after.
    for t in range(view - 1, fence, -1):
        over = plan[week + t] - most
        if over > 0:
            plan[week + t] -= over
            plan[week + t - 1] += over
    for t in range(fence, view - 1):
        over = plan[week + t] - most
        if over > 0:
            plan[week + t] -= over
            plan[week + t + 1] += over


@compiled
def available(week: int, on_hand: int, book: Ints, plan: Ints, view: int, firm: Ints, dav: Ints) -> None:
    """Fill dav, int64 (view,): the most that can be promised in each week without a shortage later."""
    firm_units(week, view, book, firm)
    level = on_hand
    for t in range(view):
        level += plan[week + t] - firm[t]
        dav[t] = level
    for t in range(view - 2, -1, -1):
        dav[t] = min(dav[t], dav[t + 1])


@compiled
def promised(
    week: int,
    k: int,
    on_hand: int,
    book: Ints,
    plan: Ints,
    rules: Ints,
    view: int,
    patience: int,
    firm: Ints,
    dav: Ints,
) -> None:
    """Promise order k, or lose it when the week promised lies more than `patience` (-1: any) after the one asked."""
    wanted = max(book[k, ASKED], week)
    found = wanted
    if rules[PROMISE] == BY_STANDARD:
        found = max(wanted, week + rules[DELAY])
    elif rules[PROMISE] == BY_ATP:
        available(week, on_hand, book, plan, view, firm, dav)
        found = max(wanted, week + view)
        for t in range(wanted - week, view):
            if dav[t] >= book[k, QUANTITY]:
                found = week + t
                break
    settle(k, found, patience, book)


@compiled
def settle(k: int, found: int, patience: int, book: Ints) -> None:
    """Promise order k for a week, or lose it where its customer has no patience for it."""
    book[k, PROMISED] = LOST if patience >= 0 and found - book[k, ASKED] > patience else found


@compiled
def owed(week: int, book: Ints) -> int:
    """Return the units promised for this week or before and not shipped."""
    total = 0
    for k in range(book.shape[0]):
        if 0 <= book[k, PROMISED] <= week:
            total += book[k, QUANTITY] - book[k, SENT]
    return total


@compiled
def shipped(week: int, on_hand: int, book: Ints) -> int:
    """Ship what is promised, the oldest promise first, then in the order of the book; return the units shipped."""
    left = on_hand
    while left > 0:
        first = -1
        for k in range(book.shape[0]):
            open_ = 0 <= book[k, PROMISED] <= week and book[k, SENT] < book[k, QUANTITY]
            if open_ and (first < 0 or book[k, PROMISED] < book[first, PROMISED]):
                first = k
        if first < 0:
            break
        sent = min(left, book[first, QUANTITY] - book[first, SENT])
        book[first, SENT] += sent
        left -= sent
    return on_hand - left


@compiled
def closed(week: int, book: Ints, row: Floats) -> None:
    """Note how orders stand at the end of a week: wanted and short, promised and kept, late and waiting."""
    for k in range(book.shape[0]):
        state = book[k, PROMISED]
        if state in (TO_COME, CANCELLED):
            continue
        rest = book[k, QUANTITY] - book[k, SENT]
        if book[k, ASKED] == week:
            row[WANTED] += book[k, QUANTITY]
            row[SHORT] += rest
        if state == week:
            row[DUE_NOW] += book[k, QUANTITY]
            row[KEPT] += book[k, SENT]
        if state >= 0 and state <= week:
            row[LATE] += rest
        elif state >= 0 and book[k, ASKED] <= week:
            row[WAITING] += rest


@compiled
def worked(
    week: int,
    on_hand: int,
    made: int,
    expedite: bool,
    hours: Floats,
    lead: int,
    book: Ints,
    plan: Ints,
    there: Ints,
    row: Floats,
) -> tuple[int, int]:
    """Produce, ship and close a week; return the stock and what was made in all.

    hours: regular, overtime at most, a unit's, a setup's. Fills row, float64 (TRACES,), but for what was expedited by
    the plan, which is there already, and REFUSED and BOOKED.
    """
    quantity = plan[week]
    row[PLANNED] = quantity
    if expedite:
        quantity += max(owed(week, book) - on_hand - quantity, 0)
    quantity = min(quantity, most_units(hours[0] + hours[1], hours[2], hours[3]))
    plan[week] = quantity
    row[EXPEDITED] += components(week, made, plan, lead, there)
    used = hours[3] + quantity * hours[2] if quantity > 0 else 0.0
    row[MADE] = quantity
    row[HOURS] = used
    row[OVERTIME] = max(used - hours[0], 0.0) if hours[2] > 0 else 0.0
    sent = shipped(week, on_hand + quantity, book)
    row[SHIPPED] = sent
    row[ON_HAND] = on_hand + quantity - sent
    closed(week, book, row)
    return on_hand + quantity - sent, made + quantity


@compiled
def replication(
    orders: Ints,
    stopped: Any,
    rules: Ints,
    fixed: Ints,
    scheduled: Ints,
    forecast: Ints,
    view: int,
    patience: int,
    lead: int,
    initial: int,
    hours: Floats,
    share: float,
    trace: Floats,
) -> None:
    """Live one replication; fills trace, float64 (weeks, TRACES), zero at first.

    orders: int64 (n, COLUMNS); stopped: bool (weeks,); rules: int64 (RULES,); fixed: int64, the plan of a policy that
    fixes it; scheduled: int64, the units scheduled at first; hours: float64 (4,), regular (under 0: no limit), overtime
    at most, a unit's, a setup's; share of the regular hours that a stoppage takes.
    """
    weeks = trace.shape[0]
    size = weeks + view + 1
    plan, there = np.zeros(size, np.int64), np.zeros(size, np.int64)
    first = fixed if rules[FIXED] == 1 else scheduled
    for t in range(min(first.size, size)):
        plan[t] = first[t]
    total = 0
    for t in range(size):  # components of what is scheduled at first are there or on their way
        total += scheduled[t] if t < scheduled.size else 0
        there[t] = total
    book = np.zeros((orders.shape[0], BOOK), np.int64)
    book[:, PROMISED] = TO_COME
    firm, dav = np.zeros(view, np.int64), np.zeros(view, np.int64)
    limited = hours[0] >= 0
    now = hours.copy()
    most = most_units(hours[0] + hours[1], hours[2], hours[3]) if limited else 2**40
    on_hand, made, first_open, placed = initial, 0, 0, 0
    for week in range(weeks):
        row = trace[week]
        # Only what is placed and not over yet is looked at: orders stand by the week they are placed in.
        while placed < orders.shape[0] and orders[placed, WEEK] <= week:
            placed += 1
        while first_open < placed and over(week, book[first_open]):
            first_open += 1
        asked, live = orders[first_open:placed], book[first_open:placed]
        opened(week, asked, live)
        replanned(week, on_hand, live, rules, forecast, view, most, plan, firm)
        row[EXPEDITED] += components(week, made, plan, lead, there)
        for k in range(live.shape[0]):
            if live[k, PROMISED] == TO_PROMISE:
                promised(week, k, on_hand, live, plan, rules, view, patience, firm, dav)
                row[BOOKED] += live[k, QUANTITY]
                if live[k, PROMISED] == LOST:
                    row[REFUSED] += live[k, QUANTITY]
        if limited:
            now[0] = hours[0] * (1 - share) if stopped[week] else hours[0]
        else:
            now[0], now[2], now[3] = 0.0, 0.0, 0.0
        on_hand, made = worked(week, on_hand, made, rules[EXPEDITE] == 1, now, lead, live, plan, there, row)
        ordered(week, made - plan[week], plan, lead, there)


@compiled
def replications(
    orders: Ints,
    first: Ints,
    stopped: Any,
    rules: Ints,
    fixed: Ints,
    scheduled: Ints,
    forecast: Ints,
    view: int,
    patience: int,
    lead: int,
    initial: int,
    hours: Floats,
    share: float,
) -> Floats:
    """Live every replication; return their traces, float64 (R, weeks, TRACES)."""
    runs, weeks = stopped.shape
    traces = np.zeros((runs, weeks, TRACES))
    for r in range(runs):
        replication(
            orders[first[r] : first[r + 1]], stopped[r], rules, fixed, scheduled, forecast, view, patience, lead,
            initial, hours, share, traces[r],
        )  # fmt: skip
    return traces
