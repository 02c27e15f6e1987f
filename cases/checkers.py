"""The rules that each listed checker of plans can name: what a paper must have words for."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from cases.functions import DOMAINS


def _discover() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for domain in DOMAINS:
        found |= getattr(import_module(f"cases.functions.{domain}"), "PLAN_RULES", {})
    return found


RULES: dict[str, tuple[str, ...]] = _discover()


def rules_of(functions: Iterable[str]) -> tuple[str, ...]:
    """The rules of the checkers among some functions, each once, in their order."""
    return tuple(dict.fromkeys(rule for name in functions for rule in RULES.get(name, ())))
