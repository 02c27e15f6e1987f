"""Mutants that no answer can tell from the code as it is, each with its reason."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {}
