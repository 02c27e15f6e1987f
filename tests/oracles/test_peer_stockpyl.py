"""Our inventory formulas against stockpyl's over a few hundred inputs, drawn once and for all from a seed.

stockpyl lives in its own environment (benchmarks/peers.lock), which takes about half a minute to build: the
test runs in CI, and anywhere that environment already is.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from solvers.inventory import economic_production_quantity as epq
from solvers.inventory import economic_quantity as eoq
from solvers.inventory import economic_quantity_backorders as eoqb
from solvers.inventory.normal_loss import normal_loss, standard_normal_loss
from solvers.inventory.quantity_discount import all_units_discount, incremental_discount

ROOT = Path(__file__).resolve().parents[2]
CASES = 300


def _peers() -> ModuleType:
    """Load benchmarks/peers.py by its path: benchmarks is not part of the distribution."""
    spec = importlib.util.spec_from_file_location("logitrain_peers", ROOT / "benchmarks" / "peers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


peers = _peers()

pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(
        os.environ.get("CI") != "true" and peers.peer_ready() is None,
        reason="the peer environment .venv-peers is not built: set CI=true once to build it",
    ),
]

PEER_SCRIPT = """
from stockpyl import eoq, loss_functions

all_units = eoq.economic_order_quantity_with_all_units_discounts
incremental = eoq.economic_order_quantity_with_incremental_discounts

def main(payload):
    answers = []
    for x in payload["cases"]:
        K, h, D, p, i = x["K"], x["h"], x["D"], x["p"], x["i"]
        answers.append({
            "eoq": eoq.economic_order_quantity(K, h, D),
            "eoq_at": eoq.economic_order_quantity(K, h, D, x["Q"]),
            "backorders": eoq.economic_order_quantity_with_backorders(K, h, p, D),
            "backorders_at": eoq.economic_order_quantity_with_backorders(K, h, p, D, x["Q"], x["x"]),
            "epq": eoq.economic_production_quantity(K, h, D, x["P"]),
            "epq_at": eoq.economic_production_quantity(K, h, D, x["P"], x["Q"]),
            "all_units": all_units(K, i, D, x["breaks"], x["prices"]),
            "incremental": incremental(K, i, D, x["breaks"], x["prices"]),
            "standard_loss": loss_functions.standard_normal_loss(x["z"])[0],
            "loss": loss_functions.normal_loss(x["level"], x["mean"], x["sd"])[0],
        })
    return {"answers": answers}
"""


def _cases() -> list[dict[str, Any]]:
    # random() only: its doubles are the same on every machine, and plain arithmetic spreads them.
    rng = np.random.Generator(np.random.PCG64DXSM(20_261_120))
    cases = []
    for _ in range(CASES):
        u = [float(v) for v in rng.random(12)]
        bands = 1 + int(u[0] * 5)
        steps, cuts = rng.random(bands - 1), rng.random(bands - 1)
        D = 10 ** (1 + 4 * u[1])
        mean, sd = 10 + 1000 * u[2], 1 + 100 * u[3]
        cases.append(
            {
                "D": D,
                "K": 10 ** (3 * u[4]),
                "h": 10 ** (-1 + 3 * u[5]),
                "p": 10 ** (-1 + 4 * u[6]),
                "i": 0.05 + 0.4 * u[7],
                "P": D * (1.01 + 5 * u[8]),
                "Q": 1 + 1000 * u[9],
                "x": u[10],
                "breaks": [0.0, *(float(b) for b in np.cumsum(1 + 800 * steps))],
                "prices": [float(c) for c in 50 * np.cumprod([1.0, *(1 - 0.15 * cuts)])],
                "z": -4 + 8 * u[11],
                "level": mean + 3 * sd * (2 * u[10] - 1),
                "mean": mean,
                "sd": sd,
            }
        )
    return cases


def _ours(x: dict[str, Any]) -> dict[str, Any]:
    D, K, h, p, P, Q = (x[name] for name in ("D", "K", "h", "p", "P", "Q"))
    plain = eoq.economic_quantity(D, K, h)
    owed = eoqb.economic_quantity_backorders(D, K, h, p)
    made = epq.economic_production_quantity(D, K, h, P)
    units = all_units_discount(D, K, x["i"], x["breaks"], x["prices"])
    steps = incremental_discount(D, K, x["i"], x["breaks"], x["prices"])
    owed_at = eoqb.annual_cost(Q, x["x"], annual_demand=D, order_cost=K, holding_cost=h, backorder_cost=p)
    return {
        "eoq": [plain.lot_size, plain.annual_cost],
        "eoq_at": [Q, eoq.annual_cost(Q, D, K, h)],
        "backorders": [owed.lot_size, owed.backorder_fraction, owed.annual_cost],
        "backorders_at": [Q, x["x"], owed_at],
        "epq": [made.lot_size, made.annual_cost],
        "epq_at": [Q, epq.annual_cost(Q, D, K, h, P)],
        "all_units": [units.lot_size, units.band, units.annual_cost],
        "incremental": [steps.lot_size, steps.band, steps.annual_cost],
        "standard_loss": standard_normal_loss(x["z"]),
        "loss": normal_loss(x["level"], x["mean"], x["sd"]),
    }


def test_agrees_with_stockpyl() -> None:
    cases = _cases()
    theirs = peers.run_in_peer(PEER_SCRIPT, {"cases": cases})["answers"]
    assert len(theirs) == CASES
    bands = set()
    for x, peer in zip(cases, theirs, strict=True):
        ours = _ours(x)
        bands.add((ours["all_units"][1], ours["incremental"][1]))
        for method, figure in ours.items():
            # stockpyl subtracts 1 − Φ(z): in the tail only its absolute error is small.
            absolute = 1e-11 * x["sd"] if "loss" in method else 0.0
            assert figure == pytest.approx(peer[method], rel=1e-9, abs=absolute), (method, x)
    assert len(bands) >= 8, f"the draw is too tame to say much: only {bands} win"


def test_script_error_is_told() -> None:
    with pytest.raises(peers.PeerError, match="ZeroDivisionError"):
        peers.run_in_peer("def main(payload):\n    return 1 / 0\n", {})
