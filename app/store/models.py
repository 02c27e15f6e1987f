"""The tables. Every row of a learner's work names its owner; a foreign key holds it to the sitting's owner.

What a learner did is only ever added to: `answer` keeps the latest text of each question for quick reading,
`answer_history` keeps every one of them, `grade_event` appends a grade and never changes one. Changing a
table means adding a revision under migrations/versions, never editing one that was released.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; a naive one is refused with ValueError.

    SQLite keeps no zone, so it stores the UTC moment without one and it comes back with UTC put on again.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware moment → what the driver stores."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored: take it from the clock")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """What the driver gives → aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

# SQLite numbers rows by itself only where the key is a plain INTEGER.
RowId: Final = BigInteger().with_variant(Integer(), "sqlite")


def _of_sitting(*others: Any) -> tuple[Any, ...]:
    """The two columns that tie a row to its sitting and to the sitting's owner, together."""
    return (
        Column("sitting_id", String(64), nullable=False),
        Column("learner_id", RowId, nullable=False),
        *others,
        ForeignKeyConstraint(["sitting_id", "learner_id"], ["sitting.id", "sitting.learner_id"]),
    )


learner = Table(
    "learner",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

sitting = Table(
    "sitting",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("learner_id", RowId, ForeignKey("learner.id"), nullable=False),
    Column("case_slug", String(200), nullable=False),
    Column("case_version", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("mode", String(20), nullable=False),
    Column("lang", String(5), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("handed_in_at", UtcDateTime),
    UniqueConstraint("id", "learner_id"),
    Index(None, "learner_id", "started_at"),
)

answer = Table(
    "answer",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("raw", JSON, nullable=False),
        Column("lang", String(5), nullable=False),
        Column("saved_at", UtcDateTime, nullable=False),
        Column("revision", Integer, nullable=False),
    ),
    UniqueConstraint("sitting_id", "question_id"),
)

answer_history = Table(
    "answer_history",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("raw", JSON, nullable=False),
        Column("lang", String(5), nullable=False),
        Column("saved_at", UtcDateTime, nullable=False),
        Column("revision", Integer, nullable=False),
    ),
    UniqueConstraint("sitting_id", "question_id", "revision"),
)

trial = Table(
    "trial",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("inputs", JSON, nullable=False),
        Column("year", Integer, nullable=False),
        Column("indicators", JSON, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    Index(None, "sitting_id", "question_id"),
)

hint_use = Table(
    "hint_use",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("number", Integer, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    UniqueConstraint("sitting_id", "question_id", "number"),
)

review_flag = Table(
    "review_flag",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("raised", Boolean, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    UniqueConstraint("sitting_id", "question_id"),
)

grade_event = Table(
    "grade_event",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_sitting(
        Column("number", Integer, nullable=False),
        Column("at", UtcDateTime, nullable=False),
        Column("reason", String(200), nullable=False),
        Column("marked", JSON, nullable=False),
        Column("engine", String(50), nullable=False),
    ),
    UniqueConstraint("sitting_id", "number"),
)
