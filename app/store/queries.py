"""The queries the store is made of: plain functions over a connection inside a transaction."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, insert, select

from app.store import models as m
from app.store.errors import AlreadyHandedIn, BadAnswer, SittingNotFound
from app.store.rows import GradeRow, LearnerRow, SavedAnswer, SittingRow

LOCAL: Final = "local"
MAX_ANSWER_CHARACTERS: Final = 100_000


def find_local(c: Connection) -> LearnerRow | None:
    """The local learner, None before the first start."""
    row = c.execute(select(m.learner).where(m.learner.c.name == LOCAL)).mappings().first()
    return None if row is None else LearnerRow(**row)


def find_sitting(c: Connection, sitting_id: str, learner_id: int, *, lock: bool = False) -> SittingRow | None:
    """The learner's sitting of that id or None; `lock` keeps its row until the transaction ends."""
    query = select(m.sitting).where(m.sitting.c.id == sitting_id, m.sitting.c.learner_id == learner_id)
    # SQLite has no row locks and leaves FOR UPDATE out; its write transaction already holds the file.
    row = c.execute(query.with_for_update() if lock else query).mappings().first()
    return None if row is None else SittingRow(**row)


def open_sitting(c: Connection, sitting_id: str, learner_id: int) -> SittingRow:
    """The learner's sitting, locked for writing; raises SittingNotFound, or AlreadyHandedIn."""
    row = find_sitting(c, sitting_id, learner_id, lock=True)
    if row is None:
        raise SittingNotFound
    if row.is_handed_in:
        raise AlreadyHandedIn
    return row


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


def grade_row(row: RowMapping) -> GradeRow:
    """A row of grade_event as the store hands it back."""
    return GradeRow(row["sitting_id"], row["number"], row["at"], row["reason"], row["marked"], row["engine"])


def add_grade(
    c: Connection,
    sitting_id: str,
    learner_id: int,
    at: datetime,
    reason: str,
    marked: Mapping[str, Any],
    engine: str,
) -> GradeRow:
    """Appends the next grade; `marked` goes through JSON once, so the row returned is the row read later."""
    number = len(all_grades(c, sitting_id, learner_id)) + 1
    kept = json.loads(json.dumps(dict(marked), allow_nan=False))
    values = {"sitting_id": sitting_id, "learner_id": learner_id, "number": number, "at": at}
    values |= {"reason": reason, "marked": kept, "engine": engine}
    c.execute(insert(m.grade_event).values(values))
    return GradeRow(sitting_id, number, at, reason, kept, engine)


def finite(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    """Figures fit for JSON: what is not finite becomes None."""
    return {k: (float(v) if v is not None and math.isfinite(v) else None) for k, v in figures.items()}


def check_raw(raw: object) -> None:
    """Raises BadAnswer unless `raw` is a text, a list of texts or a mapping of texts, of a sane length."""
    if isinstance(raw, str):
        length = len(raw)
    elif isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        length = sum(map(len, raw))
    elif isinstance(raw, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in raw.items()):
        length = sum(len(k) + len(v) for k, v in raw.items())
    else:
        raise BadAnswer(limit=MAX_ANSWER_CHARACTERS)
    if length > MAX_ANSWER_CHARACTERS:
        raise BadAnswer(limit=MAX_ANSWER_CHARACTERS)
