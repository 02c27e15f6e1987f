"""Mutants that no answer can tell from the code as it is, each with its reason: ``equivalents.yaml``."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML


def equivalent() -> dict[str, str]:
    """Key of a mutant -> why nothing can catch it."""
    listed = YAML(typ="safe").load(Path(__file__).with_name("equivalents.yaml").read_text(encoding="utf-8"))
    return {
        f"{file} {change}": why
        for file, reasons in listed.items()
        for why, changes in reasons.items()
        for change in changes
    }
