"""The proof of a case: sound cases pass it, and each check goes red on the fault that it looks for."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cases import marking, proof, proof_checks
from cases.answers import Answer, Reading
from cases.debrief import debrief
from cases.expressions import ExpressionError
from cases.graph import GraphScope
from cases.library import library_folder, load, slugs
from cases.load import LANGUAGES
from cases.problem import Problem, message_codes
from cases.proof import CaseReport, check_case, check_variant, prove_share, together
from cases.questions.base import Outcome
from cases.questions.choice import ChoiceQuestion
from cases.questions.number import NumberQuestion
from cases.tolerance import Tolerance
from cases.variant import Variant, draw

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
TEMPLATE = library_folder().parent / "template_case"
DECISION = HERE / "sound_with_decision"
SEEDS = 5
LIBRARY_SEEDS = 2


@cache
def report(folder: Path) -> CaseReport:
    return check_case(folder, SEEDS)


# -- sound cases ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("folder", [TEMPLATE, DECISION], ids=lambda folder: folder.name)
def test_a_sound_case_is_proven(folder: Path) -> None:
    found = check_case(folder, 20)
    assert found.problems == ()
    assert found.ok
    told = found.as_dict("en")
    assert {"slug": folder.name, "ok": True, "seeds": 20, "problems": []}.items() <= told.items()
    assert all("case.yaml:" in one["reason"] and one["draws"] > 0 for one in told["rejected"])


@pytest.mark.slow
@pytest.mark.parametrize("slug", slugs())
def test_every_case_of_the_library_is_proven(slug: str) -> None:
    """On some variants here: two hundred are proven before a case is published."""
    found = check_case(slug, LIBRARY_SEEDS)
    assert found.problems == ()
    assert found.seeds == LIBRARY_SEEDS


# -- a fault each ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Fault:
    """What a broken case must be told: the codes, and the line that holds some words of a file."""

    folder: str
    code: str
    file: str
    at: str  # words of the line that the problem names; "" where no line can be named
    also: frozenset[str] = frozenset()


FAULTS = [
    # the format
    Fault("criterion_unknown", "criterion", "case.yaml", "cqpm-tli/C3.M99"),
    Fault("criterion_twice", "format.listed_twice", "case.yaml", "[cqpm-tli/C3.M5, cqpm-tli/C3.M5]"),
    Fault("unit_unknown", "format.unit_unknown", "case.yaml", "unit: weeks"),
    Fault("name_unknown", "expression_name", "case.yaml", "weekly_demnd"),
    Fault("function_unknown", "expression_function", "case.yaml", "reorder_points("),
    Fault("values_in_a_ring", "cycle", "case.yaml", "lead_demand: threshold - safety"),
    Fault("key_unknown", "format.extra_forbidden", "case.yaml", "decimal: 1"),
    Fault("option_credit_unknown", "format.not_listed", "case.yaml", "lager"),
    Fault("infinite_value", "yaml_finite", "case.yaml", ".inf"),
    Fault("decision_naive_incomplete", "format.naive_inputs", "case.yaml", "naive: {s: 60}"),
    Fault("decision_indicator_unknown", "format.indicator_unknown", "case.yaml", "service_level"),
    Fault("decision_range_reversed", "format.range_order", "case.yaml", "[800, 20]"),
    # the papers
    Fault("section_missing", "paper_section", "en.md", "", frozenset({"parity_section"})),
    Fault("feedback_missing", "paper_item", "fr.md", "{#risk.feedback}", frozenset({"parity_item"})),
    Fault("hint_in_one_language", "parity_steps", "en.md", "{#threshold.hints}"),
    Fault("figure_in_one_language", "parity_placeholder", "en.md", "{#threshold.solution}"),
    Fault("key_shown_before", "paper_leak", "fr.md", "{{ threshold | int }} pièces couvre-t-il"),
    Fault("key_shown_through_a_value", "paper_leak", "en.md", "{{ shelf | int }}"),
    Fault("filter_unknown", "placeholder_filter", "fr.md", "{{ cover | decimal }}"),
    # the draw: a mistake that is the key, two that always meet, a tolerance in which methods meet
    Fault("mistake_equal_to_key", "draw_alike", "case.yaml", "- id: threshold"),
    Fault("mistakes_coincide", "draw_alike", "case.yaml", "- id: threshold"),
    Fault("tolerance_too_wide", "draw_alike", "case.yaml", "- id: threshold"),
    Fault("condition_impossible", "draw_condition", "case.yaml", "safety > weekly_demand"),
    Fault("key_without_a_value", "draw_failed", "case.yaml", ""),
    # the checks of a variant
    Fault("division_by_zero_on_some_seeds", "proof_failed", "case.yaml", "rhythm: 60 / (lead_weeks - 3)"),
    Fault("option_unknown", "proof_failed", "case.yaml", "- id: risk"),
    Fault("key_too_large", "proof_range", "case.yaml", "- id: threshold"),
    Fault("percent_under_one", "proof_percent", "case.yaml", "- id: cover"),
    Fault(
        "reference_misses_the_requirement",
        "proof_decision_missed",
        "case.yaml",
        "- id: policy",
        frozenset({"proof_key"}),
    ),
    Fault("mistake_that_cannot_be_typed", "proof_mistake", "case.yaml", "- id: threshold"),
    Fault("nothing_follows_from_a_mistake", "proof_slip", "case.yaml", "- id: threshold"),
    Fault("columns_of_different_lengths", "proof_text", "fr.md", "", frozenset({"proof_failed"})),
    Fault("filter_that_does_not_fit", "proof_text", "fr.md", ""),
    Fault("annex_hides_a_decimal", "proof_annex", "case.yaml", "lead_time: {value:"),
    Fault("naive_equal_to_the_reference", "proof_decision", "case.yaml", "- id: policy"),
    # over all variants
    Fault("guessing_pays", "proof_stock", "case.yaml", ""),
    Fault("most_draws_rejected", "proof_rejected", "case.yaml", ""),
]


def test_every_broken_case_is_looked_at() -> None:
    assert sorted(fault.folder for fault in FAULTS) == sorted(path.name for path in BROKEN.iterdir())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.folder)
def test_a_broken_case_fails_that_check_and_no_other(fault: Fault) -> None:
    found = report(BROKEN / fault.folder)
    assert not found.ok
    assert {problem.code for problem in found.problems} == {fault.code} | fault.also


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.folder)
def test_the_fault_is_told_with_its_place_in_both_languages(fault: Fault) -> None:
    found = report(BROKEN / fault.folder)
    file = f"{fault.folder}/{fault.file}"
    problem = next(one for one in found.problems if one.code == fault.code and one.file == file)
    if fault.at:
        lines = (BROKEN / fault.folder / fault.file).read_text(encoding="utf-8").splitlines()
        expected = next(n for n, line in enumerate(lines, start=1) if fault.at in line)
        assert problem.line == expected
    french, english = (problem.explain(lang) for lang in LANGUAGES)
    assert french.startswith(f"{problem.place()}: ")
    assert english.startswith(f"{problem.place()}: ")
    assert french != english
    for words in (french, english):
        assert not any(sign in words for sign in ("{", "}", "Error", "Traceback")) or any(
            sign in words for sign in ("{#", "{{", "{value:")
        )
    assert found.as_dict("fr")["problems"][0] != found.as_dict("en")["problems"][0]


def test_the_cause_of_a_failed_proof_is_told_in_the_language_asked() -> None:
    (problem, *_) = report(BROKEN / "division_by_zero_on_some_seeds").problems
    assert "division par zéro" in problem.explain("fr")
    assert "division by zero" in problem.explain("en")
    assert "variante" not in problem.explain("en")
    (text, *_) = report(BROKEN / "columns_of_different_lengths").problems
    assert "same length" in text.explain("en")
    assert "même longueur" in text.explain("fr")


# -- an engine that is broken ---------------------------------------------------------------------------
@pytest.fixture(scope="module")
def template() -> Variant:
    return draw(load(TEMPLATE), 10)  # hostile texts are tried on one seed in ten


def red(variant: Variant) -> set[str]:
    return {problem.code for problem in check_variant(variant)}


def test_the_engine_as_it_is_finds_nothing(template: Variant) -> None:
    assert red(template) == set()


def test_a_draw_that_does_not_repeat(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(case: Any, seed: int) -> Variant:
        return replace(template, drawn={**template.drawn, "safety": 51})

    monkeypatch.setattr(proof_checks, "draw", other)
    assert red(template) == {"proof_repeat"}


def test_a_value_that_is_not_finite(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = GraphScope.value, set[str]()

    def leaks(self: GraphScope, name: str) -> Any:  # the first time only: what rests on it must still compute
        first = name == "lead_weeks" and name not in seen
        seen.add(name)
        return [1, float("nan")] if first else real(self, name)

    monkeypatch.setattr(GraphScope, "value", leaks)
    found = list(proof_checks.finite_and_provable(template))
    assert [problem.code for problem in found] == ["proof_finite"]
    assert found[0].line == load(TEMPLATE).lines["draw.lead_weeks"]


def test_a_key_that_does_not_read_again(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NumberQuestion, "displayed", lambda self, value, lang: f"{float(value) * 1.5:.0f}")
    assert red(template) == {"proof_key"}


def test_a_blank_that_earns(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    real = marking._outcome

    def generous(question: Any, reading: Reading, *scopes: Any) -> Outcome:
        return Outcome(0.1, ("blank",)) if reading.blank else real(question, reading, *scopes)

    monkeypatch.setattr(marking, "_outcome", generous)
    assert red(template) == {"proof_blank"}


def test_misconceptions_that_pass_for_right(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tolerance, "holds", lambda self, value, answer: abs(value - answer) < 10_000)
    assert red(template) == {"proof_mistake"}


def test_an_error_that_costs_more_than_its_question(
    template: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NumberQuestion, "carries", lambda self, reading, outcome: False)
    found = [problem for problem in check_variant(template) if problem.code == "proof_carried"]
    assert red(template) == {"proof_carried"}
    assert {(problem.params["name"], problem.params["victim"]) for problem in found} == {
        ("threshold", "cover")
    }


def test_a_gate_that_closes_on_misconceptions(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    real = NumberQuestion.carries

    def strict(self: Any, reading: Reading, outcome: Outcome) -> bool:
        return not outcome.codes[0].startswith("mistake.") and real(self, reading, outcome)

    monkeypatch.setattr(NumberQuestion, "carries", strict)
    assert red(template) == {"proof_carried"}


def test_a_reader_that_falls_over(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ChoiceQuestion.read

    def fragile(self: Any, answer: Answer) -> Reading:
        return Reading(value=[{"💥": "boom"}["x"]]) if answer.raw == "💥" else real(self, answer)

    monkeypatch.setattr(ChoiceQuestion, "read", fragile)
    assert red(template) == {"proof_hostile"}
    assert list(proof_checks.hostile_text_is_harmless(replace(template, seed=11))) == []


def test_words_that_cannot_be_shown(template: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*arguments: Any) -> Any:
        if arguments[-1] == "en":
            raise ExpressionError("expression_zero", source="1 / 0")
        return debrief(*arguments)

    monkeypatch.setattr(proof_checks, "debrief", silent)
    found = list(check_variant(template))
    assert [(problem.code, problem.file) for problem in found] == [("proof_text", "template_case/en.md")]


def test_a_check_that_falls_over_is_a_problem_not_a_crash(
    template: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls(variant: Variant) -> Iterator[Problem]:
        yield Problem("proof_blank", params={"score": 1, "seed": 0})
        raise ZeroDivisionError("{what}")

    monkeypatch.setattr(proof, "CHECKS", (falls, *proof_checks.CHECKS))
    found = list(check_variant(template))
    assert [problem.code for problem in found] == ["proof_blank", "proof_failed"]
    assert "ZeroDivisionError: {what}" in found[1].explain("fr")


def test_each_check_has_been_seen_to_fail() -> None:
    """The codes that the proof can give are those of the broken cases and of the broken engines above."""
    engines = {"proof_repeat", "proof_finite", "proof_blank", "proof_carried", "proof_hostile", "proof_key"}
    of_types = (
        "proof_plan_",
        "proof_dialogue_",
        "proof_episode_",
        "proof_table_",
        "proof_sheet_",
        "proof_form_",
        "proof_words",
    )
    given = {
        code for code in message_codes() if code.startswith("proof_") and not code.startswith(of_types)
    }  # what a type alone asks of a case is shown red with that type
    assert given == engines | {fault.code for fault in FAULTS if fault.code.startswith("proof_")}


# -- the report -----------------------------------------------------------------------------------------
def test_a_case_that_does_not_exist_is_a_report() -> None:
    found = check_case("no-such-case", 3)
    assert (found.slug, found.seeds, found.ok) == ("no-such-case", 0, False)
    assert [problem.code for problem in found.problems] == ["case_unknown"]
    assert check_case(HERE / "nowhere", 3).slug == "nowhere"


def test_shares_put_together_are_the_whole() -> None:
    case = load(BROKEN / "division_by_zero_on_some_seeds")
    whole = together(case, [prove_share(case, 0, 12)])
    assert together(case, [prove_share(case, 0, 5), prove_share(case, 5, 7)]) == whole
    assert whole.problems
    assert whole.seeds == 12


def test_a_hopeless_case_is_told_soon() -> None:
    failing = prove_share(load(BROKEN / "condition_impossible"), 0, 200)
    assert (failing.seeds, len(failing.problems)) == (0, proof.MAX_FAILED_DRAWS)
    long = check_case(BROKEN / "key_too_large", 200)
    assert len(long.problems) == proof.MAX_PROBLEMS
    assert long.seeds < 200


def test_a_report_goes_from_one_process_to_another() -> None:
    for folder in ("division_by_zero_on_some_seeds", "columns_of_different_lengths"):
        found = report(BROKEN / folder)
        again = pickle.loads(pickle.dumps(found))
        assert again == found
        assert again.as_dict("en") == found.as_dict("en")


def test_stock_answers_are_measured_by_chance_over_the_options(template: Variant) -> None:
    # of 11 points: 1, 1 earn nothing, a choice between two earns half of its single point
    assert proof.stock_shares(template) == (0, pytest.approx(0.5 / 11))
    assert (proof.STOCK_SHARE, proof.GUESS_SHARE) == (0.05, 0.15)
