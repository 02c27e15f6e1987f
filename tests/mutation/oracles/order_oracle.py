"""Steps to rank: ``cases.questions.order`` over a graph of two orders, by tables of what is ranked."""

from __future__ import annotations

from typing import Any

from cases.answers import BLANK, Answer, Reading
from cases.questions.base import Outcome
from cases.questions.order import OrderQuestion
from tests.mutation.oracles.asserting import Names, invalid, near, no_value

BASE = {"id": "q", "type": "order", "points": 4, "criteria": ["r/1"]}


def asked(**more: Any) -> OrderQuestion:
    """Five items, of which the key ``x`` may leave some out; ``y`` is another rule's order."""
    given = {"items": list("abcde"), "answer": "x", "mistakes": {"other": "y"}}
    return OrderQuestion.model_validate({**BASE, **given, **more})


def over(x: str = "abcd", y: str = "badc") -> Any:
    """The graph."""
    return Names(x=list(x), y=list(y))


def format_faults() -> None:
    """Two to fifteen items, named once; ties of items that exist."""
    for more, code in (
        ({"items": ["a", "b", "a"]}, "listed_twice"),
        ({"items": ["a"]}, "too_short"),
        ({"items": [f"i{n}" for n in range(16)]}, "too_long"),
        ({"ties": [["a", "b"], ["c", "z"]]}, "not_listed"),
    ):
        invalid(lambda more=more: asked(**more), code)
    assert len(asked(items=[f"i{n}" for n in range(15)]).ranked) == 15
    assert len(asked(items=["a", "b"]).ranked) == 2
    priced = asked(mistakes={"m": {"answer": "y", "credit": 0.2}})
    assert (asked().sources(), priced.sources()) == (
        {"answer": "x", "mistakes.other": "y"},
        {"answer": "x", "mistakes.m": "y"},
    )


def keys() -> None:
    """An order of items that exist, each once."""
    assert asked().key(over()) == list("abcd")
    assert asked().mistake_values(over()) == {"mistake.other": [list("badc")]}
    for value in ("", "aba", "abz", None, "abc"):
        scope = Names(x=value if value == "abc" else None if value is None else list(value), y=list("ab"))
        no_value(lambda scope=scope: asked().key(scope), "order_key")
    assert asked().key(over("e")) == ["e"]


def look_alikes() -> None:
    """Orders that are the same up to the ties."""
    three = asked(mistakes={"other": "y", "third": "['c', 'd']"}, ties=[["a", "b"]])
    for x, y, pairs in (
        ("abcd", "badc", []),
        ("abcd", "bacd", [("correct", "mistake.other")]),
        ("abcd", "cd", [("mistake.other", "mistake.third")]),
        (
            "cd",
            "cd",
            [("correct", "mistake.other"), ("correct", "mistake.third"), ("mistake.other", "mistake.third")],
        ),
        ("abcd", "abc", []),
        ("abc", "abcd", []),
    ):
        assert list(three.look_alike(over(x, y))) == pairs, (x, y)


def reading() -> None:
    """Ids in order, each once."""
    for raw in (["b", "a"], "b,a", [" b", "", "a "], " b , a ,"):
        found = asked().read(Answer(raw))
        assert (found.value, found.codes, found.blank) == (["b", "a"], (), False), (raw, found)
    for raw in ("", " ", [], ["", " "]):
        assert asked().read(Answer(raw)) == BLANK
    for raw, code in (
        ({"a": "b"}, "answer_shape"),
        ({}, "answer_shape"),
        (["a", "z"], "unknown_option"),
        (["a", "b", "a"], "ranked_twice"),
    ):
        found = asked().read(Answer(raw))  # type: ignore[arg-type]
        assert (found.value, found.codes, found.blank) == (None, (code,), False), (raw, found)
    assert asked().read(Answer(["z" * 60])).params == {"option": "z" * 40, "options": "a, b, c, d, e"}
    assert asked().read(Answer(["a", "b", "b"])).params == {"option": "b"}
    assert asked().raw(["b", "a"], "fr") == ["b", "a"]
    assert asked().raw(None, "fr") == []


def mark(question: OrderQuestion, order: str, carried: str = "", other: str = "badc") -> Outcome:
    """What is found of an order; the key is abcd."""
    key = over("abcd", "badc")
    return question.mark(Reading(value=list(order)), over(carried, other) if carried else key, key)


