"""A number question whole: boxes, steps, a method, dates, durations, alternatives, in a graph and in words."""

from __future__ import annotations

from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cases import hostile
from cases.answers import Answer, Raw
from cases.debrief import debrief
from cases.figure import View
from cases.functions import FUNCTIONS
from cases.keyfile import parse_answers
from cases.load import LANGUAGES, load_folder
from cases.marking import check, mark
from cases.problem import CaseError
from cases.proof import prove_share, together
from cases.questions.base import Outcome
from cases.questions.number import NumberAsk, NumberQuestion
from cases.variant import Variant, draw
from cases.views import question as view_of

CASE = load_folder(Path(__file__).parents[1] / "fixtures" / "figures")


class Names:
    """A scope of given values."""

    seed = 0

    def __init__(self, **values: Any) -> None:
        self.values = values

    def value(self, name: str) -> Any:
        return self.values[name]

    def evaluate(self, template: Any, extra: Any = None) -> Any:
        return template.evaluate({**self.values, **(extra or {})}, FUNCTIONS)


def asked(**more: Any) -> NumberQuestion:
    given_ = {"id": "q", "type": "number", "points": 10, "criteria": ["rncp11928/B2.4"], **more}
    return NumberQuestion.model_validate(given_)


def outcome(question: NumberQuestion, raw: Raw, carried: Any = None, **key: Any) -> Outcome:
    reading = question.read(Answer(raw))
    assert reading.ok, reading
    scope = Names(**key)
    return question.mark(reading, scope if carried is None else Names(**{**key, **carried}), scope)


@pytest.fixture(scope="module")
def variant() -> Variant:
    return draw(CASE, 3)


def key_of(variant: Variant, **changed: Any) -> dict[str, Answer]:
    scope = variant.scope()
    raws = {one.id: one.raw(scope.value(one.id), "fr") for one in variant.case.questions} | changed
    return {name: Answer(raw) for name, raw in raws.items()}


# -- the proof ------------------------------------------------------------------------------------------
def test_a_case_of_every_kind_of_figure_is_proven() -> None:
    report = together(CASE, [prove_share(CASE, 0, 40)])
    assert [problem.explain("en") for problem in report.problems] == []
    assert report.seeds == 40


def test_a_question_of_several_figures_is_a_record_in_the_graph(variant: Variant) -> None:
    scope = variant.scope()
    drawn: dict[str, Any] = dict(variant.drawn)
    assert scope.value("stock") == {
        "total": drawn["pieces"] * drawn["price"],
        "share": round(drawn["pieces"] * drawn["price"] / drawn["total_stock"], 3),
    }
    picking: Any = scope.value("picking")
    assert set(picking) == {"walk", "value", "method"}
    assert picking["method"] == "by_line"


# -- boxes ----------------------------------------------------------------------------------------------
BOXES = {
    "boxes": {
        "total": {"answer": "x", "weight": 3, "mistakes": {"half": "x / 2"}},
        "share": {"answer": "own.total / 50", "mistakes": {"half": "own.total / 100"}},
    }
}


@pytest.mark.parametrize(
    ("raw", "credit", "found"),
    [
        ({"total": "1000", "share": "20"}, 1, ("correct",)),
        ({"total": "1000", "share": ""}, 0.75, ("partly",)),
        ({"total": "1000"}, 0.75, ("partly",)),
        ({"share": "20"}, 0.25, ("partly",)),
        ({"total": "1000", "share": "10"}, 0.75, ("partly", "mistake.half")),
        ({"total": "500", "share": "10"}, 0.25, ("partly", "mistake.half", "carried_inside")),
        ({"total": "500", "share": "20"}, 0.25, ("partly", "mistake.half")),
        ({"total": "800", "share": "16"}, 0.25, ("partly", "carried_inside")),
        ({"total": "800", "share": "17"}, 0, ("wrong",)),
        ({"total": "3", "share": "33"}, 0, ("wrong",)),  # 3 is no honest attempt: nothing follows from it
        ({"total": "1000", "share": "abc"}, 0.75, ("partly",)),
        ({"total": "10000", "share": "7"}, 0, ("power_of_ten",)),
    ],
)
def test_each_box_earns_its_weight(raw: Raw, credit: float, found: tuple[str, ...]) -> None:
    one = outcome(asked(**BOXES), raw, x=1000)
    assert one.credit == pytest.approx(credit)
    assert one.codes == found


