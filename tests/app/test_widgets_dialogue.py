"""A dialogue on the page: said reply by reply, kept at once, taken up again, and annotated once handed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_harness import NOW, html, new_store, open_page, sound, widget
from streamlit.testing.v1 import AppTest

import cases.library
from app.store import SittingRow, Store
from app.widgets.talk import Bubble, talk
from cases.answers import Answer, Raw
from cases.load import load_folder
from cases.marking import mark
from cases.policy import MOCK_EXAM, Policy
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
BEST = ["own_up", "explain", "ask_needs", "check_back", "split", "recap"]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    monkeypatch.setattr(cases.library, "library_folder", lambda: FIXTURES)
    return new_store(monkeypatch, tmp_path)


def sitting(store: Store, policy: Policy | None = None) -> SittingRow:
    kept = None if policy is None else policy.as_dict()
    return store.start_sitting(store.local_learner().id, "dialogue", 1, 3, "fr", NOW, policy=kept)


def said(store: Store, row: SittingRow) -> Raw:
    return store.answers(row.id, row.learner_id)["call"].raw


def opened(row: SittingRow, lang: str = "fr", page: str = "sitting") -> AppTest:
    return open_page(page, lang, sitting=row.id)


def reply(at: AppTest, step: int, made: str, lang: str = "fr") -> AppTest:
    sound(widget(at.radio, "call", str(step), lang).set_value(made).run(), lang)
    return sound(widget(at.button, "call", str(step)).click().run(), lang)


def test_replies_are_said_one_by_one_and_kept(store: Store) -> None:
    row = sitting(store)
    at = opened(row)
    assert "Where is my order?" in html(at)
    assert "What went wrong, exactly?" not in html(at)
    assert widget(at.button, "call", "0").disabled
    at = reply(at, 0, "own_up")
    assert said(store, row) == ["own_up"]
    at = reply(opened(row), 1, "hide")
    assert said(store, row) == ["own_up", "hide"]
    page = html(opened(row))
    assert (
        page.index("Where is my order?") < page.index("It is serious for me.") < page.index("So what happens")
    )


def test_what_is_chosen_but_not_said_survives_a_switch_of_language(store: Store) -> None:
    row = sitting(store)
    at = opened(row)
    sound(widget(at.radio, "call", "0", "fr").set_value("vague").run())
    at.query_params["lang"] = "en"
    at.session_state["lt_lang"] = "en"
    sound(at.run(), "en")
    assert widget(at.radio, "call", "0", "en").value == "vague"
    assert not store.answers(row.id, row.learner_id)


def test_practice_translates_and_starts_again_an_exam_does_neither(store: Store) -> None:
    row = sitting(store)
    store.save_answer(row.id, row.learner_id, "call", BEST[:2], "fr", NOW)
    at = opened(row)
    assert "Où est ma commande\u202f?" in html(at)
    restart = next(one for one in at.button if one.key and one.key.startswith("lt_restart"))
    sound(restart.click().run())
    assert not store.answers(row.id, row.learner_id)["call"].raw
    exam = sitting(store, MOCK_EXAM)
    store.save_answer(exam.id, exam.learner_id, "call", BEST[:2], "fr", NOW)
    at = opened(exam)
    assert "Où est ma commande" not in html(at)
    assert not [one for one in at.button if one.key and one.key.startswith("lt_restart")]


def test_nothing_says_how_well_it_goes_before_hand_in(store: Store) -> None:
    row = sitting(store, MOCK_EXAM)
    store.save_answer(row.id, row.learner_id, "call", ["blame", "hide"], "fr", NOW)
    page = html(opened(row))
    assert "Mr Fenn est froid." in page
    assert "Le client a un contrat avec vous" not in page
    assert "Registre professionnel" not in page


def handed_in(store: Store, path: list[str]) -> SittingRow:
    """A sitting of one dialogue, handed in."""
    row = sitting(store)
    store.save_answer(row.id, row.learner_id, "call", path, "fr", NOW)
    variant = draw(load_folder(FIXTURES / "dialogue"), 3)
    given = mark(variant, {"call": Answer(path)}).as_dict()
    store.hand_in(row.id, row.learner_id, NOW, given)
    return row


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_debrief_annotates_the_exchange(store: Store, lang: str) -> None:
    row = handed_in(store, [*BEST[:4], "all_by_air", "recap"])
    page = html(opened(row, lang, "debrief"))
    words = {
        "fr": (
            "Registre professionnel",
            "Le client est servi, mais cela coûte",
            "pas atteint",
            "Votre échange",
        ),
        "en": (
            "Professional register",
            "The customer is served, but it costs",
            "not reached",
            "Your exchange",
        ),
    }[lang]
    assert [one for one in words if one not in page] == []
    assert page.count("We will fly the whole order over") == 1
    assert page.count("Where is my order?") == 2  # once in the learner's exchange, once in the best one


def test_the_best_exchange_stands_alone_where_there_is_nothing_beside_it(store: Store) -> None:
    assert html(opened(handed_in(store, BEST), "en", "debrief")).count("Where is my order?") == 1


def test_what_is_said_never_becomes_markup() -> None:
    hostile = "<script>alert(1)</script>\"'&"
    made = talk(
        [Bubble(hostile, hostile, True, hostile, [hostile], [("+", hostile, "gained")])],
        "en",
        "fr",
        hostile,
        hostile,
    )
    assert "<script>" not in made
    assert 'lang="en"' in made
    assert made.count("<li") == 2
