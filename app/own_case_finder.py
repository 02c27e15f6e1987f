"""Where `cases.library` finds the cases that trainers brought: published versions in the store, by slug and version."""

from __future__ import annotations

from pathlib import Path

from app.own_case_folder import folder_for
from app.store import Store
from cases import library


class OwnCaseFinder:
    """The published versions of one store. Withdrawn ones are found too: papers begun with them stay readable."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._folders: dict[tuple[str, int], Path] = {}

    def slugs(self, *, reserved: bool) -> tuple[str, ...]:
        """The cases on offer; with `reserved` those for assessments alone too. Raises StoreUnavailable."""
        return self.store.offered_cases(reserved=reserved)

    def current(self, slug: str) -> int | None:
        """The version to open where none is asked for; None when there is no such case."""
        return self.store.current_version(slug)

    def versions(self, slug: str) -> tuple[int, ...]:
        """The published versions of a case."""
        return tuple(self.store.published_versions(slug))

    def folder(self, slug: str, version: int) -> Path | None:
        """The folder of a published version; None when there is none.

        Raises CaseError when the store no longer holds what was published, StoreUnavailable.
        """
        key = (slug, version)
        known = self._folders.get(key)
        # A system may clear its temporary files while the server runs.
        if known is not None and known.is_dir():
            return known
        digest = self.store.published_versions(slug).get(version)
        if digest is None:
            return None
        self._folders[key] = folder_for(slug, self.store.own_case_files(slug, version), digest)
        return self._folders[key]


_finder: OwnCaseFinder | None = None


def attach(store: Store) -> None:
    """From now on `cases.library` finds the cases of this store, and of no other."""
    global _finder  # noqa: PLW0603  (as the place where the library looks is one per process)
    if _finder is None or _finder.store is not store:
        _finder = OwnCaseFinder(store)
        library.also(_finder)
