"""What can go wrong with cases that trainers bring; words in own_cases.po."""

from __future__ import annotations

from app.store.errors import StoreError


class OwnCaseNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such case among those that trainers brought, or no such version of it."""

    key = "own_cases.error.not_found"


class CaseSlugTaken(StoreError):  # noqa: N818  (callers read it as a state)
    """Another case bears that name already."""

    key = "own_cases.error.taken"


class BadOwnCase(StoreError):  # noqa: N818  (callers read it as a state)
    """What is given cannot be kept: `key` says what to mend."""

    def __init__(self, what: str, **params: object) -> None:
        self.key = f"own_cases.error.bad_{what}"
        super().__init__(**params)


class CaseNotProven(StoreError):  # noqa: N818  (callers read it as a state)
    """Publishing what no proof over enough variants has found sound, as it stands."""

    key = "own_cases.error.not_proven"


class CaseArchived(StoreError):  # noqa: N818  (callers read it as a state)
    """The case was put away: nothing about it changes until it is brought back."""

    key = "own_cases.error.archived"


class DraftOvertaken(StoreError):  # noqa: N818  (callers read it as a state)
    """The draft was changed, published or given up meanwhile by somebody else."""

    key = "own_cases.error.overtaken"
