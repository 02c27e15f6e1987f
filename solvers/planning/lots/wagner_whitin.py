"""Wagner and Whitin: the lots of least cost, proven, in time proportional to the number of periods."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import accumulate

from solvers.errors import SolverError
from solvers.planning.lots.needs import Lots, LotStep, checked_needs, covering, per_period, summed

__all__ = ["MOST_STEPS", "wagner_whitin", "wagner_whitin_steps"]

MOST_STEPS = 120  # periods: the table has up to n(n + 1)/2 lines


def wagner_whitin(
    needs: Sequence[float], setup: float | Sequence[float], holding: float | Sequence[float]
) -> Lots:
    """Find the lots of least setup and holding cost.

    Needs in units by period; ``setup`` in money per order and ``holding`` in money per unit in stock at the
    end of a period, one figure or one for each period. SolverError for figures out of range. Of two plans of
    the same cost, the one with the later last orders is given.

    F(t) = min over j ≤ t of F(j − 1) + setup(j) + Σ_{j ≤ i ≤ t} need(i)·Σ_{j ≤ k < i} holding(k). With
    A(j) = Σ_{k < j} holding(k) and D(t) = Σ_{i ≤ t} need(i), each order j is a line −A(j)·D + constant whose
    slope falls with j and which is read at a rising D: the lines that can still be the lowest form a queue,
    from which each enters and leaves once. That the best j never falls is the planning horizon theorem.

    Source: Wagner & Whitin (1958), Dynamic Version of the Economic Lot Size Model; in linear time as Wagelmans,
    van Hoesel & Kolen (1992), with the lower envelope taken forward.

    >>> needs = [69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56]
    >>> found = wagner_whitin(needs, [85, 102, 102, 101, 98, 114, 105, 86, 119, 110, 98, 114], 1)
    >>> found.cost, [t for t, lot in enumerate(found.lots, 1) if lot]
    (864.0, [1, 3, 5, 8, 10, 11])
    """
    wanted = checked_needs(needs)
    count = len(wanted)
    setups, holdings = per_period("setup", setup, count), per_period("holding", holding, count)
    rates = [0.0, *accumulate(holdings)]  # rates[j]: what a unit costs held from the first period to j
    total = weighted = best = 0.0  # D(t), Σ rate(i)·need(i), F(t − 1)
    lines: deque[tuple[float, float, int]] = deque()  # rate, constant, period of the order
    came_from = [0] * count
    for t in range(count):
        need, rate = wanted[t], rates[t]
        constant = best + setups[t] - weighted + rate * total
        # A line under another everywhere from here on, or passed by the next two before it is the lowest, goes.
        while lines and _useless(lines, rate, constant, total):
            lines.pop()
        lines.append((rate, constant, t))
        total += need
        weighted += rate * need
        while len(lines) > 1 and lines[1][1] - lines[1][0] * total <= lines[0][1] - lines[0][0] * total:
            lines.popleft()
        came_from[t] = lines[0][2]
        if need > 0:
            best = lines[0][1] - lines[0][0] * total + weighted
        else:
            came_from[t] = -1  # nothing to cover: the best plan is that of the period before
    return summed(wanted, covering(wanted, _spans(came_from)), setups, holdings)


def _useless(lines: deque[tuple[float, float, int]], rate: float, constant: float, now: float) -> bool:
    """Whether the last line is never strictly the lowest at a total of ``now`` or more, the new one being there."""
    last_rate, last_constant, _ = lines[-1]
    if constant - rate * now <= last_constant - last_rate * now:
        return True  # the new line is lower already, and falls faster
    if len(lines) < 2 or rate == last_rate:
        return False
    before_rate, before_constant, _ = lines[-2]
    if last_rate == before_rate:
        return last_constant >= before_constant
    # The last line overtakes the one before it no earlier than the new one overtakes the last.
    return (last_constant - before_constant) * (rate - last_rate) >= (constant - last_constant) * (
        last_rate - before_rate
    )


def _spans(came_from: Sequence[int]) -> list[tuple[int, int]]:
    spans, last = [], len(came_from) - 1
    while last >= 0:
        first = came_from[last]
        if first < 0:
            last -= 1
            continue
        spans.append((first, last))
        last = first - 1
    return spans[::-1]


def wagner_whitin_steps(
    needs: Sequence[float], setup: float | Sequence[float], holding: float | Sequence[float]
) -> tuple[LotStep, ...]:
    """Return the table of Wagner and Whitin: each lot tried, and F(j − 1) + its cost as ``measure``.

    As for ``wagner_whitin``, over 120 periods at most; line by line of the last period covered, orders that the
    planning horizon theorem rules out left aside. ``kept`` marks the least of each period, the last order of
    equals. SolverError for figures out of range.

    Source: Wagner & Whitin (1958), table 1 and theorem 4.

    >>> [(one.first, one.last, one.measure) for one in wagner_whitin_steps([90, 120, 80, 70], 500, 2) if one.kept]
    [(1, 1, 500.0), (1, 2, 740.0), (1, 3, 1060.0), (3, 4, 1380.0)]
    """
    wanted = checked_needs(needs)
    count = len(wanted)
    if count > MOST_STEPS:
        raise SolverError("needs", count, "count_between", least=1, most=MOST_STEPS)
    setups, holdings = per_period("setup", setup, count), per_period("holding", holding, count)
    best, earliest = [0.0], 0
    steps: list[LotStep] = []
    for last in range(count):
        row: list[LotStep] = []
        for first in range(earliest, last + 1):
            held = sum(wanted[i] * sum(holdings[first:i]) for i in range(first, last + 1))
            quantity = sum(wanted[first : last + 1])
            row.append(
                LotStep(first + 1, last + 1, quantity, held, best[first] + setups[first] + held, False)
            )
        least = min(one.measure for one in row)
        if wanted[last] <= 0:
            best.append(best[-1])
            steps += row
            continue
        chosen = max(at for at, one in enumerate(row) if one.measure <= least + 1e-9)
        kept = row[chosen]
        row[chosen] = LotStep(kept.first, kept.last, kept.quantity, kept.holding, kept.measure, True)
        earliest = kept.first - 1
        best.append(least)
        steps += row
    return tuple(steps)
