"""Silver's method for grouped orders against stockpyl's, over groups drawn once and for all from a seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from test_peer_stockpyl import peers, pytestmark  # noqa: F401  # the marks skip these tests without the peer

from solvers.inventory.joint_replenishment import (
    GroupedItem,
    joint_replenishment,
    joint_replenishment_heuristic,
)

GROUPS = 200
PEER_SCRIPT = """
from stockpyl.eoq import joint_replenishment_problem_silver_heuristic as silver

def main(payload):
    answers = []
    for K, k, h, D in payload["groups"]:
        lots, period, multiples, cost = silver(K, k, h, D)
        answers.append({"lots": lots, "period": period, "multiples": multiples, "cost": cost})
    return {"answers": answers}
"""


def _groups() -> list[tuple[float, list[float], list[float], list[float]]]:
    rng = np.random.Generator(np.random.PCG64DXSM(20_261_127))
    found = []
    for _ in range(GROUPS):
        u = rng.random((3, 2 + int(rng.random() * 7)))
        k, h, D = (
            [float(figure) for figure in 10.0 ** (low + 3 * row)]
            for low, row in zip((0, -1, 1), u, strict=True)
        )
        found.append((10.0 ** (0.5 + 2 * float(rng.random())), k, h, D))
    return found


def test_the_calculator_s_method_agrees_and_the_exact_one_is_never_dearer() -> None:
    groups = _groups()
    theirs: list[dict[str, Any]] = peers.run_in_peer(PEER_SCRIPT, {"groups": groups})["answers"]
    better = 0
    for (K, k, h, D), peer in zip(groups, theirs, strict=True):
        items = [GroupedItem(*figures) for figures in zip(D, k, h, strict=True)]
        ours = joint_replenishment_heuristic(K, items)
        assert list(ours.multiples) == peer["multiples"]
        assert ours.period == pytest.approx(peer["period"], rel=1e-12)
        assert ours.lot_sizes == pytest.approx(peer["lots"], rel=1e-12)
        assert ours.annual_cost == pytest.approx(peer["cost"], rel=1e-12)
        exact = joint_replenishment(K, items).annual_cost
        assert exact <= peer["cost"] * (1 + 1e-12)
        better += exact < peer["cost"] * (1 - 1e-6)
    assert better > GROUPS // 4, "the draw is too tame to say much"
