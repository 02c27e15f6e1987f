"""Cases that trainers bring: drafts, proofs, versions published for good, withdrawn or brought back.

A version is a draft until it is published; from then on neither its files nor its digest change. A case has one
draft at most, and it is the last of its versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from app.store import models as m
from app.store import queries as q
from app.store.account_tables import account
from app.store.audit import record
from app.store.case_tables import own_case, own_case_version
from app.store.own_case_errors import (
    BadOwnCase,
    CaseArchived,
    CaseNotProven,
    CaseSlugTaken,
    DraftOvertaken,
    OwnCaseNotFound,
)
from app.store.own_case_rows import AUDIENCES, Audience, OwnCase, OwnVersion, is_enough
from app.store.transactions import Transactions

MAX_NOTE = 500  # the width of own_case_version.note
MAX_SLUG = 60


@dataclass(frozen=True)
class CaseDraft:
    """What a draft is made of: path → text, the digest of that, a note, and a scenario's changes."""

    files: Mapping[str, str]
    digest: str
    note: str = ""
    changes: Mapping[str, Any] | None = None


class OwnCases(Transactions):
    """Cases that trainers brought. Privileged, but for what `offered_cases` and `published_version` tell."""

    # -- reading ----------------------------------------------------------------------------------------------

    def own_cases(self, *, archived: bool = False) -> tuple[OwnCase, ...]:
        """Every case, the latest first; those put away when asked for. Privileged."""
        away = own_case.c.archived_at
        return self._read(lambda c: _cases(c, away.is_not(None) if archived else away.is_(None)))

    def own_case(self, slug: str) -> OwnCase:
        """One case with its versions. Privileged; raises OwnCaseNotFound."""
        return self._read(lambda c: _a_case(c, slug))

    def own_case_files(self, slug: str, version: int) -> dict[str, str]:
        """The files of a version, path → text. Privileged; raises OwnCaseNotFound."""
        v = own_case_version.c
        query = select(v.files).where(v.slug == slug, v.version == version)
        found = self._read(lambda c: c.execute(query).scalar_one_or_none())
        if found is None:
            raise OwnCaseNotFound
        return dict(found)

    def offered_cases(self, *, reserved: bool) -> tuple[str, ...]:
        """The slugs of cases that new papers may be set on; with `reserved` those for assessments too."""
        v = own_case_version.c
        query = (
            select(own_case.c.slug)
            .where(own_case.c.archived_at.is_(None))
            .where(
                select(v.slug)
                .where(v.slug == own_case.c.slug, v.published_at.is_not(None), v.withdrawn_at.is_(None))
                .exists()
            )
            .order_by(own_case.c.slug)
        )
        if not reserved:
            query = query.where(own_case.c.audience == "everyone")
        return self._read(lambda c: tuple(c.execute(query).scalars()))

    def current_version(self, slug: str) -> int | None:
        """The version of a case to open: the newest on offer, else the newest published; None without any."""
        v = own_case_version.c
        query = (
            select(v.version)
            .where(v.slug == slug, v.published_at.is_not(None))
            .order_by(v.withdrawn_at.is_not(None), v.version.desc())
            .limit(1)
        )
        return self._read(lambda c: c.execute(query).scalar_one_or_none())

    def published_versions(self, slug: str) -> dict[int, str]:
        """The versions of a case ever published, withdrawn or not: number → digest."""
        v = own_case_version.c
        query = select(v.version, v.digest).where(v.slug == slug, v.published_at.is_not(None))
        return self._read(lambda c: {row.version: row.digest for row in c.execute(query.order_by(v.version))})

    # -- drafts -----------------------------------------------------------------------------------------------

    def add_own_case(
        self,
        slug: str,
        draft: CaseDraft,
        by: int,
        at: datetime,
        *,
        audience: Audience = "everyone",
        based_on: tuple[str, int] | None = None,
    ) -> OwnCase:
        """A new case, its first version a draft; `based_on`: the library case of a scenario and its version.

        Raises CaseSlugTaken, BadOwnCase.
        """
        note = _note(draft.note)
        if not 0 < len(slug) <= MAX_SLUG:
            raise BadOwnCase("slug")
        _check_audience(audience)

        def put(c: Connection) -> OwnCase:
            if c.execute(select(own_case.c.slug).where(own_case.c.slug == slug)).first() is not None:
                raise CaseSlugTaken(slug=slug)
            based, number = based_on or (None, None)
            values = {"slug": slug, "created_by": by, "created_at": at, "audience": audience}
            c.execute(insert(own_case).values(**values, based_on=based, based_version=number))
            _insert(c, slug, 1, draft, note, by, at)
            record(c, at, by, "case.create", details={"case": slug, "based_on": based})
            return _a_case(c, slug)

        return self._write(put)

    def save_own_draft(
        self,
        slug: str,
        draft: CaseDraft,
        by: int,
        at: datetime,
        *,
        version: int,
        based_version: int | None = None,
    ) -> OwnCase:
        """Puts other files in the place of the draft's, or begins the next version with them.

        What a proof found of the files before is dropped when they differ. `version` is the number that the files
        bear. Raises OwnCaseNotFound, CaseArchived, BadOwnCase, DraftOvertaken when that is not the number of the
        draft, or of the version after the last.
        """
        note = _note(draft.note)

        def put(c: Connection) -> OwnCase:
            found = _open_case(c, slug)
            last = max((one.version for one in found.versions), default=0)
            if version != (found.draft.version if found.draft is not None else last + 1):
                raise DraftOvertaken
            if based_version is not None:
                _set(c, slug, based_version=based_version)
            if found.draft is None:
                _insert(c, slug, version, draft, note, by, at)
            else:
                values: dict[str, Any] = {"files": dict(draft.files), "digest": draft.digest, "note": note}
                values |= {"made_by": by, "made_at": at, "changes": draft.changes}
                if draft.digest != found.draft.digest:
                    values |= {"proof": None, "proven_at": None}
                c.execute(update(own_case_version).where(_is(slug, version)).values(values))
            return _a_case(c, slug)

        return self._write(put)

    def drop_own_draft(self, slug: str, by: int, at: datetime) -> OwnCase:
        """Gives up the draft; published versions stay. Raises OwnCaseNotFound, DraftOvertaken without a draft."""

        def put(c: Connection) -> OwnCase:
            found = _a_case(c, slug, lock=True)
            if found.draft is None:
                raise DraftOvertaken
            c.execute(delete(own_case_version).where(_is(slug, found.draft.version)))
            record(c, at, by, "case.drop", details={"case": slug, "version": found.draft.version})
            return _a_case(c, slug)

        return self._write(put)

    def keep_own_proof(
        self, slug: str, version: int, digest: str, proof: Mapping[str, Any], at: datetime
    ) -> bool:
        """Keeps what a proof of these very files found; False when the draft has changed since, or is published."""

        def put(c: Connection) -> bool:
            same = _is(slug, version) & (own_case_version.c.digest == digest)
            same &= own_case_version.c.published_at.is_(None)
            values = {"proof": q.plain_json(proof), "proven_at": at}
            return bool(c.execute(update(own_case_version).where(same).values(values)).rowcount)

        return self._write(put)

    # -- what learners see ------------------------------------------------------------------------------------

    def publish_own_case(self, slug: str, version: int, digest: str, by: int, at: datetime) -> OwnCase:
        """Freezes the draft for good, as its digest names it.

        Raises OwnCaseNotFound, CaseArchived, CaseNotProven, DraftOvertaken when it is no longer that draft.
        """

        def put(c: Connection) -> OwnCase:
            draft = _open_case(c, slug).draft
            if draft is None or (draft.version, draft.digest) != (version, digest):
                raise DraftOvertaken
            if not is_enough(draft.proof):
                raise CaseNotProven
            c.execute(update(own_case_version).where(_is(slug, version)).values(published_at=at))
            details = {"case": slug, "version": version, "digest": digest}
            record(c, at, by, "case.publish", details=details)
            return _a_case(c, slug)

        return self._write(put)

    def withdraw_own_case(
        self, slug: str, version: int, by: int, at: datetime, *, withdrawn: bool = True
    ) -> OwnCase:
        """Takes a published version off offer, or puts it back; papers begun keep it. Raises OwnCaseNotFound."""

        def put(c: Connection) -> OwnCase:
            found = _a_case(c, slug, lock=True).version(version)
            if found is None or not found.is_published:
                raise OwnCaseNotFound
            moment = at if withdrawn else None
            c.execute(update(own_case_version).where(_is(slug, version)).values(withdrawn_at=moment))
            action = "case.withdraw" if withdrawn else "case.restore"
            record(c, at, by, action, details={"case": slug, "version": version})
            return _a_case(c, slug)

        return self._write(put)

    def set_own_audience(self, slug: str, audience: Audience, by: int, at: datetime) -> OwnCase:
        """For whom the case is from now on. Raises OwnCaseNotFound, BadOwnCase."""
        _check_audience(audience)

        def put(c: Connection) -> OwnCase:
            _a_case(c, slug, lock=True)
            _set(c, slug, audience=audience)
            record(c, at, by, "case.audience", details={"case": slug, "audience": audience})
            return _a_case(c, slug)

        return self._write(put)

    def archive_own_case(self, slug: str, by: int, at: datetime, *, archived: bool = True) -> OwnCase:
        """Puts a case away, or takes it out again; papers already begun keep it. Raises OwnCaseNotFound."""

        def put(c: Connection) -> OwnCase:
            _a_case(c, slug, lock=True)
            _set(c, slug, archived_at=at if archived else None)
            record(c, at, by, "case.archive" if archived else "case.reopen", details={"case": slug})
            return _a_case(c, slug)

        return self._write(put)


