"""A table on the page: typed cell by cell, pasted as a block, the same in both languages, marked after hand-in."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sound, widget
from streamlit.testing.v1 import AppTest

import cases.library
from app.store import SittingRow, Store
from cases.answers import Answer, Raw
from cases.load import load_folder
from cases.marking import mark
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


@pytest.fixture
def row(store: Store) -> SittingRow:
    return store.start_sitting(store.local_learner().id, "table", 1, 3, "fr", NOW)


def opened(row: SittingRow, lang: str = "fr", page: str = "sitting") -> AppTest:
    return open_page(page, lang, sitting=row.id)


def raw(store: Store, row: SittingRow, name: str) -> Raw:
    return store.answers(row.id, row.learner_id)[name].raw


def test_each_cell_is_saved_and_keeps_through_a_change_of_language(store: Store, row: SittingRow) -> None:
    at = opened(row)
    cell = widget(at.text_input, "budget", "purchases.q1")
    assert cell.label == "Achats (€), T1"
    sound(cell.set_value("1 234,5 €").run())
    sound(widget(at.text_input, "budget", "margin.q1").set_value("12").run())
    assert raw(store, row, "budget") == {"purchases.q1": "1 234,5 €", "margin.q1": "12"}
    at = opened(row, "en")
    assert widget(at.text_input, "budget", "purchases.q1").value == "1 234,5 €"
    sound(widget(at.text_input, "budget", "margin.q1").set_value("1.5").run(), "en")
    assert raw(store, row, "budget") == {"purchases.q1": "€1,234.5", "margin.q1": "1.5"}


def test_an_option_and_a_text(store: Store, row: SittingRow) -> None:
    at = opened(row)
    item = next(key.split(":")[-1] for key in (one.key for one in at.text_input) if key.endswith(".slip"))
    sku = item.partition(".")[0]
    sound(widget(at.selectbox, "picking", f"{sku}.aisle", "fr").set_value("B").run())
    sound(widget(at.text_input, "picking", f"{sku}.slip").set_value(sku).run())
    assert raw(store, row, "picking") == {f"{sku}.aisle": "B", f"{sku}.slip": sku}
    assert widget(opened(row, "en").selectbox, "picking", f"{sku}.aisle", "en").value == "B"


def test_a_cell_that_cannot_be_read_is_told(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sound(widget(at.text_input, "mrp", "receipt.2").set_value("quarante").run())
    sound(widget(at.text_input, "mrp", "receipt.3").set_value("40").run())
    assert "Réception, Semaine 2" in html(opened(row))


def test_a_block_is_pasted(store: Store, row: SittingRow) -> None:
    at = opened(row)
    widget(at.text_area, "budget", "paste").set_value("Achats;1;2;3;4;10\nMarge;5;6;7;8;26")
    sound(widget(at.button, "budget", "paste", "go").click().run())
    found = raw(store, row, "budget")
    assert isinstance(found, dict)
    assert (found["purchases.q1"], found["margin.total"], len(found)) == ("1", "26", 10)
    assert widget(at.text_input, "budget", "margin.total").value == "26"
    assert "10 cases remplies." in html(at)


def test_the_table_is_marked_cell_by_cell(store: Store, row: SittingRow) -> None:
    variant = draw(load_folder(FIXTURES / "table"), 3)
    question = variant.case.question("mrp")
    typed = question.raw(question.mistake_values(variant.scope())["mistake.no_offset"][0], "fr")
    assert isinstance(typed, dict)
    paper = mark(variant, {"mrp": Answer(typed)})
    store.save_answer(row.id, row.learner_id, "mrp", typed, "fr", NOW)
    store.hand_in(row.id, row.learner_id, NOW, paper.as_dict())
    page = html(opened(row, page="debrief"))
    assert "lt-marked" in page
    assert "une erreur connue, expliquée plus bas" in page
    assert "Besoin brut" in page
    assert page.count("is-wrong") >= 1
