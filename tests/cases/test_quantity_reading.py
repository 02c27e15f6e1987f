"""Reading figures as learners type them: what is accepted, what is refused and why, never an exception."""

import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.quantity import CODES, MAX_LENGTH, UnknownUnit, read_number
from cases.quantity_words import EXPLAIN, explain

LANGS = ("fr", "en")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0", 0),
        ("42", 42),
        ("007", 7),
        ("  42\n", 42),
        ("1234.5", 1234.5),
        ("1234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1\u2009234,5", 1234.5),
        ("1\u2007234,5", 1234.5),
        ("1'234.5", 1234.5),
        ("1’234,5", 1234.5),
        ("1 234.567", 1234.567),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,567", 1234.567),
        ("1,234.567", 1234.567),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1,234,567.89", 1234567.89),
        ("1.234.567,89", 1234567.89),
        ("12 345 678", 12345678),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1234.567", 1234.567),
        (".5", 0.5),
        (",125", 0.125),
        ("12.50", 12.5),
        ("1.2345", 1.2345),
        ("+5", 5),
        ("-5", -5),
        ("- 5", -5),
        ("−5", -5),
        ("–5", -5),
        ("-0", 0),
        ("9" * 40, 1e40),
    ],
)
def test_a_figure_is_read_alike_in_both_languages(raw: str, value: float, lang: Any) -> None:
    reading = read_number(raw, lang)
    assert (reading.ok, reading.value, reading.code) == (True, value, None)
    assert str(reading.value) != "-0.0"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("raw", ["1.234", "12.345", "123.456", "1.000", "-1.234", "1.234 €", "€1.234"])
def test_a_lone_dot_before_three_digits_is_ambiguous(raw: str, lang: Any) -> None:
    reading = read_number(raw, lang, unit="EUR")
    assert (reading.ok, reading.value, reading.code) == (False, None, "ambiguous")
    small, large = sorted(abs(value) for value in reading.readings)
    assert large == pytest.approx(1000 * small, rel=1e-12)


def test_a_lone_comma_before_three_digits_is_french_for_a_decimal_and_ambiguous_in_english() -> None:
    assert read_number("1,234", "fr").value == 1.234
    english = read_number("1,234", "en")
    assert (english.code, english.readings) == ("ambiguous", (1.234, 1234.0))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("raw", ["1.234", "1,234"])
def test_a_question_with_three_decimals_settles_a_lone_mark(raw: str, lang: Any) -> None:
    assert read_number(raw, lang, decimals=3).value == 1.234


def test_a_question_without_decimals_settles_the_english_comma_and_no_other_mark() -> None:
    assert read_number("1,234", "en", decimals=0).value == 1234
    assert read_number("1,234", "fr", decimals=0).value == 1.234
    for lang in LANGS:
        assert read_number("1.234", lang, decimals=0).code == "ambiguous"
    assert read_number("1,234", "en", decimals=2).code == "ambiguous"


