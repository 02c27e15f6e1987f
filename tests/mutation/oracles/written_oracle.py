"""How a figure is read and written: what is typed, shown and read back, in French and in English."""

from __future__ import annotations

from typing import Any

from cases.figure_format import FigureFormat

NB, NNB = "\u00a0", "\u202f"
DATE, HOUR = {"kind": "date"}, {"kind": "duration"}


def form(**more: Any) -> FigureFormat:
    """A figure asked for so."""
    return FigureFormat.model_validate(more)


# how it is asked, what is typed, language -> value
READ: list[tuple[dict[str, Any], str, str, Any]] = [
    ({"unit": "piece"}, " 1 234,5 pièces ", "fr", 1234.5),
    ({"decimals": 3}, "1.234", "en", 1.234),
    ({}, "1,234", "en", 1234.0),
    ({"kind": "rate"}, "12 %", "fr", 0.12),
    ({"kind": "rate"}, "12", "fr", 0.12),
    ({"kind": "rate"}, "0,12", "fr", 0.12),
    ({"unit": "percent"}, "12", "fr", 0.12),
    ({"kind": "money"}, "€1,234.50", "en", 1234.5),
    (HOUR, "2 h 30", "fr", 2.5),
    ({**HOUR, "unit": "minute"}, "2 h 30", "fr", 150.0),
    ({**HOUR, "decimals": 3}, "1.234", "en", 1.234),
    ({"unit": "hour"}, "2,5", "fr", 2.5),
    (DATE, "20 nov. 2026", "fr", "2026-11-20"),
    (DATE, "November 20, 2026", "en", "2026-11-20"),
]
# how it is asked, what is typed -> code
UNREAD: list[tuple[dict[str, Any], str, str]] = [
    ({"unit": "hour"}, "2 h 30", "reading.two_units"),
    ({}, "abc", "reading.not_a_number"),
    ({}, "1,2 3,4", "reading.not_a_number"),
    ({"unit": "piece"}, "12 kg", "reading.wrong_unit"),
    ({}, "12 kg", "reading.unit_not_expected"),
    ({"kind": "rate"}, "1", "reading.ambiguous"),
    ({}, "1.234", "reading.ambiguous"),
    (HOUR, "2 h 75", "duration_sixty"),
    (HOUR, "2:5", "duration_clock"),
    (DATE, "31/02/2026", "date_impossible"),
    (DATE, "12", "date_unread"),
]


def read() -> None:
    """Each value, blanks, and refusals with what their words need."""
    for more, text, lang, value in READ:
        found: Any = form(**more).read(text, lang)  # type: ignore[arg-type]
        assert (found.value, found.codes, found.blank) == (value, (), False), (more, text, found)
    for more in ({}, DATE, HOUR):
        for text in ("", "  ", NB):
            assert form(**more).read(text, "fr").blank
    for more, text, code in UNREAD:
        found = form(**more).read(text, "fr")
        assert (found.value, found.codes, found.blank) == (None, (code,), False), (more, text, found)
    assert form(**DATE).read(" 12 ", "fr").params == {"typed": "12", "readings": ""}
    found = form(**DATE).read("03/04/2026", "en")
    assert (found.value, found.codes) == (None, ("date_ambiguous",))
    assert found.params["readings"] == "3 April 2026 / 4 March 2026"
    assert form(**HOUR).read(" 2:5 ", "fr").params == {"typed": "2:5"}
    assert form(unit="piece").read("12 kg", "fr").params["unit"] == "piece"
    assert len(str(form(**DATE).read("9" * 300, "fr").params["typed"])) == 40


# how it is asked, value, language -> what is typed, what is displayed
WRITTEN: list[tuple[dict[str, Any], Any, str, str, str]] = [
    ({"unit": "piece"}, 1234.0, "fr", f"1{NNB}234", f"1{NNB}234{NB}pièces"),
    ({"unit": "piece", "decimals": 1}, 1234.5, "en", "1,234.5", f"1,234.5{NB}pieces"),
    ({}, 12.0, "fr", "12", "12"),
    ({"kind": "money"}, 1234.5, "fr", f"1{NNB}234,50", f"1{NNB}234,50{NB}€"),
    ({"kind": "money"}, 1234.5, "en", "1,234.50", "€1,234.50"),
    ({"kind": "rate", "decimals": 1}, 0.123, "fr", f"12,3{NNB}%", f"12,3{NNB}%"),
    ({"kind": "rate"}, 0.12, "en", "12%", "12%"),
    (HOUR, 2.5, "fr", "2,50", f"2,50{NB}h"),
    (DATE, "2026-11-20", "fr", "20/11/2026", "20/11/2026"),
    (DATE, "2026-11-20", "en", f"20{NB}November{NB}2026", f"20{NB}November{NB}2026"),
    (DATE, "nothing", "fr", "", ""),
    (DATE, 5, "fr", "", ""),
    ({}, "x", "fr", "", ""),
    ({}, None, "fr", "", ""),
]


