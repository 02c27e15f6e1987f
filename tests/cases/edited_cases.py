"""The template case with a few words changed: one fault at a time, as an author would make it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cases.case import Case
from cases.load import load_folder
from cases.problem import CaseError, Problem
from cases.scaffold import new_case

Edit = tuple[str, str, str]  # file, what stands there once, what replaces it
DAY = date(2026, 9, 1)


def edited(folder: Path, *edits: Edit) -> Path:
    """Write the template case under ``folder`` with the edits made; returns its folder."""
    target = new_case("essai", folder, DAY)
    for name, old, new in edits:
        path = target / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return target


def case_with(folder: Path, *edits: Edit) -> Case:
    """The template case, edited and loaded."""
    return load_folder(edited(folder, *edits))


def problems_of(target: Path) -> tuple[Problem, ...]:
    """Why a case folder cannot be loaded."""
    with pytest.raises(CaseError) as caught:
        load_folder(target)
    return caught.value.problems


def plain(words: str) -> str:
    """Words with ordinary spaces and apostrophes, as they are typed in a test."""
    return words.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
