"""Which criteria the library exercises, by how many questions of how many cases, and by what kind of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.case import Case
from cases.library import load, slugs
from cases.referentials import criteria


@dataclass(frozen=True)
class CriterionCoverage:
    """A criterion, covered or not."""

    referential: str
    id: str
    items: int
    cases: tuple[str, ...]
    kinds: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``logitrain coverage --json``."""
        return {
            "referential": self.referential,
            "id": self.id,
            "items": self.items,
            "cases": list(self.cases),
            "kinds": list(self.kinds),
        }


def coverage(library: Iterable[Case] | None = None) -> tuple[CriterionCoverage, ...]:
    """Every criterion of the referentials with the scored items that exercise it; the whole library by default."""
    pool = [load(slug) for slug in slugs()] if library is None else list(library)
    found: dict[str, list[tuple[str, str]]] = {}
    for case in pool:
        for question in case.questions:
            for key in question.criteria:
                found.setdefault(key, []).append((case.slug, question.EVIDENCE))
    return tuple(
        CriterionCoverage(
            one.referential,
            one.id,
            len(found.get(one.key, ())),
            tuple(sorted({slug for slug, _ in found.get(one.key, ())})),
            tuple(sorted({kind for _, kind in found.get(one.key, ())})),
        )
        for one in criteria()
    )
