"""Which criteria are exercised, by how many questions of how many cases, and by what evidence."""

from __future__ import annotations

from pathlib import Path

from edited_cases import case_with

from cases.coverage import coverage
from cases.library import load, slugs
from cases.referentials import criteria


def test_all_criteria_are_listed_covered_or_not() -> None:
    found = coverage()
    assert len(found) == 152
    assert [(one.referential, one.id) for one in found] == [(one.referential, one.id) for one in criteria()]
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
    found = {f"{line.referential}/{line.id}": line for line in coverage([one, two])}
    b22 = found["rncp11928/B2.2"]
    assert (b22.items, b22.cases, b22.kinds) == (3, ("essai",), ("computed",))
    assert found["cqpm-tli/C3.M5"].items == 2
    assert sum(line.items for line in found.values()) == 7
    assert b22.as_dict() == {
        "referential": "rncp11928", "id": "B2.2", "items": 3, "cases": ["essai"], "kinds": ["computed"],
    }  # fmt: skip


def test_the_library_agrees_with_its_cases() -> None:
    found = {f"{line.referential}/{line.id}": line for line in coverage()}
    for slug in slugs():
        for question in load(slug).questions:
            for key in question.criteria:
                assert slug in found[key].cases
                assert question.EVIDENCE in found[key].kinds
    pairs = [(key, q.id) for slug in slugs() for q in load(slug).questions for key in q.criteria]
    assert sum(line.items for line in found.values()) == len(pairs)
    assert "simulated" in found["rncp11928/B2.1"].kinds