def test_boxes_right_by_carried_figures() -> None:
    one = outcome(asked(**BOXES), {"total": "1400", "share": "28"}, {"x": 1400}, x=1000)
    assert (one.credit, one.codes) == (1, ("carried",))
    assert {place: part.code for place, part in one.parts.items()} == {"total": "carried", "share": "carried"}


def test_an_unanswered_box_is_filled_from_the_graph_downstream() -> None:
    question = asked(**BOXES)
    for raw, stands in (
        ({"total": "800"}, {"total": 800, "share": 16}),
        ({"share": "25"}, {"total": 1000, "share": 25}),
        ({"total": "3"}, {"total": 1000, "share": 20}),
        ({"total": "oops", "share": "25"}, {"total": 1000, "share": 25}),
    ):
        reading = question.read(Answer(raw))
        found = question.mark(reading, Names(x=1000), Names(x=1000))
        assert question.carries(reading, found)
        assert question.stand_in(reading, found, Names(x=1000)) == stands


def test_what_follows_from_a_box_goes_on_to_other_questions(variant: Variant) -> None:
    drawn: dict[str, Any] = dict(variant.drawn)
    total = drawn["pieces"] * drawn["price"] * 2
    scope = variant.scope()
    interest: Any = scope.value("interest")
    raw = {"total": str(total), "share": f"{total / drawn['total_stock']:.4f}"}
    paper = mark(variant, key_of(variant, stock=raw, cost=f"{total + interest:.2f}".replace(".", ",")))
    stock, cost = paper.question("stock"), paper.question("cost")
    assert stock.codes == ("partly", "mistake.twice", "carried_inside")
    assert (cost.codes, cost.carried_from) == (("carried",), ("stock",))
    assert {one.id for one in paper.questions if one.outcome.credit < 1} == {"stock"}


# -- steps ----------------------------------------------------------------------------------------------
STEPS: dict[str, Any] = {
    "answer": "own.a + own.b",
    "steps": {"a": {"answer": "x", "points": 2}, "b": {"answer": "2 * own.a", "points": 3}},
}


@pytest.mark.parametrize(
    ("raw", "credit"),
    [
        ("300", 1),  # a right result needs no step
        ({"value": "300"}, 1),
        ({"value": "300", "a": "100", "b": "200"}, 1),
        ({"value": "300", "a": "7"}, 1),  # a step of no honest attempt takes nothing from a right result
        ({"value": "999", "a": "100", "b": "200"}, 0.5),
        ({"value": "999", "a": "100"}, 0.2),
        ({"a": "100", "b": "200"}, 0.5),
        ({"value": "999"}, 0),
        ({"value": "360", "a": "120", "b": "240"}, 0.8),  # one wrong step, the rest follows from it
        ({"value": "360", "a": "120"}, 0.5),
        ({"value": "300", "a": "120", "b": "240"}, 1),
    ],
)
def test_steps_rescue_a_wrong_result(raw: Raw, credit: float) -> None:
    assert outcome(asked(**STEPS), raw, x=100).credit == pytest.approx(credit)


@pytest.mark.parametrize(
    ("raw", "credit"),
    [
        ("300", 0.5),
        ({"value": "300", "a": "100", "b": "200"}, 1),
        ({"value": "999", "a": "100", "b": "200"}, 0.5),
        ({"value": "360", "a": "120", "b": "240"}, 0.8),
    ],
)
def test_required_steps_are_marked_for_themselves(raw: Raw, credit: float) -> None:
    assert outcome(asked(**STEPS, steps_required=True), raw, x=100).credit == pytest.approx(credit)


def test_a_step_that_leaves_the_result_without_a_value_harms_nothing() -> None:
    question = asked(answer="10 / (own.a - 5)", steps={"a": {"answer": "x", "points": 1}})
    found = outcome(question, {"a": "5", "value": "2"}, x=10)
    assert (found.credit, found.parts["value"].code) == (1, "correct")


# -- a method -------------------------------------------------------------------------------------------
METHODS: dict[str, Any] = {
    "answer": "x",
    "mistakes": {"half": "x / 2"},
    "method": {"options": ["one", "two", "three"], "answer": "'one' if x < 5000 else 'two'", "points": 2},
}


