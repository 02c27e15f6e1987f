"""Decisions over any model: choices and decimals among the inputs, limits, the search, the words of places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_cases import YEAR, decision, small

from cases import decisions, simulation
from cases.answers import Answer
from cases.debrief import debrief
from cases.expressions import ExpressionError
from cases.load import LANGUAGES, load_folder
from cases.marking import check, mark
from cases.problem import CaseError, Problem
from cases.proof import check_variant
from cases.proof_checks import drawn_ids_are_worded, finite_and_provable, key_earns_all, words_can_be_shown
from cases.questions.base import Outcome
from cases.questions.decision import DecisionAsk, DecisionQuestion
from cases.variant import Variant, draw
from cases.views import question as question_view
from sim.checks import InvalidError
from sim.checks import Problem as Fault
from sim.models import MODELS, Story, Track
from sim.words import phrase

NO_POLICY = InvalidError([Fault(("policy",), phrase("key_missing"))])


@dataclass(frozen=True)
class Toy:
    """Two places whose cost is least at level 42.5 under the rule `fair`; nothing is drawn."""

    KEY: ClassVar[str] = "toy"
    INDICATORS: ClassVar[tuple[str, ...]] = ("total_cost", "holding_cost", "fill_rate", "stock_value")
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"target": 42.5, "policy": {"level": 50, "rule": "fair"}}
    target: float
    policy: Mapping[str, Any] | None = None
    measured: ClassVar[list[Mapping[str, Any]]] = []

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)

    def under(self, policy: Mapping[str, Any]) -> Self:
        if set(policy) != {"level", "rule"}:
            raise NO_POLICY
        return replace(self, policy=policy)

    def measure(self, seed: int, label: str, replications: int) -> dict[str, float]:
        assert self.policy is not None
        self.measured.append(self.policy)
        level, fair = self.policy["level"], self.policy["rule"] == "fair"
        return {
            "total_cost": 100 + (level - self.target) ** 2 + (0 if fair else 60),
            "holding_cost": level,
            "fill_rate": min(level / 50, 1),
            "stock_value": 10 * level,
        }

    def live(self, seed: int, label: str, replication: int) -> Story:
        flat = (1.0, 2.0)
        tracks = tuple(
            Track(place, "ART-7", flat, (0, 0), flat, (0, 1), flat, flat) for place in ("depot", "shop")
        )
        costs = {"holding": (3.0, 1.0), "waste": (1.0, 2.0)}
        return Story(2, "week", tracks, self.measure(seed, label, 1), costs)

    def work(self) -> int:
        return 1000


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(MODELS, "toy", Toy)
    Toy.measured.clear()
    for kept in (simulation._world, simulation._model, simulation._measure, simulation._story):
        kept.cache_clear()
    yield
    for kept in (simulation._world, simulation._model, simulation._measure, simulation._story):
        kept.cache_clear()


def toy_decision(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "inputs": {
            "level": {"unit": "piece", "range": [10, 90], "decimals": 1},
            "rule": {"options": ["first", "fair", "priority"]},
        },
        "scenario": {"toy": {"target": "k"}},
        "policy": {"level": "level", "rule": "rule"},
        "naive": {"level": 80, "rule": {"text": "first"}},
        "reference": {"level": 50, "rule": {"text": "first"}},
        "search": {"level": 16},
        "require": None,
    }
    return decision(**(given | more))


PLACES = {"policy.places.depot": "Dépôt central", "policy.places.shop": "Boutique du port"}


def variant_of(folder: Path, words: dict[str, str] | None = None, **more: Any) -> Variant:
    case = small(
        folder / "toy", toy_decision(**more), draw={"k": {"decimal": [42.5, 42.6], "step": 1}},
        words=PLACES if words is None else words,
    )  # fmt: skip
    return draw(case, 1)


def asked(variant: Variant) -> DecisionQuestion:
    question = variant.case.question("policy")
    assert isinstance(question, DecisionQuestion)
    return question


def judge(variant: Variant, **raw: str) -> Outcome:
    question, scope = asked(variant), variant.scope()
    reading = question.read(Answer(raw))
    assert reading.ok, reading
    return question.mark(reading, scope, scope)


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


# -- inputs ---------------------------------------------------------------------------------------------
def test_choices_and_decimals_are_read_and_shown(tmp_path: Path) -> None:
    variant = variant_of(tmp_path)
    question = asked(variant)
    reading = question.read(Answer({"level": "42,5", "rule": "fair"}))
    assert reading.value == {"level": 42.5, "rule": "fair"}
    assert question.raw(reading.value, "fr") == {"level": "42,5", "rule": "fair"}
    assert plain(question.show(reading.value, "fr")) == "level = 42,5 pièces, rule = fair"
    assert question.raw({"level": 42.0, "rule": "fair"}, "en") == {"level": "42.0", "rule": "fair"}
    view = question_view(variant, "policy", "en")
    assert isinstance(view.ask, DecisionAsk)
    assert view.ask.options == {
        "rule": (("first", "first en"), ("fair", "fair en"), ("priority", "priority en"))
    }
    level, rule = view.fields
    assert (level.minimum, level.maximum, level.step, level.decimals) == (10, 90, 0.1, 1)
    assert (rule.minimum, rule.step) == (None, None)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"level": "42,55", "rule": "fair"}, "too_fine"),
        ({"level": "9,9", "rule": "fair"}, "out_of_range"),
        ({"level": "42", "rule": "fairly"}, "unknown_option"),
        ({"level": "42", "rule": ""}, "input_missing"),
        ({"rule": "fair"}, "input_missing"),
    ],
)
def test_what_is_no_input_is_refused_in_words(tmp_path: Path, raw: dict[str, str], code: str) -> None:
    variant = variant_of(tmp_path)
    assert asked(variant).read(Answer(raw)).codes == (code,)
    for lang in LANGUAGES:
        assert "{" not in check(variant, "policy", Answer(raw)).message(lang)


@pytest.mark.parametrize(
    "reference", [{"level": 50, "rule": 3}, {"level": {"text": "a"}, "rule": {"text": "fair"}}]
)
def test_a_reference_that_is_no_input_is_a_fault_of_the_case(tmp_path: Path, reference: Any) -> None:
    with pytest.raises(ExpressionError) as refused:
        variant_of(tmp_path, reference=reference).scope().value("policy")
    assert refused.value.code == "decision_inputs"


# -- the search -----------------------------------------------------------------------------------------
def test_the_search_finds_the_best_figure_and_the_best_choice(tmp_path: Path) -> None:
    variant = variant_of(tmp_path)
    assert variant.scope().value("policy") == {"level": 42.5, "rule": "fair"}
    assert judge(variant, level="42,5", rule="fair").credit == 1
    assert judge(variant, level="80", rule="first").credit == 0
    tried = len(Toy.measured)
    assert tried <= 60 + 1
    draw(variant.case, 1).scope().value("policy")
    assert len(Toy.measured) == tried  # kept by its content


def test_an_input_that_is_not_searched_stays_the_reference_s(tmp_path: Path) -> None:
    inputs = {"level": {"range": [10, 90]}, "rule": {"range": [0, 9]}}
    more: dict[str, Any] = {
        "inputs": inputs,
        "naive": {"level": 80, "rule": 1},
        "reference": {"level": 50, "rule": 7},
    }
    found: Any = variant_of(tmp_path, **more).scope().value("policy")
    assert found["rule"] == 7
    assert found["level"] in {42, 43}


@given(level=st.integers(10, 90), tries=st.integers(2, 40))
@settings(max_examples=15)
def test_the_reference_is_never_worse_than_the_theory_nor_the_naive(
    tmp_path_factory: pytest.TempPathFactory, level: int, tries: int
) -> None:
    folder = tmp_path_factory.mktemp("toy")
    variant = variant_of(folder, reference={"level": level, "rule": {"text": "priority"}}, tries=tries)
    question, scope = asked(variant), variant.scope()
    best = question.measured(scope, question.kept(scope.value("policy")))["total_cost"]
    theory = question.measured(scope, {"level": level, "rule": "priority"})["total_cost"]
    assert best <= min(theory, question.measured(scope, question.naive_inputs(scope))["total_cost"])


def test_a_single_item_may_be_searched_too(tmp_path: Path) -> None:
    case = small(
        tmp_path / "stock",
        decision(reference={"s": 100, "Q": 200}, search={"s": 16, "Q": 64}, tries=200),
        decision("grid"),
        values={"year": YEAR},
    )
    scope = draw(case, 1).scope()
    question = case.question("grid")
    assert isinstance(question, DecisionQuestion)
    found, grid = (question.measured(scope, question.kept(scope.value(name))) for name in ("policy", "grid"))
    assert found["fill_rate"] >= 0.95
    assert found["total_cost"] <= 1.01 * grid["total_cost"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"search": {"level": 0}}, "expression_type"),
        ({"search": {"level": {"text": "a"}}}, "expression_type"),
        ({"replications": 500, "tries": 400, "scenario": {"toy": {"target": "k"}}}, "tries_size"),
        ({"minimise": "turnover"}, "indicator_absent"),
        ({"limit": {"orders": 3}}, "indicator_absent"),
        ({"policy": {"level": "level"}}, "scenario"),
        ({"scenario": {"toys": {"target": "k"}}}, "scenario"),
    ],
)
def test_what_cannot_be_searched_is_a_fault_of_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: Any, code: str
) -> None:
    monkeypatch.setattr(simulation, "MAX_TRIED", 100_000_000)
    with pytest.raises(ExpressionError) as refused:
        variant_of(tmp_path, **more).scope().value("policy")
    assert refused.value.code == code
    for lang in LANGUAGES:
        assert Problem(code, params={"near": "", **refused.value.params}).explain(lang)


# -- requirements and limits ----------------------------------------------------------------------------
LIMITED: dict[str, Any] = {"require": {"fill_rate": 0.7}, "limit": {"stock_value": "k * 10 - 25"}, "cap": 0.4}


def test_the_search_keeps_what_is_required_and_limited(tmp_path: Path) -> None:
    assert variant_of(tmp_path, **LIMITED).scope().value("policy") == {"level": 40, "rule": "fair"}


def test_a_limit_that_is_passed_caps_the_mark_and_is_told(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, **LIMITED)
    answer = Answer({"level": "42,5", "rule": "fair"})
    outcome = mark(variant, {"policy": answer}).question("policy").outcome
    assert (outcome.credit, outcome.codes, outcome.detail["missed"]) == (
        0.4,
        ("requirement_missed",),
        ["stock_value"],
    )
    for lang, told in (
        ("fr", "425 € en moyenne, alors que la limite est de 400 €"),
        ("en", "€425 on average"),
    ):
        [item] = debrief(variant, {"policy": answer}, mark(variant, {"policy": answer}), lang)  # type: ignore[arg-type]
        assert told in plain(" ".join(item.feedback))
    assert judge(variant, level="40", rule="fair").credit == 1
    assert asked(variant).goal(variant.scope()).missed({}) == ["fill_rate", "stock_value"]


def test_aims_are_told_before_a_policy_is_tried(tmp_path: Path) -> None:
    view = question_view(variant_of(tmp_path, **LIMITED), "policy", "fr")
    assert isinstance(view.ask, DecisionAsk)
    assert [plain(aim) for aim in view.ask.aims] == [
        "À réduire : coût total",
        "Taux de service (quantités servies à temps) : au moins 70 %",
        "Valeur du stock moyen : au plus 400 €",
    ]


def test_what_is_required_may_rest_on_no_answer(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as refused:
        small(
            tmp_path / "leak",
            {"id": "asked", "type": "number", "answer": "1 + 1", "points": 1, "criteria": ["rncp11928/B2.2"]},
            decision(limit={"stock_value": "asked * 1000"}),
            values={"year": YEAR},
        )
    assert {problem.code for problem in refused.value.problems} == {"paper_leak"}


# -- the proof ------------------------------------------------------------------------------------------
def test_a_sound_decision_is_proven(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, **LIMITED)
    for prove in (finite_and_provable, drawn_ids_are_worded, key_earns_all, words_can_be_shown):
        assert not list(prove(variant))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"naive": {"level": 42, "rule": {"text": "fair"}}}, "proof_decision"),
        ({"limit": {"stock_value": 50}}, "proof_decision_missed"),
    ],
)
def test_a_decision_that_parts_nothing_is_told(tmp_path: Path, more: Any, code: str) -> None:
    found = list(finite_and_provable(variant_of(tmp_path, **more)))
    assert code in {problem.code for problem in found}
    for problem in found:
        assert "{" not in problem.explain("fr") + problem.explain("en")


def test_places_need_words_and_codes_of_the_firm_do_not(tmp_path: Path) -> None:
    words = {name: text for name, text in PLACES.items() if "shop" not in name}
    found = list(drawn_ids_are_worded(variant_of(tmp_path, words)))
    assert [problem.params["item"] for problem in found] == ["shop", "shop"]
    assert "shop" in found[0].explain("fr")
    assert len(list(drawn_ids_are_worded(variant_of(tmp_path / "none", {})))) == 4


# -- the runs shown -------------------------------------------------------------------------------------
def test_a_world_of_several_tracks_is_told_in_the_paper_s_words(tmp_path: Path) -> None:
    variant = variant_of(tmp_path)
    story = decisions.trial(variant, "policy", {"level": 30, "rule": "fair"}, 1)
    assert decisions.track_labels(variant, "policy", story, "fr") == (
        "Dépôt central · ART-7",
        "Boutique du port · ART-7",
    )
    told = decisions.summary(story.tracks[0])
    assert told.fill_rate == pytest.approx(2 / 3)
    assert (told.mean_stock, told.short_periods) == (1.5, 1)
    found = decisions.compare(variant, "policy", Answer({"level": "30", "rule": "fair"}))
    assert (found.learner_policy, found.naive_policy["rule"]) == ({"level": 30, "rule": "fair"}, "first")
    assert [plain(one.text("fr")) for one in found.worst] == [
        "Semaine 1 : 4 €, surtout coût de possession.", "Semaine 2 : 3 €, surtout coût des pertes.",
    ]  # fmt: skip


def test_a_case_is_read_again_as_it_was_written(tmp_path: Path) -> None:
    variant = variant_of(tmp_path)
    assert load_folder(variant.case.folder).question("policy") == variant.case.question("policy")


# -- a network ------------------------------------------------------------------------------------------
NETWORK = Path(__file__).parent / "fixtures" / "decision-network"


def test_a_decision_over_a_network_is_proven_and_marked() -> None:
    case = load_folder(NETWORK)
    for seed in (1, 2):
        variant = draw(case, seed)
        assert not list(check_variant(variant))
        question, scope = variant.case.question("covers"), variant.scope()
        assert isinstance(question, DecisionQuestion)
        theory = question.measured(scope, {"depot_days": 9.0, "shop_days": 4.0, "rhythm": "weekly"})
        best = question.measured(scope, question.kept(scope.value("covers")))
        assert not question.goal(scope).missed(best)
        assert question.goal(scope).merit(best) <= question.goal(scope).merit(theory)
        naive = question.raw(dict(question.naive_inputs(scope)), "fr")
        assert mark(variant, {"covers": Answer(naive)}).question("covers").outcome.credit == 0


def test_the_tracks_of_a_network_stand_for_its_stocking_points() -> None:
    variant = draw(load_folder(NETWORK), 1)
    story = decisions.trial(variant, "covers", {"depot_days": 9, "shop_days": 4, "rhythm": "daily"}, 2)
    labels = decisions.track_labels(variant, "covers", story, "en")
    assert labels == tuple(
        f"{place} · {item}"
        for place in ("Central depot", "North shop", "South shop")
        for item in ("KR-10", "KR-20")
    )
    served = [decisions.summary(track).fill_rate for track in story.tracks]
    assert all(rate is None or 0 <= rate <= 1 for rate in served)
