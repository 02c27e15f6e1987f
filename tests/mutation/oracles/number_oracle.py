"""A question of one figure: ``cases.questions.number`` over a graph of two names."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from pydantic import ValidationError

from cases.answers import BLANK, Answer, Reading
from cases.questions.base import Outcome
from cases.questions.number import NumberQuestion
from tests.mutation.oracles.asserting import Names, invalid, is_false, is_true, near, no_value

BASE = {"id": "q", "type": "number", "points": 4, "criteria": ["r/1"]}
STEP = {"answer": "x", "points": 1}
METHOD = {"options": ["m", "n"], "answer": {"text": "m"}, "points": 1}


def one(**more: Any) -> NumberQuestion:
    """A question whose key is ``x``."""
    return NumberQuestion.model_validate({**BASE, "answer": "x", **more})


def boxes(**more: Any) -> NumberQuestion:
    """A question of two boxes, the second resting on the first."""
    asked = {"one": {"answer": "x", "mistakes": {"half": "x / 2"}}, "two": {"answer": "own.one * 2"}}
    return NumberQuestion.model_validate({**BASE, "boxes": asked, **more})


def over(x: Any = 1000, **more: Any) -> Any:
    """The graph."""
    return Names(x=x, q=x, **more)


def format_faults() -> None:
    """One figure or several, each place named once, points left for the figure."""
    given = {**BASE, "boxes": {"one": {"answer": "x"}}}
    for more, code in (
        ({**given, "answer": "x"}, "number_answer"),
        (BASE, "number_answer"),
        ({**given, "unit": "piece"}, "boxes_apart"),
        ({**given, "mistakes": {"m": "x"}}, "boxes_apart"),
        ({**BASE, "answer": "x", "steps": {"value": STEP}}, "place_taken"),
        ({**BASE, "answer": "x", "steps": {"method": STEP}}, "place_taken"),
        ({**BASE, "boxes": {"value": {"answer": "x"}}}, "place_taken"),
        ({**given, "steps": {"one": STEP}}, "place_taken"),
        ({**BASE, "answer": "x", "steps": {"a": {**STEP, "points": 4}}}, "beside_points"),
        ({**BASE, "answer": "x", "steps": {"a": {**STEP, "points": 3}}, "method": METHOD}, "beside_points"),
        ({**BASE, "answer": "x", "steps": {"a": STEP, "b": {**STEP, "points": 3.5}}}, "beside_points"),
        ({**BASE, "answer": "x", "method": {**METHOD, "points": 4}}, "beside_points"),
    ):
        invalid(lambda more=more: NumberQuestion.model_validate(more), code)
    NumberQuestion.model_validate(given)
    for steps in ({"a": {**STEP, "points": 3.5}}, {"a": STEP, "b": {**STEP, "points": 1.9}}):
        found = one(steps=steps)
        assert found.several is not None
    one(steps={"a": {**STEP, "points": 2.9}}, method=METHOD)
    is_false(one().steps_required)
    found = fault_of({**given, "unit": "piece", "decimals": 1, "round": "ceil"})
    assert found == {"item": "decimals"}
    assert fault_of({**given, "steps": {"value": STEP, "one": STEP}}) == {"item": "one"}


def fault_of(given: dict[str, Any]) -> Any:
    """What the words of a refusal need."""
    try:
        NumberQuestion.model_validate(given)
    except ValidationError as error:
        return error.errors()[0].get("ctx")
    return None


def places() -> None:
    """The figure of the question, or those of its boxes and steps; a method beside them."""
    assert one().several is None
    assert one(decimals=2).figure.shown_decimals == 2
    assert one(kind="money").figure.shown_decimals == 2
    assert one(round="ceil").figure.accepted.relative == 0.0
    found = boxes(steps={"s": STEP}, method=METHOD).several
    assert found is not None
    assert (found.places, tuple(found.finals), found.points) == (
        ("method", "s", "one", "two"),
        ("one", "two"),
        4,
    )
    assert found.chosen is not None
    for more, expected in (
        ({"steps": {"s": STEP}}, ("s", "value")),
        ({"method": METHOD}, ("method", "value")),
    ):
        several = one(**more).several
        assert several is not None
        assert several.places == expected
    alone = boxes().several
    assert alone is not None
    assert (alone.places, alone.chosen, alone.steps_required) == (("one", "two"), None, False)
    needed = one(steps={"s": STEP}, steps_required=True).several
    assert needed is not None
    is_true(needed.steps_required)


def sources() -> None:
    """The expressions of the question, by place."""
    whole = boxes(steps={"s": STEP}, method=METHOD)
    names = {
        "boxes.one.answer",
        "boxes.one.mistakes.half",
        "boxes.two.answer",
        "steps.s.answer",
        "method.answer",
    }
    assert set(whole.sources()) == names
    assert set(whole.templates) == names
    assert set(whole.graph_sources()) == names - {"boxes.one.mistakes.half"}
    assert (one().sources(), one().graph_sources()) == ({"answer": "x"}, ("answer",))
    assert set(one().templates) == {"answer"}
    assert set(one(method=METHOD).graph_sources()) == {"answer", "method.answer"}
    assert (whole.own_names(), one().own_names()) == (frozenset({"own"}), frozenset())


def keys() -> None:
    """The key, the misconceptions and what this draw cannot tell apart."""
    assert one().key(over(10.4)) == 10.0
    assert boxes().key(over(10.4)) == {"one": 10.0, "two": 20.0}
    slipping = one(mistakes={"m": "x * 2"})
    assert slipping.mistake_values(over()) == {"mistake.m": [2000.0]}
    assert boxes().mistake_values(over()) == {"mistake.half": [{"one": 500.0, "two": 1000.0}]}
    assert list(slipping.look_alike(over())) == []
    assert list(one(mistakes={"m": "x + 1"}).look_alike(over())) == [("correct", "mistake.m")]
    assert list(boxes().look_alike(over())) == []
    assert list(boxes().look_alike(over(0))) == [("correct", "mistake.half")]


def reading() -> None:
    """A figure as typed, or nothing, or a shape that is none of a figure's."""
    asked, several = one(unit="piece", decimals=1), boxes()
    assert asked.read(Answer("12,5")).value == 12.5
    assert asked.read(Answer("12.5", "en")).value == 12.5
    assert asked.read(Answer(" ")) == BLANK
    for raw in (["12"], {"q": "12"}, [], {}):
        assert asked.read(Answer(raw)).codes == ("answer_shape",)
    assert asked.read(Answer("x")).codes == ("reading.not_a_number",)
    for blank in ("", {}, {"one": " "}, []):
        assert several.read(Answer(blank)) == BLANK
    assert several.read(Answer({"one": "12"})).value == {"one": 12}
    assert several.read(Answer("12")).codes == ("answer_shape",)