# order, carried -> credit, code, expected
MARKED = [
    ("abcd", "", 1.0, "correct", "abcd"),
    ("bacd", "", 4 / 6, "partly", "abcd"),
    ("badc", "", 2 / 6, "mistake.other", "abcd"),
    ("dcba", "", 0.0, "wrong", "abcd"),
    ("abcde", "", 0.75, "partly", "abcd"),
    ("dcba", "dcba", 1.0, "carried", "dcba"),
    ("abcd", "dcba", 1.0, "correct", "abcd"),
    ("cdba", "dcba", 4 / 6, "partly", "dcba"),
    ("bacd", "dcba", 4 / 6, "partly", "abcd"),  # whichever is nearer
    ("bacd", "bcad", 4 / 6, "partly", "abcd"),  # as near to the one as to the other: the key
    ("badc", "dcba", 2 / 6, "mistake.other", "abcd"),
    ("abcd", "abdc", 1.0, "correct", "abcd"),
]


def marking() -> None:
    """By the pairs in order, against the key and what was carried."""
    for order, carried, credit, code, expected in MARKED:
        found = mark(asked(), order, carried)
        near(found.credit, credit)
        assert (found.codes, found.expected, found.key) == ((code,), list(expected), list("abcd")), (
            order,
            found,
        )
    found = mark(asked(), "cadb", "dcba", "cadb")
    assert found.codes == ("mistake.other",)  # the other rule on the learner's own figures
    assert mark(asked(mistakes={"m": {"answer": "y", "credit": 0.2}}), "badc").credit == 0.2
    assert mark(asked(mistakes={"m": {"answer": "y"}}), "badc").credit == 0.0
    assert mark(asked(ties=[["a", "b"]]), "bacd").codes == ("correct",)
    assert mark(asked(ties=[["a", "b"]]), "abdc").codes == ("mistake.other",)
    free = asked(ties=[["a", "c"], ["b", "c"], ["c", "d"]])  # c stands anywhere, but it must stand
    assert [mark(free, order).codes for order in ("cabd", "abcd", "abdc")] == [("correct",)] * 3
    near(mark(free, "abd").credit, 0.75)
    assert mark(free, "abd").codes == ("partly",)
    assert mark(asked(mistakes={"first": "y", "second": "y"}), "badc").codes == ("mistake.first",)
    nothing = asked().mark(Reading(value=None), over(), over())
    assert (nothing.credit, nothing.codes) == (0.0, ("wrong",))


def parts() -> None:
    """Each item with its rank: right where it stands after all that come before it, and before the rest."""
    for order, ties, told in (
        ("abcd", [], {"a": "correct", "b": "correct", "c": "correct", "d": "correct"}),
        ("bacd", [], {"a": "moved", "b": "moved", "c": "correct", "d": "correct"}),
        ("bacd", [["a", "b"]], {"a": "correct", "b": "correct", "c": "correct", "d": "correct"}),
        ("bacd", [["a", "c"], ["b", "d"]], {"a": "moved", "b": "moved", "c": "correct", "d": "correct"}),
        ("bcda", [], {"a": "moved", "b": "moved", "c": "moved", "d": "moved"}),
        ("abc", [], {"a": "moved", "b": "moved", "c": "moved", "d": "blank"}),
        ("eabcd", [], {"a": "correct", "b": "correct", "c": "correct", "d": "correct", "e": "extra"}),
    ):
        found = mark(asked(ties=ties, mistakes={}), order).parts
        assert {item: part.code for item, part in found.items()} == told, (order, found)
        assert all(part.credit == float(told[item] == "correct") for item, part in found.items())
    found = mark(asked(), "eba").parts
    ranks = {item: (part.given, part.expected, part.key) for item, part in found.items()}
    assert ranks == {
        "a": (3, 1, 1), "b": (2, 2, 2), "c": (None, 3, 3), "d": (None, 4, 4), "e": (1, None, None),
    }  # fmt: skip
    assert [*found] == ["a", "b", "c", "d", "e"]


def chances() -> None:
    """The mean over every order."""
    near(asked().chance(over("abcd")), 7 / 36)  # type: ignore[arg-type]
    near(asked(ties=[["a", "b"]]).chance(over("abc")), 1 / 3)  # type: ignore[arg-type]


ORACLES = (format_faults, keys, look_alikes, reading, marking, parts, chances)
