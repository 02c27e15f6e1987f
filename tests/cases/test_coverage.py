"""Which criteria are exercised, by how many questions of how many cases, and by what evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from edited_cases import case_with, edited

from cases.coverage import CriterionCoverage, coverage, offered
from cases.library import load, slugs
from cases.problem import CaseError
from cases.questions.base import Item
from cases.questions.number import NumberQuestion
from cases.referentials import criteria


def by_key(found: Iterable[CriterionCoverage]) -> dict[str, CriterionCoverage]:
    return {one.criterion.key: one for one in found}


def test_all_criteria_are_listed_covered_or_not() -> None:
    found = coverage()
    assert len(found) == 152
    assert [one.criterion for one in found] == list(criteria())
    assert all((one.items == 0) == (not one.cases) == (not one.kinds) for one in found)


def test_no_case_covers_nothing() -> None:
    found = coverage([])
    assert len(found) == 152
    assert {(one.items, one.cases, one.kinds) for one in found} == {(0, (), ())}


def test_questions_and_cases_are_counted(tmp_path: Path) -> None:
    one = case_with(tmp_path / "a")
    two = case_with(
        tmp_path / "b",
        ("case.yaml", "criteria: [cqpm-tli/C3.R1]", "criteria: [cqpm-tli/C3.R1, rncp11928/B2.2]"),
    )
    found = by_key(coverage([one, two]))
    b22 = found["rncp11928/B2.2"]
    assert (b22.items, b22.cases, b22.kinds) == (3, ("essai",), ("computed",))
    assert found["cqpm-tli/C3.M5"].items == 2
    assert sum(line.items for line in found.values()) == 7
    shape = b22.as_dict()
    assert {name: shape[name] for name in ("referential", "id", "block", "competence", "items", "cases", "kinds")} == {
        "referential": "rncp11928", "id": "B2.2", "block": "B2", "competence": None, "items": 3,
        "cases": ["essai"], "kinds": ["computed"],
    }  # fmt: skip
    assert len(shape["questions"]) == 3
    for given in shape["questions"]:
        assert set(given) == {"case", "question", "item", "points", "kind"}
        assert (given["case"], given["item"], given["kind"]) == ("essai", given["question"], "computed")
        assert given["points"] == one.question(given["question"]).points


def test_the_library_agrees_with_its_cases() -> None:
    found = by_key(coverage())
    pairs = 0
    for slug in slugs():
        for question in load(slug).questions:
            for item in question.items():
                for key in item.criteria:
                    pairs += 1
                    assert slug in found[key].cases
                    assert item.kind in found[key].kinds
                    assert (question.id, item.id) in {(one.question, one.item) for one in found[key].of(slug)}
    assert sum(line.items for line in found.values()) == pairs
    assert "simulated" in found["rncp11928/B2.1"].kinds


class TwoItems(NumberQuestion):
    """A question with two scored items, for criteria and kinds of their own."""

    def items(self) -> tuple[Item, ...]:
        return (
            Item("figure", 1, ("tsmel/A1.1",), "computed"),
            Item("words", 2, ("tsmel/A1.1", "tsmel/A1.2"), "text"),
        )


def test_each_scored_item_of_a_question_is_looked_at(tmp_path: Path) -> None:
    case = case_with(tmp_path)
    given = next(one for one in case.questions if isinstance(one, NumberQuestion))
    two = TwoItems(**given.model_dump(exclude_unset=True))
    parted = replace(case, file=case.file.model_copy(update={"questions": [two]}))
    found = by_key(coverage([parted]))
    assert [(one.name, one.points, one.kind) for one in found["tsmel/A1.1"].exercises] == [
        (f"{given.id}.figure", 1, "computed"),
        (f"{given.id}.words", 2, "text"),
    ]
    assert found["tsmel/A1.1"].kinds == ("computed", "text")
    assert found["tsmel/A1.2"].items == 1
    assert sum(line.items for line in found.values()) == 3


def test_how_many_cases_are_offered(tmp_path: Path) -> None:
    counts = offered(coverage([case_with(tmp_path / "a")]))
    assert len(counts) == 152
    assert counts["cqpm-tli/C3.R1"] == 1
    assert counts["tsmel/A1.1"] == 0


def test_a_library_with_a_faulty_case_is_refused_with_every_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, key in (("un", "cqpm-tli/Z9.9"), ("deux", "cqpm-tli/Z8.8")):
        made = edited(tmp_path / name, ("case.yaml", "criteria: [cqpm-tli/C3.R1]", f"criteria: [{key}]"))
        made.rename(tmp_path / f"faulty-{name}")
    monkeypatch.setattr("cases.library.library_folder", lambda: tmp_path)
    with pytest.raises(CaseError) as caught:
        coverage()
    told = caught.value.explain("en").split("\n")
    assert len(told) == 2
    assert re.match(r"faulty-deux/case\.yaml:\d+: .*cqpm-tli/Z8\.8", told[0])
    assert re.match(r"faulty-un/case\.yaml:\d+: .*cqpm-tli/Z9\.9", told[1])
