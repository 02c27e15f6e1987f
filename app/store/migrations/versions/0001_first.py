"""The first schema: learners, sittings, answers with their history, trials, hints, flags, grades."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates every table of the first release."""
    op.create_table(
        "learner",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("name", name=op.f("uq_learner_name")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("case_slug", sa.String(length=200), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("handed_in_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_sitting_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("id", "learner_id", name=op.f("uq_sitting_id_learner_id")),
    )
    op.create_index(
        op.f("ix_sitting_learner_id_started_at"), "sitting", ["learner_id", "started_at"], unique=False
    )
    op.create_table(
        "answer",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f("fk_answer_sitting_id_learner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("sitting_id", "question_id", name=op.f("uq_answer_sitting_id_question_id")),
    )
    op.create_table(
        "answer_history",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f("fk_answer_history_sitting_id_learner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_history")),
        sa.UniqueConstraint(
            "sitting_id",
            "question_id",
            "revision",
            name=op.f("uq_answer_history_sitting_id_question_id_revision"),
        ),
    )
    op.create_table(
        "grade_event",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("marked", sa.JSON(), nullable=False),
        sa.Column("engine", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f("fk_grade_event_sitting_id_learner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_event")),
        sa.UniqueConstraint("sitting_id", "number", name=op.f("uq_grade_event_sitting_id_number")),
    )
    op.create_table(
        "hint_use",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f("fk_hint_use_sitting_id_learner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hint_use")),
        sa.UniqueConstraint(
            "sitting_id", "question_id", "number", name=op.f("uq_hint_use_sitting_id_question_id_number")
        ),
    )
    op.create_table(
        "review_flag",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("raised", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f("fk_review_flag_sitting_id_learner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_flag")),
        sa.UniqueConstraint("sitting_id", "question_id", name=op.f("uq_review_flag_sitting_id_question_id")),
    )
    op.create_table(
        "trial",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f("fk_trial_sitting_id_learner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    op.create_index(
        op.f("ix_trial_sitting_id_question_id"), "trial", ["sitting_id", "question_id"], unique=False
    )
