"""Demand: what is drawn has the mean and the law it says, in whole units, one uniform a day."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc, pdtr

from sim.checks import InvalidError
from sim.demand import DEMANDS, Demand, Empirical, NegativeBinomial, Normal, Poisson, Seasonal, Series
from sim.inversion import Table, negative_binomial_table, normal_table, poisson_table
from sim.streams import stream

EXAMPLES: list[Demand] = [
    Series((3, 1, 4), then=2),
    Poisson(20),
    Poisson(0),
    Normal(20, 8),
    Normal(20, 8, whole=False),
    Normal(5_000, 2_000),
    NegativeBinomial(20, variance=60),
    NegativeBinomial(20, dispersion=2),
    Empirical((5, 0, 12), weights=(1, 3, 1)),
    Seasonal(20, (1, 2, 3), step_days=2),
    Seasonal(20, (1, 0, 3), noise="none"),
    Seasonal(20, (1, 2, 3), noise="normal", cv=0.4),
    Seasonal(20, (1, 2, 0), noise="negative_binomial", dispersion=1.5),
]


def mean_of(table: Table) -> float:
    return math.fsum(np.diff(table.cumulative, prepend=0.0) * table.values)


def variance_of(table: Table) -> float:
    return math.fsum(np.diff(table.cumulative, prepend=0.0) * (table.values - mean_of(table)) ** 2)


@pytest.mark.parametrize("demand", EXAMPLES, ids=repr)
def test_contract_of_every_kind(demand: Demand) -> None:
    path = demand.path(stream(1, "demand"), 60)
    assert path.shape == (60,)
    assert path.min() >= 0
    assert np.array_equal(path, demand.path(stream(1, "demand"), 60)), "the same stream gives the same path"
    assert np.array_equal(path[:25], demand.path(stream(1, "demand"), 25)), "a longer horizon only adds days"
    assert np.array_equal(demand.of(stream(1, "demand").random(60)[None, :])[0], path)
    if demand != Normal(20, 8, whole=False):
        assert path.dtype == np.int64


def test_every_kind_is_exercised() -> None:
    assert {example.KEY for example in EXAMPLES} == set(DEMANDS)


@pytest.mark.parametrize("mean", [0.05, 1, 20, 333.25, 50_000])
def test_poisson_table_is_the_poisson_law(mean: float) -> None:
    table = poisson_table(mean)
    # The log of the factorial loses digits in the reference as the mean grows.
    assert table.cumulative == pytest.approx(pdtr(table.values, mean), abs=1e-11)
    assert mean_of(table) == pytest.approx(mean, rel=1e-10)


@pytest.mark.parametrize(("mean", "variance"), [(0.2, 0.5), (20, 20.5), (20, 60), (20, 900), (3_000, 1e6)])
def test_negative_binomial_table_is_its_law(mean: float, variance: float) -> None:
    table = negative_binomial_table(mean, variance)
    size = mean**2 / (variance - mean)
    assert table.cumulative == pytest.approx(betainc(size, table.values + 1.0, mean / variance), abs=1e-10)
    assert mean_of(table) == pytest.approx(mean, rel=1e-9)
    assert variance_of(table) == pytest.approx(variance, rel=1e-8)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.05, 80), st.floats(0.02, 10))
def test_normal_keeps_its_mean_when_cut_at_zero(mean: float, spread: float) -> None:
    sd = max(mean * spread, 1e-3)
    assert mean_of(normal_table(mean, sd)) == pytest.approx(mean, rel=1e-9)


@pytest.mark.parametrize(("mean", "sd"), [(20, 4), (20, 20), (3, 25), (5_000, 4_000)])
def test_normal_drawn_mean_is_the_one_asked(mean: float, sd: float) -> None:
    uniforms = (np.arange(200_000) + 0.5) / 200_000  # even coverage: no noise but that of the grid
    for whole in (True, False):
        assert Normal(mean, sd, whole=whole).of(uniforms).mean() == pytest.approx(mean, rel=1e-4)


def test_normal_far_from_zero_is_an_ordinary_normal() -> None:
    table = normal_table(200, 15)
    # Rounding to units adds the variance of a uniform, 1 / 12 (Sheppard's correction).
    assert variance_of(table) == pytest.approx(15**2 + 1 / 12, rel=1e-9)


def test_series_then_and_repeat() -> None:
    rng = stream(1)
    assert Series((1, 2, 3), then=9).path(rng, 6).tolist() == [1, 2, 3, 9, 9, 9]
    assert Series((1, 2, 3), repeat=True).path(rng, 7).tolist() == [1, 2, 3, 1, 2, 3, 1]
    assert Series((1, 2, 3)).path(rng, 2).tolist() == [1, 2]
    assert Series((1, 2.5)).path(rng, 2).tolist() == [1.0, 2.5]
    with pytest.raises(ValueError, match="3 days for a horizon of 4"):
        Series((1, 2, 3)).path(rng, 4)


def test_empirical_gives_its_values_in_their_shares() -> None:
    uniforms = (np.arange(1000) + 0.5) / 1000
    values, counts = np.unique(Empirical((5, 0, 5), weights=(1, 3, 1)).of(uniforms), return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {0: 600, 5: 400}


def test_empirical_value_without_weight_never_comes() -> None:
    assert set(Empirical((7, 8), weights=(0, 1)).of(np.array([0.0, 0.999])).tolist()) == {8}


def test_seasonal_profile_is_scaled_to_the_mean_and_loses_no_unit() -> None:
    path = Seasonal(10.3, (2, 1, 1), step_days=5, noise="none").path(stream(1), 150)
    assert path.sum() == 1545
    assert path[:5].sum() == 77  # 5 days at 10.3 · 2 / (4 / 3) = 15.45


def test_seasonal_noise_follows_the_level_of_the_day() -> None:
    uniforms = np.tile((np.arange(20_000) + 0.5) / 20_000, (6, 1)).T
    means = Seasonal(12, (1, 2, 3), step_days=2).of(uniforms).mean(axis=0)
    assert means == pytest.approx([6, 6, 12, 12, 18, 18], rel=1e-3)


def test_more_mean_never_means_less_on_the_same_draws() -> None:
    uniforms = stream(3).random(2_000)
    assert np.all(Poisson(21).of(uniforms) >= Poisson(20).of(uniforms))


@pytest.mark.parametrize(
    ("kind", "fields", "what"),
    [
        ("poisson", {"mean": -1}, "mean: must be a number of 0 or more"),
        ("poisson", {"mean": "20"}, "take the quotes away"),
        ("poisson", {"mean": "2,5"}, r"write the decimals with a point, 2\.5"),
        ("poisson", {"mean": "many"}, "write figures only"),
        ("poisson", {"mean": None}, "give a value"),
        ("poisson", {"mean": True}, "mean: must be a number"),
        ("poisson", {"mean": float("nan")}, "mean: must be a number"),
        ("poisson", {"mean": 10**400}, "mean: must be a number"),
        ("normal", {"mean": 0, "sd": 1}, "mean: must be a number above 0"),
        ("normal", {"mean": 1, "sd": 11}, "use negative_binomial"),
        ("normal", {"mean": 1, "sd": 1e-6}, "use series"),
        ("normal", {"mean": 1, "sd": 1, "whole": "yes"}, "must be true or false"),
        ("negative_binomial", {"mean": 5}, "give one of variance and dispersion"),
        ("negative_binomial", {"mean": 5, "variance": 9, "dispersion": 2}, "give one of variance"),
        ("negative_binomial", {"mean": 5, "variance": 5}, "use poisson"),
        ("negative_binomial", {"mean": 5, "variance": 10**6}, "over 10000 times the mean"),
        ("series", {"values": []}, "is empty"),
        ("series", {"values": "1 2 3"}, "must be a list of numbers"),
        ("series", {"values": [1, -2, "x"]}, r"values\[1\].*\nvalues\[2\]"),
        ("series", {"values": [1], "then": 1, "repeat": True}, "keep one of them"),
        ("empirical", {"values": [1, 2], "weights": [1]}, "1 figures for 2 values"),
        ("empirical", {"values": [1, 2], "weights": [0, 0]}, "zero throughout"),
        ("seasonal", {"mean": 5, "profile": [0, 0]}, "zero throughout"),
        ("seasonal", {"mean": 5, "profile": [1], "noise": "white"}, "must be one of"),
        ("seasonal", {"mean": 5, "profile": [1], "noise": "normal"}, "goes with noise: normal"),
        ("seasonal", {"mean": 5, "profile": [1], "cv": 0.2}, "goes with noise: normal"),
        ("seasonal", {"mean": 5, "profile": [1], "step_days": 0}, "whole number of 1 or more"),
        ("seasonal", {"mean": 5, "profile": [1, 1e9], "noise": "normal", "cv": 0.2}, "does not fit"),
    ],
)
def test_bad_figures_are_refused_with_the_way_out(kind: str, fields: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidError, match=what):
        DEMANDS[kind](**fields)


def test_equal_figures_of_any_type_build_equal_demands() -> None:
    assert Poisson(20.0) == Poisson(np.int64(20)) == Poisson(20)  # type: ignore[arg-type]
    assert isinstance(Poisson(20.0).mean, int)
