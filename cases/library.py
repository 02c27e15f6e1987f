"""The library of cases: every folder that holds a case.yaml, and any other folder by its path."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from cases.case import Case
from cases.load import CASE_FILE, load_folder
from cases.problem import CaseError, Problem, nearest


def library_folder() -> Path:
    """The folder of the cases that come with the trainer."""
    return Path(str(resources.files("cases"))) / "library"


def slugs() -> tuple[str, ...]:
    """Every case of the library, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in library_folder().glob(f"*/{CASE_FILE}")))


def load(slug: str | Path) -> Case:
    """Load a case by its slug, or from a folder by its path; raises CaseError.

    A library case is read once per process: its folder does not change while the trainer runs.
    """
    if isinstance(slug, str) and slug in slugs():
        return _library_case(slug)
    folder = Path(slug)
    if folder.name == CASE_FILE:
        folder = folder.parent
    if not _holds_case(folder):
        params = {"slug": str(slug), "near": nearest(str(slug), slugs())}
        raise CaseError((Problem("case_unknown", "", None, params),))
    return load_folder(folder.resolve())


def _holds_case(folder: Path) -> bool:
    try:
        return (folder / CASE_FILE).is_file()
    except (OSError, ValueError):  # a name too long, or with a null character, is no folder
        return False


@lru_cache(maxsize=128)
def _library_case(slug: str) -> Case:
    return load_folder(library_folder() / slug)
