"""A private PostgreSQL server for the tests: a cluster in a temporary folder, on a Unix socket, gone at the end.

Nothing is kept and nothing needs to survive a power cut, so it never waits for the disk. The server refuses to
run as root: there it runs as `postgres` or `nobody`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

OWNER = "logitrain"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "jit=off")
START_S = 60


class NoServer(Exception):  # noqa: N818  (a state of the machine)
    """There is no PostgreSQL server program on this machine."""


def binaries() -> Path:
    """The folder of initdb and postgres: of the path, else the newest of Debian's. Raises NoServer."""
    found = shutil.which("initdb")
    if found is not None and shutil.which("postgres") is not None:
        return Path(found).resolve().parent
    debian = [one.parent for one in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not debian:
        raise NoServer("neither initdb nor postgres on the path or under /usr/lib/postgresql")
    return max(debian, key=lambda folder: float(folder.parent.name))


def servant() -> dict[str, object]:
    """As whom the server runs: options of subprocess, empty for oneself. Raises NoServer on Windows."""
    if not hasattr(os, "getuid"):
        raise NoServer("its Unix sockets are not for Windows")
    if os.getuid() != 0:
        return {}
    import pwd  # noqa: PLC0415  (there is none on Windows)

    for name in ("postgres", "nobody"):
        try:
            who = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": ()}
    raise NoServer("root may not run it, and there is neither a postgres nor a nobody")


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; gives the SQLAlchemy URL of its databases with `{name}` for the name. Raises NoServer."""
    programs, who = binaries(), servant()
    folder = Path(tempfile.mkdtemp(prefix="ltpg-"))
    try:
        if who:
            os.chown(folder, int(str(who["user"])), int(str(who["group"])))
        data, log = folder / "data", folder / "log"
        make = [programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run([*make, "--no-sync"], check=True, capture_output=True, cwd=folder, **who)
        options = [part for one in QUICK for part in ("-c", one)]
        run = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *options]
        with log.open("wb") as said:
            server = subprocess.Popen(run, stdout=said, stderr=said, cwd=folder, **who)
        try:
            wait_until_open(server, folder, log)
            yield f"postgresql+psycopg://{OWNER}@/{{name}}?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once, without a last write to the disk
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_open(server: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    """Returns once the server takes connections; raises RuntimeError with its own words when it does not."""
    for _ in range(START_S * 20):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user=OWNER, dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL does not start: {log.read_text(encoding='utf-8', errors='replace')}")
