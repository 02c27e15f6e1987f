"""A cause-and-effect diagram as an annex: its branches and causes, its words, what it leaves blank, what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from cases.annex_fishbone import FishboneView
from cases.expressions import ExpressionError
from cases.load import LANGUAGES, load_folder
from cases.numerals import Lang
from cases.problem import CaseError, Problem
from cases.proof_annexes import annexes_show_what_the_key_uses, figures, pages
from cases.variant import draw
from cases.views import annexes

FOLDER = Path(__file__).with_name("fishbone_diagram")
SEED = 3


def diagrams(lang: Lang = "fr", folder: Path = FOLDER) -> tuple[FishboneView, FishboneView]:
    whole, blank = annexes(draw(load_folder(folder), SEED), lang)
    return whole.fishbones[0], blank.fishbones[0]


def changed(folder: Path, **changes: Any) -> Path:
    target = folder / "case"
    shutil.copytree(FOLDER, target)
    yaml = YAML(typ="safe")
    data = yaml.load((target / "case.yaml").read_text(encoding="utf-8"))
    data["annexes"][0]["fishbone"].update(changes)
    with (target / "case.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(data, file)
    return target


def test_branches_in_their_order_causes_by_weight() -> None:
    whole, _ = diagrams("en")
    assert whole.effect == "Wrong deliveries to shops"
    assert [one.label for one in whole.bones] == [
        "People",
        "Method",
        "Machine",
        "Material",
        "Environment",
        "Measurement",
    ]
    method = whole.bones[1]
    assert [(one.label, one.under) for one in method.causes] == [
        ("Label printed by hand", False),
        ("Template without the dock", True),
        ("Pallets not counted", False),
    ]
    label = int(method.causes[0].weight)
    assert method.weight == str(label + 4)
    assert method.causes[1].weight == "", "a cause that explains another was not counted"
    assert whole.bones[4].causes == ()
    assert not whole.blank


def test_the_same_as_a_table() -> None:
    whole, blank = diagrams("en")
    (table,) = whole.tables
    assert [one.label for one in table.columns] == ["Branch", "Cause", "Weight"]
    assert ("Material", "Film that hides the code", "2") in table.rows
    assert ("Environment", "", "") in table.rows
    assert [one.label for one in blank.tables[0].columns] == ["Branch", "Cause"]
    assert blank.blank
    assert len(blank.tables[0].rows) == 4


def test_told_to_whoever_does_not_see_it() -> None:
    for lang in LANGUAGES:
        whole, _ = diagrams(lang)
        assert whole.effect in whole.told
        assert all(cause.label in whole.told for one in whole.bones for cause in one.causes)


def test_the_proof_reads_its_weights() -> None:
    variant = draw(load_folder(FOLDER), SEED)
    (page, _) = pages(variant, "fr")
    assert {place for place, *_ in figures(page)} == {"fishbone.weight"}
    assert list(annexes_show_what_the_key_uses(draw(load_folder(FOLDER), 10))) == []


@pytest.mark.parametrize(
    ("causes", "code"),
    [
        ("[]", "fishbone_causes"),
        ("[{'cause': 'label'}]", "fishbone_causes"),
        ("[{'cause': 'label', 'branch': 'weather'}]", "fishbone_figures"),
        ("[{'cause': 'label', 'branch': 'method', 'weight': -1}]", "fishbone_figures"),
        ("[{'cause': 'label', 'branch': 'method', 'under': 'film'}]", "fishbone_figures"),
        ("[{'cause': 'label', 'branch': 'method', 'cost': 1}]", "expression_field"),
        ("[{'cause': 'unknown', 'branch': 'method'}]", "annex_label"),
    ],
)
def test_causes_that_do_not_fit(tmp_path: Path, causes: str, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        diagrams(folder=changed(tmp_path, causes=causes))
    assert caught.value.code == code
    for lang in LANGUAGES:
        assert "{" not in Problem(code, "case.yaml", None, caught.value.params).explain(lang)


def test_a_branch_named_twice_or_not_worded(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        load_folder(changed(tmp_path, branches=["people", "people"]))
    assert [one.code for one in caught.value.problems] == ["format.listed_twice"]
    with pytest.raises(CaseError) as caught:
        load_folder(changed(tmp_path / "other", branches=["people", "money"]))
    assert any("money" in one.explain("en") for one in caught.value.problems)
