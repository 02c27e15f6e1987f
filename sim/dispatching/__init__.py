"""Dispatching rules, one file each: a file added to this folder is found by itself, here and in a world's data.

A file holds one function `rank(candidate)`, the lowest first, and says in `MOVES` whether the rank of a lot that waits
changes: see `sim.dispatching.candidate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from sim.dispatching.candidate import Candidate, Rank

__all__ = ["RULES", "Candidate", "Rule"]


@dataclass(frozen=True)
class Rule:
    """A rule: how it ranks, and whether the rank of a waiting lot moves with the clock or with the machine."""

    rank: Rank
    moves: bool


def _find() -> dict[str, Rule]:
    names = sorted(info.name for info in iter_modules(__path__) if info.name != "candidate")
    modules = {name: import_module(f"{__name__}.{name}") for name in names}
    return {name: Rule(module.rank, module.MOVES) for name, module in modules.items()}


RULES: dict[str, Rule] = _find()
"""The rules, by the name that a policy gives."""
