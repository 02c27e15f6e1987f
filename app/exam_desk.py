"""The trainer's desk of an assessment: how each candidate stands in it, paper by paper; no streamlit here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.access import Viewer, require
from app.exam_marks import ExamMark, exam_mark
from app.exams import one, subject
from app.grading import Result, result_of
from app.store import AuditRow, Candidate, Exam, ExamPaper, GradeRow, SittingRow, Store
from cases.case import Case
from cases.problem import CaseError

Load = Callable[[str, int], Case]
# Somebody at work who has saved nothing for so long may be stuck.
QUIET: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class PaperProgress:
    """One candidate's paper: how many of the questions asked hold an answer, and when one was last saved."""

    paper: ExamPaper
    sitting: SittingRow | None
    answered: int
    asked: int
    saved_at: datetime | None
    pending: bool


@dataclass(frozen=True)
class Line:
    """One candidate on the desk."""

    candidate: Candidate
    state: str
    deadline: datetime | None
    started_at: datetime | None
    papers: tuple[PaperProgress, ...]
    mark: ExamMark

    @property
    def saved_at(self) -> datetime | None:
        """When the candidate's last answer was saved."""
        return max((one.saved_at for one in self.papers if one.saved_at is not None), default=None)

    @property
    def working(self) -> bool:
        """Whether the candidate has begun and can still write."""
        return self.state == "started" and not self.handed_in

    def quiet(self, now: datetime) -> timedelta | None:
        """How long a candidate at work has saved nothing, where it is long enough to go and see; None otherwise."""
        last = max((at for at in (self.saved_at, self.started_at) if at is not None), default=None)
        if not self.working or last is None or now - last < QUIET:
            return None
        return now - last

    @property
    def handed_in(self) -> bool:
        """Whether every paper is closed."""
        return all(one.sitting is not None and one.sitting.is_handed_in for one in self.papers)


def desk(
    store: Store, viewer: Viewer, exam_id: str, now: datetime, load: Load
) -> tuple[Exam, tuple[Line, ...]]:
    """An assessment and how each candidate stands, by number. Raises RoleForbids, ExamNotFound."""
    found = one(store, viewer, exam_id)
    sat, answered = store.exam_papers(exam_id), store.exam_answered(exam_id)
    grades = store.exam_grades(exam_id)
    asked = {paper.number: _asked(paper, load) for paper in found.papers}
    return found, tuple(
        _line(found, candidate, sat.get(candidate.learner_id, {}), answered, grades, asked, now)
        for candidate in found.candidates
    )


def journal(store: Store, viewer: Viewer, exam_id: str, limit: int = 200) -> tuple[AuditRow, ...]:
    """What was changed about an assessment, by whom and why, the latest first. Raises RoleForbids, ExamNotFound."""
    found = one(store, viewer, exam_id)
    require(viewer, "audit.read", subject(found))
    return store.audit_log(exam_id=exam_id, limit=limit)


def _line(
    found: Exam,
    candidate: Candidate,
    sat: Mapping[int, SittingRow],
    answered: Mapping[str, Mapping[str, datetime]],
    grades: Mapping[str, GradeRow],
    asked: Mapping[int, frozenset[str]],
    now: datetime,
) -> Line:
    papers, results = [], {}
    for paper in found.papers:
        row = sat.get(paper.number)
        saved = answered.get(row.id, {}) if row is not None else {}
        given = {name: at for name, at in saved.items() if name in asked[paper.number]}
        grade = grades.get(row.id) if row is not None else None
        result: Result | None = None
        if grade is not None:
            result = results[paper.number] = result_of(grade.marked)
        papers.append(
            PaperProgress(
                paper,
                row,
                len(given),
                len(asked[paper.number]),
                max(saved.values(), default=None),
                result is not None and result.pending > 0,
            )
        )
    state = found.state_of(candidate, now)
    return Line(
        candidate,
        state,
        found.deadline(candidate, now),
        min((row.started_at for row in sat.values()), default=None),
        tuple(papers),
        exam_mark(found.papers, results, state == "over"),
    )


def _asked(paper: ExamPaper, load: Load) -> frozenset[str]:
    if paper.questions is not None:
        return frozenset(paper.questions)
    try:
        return frozenset(load(paper.case_slug, paper.case_version).question_ids)
    except CaseError:
        return frozenset()
