"""Sitting a case: every change saved as typed, nothing lost, and no key before handing in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from screens_harness import (
    HOSTILE,
    NOW,
    SEED,
    SLUG,
    foot,
    html,
    new_store,
    offered,
    open_page,
    press,
    review,
    sent,
    sit,
    sound,
    variant,
    widget,
)
from streamlit.testing.v1 import AppTest

from app import session
from app.i18n import translator
from app.store import SavedAnswer, SittingRow, Store, StoreLocked
from cases.answers import Answer
from cases.debrief import debrief
from cases.decisions import compare
from cases.indicators import level_label
from cases.marking import check, mark


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


@pytest.fixture
def row(store: Store) -> SittingRow:
    return sit(store)


def saved(store: Store, row: SittingRow, question: str) -> SavedAnswer:
    return store.answers(row.id, row.learner_id)[question]


def chip(at: AppTest, number: int, *states: str, lang: str = "fr") -> bool:
    t = translator(lang)
    words = ", ".join(t("bar." + state) for state in states)
    return f'aria-label="{t("bar.chip", number=number, state=words)}"' in html(at)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_paper_and_the_questions_are_there(store: Store, row: SittingRow, lang: str) -> None:
    at, case = open_page("sitting", lang, sitting=row.id), variant().case
    assert case.title(lang) in html(at)
    assert [tab.label for tab in at.tabs][1:] == [
        translator(lang)("paper.annex", number=number) for number in range(1, len(case.annexes) + 1)
    ]
    for number, question in enumerate(case.questions, start=1):
        assert case.papers[lang].sections[question.id].title.text in html(at)
        assert chip(at, number, "empty", lang=lang)
    assert html(at).count("<caption") == html(at).count("<table") > 4
    assert translator(lang)("bar.nothing_yet") in html(at)


def test_a_figure_is_saved_as_typed_and_read_back(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    sound(widget(at.text_input, "annual_demand").set_value("12 345,5 pièces").run())
    answer = saved(store, row, "annual_demand")
    assert (answer.raw, answer.lang) == ("12 345,5 pièces", "fr")
    at.run()
    assert check(variant(), "annual_demand", Answer("12 345,5 pièces", "fr")).message("fr") in html(at)
    assert chip(at, 1, "answered")
    assert translator("fr")("bar.nothing_yet") not in html(at)


def test_the_time_of_the_last_save_is_shown(
    store: Store, row: SittingRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save_answer(row.id, row.learner_id, "annual_demand", "1", "fr", NOW)
    store.save_answer(row.id, row.learner_id, "lot_size", "2", "fr", NOW + timedelta(minutes=1))
    assert translator("fr")("bar.saved_at", time="14:33") in html(open_page("sitting", sitting=row.id))


def test_reload_and_new_tab_show_what_was_saved(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    widget(at.text_input, "annual_demand").set_value("12 000").run()
    at.run()
    widget(at.radio, "mode", "fr").set_value("periodic").run()
    at.run()
    widget(at.text_input, "policy", "s").set_value("500").run()
    again = open_page("sitting", sitting=row.id)
    assert widget(again.text_input, "annual_demand").value == "12 000"
    assert widget(again.radio, "mode", "fr").value == "periodic"
    assert widget(again.text_input, "policy", "s").value == "500"
    assert widget(again.slider, "policy", "s", "slide").value == 500


def test_hostile_text_is_kept_as_typed_and_never_obeyed(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    asked = [(q.id,) for q in variant().case.questions if q.type == "number" and not q.boxes and not q.steps]
    fields: list[tuple[str, ...]] = [*asked, ("lead_time", "mean")]
    typed = list(zip(fields, HOSTILE, strict=True))
    for field, text in typed:
        sound(widget(at.text_input, *field).set_value(text).run())
        raw = saved(store, row, field[0]).raw
        assert (raw if len(field) == 1 else raw[field[1]]) == text  # type: ignore[index, call-overload]
        sound(at.run())
    assert "<script>alert" not in "".join(element.value for element in at.get("html"))
    for field, text in typed:
        answer = Answer(text if len(field) == 1 else {field[1]: text}, "fr")
        if not check(variant(), field[0], answer).ok:
            assert chip(at, variant().case.question_ids.index(field[0]) + 1, "unreadable"), (field, text)
    assert html(at).count("is-wrong") >= len(HOSTILE) - 1


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_cannot_be_read_is_told_with_how_to_write_it(store: Store, row: SittingRow, lang: str) -> None:
    at = open_page("sitting", lang, sitting=row.id)
    widget(at.text_input, "annual_demand").set_value("douze").run()
    at.run()
    message = check(variant(), "annual_demand", Answer("douze", lang)).message(lang)
    assert message.split("“")[0].split("«")[0] in html(at)
    assert chip(at, 1, "unreadable", lang=lang)


def test_a_blank_is_a_blank_again(store: Store, row: SittingRow) -> None:
    store.save_answer(row.id, row.learner_id, "annual_demand", "12", "fr", NOW)
    at = open_page("sitting", sitting=row.id)
    widget(at.text_input, "annual_demand").set_value("").run()
    at.run()
    assert saved(store, row, "annual_demand").raw == ""
    assert chip(at, 1, "empty")


def test_a_choice_is_saved_by_its_id_and_can_be_taken_back(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    widget(at.radio, "mode", "fr").set_value("kanban").run()
    assert saved(store, row, "mode").raw == ["kanban"]
    at.run()
    sound(press(at, "mode", "clear"))
    assert saved(store, row, "mode").raw == []


def test_switching_language_loses_nothing(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    widget(at.text_input, "annual_demand").set_value("12 345,5").run()
    at.run()
    widget(at.radio, "mode", "fr").set_value("periodic").run()
    at.run()
    at.segmented_control[0].set_value("en").run()
    sound(at, "en")
    assert widget(at.text_input, "annual_demand").value == "12 345,5"
    assert widget(at.radio, "mode", "en").value == "periodic"
    assert "12,345.5" in html(at)
    assert saved(store, row, "annual_demand").lang == "fr"
    at.segmented_control[0].set_value("fr").run()
    assert widget(sound(at).radio, "mode", "fr").value == "periodic"


def test_a_decision_typed_in_one_language_goes_on_in_the_other(store: Store, row: SittingRow) -> None:
    store.save_answer(row.id, row.learner_id, "policy", {"s": "1 200", "Q": ""}, "fr", NOW)
    at = open_page("sitting", "en", sitting=row.id)
    sound(widget(at.text_input, "policy", "Q").set_value("1,500").run(), "en")
    answer = saved(store, row, "policy")
    assert (answer.raw, answer.lang) == ({"s": "1,200", "Q": "1,500"}, "en")


def test_hints_open_one_at_a_time_and_are_remembered(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    steps = variant().case.papers["fr"].sections["daily_mean.hints"].steps
    assert steps[0].text not in sent(at)
    sound(press(at, "daily_mean", "hint"))
    assert store.hints(row.id, row.learner_id) == {"daily_mean": 1}
    again = sent(open_page("sitting", sitting=row.id))
    assert steps[0].text in again
    assert steps[1].text not in again


def test_a_question_can_be_marked_to_review(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    sound(review(at, "lot_size"))
    assert store.flags(row.id, row.learner_id) == {"lot_size"}
    again = open_page("sitting", sitting=row.id)
    assert chip(again, 5, "empty", "flagged")
    assert foot(again, "lot_size")["flagged"]
    sound(review(again, "lot_size", ticked=False))
    assert store.flags(row.id, row.learner_id) == frozenset()


def test_a_typed_figure_moves_the_slider_and_draws_the_year(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    assert translator("fr")("decision.invite") in [info.value for info in at.info]
    widget(at.text_input, "policy", "s").set_value("600").run()
    at.run()
    sound(widget(at.text_input, "policy", "Q").set_value("900").run())
    assert widget(at.slider, "policy", "Q", "slide").value == 900
    assert saved(store, row, "policy").raw == {"s": "600", "Q": "900"}
    (trial,) = store.trials(row.id, row.learner_id)
    assert (trial.inputs, trial.year) == ({"s": 600, "Q": 900}, 1)
    assert len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == 1
    assert level_label("s", "fr") in html(at)


def test_the_slider_writes_the_figure_and_saves_it(store: Store, row: SittingRow) -> None:
    store.save_answer(row.id, row.learner_id, "policy", {"s": "600", "Q": "900"}, "fr", NOW)
    at = open_page("sitting", sitting=row.id)
    assert widget(at.slider, "policy", "s", "slide").value == 600
    sound(widget(at.slider, "policy", "s", "slide").set_value(1200).run())
    assert saved(store, row, "policy").raw == {"s": "1\u202f200", "Q": "900"}
    assert widget(at.text_input, "policy", "s").value == "1\u202f200"


def test_another_training_year_is_another_year(store: Store, row: SittingRow) -> None:
    store.save_answer(row.id, row.learner_id, "policy", {"s": "600", "Q": "900"}, "fr", NOW)
    at = open_page("sitting", sitting=row.id)
    year = next(
        control for control in at.segmented_control if control.key and control.key.startswith("lt_year")
    )
    sound(year.set_value(3).run())
    assert [trial.year for trial in store.trials(row.id, row.learner_id)] == [3]


def test_a_figure_out_of_range_is_told_and_draws_nothing(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    widget(at.text_input, "policy", "s").set_value("999999").run()
    at.run()
    sound(widget(at.text_input, "policy", "Q").set_value("900").run())
    assert translator("fr")("decision.invite") in [info.value for info in at.info]
    assert "is-wrong" in html(at)
    assert saved(store, row, "policy").raw == {"s": "999999", "Q": "900"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_address_that_leads_nowhere_says_what_to_do(store: Store, lang: str) -> None:
    for address in ({}, {"sitting": "nobody"}, {"sitting": "../../etc/passwd"}):
        at = open_page("sitting", lang, **address)
        assert [title.value for title in at.title] == [translator(lang)("notice.no_sitting_title")]
        assert translator(lang)("notice.nothing_lost") in at.warning[0].value


def test_another_learners_sitting_looks_like_none_at_all(
    store: Store, row: SittingRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "learner_id", lambda: row.learner_id + 1)
    for page in ("sitting", "debrief"):
        at = open_page(page, sitting=row.id)
        assert [title.value for title in at.title] == [translator("fr")("notice.no_sitting_title")]
        assert not at.text_input


@pytest.mark.parametrize("page", ["sitting", "debrief"])
def test_a_sitting_of_a_version_that_is_gone_is_not_shown_with_other_questions(
    store: Store, page: str
) -> None:
    now = variant().case.version
    row = store.start_sitting(store.local_learner().id, SLUG, now + 7, SEED, "fr", NOW)
    at = open_page(page, sitting=row.id)
    assert translator("fr")("notice.other_version", version=now + 7, now=now) in at.warning[0].value
    assert not at.text_input


def test_what_cannot_be_saved_is_kept_told_and_tried_again(
    store: Store, row: SittingRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreLocked(where="logitrain.db")

    at = open_page("sitting", sitting=row.id)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "save_answer", fail)
        sound(widget(at.text_input, "annual_demand").set_value("12 000").run())
        assert translator("fr")("bar.not_saved") in html(at)
        assert translator("fr")("store.locked", where="logitrain.db") in [
            warning.value for warning in at.warning
        ]
        at.run()
        assert widget(at.text_input, "annual_demand").value == "12 000"
    assert store.answers(row.id, row.learner_id) == {}
    sound(at.button(key="lt_retry").click().run())
    assert saved(store, row, "annual_demand").raw == "12 000"
    assert translator("fr")("bar.not_saved") not in html(at)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_of_the_key_is_sent_before_handing_in(store: Store, row: SittingRow, lang: str) -> None:
    paper = variant()
    told = debrief(paper, {}, mark(paper, {}), lang)
    store.save_answer(row.id, row.learner_id, "policy", {"s": "600", "Q": "900"}, lang, NOW)
    words = sent(open_page("sitting", lang, sitting=row.id))
    assert paper.case.title(lang) in words
    for item in told:
        assert item.solution not in words
        if sum(character.isdigit() for character in item.expected) >= 3:  # fewer are found anywhere
            assert item.expected not in words
        for after in ("mistakes", "feedback", "notices"):
            section = paper.case.papers[lang].sections.get(f"{item.id}.{after}")
            for text in section.items.values() if section else ():
                assert text.text not in words
    best = compare(paper, "policy", None).reference_policy
    assert f'"{best["s"]:.0f}"' not in words


def test_a_sitting_handed_in_is_read_only(store: Store, row: SittingRow) -> None:
    store.save_answer(row.id, row.learner_id, "annual_demand", "12", "fr", NOW)
    store.save_answer(row.id, row.learner_id, "policy", {"s": "600", "Q": "900"}, "fr", NOW)
    store.hand_in(row.id, row.learner_id, NOW, mark(variant(), {}).as_dict())
    at = open_page("sitting", sitting=row.id)
    assert translator("fr")("sitting.closed") in [info.value for info in at.info]
    assert all(field.disabled for field in (*at.text_input, *at.radio, *at.checkbox, *at.slider))
    assert not [b for b in at.button if b.key and b.key.startswith("lt_hand_in")]
    assert not offered(at, "hint")
    assert not offered(at, "clear")
    assert foot(at, "lot_size")["disabled"]
    review(press(at, "lot_size", "hint"), "lot_size")
    assert (store.hints(row.id, row.learner_id), store.flags(row.id, row.learner_id)) == ({}, frozenset())
    assert store.trials(row.id, row.learner_id) == ()


def test_a_tab_left_open_cannot_change_a_paper_handed_in(store: Store, row: SittingRow) -> None:
    at = open_page("sitting", sitting=row.id)
    store.hand_in(row.id, row.learner_id, NOW, mark(variant(), {}).as_dict())
    sound(widget(at.text_input, "annual_demand").set_value("12 000").run())
    assert store.answers(row.id, row.learner_id) == {}
    assert translator("fr")("store.already_handed_in") in [warning.value for warning in at.warning]


def test_an_answer_and_a_click_that_come_together_both_count(store: Store) -> None:
    """A busy server takes what was typed and the click right after it as one interaction."""
    row = sit(store)
    at = open_page("sitting", sitting=row.id)
    next(box for box in at.text_input if box.key and box.key.endswith(":lot_size")).set_value("1")
    next(button for button in at.button if button.key == "lt_hand_in").click()
    at.run()
    assert any(button.key == "lt_hand_in_sure" for button in at.button)
    assert store.answers(row.id, row.learner_id)["lot_size"].raw == "1"
