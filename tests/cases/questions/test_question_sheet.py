"""Tables to clean: faults found, corrected, missed or imagined; the table goes on as the learner leaves it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from small_cases import small

from cases import hostile
from cases.answers import Answer, Raw
from cases.debrief import debrief
from cases.load import load_folder
from cases.marking import Marked, check, mark
from cases.problem import CaseError
from cases.proof import prove_share
from cases.questions.sheet import SheetAsk
from cases.sheet_file import from_file, to_file
from cases.upload_error import UploadError
from cases.variant import Variant, draw
from cases.views import question as asked_view

FOLDER = Path(__file__).parent.parent / "fixtures" / "sheet"
KINDS = ["missing", "duplicate", "unit", "negative", "format", "outlier"]


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(load_folder(FOLDER), 3)


def extract(variant: Variant) -> dict[str, Any]:
    value: Any = variant.scope().value("extract")
    return dict(value)


def faults(variant: Variant, kind: str) -> list[dict[str, Any]]:
    return [one for one in extract(variant)["faults"] if one["kind"] == kind]


def key(variant: Variant, lang: Any = "fr") -> dict[str, str]:
    raw = variant.case.question("clean").raw(variant.scope().value("clean"), lang)
    assert isinstance(raw, dict)
    return raw


def one(variant: Variant, raw: Raw, lang: Any = "fr") -> Marked:
    return mark(variant, {"clean": Answer(raw, lang)})


def sound(variant: Variant) -> int:
    """A row without a fault, whose item stands once."""
    told = {one["key"] for one in extract(variant)["faults"]}
    return next(n for n, row in enumerate(extract(variant)["dirty"], 1) if row["sku"] not in told)


def test_the_sample_is_proven() -> None:
    share = prove_share(load_folder(FOLDER), 0, 40)
    assert [problem.explain("en") for problem in share.problems] == []
    assert share.seeds == 40
    assert max(max(pair) for pair in share.stock) < 0.05


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_key_earns_all_and_gives_the_clean_table_back(variant: Variant, lang: Any) -> None:
    scope, question = variant.scope(), variant.case.question("clean")
    assert question.read(Answer(key(variant, lang), lang)).value == scope.value("clean")
    found = one(variant, key(variant, lang), lang).question("clean")
    assert (found.codes, found.outcome.credit) == (("correct",), 1)
    total: Any = sum(row["stock"] for row in extract(variant)["clean"])
    missing = sum(fault["truth"] for fault in faults(variant, "missing"))
    assert scope.value("total") == total - missing  # flagged only: its truth cannot be known


# -- marking ----------------------------------------------------------------------------------------------
def test_each_fault_and_each_cell_weigh_the_same(variant: Variant) -> None:
    unit = faults(variant, "unit")[0]
    raw = key(variant)
    total = 7 + 4  # faults, and cells to correct: two of a unit, a sign, a format
    missed = {place: text for place, text in raw.items() if place.partition(".")[0] != str(unit["row"])}
    outcome = one(variant, missed).question("clean").outcome
    assert outcome.credit == pytest.approx((total - 2) / total)
    assert outcome.parts[str(unit["row"])].code == "missed"
    assert outcome.parts[f"{unit['row']}.stock"].code == "uncorrected"
    assert one(variant, missed).question("clean").codes == ("partly", "missed", "uncorrected")
    other = one(variant, {**raw, str(unit["row"]): "outlier"}).question("clean")
    assert other.outcome.credit == pytest.approx((total - 0.5) / total)
    assert other.outcome.parts[str(unit["row"])].code == "other_kind"
    wrong = one(variant, {**raw, f"{unit['row']}.stock": "7"}).question("clean")
    assert wrong.outcome.credit == pytest.approx((total - 1) / total)
    near = one(variant, {**raw, f"{unit['row']}.stock": str(unit["truth"] * 10)}).question("clean")
    assert near.outcome.parts[f"{unit['row']}.stock"].code == "power_of_ten"


def test_a_false_alarm_takes_points_off(variant: Variant) -> None:
    raw, row = key(variant), sound(variant)
    flagged = one(variant, {**raw, str(row): "outlier"}).question("clean")
    assert flagged.outcome.credit == pytest.approx(1 - 0.5 / 11)
    assert flagged.codes == ("partly", "false_alarm")
    assert flagged.outcome.parts[str(row)].code == "false_alarm"
    changed = one(variant, {**raw, f"{row}.stock": "7"}).question("clean").outcome
    assert changed.credit == flagged.outcome.credit
    unit = faults(variant, "unit")[0]["row"]
    damaged = one(variant, {**raw, f"{unit}.price": "0,01"}).question("clean").outcome
    assert damaged.credit == flagged.outcome.credit
    assert damaged.parts[f"{unit}.price"].code == "false_alarm"
    same = extract(variant)["dirty"][row - 1]["stock"]
    assert one(variant, {**raw, f"{row}.stock": f"{same:.0f}"}).question("clean").outcome.credit == 1


@pytest.mark.parametrize("kind", KINDS)
def test_flagging_everything_earns_nothing(variant: Variant, kind: str) -> None:
    count = len(extract(variant)["dirty"])
    found = one(variant, {str(row): kind for row in range(1, count + 1)}).question("clean")
    assert (found.outcome.credit, found.codes[0]) == (0, "wrong")


def test_either_copy_of_a_row_may_be_flagged(variant: Variant) -> None:
    double = faults(variant, "duplicate")[0]
    other = next(
        n
        for n, row in enumerate(extract(variant)["dirty"], 1)
        if row["sku"] == double["key"] and n != double["row"]
    )
    raw = {place: text for place, text in key(variant).items() if place != str(double["row"])}
    assert one(variant, {**raw, str(other): "duplicate"}).question("clean").outcome.credit == 1
    both = one(variant, {**key(variant), str(other): "duplicate"}).question("clean").outcome
    assert both.credit == pytest.approx(1 - 0.5 / 11)


def test_the_table_goes_on_as_it_is_left(variant: Variant) -> None:
    unit = faults(variant, "unit")[0]
    raw = {place: text for place, text in key(variant).items() if not place.startswith(f"{unit['row']}")}
    raw |= {
        place: text for place, text in key(variant).items() if place.partition(".")[0] != str(unit["row"])
    }
    total: Any = variant.scope().value("total")
    left = total - unit["truth"] + unit["found"]
    paper = mark(variant, {"clean": Answer(raw), "total": Answer(f"{left:.0f}")})
    assert paper.question("total").codes == ("carried",)
    assert paper.question("total").carried_from == ("clean",)


def test_what_is_said_after_hand_in(variant: Variant) -> None:
    raw = {place: text for place, text in key(variant).items() if text not in {"unit"}}
    raw[str(sound(variant))] = "outlier"
    told = debrief(variant, {"clean": Answer(raw)}, one(variant, raw), "fr")[0]
    assert "- Doublon\u00a0: 2 sur 2" in told.feedback[0]
    assert "- Erreur d’unité\u00a0: 0 sur 2" in told.feedback[0]
    assert "- Fausses alertes\u00a0: 1" in told.feedback[0]
    assert told.your_answer == "8 lignes signalées"
    words = {part.label: part.words for part in told.parts}
    assert words[f"Ligne {sound(variant)}"] == "fausse alerte\u00a0: rien à signaler ici"


@settings(max_examples=40)
@given(st.data())
def test_one_more_fault_found_never_lowers_the_credit(variant: Variant, data: st.DataObject) -> None:
    right, count = key(variant), len(extract(variant)["dirty"])
    kinds = st.sampled_from(["", *KINDS])
    raw = data.draw(st.dictionaries(st.integers(1, count).map(str), kinds, max_size=12))
    place = data.draw(st.sampled_from(sorted(right)))
    before = one(variant, raw).question("clean").outcome.credit
    after = one(variant, {**raw, place: right[place]}).question("clean").outcome.credit
    assert 0 <= before <= after <= 1


# -- reading ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("3", "answer_shape"),
        ({"0": "unit"}, "unknown_place"),
        ({"٣": "unit"}, "unknown_place"),
        ({"501": "unit"}, "unknown_place"),
        ({"1.weight": "3"}, "unknown_place"),
        ({"1": "late"}, "unknown_option"),
        ({"1.stock": "beaucoup"}, "reading.not_a_number"),
        ({"1.family": "engine"}, "unknown_option"),
    ],
)
def test_an_answer_that_cannot_be_read(variant: Variant, raw: Raw, code: str) -> None:
    found = check(variant, "clean", Answer(raw))
    assert found.codes == (code,)
    assert found.message("fr") != found.message("en")


def test_hostile_answers_are_harmless(variant: Variant) -> None:
    question = variant.case.question("clean")
    for raw in (*(raw for text in hostile.TEXTS for raw in question.shaped(text)), *hostile.SHAPES):
        assert 0 <= one(variant, raw).question("clean").outcome.credit <= 1


def test_the_page_shows_the_table_and_not_its_faults(variant: Variant) -> None:
    view = asked_view(variant, "clean", "en").ask
    assert isinstance(view, SheetAsk)
    dirty = extract(variant)["dirty"]
    assert len(view.rows) == len(dirty) == 32
    assert view.rows[0][0] == dirty[0]["sku"]
    empty = faults(variant, "missing")[0]["row"]
    assert view.rows[empty - 1][2] == ""
    spoilt = faults(variant, "format")[0]
    assert view.rows[spoilt["row"] - 1][3] == spoilt["found"]
    assert [kind.text for kind in view.kinds][:2] == ["Missing value", "Duplicate"]
    assert "truth" not in repr(view)


# -- a file -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_file_sent_back_as_it_is_changes_nothing(variant: Variant, lang: Any) -> None:
    assert from_file(variant, "clean", to_file(variant, "clean", {}, lang), lang).raw == {}
    raw = key(variant, lang)
    found = from_file(variant, "clean", to_file(variant, "clean", raw, lang), lang)
    assert one(variant, found.raw, lang).question("clean").outcome.credit == 1


def test_a_file_cleaned_in_a_spreadsheet(variant: Variant) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    dirty = extract(variant)["dirty"]
    sheet.append(["Ligne", "Anomalie", "Article", "Stock", "Prix", "Remarque"])
    double = {one["row"] for one in faults(variant, "duplicate")}
    told = {one["row"]: one for one in extract(variant)["faults"]}
    for number, row in enumerate(dirty, 1):
        if number in double:
            continue  # deleted in the spreadsheet
        fault = told.get(number)
        kind = {
            "missing": "valeur manquante",
            "unit": "unit",
            "negative": "Valeur negative",
            "format": "FORMAT",
        }
        cells = dict(row)
        if fault is not None and fault["kind"] != "missing":
            cells[fault["column"]] = fault["truth"]
        flag = kind[fault["kind"]] if fault is not None else None
        sheet.append([number, flag, cells["sku"], cells["stock"], cells["price"], "vu"])
    data = BytesIO()
    book.save(data)
    found = from_file(variant, "clean", data.getvalue(), "fr")
    assert found.ignored == ("Remarque",)
    assert found.rows == 7
    assert one(variant, found.raw).question("clean").outcome.credit == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ligne;Stock\n40;3\n", "sheet_row_number"),
        ("Ligne;Stock\nx;3\n", "sheet_row_number"),
        ("Ligne;Stock\n1;3\n1;4\n", "upload_row_twice"),
        ("Ligne;Anomalie\n1;bizarre\n", "upload_value"),
        ("Article;Stock\nP-101;3\n", "upload_column_missing"),
        ("", "upload_empty"),
    ],
)
def test_a_file_that_cannot_be_used(variant: Variant, text: str, code: str) -> None:
    with pytest.raises(UploadError) as caught:
        from_file(variant, "clean", text.encode(), "fr")
    assert caught.value.code == code
    assert caught.value.explain("fr") != caught.value.explain("en")


# -- the format -------------------------------------------------------------------------------------------
ROWS = [{"id": {"text": f"A{n}"}, "q": 10 * n} for n in range(1, 13)]
BASE: dict[str, Any] = {
    "id": "asked", "type": "sheet", "points": 2, "criteria": ["rncp11928/B2.3"], "table": ROWS, "key": "id",
    "faults": [{"row": 3, "column": {"text": "q"}, "kind": {"text": "unit"}, "truth": 300}],
    "columns": {"id": {"text": True}, "q": {"unit": "piece"}}, "kinds": ["unit", "outlier"],
}  # fmt: skip


def test_the_smallest_sheet_is_proven(tmp_path: Path) -> None:
    share = prove_share(small(tmp_path / "case", BASE), 0, 3)
    assert [problem.explain("en") for problem in share.problems] == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"key": "sku"}, "“sku”"),
        ({"kinds": ["unit", "unit"]}, "twice"),
        ({"flag_only": ["typo"]}, "“typo”"),
        ({"columns": {"id": {"text": True}, "q": {"unit": "piece", "weight": 2}}}, "weight"),
    ],
)
def test_a_question_that_cannot_be(tmp_path: Path, more: dict[str, Any], words: str) -> None:
    with pytest.raises(CaseError) as caught:
        small(tmp_path / "case", {**BASE, **more})
    assert words in caught.value.explain("en")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"table": [{"id": {"text": "A"}}]}, "all hold the declared columns"),
        ({"faults": []}, "no fault"),
        ({"faults": [{"row": 13, "kind": {"text": "unit"}}]}, "of a declared kind"),
        ({"faults": [{"row": 3, "kind": {"text": "typo"}}]}, "of a declared kind"),
        (
            {"faults": [{"row": 3, "column": {"text": "q"}, "kind": {"text": "unit"}, "truth": 30}]},
            "cannot be told from the true value",
        ),
        (
            {"faults": [
                {"row": n, "column": {"text": "q"}, "kind": {"text": "unit"}, "truth": 7777} for n in range(1, 10)
            ]},
            "flagging every row",
        ),
    ],
)  # fmt: skip
def test_a_key_that_cannot_be(tmp_path: Path, more: dict[str, Any], words: str) -> None:
    problems = prove_share(small(tmp_path / "case", {**BASE, **more}), 0, 1).problems
    said = " ".join(problem.explain("en") for problem in problems)
    assert words in said
    assert all(problem.explain("fr") != problem.explain("en") for problem in problems)
