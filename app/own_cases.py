"""Cases that trainers bring, as their pages and commands use them: upload, proof, preview, publish. No streamlit here.

Everything asks `app.access` first: any trainer may read, who brought a case and administrators may change it.
"""

from __future__ import annotations

import difflib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.access import Viewer, may, owned_by, require
from app.case_upload import check_slug, read_zip
from app.clock import Clock
from app.own_case_folder import digest_of, folder_for
from app.own_case_proof import Limits, Progress, ProofDesk
from app.store import (
    Audience,
    BadOwnCase,
    CaseArchived,
    CaseDraft,
    CaseSlugTaken,
    DraftOvertaken,
    OwnCase,
    OwnVersion,
    Store,
)
from cases.case import Case
from cases.library import slugs
from cases.load import load_folder

MAX_DIFF_LINES: Final = 2_000
_STAMP: Final = (1980, 1, 1, 0, 0, 0)  # of every file in a zip: the same case gives the same bytes


# -- reading --------------------------------------------------------------------------------------------------


def listed(store: Store, viewer: Viewer, *, archived: bool = False) -> tuple[OwnCase, ...]:
    """Every case that trainers brought, the latest first. Raises RoleForbids."""
    require(viewer, "case.author")
    return store.own_cases(archived=archived)


def one(store: Store, viewer: Viewer, slug: str) -> OwnCase:
    """One of them. Raises RoleForbids, OwnCaseNotFound."""
    require(viewer, "case.author")
    return store.own_case(slug)


def may_change(viewer: Viewer, case: OwnCase) -> bool:
    """Whether this person may write and publish this case."""
    return may(viewer, "case.publish", owned_by(case.owner_id))


def title(store: Store, viewer: Viewer, case: OwnCase, lang: str) -> str:
    """The title of a case in one language, read from its paper's first line; its name where there is none."""
    require(viewer, "case.author")
    if not case.versions:
        return case.slug
    return title_in(store.own_case_files(case.slug, case.versions[-1].version), lang) or case.slug


def title_in(files: Mapping[str, str], lang: str) -> str:
    """The title that a paper's first heading gives; "" where there is none."""
    for line in files.get(f"{lang}.md", "").split("\n", 200):
        if line.startswith("# "):
            return line[2:].strip()[:200]
    return ""


def files(store: Store, viewer: Viewer, slug: str, version: int) -> dict[str, str]:
    """The files of a version, path → text. Raises RoleForbids, OwnCaseNotFound."""
    require(viewer, "case.author")
    return store.own_case_files(slug, version)


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """What changed between two versions, as the lines of a unified diff, file by file."""
    lines: list[str] = []
    for path in sorted({*before, *after}):
        old, new = before.get(path, "").split("\n"), after.get(path, "").split("\n")
        lines += difflib.unified_diff(old, new, path, path, n=2, lineterm="")
        if len(lines) > MAX_DIFF_LINES:
            return (*lines[:MAX_DIFF_LINES], "…")
    return tuple(lines)


def as_zip(store: Store, viewer: Viewer, slug: str, version: int) -> bytes:
    """A version as the zip of its folder, fit to be uploaded again. Raises RoleForbids, OwnCaseNotFound."""
    found = files(store, viewer, slug, version)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, text in sorted(found.items()):
            entry = zipfile.ZipInfo(f"{slug}/{path}", _STAMP)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, text)
    return out.getvalue()


def readable(store: Store, viewer: Viewer, case: OwnCase, version: OwnVersion) -> Case | None:
    """The case of a version, draft or not, once another process has read it without fault; None before.

    Raises RoleForbids, CaseError.
    """
    require(viewer, "case.author")
    if not version.is_readable:
        return None
    return load_folder(_folder(store, case.slug, version))


def _folder(store: Store, slug: str, version: OwnVersion) -> Path:
    return folder_for(slug, store.own_case_files(slug, version.version), version.digest)


# -- writing --------------------------------------------------------------------------------------------------


def upload(store: Store, viewer: Viewer, data: bytes, slug: str, now: datetime, note: str = "") -> OwnCase:
    """A zip as a case of one's own: a new one, or the draft of the next version of one that bears its name.

    `slug` names it; "" takes the name of the folder in the zip. Raises RoleForbids, BadOwnCase, CaseSlugTaken,
    CaseArchived.
    """
    require(viewer, "case.author")
    found = read_zip(data)
    return keep(store, viewer, slug or found.slug, found.files, now, note=note)


def keep(
    store: Store,
    viewer: Viewer,
    slug: str,
    content: Mapping[str, str],
    now: datetime,
    *,
    note: str = "",
    changes: Mapping[str, Any] | None = None,
    based_on: tuple[str, int] | None = None,
) -> OwnCase:
    """Keeps files as the draft of a case: a new case where the name is free, else one's own of that name.

    Raises RoleForbids, BadOwnCase, CaseSlugTaken for a library case's name or another trainer's, CaseArchived,
    DraftOvertaken.
    """
    require(viewer, "case.author")
    check_slug(slug)
    if slug in slugs():
        raise CaseSlugTaken(slug=slug)
    draft = CaseDraft(content, digest_of(content), note, changes)
    mine = next((each for each in _all(store) if each.slug == slug), None)
    if mine is None:
        return store.add_own_case(slug, draft, viewer.learner_id, now, based_on=based_on)
    if not may_change(viewer, mine) or (mine.based_on is None) != (based_on is None):
        raise CaseSlugTaken(slug=slug)
    if mine.archived_at is not None:
        raise CaseArchived
    last = mine.versions[-1] if mine.versions else None
    number = 1 if last is None else last.version + (1 if last.is_published else 0)
    if last is not None and last.is_published and last.digest == draft.digest:
        raise BadOwnCase("same", version=last.version)
    return store.save_own_draft(
        slug, draft, viewer.learner_id, now, version=number, based_version=based_on[1] if based_on else None
    )


