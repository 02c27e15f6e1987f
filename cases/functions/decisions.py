"""Searches for the best policy: ``sim`` and ``solvers`` together."""

from __future__ import annotations

from collections.abc import Mapping

from cases import simulation
from cases.expressions import ExpressionError, Function
from cases.plain import Plain
from solvers.inventory import best_reorder_point


def _best_reorder_point(
    scenario: Mapping[str, Plain], run: Mapping[str, Plain], lot_step: int = 1
) -> dict[str, Plain]:
    """Search the (s, Q) of least cost over the marking runs, requirement met, Q by steps of ``lot_step``."""
    if not isinstance(scenario, dict) or not isinstance(run, dict) or not _whole(lot_step, 1):
        raise TypeError("a scenario, the run, a step")
    ranges, require = run.get("ranges"), run.get("require", {})
    seed, label, replications = run.get("seed"), run.get("label"), run.get("replications")
    if not isinstance(ranges, dict) or not {"s", "Q"} <= set(ranges):
        raise ExpressionError("decision_inputs", inputs="s, Q")
    if not isinstance(require, dict) or not isinstance(label, str) or not isinstance(seed, int):
        raise TypeError("the run of a decision")
    if not isinstance(replications, int) or isinstance(replications, bool) or replications < 1:
        raise TypeError("the run of a decision")
    best = simulation.best_reorder_point(
        scenario,
        seed,
        label,
        replications,
        search=best_reorder_point.best_reorder_point,
        s_range=_pair(ranges["s"]),
        Q_range=_pair(ranges["Q"]),
        Q_step=lot_step,
        fill_rate=require.get("fill_rate"),
    )
    return {"s": best[0], "Q": best[1]}


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _pair(value: Plain) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise TypeError("[lowest, highest]")
    low, high = value
    if not isinstance(low, int) or not isinstance(high, int):
        raise TypeError("[lowest, highest]")
    return low, high


FUNCTIONS: dict[str, Function] = {"best_reorder_point": _best_reorder_point}
