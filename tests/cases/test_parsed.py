"""What a YAML text gave is remembered: the same data, read anew when the text changes, never in the way."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cases import parsed
from cases.library import folder_of, slugs
from cases.parsed import SUFFIX, remembered
from cases.yaml_lines import read_yaml


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "kept"
    monkeypatch.setattr(parsed, "_folder", lambda: found)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return found


def never() -> list[int]:
    pytest.fail("read again")


def test_a_text_is_read_once(folder: Path) -> None:
    assert remembered("list", "a", lambda: [1, 2.5, "é", None, True]) == [1, 2.5, "é", None, True]
    assert remembered("list", "a", never) == [1, 2.5, "é", None, True]
    assert len(list(folder.glob(f"*{SUFFIX}"))) == 1
    assert not list(folder.glob("*.tmp"))


def test_another_text_and_another_reader_are_read_anew() -> None:
    remembered("list", "a", lambda: [1])
    assert remembered("list", "b", lambda: [2]) == [2]
    assert remembered("words", "a", lambda: ["x"]) == ["x"]
    assert remembered("list", "a", never) == [1]


def test_what_is_refused_is_not_remembered(folder: Path) -> None:
    def refused() -> list[int]:
        raise KeyError("x")

    with pytest.raises(KeyError):
        remembered("list", "a", refused)
    assert not folder.exists()
    assert remembered("list", "a", lambda: [1]) == [1]


def test_a_damaged_file_is_read_anew_and_mended(folder: Path) -> None:
    remembered("list", "a", lambda: [1])
    (kept,) = folder.glob(f"*{SUFFIX}")
    kept.write_text("[1, 2", encoding="utf-8")
    assert remembered("list", "a", lambda: [1]) == [1]
    assert remembered("list", "a", never) == [1]


def test_nothing_is_written_where_python_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert remembered("list", "a", lambda: [1]) == [1]
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(parsed, "_folder", lambda: tmp_path / "file" / "below")
    assert remembered("list", "a", lambda: [1]) == [1]


def test_few_files_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "MOST", 3)
    for text in "abcdef":
        remembered("list", text, lambda: [1])
    assert len(list(folder.glob(f"*{SUFFIX}"))) == 3


def test_what_is_read_often_stays_however_long_ago_it_was_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered("list", "often", lambda: [1])
    (often,) = folder.glob(f"*{SUFFIX}")
    monkeypatch.setattr(parsed, "MOST", 3)
    for text in "abcdef":
        os.utime(often, (1, 1))
        assert remembered("list", "often", lambda: [2]) == [1]
        remembered("list", text, lambda: [1])
    assert often.exists()


@pytest.mark.parametrize("slug", slugs()[:2])
def test_a_case_remembered_is_the_case_read(slug: str) -> None:
    text = (folder_of(slug) / "case.yaml").read_text(encoding="utf-8")
    first, again = read_yaml(text, "case.yaml"), read_yaml(text, "case.yaml")
    assert first == again
    assert first[0] is not None
    assert again[0] is not None
    assert list(first[0].lines.items()) == list(again[0].lines.items())
    assert repr(first[0].data) == repr(again[0].data)  # in the same order, 1 no 1.0
