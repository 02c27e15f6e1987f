"""Published versions of a case: frozen copies beside it, and their digests.

A published question never changes: a paper marked with version 2 is marked with version 2 for good. Whatever
the case says later stands under a higher number. ``published/`` in the case's folder holds a copy of each
version in ``v<n>/``, and ``published.yaml``, the list of them with their digests.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cases.case import Case
from cases.load import CASE_FILE, LANGUAGES, load_folder
from cases.plain import Plain
from cases.problem import CaseError, Problem
from cases.text_file import decoded
from cases.yaml_lines import Located, read_yaml

PUBLISHED = "published"
PUBLISHED_FILE = "published.yaml"
ANNEXES = "annexes"
NOTES = "design.md"
_PAPERS = tuple(f"{lang}.md" for lang in LANGUAGES)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BOM = b"\xef\xbb\xbf"
_HEAD = "# The published versions of this case, written by `logitrain case publish`. Not to be edited.\n"


@dataclass(frozen=True)
class Publication:
    """A published version: its number, the digest of its content, the day it was published."""

    version: int
    digest: str
    at: date

    @property
    def name(self) -> str:
        """The folder of its copy, under ``published/``."""
        return f"v{self.version}"


class UnknownVersion(CaseError):  # noqa: N818  (callers read it as a state)
    """A case has no such version: neither published, nor the one being written."""


# -- content -------------------------------------------------------------------------------------------
def content_files(folder: Path) -> tuple[Path, ...]:
    """The files that a paper is made of, in the order of their digest: case file, papers, annexes."""
    annexes = folder / ANNEXES
    found = [folder / name for name in (CASE_FILE, *_PAPERS)]
    if annexes.is_dir():
        found += [
            path
            for path in annexes.rglob("*")
            # An editor's own files (.DS_Store, .~lock…) are no part of the paper.
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(annexes).parts)
        ]
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).as_posix()))


def digest(folder: Path) -> str:
    """SHA-256, in hexadecimal, of a case's content; the same whatever the line endings. Raises OSError."""
    total = hashlib.sha256()
    for path in content_files(folder):
        data = _normalised(path.read_bytes())
        # The length before the bytes: no two different sets of files can give the same stream.
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def _normalised(data: bytes) -> bytes:
    if b"\0" in data:  # a spreadsheet, an image: no text, no line ends
        return data
    return data.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


# -- the list ------------------------------------------------------------------------------------------
def publications(folder: Path) -> tuple[Publication, ...]:
    """The published versions of the case in ``folder``, the lowest number first; none when nothing is published.

    Raises CaseError, with file and line, when ``published.yaml`` cannot be read.
    """
    path = folder / PUBLISHED / PUBLISHED_FILE
    name = f"{folder.name}/{PUBLISHED}/{PUBLISHED_FILE}"
    try:
        text = decoded(path.read_bytes(), name)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise CaseError((Problem("file_unreadable", name, None, {"what": error.strerror}),)) from error
    if isinstance(text, Problem):
        raise CaseError((text,))
    located, problems = read_yaml(text, name)
    if located is None:
        raise CaseError(problems)
    entries = located.data if isinstance(located.data, list) else [located.data]
    found = [_publication(located, place, entry) for place, entry in enumerate(entries)]
    for place, one in enumerate(found):
        if one.version in {other.version for other in found[:place]}:
            raise CaseError(
                (Problem("published_twice", name, located.line((place,)), {"version": one.version}),)
            )
    return tuple(sorted(found, key=lambda one: one.version))


