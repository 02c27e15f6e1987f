"""A form: each box against the contract, the whole against its own rules, an error counted once."""

from __future__ import annotations

import copy
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cases import hostile
from cases.answers import Answer
from cases.case import Case
from cases.debrief import debrief
from cases.expressions import ExpressionError
from cases.form_asking import FormAsk, FormBox
from cases.keyfile import key_answers, parse_answers
from cases.library import load, slugs
from cases.load import load_folder
from cases.marking import Marked, check, mark
from cases.problem import CaseError, message, message_codes
from cases.proof import prove_share
from cases.questions.base import Outcome
from cases.questions.form import FormQuestion
from cases.variant import Variant, draw
from cases.views import question as view_of
from cases.wording import QuestionWords

FOLDER = Path(__file__).parents[1] / "fixtures" / "form"
CASE = load_folder(FOLDER)
SEA, ROAD = 5, 1  # a variant that leaves by sea, in a container, and one that does not
Fields = dict[str, str]


def packing(case: Case = CASE) -> FormQuestion:
    question = case.question("packing")
    assert isinstance(question, FormQuestion)
    return question


def variant_of(by_sea: bool) -> Variant:
    """The first variant of that kind."""
    for seed in range(20):
        found = draw(CASE, seed)
        if found.scope().value("by_sea") is by_sea:
            return found
    raise AssertionError(by_sea)


VARIANTS = {True: variant_of(True), False: variant_of(False)}


@pytest.fixture(scope="module")
def variant() -> Variant:
    return VARIANTS[True]


def key(variant: Variant, **changes: str) -> Fields:
    """The key as typed in English, some boxes changed (``line1__volume`` for a cell)."""
    raw = packing().raw(variant.scope().value("packing"), "en")
    assert isinstance(raw, dict)
    return {**raw, **{name.replace("__", "."): text for name, text in changes.items()}}


def outcome(variant: Variant, raw: Fields, question: FormQuestion | None = None) -> Outcome:
    asked, scope = question or packing(), variant.scope()
    reading = asked.read(Answer(raw, "en"))
    assert reading.ok, reading
    return asked.mark(reading, scope, scope)


def sat(variant: Variant, **raws: Any) -> Marked:
    return mark(variant, {name: Answer(raw, "en") for name, raw in raws.items()})


def figures(text: str, factor: float) -> str:
    return f"{float(text) * factor:.1f}"


# -- a sound form -----------------------------------------------------------------------------------------
def test_the_case_is_proven() -> None:
    share = prove_share(CASE, 0, 40)
    assert [problem.explain("en") for problem in share.problems] == []
    assert share.seeds == 40


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("by_sea", [True, False])
def test_the_key_typed_and_shown_earns_everything(by_sea: bool, lang: Any) -> None:
    variant, question = VARIANTS[by_sea], packing()
    value = variant.scope().value("packing")
    for raw in (question.raw(value, lang), question.displayed(value, lang)):
        assert raw is not None
        reading = question.read(Answer(raw, lang))
        assert reading.value == value
        found = question.mark(reading, variant.scope(), variant.scope())
        assert (found.credit, found.codes) == (1, ("correct",))


def test_what_the_document_must_leave_empty_is_no_part_of_the_key() -> None:
    sea, road = key(VARIANTS[True]), key(VARIANTS[False])
    assert "notify" not in sea
    assert "container" in sea
    assert "container" not in road
    assert not any(place.startswith("line4") for place in sea)


