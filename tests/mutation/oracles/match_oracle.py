"""Items to classify: ``cases.questions.match`` over a graph of classes, by tables of what is chosen."""

from __future__ import annotations

from typing import Any

from cases.answers import BLANK, Answer, Reading
from cases.questions.base import Outcome
from cases.questions.match import MatchQuestion, Shown
from tests.mutation.oracles.asserting import Names, invalid, near, no_value

BASE = {"id": "q", "type": "match", "points": 4, "criteria": ["r/1"]}
ITEMS = ["p", "q", "r", "s"]


def asked(**more: Any) -> MatchQuestion:
    """Four items into A, B or C; ``x`` is the key, ``y`` another rule."""
    given = {"items": ITEMS, "classes": ["A", "B", "C"], "answer": "x", "mistakes": {"other": "y"}}
    return MatchQuestion.model_validate({**BASE, **given, **more})


def classes(text: str) -> Any:
    """``AAB-``: the class of each item; ``AB,A,-,C`` where an item may have several."""
    several = "," in text
    found = {}
    for item, one in zip(ITEMS, text.split(",") if several else text, strict=False):
        found[item] = ([] if one == "-" else list(one)) if several else one
    return {item: one for item, one in found.items() if one != "-"}


def over(x: str = "AABC", y: str = "ABCA") -> Any:
    """The graph."""
    return Names(x=classes(x), y=classes(y), q=classes(x))


def format_faults() -> None:
    """Items named once, two to thirty classes, columns written by a filter that exists."""
    for more, code in (
        ({"items": ["p", "q", "p"]}, "listed_twice"),
        ({"classes": ["A"]}, "too_short"),
        ({"classes": [f"C{n}" for n in range(31)]}, "too_long"),
        ({"columns": {"c": {"value": "z", "format": "nope"}}}, "cell"),
    ):
        invalid(lambda more=more: asked(**more), code)
    assert len(asked(classes=[f"C{n}" for n in range(30)]).classes) == 30
    assert len(asked(classes=["A", "B"]).classes) == 2
    assert (asked().several, asked().shuffle, asked(items="names").matched) == (False, False, "names")
    assert Shown.model_validate({"value": "z", "format": "eur"}).format == "eur"
    assert asked().sources() == {
        "items": [{"text": item} for item in ITEMS], "answer": "x", "mistakes.other": "y",
    }  # fmt: skip
    whole = asked(
        items="names",
        columns={"c": {"value": "z"}, "d": {"value": "w"}},
        mistakes={"m": {"answer": "y", "credit": 0.2}, "n": "y"},
    )
    assert whole.sources() == {
        "items": "names", "answer": "x", "columns.c.value": "z", "columns.d.value": "w",
        "mistakes.m": "y", "mistakes.n": "y",
    }  # fmt: skip
    assert whole.graph_sources() == ("items", "answer")


