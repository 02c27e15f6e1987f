"""The first case, sat by simulated learners: its criteria, its figures, and what each kind of learner earns."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from statistics import mean
from typing import Any

import pytest
from small_cases import codes

from cases import decisions
from cases.answers import Answer
from cases.case import Case
from cases.debrief import debrief
from cases.figure import Figure, View
from cases.figure_set import OWN
from cases.keyfile import key_answers
from cases.library import load
from cases.load import LANGUAGES
from cases.marking import Marked, mark
from cases.plain import Plain
from cases.quantity import write_number
from cases.questions.choice import ChoiceQuestion
from cases.questions.decision import DecisionQuestion
from cases.questions.number import NumberQuestion
from cases.rounding import round_to
from cases.variant import Variant, draw
from cases.views import questions
from cases.with_method import with_method
from sim.streams import stream

CASE: Case = load("seuil-reappro")
POLICY = CASE.question("policy")
# Its row in the catalogue of cases: what it must give evidence on, twice at least.
CRITERIA = (
    "cqpm-tli/C3.M1",
    "cqpm-tli/C3.M2",
    "cqpm-tli/C3.R1",
    "rncp11928/B2.1",
    "rncp11928/B2.2",
    "rncp11928/B2.4",
    "rncp14528/B1.2",
)
FEW = range(4)


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    return [draw(CASE, seed) for seed in range(60)]


def figure(variant: Variant, name: str) -> float:
    """A value of the graph, or one within: ``safety.value``."""
    name, *within = name.split(".")
    value: Any = variant.scope().value(name)
    for one in within:
        value = value[one]
    assert isinstance(value, int | float)
    return value


def asked(question: NumberQuestion) -> Iterator[tuple[str, Figure]]:
    """Each figure of a question with its place: the question's id, or ``safety.value``."""
    if question.several is None:
        yield question.id, question.figure
    else:
        for place, one in question.several.figures.figures.items():
            yield f"{question.id}.{place}", one


FIGURES = {name: one for q in CASE.questions if isinstance(q, NumberQuestion) for name, one in asked(q)}
MACHINE = [one.id for one in CASE.questions if one.AUTO]
RIGHT = (
    sum(CASE.question(name).points for name in MACHINE) - POLICY.points
)  # all but the decision and the text


# -- what it asks ---------------------------------------------------------------------------------------
def test_twelve_to_sixteen_questions_of_seven_types() -> None:
    assert 12 <= len(CASE.questions) <= 16
    types = {"number", "choice", "match", "table", "form", "decision", "text"}
    assert {question.type for question in CASE.questions} == types
    assert CASE.points == 20
    assert len(CASE.file.annexes) == 6


@pytest.mark.parametrize("key", CRITERIA)
def test_each_criterion_is_exercised_twice_at_least(key: str) -> None:
    items = [question.id for question in CASE.questions if key in question.criteria]
    assert len(items) >= 2, items


def test_the_figures_are_those_of_a_real_item(variants: list[Variant]) -> None:
    for variant in variants:

        def get(name: str, variant: Variant = variant) -> float:
            return figure(variant, name)

        daily = get("daily_mean")
        assert 35 <= daily <= 95
        assert 0.14 <= get("holding_rate") <= 0.225
        assert 60 <= get("order_cost") <= 120
        assert 1 <= get("holding_cost") <= 6
        assert 5 * daily <= get("lot_size") <= 4 * 20 * daily, "between a week and four months of demand"
        assert 5.5 <= get("lead_time.mean") <= 11
        assert get("lead_promised") < get("lead_time.mean")
        assert get("safety.value") < get("threshold") < get("lot_size") * 3
        meanwhile = daily * get("lead_time.mean")
        assert 0.2 * meanwhile <= get("safety.value") <= 1.5 * meanwhile
        assert get("safety.lead_part") > 2 * get("safety.demand_part"), "the solution says so"
        assert 5 <= get("dashboard.turnover.last_year") < get("dashboard.turnover.proposed") <= 40
        assert get("dashboard.mean_stock.proposed") < 0.75 * get("dashboard.mean_stock.last_year")
        assert 1.5 * get("lot_size") < get("two_months")
        assert 0.015 <= get("stock_out_share") <= 0.06
        assert get("stock_today") >= 60
        low, high = POLICY.inputs["s"].range  # type: ignore[attr-defined]
        assert low < get("threshold") < 0.75 * high
        low, high = POLICY.inputs["Q"].range  # type: ignore[attr-defined]
        assert low < get("lot_size") < 0.75 * high


