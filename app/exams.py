"""Assessments that a trainer sets: what may be asked of them, by whom; no streamlit here.

Every function takes who asks and lets app.access decide before the store is asked. What the clock decides is done
when somebody looks (`look_after`): papers whose time is up are closed and marked from the answers saved, and
results that wait for the closing are released. Two processes that look at once do it once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.access import Subject, Viewer, require
from app.exam_marks import ExamMark, exam_mark
from app.grading import Draw, marked, result_of, results_shown
from app.store import (
    GRACE,
    AnswersChanged,
    Candidate,
    CandidateDraft,
    Exam,
    ExamDraft,
    ExamNotFound,
    ExamPaper,
    GradeRow,
    SittingRow,
    StillOpen,
    Store,
)
from cases.problem import CaseError

log = logging.getLogger(__name__)


def subject(exam: Exam) -> Subject:
    """The assessment as app.access looks at it."""
    return Subject(owner_id=exam.created_by, members=exam.members, released=exam.released_at is not None)


# --- setting one -----------------------------------------------------------------------------------------


def create(store: Store, viewer: Viewer, draft: ExamDraft, now: datetime) -> Exam:
    """Set an assessment. Raises RoleForbids, BadExam, LearnerNotFound."""
    require(viewer, "exam.create")
    return store.create_exam(replace(draft, rehearsal=False), viewer.learner_id, now)


def change(store: Store, viewer: Viewer, exam_id: str, draft: ExamDraft, now: datetime) -> Exam:
    """Replace all that was decided, until it opens. Raises RoleForbids, ExamNotFound, ExamUnderWay, BadExam."""
    _allowed(store, viewer, "exam.write", exam_id)
    return store.change_exam(exam_id, replace(draft, rehearsal=False), viewer.learner_id, now)


def archive(store: Store, viewer: Viewer, exam_id: str, now: datetime, *, archived: bool = True) -> None:
    """Put an assessment away, or take it out again. Raises RoleForbids, ExamNotFound."""
    _allowed(store, viewer, "exam.write", exam_id)
    store.archive_exam(exam_id, viewer.learner_id, now, archived=archived)


def add_candidates(
    store: Store, viewer: Viewer, exam_id: str, people: Sequence[CandidateDraft], now: datetime
) -> Exam:
    """Add candidates, whenever. Raises RoleForbids, ExamNotFound, BadExam."""
    _allowed(store, viewer, "exam.adjust", exam_id)
    return store.add_candidates(exam_id, people, viewer.learner_id, now)


def rehearse(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> Exam:
    """A test run for the trainer alone, open at once and counting nowhere; its result shows at hand-in.

    Raises RoleForbids, ExamNotFound.
    """
    found = _allowed(store, viewer, "exam.write", exam_id)
    return rehearse_draft(store, viewer, draft_of(found), now)


def rehearse_draft(store: Store, viewer: Viewer, draft: ExamDraft, now: datetime) -> Exam:
    """The same, of an assessment that is not set yet. Raises RoleForbids, BadExam."""
    require(viewer, "exam.create")
    own = replace(
        draft,
        candidates=(CandidateDraft(viewer.learner_id),),
        opens_at=now,
        closes_at=None,
        release="at_once",
        cohort_id=None,
        blind=False,
        rehearsal=True,
    )
    return store.create_exam(own, viewer.learner_id, now)


def draft_of(exam: Exam) -> ExamDraft:
    """The assessment as it would be drafted again."""
    return ExamDraft(
        title=exam.title,
        kind=exam.kind,
        opens_at=exam.opens_at,
        closes_at=exam.closes_at,
        papers=exam.papers,
        candidates=tuple(
            CandidateDraft(one.learner_id, one.extra_percent, one.extra_minutes) for one in exam.candidates
        ),
        minutes=exam.minutes,
        rules=exam.rules,
        release=exam.release,
        seeds=exam.seeds,
        cohort_id=exam.cohort_id,
        blind=exam.blind,
        rehearsal=exam.rehearsal,
    )


# --- reading them ----------------------------------------------------------------------------------------


def every(store: Store, viewer: Viewer, *, archived: bool = False) -> tuple[Exam, ...]:
    """The assessments of this server, the latest to open first; test runs left out. Raises RoleForbids."""
    require(viewer, "exam.monitor")
    return store.exams(archived=archived)


def one(store: Store, viewer: Viewer, exam_id: str) -> Exam:
    """One assessment whole, with its candidates. Raises RoleForbids, ExamNotFound."""
    return _allowed(store, viewer, "exam.monitor", exam_id)


# --- the candidate ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mine:
    """An assessment as its candidate sees it: `exam` holds no other candidate.

    `papers` are the candidate's sittings by number; `mark` is None until the results show. `over`: nothing more
    can be written.
    """

    exam: Exam
    papers: Mapping[int, SittingRow]
    deadline: datetime | None
    over: bool
    mark: ExamMark | None

    @property
    def candidate(self) -> Candidate:
        """The candidate."""
        return self.exam.candidates[0]

    @property
    def all_handed_in(self) -> bool:
        """Whether every paper is closed."""
        return len(self.papers) == len(self.exam.papers) and all(
            row.is_handed_in for row in self.papers.values()
        )


def mine(store: Store, viewer: Viewer, now: datetime) -> tuple[Mine, ...]:
    """The assessments set for the viewer, the latest to open first."""
    grades = store.last_grades(viewer.learner_id)
    return tuple(standing(store, viewer, found, grades, now) for found in store.exams_of(viewer.learner_id))


def mine_of(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> Mine:
    """One of them. Raises ExamNotFound for somebody else's as for one that never was."""
    found = store.exam_for(exam_id, viewer.learner_id)
    return standing(store, viewer, found, store.last_grades(viewer.learner_id), now)


