"""What staff does about learning platforms: keep them, say what links open, look after the marks; no streamlit here.

Each function asks app.access before the store. What a launch does is in lti_launch.py, lti_targets.py and the routes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import oidc
from app.access import Viewer, owned_by, require
from app.lti_launch import Launch
from app.oidc import Identity, OidcError
from app.store import AccountRow, LinkRow, LoginTaken, LtiMark, PlatformDraft, PlatformRow, Store

LOGIN: str = "/lti/login"
LAUNCH: str = "/lti/launch"
KEYS: str = "/lti/keys"
CONFIG: str = "/lti/config"
DEEP: str = "/lti/deep"


class Stranger(Exception):  # noqa: N818  (callers read it as a state)
    """Nobody here is known by this person of the platform; `key` names the message that says what to do."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


# --- platforms ---------------------------------------------------------------------------------------------


def platforms(store: Store, viewer: Viewer) -> tuple[PlatformRow, ...]:
    """All of them by name. Raises RoleForbids."""
    require(viewer, "lti.platform")
    return store.platforms()


def add(store: Store, viewer: Viewer, draft: PlatformDraft, at: datetime) -> PlatformRow:
    """Keeps a platform. Raises RoleForbids, BadPlatform, PlatformTaken."""
    require(viewer, "lti.platform")
    return store.add_platform(draft, viewer.learner_id, at)


def change(store: Store, viewer: Viewer, platform_id: int, draft: PlatformDraft, at: datetime) -> PlatformRow:
    """Replaces what was typed. Raises RoleForbids, PlatformNotFound, BadPlatform, PlatformTaken."""
    require(viewer, "lti.platform")
    return store.change_platform(platform_id, draft, viewer.learner_id, at)


def set_active(store: Store, viewer: Viewer, platform_id: int, active: bool, at: datetime) -> None:
    """Lets a platform in, or no longer. Raises RoleForbids, PlatformNotFound."""
    require(viewer, "lti.platform")
    store.set_platform_active(platform_id, active, viewer.learner_id, at)


def links(store: Store, viewer: Viewer) -> tuple[LinkRow, ...]:
    """The links seen, the last seen first. Raises RoleForbids."""
    require(viewer, "lti.platform")
    return store.links()


def set_target(
    store: Store, viewer: Viewer, link_id: int, target: Mapping[str, Any] | None, at: datetime
) -> LinkRow:
    """What a link opens from now on, as lti_targets.chosen reads it. Raises RoleForbids, LinkNotFound."""
    require(viewer, "lti.target")
    return store.set_link_target(link_id, target, viewer.learner_id, at)


@dataclass(frozen=True)
class Returned:
    """The marks made, the latest first, and how many are awaited, waiting, sent, refused."""

    marks: tuple[LtiMark, ...]
    counts: Mapping[str, int]


def marks(store: Store, viewer: Viewer) -> Returned:
    """The marks for platforms. Raises RoleForbids."""
    require(viewer, "lti.platform")
    return Returned(store.lti_marks(), store.lti_counts())


def send_again(store: Store, viewer: Viewer, mark_id: int, at: datetime) -> None:
    """Puts a mark among those to send. Raises RoleForbids, LinkNotFound."""
    require(viewer, "lti.platform")
    store.mark_again(mark_id, viewer.learner_id, at)


def addresses(here: str) -> dict[str, str]:
    """What to type into a platform, by what each address is for; `here` is the address people open."""
    paths = {"login": LOGIN, "launch": LAUNCH, "keys": KEYS, "deep": DEEP, "config": CONFIG}
    return {name: here + path for name, path in paths.items()}


# --- people ------------------------------------------------------------------------------------------------


def account_for(store: Store, launch: Launch, at: datetime) -> AccountRow:
    """The open account of who launches; a learner's is made for a stranger where the platform's row says so.

    A role on the platform gives no role here: staff has its account first, and links it. Raises Stranger.
    """
    known = store.account_of_identity(launch.platform.told.issuer, launch.subject)
    if known is not None and not known.active:
        raise Stranger("lti.stranger.closed")
    makes = launch.platform.told.creates_accounts and launch.is_learner and not launch.is_staff
    if known is None and not makes:
        raise Stranger("lti.stranger.staff" if launch.is_staff else "lti.stranger.learner")
    who = Identity(launch.platform.told.issuer, launch.subject, launch.name, launch.email, launch.username)
    try:
        return oidc.account_for(store, who, at, create=makes)
    except OidcError as error:
        raise Stranger("lti.stranger.learner") from error


def link_account(store: Store, viewer: Viewer, issuer: str, subject: str, at: datetime) -> None:
    """Lets a person of a platform sign in as the viewer, who asks for it. Raises LoginTaken for another's."""
    require(viewer, "account.password", owned_by(viewer.learner_id))
    known = store.account_of_identity(issuer, subject)
    if known is None:
        store.link_identity(viewer.learner_id, issuer, subject, viewer.learner_id, at)
    elif known.learner_id != viewer.learner_id:
        raise LoginTaken(login=known.login)
