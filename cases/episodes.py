"""The door from the cases to episodes: a run replayed from decisions, or played by a policy; its key moments.

What is asked again and again (the state after the steps played so far) is kept by its content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cases.expression_error import ExpressionError
from cases.plain import Plain
from cases.problem import both
from sim.checks import InvalidError
from sim.episodes import EPISODES
from sim.episodes.base import Kind, Moment, replay

LABEL = "played"

Decide = Callable[[dict[str, Plain], list[Plain], int], dict[str, Plain]]


@dataclass(frozen=True)
class Lived:
    """A run: each step as it was decided, all that happened, its indicators, and the state that comes next.

    ``next`` is None once the run is over. Shared by all who ask: never changed in place.
    """

    moments: tuple[Moment, ...]
    events: tuple[dict[str, Any], ...]
    indicators: Mapping[str, float]
    next: dict[str, Plain] | None

    @property
    def decisions(self) -> list[Plain]:
        """The decisions taken."""
        return [dict(one.decision) for one in self.moments]


def lived(kind: str, scenario: Mapping[str, Plain], seed: int, decisions: Sequence[Plain]) -> Lived:
    """Replay decisions from the first step on; raises ExpressionError for a scenario that cannot be run."""
    return _lived(kind, _text(scenario), seed, _text(decisions))


def finished(
    kind: str, scenario: Mapping[str, Plain], seed: int, decisions: Sequence[Plain], steps: int
) -> Lived:
    """Replay decisions, then do nothing until the last step."""
    idle: list[Plain] = [{} for _ in range(steps - len(decisions))]
    return lived(kind, scenario, seed, [*decisions, *idle])


def by_policy(kind: str, scenario: Mapping[str, Plain], seed: int, decide: Decide) -> Lived:
    """Play a policy from the first step to the last; raises ExpressionError."""
    run = _kind(kind, _text(scenario)).start(seed, LABEL)
    decisions: list[Plain] = []
    while not run.done:
        decision = decide(run.state(), list(run.events), run.step)
        decisions.append(decision)
        run.play(decision)
    return lived(kind, scenario, seed, decisions)


def checked(kind: str, scenario: Mapping[str, Plain]) -> None:
    """Raise ExpressionError, which names what does not fit, unless the scenario can be run."""
    _kind(kind, _text(scenario))


def places(kind: str, scenario: Mapping[str, Plain]) -> frozenset[str]:
    """The ids of sites, items and sources that a run shows; raises ExpressionError as ``checked``."""
    return _kind(kind, _text(scenario)).places


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)


@lru_cache(maxsize=128)
def _kind(kind: str, scenario: str) -> Kind:
    try:
        return EPISODES[kind].read(json.loads(scenario))
    except InvalidError as error:
        raise ExpressionError("scenario", why=both(error)) from error


@lru_cache(maxsize=512)
def _lived(kind: str, scenario: str, seed: int, decisions: str) -> Lived:
    moments, run = replay(_kind(kind, scenario), seed, LABEL, json.loads(decisions))
    return Lived(
        moments=tuple(moments),
        events=tuple(run.events),
        indicators=run.indicators(),
        next=None if run.done else run.state(),
    )
