"""The page of learning platforms: an administrator's alone; a platform typed in is kept, a bad one told."""

import pytest
from screens_harness import html, new_store, open_page, sent, sound
from store_samples import NOON

from app import session
from app.clock import SystemClock
from app.i18n import translator
from app.settings import CLASS_VARIABLE
from app.sign_in import Caller, open_for
from app.store import NewAccount

T = translator("fr")
B = "https://moodle.example.org"


@pytest.fixture
def store(monkeypatch, tmp_path):
    opened = new_store(monkeypatch, tmp_path)
    monkeypatch.setenv(CLASS_VARIABLE, "1")
    yield opened
    opened.close()


def enter(store, monkeypatch, role):
    row = store.create_account(NewAccount(role, role.title(), role), None, NOON)
    token = open_for(store, row, Caller("", ""), SystemClock().now()).token
    monkeypatch.setattr(session, "token", lambda: token)


def test_an_administrator_adds_a_platform(store, monkeypatch):
    enter(store, monkeypatch, "administrator")
    at = open_page("platforms")
    typed = {
        "name": "Moodle",
        "issuer": B,
        "client_id": "c1",
        "auth_login_url": "http://moodle.example.org/a",
    }
    typed |= {"auth_token_url": f"{B}/t", "key_set_url": f"{B}/k"}
    for name, value in typed.items():
        at.text_input(key=f"lt_platform:0:{name}").set_value(value)
    add = next(one for one in at.button if one.label == T("platforms.add"))
    sound(add.click().run())
    assert "https://" in at.warning[0].value
    assert not store.platforms()
    at.text_input(key="lt_platform:0:auth_login_url").set_value(f"{B}/a")
    sound(next(one for one in at.button if one.label == T("platforms.add")).click().run())
    assert [one.name for one in store.platforms()] == ["Moodle"]
    assert B in html(at)


@pytest.mark.parametrize("role", ["learner", "trainer"])
def test_it_is_closed_to_others_by_its_address(store, monkeypatch, role):
    enter(store, monkeypatch, role)
    at = open_page("platforms")
    assert T("accounts.gate.role") in sent(at)
    assert not at.text_input
