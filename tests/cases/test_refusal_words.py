"""What a floor below refuses reaches the reader of a case in the reader's own language, on one line."""

from __future__ import annotations

import pickle

import pytest

from cases.expressions import ExpressionError, evaluate, parse
from cases.functions import FUNCTIONS
from cases.plain import Plain
from cases.problem import CaseError, Problem, both, message
from cases.simulation import measure, scenario_of

YEAR: dict[str, Plain] = {"horizon": 30, "demand": {"poisson": 20}, "lead_time": {"constant": 5}}
POLICY: dict[str, Plain] = {"reorder_point": {"s": 100, "Q": 100}}


def worded(error: ExpressionError, lang: str) -> str:
    return message(error.code, lang, error.params)


def test_words_in_both_languages_are_told_in_one() -> None:
    params = {"name": "f", "why": {"fr": "trop grand", "en": "too large"}}
    assert message("expression_call", "fr", params).endswith("trop grand")
    assert message("expression_call", "en", params).endswith("too large")
    error = CaseError([Problem("expression_call", "essai/case.yaml", 3, params)])
    assert "trop grand" in pickle.loads(pickle.dumps(error)).explain("fr")
    assert "too large" in str(error)


def test_a_mapping_that_is_no_words_is_shown_as_it_is() -> None:
    assert "{'fr': 1}" in message("expression_call", "fr", {"name": "f", "why": {"fr": 1}})


def test_an_error_with_one_language_stays_as_it_is() -> None:
    assert both(ValueError("math domain error")) == "math domain error"


@pytest.mark.parametrize(
    ("source", "fr", "en"),
    [
        (
            "eoq(1000, 20, 0)",
            "« eoq » refuse ces valeurs : holding_cost vaut 0 ; il faut un nombre supérieur à 0",
            "“eoq” refuses these values: holding_cost is 0; it must be greater than 0",
        ),
        ("stock_out_rate(61, 60)", "au plus le nombre de demandes (60)", "at most the requests (60)"),
        ("service_factor(95)", "(95 % s’écrit 0.95)", "(95 % is 0.95)"),
    ],
)
def test_a_solver_refuses_in_both_languages(source: str, fr: str, en: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        evaluate(parse(source), {}, FUNCTIONS)
    assert fr in worded(refused.value, "fr").replace("\u00a0", " ").replace("\u202f", " ")
    assert en in worded(refused.value, "en")


def test_a_scenario_is_refused_in_both_languages_with_every_fault() -> None:
    with pytest.raises(ExpressionError) as refused:
        scenario_of({**YEAR, "horizon": 0, "shortage": "none"}, POLICY)
    fr, en = (worded(refused.value, lang) for lang in ("fr", "en"))
    assert "horizon\u00a0: doit être un nombre entier supérieur ou égal à 1, et non 0\u202f; shortage" in fr
    assert "horizon: must be a whole number of 1 or more, not 0; shortage: must be one of" in en
    assert "\n" not in fr + en


def test_what_the_fast_path_does_not_take_is_refused_in_both_languages_where_nothing_else_will_do() -> None:
    names: dict[str, Plain] = {
        "year": {**YEAR, "demand": {"normal": {"mean": 20, "sd": 3, "whole": False}}},
        "run": {"seed": 1, "label": "test", "replications": 2, "ranges": {"s": [1, 2], "Q": [1, 2]}},
    }
    with pytest.raises(ExpressionError) as refused:
        evaluate(parse("best_reorder_point(year, run)"), names, FUNCTIONS)
    assert "que des demandes entières" in worded(refused.value, "fr")
    assert "whole units of demand only" in worded(refused.value, "en")


def test_a_policy_that_does_not_fit_is_refused_in_both_languages() -> None:
    with pytest.raises(ExpressionError) as refused:
        measure(YEAR, {"base_stock": -1}, 1, "test", 2)
    assert refused.value.code == "scenario"
    assert "et non -1" in worded(refused.value, "fr")
    assert "not -1" in worded(refused.value, "en")
