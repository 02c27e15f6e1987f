"""Markdown and formulas of a paper as plain data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.formula import formula, spoken
from app.reports.rich_text import blocks, clean, plain, runs


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"SS = z \times \sigma \times \sqrt{L}", "SS = z × σ × √(L)"),
        (r"\sigma_L^2", "σ_L^2"),
        (r"\dfrac{a}{V_j} \times 2{,}5", "(a) / (V_j) × 2,5"),
        (r"T^* = 52 \times \sqrt{2 \times n \div (t \times V)}", "T^* = 52 × √(2 × n ÷ (t × V))"),
        (r"10 - 50 \times \text{prix le plus bas}", "10 − 50 × prix le plus bas"),
        (r"\sum a \div k_j", "∑a ÷ k_j"),
    ],
)
def test_a_formula_is_read_aloud(tex, said):
    assert spoken(formula(tex)) == said


def test_what_is_unknown_stays_as_its_own_text():
    assert spoken(formula(r"\unheard x }{")) == "unheardx"


@given(st.text(max_size=60))
def test_no_formula_stops_a_document(tex):
    assert isinstance(spoken(formula(tex)), str)


@given(st.text(max_size=200))
def test_no_text_stops_a_document(text):
    blocks(text)
    assert "".join(one.get("v", "\n") for one in plain(text)).split() == clean(text).split()


def test_a_text_becomes_blocks():
    found = blocks("Un **mot** et $x_1$\n\n- a\n- b\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\n3. trois")
    assert [one["k"] for one in found] == ["p", "ul", "table", "ol"]
    assert [one["k"] for one in found[0]["c"]] == ["text", "strong", "text", "math"]
    assert found[2]["align"] == ["start", "end"]
    assert found[3]["start"] == 3


def test_html_and_lone_dollars_are_text():
    assert runs("<b>5 $ et 6 $</b>") == [{"k": "text", "v": "<b>5 $ et 6 $</b>"}]


def test_as_typed_is_as_typed():
    assert plain("*a* $b$\n#c") == [
        {"k": "text", "v": "*a* $b$"},
        {"k": "br"},
        {"k": "text", "v": "#c"},
    ]
