"""Learning platforms that may launch into this server, and our own keys that they know us by."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, RowMapping, insert, select, update

from app.store import queries as q
from app.store.audit import record
from app.store.lti_errors import BadPlatform, PlatformNotFound, PlatformTaken
from app.store.lti_rows import LtiKey, PlatformDraft, PlatformRow
from app.store.lti_tables import lti_key, lti_platform
from app.store.transactions import Transactions

MAX_NAME: Final = 200
MAX_ISSUER: Final = 300
MAX_ADDRESS: Final = 500
MAX_DEPLOYMENTS: Final = 50
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def is_safe(address: str) -> bool:
    """Whether what is asked of a web address stays between us and it: https, or http on this very machine."""
    try:
        parts = urlsplit(address)
        sound = bool(parts.hostname) and (parts.port or 1) > 0 and not parts.username and not parts.password
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return sound and not parts.fragment and (parts.scheme == "https" or local) and address.isprintable()


class Platforms(Transactions):
    """Platforms and keys; every change goes into the audit log. Privileged, but for what a launch asks."""

    def add_platform(self, draft: PlatformDraft, by: int, at: datetime) -> PlatformRow:
        """Keeps a platform, active. Raises BadPlatform, PlatformTaken."""
        clean = clean_platform(draft)

        def put(c: Connection) -> PlatformRow:
            _check_free(c, clean, None)
            values = _columns(clean) | {"active": True, "created_by": by, "created_at": at}
            made = c.execute(insert(lti_platform).values(values)).inserted_primary_key
            assert made is not None
            record(c, at, by, "lti.platform", details=_told(clean))
            return _platform(c, made[0])

        return self._write(put)

    def change_platform(self, platform_id: int, draft: PlatformDraft, by: int, at: datetime) -> PlatformRow:
        """Replaces all that was typed. Raises PlatformNotFound, BadPlatform, PlatformTaken."""
        clean = clean_platform(draft)

        def put(c: Connection) -> PlatformRow:
            before = _platform(c, platform_id)
            _check_free(c, clean, platform_id)
            c.execute(update(lti_platform).where(lti_platform.c.id == platform_id).values(_columns(clean)))
            record(c, at, by, "lti.change", details=_told(clean) | {"before": before.told.name})
            return _platform(c, platform_id)

        return self._write(put)

    def set_platform_active(self, platform_id: int, active: bool, by: int, at: datetime) -> None:
        """Lets it in, or no longer; its people, links and marks stay. Raises PlatformNotFound."""

        def put(c: Connection) -> None:
            found = _platform(c, platform_id)
            if found.active != active:
                mine = lti_platform.c.id == platform_id
                c.execute(update(lti_platform).where(mine).values(active=active))
                record(c, at, by, "lti.open" if active else "lti.close", details={"platform": found.name})

        self._write(put)

    def platform(self, platform_id: int) -> PlatformRow:
        """One platform. Privileged; raises PlatformNotFound."""
        return self._read(lambda c: _platform(c, platform_id))

    def platforms(self) -> tuple[PlatformRow, ...]:
        """All of them by name. Privileged."""
        query = select(lti_platform).order_by(lti_platform.c.name, lti_platform.c.id)
        return self._read(lambda c: tuple(_row(row) for row in c.execute(query).mappings()))

    def platforms_of(self, issuer: str) -> tuple[PlatformRow, ...]:
        """The active platforms of an issuer: one for each client."""
        if not q.storable(issuer, MAX_ISSUER):
            return ()
        t = lti_platform
        query = select(t).where(t.c.issuer == issuer, t.c.active.is_(True)).order_by(t.c.id)
        return self._read(lambda c: tuple(_row(row) for row in c.execute(query).mappings()))

    def has_platforms(self) -> bool:
        """Whether any platform may launch into this server."""
        query = select(lti_platform.c.id).where(lti_platform.c.active.is_(True)).limit(1)
        return self._read(lambda c: c.execute(query).first() is not None)

    # --- our keys ------------------------------------------------------------------------------------------

    def lti_keys(self) -> tuple[LtiKey, ...]:
        """Our keys, the oldest first, the retired ones too. Privileged: they hold the private halves."""
        query = select(lti_key).order_by(lti_key.c.created_at, lti_key.c.kid)
        return self._read(lambda c: tuple(LtiKey(**row) for row in c.execute(query).mappings()))

    def add_lti_key(
        self, kid: str, private_pem: str, by: int | None, at: datetime, *, only_first: bool
    ) -> None:
        """Keeps a key; those before it sign nothing any more. Privileged.

        `only_first`: does nothing when there is one that signs (two requests made the first in the same instant).
        """
        t = lti_key

        def put(c: Connection) -> None:
            signs = t.c.retired_at.is_(None)
            if only_first and c.execute(select(t.c.kid).where(signs)).first() is not None:
                return
            c.execute(update(t).where(signs).values(retired_at=at))
            c.execute(insert(t).values(kid=kid, private_pem=private_pem, created_at=at))
            record(c, at, by, "lti.key", details={"kid": kid})

        self._write(put)


def clean_platform(draft: PlatformDraft) -> PlatformDraft:
    """What was typed, without the spaces around it. Raises BadPlatform, which says what to mend."""
    name, issuer, client = " ".join(draft.name.split()), draft.issuer.strip(), draft.client_id.strip()
    if not name or not q.storable(name, MAX_NAME):
        raise BadPlatform("name", limit=MAX_NAME)
    if not issuer or not q.storable(issuer, MAX_ISSUER) or any(one.isspace() for one in issuer):
        raise BadPlatform("issuer", limit=MAX_ISSUER)
    if not client or not q.storable(client, MAX_NAME):
        raise BadPlatform("client", limit=MAX_NAME)
    addresses = {}
    for field in ("auth_login_url", "auth_token_url", "key_set_url"):
        said = str(getattr(draft, field)).strip()
        if not q.storable(said, MAX_ADDRESS) or not is_safe(said):
            raise BadPlatform("address", address=said[:MAX_ADDRESS] or "–")
        addresses[field] = said
    deployments = tuple(dict.fromkeys(one.strip() for one in draft.deployment_ids if one.strip()))
    if len(deployments) > MAX_DEPLOYMENTS or not all(q.storable(one, 255) for one in deployments):
        raise BadPlatform("deployments", limit=MAX_DEPLOYMENTS)
    return PlatformDraft(
        name, issuer, client, **addresses, deployment_ids=deployments, creates_accounts=draft.creates_accounts
    )


def _check_free(c: Connection, clean: PlatformDraft, but: int | None) -> None:
    t = lti_platform
    query = select(t.c.id).where(t.c.issuer == clean.issuer, t.c.client_id == clean.client_id)
    if any(row.id != but for row in c.execute(query)):
        raise PlatformTaken


def _columns(draft: PlatformDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in PlatformDraft.__dataclass_fields__} | {
        "deployment_ids": list(draft.deployment_ids)
    }


def _told(draft: PlatformDraft) -> dict[str, Any]:
    return {"platform": draft.name, "issuer": draft.issuer, "client": draft.client_id}


def _platform(c: Connection, platform_id: int) -> PlatformRow:
    row = c.execute(select(lti_platform).where(lti_platform.c.id == platform_id)).mappings().first()
    if row is None:
        raise PlatformNotFound
    return _row(row)


def _row(row: RowMapping) -> PlatformRow:
    told = {name: row[name] for name in PlatformDraft.__dataclass_fields__}
    told["deployment_ids"] = tuple(row["deployment_ids"])
    return PlatformRow(row["id"], PlatformDraft(**told), row["active"], row["created_by"], row["created_at"])