def test_the_card_orders_once_on_the_evening_drawn(variants: list[Variant]) -> None:
    evenings = Counter()
    for variant in variants:
        scope = variant.scope()
        card: Any = scope.value("card")
        days: Any = scope.value("day_ids")
        trigger = int(figure(variant, "trigger"))
        evenings[trigger] += 1
        ordered = [number for number, day in enumerate(days, 1) if card[day]["order"] > 0]
        assert ordered == [trigger]
        assert card[days[trigger - 1]]["order"] == figure(variant, "lot_size")
        assert scope.value("order_day") == scope.value("days")[trigger - 1]  # type: ignore[index, call-overload]
        # Never a close call: no honest rounding moves the order to another evening.
        threshold, issues = figure(variant, "threshold"), scope.value("issues")
        before = figure(variant, "opening") - sum(issues[: trigger - 1])  # type: ignore[arg-type, index]
        after = card[days[trigger - 1]]["position"]
        assert before - threshold >= 0.3 * issues[trigger - 1]  # type: ignore[index, call-overload, operator]
        assert threshold - after >= 0.3 * issues[trigger - 1]  # type: ignore[index, call-overload, operator]
    assert set(evenings) == {3, 4, 5, 6}
    assert min(evenings.values()) >= len(variants) / 10


def test_the_card_and_the_order_hold_together(variants: list[Variant]) -> None:
    for variant in variants[:40]:
        scope = variant.scope()
        card: Any = scope.value("card")
        order: Any = scope.value("purchase")
        issues: Any = scope.value("issues")
        stock = figure(variant, "stock_today")
        for number, day in enumerate(card, 1):
            received = figure(variant, "rest") if number == figure(variant, "arrival") else 0
            stock += received - issues[number - 1]
            assert card[day]["on_hand"] == stock > 0
        assert order["date"] == scope.value("order_day")
        assert order["date"] < "2026-09-11" <= order["due_date"]
        assert order["lines"][0]["quantity"] == figure(variant, "lot_size")
        assert order["total"] == pytest.approx(
            figure(variant, "lot_size") * figure(variant, "price"), abs=0.006
        )


def test_few_draws_are_rejected(variants: list[Variant]) -> None:
    assert mean(variant.rejected for variant in variants) < 1


# -- learners without a decision (it is simulated: see below) --------------------------------------------
Writes = Callable[[str, float], float]


def sit(variant: Variant, write: Writes, lang: Any = "fr") -> Marked:
    """A learner of perfect method who writes figures in a way of their own and goes on with what they wrote.

    Tables, the order and choices are filled in as asked, from the figures written before.
    """
    scope, answers = variant.scope(), {}
    for name in CASE.graph.order:
        if name not in MACHINE or isinstance(CASE.question(name), DecisionQuestion):
            continue
        question = CASE.question(name)
        if not isinstance(question, NumberQuestion):
            answers[name] = Answer(question.raw(question.key(scope), lang), lang)
            continue
        own: dict[str, Plain] = {}
        for place, one in asked(question):
            exact = one.exact(View(scope, {OWN: dict(own)}))
            assert isinstance(exact, int | float)
            own[place.partition(".")[2]] = write(place, exact)
        written = own[""] if question.several is None else own
        raw = {place: typed(one, own[place.partition(".")[2]], lang) for place, one in asked(question)}
        short = {place.partition(".")[2]: text for place, text in raw.items()}
        answers[name] = Answer(short[""] if question.several is None else short, lang)
        scope.put(name, written)
    return mark(variant, answers)


def typed(one: Figure, value: Plain, lang: Any) -> str:
    assert isinstance(value, int | float)
    return write_number(value, lang, style="percent" if one.unit == "percent" else "grouped")


def decimals(place: str) -> int:
    one = FIGURES[place]
    return one.decimals + (2 if one.unit == "percent" else 0)


