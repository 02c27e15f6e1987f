"""Our exponential smoothing against statsmodels' over a few hundred histories, drawn once and for all from a seed.

statsmodels takes the constants and what stands before the first period as given: the recurrences alone are compared.
It corrects a season by the level expected (Hyndman & Athanasopoulos, section 8.3), ours by the level corrected (Winters
1960): with additive seasons the two are one, its constant being γ(1 - α); with multiplicative ones they part, and are
compared under indices that are kept. Its Holt-Winters gives the wrong index to periods ahead that are multiples of the
season, so forecasts ahead are compared under one season only. It has no Croston.

statsmodels lives in the peer environment (see test_peer_stockpyl.py): the test runs in CI, and anywhere that
environment already is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from test_peer_stockpyl import peers, pytestmark  # noqa: F401  (pytest reads the mark under this name)

from solvers.forecasting.exponential_smoothing import holt_smoothing, simple_smoothing
from solvers.forecasting.holt_winters import holt_winters
from solvers.forecasting.stepping import Forecast

CASES = 200
SEASON = 6

PEER_SCRIPT = """
import warnings
import numpy as np
from statsmodels.tsa.holtwinters import ExponentialSmoothing, Holt, SimpleExpSmoothing

def told(fit, ahead):
    return {"fitted": fit.fittedvalues.tolist(), "ahead": fit.forecast(ahead).tolist()}

def main(payload):
    warnings.simplefilter("ignore")
    answers = []
    for x in payload["cases"]:
        y, a, b, phi = np.array(x["y"]), x["alpha"], x["beta"], x["phi"]
        level, trend, ahead = x["level"], x["trend"], payload["season"] - 1
        given = dict(initialization_method="known", initial_level=level)
        simple = SimpleExpSmoothing(y, **given).fit(smoothing_level=a, optimized=False)
        sloped = dict(given, initial_trend=trend)
        holt = Holt(y, **sloped).fit(smoothing_level=a, smoothing_trend=b, optimized=False)
        damped = Holt(y, damped_trend=True, **sloped).fit(
            smoothing_level=a, smoothing_trend=b, damping_trend=phi, optimized=False)
        answer = {"simple": told(simple, ahead), "holt": told(holt, ahead), "damped": told(damped, ahead)}
        for kind, seasons, g in (("multiplicative", x["indices"], 0), ("additive", x["offsets"], x["gamma"] * (1 - a))):
            model = ExponentialSmoothing(y, trend="add", seasonal=kind[:3], seasonal_periods=payload["season"],
                                         initial_seasonal=seasons, **sloped)
            fit = model.fit(smoothing_level=a, smoothing_trend=b, smoothing_seasonal=g, optimized=False)
            answer[kind] = told(fit, ahead)
        answers.append(answer)
    return {"answers": answers}
"""


def _cases() -> list[dict[str, Any]]:
    # random() only: its doubles are the same on every machine, and plain arithmetic spreads them.
    rng = np.random.Generator(np.random.PCG64DXSM(20_261_121))
    cases = []
    for _ in range(CASES):
        u = [float(v) for v in rng.random(6)]
        level, trend = 80 + 40 * u[0], 2 * u[1] - 0.5
        raw = 0.7 + 0.6 * rng.random(SEASON)
        indices = raw * SEASON / raw.sum()
        periods = 3 * SEASON + int(SEASON * u[2])
        line = level + trend * np.arange(1, periods + 1)
        wave = np.resize(indices, periods)
        cases.append(
            {
                "y": (line * wave * (0.9 + 0.2 * rng.random(periods))).tolist(),
                "alpha": 0.05 + 0.9 * u[3],
                "beta": (0.05 + 0.9 * u[3]) * u[4],  # statsmodels asks that it be under alpha
                "gamma": u[5],
                "phi": 0.8 + 0.19 * u[0],
                "level": level,
                "trend": trend,
                "indices": indices.tolist(),
                "offsets": (level * (indices - 1)).tolist(),
            }
        )
    return cases


def _ours(x: dict[str, Any]) -> dict[str, Forecast]:
    y, a, b, g = x["y"], x["alpha"], x["beta"], x["gamma"]
    level, trend, ahead = x["level"], x["trend"], SEASON - 1
    start = (level, trend)
    return {
        "simple": simple_smoothing(y, a, ahead, initial=level),
        "holt": holt_smoothing(y, a, b, ahead, initial=start),
        "damped": holt_smoothing(y, a, b, ahead, initial=start, phi=x["phi"]),
        "multiplicative": holt_winters(
            y, SEASON, a, b, 0, ahead, initial=(*start, x["indices"]), model="multiplicative"
        ),
        "additive": holt_winters(y, SEASON, a, b, g, ahead, initial=(*start, x["offsets"]), model="additive"),
    }


def test_agrees_with_statsmodels() -> None:
    cases = _cases()
    payload = {"cases": cases, "season": SEASON}
    theirs = peers.run_in_peer(PEER_SCRIPT, payload)["answers"]
    assert len(theirs) == CASES
    for x, peer in zip(cases, theirs, strict=True):
        for method, found in _ours(x).items():
            fitted = [step.forecast for step in found.steps]
            assert fitted == pytest.approx(peer[method]["fitted"], rel=1e-9), (method, x)
            assert list(found.ahead) == pytest.approx(peer[method]["ahead"], rel=1e-9), (method, x)