def _check_audience(audience: str) -> None:
    if audience not in AUDIENCES:
        raise BadOwnCase("audience")


def _note(text: str) -> str:
    said = " ".join(text.split())
    if not q.storable(said, MAX_NOTE):
        raise BadOwnCase("note", limit=MAX_NOTE)
    return said


def _is(slug: str, version: int) -> ColumnElement[bool]:
    return (own_case_version.c.slug == slug) & (own_case_version.c.version == version)


def _set(c: Connection, slug: str, **values: object) -> None:
    c.execute(update(own_case).where(own_case.c.slug == slug).values(values))


def _insert(
    c: Connection, slug: str, version: int, draft: CaseDraft, note: str, by: int, at: datetime
) -> None:
    values = {"slug": slug, "version": version, "files": dict(draft.files), "digest": draft.digest}
    values |= {"changes": draft.changes, "note": note, "made_by": by, "made_at": at}
    c.execute(insert(own_case_version).values(values))


def _open_case(c: Connection, slug: str) -> OwnCase:
    found = _a_case(c, slug, lock=True)
    if found.archived_at is not None:
        raise CaseArchived
    return found


def _a_case(c: Connection, slug: str, *, lock: bool = False) -> OwnCase:
    if lock:
        query = select(own_case.c.slug).where(own_case.c.slug == slug).with_for_update()
        c.execute(query).first()
    found = _cases(c, own_case.c.slug == slug)
    if not found:
        raise OwnCaseNotFound
    return found[0]


