"""Replenishment policies, one file each: a file added to this folder is found by itself, here and in YAML."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sim.policies.policy import Policy

__all__ = ["POLICIES", "Policy"]


def _find() -> dict[str, type[Policy]]:
    found: dict[str, Any] = {}
    for info in sorted(iter_modules(__path__), key=lambda info: info.name):
        module = import_module(f"{__name__}.{info.name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and kind is not Policy and hasattr(kind, "KEY"):
                if kind.KEY in found:
                    raise ImportError(f"two policies are called {kind.KEY!r}: see {info.name}.py")
                found[kind.KEY] = kind
    return found


POLICIES: dict[str, type[Policy]] = _find()
