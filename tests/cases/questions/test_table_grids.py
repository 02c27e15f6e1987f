"""Grids that follow from one another: a lot moved in the first one is carried, cell by cell, into the second.

The learner's second grid is worked out by a plain loop of its own, from what the learner wrote in the first.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_cases import marked, small

from cases.case import Case
from cases.proof import prove_share
from cases.variant import Variant, draw

NEEDS = [40, 30, 50, 20, 60, 30, 40, 25]
STOCK, LOT, PART_STOCK = 75, 60, 150
WEEKS = [str(week) for week in range(1, 9)]
WHOLE = {"unit": "piece", "tolerance": {"relative": 0}}

PARENT = {
    "id": "parent", "type": "table", "points": 3, "criteria": ["rncp11928/B1.6"],
    "rows": ["gross", "receipt", "projected", "release"], "columns": "weeks", "cell": WHOLE, "blank_is": 0,
    "given": {"gross": "needs"}, "start": {"projected": STOCK},
    "answer": {"receipt": "plan.receipts", "projected": "plan.projected", "release": "plan.releases"},
    "rules": {
        "receipt": f"ceil(max(0, cell.gross - prev.projected) / {LOT}) * {LOT}",
        "projected": "prev.projected + cell.receipt - cell.gross",
        "release": "next.receipt",
    },
}  # fmt: skip
PART = {
    "id": "part", "type": "table", "points": 3, "criteria": ["rncp11928/B1.6"],
    "rows": ["wanted", "come", "left", "launch"], "columns": "weeks", "cell": WHOLE, "blank_is": 0,
    "start": {"left": PART_STOCK},
    "answer": {
        "wanted": "[2 * x for x in values_of(parent.release)]",
        "come": "below.receipts", "left": "below.projected", "launch": "below.releases",
    },
    "rules": {
        "come": "max(0, cell.wanted - prev.left)",
        "left": "prev.left + cell.come - cell.wanted",
        "launch": "next.come",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    lot = f"{{'rule': 'fixed_quantity', 'quantity': {LOT}}}"
    above = f"[{{'item': 'A', 'on_hand': {STOCK}, 'lead_time': 1, 'rule': {lot}}}]"
    values: dict[str, Any] = {
        "weeks": "range(1, 9)",
        "needs": str(NEEDS),
        "plan": f"requirements({above}, [], {{'A': needs}}).grids.A",
        "bought": f"[{{'item': 'B', 'on_hand': {PART_STOCK}, 'lead_time': 1}}]",
        "asked": "[2 * x for x in values_of(parent.release)]",
        "below": "requirements(bought, [], {'B': asked}).grids.B",
    }
    return small(tmp_path_factory.mktemp("grids") / "case", PARENT, PART, values=values)


@pytest.fixture(scope="module")
def variant(case: Case) -> Variant:
    return draw(case, 1)


def row(variant: Variant, question: str, name: str) -> list[float]:
    value: Any = variant.scope().value(question)
    return list(value[name].values())


def first(variant: Variant, releases: list[float] | None = None) -> dict[str, str]:
    """The first grid as the key has it, but for the releases that the learner writes."""
    written = {name: row(variant, "parent", name) for name in ("receipt", "projected", "release")}
    written["release"] = releases or written["release"]
    return {
        f"{name}.{week}": str(int(x))
        for name, line in written.items()
        for week, x in zip(WEEKS, line, strict=True)
    }


def second(releases: list[float]) -> dict[str, str]:
    """The second grid of a learner who goes on with method from these releases."""
    raw: dict[str, str] = {}
    stock, come = PART_STOCK, []
    for week, released in zip(WEEKS, releases, strict=True):
        wanted = int(2 * released)
        come.append(max(0, wanted - stock))
        stock += come[-1] - wanted
        raw |= {f"wanted.{week}": str(wanted), f"come.{week}": str(come[-1]), f"left.{week}": str(stock)}
    for week, launched in zip(WEEKS, [*come[1:], 0], strict=True):
        raw[f"launch.{week}"] = str(launched)
    return raw


def moved(line: list[float], at: int, to: int) -> list[float]:
    changed = list(line)
    changed[at], changed[to] = changed[to], changed[at]
    return changed


def test_the_two_grids_are_proven(case: Case) -> None:
    assert [one.explain("en") for one in prove_share(case, 0, 2).problems] == []


def test_the_key_earns_all(variant: Variant) -> None:
    paper = marked(variant, parent=first(variant), part=second(row(variant, "parent", "release")))
    assert [paper.question(name).outcome.credit for name in ("parent", "part")] == [1, 1]


def test_a_lot_released_in_another_week_is_carried_into_the_grid_below(variant: Variant) -> None:
    """Every lot, moved to any week without one: the first grid loses two cells, the second nothing."""
    releases = row(variant, "parent", "release")
    lots = [at for at, x in enumerate(releases) if x]
    free = [at for at, x in enumerate(releases) if not x]
    assert lots
    assert free
    for at in lots:
        for to in free:
            written = moved(releases, at, to)
            paper = marked(variant, parent=first(variant, written), part=second(written))
            above, below = (paper.question(name).outcome for name in ("parent", "part"))
            assert {place for place, part in above.parts.items() if part.credit < 1} == {
                f"release.{at + 1}",
                f"release.{to + 1}",
            }
            assert below.credit == 1, (at, to, {k: p for k, p in below.parts.items() if p.credit < 1})
            assert paper.question("part").codes[0] == "carried"


def test_a_lot_left_out_is_carried_too(variant: Variant) -> None:
    releases = row(variant, "parent", "release")
    at = max(place for place, x in enumerate(releases) if x)
    written = [*releases[:at], 0, *releases[at + 1 :]]
    paper = marked(variant, parent=first(variant, written), part=second(written))
    assert paper.question("part").outcome.credit == 1


def test_an_error_in_each_grid_costs_its_own_cells_once(variant: Variant) -> None:
    releases = row(variant, "parent", "release")
    at = next(place for place, x in enumerate(releases) if x)
    to = next(place for place, x in enumerate(releases) if not x)
    written = moved(releases, at, to)
    below = second(written)
    stock, slipped = PART_STOCK, "5"
    for week in WEEKS:  # a slip in what comes in week 5, followed in the rows after it
        wanted = int(below[f"wanted.{week}"])
        come = max(0, wanted - stock) + (7 if week == slipped else 0)
        stock += come - wanted
        below |= {f"come.{week}": str(come), f"left.{week}": str(stock)}
    for week, after in zip(WEEKS, [*WEEKS[1:], ""], strict=True):
        below[f"launch.{week}"] = below[f"come.{after}"] if after else "0"
    outcome = marked(variant, parent=first(variant, written), part=below).question("part").outcome
    assert {place for place, part in outcome.parts.items() if part.credit < 1} == {"come.5"}


def test_what_is_left_blank_is_filled_from_the_key(variant: Variant) -> None:
    """A row not filled in says nothing: the grid below goes on with what it should have been."""
    raw = {place: text for place, text in first(variant).items() if not place.startswith("release")}
    paper = marked(variant, parent=raw, part=second(row(variant, "parent", "release")))
    assert paper.question("part").outcome.credit == 1


def test_a_grid_filled_in_without_a_thought_is_not_carried(variant: Variant) -> None:
    right = row(variant, "parent", "release")
    for figure in (0, 1, LOT):
        raw = dict.fromkeys(first(variant), str(figure))
        found = marked(variant, parent=raw).question("parent")
        stands: Any = found.stands
        assert list(stands["release"].values()) == right


def test_a_figure_out_of_all_proportion_is_not_carried(variant: Variant) -> None:
    releases = row(variant, "parent", "release")
    at = next(place for place, x in enumerate(releases) if not x)
    written = [*releases[:at], 90_000.0, *releases[at + 1 :]]
    stands: Any = marked(variant, parent=first(variant, written)).question("parent").stands
    assert stands["release"][WEEKS[at]] == 0