def keys() -> None:
    """A class for each item, in the order of the classes where there are several."""
    assert asked().key(over()) == classes("AABC")
    assert asked().key(Names(x=list("AABC"))) == classes("AABC")
    assert asked(several=True).key(over("CA,A,-,B")) == classes("AC,A,-,B")
    assert asked(several=True).key(over("AABC")) == classes("A,A,B,C")
    assert asked().mistake_values(over()) == {"mistake.other": [classes("ABCA")]}
    listed = asked(items="names")
    assert listed.key(Names(names=["one", "two"], x=["A", "B"])) == {"one": "A", "two": "B"}
    assert listed.key(Names(names=[1, 2], x=["A", "B"])) == {"1": "A", "2": "B"}
    part = Names(x=classes("AABC"), y={"p": "B"})  # a misconception that changes one item only
    assert asked().mistake_values(part) == {"mistake.other": [classes("BABC")]}
    no_value(lambda: asked().key(Names(x={"p": "B"})), "match_key")
    words = asked(items=["p", "q"], classes=["seller", "buyer"], mistakes={})
    assert words.key(Names(x=["buyer", "seller"])) == {"p": "buyer", "q": "seller"}
    assert words.raw({"p": "buyer", "q": "seller"}, "fr") == {"p": "buyer", "q": "seller"}
    for question, scope, code in (
        (asked(), Names(x=list("AAB")), "match_key"),
        (asked(), Names(x=list("AABZ")), "match_key"),
        (asked(), over("AAB"), "match_key"),
        (asked(), Names(x={**classes("AABC"), "z": "A"}), "match_key"),
        (asked(), Names(x="AABC"), "match_key"),
        (asked(), Names(x="pqrs"), "match_key"),
        (asked(), Names(x=[*ITEMS, "p"]), "match_key"),
        (asked(), Names(x=[["A", "B"], "A", "B", "C"]), "match_key"),
        (asked(), Names(x=[[], "A", "B", "C"]), "match_key"),
        (asked(several=True), Names(x=[["A", "Z"], "A", "B", "C"]), "match_key"),
        (listed, Names(names=[], x=[]), "match_items"),
        (listed, Names(names="one", x=["A"]), "match_items"),
        (listed, Names(names=["one", "one"], x=["A", "B"]), "match_items"),
        (listed, Names(names=["", "two"], x=["A", "B"]), "match_items"),
        (listed, Names(names=["o" * 61, "two"], x=["A", "B"]), "match_items"),
        (listed, Names(names=[f"n{n}" for n in range(101)], x=["A"] * 101), "match_items"),
    ):
        no_value(lambda question=question, scope=scope: question.key(scope), code)
    for names in (["o" * 60, "t"], [f"n{n}" for n in range(100)], ["one"]):
        assert listed.key(Names(names=names, x=["A"] * len(names))) == dict.fromkeys(names, "A")


def look_alikes() -> None:
    """Rules that classify every item alike."""
    three = asked(mistakes={"other": "y", "third": "['C', 'C', 'C', 'C']"})
    for x, y, pairs in (
        ("AABC", "ABCA", []),
        ("AABC", "AABC", [("correct", "mistake.other")]),
        ("AABC", "CCCC", [("mistake.other", "mistake.third")]),
        ("CCCC", "ABCA", [("correct", "mistake.third")]),
    ):
        assert list(three.look_alike(over(x, y))) == pairs


def reading() -> None:
    """Classes that the question knows, of items that it knows."""
    one, several, listed = asked(), asked(several=True), asked(items="names")
    for question, raw, value in (
        (one, {"p": "A", "q": " B "}, {"p": "A", "q": "B"}),
        (one, {"p": "A", "q": " "}, {"p": "A"}),
        (one, {"p": "A,A"}, {"p": "A"}),
        (several, {"p": "C, A", "q": ","}, {"p": ["A", "C"]}),
        (several, {"p": "B"}, {"p": ["B"]}),
        (listed, {"anything": "A"}, {"anything": "A"}),
        (listed, {"o" * 60: "A"}, {"o" * 60: "A"}),
    ):
        found = question.read(Answer(raw))  # type: ignore[arg-type]
        assert (found.value, found.codes, found.blank) == (value, (), False), (raw, found)
    for raw in ("", [], {}, {"p": " "}, [" "]):
        assert one.read(Answer(raw)) == BLANK  # type: ignore[arg-type]
    for question, raw, code in (
        (one, "A", "answer_shape"),
        (one, ["A"], "answer_shape"),
        (one, {"p": "Z"}, "unknown_option"),
        (one, {"z": "A"}, "unknown_option"),
        (one, {"p": "A,B"}, "one_option"),
        (several, {"p": "A,Z"}, "unknown_option"),
        (listed, {"o" * 61: "A"}, "unknown_option"),
        (listed, {f"n{n}": "A" for n in range(201)}, "answer_shape"),
    ):
        found = question.read(Answer(raw))  # type: ignore[arg-type]
        assert (found.value, found.codes, found.blank) == (None, (code,), False), (raw, found)
    assert len(listed.read(Answer({f"n{n}": "A" for n in range(200)})).value) == 200  # type: ignore[arg-type]
    assert one.read(Answer({"p": "Z" * 50})).params == {"option": "Z" * 40, "options": "A, B, C"}
    assert one.read(Answer({"z" * 50: "A"})).params["option"] == "z" * 40
    assert one.read(Answer({"p": "Z", "z": "A"})).params["option"] == "Z"
    assert one.raw(classes("AB"), "fr") == {"p": "A", "q": "B"}
    assert several.raw(classes("AC,-,B"), "fr") == {"p": "A,C", "q": "", "r": "B"}
    assert one.raw(None, "fr") == {}