def truncated(place: str, value: float) -> float:
    two = 4 if FIGURES[place].unit == "percent" else 2
    return round_to(value, "truncate", two)


WAYS: dict[str, Writes] = {
    "as_asked": lambda place, value: round_to(value, "nearest", decimals(place)),
    "one_more_decimal": lambda place, value: round_to(value, "nearest", decimals(place) + 1),
    "two_decimals_cut": truncated,
    "every_decimal": lambda place, value: round_to(value, "nearest", 6),
}


@pytest.mark.parametrize("way", WAYS)
def test_honest_rounding_costs_nothing(variants: list[Variant], way: str) -> None:
    for variant in variants:
        paper = sit(variant, WAYS[way])
        left = {"policy", "note"}
        lost = {one.id: one.codes for one in paper.questions if one.outcome.credit < 1 and one.id not in left}
        assert lost == {}, (variant.seed, lost)


def test_honest_rounding_in_the_other_language(variants: list[Variant]) -> None:
    for variant in variants[:20]:
        assert sit(variant, WAYS["one_more_decimal"], "en").score == RIGHT


def test_one_honest_method_error_on_the_lot_keeps_the_rest(variants: list[Variant]) -> None:
    for variant in variants[:50]:

        def half_the_rate(place: str, value: float) -> float:
            wrong = value * math.sqrt(2) if place == "lot_size" else value  # holding cost over half a year
            return round_to(wrong, "nearest", decimals(place))

        paper = sit(variant, half_the_rate)
        found = codes(paper)
        assert found["lot_size"] == "wrong"
        assert paper.score == pytest.approx(RIGHT - CASE.question("lot_size").points)
        for name in ("dashboard", "card", "purchase"):
            assert found[name] == "carried"
            assert "lot_size" in paper.question(name).carried_from


def test_stock_answers_earn_under_five_percent(variants: list[Variant]) -> None:
    shares = []
    for variant in variants:
        stock = iter("110" * 40)
        shown = {view.id: view for view in questions(variant, "fr")}
        answers = {}
        for name in MACHINE:
            question = CASE.question(name)
            if isinstance(question, ChoiceQuestion):
                answers[name] = Answer(shown[name].options[0].id)
            elif not isinstance(question, DecisionQuestion):
                answers[name] = Answer(question.stock(stock))
        paper = mark(variant, answers)
        assert all(one.score == 0 for one in paper.questions if one.id != "mode")
        shares.append(paper.score / paper.max_score)
    assert mean(shares) < 0.05


@pytest.mark.parametrize("stock", ["1", "0", "100", "1000", "-1", "12,5"])
def test_no_single_figure_passes_for_knowledge(variants: list[Variant], stock: str) -> None:
    everywhere = {
        one.id: Answer(list(one.shaped(stock))[-1])
        for one in CASE.questions
        if one.type in {"number", "table", "form"}
    }
    shares = [mark(variant, everywhere).score for variant in variants[:60]]
    assert mean(shares) / CASE.points < 0.05


def test_random_figures_earn_next_to_nothing(variants: list[Variant]) -> None:
    shares = []
    for variant in variants:
        rng = stream(variant.seed, "tests", "random learner")
        answers = {}
        for question in CASE.questions:
            if isinstance(question, ChoiceQuestion):
                answers[question.id] = Answer(question.options[int(rng.random() * len(question.options))])
            elif question.type in {"number", "table", "form"}:
                figures = (str(round(10 ** (4 * rng.random()))) for _ in range(40))
                answers[question.id] = Answer(question.stock(figures))
        shares.append(mark(variant, answers).score / CASE.points)
    assert mean(shares) < 0.06


MISTAKES = [(place, name) for place, one in FIGURES.items() for name in one.mistakes]