def _publication(located: Located, place: int, entry: Plain) -> Publication:
    problem = Problem("published_entry", located.file, located.line((place,)))
    if not isinstance(entry, dict) or set(entry) != {"version", "digest", "at"}:
        raise CaseError((problem,))
    version, told, at = entry["version"], entry["digest"], entry["at"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CaseError((problem,))
    if not isinstance(told, str) or not _DIGEST.fullmatch(told) or not isinstance(at, str):
        raise CaseError((problem,))
    try:
        return Publication(version, told, date.fromisoformat(at))
    except ValueError as error:
        raise CaseError((problem,)) from error


# -- publishing ----------------------------------------------------------------------------------------
def refusals(case: Case) -> tuple[Problem, ...]:
    """Why the case cannot be published: its version is published already, changed or not, or is too low."""
    problems = tuple(unchanged_since_published(case))
    if problems:
        return problems
    same = next((one for one in publications(case.folder) if one.version == case.version), None)
    if same is None:
        return ()
    return (_problem(case, "published_already", version=case.version, at=same.at.isoformat()),)


def publish(case: Case, at: date) -> Publication:
    """Freeze the case as it stands under its version number; returns the publication.

    Files: ``published/v<n>/`` (case file, papers, annexes, design notes) and a line of ``published.yaml``.
    Proving the case first is the caller's. Raises CaseError when there are ``refusals``, OSError when the
    folder cannot be written.
    """
    problems = refusals(case)
    if problems:
        raise CaseError(problems)
    known = publications(case.folder)
    made = Publication(case.version, digest(case.folder), at)
    published = case.folder / PUBLISHED
    target = published / made.name
    published.mkdir(exist_ok=True)
    # A copy that the list does not name is what a publication cut short left behind: kept if it is the same.
    if not target.exists():
        _copy(case.folder, target)
    if _digest_of(target) != made.digest:
        place = f"{case.slug}/{PUBLISHED}/{made.name}"
        raise CaseError((Problem("published_leftover", place, None, {"version": made.version}),))
    _write(published / PUBLISHED_FILE, _listed((*known, made)))
    return made


def _copy(folder: Path, target: Path) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    notes = folder / NOTES
    try:
        for path in (*content_files(folder), *((notes,) if notes.is_file() else ())):
            copy = draft / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _listed(known: Sequence[Publication]) -> str:
    lines = (
        f'- {{version: {one.version}, digest: "{one.digest}", at: "{one.at.isoformat()}"}}\n' for one in known
    )
    return _HEAD + "".join(lines)


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


# -- what must hold ------------------------------------------------------------------------------------
def unchanged_since_published(case: Case) -> Iterator[Problem]:
    """Every way in which a case breaks what was published: its own content, or a frozen copy, has changed."""
    try:
        known = publications(case.folder)
    except CaseError as error:
        yield from error.problems
        return
    if not known:
        return
    last = known[-1].version
    same = next((one for one in known if one.version == case.version), None)
    if same is not None and digest(case.folder) != same.digest:
        yield _problem(case, "version_changed", version=case.version, next=last + 1)
    if same is None and case.version < last:
        yield _problem(case, "version_lower", version=case.version, last=last, next=last + 1)
    for one in known:
        yield from _damage(case.folder, one)


def _problem(case: Case, code: str, **params: object) -> Problem:
    return Problem(code, f"{case.slug}/{CASE_FILE}", case.lines.get("version"), params)


def _damage(folder: Path, one: Publication) -> Iterator[Problem]:
    found = _digest_of(folder / PUBLISHED / one.name)
    if found != one.digest:
        code = "published_missing" if found is None else "published_changed"
        yield Problem(code, f"{folder.name}/{PUBLISHED}/{one.name}", None, {"version": one.version})


def _digest_of(folder: Path) -> str | None:
    try:
        return digest(folder)
    except OSError:
        return None


# -- loading -------------------------------------------------------------------------------------------
def load_published(folder: Path, version: int) -> Case | None:
    """The published copy of a version of the case in ``folder``; None when that version is not published.

    It bears the case's own slug, so that its variants draw the same figures. Raises CaseError when the copy is
    no longer what was published, or cannot be loaded.
    """
    one = next((one for one in publications(folder) if one.version == version), None)
    if one is None:
        return None
    damage = tuple(_damage(folder, one))
    if damage:
        raise CaseError(damage)
    place = f"{folder.name}/{PUBLISHED}/{one.name}"
    try:
        case = load_folder(folder / PUBLISHED / one.name)
    except CaseError as error:
        raise CaseError(
            replace(problem, file=f"{place}/{problem.file.removeprefix(f'{one.name}/')}")
            for problem in error.problems
        ) from error
    return replace(case, slug=folder.name)