@pytest.mark.parametrize(
    ("raw", "credit", "found"),
    [
        ({"value": "1000", "method": "one"}, 1, ("correct",)),
        ({"value": "1000"}, 0.8, ("partly",)),
        ({"value": "1000", "method": "two"}, 0.8, ("partly", "method.two")),
        ({"value": "500", "method": "one"}, 0.2, ("partly", "mistake.half")),
        ({"value": "500", "method": "three"}, 0, ("method.three", "mistake.half")),
        ({"method": "one"}, 0.2, ("partly",)),
        ({"value": "700", "method": "three"}, 0, ("method.three",)),
    ],
)
def test_the_method_is_marked_apart(raw: Raw, credit: float, found: tuple[str, ...]) -> None:
    one = outcome(asked(**METHODS), raw, x=1000)
    assert one.credit == pytest.approx(credit)
    assert one.codes == found


def test_a_method_right_for_the_carried_figures() -> None:
    one = outcome(asked(**METHODS), {"value": "6000", "method": "two"}, {"x": 6000}, x=1000)
    assert (one.credit, one.codes, one.parts["method"].code) == (1, ("carried",), "carried")


def test_guessing_the_method_is_told_by_its_mean() -> None:
    assert asked(**METHODS).chance(Names(x=1000)) == pytest.approx(0.2 / 3)
    assert asked(answer="x").chance(Names(x=1000)) is None
    assert asked(**BOXES).stock(str(one) for one in count(1)) == {"total": "1", "share": "2"}


def test_a_method_that_is_no_option_is_a_fault_of_the_case() -> None:
    question = asked(**{**METHODS, "method": {**METHODS["method"], "answer": {"text": "four"}}})
    with pytest.raises(ValueError, match="choice_key"):
        question.key(Names(x=1))


# -- what always holds ----------------------------------------------------------------------------------
WHOLE: dict[str, Any] = {
    "boxes": {
        "total": {"answer": "own.part * 3", "mistakes": {"twice": "own.part * 2"}},
        "rest": {"answer": "x"},
    },
    "steps": {"part": {"answer": "x * 2", "points": 2}},
    "method": {"options": ["one", "two"], "answer": {"text": "one"}, "points": 1},
}
RIGHT = {"total": "600", "rest": "100", "part": "200", "method": "one"}
WRONG = {"total": "417", "rest": "71", "part": "333", "method": "two"}


@given(
    states=st.fixed_dictionaries(
        {place: st.sampled_from(["right", "wrong", "blank", "unread"]) for place in RIGHT}
    ),
    required=st.booleans(),
    place=st.sampled_from(sorted(RIGHT)),
)
def test_making_one_more_place_right_never_costs(states: dict[str, str], required: bool, place: str) -> None:
    question = asked(**WHOLE, steps_required=required)

    def credit(states: dict[str, str]) -> float:
        told = {"right": RIGHT, "wrong": WRONG}
        raw = {
            one: told[state][one] if state in told else "?" if state == "unread" else ""
            for one, state in states.items()
        }
        reading = question.read(Answer(raw))
        if not reading.ok:
            return 0.0
        return question.mark(reading, Names(x=100), Names(x=100)).credit

    before = credit(states)
    assert 0 <= before <= 1
    assert credit({**states, place: "right"}) >= before
    assert credit(dict.fromkeys(states, "right")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASE.question_ids)
def test_the_key_written_is_read_again(variant: Variant, name: str, lang: Any) -> None:
    question, key = CASE.question(name), variant.scope().value(name)
    for raw in (question.raw(key, lang), question.displayed(key, lang)):
        if raw is not None:
            assert question.read(Answer(raw, lang)).value == key


@pytest.mark.parametrize("name", CASE.question_ids)
def test_hostile_answers_are_harmless(variant: Variant, name: str) -> None:
    question = CASE.question(name)
    shaped = [raw for text in hostile.TEXTS for raw in question.shaped(text)]
    strange: list[Raw] = [
        {"total": "1", "__class__": "2"},
        {"value": "1", "x" * 500: "2"},
        {"method": "nobody"},
    ]
    for raw in (*shaped, *hostile.SHAPES, *strange):
        for lang in LANGUAGES:
            seen = check(variant, name, Answer(raw, lang))
            assert seen.message(lang) or seen.ok or seen.blank
            paper = mark(variant, {name: Answer(raw, lang)})
            assert 0 <= paper.question(name).outcome.credit <= 1
            debrief(variant, {name: Answer(raw, lang)}, paper, lang)