def test_the_decimals_of_the_question_settle_nothing_in_another_unit() -> None:
    reading = read_number("1.234 t", "en", unit="kg", decimals=3)
    assert (reading.code, reading.readings) == ("ambiguous", (1234.0, 1234000.0))
    assert read_number("1,234 t", "en", unit="kg", decimals=0).code == "ambiguous"
    assert read_number("1.234 kg", "en", unit="kg", decimals=3).value == 1.234


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("raw", "unit", "value", "typed"),
    [
        ("1 234,5 €", "EUR", 1234.5, "EUR"),
        ("1 234,5€", "EUR", 1234.5, "EUR"),
        ("€1,234.50", "EUR", 1234.5, "EUR"),
        ("€ 12", "EUR", 12, "EUR"),
        ("-€12", "EUR", -12, "EUR"),
        ("€-12", "EUR", -12, "EUR"),
        ("EUR 12", "EUR", 12, "EUR"),
        ("12 euros", "EUR", 12, "EUR"),
        ("12,5 k€", "EUR", 12500, "kEUR"),
        ("9 jours", "day", 9, "day"),
        ("9 J.", "day", 9, "day"),
        ("9 days", "day", 9, "day"),
        ("9 jour(s)", "day", 9, "day"),
        ("2 semaines", "day", 14, "week"),
        ("14 days", "week", 2, "day"),
        ("9 jours", "working_day", 9, "day"),
        ("9 jours ouvrés", "working_day", 9, "working_day"),
        ("1,5 t", "kg", 1500, "t"),
        ("250 g", "kg", 0.25, "g"),
        ("3 mois", "year", 0.25, "month"),
        ("1 an", "month", 12, "year"),
        ("90 min", "hour", 1.5, "minute"),
        ("150 ch", "hour", 1.5, "centihour"),
        ("1 ch", "dmh", 100, "centihour"),
        ("500 litres", "m3", 0.5, "litre"),
        ("12 m²", "m2", 12, "m2"),
        ("12 m3", "m3", 12, "m3"),
        ("12 pièces", "piece", 12, "piece"),
        ("12 pieces", "piece", 12, "piece"),
        ("12 unités", "piece", 12, "piece"),
        ("20 pièces par jour", "piece/day", 20, "piece/day"),
        ("20 pieces/day", "piece/day", 20, "piece/day"),
        ("20/jour", "piece/day", 20, "piece/day"),
        ("20 par jour", "piece/day", 20, "piece/day"),
        ("140 pièces/semaine", "piece/day", 20, "piece/week"),
        ("3,2 €/pièce/an", "EUR/piece/year", 3.2, "EUR/piece/year"),
        ("3,2 € par pièce et par an", "EUR/piece/year", 3.2, "EUR/piece/year"),
        ("€3.2 per year per piece", "EUR/piece/year", 3.2, "EUR/year/piece"),
        ("0,5 €/pièce/mois", "EUR/piece/year", 6, "EUR/piece/month"),
        ("3,2 €", "EUR/piece/year", 3.2, "EUR"),
        ("12 %", "percent", 12, "percent"),
        ("12", "percent", 12, None),
        ("12 commandes", None, 12, "order"),
    ],
)
def test_a_unit_is_recognised_and_converted(
    raw: str, unit: str | None, value: float, typed: str | None, lang: Any
) -> None:
    reading = read_number(raw, lang, unit=unit)
    assert (reading.code, reading.value, reading.unit_typed) == (None, value, typed)


@pytest.mark.parametrize(
    ("raw", "unit", "code", "typed"),
    [
        ("12 kg", "EUR", "wrong_unit", "kg"),
        ("$12", "EUR", "wrong_unit", "USD"),
        ("12 %", "EUR", "wrong_unit", "percent"),
        ("2 mois", "day", "wrong_unit", "month"),  # a case states its own year
        ("48 h", "day", "wrong_unit", "hour"),  # a day of work is not 24 hours
        ("2 semaines", "working_day", "wrong_unit", "week"),
        ("12 commandes", "piece", "wrong_unit", "order"),
        ("12 €/an", "EUR/piece", "wrong_unit", "EUR/year"),
        ("12 €/pièce", "EUR", "wrong_unit", "EUR/piece"),
        ("12 bananes", "piece", "unknown_unit", "bananes"),
        ("12 € TTC", "EUR", "unknown_unit", "€ TTC"),
        ("12abc", "piece", "unknown_unit", "abc"),
        ("12 kg", None, "unit_not_expected", "kg"),
        ("12 %", None, "unit_not_expected", "percent"),
    ],
)
def test_another_unit_is_refused_by_name(raw: str, unit: str | None, code: str, typed: str) -> None:
    for lang in LANGS:
        reading = read_number(raw, lang, unit=unit)
        assert (reading.ok, reading.value, reading.code, reading.unit_typed) == (False, None, code, typed)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("raw", "percent", "value"),
    [
        ("12 %", False, 0.12),
        ("12%", True, 0.12),
        ("12\u202f%", False, 0.12),
        ("12,5 %", False, 0.125),
        ("0,5 %", True, 0.005),
        ("12 pour cent", False, 0.12),
        ("12 per cent", False, 0.12),
        ("0,12", False, 0.12),
        ("0.12", True, 0.12),
        ("12", True, 0.12),
        ("-12", True, -0.12),
        ("12", False, 12),
        ("1", False, 1),
        ("1.5", False, 1.5),
        ("100 %", False, 1),
        ("-3,5 %", False, -0.035),
    ],
)
def test_a_rate_is_read_as_a_fraction(raw: str, percent: bool, value: float, lang: Any) -> None:
    reading = read_number(raw, lang, rate=True, percent=percent)
    assert (reading.code, reading.value) == (None, value)


