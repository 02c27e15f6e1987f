"""The tables of assessments that a trainer sets: which cases, for whom, when, under which rules.

`exam` is one of them, continuous or final; a learner's papers in it are sittings that bear its id. What a trainer
changes about a mark is appended, never overwritten, like everything else in a learner's work.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from app.store.models import RowId, UtcDateTime, metadata, of_sitting

exam = Table(
    "exam",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", String(200), nullable=False),
    # "continuous" or "exam", for the 40/60 rule.
    Column("kind", String(20), nullable=False),
    Column("created_by", RowId, ForeignKey("learner.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("cohort_id", RowId, ForeignKey("cohort.id")),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime),
    # Minutes from a candidate's start, before extra time; None: until it closes.
    Column("minutes", Integer),
    Column("policy", JSON, nullable=False),
    # {"same": 7}, {"each": 12345} (a seed per learner derived from that number), {"list": [3, 8, 21]}.
    Column("seeds", JSON, nullable=False),
    # A test run of the trainer's own: its papers count nowhere.
    Column("rehearsal", Boolean, nullable=False),
    Column("blind", Boolean, nullable=False),
    Column("paused_at", UtcDateTime),
    Column("paused_seconds", Integer, nullable=False),
    Column("released_at", UtcDateTime),
    Column("validated_at", UtcDateTime),
    Column("validated_by", RowId, ForeignKey("learner.id")),
    Column("archived_at", UtcDateTime),
    Index(None, "opens_at"),
)

exam_paper = Table(
    "exam_paper",
    metadata,
    Column("exam_id", String(64), ForeignKey("exam.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("case_slug", String(200), nullable=False),
    Column("case_version", Integer, nullable=False),
    Column("weight", Float, nullable=False),
    # The questions that are asked; None: all of them.
    Column("questions", JSON(none_as_null=True)),
)

exam_candidate = Table(
    "exam_candidate",
    metadata,
    Column("exam_id", String(64), ForeignKey("exam.id"), primary_key=True),
    Column("learner_id", RowId, ForeignKey("learner.id"), primary_key=True, autoincrement=False),
    # What stands for the name where marking is blind.
    Column("number", Integer, nullable=False),
    Column("extra_percent", Integer, nullable=False),
    Column("extra_minutes", Integer, nullable=False),
    Column("started_at", UtcDateTime),
    Column("voided_at", UtcDateTime),
    Column("void_reason", String(200)),
    Index(None, "learner_id"),
)

override = Table(
    "override",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *of_sitting(
        Column("question_id", String(100), nullable=False),
        # None: the machine's or the assessor's own points again.
        Column("points", Float),
        Column("comment", JSON, nullable=False),
        Column("by_id", RowId, ForeignKey("learner.id"), nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    Index(None, "sitting_id", "question_id"),
)
