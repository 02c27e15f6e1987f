"""Calendars of a lane: the periods in which it takes orders, and those in which it ships."""

from __future__ import annotations

from sim.network.world import Lane


def ships(lane: Lane, horizon: int) -> list[bool]:
    """Return, for each period, whether goods leave on the lane: not when it is closed."""
    closed = set(lane.closed)
    return [period not in closed for period in range(horizon)]


def takes_orders(lane: Lane, horizon: int, week: int) -> list[bool]:
    """Return, for each period, whether the lane takes orders: on its order days, when it is not closed.

    Period t has weekday t % week, 0 first.
    """
    days = range(week) if lane.order_days is None else lane.order_days
    return [open_ and period % week in days for period, open_ in enumerate(ships(lane, horizon))]