def seen(store: Store, viewer: Viewer, exam_id: str) -> Exam:
    """An assessment as its candidate sees it, without their papers. Raises ExamNotFound."""
    return store.exam_for(exam_id, viewer.learner_id)


def standing(
    store: Store, viewer: Viewer, found: Exam, grades: Mapping[str, GradeRow], now: datetime
) -> Mine:
    """How the viewer stands in an assessment of theirs; ``grades`` are the last of each of their sittings."""
    candidate = found.candidates[0]
    papers = store.my_papers(found.id, viewer.learner_id)
    over = found.state_of(candidate, now) == "over" or found.archived_at is not None
    shown = any(results_shown(row) for row in papers.values())
    results = {
        number: result_of(grades[row.id].marked)
        for number, row in papers.items()
        if row.id in grades and results_shown(row)
    }
    mark = exam_mark(found.papers, results, over) if shown else None
    return Mine(found, papers, found.deadline(candidate, now), over, mark)


def withheld(store: Store, viewer: Viewer, now: datetime) -> frozenset[str]:
    """The cases that the viewer may not practise now: those of an assessment that they are in the middle of.

    A practice paper of the same case and seed would show its key.
    """
    found: set[str] = set()
    learner = viewer.learner_id
    set_for_them = store.exams_of(learner) if store.has_exams(learner) else ()
    own = (one for one in store.mocks_of(learner) if one.archived_at is None)
    for exam in (*set_for_them, *own):
        if exam.rehearsal or exam.state_of(exam.candidates[0], now) != "started":
            continue
        papers = store.my_papers(exam.id, viewer.learner_id)
        if len(papers) < len(exam.papers) or not all(row.is_handed_in for row in papers.values()):
            found |= {one.case_slug for one in exam.papers}
    return frozenset(found)


def start(
    store: Store, viewer: Viewer, exam_id: str, number: int, lang: str, now: datetime, draw: Draw
) -> SittingRow:
    """Begin a paper, or take up the one begun before, on whichever machine.

    Raises RoleForbids and ExamNotFound alike for who is no candidate, ExamNotOpen, ExamOver, ExamPaused,
    ExamVoided, CaseError when the case cannot be drawn: then nothing was begun.
    """
    found = store.exam_for(exam_id, viewer.learner_id)
    require(viewer, "exam.sit", subject(found))
    paper = _paper(found, number)
    draw(paper.case_slug, paper.case_version, store.seed_for(exam_id, viewer.learner_id, number))
    return store.start_paper(exam_id, viewer.learner_id, number, lang, now)


def started_at(candidate: Candidate, exam: Exam, now: datetime) -> Candidate:
    """The candidate as one who begins now: for the time that they would have."""
    return replace(candidate, clock_from=now - exam.stopped(now))


# --- the desk --------------------------------------------------------------------------------------------


def paper(store: Store, viewer: Viewer, exam_id: str, sitting_id: str) -> tuple[Exam, SittingRow]:
    """A candidate's paper for the trainer to read, a void one too. Raises RoleForbids, ExamNotFound."""
    found = _allowed(store, viewer, "exam.monitor", exam_id)
    rows = [row for papers in store.exam_papers(exam_id).values() for row in papers.values()]
    for row in (*rows, *store.void_papers(exam_id)):
        if row.id == sitting_id:
            about = Subject(owner_id=row.learner_id, members=found.members)
            require(viewer, "work.read", about)
            require(viewer, "key.read", about)
            return found, row
    raise ExamNotFound


def neighbours(
    store: Store, viewer: Viewer, exam_id: str, row: SittingRow
) -> tuple[SittingRow | None, SittingRow | None]:
    """The same paper of the candidates before and after, by number. Raises RoleForbids, ExamNotFound."""
    found = _allowed(store, viewer, "exam.monitor", exam_id)
    sat = store.exam_papers(exam_id)
    rows = [
        papers[row.paper_number]
        for candidate in found.candidates
        if row.paper_number in (papers := sat.get(candidate.learner_id, {}))
    ]
    place = next((place for place, one in enumerate(rows) if one.id == row.id), None)
    if place is None:
        return None, None
    return (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)


