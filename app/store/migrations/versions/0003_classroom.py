"""The classroom: accounts, sign-ins, classes, invitations, assessments that a trainer sets, overrides, audit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds columns and tables; no row of an earlier release changes."""
    _accounts()
    _classes()
    _exams()
    _sittings()
    _overrides()
    _audit()


def _accounts() -> None:
    _table(
        "account",
        _learner(),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("display", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        key=("learner_id",),
        refers={"learner_id": "learner.id"},
    )
    _table(
        "identity",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        _learner(),
        sa.Column("created_at", MOMENT, nullable=False),
        key=("issuer", "subject"),
        refers={"learner_id": "learner.id"},
        indexes=[("learner_id",)],
    )
    _table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _learner(),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        key=("token_hash",),
        refers={"learner_id": "learner.id"},
        indexes=[("learner_id",)],
    )
    _table(
        "sign_in_failure",
        _number(),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        indexes=[("login", "at"), ("address", "at")],
    )


def _classes() -> None:
    _table(
        "cohort",
        _number(),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.UniqueConstraint("name", name=op.f("uq_cohort_name")),
    )
    _table(
        "cohort_member",
        sa.Column("cohort_id", ROW_ID, autoincrement=False, nullable=False),
        _learner(),
        sa.Column("joined_at", MOMENT, nullable=False),
        key=("cohort_id", "learner_id"),
        refers={"cohort_id": "cohort.id", "learner_id": "learner.id"},
        indexes=[("learner_id",)],
    )
    _table(
        "invitation",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("cohort_id", ROW_ID, nullable=True),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("created_by", ROW_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        key=("code",),
        refers={"cohort_id": "cohort.id", "created_by": "learner.id"},
    )


def _exams() -> None:
    _table(
        "exam",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("created_by", ROW_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("cohort_id", ROW_ID, nullable=True),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("seeds", sa.JSON(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("validated_at", MOMENT, nullable=True),
        sa.Column("validated_by", ROW_ID, nullable=True),
        sa.Column("archived_at", MOMENT, nullable=True),
        refers={"created_by": "learner.id", "cohort_id": "cohort.id", "validated_by": "learner.id"},
        indexes=[("opens_at",)],
    )
    _table(
        "exam_paper",
        sa.Column("exam_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_slug", sa.String(length=200), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=True),
        key=("exam_id", "number"),
        refers={"exam_id": "exam.id"},
    )
    _table(
        "exam_candidate",
        sa.Column("exam_id", sa.String(length=64), nullable=False),
        _learner(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("voided_at", MOMENT, nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        key=("exam_id", "learner_id"),
        refers={"exam_id": "exam.id", "learner_id": "learner.id"},
        indexes=[("learner_id",)],
    )


def _sittings() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Alembic would make the table again to add the constraint, and others point to it.
        op.execute(
            "ALTER TABLE sitting ADD COLUMN exam_id VARCHAR(64) "
            "CONSTRAINT fk_sitting_exam_id REFERENCES exam (id)"
        )
    else:
        op.add_column("sitting", sa.Column("exam_id", sa.String(length=64), nullable=True))
        op.create_foreign_key(op.f("fk_sitting_exam_id"), "sitting", "exam", ["exam_id"], ["id"])
    op.add_column("sitting", sa.Column("paper_number", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_sitting_exam_id_learner_id"), "sitting", ["exam_id", "learner_id"], unique=False)


def _overrides() -> None:
    _table(
        "override",
        _number(),
        sa.Column("sitting_id", sa.String(length=64), nullable=False),
        sa.Column("learner_id", ROW_ID, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("points", sa.Float(), nullable=True),
        sa.Column("comment", sa.JSON(), nullable=False),
        sa.Column("by_id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id", "learner_id"],
            ["sitting.id", "sitting.learner_id"],
            name=op.f("fk_override_sitting_id_learner_id"),
        ),
        refers={"by_id": "learner.id"},
        indexes=[("sitting_id", "question_id")],
    )


def _audit() -> None:
    _table(
        "audit",
        _number(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ROW_ID, nullable=True),
        sa.Column("action", sa.String(length=50), nullable=False),
        sa.Column("exam_id", sa.String(length=64), nullable=True),
        sa.Column("learner_id", ROW_ID, nullable=True),
        sa.Column("sitting_id", sa.String(length=64), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        refers={"actor_id": "learner.id", "learner_id": "learner.id"},
        indexes=[("exam_id", "at"), ("learner_id", "at"), ("at",)],
    )


def _number() -> sa.Column[int]:
    return sa.Column("id", ROW_ID, autoincrement=True, nullable=False)


def _learner() -> sa.Column[int]:
    return sa.Column("learner_id", ROW_ID, autoincrement=False, nullable=False)


def _table(
    name: str,
    *columns: Any,
    refers: dict[str, str] | None = None,
    key: tuple[str, ...] = ("id",),
    indexes: list[tuple[str, ...]] | None = None,
) -> None:
    """A table with its primary key, its foreign keys and its indexes, all named as `models.NAMES` names them."""
    op.create_table(
        name,
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{name}_{column}"))
            for column, target in (refers or {}).items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )
    for one in indexes or []:
        op.create_index(op.f(f"ix_{name}_{'_'.join(one)}"), name, list(one), unique=False)
