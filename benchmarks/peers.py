"""The peer libraries, in an environment of their own: their old pins must not reach the project's.

``.venv-peers/<stamp>/`` at the root is built once from ``peers.lock``; the stamp is a hash of that lock and
of the Python version, so a changed lock gets a new environment and a half-built one is never used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

__all__ = ["LOCK", "PeerError", "peer_python", "peer_ready", "run_in_peer"]

ROOT = Path(__file__).resolve().parent.parent
LOCK = Path(__file__).resolve().with_name("peers.lock")
HOME = ROOT / ".venv-peers"
_INSTALL_TIMEOUT_S = 900

# Runs in the peer's Python: reads one request, calls its main(payload), writes one answer. What the script
# or the library prints goes to stderr, or it would end up in the middle of the JSON.
_RUNNER = """
import json, sys
request = json.load(sys.stdin)
answer_to, sys.stdout = sys.stdout, sys.stderr
scope = {"__name__": "peer"}
exec(compile(request["script"], request["name"], "exec"), scope)
answer = scope["main"](request["payload"])
json.dump(answer, answer_to)
"""


class PeerError(RuntimeError):
    """The peer environment could not be built, or a script failed in it."""


def peer_ready() -> Path | None:
    """Return the peer environment's Python if it is already built for the present lock, else None."""
    python = _python_of(HOME / _stamp())
    return python if python.exists() else None


def peer_python() -> Path:
    """Return the peer environment's Python, building the environment first when needed.

    Raises PeerError with the end of the installer's output and what to do when the network fails.
    """
    ready = peer_ready()
    if ready is not None:
        return ready
    target = HOME / _stamp()
    # Built under another name and renamed at the end: two processes at once both build, one of them wins
    # the rename, and an interrupted build leaves nothing that looks finished.
    part = HOME / f"{target.name}.{os.getpid()}.part"
    part.parent.mkdir(exist_ok=True)
    shutil.rmtree(part, ignore_errors=True)
    try:
        # Without its own pip: the project's pip installs into it, which saves a third of the build.
        venv.create(part, with_pip=False)
        _install(_python_of(part))
        try:
            part.rename(target)
        except OSError:
            if not _python_of(target).exists():
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for old in HOME.iterdir():
        if old != target and not old.name.endswith(".part"):
            shutil.rmtree(old, ignore_errors=True)
    return _python_of(target)


def run_in_peer(script: str | Path, payload: dict[str, Any], timeout_s: float = 300) -> dict[str, Any]:
    """Run ``main(payload)`` of a script in the peer environment and return what it returns.

    ``script`` is Python source text, or the path of a file of it, that defines ``main(payload: dict) ->
    dict``; payload and answer are plain data that JSON can carry. Builds the environment when needed. Raises
    PeerError with the traceback when the script fails, or says so when it takes longer than ``timeout_s``.
    """
    source, name = (
        (script.read_text("utf-8"), str(script)) if isinstance(script, Path) else (script, "<peer>")
    )
    request = json.dumps({"script": source, "name": name, "payload": payload})
    python = peer_python()
    try:
        done = subprocess.run(
            # -I: neither the caller's PYTHONPATH nor its user packages may stand in for the lock's.
            [str(python), "-I", "-X", "utf8", "-c", _RUNNER],
            input=request,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PeerError(f"the peer script took longer than {timeout_s:g} s") from None
    if done.returncode != 0:
        raise PeerError(f"the peer script failed:\n{done.stderr.strip()[-4000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _install(python: Path) -> None:
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps"]
    command.append("--no-compile")  # most of their modules are never imported
    command += ["--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_INSTALL_TIMEOUT_S,
            check=False,
        )
        failed, output = done.returncode != 0, done.stderr
    except subprocess.TimeoutExpired:
        failed, output = True, f"no end after {_INSTALL_TIMEOUT_S} s"
    if failed:
        last = "\n".join(output.strip().splitlines()[-6:])
        raise PeerError(
            "the peer libraries could not be installed (they need the network once): check the connection "
            f"and run again, nothing has to be cleaned up.\nLock: {LOCK}\n{last}"
        )


def _python_of(environment: Path) -> Path:
    if os.name == "nt":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def _stamp() -> str:
    version = ".".join(str(part) for part in sys.version_info[:2])
    return hashlib.sha256(LOCK.read_bytes() + version.encode()).hexdigest()[:16]
