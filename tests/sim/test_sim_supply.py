"""Lead times: their law, their days, and that they belong to the day and not to the order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.checks import InvalidError
from sim.streams import stream
from sim.supply import LEAD_TIMES, Constant, Discrete, Empirical, Gamma, LeadTime

EXAMPLES: list[LeadTime] = [
    Constant(5),
    Constant(0),
    Constant(2.5),
    Discrete((3, 5, 9), (1, 2, 1)),
    Gamma(6, 2.5),
    Gamma(6, 0.01),
    Empirical((4, 4, 6, 12)),
]


@pytest.mark.parametrize("lead_time", EXAMPLES, ids=repr)
def test_contract_of_every_kind(lead_time: LeadTime) -> None:
    path = lead_time.path(stream(1, "lead_time"), 80)
    assert path.shape == (80,)
    assert path.min() >= 0
    assert np.array_equal(path[:30], lead_time.path(stream(1, "lead_time"), 30))
    assert np.array_equal(lead_time.of(stream(1, "lead_time").random(80)), path)


def test_every_kind_is_exercised() -> None:
    assert {example.KEY for example in EXAMPLES} == set(LEAD_TIMES)


@pytest.mark.parametrize(("mean", "sd"), [(6, 2.5), (4, 8), (30, 0.5)])
def test_gamma_has_its_mean_and_spread(mean: float, sd: float) -> None:
    uniforms = (np.arange(400_000) + 0.5) / 400_000
    days = Gamma(mean, sd).of(uniforms)
    assert days.mean() == pytest.approx(mean, rel=1e-3)
    assert days.std() == pytest.approx(sd, rel=5e-3)


def test_whole_days_stay_whole_and_fractions_stay() -> None:
    assert Constant(5.0).of(np.zeros(2)).dtype == np.int64
    assert Discrete((1, 2), (1, 1)).of(np.array([0.1, 0.9])).tolist() == [1, 2]
    assert Constant(2.5).of(np.zeros(2)).tolist() == [2.5, 2.5]


@pytest.mark.parametrize(
    ("kind", "fields", "what"),
    [
        ("constant", {"days": -1}, "days: must be a number of 0 or more"),
        ("constant", {"days": 1e6}, "at most 10000"),
        ("discrete", {"values": [1, 2], "weights": [1, -1]}, r"weights\[1\]"),
        ("discrete", {"values": [1, 2], "weights": None}, "weights"),
        ("discrete", {"values": [10**6], "weights": [1]}, "over 10000 days"),
        ("gamma", {"mean": 0, "sd": 1}, "mean: must be a number above 0"),
        ("gamma", {"mean": 5, "sd": 50}, "three times the mean"),
        ("empirical", {"values": []}, "is empty"),
    ],
)
def test_bad_figures_are_refused_with_the_way_out(kind: str, fields: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidError, match=what):
        LEAD_TIMES[kind](**fields)
