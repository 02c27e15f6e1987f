"""What a master schedule leaves to promise: discrete (ATP) and cumulative as in France (DAV)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, get_args

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError
from solvers.planning.lots.needs import quantities

__all__ = ["Deficit", "cumulative_dav", "discrete_atp", "earliest_promise"]

Deficit = Literal["shown", "carried_back"]
NOISE = 1e-9


def discrete_atp(
    on_hand: float, mps: Sequence[float], orders: Sequence[float], deficit: Deficit = "shown"
) -> tuple[float | None, ...]:
    """Return the available-to-promise of the first period and of each with a production; None in the others.

    Stock, production and firm orders in units by period. ``deficit`` says what becomes of a figure under 0:
    ``shown`` as it is, or ``carried_back`` to what earlier productions leave, as far as they can bear it.
    SolverError for figures out of range.

    [on hand in the first period] + production − firm orders until the next production.

    Source: Vollmann, Berry & Whybark, Manufacturing Planning and Control Systems, chapter on master scheduling.

    >>> discrete_atp(65, [250, 0, 0, 200, 0, 0, 150, 0], [25, 150, 49, 26, 75, 22, 68, 10])
    (91.0, None, None, 77.0, None, None, 72.0, None)
    >>> discrete_atp(10, [0, 40, 30], [5, 10, 50], "carried_back")
    (5.0, 10.0, 0.0)
    """
    if deficit not in get_args(Deficit):
        raise SolverError("deficit", deficit, "one_of", words=", ".join(get_args(Deficit)))
    stock, made, firm = _checked(on_hand, mps, orders)
    starts = [t for t in range(len(made)) if t == 0 or made[t] > 0]
    found: list[float | None] = [None] * len(made)
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(made)
        found[start] = (stock if start == 0 else 0.0) + made[start] - sum(firm[start:end])
    if deficit == "carried_back":
        for at in range(len(starts) - 1, 0, -1):
            own = found[starts[at]] or 0.0
            if own < 0:
                found[starts[at]] = 0.0
                found[starts[at - 1]] = (found[starts[at - 1]] or 0.0) + own
    return tuple(found)


def cumulative_dav(on_hand: float, mps: Sequence[float], orders: Sequence[float]) -> tuple[float, ...]:
    """Return, for each period, the most that can still be promised in it without a shortage later.

    Stock, production and firm orders in units by period; under 0 where too much was promised already. SolverError
    for figures out of range. This is the French "disponible à vendre", the lowest projected stock from the period
    on, firm orders only, and not the discrete available-to-promise.

    DAV(t) = min over s ≥ t of on hand + Σ production(1…s) − Σ firm orders(1…s).

    Source: Courtois, Pillet & Martin-Bonnefous, Gestion de production, chapter on the master schedule.

    >>> cumulative_dav(65, [250, 0, 0, 200, 0, 0, 150, 0], [25, 150, 49, 26, 75, 22, 68, 10])
    (91.0, 91.0, 91.0, 168.0, 168.0, 168.0, 240.0, 240.0)
    """
    stock, made, firm = _checked(on_hand, mps, orders)
    levels = list(accumulate((m - f for m, f in zip(made, firm, strict=True)), initial=stock))[1:]
    return tuple(accumulate(reversed(levels), min))[::-1]


def earliest_promise(dav: Sequence[float], quantity: float, from_period: int = 1) -> int | None:
    """Return the first period (from 1) in which a quantity can be promised, None when there is none.

    ``dav`` as ``cumulative_dav`` gives it, ``quantity`` in units (above 0), ``from_period`` the period asked for.
    SolverError for figures out of range.

    Source: definition of the figure.

    >>> earliest_promise([91, 91, 91, 168, 168], 120), earliest_promise([91, 168], 200)
    (4, None)
    """
    wanted = positive("quantity", quantity)
    if not 1 <= from_period <= len(dav):
        raise SolverError("from_period", from_period, "count_between", least=1, most=len(dav))
    for t, left in enumerate(dav[from_period - 1 :], from_period):
        if number(f"dav[{t - 1}]", left) >= wanted - NOISE:
            return t
    return None


def _checked(
    on_hand: float, mps: Sequence[float], orders: Sequence[float]
) -> tuple[float, tuple[float, ...], tuple[float, ...]]:
    made, firm = quantities("mps", mps), quantities("orders", orders)
    if len(firm) != len(made):
        raise SolverError("orders", len(firm), "as_many_as_periods", count=len(made))
    return non_negative("on_hand", on_hand), made, firm
