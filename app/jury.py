"""The jury's view of an assessment: every candidate's marks side by side, provisional until validated.

No streamlit here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import exams
from app.access import Viewer, require
from app.exam_marks import ExamMark, exam_mark
from app.grading import result_of
from app.store import Candidate, Exam, GradeRow, OverrideRow, SittingRow, Store
from cases.scoring import CriterionScore


@dataclass(frozen=True)
class JuryLine:
    """One candidate before the jury.

    `share` is the mean of the criteria met so far, each weighing the same, in [0, 1]; None while there are none.
    `pending` points are still to be given; `overrides` counts the questions whose points a trainer decided.
    """

    candidate: Candidate
    state: str
    papers: Mapping[int, SittingRow]
    mark: ExamMark
    share: float | None
    criteria: int
    pending: float
    overrides: int
    extra: timedelta
    voided: int


def view(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> tuple[Exam, tuple[JuryLine, ...]]:
    """An assessment and its candidates by number. Raises RoleForbids, ExamNotFound."""
    found = exams.one(store, viewer, exam_id)
    sat, grades = store.exam_papers(exam_id), store.exam_grades(exam_id)
    decided = store.exam_overrides(exam_id)
    void: dict[int, int] = {}
    for row in store.void_papers(exam_id):
        void[row.learner_id] = void.get(row.learner_id, 0) + 1
    return found, tuple(
        _line(found, one, sat.get(one.learner_id, {}), grades, decided, void.get(one.learner_id, 0), now)
        for one in found.candidates
    )


def ready(exam: Exam, lines: tuple[JuryLine, ...], now: datetime) -> str:
    """What keeps the results from being validated: "open", "pending", or nothing: "". The store asks again."""
    for line in lines:
        if any(not row.is_handed_in for row in line.papers.values()):
            return "open"
        last = (
            exam.last_start(now) if line.candidate.clock_from is None else exam.deadline(line.candidate, now)
        )
        done = (
            line.candidate.is_voided or exam.archived_at is not None or len(line.papers) == len(exam.papers)
        )
        if not done and (exam.paused_at is not None or last is None or now < last):
            return "open"
    return "pending" if any(line.pending for line in lines) else ""


def validator(store: Store, viewer: Viewer, exam: Exam) -> str:
    """The name of who validated the results, "" while nobody has. Raises RoleForbids."""
    require(viewer, "exam.monitor", exams.subject(exam))
    return "" if exam.validated_by is None else store.person(exam.validated_by).display


def validate(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> None:
    """Make the results final. Raises RoleForbids, ExamNotFound, ExamValidated, StillOpen, MarkingUnfinished."""
    require(viewer, "exam.validate", exams.subject(exams.one(store, viewer, exam_id)))
    store.validate_exam(exam_id, viewer.learner_id, now)


def reopen(store: Store, viewer: Viewer, exam_id: str, reason: str, now: datetime) -> None:
    """Make them provisional again. Raises RoleForbids, ExamNotFound, NotValidated, BadReason without a reason."""
    require(viewer, "exam.reopen_results", exams.subject(exams.one(store, viewer, exam_id)))
    store.reopen_results(exam_id, reason, viewer.learner_id, now)


def _line(
    exam: Exam,
    candidate: Candidate,
    papers: Mapping[int, SittingRow],
    grades: Mapping[str, GradeRow],
    decided: Mapping[str, Mapping[str, OverrideRow]],
    voided: int,
    now: datetime,
) -> JuryLine:
    state = exam.state_of(candidate, now)
    marked = {number: grades[row.id].marked for number, row in papers.items() if row.id in grades}
    found = {number: result_of(one) for number, one in marked.items()}
    mark = exam_mark(exam.papers, found, state == "over")
    scores = _together([one for paper in marked.values() for one in paper.get("criteria", ())])
    ratios = [one.score / one.max_score for one in scores if one.max_score > 0]
    return JuryLine(
        candidate,
        state,
        papers,
        mark,
        sum(ratios) / len(ratios) if ratios else None,
        len(ratios),
        sum(one.pending for one in found.values()),
        sum(len(decided.get(row.id, {})) for row in papers.values()),
        exam.extra(candidate),
        voided,
    )


def _together(scores: list[dict[str, object]]) -> list[CriterionScore]:
    """The criteria of several papers, their points added up."""
    found: dict[tuple[str, str], CriterionScore] = {}
    for one in scores:
        key = (str(one["referential"]), str(one["id"]))
        before = found.get(key, CriterionScore(*key, 0.0, 0.0))
        score, most = float(str(one["score"])), float(str(one["max_score"]))
        found[key] = CriterionScore(*key, before.score + score, before.max_score + most)
    return list(found.values())
