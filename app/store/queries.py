"""The queries the store is made of: plain functions over a connection inside a transaction."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, insert, select

from app.store import exam_queries as eq
from app.store import models as m
from app.store.errors import AlreadyHandedIn, BadAnswer, LearnerNotFound, NotHandedIn, SittingNotFound
from app.store.exam_errors import ExamVoided
from app.store.jury_errors import ExamValidated
from app.store.rows import AssessmentRow, GradeRow, LearnerRow, SavedAnswer, SittingRow
from cases.policy import Policy

LOCAL: Final = "local"
MAX_ANSWER_CHARACTERS: Final = 200_000
MAX_ANSWER_ENTRIES: Final = 5_000
MAX_REASON_CHARACTERS: Final = 200  # the width of grade_event.reason and regrade.reason


def find_local(c: Connection) -> LearnerRow | None:
    """The local learner, None before the first start."""
    row = c.execute(select(m.learner).where(m.learner.c.name == LOCAL)).mappings().first()
    return None if row is None else LearnerRow(**row)


def a_learner(c: Connection, learner_id: int, *, lock: bool = False) -> LearnerRow:
    """The learner of that id; `lock` makes the learner's other writes wait. Raises LearnerNotFound."""
    query = select(m.learner).where(m.learner.c.id == learner_id)
    row = c.execute(query.with_for_update() if lock else query).mappings().first()
    if row is None:
        raise LearnerNotFound
    return LearnerRow(**row)


def find_sitting(c: Connection, sitting_id: str, learner_id: int, *, lock: bool = False) -> SittingRow | None:
    """The learner's sitting of that id or None; `lock` keeps its row until the transaction ends."""
    query = eq.sittings().where(m.sitting.c.id == sitting_id, m.sitting.c.learner_id == learner_id)
    # SQLite has no row locks and leaves FOR UPDATE out; its write transaction already holds the file.
    row = c.execute(query.with_for_update() if lock else query).mappings().first()
    return None if row is None else eq.sitting_row(row)


def open_sitting(c: Connection, sitting_id: str, learner_id: int, at: datetime) -> SittingRow:
    """The learner's sitting, locked for writing at `at`; raises SittingNotFound, or AlreadyHandedIn.

    A paper of an assessment also raises DeadlinePassed once the time is up, ExamPaused, ExamVoided.
    """
    row = find_sitting(c, sitting_id, learner_id, lock=True)
    if row is None:
        raise SittingNotFound
    if row.is_handed_in:
        raise AlreadyHandedIn
    eq.check_writable(c, row, at)
    return row


def any_sitting(c: Connection, sitting_id: str, learner_id: int) -> SittingRow:
    """The learner's sitting, open or not, locked for writing; raises SittingNotFound."""
    row = find_sitting(c, sitting_id, learner_id, lock=True)
    if row is None:
        raise SittingNotFound
    return row


def handed_in(c: Connection, sitting_id: str, learner_id: int) -> SittingRow:
    """The learner's sitting handed in, locked for writing; raises SittingNotFound, or NotHandedIn."""
    row = any_sitting(c, sitting_id, learner_id)
    if not row.is_handed_in:
        raise NotHandedIn
    return row


def check_markable(row: SittingRow) -> None:
    """Raises ExamValidated for a paper whose result is final, ExamVoided for one that counts nowhere."""
    if row.validated:
        raise ExamValidated
    if row.is_voided:
        raise ExamVoided


def rules(row: SittingRow) -> Policy:
    """The rules of a sitting; raises PolicyError when they cannot be read."""
    return Policy.from_dict(row.policy)


def latest_answers(c: Connection, sitting_id: str, learner_id: int) -> dict[str, SavedAnswer]:
    """The latest answer of each question of the learner's sitting, by question id."""
    t = m.answer
    query = select(t).where(t.c.sitting_id == sitting_id, t.c.learner_id == learner_id).order_by(t.c.id)
    return {row["question_id"]: answer_row(row) for row in c.execute(query).mappings()}


def answer_row(row: RowMapping) -> SavedAnswer:
    """A row of answer or answer_history as the store hands it back."""
    return SavedAnswer(row["question_id"], row["raw"], row["lang"], row["saved_at"], row["revision"])


def all_grades(c: Connection, sitting_id: str, learner_id: int) -> tuple[GradeRow, ...]:
    """The grades of the learner's sitting, the first first."""
    t = m.grade_event
    query = select(t).where(t.c.sitting_id == sitting_id, t.c.learner_id == learner_id).order_by(t.c.number)
    return tuple(grade_row(row) for row in c.execute(query).mappings())


def last_grade(c: Connection, sitting_id: str) -> GradeRow:
    """The grade that stands for a sitting handed in."""
    t = m.grade_event
    query = select(t).where(t.c.sitting_id == sitting_id).order_by(t.c.number.desc()).limit(1)
    return grade_row(c.execute(query).mappings().one())


