"""A real browser and a real server, each on its own port and database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
SHOTS = Path(__file__).with_name("shots")
CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--disable-extensions",
    "--metrics-recording-only",
]
STARTS_WITHIN_S = 60


class Server:
    """`logitrain serve` as a process of its own, on a free port and a database that outlives it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.environment = environment
        self.database = f"sqlite:///{(folder / 'browser.db').as_posix()}"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "server.log"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        environment = os.environ | {"LOGITRAIN_DATABASE_URL": self.database, "LOGITRAIN_LANG": "fr"}
        environment |= self.environment
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        end = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"the server did not answer within {STARTS_WITHIN_S} s:\n{self.log.read_text()}")

    def kill(self) -> None:
        """Ends it without warning, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium. Without it the journey is skipped at home and fails in CI."""
    if not CHROMIUM.exists():
        reason = f"no {CHROMIUM}: install Debian's chromium to run the browser journey"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for a file of tests."""
    started = Server(tmp_path_factory.mktemp("server"))
    started.start()
    yield started
    started.kill()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where screenshots go, to be looked at; git ignores it."""
    SHOTS.mkdir(exist_ok=True)
    return SHOTS