def mark(
    question: MatchQuestion, chosen: str, carried: str = "", x: str = "AABC", other: str = "ABCA"
) -> Outcome:
    """What is found of the classes chosen."""
    key = over(x)
    value = {item: one for item, one in classes(chosen).items() if one not in ("-", [])}
    return question.mark(Reading(value=value), over(carried, other) if carried else key, key)


# chosen, carried -> credit, code, expected; the key is AABC: each class weighs a third, chance taken off
MARKED = [
    ("AABC", "", 1.0, "correct", "AABC"),
    ("A-BC", "", (5 / 6 - 1 / 3) * 1.5, "partly", "AABC"),
    ("BABC", "", (5 / 6 - 1 / 3) * 1.5, "partly", "AABC"),
    ("AAAA", "", 0.0, "wrong", "AABC"),
    ("AA--", "", 0.0, "wrong", "AABC"),
    ("AAB-", "", 0.5, "partly", "AABC"),
    ("CCCA", "", 0.0, "wrong", "AABC"),
    ("ABCA", "", 0.0, "mistake.other", "AABC"),
    ("CCBA", "CCBA", 1.0, "carried", "CCBA"),
    ("AABC", "CCBA", 1.0, "correct", "AABC"),
    ("CCB-", "CCBA", 0.5, "partly", "CCBA"),
    ("AAB-", "CCBA", 0.5, "partly", "AABC"),  # whichever earns more
    ("BBBB", "CCBA", 0.0, "wrong", "AABC"),
    ("CBAA", "CCBA", (0.5 - 1 / 3) * 1.5, "partly", "CCBA"),
    ("ABCA", "CCBA", (1 / 3 - 1 / 3) * 1.5, "mistake.other", "AABC"),
]


def marking() -> None:
    """Class by class, against the key and what was carried."""
    for chosen, carried, credit, code, expected in MARKED:
        found = mark(asked(), chosen, carried)
        near(found.credit, credit)
        told = (found.codes, found.expected, found.key)
        assert told == ((code,), classes(expected), classes("AABC")), (chosen, carried, found)
    near(mark(asked(mistakes={"m": {"answer": "y", "credit": 0.2}}), "ABCA").credit, 0.2)
    near(mark(asked(mistakes={"m": {"answer": "y"}, "n": "y"}), "ABCA").credit, 0.0)
    assert mark(asked(mistakes={"m": "y", "n": "y"}), "ABCA").codes == ("mistake.m",)
    half = mark(asked(mistakes={"m": "['A', 'A', 'B', 'A']"}), "AABA")
    near(half.credit, 0.5)  # no price of its own: what the classes earn
    assert half.codes == ("mistake.m",)
    assert mark(asked(), "BCAB", "CCBA", other="BCAB").codes == ("mistake.other",)
    near(mark(asked(), "AAAA", x="AAAA").credit, 1.0)  # one class only: nothing to guess
    near(mark(asked(), "AB-C", x="AAAA").credit, 0.25)
    near(mark(asked(), "A---", x="AABB").credit, 0.0)
    near(mark(asked(), "AAB-", x="AABB").credit, 0.5)
    nothing = asked().mark(Reading(value=None), over(), over())
    assert (nothing.credit, nothing.codes) == (0.0, ("wrong",))


