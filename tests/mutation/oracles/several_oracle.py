"""Several figures in one question: ``several_figures`` and ``figure_set``, place by place, worked by hand."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from cases.answers import Answer, Reading
from cases.figure import Figure
from cases.figure_set import FigureSet
from cases.questions.base import Outcome
from cases.questions.number import NumberQuestion
from cases.questions.several_figures import Method, Step
from tests.mutation.oracles.asserting import Names, invalid, near, no_value

BASE = {"id": "q", "type": "number", "points": 10, "criteria": ["r/1"]}


def asked(**more: Any) -> Any:
    """The places of a question."""
    return NumberQuestion.model_validate({**BASE, **more}).several


def boxes() -> Any:
    """Two that rest on one another, the second weighing double, and one apart."""
    return asked(
        boxes={
            "one": {"answer": "x", "mistakes": {"half": "x / 2", "twin": ["x + 400", "x + 600"]}},
            "two": {"answer": "own.one * 3", "weight": 2, "alternatives": {"other": "own.one * 4"}},
            "apart": {"answer": "y", "round": "ceil"},
        }
    )


def steps(**more: Any) -> Any:
    """Ten points: one for the method, two and three for steps, the others for the figure."""
    return asked(
        answer="own.net * 2",
        steps={
            "gross": {"answer": "x", "points": 2},
            "net": {"answer": "own.gross + (100 if own.method == 'm' else 900)", "points": 3},
        },
        method={"options": ["m", "n"], "answer": "'m' if y > 0 else 'n'", "points": 1},
        **more,
    )


def over(x: float = 1000, y: float = 7.2) -> Any:
    """The graph."""
    return Names(x=x, y=y)


def marked(several: Any, value: dict[str, Any], carried: Any = None, unread: str = "") -> Outcome:
    """What is found of the places given, over the graph of 1000 and 7.2."""
    key = over()
    parts = {unread: Reading(codes=("reading.not_a_number",))} if unread else {}
    found: Outcome = several.mark(Reading(value=value, parts=parts), carried or key, key)
    return found


def codes(found: Outcome) -> dict[str, str]:
    """The code of each place."""
    return {place: part.code for place, part in found.parts.items()}


def weighed() -> None:
    """Boxes earn by their weights; an error counts once."""
    right = {"one": 1000, "two": 3000, "apart": 8}
    for value, credit, told in (
        (right, 1.0, ("correct",)),
        ({**right, "one": 1300}, 0.75, ("partly",)),  # 3000 is the key's
        ({**right, "two": 5000}, 0.5, ("partly",)),
        ({"one": 1000}, 0.25, ("partly",)),
        ({"two": 3000}, 0.5, ("partly",)),
        ({"one": 1300, "two": 3900}, 0.5, ("partly", "carried_inside")),
        ({"one": 17, "two": 5}, 0.0, ("wrong",)),
        ({"one": 1, "two": 5}, 0.0, ("power_of_ten",)),
        ({"one": 500, "two": 1500}, 0.5, ("partly", "mistake.half", "carried_inside")),
        ({"one": 500}, 0.0, ("mistake.half",)),
        ({"one": 1400, "two": 4200}, 0.5, ("partly", "mistake.twin", "carried_inside")),
        ({"two": 4000}, 0.5, ("partly", "alternative.other")),
        ({**right, "two": 4000}, 1.0, ("correct", "alternative.other")),
        ({**right, "apart": 7}, 0.875, ("partly", "rounding")),
        (
            {"one": 1, "two": 3, "apart": 8},
            0.25,
            ("partly", "power_of_ten"),
        ),  # a stock answer carries nothing
    ):
        found = marked(boxes(), value)
        near(found.credit, credit)
        assert found.codes == told, (value, found.codes)
        assert set(found.parts) == {"one", "two", "apart"}
    found = marked(boxes(), {"one": 1300, "two": 3900})
    assert codes(found) == {"one": "wrong", "two": "carried", "apart": "blank"}
    assert found.detail["codes"] == {"one": "wrong", "two": "carried_inside"}
    assert found.detail["stands"] == {"one": 1300, "two": 3900, "apart": 8}
    assert (found.expected, found.key) == (
        {"one": 1000, "two": 3900, "apart": 8},
        {"one": 1000, "two": 3000, "apart": 8},
    )
    part = found.parts["two"]
    assert (part.credit, part.given, part.expected, part.key, part.weight) == (1.0, 3900, 3900, 3000, 2.0)
    assert codes(marked(boxes(), {"one": 500, "two": 4000}))["one"] == "mistake"
    blank = marked(boxes(), {"one": 1000}, unread="two")
    assert codes(blank) == {"one": "correct", "two": "unreadable", "apart": "blank"}
    assert (blank.parts["two"].credit, blank.parts["two"].given) == (0.0, None)
    assert blank.parts["two"].expected == 3000


def carried() -> None:
    """Right by the figures carried into the question; by the key all the same."""
    graph = over(2000)
    for value, credit, told in (
        ({"one": 2000, "two": 6000, "apart": 8}, 1.0, ("carried",)),
        ({"one": 1000, "two": 3000, "apart": 8}, 1.0, ("correct",)),
        ({"one": 2000, "apart": 8}, 0.5, ("partly", "carried")),
        ({"two": 6000, "apart": 8}, 0.75, ("partly", "carried")),
        ({"one": 1000, "two": 6000, "apart": 8}, 0.5, ("partly",)),
    ):
        found = marked(boxes(), value, graph)
        near(found.credit, credit)
        assert found.codes == told, (value, found.codes)
    found = marked(boxes(), {"apart": 8}, graph)
    assert found.detail["stands"] == {"one": 2000, "two": 6000, "apart": 8}
    assert found.key == {"one": 1000, "two": 3000, "apart": 8}
    implausible = marked(boxes(), {"one": 1, "two": 6000}, graph)
    assert implausible.detail["stands"] == {"one": 2000, "two": 6000, "apart": 8}


# value, steps_required -> credit; the figure is 2200, the net 1100, the gross 1000, the method m
STEPS: list[tuple[dict[str, Any], bool, float]] = [
    ({"method": "m", "gross": 1000, "net": 1100, "value": 2200}, False, 1.0),
    ({"method": "m", "gross": 1000, "net": 1100, "value": 2200}, True, 1.0),
    ({"method": "m", "value": 2200}, False, 1.0),  # a right figure needs no steps
    ({"method": "m", "value": 2200}, True, 0.5),
    ({"value": 2200}, False, 0.9),
    ({"method": "n", "value": 2200}, False, 0.9),
    ({"method": "m", "gross": 1000, "net": 1100, "value": 9}, False, 0.6),
    ({"method": "m", "gross": 1000, "net": 1100, "value": 9}, True, 0.6),
    ({"method": "m", "gross": 1000}, False, 0.3),
    ({"method": "m", "net": 1100}, False, 0.4),
    ({"method": "m"}, False, 0.1),
    ({"method": "m", "gross": 1300, "net": 1400, "value": 2800}, False, 0.8),  # leans on a wrong step
    ({"method": "m", "gross": 1300, "net": 1400, "value": 2200}, False, 1.0),
    ({"method": "m", "gross": 1300, "net": 9, "value": 2200}, True, 0.5),
    ({"method": "n", "gross": 1000, "net": 1900, "value": 3800}, False, 0.9),
    ({"method": "n", "net": 1900}, False, 0.3),
    ({"net": 1900}, False, 0.0),
]


def by_steps() -> None:
    """Steps earn theirs where the figure is wrong, and always where the case wants them."""
    for value, required, credit in STEPS:
        found = marked(steps(steps_required=required), value)
        assert abs(found.credit - credit) < 1e-9, (value, required, found.credit)
    found = marked(steps(), {"method": "n", "gross": 1000, "net": 1900})
    assert found.detail["codes"] == {"method": "method.n", "gross": "correct", "net": "carried_inside"}
    assert found.codes == ("partly", "method.n", "carried_inside")
    assert codes(found) == {"method": "wrong", "gross": "correct", "net": "carried", "value": "blank"}
    assert list(found.parts) == ["method", "gross", "net", "value"]
    assert found.detail["stands"] == {"method": "n", "gross": 1000, "net": 1900, "value": 3800}
    unread = marked(steps(), {"gross": 1000}, unread="method")
    assert codes(unread)["method"] == "unreadable"
    assert "method" not in unread.detail["codes"]  # type: ignore[operator]
    chosen = marked(steps(), {"method": "m"}).parts["method"]
    assert (chosen.credit, chosen.code, chosen.given, chosen.expected, chosen.key) == (
        1.0,
        "correct",
        "m",
        "m",
        "m",
    )
    wrong = marked(steps(), {"method": "n"})
    assert (wrong.credit, wrong.codes, wrong.parts["method"].credit) == (0.0, ("method.n",), 0.0)
    by_own = marked(steps(), {"method": "n"}, over(1000, -1))
    assert (codes(by_own)["method"], by_own.parts["method"].credit) == ("carried", 1.0)
    assert by_own.codes == ("partly", "carried")
    assert marked(steps(), {"gross": 1000}, over(1000, -1)).detail["stands"] == {
        "method": "n", "gross": 1000, "net": 1900, "value": 3800,
    }  # fmt: skip
    assert marked(steps(), {"gross": 1000}).parts["method"].code == "blank"


def credit_has_no_noise() -> None:
    """Thirds add up to one, and to nine decimals."""
    thirds = asked(boxes={name: {"answer": "x"} for name in ("one", "two", "three")})
    for count, credit in ((1, 0.333333333), (2, 0.666666667), (3, 1.0)):
        value = dict.fromkeys(("one", "two", "three")[:count], 1000)
        assert marked(thirds, value).credit == credit


def no_value_carried() -> None:
    """What the learner's own figures give no value is judged by the graph's."""
    several = asked(boxes={"one": {"answer": "x"}, "two": {"answer": "6000 / (own.one - 1300)"}})
    found = marked(several, {"one": 1300, "two": -20})
    assert codes(found) == {"one": "wrong", "two": "correct"}
    assert found.expected == {"one": 1000, "two": -20}
    assert found.detail["stands"] == {"one": 1300, "two": -20}
    no_value(
        lambda: marked(asked(boxes={"one": {"answer": "1 / (x - 1000)"}}), {"one": 5}), "expression_zero"
    )
    wrong = asked(answer="x", method={"options": ["m", "n"], "answer": {"text": "o"}, "points": 1})
    no_value(lambda: wrong.key(over()), "choice_key")


def reads() -> None:
    """Place by place; places and methods that the question does not know are refused."""
    several, chain = boxes(), steps()
    found = several.read(Answer({"one": "1 000", "two": "x", "apart": " "}))
    assert (found.value, found.codes, set(found.parts)) == ({"one": 1000}, (), {"two"})
    assert found.parts["two"].codes == ("reading.not_a_number",)
    assert several.read(Answer({"one": "x"})).codes == ("no_place_read",)
    assert set(several.read(Answer({"one": "x"})).parts) == {"one"}
    assert several.read(Answer("5")).codes == ("answer_shape",)
    assert several.read(Answer(["5"])).codes == ("answer_shape",)
    refused = several.read(Answer({"one": "5", "n" * 60: "5"}))
    assert (refused.codes, refused.params["place"]) == (("unknown_place",), "n" * 40)
    assert refused.params["places"] == "one, two, apart"
    assert several.read(Answer({"one": "5", "other": " "})).value == {"one": 5}
    assert several.read(Answer({"one": "1.5"}, "en")).value == {"one": 1.5}
    assert chain.read(Answer("2 200")).value == {"value": 2200}
    assert chain.read(Answer({"method": " n "})).value == {"method": "n"}
    refused = chain.read(Answer({"method": "o" * 60, "gross": "5"}))
    assert (refused.value, refused.parts["method"].codes) == ({"gross": 5}, ("unknown_option",))
    assert refused.parts["method"].params == {"option": "o" * 40, "options": "m, n"}


def writes() -> None:
    """Each place as it is typed, displayed, said back; the method by its id."""
    chain, value = steps(), {"method": "n", "gross": 1000, "value": 1234.5}
    assert chain.raw(value, "en") == {"method": "n", "gross": "1,000", "value": "1,235"}
    assert chain.displayed(value, "en") == {"method": "n", "gross": "1,000", "value": "1,235"}
    assert chain.echoes(value, "en") == {"gross": "1,000", "value": "1,234.5"}
    assert chain.retyped(value, "en") == {"gross": "1000", "value": "1,234.5"}
    assert chain.show(value, "en") == "1,235"
    assert boxes().show({"one": 1, "two": 2, "apart": None}, "en") == "1; 2"
    assert boxes().show({"one": 1, "two": 2}, "fr") == "1\u202f; 2"
    for call in (chain.raw, chain.displayed, chain.echoes, chain.retyped):
        assert call(None, "fr") == {}


def errs() -> None:
    """Misconceptions, slips that nothing explains, stock answers, what must hold."""
    found = boxes().mistake_values(over())
    assert found == {
        "mistake.half": [{"one": 500, "two": 1500, "apart": 8}],
        "mistake.twin": [{"one": 1400, "two": 4200, "apart": 8}, {"one": 1600, "two": 4800, "apart": 8}],
    }
    assert steps().mistake_values(over()) == {
        "method.n": [{"method": "n", "gross": 1000, "net": 1100, "value": 2200}]
    }
    bent = boxes().nudged(over())
    assert [round(one["one"]) for one in bent] == [1370, 1000, 1000]
    assert [round(one["two"]) for one in bent] == [4110, 4110, 3000]
    assert [round(one["apart"]) for one in bent] == [8, 8, 11]
    assert boxes().stock(cycle("123")) == {"one": "1", "two": "2", "apart": "3"}
    assert steps().stock(cycle("123")) == {"gross": "1", "net": "2", "value": "3", "method": "m"}
    near(steps().chance(over()), 0.05)
    assert boxes().chance(over()) is None
    assert list(boxes().look_alike(over())) == []
    assert list(boxes().look_alike(over(0))) == [("correct", "mistake.half")]
    assert list(boxes().prove(over())) == []
    assert [code for code, _ in boxes().prove(over(4e11))] == ["proof_range"]
    bad = asked(boxes={"one": {"answer": "x", "alternatives": {"a": "1 / (x - 1000)"}}})
    no_value(lambda: list(bad.prove(over())), "expression_zero")


def bounds() -> None:
    """What a case may give: two to twelve methods named once, weights and points above 0 and up to 100."""

    def method(count: int, **more: Any) -> Any:
        options = [f"m{number}" for number in range(count)]
        return {"answer": "x", "method": {"options": options, "answer": "x", "points": 1, **more}}

    twice = {"options": ["m", "n", "m"], "answer": "x", "points": 1}
    invalid(lambda: asked(answer="x", method=twice), "listed_twice")
    for count, code in ((1, "too_short"), (13, "too_long")):
        invalid(lambda count=count: asked(**method(count)), code)
    assert [len(asked(**method(count)).method.options) for count in (2, 12)] == [2, 12]
    assert asked(**method(2)).method.shuffle is True
    for points, code in ((0, "greater_than"), (101, "less_than_equal")):
        invalid(lambda points=points: asked(**method(2, points=points)), code)
        invalid(lambda points=points: asked(answer="x", steps={"a": {"answer": "x", "points": points}}), code)
        invalid(lambda points=points: asked(boxes={"a": {"answer": "x", "weight": points}}), code)
    for points in (0.1, 100):
        most = {"points": 100} if points < 1 else {"points": 100.0}
        asked(boxes={"a": {"answer": "x", "weight": points}}, **most)
    for points in (0.1, 99.9):
        asked(answer="x", steps={"a": {"answer": "x", "points": points}}, points=100)
        asked(**method(2, points=points), points=100)
    for given in ({"points": 100, "answer": "x"}, {"points": 0.1, "answer": "x"}):
        Step.model_validate(given)
    for points in (0.1, 100):
        Method.model_validate({"options": ["m", "n"], "answer": "x", "points": points})
    many = {f"b{number}": {"answer": "x"} for number in range(13)}
    invalid(lambda: asked(boxes=many), "too_long")
    assert len(asked(boxes=dict(list(many.items())[:12])).places) == 12


def shares() -> None:
    """The method earns its points, whatever they are; a step that is no box weighs one."""
    several = asked(answer="x", method={"options": ["m", "n"], "answer": {"text": "m"}, "points": 2.5})
    near(marked(several, {"method": "m"}).credit, 0.25)
    near(marked(several, {"value": 1000}).credit, 0.75)
    assert {part.weight for part in marked(steps(), {"gross": 1000}).parts.values()} == {1.0}
    nothing = marked(boxes(), None)  # type: ignore[arg-type]
    assert (nothing.credit, set(codes(nothing).values())) == (0.0, {"blank"})
    assert steps().read(Answer({"method": " ", "gross": "5"})).parts == {}


def sets() -> None:
    """A set judged by itself, with what stands before its first place."""
    found = FigureSet({"a": Figure(answer="x + own.start"), "b": Figure(answer="own.a * 2")})
    key = over()
    for more in ((), ({"start": 5},)):
        mark = found.judge({"a": 1005}, key, key, {"start": 5}, *more)
        assert (mark.judged["a"].code, mark.expected, mark.inside) == (
            "correct",
            {"a": 1005, "b": 2010},
            frozenset(),
        )
    mark = found.judge({"a": 1700}, key, key, {"start": 5}, {"start": 700})
    assert (mark.judged["a"].code, mark.key["b"], mark.stands["b"], mark.inside) == (
        "carried",
        2010,
        3400,
        {"a"},
    )


ORACLES = (
    weighed,
    carried,
    by_steps,
    credit_has_no_noise,
    no_value_carried,
    reads,
    writes,
    errs,
    bounds,
    shares,
    sets,
)
