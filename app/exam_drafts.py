"""What a trainer is told while setting an assessment: its length, what it covers, who may sit it; no streamlit here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.access import Viewer, require
from app.store import Store
from cases.case import Case
from cases.policy import EXAM, HINT, PRACTICE, RUNGS, Policy

# What a trainer may offer besides hints: the rungs that tell something of the answer.
OFFERED_RUNGS: Final = tuple(rung for rung in RUNGS if rung != HINT)


@dataclass(frozen=True)
class Person:
    """Somebody who may be a candidate, and the classes that they are in."""

    learner_id: int
    name: str
    cohorts: frozenset[int]


@dataclass(frozen=True)
class Class:
    """A class by id and name."""

    id: int
    name: str


def people(store: Store, viewer: Viewer, own_name: str) -> tuple[tuple[Person, ...], tuple[Class, ...]]:
    """Who may be a candidate, by name, and the classes that are not put away.

    Where nobody signs in, the one person there may be set an assessment too, under ``own_name``. Raises
    RoleForbids.
    """
    require(viewer, "account.list")
    require(viewer, "cohort.read")
    memberships = store.memberships()
    found = [
        Person(one.learner_id, one.display, frozenset(memberships.get(one.learner_id, ())))
        for one in store.accounts(roles=("learner",))
        if one.active
    ]
    if viewer.alone and viewer.learner_id not in (one.learner_id for one in found):
        found.append(Person(viewer.learner_id, own_name, frozenset()))
    return tuple(found), tuple(Class(one.id, one.name) for one in store.cohorts())


def minutes(case: Case, asked: Collection[str] | None) -> int:
    """The minutes that a case is meant to take, in proportion to the points asked."""
    if asked is None or not case.points:
        return case.duration_min
    points = sum(one.points for one in case.questions if one.id in asked)
    return round(case.duration_min * points / case.points)


def criteria(case: Case, asked: Collection[str] | None) -> tuple[str, ...]:
    """The criteria that the questions asked bear on, each once, as ``rncp11928/B2.4``."""
    found = (key for one in case.questions if asked is None or one.id in asked for key in one.criteria)
    return tuple(dict.fromkeys(found))


def covered(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Referential → the criteria covered in it, in order."""
    found: dict[str, dict[str, None]] = {}
    for key in keys:
        referential, _, criterion = key.partition("/")
        found.setdefault(referential, {})[criterion] = None
    return {referential: tuple(sorted(ids)) for referential, ids in sorted(found.items())}


def rules(*, hints: bool, rungs: Collection[str], trials: int | None) -> Policy:
    """The rules of an assessment with these aids, each at the price that it has in practice."""
    ladder = tuple(rung for rung in RUNGS if rung in rungs or (rung == HINT and hints and rungs))
    return replace(
        EXAM,
        hints=hints,
        hint_cost=PRACTICE.hint_cost if hints else 0.0,
        ladder=ladder,
        ladder_cost=tuple((rung, share) for rung, share in PRACTICE.ladder_cost if rung in ladder),
        trials=trials,
    )
