"""The catalogue: cases to begin, filters kept in the address, and what it says when there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from screens_harness import (
    HOSTILE,
    NOW,
    SLUG,
    html,
    new_store,
    open_page,
    sent,
    sit,
    sound,
    variant,
    widget,
)
from streamlit.testing.v1 import AppTest

from app.i18n import translator
from app.screens import case_cards
from app.screens.case_cards import read_seed
from app.store import Store, StoreNotWritable
from cases.library import load, slugs
from cases.marking import mark
from cases.problem import CaseError, Problem


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_case_is_offered_with_what_a_learner_chooses_by(store: Store, lang: str) -> None:
    at, case, t = open_page("catalogue", lang), load(SLUG), translator(lang)
    assert [title.value for title in at.title] == [t("catalogue.title")]
    assert case.title(lang) in [head.value for head in at.subheader]
    assert case.summary(lang) in [text.value for text in at.markdown]
    assert f"<b>{case.duration_min}</b>" in html(at)
    assert t("catalogue.level_words", level=case.level, top=5) in html(at)
    for referential in {key.split("/")[0] for key in case.criteria}:
        number = sum(key.startswith(referential + "/") for key in case.criteria)
        assert t.plural("catalogue.criteria", number, name="").strip() in html(at)


def test_begin_opens_a_sitting_of_a_new_variant(store: Store) -> None:
    at = open_page("catalogue")
    sound(widget(at.button, SLUG).click().run())
    (row,) = store.sittings(store.local_learner().id)
    assert at.query_params["sitting"] == row.id
    assert (row.case_slug, row.lang, row.handed_in_at) == (SLUG, "fr", None)
    assert "lt-chip" in html(at)


def test_a_variant_number_can_be_chosen(store: Store) -> None:
    at = open_page("catalogue")
    widget(at.text_input, SLUG).set_value(" 42 ")
    sound(at.button(key=f"lt_begin_seed:{SLUG}").click().run())
    assert [row.seed for row in store.sittings(store.local_learner().id)] == [42]


def test_a_variant_number_that_cannot_be_read_is_refused_in_words(store: Store) -> None:
    at = open_page("catalogue")
    widget(at.text_input, SLUG).set_value("quarante-deux")
    sound(at.button(key=f"lt_begin_seed:{SLUG}").click().run())
    assert any("0" in warning.value for warning in at.warning)
    assert store.sittings(store.local_learner().id) == ()


@pytest.mark.parametrize(
    ("text", "seed"),
    [("42", 42), (" 1 000 ", 1000), ("0", 0), ("2147483647", 2147483647)]
    + [(bad, None) for bad in ("", "-1", "1,5", "1e3", "٣", "2147483648", "9" * 40, "x")],
)
def test_read_seed(text: str, seed: int | None) -> None:
    assert read_seed(text) == seed


def test_an_empty_library_says_what_to_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_cards, "every_slug", lambda: ())
    assert translator("fr")("catalogue.no_case") in [info.value for info in open_page("catalogue").info]


def test_a_broken_case_does_not_take_the_others_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = case_cards.session.case

    def broken(slug: str) -> object:
        if slug == "broken":
            raise CaseError((Problem("file_missing", "broken/fr.md", None, {"file": "fr.md"}),))
        return real(slug)

    monkeypatch.setattr(case_cards, "every_slug", lambda: ("broken", SLUG))
    monkeypatch.setattr(case_cards.session, "case", broken)
    at = open_page("catalogue")
    assert translator("fr")("catalogue.broken", slug="broken") in [warning.value for warning in at.warning]
    assert load(SLUG).title("fr") in [head.value for head in at.subheader]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_store_that_fails_is_told_with_what_is_safe(
    store: Store, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def fail(*_: object) -> Mapping[str, object]:
        raise StoreNotWritable(where="logitrain.db")

    monkeypatch.setattr(Store, "sittings", fail)
    said = " ".join(warning.value for warning in open_page("catalogue", lang).warning)
    assert translator(lang)("store.not_writable", where="logitrain.db") in said
    assert translator(lang)("notice.nothing_lost") in said


def test_the_language_can_be_switched(store: Store) -> None:
    at = open_page("catalogue")
    at.segmented_control[0].set_value("en").run()
    assert [title.value for title in sound(at, "en").title] == ["Catalogue"]
    assert load(SLUG).title("en") in [head.value for head in at.subheader]
    assert at.query_params["lang"] == "en"


def test_every_message_of_the_page_has_a_text(store: Store) -> None:
    row = sit(store)
    for lang in ("fr", "en"):
        for page in ("home", "catalogue", "results", "sitting", "debrief"):
            words = sent(open_page(page, lang, sitting=row.id))
            for prefix in (
                "home.",
                "results.",
                "catalogue.",
                "sitting.",
                "debrief.",
                "bar.",
                "question.",
                "decision.",
                "chart.",
                "chrome.",
            ):
                assert f'"{prefix}' not in words
                assert f">{prefix}" not in words


def titles(at: AppTest) -> list[str]:
    return [head.value for head in at.subheader]


def test_an_address_with_filters_shows_the_cases_that_match(store: Store) -> None:
    at = open_page("catalogue", referential="rncp11928", block="B2", level="2")
    assert titles(at) == [load(SLUG).title("fr")]
    assert f"1 cas sur {len(slugs())}" in html(at)
    assert at.query_params["block"] == "B2"
    sound(at.button(key="lt_filters_off").click().run())
    assert len(titles(at)) == len(slugs())
    assert "block" not in at.query_params


def test_a_filter_chosen_stands_in_the_address_and_outlives_the_language(store: Store) -> None:
    at = open_page("catalogue")
    sound(at.selectbox(key="lt_filter:level:fr").select("2").run())
    assert at.query_params["level"] == "2"
    assert len(titles(at)) == sum(load(one).level == 2 for one in slugs())
    at.segmented_control[0].set_value("en").run()
    assert at.selectbox(key="lt_filter:level:en").value == "2"


def test_a_search_finds_words_without_their_accents(store: Store) -> None:
    at = open_page("catalogue", text="ECONOMIQUE wilson")
    assert load(SLUG).title("fr") in titles(at)
    assert len(titles(at)) < len(slugs())


def test_nothing_found_says_what_to_let_go(store: Store) -> None:
    at = open_page("catalogue", duration="long", text="zzzz")
    t = translator("fr")
    assert t("home.nothing") in [info.value for info in at.info]
    assert titles(at) == []
    sound(at.button(key="lt_loosen:text").click().run())
    assert titles(at)
    assert "text" not in at.query_params


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_address_names_and_nobody_offers_is_left_out(store: Store, text: str) -> None:
    at = open_page("catalogue", referential=text, level=text, sort=text)
    assert len(titles(at)) == len(slugs())


def test_a_card_says_what_the_learner_made_of_the_case(store: Store) -> None:
    row = sit(store)
    t = translator("fr")
    assert t("home.case_begun") in html(open_page("catalogue"))
    marking = mark(variant(), {}).as_dict() | {"score": 14.5, "max_score": 20, "pending": 0}
    store.hand_in(row.id, row.learner_id, NOW, marking)
    done = t.plural("home.case_done", 1)
    assert t("home.case_best", done=done, mark="14,5\u00a0/\u00a020") in html(open_page("catalogue"))


def test_a_case_that_a_trainer_brought_is_named_as_such(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_cards, "slugs", lambda: ())
    assert translator("fr")("home.own_case") in html(open_page("catalogue"))
