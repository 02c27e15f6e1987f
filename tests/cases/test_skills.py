"""The list of skills: found by id, suggested when mistyped, and refused with its line when the file is faulty."""

from __future__ import annotations

import re

import pytest

from cases.problem import CaseError
from cases.skills import UnknownSkill, families, read_skills, skill, skills

SOUND = """\
families:
  - {id: stock, fr: "Stocks", en: "Stock"}
skills:
  - {id: eoq, family: stock, fr: "Quantité économique", en: "Economic quantity"}
  - {id: turnover, family: stock, fr: "Rotation", en: "Turnover"}
"""


def test_the_list_of_the_trainer() -> None:
    assert len(skills()) >= 60
    assert len({one.id for one in skills()}) == len(skills())
    assert {one.family for one in skills()} == {family.id for family in families()}
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", one.id) for one in skills())
    for one in (*skills(), *families()):
        assert one.label.fr != "" != one.label.en
        assert not re.search(r"['\"]| [:;!?]", one.label.fr), one.id
        assert not re.search(r"['\"]|\s[:;!?]", one.label.en), one.id


def test_a_skill_by_its_id() -> None:
    assert skill("eoq").label["fr"] == "Quantité économique (Wilson)"
    assert skill("eoq").label["en"] == "Economic order quantity (Wilson)"
    assert skill("eoq").family == "stock"


@pytest.mark.parametrize(
    "identifier", ["reorder_point", "holding_cost", "inventory_position", "reorder_policy"]
)
def test_a_library_case_finds_its_skills(identifier: str) -> None:
    assert skill(identifier).id == identifier


@pytest.mark.parametrize(
    ("identifier", "near"), [("turnovr", "turnover"), ("zzz", ""), ("", ""), ("EOQ", "")]
)
def test_an_unknown_skill(identifier: str, near: str) -> None:
    with pytest.raises(UnknownSkill) as caught:
        skill(identifier)
    assert (caught.value.identifier, caught.value.near) == (identifier, near)
    for lang, asked in (("fr", "vouliez-vous dire"), ("en", "did you mean")):
        told = caught.value.explain(lang)
        assert "cases/skills.yaml" in told
        assert (asked in told) == bool(near)
    placed = caught.value.problem("mon-cas/case.yaml", 12).explain("fr")
    assert placed.startswith("mon-cas/case.yaml:12: la compétence")


def test_a_sound_file_is_read_in_its_order() -> None:
    found = read_skills(SOUND, "skills.yaml")
    assert [one.id for one in found.families] == ["stock"]
    assert [one.id for one in found.skills] == ["eoq", "turnover"]


REFUSED = [
    ("id: turnover", "id: eoq", "skills.yaml:5: the id “eoq” is given twice"),
    ("id: eoq, family: stock", "id: eoq, family: stok", "skills.yaml:4: the family “stok” does not exist"),
    (', en: "Turnover"', "", "skills.yaml:5: each line of “skills” holds exactly en, family, fr, id"),
    ('"Rotation"', '" "', "skills.yaml:5: each line of “skills” holds exactly"),
    ('"Rotation"', "3", "skills.yaml:5: each line of “skills” holds exactly"),
    ('"Rotation"', '"Rotation", note: "x"', "skills.yaml:5: each line of “skills” holds exactly"),
    ("families:", "subjects:", "skills.yaml:1: the list “families” is missing"),
    ('{id: turnover, family: stock, fr: "Rotation", en: "Turnover"}', "turnover", "skills.yaml:5: each line"),
    ("{id: eoq,", "{id: eoq", "skills.yaml:4: not valid YAML"),
]


@pytest.mark.parametrize(("old", "new", "told"), REFUSED)
def test_a_faulty_file_is_refused_at_its_line(old: str, new: str, told: str) -> None:
    assert SOUND.count(old) == 1
    with pytest.raises(CaseError) as caught:
        read_skills(SOUND.replace(old, new), "skills.yaml")
    assert told in caught.value.explain("en")
    assert "skills.yaml:" in caught.value.explain("fr")


@pytest.mark.parametrize("text", ["", "[]", "skills", "skills: []\nfamilies: []", "families: [", "\x00"])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(CaseError):
        read_skills(text, "skills.yaml")
