"""Losses by falling weight, and the 5S audit: where to act first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import fraction, non_negative, number, numbers, positive
from solvers.errors import SolverError

__all__ = ["Audit", "AuditLine", "Loss", "LossLine", "audit_5s", "pareto"]


@dataclass(frozen=True, slots=True)
class Loss:
    """A cause: what it loses in all (minutes, money) over ``times`` occurrences."""

    cause: str
    lost: float
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class LossLine:
    """A cause in the table by falling loss.

    ``share`` of the total and ``cumulative`` as rates, ``mean`` lost each time (None: it never happened);
    ``first``: it is among the few causes to act on.
    """

    cause: str
    lost: float
    times: float
    mean: float | None
    share: float
    cumulative: float
    first: bool


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One S of the audit: its points, their most, its rate, and what it lacks to the target (0 when met)."""

    name: str
    points: float
    most: float
    rate: float
    gap: float


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit: a line for each S, the rate of all points, the S of the lowest rate (the first on a tie)."""

    lines: tuple[AuditLine, ...]
    rate: float
    weakest: str
    met: bool


def pareto(losses: Sequence[Loss], share: float = 0.8) -> tuple[LossLine, ...]:
    """Sort losses by falling weight and mark the few that make most of the total.

    ``losses`` 0 or more, one above 0; ``times`` 0 or more; ``share`` strictly between 0 and 1. The causes to act
    on are those needed to reach the share, the one that crosses it included. SolverError otherwise.

    Source: Juran, Quality Control Handbook, 1951 (the vital few).

    >>> [(one.cause, one.cumulative, one.first) for one in pareto([Loss("a", 10), Loss("b", 70), Loss("c", 20)])]
    [('b', 0.7, True), ('c', 0.9, True), ('a', 1.0, False)]
    """
    bound = fraction("share", share)
    lost = [non_negative(f"lost ({one.cause})", one.lost) for one in losses]
    total = math.fsum(lost)
    if total <= 0:
        raise SolverError("losses", lost, "some_above_zero")
    running: list[float] = []
    found = []
    for at in sorted(range(len(lost)), key=lambda place: -lost[place]):
        one, before = losses[at], math.fsum(running) / total
        running.append(lost[at])
        times = non_negative(f"times ({one.cause})", one.times)
        found.append(
            LossLine(
                one.cause,
                lost[at],
                times,
                lost[at] / times if times else None,
                lost[at] / total,
                math.fsum(running) / total,
                before < bound - 1e-9,
            )
        )
    return tuple(found)


def audit_5s(scores: Mapping[str, Sequence[float]], most: float = 5, target: float = 0.8) -> Audit:
    """Score a 5S audit.

    ``scores`` the points of each question by S, one question at least each, from 0 to ``most`` (above 0);
    ``target`` the rate to reach, strictly between 0 and 1, for every S. SolverError otherwise.

    rate = points / (questions × most).

    Source: Hirano, 5 Pillars of the Visual Workplace, 1995 (levels from 0 to 5).

    >>> found = audit_5s({"sort": [4, 5], "set in order": [2, 3]})
    >>> found.rate, found.weakest, [round(line.gap, 2) for line in found.lines]
    (0.7, 'set in order', [0.0, 0.3])
    """
    best, goal = positive("most", most), fraction("target", target)
    if not scores:
        raise SolverError("scores", {}, "some_steps")
    lines, asked = [], 0
    for name, points in scores.items():
        marks = numbers(f"scores ({name})", points)
        for mark in marks:
            if not 0 <= number("scores", mark) <= best:
                raise SolverError(f"scores ({name})", mark, "bounded", low=0.0, high=best)
        rate = math.fsum(marks) / (len(marks) * best)
        asked += len(marks)
        lines.append(AuditLine(name, math.fsum(marks), len(marks) * best, rate, max(0.0, goal - rate)))
    return Audit(
        tuple(lines),
        math.fsum(line.points for line in lines) / (asked * best),
        min(lines, key=lambda line: line.rate).name,
        all(line.rate >= goal - 1e-9 for line in lines),
    )
