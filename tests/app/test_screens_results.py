"""My results: every paper, marks over time, and one's own past criterion by criterion."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from screens_harness import HOSTILE, NOW, SLUG, html, new_store, open_page, sent, sound, widget

from app.grading import marked
from app.i18n import translator
from app.store import SittingRow, Store
from cases.keyfile import key_answers
from cases.library import load
from cases.policy import EXAM, Policy
from cases.variant import draw


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


def handed_in(store: Store, seed: int, share: float = 1.0, policy: Policy | None = None) -> SittingRow:
    """A paper of the case handed in some days later, its first answers right and the others blank."""
    variant, me = draw(load(SLUG), seed), store.local_learner().id
    rules = None if policy is None else policy.as_dict()
    at = NOW + timedelta(days=seed)
    row = store.start_sitting(me, SLUG, variant.case.version, seed, "fr", at, policy=rules)
    known = list(key_answers(variant).items())
    for question, raw in known[: round(share * len(known))]:
        store.save_answer(row.id, me, question, raw, "fr", at + timedelta(minutes=5))
    end = at + timedelta(minutes=12)
    store.mark_and_hand_in(row.id, me, end, lambda saved: marked(store, row, variant, saved).as_dict())
    return row


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_without_a_paper_the_page_says_what_to_do(store: Store, lang: str) -> None:
    at, t = open_page("results", lang), translator(lang)
    assert [one.value for one in at.title] == [t("results.title")]
    assert t("results.none") in [one.value for one in at.info]
    assert t("competences.to_catalogue") in sent(at)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_two_papers_draw_a_curve_and_say_what_improved(store: Store, lang: str) -> None:
    handed_in(store, 1, 0.3)
    last = handed_in(store, 2)
    at, t = open_page("results", lang, referential="rncp11928"), translator(lang)
    page = html(at)
    assert len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == 2  # the marks, the wheel
    assert t("results.better") in page
    assert t("results.trend_up") in page
    assert t("results.worse") not in page
    assert t("results.before_last") in page
    assert f"debrief?sitting={last.id}&lang={lang}" in page
    assert t("results.minutes", minutes=24) in page
    assert not any(f"{mark}results." in sent(at) for mark in '">')


def test_one_paper_gives_its_mark_without_a_curve(store: Store) -> None:
    row = handed_in(store, 1)
    at, t = open_page("results"), translator("fr")
    assert t("results.one_mark") in html(at)
    assert t("results.no_past") in html(at)
    assert widget(at.button, row.id).label == t("catalogue.debrief")


def test_a_result_that_waits_shows_no_mark(store: Store) -> None:
    row = handed_in(store, 1, policy=EXAM)
    at, t = open_page("results"), translator("fr")
    assert t("catalogue.not_released") in html(at)
    assert t("results.no_mark") in [one.value for one in at.info]
    assert "/\u00a020" not in html(at)
    assert not [one for one in at.button if row.id in (one.key or "")]


def test_the_choice_of_a_block_stands_in_the_address(store: Store) -> None:
    handed_in(store, 1, 0.5)
    handed_in(store, 2)
    at = open_page("results", over="rncp11928", block="B2")
    assert at.selectbox(key="lt_results:block:rncp11928:fr").value == "B2"
    sound(at.selectbox(key="lt_results:over:fr").select("").run())
    assert "over" not in at.query_params


@pytest.mark.parametrize("text", HOSTILE[:3])
def test_an_address_that_names_nothing_shows_everything(store: Store, text: str) -> None:
    handed_in(store, 1)
    at = open_page("results", case=text, over=text, block=text, referential=text)
    assert at.selectbox(key="lt_results:case:fr").value == ""
