"""How one figure is judged: ``cases.figure`` over a graph of one name, by tables of what is typed."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from cases.figure import Figure, Mistake, View
from tests.mutation.oracles.asserting import Names, is_false, is_true, no_value


def figure(**more: Any) -> Figure:
    """A figure whose key is ``x``, unless told otherwise."""
    return Figure.model_validate({"answer": "x", **more})


def over(**values: Any) -> View:
    """A graph of some names."""
    return View(Names(**values))


RICH: dict[str, Any] = {
    "mistakes": {
        "half": "x / 2",
        "forms": ["x + 300", "x + 500"],
        "priced": {"answer": "x * 3", "credit": 0.25},
        "free": {"answer": "x * 4"},
        "fixed": 77,
    },
    "alternatives": {"year_360": "x * 2", "both": ["x + 200", "x + 700"]},
}
# typed, for a key of 1000 -> credit, code
AGAINST_THE_KEY = [
    (1000, 1.0, "correct"),
    (1010, 1.0, "correct"),
    (2000, 1.0, "alternative.year_360"),
    (1200, 1.0, "alternative.both"),
    (1700, 1.0, "alternative.both"),
    (500, 0.0, "mistake.half"),
    (1300, 0.0, "mistake.forms"),
    (1500, 0.0, "mistake.forms"),
    (3000, 0.25, "mistake.priced"),
    (4000, 0.0, "mistake.free"),
    (77, 0.0, "mistake.fixed"),
    (10_000, 0.0, "power_of_ten"),
    (-1000, 0.0, "sign"),
    (1111, 0.0, "wrong"),
    (0, 0.0, "wrong"),
]


def by_the_key() -> None:
    """Each code, with its credit and what was accepted there."""
    asked, view = figure(**RICH), over(x=1000)
    for typed, credit, code in AGAINST_THE_KEY:
        found = asked.judge(typed, view, view)
        assert (found.credit, found.code, found.key) == (credit, code, 1000), (typed, found)
        expected = {"alternative.year_360": 2000, "alternative.both": typed}.get(code, 1000)
        assert found.expected == expected, (typed, found)


# typed, for a key of 1000 and 3000 carried -> credit, code, accepted
CARRIED = [
    (1000, 1.0, "correct", 1000),
    (3000, 1.0, "carried", 3000),
    (6000, 1.0, "alternative.year_360", 6000),
    (2000, 1.0, "alternative.year_360", 2000),
    (1500, 0.0, "mistake.half", 3000),
    (500, 0.0, "mistake.half", 3000),
    (9000, 0.25, "mistake.priced", 3000),
    (3300, 0.0, "mistake.forms", 3000),
    (30_000, 0.0, "power_of_ten", 3000),
    (10_000, 0.0, "power_of_ten", 3000),
    (1111, 0.0, "wrong", 3000),
]


def by_what_was_carried() -> None:
    """Right by the key comes first, then by the learner's own figures."""
    asked = figure(**RICH)
    for typed, credit, code, expected in CARRIED:
        found = asked.judge(typed, over(x=3000), over(x=1000))
        assert (found.credit, found.code, found.expected, found.key) == (credit, code, expected, 1000), typed
    bare = figure(mistakes={"down": "x - 1"}, alternatives={"up": "x + 1"})
    assert bare.judge(1300.7, over(x=1300.7), over(x=1300.7)).key == 1301


def rounded_the_wrong_way() -> None:
    """What was not yet rounded, or rounded the wrong way, by the key or by what was carried."""
    asked = figure(round="ceil")
    for typed, carried, credit, code in (
        (6, 5.2, 1.0, "correct"),
        (5, 5.2, 0.5, "rounding"),
        (5.2, 5.2, 0.5, "rounding"),
        (5, 17.4, 0.5, "rounding"),
        (17, 17.4, 0.5, "rounding"),
        (18, 17.4, 1.0, "carried"),
        (8, 17.4, 0.0, "wrong"),
    ):
        key = over(x=5.2)
        found = asked.judge(typed, key if carried == 5.2 else over(x=carried), key)
        assert (found.credit, found.code) == (credit, code), (typed, carried, found)
    priced = figure(round="ceil", rounding_credit=0.1)
    assert priced.judge(5, over(x=5.2), over(x=5.2)).credit == 0.1


