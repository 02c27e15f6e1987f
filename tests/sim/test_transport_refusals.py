"""Lanes: what makes no world of lanes, or no policy for it, is refused with its place, in both languages."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from transport_worlds import flow, leg, stock, world

from sim.checks import InvalidError
from sim.models import read_model
from sim.models.lanes import LanesModel
from sim.quantiles import drawn
from sim.supply import Discrete, Gamma

GOOD = world(
    [leg()],
    receivers=[stock()],
    flows=[flow()],
    policy={"receivers": [{"name": "store", "lane": "road", "level": 60}]},
)


def faults(data: dict[str, Any]) -> set[tuple[str | int, ...]]:
    with pytest.raises(InvalidError) as refused:
        read_model({"lanes": data})
    for lang in ("fr", "en"):
        assert refused.value.explain(lang)
    return {problem.path[1:] for problem in refused.value.problems}


def changed(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    data: Any = copy.deepcopy(GOOD)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return dict(data)


LEG = ("lanes", 0, "legs", 0)
RULE = ("policy", "receivers", 0)


def test_a_sound_world_is_taken() -> None:
    assert read_model({"lanes": GOOD}).work() == 280


@pytest.mark.parametrize(
    ("path", "value", "at"),
    [
        (("lanes",), [], ("lanes",)),
        (("horizon",), 0, ("horizon",)),
        (("carbon_price",), -1, ("carbon_price",)),
        ((*LEG, "mode"), "pipeline", (*LEG, "mode")),
        ((*LEG, "loss"), 1.5, (*LEG, "loss")),
        ((*LEG, "transit"), {"constat": 2}, (*LEG, "transit", "constat")),
        ((*LEG, "departures"), {"weekdays": [7]}, (*LEG, "departures", "weekdays")),
        ((*LEG, "departures"), {"weekdays": [1], "every": 3}, (*LEG, "departures", "every")),
        ((*LEG, "departures"), {"fill": 0.5}, (*LEG, "capacity")),
        ((*LEG, "vehicles"), 2, (*LEG, "capacity")),
        ((*LEG, "tariff"), {"per_100_kg": 3, "bands": [{"least": 0, "price": 4}]}, (*LEG, "tariff", "bands")),
        ((*LEG, "tariff"), {"bands": [{"least": 5, "price": 4}]}, (*LEG, "tariff", "bands")),
        (
            (*LEG, "tariff"),
            {"bands": [{"least": 0, "price": 4}, {"least": 0, "price": 3}]},
            (*LEG, "tariff", "bands"),
        ),
        (
            (*LEG, "delays"),
            [{"cause": "fog", "chance": 0.1, "time": {"constant": 1}}],
            (*LEG, "delays", 0, "cause"),
        ),
        (
            (*LEG, "stoppages"),
            [{"cause": "strike", "length": {"constant": 1}}],
            (*LEG, "stoppages", 0, "chance"),
        ),
        (("lanes", 0, "legs"), [leg(destination="port"), leg(origin="yard")], ("lanes", 0, "legs")),
        (("lanes", 0, "liability_per_kg"), -3, ("lanes", 0, "liability_per_kg")),
        (("flows", 0, "lane"), "rail", ("flows", 0, "lane")),
        (("flows", 0, "name"), "store", ("flows", 0, "name")),
        (("flows", 0, "shipments"), {"poisson": 1e6}, ("flows",)),
        (("flows", 0, "shipments"), {"series": {"values": [1]}}, ("flows", 0, "shipments")),
        (("receivers", 0, "demand"), {"normal": {"mean": 9, "sd": 2, "whole": False}}, ("receivers", 0, "demand")),
        (("receivers", 0, "shortage"), "sorry", ("receivers", 0, "shortage")),
        ((*RULE, "lane"), "rail", (*RULE, "lane")),
        ((*RULE, "name"), "shop", (*RULE, "name")),
        ((*RULE, "every"), 0, (*RULE, "every")),
        ((*RULE, "per_week"), 8, (*RULE, "per_week")),
        ((*RULE, "safety_days"), 3, (*RULE, "level")),
        ((*RULE, "backup"), "road", (*RULE, "backup")),
        ((*RULE, "backup_level"), 3, (*RULE, "backup")),
        (("policy", "receivers"), [], ("policy", "receivers")),
        (("policy", "dispatch"), [{"lane": "rail"}], ("policy", "dispatch", 0, "lane")),
        (("policy", "dispatch"), [{"lane": "road", "fill": 0.5}], ("policy", "dispatch", 0, "fill")),
        (("policy", "dispatch"), [{"lane": "road"}, {"lane": "road"}], ("policy", "dispatch", 1, "lane")),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(
    path: tuple[str | int, ...], value: Any, at: tuple[str | int, ...]
) -> None:
    assert at in faults(changed(path, value))


def test_order_days_are_given_once() -> None:
    data = changed((*RULE, "every"), 3)
    data["policy"]["receivers"][0]["per_week"] = 2
    assert (*RULE, "every") in faults(data)


def test_a_unit_that_fits_no_vehicle_is_refused() -> None:
    data = changed((*LEG, "capacity"), {"weight_kg": 20})
    data["receivers"][0]["weight_kg"] = 30
    assert (*RULE, "lane") in faults(data)


def test_nobody_who_ships_is_refused() -> None:
    assert ("receivers",) in faults({"horizon": 9, "lanes": GOOD["lanes"]})


def test_a_policy_without_a_rule_for_a_receiver_is_refused() -> None:
    model = LanesModel.read({key: value for key, value in GOOD.items() if key != "policy"})
    with pytest.raises(InvalidError):
        model.measure(1, "", 1)
    with pytest.raises(InvalidError):
        model.under({"receivers": []})


def test_a_gamma_among_its_quantiles_keeps_its_mean() -> None:
    uniforms = (np.arange(1_000_000) + 0.5) / 1_000_000
    for mean, spread in ((18, 1.5), (2, 2), (700, 400)):
        time = Gamma(mean, spread)
        found = drawn(time, uniforms)
        assert found.mean() == pytest.approx(mean, rel=3e-4)
        assert found.std() == pytest.approx(spread, rel=5e-3)
        assert np.all(np.diff(found) >= 0)
    few = Discrete((1, 3), (3, 1))
    assert np.array_equal(drawn(few, uniforms[:9]), few.of(uniforms[:9]))
