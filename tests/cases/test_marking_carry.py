"""Errors carried forward: an error costs its own question, and stock answers earn next to nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_cases import choice, codes, marked, number, small

from cases.answers import Answer
from cases.case import Case
from cases.marking import Marked, mark
from cases.problem import DrawError
from cases.questions.number import NumberQuestion
from cases.variant import Variant, draw

DRAWS = {"k": {"integer": [400, 900]}}


def chain(folder: Path, *questions: dict[str, Any], **more: Any) -> Variant:
    return draw(small(folder / "chain", *questions, **{"draw": DRAWS, **more}), 3)


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    """a -> b -> c, and d on its own."""
    return chain(
        tmp_path_factory.mktemp("carry"),
        number("a", "k", mistakes={"tenth": "k / 10", "far": "k * 40"}),
        number("b", "a * 3", mistakes={"plus": "a + 3"}),
        number("c", "b + a"),
        number("d", "k * 7"),
    )


@pytest.fixture(scope="module")
def k(variant: Variant) -> int:
    value = variant.scope().value("k")
    assert isinstance(value, int)
    return value


def test_a_plausible_error_costs_its_own_question(variant: Variant, k: int) -> None:
    a = round(k * 1.3)
    paper = marked(variant, a=str(a), b=str(a * 3), c=str(a * 4), d=str(k * 7))
    assert codes(paper) == {"a": "wrong", "b": "carried", "c": "carried", "d": "correct"}
    assert paper.score == 3
    assert paper.question("b").carried_from == ("a",)
    assert paper.question("c").carried_from == ("a",)
    assert paper.question("d").carried_from == ()
    assert paper.question("b").outcome.expected == a * 3
    assert paper.question("b").outcome.key == k * 3


def test_an_error_made_twice_is_found_twice(variant: Variant, k: int) -> None:
    a, b = round(k * 1.3), round(k * 1.3 * 3 * 0.5)
    paper = marked(variant, a=str(a), b=str(b), c=str(a + b))
    assert codes(paper) == {"a": "wrong", "b": "wrong", "c": "carried", "d": "blank"}
    assert paper.question("c").carried_from == ("a", "b")


def test_who_finds_the_key_again_is_right_and_goes_on_from_there(variant: Variant, k: int) -> None:
    a = round(k * 1.3)
    paper = marked(variant, a=str(a), b=str(k * 3), c=str(k * 3 + a))
    assert codes(paper) == {"a": "wrong", "b": "correct", "c": "carried", "d": "blank"}
    # the key's own figure is right as well, whatever stands above
    assert codes(marked(variant, a=str(a), b=str(k * 3), c=str(k * 4)))["c"] == "correct"


def test_the_sources_named_are_those_that_still_tell(tmp_path: Path) -> None:
    variant = chain(
        tmp_path, number("a", "k"), number("b", "a * 3"), number("d", "k * 2"), number("c", "b + d")
    )
    k: Any = variant.scope().value("k")
    a, d = round(k * 1.3), round(k * 2.9)
    # `b` was found right again: the error on `a` goes no further, the one on `d` does
    paper = marked(variant, a=str(a), b=str(k * 3), d=str(d), c=str(k * 3 + d))
    assert codes(paper) == {"a": "wrong", "b": "correct", "d": "wrong", "c": "carried"}
    assert paper.question("c").carried_from == ("d",)
    # carried through `b`, or left blank there: `a` tells again
    for b in (str(a * 3), ""):
        paper = marked(variant, a=str(a), b=b, d=str(d), c=str(a * 3 + d))
        assert paper.question("c").carried_from == ("a", "d")


def test_a_misconception_within_carried_figures(variant: Variant, k: int) -> None:
    a = round(k * 1.3)
    assert codes(marked(variant, a=str(a), b=str(a + 3)))["b"] == "mistake.plus"
    assert codes(marked(variant, a=str(a), b=str(k + 3)))["b"] == "mistake.plus"


def test_a_declared_misconception_never_closes_the_gate(variant: Variant, k: int) -> None:
    paper = marked(variant, a=str(k * 40), b=str(k * 120), c=str(k * 160))
    assert codes(paper) == {"a": "mistake.far", "b": "carried", "c": "carried", "d": "blank"}


def test_an_implausible_figure_does_not_go_on(variant: Variant, k: int) -> None:
    a = k * 6 + 1
    paper = marked(variant, a=str(a), b=str(a * 3), c=str(k * 4))
    assert codes(paper)["a"] == "wrong"
    assert codes(paper)["b"] != "carried"
    assert codes(paper)["c"] == "correct"
    assert not paper.question("a").carries


def test_stock_answers_do_not_go_on(variant: Variant) -> None:
    for stock in ("1", "10", "100", "10000", "0", "-1"):
        paper = marked(variant, a=stock, b=str(int(stock) * 3), c=str(int(stock) * 4))
        assert paper.score == 0, (stock, codes(paper))


def test_a_known_slip_on_a_figure_worked_out_goes_on(variant: Variant, k: int) -> None:
    a = k * 100 + 1  # two zeros too many, but worked out to the unit
    paper = marked(variant, a=str(a), b=str(a * 3))
    assert codes(paper)["a"] == "power_of_ten"
    assert codes(paper)["b"] == "carried"


def test_a_blank_or_unreadable_step_is_filled_by_the_learners_own_figures(variant: Variant, k: int) -> None:
    a = round(k * 1.3)
    for step in ("", "je ne sais pas"):
        paper = marked(variant, a=str(a), b=step, c=str(a * 4))
        assert codes(paper)["c"] == "carried"
        assert paper.question("c").carried_from == ("a",)


def test_a_rounding_within_tolerance_is_told_from_an_error(tmp_path: Path) -> None:
    # 1 % away is right; what follows from it is right as well, and no error is named
    variant = chain(tmp_path, number("a", "k"), number("b", "a * a", tolerance={"relative": 0.001}))
    k: Any = variant.scope().value("k")
    a = round(k * 1.008)
    paper = marked(variant, a=str(a), b=str(a * a))
    assert codes(paper) == {"a": "correct", "b": "carried"}
    assert paper.question("b").carried_from == ("a",)
    assert paper.score == 2


def test_values_between_questions_are_carried_too(tmp_path: Path) -> None:
    variant = chain(
        tmp_path,
        number("c", "between / 4"),  # asked before what it rests on
        number("a", "k"),
        values={"between": "a * 2 + 1"},
    )
    k: Any = variant.scope().value("k")
    a = round(k * 1.4)
    paper = marked(variant, a=str(a), c=str(round((a * 2 + 1) / 4)))
    assert codes(paper) == {"c": "carried", "a": "wrong"}
    assert [one.id for one in paper.questions] == ["c", "a"]  # the paper's order


def test_a_misconception_that_reads_ahead_spoils_nothing(tmp_path: Path) -> None:
    # `early` is marked before `later` and `a`, on which its misconception rests: what it reads of them then
    # must not be kept once `a` is marked
    variant = chain(
        tmp_path,
        number("above", "k"),
        number("early", "k * 5", mistakes={"ahead": "later"}),
        number("a", "k"),
        number("last", "later"),
        values={"first": "above + early", "later": "a * 2 + 1"},
    )
    order = variant.case.graph.order
    assert order.index("above") < order.index("early") < order.index("a") < order.index("later")
    k: Any = variant.scope().value("k")
    a = round(k * 1.4)
    paper = marked(variant, above=str(round(k * 1.7)), early="3", a=str(a), last=str(a * 2 + 1))
    assert codes(paper) == {"above": "wrong", "early": "wrong", "a": "wrong", "last": "carried"}


def test_figures_that_give_the_next_step_no_value_leave_the_key_to_judge(tmp_path: Path) -> None:
    variant = chain(tmp_path, number("a", "k", mistakes={"zero": "k - k"}), number("b", "1000000 / a"))
    k: Any = variant.scope().value("k")
    paper = marked(variant, a="0", b=str(round(1000000 / k)))
    assert codes(paper) == {"a": "mistake.zero", "b": "correct"}
    assert codes(marked(variant, a="0", b="5"))["b"] == "wrong"


# -- any graph ------------------------------------------------------------------------------------------
STEPS = ["{0} * 3", "{0} + {1}", "{0} / 7", "{0} * {1} / 500", "sqrt({0}) * 20", "{0} - {1} / 9", "{0} + k"]


@st.composite
def graphs(draw_one: st.DrawFn) -> list[dict[str, Any]]:
    questions = [number("q0", "k", decimals=draw_one(st.integers(0, 2)))]
    for place in range(1, draw_one(st.integers(2, 5))):
        above = st.integers(0, place - 1).map(lambda one: f"q{one}")
        step = draw_one(st.sampled_from(STEPS)).format(draw_one(above), draw_one(above))
        slips = {"k_for_it": "k + 5000"} if draw_one(st.booleans()) else None
        questions.append(
            number(f"q{place}", step, decimals=draw_one(st.integers(0, 2)), mistakes=slips, points=place)
        )
    return questions


def drawn(folder: str, questions: list[dict[str, Any]], seed: int) -> Variant | None:
    case: Case = small(Path(folder) / "graph", *questions, draw=DRAWS)
    try:
        return draw(case, seed)
    except DrawError:
        return None


def honest(variant: Variant, wrong: str, factor: float) -> dict[str, Answer]:
    """A paper by a learner who errs on one question and goes on with method."""
    scope, answers = variant.scope(), {}
    for name in variant.case.graph.order:
        if name not in variant.case.question_ids:
            continue
        question = variant.case.question(name)
        assert isinstance(question, NumberQuestion)
        value: Any = question.key(scope)
        if name == wrong:
            value = question.figure.rounded(value * factor)
        answers[name] = Answer(question.raw(value, "fr"))
        scope.put(name, question.read(answers[name]).value)
    return answers


@given(graphs(), st.integers(0, 5), st.integers(0, 4), st.floats(0.25, 4.5))
@settings(max_examples=60, deadline=None)
def test_one_plausible_error_costs_its_own_question_only(
    questions: list[dict[str, Any]], seed: int, place: int, factor: float
) -> None:
    with TemporaryDirectory() as folder:
        variant = drawn(folder, questions, seed)
    if variant is None:
        return
    wrong = f"q{place % len(questions)}"
    paper = mark(variant, honest(variant, wrong, factor))
    for one in paper.questions:
        assert one.outcome.credit == 1 or one.id == wrong, (one.id, one.codes)
    perfect = mark(variant, honest(variant, wrong, 1.0))
    assert perfect.score == perfect.max_score
    assert set(codes(perfect).values()) == {"correct"}


TYPED = st.sampled_from(["", "0", "1", "100", "-3", "abc", "1.234", "12,5", "5 000", "613", "999999999"])


@given(graphs(), st.integers(0, 5), st.lists(TYPED, min_size=5, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_paper_is_marked_within_its_points(
    questions: list[dict[str, Any]], seed: int, texts: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        variant = drawn(folder, questions, seed)
    if variant is None:
        return
    answers = {name: Answer(text) for name, text in zip(variant.case.question_ids, texts, strict=False)}
    paper = mark(variant, answers)
    assert 0 <= paper.score <= paper.max_score
    assert all(0 <= one.outcome.credit <= 1 for one in paper.questions)
    # what is not upstream of a question has no say in its mark
    for one in paper.questions:
        above = variant.case.graph.upstream(one.id)
        kept = {name: answer for name, answer in answers.items() if name in above or name == one.id}
        assert mark(variant, kept).question(one.id) == one


@given(graphs(), st.integers(0, 5), st.floats(0.25, 4.5))
@settings(max_examples=30, deadline=None)
def test_an_error_never_hides_the_key(questions: list[dict[str, Any]], seed: int, factor: float) -> None:
    """Whoever types the key downstream of an error is right, whatever was carried."""
    with TemporaryDirectory() as folder:
        variant = drawn(folder, questions, seed)
    if variant is None:
        return
    answers = honest(variant, "q0", 1.0) | {"q0": honest(variant, "q0", factor)["q0"]}
    paper: Marked = mark(variant, answers)
    assert {code for name, code in codes(paper).items() if name != "q0"} <= {"correct"}


def test_several_options_go_on_as_a_list(tmp_path: Path) -> None:
    variant = chain(
        tmp_path,
        choice("costs", ["rent", "wages", "price"], [{"text": "rent"}, {"text": "wages"}], several=True),
        number("total", "sum([k * 2 if one == 'rent' else k for one in costs])"),
    )
    k: Any = variant.scope().value("k")
    paper = marked(variant, costs=["rent", "wages", "price"], total=str(4 * k))
    assert codes(paper)["total"] == "carried"
    assert paper.question("total").carried_from == ("costs",)
