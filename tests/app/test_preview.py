"""A folder under its author's eye: read again when saved, its faults told, the last good state kept, proven."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from app import preview
from app.preview import Previewed, Proof, previewed, stamp
from cases.scaffold import new_case

DAY = date(2026, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_case("essai", tmp_path, DAY)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file as an editor saves it; its time moves on whatever the clock's grain."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    before = file.stat().st_mtime_ns
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


def waited(seen: Previewed, name: str) -> Proof:
    """A proof, once it has come to its end."""
    for _ in range(600):
        proof = seen.proof(name)
        if proof is not None and not proof.running:
            return proof
        time.sleep(0.05)
    pytest.fail("the proof did not come to its end")


def test_a_folder_is_read_once_until_a_file_changes(folder: Path) -> None:
    seen = Previewed(folder)
    first = seen.look()
    assert (first.number, first.problems) == (1, ())
    assert seen.look() is first
    edit(folder, "fr.md", "# Mon étude de cas", "# Le quai")
    second = seen.look()
    assert second.number == 2
    assert second.case is not None
    assert second.case.title("fr") == "Le quai"


def test_a_broken_file_is_told_and_the_last_good_state_kept(folder: Path) -> None:
    seen = Previewed(folder)
    good = seen.shown(3)
    assert not good.stale
    edit(folder, "case.yaml", "answer: lead_demand + safety", "answer: lead_demand + safetyy")
    shown = seen.shown(3)
    assert shown.stale
    assert shown.variant is good.variant
    (problem,) = shown.problems
    assert problem.file == "essai/case.yaml"
    assert problem.line is not None
    assert "safetyy" in problem.explain("fr")
    edit(folder, "case.yaml", "safetyy", "safety")
    assert not seen.shown(3).stale


def test_a_folder_broken_from_the_start_shows_nothing_until_mended(folder: Path) -> None:
    edit(folder, "en.md", "{#brief}", "{#bref}")
    seen = Previewed(folder)
    shown = seen.shown(0)
    assert shown.variant is None
    assert shown.problems
    edit(folder, "en.md", "{#bref}", "{#brief}")
    assert seen.shown(0).variant is not None


def test_a_draw_that_fails_and_a_text_that_cannot_be_shown_keep_the_last_good_state(folder: Path) -> None:
    seen = Previewed(folder)
    good = seen.shown(5).variant
    edit(folder, "case.yaml", "safety < weekly_demand * lead_weeks / 3", "safety < 0")
    drawn = seen.shown(5)
    assert (drawn.variant, drawn.stale) == (good, True)
    assert drawn.problems[0].code == "draw_condition"
    edit(folder, "case.yaml", "safety < 0", "safety < weekly_demand")
    edit(folder, "case.yaml", "\nvalues:\n", "\nvalues:\n  odd: weekly_demand / (seed - 5)\n")
    for name in ("fr.md", "en.md"):
        edit(folder, name, "{{ weekly_demand | int }}", "{{ odd | dec1 }} {{ weekly_demand | int }}")
    shown = seen.shown(5)
    assert (shown.variant, shown.stale) == (good, True)
    assert shown.problems
    assert not seen.shown(6).stale


def test_a_file_that_disappears_is_a_fault_like_another(folder: Path) -> None:
    seen = Previewed(folder)
    good = seen.shown(0)
    (folder / "en.md").unlink()
    shown = seen.shown(0)
    assert shown.variant is good.variant
    assert [problem.code for problem in shown.problems] == ["file_missing"]


def test_the_proof_of_a_sound_folder_ends_well(folder: Path) -> None:
    seen = Previewed(folder)
    seen.prove("all", 0, 7)
    proof = waited(seen, "all")
    assert (proof.ok, proof.done, proof.total) == (True, 7, 7)


def test_the_proof_tells_what_is_wrong_and_ends_with_the_state_it_proves(folder: Path) -> None:
    edit(folder, "case.yaml", "safety_left_out: lead_demand", "safety_left_out: lead_demand + safety")
    seen = Previewed(folder)
    seen.prove("all", 0, 5)
    seen.prove("one", 0, 1)
    told = [problem.explain("en") for name in ("all", "one") for problem in waited(seen, name).problems]
    assert told
    edit(folder, "case.yaml", "safety_left_out: lead_demand + safety", "safety_left_out: lead_demand")
    seen.look()
    assert seen.proof("all") is None


def test_nothing_is_proven_of_a_broken_folder(folder: Path) -> None:
    (folder / "case.yaml").write_text("format: [", encoding="utf-8")
    seen = Previewed(folder)
    seen.prove("all", 0, 5)
    assert seen.proof("all") is None


def test_files_that_editors_leave_beside_are_not_looked_at(folder: Path) -> None:
    before = stamp(folder)
    (folder / ".fr.md.swp").write_text("x", encoding="utf-8")
    (folder / "fr.md~").write_text("x", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "index").write_text("x", encoding="utf-8")
    assert stamp(folder) == before
    (folder / "annexes").mkdir()
    (folder / "annexes" / "a.csv").write_text("x", encoding="utf-8")
    assert stamp(folder) != before


def test_a_server_that_previews_nothing_has_no_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.delenv(preview.FOLDER_VARIABLE, raising=False)
    with pytest.raises(KeyError):
        previewed()
    monkeypatch.setenv(preview.FOLDER_VARIABLE, str(folder))
    assert previewed().folder == folder
    assert previewed() is previewed()
