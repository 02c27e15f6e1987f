"""A class at work: how long a save, a reload, a class that types and a class that thinks take of one server.

Real accounts, real sign-ins, real websocket sessions that run the page of a paper and commit figures in its fields
(`streamlit_client`), against a server in a process of its own over a SQLite file. Limits of the project: a save
under 100 ms at the median, 50 learners who each commit every 5 s under 500 ms at the 95th percentile, a reload under
1 s, 200 open pages under 500 MB. The peer of the class that types is the same server with Streamlit's stock settings.
Where Debian's chromium is, a reload is timed in it too: from the request to the first field that takes a figure.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app import sign_in
from app.store import NewAccount, open_store
from benchmarks.measure import Rates, Result, limit
from benchmarks.streamlit_client import Learner
from cases.library import load
from cases.policy import PRACTICE

SLUG: Final = "seuil-reappro"
QUESTION: Final = "annual_demand"
CLASS: Final = 50
EVERY_S: Final = 5.0
LASTS_S: Final = 30.0
PATIENCE_S: Final = 20.0
IDLE: Final = 200
SAVES: Final = 60
RELOADS: Final = 8
FIELD: Final = "#root input[type=text]:not([disabled])"
# The page itself looks at every frame: a browser driver looks twice a second at worst, and would be measured instead.
WATCH: Final = f"""
  const look = () => {{
    const field = document.querySelector({FIELD!r});
    if (field && field.getBoundingClientRect().width) {{ window.__usable = performance.now(); }}
    else {{ requestAnimationFrame(look); }}
  }};
  requestAnimationFrame(look);
"""
# A reload is of a page that stands still: what the one before left to draw is not counted in it.
SETTLES_MS: Final = 1500
CHROMIUM: Final = Path("/usr/bin/chromium")
START_S: Final = 90.0


@dataclass(frozen=True)
class Place:
    """One learner's way in: the sign-in, and a paper begun."""

    token: str
    sitting: str


def _places(database_url: str, count: int) -> list[Place]:
    """Accounts with a sign-in and a paper each, made through the store."""
    store, now = open_store(database_url), datetime.now(UTC)
    caller, version, found = sign_in.Caller("127.0.0.1", "bench"), load(SLUG).version, []
    for number in range(count):
        new = NewAccount(login=f"bench{number}", display=f"Bench {number}", role="learner", must_change=False)
        account = store.create_account(new, None, now)
        paper = store.start_sitting(
            account.learner_id, SLUG, version, number % 10, "fr", now, policy=PRACTICE.as_dict()
        )
        found.append(Place(sign_in.open_for(store, account, caller, now).token, paper.id))
    store.close()
    return found


