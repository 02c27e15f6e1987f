"""The cases of the catalogue with what a learner has made of them; no streamlit here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue_filters import Entry
from app.grading import result_of, results_shown
from app.i18n import Lang
from app.store import GradeRow, SittingRow
from cases.case import Case
from cases.referentials import UnknownCriterion, criterion
from cases.skills import UnknownSkill, skill


@dataclass(frozen=True)
class CaseRecord:
    """What a learner has made of a case: papers handed in and open, and the best mark out of 20 that shows."""

    done: int = 0
    begun: int = 0
    best: float | None = None


def records(sittings: Iterable[SittingRow], grades: Mapping[str, GradeRow]) -> dict[str, CaseRecord]:
    """The record of each case sat, by slug; void papers and a trainer's test runs count nowhere.

    A mark over less than all of its points, because a person must still give some, is no best mark yet.
    """
    found: dict[str, CaseRecord] = {}
    for one in sittings:
        if not one.counts:
            continue
        before = found.get(one.case_slug, CaseRecord())
        if not one.is_handed_in:
            found[one.case_slug] = CaseRecord(before.done, before.begun + 1, before.best)
            continue
        best = before.best
        if one.id in grades and results_shown(one):
            result = result_of(grades[one.id].marked)
            if result.marked_points > 0 and not result.pending:
                best = result.out_of_20 if best is None else max(best, result.out_of_20)
        found[one.case_slug] = CaseRecord(before.done + 1, before.begun, best)
    return found


def entry(case: Case, lang: Lang, record: CaseRecord | None = None, *, own: bool = False) -> Entry:
    """A case as the catalogue lists it, in a language."""
    made = record or CaseRecord()
    skills = tuple(dict.fromkeys(one.skill for one in case.questions if one.skill is not None))
    found = []
    for key in case.criteria:
        try:
            found.append(criterion(key))
        except UnknownCriterion:  # a version of long ago may name one that is gone
            continue
    words = [case.title(lang), case.summary(lang), case.slug, *(skill_label(one, lang) for one in skills)]
    words += [f"{one.id} {one.label[lang]}" for one in found]
    return Entry(
        slug=case.slug,
        title=case.title(lang),
        minutes=case.duration_min,
        level=case.level,
        criteria=frozenset(one.key for one in found),
        blocks=frozenset(f"{one.referential}/{one.block}" for one in found),
        types=frozenset(one.type for one in case.questions),
        skills=skills,
        words=" ".join(words),
        own=own,
        done=made.done,
        begun=made.begun,
        best=made.best,
    )


def skill_label(identifier: str, lang: Lang) -> str:
    """A skill in words; its id where the list no longer has it."""
    try:
        return skill(identifier).label[lang]
    except UnknownSkill:
        return identifier