def writing() -> None:
    """What is typed, shown, said back."""
    asked, several = one(unit="piece"), boxes()
    read, value = Reading(value=12.5), {"one": 12.0, "two": 3.5}
    assert (asked.raw(12, "fr"), asked.displayed(12, "fr")) == ("12", "12\u00a0pièces")
    assert asked.echo(read, "fr") == "12,5\u00a0pièces"
    assert asked.echo(Reading(codes=("no",)), "fr") == ""
    assert asked.echo(BLANK, "fr") == ""
    assert asked.echoes(read, "fr") == {"value": "12,5\u00a0pièces"}
    assert asked.retyped(read, "en") == {"value": "12.5\u00a0pieces"}
    assert asked.retyped(BLANK, "en") == {}
    assert several.raw(value, "fr") == {"one": "12", "two": "4"}
    assert several.displayed(value, "fr") == {"one": "12", "two": "4"}
    assert several.echo(Reading(value=value), "fr") == ""
    assert several.echo(BLANK, "fr") == ""
    assert several.echoes(Reading(value=value), "fr") == {"one": "12", "two": "3,5"}
    assert several.retyped(Reading(value=value), "en") == {"one": "12", "two": "3.5"}
    words = asked.interval(Outcome(1.0, ("correct",), 1000.0, 1000.0, (990.0, 1010.0)), "fr")
    assert words.replace("\u202f", " ").replace("\u00a0", " ") == "accepté : de 990 à 1 010 pièces"
    assert asked.interval(Outcome(0.0, ("blank",)), "fr") == ""
    assert several.interval(Outcome(0.0, ("wrong",), {"one": 1}), "fr") == ""


