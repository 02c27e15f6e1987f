"""The functions that a case file can call, one file per domain: these lists, and nothing else.

Each takes plain data and gives plain data back; each is bounded by its own checks or by the sizes that
``cases.expressions`` lets through. What a case cannot say yet becomes a tested function of ``solvers`` or
``sim``, then a line in the ``FUNCTIONS`` of a file here; a new file is found by itself.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from cases.expressions import Function


def _discover() -> dict[str, dict[str, Function]]:
    modules = sorted(module.name for module in iter_modules(__path__))
    found = {name: getattr(import_module(f"{__name__}.{name}"), "FUNCTIONS", {}) for name in modules}
    return {name: functions for name, functions in found.items() if functions}


def _together(domains: dict[str, dict[str, Function]]) -> dict[str, Function]:
    together: dict[str, Function] = {}
    for domain, functions in domains.items():
        twice = sorted(together.keys() & functions.keys())
        if twice:
            raise ValueError(
                f"cases/functions/{domain}.py: {', '.join(twice)} already stands in another file"
            )
        together |= functions
    return together


DOMAINS: dict[str, dict[str, Function]] = _discover()
FUNCTIONS: dict[str, Function] = _together(DOMAINS)
