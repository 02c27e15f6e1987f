"""A table on the page: typed cell by cell, pasted as a block, the same in both languages, marked after hand-in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from screens_harness import NOW, fill, filled, html, new_store, open_page, sound, widget
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


def places(at: AppTest, name: str) -> list[str]:
    """The places of a question's fields, in the order of the page."""
    return re.findall(r'data-at="([^"]+)"', filled(at, name)["html"])


def test_each_cell_is_saved_and_keeps_through_a_change_of_language(store: Store, row: SittingRow) -> None:
    at = opened(row)
    assert 'aria-label="Achats, T1"' in filled(at, "budget")["html"]
    at = sound(fill(at, "budget", {"purchases.q1": "1 234,5 €"}))
    sound(fill(at, "budget", {"margin.q1": "12"}))
    assert raw(store, row, "budget") == {"purchases.q1": "1 234,5 €", "margin.q1": "12"}
    at = opened(row, "en")
    assert filled(at, "budget")["texts"]["purchases.q1"] == "1 234,5 €"
    sound(fill(at, "budget", {"margin.q1": "1.5"}), "en")
    assert raw(store, row, "budget") == {"purchases.q1": "€1,234.5", "margin.q1": "1.5"}


def test_an_option_and_a_text(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sku = next(place for place in places(at, "picking") if place.endswith(".slip")).partition(".")[0]
    at = sound(fill(at, "picking", {f"{sku}.aisle": "B"}))
    sound(fill(at, "picking", {f"{sku}.slip": sku}))
    assert raw(store, row, "picking") == {f"{sku}.aisle": "B", f"{sku}.slip": sku}
    assert filled(opened(row, "en"), "picking")["texts"][f"{sku}.aisle"] == "B"


def test_only_what_its_fields_can_hold_is_taken_from_a_browser(store: Store, row: SittingRow) -> None:
    at = opened(row)
    aisle = next(place for place in places(at, "picking") if place.endswith(".aisle"))
    at = sound(fill(at, "picking", {aisle: "B", "elsewhere.q1": "1"}))
    sound(fill(at, "picking", {aisle: "no aisle"}))
    assert raw(store, row, "picking") == {aisle: "B"}
    at = sound(fill(opened(row), "budget", {"purchases.q1": "1"}))
    sound(fill(at, "budget", {"purchases.q1": "9" * 201}))
    assert raw(store, row, "budget") == {"purchases.q1": "1"}


def test_what_was_saved_is_told_to_the_browser_by_its_number(store: Store, row: SittingRow) -> None:
    at = opened(row)
    assert filled(at, "budget")["saved"] == 0
    at = sound(fill(at, "budget", {"purchases.q1": "1"}))
    assert filled(at, "budget")["saved"] == 1
    # A server started anew has saved nothing of what this page may still hold.
    assert filled(opened(row), "budget")["saved"] == 0


def test_a_cell_is_emptied(store: Store, row: SittingRow) -> None:
    at = sound(fill(opened(row), "budget", {"purchases.q1": "1", "margin.q1": "2"}))
    sound(fill(at, "budget", {"purchases.q1": ""}))
    assert raw(store, row, "budget") == {"margin.q1": "2"}


def test_a_cell_that_cannot_be_read_is_told(store: Store, row: SittingRow) -> None:
    at = sound(fill(opened(row), "mrp", {"receipt.2": "quarante"}))
    sound(fill(at, "mrp", {"receipt.3": "40"}))
    assert "Réception, Semaine 2" in html(opened(row))


def test_a_block_is_pasted(store: Store, row: SittingRow) -> None:
    at = opened(row)
    at = sound(
        next(
            one
            for one in at.button
            if one.key and one.key.startswith("lt_paste_open:") and one.key.endswith(":budget")
        )
        .click()
        .run()
    )
    widget(at.text_area, "budget", "paste").set_value("Achats;1;2;3;4;10\nMarge;5;6;7;8;26")
    sound(widget(at.button, "budget", "paste", "go").click().run())
    found = raw(store, row, "budget")
    assert isinstance(found, dict)
    assert (found["purchases.q1"], found["margin.total"], len(found)) == ("1", "26", 10)
    assert filled(at, "budget")["texts"]["margin.total"] == "26"
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