def _cases(c: Connection, wanted: ColumnElement[bool]) -> tuple[OwnCase, ...]:
    v = own_case_version.c
    name = func.coalesce(account.c.display, m.learner.c.name).label("who")
    people = m.learner.outerjoin(account, account.c.learner_id == m.learner.c.id)
    # The files stay where they are: a list of cases does not need them.
    columns = [one for one in v if one.name != "files"]
    rows = select(*columns, name).join_from(own_case_version, people, m.learner.c.id == v.made_by)
    rows = rows.join(own_case, own_case.c.slug == v.slug).where(wanted).order_by(v.slug, v.version)
    versions: dict[str, list[OwnVersion]] = {}
    for row in c.execute(rows).mappings():
        versions.setdefault(row["slug"], []).append(_version(row))
    query = select(own_case, name).join_from(own_case, people, m.learner.c.id == own_case.c.created_by)
    query = query.where(wanted).order_by(own_case.c.created_at.desc(), own_case.c.slug)
    return tuple(_case(row, tuple(versions.get(row["slug"], ()))) for row in c.execute(query).mappings())


def _version(row: RowMapping) -> OwnVersion:
    names = ("slug", "version", "digest", "note", "made_at", "changes", "proof", "proven_at", "published_at")
    return OwnVersion(
        **{name: row[name] for name in names}, withdrawn_at=row["withdrawn_at"], made_by=row["who"]
    )


def _case(row: RowMapping, versions: tuple[OwnVersion, ...]) -> OwnCase:
    names = ("slug", "created_at", "audience", "based_on", "based_version", "archived_at")
    given = {name: row[name] for name in names}
    return OwnCase(**given, owner_id=row["created_by"], owner=row["who"], versions=versions)
