"""The links of learning platforms: where a launch stands while the browser is away, and what each link opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from app.store import queries as q
from app.store.audit import record
from app.store.lti_errors import LinkNotFound
from app.store.lti_rows import LinkDraft, LinkRow
from app.store.lti_tables import lti_link, lti_platform, lti_state
from app.store.transactions import Transactions

MAX_TITLE: Final = 300
MAX_ADDRESS: Final = 1000
# Where a target comes from: what a launch says gives way to what somebody chose here.
LAUNCH: Final = "launch"


class LtiLinks(Transactions):
    """States by the hash of what the browser carries, and links."""

    def keep_lti_state(
        self, key_hash: str, data: Mapping[str, Any], expires_at: datetime, at: datetime
    ) -> None:
        """Keeps what a browser comes back for; those long over are forgotten."""
        values = {"key_hash": key_hash, "data": q.plain_json(data), "expires_at": expires_at}

        def put(c: Connection) -> None:
            c.execute(delete(lti_state).where(lti_state.c.expires_at < at))
            c.execute(insert(lti_state).values(values))

        self._write(put)

    def lti_state(self, key_hash: str, at: datetime) -> dict[str, Any] | None:
        """What was kept, None when it is over or was taken."""
        query = select(lti_state.c.data).where(lti_state.c.key_hash == key_hash, lti_state.c.expires_at > at)
        return self._read(lambda c: c.execute(query).scalar_one_or_none())

    def take_lti_state(self, key_hash: str, at: datetime) -> dict[str, Any] | None:
        """The same, which nobody can take again."""
        t = lti_state

        def take(c: Connection) -> dict[str, Any] | None:
            mine = (t.c.key_hash == key_hash) & (t.c.expires_at > at)
            row = c.execute(select(t.c.data).where(mine).with_for_update()).first()
            taken = c.execute(delete(t).where(t.c.key_hash == key_hash)).rowcount
            return row.data if row is not None and taken == 1 else None

        return self._write(take)

    # --- links ---------------------------------------------------------------------------------------------

    def link_seen(self, draft: LinkDraft, at: datetime) -> LinkRow:
        """Keeps what a launch tells about its link, and gives the link as it stands.

        What the launch says it opens counts unless somebody chose here.
        """
        t = lti_link
        lineitem = draft.lineitem if draft.lineitem and q.storable(draft.lineitem, MAX_ADDRESS) else None
        values: dict[str, Any] = {
            "title": _short(draft.title),
            "context_title": _short(draft.context_title),
            "lineitem": lineitem,
            "scopes": list(draft.scopes),
            "seen_at": at,
        }
        said = None if draft.target is None else {**q.plain_json(draft.target), "from": LAUNCH}

        def put(c: Connection) -> LinkRow:
            named = {
                "platform_id": draft.platform_id,
                "deployment_id": draft.deployment_id,
                "resource_link_id": draft.resource_link_id,
            }
            mine = (
                (t.c.platform_id == draft.platform_id)
                & (t.c.deployment_id == draft.deployment_id)
                & (t.c.resource_link_id == draft.resource_link_id)
            )
            row = c.execute(select(t.c.id, t.c.target).where(mine)).first()
            if row is None:
                made = c.execute(insert(t).values(**named, **values, target=said, created_at=at))
                assert made.inserted_primary_key is not None
                return a_link(c, made.inserted_primary_key[0])
            if said is not None and (row.target is None or row.target.get("from") == LAUNCH):
                values["target"] = said
            c.execute(update(t).where(t.c.id == row.id).values(values))
            return a_link(c, row.id)

        return self._write(put)

    def set_link_target(
        self, link_id: int, target: Mapping[str, Any] | None, by: int, at: datetime
    ) -> LinkRow:
        """What the link opens from now on; None: to be chosen again. Raises LinkNotFound."""
        kept = None if target is None else q.plain_json(target)

        def put(c: Connection) -> LinkRow:
            found = a_link(c, link_id)
            c.execute(update(lti_link).where(lti_link.c.id == link_id).values(target=kept))
            record(
                c, at, by, "lti.target", exam_id=(kept or {}).get("exam"),
                details={"link": found.title or found.resource_link_id, "platform": found.platform} | (kept or {}),
            )  # fmt: skip
            return a_link(c, link_id)

        return self._write(put)

    def link(self, link_id: int) -> LinkRow:
        """One link. Privileged; raises LinkNotFound."""
        return self._read(lambda c: a_link(c, link_id))

    def links(self, platform_id: int | None = None) -> tuple[LinkRow, ...]:
        """The links seen, of one platform or of all, the last seen first. Privileged."""
        wanted = None if platform_id is None else lti_link.c.platform_id == platform_id
        return self._read(lambda c: tuple(links_where(c, wanted).values()))


def a_link(c: Connection, link_id: int) -> LinkRow:
    """The link of that id; raises LinkNotFound."""
    found = links_where(c, lti_link.c.id == link_id).get(link_id)
    if found is None:
        raise LinkNotFound
    return found


def links_where(c: Connection, wanted: ColumnElement[bool] | None) -> dict[int, LinkRow]:
    """Link id → link, the last seen first, of those that meet a condition."""
    t = lti_link
    query = select(t, lti_platform.c.name.label("platform")).join(
        lti_platform, lti_platform.c.id == t.c.platform_id
    )
    query = (query if wanted is None else query.where(wanted)).order_by(t.c.seen_at.desc(), t.c.id.desc())
    return {row["id"]: _row(row) for row in c.execute(query).mappings()}


def _row(row: RowMapping) -> LinkRow:
    return LinkRow(**{**row, "scopes": tuple(row["scopes"])})


def _short(text: str) -> str:
    said = " ".join(text.split())[:MAX_TITLE]
    return said if q.storable(said, MAX_TITLE) else ""
