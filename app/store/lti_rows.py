"""Rows of learning platforms, their links and the marks sent back, as the store hands them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

SCORE_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
OUT_OF: Final = 20.0

MarkState = Literal["waiting", "sent", "refused"]


@dataclass(frozen=True)
class PlatformDraft:
    """A platform as an administrator types it.

    `deployment_ids` empty: any deployment of that client. `creates_accounts`: learners whom nobody knows here get
    an account at their first launch.
    """

    name: str
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    deployment_ids: tuple[str, ...] = ()
    creates_accounts: bool = False


@dataclass(frozen=True)
class PlatformRow:
    """A platform as kept; one that is not `active` is refused at the door and gets no marks."""

    id: int
    told: PlatformDraft
    active: bool
    created_by: int
    created_at: datetime

    @property
    def name(self) -> str:
        """Its name."""
        return self.told.name


@dataclass(frozen=True)
class LtiKey:
    """A key of ours: `kid` names it, `retired_at` says since when it signs nothing any more."""

    kid: str
    private_pem: str = field(repr=False)
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True)
class LinkDraft:
    """A link as a launch tells it; `target` only when the launch itself says what it opens."""

    platform_id: int
    deployment_id: str
    resource_link_id: str
    title: str = ""
    context_title: str = ""
    lineitem: str | None = None
    scopes: tuple[str, ...] = ()
    target: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class LinkRow:
    """A link seen on a platform.

    `target` is plain data (app.lti_targets reads it), None until somebody chose; `lineitem` is where the platform
    takes its marks.
    """

    id: int
    platform_id: int
    platform: str
    deployment_id: str
    resource_link_id: str
    title: str
    context_title: str
    target: dict[str, Any] | None
    lineitem: str | None
    scopes: tuple[str, ...]
    created_at: datetime
    seen_at: datetime

    @property
    def takes_marks(self) -> bool:
        """Whether the platform takes marks for it."""
        return self.lineitem is not None and SCORE_SCOPE in self.scopes


@dataclass(frozen=True)
class LtiMark:
    """A mark for a platform: awaited while `score` is None, then waiting to be sent, sent, or refused.

    `score` is out of `maximum`; `trouble` is a message key, and what is told with it behind a space.
    """

    id: int
    link_id: int
    learner_id: int
    learner: str
    subject: str
    sitting_id: str | None
    exam_id: str | None
    score: float | None
    maximum: float
    state: MarkState
    tries: int
    trouble: str
    made_at: datetime
    next_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class Seat:
    """A learner at a link that takes marks: the last mark made for them there."""

    link: LinkRow
    last: LtiMark
