"""What is decided on lanes: how each receiver is replenished, by which modes, and how vehicles are dispatched."""

from __future__ import annotations

from dataclasses import dataclass

from sim.checks import Check, Number
from sim.scenario import LONGEST_HORIZON
from sim.transport.lane import check_weekdays


@dataclass(frozen=True)
class ReceiverRule:
    """How one receiver orders.

    On its order days (every `every` days from day 0, `per_week` times a week, on `weekdays`, else every day) it orders
    over `lane` up to a level: `level` units, or enough for `safety_days` of mean demand beyond the days between orders
    and those that the lane takes on average. With `point`, only once its position is at or below it; `lot`: in whole
    multiples, rounded up. With `backup`, each day, what is missing to `backup_level` units (or `backup_days` of
    mean demand) of what is on hand or expected within the time of the backup lane is ordered over that lane. Tracking
    says what is expected: goods held up are not counted on until they leave, nor goods that are overdue.
    """

    name: str
    lane: str
    every: int | None = None
    per_week: int | None = None
    weekdays: tuple[int, ...] | None = None
    level: Number | None = None
    safety_days: Number | None = None
    point: Number | None = None
    lot: int = 1
    backup: str | None = None
    backup_level: Number | None = None
    backup_days: Number | None = None

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.text("lane")
        check.number("every", least=1, most=LONGEST_HORIZON, whole=True, optional=True)
        check.number("per_week", least=1, most=7, whole=True, optional=True)
        check_weekdays(check, self, "weekdays")
        check.number("level", least=0, optional=True)
        check.number("safety_days", least=-365, most=3650, optional=True)
        check.number("point", least=-1e9, optional=True)
        check.number("lot", least=1, whole=True)
        check.number("backup_level", least=0, optional=True)
        check.number("backup_days", least=0, optional=True)
        if self.backup is not None:
            check.text("backup")
        if check.sound and sum(one is not None for one in (self.every, self.per_week, self.weekdays)) > 1:
            check.fault("every", "order_days_once")
        if check.sound and (self.level is None) == (self.safety_days is None):
            check.fault("level", "level_or_days")
        amounts = sum(one is not None for one in (self.backup_level, self.backup_days))
        if check.sound and amounts != (self.backup is not None):
            check.fault("backup", "backup_amount")
        check.done()

    @property
    def interval(self) -> float:
        """Days between two order days, on average."""
        if self.every is not None:
            return float(self.every)
        if self.per_week is not None:
            return 7 / self.per_week
        return 7 / len(set(self.weekdays)) if self.weekdays else 1.0

    def days(self, horizon: int) -> list[bool]:
        """Return, for each day, whether it is an order day."""
        if self.weekdays is not None:
            return [day % 7 in self.weekdays for day in range(horizon)]
        if self.per_week is not None:
            chosen = {place * 7 // self.per_week for place in range(self.per_week)}
            return [day % 7 in chosen for day in range(horizon)]
        return [day % (self.every or 1) == 0 for day in range(horizon)]


@dataclass(frozen=True)
class Dispatch:
    """How vehicles leave on the first leg of a `lane`, in the place of what the lane says.

    `every` days, `weekdays`, or once `fill` of a vehicle is reached or the oldest shipment has waited `longest_wait`.
    """

    lane: str
    every: int | None = None
    weekdays: tuple[int, ...] | None = None
    fill: Number = 0
    longest_wait: Number = 7

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("lane")
        check.number("every", least=1, most=LONGEST_HORIZON, whole=True, optional=True)
        check_weekdays(check, self, "weekdays")
        check.number("fill", least=0, most=1)
        check.number("longest_wait", least=0, most=365)
        if check.sound and self.weekdays is not None and self.every is not None:
            check.fault("every", "weekdays_or_every")
        check.done()


@dataclass(frozen=True)
class TransportPolicy:
    """A rule for every receiver, and how lanes are dispatched where that is decided."""

    receivers: tuple[ReceiverRule, ...] = ()
    dispatch: tuple[Dispatch, ...] = ()
