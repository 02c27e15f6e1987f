"""Writing figures: the forms of both languages, and that what is written reads back."""

from datetime import date
from typing import Any

import babel.numbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.quantity import (
    FILTERS,
    UnknownFilter,
    UnknownUnit,
    check_filter,
    format_value,
    name_written,
    read_number,
    round_to,
    write_number,
)
from cases.units import units

NB, NNB, MINUS = "\u00a0", "\u202f", "\u2212"
LANGS = ("fr", "en")


@pytest.mark.parametrize(
    ("value", "options", "fr", "en"),
    [
        (1234.5, {"decimals": 2}, f"1{NNB}234,50", "1,234.50"),
        (1234.5, {"decimals": 2, "unit": "EUR"}, f"1{NNB}234,50{NB}€", "€1,234.50"),
        (-1234.5, {"decimals": 2, "unit": "EUR"}, f"{MINUS}1{NNB}234,50{NB}€", f"{MINUS}€1,234.50"),
        (0.125, {"decimals": 1, "style": "percent"}, f"12,5{NNB}%", "12.5%"),
        (0.2, {"decimals": 0, "style": "percent", "unit": "percent/year"}, f"20{NNB}%/an", "20%/year"),
        (12.5, {"unit": "percent"}, f"12,5{NNB}%", "12.5%"),
        (1234567, {"decimals": 0}, f"1{NNB}234{NNB}567", "1,234,567"),
        (1234567, {"style": "plain"}, "1234567", "1234567"),
        (12, {}, "12", "12"),
        (12.0, {}, "12", "12"),
        (0.1 + 0.2, {"decimals": 4}, "0,3000", "0.3000"),
        (2.675, {"decimals": 2}, "2,68", "2.68"),
        (-0.0, {}, "0", "0"),
        (-0.001, {"decimals": 2}, "0,00", "0.00"),
        (-0.5, {"decimals": 0}, f"{MINUS}1", f"{MINUS}1"),
        (9, {"unit": "day"}, f"9{NB}jours", f"9{NB}days"),
        (1, {"unit": "day"}, f"1{NB}jour", f"1{NB}day"),
        (1.5, {"unit": "day"}, f"1,5{NB}jour", f"1.5{NB}days"),
        (0, {"unit": "day"}, f"0{NB}jour", f"0{NB}days"),
        (2, {"unit": "day"}, f"2{NB}jours", f"2{NB}days"),
        (1.96, {"unit": "day", "decimals": 1}, f"2,0{NB}jours", f"2.0{NB}days"),
        (-1, {"unit": "day"}, f"{MINUS}1{NB}jour", f"{MINUS}1{NB}day"),
        (1, {"unit": "order/year"}, f"1{NB}commande/an", f"1{NB}order/year"),
        (20, {"unit": "piece/day"}, f"20{NB}pièces/jour", f"20{NB}pieces/day"),
        (3.2, {"unit": "EUR/piece/year", "decimals": 2}, f"3,20{NB}€/pièce/an", "€3.20/piece/year"),
        # without decimals, English avoids what its own reader finds ambiguous
        (1234, {}, f"1{NNB}234", "1234"),
        (1.234, {}, "1,234", "1.2340"),
        (0.125, {}, "0,125", "0.125"),
        (1e22, {}, "10" + f"{NNB}000" * 7, "10" + ",000" * 7),
    ],
)
def test_a_figure_is_written_as_each_language_does(value: float, options: Any, fr: str, en: str) -> None:
    assert write_number(value, "fr", **options) == fr
    assert write_number(value, "en", **options) == en


@given(hundredths=st.integers(-(10**12), 10**12))
def test_agrees_with_the_unicode_consortiums_forms(hundredths: int) -> None:
    """CLDR through Babel, with the true minus sign in place of the hyphen of its data."""
    value = hundredths / 100
    for lang in LANGS:
        for ours, theirs in [
            (
                write_number(value, lang, decimals=2),
                babel.numbers.format_decimal(value, format="#,##0.00", locale=lang),
            ),
            (
                write_number(value, lang, decimals=2, unit="EUR"),
                babel.numbers.format_currency(value, "EUR", locale=lang),
            ),
            (
                write_number(value / 100, lang, decimals=2, style="percent"),
                babel.numbers.format_percent(
                    hundredths / 10_000,
                    format="#,##0.00%" if lang == "en" else f"#,##0.00{NNB}%",
                    locale=lang,
                ),
            ),
        ]:
            assert ours == theirs.replace("-", MINUS)


