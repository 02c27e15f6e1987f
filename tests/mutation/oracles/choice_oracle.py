"""Options: ``cases.questions.choice`` over a graph of one name, by tables of what is ticked."""

from __future__ import annotations

from typing import Any

from cases.answers import BLANK, Answer, Reading
from cases.questions.base import Outcome
from cases.questions.choice import ChoiceQuestion
from tests.mutation.oracles.asserting import Names, invalid, near, no_value

BASE = {"id": "q", "type": "choice", "points": 4, "criteria": ["r/1"]}
OPTIONS = ["a", "b", "c", "d", "e"]


def one(**more: Any) -> ChoiceQuestion:
    """One of five; the key is ``x``."""
    return ChoiceQuestion.model_validate({**BASE, "options": OPTIONS, "answer": "x", **more})


def ticks(**more: Any) -> ChoiceQuestion:
    """Several of five."""
    return one(several=True, **more)


def over(*chosen: str) -> Any:
    """A graph whose key is these options."""
    return Names(x=list(chosen), q=list(chosen))


def format_faults() -> None:
    """Options named once, credits under 1 of options that exist, two to twelve of them."""
    for more, code in (
        ({"options": ["a", "b", "a"]}, "listed_twice"),
        ({"options": ["a"]}, "too_short"),
        ({"options": [f"o{n}" for n in range(13)]}, "too_long"),
        ({"credits": {"z": 0.5}}, "not_listed"),
        ({"credits": {"a": 1}}, "credit_range"),
        ({"credits": {"a": -0.1}}, "credit_range"),
        ({"credits": {"a": 0.5, "z": 0.5}}, "not_listed"),
        ({"none": "z"}, "not_listed"),
    ):
        invalid(lambda more=more: one(**more), code)
    assert one(credits={"a": 0, "b": 0.99}, none="e").none == "e"
    assert len(one(options=[f"o{n}" for n in range(12)]).options) == 12
    assert len(one(options=["a", "b"]).options) == 2
    assert one(none=None).none is None
    assert (one().several, one().shuffle, one().none) == (False, True, None)
    assert one().sources() == {"answer": "x"}


def keys() -> None:
    """The ids of the right options, in the file's order."""
    assert one().key(Names(x="c")) == "c"
    assert one().key(over("c")) == "c"
    assert ticks().key(over("d", "b")) == ["b", "d"]
    assert ticks().key(Names(x="b")) == ["b"]
    assert ticks(none="e").key(over()) == ["e"]
    assert ticks(none="e").key(over("e")) == ["e"]
    assert ticks(none="e").key(over("e", "e")) == ["e"]
    assert one(none="e").key(over()) == "e"
    assert ticks(none="e").key(over("a", "b")) == ["a", "b"]
    for question, scope, code in (
        (one(), over(), "choice_key"),
        (ticks(), over(), "choice_key"),
        (ticks(), over("a", "z"), "choice_key"),
        (one(), Names(x=5), "choice_key"),
        (one(), over("a", "b"), "choice_several"),
        (ticks(none="e"), over("a", "e"), "choice_none"),
    ):
        no_value(lambda question=question, scope=scope: question.key(scope), code)


def reading() -> None:
    """Ids that the question knows, in the file's order."""
    several = ticks(none="e")
    for question, raw, value in (
        (one(), "c", "c"),
        (one(), " c ", "c"),
        (one(), ["c"], "c"),
        (one(), ["c", " c", ""], "c"),
        (several, ["d", "b"], ["b", "d"]),
        (several, "d", ["d"]),
        (several, ["e"], ["e"]),
        (several, ["e", "e"], ["e"]),
    ):
        found = question.read(Answer(raw))
        assert (found.value, found.codes, found.blank) == (value, (), False), (raw, found)
    for raw in ("", " ", [], ["", " "]):
        assert several.read(Answer(raw)) == BLANK
    for question, raw, code in (
        (one(), {"a": "b"}, "answer_shape"),
        (one(), {}, "answer_shape"),
        (one(), ["a", "b"], "one_option"),
        (one(), "z", "unknown_option"),
        (several, ["a", "z"], "unknown_option"),
        (several, ["a", "e"], "none_alone"),
    ):
        found = question.read(Answer(raw))
        assert (found.value, found.codes, found.blank) == (None, (code,), False), (raw, found)
    assert one().read(Answer("z" * 60)).params == {"option": "z" * 40, "options": "a, b, c, d, e"}
    assert one().raw(["c"], "fr") == "c"
    assert one().raw("c", "fr") == "c"
    assert one(options=["road", "rail"]).raw("road", "fr") == "road"
    assert several.raw(["b", "d"], "fr") == ["b", "d"]
    assert several.raw("b", "fr") == ["b"]


