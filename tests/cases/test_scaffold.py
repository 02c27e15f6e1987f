"""A new case: small, complete, sound from the first minute, and never over another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cases.library import load
from cases.load import LANGUAGES
from cases.marking import mark
from cases.problem import CaseError
from cases.proof import check_case
from cases.questions import QUESTION_TYPES
from cases.scaffold import ALL, FILES, new_case, question_types
from cases.variant import draw
from cases.views import annexes, brief, questions

DAY = date(2027, 3, 9)


def test_a_new_case_is_complete(tmp_path: Path) -> None:
    target = new_case("mon-premier-cas", tmp_path / "not" / "yet", DAY)
    assert target == tmp_path / "not" / "yet" / "mon-premier-cas"
    assert sorted(path.name for path in target.iterdir()) == sorted(FILES)
    case = load(target)
    assert case.slug == "mon-premier-cas"
    assert case.file.set_at == "2027-03-09"


def test_a_new_case_is_proven(tmp_path: Path) -> None:
    report = check_case(new_case("essai", tmp_path, DAY), seeds=20)
    assert report.ok, [problem.explain("en") for problem in report.problems]
    assert report.seeds == 20


def test_a_new_case_can_be_sat(tmp_path: Path) -> None:
    variant = draw(load(new_case("essai", tmp_path, DAY)), 1)
    for lang in LANGUAGES:
        assert brief(variant, lang)
        assert annexes(variant, lang)
        assert len(questions(variant, lang)) == 3
    assert mark(variant, {}).score == 0


@pytest.mark.parametrize("slug", ["a", "a1", "mon-cas", "a-1-b", "x" * 60])
def test_a_good_name(slug: str, tmp_path: Path) -> None:
    assert new_case(slug, tmp_path, DAY).name == slug


@pytest.mark.parametrize(
    "slug",
    ["", "Mon-cas", "mon_cas", "mon cas", "-a", "a-", "a--b", "1a", "é", "../a", "a/b", "a\\b", ".", "a.b", "a\n",
     "x" * 61, "ａ", "a\0", "~"],
)  # fmt: skip
def test_a_bad_name_writes_nothing(slug: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        new_case(slug, tmp_path, DAY)
    assert [problem.code for problem in caught.value.problems] == ["scaffold_slug"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["folder", "file", "case"])
def test_what_exists_is_left_alone(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "essai"
    if kind == "case":
        new_case("essai", tmp_path, DAY)
        (target / "fr.md").write_text("# Mine\n", encoding="utf-8")
    elif kind == "folder":
        target.mkdir()
    else:
        target.write_text("mine", encoding="utf-8")
    before = (
        sorted(path.name for path in target.iterdir())
        if target.is_dir()
        else target.read_text(encoding="utf-8")
    )
    with pytest.raises(CaseError) as caught:
        new_case("essai", tmp_path, DAY)
    assert [problem.code for problem in caught.value.problems] == ["scaffold_exists"]
    after = (
        sorted(path.name for path in target.iterdir())
        if target.is_dir()
        else target.read_text(encoding="utf-8")
    )
    assert before == after
    if kind == "case":
        assert (target / "fr.md").read_text(encoding="utf-8") == "# Mine\n"


# -- examples of question types --------------------------------------------------------------------------


def test_every_type_has_an_example() -> None:
    assert set(question_types()) == set(QUESTION_TYPES)


@pytest.mark.parametrize("name", [*question_types(), ALL])
def test_a_case_with_an_example_is_sound(name: str, tmp_path: Path) -> None:
    target = new_case("essai", tmp_path, DAY, [name])
    case = load(target)
    types = [question.type for question in case.questions]
    assert types[:3] == ["number", "number", "choice"]
    assert set(types[3:]) == ({name} if name != ALL else set(QUESTION_TYPES))
    assert sorted(path.name for path in target.iterdir()) == sorted(FILES)
    report = check_case(target, seeds=3)
    # What guessing earns is a mean: three variants say nothing sure of it.
    found = [problem for problem in report.problems if problem.code != "proof_stock"]
    assert not found, [problem.explain("en") for problem in found]


def test_examples_stand_in_the_order_asked_each_once(tmp_path: Path) -> None:
    case = load(new_case("essai", tmp_path, DAY, ["text", "match", "text"]))
    assert [question.type for question in case.questions[3:]] == ["text", "match"]


@pytest.mark.parametrize("name", ["tabel", "", "Table", "../table", "table,form"])
def test_a_type_without_an_example_writes_nothing(name: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        new_case("essai", tmp_path, DAY, [name])
    assert [problem.code for problem in caught.value.problems] == ["scaffold_type"]
    for lang in LANGUAGES:
        assert "match" in caught.value.explain(lang)
    assert not list(tmp_path.iterdir())
