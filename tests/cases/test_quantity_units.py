"""The registered units: complete in both languages, named once, converted exactly."""

from fractions import Fraction

import pytest

from cases.units import UnknownUnit, factor, measure, read_units, typed_measure, unit_label, units


def test_every_written_form_is_recognised_as_its_own_unit() -> None:
    for unit in units().values():
        for form in (*unit.fr, *unit.en, *unit.typed, unit.fr[1].upper()):
            found = typed_measure(form)
            assert found is not None, form
            assert found.id == unit.id


def test_every_unit_with_a_name_in_pint_converts_within_its_kind() -> None:
    for unit in units().values():
        assert factor(measure(unit.id), measure(unit.id)) == 1
        kin = [one for one in units().values() if one.kind == unit.kind and one.pint and unit.pint]
        for one in kin:
            there, back = factor(measure(unit.id), measure(one.id)), factor(measure(one.id), measure(unit.id))
            assert there is not None
            assert back is not None
            assert there * back == 1


@pytest.mark.parametrize(
    ("source", "target", "ratio"),
    [
        ("week", "day", Fraction(7)),
        ("year", "month", Fraction(12)),
        ("hour", "minute", Fraction(60)),
        ("hour", "centihour", Fraction(100)),
        ("hour", "dmh", Fraction(10_000)),
        ("t", "kg", Fraction(1000)),
        ("km", "m", Fraction(1000)),
        ("m3", "litre", Fraction(1000)),
        ("kEUR", "EUR", Fraction(1000)),
        ("MEUR", "kEUR", Fraction(1000)),
        ("t_co2e", "kg_co2e", Fraction(1000)),
        ("piece/week", "piece/day", Fraction(1, 7)),
        ("EUR/kg", "EUR/t", Fraction(1000)),
        ("EUR/piece/month", "EUR/year/piece", Fraction(12)),
        ("day", "working_day", Fraction(1)),
        ("working_day", "day", None),
        ("day", "hour", None),
        ("month", "day", None),
        ("kg", "kg_co2e", None),
        ("EUR", "USD", None),
        ("piece", "order", None),
        ("EUR/piece", "EUR", None),
        ("EUR/piece", "EUR/order", None),
    ],
)
def test_what_converts_and_what_does_not(source: str, target: str, ratio: Fraction | None) -> None:
    assert factor(measure(source), measure(target)) == ratio


@pytest.mark.parametrize(
    ("identifier", "fr", "en"),
    [
        ("EUR/piece/year", "€/pièce/an", "€/piece/year"),
        ("piece/day", "pièces/jour", "pieces/day"),
        ("order/year", "commandes/an", "orders/year"),
        ("working_day", "jours ouvrés", "working days"),
        ("m2", "m²", "m²"),
    ],
)
def test_a_label_beside_an_input_box(identifier: str, fr: str, en: str) -> None:
    assert (unit_label(identifier, "fr"), unit_label(identifier, "en")) == (fr, en)


def test_a_singular_label() -> None:
    assert unit_label("piece/day", "fr", plural=False) == "pièce/jour"


@pytest.mark.parametrize(
    ("wrong", "hint"), [("days", "day"), ("EUR/pieces", "piece"), ("", "use"), ("EUR/", "use")]
)
def test_an_unknown_identifier_suggests_the_nearest(wrong: str, hint: str) -> None:
    with pytest.raises(UnknownUnit, match=hint):
        measure(wrong)


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr' or 'en'"):
        unit_label("day", "de")


@pytest.mark.parametrize("text", ["", "/", "par", "€/", "/jour", "jour/", "CO2", "par jour par", "€ €"])
def test_what_is_no_unit_is_not_recognised(text: str) -> None:
    assert typed_measure(text) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[{id: a, kind: k, symbol: x}, {id: a, kind: k, symbol: y}]", "stands twice"),
        ("[{id: a, kind: k, symbol: x}, {id: b, kind: k, symbol: X}]", "names both a and b"),
        ("[{id: a, kind: k, fr: [x, y]}]", "symbol or fr and en"),
        ("[{id: a, kind: k, fr: [x], en: [y, z]}]", "one, many"),
        ("[{id: a, kind: k, symbol: x, plural: y}]", "symbol or fr and en"),
        ("[{kind: k, symbol: x}]", "write id"),
    ],
)
def test_a_faulty_registry_is_refused(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        read_units(text)