def begin(
    store: Store,
    viewer: Viewer,
    slug: str,
    content: Mapping[str, str],
    now: datetime,
    *,
    based_on: tuple[str, int],
    changes: Mapping[str, Any],
) -> OwnCase:
    """A new scenario, under a name that is free. Raises RoleForbids, BadOwnCase, CaseSlugTaken."""
    require(viewer, "case.author")
    check_slug(slug)
    if slug in slugs():
        raise CaseSlugTaken(slug=slug)
    draft = CaseDraft(content, digest_of(content), "", changes)
    return store.add_own_case(slug, draft, viewer.learner_id, now, based_on=based_on)


def _all(store: Store) -> tuple[OwnCase, ...]:
    return (*store.own_cases(), *store.own_cases(archived=True))


def drop_draft(store: Store, viewer: Viewer, slug: str, now: datetime) -> OwnCase:
    """Gives up the draft. Raises RoleForbids, OwnCaseNotFound, DraftOvertaken."""
    _writable(store, viewer, slug)
    return store.drop_own_draft(slug, viewer.learner_id, now)


def publish(store: Store, viewer: Viewer, slug: str, digest: str, now: datetime) -> OwnCase:
    """Publishes the draft that `digest` names, for good.

    Raises RoleForbids, OwnCaseNotFound, CaseNotProven, CaseArchived, DraftOvertaken.
    """
    draft = _writable(store, viewer, slug).draft
    if draft is None:
        raise DraftOvertaken
    return store.publish_own_case(slug, draft.version, digest, viewer.learner_id, now)


def withdraw(
    store: Store, viewer: Viewer, slug: str, version: int, now: datetime, *, withdrawn: bool = True
) -> OwnCase:
    """Takes a version off offer, or puts it back. Raises RoleForbids, OwnCaseNotFound."""
    _writable(store, viewer, slug)
    return store.withdraw_own_case(slug, version, viewer.learner_id, now, withdrawn=withdrawn)


def set_audience(store: Store, viewer: Viewer, slug: str, audience: Audience, now: datetime) -> OwnCase:
    """For whom the case is. Raises RoleForbids, OwnCaseNotFound, BadOwnCase."""
    _writable(store, viewer, slug)
    return store.set_own_audience(slug, audience, viewer.learner_id, now)


def archive(store: Store, viewer: Viewer, slug: str, now: datetime, *, archived: bool = True) -> OwnCase:
    """Puts a case away, or takes it out again. Raises RoleForbids, OwnCaseNotFound."""
    _writable(store, viewer, slug)
    return store.archive_own_case(slug, viewer.learner_id, now, archived=archived)


def _writable(store: Store, viewer: Viewer, slug: str) -> OwnCase:
    # Refused for the role alone before anything is read, then for whose case it is.
    require(viewer, "case.author")
    found = store.own_case(slug)
    require(viewer, "case.publish", owned_by(found.owner_id))
    return found


# -- proof ----------------------------------------------------------------------------------------------------


def ask_proof(
    store: Store,
    viewer: Viewer,
    desk: ProofDesk,
    slug: str,
    seeds: int,
    clock: Clock,
    limits: Limits | None = None,
) -> None:
    """Has the draft proven over `seeds` variants when its turn comes; what is found is kept with it.

    Raises RoleForbids, OwnCaseNotFound, CaseArchived, DraftOvertaken where there is no draft.
    """
    found = _writable(store, viewer, slug)
    if found.archived_at is not None:
        raise CaseArchived
    draft = found.draft
    if draft is None:
        raise DraftOvertaken

    def kept(proof: Mapping[str, Any]) -> None:
        store.keep_own_proof(slug, draft.version, draft.digest, proof, clock.now())

    desk.ask(_key(slug, draft), _folder(store, slug, draft), seeds, kept, limits)


def proof_state(viewer: Viewer, desk: ProofDesk, slug: str, version: OwnVersion) -> Progress | None:
    """How far the proof of a version has come; None when none is under way here. Raises RoleForbids."""
    require(viewer, "case.author")
    return desk.state(_key(slug, version))


def cancel_proof(store: Store, viewer: Viewer, desk: ProofDesk, slug: str) -> None:
    """Gives up the proof of the draft. Raises RoleForbids, OwnCaseNotFound."""
    draft = _writable(store, viewer, slug).draft
    if draft is not None:
        desk.cancel(_key(slug, draft))


def _key(slug: str, version: OwnVersion) -> str:
    return f"{slug}/{version.version}/{version.digest}"