def mark(question: ChoiceQuestion, chosen: str, own: str, key: str = "") -> Outcome:
    """What is found of the options chosen, each one letter; ``own`` are those that were carried."""
    of_key = over(*(key or own))
    return question.mark(
        Reading(value=list(chosen) if question.several else chosen), over(*own) if key else of_key, of_key
    )


def of_one() -> None:
    """The key, what was carried, and what a wrong option still earns."""
    asked = one(credits={"d": 0.4, "a": 0.3})
    for chosen, own, key, credit, codes in (
        ("a", "a", "", 1.0, ("correct",)),
        ("b", "a", "", 0.0, ("option.b", "wrong")),
        ("d", "a", "", 0.4, ("option.d", "partly")),
        ("b", "b", "a", 1.0, ("carried",)),
        ("a", "b", "a", 1.0, ("correct",)),
        ("c", "b", "a", 0.0, ("option.c", "wrong")),
        ("d", "b", "a", 0.4, ("option.d", "partly")),
    ):
        found = mark(asked, chosen, own, key)
        assert (found.credit, found.codes) == (credit, codes), (chosen, own, found)
        assert found.key == (key or own)
        assert found.expected == (key if codes == ("correct",) and key else own)


# chosen, right -> credit, with d costing 0.6 and the others 1
SEVERAL = [
    ("abc", "abc", 1.0),
    ("ab", "abc", 2 / 3),
    ("a", "abc", 1 / 3),
    ("abcde", "abc", 0.0),  # everything ticked earns nothing
    ("abcd", "abc", 1 - 0.6 / 1.6),
    ("abce", "abc", 1 - 1 / 1.6),
    ("ad", "abc", 0.0),
    ("abd", "abc", 2 / 3 - 0.6 / 1.6),
    ("de", "abc", 0.0),
    ("b", "a", 0.0),
    ("ab", "a", 1 - 1 / 3.6),
    ("abcd", "abcde", 4 / 5),
]


def of_several() -> None:
    """The share of the right ones less that of the wrong ones, never under 0."""
    asked = ticks(credits={"d": 0.4, "a": 0.7})
    for chosen, right, credit in SEVERAL:
        if right == "a":
            continue
        found = mark(asked, chosen, right)
        near(found.credit, credit)
        wrong = [option for option in chosen if option not in right]
        verdict = "correct" if credit == 1 else "partly" if credit > 0 else "wrong"
        assert found.codes == (*(f"option.{option}" for option in wrong), verdict)
        assert (found.expected, found.key) == (list(right), list(right))
    plain = ticks()
    near(mark(plain, "ab", "a").credit, 0.75)
    near(mark(plain, "abcd", "abcde").credit, 0.8)
    assert mark(plain, "ab", "a").codes == ("option.b", "partly")
    found = mark(plain, "ac", "ac", "abc")
    assert (found.credit, found.codes, found.expected, found.key) == (
        1.0,
        ("carried",),
        ["a", "c"],
        ["a", "b", "c"],
    )
    found = mark(plain, "abc", "ac", "abc")
    assert (found.credit, found.codes, found.expected) == (1.0, ("correct",), ["a", "b", "c"])
    found = mark(plain, "c", "ac", "abc")
    assert (found.credit, found.codes, found.expected) == (0.5, ("partly",), ["a", "c"])


def proof() -> None:
    """What wrong options are worth by chance, and as misconceptions."""
    assert one().mistake_values(over("b")) == {f"option.{name}": [name] for name in "acde"}
    assert ticks().mistake_values(over("b")) == {}
    near(one().chance(over("b")), 0.2)  # type: ignore[arg-type]
    near(one(credits={"d": 0.4}).chance(over("b")), 0.28)  # type: ignore[arg-type]
    near(ticks().chance(over("b", "c")), 2 * 0.5 / 5)  # type: ignore[arg-type]


ORACLES = (format_faults, keys, reading, of_one, of_several, proof)
