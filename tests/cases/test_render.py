"""Figures put into the words of a paper."""

from __future__ import annotations

import pytest

from cases.expressions import ExpressionError
from cases.graph import Graph, GraphScope
from cases.plain import Plain
from cases.render import render, shown

SCOPE = GraphScope(
    Graph({}, ()), {"price": 1234.5, "rate": 0.055, "name": "GM-45", "row": {"z": 1.65}, "days": 1}
)


def test_figures_are_written_in_the_pages_language() -> None:
    text = "{{ price | eur }}, {{ rate | pct1 }}, {{row.z|dec2}}, {{ name | text }}, {{ days | unit:day }}, {{ price }}"
    assert render(text, SCOPE, "fr") == (
        "1\u202f234,50\u00a0€, 5,5\u202f%, 1,65, GM-45, 1\u00a0jour, 1\u202f234,5"
    )
    assert render(text, SCOPE, "en") == "€1,234.50, 5.5%, 1.65, GM-45, 1\u00a0day, 1,234.5"


def test_words_around_are_left_as_they_are() -> None:
    text = "**a** {b} {{ days | int }}{{ days | int }} <c> %s \\n {0} }"
    assert render(text, SCOPE, "fr") == "**a** {b} 11 <c> %s \\n {0} }"
    assert render("", SCOPE, "fr") == ""


def test_a_figure_is_computed_over_the_scope_and_the_extra_names() -> None:
    assert render("{{ answer * 2 | int }}", SCOPE, "en", {"answer": 4}) == "8"
    assert render("{{ price + 1 | dec1 }}", SCOPE, "en", {"price": 1}) == "2.0"
    assert render("{{ nearest(price, -2) | int }}", SCOPE, "en") == "1,200"


def test_what_is_put_in_is_not_read_again() -> None:
    scope = GraphScope(Graph({}, ()), {"name": "{{ price | eur }}", "price": 1})
    assert render("{{ name | text }}", scope, "fr") == "{{ price | eur }}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ nobody | int }}", "expression_name"),
        ("{{ price | integer }}", "placeholder_filter"),
        ("{{ price | label }}", "placeholder_filter"),
        ("{{ name | int }}", "placeholder_filter"),
        ("{{ price | text }}", "placeholder_filter"),
        ("{{ row | int }}", "placeholder_filter"),
        ("{{ price | month }}", "placeholder_filter"),
        ("{{ price | unit:pice }}", "placeholder_filter"),
        ("{{ 1 / 0 | int }}", "expression_zero"),
        ("{{ price. | int }}", "expression_syntax"),
        ("{{ price.__class__ | int }}", "expression_forbidden"),
        ("{{ }}", "expression_syntax"),
    ],
)
def test_what_cannot_be_shown(text: str, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        render(text, SCOPE, "fr")
    assert caught.value.code == code


@pytest.mark.parametrize("value", [None, True, [1], {"a": 1}, "x"])
def test_only_a_figure_is_written_as_one(value: Plain) -> None:
    with pytest.raises(ExpressionError):
        shown(value, "int", "fr")
