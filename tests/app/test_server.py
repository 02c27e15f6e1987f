"""The server: told from outside, checked before it starts, served, watched, and stopped cleanly."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from streamlit import config as streamlit_config
from websockets.sync.client import connect as open_websocket

from app import server
from app.i18n import translator
from app.settings import Settings, SettingsError, default_database_url, settings, version
from app.store import shared_store

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Settings


def test_settings_by_default_are_this_machine_only_in_french():
    told = settings({})
    assert (told.host, told.port, told.lang) == ("127.0.0.1", 8501, "fr")
    assert told.database_url == default_database_url()
    assert told.database_url.endswith("/data/logitrain.db")
    assert told.url == "http://127.0.0.1:8501"


def test_settings_from_the_environment_and_options_above_them():
    environ = {
        "LOGITRAIN_DATABASE_URL": "sqlite:////tmp/x.db",
        "LOGITRAIN_HOST": "0.0.0.0",
        "LOGITRAIN_PORT": "9000",
        "LANG": "en_GB.UTF-8",
    }
    assert settings(environ) == Settings("sqlite:////tmp/x.db", "0.0.0.0", 9000, "en")
    told = settings(environ, host="::1", port=9001, lang="fr")
    assert (told.host, told.port, told.lang, told.url) == ("::1", 9001, "fr", "http://[::1]:9001")


@pytest.mark.parametrize("port", ["x", "0", "-1", "65536", "80.5", "٨٥٠١", "8501;"])
def test_a_port_that_is_no_port_is_refused(port):
    with pytest.raises(SettingsError) as refused:
        settings({"LOGITRAIN_PORT": port})
    for lang in ("fr", "en"):
        assert port in translator(lang)(refused.value.key, **refused.value.params)


def test_a_wildcard_address_is_shown_as_one_a_browser_can_open():
    assert Settings("", "0.0.0.0").url == "http://127.0.0.1:8501"
    assert Settings("", "::").url == "http://[::1]:8501"


def test_the_version_is_the_installed_one():
    assert version()[0].isdigit()


# Options and headers


def test_streamlit_is_told_what_the_measurements_ask_for():
    options = server.streamlit_options(Settings("", "127.0.0.1", 8600))
    expected = {
        "server.address": "127.0.0.1",
        "server.port": 8600,
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "server.fileWatcherType": "none",
        "server.enableAgentApi": False,
        "runner.postScriptGC": False,
    }
    assert {name: options[name] for name in expected} == expected
    assert options["server.maxUploadSize"] <= 10


def test_every_option_is_one_that_streamlit_knows():
    known = streamlit_config._config_options_template
    options = server.streamlit_options(Settings(""))
    assert [name for name in options if name not in known] == []
    assert not any(value in ("true", "false") for value in options.values())


def answer_through(middleware_of, headers):
    """The headers of an ASGI answer after the middleware."""
    sent = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def keep(message):
        sent.append(message)

    asyncio.run(middleware_of(app)({"type": "http"}, None, keep))
    return sent[0]["headers"]


def test_security_headers_are_added_and_those_set_are_kept():
    headers = answer_through(server.SecurityHeaders, [(b"Referrer-Policy", b"no-referrer")])
    names = [name.lower() for name, _ in headers]
    assert sorted(names) == sorted(name.lower().encode() for name in server.SECURITY_HEADERS)
    assert dict(headers)[b"Referrer-Policy"] == b"no-referrer"


def test_a_websocket_passes_through_untouched():
    seen = []

    async def app(scope, _receive, send):
        seen.append(scope)
        await send({"type": "websocket.accept"})

    sent = []

    async def keep(message):
        sent.append(message)

    asyncio.run(server.SecurityHeaders(app)({"type": "websocket"}, None, keep))
    assert sent == [{"type": "websocket.accept"}]
    assert seen == [{"type": "websocket"}]


# The address


def test_a_free_address_passes():
    server.check_address("127.0.0.1", free_port())


def test_a_busy_port_is_named_with_another_to_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(server.ServerError) as refused:
            server.check_address("127.0.0.1", port)
    for lang in ("fr", "en"):
        assert str(port) in refused.value.explain(lang)
        assert f"--port {port + 1}" in refused.value.explain(lang)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1", "999.1.1.1"])
def test_an_address_of_another_machine_is_refused(host):
    """192.0.2.1 is set aside for documentation (RFC 5737): no machine has it."""
    with pytest.raises(server.ServerError) as refused:
        server.check_address(host, free_port())
    for lang in ("fr", "en"):
        assert host in refused.value.explain(lang)
        assert "--host 127.0.0.1" in refused.value.explain(lang)


# Health and warm-up


def test_health_tells_a_sound_database_from_one_that_went_away(tmp_path):
    path = tmp_path / "a.db"
    told = Settings(f"sqlite:///{path.as_posix()}")
    assert server.health(told) == ({"status": "ok", "version": version(), "database": "ok"}, 200)
    shared_store(told.database_url).close()
    path.write_bytes(b"not a database any more" * 400)
    body, status = server.health(told)
    assert status == 503
    assert body["status"] == "unavailable"
    assert str(path) not in json.dumps(body)


def test_a_warm_up_that_fails_is_logged_and_the_others_go_on(monkeypatch, caplog):
    done = []

    def fails():
        raise RuntimeError("no compiler here")

    monkeypatch.setattr(server, "_warm_cases", fails)
    monkeypatch.setattr(server, "_warm_kernels", lambda: done.append("kernels"))
    server.warm_up()
    assert done == ["kernels"]
    assert "no compiler here" in caplog.text


# The whole, as a process


@pytest.fixture
def start(tmp_path):
    """Starts `logitrain serve` as a process of its own; every one started is ended with the test."""
    started = []

    def run(*arguments, lang="fr", database=None):
        environ = os.environ | {
            "LOGITRAIN_DATABASE_URL": database or f"sqlite:///{(tmp_path / 'a.db').as_posix()}",
            "LOGITRAIN_LANG": lang,
            "PYTHONUTF8": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", *arguments],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def first_line(process) -> str:
    """The first line it says; the test's own timeout ends the wait when it never does."""
    return process.stdout.readline()


