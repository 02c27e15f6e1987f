"""A new case folder: small, complete and proven, to be changed line by line."""

from __future__ import annotations

import os
import re
from datetime import date
from importlib import resources
from pathlib import Path

from cases.problem import CaseError, Problem

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FILES = ("case.yaml", "fr.md", "en.md", "design.md")


def new_case(slug: str, folder: Path, today: date) -> Path:
    """Write a new case ``folder/slug`` from the template; returns its folder.

    ``today`` is the date that the case is set at. Raises CaseError when the slug is not lower-case words
    joined by hyphens, or when the folder exists already.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise CaseError((Problem("scaffold_slug", "", None, {"slug": slug}),))
    target = folder / slug
    if target.exists():
        raise CaseError((Problem("scaffold_exists", str(target), None, {"slug": slug}),))
    source = resources.files("cases") / "template_case"
    target.mkdir(parents=True)
    schema = Path(os.path.relpath(str(resources.files("cases") / "case.schema.json"), target)).as_posix()
    for name in FILES:
        text = source.joinpath(name).read_text(encoding="utf-8")
        text = text.replace("2026-01-01", today.isoformat()).replace("SCHEMA", schema)
        (target / name).write_text(text, encoding="utf-8")
    return target