def test_unknown_places_and_shapes_are_refused() -> None:
    question = asked(**BOXES)
    assert question.read(Answer({"total": "1", "other": "2"})).codes == ("unknown_place",)
    assert question.read(Answer({"total": "1", "other": " "})).ok
    assert question.read(Answer(["1"])).codes == ("answer_shape",)
    assert question.read(Answer("12")).codes == ("answer_shape",)
    assert question.read(Answer("  ")).blank
    assert question.read(Answer({"total": "", "share": " "})).blank
    unread = question.read(Answer({"total": "abc", "share": "1..2"}))
    assert (unread.ok, unread.codes, set(unread.parts)) == (False, ("no_place_read",), {"total", "share"})


# -- the format -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "number_answer"),
        ({"answer": "x", **BOXES}, "number_answer"),
        ({**BOXES, "unit": "piece"}, "boxes_apart"),
        ({**BOXES, "mistakes": {"half": "x"}}, "boxes_apart"),
        ({"boxes": {"method": {"answer": "x"}}}, "place_taken"),
        ({**BOXES, "steps": {"total": {"answer": "x", "points": 1}}}, "place_taken"),
        ({"answer": "x", "steps": {"value": {"answer": "x", "points": 1}}}, "place_taken"),
        ({"answer": "x", "steps": {"a": {"answer": "x", "points": 10}}}, "beside_points"),
        ({**METHODS, "method": {**METHODS["method"], "points": 10}}, "beside_points"),
        ({**METHODS, "method": {**METHODS["method"], "options": ["one", "one"]}}, "listed_twice"),
        ({"answer": "x", "steps": {"a": {"answer": "x"}}}, "missing"),
        ({"boxes": {"a b": {"answer": "x"}}}, "string_pattern_mismatch"),
        ({"boxes": {f"b{n}": {"answer": "x"} for n in range(13)}}, "too_long"),
    ],
)
def test_a_faulty_question_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(**more)
    assert code in {fault["type"] for fault in refused.value.errors()}


# -- words ----------------------------------------------------------------------------------------------
def told(variant: Variant, name: str, raw: Raw, lang: Any = "fr") -> Any:
    answers = {name: Answer(raw, lang)}
    found = debrief(variant, answers, mark(variant, answers), lang)
    return next(one for one in found if one.id == name)


def test_the_debrief_names_each_box_and_what_it_calls_for(variant: Variant) -> None:
    drawn: dict[str, Any] = dict(variant.drawn)
    total = drawn["pieces"] * drawn["price"]
    one = told(variant, "stock", {"total": str(total * 2), "share": "0,001"})
    assert one.verdict == "wrong"
    assert [part.label for part in one.parts] == ["Valeur de l’article", "Part du stock total"]
    assert one.parts[0].words == "une erreur connue, expliquée plus bas"
    assert any("compté l’article deux fois" in line for line in one.feedback)
    assert any(line.startswith("Valeur de l’article\u00a0: accepté\u00a0: de ") for line in one.feedback)
    assert one.your_answer.startswith("Valeur de l’article\u00a0: ")


def test_the_debrief_of_a_method_and_its_steps(variant: Variant) -> None:
    picking: Any = variant.scope().value("picking")
    walk = f"{picking['walk']:.0f} min"
    one = told(variant, "picking", {"value": "9 h", "walk": walk, "method": "by_order"}, "en")
    assert "No time is given per order." in one.feedback
    assert "Your steps earn points, though the result is not wholly right." in one.feedback
    assert [(part.label, part.verdict) for part in one.parts] == [
        ("Method", "wrong"),
        ("Walking time", "right"),
        ("Result", "wrong"),
    ]
    assert one.parts[0].given == "Count the time order by order"