BOXES: dict[str, tuple[dict[str, str], str, float]] = {
    "another case, spaces, accents": ({"consignee": "OFICINAS RIBEIRO PÔRTO"}, "correct", 1),
    "declared as good": ({"consignee": "Oficinas Ribeiro"}, "correct", 1),
    "a slip of the keyboard": ({"consignee": "Oficinas Ribero, Porto"}, "near", 0),
    "another firm": ({"consignee": "Charnières du Val"}, "wrong", 0),
    "another option": ({"incoterm": "EXW"}, "wrong", 0),
    "another day": ({"date": "1 January 2026"}, "wrong", 0),
    "left empty": ({"consignee": " "}, "blank", 0),
    "filled for nothing": ({"notify": "Oficinas Ribeiro"}, "superfluous", 0),
    "a row too many": ({"line4.volume": "1.2"}, "superfluous", 0),
    "not read": ({"total_packages": "three"}, "unreadable", 0),
    "ten times too much": ({"line1.volume": "12.5"}, "power_of_ten", 0),
}


@pytest.mark.parametrize("name", BOXES)
def test_the_mark_of_one_box(variant: Variant, name: str) -> None:
    changes, code, credit = BOXES[name]
    (place,) = changes
    raw = {**key(variant), **changes}
    if name == "ten times too much":
        raw[place] = figures(key(variant)[place], 10)
    found = outcome(variant, raw)
    assert (found.parts[place].code, found.parts[place].credit) == (code, credit)
    assert found.credit == 1 if credit else found.credit < 1
    others = {one: part for one, part in found.parts.items() if one != place}
    assert {part.credit for part in others.values()} == {1}


def test_a_misconception_has_its_words(variant: Variant) -> None:
    raw = key(variant, total_gross=key(variant)["total_net"])
    found = outcome(variant, raw)
    assert "mistake.net_for_gross" in found.codes
    assert found.parts["total_gross"].code == "mistake"
    answers = {"packing": Answer(raw, "en")}
    told = next(one for one in debrief(variant, answers, mark(variant, answers), "en") if one.id == "packing")
    net = key(variant)["total_net"]
    assert any(f"You gave the net weight, {net}" in line for line in told.feedback)


def test_a_box_filled_for_nothing_costs_its_weight(variant: Variant) -> None:
    whole = sum(one.weight for one in outcome(variant, key(variant)).parts.values())
    assert outcome(variant, key(variant, notify="x")).credit == pytest.approx(1 - 1 / whole)
    assert outcome(variant, {"number": key(variant)["number"], "notify": "x"}).credit == 0


def test_a_box_that_is_not_required_costs_nothing_when_left_empty(variant: Variant) -> None:
    assert outcome(variant, key(variant, container="")).credit == 1
    wrong = outcome(variant, key(variant, container="XXXX 1"))
    assert wrong.parts["container"].code == "wrong"
    assert wrong.credit < 1


# -- an error counted once ------------------------------------------------------------------------------
def test_a_total_that_follows_from_wrong_lines_is_right_by_them(variant: Variant) -> None:
    raw = key(variant)
    wrong = figures(raw["line2.gross_weight"], 1.5)
    more = float(wrong) - float(raw["line2.gross_weight"])
    raw |= {"line2.gross_weight": wrong, "total_gross": f"{float(raw['total_gross']) + more:.1f}"}
    found = outcome(variant, raw)
    assert found.parts["line2.gross_weight"].code == "wrong"
    assert (found.parts["total_gross"].code, found.parts["total_gross"].credit) == ("consistent", 1)
    assert "consistent" in found.codes
    assert found.detail["stands"]["total_gross"] == float(raw["total_gross"])  # type: ignore[index,call-overload]


def test_an_implausible_line_carries_no_total(variant: Variant) -> None:
    raw = key(
        variant, line1__gross_weight="1", line2__gross_weight="1", line3__gross_weight="1", total_gross="3"
    )
    assert outcome(variant, raw).parts["total_gross"].code == "wrong"