_VALUES = st.one_of(
    st.floats(-1e8, 1e8, allow_nan=False),
    st.integers(-(10**8), 10**8),
    st.builds(lambda n, k: n / 10**k, st.integers(-(10**8), 10**8), st.integers(0, 6)),
    st.sampled_from(
        [1.234, 12.345, 123.456, 1234, 999_999, 1_000_000, 1000.5, 0.999, 999.9996, 0.0005, 1e-9]
    ),
)
_UNITS = st.sampled_from(
    [None, *units(), "EUR/piece/year", "piece/day", "order/year", "percent/year", "kg/m3"]
)


@given(
    value=_VALUES,
    lang=st.sampled_from(LANGS),
    decimals=st.integers(0, 6),
    unit=_UNITS,
    style=st.sampled_from(["grouped", "plain"]),
)
def test_what_is_written_reads_back_rounded(
    value: float, lang: Any, decimals: int, unit: str | None, style: Any
) -> None:
    written = write_number(value, lang, decimals=decimals, unit=unit, style=style)
    reading = read_number(written, lang, decimals=decimals, unit=unit)
    assert reading.value == round_to(value, "nearest", decimals), (written, reading)


@given(
    value=st.builds(lambda n, k: n / 10**k, st.integers(-(10**9), 10**9), st.integers(0, 6)),
    lang=st.sampled_from(LANGS),
    unit=_UNITS,
    style=st.sampled_from(["grouped", "plain"]),
)
def test_what_is_written_without_decimals_reads_back_exactly(
    value: float, lang: Any, unit: str | None, style: Any
) -> None:
    written = write_number(value, lang, unit=unit, style=style)
    assert read_number(written, lang, unit=unit).value == value, written


@given(
    value=_VALUES.filter(lambda value: abs(value) <= 1e6),
    lang=st.sampled_from(LANGS),
    decimals=st.integers(0, 4),
    unit=st.sampled_from([None, "percent/year"]),
    percent=st.booleans(),
)
def test_a_percentage_reads_back_as_its_fraction(
    value: float, lang: Any, decimals: int, unit: str | None, percent: bool
) -> None:
    written = write_number(value, lang, decimals=decimals, style="percent", unit=unit)
    reading = read_number(written, lang, decimals=decimals, rate=True, unit=unit, percent=percent)
    assert reading.value == round_to(value, "nearest", decimals + 2), written


@given(
    millionths=st.integers(-(10**9), 10**9),
    lang=st.sampled_from(LANGS),
)
def test_a_percentage_without_decimals_reads_back_exactly(millionths: int, lang: Any) -> None:
    value = millionths / 10**6
    written = write_number(value, lang, style="percent")
    assert read_number(written, lang, rate=True).value == value, written