def without_a_value() -> None:
    """A misconception without a value is none; a key without one is no key."""
    asked = figure(mistakes={"inverse": "1000 / y", "half": "x / 2"}, alternatives={"other": "900 / y"})
    gone, there = over(x=1000, y=0), over(x=1000, y=2)
    assert asked.judge(500, gone, there).code == "mistake.inverse"
    assert asked.judge(450, gone, there).code == "alternative.other"
    assert asked.judge(500, gone, gone).code == "mistake.half"
    no_value(lambda: figure().judge(1, over(x="text"), over(x=1)), "expression_type")
    no_value(lambda: figure().judge(1, over(x=1), over(x="text")), "expression_type")


def values() -> None:
    """What is written down by whom, rounded as asked."""
    asked, view = figure(**RICH, decimals=1), over(x=10.04)
    assert asked.key(view) == 10.0
    assert asked.exact(view) == 10.04
    assert asked.mistake_values(view) == {
        "mistake.half": [5.0],
        "mistake.forms": [310.0, 510.0],
        "mistake.priced": [30.1],
        "mistake.free": [40.2],
        "mistake.fixed": [77.0],
    }
    assert asked.alternative_values(view) == {
        "alternative.year_360": [20.1],
        "alternative.both": [210.0, 710.0],
    }
    assert asked.forms(view, "mistakes.half") == [5.0]
    assert set(asked.sources()) == {
        *("answer", "mistakes.half", "mistakes.forms", "mistakes.priced", "mistakes.free", "mistakes.fixed"),
        *("alternatives.year_360", "alternatives.both"),
    }
    assert asked.sources()["mistakes.forms"] == ["x + 300", "x + 500"]
    assert asked.sources()["mistakes.priced"] == "x * 3"
    assert figure(answer="own.y + x").key(View(Names(x=1), {"own": {"y": 2}})) == 3


def told_apart() -> None:
    """Pairs whose accepted answers meet; an alternative may meet the key, or another."""
    asked = figure(
        mistakes={"m": "m", "n": ["n", "p"]}, alternatives={"a": "a", "b": "b"}, tolerance={"relative": 0.01}
    )
    base = {"x": 1000, "a": 2000, "b": 3000, "m": 4000, "n": 5000, "p": 6000}
    for changed, pairs in (
        ({}, []),
        ({"a": 1000}, []),
        ({"a": 3000}, []),
        ({"m": 1005}, [("correct", "mistake.m")]),
        ({"m": 2000}, [("alternative.a", "mistake.m")]),
        ({"m": 3010}, [("alternative.b", "mistake.m")]),
        ({"p": 4000}, [("mistake.m", "mistake.n")]),
        ({"n": 1000}, [("correct", "mistake.n")]),
        ({"m": 1000, "a": 1000}, [("correct", "mistake.m"), ("alternative.a", "mistake.m")]),
    ):
        assert list(asked.look_alike(over(**{**base, **changed}))) == pairs, changed


def goes_on() -> None:
    """What stands on method goes on, whatever its size; the rest only where it is plausible, or precise."""
    asked = figure()
    for code in ("correct", "carried", "rounding", "mistake.half", "alternative.other"):
        is_true(asked.carries(1, code, 1000))
    for given, code, expected in (
        (1111, "wrong", True),
        (123, "wrong", False),
        (9999, "wrong", False),
        (10_000, "power_of_ten", False),
        (10_010, "power_of_ten", True),
        (900, "power_of_ten", True),
        (1, "power_of_ten", False),
    ):
        assert asked.carries(given, code, 1000) is expected, (given, code)


def priced() -> None:
    """A misconception earns nothing unless it says so, and never all."""
    assert Mistake.model_validate({"answer": "x"}).credit == 0.0
    for credit in (0, 0.99):
        Mistake.model_validate({"answer": "x", "credit": credit})
    for credit in (-0.1, 1, 1.5):
        refused = False
        try:
            Mistake.model_validate({"answer": "x", "credit": credit})
        except ValidationError:
            refused = True
        assert refused, credit
    is_false(bool(figure().mistakes or figure().alternatives))


ORACLES = (
    *(by_the_key, by_what_was_carried, rounded_the_wrong_way, without_a_value),
    *(values, told_apart, goes_on, priced),
)
