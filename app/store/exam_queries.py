"""The queries that assessments are made of: plain functions over a connection inside a transaction.

Nothing here imports queries.py: what opens a sitting for writing there asks here whether its time is up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from app.store import models as m
from app.store.account_tables import account
from app.store.exam_errors import DeadlinePassed, ExamNotFound, ExamPaused, ExamVoided
from app.store.exam_rows import GRACE, Candidate, Exam, ExamPaper
from app.store.exam_tables import exam, exam_candidate, exam_paper
from app.store.rows import SittingRow
from cases.policy import Policy

# --- sittings ----------------------------------------------------------------------------------------------


def sittings() -> Select[Any]:
    """The sittings, each with what its assessment says: the questions asked, whether it is a test run, and final."""
    s = m.sitting
    # A void paper bears its number with a minus sign: it still asks the same questions.
    mine = (exam_paper.c.exam_id == s.c.exam_id) & (exam_paper.c.number == func.abs(s.c.paper_number))
    asked = select(exam_paper.c.questions).where(mine).scalar_subquery()
    rehearsed = select(exam.c.rehearsal).where(exam.c.id == s.c.exam_id).scalar_subquery()
    validated = select(exam.c.validated_at).where(exam.c.id == s.c.exam_id).scalar_subquery()
    return select(s, asked.label("questions"), rehearsed.label("rehearsal"), validated.label("validated"))


def sitting_row(row: RowMapping) -> SittingRow:
    """A row of `sittings()` as the store hands it back."""
    asked = row["questions"]
    kept = {name: value for name, value in row.items() if name not in ("questions", "rehearsal", "validated")}
    return SittingRow(
        **kept,
        questions=None if asked is None else tuple(asked),
        rehearsal=bool(row["rehearsal"]),
        validated=row["validated"] is not None,
    )


def check_writable(c: Connection, row: SittingRow, at: datetime) -> None:
    """Raises ExamVoided, ExamPaused or DeadlinePassed unless this paper of an assessment takes anything at `at`."""
    if row.exam_id is None:
        return
    if row.is_voided:
        raise ExamVoided
    found, candidate = timing(c, row.exam_id, row.learner_id)
    if candidate.is_voided:
        raise ExamVoided(reason=candidate.void_reason or "")
    if found.paused_at is not None:
        raise ExamPaused
    if found.is_late(candidate, at):
        raise DeadlinePassed


def timing(c: Connection, exam_id: str, learner_id: int) -> tuple[Exam, Candidate]:
    """An assessment without its lists, and one candidate; raises ExamNotFound."""
    row = c.execute(select(exam).where(exam.c.id == exam_id)).mappings().first()
    found = next(
        iter(candidates(c, (exam_candidate.c.exam_id == exam_id), learner_id).get(exam_id, ())), None
    )
    if row is None or found is None:
        raise ExamNotFound
    return exam_row(row), found


# --- assessments -------------------------------------------------------------------------------------------


def an_exam(c: Connection, exam_id: str, *, lock: bool = False) -> Exam:
    """The assessment with its papers and candidates; `lock` makes its other writes wait. Raises ExamNotFound."""
    query = select(exam).where(exam.c.id == exam_id)
    row = c.execute(query.with_for_update() if lock else query).mappings().first()
    if row is None:
        raise ExamNotFound
    return whole(c, [row])[0]


def exams(c: Connection, wanted: ColumnElement[bool]) -> tuple[Exam, ...]:
    """The assessments that meet a condition on their own columns, the latest to open first."""
    query = select(exam).where(wanted).order_by(exam.c.opens_at.desc(), exam.c.id)
    return whole(c, c.execute(query).mappings().all())


def whole(c: Connection, rows: Iterable[RowMapping]) -> tuple[Exam, ...]:
    """Rows of exam with their papers and candidates: three queries, however many rows."""
    rows = tuple(rows)
    ids = [row["id"] for row in rows]
    papers: defaultdict[str, list[ExamPaper]] = defaultdict(list)
    query = select(exam_paper).where(exam_paper.c.exam_id.in_(ids)).order_by(exam_paper.c.number)
    for one in c.execute(query).mappings():
        asked = None if one["questions"] is None else tuple(one["questions"])
        papers[one["exam_id"]].append(
            ExamPaper(one["case_slug"], one["case_version"], one["weight"], asked, one["number"])
        )
    people = candidates(c, exam_candidate.c.exam_id.in_(ids))
    return tuple(exam_row(row, tuple(papers[row["id"]]), people.get(row["id"], ())) for row in rows)


def candidates(
    c: Connection, wanted: ColumnElement[bool], learner_id: int | None = None
) -> dict[str, tuple[Candidate, ...]]:
    """Exam id → its candidates by number, with the names to show; one of them when `learner_id` is given."""
    t = exam_candidate
    name = func.coalesce(account.c.display, m.learner.c.name).label("name")
    query = (
        select(t, name)
        .join(m.learner, m.learner.c.id == t.c.learner_id)
        .outerjoin(account, account.c.learner_id == t.c.learner_id)
        .where(wanted)
        .order_by(t.c.exam_id, t.c.number)
    )
    if learner_id is not None:
        query = query.where(t.c.learner_id == learner_id)
    found: defaultdict[str, list[Candidate]] = defaultdict(list)
    for row in c.execute(query).mappings():
        found[row["exam_id"]].append(
            Candidate(
                learner_id=row["learner_id"],
                name=row["name"],
                number=row["number"],
                extra_percent=row["extra_percent"],
                extra_minutes=row["extra_minutes"],
                clock_from=row["started_at"],
                voided_at=row["voided_at"],
                void_reason=row["void_reason"],
            )
        )
    return {exam_id: tuple(people) for exam_id, people in found.items()}


def exam_row(row: RowMapping, papers: tuple[ExamPaper, ...] = (), people: tuple[Candidate, ...] = ()) -> Exam:
    """A row of exam as the store hands it back."""
    kept = {name: value for name, value in row.items() if name != "policy"}
    policy = row["policy"]
    return Exam(
        **kept,
        rules=Policy.from_dict(policy["rules"]),
        release=policy["release"],
        papers=papers,
        candidates=people,
        scope=policy.get("scope", ""),
    )


# --- deadlines ---------------------------------------------------------------------------------------------


def overdue(
    c: Connection, now: datetime, grace: timedelta = GRACE, *, exam_id: str | None = None,
    learner_id: int | None = None,
) -> tuple[tuple[SittingRow, datetime], ...]:  # fmt: skip
    """The open papers whose candidate's time is up, with the deadline of each; of all assessments, or of one."""
    s = m.sitting
    query = sittings().where(s.c.exam_id.is_not(None), s.c.handed_in_at.is_(None), s.c.paper_number > 0)
    if exam_id is not None:
        query = query.where(s.c.exam_id == exam_id)
    if learner_id is not None:
        query = query.where(s.c.learner_id == learner_id)
    found = []
    for row in c.execute(query.order_by(s.c.id)).mappings().all():
        sitting = sitting_row(row)
        assert sitting.exam_id is not None
        one, candidate = timing(c, sitting.exam_id, sitting.learner_id)
        if one.is_late(candidate, now, grace):
            ends = one.deadline(candidate, now)
            assert ends is not None
            found.append((sitting, ends))
    return tuple(found)


def is_released(c: Connection, exam_id: str) -> bool:
    """Whether the results of an assessment show: a paper handed in later shows at once."""
    query = select(exam.c.released_at).where(exam.c.id == exam_id)
    return c.execute(query).scalar_one_or_none() is not None
