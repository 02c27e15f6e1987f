"""One figure: its kind and unit, how it is read, rounded and held against the key, mistakes and alternatives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cases.expressions import ExpressionError
from cases.figure import Figure, Judged, View
from cases.figure_format import FigureFormat
from cases.functions import FUNCTIONS
from cases.load import LANGUAGES
from cases.problem import message
from cases.reading_words import explain_reading


class Names:
    """A scope of given values."""

    seed = 0

    def __init__(self, **values: Any) -> None:
        self.values = values

    def value(self, name: str) -> Any:
        return self.values[name]

    def evaluate(self, template: Any, extra: Any = None) -> Any:
        return template.evaluate({**self.values, **(extra or {})}, FUNCTIONS)


def form(**more: Any) -> FigureFormat:
    return FigureFormat.model_validate(more)


def figure(**more: Any) -> Figure:
    return Figure.model_validate({"answer": "x", **more})


def judged(asked: Figure, given_: Any, key: Any, carried: Any = None) -> Judged:
    of_key = View(Names(x=key))
    return asked.judge(given_, of_key if carried is None else View(Names(x=carried)), of_key)


# -- kinds and units ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "typed", "lang", "value"),
    [
        ({"unit": "piece"}, "1 234,5 pièces", "fr", 1234.5),
        ({"kind": "rate"}, "12 %", "fr", 0.12),
        ({"kind": "rate"}, "0.12", "en", 0.12),
        ({"kind": "money"}, "1 234,50 €", "fr", 1234.5),
        ({"kind": "money"}, "€1,234.50", "en", 1234.5),
        ({"kind": "money", "unit": "EUR/piece"}, "3,20", "fr", 3.2),
        ({"kind": "money", "unit": "USD"}, "$12", "en", 12),
        ({"kind": "duration"}, "2 h 30", "fr", 2.5),
        ({"kind": "duration", "unit": "minute"}, "2 h 30", "fr", 150),
        ({"kind": "duration", "unit": "working_day"}, "3 jours", "fr", 3),
        ({"kind": "date"}, "20 nov. 2026", "fr", "2026-11-20"),
        ({"kind": "date"}, "November 20, 2026", "en", "2026-11-20"),
    ],
)
def test_each_kind_is_read_in_its_unit(more: dict[str, Any], typed: str, lang: Any, value: Any) -> None:
    assert form(**more).read(typed, lang).value == value


@pytest.mark.parametrize(
    ("more", "typed", "code"),
    [
        ({"kind": "date"}, "31/02/2026", "date_impossible"),
        ({"kind": "date"}, "12", "date_unread"),
        ({"kind": "duration"}, "2 h 75", "duration_sixty"),
        ({"kind": "duration"}, "2:5", "duration_clock"),
        ({"kind": "duration", "unit": "minute"}, "2:30", "reading.ambiguous"),
        ({"kind": "money"}, "12 $", "reading.wrong_unit"),
        ({"kind": "rate"}, "1", "reading.ambiguous"),
        ({"unit": "piece"}, "douze", "reading.not_a_number"),
    ],
)
def test_a_refusal_says_how_to_write_it(more: dict[str, Any], typed: str, code: str) -> None:
    reading = form(**more).read(typed, "fr")
    assert (reading.ok, reading.blank, reading.codes) == (False, False, (code,))
    for lang in LANGUAGES:
        assert "{" not in explain_reading(code, lang, reading.params)


@pytest.mark.parametrize(
    ("more", "value", "french", "english"),
    [
        ({"kind": "money"}, 1234.5, "1\u202f234,50\u00a0€", "€1,234.50"),
        ({"kind": "money", "decimals": 0}, 1234, "1\u202f234\u00a0€", "€1,234"),
        ({"kind": "rate", "decimals": 1}, 0.125, "12,5\u202f%", "12.5%"),
        ({"kind": "duration"}, 2.5, "2,50\u00a0h (2\u00a0h\u00a030)", "2.50\u00a0h (2\u00a0h\u00a030)"),
        ({"kind": "duration", "unit": "minute"}, 45, "45\u00a0min", "45\u00a0min"),
        ({"kind": "date"}, "2026-03-01", "01/03/2026", "1 March 2026"),
        ({"unit": "piece"}, 12, "12\u00a0pièces", "12\u00a0pieces"),
    ],
)
def test_each_kind_is_shown_in_both_languages(
    more: dict[str, Any], value: Any, french: str, english: str
) -> None:
    assert (form(**more).show(value, "fr"), form(**more).show(value, "en")) == (french, english)


def test_what_was_read_is_said_back_with_its_decimals() -> None:
    assert form(kind="duration", unit="minute").echo(150, "fr") == "150\u00a0min (2\u00a0h\u00a030)"
    assert form(kind="money").echo(4.1, "fr") == "4,10\u00a0€"
    assert form(kind="date").echo("2026-11-20", "fr") == "20/11/2026"
    assert form(kind="rate").echo(0.1234, "en") == "12.34%"


KINDS: list[dict[str, Any]] = [
    {"unit": "piece", "decimals": 1},
    {"kind": "rate", "decimals": 2},
    {"kind": "money"},
    {"kind": "money", "unit": "EUR/piece"},
    {"kind": "duration"},
    {"kind": "duration", "unit": "minute", "decimals": 1},
]


@given(st.sampled_from(KINDS), st.floats(-1e8, 1e8), st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_again(more: dict[str, Any], value: float, lang: Any) -> None:
    asked = form(**more)
    rounded = asked.rounded(value)
    for text in (asked.raw(rounded, lang), asked.displayed(rounded, lang), asked.retyped(rounded, lang)):
        assert asked.read(text, lang).value == rounded


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_is_read_again(day: date) -> None:
    asked, value = form(kind="date"), day.isoformat()
    for lang in LANGUAGES:
        for text in (asked.raw(value, lang), asked.displayed(value, lang), asked.retyped(value, lang)):
            assert asked.read(text, lang).value == value


# -- the format -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "rate", "unit": "EUR"}, "figure_rate"),
        ({"kind": "money", "unit": "piece"}, "figure_money"),
        ({"kind": "money", "unit": "piece/EUR"}, "figure_money"),
        ({"kind": "duration", "unit": "month"}, "figure_duration"),
        ({"kind": "duration", "unit": "hour/piece"}, "figure_duration"),
        ({"kind": "date", "unit": "day"}, "figure_date"),
        ({"kind": "date", "decimals": 1}, "figure_date"),
        ({"kind": "date", "round": "ceil"}, "figure_date"),
        ({"kind": "date", "tolerance": {"relative": 0.1}}, "figure_date"),
        ({"tolerance": {"days": 1}}, "figure_days"),
        ({"unit": "parsec"}, "unit_unknown"),
        ({"kind": "time"}, "literal_error"),
        ({"kind": "date", "tolerance": {"days": 40}}, "less_than_equal"),
    ],
)
def test_a_kind_has_its_own_units(more: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        form(**more)
    (fault,) = refused.value.errors()
    assert fault["type"] == code
    if code.startswith("figure"):
        for lang in LANGUAGES:
            assert message(f"format.{code}", lang, fault["ctx"])


# -- dates ----------------------------------------------------------------------------------------------
def test_a_date_is_exact_unless_days_are_allowed() -> None:
    exact, loose = figure(kind="date"), figure(kind="date", tolerance={"days": 1})
    for given_, one, other in (
        ("2026-11-20", "correct", "correct"),
        ("2026-11-21", "wrong", "correct"),
        ("2026-11-19", "wrong", "correct"),
        ("2026-11-22", "wrong", "wrong"),
    ):
        assert judged(exact, given_, "2026-11-20").code == one
        assert judged(loose, given_, "2026-11-20").code == other


def test_slips_of_dates() -> None:
    asked = figure(kind="date", mistakes={"calendar": "add_days(x, 14)"})
    assert judged(asked, "2026-05-03", "2026-03-05").code == "day_month"
    assert judged(asked, "2025-03-05", "2026-03-05").code == "other_year"
    assert judged(asked, "2026-03-19", "2026-03-05").code == "mistake.calendar"
    assert judged(asked, "2026-03-08", "2026-03-05", "2026-03-08").code == "carried"
    assert judged(asked, "2026-03-09", "2026-03-05").code == "wrong"


def test_a_date_goes_on_when_it_is_within_a_year() -> None:
    asked = figure(kind="date")
    assert asked.carries("2026-06-01", "wrong", "2026-03-05")
    assert not asked.carries("2036-06-01", "wrong", "2026-03-05")
    assert asked.carries("2036-03-05", "other_year", "2026-03-05")


def test_a_key_that_is_no_date_is_a_fault_of_the_case() -> None:
    for value in (12, "soon", "2026-02-30", None):
        with pytest.raises(ExpressionError, match="date_unreadable"):
            figure(kind="date").key(View(Names(x=value)))
    with pytest.raises(ExpressionError, match="expression_type"):
        figure().key(View(Names(x="2026-02-20")))


def test_a_duration_by_tenths_of_a_minute_says_how_to_round() -> None:
    by_tenths = FigureFormat.model_validate({"kind": "duration", "unit": "minute", "decimals": 1})
    whole = FigureFormat.model_validate({"kind": "duration", "unit": "minute"})
    hours = FigureFormat.model_validate({"kind": "duration", "unit": "hour", "decimals": 2})
    assert by_tenths.note("fr") == "arrondi à une décimale"
    assert whole.note("fr") == hours.note("fr") == "par exemple 2 h 30 ou 150 min"


def test_the_accepted_answers_are_told() -> None:
    loose = form(kind="date", tolerance={"days": 1})
    assert loose.interval_words("2026-11-20", None, "fr") == "accepté\u00a0: du 19/11/2026 au 21/11/2026"
    assert form(kind="date").interval_words("2026-11-20", None, "en") == "accepted: 20 November 2026 exactly"
    money = form(kind="money")
    assert (
        money.interval_words(100.0, money.interval(100.0), "fr")
        == "accepté\u00a0: de 99,00\u00a0€ à 101,00\u00a0€"
    )


# -- alternatives ---------------------------------------------------------------------------------------
ALTERNATIVES = {"tolerance": {"relative": 0.001}, "alternatives": {"year_360": "x * 365 / 360"}}


def test_an_alternative_earns_all_under_its_own_code() -> None:
    asked = figure(**ALTERNATIVES, decimals=2, mistakes={"half": "x / 2"})
    assert judged(asked, 100.0, 100.0).code == "correct"
    other = judged(asked, 101.39, 100.0)
    assert (other.credit, other.code, other.expected, other.key) == (
        1.0,
        "alternative.year_360",
        101.39,
        100.0,
    )
    assert judged(asked, 202.78, 100.0, 200.0).code == "alternative.year_360"  # on carried figures too
    assert judged(asked, 50.0, 100.0).code == "mistake.half"
    assert asked.carries(101.39, "alternative.year_360", 100.0)
    assert asked.carries(7.0, "alternative.year_360", 100.0)  # explained, whatever its size


def test_an_alternative_may_meet_the_key_but_no_misconception() -> None:
    asked = figure(
        alternatives={"ceiling": "ceil(x)"}, mistakes={"one_more": "floor(x) + 1"}, round="nearest"
    )
    pairs = set(asked.look_alike(View(Names(x=1000.6))))
    assert ("correct", "alternative.ceiling") not in pairs
    assert ("alternative.ceiling", "mistake.one_more") in pairs


def test_an_alternative_without_a_value_is_passed_over() -> None:
    asked = figure(alternatives={"odd": "1 / (x - 5)"})
    assert judged(asked, 9.0, 5.0).code == "wrong"
    with pytest.raises(ExpressionError, match="expression_zero"):
        asked.alternative_values(View(Names(x=5)))


@given(
    st.floats(0.01, 1e6),
    st.floats(-1e6, 1e6),
    st.sampled_from(["nearest", "ceil", "floor", "truncate"]),
    st.integers(0, 3),
)
def test_a_credit_lies_between_nothing_and_all(key: float, given_: float, rule: Any, decimals: int) -> None:
    asked = figure(round=rule, decimals=decimals, mistakes={"half": {"answer": "x / 2", "credit": 0.3}})
    found = judged(asked, given_, key)
    assert 0 <= found.credit <= 1
    assert judged(asked, found.key, key).code == "correct"
