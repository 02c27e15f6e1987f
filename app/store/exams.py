"""The assessments that trainers set: created, changed until they open, read by whom they concern."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from app.store import exam_queries as eq
from app.store import queries as q
from app.store.audit import record
from app.store.exam_errors import BadExam, ExamNotFound, ExamUnderWay
from app.store.exam_rows import KINDS, MOCK, RELEASES, CandidateDraft, Exam, ExamDraft
from app.store.exam_seeds import sound
from app.store.exam_tables import exam, exam_candidate, exam_paper
from app.store.jury_errors import ExamValidated
from app.store.transactions import Transactions
from cases.plain import is_number
from cases.policy import MOCK_EXAM, Policy
from sim.streams import stream

MAX_TITLE: Final = 200
MAX_PAPERS: Final = 20
MAX_CANDIDATES: Final = 2_000
MAX_MINUTES: Final = 24 * 60
MAX_EXTRA_PERCENT: Final = 200
MAX_WEIGHT: Final = 1_000


class Exams(Transactions):
    """Assessments with their papers and candidates. Privileged, but for `exam_for` and `exams_of`."""

    def create_exam(self, draft: ExamDraft, by: int, at: datetime) -> Exam:
        """Keeps an assessment and gives it an id that nobody can guess. Raises BadExam, LearnerNotFound."""
        check(draft)
        exam_id = secrets.token_hex(16)

        def put(c: Connection) -> Exam:
            values = columns(draft) | {"id": exam_id, "created_by": by, "created_at": at}
            c.execute(insert(exam).values(values | {"paused_seconds": 0}))
            fill(c, exam_id, draft)
            record(c, at, by, "exam.create", exam_id=exam_id, details=_told(draft))
            return eq.an_exam(c, exam_id)

        return self._write(put)

    def change_exam(self, exam_id: str, draft: ExamDraft, by: int, at: datetime) -> Exam:
        """Replaces all that was decided, until it opens. Raises ExamNotFound, ExamUnderWay, BadExam."""
        check(draft)

        def put(c: Connection) -> Exam:
            found = eq.an_exam(c, exam_id, lock=True)
            if found.state(at) != "planned" or any(one.clock_from for one in found.candidates):
                raise ExamUnderWay
            c.execute(update(exam).where(exam.c.id == exam_id).values(columns(draft)))
            for table in (exam_paper, exam_candidate):
                c.execute(delete(table).where(table.c.exam_id == exam_id))
            fill(c, exam_id, draft)
            record(c, at, by, "exam.change", exam_id=exam_id, details=_told(draft))
            return eq.an_exam(c, exam_id)

        return self._write(put)

    def archive_exam(self, exam_id: str, by: int, at: datetime, *, archived: bool = True) -> None:
        """Puts an assessment away, or takes it out again: nothing can be begun meanwhile, all is kept."""

        def put(c: Connection) -> None:
            eq.an_exam(c, exam_id, lock=True)
            c.execute(update(exam).where(exam.c.id == exam_id).values(archived_at=at if archived else None))
            record(c, at, by, "exam.archive" if archived else "exam.reopen", exam_id=exam_id)

        self._write(put)

    def add_candidates(self, exam_id: str, people: Sequence[CandidateDraft], by: int, at: datetime) -> Exam:
        """Adds candidates, whenever; those who are there already stay as they are.

        Raises ExamNotFound, BadExam, ExamValidated.
        """
        check_candidates(people)

        def put(c: Connection) -> Exam:
            found = eq.an_exam(c, exam_id, lock=True)
            if found.validated_at is not None:
                raise ExamValidated
            new = [one for one in people if one.learner_id not in found.members]
            check_candidates([*(CandidateDraft(one) for one in found.members), *new])
            last = max((one.number for one in found.candidates), default=0)
            _add(c, exam_id, new, range(last + 1, last + 1 + len(new)))
            for one in new:
                record(c, at, by, "exam.candidate", exam_id=exam_id, learner_id=one.learner_id)
            return eq.an_exam(c, exam_id)

        return self._write(put)

    def exam(self, exam_id: str) -> Exam:
        """One assessment whole. Privileged; raises ExamNotFound."""
        return self._read(lambda c: eq.an_exam(c, exam_id))

    def exams(self, *, archived: bool = False, rehearsals: bool = False) -> tuple[Exam, ...]:
        """The assessments, the latest to open first; those put away and test runs when asked for. Privileged.

        Learners' own mock exams are never among them.
        """
        away = exam.c.archived_at
        wanted: ColumnElement[bool] = away.is_not(None) if archived else away.is_(None)
        wanted &= exam.c.kind != MOCK
        if not rehearsals:
            wanted &= exam.c.rehearsal.is_(False)
        return self._read(lambda c: eq.exams(c, wanted))

    def exam_for(self, exam_id: str, learner_id: int) -> Exam:
        """An assessment as its candidate sees it: no other candidate in it. Raises ExamNotFound for others."""
        found = next((one for one in self._exams_of(learner_id, exam.c.id == exam_id)), None)
        if found is None:
            raise ExamNotFound
        return found

    def exams_of(self, learner_id: int) -> tuple[Exam, ...]:
        """The assessments set for a learner, as they see them, the latest to open first; none put away, no mock."""
        found = self._exams_of(learner_id, exam.c.kind != MOCK)
        return tuple(one for one in found if one.archived_at is None)

    def has_exams(self, learner_id: int) -> bool:
        """Whether anything was ever set for a learner: for the way to it."""
        t = exam_candidate
        query = select(t.c.exam_id).join(exam, exam.c.id == t.c.exam_id)
        query = query.where(t.c.learner_id == learner_id, exam.c.kind != MOCK).limit(1)
        return self._read(lambda c: c.execute(query).first() is not None)

    def _exams_of(self, learner_id: int, which: ColumnElement[bool]) -> tuple[Exam, ...]:
        t = exam_candidate
        mine = exam.c.id.in_(select(t.c.exam_id).where(t.c.learner_id == learner_id))
        found = self._read(lambda c: eq.exams(c, mine & which))
        return tuple(replace(one, candidates=(one.candidate(learner_id),)) for one in found)


# --- what is kept ------------------------------------------------------------------------------------------


def rules_of(draft: ExamDraft) -> Policy:
    """The rules that every paper of it gets: counted as its kind says, shown as its release says, never self-marked.

    But for a mock exam, which nobody but the learner looks at.
    """
    if draft.kind == MOCK:
        return MOCK_EXAM
    return replace(
        draft.rules,
        mode="exam",
        counts_as=draft.kind,
        results="on_hand_in" if draft.release == "at_once" else "on_release",
        self_assessed=False,
    )


def check(draft: ExamDraft, kinds: Sequence[str] = KINDS) -> None:
    """Raises BadExam, which says what to mend; `kinds` are those allowed here."""
    title = " ".join(draft.title.split())
    if not title or not q.storable(title, MAX_TITLE):
        raise BadExam("title", limit=MAX_TITLE)
    if draft.kind not in kinds or draft.release not in RELEASES:
        raise BadExam("kind")
    if draft.closes_at is not None and draft.closes_at <= draft.opens_at:
        raise BadExam("window")
    if draft.closes_at is None and draft.release == "when_closed":
        raise BadExam("release")
    if draft.minutes is not None and not 1 <= draft.minutes <= MAX_MINUTES:
        raise BadExam("minutes", limit=MAX_MINUTES)
    if not sound(draft.seeds):
        raise BadExam("seeds")
    if not 1 <= len(draft.papers) <= MAX_PAPERS:
        raise BadExam("papers", limit=MAX_PAPERS)
    for paper in draft.papers:
        if not is_number(paper.weight) or not 0 < paper.weight <= MAX_WEIGHT:
            raise BadExam("weight", limit=MAX_WEIGHT)
        if paper.questions is not None and not paper.questions:
            raise BadExam("questions")
    check_candidates(draft.candidates)


def check_candidates(people: Sequence[CandidateDraft]) -> None:
    """Raises BadExam for nobody, too many, the same person twice, or extra time out of range."""
    if not 1 <= len(people) <= MAX_CANDIDATES or len({one.learner_id for one in people}) < len(people):
        raise BadExam("candidates", limit=MAX_CANDIDATES)
    for one in people:
        if not 0 <= one.extra_percent <= MAX_EXTRA_PERCENT or not 0 <= one.extra_minutes <= MAX_MINUTES:
            raise BadExam("extra", percent=MAX_EXTRA_PERCENT, minutes=MAX_MINUTES)


def columns(draft: ExamDraft) -> dict[str, Any]:
    """The columns of an assessment that its draft decides."""
    return {
        "title": " ".join(draft.title.split()),
        "kind": draft.kind,
        "cohort_id": draft.cohort_id,
        "opens_at": draft.opens_at,
        "closes_at": draft.closes_at,
        "minutes": draft.minutes,
        "policy": {"rules": q.plain_json(rules_of(draft).as_dict()), "release": draft.release},
        "seeds": q.plain_json(draft.seeds),
        "rehearsal": draft.rehearsal,
        "blind": draft.blind,
    }


def fill(c: Connection, exam_id: str, draft: ExamDraft) -> None:
    """Adds its papers and candidates."""
    papers = [
        {
            "exam_id": exam_id,
            "number": number,
            "case_slug": paper.case_slug,
            "case_version": paper.case_version,
            "weight": float(paper.weight),
            "questions": None if paper.questions is None else list(paper.questions),
        }
        for number, paper in enumerate(draft.papers, start=1)
    ]
    c.execute(insert(exam_paper), papers)
    numbers = list(range(1, len(draft.candidates) + 1))
    if draft.blind:
        # A list by name would give the numbers away. The id alone decides the order, so nothing else need be kept.
        drawn = stream(int(exam_id[:12], 16), "candidate numbers")
        keys = {number: drawn.random() for number in numbers}
        numbers.sort(key=keys.__getitem__)
    _add(c, exam_id, draft.candidates, numbers)


def _add(c: Connection, exam_id: str, people: Sequence[CandidateDraft], numbers: Sequence[int]) -> None:
    for one, number in zip(people, numbers, strict=True):
        q.a_learner(c, one.learner_id)
        values = {"exam_id": exam_id, "learner_id": one.learner_id, "number": number}
        values |= {"extra_percent": one.extra_percent, "extra_minutes": one.extra_minutes}
        c.execute(insert(exam_candidate).values(values))


def _told(draft: ExamDraft) -> dict[str, Any]:
    ends = None if draft.closes_at is None else draft.closes_at.isoformat()
    return {
        "title": " ".join(draft.title.split()),
        "opens_at": draft.opens_at.isoformat(),
        "closes_at": ends,
        "minutes": draft.minutes,
        "candidates": len(draft.candidates),
        "rehearsal": draft.rehearsal,
    }
