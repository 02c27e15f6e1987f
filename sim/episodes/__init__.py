"""Simulations played step by step, one file per kind: a file added to this folder is found by itself."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sim.episodes.base import Episode, Kind

__all__ = ["EPISODES", "Episode", "Kind"]


def _find() -> dict[str, type[Kind]]:
    found: dict[str, Any] = {}
    for info in sorted(iter_modules(__path__), key=lambda info: info.name):
        module = import_module(f"{__name__}.{info.name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and kind is not Kind and hasattr(kind, "KEY"):
                if kind.KEY in found:
                    raise ImportError(f"two episodes are called {kind.KEY!r}: see {info.name}.py")
                found[kind.KEY] = kind
    return found


EPISODES: dict[str, type[Kind]] = _find()
"""The kinds of episode, by the name that a case gives them."""