def test_an_error_upstream_is_carried_into_the_boxes_and_out_of_them(variant: Variant) -> None:
    net = variant.scope().value("crates")[0]["net"]  # type: ignore[index,call-overload]
    own = variant.scope()
    own.put("first_gross", net)
    raw = packing().raw(own.value("packing"), "en")
    paper = sat(variant, first_gross=str(net), packing=raw, freight=f"{own.value('freight'):.2f}")
    packed = paper.question("packing")
    assert (packed.outcome.credit, packed.codes) == (1, ("carried",))
    assert packed.carried_from == ("first_gross",)
    assert {place for place, part in packed.outcome.parts.items() if part.code == "carried"} == {
        "line1.gross_weight",
        "total_gross",
    }
    assert paper.question("freight").outcome.credit == 1


def test_what_is_missing_is_put_in_before_the_document_goes_on(variant: Variant) -> None:
    raw = {"number": key(variant)["number"]}
    freight = f"{variant.scope().value('freight'):.2f}"
    first = str(variant.scope().value("first_gross"))
    paper = sat(variant, first_gross=first, packing=raw, freight=freight)
    assert paper.question("freight").codes == ("correct",)


# -- the rules ----------------------------------------------------------------------------------------------
def test_a_broken_rule_is_told_and_costs(variant: Variant) -> None:
    raw = key(variant)
    raw["total_net"] = figures(raw["total_gross"], 1.2)
    free = FormQuestion.model_validate({**given_file(), "rule_cost": 0})
    found, without = outcome(variant, raw), outcome(variant, raw, free)
    assert {"rule.gross_over_net", "rule.net_adds_up"} <= set(found.codes)
    cost = 1 / sum(field.weight for field in packing().places.values()) / 2
    assert without.credit - found.credit == pytest.approx(2 * cost)
    assert "rule.gross_over_net" not in outcome(variant, {**raw, "total_net": ""}).codes


def test_a_rule_costs_what_the_author_says_where_its_boxes_weigh_enough(variant: Variant) -> None:
    file = given_file()
    file["consistent"] = {"gross_over_net": file["consistent"]["gross_over_net"]}
    cheap = FormQuestion.model_validate({**file, "rule_cost": 0.01})
    free = FormQuestion.model_validate({**file, "rule_cost": 0})
    raw = key(variant)
    raw["total_net"] = figures(raw["total_gross"], 1.2)
    assert outcome(variant, raw, free).credit - outcome(variant, raw, cheap).credit == pytest.approx(0.01)


PLACES = list(packing().places)


@given(by_sea=st.booleans(), data=st.data())
def test_the_credit_lies_in_0_1_and_one_more_right_box_never_lowers_it(
    by_sea: bool, data: st.DataObject
) -> None:
    """Where no box follows from others: there, by design, a right box may take a wrong one's excuse away."""
    variant, file = VARIANTS[by_sea], given_file()
    for name in ("total_packages", "total_net", "total_gross"):
        file["boxes"][name].pop("follows")
    question = FormQuestion.model_validate(file)
    right = key(variant)
    wrong = data.draw(
        st.dictionaries(st.sampled_from(PLACES), st.sampled_from(["1", "40", "900.5", "x", "EXW", ""]))
    )
    raw = {**{place: right[place] for place in data.draw(st.sets(st.sampled_from(sorted(right))))}, **wrong}
    scope = variant.scope()
    reading = question.read(Answer(raw, "en"))
    if not reading.ok:
        return
    before = question.mark(reading, scope, scope).credit
    assert 0 <= before <= 1
    place = data.draw(st.sampled_from(PLACES))
    mended = {**raw, place: right.get(place, "")}
    reading = question.read(Answer(mended, "en"))
    assert not reading.ok or question.mark(reading, scope, scope).credit >= before


@given(lang=st.sampled_from(["fr", "en"]), data=st.data())
def test_what_is_read_is_read_again_as_it_is_written(lang: Any, data: st.DataObject) -> None:
    value = VARIANTS[True].scope().value("packing")
    assert isinstance(value, dict)
    raw = packing().raw(value, lang)
    assert isinstance(raw, dict)
    kept = data.draw(st.sets(st.sampled_from(sorted(raw)), min_size=1))
    reading = packing().read(Answer({place: raw[place] for place in kept}, lang))
    again = packing().raw(reading.value, lang)
    assert again == {place: raw[place] for place in kept}
    for other in ("fr", "en"):
        typed = packing().retyped(reading, other)  # type: ignore[arg-type]
        assert packing().read(Answer(typed, other)).value == reading.value  # type: ignore[arg-type]