def test_a_bare_one_beside_a_percent_sign_is_ambiguous() -> None:
    reading = read_number("1", "fr", rate=True, percent=True)
    assert (reading.code, reading.readings) == ("ambiguous", (0.01, 1.0))
    assert read_number("1 %", "fr", rate=True, percent=True).value == 0.01


def test_a_rate_a_year() -> None:
    for raw in ("20 %", "20 %/an", "0,2", "20 % par an"):
        assert read_number(raw, "fr", rate=True, unit="percent/year").value == 0.2
    assert read_number("20 € par an", "fr", rate=True, unit="percent/year").code == "wrong_unit"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        ("   \t\n", "empty"),
        ("\u00a0\u202f", "empty"),
        (" " * 10_000, "empty"),
        ("1" * 41, "too_long"),
        ("x" * 10_000, "too_long"),
        ("9" * 100_000, "too_long"),
        ("--5", "not_a_number"),
        ("+-5", "not_a_number"),
        ("5-", "not_a_number"),
        ("(5)", "not_a_number"),
        ("1 2 3", "not_a_number"),
        ("12 34,5", "not_a_number"),
        ("1234 567", "not_a_number"),
        ("1 234'567", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("1.234,567.8", "not_a_number"),
        ("1.234,567.890", "not_a_number"),
        ("1.234,567,890", "not_a_number"),
        ("1 234,567,890", "not_a_number"),
        ("12,34,567", "not_a_number"),
        ("0 123", "not_a_number"),
        ("12.", "not_a_number"),
        ("12,", "not_a_number"),
        (".", "not_a_number"),
        ("-", "not_a_number"),
        ("€", "not_a_number"),
        ("%", "not_a_number"),
        ("abc", "not_a_number"),
        ("1_000", "not_a_number"),
        ("0x1F", "not_a_number"),
        ("0b11", "not_a_number"),
        ("1½", "not_a_number"),
        ("½", "not_a_number"),
        ("12²", "not_a_number"),
        ("😀", "not_a_number"),
        ("12 😀", "not_a_number"),
        ("__import__('os').system('ls')", "not_a_number"),
        ("1; DROP TABLE answers", "not_a_number"),
        ("<b>12</b>", "not_a_number"),
        ("{0.__class__}", "not_a_number"),
        ("1e3", "scientific"),
        ("1,2E+05", "scientific"),
        ("1e999", "scientific"),
        ("1e-999999", "scientific"),
        ("1,2 × 10^3", "scientific"),
        ("1,2.10³", "not_a_number"),
        ("nan", "not_finite"),
        ("-NaN", "not_finite"),
        ("inf", "not_finite"),
        ("-Infinity", "not_finite"),
        ("∞", "not_finite"),
        ("12 ou 13", "two_numbers"),
        ("10 à 12", "two_numbers"),
        ("10-12", "two_numbers"),
        ("12; 13", "two_numbers"),
        ("12\t13", "two_numbers"),
        ("12\n13", "two_numbers"),
        ("2 h 30", "two_units"),
        ("2h30", "two_units"),
        ("12€50", "two_units"),
        ("12/13", "calculation"),
        ("12*3", "calculation"),
        ("12 x 3", "calculation"),
        ("12+3", "calculation"),
        ("=12*3", "calculation"),
        ("(12+3)/2", "calculation"),
        ("2**1000000", "calculation"),
        ("١٢", "strange_character"),
        ("１２", "strange_character"),
        ("१२", "strange_character"),
        ("12\u200f", "strange_character"),
        ("\u202e21", "strange_character"),
        ("\ufeff12", "strange_character"),
        ("1\u200b2", "strange_character"),
        ("12\x00", "strange_character"),
        ("\x1b[31m12", "strange_character"),
        ("\ud80012", "strange_character"),
    ],
)
def test_hostile_or_mistaken_text_has_a_code(raw: str, code: str, lang: Any) -> None:
    reading = read_number(raw, lang, unit="EUR")
    assert (reading.ok, reading.value, reading.code) == (False, None, code)
    assert explain(reading, raw, lang, unit="EUR")


_PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            ["1", "234", "12", "0", ",", ".", " ", "\u202f", "'", "-", "−", "€", "%", "kg", "/", "e"]
        ),
        st.sampled_from(
            ["jour", "par", "an", "pièce", "k€", "²", "x", "10", "^", "inf", "\x00", "\u202e", "{", "}"]
        ),
    ),
    max_size=8,
).map("".join)


