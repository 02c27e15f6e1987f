"""Cases that trainers bring, learning platforms (LTI 1.3), revision plans."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds tables; no row of an earlier release changes."""
    _cases()
    _platforms()
    _plans()


def _cases() -> None:
    _table(
        "own_case",
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("created_by", ROW_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("based_on", sa.String(length=200), nullable=True),
        sa.Column("based_version", sa.Integer(), nullable=True),
        sa.Column("archived_at", MOMENT, nullable=True),
        key=("slug",),
        refers={"created_by": "learner.id"},
    )
    _table(
        "own_case_version",
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("made_by", ROW_ID, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("proof", sa.JSON(), nullable=True),
        sa.Column("proven_at", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        key=("slug", "version"),
        refers={"slug": "own_case.slug", "made_by": "learner.id"},
    )


def _platforms() -> None:
    _table(
        "lti_platform",
        _number(),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("auth_login_url", sa.String(length=500), nullable=False),
        sa.Column("auth_token_url", sa.String(length=500), nullable=False),
        sa.Column("key_set_url", sa.String(length=500), nullable=False),
        sa.Column("deployment_ids", sa.JSON(), nullable=False),
        sa.Column("creates_accounts", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", ROW_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        refers={"created_by": "learner.id"},
        unique=("issuer", "client_id"),
    )
    _table(
        "lti_key",
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("private_pem", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        key=("kid",),
    )
    _table(
        "lti_state",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        key=("key_hash",),
        indexes=[("expires_at",)],
    )
    _table(
        "lti_link",
        _number(),
        sa.Column("platform_id", ROW_ID, nullable=False),
        sa.Column("deployment_id", sa.String(length=255), nullable=False),
        sa.Column("resource_link_id", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("context_title", sa.String(length=300), nullable=False),
        sa.Column("target", sa.JSON(), nullable=True),
        sa.Column("lineitem", sa.String(length=1000), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        refers={"platform_id": "lti_platform.id"},
        unique=("platform_id", "deployment_id", "resource_link_id"),
    )
    _table(
        "lti_grade",
        _number(),
        sa.Column("link_id", ROW_ID, nullable=False),
        _learner(),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("sitting_id", sa.String(length=64), nullable=True),
        sa.Column("exam_id", sa.String(length=64), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("maximum", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=500), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        refers={"link_id": "lti_link.id", "learner_id": "learner.id"},
        indexes=[("state", "next_at"), ("link_id", "learner_id")],
    )


def _plans() -> None:
    _table(
        "revision_plan",
        _number(),
        _learner(),
        sa.Column("referential", sa.String(length=50), nullable=False),
        sa.Column("block", sa.String(length=50), nullable=False),
        sa.Column("exam_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("rest", sa.String(length=7), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        refers={"learner_id": "learner.id"},
        indexes=[("learner_id",)],
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
    unique: tuple[str, ...] = (),
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
        *((sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")),) if unique else ()),
    )
    for one in indexes or []:
        op.create_index(op.f(f"ix_{name}_{'_'.join(one)}"), name, list(one), unique=False)