# chosen, right -> share of each item
SEVERAL = [
    ("AC,A,-,B", "AC,A,-,B", (1, 1, 1, 1)),
    ("A,A,-,B", "AC,A,-,B", (0.5, 1, 1, 1)),
    ("AB,A,-,B", "AC,A,-,B", (0, 1, 1, 1)),
    ("ABC,A,-,B", "AC,A,-,B", (0, 1, 1, 1)),
    ("AC,AB,A,B", "AC,A,-,B", (1, 0.5, 0, 1)),
    ("-,-,-,-", "AC,A,-,B", (0, 0, 1, 0)),
    ("AC,ABC,-,B", "AC,A,-,B", (1, 0, 1, 1)),
    ("AB,A,-,B", "ABC,A,-,B", (2 / 3, 1, 1, 1)),
]


def of_several() -> None:
    """Each item earns the share of its right classes less that of its wrong ones."""
    question = asked(several=True, mistakes={})
    for chosen, right, shares in SEVERAL:
        found = mark(question, chosen, x=right)
        near(found.credit, sum(shares) / 4)
        for item, share in zip(ITEMS, shares, strict=True):
            near(found.parts[item].credit, share)
        assert found.codes == ("correct" if found.credit == 1 else "partly" if found.credit else "wrong",)
        assert (found.expected, found.key) == (classes(right), classes(right))
    carried = mark(question, "B,B,B,-", "B,B,B,-", "AC,A,A,B")
    assert (carried.credit, carried.codes) == (1.0, ("carried",))


def parts() -> None:
    """Item by item: right, carried, wrong, blank."""
    found = mark(asked(), "ACB-").parts
    assert {item: (part.code, part.credit) for item, part in found.items()} == {
        "p": ("correct", 1.0), "q": ("wrong", 0.0), "r": ("correct", 1.0), "s": ("blank", 0.0),
    }  # fmt: skip
    assert (found["q"].given, found["q"].expected, found["q"].key) == (["C"], ["A"], ["A"])
    assert found["s"].given is None
    found = mark(asked(), "CCB-", "CCBA").parts
    assert {item: part.code for item, part in found.items()} == {
        "p": "carried", "q": "carried", "r": "correct", "s": "blank",
    }  # fmt: skip
    assert (found["p"].expected, found["p"].key) == (["C"], ["A"])
    assert mark(asked(several=True, mistakes={}), "AC,-,-,B", x="AC,A,-,B").parts["r"].code == "correct"


def going_on() -> None:
    """The learner's classes; the items left out keep those carried so far."""
    outcome = Outcome(0.5, ("partly",))
    assert asked().stand_in(Reading(value={"p": "C", "s": "B"}), outcome, over("AABC")) == classes("CABB")
    assert asked().stand_in(Reading(value=None), outcome, over("AABC")) == classes("AABC")
    assert asked(several=True).stand_in(Reading(value={"p": ["C"]}), outcome, over("A,A,B,C")) == classes(
        "C,A,B,C"
    )


def chances() -> None:
    """One class for all earns nothing; classes in turn, a little."""
    # in turn, from A, B, C: ABCA, BCAB, CABC against AABC -> 1.5 / 3, 0, 1 and a half of three, chance off
    in_turn = [max(0.0, (right / 3 - 1 / 3) * 1.5) for right in (0.5, 0.0, 0.5 + 1 + 1)]
    near(asked().chance(over("AABC")), sum(in_turn) / 6)  # type: ignore[arg-type]
    near(asked().chance(over("ABCA")), (1 + 0 + 0) / 6)  # type: ignore[arg-type]


ORACLES = (*(format_faults, keys, look_alikes, reading, marking, of_several, parts, going_on, chances),)
