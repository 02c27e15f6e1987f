"""The library of cases: every folder that holds a case.yaml, any other folder by its path, and cases found elsewhere.

Whoever keeps cases in another place (the app, those that trainers bring) says so once with ``also``; from then on
they are opened by their slug wherever a library case is. A library case goes before another of the same slug.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final, Protocol

from cases.case import Case
from cases.load import CASE_FILE, load_folder
from cases.problem import CaseError, Problem, nearest
from cases.variant import Variant, draw
from cases.versions import UnknownVersion, load_published, publications

LIBRARY_VARIABLE: Final = "LOGITRAIN_LIBRARY"


class Finder(Protocol):
    """Another place where cases are kept, each published version in a folder that never changes."""

    def slugs(self, *, reserved: bool) -> tuple[str, ...]:
        """The cases on offer; with ``reserved`` those for assessments alone too."""

    def current(self, slug: str) -> int | None:
        """The version to open where none is asked for; None when there is no such case."""

    def folder(self, slug: str, version: int) -> Path | None:
        """The folder of a published version; None when there is none. Raises CaseError."""

    def versions(self, slug: str) -> tuple[int, ...]:
        """The published versions of a case."""


_elsewhere: Finder | None = None


def also(finder: Finder | None) -> None:
    """Look there too after the library's own folder, from now on in this process; None: nowhere else."""
    global _elsewhere  # noqa: PLW0603  (one place per process, as the library's folder is)
    _elsewhere = finder


def library_folder() -> Path:
    """The folder of the cases that come with the trainer, or the one that LOGITRAIN_LIBRARY names."""
    other = os.environ.get(LIBRARY_VARIABLE)
    if other:
        return Path(other).resolve()
    return Path(str(resources.files("cases"))) / "library"


def slugs() -> tuple[str, ...]:
    """Every case of the library, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in library_folder().glob(f"*/{CASE_FILE}")))


def has(slug: str) -> bool:
    """Whether the library itself holds a case of that slug."""
    # One look at the disk: this is asked several times for each page that is drawn.
    return Path(slug).name == slug and _holds_case(library_folder() / slug)


def every_slug(*, reserved: bool = False) -> tuple[str, ...]:
    """Every case on offer, in alphabetical order: the library's, and those found elsewhere.

    With ``reserved`` also those that are for assessments alone: only who sets an assessment is shown them.
    """
    found = _elsewhere.slugs(reserved=reserved) if _elsewhere is not None else ()
    return tuple(sorted({*slugs(), *found}))


def current(slug: str) -> int | None:
    """The version that a case found elsewhere has now; None for the library's own, whose folder says it."""
    return None if _elsewhere is None or has(slug) else _elsewhere.current(slug)


def load(slug: str | Path, version: int | None = None) -> Case:
    """Load a case by its slug, or from a folder by its path; raises CaseError.

    ``version`` asks for a published version, or for the one being written; without it the case is loaded as it
    stands. Raises UnknownVersion when there is no such version. A library case is read once per process: its
    folder does not change while the trainer runs.
    """
    if isinstance(slug, str) and has(slug):
        found = library_folder() / slug
        return _library_case(found) if version is None else _library_version(found, version)
    if isinstance(slug, str) and (now := current(slug)) is not None:
        return _found_elsewhere(slug, now if version is None else version)
    folder = folder_of(slug)
    return load_folder(folder) if version is None else _version(folder, version)


def drawn(slug: str, version: int, seed: int) -> Variant:
    """The variant of a seed in a version of a case, for whoever asks by name. Raises CaseError, DrawError."""
    return draw(load(slug, version), seed)


def folder_of(slug: str | Path) -> Path:
    """The folder of a case named by its slug or by its path; raises CaseError when there is none."""
    if isinstance(slug, str) and has(slug):
        return library_folder() / slug
    if isinstance(slug, str) and _elsewhere is not None and (now := current(slug)) is not None:
        kept = _elsewhere.folder(slug, now)
        if kept is not None:
            return kept
    folder = Path(slug)
    if folder.name == CASE_FILE:
        folder = folder.parent
    if not _holds_case(folder):
        params = {"slug": str(slug), "near": nearest(str(slug), every_slug())}
        raise CaseError((Problem("case_unknown", "", None, params),))
    return folder.resolve()


def _holds_case(folder: Path) -> bool:
    try:
        return (folder / CASE_FILE).is_file()
    except (OSError, ValueError):  # a name too long, or with a null character, is no folder
        return False


@lru_cache(maxsize=128)
def _library_case(folder: Path) -> Case:
    return load_folder(folder)


@lru_cache(maxsize=128)
def _library_version(folder: Path, version: int) -> Case:
    return _version(folder, version)


def _found_elsewhere(slug: str, version: int) -> Case:
    assert _elsewhere is not None
    folder = _elsewhere.folder(slug, version)
    if folder is None:
        raise _unknown(slug, version, _elsewhere.versions(slug))
    return _kept_case(folder, version)


@lru_cache(maxsize=128)
def _kept_case(folder: Path, version: int) -> Case:
    # Where a case is kept elsewhere, that place numbers its versions, not the file.
    case = load_folder(folder)
    return replace(case, file=case.file.model_copy(update={"version": version}))


def _version(folder: Path, version: int) -> Case:
    found = load_published(folder, version)
    if found is not None:
        return found
    case = load_folder(folder)
    if case.version == version:
        return case
    raise _unknown(folder.name, version, (case.version, *(one.version for one in publications(folder))))


def _unknown(slug: str, version: int, known: Iterable[int]) -> UnknownVersion:
    params = {"version": version, "known": ", ".join(map(str, sorted(set(known))))}
    return UnknownVersion((Problem("version_unknown", f"{slug}/{CASE_FILE}", None, params),))