def written() -> None:
    """What is typed and what is displayed."""
    for more, value, lang, raw, displayed in WRITTEN:
        figure: Any = form(**more)
        assert plain(figure.raw(value, lang)) == plain(raw), (more, value, figure.raw(value, lang))
        assert plain(figure.displayed(value, lang)) == plain(displayed), figure.displayed(value, lang)
        if raw:
            assert figure.read(figure.raw(value, lang), lang).value == value
            assert figure.read(figure.displayed(value, lang), lang).value == value


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace(NB, " ").replace(NNB, " ")


# how it is asked, value -> what is said back, and what is typed in English, decimals kept
ECHOED: list[tuple[dict[str, Any], Any, str, str]] = [
    ({"unit": "piece"}, 1234.5, "1 234,5 pièces", "1,234.5 pieces"),
    ({"unit": "piece"}, 1234.0, "1 234 pièces", "1234 pieces"),
    ({}, 0.123456, "0,123456", "0.123456"),
    ({}, 0.12345, "0,12345", "0.12345"),
    ({}, 0.1234567, "0,123457", "0.1234567"),
    ({}, 2 / 3, "0,666667", "0.666666666667"),
    ({}, -2.5, "−2,5", "−2.5"),
    ({}, -1234567.25, "−1 234 567,25", "−1,234,567.25"),
    ({}, 123456789.25, "123 456 789,25", "123,456,789.25"),
    ({}, 12345678901.1, "12 345 678 901,1", "12,345,678,901.1"),
    ({"kind": "money"}, 4.1, "4,10 €", "€4.1"),
    ({"kind": "money"}, 4.0, "4 €", "€4"),
    ({"kind": "money"}, 4.125, "4,125 €", "€4.1250"),
    ({"kind": "money", "unit": "EUR/piece"}, 4.1, "4,10 €/pièce", "€4.1/piece"),
    ({"kind": "money", "unit": "USD"}, 4.1, "4,1 $", "$4.1"),
    ({"kind": "rate"}, 0.125, "12,5 %", "12.5%"),
    ({"kind": "rate"}, 0.12, "12 %", "12%"),
    ({"kind": "rate"}, 0.5, "50 %", "50%"),
    ({"kind": "rate"}, 0.123456, "12,3456 %", "12.3456%"),
    ({**HOUR}, 2.5, "2,5 h (2 h 30)", "2.5 h"),
    ({**HOUR, "unit": "minute"}, 150.0, "150 min (2 h 30)", "150 min"),
    ({**HOUR, "unit": "minute"}, 50.0, "50 min", "50 min"),
    ({"unit": "hour"}, 2.5, "2,5 h", "2.5 h"),
    (DATE, "2026-11-20", "20/11/2026", "20 November 2026"),
    (DATE, 5, "", ""),
    ({}, "x", "", ""),
]


def echoed() -> None:
    """Every decimal that was typed is said back, and kept from one language to the other."""
    for more, value, echo, retyped in ECHOED:
        figure = form(**more)
        assert plain(figure.echo(value, "fr")) == echo, (more, value, figure.echo(value, "fr"))
        assert plain(figure.retyped(value, "en")) == retyped, (more, value, figure.retyped(value, "en"))


def shown() -> None:
    """With its unit; a duration also in hours and minutes."""
    for more, value, text in (
        (HOUR, 2.5, "2,50 h (2 h 30)"),
        (HOUR, 0.5, "0,50 h"),
        ({"unit": "hour"}, 2.5, "3 h"),
        ({}, 12.0, "12"),
        (HOUR, None, ""),
    ):
        assert plain(form(**more).show(value, "fr")) == text, form(**more).show(value, "fr")  # type: ignore[arg-type]


def accepted_words() -> None:
    """What was accepted: an interval, one figure, or days around one."""
    for more, expected, interval, text in (
        ({"unit": "piece"}, 810, (802.0, 818.0), "accepté : de 802 à 818 pièces"),
        ({"kind": "money"}, 5, (4.5, 5.5), "accepté : de 4,50 € à 5,50 €"),
        ({"kind": "rate"}, 0.5, (0.49, 0.51), "accepté : de 49 % à 51 %"),
        ({"unit": "pallet"}, 12, (12.0, 12.0), "accepté : 12 palettes exactement"),
        ({}, 810, None, ""),
        (DATE, "2026-03-02", None, "accepté : 02/03/2026 exactement"),
        ({**DATE, "tolerance": {"days": 2}}, "2026-03-02", None, "accepté : du 28/02/2026 au 04/03/2026"),
        (DATE, "nothing", None, ""),
        (DATE, 5, None, ""),
    ):
        found = plain(form(**more).interval_words(expected, interval, "fr"))  # type: ignore[arg-type]
        assert found == text, (more, found)


ORACLES = (read, written, echoed, shown, accepted_words)
