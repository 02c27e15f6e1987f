"""From a card to an exercise, and from marked answers to cards."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import library
from cases.answers import Answer, Raw
from cases.debrief import explained
from cases.detectors import CODES, codes
from cases.marking import mark
from cases.problem import CaseError
from cases.revision import outcomes, pool
from cases.revision.cards import BadCardKey, CardKey, of_codes, of_question, parse
from cases.revision.drills import Drill, drill_for, established, variant_of
from cases.revision.pool import bank, exercises, load_source
from cases.revision.scheduling import AGAIN, GOOD, HARD
from cases.revision.words import label
from cases.variant import draw
from cases.views import question

SLUG = "seuil-reappro"
POOL = pool.pool()
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,39}", fullmatch=True)


# -- keys -----------------------------------------------------------------------------------------------
@given(names, names, names, st.sampled_from(["stock", "drills/stock"]), st.sampled_from(CODES))
def test_a_key_reads_back_as_it_was_written(one: str, other: str, item: str, slug: str, slip: str) -> None:
    for key in (
        CardKey("skill", one),
        CardKey("mistake", item, slug, other),
        CardKey("slip", slip),
        CardKey("question", "", slug, one),
    ):
        assert parse(str(key)) == key


@pytest.mark.parametrize(
    "text", ["", "skill:", "skill:a/b", "slip:unknown", "mistake:a/b", "question:a", "other:x", "eoq"]
)
def test_a_text_that_names_no_card_is_refused(text: str) -> None:
    with pytest.raises(BadCardKey):
        parse(text)
    assert label(text, "fr") == text


def test_codes_name_the_misconceptions_and_slips_met() -> None:
    found = of_codes("x", "q", ("mistake.root", "wrong", "sign", "mistake.root", "option.a", "carried"))
    assert [str(one) for one in found] == ["mistake:x/q/root", "slip:sign"]
    assert str(of_question("x", "q", None)) == "question:x/q"
    assert str(of_question("x", "q", "eoq")) == "skill:eoq"


def test_a_unit_says_which_slips_it_may_show() -> None:
    assert "unit_swapped" in codes("working_day")
    assert "unit_swapped" not in codes("piece")
    assert codes("hour") == set(CODES)


# -- the pool -------------------------------------------------------------------------------------------
def test_every_exercise_of_the_bank_and_every_short_question_of_the_library_is_there() -> None:
    of_bank = [one for one in POOL.exercises if one.from_bank]
    assert len(of_bank) == sum(len(load_source(slug).questions) for slug in bank()) >= 60
    case = library.load(SLUG)
    mine = {one.question_id for one in POOL.exercises if one.slug == SLUG}
    # Left out: the simulated one, the form, which is never asked alone, and what a person assesses.
    assert mine == set(case.question_ids) - {"policy", "purchase", "note"}


def test_every_card_that_an_exercise_can_bring_has_an_exercise() -> None:
    for one in POOL.exercises:
        assert one in POOL.of_card(str(one.key))
        for item in one.mistakes:
            assert POOL.of_card(str(CardKey("mistake", item, one.slug, one.question_id))) == (one,)
        assert POOL.find(one.slug, one.question_id) == one
    assert {one.id for one in POOL.skills} >= {one.skill for one in POOL.exercises if one.skill}
    assert POOL.of_card("skill:nothing") == ()
    assert POOL.find(SLUG, "nothing") is None


def test_a_question_that_rests_on_a_simulated_one_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    case = library.load(SLUG)
    monkeypatch.setattr(type(case.question("annual_demand")), "SIMULATED", True)
    assert {one.question_id for one in exercises(case, SLUG)} == {"mode", "sensitivity"}


def test_a_case_that_cannot_be_read_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "slugs", lambda: ("nowhere-at-all",))
    assert {one.slug for one in pool.pool().exercises} == set(bank())
    with pytest.raises(CaseError):
        load_source("drills/nowhere")


# -- drills ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", bank())
def test_every_exercise_of_the_bank_is_asked_and_right_by_its_key(slug: str) -> None:
    case = load_source(slug)
    for seed in range(20):
        variant = draw(case, seed)
        scope = variant.scope()
        for one in case.questions:
            for lang in ("fr", "en"):
                view = question(variant, one.id, lang)
                assert view.prompt
                assert "{{" not in view.prompt
            answer = Answer(one.raw(scope.value(one.id), "fr"), "fr")
            marked = mark(variant, {one.id: answer})
            assert marked.question(one.id).outcome.credit == 1, (seed, one.id)
            told = explained(variant, one.id, answer, marked, "en")
            assert (told.verdict, bool(told.solution)) == ("right", True)


def test_the_same_state_asks_the_same_exercise_and_each_review_another_variant() -> None:
    past: list[tuple[str, str]] = []
    seeds = []
    for _ in range(12):
        found = drill_for("skill:eoq", POOL, 1, past)
        assert found is not None
        assert found == drill_for("skill:eoq", POOL, 1, past)
        seeds.append(found.seed)
        past.append((found.slug, found.question_id))
    assert len(set(seeds)) == 12
    assert drill_for("skill:eoq", POOL, 2, []) != drill_for("skill:eoq", POOL, 1, [])
    turn = len(POOL.of_card("skill:eoq"))
    assert turn >= 3
    assert past[0] == ("drills/stock", "eoq_lot"), "the bank first"
    assert {(SLUG, "lot_size"), (SLUG, "sensitivity")} < set(past[:turn])
    assert len(set(past[:turn])) == turn, "each once before any again"
    assert past[turn:] == past[: 12 - turn], "then the one asked longest ago"


def test_after_an_error_in_a_case_the_bank_is_asked_first() -> None:
    found = drill_for("skill:eoq", POOL, 1, [(SLUG, "lot_size")])
    assert found is not None
    assert (found.slug, found.question_id) == ("drills/stock", "eoq_lot")


def test_an_exercise_can_be_asked_again() -> None:
    only = (SLUG, "lot_size")
    found = drill_for("skill:eoq", POOL, 1, [only], only)
    assert found is not None
    assert (found.slug, found.question_id) == only
    assert drill_for("skill:eoq", POOL, 1, [], ("drills/stock", "nothing")) is None
    assert drill_for("skill:nothing", POOL, 1, []) is None


def test_a_misconception_asks_its_own_question_with_other_figures() -> None:
    key = f"mistake:{SLUG}/safety/demand_only"
    found = [drill_for(key, POOL, 1, [(SLUG, "safety")] * number) for number in range(4)]
    assert {(one.slug, one.question_id) for one in found if one} == {(SLUG, "safety")}
    assert len({one.seed for one in found if one}) == 4


def test_a_question_of_a_case_gives_what_it_rests_on_directly() -> None:
    variant = variant_of(Drill(SLUG, 1, "lot_size", 7))
    scope = variant.scope()
    shown = established(variant, "lot_size", "en")
    case = variant.case
    assert [one.title for one in shown] == [
        case.papers["en"].sections[name].title.text
        for name in ("annual_demand", "order_cost", "holding_cost")
    ]
    assert shown[0].value.replace(",", "").startswith(f"{scope.value('annual_demand'):.0f}")
    assert established(variant, "annual_demand", "fr") == ()
    # nothing of the question itself, nor of what an answer above it hides
    above = {one.title for one in established(variant, "threshold", "fr")}
    titles = {name: case.papers["fr"].sections[name].title.text for name in case.question_ids}
    assert above == {titles[name] for name in ("daily_mean", "lead_time", "safety")}


# -- what a paper tells ---------------------------------------------------------------------------------
def paper(**answers: Raw) -> dict[str, Any]:
    variant = draw(library.load(SLUG), 7)
    return mark(variant, {name: Answer(raw, "fr") for name, raw in answers.items()}).as_dict()


def typed(name: str, code: str | None = None) -> Raw:
    variant = draw(library.load(SLUG), 7)
    one, scope = variant.case.question(name), variant.scope()
    value = scope.value(name) if code is None else one.mistake_values(scope)[code][0]
    return one.raw(value, "fr")


def test_a_paper_reviews_each_card_once_by_its_worst_answer() -> None:
    marked = paper(
        annual_demand=typed("annual_demand"),
        safety=typed("safety", "mistake.demand_only"),
        lot_size=typed("lot_size", "mistake.rate_forgotten"),
    )
    found = {one.key: one.rating for one in outcomes.of_paper(SLUG, library.load(SLUG), marked, POOL)}
    assert found["skill:demand_history"] == GOOD
    assert found["skill:safety_stock"] == HARD  # part of the points
    assert found["skill:eoq"] == AGAIN
    assert found["skill:turnover"] == AGAIN  # left blank
    assert found[f"mistake:{SLUG}/safety/demand_only"] == AGAIN
    assert found[f"mistake:{SLUG}/lot_size/rate_forgotten"] == AGAIN
    assert "skill:reorder_policy" not in found  # its only question is simulated: no exercise
    assert len(found) == len(outcomes.of_paper(SLUG, library.load(SLUG), marked, POOL))


def test_points_spent_on_help_count_as_help_and_pending_answers_say_nothing() -> None:
    marked = paper(annual_demand=typed("annual_demand"))
    first = marked["questions"][0]
    first["score"] = 0.9 * first["max_score"]
    marked["questions"][1]["pending"] = True
    found = {one.key: one.rating for one in outcomes.of_paper(SLUG, library.load(SLUG), marked, POOL)}
    assert found["skill:demand_history"] == HARD
    assert "skill:daily_demand" not in found


def test_two_questions_of_one_skill_count_by_the_worse() -> None:
    marked = paper(lot_size=typed("lot_size"))
    found = outcomes.of_paper(SLUG, library.load(SLUG), marked, POOL)
    mine = [one for one in found if one.key == "skill:eoq"]
    assert [one.rating for one in mine] == [AGAIN]  # sensitivity, of the same skill, is blank


def test_one_thing_to_revise_is_an_error_rather_than_a_blank() -> None:
    case = library.load(SLUG)
    marked = paper(annual_demand=typed("annual_demand"), lot_size="1")
    assert outcomes.to_revise(case, SLUG, marked, POOL) == "eoq"
    assert outcomes.to_revise(case, SLUG, paper(), POOL) == "demand_history"
    for one in marked["questions"]:
        one["score"] = one["max_score"]
    assert outcomes.to_revise(case, SLUG, marked, POOL) is None


def test_an_exercise_reviews_its_card_and_the_misconceptions_met() -> None:
    key = "mistake:drills/stock/eoq_lot/rate_forgotten"
    found = outcomes.of_drill(
        "skill:eoq", "drills/stock", "eoq_lot", 0, ("mistake.rate_forgotten",), AGAIN, POOL
    )
    assert [(one.key, one.rating) for one in found] == [("skill:eoq", AGAIN), (key, AGAIN)]
    again = outcomes.of_drill(key, "drills/stock", "eoq_lot", 0, ("mistake.rate_forgotten",), AGAIN, POOL)
    assert [one.key for one in again] == [key]
    gone = outcomes.of_drill("skill:eoq", "drills/stock", "eoq_lot", 0, ("mistake.gone",), AGAIN, POOL)
    assert [one.key for one in gone] == ["skill:eoq"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_card_has_words_that_do_not_tell_the_misconception(lang: Any) -> None:
    keys = {str(one.key) for one in POOL.exercises} | {f"slip:{code}" for code in CODES}
    keys |= {
        str(CardKey("mistake", item, one.slug, one.question_id))
        for one in POOL.exercises
        for item in one.mistakes
    }
    for key in keys:
        words = label(key, lang)
        assert words != key
        card = parse(key)
        if card.kind == "mistake":
            told = load_source(card.slug).papers[lang].words(f"{card.question}.mistakes", card.item)
            assert told is not None
            assert told.text not in words
    assert label("skill:gone", lang) == "skill:gone"
    assert label("question:gone/gone", lang) == "question:gone/gone"
