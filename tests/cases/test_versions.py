"""Published versions: frozen, found again by number, refused when their content changes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from edited_cases import DAY, edited, plain

from cases.case import Case
from cases.library import library_folder, load, slugs
from cases.load import load_folder
from cases.marking import mark
from cases.problem import CaseError, Problem
from cases.variant import draw
from cases.versions import (
    PUBLISHED,
    PUBLISHED_FILE,
    Publication,
    UnknownVersion,
    content_files,
    digest,
    publications,
    publish,
    unchanged_since_published,
)

PAPERS = ("case.yaml", "en.md", "fr.md")


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(work: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        work()
    return caught.value.problems


def codes(case: Case) -> list[str]:
    return [problem.code for problem in unchanged_since_published(case)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return edited(tmp_path)


@pytest.fixture
def published(folder: Path) -> Path:
    publish(load(folder), DAY)
    return folder


# -- the digest ----------------------------------------------------------------------------------------
def test_line_endings_and_byte_order_marks_do_not_change_a_digest(folder: Path) -> None:
    before = digest(folder)
    for name in PAPERS:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert digest(folder) == before
    for name in PAPERS:
        data = (folder / name).read_bytes().removeprefix(b"\xef\xbb\xbf")
        (folder / name).write_bytes(data.replace(b"\r\n", b"\r"))
    assert digest(folder) == before


def test_a_digest_is_of_what_the_paper_is_made_of_only(folder: Path) -> None:
    before = digest(folder)
    (folder / "design.md").write_text("other notes", encoding="utf-8")
    (folder / "outcomes.json").write_text("{}", encoding="utf-8")
    (folder / "annexes").mkdir()
    (folder / "annexes" / ".DS_Store").write_bytes(b"\0")
    assert digest(folder) == before
    assert [path.name for path in content_files(folder)] == ["case.yaml", "en.md", "fr.md"]


@pytest.mark.parametrize(
    "name", [*PAPERS, "annexes/rates.csv", "annexes/old/rates.csv", "annexes/rates.xlsx"]
)
def test_one_byte_of_a_paper_or_of_an_annex_changes_its_digest(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        before = digest(folder)
        path.write_bytes(b"a\0\r\n" if path.suffix == ".xlsx" else b"a")
        assert digest(folder) != before
    before = digest(folder)
    path.write_bytes(path.read_bytes() + b"x")
    assert digest(folder) != before


def test_a_spreadsheet_is_no_text(folder: Path) -> None:
    (folder / "annexes").mkdir()
    (folder / "annexes" / "a.xlsx").write_bytes(b"PK\0\r\n")
    before = digest(folder)
    (folder / "annexes" / "a.xlsx").write_bytes(b"PK\0\n")
    assert digest(folder) != before


def test_bytes_that_move_from_one_file_to_the_next_change_the_digest(folder: Path) -> None:
    (folder / "annexes").mkdir()
    (folder / "annexes" / "a.csv").write_bytes(b"12")
    (folder / "annexes" / "b.csv").write_bytes(b"3")
    before = digest(folder)
    (folder / "annexes" / "a.csv").write_bytes(b"1")
    (folder / "annexes" / "b.csv").write_bytes(b"23")
    assert digest(folder) != before


# -- publishing ----------------------------------------------------------------------------------------
def test_what_is_published_is_frozen_and_listed(folder: Path) -> None:
    (folder / "annexes").mkdir()
    (folder / "annexes" / "rates.csv").write_text("a;b\n", encoding="utf-8")
    case = load(folder)
    made = publish(case, DAY)
    assert made == Publication(1, digest(folder), DAY)
    assert publications(folder) == (made,)
    copy = folder / PUBLISHED / "v1"
    assert sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()) == [
        "annexes/rates.csv", "case.yaml", "design.md", "en.md", "fr.md",
    ]  # fmt: skip
    assert all((copy / name).read_bytes() == (folder / name).read_bytes() for name in PAPERS)
    assert sorted(path.name for path in (folder / PUBLISHED).iterdir()) == [PUBLISHED_FILE, "v1"]
    assert codes(case) == []


def test_a_case_that_was_never_published_has_nothing_to_answer_for(folder: Path) -> None:
    assert codes(load(folder)) == []
    assert publications(folder) == ()


def test_publishing_twice_is_told(published: Path) -> None:
    before = (published / PUBLISHED / PUBLISHED_FILE).read_bytes()
    (problem,) = refused(lambda: publish(load(published), date(2027, 1, 1)))
    assert problem.code == "published_already"
    assert "2026-09-01" in problem.explain("fr")
    assert (published / PUBLISHED / PUBLISHED_FILE).read_bytes() == before


def test_a_published_question_does_not_change_under_its_number(published: Path) -> None:
    change(published, "case.yaml", "points: 1", "points: 2")
    case = load(published)
    (problem,) = unchanged_since_published(case)
    assert problem.code == "version_changed"
    line = (published / "case.yaml").read_text(encoding="utf-8").split("\n").index("version: 1") + 1
    assert problem.place() == f"essai/case.yaml:{line}"
    assert "« version: 2 »" in plain(problem.explain("fr"))
    assert "“version: 2”" in problem.explain("en")
    assert refused(lambda: publish(case, DAY))[0].code == "version_changed"
    assert not (published / PUBLISHED / "v2").exists()


def test_a_word_of_the_paper_is_content_too(published: Path) -> None:
    change(published, "fr.md", "# ", "# Encore ")
    assert codes(load(published)) == ["version_changed"]


def test_a_higher_version_is_a_draft_then_published(published: Path) -> None:
    change(published, "case.yaml", "points: 1", "points: 2")
    change(published, "case.yaml", "version: 1", "version: 2")
    case = load(published)
    assert codes(case) == []
    made = publish(case, date(2026, 10, 1))
    assert [one.version for one in publications(published)] == [1, 2]
    assert made.digest == publications(published)[1].digest != publications(published)[0].digest
    assert codes(case) == []


def test_a_lower_number_than_the_last_is_refused(folder: Path) -> None:
    change(folder, "case.yaml", "version: 1", "version: 3")
    publish(load(folder), DAY)
    change(folder, "case.yaml", "version: 3", "version: 2")
    (problem,) = refused(lambda: publish(load(folder), DAY))
    assert problem.code == "version_lower"
    assert "version: 4" in problem.explain("en")


def test_a_publication_cut_short_is_taken_up_again(folder: Path) -> None:
    case = load(folder)
    publish(case, DAY)
    (folder / PUBLISHED / PUBLISHED_FILE).unlink()
    assert publish(case, DAY).version == 1
    (folder / PUBLISHED / PUBLISHED_FILE).unlink()
    change(folder, "fr.md", "# ", "# Encore ")
    (problem,) = refused(lambda: publish(load(folder), DAY))
    assert (problem.code, problem.file) == ("published_leftover", "essai/published/v1")
    assert (folder / PUBLISHED / "v1" / "fr.md").is_file()


# -- damage --------------------------------------------------------------------------------------------
def test_a_copy_that_was_altered_or_removed_is_told(published: Path) -> None:
    change(published / PUBLISHED / "v1", "en.md", "# ", "# Another ")
    (problem,) = unchanged_since_published(load(published))
    assert (problem.code, problem.file) == ("published_changed", "essai/published/v1")
    (published / PUBLISHED / "v1" / "en.md").unlink()
    assert codes(load(published)) == ["published_missing"]
    assert refused(lambda: load(published, 1))[0].code == "published_missing"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- {version: 1}\n", "published_entry", 1),
        ("- 1\n", "published_entry", 1),
        ("text", "published_entry", 1),
        ('# a\n- {version: 0, digest: "%s", at: "2026-01-01"}\n', "published_entry", 2),
        ('- {version: true, digest: "%s", at: "2026-01-01"}\n', "published_entry", 1),
        ('- {version: 1, digest: "12", at: "2026-01-01"}\n', "published_entry", 1),
        ('- {version: 1, digest: "%s", at: "2026-13-01"}\n', "published_entry", 1),
        ('- {version: 1, digest: "%s", at: 3}\n', "published_entry", 1),
        (
            '- {version: 1, digest: "%s", at: "2026-01-01"}\n- {version: 1, digest: "%s", at: "2026-01-01"}\n',
            "published_twice",
            2,
        ),
        ("- [", "yaml", 1),
    ],
)
def test_a_list_that_cannot_be_read_is_told_with_its_line(
    published: Path, text: str, code: str, line: int
) -> None:
    (published / PUBLISHED / PUBLISHED_FILE).write_text(text.replace("%s", "a" * 64), encoding="utf-8")
    (problem,) = unchanged_since_published(load(published))
    assert (problem.code, problem.place()) == (code, f"essai/published/published.yaml:{line}")
    assert problem.explain("fr")
    assert problem.explain("en")
    assert refused(lambda: load(published, 1)) == (problem,)
    assert load(published).version == 1  # the case as it stands does not hang on the list


def test_a_list_in_another_encoding_is_told(published: Path) -> None:
    (published / PUBLISHED / PUBLISHED_FILE).write_bytes(b"# \xe9\n")
    assert codes(load(published)) == ["file_encoding"]


# -- loading by version --------------------------------------------------------------------------------
def test_an_old_version_is_loaded_marks_and_draws_as_it_did(published: Path) -> None:
    first = load(published)
    before = [draw(first, seed) for seed in range(5)]
    change(published, "case.yaml", "points: 1", "points: 2")
    change(published, "case.yaml", "version: 1", "version: 2")
    now, old = load(published), load(published, 1)
    assert (now.version, old.version) == (2, 1)
    assert (old.slug, old.points, now.points) == ("essai", first.points, first.points + 1)
    assert load(published, 2).points == now.points
    assert load(published / "case.yaml", 1).version == 1
    for variant in before:
        again = draw(old, variant.seed)
        assert again.drawn == variant.drawn
        assert mark(again, {}).as_dict() == mark(variant, {}).as_dict()


def test_a_version_that_never_was_is_told(published: Path) -> None:
    change(published, "case.yaml", "version: 1", "version: 2")
    with pytest.raises(UnknownVersion) as caught:
        load(published, 7)
    assert "1, 2" in caught.value.explain("fr")
    assert isinstance(pickle.loads(pickle.dumps(caught.value)), UnknownVersion)


def test_the_version_published_is_loaded_though_the_folder_has_moved_on(published: Path) -> None:
    """Someone edits a published version: what was published still marks."""
    change(published, "case.yaml", "points: 1", "points: 2")
    assert load(published, 1).points == load(published).points - 1


def test_a_copy_that_can_no_longer_be_loaded_names_its_file(published: Path) -> None:
    copy = published / PUBLISHED / "v1"
    change(copy, "case.yaml", "level: 1", "levle: 1")
    listed = published / PUBLISHED / PUBLISHED_FILE
    listed.write_text(
        listed.read_text(encoding="utf-8").replace(digest(published), digest(copy)), encoding="utf-8"
    )
    problems = refused(lambda: load(published, 1))
    assert all(problem.file == "essai/published/v1/case.yaml" for problem in problems)


def test_a_library_case_is_loaded_by_version() -> None:
    case = load("seuil-reappro")
    assert load("seuil-reappro", case.version).version == case.version
    assert load("seuil-reappro", case.version) is load("seuil-reappro", case.version)
    with pytest.raises(UnknownVersion):
        load("seuil-reappro", 9_999)


def test_every_library_case_is_what_was_published() -> None:
    for slug in slugs():
        assert [
            problem.explain("en")
            for problem in unchanged_since_published(load_folder(library_folder() / slug))
        ] == []