# -- what cannot be read -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("PL-4100", "answer_shape"),
        (["PL-4100"], "answer_shape"),
        ({"nowhere": "1"}, "unknown_place"),
        ({"line5.volume": "1"}, "unknown_place"),
        ({"line1.package": "1"}, "unknown_place"),
        ({"incoterm": "DAP"}, "no_place_read"),
        ({"number": "9" * 500}, "no_place_read"),
        ({"total_net": "1.234"}, "no_place_read"),
    ],
)
def test_what_is_no_entry_is_refused_with_words(variant: Variant, raw: Any, code: str) -> None:
    reading = packing().read(Answer(raw, "en"))
    assert reading.codes == (code,)
    for lang in ("fr", "en"):
        assert check(variant, "packing", Answer(raw, "en")).message(lang)  # type: ignore[arg-type]
    assert sat(variant, packing=raw).question("packing").score == 0


@pytest.mark.parametrize("raw", ["", [], {}, {"number": "  ", "nowhere": ""}])
def test_a_blank_is_no_attempt(variant: Variant, raw: Any) -> None:
    assert packing().read(Answer(raw)).blank
    assert sat(variant, packing=raw).question("packing").codes == ("blank",)


RAWS = st.dictionaries(
    st.sampled_from([*PLACES, "line4.gross_weight", "x"]),
    st.one_of(st.text(max_size=20), st.sampled_from(hostile.TEXTS)),
    max_size=6,
)


@given(raw=RAWS, lang=st.sampled_from(["fr", "en"]))
def test_any_entry_is_harmless(raw: Fields, lang: Any) -> None:
    variant = VARIANTS[False]
    paper = mark(variant, {"packing": Answer(raw, lang)})
    assert 0 <= paper.question("packing").outcome.credit <= 1
    debrief(variant, {"packing": Answer(raw, lang)}, paper, lang)


def test_hostile_text_is_harmless(variant: Variant) -> None:
    shaped = chain.from_iterable(packing().shaped(text) for text in hostile.TEXTS)
    for raw in (*shaped, *hostile.SHAPES):
        sat(variant, packing=raw)


def test_an_answers_file_nests_the_lines(variant: Variant) -> None:
    assert key_answers(variant, "en")["packing"] == key(variant)
    text = "packing:\n  number: PL-4100\n  total_packages: 3\n  line1: {quantity: 12, volume: 1.2}\n"
    found = parse_answers(text, "answers.yaml", "fr", CASE)["packing"]
    assert found.raw == {
        "number": "PL-4100", "total_packages": "3", "line1.quantity": "12", "line1.volume": "1,2",
    }  # fmt: skip


# -- what the page shows -------------------------------------------------------------------------------------
def boxes(asked: FormAsk) -> dict[str, FormBox]:
    rows = [row for section in (*asked.sections, *asked.closing) for row in section.rows]
    rows += list(asked.lines.rows) if asked.lines is not None else []
    return {box.place: box for row in rows for box in row}


def test_the_page_gets_the_document_with_what_is_given_and_never_the_key(variant: Variant) -> None:
    asked = view_of(variant, "packing", "fr").ask
    assert isinstance(asked, FormAsk)
    found = boxes(asked)
    assert (asked.title, asked.lang) == ("Packing list", "en")
    assert (found["shipper"].kind, found["shipper"].text) == ("given", "Charnières du Val, Annecy")
    assert (found["invoice"].kind, found["signature"].kind) == ("inert", "sign")
    assert found["incoterm"].options == (("EXW", "EXW Annecy"), ("FCA", "FCA Annecy"), ("CIF", "CIF Porto"))
    assert (found["total_gross"].kind, found["total_gross"].unit_label) == ("figure", "kg")
    assert (found["line1.package"].text, found["line4.package"].text) == ("1", "")
    assert found["line3.gross_weight"].kind == "figure"
    told = repr(asked)
    for secret in key(variant).values():
        assert len(secret) < 5 or secret not in told


