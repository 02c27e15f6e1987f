"""Texts of a document: the same but for what is declared not to matter, never nearly the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.text_match import ALL, near, normalised, same

SAME = [
    ("Oficinas Ribeiro, Porto", "oficinas  ribeiro porto", ALL),
    ("Société Générale de Visserie", "SOCIETE GENERALE DE VISSERIE", ALL),
    ("RIBEIRO / 4261", "Ribeiro/4261", ALL),
    ("B.V.", "BV", ALL),
    ("l’atelier", "l'atelier", ()),
    ("12 rue des Lilas\n74000 Annecy", "12 rue des Lilas 74000 Annecy", ()),
    ("ABCU\u00a04261017", "ABCU 4261017", ()),
    ("Straße", "STRASSE", ("case",)),
    ("Ⅳ", "IV", ()),
]
OTHER = [
    ("RIBEIRO / 4261", "Ribeiro / 4261", ()),
    ("RIBEIRO / 4261", "RIBEIRO 4261", ("case", "space")),
    ("ABCU 4261017", "ABCU4261017", ("case",)),
    ("Évian", "Evian", ("case", "space", "punctuation")),
    ("RIBEIRO 4261", "RIBEIRO 4262", ALL),
    ("RIBEIRO 4261", "RIBEIRO 4216", ALL),
    ("RIBEIRO", "", ALL),
]


@pytest.mark.parametrize(("one", "other", "ignored"), SAME)
def test_what_does_not_matter_is_ignored(one: str, other: str, ignored: Any) -> None:
    assert same(one, other, ignored)
    assert same(other, one, ignored)


@pytest.mark.parametrize(("one", "other", "ignored"), OTHER)
def test_what_matters_is_not(one: str, other: str, ignored: Any) -> None:
    assert not same(one, other, ignored)


def test_a_slip_of_the_keyboard_is_near_another_word_is_not() -> None:
    assert near("Oficinas Ribeiro, Porto", "Oficinas Ribero, Porto")
    assert near("RIBEIRO / 4261", "ribeiro 4261")
    assert not near("Oficinas Ribeiro, Porto", "Charnières du Val, Annecy")
    assert not near("FCA", "CIF")


@given(st.text(max_size=80), st.sets(st.sampled_from(ALL)))
def test_normalising_twice_is_normalising_once(text: str, ignored: set[Any]) -> None:
    once = normalised(text, ignored)
    assert normalised(once, ignored) == once
    assert same(text, once, ignored)
    assert near(text, text)
