"""A whole paper marked: ``cases.marking`` on one small case whose figures are known, 600 drawn for ``k``."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from small_cases import case_file, choice, number, small

from cases.answers import Answer, Raw
from cases.assessment import Assessment, Override
from cases.marking import Marked, QuestionMark, check, mark, marked_alone
from cases.policy import EXAM, PRACTICE
from cases.variant import Variant, draw
from tests.mutation.oracles.asserting import is_false, is_true, near

B2, B3, C3 = "rncp11928/B2.2", "rncp11928/B2.3", "cqpm-tli/C3.R1"
ESSAY = {
    "id": "essay", "type": "text", "points": 2, "criteria": [B3],
    "rubric": [{"id": "facts", "points": 1.5}, {"id": "style", "points": 0.5}],
}  # fmt: skip


@lru_cache
def paper() -> Variant:
    """``late`` is asked first and rests on ``a`` by a value; ``inverse`` has no value where ``a`` is 60."""
    questions = [
        number("late", "between / 4", points=2),
        number("a", "k", points=3, criteria=[B2, C3], mistakes={"tenth": "k / 10", "far": "k * 40"}),
        number("b", "a * 3", points=2),
        number("c", "b + a"),
        number("d", "k * 7", points=0.1),
        number("inverse", "540000 / (a - 60)"),
        number("after", "inverse * 2"),
        choice("rule", ["high", "low"], "'high' if a > 700 else 'low'", points=0.2),
        number(
            "pair",
            None,
            boxes={
                "one": {"answer": "a + 1"},
                "two": {"answer": "own.one * 2", "alternatives": {"other": "own.one * 4"}},
            },
        ),
        number("total", "pair.two + 1"),
        number("both", "inverse + d"),
        number("trio", None, boxes={name: {"answer": "k"} for name in ("x", "y", "z")}),
        ESSAY,
    ]
    more = {
        "draw": {"k": {"integer": [600, 600]}},
        "values": {"between": "a * 2 + 1 + seed * 0"},
        "contexts": {"country": "'FR' if k > 1 else 'DE'", "transport": "['road', 'sea']"},
    }
    assert case_file(questions, **more)["version"] == 1
    with TemporaryDirectory() as folder:
        return draw(small(Path(folder) / "paper", *questions, **more), 4)


KEY: dict[str, Raw] = {
    "late": "300,25", "a": "600", "b": "1800", "c": "2400", "d": "4200", "inverse": "1000", "after": "2000",
    "rule": "low", "pair": {"one": "601", "two": "1202"}, "total": "1203", "both": "5200",
    "trio": {"x": "600", "y": "600", "z": "600"}, "essay": "A few words.",
}  # fmt: skip
MOST = 2 + 3 + 2 + 1 + 0.1 + 1 + 1 + 0.2 + 1 + 1 + 1 + 1 + 2


def marked(answers: dict[str, Raw] | None = None, **more: Any) -> Marked:
    """Some answers marked."""
    return mark(paper(), {name: Answer(raw) for name, raw in (answers or {}).items()}, **more)


def codes(found: Marked, *names: str) -> tuple[str, ...]:
    """The first code of some questions."""
    return tuple(found.question(name).codes[0] for name in names)


def whole() -> None:
    """The key, a blank paper, and what nobody asked."""
    assert paper().drawn == {"k": 600}
    found = marked(KEY)
    near(found.score, MOST - 2)
    near(found.max_score, MOST)
    assert found.score == 14.3
    assert [one.id for one in found.questions] == list(KEY)
    assert {one.codes for one in found.questions if one.id != "essay"} == {("correct",)}
    assert (found.case, found.version, found.seed, found.out_of_20) == ("paper", 1, 4, 20.0)
    assert marked({**KEY, "nobody": "1", "between": "7"}) == found
    none = marked()
    assert (none.score, none.out_of_20, none.pending) == (0.0, 0.0, ())
    assert {(one.codes, one.score, one.carries, one.stands, one.cost) for one in none.questions} == {
        (("blank",), 0.0, False, None, 0.0)
    }
    unread = marked({"a": "many", "b": "1800"})
    assert unread.question("a").codes == ("unreadable", "reading.not_a_number")
    assert unread.question("a").outcome.credit == 0.0
    assert (unread.question("a").score, unread.question("a").carries) == (0.0, False)
    assert codes(unread, "b") == ("correct",)
    blank = none.question("a")
    given = {"codes": blank.codes, "reading": blank.reading, "outcome": blank.outcome, "carries": False}
    assert QuestionMark("a", 0.0, 3.0, carried_from=(), **given).cost == 0.0
    refused = False
    try:
        found.question("nobody")
    except KeyError:
        refused = True
    assert refused


def pending() -> None:
    """Points that a person must still give count in the maximum, not in the mark out of 20."""
    found = marked({**KEY, "b": "7"})
    assert (found.pending, found.pending_points) == (("essay",), 2)
    assert found.question("essay").codes == ("pending",)
    assert found.out_of_20 == round(12.3 / 14.3 * 20, 2) == 17.2
    assert "rncp11928/B2.3" not in {one.key for one in found.criteria}
    given = {"essay": Assessment("trainer", {"facts": 1.0, "style": 0.5}, "")}
    assessed = marked(KEY, assessments=given)
    near(assessed.score, MOST - 0.5)
    assert (assessed.pending, assessed.pending_points) == ((), 0)
    assert {one.key: one.score for one in assessed.criteria}["rncp11928/B2.3"] == 1.5
    assert marked({}, assessments=given).score == 0
    only = marked({"essay": "A few words."})
    assert only.question("essay").outcome.pending
    assert replace(only, max_score=2.0).out_of_20 == 0.0
    assert marked({"c": "2400"}).out_of_20 == round(20 / MOST, 2)


def told() -> None:
    """The shape of a grade, field by field."""
    found = marked({"a": "600", "pair": {"one": "601"}})
    whole = found.as_dict()
    assert {name: whole[name] for name in ("case", "version", "seed", "score", "max_score", "pending")} == {
        "case": "paper", "version": 1, "seed": 4, "score": 3.5, "max_score": found.max_score, "pending": 0,
    }  # fmt: skip
    assert whole["contexts"] == {"country": ["FR"], "transport": ["road", "sea"]}
    assert whole["questions"][1] == {
        "id": "a", "score": 3.0, "max_score": 3.0, "codes": ["correct"], "pending": False,
        "items": [{"id": "a", "score": 3.0, "max_score": 3.0, "criteria": [B2, C3], "kind": "computed"}],
    }  # fmt: skip
    assert [(one["referential"], one["id"], one["score"]) for one in whole["criteria"]] == [
        ("cqpm-tli", "C3.R1", 3.0), ("rncp11928", "B2.2", 3.5), ("rncp11928", "B2.3", 0.0),
    ]  # fmt: skip
    for one, most in zip(whole["criteria"], (3.0, MOST - 2, 2.0), strict=True):
        near(one["max_score"], most)


def figures() -> None:
    """To four decimals, without the noise of floats."""
    found = marked({"trio": {"x": "600"}, "d": "4200", "rule": "low"})
    assert (found.question("trio").score, found.score) == (0.3333, 0.6333)
    assert marked({"d": "4200", "rule": "low"}).score == 0.3
    assert marked({"a": "600"}).out_of_20 == round(60 / MOST, 2)
    assert marked({"a": "600", "b": "1800"}).out_of_20 == 6.13


def help_taken() -> None:
    """What was earned, less what help cost, never under 0."""
    answers = {"a": "600", "b": "7", "c": "2400", "d": "4200"}
    found = marked(answers, hints={"a": 2, "b": 1}, rungs={"c": ["slip"], "d": ["solution"]})
    scores = {one.id: (one.score, one.cost) for one in found.questions if one.id in answers}
    assert scores == {"a": (2.4, 0.6), "b": (0.0, 0.0), "c": (0.75, 0.25), "d": (0.0, 0.1)}
    assert found.score == 3.15
    assert found.question("a").items[0].score == 2.4
    free = marked(answers, policy=EXAM, hints={"a": 2}, rungs={"c": ["slip"]})
    assert (free.question("a").score, free.question("c").score) == (3.0, 1.0)
    third = marked({"c": "2400"}, policy=replace(PRACTICE, hint_cost=1 / 3), hints={"c": 1}).question("c")
    assert (third.score, third.cost) == (0.6667, 0.3333)
    assert marked({"c": "2400"}, rungs={"c": ["slip"]}).question("c").score == 0.75
    assert marked({"c": "2400"}, hints={"c": 1}).question("c").score == 0.9


def carried() -> None:
    """An error costs its own question; the figures that follow from it earn theirs."""
    a = 780
    wrong: dict[str, Raw] = {
        **KEY, "a": "780", "b": "2340", "c": "3120", "late": "390", "inverse": "750", "after": "1500",
        "rule": "high", "pair": {"one": "781", "two": "1562"}, "total": "1563", "both": "4950",
    }  # fmt: skip
    found = marked(wrong)
    assert found.score == round(MOST - 2 - 3, 4)
    follows = ("b", "c", "late", "inverse", "after", "rule", "pair", "total", "both")
    assert codes(found, "a", "d", *follows) == ("wrong", "correct", *["carried"] * 9)
    assert {found.question(name).carried_from for name in follows} == {("a",)}
    assert (found.question("d").carried_from, found.question("a").carried_from) == ((), ())
    assert (found.question("b").stands, found.question("b").outcome.expected) == (3 * a, 3 * a)
    assert found.question("b").outcome.key == 1800
    is_true(found.question("a").strays)
    is_false(found.question("b").strays)
    is_false(found.question("d").strays)
    implausible = marked({**KEY, "a": "7", "b": "21"})
    assert codes(implausible, "a", "b", "c") == ("wrong", "wrong", "correct")
    assert (implausible.question("a").carries, implausible.question("a").stands) == (False, None)
    is_false(implausible.question("a").strays)
    assert codes(marked({"a": "24000", "b": "72000"}), "a", "b") == ("mistake.far", "carried")


def sources() -> None:
    """The nearest answers upstream that differ from the key's, through those that were carried or left out."""
    again = marked({"a": "780", "b": "1800", "c": "2580"})  # b is found right again
    assert codes(again, "a", "b", "c") == ("wrong", "correct", "carried")
    assert again.question("c").carried_from == ("a",)
    is_false(again.question("b").strays)
    both = marked({"a": "780", "b": "3500", "c": "4280"})
    assert (codes(both, "b", "c"), both.question("c").carried_from) == (("wrong", "carried"), ("a", "b"))
    assert both.question("b").carried_from == ()
    for b in ("2340", "", "nothing", "9"):  # carried, left blank, unreadable, implausible
        found = marked({"a": "780", "b": b, "c": "3120"})
        assert found.question("c").carried_from == ("a",), b
    assert marked({"a": "780", "after": "1500"}).question("after").carried_from == ("a",)
    only = marked({"a": "600", "inverse": "1200", "after": "2400"})
    assert only.question("after").carried_from == ("inverse",)
    hidden = marked({"a": "780", "inverse": "1200", "after": "2400"})
    assert hidden.question("after").carried_from == ("inverse",)
    apart = marked(
        {"a": "780", "inverse": "1000", "d": "5000", "both": "6000"}
    )  # nothing of `a` is left in it
    assert (codes(apart, "both"), apart.question("both").carried_from) == (("carried",), ("d",))
    told = marked(
        {"a": "780", "inverse": "1000", "after": "2000"}
    )  # right by the key, and goes on from there
    assert codes(told, "inverse", "after") == ("correct", "correct")
    half = marked({"a": "780", "pair": {"one": "781", "two": "2000"}, "total": "2001"})
    assert half.question("pair").codes == ("partly", "carried")
    assert (codes(half, "total"), half.question("total").carried_from) == (("carried",), ("pair",))
    is_true(half.question("pair").strays)
    assert half.question("pair").carried_from == ("a",)
    other = marked({"a": "780", "pair": {"one": "781", "two": "3124"}, "total": "3125"})
    assert other.question("pair").codes == ("carried", "alternative.other")
    assert other.question("total").carried_from == ("a",)


