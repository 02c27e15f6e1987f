"""The tables of learning platforms (LTI 1.3): whom we trust, what their links open, the marks sent back.

People who come from a platform are accounts, tied to it by `identity` like those of OpenID Connect.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.store.models import RowId, UtcDateTime, metadata

lti_platform = Table(
    "lti_platform",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("issuer", String(300), nullable=False),
    Column("client_id", String(200), nullable=False),
    Column("auth_login_url", String(500), nullable=False),
    Column("auth_token_url", String(500), nullable=False),
    Column("key_set_url", String(500), nullable=False),
    # Empty: any deployment of that client.
    Column("deployment_ids", JSON, nullable=False),
    # Whether people unknown here get an account at their first launch.
    Column("creates_accounts", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_by", RowId, ForeignKey("learner.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("issuer", "client_id"),
)

lti_key = Table(
    "lti_key",
    metadata,
    Column("kid", String(64), primary_key=True),
    Column("private_pem", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # Still in the public key set for a while, signs nothing any more.
    Column("retired_at", UtcDateTime),
)

lti_state = Table(
    "lti_state",
    metadata,
    # SHA-256 of what the browser carries.
    Column("key_hash", String(64), primary_key=True),
    Column("data", JSON, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)

lti_link = Table(
    "lti_link",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("platform_id", RowId, ForeignKey("lti_platform.id"), nullable=False),
    Column("deployment_id", String(255), nullable=False),
    Column("resource_link_id", String(255), nullable=False),
    Column("title", String(300), nullable=False),
    Column("context_title", String(300), nullable=False),
    # {"exam": id} or {"case": slug, …}; None: not chosen yet.
    Column("target", JSON(none_as_null=True)),
    # Where the platform takes marks; None: it takes none.
    Column("lineitem", String(1000)),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform_id", "deployment_id", "resource_link_id"),
)

lti_grade = Table(
    "lti_grade",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("link_id", RowId, ForeignKey("lti_link.id"), nullable=False),
    Column("learner_id", RowId, ForeignKey("learner.id"), nullable=False),
    # Who the learner is on the platform.
    Column("subject", String(300), nullable=False),
    Column("sitting_id", String(64)),
    Column("exam_id", String(64)),
    Column("score", Float),
    Column("maximum", Float, nullable=False),
    # "waiting", "sent", "refused".
    Column("state", String(20), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("trouble", String(500), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Index(None, "state", "next_at"),
    Index(None, "link_id", "learner_id"),
)
