"""A case folder that a trainer uploads, as a zip: opened in memory, every entry suspect, nothing ever unpacked to disk.

What comes out is text by path inside the folder. Nothing is believed that the zip says of itself: sizes are
counted while reading, names are checked before a path is made of them, and whatever is not one of the files of a
case is refused. No streamlit here.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.store import BadOwnCase
from cases.load import CASE_FILE, LANGUAGES
from cases.problem import Problem
from cases.scaffold import SLUG
from cases.text_file import MAX_BYTES, decoded
from cases.versions import ANNEXES, NOTES, PUBLISHED

MAX_ENTRIES: Final = 60
MAX_TOTAL_BYTES: Final = 2_000_000  # of all files together, as they are read
MAX_ZIP_BYTES: Final = 2_000_000
MAX_PATH: Final = 120
MAX_SLUG: Final = 60
NEEDED: Final = (CASE_FILE, *(f"{lang}.md" for lang in LANGUAGES))
TOP: Final = frozenset({*NEEDED, NOTES})
ANNEX_KINDS: Final = frozenset({"csv", "tsv", "txt", "md", "yaml", "yml", "json"})
KINDS_TOLD: Final = ", ".join([*NEEDED, NOTES, f"{ANNEXES}/*.csv"])

_PART = re.compile(r"[^\x00-\x1f\x7f<>:\"|?*\\/]+")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_LEFT_OUT = frozenset({PUBLISHED, "outcomes.json"})  # kept beside a library case, no part of it
_JUNK = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})  # what other systems add by themselves


@dataclass(frozen=True)
class Uploaded:
    """A case folder: its name, "" where the zip has none, and its files, path → text."""

    slug: str
    files: Mapping[str, str]


def read_zip(data: bytes) -> Uploaded:
    """The case folder in a zip, with or without its top folder; published copies and kept outcomes are left out.

    Raises BadOwnCase, which says what to mend.
    """
    if len(data) > MAX_ZIP_BYTES:
        raise BadOwnCase("zip_large", limit=MAX_ZIP_BYTES // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return _read(opened)
    except BadOwnCase:
        raise
    # The zip reader tells a broken zip in many ways.
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, IndexError,
            NotImplementedError, RuntimeError, OSError, OverflowError) as error:  # fmt: skip
        raise BadOwnCase("zip") from error
    except Exception as error:  # struct.error and whatever the next version raises: a refusal too
        raise BadOwnCase("zip") from error


def check_slug(slug: str) -> str:
    """A name that a case may bear, as the name of its folder. Raises BadOwnCase."""
    if len(slug) > MAX_SLUG or not SLUG.fullmatch(slug) or _DEVICE.fullmatch(slug):
        raise BadOwnCase("slug")
    return slug


def _read(opened: zipfile.ZipFile) -> Uploaded:
    entries = opened.infolist()
    # Folders count too: a thousand empty ones are no case.
    if len(entries) > 4 * MAX_ENTRIES:
        raise BadOwnCase("zip_many", limit=MAX_ENTRIES)
    paths = {}
    for entry in entries:
        parts = _parts(entry)
        if not entry.is_dir() and not _is_junk(parts):
            paths[entry] = parts
    top = _top(list(paths.values()))
    slug = top or ""
    kept: dict[zipfile.ZipInfo, str] = {}
    for entry, parts in paths.items():
        inside = parts[1:] if top else parts
        if inside[0] not in _LEFT_OUT:
            kept[entry] = _allowed(inside)
    if len(kept) > MAX_ENTRIES:
        raise BadOwnCase("zip_many", limit=MAX_ENTRIES)
    seen: set[str] = set()
    for path in kept.values():
        if path.casefold() in seen:
            raise BadOwnCase("zip_twice", name=path)
        seen.add(path.casefold())
    missing = [name for name in NEEDED if name not in kept.values()]
    if missing:
        raise BadOwnCase("zip_missing", names=", ".join(missing))
    files: dict[str, str] = {}
    left = MAX_TOTAL_BYTES
    for entry, path in kept.items():
        content = _content(opened, entry, path)
        left -= len(content)
        if left < 0:
            raise BadOwnCase("zip_total", limit=MAX_TOTAL_BYTES // 1_000_000)
        files[path] = _text(content, path)
    return Uploaded(slug, files)


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    """The steps of an entry's path, once sure that it stays inside the folder. Raises BadOwnCase."""
    # As written in the zip: the reader's own name is already cut at a null character.
    name = entry.orig_filename
    shown = name.encode("ascii", "replace").decode()[:60].replace("\x00", "?")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadOwnCase("zip_link", name=shown)
    if entry.flag_bits & 0x1:
        raise BadOwnCase("zip_encrypted")
    parts = name.removesuffix("/").split("/")
    sound = len(name) <= MAX_PATH and all(
        _PART.fullmatch(part) and part not in (".", "..") and not part.endswith((" ", "."))
        and not _DEVICE.fullmatch(part)
        for part in parts
    )  # fmt: skip
    if not sound:
        raise BadOwnCase("zip_path", name=shown)
    return parts


def _is_junk(parts: list[str]) -> bool:
    return any(part in _JUNK or part.startswith(".") for part in parts)


def _top(paths: list[list[str]]) -> str | None:
    """The folder that everything lies in, if the zip holds one."""
    firsts = {parts[0] for parts in paths if len(parts) > 1}
    if len(firsts) == 1 and all(len(parts) > 1 for parts in paths):
        return firsts.pop()
    return None


def _allowed(parts: list[str]) -> str:
    path = "/".join(parts)
    if len(parts) == 1 and path in TOP:
        return path
    ending = parts[-1].rpartition(".")[2].lower()
    if len(parts) > 1 and parts[0] == ANNEXES and "." in parts[-1] and ending in ANNEX_KINDS:
        return path
    raise BadOwnCase("zip_kind", name=path[:60], known=KINDS_TOLD)


def _content(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> bytes:
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadOwnCase("zip")  # other methods may ask for hundreds of megabytes to begin with
    with opened.open(entry) as source:
        content = source.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise BadOwnCase("file_large", name=path, limit=MAX_BYTES // 1000)
        source.read(1)  # the end: where the checksum is compared
    return content


def _text(content: bytes, path: str) -> str:
    if b"\x00" in content:
        raise BadOwnCase("file_text", name=path)
    text = decoded(content, path)
    if isinstance(text, Problem):
        raise BadOwnCase("file_text", name=path)
    return text
