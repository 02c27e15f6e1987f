"""By which day a claim must be made, and an action brought: the delays of each text, counted on the calendar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from solvers.claims.liability import limits_in_force
from solvers.claims.liability_limits import LimitRow, Notice
from solvers.errors import SolverError

__all__ = ["Deadline", "Situation", "claim_deadline", "presumed_lost"]

Situation = Literal["apparent", "hidden", "delay", "action", "action_wilful"]
_FARTHEST = 400


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, its delay (in ``unit``: calendar, working or business days, years), the form, the article."""

    last_day: date
    delay: float
    unit: str
    form: str
    article: str


def claim_deadline(
    convention: str,
    situation: Situation,
    start: date,
    *,
    closed: Collection[date] = (),
    total_kg: float | None = None,
) -> Deadline:
    """Give the last day for a notice or an action under a text.

    ``situation``: damage or loss that is ``apparent`` or ``hidden``, ``delay``, or an ``action`` in court
    (``action_wilful``: for a wilful fault); ``start`` the day of delivery (of placing at disposal, for a delay), which
    is not counted; ``closed`` public holidays. SolverError for a situation that the text has no delay for, an unknown
    word; ``total_kg`` as in :func:`solvers.claims.liability.limits_in_force` (any weight gives the same delays).

    Working days leave Sundays and public holidays out, business days Saturdays too; a delay of 0 days ends on the day
    itself, with the reserves on the document.

    Source: CMR 30 and 32; CIM 47 and 48; Hague-Visby 3.6; Hamburg 19 and 20; CMNI 23 and 24; Montreal 31 and 35; Code
    de commerce L133-3 and L133-6.

    >>> claim_deadline("cmr", "hidden", date(2026, 7, 10), closed=[date(2026, 7, 14)]).last_day
    datetime.date(2026, 7, 20)
    """
    if situation not in get_args(Situation):
        raise SolverError("situation", situation, "one_of", words=", ".join(get_args(Situation)))
    row = limits_in_force(convention, start, 1.0 if total_kg is None else total_kg)
    if situation in {"action", "action_wilful"}:
        years = row.years if situation == "action" else row.fault_years
        return Deadline(_years_after(start, int(years)), years, "years", "action", row.bar_article)
    notice = _notice(row, situation)
    if notice is None:
        held = [one for one in ("apparent", "hidden", "delay") if _notice(row, one) is not None]
        raise SolverError("situation", situation, "notice_known", words=", ".join(held))
    last = start
    left, walked = notice.days, 0
    holidays = frozenset(closed)
    while left:
        last += timedelta(days=1)
        walked += 1
        if walked > _FARTHEST:
            raise SolverError("closed", len(holidays), "working_days_enough")
        left -= _counts(last, notice, holidays)
    return Deadline(last, float(notice.days), notice.count, notice.form, notice.article)


def presumed_lost(convention: str, due: date, total_kg: float | None = None) -> date | None:
    """Give the day from which goods not delivered may be treated as lost; None where the text says nothing.

    ``due`` the last day of the delay agreed (CMR, 30 days; 60 from the taking over where none was agreed is for the
    case to say); other arguments and refusals as in :func:`claim_deadline`.

    Source: CMR 20; CIM 29; Hamburg 5.3; CMNI; Montreal 13.3.

    >>> presumed_lost("cmr", date(2026, 3, 2))
    datetime.date(2026, 4, 1)
    """
    row = limits_in_force(convention, due, 1.0 if total_kg is None else total_kg)
    return None if row.loss_days is None else due + timedelta(days=row.loss_days)


def _notice(row: LimitRow, situation: str) -> Notice | None:
    return {"apparent": row.apparent, "hidden": row.hidden, "delay": row.late}[situation]


def _counts(day: date, notice: Notice, closed: frozenset[date]) -> bool:
    if notice.count == "calendar":
        return True
    return day.weekday() < (6 if notice.count == "working" else 5) and day not in closed


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
