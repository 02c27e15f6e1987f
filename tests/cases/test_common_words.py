"""Words given once for all the lists of a paper: what completes what, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.case import Case
from cases.load import load_folder
from cases.problem import CaseError

CASE = """format: 1
version: 1
set_at: "2026-05-22"
duration_min: 10
level: 1
draw:
  price: {integer: [10, 20]}
annexes:
  - id: offers
    columns: {maker: {value: "['near', 'far']", format: label}, price: {value: "[price, price - 1]", format: int}}
questions:
  - {id: cheapest, type: choice, points: 1, criteria: [rncp11928/B2.4], options: [near, far], answer: {text: far}}
  - id: ranking
    type: order
    points: 1
    criteria: [rncp11928/B2.4]
    items: [near, far, third]
    answer: [{text: far}, {text: near}, {text: third}]
"""
PAPER = """# Title

## Summary {#summary}

Two offers.

## Brief {#brief}

Buy.

## Words {#words}

- [near] Next door
- [far] Far away

## Offers {#offers}

#### Offers {#offers.columns}

- [maker] Maker
- [price] Price

## Cheapest {#cheapest}

Which?

#### Feedback {#cheapest.feedback}

- [near] No.
- [far] Yes.

#### Solution {#cheapest.solution}

Far.

## Ranking {#ranking}

Rank.

#### Items {#ranking.items}

- [far] The far one
- [third] A third one

#### Solution {#ranking.solution}

Far first.
"""


def case(folder: Path, paper: str = PAPER) -> Case:
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(CASE, "utf-8")
    for lang in ("fr", "en"):
        (folder / f"{lang}.md").write_text(paper, "utf-8")
    return load_folder(folder)


def refused(folder: Path, paper: str) -> list[tuple[str, object]]:
    with pytest.raises(CaseError) as error:
        case(folder, paper)
    return [(one.code, one.params.get("item")) for one in error.value.problems if one.file.endswith("fr.md")]


def items(found: Case, section: str) -> dict[str, str]:
    return {name: words.text for name, words in found.papers["fr"].sections[section].items.items()}


def test_a_list_left_out_takes_its_words_from_the_common_ones(tmp_path: Path) -> None:
    assert items(case(tmp_path), "cheapest.options") == {"near": "Next door", "far": "Far away"}


def test_a_list_takes_what_it_does_not_word_itself(tmp_path: Path) -> None:
    expected = {"near": "Next door", "far": "The far one", "third": "A third one"}
    assert items(case(tmp_path), "ranking.items") == expected


def test_labels_of_an_annex_take_all_of_them(tmp_path: Path) -> None:
    assert items(case(tmp_path), "offers.labels") == {"near": "Next door", "far": "Far away"}


def test_what_is_said_of_an_answer_takes_nothing(tmp_path: Path) -> None:
    silent = PAPER.replace("- [near] No.\n", "")
    assert ("paper_item", "near") in refused(tmp_path, silent)


def test_a_list_whose_words_are_not_all_common_is_asked_for(tmp_path: Path) -> None:
    without = PAPER.replace("- [far] Far away\n", "")
    assert ("paper_section", None) in refused(tmp_path, without)


def test_a_heading_that_the_page_shows_is_asked_for(tmp_path: Path) -> None:
    without = PAPER.replace("#### Offers {#offers.columns}\n\n- [maker] Maker\n- [price] Price\n", "")
    both = without.replace("- [far] Far away\n", "- [far] Far away\n- [maker] Maker\n- [price] Price\n")
    assert ("paper_section", None) in refused(tmp_path, both)


def test_no_figure_stands_in_common_words(tmp_path: Path) -> None:
    figured = PAPER.replace("Next door", "Next door, {{ price | int }}")
    assert ("paper_placeholder_place", None) in refused(tmp_path, figured)