def grade_row(row: RowMapping) -> GradeRow:
    """A row of grade_event as the store hands it back."""
    return GradeRow(
        row["sitting_id"],
        row["number"],
        row["at"],
        row["reason"],
        row["marked"],
        row["engine"],
        row["regrade_id"],
        row["case_version"],
    )


def add_grade(
    c: Connection,
    sitting_id: str,
    learner_id: int,
    at: datetime,
    reason: str,
    marked: Mapping[str, Any],
    engine: str,
    *,
    regrade_id: str | None = None,
    version: int | None = None,
) -> GradeRow:
    """Appends the next grade; `marked` goes through JSON once, so the row returned is the row read later."""
    t = m.grade_event
    last = c.execute(select(func.max(t.c.number)).where(t.c.sitting_id == sitting_id)).scalar_one()
    row = GradeRow(sitting_id, (last or 0) + 1, at, reason, plain_json(marked), engine, regrade_id, version)
    values = {"sitting_id": sitting_id, "learner_id": learner_id, "number": row.number, "at": at}
    values |= {"reason": reason, "marked": row.marked, "engine": engine}
    values |= {"regrade_id": regrade_id, "case_version": version}
    c.execute(insert(t).values(values))
    return row


def hints_opened(rows: Iterable[RowMapping]) -> dict[str, int]:
    """Rows of hint_use → how many hints were opened, by question id."""
    opened: dict[str, int] = {}
    for row in rows:
        opened[row["question_id"]] = max(opened.get(row["question_id"], 0), row["number"])
    return opened


def aids_opened(c: Connection, sitting_id: str) -> int:
    """How often help that may cost points was opened in a sitting: hints, and feedback asked for."""
    return sum(
        c.execute(select(func.count()).where(t.c.sitting_id == sitting_id)).scalar_one()
        for t in (m.hint_use, m.rung)
    )


def distinct_rungs(rows: Iterable[RowMapping]) -> dict[str, tuple[str, ...]]:
    """Rows of rung, in order → the rungs climbed by question id, each once."""
    climbed: dict[str, dict[str, None]] = {}
    for row in rows:
        climbed.setdefault(row["question_id"], {})[row["rung"]] = None
    return {question: tuple(rungs) for question, rungs in climbed.items()}


def standing_assessments(rows: Iterable[RowMapping]) -> dict[str, AssessmentRow]:
    """Rows of assessment, in order → the one that counts by question id: the trainer's last, else the last."""
    standing: dict[str, AssessmentRow] = {}
    for row in rows:
        before = standing.get(row["question_id"])
        if before is None or row["by"] == "trainer" or before.by != "trainer":
            standing[row["question_id"]] = assessment_row(row)
    return standing


def assessment_row(row: RowMapping) -> AssessmentRow:
    """A row of assessment as the store hands it back."""
    return AssessmentRow(
        row["question_id"], row["by"], row["assessor"], row["points"], row["comment"], row["at"]
    )


def plain_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping as it will be read back from the database; raises TypeError or ValueError when it cannot be."""
    kept: dict[str, Any] = json.loads(json.dumps(dict(data), allow_nan=False))
    return kept


def storable(text: object, limit: int) -> bool:
    """Whether every database takes this text in a column of `limit` characters."""
    # PostgreSQL refuses a NUL, SQLite half a surrogate pair.
    return (
        isinstance(text, str)
        and len(text) <= limit
        and "\x00" not in text
        and not any("\ud800" <= character <= "\udfff" for character in text)
    )


def finite(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    """Figures fit for JSON: what is not finite becomes None."""
    return {k: (float(v) if v is not None and math.isfinite(v) else None) for k, v in figures.items()}


def plain_inputs(inputs: Mapping[str, float | str]) -> dict[str, float | str | None]:
    """Inputs of a decision fit for JSON: a choice as it is, a figure that is not finite becomes None."""
    return {k: v if isinstance(v, str) else finite({k: v})[k] for k, v in inputs.items()}


def check_raw(raw: object) -> None:
    """Raises BadAnswer unless `raw` is a text, a list of texts or a mapping of texts, of a sane size."""
    entries = 0
    if isinstance(raw, str):
        length = len(raw)
    elif isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        length, entries = sum(map(len, raw)), len(raw)
    elif isinstance(raw, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in raw.items()):
        length, entries = sum(len(k) + len(v) for k, v in raw.items()), len(raw)
    else:
        raise BadAnswer(limit=MAX_ANSWER_CHARACTERS, entries=MAX_ANSWER_ENTRIES)
    if length > MAX_ANSWER_CHARACTERS or entries > MAX_ANSWER_ENTRIES:
        raise BadAnswer(limit=MAX_ANSWER_CHARACTERS, entries=MAX_ANSWER_ENTRIES)
