"""Faults put into the marking code on purpose are caught by the oracles of ``tests/mutation``."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.mutation import applying, registry
from tests.mutation.equivalents import equivalent
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.running import Fate, HarnessError, run

ROOT = Path(__file__).resolve().parents[2]
# So many of each file, the same ones every time; every mutant with LOGITRAIN_ALL_MUTANTS=1.
SOME = 12
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="each mutant runs in a forked process")

SOURCE = '''
"""Words, 1 + 1."""
LIMIT = 3


def held(value: float, low: float = 1) -> bool:
    """Words, 2 < 3."""
    if not low:
        raise ValueError(value + 1)
    return low <= value < LIMIT


def words(value: int) -> int:
    return value + 1
'''


def test_every_kind_of_fault_is_put_in() -> None:
    found = [mutant.what for mutant in mutants(SOURCE, "a.py", frozenset({"words"}))]
    assert found == [
        "3 -> 4",
        "3 -> 2",
        "held as it is -> held returns at once",
        "1 -> 2",
        "1 -> 0",
        "if not low: -> if False:",
        "if not low: -> if True:",
        "not low -> low",
        "return low <= value < LIMIT -> return None",
        "low <= value < LIMIT -> low < value < LIMIT",
        "low <= value < LIMIT -> low > value < LIMIT",
        "low <= value < LIMIT -> low <= value <= LIMIT",
        "low <= value < LIMIT -> low <= value >= LIMIT",
    ]


def test_mutants_are_named_by_file_function_and_change() -> None:
    one = mutants("def f(a, b):\n    return a + 1 + b + 1\n", "cases/a.py")
    assert [mutant.key for mutant in one if mutant.what.startswith("1")] == [
        "cases/a.py f: 1 -> 2",
        "cases/a.py f: 1 -> 0",
        "cases/a.py f: 1 -> 2 #2",
        "cases/a.py f: 1 -> 0 #2",
    ]
    assert str(one[0]) == "cases/a.py:2 in f: return a + 1 + b + 1 -> return None"


def test_every_equivalent_names_a_file_that_is_looked_at() -> None:
    assert {key.partition(" ")[0] for key in equivalent()} <= set(registry.LOOKED_AT)
    assert all(why.strip() for why in equivalent().values())


@pytest.mark.parametrize("file", registry.LOOKED_AT)
def test_the_oracles_hold_on_the_code_as_it_is(file: str) -> None:
    for oracle in registry.oracles(file):
        oracle()


# -- what the harness itself must tell --------------------------------------------------------------------
def _one(file: str, what: str) -> Mutant:
    return next(mutant for mutant in registry.all_mutants(file) if mutant.what == what)


@needs_fork
def test_a_fault_that_nothing_looks_at_survives_and_one_that_is_looked_at_does_not() -> None:
    shifted = _one(
        "cases/tolerance.py", "low - noise <= answer <= high + noise -> low - noise > answer <= high + noise"
    )

    def blind() -> None:
        """Look at nothing."""

    def seeing() -> None:
        assert import_module("cases.tolerance").Tolerance(0.01, 0.0, "nearest", 1.0).holds(100.0, 100.0)

    fates = [next(run([shifted], lambda _file, one=one: [one], (), 1)).fate for one in (blind, seeing)]
    assert fates == [Fate.SURVIVED, Fate.KILLED]


@needs_fork
def test_a_changed_class_is_read_again() -> None:
    default = _one("cases/figure_format.py", "0.5 -> 1.5")
    assert default.function == ""

    def looking() -> None:
        assert import_module("cases.figure_format").FigureFormat().rounding_credit == 0.5

    assert next(run([default], lambda _file: [looking], (), 1)).fate is Fate.KILLED


@needs_fork
def test_a_fault_that_cannot_be_put_in_is_no_catch(monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = _one("cases/ranking.py", "one in group -> one not in group")
    monkeypatch.setattr(
        applying, "_code_of", lambda *_: (_ for _ in ()).throw(applying.NotApplied("no code"))
    )
    with pytest.raises(HarnessError, match=r"cases/ranking\.py"):
        list(run([mutant], lambda _file: [], (), 1))


@needs_fork
@pytest.mark.slow
def test_faults_in_the_marking_code_are_caught() -> None:
    sample = [] if os.environ.get("LOGITRAIN_ALL_MUTANTS") else ["--most", str(SOME)]
    found = subprocess.run(
        [sys.executable, "-m", "tests.mutation", *sample],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, f"{found.stdout}\n{found.stderr}"
