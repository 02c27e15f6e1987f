"""The library of cases: every folder that holds a case.yaml, and any other folder by its path."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from cases.case import Case
from cases.load import CASE_FILE, load_folder
from cases.problem import CaseError, Problem, nearest
from cases.versions import UnknownVersion, load_published, publications

LIBRARY_VARIABLE: Final = "LOGITRAIN_LIBRARY"


def library_folder() -> Path:
    """The folder of the cases that come with the trainer, or the one that LOGITRAIN_LIBRARY names."""
    other = os.environ.get(LIBRARY_VARIABLE)
    if other:
        return Path(other).resolve()
    return Path(str(resources.files("cases"))) / "library"


def slugs() -> tuple[str, ...]:
    """Every case of the library, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in library_folder().glob(f"*/{CASE_FILE}")))


def load(slug: str | Path, version: int | None = None) -> Case:
    """Load a case by its slug, or from a folder by its path; raises CaseError.

    ``version`` asks for a published version, or for the one being written; without it the case is loaded as it
    stands. Raises UnknownVersion when there is no such version. A library case is read once per process: its
    folder does not change while the trainer runs.
    """
    if isinstance(slug, str) and slug in slugs():
        found = library_folder() / slug
        return _library_case(found) if version is None else _library_version(found, version)
    folder = folder_of(slug)
    return load_folder(folder) if version is None else _version(folder, version)


def folder_of(slug: str | Path) -> Path:
    """The folder of a case named by its slug or by its path; raises CaseError when there is none."""
    if isinstance(slug, str) and slug in slugs():
        return library_folder() / slug
    folder = Path(slug)
    if folder.name == CASE_FILE:
        folder = folder.parent
    if not _holds_case(folder):
        params = {"slug": str(slug), "near": nearest(str(slug), slugs())}
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


def _version(folder: Path, version: int) -> Case:
    found = load_published(folder, version)
    if found is not None:
        return found
    case = load_folder(folder)
    if case.version == version:
        return case
    known = sorted({case.version, *(one.version for one in publications(folder))})
    params = {"version": version, "known": ", ".join(map(str, known))}
    raise UnknownVersion((Problem("version_unknown", f"{folder.name}/{CASE_FILE}", None, params),))