def void_papers(store: Store, viewer: Viewer, exam_id: str) -> tuple[SittingRow, ...]:
    """The papers declared void, the latest begun first. Raises RoleForbids, ExamNotFound."""
    _allowed(store, viewer, "exam.monitor", exam_id)
    return store.void_papers(exam_id)


def extend(
    store: Store,
    viewer: Viewer,
    exam_id: str,
    learner_ids: Sequence[int],
    minutes: int,
    now: datetime,
    reason: str = "",
) -> None:
    """Give minutes to some candidates. Raises RoleForbids, ExamNotFound, BadExam, BadReason."""
    _allowed(store, viewer, "exam.adjust", exam_id)
    store.extend(exam_id, learner_ids, minutes, viewer.learner_id, now, reason=reason)


def set_extra_percent(
    store: Store,
    viewer: Viewer,
    exam_id: str,
    learner_id: int,
    percent: int,
    now: datetime,
    reason: str = "",
) -> None:
    """Change the share of the duration that a candidate has more.

    Raises RoleForbids, ExamNotFound, BadExam, BadReason.
    """
    _allowed(store, viewer, "exam.adjust", exam_id)
    store.set_extra_percent(exam_id, learner_id, percent, viewer.learner_id, now, reason=reason)


def pause(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> None:
    """Stop every candidate's clock. Raises RoleForbids, ExamNotFound, NotPausable."""
    _allowed(store, viewer, "exam.adjust", exam_id)
    store.pause_exam(exam_id, viewer.learner_id, now)


def resume(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> None:
    """Let the clock go on. Raises RoleForbids, ExamNotFound, NotPausable."""
    _allowed(store, viewer, "exam.adjust", exam_id)
    store.resume_exam(exam_id, viewer.learner_id, now)


def void(store: Store, viewer: Viewer, exam_id: str, learner_id: int, reason: str, now: datetime) -> None:
    """Declare a candidate's papers void. Raises RoleForbids, ExamNotFound, BadReason, NotVoidable."""
    _allowed(store, viewer, "exam.adjust", exam_id)
    store.void(exam_id, learner_id, reason, viewer.learner_id, now)


def restart(store: Store, viewer: Viewer, exam_id: str, learner_id: int, now: datetime) -> None:
    """Let a candidate whose papers are void begin again. Raises RoleForbids, ExamNotFound, NotVoidable."""
    _allowed(store, viewer, "exam.adjust", exam_id)
    store.restart(exam_id, learner_id, viewer.learner_id, now)


def release(store: Store, viewer: Viewer, exam_id: str, now: datetime) -> None:
    """Show the results. Raises RoleForbids, ExamNotFound, StillOpen while a paper is still being written."""
    found = _allowed(store, viewer, "exam.release", exam_id)
    papers = store.exam_papers(exam_id).values()
    if any(not row.is_handed_in for sat in papers for row in sat.values()):
        raise StillOpen
    if found.released_at is None:
        store.release_exam(exam_id, viewer.learner_id, now)


# --- the clock -------------------------------------------------------------------------------------------


def look_after(store: Store, now: datetime, draw: Draw, engine: str) -> None:
    """Do what the clock has decided by now: close papers whose time is up, release results that waited for it."""
    close_overdue(store, now, draw, engine)
    for found in store.awaiting_release(now):
        ends = found.ends_at(now)
        if found.paused_at is None and ends is not None and now > ends + GRACE:
            store.release_exam(found.id, None, now)


def close_overdue(
    store: Store,
    now: datetime,
    draw: Draw,
    engine: str,
    *,
    exam_id: str | None = None,
    learner_id: int | None = None,
    grace: timedelta = GRACE,
) -> tuple[str, ...]:
    """Close every paper whose time is up for longer than ``grace``, marked from its saved answers.

    Handed in at the deadline, graded now; a paper closed already stays as it is. Gives the ids of the sittings
    closed. A case that can no longer be drawn leaves its paper open, and the log says so.
    """
    closed = []
    for row, ends in store.overdue(now, grace, exam_id=exam_id, learner_id=learner_id):
        try:
            variant = draw(row.case_slug, row.case_version, row.seed)
            store.mark_and_hand_in(
                row.id,
                row.learner_id,
                now,
                lambda saved, row=row, variant=variant: marked(store, row, variant, saved).as_dict(),  # type: ignore[misc]
                engine=engine,
                ended_at=ends,
            )
            closed.append(row.id)
        except (CaseError, AnswersChanged) as error:
            log.warning("closing %s: %s", row.id, error)
    return tuple(closed)


# --- help ------------------------------------------------------------------------------------------------


def _allowed(store: Store, viewer: Viewer, action: str, exam_id: str) -> Exam:
    """The assessment, once the viewer may do this to it; who may do it to none learns nothing of it."""
    if not viewer.is_staff:
        require(viewer, action)
    found = store.exam(exam_id)
    if found.is_mock:  # a learner's own: nobody's desk shows it
        raise ExamNotFound
    require(viewer, action, subject(found))
    return found


def _paper(found: Exam, number: int) -> ExamPaper:
    try:
        return found.paper(number)
    except KeyError:
        raise ExamNotFound from None
