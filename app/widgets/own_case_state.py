"""Where a case that a trainer brought stands, in a few words."""

from __future__ import annotations

from app import session
from app.store import OwnCase, OwnVersion


def state_of(case: OwnCase) -> list[str]:
    """The case in words: put away or on offer, to whom, what its draft waits for."""
    t = session.t()
    said = []
    if case.archived_at is not None:
        said.append(t("own_cases.state_archived"))
    elif case.is_offered and case.current is not None:
        said.append(t("own_cases.state_offered", version=case.current.version))
        said.append(t(f"own_cases.audience_{case.audience}"))
    elif case.current is not None:
        said.append(t("own_cases.state_withdrawn"))
    if case.draft is not None:
        said.append(t("own_cases.state_draft", version=case.draft.version, state=version_state(case.draft)))
    return said


def version_state(version: OwnVersion) -> str:
    """One version in a word or two."""
    t = session.t()
    if version.withdrawn_at is not None:
        return t("own_cases.is_withdrawn")
    if version.is_published:
        return t("own_cases.is_published")
    if version.proof is None:
        return t("own_cases.is_unproven")
    return t("own_cases.is_proven" if version.is_proven else "own_cases.is_faulty")