def without_a_value() -> None:
    """Where what was carried has no value, the key alone judges, and the learner goes on from there."""
    found = marked({"a": "60", "inverse": "1000", "after": "2000", "b": "180"})
    assert codes(found, "a", "inverse", "after", "b") == ("mistake.tenth", "correct", "correct", "carried")
    found = marked({"a": "60", "inverse": "1500", "after": "3000"})
    assert codes(found, "a", "inverse", "after") == ("mistake.tenth", "wrong", "carried")
    assert found.question("after").carried_from == ("inverse",)
    assert codes(marked({"a": "60", "after": "2000"}), "after") == ("correct",)


def alone() -> None:
    """One answer by itself, over what was carried so far."""
    question, key = paper().case.question("b"), paper().scope()
    carried = paper().scope()
    carried.put("a", 780.0)
    for raw, scope, code in (
        ("1800", key, "correct"),
        ("2340", carried, "carried"),
        ("2340", key, "wrong"),
        (" ", key, "blank"),
        ("many", key, "unreadable"),
    ):
        assert marked_alone(question, question.read(Answer(raw)), scope, key).codes[0] == code


def checks() -> None:
    """What was read, and never a word on right or wrong."""
    for name, raw, ok, blank, fr, en in (
        ("a", "600", True, False, "lu : 600", "read: 600"),
        ("a", "7", True, False, "lu : 7", "read: 7"),
        ("a", " ", False, True, "", ""),
        ("rule", "low", True, False, "", ""),
        ("pair", {"one": " "}, False, True, "", ""),
    ):
        found = check(paper(), name, Answer(raw))  # type: ignore[arg-type]
        assert (found.ok, found.blank, found.codes) == (ok, blank, ())
        assert (found.message("fr").replace("\u00a0", " "), found.message("en")) == (fr, en)
    assert check(paper(), "a", Answer("600")).parts == {}
    found = check(paper(), "a", Answer("many"))
    assert (found.ok, found.blank, found.codes) == (False, False, ("reading.not_a_number",))
    assert "many" in found.message("fr")
    assert found.message("fr") != found.message("en")
    assert found.echo == {}
    found = check(paper(), "pair", Answer({"one": "601", "two": "many"}))
    assert (found.ok, found.codes, list(found.parts["fr"])) == (True, (), ["two fr"])
    assert found.message("en").startswith("two en: ")
    found = check(paper(), "pair", Answer({"two": "many"}))
    assert not found.ok
    assert "two en: " in found.message("en")
    assert not found.message("en").startswith("two en: ")
    assert check(paper(), "essay", Answer("A few words.")).message("en") == "read: 3 words"


