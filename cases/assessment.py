"""What a person decides about an answer: the points of each line of a rubric, or those of the whole question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Assessment:
    """An assessment by the learner (practice) or by a trainer (exam); ``points`` by line of the rubric."""

    by: Literal["self", "trainer"]
    points: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True)
class Override:
    """The points that a trainer gave a whole question in place of those that marking found, and why."""

    points: float
    comment: str = ""