@pytest.mark.parametrize(("place", "name"), MISTAKES)
def test_a_misconception_costs_its_own_question_and_is_told(
    variants: list[Variant], place: str, name: str
) -> None:
    identifier, _, within = place.partition(".")
    question = CASE.question(identifier)
    for variant in variants[:6]:
        slips: list[Plain] = question.mistake_values(variant.scope())[f"mistake.{name}"]
        for slip in slips:
            value = slip[within] if isinstance(slip, dict) else slip
            assert isinstance(value, int | float)

            def errs(at: str, right: float, value: float = value) -> float:
                return value if at == place else round_to(right, "nearest", decimals(at))

            paper = sit(variant, errs)
            one = paper.question(identifier)
            assert f"mistake.{name}" in one.codes if within else one.codes == (f"mistake.{name}",)
            assert not within or one.outcome.parts[within].code == "mistake"
            assert paper.score == pytest.approx(RIGHT - (one.max_score - one.score))
            for lang in LANGUAGES:
                words = CASE.papers[lang].words(f"{identifier}.mistakes", name)
                assert words is not None
                told = next(
                    item
                    for item in debrief(variant, {identifier: Answer("1")}, paper, lang)
                    if item.id == identifier
                )
                assert any(said[:20] == words.text[:20] for said in told.feedback)


TABLES = [
    (one.id, code)
    for one in CASE.questions
    if one.type in {"match", "table", "form"}
    for code in one.mistake_values(draw(CASE, 0).scope())
]


@pytest.mark.parametrize(("identifier", "code"), TABLES)
def test_a_misconception_over_several_cells_is_told_and_costs_no_more(
    variants: list[Variant], identifier: str, code: str
) -> None:
    question = CASE.question(identifier)
    for variant in variants[:6]:
        for slip in question.mistake_values(variant.scope())[code]:
            answers = with_method(variant, {identifier: question.raw(slip, "fr")})
            paper = mark(variant, answers)
            one = paper.question(identifier)
            assert code in one.codes
            assert one.score < one.max_score
            assert paper.score == pytest.approx(RIGHT - (one.max_score - one.score))


# -- the decision ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", FEW)
def test_the_perfect_learner_earns_everything_in_both_languages(seed: int) -> None:
    variant = draw(CASE, seed)
    for lang in LANGUAGES:
        answers = {name: Answer(raw, lang) for name, raw in key_answers(variant, lang).items()}
        paper = mark(variant, answers)
        assert paper.score == CASE.points - CASE.question("note").points
        assert {code for name, code in codes(paper).items() if name in MACHINE} == {"correct"}


@pytest.mark.parametrize("seed", FEW)
def test_the_formula_makes_a_good_policy_and_the_old_rule_a_poor_one(seed: int) -> None:
    """Measured over 200 variants: the formula earns 0.953 of the decision on average, 0.862 at the least."""
    variant = draw(CASE, seed)
    inputs: Any = {
        "s": f"{figure(variant, 'threshold'):.0f}",
        "Q": f"{figure(variant, 'lot_size'):.0f}",
    }
    paper = mark(variant, {"policy": Answer(inputs)})
    one = paper.question("policy")
    assert one.outcome.credit >= 0.8
    assert one.codes[0] in {"correct", "partly"}
    found = decisions.compare(variant, "policy", Answer(inputs))
    required = found.goal.least["fill_rate"]
    assert required == 0.98
    assert found.missed == ()
    assert found.learner_result["fill_rate"] >= required
    assert found.reference_result["fill_rate"] >= required
    assert found.reference_result["total_cost"] < found.learner_result["total_cost"] * 1.001
    assert found.naive_result["total_cost"] > 1.25 * found.reference_result["total_cost"]
    old: Any = {name: f"{value:.0f}" for name, value in found.naive_policy.items()}
    poor = mark(variant, {"policy": Answer(old)}).question("policy")
    assert poor.score == 0
    assert "notice.no_safety" in poor.codes


def test_extreme_policies_are_marked_not_refused() -> None:
    variant = draw(CASE, 0)
    for inputs in ({"s": "0", "Q": "50"}, {"s": "2500", "Q": "4000"}):
        one = mark(variant, {"policy": Answer(inputs)}).question("policy")
        assert one.score == 0
        assert one.codes[0] in {"no_gain", "requirement_missed"}
    assert (
        "notice.much_too_small"
        in mark(variant, {"policy": Answer({"s": "0", "Q": "50"})}).question("policy").codes
    )


def test_the_blank_learner_earns_nothing() -> None:
    paper = mark(draw(CASE, 0), {})
    assert paper.score == 0
    assert set(codes(paper).values()) == {"blank"}
