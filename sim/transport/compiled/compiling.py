"""How the loop is compiled: its parts into their callers, the whole kept on disk for these very files.

numba keeps a compiled function as long as its own file does not change, whatever becomes of the files of the functions
it calls: an entry that is kept under a name of its own file alone would go on running yesterday's parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

from sim.compiled import compiled

F = TypeVar("F", bound=Callable[..., Any])


# No entry from Python: only compiled functions call.
INNER: dict[str, Any] = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
PART: dict[str, Any] = {**INNER, "_nrt": False, "forceinline": True}


def called(function: F) -> F:
    """Compile what makes the arrays of a replication, nothing of its own kept on disk."""
    return cast(F, njit(**INNER)(function))


def part(function: F) -> F:
    """Compile a part of a day into its callers; making an array raises NumbaError.

    Its callers hold every array, so no reference is counted: counting those of named tuples at each call of a small
    function took fifteen times as long as the loop itself.
    """
    return cast(F, njit(**PART)(function))


def entry(function: F) -> F:
    """Compile the whole, kept on disk under a name that changes with any file of this folder."""
    function.__qualname__ = f"{function.__qualname__}_{sources(Path(__file__).parent)}"
    return compiled(function)


def sources(folder: Path) -> str:
    """Return a name, 16 characters, for what the Python files of a folder hold."""
    files = sorted(folder.glob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
