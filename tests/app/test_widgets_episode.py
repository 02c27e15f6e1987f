"""Episodes on the page: played step by step, kept at once, taken up again, shown over the reference."""

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
from cases.policy import MOCK_EXAM, Policy
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
SEED = 3


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


def sitting(store: Store, policy: Policy | None = None) -> SittingRow:
    kept = None if policy is None else policy.as_dict()
    return store.start_sitting(store.local_learner().id, "episode", 1, SEED, "fr", NOW, policy=kept)


def played(store: Store, row: SittingRow, question: str = "ten_weeks") -> Raw:
    return store.answers(row.id, row.learner_id)[question].raw


def opened(row: SittingRow, lang: str = "fr", page: str = "sitting") -> AppTest:
    return open_page(page, lang, sitting=row.id)


def validate(at: AppTest, step: int, lang: str = "fr", question: str = "ten_weeks") -> AppTest:
    return sound(widget(at.button, question, str(step), "validate").click().run(), lang)


def test_a_week_is_decided_and_the_next_one_shows(store: Store) -> None:
    row = sitting(store)
    at = opened(row)
    assert "Semaine 1 sur 10" in html(at)
    sound(widget(at.text_input, "ten_weeks", "1", "order").set_value("120").run())
    sound(widget(at.radio, "ten_weeks", "1", "expedite", "fr").set_value("yes").run())
    sound(widget(at.checkbox, "ten_weeks", "1", "alert", "production").set_value(True).run())
    at = validate(at, 1)
    assert played(store, row) == {
        "1.done": "1", "1.order": "120", "1.expedite": "yes", "1.alert": "production",
    }  # fmt: skip
    page = html(at)
    assert "Semaine 2 sur 10" in page
    assert "Commande passée" in page
    assert "Semaine 2 sur 10" in html(opened(row))


def test_a_step_that_cannot_be_read_is_not_validated(store: Store) -> None:
    row = sitting(store)
    at = validate(opened(row), 1)
    assert "Il manque une décision" in html(at)
    sound(widget(at.text_input, "ten_weeks", "1", "order").set_value("beaucoup").run())
    at = validate(at, 1)
    assert "ne se lit pas comme un nombre" in html(at)
    assert widget(at.text_input, "ten_weeks", "1", "order").value == "beaucoup"
    assert "ten_weeks" not in store.answers(row.id, row.learner_id)
    sound(widget(at.text_input, "ten_weeks", "1", "order").set_value("0").run())
    at = validate(at, 1)
    assert "ne se lit pas comme un nombre" not in html(at)
    assert played(store, row)["1.order"] == "0"  # type: ignore[call-overload]


def test_a_table_of_orders_is_served(store: Store) -> None:
    row = sitting(store)
    at = opened(row)
    names = [one.key.rpartition(":")[2] for one in at.text_input if ":desk_week:1:allocate:" in one.key]
    assert names
    sound(widget(at.text_input, "desk_week", "1", "allocate", names[0]).set_value("3").run())
    validate(at, 1, question="desk_week")
    assert played(store, row, "desk_week") == {"1.done": "1", f"1.allocate.{names[0]}": "3"}
    at = validate(opened(row), 2, question="desk_week")
    assert "Jour 3 sur 8" in html(at)


def test_a_switch_of_language_loses_nothing(store: Store) -> None:
    row = sitting(store)
    at = opened(row)
    sound(widget(at.text_input, "ten_weeks", "1", "order").set_value("1 000").run())
    validate(at, 1)
    at = opened(row, "en")
    assert "Week 2 of 10" in html(at)
    sound(widget(at.text_input, "ten_weeks", "2", "order").set_value("50").run(), "en")
    validate(at, 2, "en")
    raw = played(store, row)
    assert [raw["1.order"], raw["2.order"]] == ["1,000", "50"]  # type: ignore[call-overload]
    assert "Semaine 3 sur 10" in html(opened(row))


