"""Decisions over a network on the page: figures and a choice, each stocking point, what is required, the debrief."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sound, widget
from streamlit.testing.v1 import AppTest

import cases.library
from app.i18n import translator
from app.store import SittingRow, Store
from cases.answers import Answer, Raw
from cases.library import load
from cases.marking import mark
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
SLUG, SEED = "decision-network", 1


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


def sitting(store: Store) -> SittingRow:
    return store.start_sitting(store.local_learner().id, SLUG, 1, SEED, "fr", NOW)


def plain(at: AppTest) -> str:
    return re.sub(r"\s", " ", html(at))


def decided(store: Store, row: SittingRow) -> Raw:
    return store.answers(row.id, row.learner_id)["covers"].raw


def decide(at: AppTest) -> AppTest:
    sound(widget(at.text_input, "covers", "depot_days").set_value("8,5").run())
    sound(widget(at.slider, "covers", "shop_days", "slide").set_value(2.5).run())
    return sound(widget(at.selectbox, "covers", "rhythm", "fr").set_value("weekly").run())


def test_figures_and_a_choice_give_a_run_with_every_stocking_point(store: Store) -> None:
    row = sitting(store)
    at = open_page("sitting", sitting=row.id)
    assert "Taux de service (quantités servies à temps) : au moins 90 %" in plain(at)
    assert "Valeur du stock moyen : au plus 8 000 €" in plain(at)
    assert translator("fr")("decision.invite") in [info.value for info in at.info]
    at = decide(at)
    assert decided(store, row) == {"depot_days": "8,5", "shop_days": "2,5", "rhythm": "weekly"}
    assert widget(at.slider, "covers", "depot_days", "slide").value == 8.5
    page = plain(at)
    for words in (
        "Niveau de recomplètement",
        "Coût de transport",
        "Magasin sud · KR-20",
        "limite respectée",
        "au plus",
    ):
        assert words in page
    [tried] = store.trials(row.id, row.learner_id)
    assert tried.inputs == {"depot_days": 8.5, "shop_days": 2.5, "rhythm": "weekly"}
    first = len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart"))
    chosen = next(box for box in at.selectbox if box.label == translator("fr")("tracks.choose"))
    assert chosen.options[3] == "Magasin nord · KR-20"
    at = sound(chosen.set_value(3).run())
    assert first == len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == 1


def test_a_decision_goes_on_in_the_other_language(store: Store) -> None:
    row = sitting(store)
    decide(open_page("sitting", sitting=row.id))
    at = open_page("sitting", "en", sitting=row.id)
    assert widget(at.selectbox, "covers", "rhythm", "en").value == "weekly"
    sound(widget(at.text_input, "covers", "depot_days").set_value("9.5").run(), "en")
    assert decided(store, row) == {"depot_days": "9.5", "shop_days": "2.5", "rhythm": "weekly"}
    assert "South shop · KR-20" in plain(at)


def test_a_figure_too_fine_is_told_and_gives_no_run(store: Store) -> None:
    at = decide(open_page("sitting", sitting=sitting(store).id))
    at = sound(widget(at.text_input, "covers", "depot_days").set_value("8,55").run())
    assert "au plus 1 chiffre(s) après la virgule" in plain(at)
    assert translator("fr")("decision.invite") in [info.value for info in at.info]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_debrief_compares_the_three_policies(store: Store, lang: str) -> None:
    row = sitting(store)
    raw = {"depot_days": "8,5", "shop_days": "2", "rhythm": "daily"}
    answers = {"covers": Answer(raw, "fr")}
    store.save_answer(row.id, row.learner_id, "covers", raw, "fr", NOW)
    variant = draw(load(SLUG), SEED)
    store.hand_in(row.id, row.learner_id, NOW, mark(variant, answers).as_dict(), engine="test")
    at, t = open_page("debrief", lang, sitting=row.id), translator(lang)
    page = plain(at)
    names = ("own", "reference", "naive", "worst", "short_naive")
    assert all(t(f"compared.{name}") in page for name in names)
    told = "Cover of the depot: 8.5 days" if lang == "en" else "Couverture du dépôt : 8,5 jours"
    assert told in page
    assert ("every day" if lang == "en" else "chaque jour") in page
    assert "depot_days" not in page
