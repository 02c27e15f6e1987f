"""The tables of cases that trainers bring: scenarios made from a library case, folders uploaded.

A case's files are text, kept whole with each version; a version that was published never changes, and its digest
says so. The library that comes with the trainer is not here: it is read from its own folder.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from app.store.models import RowId, UtcDateTime, metadata

own_case = Table(
    "own_case",
    metadata,
    # Never a library case's slug.
    Column("slug", String(200), primary_key=True),
    Column("created_by", RowId, ForeignKey("learner.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # "everyone": in the learners' catalogue once published; "exams": in assessments only.
    Column("audience", String(20), nullable=False),
    # The library case that a scenario was made from, and its version; None for an uploaded folder.
    Column("based_on", String(200)),
    Column("based_version", Integer),
    Column("archived_at", UtcDateTime),
)

own_case_version = Table(
    "own_case_version",
    metadata,
    Column("slug", String(200), ForeignKey("own_case.slug"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    # Path inside the folder → text.
    Column("files", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    # What the trainer changed in the library case, as the form can show it again; None for an uploaded folder.
    Column("changes", JSON(none_as_null=True)),
    Column("note", String(500), nullable=False),
    Column("made_by", RowId, ForeignKey("learner.id"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    # {"ok": …, "seeds": …, "problems": […]} of the last proof; None: not proven yet.
    Column("proof", JSON(none_as_null=True)),
    Column("proven_at", UtcDateTime),
    Column("published_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
)