@contextlib.contextmanager
def _server(database_url: str, *, stock: bool = False) -> Iterator[tuple[str, int]]:
    """A server of its own, once it answers: its address, its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.classroom_server", str(port), database_url]
    address = f"127.0.0.1:{port}"
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(
        [*command, *(["stock"] if stock else [])], cwd=root, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _await_answer(address, process)
            yield address, process.pid
        finally:
            process.terminate()


def _await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_S
    while time.monotonic() < ends and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}/health", timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def _page(address: str, place: Place) -> Learner:
    return Learner(address, "sitting", {"sitting": place.sitting}, place.token)


def _field(page: Learner) -> str:
    return next(key for key in page.fields if key.endswith(f":{QUESTION}"))


async def _saves(address: str, place: Place) -> list[float]:
    """Seconds of saves, one learner alone; the first few are not counted."""
    async with _page(address, place) as page:
        took = [await page.commit(_field(page), str(1000 + number)) for number in range(SAVES + 5)]
    return took[5:]


async def _reloads(address: str, place: Place) -> list[float]:
    """Seconds to connect and be drawn the whole page, one learner alone; the first is not counted."""
    took = []
    for _ in range(RELOADS + 1):
        begun = time.perf_counter()
        async with _page(address, place):
            took.append(time.perf_counter() - begun)
    return took[1:]


async def _class(address: str, places: list[Place]) -> list[float]:
    """Seconds of every save of a class that commits a figure each EVERY_S seconds, starts spread at random."""
    chance, took = random.Random(1), list[float]()
    offsets = [chance.uniform(0, EVERY_S) for _ in places]
    async with contextlib.AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(_page(address, place)) for place in places]
        for page in pages:
            page.patience_s = PATIENCE_S
        begun = time.perf_counter() + 1

        async def work(page: Learner, first: float) -> None:
            at = begun + first
            while at < begun + LASTS_S:
                await asyncio.sleep(max(at - time.perf_counter(), 0))
                try:
                    await page.commit(_field(page), str(int(at * 1000) % 100_000))
                except TimeoutError:
                    took.append(PATIENCE_S)
                    return
                # From when it was due: a page that waits for its answer is late for the next one too.
                took.append(time.perf_counter() - at)
                at += EVERY_S

        await asyncio.gather(*(work(page, first) for page, first in zip(pages, offsets, strict=True)))
    return took


async def _idle(address: str, pid: int, places: list[Place]) -> tuple[float, float]:
    """Megabytes of the server with every page open, and before any."""
    before = _resident(pid)
    async with contextlib.AsyncExitStack() as stack:
        for number in range(IDLE):
            await stack.enter_async_context(_page(address, places[number % len(places)]))
        await asyncio.sleep(2)
        return _resident(pid), before


def _resident(pid: int) -> float:
    """Megabytes that a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _in_browser(address: str, place: Place) -> list[float]:
    """Seconds in chromium from a reload to the first field that takes a figure; none where there is no browser."""
    if not CHROMIUM.exists():
        return []
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (a test tool, where there is a browser)

    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        context.add_cookies([{"name": "lt_session", "value": place.token, "url": f"http://{address}"}])
        context.add_init_script(WATCH)
        page = context.new_page()
        took = []
        for turn in range(RELOADS + 1):
            page.wait_for_timeout(SETTLES_MS)
            page.goto(f"http://{address}/sitting?sitting={place.sitting}") if not turn else page.reload()
            page.wait_for_function("window.__usable")
            took.append(page.evaluate("window.__usable") / 1000)
        browser.close()
    return took[1:]


def _rates(seconds: list[float]) -> Rates:
    return Rates(tuple(1 / one for one in seconds))


def _at(share: float, seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[round(share * 100) - 1]


def run() -> list[Result]:
    """Measure each in turn on one server, then the class again on the stock one."""
    with tempfile.TemporaryDirectory(prefix="logitrain-bench-") as folder:
        url = f"sqlite:///{folder}/class.db"
        places = _places(url, CLASS)
        with _server(url) as (address, pid):
            reloads = asyncio.run(_reloads(address, places[0]))
            browser = _in_browser(address, places[1])
            saves = asyncio.run(_saves(address, places[0]))
            ours = asyncio.run(_class(address, places))
        with _server(url) as (address, pid):
            resident, before = asyncio.run(_idle(address, pid, places))
        with _server(url, stock=True) as (address, pid):
            asyncio.run(_reloads(address, places[0]))
            stock = asyncio.run(_class(address, places))
    found = [
        limit("a figure saved, one learner", _rates(saves), 100, "from the commit to the page's answer"),
        limit(
            "a page drawn anew, one learner", _rates(reloads), 1000, "websocket and script, without drawing"
        ),
    ]
    if browser:
        found.append(
            limit("a reload in chromium", _rates(browser), 1000, "to the first field that takes a figure")
        )
    mine, theirs = _at(0.95, ours) * 1000, _at(0.95, stock) * 1000
    told = f"{CLASS} learners, one figure each {EVERY_S:g} s, for {LASTS_S:g} s; median {_at(0.5, ours) * 1000:.0f} ms"
    return [
        *found,
        Result(
            "95 saves of 100, a class that types", mine, 500, 500 / mine, "ms, peer = limit", told, goal=1
        ),
        Result(
            "the same, Streamlit's stock settings",
            mine,
            theirs,
            theirs / mine,
            "ms",
            f"stock median {_at(0.5, stock) * 1000:.0f} ms; a learner gives up after {PATIENCE_S:g} s",
        ),
        Result(
            f"{IDLE} pages open",
            resident,
            500,
            500 / resident,
            "MB, peer = limit",
            f"{before:.0f} MB before the first",
            goal=1,
        ),
    ]
