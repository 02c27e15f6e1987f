"""The tables of accounts: who may sign in, in which role, from which browsers, and in which class.

Every account belongs to a row of `learner`, which a learner's work already names; a trainer is one too, who may
sit cases like anybody. Secrets are kept as hashes only: passwords by argon2id, sign-ins by SHA-256 of their token.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from app.store.models import RowId, UtcDateTime, metadata

account = Table(
    "account",
    metadata,
    Column("learner_id", RowId, ForeignKey("learner.id"), primary_key=True, autoincrement=False),
    # In small letters, without spaces around: what a person types to sign in.
    Column("login", String(100), nullable=False, unique=True),
    Column("display", String(200), nullable=False),
    Column("email", String(200)),
    Column("role", String(20), nullable=False),
    # None: signs in elsewhere (OpenID Connect, LTI), or has not chosen a password yet.
    Column("password_hash", String(200)),
    Column("must_change", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("issuer", String(300), primary_key=True),
    Column("subject", String(300), primary_key=True),
    Column("learner_id", RowId, ForeignKey("learner.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "learner_id"),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("learner_id", RowId, ForeignKey("learner.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    Index(None, "learner_id"),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("login", String(100), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "login", "at"),
    Index(None, "address", "at"),
)

cohort = Table(
    "cohort",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("archived_at", UtcDateTime),
)

cohort_member = Table(
    "cohort_member",
    metadata,
    Column("cohort_id", RowId, ForeignKey("cohort.id"), primary_key=True, autoincrement=False),
    Column("learner_id", RowId, ForeignKey("learner.id"), primary_key=True, autoincrement=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Index(None, "learner_id"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("cohort_id", RowId, ForeignKey("cohort.id")),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("created_by", RowId, ForeignKey("learner.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    # None: nobody signed in (a refused sign-in), or the server itself.
    Column("actor_id", RowId, ForeignKey("learner.id")),
    Column("action", String(50), nullable=False),
    Column("exam_id", String(64)),
    Column("learner_id", RowId, ForeignKey("learner.id")),
    Column("sitting_id", String(64)),
    Column("details", JSON, nullable=False),
    Index(None, "exam_id", "at"),
    Index(None, "learner_id", "at"),
    Index(None, "at"),
)
