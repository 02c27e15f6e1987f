"""A new case folder: small, complete and proven, to be changed line by line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from cases.problem import CaseError, Problem, nearest

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FILES = ("case.yaml", "fr.md", "en.md", "design.md")
ALL = "all"
_BLOCK = re.compile(r"^(\w+):\n", re.MULTILINE)


def question_types() -> tuple[str, ...]:
    """The types of question that a new case can hold a worked example of, in alphabetical order."""
    return tuple(sorted(one.name for one in _template().iterdir() if (one / "case.yaml").is_file()))


def new_case(slug: str, folder: Path, today: date, types: Iterable[str] = ()) -> Path:
    """Write a new case ``folder/slug`` from the template; returns its folder.

    ``today`` is the date that the case is set at; ``types`` adds an example of each type of question named, or
    of every type for "all". Raises CaseError when the slug is not lower-case words joined by hyphens, when a
    type has no example, or when the folder exists already.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise CaseError((Problem("scaffold_slug", "", None, {"slug": slug}),))
    chosen = _chosen(types)
    target = folder / slug
    if target.exists():
        raise CaseError((Problem("scaffold_exists", str(target), None, {"slug": slug}),))
    source = _template()
    target.mkdir(parents=True)
    schema = Path(os.path.relpath(str(resources.files("cases") / "case.schema.json"), target)).as_posix()
    for name in FILES:
        text = (source / name).read_text(encoding="utf-8")
        for one in chosen:
            part = source / one / name
            if part.is_file():
                text = _joined(text, part.read_text(encoding="utf-8"), name)
        text = text.replace("2026-01-01", today.isoformat()).replace("SCHEMA", schema)
        (target / name).write_text(text, encoding="utf-8")
    return target


def _template() -> Traversable:
    return resources.files("cases") / "template_case"


def _chosen(types: Iterable[str]) -> Sequence[str]:
    known, chosen = question_types(), list(dict.fromkeys(types))
    for one in chosen:
        if one not in (*known, ALL):
            params = {"type": one, "known": ", ".join((*known, ALL)), "near": nearest(one, known)}
            raise CaseError((Problem("scaffold_type", "", None, params),))
    return known if ALL in chosen else chosen


def _joined(text: str, more: str, name: str) -> str:
    """A file of the template with that of an example put in: block by block in YAML, at the end of a paper."""
    if not name.endswith(".yaml"):
        return f"{text.rstrip()}\n\n{more}"
    blocks = _blocks(text)
    for key, lines in _blocks(more).items():
        apart = "\n" if key in ("questions", "annexes") else ""
        blocks[key] = f"{blocks[key].rstrip()}\n{apart}{lines.rstrip()}\n\n"
    head = text[: found.start()] if (found := _BLOCK.search(text)) else text
    return head + "".join(f"{key}:\n{lines}" for key, lines in blocks.items()).rstrip() + "\n"


def _blocks(text: str) -> dict[str, str]:
    """The blocks of a case file by their key, in order; what stands on one line (``level: 1``) is none."""
    starts = [(found.group(1), found.end(), found.start()) for found in _BLOCK.finditer(text)]
    ends = [start for _, _, start in starts[1:]] + [len(text)]
    return {key: text[begin:end] for (key, begin, _), end in zip(starts, ends, strict=True)}