def test_it_serves_pages_and_health_and_stops_on_sigterm_with_a_page_open(start):
    port = free_port()
    process = start("--port", str(port))
    assert (
        first_line(process) == f"Logitrain est ouvert\u00a0: http://127.0.0.1:{port} (Ctrl-C pour arrêter)\n"
    )
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
        assert json.load(answer) == {"status": "ok", "version": version(), "database": "ok"}
        assert answer.headers["Cache-Control"] == "no-store"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        page = answer.read()
        assert b'<html lang="fr">' in page, "Streamlit's own page has changed: see app/web/front_page.py"
        assert b"<title>Logitrain</title>" in page
        for name, value in server.SECURITY_HEADERS.items():
            assert answer.headers[name] == value
    with open_websocket(
        f"ws://127.0.0.1:{port}/_stcore/stream", origin=f"http://127.0.0.1:{port}", subprotocols=["streamlit"]
    ):
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.startswith("Logitrain est arrêté")
    assert err == ""


def test_ctrl_c_stops_it_cleanly_in_english_too(start):
    port = free_port()
    process = start("--port", str(port), lang="en")
    assert first_line(process) == f"Logitrain is open: http://127.0.0.1:{port} (Ctrl-C to stop)\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.startswith("Logitrain has stopped")
    assert err == ""


def test_a_busy_port_is_told_before_anything_else_starts(start, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start("--port", str(port))
        out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert f"--port {port + 1}" in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "a.db").exists()


def test_a_database_that_cannot_be_used_is_told_in_words(start, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    process = start("--port", str(free_port()), database=f"sqlite:///{tmp_path}/file/a.db", lang="en")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith("Cannot write to")
    assert len(err.splitlines()) == 1