@pytest.mark.parametrize("language", ["document", "page", "fr", "en"])
def test_the_captions_are_in_the_language_asked(variant: Variant, language: str) -> None:
    question = FormQuestion.model_validate({**given_file(), "language": language})
    shown = {page: question.lang(page) for page in ("fr", "en")}  # type: ignore[arg-type]
    assert (
        shown
        == {
            "document": {"fr": "en", "en": "en"},
            "page": {"fr": "fr", "en": "en"},
            "fr": {"fr": "fr", "en": "fr"},
            "en": {"fr": "en", "en": "en"},
        }[language]
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_debrief_names_the_boxes(variant: Variant, lang: Any) -> None:
    raw = key(variant, consignee="", notify="x", marks="RIBERO / 1")
    answers = {"packing": Answer(raw, "en")}
    told = next(one for one in debrief(variant, answers, mark(variant, answers), lang) if one.id == "packing")
    assert message("debrief.form_missing", lang, {"boxes": "Consignee"}) in told.feedback
    assert message("debrief.form_superfluous", lang, {"boxes": "Notify party"}) in told.feedback
    parts = {part.id: part for part in told.parts}
    assert parts["consignee"].expected == "Oficinas Ribeiro, Porto"
    assert told.expected == message("form.below", lang)
    assert parts["incoterm"].given == "CIF Porto"
    assert parts["line1.quantity"].label == message(
        "form.cell", lang if lang == "en" else "en", {"row": 1, "column": "Quantity"}
    )
    few = {"packing": Answer({"number": "x"}, "en")}
    many = next(one for one in debrief(variant, few, mark(variant, few), lang) if one.id == "packing")
    count = sum(part.verdict == "blank" and part.id != "container" for part in many.parts)
    boxes_left = message("form.boxes", lang, {"count": count})
    assert message("debrief.form_missing", lang, {"boxes": boxes_left}) in many.feedback


# -- faults of the format ---------------------------------------------------------------------------------
def given_file() -> dict[str, Any]:
    """The question as written, as far as pydantic keeps it."""
    return copy.deepcopy(packing().model_dump(exclude_unset=True))


FAULTS: dict[str, tuple[Any, str]] = {
    "document": (lambda f: f.update(document="packing_lists"), "document_unknown"),
    "box": (lambda f: f["boxes"].update(weight={"answer": 1}), "form_box"),
    "signature": (lambda f: f["boxes"].update(signature={"answer": "number"}), "form_box"),
    "given": (lambda f: f["given"].update(nowhere="1"), "form_box"),
    "both": (lambda f: f["given"].update(number="number"), "form_twice"),
    "column": (lambda f: f["lines"]["columns"].update(colour={}), "form_box"),
    "column given too": (lambda f: f["lines"]["given"].update(volume="1"), "form_twice"),
    "no lines": (lambda f: f.update(document="stock_card"), "form_box"),
    "empty": (lambda f: (f.pop("boxes"), f.pop("lines")), "form_empty"),
    "rule": (lambda f: f["consistent"].update(odd="own.total > 1"), "form_rule"),
    "follows": (lambda f: f["boxes"]["total_net"].update(follows="own.total"), "form_rule"),
    "unit of a text": (lambda f: f["boxes"]["number"].update(unit="kg"), "form_key"),
    "options of a figure": (lambda f: f["boxes"]["total_net"].update(options=["a", "b"]), "form_key"),
    "no options": (lambda f: f["boxes"]["incoterm"].update(options=[]), "form_options"),
    "rows": (lambda f: f["lines"].update(rows=0), "greater_than_equal"),
    "key": (lambda f: f["boxes"]["number"].update(fuzzy=True), "extra_forbidden"),
    "normalise": (lambda f: f["boxes"]["number"].update(normalise=["typos"]), "literal_error"),
    "date with a unit": (lambda f: f["boxes"]["date"].update(unit="day"), "figure_date"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_form_is_refused_with_words(name: str) -> None:
    change, kind = FAULTS[name]
    file = given_file()
    FormQuestion.model_validate(file)
    change(file)
    with pytest.raises(ValidationError) as refused:
        FormQuestion.model_validate(file)
    kinds = {fault["type"] for fault in refused.value.errors()}
    assert kind in kinds
    assert all(f"format.{found}" in message_codes() for found in kinds)


CHANGES: dict[str, tuple[Any, str]] = {
    "an option that is none": (
        lambda f: f["boxes"]["incoterm"].update(answer={"text": "DAP"}),
        "form_answer",
    ),
    "a figure for a text": (lambda f: f["boxes"]["marks"].update(answer=12), "form_answer"),
    "a text for a figure": (lambda f: f["boxes"]["total_net"].update(answer="number"), "expression_type"),
    "no rows": (lambda f: f["lines"].update(answer="number"), "form_lines"),
    "too many rows": (lambda f: f["lines"].update(rows=2), "form_rows"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_contract_that_does_not_fit_the_document_has_no_key(variant: Variant, name: str) -> None:
    change, code = CHANGES[name]
    file = given_file()
    change(file)
    with pytest.raises(ExpressionError) as refused:
        FormQuestion.model_validate(file).key(variant.scope())
    assert refused.value.code == code
    assert code in message_codes()


PROOFS: dict[str, tuple[Any, str]] = {
    "rule": (lambda f: f["consistent"].update(odd="own.total_net > own.total_gross"), "proof_form_rule"),
    "follows": (lambda f: f["boxes"]["total_net"].update(follows="own.total_gross"), "proof_form_follows"),
    "rounding": (lambda f: f["lines"]["columns"]["volume"].update(decimals=0), "proof_form_rounding"),
}


@pytest.mark.parametrize("name", PROOFS)
def test_the_proof_tells_what_does_not_hold(variant: Variant, name: str) -> None:
    change, code = PROOFS[name]
    file = given_file()
    change(file)
    problems = {found for found, _ in FormQuestion.model_validate(file).prove(variant.scope())}
    assert code in problems
    assert code in message_codes()


def test_what_is_given_rests_on_no_answer(tmp_path: Path) -> None:
    target = tmp_path / "edited"
    target.mkdir()
    for file in FOLDER.iterdir():
        text = file.read_text("utf-8")
        (target / file.name).write_text(text.replace("packing: \"'crate'\"", "packing: first_gross"), "utf-8")
    with pytest.raises(CaseError) as refused:
        load_folder(target)
    assert {(one.code, one.params["name"]) for one in refused.value.problems} == {
        ("paper_leak", "first_gross")
    }


@pytest.mark.parametrize("slug", slugs())
def test_every_option_of_a_document_is_worded(slug: str) -> None:
    """In a box and in a line alike: nobody chooses between ids."""
    variant = draw(load(slug), 3)
    for question in variant.case.questions:
        if isinstance(question, FormQuestion):
            asked = question.ask(variant.scope(), QuestionWords(variant, question.id, "fr"))
            rows = list(asked.lines.rows) if asked.lines is not None else []
            rows += [row for section in (*asked.sections, *asked.closing) for row in section.rows]
            lists = [
                box.options for row in rows for box in row if any(one.islower() for one, _ in box.options)
            ]
            assert all(
                any(words != one for one, words in options) for options in lists
            )  # some words are their id
