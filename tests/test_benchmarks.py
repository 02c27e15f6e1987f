"""The benchmarks' runner: rounds taken in turn, ratios within a round, goals told, files written."""

from __future__ import annotations

import gc
import importlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import benchmarks.measure: benchmarks is not part of the distribution, so not on the path by itself."""
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("benchmarks.measure")


@pytest.fixture
def runner(measure: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import the runner, with a folder that holds one benchmark called `fast` and its results put there too."""
    module = importlib.import_module("benchmarks.__main__")
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    (folder / "bench_fast.py").touch()
    subject = ModuleType("benchmarks.bench_fast")
    subject.run = lambda: [measure.Result("a / b", 1_234_567.0, 0.5, 3.0, "rows/s", "as told", 2.0, 4.0, 5.0)]
    monkeypatch.setitem(sys.modules, "benchmarks.bench_fast", subject)
    monkeypatch.setattr(module, "HERE", folder)
    monkeypatch.setattr(module, "RESULTS", folder / "results")
    monkeypatch.setattr(module.subjects, "__defaults__", (folder,))
    return module


def test_contestants_take_turns_and_the_first_round_does_not_count(measure: ModuleType) -> None:
    order: list[str] = []
    seconds = {"a": iter([9.0, 0.5, 0.25, 1.0]), "b": iter([9.0, 2.0, 1.0, 4.0])}

    def contestant(name: str) -> object:
        def once() -> float:
            order.append(name)
            return next(seconds[name])

        return measure.Contestant(10, once)

    rates = measure.take_turns({"a": contestant("a"), "b": contestant("b")}, 3)
    assert order == ["a", "b"] * 4
    assert rates["a"].per_round == (20.0, 40.0, 10.0)
    assert rates["b"].per_round == (5.0, 10.0, 2.5)
    assert rates["a"].median == 20.0


def test_at_least_one_round(measure: ModuleType) -> None:
    with pytest.raises(ValueError, match="at least one round"):
        measure.take_turns({}, 0)


def test_ratio_is_taken_within_a_round(measure: ModuleType) -> None:
    """The machine slows down tenfold after the first round: each round's ratio is 2 all the same."""
    ours, peer = measure.Rates((200.0, 20.0, 20.0)), measure.Rates((100.0, 10.0, 10.0))
    result = measure.compare("x", ours, peer, "rows/s", goal=2)
    assert (result.ratio, result.lowest, result.highest, result.met) == (2.0, 2.0, 2.0, True)
    assert measure.compare("x", ours, peer, "rows/s", goal=2.1).met is False
    assert measure.compare("x", ours, peer, "rows/s").met is None


def test_limit_in_milliseconds(measure: ModuleType) -> None:
    result = measure.limit("x", measure.Rates((50.0, 100.0, 25.0)), 30)
    assert result.ours == pytest.approx(20)
    assert result.peer == 30
    assert (result.ratio, result.lowest, result.highest) == pytest.approx((1.5, 0.75, 3.0))
    assert result.met
    assert not measure.limit("x", measure.Rates((50.0,)), 19).met


@pytest.mark.parametrize("way", ["on_one_thread", "in_all"])
def test_timing_runs_once_and_leaves_the_collector_on(measure: ModuleType, way: str) -> None:
    timed = getattr(measure, way)
    seen: list[bool] = []
    assert timed(lambda: seen.append(gc.isenabled()))() >= 0
    assert seen == [False]
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError):
        timed(lambda: 1 / 0)()
    assert gc.isenabled()


@pytest.mark.parametrize("arguments", [[], ["fast"]])
def test_runner_prints_and_writes(
    runner: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert runner.main(arguments, clock=lambda: NOON) == 0
    shown = capsys.readouterr().out
    for expected in ("a / b", "1 230 000", "rows/s", "2–4", "≥ 5 MISSED", "as told"):
        assert expected in shown
    written = json.loads((runner.RESULTS / "fast.json").read_text(encoding="utf-8"))
    assert written["measured_at"] == "2026-11-20T12:00:00+00:00"
    assert written["results"][0] | {"ratio": 3.0, "goal": 5.0, "met": False} == written["results"][0]
    assert {"processor", "processors", "system", "python", "libraries"} <= set(written)
    assert {"numpy", "numba", "simpy"} <= set(written["libraries"])


def test_unknown_subject(runner: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["slow"]) == 2
    assert "fast" in capsys.readouterr().err
    assert not runner.RESULTS.exists()


def test_every_benchmark_has_what_the_runner_calls(measure: ModuleType) -> None:
    runner = importlib.import_module("benchmarks.__main__")
    assert "reorder_point" in runner.subjects(ROOT / "benchmarks")
    for subject in runner.subjects(ROOT / "benchmarks"):
        assert callable(importlib.import_module(f"benchmarks.bench_{subject}").run)


def test_first_simpy_model_finds_the_kernels_costs(measure: ModuleType) -> None:
    """The peer written in the benchmark is an oracle too: it shares no line with sim."""
    bench = importlib.import_module("benchmarks.bench_reorder_point")
    year = bench.scenario()
    drawn = bench.kernels.paths(year, 7, 5)
    costs = [bench.FirstModel(path).cost for path in drawn.demand.tolist()]
    assert costs == bench.kernels.evaluate(None, drawn, year)["total_cost"].tolist()
