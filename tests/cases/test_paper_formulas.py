"""Braces in formulas: two of them may end a formula, an open placeholder is still told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cases.library import library_folder
from cases.load import load_folder
from cases.problem import CaseError

FORMULA = r"$L = \frac{a}{\sqrt{b}}$"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case to spoil."""
    target = tmp_path / "seuil-reappro"
    shutil.copytree(library_folder() / "seuil-reappro", target, ignore=shutil.ignore_patterns("published"))
    return target


def spoil(folder: Path, words: str) -> None:
    for paper in ("fr.md", "en.md"):
        text = (folder / paper).read_text("utf-8")
        place = text.index("{#brief}") + len("{#brief}")
        (folder / paper).write_text(f"{text[:place]}\n\n{words}\n{text[place:]}", "utf-8")


def test_a_formula_may_end_with_two_braces(folder: Path) -> None:
    spoil(folder, f"On calcule {FORMULA}.")
    assert load_folder(folder).slug == "seuil-reappro"


@pytest.mark.parametrize("words", ["Prix {{ price", "Prix price | eur }}", f"{FORMULA} puis }}}}"])
def test_a_placeholder_left_open_is_told(folder: Path, words: str) -> None:
    spoil(folder, words)
    with pytest.raises(CaseError) as error:
        load_folder(folder)
    assert "paper_placeholder_open" in {problem.code for problem in error.value.problems}
