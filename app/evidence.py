"""A learner's evidence on the official criteria, from the grades that stand; no streamlit here."""

from __future__ import annotations

from collections.abc import Callable

from app.grading import results_shown, version_of
from app.store import Store
from cases.case import Case
from cases.evidence import Evidence, Lookup, SittingFacts, evidence_of, items_of
from cases.policy import Policy
from cases.problem import CaseError
from cases.questions.base import Item

Load = Callable[[str, int], Case]


def evidence(store: Store, learner_id: int, load: Load) -> tuple[Evidence, ...]:
    """The evidence of every paper handed in whose result the learner may see, in no promised order.

    ``load`` gives a case in one version; it is asked only for grades kept before scored items were. Raises
    StoreError, and PolicyError when the rules of a sitting cannot be read.
    """
    grades = store.last_grades(learner_id)
    found: list[Evidence] = []
    for sitting in store.sittings(learner_id):
        grade = grades.get(sitting.id)
        if grade is None or sitting.handed_in_at is None or not results_shown(sitting):
            continue
        if not sitting.counts:
            continue
        judged = store.assessments(sitting.id, learner_id)
        facts = SittingFacts(
            id=sitting.id,
            part=Policy.from_dict(sitting.policy).counts_as,
            at=sitting.handed_in_at,
            self_assessed=frozenset(name for name, row in judged.items() if row.by == "self"),
        )
        lookup = _lookup(load, sitting.case_slug, version_of(sitting, grade))
        found += evidence_of(grade.marked, facts, lookup)
    return tuple(found)


def _lookup(load: Load, slug: str, version: int) -> Lookup:
    """The scored items of a case's questions, read once a question asks; none where the case is gone."""
    known: list[Lookup] = []

    def lookup(question: str) -> tuple[Item, ...]:
        if not known:
            try:
                known.append(items_of(load(slug, version)))
            except CaseError:
                known.append(lambda _question: ())
        return known[0](question)

    return lookup
