"""What a person found in an answer that no machine marks: points per line of the rubric, and a comment."""

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
