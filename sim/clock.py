"""The order of what happens at the same instant, on top of SimPy's event queue.

The unit of time is the day. On each whole day the phases come in the order of `Phase`: what is due is
received, customers are served, the stock is reviewed, orders with a lead time of zero are received at once,
and the day is closed (its levels are recorded). Work is done by callbacks on plain events, one event per
phase and day for the whole model: a process per customer costs several times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any

from simpy import Environment
from simpy.events import Event, EventPriority

Time = int | float


class Phase(IntEnum):
    """Phases of an instant, earliest first; SimPy's own priorities 0 and 1 come before them all."""

    RECEIPT = 2
    DEMAND = 3
    REVIEW = 4
    RECEIPT_AT_ONCE = 5
    SHIP = 5  # in a network: what is shipped with a lead time of zero is received at once
    CLOSE = 6


def after(env: Environment, delay: Time, phase: Phase, action: Callable[[], None]) -> Event:
    """Call `action` after `delay` days (0 or more), in the given phase; return the event."""
    event = Event(env)
    event._ok = True
    event._value = None
    event.callbacks.append(lambda _: action())
    env.schedule(event, EventPriority(phase), delay)
    return event


def each_day(env: Environment, phase: Phase, days: Iterable[int], action: Callable[[int], None]) -> None:
    """Call `action(day)` in the given phase of each of `days`, whole and rising, queued one at a time."""
    remaining = iter(days)
    day = next(remaining, None)
    if day is None:
        return
    # One event object serves every day: making a new one each time takes a third of a run.
    event = Event(env)
    event._ok = True
    event._value = None

    def happen(_: Event) -> None:
        nonlocal day
        assert day is not None
        today = day
        action(today)
        day = next(remaining, None)
        if day is not None:
            event.callbacks = callbacks
            env.schedule(event, priority, day - today)

    priority = EventPriority(phase)
    callbacks: list[Callable[[Any], None]] = [happen]
    event.callbacks = callbacks
    env.schedule(event, priority, day - env.now)