def asked_only() -> None:
    """Some of the questions: the others are neither marked nor counted, and their keys hold downstream."""
    found = marked({**KEY, "a": "7"}, questions=("b", "a"))
    assert [one.id for one in found.questions] == ["a", "b"]
    assert (found.score, found.max_score) == (2.0, 5)
    assert marked({"b": "1800"}, questions=["b"]).question("b").codes == ("correct",)
    none = marked(KEY, questions=())
    assert (none.questions, none.score, none.max_score) == ((), 0, 0)


def overridden() -> None:
    """A trainer's last word on the points: held within the maximum, help included, nothing else touched."""
    found = marked({**KEY, "b": "7"}, overrides={"b": Override(1.23456, "seen"), "a": Override(1.5)})
    assert (found.question("b").score, found.question("a").score) == (1.2346, 1.5)
    assert found.question("b").override == Override(1.23456, "seen")
    assert (found.question("b").codes, found.question("a").codes) == (("wrong",), ("correct",))
    assert found.question("c").override is None
    near(found.score, MOST - 2 - 2 + 1.2346 - 1.5)
    assert sum(one.score for one in found.question("a").items) == 1.5
    over = marked(KEY, overrides={"a": Override(99), "b": Override(-3), "late": Override(0.0)})
    assert [over.question(one).score for one in ("a", "b", "late")] == [3, 0.0, 0.0]
    helped = marked(KEY, hints={"a": 3}, overrides={"a": Override(2.0)})
    assert (helped.question("a").score, helped.question("a").cost) == (2.0, 0.0)
    dear = marked(KEY, hints={"a": 1})
    assert dear.question("a").cost == 0.3
    essay = marked(KEY, overrides={"essay": Override(1.0)})
    assert (essay.pending, essay.question("essay").codes) == ((), ("assessed_trainer",))
    told = {one["id"]: one for one in found.as_dict()["questions"]}
    assert told["b"]["overridden"] is True
    assert "overridden" not in told["c"]


ORACLES = (
    *(
        whole,
        pending,
        told,
        figures,
        help_taken,
        carried,
        sources,
        without_a_value,
        alone,
        checks,
        asked_only,
        overridden,
    ),
)
