"""A long paper in several goes: what a browser is shown first, what comes later, and that nothing waits for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens_harness import new_store, open_page, sit
from streamlit.testing.v1 import AppTest

from app import session
from app.i18n import translator
from app.screens.sitting import IN_SIGHT, NEAR
from app.widgets import arrival


@pytest.fixture
def sitting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    return sit(new_store(monkeypatch, tmp_path)).id


def coming(at: AppTest) -> int:
    words = translator("fr")("sitting.coming")
    return sum(words in one.value for one in at.html)


def inputs(at: AppTest) -> set[str]:
    return {str(one.key) for one in at.text_input}


def test_without_a_browser_the_whole_paper_is_there_at_once(sitting: str) -> None:
    at = open_page("sitting", sitting=sitting)
    assert coming(at) == 0
    assert at.download_button


def test_a_browser_is_shown_the_first_questions_and_the_places_of_the_others(
    monkeypatch: pytest.MonkeyPatch, sitting: str
) -> None:
    whole = inputs(open_page("sitting", sitting=sitting))
    monkeypatch.setattr(session, "in_browser", lambda: True)
    at = open_page("sitting", sitting=sitting)
    cards = sum("lt-q-head" in one.value for one in at.html)
    annexes = coming(at) - (cards - IN_SIGHT)
    assert annexes > 1
    assert not at.download_button  # no annex has come
    first = inputs(at)
    assert first
    assert first < whole

    state = at.session_state[arrival.STATE]
    state.come = 1  # the browser has painted what it was sent and asked for more
    at.run()
    assert coming(at) == cards - NEAR + annexes
    state.come = 2
    at.run()
    assert coming(at) == 0
    assert inputs(at) == whole


def test_what_has_come_stays_and_another_paper_begins_anew(
    monkeypatch: pytest.MonkeyPatch, sitting: str
) -> None:
    monkeypatch.setattr(session, "in_browser", lambda: True)
    at = open_page("sitting", sitting=sitting)
    at.session_state[arrival.STATE].come = 2
    at.run()
    assert coming(at) == 0
    at.query_params["sitting"] = "another"
    at.run()
    at.query_params["sitting"] = sitting
    at.run()
    assert coming(at) > 0
