"""Two windows on one sitting: the later save stands, the earlier is kept, and the window that was behind is told."""

import re

import pytest
from screens_harness import fill, filled, html, new_store, open_page, sent, sit, sound, widget
from store_samples import LATER, NOON

from app.store import Store, StoreLocked

pytest_plugins = ["store_fixtures"]


# --- the store ---------------------------------------------------------------------------------------------


def test_the_later_save_stands_and_names_the_one_it_overtook(store, me, sitting):
    first = store.save_answer(sitting, me, "q1", "12", "fr", NOON, seen=0)
    second = store.save_answer(sitting, me, "q1", "13", "fr", LATER, seen=0)
    assert (first.overtook, second.overtook) == (None, first)
    assert store.answers(sitting, me)["q1"] == second
    assert store.answer_history(sitting, me, "q1") == (first, second)


def test_only_what_was_not_seen_counts_as_overtaken(store, me, sitting):
    store.save_answer(sitting, me, "q1", "12", "fr", NOON, seen=0)
    assert store.save_answer(sitting, me, "q1", "13", "fr", LATER, seen=1).overtook is None
    assert (
        store.save_answer(sitting, me, "q1", "14", "fr", LATER).overtook is None
    )  # who does not say is not told
    assert store.save_answer(sitting, me, "q2", "1", "fr", LATER, seen=0).overtook is None


def test_both_windows_typing_the_same_is_no_conflict(store, me, sitting):
    first = store.save_answer(sitting, me, "q1", "12", "fr", NOON, seen=0)
    again = store.save_answer(sitting, me, "q1", "12", "fr", LATER, seen=0)
    assert (again, again.overtook) == (first, None)


def test_of_several_unseen_the_last_is_named(store, me, sitting):
    for raw in ("12", "13", "14"):
        last = store.save_answer(sitting, me, "q1", raw, "fr", NOON)
    assert store.save_answer(sitting, me, "q1", "9", "fr", LATER, seen=1).overtook == last


# --- the pages ---------------------------------------------------------------------------------------------


def locked(*_arguments, **_options):
    raise StoreLocked(where="x")


@pytest.fixture
def pages(monkeypatch, tmp_path):
    return new_store(monkeypatch, tmp_path)


@pytest.fixture
def row(pages):
    return sit(pages)


def field(at, *parts):
    return widget(at.text_input, *parts)


def button(at, words):
    return next((one for one in at.button if one.label == words), None)


TOLD = "modifiée dans une autre fenêtre à"


def test_the_window_that_was_behind_is_told_and_both_are_kept(pages, row):
    one, two = open_page("sitting", sitting=row.id), open_page("sitting", sitting=row.id)
    sound(field(one, "annual_demand").set_value("111").run())
    assert TOLD not in sent(one)
    sound(field(two, "annual_demand").set_value("222").run())
    assert TOLD in sent(two)
    assert "111" in html(two)
    history = pages.answer_history(row.id, row.learner_id, "annual_demand")
    assert [row.raw for row in history] == ["111", "222"]
    # Going on in the same window is no further conflict; the notice stays until it is answered.
    sound(field(two, "annual_demand").set_value("2223").run())
    assert TOLD in sent(two)
    sound(button(two, "Garder la mienne").click().run())
    assert TOLD not in sent(two)
    assert pages.answers(row.id, row.learner_id)["annual_demand"].raw == "2223"


def test_the_other_answer_can_be_taken_back(pages, row):
    one, two = open_page("sitting", "en", sitting=row.id), open_page("sitting", "en", sitting=row.id)
    sound(field(one, "annual_demand").set_value("111").run(), "en")
    sound(field(two, "annual_demand").set_value("222").run(), "en")
    sound(button(two, "Take back the other answer").click().run(), "en")
    assert field(two, "annual_demand").value == "111"
    assert button(two, "Keep mine") is None
    history = pages.answer_history(row.id, row.learner_id, "annual_demand")
    assert [row.raw for row in history] == ["111", "222", "111"]


def test_a_window_shows_what_another_saved_when_it_runs_again(pages, row):
    one, two = open_page("sitting", sitting=row.id), open_page("sitting", sitting=row.id)
    sound(field(one, "annual_demand").set_value("111").run())
    one.run()  # a callback draws only its own card again
    sound(widget(one.radio, "mode", "fr").set_value("periodic").run())
    sound(two.run())
    assert field(two, "annual_demand").value == "111"
    assert widget(two.radio, "mode", "fr").value == "periodic"
    assert TOLD not in sent(two)
    # Seen: going on from there overtakes nothing.
    sound(field(two, "annual_demand").set_value("112").run())
    assert TOLD not in sent(two)


def test_cells_that_another_window_filled_are_kept(pages, row):
    """A table is saved cell by cell onto what is there: both windows' cells stand, and both show."""
    one, two = open_page("sitting", sitting=row.id), open_page("sitting", sitting=row.id)
    first, second = re.findall(r'data-at="([^"]+)"', filled(one, "dashboard")["html"])[:2]
    sound(fill(one, "dashboard", {first: "1"}))
    sound(fill(two, "dashboard", {second: "2"}))
    both = {first: "1", second: "2"}
    assert pages.answers(row.id, row.learner_id)["dashboard"].raw == both
    two.run()
    assert filled(two, "dashboard")["texts"] == both


def test_what_could_not_be_saved_yet_is_not_lost_to_another_window(pages, row, monkeypatch):
    """The server's store was away while one typed; another window saved; then the store is back."""
    one, two = open_page("sitting", sitting=row.id), open_page("sitting", sitting=row.id)
    with monkeypatch.context() as away:
        away.setattr(Store, "save_answer", locked)
        field(one, "annual_demand").set_value("111").run()
    sound(field(two, "annual_demand").set_value("222").run())
    sound(one.run())
    assert field(one, "annual_demand").value == "111"
    assert TOLD in sent(sound(one.run()))
    history = pages.answer_history(row.id, row.learner_id, "annual_demand")
    assert [row.raw for row in history] == ["222", "111"]
