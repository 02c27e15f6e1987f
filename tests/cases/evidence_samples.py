"""Evidence written by hand: one scored item of one sitting, with what a test wants to vary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from cases.evidence import Evidence, Part

DAY_ONE = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def shown(
    key: str,
    score: float,
    out_of: float = 10,
    *,
    case: str = "case-a",
    sitting: str | None = None,
    seed: int = 1,
    day: float = 0,
    part: Part = "practice",
    contexts: Mapping[str, tuple[str, ...]] | None = None,
    question: str = "q1",
    self_assessed: bool = False,
) -> Evidence:
    """Evidence on the criterion ``key`` handed in ``day`` days after the first; a sitting a case and day."""
    referential, _, criterion = key.partition("/")
    return Evidence(
        referential=referential,
        criterion=criterion,
        sitting=sitting or f"{case}@{day}",
        slug=case,
        version=1,
        seed=seed,
        question=question,
        item=question,
        score=score,
        max_score=out_of,
        kind="text" if self_assessed else "computed",
        part=part,
        at=DAY_ONE + timedelta(days=day),
        contexts=contexts or {},
        self_assessed=self_assessed,
    )
