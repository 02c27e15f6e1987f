"""`kill -9` in the middle of a burst of saves: whatever was acknowledged is there, and the database is sound.

The writer is another process that saves as a page does and says each save on a pipe once the store has it.
"""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.store import open_store
from app.store.engine import reading
from sim.streams import stream

pytest_plugins = ["store_fixtures"]

ROUNDS = 10
ROOT = Path(__file__).parents[2]
# Loading the store takes longer than a round: one process loads it once and forks a writer for every round.
WRITER = """
import os, sys, threading
from app.clock import SystemClock
from app.store import open_store

url, sitting, me = sys.argv[1], sys.argv[2], int(sys.argv[3])

def say(words):
    os.write(1, (words + "\\n").encode())

def burst(store, question, mark):
    number = 0
    while True:
        number += 1
        raw = f"{mark}/{number}" if question != "table" else {"a": f"{mark}/{number}", "b": "x" * 300}
        saved = store.save_answer(sitting, me, question, raw, "fr", SystemClock().now())
        say(f"{question} {saved.revision} {mark}/{number}")

for line in sys.stdin:
    writer = os.fork()
    if writer == 0:
        store = open_store(url)
        for question in ("q1", "q2", "table"):
            threading.Thread(target=burst, args=(store, question, line.strip()), daemon=True).start()
        threading.Event().wait()
    say(f"writer {writer}")
    os.waitpid(writer, 0)
    say("dead")
"""


class Writers:
    """The process that forks the writers."""

    def __init__(self, url, sitting, me):
        program = [sys.executable, "-c", WRITER, url, sitting, str(me)]
        self._process = subprocess.Popen(
            program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )

    def _line(self):
        assert select.select([self._process.stdout], [], [], 60)[0], "the writer says nothing"
        return self._process.stdout.readline().decode().split()

    def burst_and_kill(self, mark, saves):
        """Has a writer save, kills it at its acknowledgement number `saves`, and gives all that it made."""
        self._process.stdin.write(f"{mark}\n".encode())
        self._process.stdin.flush()
        writer, told = None, []
        while line := self._line():
            if line[0] == "writer":
                writer = int(line[1])
            elif line[0] == "dead":
                return told
            else:
                told.append(line)
            if writer is not None and len(told) >= saves:
                with suppress(ProcessLookupError):
                    os.kill(writer, signal.SIGKILL)
        raise AssertionError("the writer stopped by itself")

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@pytest.fixture
def writers(url, me, sitting):
    made = Writers(url, sitting, me)
    yield made
    made.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows ends a process in another way")
def test_every_save_acknowledged_survives_a_kill_at_any_moment(url, me, sitting, engine_name, writers):
    moments = stream(5, "kill").integers(1, 40, ROUNDS)
    acknowledged = []
    for number, saves in enumerate(moments):
        told = writers.burst_and_kill(f"round{number}", int(saves))
        assert len(told) >= saves
        acknowledged += told
        again = open_store(url)
        kept = {
            (question, one.revision): one.raw
            for question in ("q1", "q2", "table")
            for one in again.answer_history(sitting, me, question)
        }
        for question, revision, raw in acknowledged:
            found = kept[question, int(revision)]
            assert (found["a"] if isinstance(found, dict) else found) == raw
        for question, latest in again.answers(sitting, me).items():
            # The latest and its history were written together or not at all, without a gap.
            revisions = [revision for asked, revision in kept if asked == question]
            assert sorted(revisions) == list(range(1, latest.revision + 1))
            assert kept[question, latest.revision] == latest.raw
        if engine_name == "sqlite":
            with reading(again._engine) as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        again.close()
    assert len(acknowledged) > ROUNDS
