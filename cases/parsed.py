"""What reading a YAML text gave is remembered beside Python's own compiled files, and as they are.

The YAML reader that keeps lines and tells faults well is slow: the best part of a second for a long case, in each
process that opens it. Same folder as Python's bytecode, same switch (`python -B`, PYTHONDONTWRITEBYTECODE) to write
nothing; plain JSON under a digest of the text and of the reader's version, so that nothing in it is ever run and a
text that changed is read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeVar

FORMAT: Final = 1  # to be raised when what a reader gives for the same text changes
SUFFIX: Final = ".yaml.json"
MOST: Final = 600  # files of some 20 kB, the library holding two hundred; beyond, those used longest ago go
USED: Final = 3600  # seconds: a file read within them is not marked as used again

Parsed = TypeVar("Parsed")


def remembered(kind: str, text: str, read: Callable[[], Parsed]) -> Parsed:
    """What ``read`` gives for a text, read once per machine; ``kind`` tells readers apart.

    ``read`` must depend on the text alone and give what JSON gives back unchanged: dictionaries with text as keys,
    lists, text, finite numbers, booleans, None. What it raises is raised, and nothing is remembered.
    """
    place = _folder() / (_digest(kind, text) + SUFFIX)
    try:
        known: Parsed = json.loads(place.read_text(encoding="utf-8"))
        _use(place)
    except (OSError, ValueError):
        found = read()
        if not sys.dont_write_bytecode:
            _keep(place, found)
        return found
    return known


def _folder() -> Path:
    return Path(importlib.util.cache_from_source(__file__)).parent


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{FORMAT} {_reader()} {kind}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _reader() -> str:
    return version("ruamel.yaml")


def _keep(place: Path, found: object) -> None:
    part = place.with_suffix(f".{os.getpid()}")
    # A folder that cannot be written to, a full disk: it is read again next time, no more.
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(found, allow_nan=False), encoding="utf-8")
        part.replace(place)
        _thin(place.parent)


def _use(place: Path) -> None:
    # Else what every page reads, written long ago, would go before what a test wrote and nobody will read again.
    with contextlib.suppress(OSError):
        if time.time() - place.stat().st_mtime > USED:
            os.utime(place)


def _thin(folder: Path) -> None:
    kept = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[MOST:]:
        path.unlink(missing_ok=True)
