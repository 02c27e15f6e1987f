"""Mock exams: assessments that learners compose for themselves, and nobody else's business."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from app.store import exam_queries as eq
from app.store import models as m
from app.store.exam_errors import ExamNotFound
from app.store.exam_rows import MOCK, CandidateDraft, Exam, ExamDraft, ExamPaper
from app.store.exam_tables import exam
from app.store.exams import check, columns, fill
from app.store.transactions import Transactions
from cases.policy import MOCK_EXAM


class Mocks(Transactions):
    """A learner's own mock exams; each query takes the learner, and none shows another's."""

    def create_mock(
        self,
        learner_id: int,
        title: str,
        scope: str,
        papers: tuple[ExamPaper, ...],
        minutes: int,
        seed: int,
        at: datetime,
    ) -> Exam:
        """Keeps a mock exam of which the learner is the one candidate; open at once, its clock not running yet.

        `scope` is what it is about, as ``rncp11928/B2``; `seed` gives each paper its variant. Raises BadExam,
        LearnerNotFound.
        """
        draft = ExamDraft(
            title=title,
            kind="mock",
            opens_at=at,
            closes_at=None,
            papers=papers,
            candidates=(CandidateDraft(learner_id),),
            minutes=minutes,
            rules=MOCK_EXAM,
            release="at_once",
            seeds={"each": seed},
        )
        check(draft, (MOCK,))
        exam_id = secrets.token_hex(16)

        def put(c: Connection) -> Exam:
            values = columns(draft) | {"id": exam_id, "created_by": learner_id, "created_at": at}
            values["policy"] |= {"scope": scope}
            c.execute(insert(exam).values(values | {"paused_seconds": 0}))
            fill(c, exam_id, draft)
            return eq.an_exam(c, exam_id)

        return self._write(put)

    def mocks_of(self, learner_id: int) -> tuple[Exam, ...]:
        """The learner's mock exams, the latest first; those given up too."""
        wanted = (exam.c.kind == MOCK) & (exam.c.created_by == learner_id)
        return self._read(lambda c: eq.exams(c, wanted))

    def give_up_mock(self, exam_id: str, learner_id: int, at: datetime) -> None:
        """Puts a mock exam away: nothing more can be written in it, its open papers count nowhere.

        Papers handed in stay as they are; again changes nothing. Raises ExamNotFound, also for another's.
        """

        def put(c: Connection) -> None:
            mine = (exam.c.id == exam_id) & (exam.c.kind == MOCK) & (exam.c.created_by == learner_id)
            row = c.execute(select(exam.c.archived_at).where(mine).with_for_update()).first()
            if row is None:
                raise ExamNotFound
            if row.archived_at is not None:
                return
            c.execute(update(exam).where(mine).values(archived_at=at))
            s = m.sitting
            still_open = (s.c.exam_id == exam_id) & s.c.handed_in_at.is_(None) & (s.c.paper_number > 0)
            c.execute(update(s).where(still_open).values(paper_number=-s.c.paper_number))

        self._write(put)
