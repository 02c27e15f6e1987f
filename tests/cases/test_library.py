"""Which cases there are: the library of the trainer, or the folder that the environment names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cases.library import LIBRARY_VARIABLE, folder_of, library_folder, load, slugs
from cases.problem import CaseError
from cases.scaffold import new_case


def test_the_library_comes_with_the_trainer() -> None:
    assert "seuil-reappro" in slugs()
    assert folder_of("seuil-reappro") == library_folder() / "seuil-reappro"


def test_another_library_takes_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = new_case("quai-de-reception", tmp_path / "own", date(2026, 9, 1))
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "own"))
    assert slugs() == ("quai-de-reception",)
    assert load("quai-de-reception") is load("quai-de-reception")
    assert load("quai-de-reception").folder == folder.resolve()
    with pytest.raises(CaseError):
        load("seuil-reappro")
    other = new_case("quai-de-reception", tmp_path / "other", date(2026, 9, 1))
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "other"))
    assert load("quai-de-reception").folder == other.resolve(), "another library, another case of that name"
    monkeypatch.setenv(LIBRARY_VARIABLE, "")
    assert "seuil-reappro" in slugs()
