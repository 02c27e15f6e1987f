"""The proof of a case that somebody brought: in a process of its own, under limits, one at a time per server.

The server itself never reads such a case before that process has read it without fault, and never draws a variant
before that process has drawn some in good time. No streamlit here.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

CHILD: Final = Path(__file__).with_name("own_case_child.py")
LOOK_EVERY_S: Final = 0.2
MAX_LINE: Final = 200_000  # 25 faults in two languages, each of a thousand characters at most
MAX_LINES: Final = 10_000
KEPT_STATES: Final = 50
COUNTS: Final = (50, 200)  # variants that a trainer may ask for

_log = logging.getLogger(__name__)

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Limits:
    """What the process may use: bytes of memory and of a file it writes, seconds of processor, of a variant, in all."""

    memory_bytes: int = 2 * 1024**3
    file_bytes: int = 8 * 1024**2
    cpu_s: int = 900
    variant_s: float = 10.0
    wall_s: float = 1_200.0


@dataclass(frozen=True)
class Progress:
    """How far a proof has come: variants done of `total`; `waiting` while another one has its turn."""

    total: int
    done: int = 0
    waiting: bool = True
    ended: bool = False


def prove(
    folder: Path,
    seeds: int,
    *,
    first: int = 0,
    limits: Limits | None = None,
    tell: Tell = lambda _done: None,
    stopped: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Reads and proves the case in `folder` over `seeds` variants, in another process; what it found, as JSON data.

    {"ok", "loaded", "seeds", "tried", "why", "problems"}: `loaded`, whether the case could be read at all; `tried`,
    how many variants from `first` on were drawn in good time; `why`, "" when it is sound, else "faults", "slow",
    "time", "memory", "cancelled" or "broken". `tell` is called with the variants done, `stopped` asked several
    times a second. Never raises on any case.
    """
    allowed = limits or Limits()
    given = json.dumps(asdict(allowed))
    command = [sys.executable, "-I", str(CHILD), str(folder.resolve()), str(first), str(seeds), given]
    found: dict[str, Any] = {"loaded": False, "tried": 0}
    with tempfile.TemporaryDirectory(prefix="logitrain-proof-") as empty:
        with subprocess.Popen(
            command,
            cwd=empty,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                why = _follow(process, allowed.wall_s, found, tell, stopped)
            finally:
                process.kill()
        if why == "ended":
            why = "" if "result" in found else _death(process.returncode)
    result = found.pop("result", {})
    return {
        "ok": result.get("ok") is True and not why,
        "loaded": found["loaded"],
        "tried": found["tried"],
        "seeds": int(result.get("seeds", 0)),
        "why": why or str(result.get("why", "")),
        "problems": result.get("problems", []),
    }


def _environment() -> dict[str, str]:
    # One thread each: the limit of memory counts what every thread sets aside. Windows starts nothing without these.
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    return kept | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def _follow(
    process: subprocess.Popen[bytes],
    wall_s: float,
    found: dict[str, Any],
    tell: Tell,
    stopped: Callable[[], bool],
) -> str:
    """Reads what the process says until its end: "ended", or why it was cut short."""
    assert process.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue(maxsize=100)
    threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
    end = time.monotonic() + wall_s
    while True:
        if stopped():
            return "cancelled"
        if time.monotonic() > end:
            return "time"
        try:
            line = lines.get(timeout=LOOK_EVERY_S)
        except queue.Empty:
            continue
        if line is None:
            process.wait(timeout=wall_s)
            return "ended"
        try:
            said = json.loads(line)
        except ValueError:
            return "broken"
        found |= {name: said[name] for name in ("loaded", "result") if name in said}
        if "done" in said:
            found["tried"] = int(said["done"])
            tell(found["tried"])


def _read(pipe: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    try:
        for _ in range(MAX_LINES):
            line = pipe.readline(MAX_LINE)
            if not line:
                break
            lines.put(line, timeout=60)
    except (OSError, ValueError, queue.Full):  # the process was ended, nobody listens any more
        return
    try:
        lines.put(None, timeout=60)
    except queue.Full:
        return


def _death(code: int | None) -> str:
    """Why a process ended without a result, from how it ended."""
    import signal  # noqa: PLC0415  (not every system has these)

    if code is not None and -code in {getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)}:
        return "time" if -code == getattr(signal, "SIGXCPU", None) else "memory"
    return "broken"


# -- one at a time ----------------------------------------------------------------------------------------


@dataclass
class _Job:
    key: str
    folder: Path
    keep: Callable[[Mapping[str, Any]], None]
    limits: Limits
    stop: threading.Event


class ProofDesk:
    """The proofs asked of this server, done one after the other; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: OrderedDict[str, Progress] = OrderedDict()
        self._stops: dict[str, threading.Event] = {}
        self._jobs: queue.Queue[_Job] = queue.Queue()
        self._worker: threading.Thread | None = None

    def ask(
        self,
        key: str,
        folder: Path,
        seeds: int,
        keep: Callable[[Mapping[str, Any]], None],
        limits: Limits | None = None,
    ) -> None:
        """Prove the case in `folder` when its turn comes, and give `keep` what was found; once per `key` at a time."""
        with self._lock:
            state = self._states.get(key)
            if state is not None and not state.ended:
                return
            self._put(key, Progress(seeds))
            stop = self._stops[key] = threading.Event()
            self._jobs.put(_Job(key, folder, keep, limits or Limits(), stop))
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, name="logitrain-proofs", daemon=True)
                self._worker.start()

    def state(self, key: str) -> Progress | None:
        """How far the proof under `key` has come; None when there is none, or it is over."""
        with self._lock:
            found = self._states.get(key)
            return None if found is None or found.ended else found

    def cancel(self, key: str) -> None:
        """Give up the proof under `key`, waiting or running."""
        with self._lock:
            if key in self._stops:
                self._stops[key].set()

    def _put(self, key: str, state: Progress) -> None:
        self._states[key] = state
        while len(self._states) > KEPT_STATES:
            oldest = next((name for name, one in self._states.items() if one.ended), None)
            if oldest is None:
                return
            del self._states[oldest]

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            with self._lock:
                state = replace(self._states[job.key], waiting=False)
                self._put(job.key, state)
            try:
                if not job.stop.is_set():
                    job.keep(self._prove(job, state))
            except Exception:  # the next one must have its turn whatever befell this one
                _log.exception("a proof could not be kept")
            finally:
                with self._lock:
                    self._put(job.key, replace(state, ended=True))
                    self._stops.pop(job.key, None)

    def _prove(self, job: _Job, state: Progress) -> dict[str, Any]:
        def tell(done: int) -> None:
            with self._lock:
                self._put(job.key, replace(state, done=done))

        return prove(job.folder, state.total, limits=job.limits, tell=tell, stopped=job.stop.is_set)


@cache
def desk() -> ProofDesk:
    """The one desk of this process."""
    return ProofDesk()