def test_the_alternative_used_is_named_and_goes_on(variant: Variant) -> None:
    drawn: dict[str, Any] = dict(variant.drawn)
    debt = drawn["pieces"] * drawn["price"]
    used = round(debt * drawn["rate"] * drawn["credit_days"] / 360, 2)
    answers = key_of(variant, interest=f"{used:.2f}", cost=f"{debt + used:.2f}")
    paper = mark(variant, answers)
    interest, cost = paper.question("interest"), paper.question("cost")
    assert (interest.codes, interest.outcome.credit) == (("alternative.year_360",), 1)
    assert (cost.codes, cost.carried_from) == (("carried",), ("interest",))
    one = {each.id: each for each in debrief(variant, answers, paper, "fr")}
    assert one["interest"].feedback == (
        "Vous avez compté une année de 360 jours\u00a0: c’est l’usage des banques, et les points sont acquis.",
    )
    assert one["cost"].feedback == (
        "Résultat juste avec la convention que vous avez prise (question 5 (Intérêts)).",
    )


def test_a_wrong_date_goes_on_to_what_rests_on_it(variant: Variant) -> None:
    scope = variant.scope()
    question = CASE.question("due")
    assert isinstance(question, NumberQuestion)
    (late,) = question.figure.mistake_values(View(scope))["mistake.calendar_days"]
    paid = CASE.question("paid")
    scope.put("due", late)
    raw = {"due": question.raw(late, "fr"), "paid": paid.raw(paid.key(scope), "fr")}
    paper = mark(variant, {name: Answer(text) for name, text in raw.items()})
    assert paper.question("due").codes == ("mistake.calendar_days",)
    assert paper.question("paid").codes == ("carried",)


def test_codes_do_not_depend_on_the_seed() -> None:
    found = [
        {
            name: frozenset(CASE.question(name).mistake_values(draw(CASE, seed).scope()))
            for name in ("stock", "picking")
        }
        for seed in range(4)
    ]
    assert found == [found[0]] * 4
    assert found[0]["picking"] == {"mistake.tripled", "mistake.no_walk", "method.by_order", "method.by_shift"}


# -- the page -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_page_asks_never_holds_the_key(variant: Variant, lang: Any) -> None:
    view = view_of(variant, "picking", lang)
    ask: Any = view.ask
    assert isinstance(ask, NumberAsk)
    assert [box.id for box in ask.boxes] == ["value"]
    assert [box.id for box in ask.steps] == ["walk"]
    assert {option.id for option in ask.methods} == {"by_line", "by_order", "by_shift"}
    picking: Any = variant.scope().value("picking")
    assert str(round(picking["value"])) not in repr(view.ask)
    due = view_of(variant, "due", lang).ask
    assert isinstance(due, NumberAsk)
    assert due.boxes[0].placeholder == {"fr": "jj/mm/aaaa", "en": "20 November 2026"}[lang]


def test_methods_come_in_the_variants_order() -> None:
    orders = set()
    for seed in range(12):
        ask = view_of(draw(CASE, seed), "picking", "fr").ask
        assert isinstance(ask, NumberAsk)
        orders.add(tuple(option.id for option in ask.methods))
    assert len(orders) > 1


@pytest.mark.parametrize(("one", "other"), list(product(LANGUAGES, LANGUAGES)))
def test_what_was_typed_is_kept_through_a_switch_of_language(variant: Variant, one: Any, other: Any) -> None:
    question = CASE.question("stock")
    assert isinstance(question, NumberQuestion)
    raw = {"total": "1234,5" if one == "fr" else "1,234.5", "share": "12.34 %"}
    reading = question.read(Answer(raw, one))
    again = question.read(Answer(question.retyped(reading, other), other))
    assert again.value == reading.value == {"total": 1234.5, "share": 0.1234}


# -- answers files --------------------------------------------------------------------------------------
def test_an_answers_file_holds_a_place_a_line_or_the_result_alone(variant: Variant) -> None:
    drawn: dict[str, Any] = dict(variant.drawn)
    total = drawn["pieces"] * drawn["price"]
    lines = [
        f"stock: {{total: {total}, share: '{100 * total / drawn['total_stock']:.2f} %'}}",
        "picking: 5 h 39",
        "due: 2026-04-30",
        "paid: 21/06/2026",
    ]
    answers = parse_answers("\n".join(lines), "answers.yaml", "fr", CASE)
    assert answers["due"].raw == "2026-04-30"
    assert mark(variant, answers).question("stock").codes == ("correct",)
    assert CASE.question("picking").read(answers["picking"]).value == {"value": 339}
    with pytest.raises(CaseError, match="stock"):
        parse_answers("stock: 12", "answers.yaml", "fr", CASE)
    with pytest.raises(CaseError, match="due"):
        parse_answers("due: {day: 12}", "answers.yaml", "fr", CASE)
