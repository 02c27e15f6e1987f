"""Cause-and-effect diagrams (Ishikawa): causes by branch, and what of a learner's placing holds."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.errors import SolverError

__all__ = ["BRANCHES", "Bone", "Cause", "MarkedFishbone", "fishbone", "mark_fishbone"]

# The 6 M of French courses: main-d’œuvre, méthode, matériel, matière, milieu, mesure.
BRANCHES = ("people", "method", "machine", "material", "environment", "measurement")


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause on a branch, what it weighs (times, cost), the cause that it explains ("": the effect itself)."""

    cause: str
    branch: str
    weight: float = 0.0
    under: str = ""


@dataclass(frozen=True, slots=True)
class Bone:
    """A branch: its causes, the heaviest first, what they weigh in all, the share of the whole."""

    branch: str
    causes: tuple[str, ...]
    weight: float
    share: float


@dataclass(frozen=True, slots=True)
class MarkedFishbone:
    """Causes well placed, misplaced, left out, and the share that counts: right less misplaced, 0 at least."""

    right: tuple[str, ...]
    misplaced: tuple[str, ...]
    missing: tuple[str, ...]
    share: float


def fishbone(causes: Sequence[Cause], branches: Sequence[str] = BRANCHES) -> tuple[Bone, ...]:
    """Group causes by branch, in the branches' order, empty ones included.

    SolverError for a branch that is not among them, a cause named twice, a cause under one that is not on its branch.

    Source: Ishikawa, Guide to Quality Control, 1968.

    >>> bones = fishbone([Cause("no label", "method", 6), Cause("scanner", "machine", 2), Cause("haste", "people")])
    >>> [(one.branch, one.share) for one in bones if one.weight]
    [('method', 0.75), ('machine', 0.25)]
    """
    names = [one.cause for one in causes]
    if len(set(names)) < len(names):
        raise SolverError("causes", names, "distinct_names")
    branch_of = {one.cause: one.branch for one in causes}
    for one in causes:
        if one.branch not in branches:
            raise SolverError(f"branch of {one.cause}", one.branch, "one_of", words=", ".join(branches))
        if one.under and branch_of.get(one.under) != one.branch:
            others = [
                name for name, branch in branch_of.items() if branch == one.branch and name != one.cause
            ]
            raise SolverError(f"under of {one.cause}", one.under, "known_name", words=", ".join(others))
    total = math.fsum(non_negative(f"weight of {one.cause}", one.weight) for one in causes)
    found: list[Bone] = []
    for branch in branches:
        own = sorted((one for one in causes if one.branch == branch), key=lambda one: -one.weight)
        weight = math.fsum(one.weight for one in own)
        found.append(Bone(branch, tuple(one.cause for one in own), weight, weight / total if total else 0.0))
    return tuple(found)


def mark_fishbone(answer: Mapping[str, str], accepted: Mapping[str, str | Collection[str]]) -> MarkedFishbone:
    """Hold a placing of causes against the branches that are accepted for each.

    ``answer`` a branch by cause; ``accepted`` a branch, or several, by cause. A cause that is not known counts as
    misplaced. SolverError for no cause accepted.

    Source: definition of the mark.

    >>> marked = mark_fishbone({"haste": "people", "label": "machine"}, {"haste": ["people"], "label": ["method"]})
    >>> marked.right, marked.misplaced, marked.share
    (('haste',), ('label',), 0.0)
    """
    if not accepted:
        raise SolverError("accepted", dict(accepted), "some_texts")
    good = {
        cause: {branches} if isinstance(branches, str) else set(branches)
        for cause, branches in accepted.items()
    }
    right = tuple(cause for cause in good if answer.get(cause) in good[cause])
    misplaced = tuple(cause for cause in answer if cause not in right)
    missing = tuple(cause for cause in good if cause not in answer)
    return MarkedFishbone(right, misplaced, missing, max(0.0, (len(right) - len(misplaced)) / len(good)))
