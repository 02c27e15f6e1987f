"""A figure to compute: read as typed, rounded as asked, marked by the trade's conventions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from small_cases import number, small

from cases.answers import Answer
from cases.functions import FUNCTIONS
from cases.load import LANGUAGES
from cases.marking import check
from cases.questions.base import Outcome
from cases.questions.number import NumberQuestion
from cases.variant import draw


class Given:
    """A scope of given figures: what a question needs to mark without a case around it."""

    def __init__(self, **values: Any) -> None:
        self.values = values
        self.seed = 0

    def value(self, name: str) -> Any:
        return self.values[name]

    def evaluate(self, template: Any, extra: Any = None) -> Any:
        names = {name: (extra or {}).get(name, self.values.get(name)) for name in template.names()}
        return template.evaluate(names, FUNCTIONS)


def asked(answer: Any = "x", **more: Any) -> NumberQuestion:
    return NumberQuestion.model_validate(number("asked", answer, **more))


def outcome(question: NumberQuestion, raw: str, key: Any, carried: Any = None, lang: Any = "fr") -> Outcome:
    reading = question.read(Answer(raw, lang))
    assert reading.ok, reading
    return question.mark(reading, Given(x=key if carried is None else carried), Given(x=key))


def code(question: NumberQuestion, raw: str, key: Any, carried: Any = None) -> str:
    return outcome(question, raw, key, carried).codes[0]


# -- reading --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "raw", "lang", "value"),
    [
        ("", "1 234,5", "fr", 1234.5),
        ("", "1,234.5", "en", 1234.5),
        ("EUR", "1 234,50 €", "fr", 1234.5),
        ("EUR", "€1,234.50", "en", 1234.5),
        ("EUR", "1,2345 k€", "fr", 1234.5),
        ("piece", "813 pièces", "fr", 813),
        ("piece", "813 pcs", "en", 813),
        ("week", "14 jours", "fr", 2),
        ("day", "2 weeks", "en", 14),
        ("working_day", "8,5 jours", "fr", 8.5),
        ("EUR/piece/year", "3,20 €", "fr", 3.2),
        ("percent", "12 %", "fr", 0.12),
        ("percent", "0,12", "fr", 0.12),
        ("percent", "12", "fr", 0.12),
        ("percent", "0.5%", "en", 0.005),
    ],
)
def test_figures_are_read_with_their_unit(unit: str, raw: str, lang: Any, value: float) -> None:
    reading = asked(unit=unit).read(Answer(raw, lang))
    assert reading.ok
    assert reading.value == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("unit", "raw", "found"),
    [
        ("piece", "1.234", "reading.ambiguous"),
        ("percent", "1", "reading.ambiguous"),
        ("piece", "douze", "reading.not_a_number"),
        ("piece", "12 kg", "reading.wrong_unit"),
        ("working_day", "2 semaines", "reading.wrong_unit"),
        ("piece", "12 parsecs", "reading.unknown_unit"),
        ("", "12 €", "reading.unit_not_expected"),
        ("piece", "10+2", "reading.calculation"),
        ("piece", "1e3", "reading.scientific"),
        ("piece", "inf", "reading.not_finite"),
        ("piece", "9" * 41, "reading.too_long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(unit: str, raw: str, found: str) -> None:
    reading = asked(unit=unit).read(Answer(raw, "fr"))
    assert not reading.ok
    assert not reading.blank
    assert reading.codes == (found,)
    assert reading.value is None


# -- rounding and tolerance -----------------------------------------------------------------------------
def test_the_key_is_the_answer_rounded_as_asked() -> None:
    scope = Given(x=812.5)
    assert asked(round="nearest").key(scope) == 813
    assert asked(round="floor").key(scope) == 812
    assert asked(round="ceil").key(Given(x=812.01)) == 813
    assert asked(round="truncate", decimals=1).key(Given(x=2.68)) == 2.6
    assert asked(decimals=2).key(Given(x=2.675)) == 2.68  # on the decimal figure, a half goes up
    assert asked(unit="percent", decimals=1).key(Given(x=0.03456)) == 0.035
    assert asked(round="ceil").key(Given(x=0.1 * 3 * 10)) == 3  # float noise makes no headcount


@pytest.mark.parametrize(
    ("more", "key", "right", "wrong"),
    [
        # 1 % by default, on a figure of some size
        ({}, 1250, ["1250", "1262", "1238"], ["1263", "1237"]),
        # half a unit where whole figures are asked
        ({"tolerance": {"relative": 0}}, 40.2, ["40", "40,4"], ["41", "39"]),
        # truncating to the decimals asked is accepted
        ({"decimals": 1}, 12.68, ["12,7", "12,6"], ["12,5", "12,9"]),
        ({"decimals": 2, "tolerance": {"relative": 0}}, 2.678, ["2,68", "2,67"], ["2,66", "2,70"]),
        # days: one more or one less where the case says so
        ({"unit": "day", "tolerance": {"relative": 0, "absolute": 1}}, 30, ["29", "31"], ["28", "32"]),
        # an interpolated rate: 0.05 point
        (
            {"unit": "percent", "decimals": 2, "tolerance": {"relative": 0, "absolute": 0.05}},
            0.1234,
            ["12,34 %", "12,29 %", "12,39 %", "0,1234"],
            ["12,28 %", "12,40 %"],
        ),
        # a share of a percentage is counted in its points
        ({"unit": "percent", "decimals": 1}, 0.035, ["3,5 %", "3,4 %", "3,6"], ["3,3 %", "3,7 %"]),
        # pallets, cards and staff are exact
        ({"round": "ceil"}, 249.2, ["250"], ["249", "251", "249,2"]),
        ({"round": "floor"}, 249.8, ["249"], ["248", "250", "249,8"]),
        # unless the case allows an approximation
        ({"round": "ceil", "tolerance": {"relative": 0.01}}, 249.2, ["248", "252"], ["247", "253"]),
    ],
)
def test_what_the_trade_accepts(more: dict[str, Any], key: float, right: list[str], wrong: list[str]) -> None:
    question = asked(**more)
    assert [raw for raw in right if code(question, raw, key) != "correct"] == []
    assert [raw for raw in wrong if code(question, raw, key) == "correct"] == []


@pytest.mark.parametrize(
    ("more", "key", "raw"),
    [
        ({"round": "ceil"}, 12.3, "12"),
        ({"round": "ceil"}, 12.3, "12,3"),
        ({"round": "floor"}, 12.7, "13"),
        ({"round": "floor"}, 12.7, "12,7"),
    ],
)
def test_a_right_sum_rounded_the_wrong_way_keeps_half(more: dict[str, Any], key: float, raw: str) -> None:
    question = asked(**more)
    found = outcome(question, raw, key)
    assert (found.codes, found.credit) == (("rounding",), 0.5)
    assert outcome(asked(**more, rounding_credit=0.2), raw, key).credit == 0.2
    assert code(question, str(round(key) + 3), key) != "rounding"


@pytest.mark.parametrize("rule", ["ceil", "floor"])
@given(whole=st.integers(1, 10_000), tenths=st.integers(1, 9))
def test_rounding_up_or_down_knows_one_answer(rule: str, whole: int, tenths: int) -> None:
    question = asked(round=rule)
    exact = whole + tenths / 10
    right = whole + 1 if rule == "ceil" else whole
    assert code(question, str(right), exact) == "correct"
    for other in (right - 1, right + 1):
        assert code(question, str(other), exact) != "correct"


# -- misconceptions -------------------------------------------------------------------------------------
MISTAKES = {
    "half": "x / 2",
    "forms": ["x * 3", "x * 4"],
    "nearly": {"answer": "x - 200", "credit": 0.4},
    "constant": 7,
}


@pytest.mark.parametrize(
    ("raw", "found", "credit"),
    [
        ("500", "mistake.half", 0),
        ("502", "mistake.half", 0),  # within its own tolerance
        ("3000", "mistake.forms", 0),
        ("4000", "mistake.forms", 0),
        ("800", "mistake.nearly", 0.4),
        ("7", "mistake.constant", 0),
        ("1000", "correct", 1),
        ("660", "wrong", 0),
    ],
)
def test_a_declared_misconception_has_its_code_and_its_credit(raw: str, found: str, credit: float) -> None:
    one = outcome(asked(mistakes=MISTAKES), raw, 1000)
    assert (one.codes, one.credit) == ((found,), credit)


def test_a_misconception_is_seen_in_the_learners_figures_and_in_the_keys() -> None:
    question = asked(mistakes=MISTAKES)
    assert code(question, "700", 1000, carried=1400) == "mistake.half"
    assert code(question, "500", 1000, carried=1400) == "mistake.half"
    assert code(question, "1400", 1000, carried=1400) == "carried"
    assert code(question, "1000", 1000, carried=1400) == "correct"


def test_a_misconception_without_a_value_is_passed_over() -> None:
    question = asked(mistakes={"odd": "1 / (x - 5)", "half": "x / 2"})
    assert code(question, "2,5", 5, carried=5) == "mistake.half"  # 1 / 0 on the way
    with pytest.raises(ValueError, match="expression_zero"):
        question.mistake_values(Given(x=5))  # the proof of the case tells it


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("10000", "power_of_ten"),
        ("-1000", "sign"),
        ("12000", "month_for_year"),
        ("83,3", "month_for_year"),
        ("660", "wrong"),
        ("0", "wrong"),
    ],
)
def test_generic_slips(raw: str, found: str) -> None:
    one = outcome(asked(), raw, 1000)
    assert (one.codes, one.credit) == ((found,), 0)


def test_a_slip_of_the_learners_own_figure_is_named_too() -> None:
    assert code(asked(), "14000", 1000, carried=1400) == "power_of_ten"
    assert code(asked(unit="week"), "21", 2, carried=3) == "unit_swapped"


def test_the_outcome_shows_what_was_expected_of_these_figures() -> None:
    for raw, expected in (("1000", 1000), ("1400", 1400), ("77", 1400)):
        found = outcome(asked(), raw, 1000, carried=1400)
        assert (found.expected, found.key) == (expected, 1000)
        assert found.interval == (expected * 0.99, expected * 1.01)


# -- what goes on downstream ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "key", "goes_on"),
    [
        ("1000", 1000, True),  # right
        ("1400", 1000, True),  # plausible
        ("200", 1000, True),
        ("5000", 1000, True),
        ("190", 1000, False),  # implausible
        ("5300", 1000, False),
        ("-1000", 1000, False),  # a slip on a figure that is a stock answer
        ("-1013", 1013, True),  # the same slip on a figure worked out
        ("10", 1000, False),  # a power of ten, but any learner may type 10
        ("10130", 1013, True),
        ("1,01", 101, True),
        ("1", 1000, False),
        ("0", 1000, False),
        ("7", 1000, True),  # a declared misconception never closes the gate
    ],
)
def test_which_answers_stand_in_for_the_key(raw: str, key: float, goes_on: bool) -> None:
    question = asked(mistakes={"constant": 7})
    reading = question.read(Answer(raw))
    found = question.mark(reading, Given(x=key), Given(x=key))
    assert question.carries(reading, found) is goes_on


def test_the_gate_is_around_the_key_not_around_what_was_carried() -> None:
    question = asked()
    reading = question.read(Answer("6000"))
    found = question.mark(reading, Given(x=4000), Given(x=1000))
    assert found.codes == ("wrong",)
    assert not question.carries(reading, found)  # 6 times the key: drift does not add up from step to step


def test_a_wrong_rounding_goes_on() -> None:
    question = asked(round="ceil")
    reading = question.read(Answer("12"))
    found = question.mark(reading, Given(x=12.3), Given(x=12.3))
    assert found.codes == ("rounding",)
    assert question.carries(reading, found)


# -- draws that marking cannot tell apart ---------------------------------------------------------------
def test_look_alikes_are_found_and_named() -> None:
    question = asked(
        mistakes={"root": "x ** 0.5", "same": "x + 1", "twin": ["x * 9", "x / 2"], "half": "x / 2"}
    )
    assert set(question.look_alike(Given(x=1000))) == {
        ("correct", "mistake.same"),
        ("mistake.twin", "mistake.half"),
    }
    assert list(asked(mistakes={"root": "x ** 0.5"}).look_alike(Given(x=1000))) == []
    # the worst offender of all: a lead time of 1 has a root of 1
    assert list(asked(mistakes={"root": "x ** 0.5"}).look_alike(Given(x=1))) == [("correct", "mistake.root")]


# -- writing --------------------------------------------------------------------------------------------
UNITS = ["", "piece", "EUR", "EUR/piece/year", "working_day", "percent", "turn", "kg_co2e"]


@given(
    st.sampled_from(UNITS),
    st.integers(0, 4),
    st.floats(-1e9, 1e9, allow_nan=False, allow_infinity=False),
    st.sampled_from(LANGUAGES),
)
def test_a_figure_written_is_read_again(unit: str, decimals: int, value: float, lang: Any) -> None:
    question = asked(unit=unit, decimals=decimals)
    key = question.key(Given(x=value))
    for text in (question.raw(key, lang), question.show(key, lang)):
        reading = question.read(Answer(text, lang))
        assert reading.ok, (text, reading)
        assert reading.value == key


@pytest.mark.parametrize(
    ("more", "raw", "lang", "echo"),
    [
        ({"unit": "piece"}, "1234,5", "fr", "lu : 1\u202f234,5\u00a0pièces"),
        ({"unit": "piece"}, "1234.50", "en", "read: 1,234.5 pieces"),
        ({"unit": "piece"}, "1", "fr", "lu : 1\u00a0pièce"),
        ({"unit": "percent", "decimals": 1}, "0,12", "fr", "lu : 12\u00a0%"),
        ({"unit": "percent", "decimals": 1}, "12,34 %", "fr", "lu : 12,34\u00a0%"),
        ({"unit": "week"}, "14 jours", "fr", "lu : 2\u00a0semaines"),
        ({"unit": "EUR", "decimals": 2}, "80", "fr", "lu : 80\u00a0€"),
        ({}, "3", "fr", "lu : 3"),
        ({"unit": "piece"}, "", "fr", ""),
        ({"unit": "piece"}, "1.234", "fr", "« 1.234 » peut se lire"),
    ],
)
def test_what_was_read_is_said_before_any_marking(
    tmp_path: Path, more: dict[str, Any], raw: str, lang: Any, echo: str
) -> None:
    case = small(tmp_path / "echo", number("asked", "k", **more), draw={"k": {"integer": [10, 20]}})
    said = check(draw(case, 0), "asked", Answer(raw, lang)).message(lang)
    assert (
        said.replace("\u202f", " ")
        .replace("\u00a0", " ")
        .startswith(echo.replace("\u202f", " ").replace("\u00a0", " "))
    )
    assert bool(said) == bool(echo)


# -- the format -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"unit": "parsec"}, "unit_unknown"),
        ({"unit": "EUR/parsec"}, "unit_unknown"),
        ({"criteria": ["rncp11928/B2.2", "rncp11928/B2.2"]}, "listed_twice"),
        ({"points": 0}, "greater_than"),
        ({"round": "up"}, "literal_error"),
        ({"decimals": -1}, "greater_than_equal"),
        ({"tolerance": {"relative": 0.5}}, "less_than_equal"),
        ({"mistakes": {"m": {"answer": "x", "credit": 1}}}, "less_than"),
        ({"mistakes": {"not a name": "x"}}, "string_pattern_mismatch"),
        ({"colour": "red"}, "extra_forbidden"),
    ],
)
def test_a_faulty_question_is_refused(more: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(**more)
    assert kind in {fault["type"] for fault in refused.value.errors()}
