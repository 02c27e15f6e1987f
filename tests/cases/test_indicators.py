"""The words and units of indicators: every figure of every model has them, in both languages."""

from __future__ import annotations

import re

import pytest

from cases.indicators import (
    BEHIND,
    INDICATORS,
    Units,
    behind,
    cost_indicator,
    cost_parts,
    in_order,
    indicator_label,
    indicator_text,
    keeps_no_stock,
    known_indicators,
    limit_text,
    period_name,
)
from cases.load import LANGUAGES
from cases.numerals import Lang
from cases.problem import message_codes
from sim.models import MODELS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_of_every_model_has_a_name_and_a_unit(lang: Lang) -> None:
    assert set(known_indicators()) <= set(INDICATORS)
    for key in known_indicators():
        assert f"indicator.{key}" in message_codes()
        assert indicator_label(key, lang) != key.replace("_", " ")
        assert indicator_text(key, 0.25, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_of_a_cost_is_an_indicator(lang: Lang) -> None:
    for kind in MODELS.values():
        for part in kind.read(kind.EXAMPLE).live(1, "test", 0).cost_by_period:
            assert cost_indicator(part) in INDICATORS, part


@pytest.mark.parametrize(
    ("key", "value", "fr", "en"),
    [
        ("fill_rate", 0.9876, "98,8 %", "98.8%"),
        ("total_cost", 12345.6, "12 346 €", "€12,346"),
        ("stock_out_days", 3.25, "3,3 jours", "3.3 days"),
        ("bullwhip", 2.345, "2,35", "2.35"),
        ("never_heard_of", 2.345, "2,35", "2.35"),
    ],
)
def test_an_indicator_is_written_with_its_unit(key: str, value: float, fr: str, en: str) -> None:
    assert re.sub(r"\s", " ", indicator_text(key, value, "fr")) == fr
    assert indicator_text(key, value, "en").replace("\u00a0", " ") == en


def test_a_single_run_counts_whole_orders_and_days() -> None:
    assert indicator_text("stock_out_days", 3, "en", once=True).startswith("3\u00a0")
    assert indicator_text("stock_out_days", 3, "en").startswith("3.0")
    assert indicator_text("orders", 3.5, "en", once=True).startswith("3.5")


def test_a_currency_may_be_another() -> None:
    assert "$" in indicator_text("total_cost", 10, "en", "USD")


def test_a_case_may_count_in_another_unit_than_pieces() -> None:
    units = Units(item="carton")
    assert indicator_text("mean_stock", 1200, "fr", units).endswith("cartons")
    assert limit_text("mean_backorders", 30, "en", units) == "30\u00a0cartons"
    assert indicator_text("orders", 3, "fr", units).endswith("commandes")
    assert indicator_text("total_cost", 10, "en", units) == indicator_text("total_cost", 10, "en")


def test_what_is_required_is_told_with_the_decimals_that_it_needs() -> None:
    assert re.sub(r"\s", " ", limit_text("fill_rate", 0.97, "fr")) == "97 %"
    assert re.sub(r"\s", " ", limit_text("fill_rate", 0.975, "fr")) == "97,5 %"
    assert re.sub(r"\s", " ", limit_text("stock_value", 180_000, "fr")) == "180 000 €"


def test_costs_stand_in_order_and_the_total_is_no_part() -> None:
    found = {
        "waste_cost": 1.0,
        "total_cost": 3.0,
        "holding_cost": 1.0,
        "purchase_premium": 1.0,
        "turnover": 2.0,
    }
    assert cost_parts(found) == ["holding_cost", "waste_cost", "purchase_premium"]
    assert in_order(["b", "orders", "a", "fill_rate"]) == ["fill_rate", "orders", "b", "a"]


def test_where_nothing_is_kept_nothing_is_said_of_a_stock() -> None:
    kind = MODELS["lanes"]
    with_stock = kind.read(kind.EXAMPLE).measure(1, "", 1)
    flows = kind.read({**kind.EXAMPLE, "receivers": [], "policy": {}}).measure(1, "", 1)
    assert flows["fill_rate"] == 1, "of no demand at all"
    assert not keeps_no_stock(with_stock)
    assert keeps_no_stock(flows)
    assert {"fill_rate", "mean_stock", "orders"} <= behind([flows])
    assert behind([flows, with_stock]) == behind([with_stock]) == BEHIND
    stock = MODELS["stock"]
    assert not keeps_no_stock(stock.read(stock.EXAMPLE).measure(1, "", 1))


def test_a_period_has_its_word() -> None:
    assert period_name("week", 3, "fr") == "Semaine 3"
    assert period_name("fortnight", 3, "en") == "Period 3"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_run_of_weeks_has_no_days(lang: Lang) -> None:
    assert indicator_label("stock_out_days", lang) == indicator_label("stock_out_days", lang, "working_day")
    assert indicator_label("stock_out_days", lang, "week") != indicator_label("stock_out_days", lang)
    assert indicator_text("stock_out_days", 3, lang, once=True, period="week") == "3"
    assert indicator_text("stock_out_days", 3, lang, once=True) != "3"
    assert indicator_label("fill_rate", lang, "week") == indicator_label("fill_rate", lang)