@given(
    raw=_PIECES,
    lang=st.sampled_from(LANGS),
    unit=st.sampled_from([None, "day", "EUR", "EUR/piece/year", "percent", "piece/day"]),
    decimals=st.sampled_from([None, 0, 1, 2, 3, 12]),
    percent=st.booleans(),
)
@example(raw="€/", lang="fr", unit="EUR/piece/year", decimals=None, percent=False)
@example(raw="1 per", lang="en", unit="piece/day", decimals=None, percent=False)
def test_no_text_raises_and_a_value_or_a_code_comes_back(
    raw: str, lang: Any, unit: str | None, decimals: int | None, percent: bool
) -> None:
    for rate in (False, True):
        asked = None if rate else unit
        reading = read_number(raw, lang, unit=asked, rate=rate, decimals=decimals, percent=percent)
        assert reading.ok == (reading.value is not None) == (reading.code is None)
        assert reading == read_number(raw, lang, unit=asked, rate=rate, decimals=decimals, percent=percent)
        if not reading.ok:
            assert reading.code in CODES
            assert (reading.code == "ambiguous") == bool(reading.readings)
            assert explain(reading, raw, lang, unit=asked, rate=rate)


@given(
    whole=st.integers(0, 10**12),
    mark=st.sampled_from([",", "."]),
    tail=st.text(alphabet=string.digits, min_size=1, max_size=6).filter(lambda tail: len(tail) != 3),
    lang=st.sampled_from(LANGS),
)
def test_a_lone_mark_before_any_other_number_of_digits_is_a_decimal_one(
    whole: int, mark: str, tail: str, lang: Any
) -> None:
    assert read_number(f"{whole}{mark}{tail}", lang).value == float(f"{whole}.{tail}")


@given(
    raw=st.from_regex(r"[1-9][0-9]{0,2}[.,][0-9]{3}", fullmatch=True),
    lang=st.sampled_from(LANGS),
    unit=st.sampled_from([None, "day", "EUR", "t", "EUR/piece/year"]),
    decimals=st.sampled_from([None, 1, 2]),
)
def test_what_an_explanation_proposes_is_itself_read(
    raw: str, lang: Any, unit: str | None, decimals: int | None
) -> None:
    reading = read_number(raw, lang, unit=unit, decimals=decimals)
    if lang == "fr" and "," in raw:
        assert reading.ok
        return
    words = explain(reading, raw, lang, unit=unit)
    proposed = words.rstrip(".").rpartition(": ")[2].removeprefix("écrivez ").removeprefix("type ")
    choices = proposed.split(" ou " if lang == "fr" else " or ")
    values = [read_number(choice, lang, unit=unit, decimals=decimals).value for choice in choices]
    assert tuple(values) == reading.readings


def test_an_ambiguous_rate_is_explained_in_percent() -> None:
    reading = read_number("1.234 %", "fr", rate=True)
    words = explain(reading, "1.234 %", "fr", rate=True)
    assert "1,234\u202f% ou 1\u202f234\u202f%" in words


def test_every_code_has_words_in_both_languages_with_the_same_places() -> None:
    fields = {
        lang: {
            code: {name for _, name, _, _ in string.Formatter().parse(words) if name}
            for code, words in EXPLAIN[lang].items()
        }
        for lang in EXPLAIN
    }
    assert fields["fr"] == fields["en"]
    assert set(fields["fr"]) == set(CODES)


def test_words_name_the_text_the_units_and_the_limit() -> None:
    def words(raw: str, lang: Any, unit: str | None = "day") -> str:
        return explain(read_number(raw, lang, unit=unit), raw, lang, unit=unit)

    assert words("12 kg", "fr").startswith("Votre réponse est en kg, qui ne se convertit pas")
    assert "(jours)" in words("12 kg", "fr")
    assert "(days)" in words("12 bananas", "en")
    assert "“bananas”" in words("12 bananas", "en")
    assert str(MAX_LENGTH) in words("1" * 50, "fr")
    assert "{raw}" in words("{raw}", "fr")  # the text typed is never a template
    with pytest.raises(ValueError, match="nothing to explain"):
        words("12", "fr")


def test_the_callers_own_faults_are_raised() -> None:
    with pytest.raises(ValueError, match="'fr' or 'en'"):
        read_number("1", "de")  # type: ignore[arg-type]
    with pytest.raises(UnknownUnit, match="day"):
        read_number("1", "fr", unit="days")
    with pytest.raises(ValueError, match="percent"):
        read_number("1", "fr", unit="EUR", rate=True)