def marking() -> None:
    """By the key, then by what was carried."""
    asked, key = one(mistakes={"m": "x * 2"}), over()
    for carried, value, credit, code, expected in (
        (key, 1000.0, 1.0, "correct", 1000.0),
        (key, 2000.0, 0.0, "mistake.m", 1000.0),
        (key, 4000.0, 0.0, "wrong", 1000.0),
        (over(3000), 3000.0, 1.0, "carried", 3000.0),
        (over(3000), 6000.0, 0.0, "mistake.m", 3000.0),
        (over(3000), 1000.0, 1.0, "correct", 1000.0),
    ):
        found = asked.mark(Reading(value=value), carried, key)
        assert (found.credit, found.codes, found.expected, found.key) == (credit, (code,), expected, 1000.0)
        reach = 0.01 * expected
        assert found.interval == (expected - reach, expected + reach)
        assert found.parts == {}
    several = boxes().mark(Reading(value={"one": 1000.0, "two": 5.0}), key, key)
    assert (several.credit, several.codes) == (0.5, ("partly",))


def going_on() -> None:
    """What stands for the key downstream."""
    asked, several = one(), boxes()
    for value, code, expected in ((300.0, "wrong", True), (30.0, "wrong", False), (30.0, "mistake.m", True)):
        outcome = Outcome(0.0, (code, "other"), 1000.0, 1000.0)
        assert asked.carries(Reading(value=value), outcome) is expected
    is_false(asked.carries(BLANK, Outcome(1.0, ("correct",), 1000.0, 1000.0)))
    is_false(several.carries(Reading(codes=("no",)), Outcome(0.0, ("unreadable",))))
    is_true(several.carries(Reading(value={"one": 1}), Outcome(0.0, ("wrong",))))
    assert asked.stand_in(Reading(value=7.0), Outcome(0.0, ("wrong",)), over()) == 7.0
    stands = Outcome(0.0, ("wrong",), detail={"stands": {"one": 5.0}})
    assert several.stand_in(Reading(value={"one": 7.0}), stands, over()) == {"one": 5.0}


def proof() -> None:
    """Errors that may be carried, stock answers, what must hold on every variant."""
    asked, several = one(mistakes={"m": "x * 2"}), boxes()
    first, second = asked.errors(over())
    near(first, 1370.0)
    assert second == 2000.0
    assert [list(error) for error in several.errors(over())] == [["one", "two"]] * 3
    assert (asked.stock(cycle("110")), several.stock(cycle("110"))) == ("1", {"one": "1", "two": "1"})
    assert asked.chance(over()) is None
    assert several.chance(over()) is None
    near(one(method=METHOD).chance(over()), 0.125)
    assert list(asked.prove(over())) == []
    assert [code for code, _ in asked.prove(over(1e12))] == ["proof_range"]
    assert [code for code, _ in several.prove(over(1e12))] == ["proof_range", "proof_range"]
    no_value(lambda: list(one(alternatives={"a": "1 / (x - 1000)"}).prove(over())), "expression_zero")
    day = "sign", "power_of_ten", "month_for_year", "unit_swapped"
    assert one(unit="day").slips() == set(day)
    assert one().slips() == set(day[:3])
    assert one(kind="date").slips() == frozenset()
    assert boxes().slips() == set(day[:3])


ORACLES = (format_faults, places, sources, keys, reading, writing, marking, going_on, proof)