@pytest.mark.parametrize(
    ("value", "name", "fr", "en"),
    [
        (2.5, "int", "3", "3"),
        (1234, "int", f"1{NNB}234", "1,234"),
        (1234.56, "dec1", f"1{NNB}234,6", "1,234.6"),
        (1.005, "dec2", "1,01", "1.01"),
        (2, "dec3", "2,000", "2.000"),
        (2, "dec4", "2,0000", "2.0000"),
        (1234, "num", f"1{NNB}234", "1,234"),
        (1234.56789, "num", f"1{NNB}234,5679", "1,234.5679"),
        (1.234, "num", "1,234", "1.234"),
        (0, "num", "0", "0"),
        (1500.4, "eur", f"1{NNB}500,40{NB}€", "€1,500.40"),
        (1500.4, "eur0", f"1{NNB}500{NB}€", "€1,500"),
        (0.125, "pct", f"12,5{NNB}%", "12.5%"),
        (0.2, "pct", f"20{NNB}%", "20%"),
        (0.125, "pct1", f"12,5{NNB}%", "12.5%"),
        (0.125, "pct2", f"12,50{NNB}%", "12.50%"),
        (9, "unit:day", f"9{NB}jours", f"9{NB}days"),
        (1234, "unit:piece", f"1{NNB}234{NB}pièces", f"1,234{NB}pieces"),
        (9.25, "unit:kg:1", f"9,3{NB}kg", f"9.3{NB}kg"),
        (3.2, "unit:EUR/piece/year:2", f"3,20{NB}€/pièce/an", "€3.20/piece/year"),
        (1, "month", "janvier", "January"),
        (12.0, "month", "décembre", "December"),
        ("2026-07", "month", f"juil.{NB}2026", f"July{NB}2026"),
        ("2027-12", "month", f"déc.{NB}2027", f"Dec{NB}2027"),
        ("2026-11-20", "date", "20/11/2026", "20 November 2026"),
        ("2026-01-02", "date", "02/01/2026", "2 January 2026"),
        (date(2026, 11, 20), "date", "20/11/2026", "20 November 2026"),
        ("A-12 {x}", "text", "A-12 {x}", "A-12 {x}"),
    ],
)
def test_a_placeholder_is_written(value: object, name: str, fr: str, en: str) -> None:
    check_filter(name)
    assert format_value(value, name, "fr") == fr
    assert format_value(value, name, "en") == en


def test_a_name_is_shown_as_it_is_but_for_a_month() -> None:
    assert name_written("2026-08", "fr") == f"août{NB}2026"
    assert name_written("2026-08", "en") == f"Aug{NB}2026"
    assert [name_written(one, "fr") for one in ("2026-13", "CS-12", "2026-08-01")] == [
        "2026-13",
        "CS-12",
        "2026-08-01",
    ]


def test_every_listed_filter_is_known() -> None:
    for name in FILTERS:
        if name != "unit:…":
            check_filter(name)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("euro", "eur"),
        ("dec5", "dec4"),
        ("INT", "int"),
        ("", "num"),
        ("unit:", "unit:…"),
        ("unit:day:13", "unit:…"),
    ],
)
def test_an_unknown_filter_suggests_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UnknownFilter, match=hint):
        format_value(1, name, "fr")


def test_an_unknown_unit_in_a_filter_is_named() -> None:
    with pytest.raises(UnknownUnit, match="use day"):
        check_filter("unit:days")


@pytest.mark.parametrize(
    ("value", "name", "error"),
    [
        ("12", "int", TypeError),
        (True, "int", TypeError),
        (None, "num", TypeError),
        ([1], "eur", TypeError),
        (12, "text", TypeError),
        (1.5, "month", TypeError),
        ("1", "month", TypeError),
        ("2026-13", "month", TypeError),
        (13, "month", ValueError),
        (0, "month", ValueError),
        ("2026-02-30", "date", ValueError),
        ("20/11/2026", "date", ValueError),
        ("20261120", "date", ValueError),
        (20261120, "date", TypeError),
        (float("nan"), "num", ValueError),
        (float("inf"), "pct", ValueError),
    ],
)
def test_a_value_that_a_filter_cannot_write_is_refused(value: object, name: str, error: Any) -> None:
    with pytest.raises(error):
        format_value(value, name, "fr")


@pytest.mark.parametrize(
    ("options", "error", "what"),
    [
        ({"lang": "de"}, ValueError, "'fr' or 'en'"),
        ({"decimals": -1}, ValueError, "0 to 12"),
        ({"decimals": 13}, ValueError, "0 to 12"),
        ({"decimals": 1.5}, ValueError, "0 to 12"),
        ({"style": "money"}, ValueError, "unknown style"),
        ({"style": "percent", "unit": "EUR"}, ValueError, "percentage"),
        ({"unit": "euros"}, UnknownUnit, "EUR|use"),
        ({"value": float("inf")}, ValueError, "finite"),
        ({"value": "12"}, TypeError, "expected a number"),
    ],
)
def test_bad_arguments_are_refused(options: Any, error: Any, what: str) -> None:
    with pytest.raises(error, match=what):
        write_number(**{"value": 1, "lang": "fr", **options})
