"""What every question type keeps, whatever it asks: a new type is under test as soon as it has an example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_cases import JOBS, YEAR, choice, decision, dialogue, episode, form, number, plan, small

from cases import hostile
from cases.answers import Answer, Raw
from cases.case import Case
from cases.load import LANGUAGES
from cases.marking import check, mark
from cases.plain import Plain
from cases.questions import QUESTION_TYPES
from cases.questions.base import Question
from cases.variant import Variant, draw

EXAMPLES: dict[str, dict[str, Any]] = {
    "number": number("asked", "cover * k / 3", unit="piece", mistakes={"forgotten": "k / 3"}),
    "choice": choice("asked", ["early", "late", "never"], {"text": "late"}),
    "decision": decision("asked", notices={"small_lot": "Q < 50"}),
    "order": {
        **number(
            "asked", "[x.id for x in sort_by([{'id': 'late', 'at': k}, {'id': 'early', 'at': 1}], 'at')]"
        ),
        "type": "order",
        "items": ["late", "early", "never"],
        "mistakes": {"reversed": ["'late'", "'early'"]},
    },
    "match": {
        **number("asked", {"first": "'a' if k > 0 else 'b'", "second": "'b'"}),
        "type": "match",
        "items": ["first", "second"],
        "classes": ["a", "b", "c"],
        "mistakes": {"swapped": {"first": "'b'", "second": "'a'"}},
    },
    "text": {**number("asked", None), "type": "text", "rubric": [{"id": "clear", "points": 1}]},
    "plan": plan("asked"),
    "table": {
        **number("asked", {"first": ["k", "2 * k"], "second": ["k / 2", "k / 3"]}),
        "type": "table",
        "rows": ["first", "second"],
        "columns": ["north", "south"],
        "rules": {"south": "cell.north * 2 if cell.north == k else k / 3"},
        "mistakes": {"forgotten": {"first": ["k", "2 * k"], "second": ["k / 4", "k / 3"]}},
    },
    "sheet": {
        **number("asked", None),
        "type": "sheet",
        "table": "[{'sku': numbered('P-', n), 'stock': 10 * k if n == 4 else k + n} for n in range(12)]",
        "faults": [{"row": 5, "column": "'stock'", "kind": "'unit'", "truth": "k"}],
        "key": "sku",
        "columns": {"sku": {"text": True}, "stock": {"unit": "piece"}},
        "kinds": ["unit", "outlier"],
    },
    "episode": episode("asked"),
    "form": form(
        "asked",
        "delivery_note",
        {"order": {"answer": "numbered('CMD-', k)"}, "date": {"answer": "'2026-11-20'"}},
        lines={
            "rows": 2,
            "answer": "[{'delivered': k}]",
            "columns": {"delivered": {"mistakes": {"half": "k / 2"}}},
        },
        consistent={"something": "len(own.lines) > 0"},
    ),
    "dialogue": dialogue("asked", state={"trust": 0}, end={"us": {"points": 0.5, "when": "trust * k > 0"}}),
}
BLANKS: dict[str, tuple[Raw, ...]] = {
    "text": ("", "  ", "\u00a0\u202f\t\n"),
    "list": ("", [], ["", " "]),
    "record": ({}, {"s": "", "Q": "  "}),
}
CODE = re.compile(r"[a-z_]+(\.[A-Za-z][A-Za-z0-9_]*)?")


def case_of(folder: Path, kind: str) -> Case:
    draws = {"k": {"integer": [300, 900]}, "cover": {"integer": [4, 9]}}
    return small(folder / kind, EXAMPLES[kind], draw=draws, values={"year": YEAR, "jobs": JOBS})


@pytest.fixture(scope="module", params=sorted(QUESTION_TYPES))
def variants(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Variant]:
    """The same question on three seeds."""
    case = case_of(tmp_path_factory.mktemp("contract"), request.param)
    return [draw(case, seed) for seed in range(3)]


def asked(variant: Variant) -> Question:
    return variant.case.question("asked")


def test_every_type_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(QUESTION_TYPES), "give the new question type an example in EXAMPLES"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_key_typed_as_the_type_writes_it_earns_all(variants: list[Variant], lang: Any) -> None:
    for variant in variants:
        question, scope = asked(variant), variant.scope()
        if not question.AUTO:
            continue  # what a person assesses has no key
        key = scope.value("asked")
        reading = question.read(Answer(question.raw(key, lang), lang))
        assert (reading.ok, reading.blank, reading.codes) == (True, False, ())
        assert reading.value == key
        outcome = question.mark(reading, scope, scope)
        assert (outcome.credit, outcome.codes[0], outcome.key) == (1.0, "correct", key)
        assert question.show(key, lang)


def test_a_blank_is_neither_read_nor_at_fault(variants: list[Variant]) -> None:
    variant = variants[0]
    for raw in BLANKS[asked(variant).shape()]:
        reading = asked(variant).read(Answer(raw))
        assert (reading.blank, reading.ok, reading.codes) == (True, False, ())
        assert check(variant, "asked", Answer(raw)).message("fr") == ""
        marked = mark(variant, {"asked": Answer(raw)})
        assert (marked.score, marked.question("asked").codes) == (0, ("blank",))


def harmless(variant: Variant, answer: Answer) -> None:
    """Read, explained and marked without raising, within the points, by codes that have a fixed form."""
    seen = check(variant, "asked", answer)
    for lang in LANGUAGES:
        words = seen.message(lang)
        assert words or seen.ok or seen.blank, f"nothing says why {answer.raw!r} was not read"
    marked = mark(variant, {"asked": answer})
    one = marked.question("asked")
    assert 0 <= one.outcome.credit <= 1
    assert 0 <= one.score <= one.max_score
    assert one.codes
    assert all(CODE.fullmatch(code) for code in one.codes), one.codes
    if not seen.ok:
        assert one.score == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_answers_are_harmless(variants: list[Variant], lang: Any) -> None:
    for raw in (*hostile.TEXTS, *hostile.SHAPES):
        harmless(variants[0], Answer(raw, lang))


TEXTS = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"[-+ 0-9.,%€/a-z]{1,14}", fullmatch=True),
    st.sampled_from(["late", "early", "300", "1"]),
)
RAWS = st.one_of(
    TEXTS,
    st.lists(TEXTS, max_size=4),
    st.dictionaries(st.sampled_from(["s", "Q", "value", "x"]), TEXTS, max_size=3),
)


@given(raw=RAWS, lang=st.sampled_from(LANGUAGES))
def test_any_answer_is_harmless(variants: list[Variant], raw: Raw, lang: Any) -> None:
    harmless(variants[0], Answer(raw, lang))


def test_each_misconception_has_its_own_code_on_every_seed(variants: list[Variant]) -> None:
    found: list[dict[str, list[Plain]]] = []
    for variant in variants:
        question, scope = asked(variant), variant.scope()
        values = question.mistake_values(scope)
        found.append(values)
        for code, answers in values.items():
            for value in answers:
                reading = question.read(Answer(question.raw(value, "fr"), "fr"))
                outcome = question.mark(reading, scope, scope)
                assert code in outcome.codes
                assert outcome.credit < 1
    assert {frozenset(values) for values in found} == {frozenset(found[0])}  # codes do not depend on the seed


def test_marking_leaves_the_question_and_the_key_as_they_were(variants: list[Variant]) -> None:
    question, scope = asked(variants[0]), variants[0].scope()
    before = (question.model_dump_json(), question.key(scope))
    reading = question.read(Answer(question.raw(scope.value("asked"), "fr"), "fr"))
    first, second = question.mark(reading, scope, scope), question.mark(reading, scope, scope)
    assert first == second
    assert (question.model_dump_json(), question.key(scope)) == before


def test_fields_and_lists_speak_of_the_question(variants: list[Variant]) -> None:
    question = asked(variants[0])
    assert question.shape() in {"text", "list", "record"}
    assert question.EVIDENCE
    worded = {
        *question.WORDED.values(),
        "options",
        "inputs",
        "choices",
        "speakers",
        "turns",
        "replies",
        "score",
        "columns",
        "rows",
        "kinds",
        "objective",
        "actions",
        "items",
        "classes",
        "rubric",
        "key_points",
    }
    assert set(question.lists()) <= worded
    for field in question.fields("fr", {}):
        assert field.minimum is None or field.maximum is None or field.minimum < field.maximum
