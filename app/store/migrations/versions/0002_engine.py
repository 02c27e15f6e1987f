"""Marking policies, feedback asked for, assessments, regrades, revision cards, outside results."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds columns and tables; no row of the first release changes."""
    # Plain ADD COLUMN: SQLite would have to drop a table that others point to in order to make it again.
    op.add_column("sitting", sa.Column("policy", sa.JSON(), nullable=True))
    op.add_column("sitting", sa.Column("released_at", MOMENT, nullable=True))
    op.create_index(op.f("ix_sitting_case_slug"), "sitting", ["case_slug"], unique=False)
    _regrade()
    _of_sitting(
        "rung",
        sa.Column("rung", sa.String(length=50), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
    )
    _of_sitting(
        "assessment",
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("assessor", sa.String(length=200), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("comment", sa.JSON(), nullable=False),
    )
    _revision()
    _of_learner(
        "certificate",
        sa.Column("referential", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index(op.f("ix_certificate_learner_id"), "certificate", ["learner_id"], unique=False)


def _regrade() -> None:
    op.create_table(
        "regrade",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_slug", sa.String(length=200), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=True),
        sa.Column("to_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undo_reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    op.create_index(op.f("ix_regrade_case_slug"), "regrade", ["case_slug"], unique=False)
    with op.batch_alter_table("grade_event") as batch:
        batch.add_column(sa.Column("regrade_id", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("case_version", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_grade_event_regrade_id"), "regrade", ["regrade_id"], ["id"])
    op.create_index(op.f("ix_grade_event_regrade_id"), "grade_event", ["regrade_id"], unique=False)


def _revision() -> None:
    _of_learner(
        "card",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.UniqueConstraint("learner_id", "key", name=op.f("uq_card_learner_id_key")),
    )
    op.create_index(op.f("ix_card_learner_id_due_at"), "card", ["learner_id", "due_at"], unique=False)
    _of_learner(
        "review",
        sa.Column("card_key", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("credit", sa.Float(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index(op.f("ix_review_learner_id_at"), "review", ["learner_id", "at"], unique=False)


def _of_sitting(name: str, *columns: Any) -> None:
    """A table of what happened to a question of a sitting, tied to the sitting and its owner together."""
    op.create_table(
        name,
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        *columns,
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f(f"fk_{name}_sitting_id_learner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(
        op.f(f"ix_{name}_sitting_id_question_id"), name, ["sitting_id", "question_id"], unique=False
    )


def _of_learner(name: str, *columns: Any) -> None:
    """A table that belongs to a learner, outside any sitting."""
    op.create_table(
        name,
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f(f"fk_{name}_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