def test_a_step_validated_in_another_tab_stands(store: Store) -> None:
    row = sitting(store)
    at = opened(row)
    sound(widget(at.text_input, "ten_weeks", "1", "order").set_value("120").run())
    store.save_answer(row.id, row.learner_id, "ten_weeks", {"1.order": "7"}, "fr", NOW)
    at = validate(at, 1)
    assert played(store, row) == {"1.order": "7"}
    assert "validée dans une autre fenêtre" in html(at)
    assert "Semaine 2 sur 10" in html(at)


def test_practice_may_start_again_and_an_exam_may_not(store: Store) -> None:
    exam = sitting(store, MOCK_EXAM)
    store.save_answer(exam.id, exam.learner_id, "ten_weeks", {"1.order": "5"}, "fr", NOW)
    at = opened(exam)
    assert not [one for one in at.button if one.key and one.key.endswith(":ten_weeks:restart")]
    row = sitting(store)
    store.save_answer(row.id, row.learner_id, "ten_weeks", {"1.order": "5"}, "fr", NOW)
    at = sound(widget(opened(row).button, "ten_weeks", "restart").click().run())
    assert "Semaine 1 sur 10" in html(at)


def test_the_debrief_lays_the_run_over_the_reference(store: Store) -> None:
    row = sitting(store)
    variant = draw(load_folder(FIXTURES / "episode"), SEED)
    answers = {name: Answer(raw, "fr") for name, raw in key_answers(variant).items()}
    short = {
        place: text for place, text in dict(answers["ten_weeks"].raw).items() if place[:2] in {"1.", "2."}
    }  # type: ignore[arg-type]
    answers["ten_weeks"] = Answer(short, "fr")
    for name, answer in answers.items():
        store.save_answer(row.id, row.learner_id, name, answer.raw, "fr", NOW)
    store.hand_in(row.id, row.learner_id, NOW, mark(variant, answers).as_dict())
    at = opened(row, page="debrief")
    page = html(at)
    assert "Sans méthode" in page
    assert "alerter la production dans la semaine" in page
    assert any("Partie inachevée" in one.value for one in at.markdown)
    assert "Key moments" in html(opened(row, "en", page="debrief"))
    assert not [one for one in opened(row).button if one.key and "validate" in one.key]


def test_a_network_is_played_by_a_table_of_its_stocks(store: Store) -> None:
    row = store.start_sitting(store.local_learner().id, "episode-network", 1, SEED, "fr", NOW)
    at = opened(row)
    assert "Dépôt (chaises)" in html(at)
    for stock in ("depot:chair", "depot:table", "shop:chair", "shop:table"):
        sound(widget(at.text_input, "both", "1", "orders", stock).set_value("40").run())
    labels = {one.label for one in at.text_input}
    assert "Magasin (tables), Quantité commandée (pièces)" in labels
    at = validate(at, 1, question="both")
    kept = played(store, row, "both")
    assert isinstance(kept, dict)
    assert kept["1.orders.shop:table"] == "40"
    assert "Magasin (tables)\u00a0: commande passée, 40." in html(at)


def test_a_row_is_decided_by_a_word(store: Store) -> None:
    row = store.start_sitting(store.local_learner().id, "order-portfolio", 1, SEED, "fr", NOW)
    at = opened(row)
    picked = widget(at.selectbox, "three_weeks", "1", "correct", "CMD-01", "fr")
    assert picked.label == "CMD-01, Corriger"
    assert list(picked.options)[:2] == ["–", "prix"]
    sound(picked.set_value("price").run())
    at = validate(at, 1, question="three_weeks")
    assert played(store, row, "three_weeks") == {"1.done": "1", "1.correct.CMD-01": "price"}
    assert "CMD-01\u00a0: anomalie corrigée (prix)." in html(at)
    assert "Jour 2 sur 15" in html(at)
