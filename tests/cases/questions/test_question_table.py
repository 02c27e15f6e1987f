"""Tables to fill in: read cell by cell, marked by the key, by what was carried and by their own rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_cases import small

from cases import hostile
from cases.answers import Answer, Raw
from cases.debrief import debrief
from cases.load import load_folder
from cases.marking import Marked, check, mark
from cases.problem import CaseError
from cases.proof import prove_share
from cases.table_asking import TableAsk
from cases.table_paste import pasted
from cases.variant import Variant, draw
from cases.views import question as asked_view

FOLDER = Path(__file__).parent.parent / "fixtures" / "table"
WEEKS = [str(week) for week in range(1, 7)]


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(load_folder(FOLDER), 3)


def key(variant: Variant, name: str, lang: Any = "fr") -> dict[str, str]:
    raw = variant.case.question(name).raw(variant.scope().value(name), lang)
    assert isinstance(raw, dict)
    return raw


def one(variant: Variant, name: str, raw: Raw, lang: Any = "fr") -> Marked:
    return mark(variant, {name: Answer(raw, lang)})


def plan(variant: Variant, receipts: list[float]) -> dict[str, str]:
    """The plan of a learner who takes in ``receipts`` and goes on with method, worked out apart from the case."""
    gross, stock, lot = (variant.scope().value(name) for name in ("gross", "stock", "lot"))
    assert isinstance(gross, list)
    assert lot
    raw: dict[str, str] = {}
    on_hand: Any = stock
    for week, (need, taken) in enumerate(zip(gross, receipts, strict=True), start=1):
        raw[f"net_need.{week}"] = str(max(need - on_hand, 0))
        raw[f"receipt.{week}"] = str(taken)
        on_hand += taken - need
        raw[f"on_hand.{week}"] = str(on_hand)
        raw[f"release.{week}"] = str(receipts[week] if week < len(receipts) else 0)
    return raw


def received(variant: Variant) -> list[float]:
    value: Any = variant.scope().value("receipts")
    return list(value)


def test_the_sample_is_proven() -> None:
    share = prove_share(load_folder(FOLDER), 0, 40)
    assert [problem.explain("en") for problem in share.problems] == []
    assert share.seeds == 40
    assert max(max(pair) for pair in share.stock) < 0.05


# -- reading and marking ----------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["mrp", "budget", "picking"])
def test_the_key_typed_earns_all(variant: Variant, name: str, lang: Any) -> None:
    question, raw = variant.case.question(name), key(variant, name, lang)
    assert question.read(Answer(raw, lang)).value == variant.scope().value(name)
    found = one(variant, name, raw, lang).question(name)
    assert (found.codes, found.outcome.credit) == (("correct",), 1)
    assert {part.code for part in found.outcome.parts.values()} == {"correct"}


def test_each_cell_is_marked(variant: Variant) -> None:
    raw = key(variant, "picking")
    raw |= {"P-12.pieces": "1", "P-12.slip": " "} if "P-12.pieces" in raw else {}
    row = next(iter(raw)).partition(".")[0]
    raw |= {f"{row}.pieces": "1", f"{row}.slip": "", f"{row}.aisle": "A,"}
    found = check(variant, "picking", Answer(raw))
    assert found.codes == ()
    assert list(found.parts["en"]) == [f"Item {row}, Aisle"]
    paper = one(variant, "picking", raw)
    parts = paper.question("picking").outcome.parts
    codes = {place: parts[f"{row}.{place}"].code for place in ("aisle", "pieces", "slip")}
    assert codes == {"aisle": "unreadable", "pieces": "wrong", "slip": "blank"}
    assert paper.question("picking").codes == ("partly",)
    told = debrief(variant, {"picking": Answer(raw)}, paper, "fr")[-1]
    assert "Cases justes\u00a0: 9 sur 12." in told.feedback
    assert told.your_answer == "10 cases remplies"
    assert told.expected == "dans le tableau ci-dessous"


def test_a_text_does_not_depend_on_its_case(variant: Variant) -> None:
    raw = {
        place: text.lower() if place.endswith("slip") else text
        for place, text in key(variant, "picking").items()
    }
    assert one(variant, "picking", raw).question("picking").outcome.credit == 1


def test_an_empty_cell_may_stand_for_nothing(variant: Variant) -> None:
    raw = {place: text for place, text in key(variant, "mrp").items() if text != "0"}
    assert len(raw) < 24
    assert one(variant, "mrp", raw).question("mrp").outcome.credit == 1


@pytest.mark.parametrize("figure", ["0", "1", "45"])
def test_the_same_figure_everywhere_earns_next_to_nothing(variant: Variant, figure: str) -> None:
    case = variant.case
    for seed in range(12):
        drawn = draw(case, seed)
        for name in ("mrp", "budget"):
            raw = dict.fromkeys(key(drawn, name), figure)
            # as many as are right by luck: no cell vouches for another
            assert one(drawn, name, raw).question(name).outcome.credit < (0.15 if figure == "45" else 0.05)
            if figure == "0":
                assert one(drawn, name, raw).question(name).outcome.credit == 0


# -- carried ----------------------------------------------------------------------------------------------
def test_a_wrong_cell_is_counted_once(variant: Variant) -> None:
    receipts = received(variant)
    week = next(place for place, taken in enumerate(receipts) if taken)
    raw = plan(variant, [*receipts[:week], receipts[week] + 10, *receipts[week + 1 :]])
    outcome = one(variant, "mrp", raw).question("mrp").outcome
    wrong = [place for place, part in outcome.parts.items() if part.credit < 1]
    # the receipt itself; a later one too where the lot no longer follows from the learner's net need
    lot: Any = variant.scope().value("lot")
    broken = [
        f"receipt.{w}"
        for w in WEEKS
        if -(-float(raw[f"net_need.{w}"]) // lot) * lot != float(raw[f"receipt.{w}"])
    ]
    assert f"receipt.{week + 1}" in wrong
    assert wrong == broken
    carried = [place for place, part in outcome.parts.items() if part.code == "carried"]
    assert f"on_hand.{week + 1}" in carried
    codes = one(variant, "mrp", raw).question("mrp").codes
    assert (codes[0], codes[-1]) == ("partly", "table_inside")


def test_a_receipt_a_week_late_carries_its_zeros() -> None:
    case = load_folder(FOLDER)
    for seed in range(20):
        drawn = draw(case, seed)
        receipts = received(drawn)
        late = [0, *receipts[:-1]]
        outcome = one(drawn, "mrp", plan(drawn, late)).question("mrp").outcome
        for place, part in outcome.parts.items():
            if not place.startswith("receipt."):  # all the other rows follow from the receipts written down
                assert part.credit == 1, (seed, place)


def test_a_figure_carried_from_the_question_before(variant: Variant) -> None:
    scope = variant.scope()
    sales: Any = scope.value("sales")
    raw = {}
    for place, turnover in zip(("q1", "q2", "q3", "q4", "total"), [*sales, sum(sales)], strict=True):
        raw |= {
            f"purchases.{place}": str(round(turnover * 0.5)),
            f"margin.{place}": str(round(turnover * 0.5)),
        }
    raw["turnover.total"] = str(sum(sales))
    paper = mark(variant, {"rate": Answer("50 %"), "budget": Answer(raw)})
    found = paper.question("budget")
    assert (found.outcome.credit, found.codes, found.carried_from) == (1, ("carried",), ("rate",))
    # without the rate before it, the purchases are wrong, and the margins follow from them
    alone = one(variant, "budget", raw).question("budget").outcome
    codes = {place: part.code for place, part in alone.parts.items()}
    assert codes["purchases.q1"] == "wrong"
    assert codes["margin.q1"] == "carried"
    assert alone.parts["margin.q1"].expected == pytest.approx(sales[0] * 0.5, abs=1)


def test_cells_that_carry_go_on_downstream(variant: Variant) -> None:
    receipts = received(variant)
    week = max(place for place, taken in enumerate(receipts) if taken)
    assert week > 0
    raw = plan(variant, [*receipts[:week], receipts[week] + 15, *receipts[week + 1 :]])
    released = sum(float(text) for place, text in raw.items() if place.startswith("release"))
    paper = mark(variant, {"mrp": Answer(raw), "released": Answer(str(released))})
    assert paper.question("released").codes == ("carried",)
    zeros = dict.fromkeys(raw, "0")
    paper = mark(variant, {"mrp": Answer(zeros), "released": Answer("0")})
    assert paper.question("released").outcome.credit == 0


# -- misconceptions ---------------------------------------------------------------------------------------
def test_a_table_by_another_rule_is_named(variant: Variant) -> None:
    question = variant.case.question("mrp")
    raw = question.raw(question.mistake_values(variant.scope())["mistake.no_offset"][0], "fr")
    paper = one(variant, "mrp", raw)
    assert paper.question("mrp").codes[:2] == ("mistake.no_offset", "partly")
    parts = paper.question("mrp").outcome.parts
    assert {part.code for place, part in parts.items() if part.credit < 1} == {"mistake"}
    assert all(part.credit == 1 for place, part in parts.items() if not place.startswith("release"))
    stands: Any = paper.question("mrp").stands
    handed: Any = paper.question("mrp").reading.value
    assert stands["release"] == handed["release"]  # explained: it goes on, zeros and all
    told = debrief(variant, {"mrp": Answer(raw)}, paper, "en")[0]
    assert "You release in the week of the need: offset by the lead time." in told.feedback


def test_a_slip_beside_it_does_not_hide_a_misconception(variant: Variant) -> None:
    question = variant.case.question("budget")
    raw = question.raw(question.mistake_values(variant.scope())["mistake.added"][0], "fr")
    assert isinstance(raw, dict)
    found = one(variant, "budget", {**raw, "margin.q1": "12"}).question("budget")
    assert found.codes[0] == "mistake.added"


def test_a_figure_without_its_thousands_is_told(variant: Variant) -> None:
    raw = key(variant, "budget")
    sales: Any = variant.scope().value("sales")
    raw["turnover.total"] = str(sum(sales) / 1000).replace(".", ",")
    assert (
        one(variant, "budget", raw).question("budget").outcome.parts["turnover.total"].code == "power_of_ten"
    )


# -- invariants -------------------------------------------------------------------------------------------
@settings(max_examples=40)
@given(st.data())
def test_one_more_right_cell_never_lowers_the_credit(variant: Variant, data: st.DataObject) -> None:
    right = key(variant, "picking")  # without rules: what follows from a wrong cell does not change
    figures = st.sampled_from(["", "0", "1", "24", "A", "C", "P-12", "?"])
    raw = data.draw(st.fixed_dictionaries(dict.fromkeys(right, figures)))
    place = data.draw(st.sampled_from(sorted(right)))
    before = one(variant, "picking", raw).question("picking").outcome.credit
    after = one(variant, "picking", {**raw, place: right[place]}).question("picking").outcome.credit
    assert 0 <= before <= after <= 1


@settings(max_examples=25)
@given(st.data())
def test_credits_stay_within_the_points(variant: Variant, data: st.DataObject) -> None:
    cells = st.one_of(st.integers(-200, 200).map(str), st.sampled_from(["", "x", "12,5"]))
    raw = data.draw(st.fixed_dictionaries(dict.fromkeys(key(variant, "mrp"), cells)))
    outcome = one(variant, "mrp", raw).question("mrp").outcome
    assert 0 <= outcome.credit <= 1
    if any(part.code == "wrong" for part in outcome.parts.values()):
        assert outcome.credit < 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("12", "answer_shape"),
        (["12"], "answer_shape"),
        ({"nowhere.1": "3"}, "unknown_place"),
        ({"receipt": "3"}, "unknown_place"),
        ({"receipt.": "3"}, "unknown_place"),
        ({"receipt.1": "douze"}, "reading.not_a_number"),
        ({f"receipt.{place}": "1" for place in range(900)}, "answer_shape"),
    ],
)
def test_a_table_that_cannot_be_read(variant: Variant, raw: Raw, code: str) -> None:
    found = check(variant, "mrp", Answer(raw))
    assert found.codes == (code,)
    assert found.message("fr") != found.message("en")


def test_hostile_answers_are_harmless(variant: Variant) -> None:
    question = variant.case.question("mrp")
    for raw in (*(raw for text in hostile.TEXTS for raw in question.shaped(text)), *hostile.SHAPES):
        outcome = one(variant, "mrp", raw).question("mrp").outcome
        assert 0 <= outcome.credit < 0.5


def test_cells_that_were_not_asked_are_left_out(variant: Variant) -> None:
    raw = {**key(variant, "mrp"), "gross_need.1": "1000", "receipt.99": "5"}
    assert one(variant, "mrp", raw).question("mrp").outcome.credit == 1


# -- what is asked ----------------------------------------------------------------------------------------
def test_what_is_asked(variant: Variant) -> None:
    view = asked_view(variant, "mrp", "fr").ask
    assert isinstance(view, TableAsk)
    assert [head.label for head in view.columns][:2] == ["Semaine 1", "Semaine 2"]
    assert view.rows[0][0].text == "Besoin brut"
    assert [cell.asked for cell in view.rows[0][1]] == [False] * 6
    gross: Any = variant.scope().value("gross")
    assert view.rows[0][1][0].text == f"{gross[0]:g}"
    assert len(view.asked) == 24
    assert view.blank_is == "0"
    budget = asked_view(variant, "budget", "en").ask
    assert isinstance(budget, TableAsk)
    assert (budget.corner, budget.rows[2][0].text) == ("€", "Margin")  # the unit that every cell shares, once
    picking = asked_view(variant, "picking", "en").ask
    assert isinstance(picking, TableAsk)
    assert picking.corner == "Item"
    assert [head.unit for head in picking.columns] == ["", "pieces", ""]
    assert [option.text for option in picking.rows[0][1][0].options] == ["Aisle A", "Aisle B", "Aisle C"]


def test_a_block_is_spread_over_the_cells(variant: Variant) -> None:
    view = asked_view(variant, "budget", "fr").ask
    assert isinstance(view, TableAsk)
    whole = "\tT1\tT2\tT3\tT4\tAnnée\nAchats (€)\t1 000,5\t2\t3\t4\t10\nMarge\t5\t\t7\t8\t20\n"
    found = pasted(whole, view)
    assert found.cells["purchases.q1"] == "1 000,5"
    assert found.cells["margin.total"] == "20"
    assert "margin.q2" not in found.cells
    assert (len(found.cells), found.left) == (9, 0)
    bare = pasted("1;2;3;4;5\r\n6;7;8;9;10;11\r\n12", view, "purchases")
    assert bare.cells["purchases.total"] == "5"
    assert bare.cells["margin.q1"] == "6"
    assert bare.left == 2  # a sixth figure, and a third line
    given_row = pasted("Chiffre d’affaires\t9\t9\t9\t9\t45", view)
    assert given_row.cells == {"turnover.total": "45"}  # given cells stay
    picking = asked_view(variant, "picking", "fr").ask
    assert isinstance(picking, TableAsk)
    row = picking.rows[1][0].id
    assert pasted(f"{row}\tallee b\t12", picking).cells == {f"{row}.aisle": "B", f"{row}.pieces": "12"}
    assert pasted("", picking).cells == {}


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(variant: Variant, text: str) -> None:
    view = asked_view(variant, "mrp", "fr").ask
    assert isinstance(view, TableAsk)
    assert set(pasted(text, view).cells) <= view.asked


# -- the format -------------------------------------------------------------------------------------------
BASE = {
    "id": "asked", "type": "table", "points": 2, "criteria": ["rncp11928/B2.2"],
    "rows": ["a", "b"], "columns": ["x", "y"], "answer": {"a": [40, 50], "b": [60, 70]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"rows": "[1, 2]", "columns": "[1, 2]"}, "declares"),
        ({"rows": ["a", "a"]}, "twice"),
        ({"columns": ["a", "y"]}, "twice"),
        ({"cells": {"z": {}}}, "“z”"),
        ({"cells": {"a": {}, "x": {}}}, "one side"),
        ({"cells": {"a": {"text": True, "unit": "piece"}}}, "one of the three"),
        ({"ask": ["z"]}, "“z”"),
        ({"ask": ["a.z"]}, "“a.z”"),
        ({"rules": {"z": "1"}}, "“z”"),
    ],
)
def test_a_question_that_cannot_be(tmp_path: Path, more: dict[str, Any], words: str) -> None:
    with pytest.raises(CaseError) as caught:
        small(tmp_path / "case", {**BASE, **more})
    assert words in caught.value.explain("en")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"answer": {"a": [40, 50]}}, "does not give the cell “b.x”"),
        ({"answer": {"a": [40, 50], "b": [60]}}, "rows or columns of the table"),
        ({"answer": [[40, 50], [60, 70], [80, 90]]}, "rows or columns of the table"),
        ({"given": {"a": [1, 2], "b": [3, 4]}}, "no cell is asked"),
        ({"rows": "[1.5, 2]", "answer": [[40, 50], [60, 70]]}, "“rows” must give"),
        ({"rules": {"b": "cell.a + 21"}}, "by its rule"),
        ({"rules": {"b": "cell.a + 20", "a": "cell.b - 20"}}, "rests on itself"),
        ({"answer": {"a": [1, 50], "b": [1, 70]}, "zero_weight": 1}, "with 1 everywhere"),
        ({"rules": {"b": "cell.a + 20"}, "cell": {"options": ["u", "v"]}}, "must be a text of the list"),
        (
            {"ask": ["b"], "given": {"a": [1, 2]}, "rules": {"b": "cell.a * 0 + (60 if number == 0 else 70)"},
             "mistakes": {"alike": {"b": [60, 70]}}},
            "alike",
        ),
    ],
)  # fmt: skip
def test_a_key_that_cannot_be(tmp_path: Path, more: dict[str, Any], words: str) -> None:
    problems = prove_share(small(tmp_path / "case", {**BASE, **more}), 0, 1).problems
    said = " ".join(problem.explain("en") for problem in problems)
    assert words in said
    assert all(problem.explain("fr") != problem.explain("en") for problem in problems)


def test_given_cells_may_not_rest_on_an_answer(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        small(tmp_path / "case", {**BASE, "given": {"a": ["asked.b.x", 2]}})
    assert "asked" in caught.value.explain("en")
