"""Rows of accounts, sign-ins, classes, invitations and the audit log, as the store hands them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

Role = Literal["learner", "trainer", "administrator"]
ROLES: Final[tuple[Role, ...]] = ("learner", "trainer", "administrator")


@dataclass(frozen=True)
class AccountRow:
    """A person who may sign in; `has_password` is False for one who signs in elsewhere. Never a password."""

    learner_id: int
    login: str
    display: str
    email: str | None
    role: Role
    has_password: bool
    must_change: bool
    active: bool
    created_at: datetime


@dataclass(frozen=True)
class Credentials:
    """What checking a password takes; only sign-in asks for it."""

    learner_id: int
    password_hash: str | None
    active: bool


@dataclass(frozen=True)
class NewAccount:
    """An account to create: `login` as clean_login gives it, `cohort` the class to join, by its name."""

    login: str
    display: str
    role: Role = "learner"
    email: str | None = None
    password_hash: str | None = None
    must_change: bool = False
    cohort: str | None = None


@dataclass(frozen=True)
class SignInRow:
    """One browser signed in; `expires_at` moves on while it is used."""

    learner_id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str


@dataclass(frozen=True)
class CohortRow:
    """A class (« groupe »): learners who follow the same course; archived once it is over."""

    id: int
    name: str
    created_at: datetime
    archived_at: datetime | None
    size: int = 0


@dataclass(frozen=True)
class InvitationRow:
    """A code that lets people make their own account, in one role and perhaps one class."""

    code: str
    role: Role
    cohort_id: int | None
    uses_left: int
    expires_at: datetime
    created_by: int
    created_at: datetime
    revoked_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Whether somebody can still join with it at that moment."""
        return self.revoked_at is None and self.uses_left > 0 and at < self.expires_at


@dataclass(frozen=True)
class AuditRow:
    """One privileged change: who did what, when, to whom; `actor` and `learner` are names to show."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str | None
    action: str
    exam_id: str | None
    learner_id: int | None
    learner: str | None
    sitting_id: str | None
    details: Mapping[str, Any]
