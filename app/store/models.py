"""The tables. Every row of a learner's work names its owner; a foreign key holds it to the sitting's owner.

What a learner did is only ever added to: `answer` keeps the latest text of each question for quick reading,
`answer_history` keeps every one of them; `grade_event`, `assessment`, `rung`, `review` and `certificate` are
appended to and never changed; `card` is what the reviews made of it. Changing a table means adding a revision
under migrations/versions, never editing one that was released.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
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


def of_sitting(*others: Any) -> tuple[Any, ...]:
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
    # None: the practice policy of the version that marks, as before sittings had one.
    Column("policy", JSON(none_as_null=True)),
    Column("released_at", UtcDateTime),
    # The assessment that it is a paper of, and which of its papers; None: one's own practice.
    Column("exam_id", String(64), ForeignKey("exam.id")),
    Column("paper_number", Integer),
    UniqueConstraint("id", "learner_id"),
    Index(None, "learner_id", "started_at"),
    Index(None, "case_slug"),
    Index(None, "exam_id", "learner_id"),
)

answer = Table(
    "answer",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *of_sitting(
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
    *of_sitting(
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
    *of_sitting(
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
    *of_sitting(
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
    *of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("raised", Boolean, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    UniqueConstraint("sitting_id", "question_id"),
)

regrade = Table(
    "regrade",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("case_slug", String(200), nullable=False),
    # None: the papers had been marked with several versions.
    Column("from_version", Integer),
    Column("to_version", Integer, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undo_reason", String(200)),
    Index(None, "case_slug"),
)

grade_event = Table(
    "grade_event",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *of_sitting(
        Column("number", Integer, nullable=False),
        Column("at", UtcDateTime, nullable=False),
        Column("reason", String(200), nullable=False),
        Column("marked", JSON, nullable=False),
        Column("engine", String(50), nullable=False),
        Column("regrade_id", String(64), ForeignKey("regrade.id")),
        # The version of the case that the grade was marked with; None: the sitting's.
        Column("case_version", Integer),
    ),
    UniqueConstraint("sitting_id", "number"),
    Index(None, "regrade_id"),
)

rung = Table(
    "rung",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("rung", String(50), nullable=False),
        Column("codes", JSON, nullable=False),
        Column("raw", JSON, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    Index(None, "sitting_id", "question_id"),
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *of_sitting(
        Column("question_id", String(100), nullable=False),
        Column("by", String(20), nullable=False),
        Column("assessor", String(200), nullable=False),
        Column("points", JSON, nullable=False),
        # JSON like answers: any text a person may paste, which a text column of one database or other refuses.
        Column("comment", JSON, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    Index(None, "sitting_id", "question_id"),
)


def _of_learner(*others: Any) -> tuple[Any, ...]:
    """The column that ties a row to the learner it belongs to, where there is no sitting."""
    return (Column("learner_id", RowId, ForeignKey("learner.id"), nullable=False), *others)


card = Table(
    "card",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_learner(
        Column("key", String(200), nullable=False),
        Column("state", JSON, nullable=False),
        Column("due_at", UtcDateTime, nullable=False),
        Column("updated_at", UtcDateTime, nullable=False),
    ),
    UniqueConstraint("learner_id", "key"),
    Index(None, "learner_id", "due_at"),
)

review = Table(
    "review",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_learner(
        Column("card_key", String(200), nullable=False),
        Column("slug", String(200), nullable=False),
        Column("version", Integer, nullable=False),
        Column("question_id", String(100), nullable=False),
        Column("seed", BigInteger, nullable=False),
        Column("raw", JSON, nullable=False),
        Column("lang", String(5), nullable=False),
        Column("rating", Integer, nullable=False),
        Column("credit", Float, nullable=False),
        Column("codes", JSON, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    Index(None, "learner_id", "at"),
)

certificate = Table(
    "certificate",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    *_of_learner(
        Column("referential", String(100), nullable=False),
        Column("name", String(100), nullable=False),
        Column("score", Float, nullable=False),
        Column("obtained_on", Date, nullable=False),
        Column("at", UtcDateTime, nullable=False),
    ),
    Index(None, "learner_id"),
)
