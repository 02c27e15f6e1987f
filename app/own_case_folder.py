"""The files of a case that a trainer brought, put into a folder so that it is read as any case is.

Each process has a folder of its own that nobody else may open, and that goes with it: what is kept for good is in
the database. A case folder in it is made whole beside its place and then renamed there, and what it holds is
compared with the digest that the database names. No streamlit here.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cases.load import CASE_FILE
from cases.problem import CaseError, Problem
from cases.versions import NOTES, digest

_making = threading.Lock()


def digest_of(files: Mapping[str, str]) -> str:
    """The digest of a case's files, path → text, as `cases.versions.digest` gives it of their folder."""
    total = hashlib.sha256()
    for path in sorted(files):
        if path != NOTES:
            data = files[path].encode()
            total.update(f"{path}\0{len(data)}\0".encode())
            total.update(data)
    return total.hexdigest()


def folder_for(slug: str, files: Mapping[str, str], expected: str) -> Path:
    """A folder named `slug` that holds these files. Raises CaseError when they are not what `expected` names."""
    # The notes are no part of the digest, and two states of them must not share a folder.
    notes = hashlib.sha256(files.get(NOTES, "").encode()).hexdigest()[:8]
    place = _base() / f"{expected[:32]}-{notes}" / slug
    with _making:
        if not _holds(place, expected):
            _write(place, files)
            if not _holds(place, expected):
                shutil.rmtree(place, ignore_errors=True)
                raise CaseError(
                    (Problem("published_changed", f"{slug}/{CASE_FILE}", None, {"version": "?"}),)
                )
    return place


def _holds(place: Path, expected: str) -> bool:
    try:
        return digest(place) == expected
    except OSError:
        return False


def _write(place: Path, files: Mapping[str, str]) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=place.parent)) / place.name
    for path, text in files.items():
        # Names were checked when the files came in; what the database says by now is checked again.
        target = (draft / path).resolve()
        if not target.is_relative_to(draft.resolve()):
            raise CaseError((Problem("file_unreadable", path, None, {"what": ".."}),))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    draft.rename(place)
    draft.parent.rmdir()


@cache
def _base() -> Path:
    made = tempfile.mkdtemp(prefix="logitrain-cases-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)
