"""Feedback before handing in: the verdict alone, where the error is without the key, and what a solution gives away."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_cases import choice, decision, number, small, typed

from cases import ladder
from cases.answers import Answer
from cases.case import Case
from cases.keyfile import key_answers
from cases.library import load
from cases.load import load_folder
from cases.marking import mark
from cases.quantity import write_number
from cases.variant import Variant, draw
from cases.wording import QuestionWords

SLUG = "seuil-reappro"
FIXTURES = Path(__file__).parent / "fixtures"


def chained(folder: Path, **words: str) -> Case:
    """Three figures, each from the one before; the last solution names the middle one."""
    return small(
        folder,
        number("up", "3 * base", mistakes={"single": "base"}),
        number("middle", "up * 2", mistakes={"tripled": "3 * up"}),
        number("down", "middle + 10", mistakes={"less": "middle - 10"}),
        draw={"base": {"integer": [101, 399]}},
        words={
            "brief": "The base is {{ base | int }}.",
            "down.solution": "{{ middle | int }} + 10 = {{ down | int }}",
            **words,
        },
    )


@pytest.fixture
def variant(tmp_path: Path) -> Variant:
    return draw(chained(tmp_path / "chained"), 3)


def judged(variant: Variant, question: str, **raws: str) -> ladder.Verdict | None:
    return ladder.verdict(mark(variant, typed(**raws)).question(question))


# -- the verdict ---------------------------------------------------------------------------------------
def test_a_verdict_is_a_word_and_no_figure(variant: Variant) -> None:
    base = int(variant.scope().value("base"))
    assert judged(variant, "up", up=str(3 * base)) == "right"
    assert judged(variant, "up", up=str(3 * base + 50)) == "wrong"
    assert judged(variant, "middle", up=str(3 * base + 50), middle=str(6 * base + 100)) == "carried"
    assert judged(variant, "middle", up=str(3 * base + 50), middle=str(6 * base)) == "right"


def test_there_is_no_verdict_on_what_cannot_be_read(variant: Variant) -> None:
    assert judged(variant, "up") is None
    assert judged(variant, "up", up="  ") is None
    assert judged(variant, "up", up="douze") is None


def test_part_of_an_answer_may_be_right(tmp_path: Path) -> None:
    case = small(tmp_path / "c", choice("which", ["a", "b", "c", "d"], ["'a'", "'b'"], several=True))
    found = mark(draw(case, 1), {"which": Answer(["a"], "fr")}).question("which")
    assert ladder.verdict(found) == "partly"


def test_a_simulated_question_is_not_judged_and_does_not_slow_the_others(tmp_path: Path) -> None:
    case = small(
        tmp_path / "c", number("up", "5"), decision(), number("after", "policy.s"), values={"year": "1"}
    )
    policy, up, after = case.question("policy"), case.question("up"), case.question("after")
    assert [ladder.checkable(one) for one in (policy, up, after)] == [False, True, True]
    answers = typed(up="5", policy={"s": "1", "Q": "2"}, after="1")
    assert set(ladder.considered(case, "up", answers)) == {"up", "after"}
    assert set(ladder.considered(case, "after", answers)) == set(answers)


# -- where the error is --------------------------------------------------------------------------------
def told(variant: Variant, question: str, **raws: str) -> ladder.Slip:
    return ladder.slip(variant, mark(variant, typed(**raws)).question(question), "fr")


def test_where_the_error_is_is_told_in_the_words_of_its_code(variant: Variant) -> None:
    base = int(variant.scope().value("base"))
    assert told(variant, "up", up=str(base)) == ladder.Slip(("single fr",))
    assert not told(variant, "up", up=str(3 * base))  # right: no error
    assert not told(variant, "up")
    assert not told(variant, "up", up="123,4")  # no known slip: nothing to tell, nothing to pay


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Vous avez pris {{ answer | int }}.", True),
        ("Partez de {{ base | int }}.", True),  # read in the brief
        ("Il fallait {{ expected | int }}.", False),
        ("Il fallait {{ up | int }}.", False),
        ("Il fallait {{ base * 3 | int }}.", False),  # a figure that the learner has not read
        ("Voyez {{ middle | int }}.", False),
    ],
)
def test_words_that_hold_a_figure_of_the_key_are_kept_for_the_debrief(
    tmp_path: Path, words: str, shown: bool
) -> None:
    variant = draw(chained(tmp_path / "c", **{"up.mistakes.single": words}), 3)
    base = int(variant.scope().value("base"))
    assert bool(told(variant, "up", up=str(base))) is shown


def test_the_key_written_out_in_the_words_is_refused_too(tmp_path: Path) -> None:
    base = int(draw(chained(tmp_path / "c"), 3).scope().value("base"))
    for place, (figure, shown) in enumerate([(base + 1, True), (3 * base, False)]):
        words = {"up.mistakes.single": f"Il fallait {write_number(figure, 'fr')}\u00a0 PIÈCES !"}
        variant = draw(chained(tmp_path / str(place) / "c", **words), 3)
        assert bool(told(variant, "up", up=str(base))) is shown


@pytest.mark.parametrize("seed", [1, 7, 42])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_misconception_of_the_library_gives_its_key_away(seed: int, lang: str) -> None:
    variant = draw(load(SLUG), seed)
    scope = variant.scope()
    right = {name: Answer(raw, "fr") for name, raw in key_answers(variant).items()}
    for question in filter(ladder.checkable, variant.case.questions):
        key = question.show(scope.value(question.id), lang)
        for code, (value, *_) in question.mistake_values(scope).items():
            answers = ladder.considered(
                variant.case, question.id, right | {question.id: Answer(question.raw(value, "fr"), "fr")}
            )
            found = ladder.slip(variant, mark(variant, answers).question(question.id), lang)
            assert found.words, (question.id, code)
            assert not any(len(key) >= 3 and key in words for words in found.words)


def test_the_places_of_a_ranking_are_told_in_the_learners_own_order() -> None:
    variant = draw(load_folder(FIXTURES / "ranking"), 7)
    right = variant.scope().value("sequence")
    assert isinstance(right, list)
    own = [str(item) for item in reversed(right)]
    found = ladder.slip(variant, mark(variant, {"sequence": Answer(own, "fr")}).question("sequence"), "fr")
    assert [one.id for one in found.parts] == own


@pytest.mark.parametrize("name", sorted(path.parent.name for path in FIXTURES.glob("*/case.yaml")))
def test_no_type_gives_its_key_away(name: str) -> None:
    variant = draw(load_folder(FIXTURES / name), 7)
    scope = variant.scope()
    right = {one: Answer(raw, "fr") for one, raw in key_answers(variant).items()}
    for question in filter(ladder.checkable, variant.case.questions):
        words = QuestionWords(variant, question.id, "fr")
        key = " ".join(question.describe(scope.value(question.id), words).split())
        for value in [*question.errors(scope)][:6]:
            answers = ladder.considered(
                variant.case, question.id, right | {question.id: Answer(question.raw(value, "fr"), "fr")}
            )
            found = ladder.slip(variant, mark(variant, answers).question(question.id), "fr")
            told = [*found.words, *(one.words for one in found.parts)]
            assert not any(len(key) >= 3 and key in " ".join(one.split()) for one in told)


# -- the solution --------------------------------------------------------------------------------------
def kept(variant: Variant, *read: str, **raws: str) -> tuple[str, ...]:
    return ladder.unsettled(variant, "down", mark(variant, typed(**raws)), read)


def test_a_solution_is_kept_while_it_would_give_another_answer_away(variant: Variant) -> None:
    base = int(variant.scope().value("base"))
    assert kept(variant) == ("middle",)  # "up" is above it, but no figure of the solution shows it
    assert kept(variant, middle="1") == ("middle",)  # a stock answer settles nothing
    assert kept(variant, middle=str(6 * base)) == ()
    assert kept(variant, middle=str(9 * base)) == ()  # carried on: the solution shows the learner's figure
    assert kept(variant, "middle") == ()  # its own solution was read
    assert ladder.unsettled(variant, "up", mark(variant, {}), ()) == ()
