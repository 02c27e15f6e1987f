"""Rules of allocation, one file each: a file added to this folder is found by itself, here and in YAML.

A file holds one function `allocate(available, claims)`: see `sim.network.allocation.claim`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sim.network.allocation.claim import Allocate, Claim

__all__ = ["ALLOCATIONS", "Allocate", "Claim"]


def _find() -> dict[str, Allocate]:
    names = sorted(info.name for info in iter_modules(__path__) if info.name != "claim")
    return {name: import_module(f"{__name__}.{name}").allocate for name in names}


ALLOCATIONS: dict[str, Allocate] = _find()
"""The rules, by the name that a site gives."""
