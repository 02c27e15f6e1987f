"""The table of revision plans: the block that a learner prepares, and the day of its exam."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from app.store.models import RowId, UtcDateTime, metadata

revision_plan = Table(
    "revision_plan",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("learner_id", RowId, ForeignKey("learner.id"), nullable=False),
    Column("referential", String(50), nullable=False),
    Column("block", String(50), nullable=False),
    Column("exam_on", Date, nullable=False),
    # Minutes a day and the weekdays without any ("67": Saturday and Sunday), None until the learner says.
    Column("minutes", Integer),
    Column("rest", String(7)),
    Column("made_at", UtcDateTime, nullable=False),
    # Given up, or replaced by another.
    Column("ended_at", UtcDateTime),
    Index(None, "learner_id"),
)
