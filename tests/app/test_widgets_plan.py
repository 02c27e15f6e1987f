"""Plans on the page: filled cell by cell or from a file, checked as they stand, shown beside the reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sound, widget
from streamlit.testing.v1 import AppTest

import cases.library
from app.store import SittingRow, Store
from cases.answers import Answer, Raw
from cases.keyfile import key_answers
from cases.load import load_folder
from cases.marking import mark
from cases.uploads import written
from cases.variant import Variant, draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
SEED = 3


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


@pytest.fixture
def row(store: Store) -> SittingRow:
    return store.start_sitting(store.local_learner().id, "plan", 1, SEED, "fr", NOW)


def raw(store: Store, row: SittingRow, question: str) -> Raw:
    return store.answers(row.id, row.learner_id)[question].raw


def opened(row: SittingRow, lang: str = "fr", page: str = "sitting") -> AppTest:
    return open_page(page, lang, sitting=row.id)


def variant() -> Variant:
    return draw(load_folder(FIXTURES / "plan"), SEED)


def test_each_cell_is_saved_and_the_rules_follow(store: Store, row: SittingRow) -> None:
    at = opened(row)
    assert "Remplissez des lignes" in html(at)
    sound(widget(at.selectbox, "schedule", "1.order").set_value("OF-1").run())
    sound(widget(at.text_input, "schedule", "1.start").set_value("2,5").run())
    assert raw(store, row, "schedule") == {"1.order": "OF-1", "1.start": "2,5"}
    page = html(at)
    assert "Chaque ordre doit être planifié" in page
    assert "Retard total" in page
    at = opened(row)
    assert widget(at.text_input, "schedule", "1.start").value == "2,5"
    assert widget(at.selectbox, "schedule", "1.order").value == "OF-1"
    sound(widget(at.text_input, "schedule", "1.start").set_value("").run())
    assert raw(store, row, "schedule") == {"1.order": "OF-1"}


def test_a_plan_whose_check_rests_on_an_answer_says_nothing_before_hand_in(
    store: Store, row: SittingRow
) -> None:
    at = opened(row)
    sound(widget(at.selectbox, "loading", "CMD-01.vehicle").set_value("V1").run())
    assert raw(store, row, "loading") == {"CMD-01.vehicle": "V1"}
    assert "Chaque commande doit être chargée" not in html(at)


def test_a_switch_of_language_loses_nothing(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sound(widget(at.text_input, "schedule", "1.start").set_value("2,5").run())
    sound(widget(at.selectbox, "schedule", "1.shift", "fr").set_value("evening").run())
    at = opened(row, "en")
    assert widget(at.selectbox, "schedule", "1.shift", "en").value == "evening"
    sound(widget(at.text_input, "schedule", "2.start").set_value("4.5").run(), "en")
    assert raw(store, row, "schedule") == {"1.start": "2.5", "1.shift": "evening", "2.start": "4.5"}


def upload(at: AppTest, content: bytes) -> AppTest:
    files = [one for one in at.get("file_uploader") if ":schedule:" in one.key]
    assert len(files) == 1
    return files[0].set_value(("plan.csv", content, "text/csv")).run()


def test_a_file_takes_the_place_of_the_table(store: Store, row: SittingRow) -> None:
    at = opened(row)
    sound(widget(at.text_input, "schedule", "3.start").set_value("9").run())
    rows = [["Ordre de fabrication", "Début (h)", "Note"], ["OF-2", "1,5", "x"], ["OF-1", "0", ""]]
    at = sound(upload(at, written(rows, "fr")))
    assert raw(store, row, "schedule") == {
        "1.order": "OF-2", "1.start": "1,5", "2.order": "OF-1", "2.start": "0",
    }  # fmt: skip
    assert "2 lignes lues. Colonnes laissées de côté\u00a0: Note." in html(at)
    assert widget(at.text_input, "schedule", "1.start").value == "1,5"
    assert widget(at.text_input, "schedule", "3.start").value == ""
    at = sound(upload(at, written([["Ordre de fabrication", "Début"], ["OF-77", "1"]], "fr")))
    assert "OF-77" in html(at)
    assert "Rien n’a été modifié" in html(at)
    assert len(raw(store, row, "schedule")) == 4


def test_the_debrief_shows_both_plans(store: Store, row: SittingRow) -> None:
    found = variant()
    answers = {name: Answer(value, "fr") for name, value in key_answers(found).items()}
    loading = dict(answers["loading"].raw)  # type: ignore[arg-type]
    answers["loading"] = Answer({**loading, "CMD-02.vehicle": "V1", "CMD-03.vehicle": "V1"}, "fr")
    for name, answer in answers.items():
        store.save_answer(row.id, row.learner_id, name, answer.raw, "fr", NOW)
    store.hand_in(row.id, row.learner_id, NOW, mark(found, answers).as_dict())
    page = html(opened(row, page="debrief"))
    assert page.count("Votre plan") >= 2
    assert "Plan de référence" in page
    assert "Un véhicule dépasse sa charge utile" in page
    assert "La charge et la limite de chaque moyen" in page
    english = html(opened(row, "en", page="debrief"))
    assert "Reference plan" in english


def test_what_is_wrong_is_named_under_its_row_and_drawn(store: Store) -> None:
    row = store.start_sitting(store.local_learner().id, "workshop", 1, SEED, "fr", NOW)
    at = opened(row)
    sound(widget(at.text_input, "schedule", "OF-1/10.start").set_value("0").run())
    at = sound(widget(at.text_input, "schedule", "OF-1/20.start").set_value("1").run())
    said = "<small>! L’opération précédente n’est pas finie\u00a0: 1\u00a0h pour 2\u00a0h</small>"
    assert f"OF-1/20{said}" in html(at)
    assert "OF-1/10<small>" not in html(at)
    assert "marque un ordre en retard" in html(at)
    at = sound(widget(at.text_input, "schedule", "OF-1/20.start").set_value("2").run())
    assert "<small>!" not in html(at)
    page = html(at)
    assert "OF-1/20</td>" in page, "the figures of the picture, as a table"
