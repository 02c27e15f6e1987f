"""The catalogue: cases to begin, sittings to take up again, results; and what it says when there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from screens_harness import NOW, SLUG, html, new_store, open_page, sent, sit, sound, variant, widget

from app.i18n import translator
from app.screens import catalogue
from app.screens.catalogue import read_seed
from app.store import Store, StoreNotWritable
from cases.library import load
from cases.marking import mark
from cases.problem import CaseError, Problem


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_case_is_offered_with_what_a_learner_chooses_by(store: Store, lang: str) -> None:
    at, case, t = open_page(lang=lang), load(SLUG), translator(lang)
    assert [title.value for title in at.title] == [t("catalogue.title")]
    assert case.title(lang) in [head.value for head in at.subheader]
    assert case.summary(lang) in [text.value for text in at.markdown]
    assert f"<b>{case.duration_min}</b>" in html(at)
    assert t("catalogue.level_words", level=case.level, top=5) in html(at)
    for referential in {key.split("/")[0] for key in case.criteria}:
        number = sum(key.startswith(referential + "/") for key in case.criteria)
        assert t.plural("catalogue.criteria", number, name="").strip() in html(at)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_newcomer_is_told_where_results_will_appear(store: Store, lang: str) -> None:
    at = open_page(lang=lang)
    assert translator(lang)("catalogue.no_result") in html(at)
    assert translator(lang)("catalogue.begun") not in [head.value for head in at.header]


def test_begin_opens_a_sitting_of_a_new_variant(store: Store) -> None:
    at = open_page()
    sound(widget(at.button, SLUG).click().run())
    (row,) = store.sittings(store.local_learner().id)
    assert at.query_params["sitting"] == row.id
    assert (row.case_slug, row.lang, row.handed_in_at) == (SLUG, "fr", None)
    assert "lt-chip" in html(at)


def test_a_variant_number_can_be_chosen(store: Store) -> None:
    at = open_page()
    widget(at.text_input, SLUG).set_value(" 42 ")
    sound(at.button(key=f"lt_begin_seed:{SLUG}").click().run())
    assert [row.seed for row in store.sittings(store.local_learner().id)] == [42]


def test_a_variant_number_that_cannot_be_read_is_refused_in_words(store: Store) -> None:
    at = open_page()
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


def test_a_sitting_in_progress_can_be_taken_up_again(store: Store) -> None:
    row = sit(store)
    store.save_answer(row.id, row.learner_id, "annual_demand", "12 000", "fr", NOW)
    at = open_page()
    assert translator("fr")("catalogue.begun") in [head.value for head in at.header]
    assert translator("fr")("catalogue.answered", answered=1, total=len(load(SLUG).questions)) in html(at)
    sound(widget(at.button, row.id).click().run())
    assert at.query_params["sitting"] == row.id
    assert widget(at.text_input, "annual_demand").value == "12 000"


def test_many_sittings_in_progress_leave_room_for_the_cases(store: Store) -> None:
    rows = [sit(store, seed=seed) for seed in range(1, 6)]
    at = open_page()
    assert translator("fr").plural("catalogue.begun_others", 2) in [one.label for one in at.expander]
    assert all(widget(at.button, row.id) for row in rows)


def test_a_result_shows_its_mark_and_leads_to_its_debrief(store: Store) -> None:
    row = sit(store)
    marked = mark(variant(), {}).as_dict() | {"score": 14.5, "max_score": 20}
    store.hand_in(row.id, row.learner_id, NOW, marked)
    at = open_page()
    assert "14,5\u00a0/\u00a020" in html(at)
    assert translator("fr")("catalogue.begun") not in [head.value for head in at.header]
    sound(widget(at.button, row.id).click().run())
    assert at.query_params["sitting"] == row.id


def test_an_empty_library_says_what_to_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "slugs", lambda: ())
    assert translator("fr")("catalogue.no_case") in [info.value for info in open_page().info]


def test_a_broken_case_does_not_take_the_others_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = catalogue.session.case

    def broken(slug: str) -> object:
        if slug == "broken":
            raise CaseError((Problem("file_missing", "broken/fr.md", None, {"file": "fr.md"}),))
        return real(slug)

    monkeypatch.setattr(catalogue, "slugs", lambda: ("broken", SLUG))
    monkeypatch.setattr(catalogue.session, "case", broken)
    at = open_page()
    assert translator("fr")("catalogue.broken", slug="broken") in [warning.value for warning in at.warning]
    assert load(SLUG).title("fr") in [head.value for head in at.subheader]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_store_that_fails_is_told_with_what_is_safe(
    store: Store, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def fail(*_: object) -> Mapping[str, object]:
        raise StoreNotWritable(where="logitrain.db")

    monkeypatch.setattr(Store, "sittings", fail)
    said = " ".join(warning.value for warning in open_page(lang=lang).warning)
    assert translator(lang)("store.not_writable", where="logitrain.db") in said
    assert translator(lang)("notice.nothing_lost") in said


def test_the_language_can_be_switched(store: Store) -> None:
    at = open_page()
    at.segmented_control[0].set_value("en").run()
    assert [title.value for title in sound(at, "en").title] == ["Catalogue"]
    assert load(SLUG).title("en") in [head.value for head in at.subheader]
    assert at.query_params["lang"] == "en"


def test_every_message_of_the_page_has_a_text(store: Store) -> None:
    row = sit(store)
    for lang in ("fr", "en"):
        for page in ("catalogue", "sitting", "debrief"):
            words = sent(open_page(page, lang, sitting=row.id))
            for prefix in (
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
