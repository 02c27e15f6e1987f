"""A returns cell: units by hand, queues by their closed forms, an account of its own, invariants, refusals."""

from __future__ import annotations

import copy
import hashlib
import heapq
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checks import InvalidError
from sim.models.returns import ReturnsModel
from sim.returns import compiled as k
from sim.returns import figures as fig
from sim.returns.draws import units
from sim.returns.world import DISPOSITIONS

GOODS = {
    "name": "drill", "value": 100, "refurbished": 0.8, "repaired": 0.6, "parts": 0.1, "refurbish_hours": 1,
    "repair_hours": 4, "repair_parts": 12, "recycle_cost": 3, "destroy_cost": 9, "exchange_cost": 50, "credit_cost": 70,
}  # fmt: skip
POLICY = {"inspectors": 1, "repairers": 1, "parts_from": 0}


def world(grades: list[float], **more: Any) -> dict[str, Any]:
    """One return a day, all of the grades weighed, inspected in six minutes without errors."""
    return {
        "horizon": 10, "arrivals": {"series": {"values": [1], "repeat": True}}, "products": [GOODS],
        "reasons": [{"name": "back", "grades": grades}], "full": {"minutes": 6}, "hours": 8, "policy": POLICY, **more,
    }  # fmt: skip


def measured(data: dict[str, Any], replications: int = 1) -> dict[str, float]:
    return ReturnsModel.read(data).measure(3, "test", replications)


# -- by hand -----------------------------------------------------------------------------------------------
def test_goods_as_new_are_sold_again_at_their_value() -> None:
    found = measured(world([1, 0, 0, 0]))
    assert (found["recovered_value"], found["lost_value_cost"]) == (1000, 0)
    assert found["restock_rate"] == 1
    assert found["return_cycle_time"] == pytest.approx(6 / 60 / 8)
    assert found["credit_cost"] == 10 * 70


@pytest.mark.parametrize(
    ("grades", "rule", "share", "disposition"),
    [
        ([0, 1, 0, 0], {}, 0.8, "refurbish"),
        ([0, 1, 0, 0], {"refurbish_from": 101}, 0.1, "parts"),
        ([0, 0, 1, 0], {}, 0.6, "repair"),
        ([0, 0, 1, 0], {"repair_from": 101}, 0.1, "parts"),
        ([0, 0, 1, 0], {"repair_from": 101, "parts_from": None}, 0, "recycle"),
        ([0, 0, 1, 0], {"max_age": 3}, 0.1, "parts"),
        ([0, 0, 0, 1], {}, 0.1, "parts"),
        ([0, 0, 0, 1], {"parts_from": 200}, 0, "recycle"),
    ],
)
def test_the_rule_says_what_becomes_of_a_unit(
    grades: list[float], rule: dict[str, Any], share: float, disposition: str
) -> None:
    found = measured(world(grades, horizon=200, age={"constant": 4}, policy={**POLICY, **rule}))
    assert found[f"{disposition}_rate"] == 1
    left = 200 if disposition in {"parts", "recycle"} else 199  # the last one may still be on the bench
    assert left * 100 * share <= found["recovered_value"] <= 200 * 100 * share
    assert found["disposal_cost"] == (200 * 3 if disposition == "recycle" else 0)


def test_hazardous_goods_are_destroyed() -> None:
    data = world([0, 0, 0, 1], products=[{**GOODS, "hazardous": True}], policy={**POLICY, "parts_from": None})
    assert measured(data)["destroy_rate"] == 1
    assert measured(data)["disposal_cost"] == 90


def test_value_melts_with_age() -> None:
    data = world(
        [1, 0, 0, 0], products=[{**GOODS, "decay": 0.1}], age={"constant": 2}, full={"minutes": 480 * 2}
    )
    lived = fig.run(ReturnsModel.read(data).world, 3, "test", 0)
    came = lived.came.time[0]
    assert lived.lives[0, k.BROUGHT] == pytest.approx(
        100 * 0.9**4, abs=1e-6
    )  # two days old, two days of inspection
    assert lived.lives[0, k.LEFT] == came + 2


def test_a_faulty_unit_taken_for_new_comes_back_as_a_complaint() -> None:
    data = world([0, 1, 0, 0], full={"minutes": 6, "false_good": 1}, complaint_cost=30)
    found = measured(data)
    assert (found["restock_rate"], found["wrong_disposition_rate"]) == (1, 1)
    assert (found["recovered_value"], found["complaint_cost"]) == (0, 300)


def test_a_good_unit_taken_for_worse_brings_less() -> None:
    found = measured(world([1, 0, 0, 0], full={"minutes": 6, "false_bad": 1}, horizon=100))
    assert found["refurbish_rate"] == found["wrong_disposition_rate"] == 1
    assert found["recovery_rate"] == pytest.approx(0.8)


def test_customers_wait_for_their_answer() -> None:
    """Six minutes of an eight-hour day, then two days for a credit note or none for another unit."""
    base = world([1, 0, 0, 0], credit_days=2, delay_cost=10)
    credit = measured(base)
    assert credit["response_time"] == pytest.approx(2 + 0.1 / 8)
    assert credit["delay_cost"] == pytest.approx(10 * 10 * (2 + 0.1 / 8))
    swap = measured({**base, "policy": {**POLICY, "exchange": True, "exchange_stock": 1}, "exchange_lead": 2})
    assert swap["exchange_rate"] == pytest.approx(
        0.5, abs=0.2
    )  # one unit, back after two days or so, one asked a day
    assert swap["exchange_cost"] + swap["credit_cost"] * 50 / 70 == pytest.approx(500)


def test_a_full_workshop_sends_goods_elsewhere() -> None:
    data = world([0, 0, 1, 0], arrivals={"series": {"values": [6], "repeat": True}}, horizon=50)
    free, bound = measured(data), measured({**data, "policy": {**POLICY, "max_queue": 3}})
    assert free["repair_rate"] == 1
    assert free["repair_queue"] > 50
    assert bound["repair_rate"] == pytest.approx(2 / 6, abs=0.03)  # two repairs of four hours a day
    assert bound["repair_queue"] <= 4


# -- closed forms -------------------------------------------------------------------------------------------
def erlang_c(servers: int, load: float) -> float:
    """Probability of waiting in M/M/c (Erlang, 1917; Gross and Harris, section 2.3, recalled, not re-read)."""
    top = load**servers / math.factorial(servers) * servers / (servers - load)
    return top / (sum(load**n / math.factorial(n) for n in range(servers)) + top)


@pytest.mark.parametrize(("servers", "minutes"), [(1, 24.0), (2, 48.0), (3, 78.0)])
def test_the_inspection_queue_is_that_of_m_m_c(servers: int, minutes: float) -> None:
    """λ = 12 a day, exponential inspections: mean number waiting Lq = C(c, a)·a / (c − a)."""
    data = world(
        [1, 0, 0, 0], horizon=5000, warm_up=200, arrivals={"poisson": 12},
        policy={"inspectors": servers, "repairers": 1}, full={"minutes": minutes, "spread": "exponential"},
    )  # fmt: skip
    load = 12 * minutes / 480
    found = ReturnsModel.read(data).each(11, "queue", 8)
    expected = erlang_c(servers, load) * load / (servers - load)
    mean = float(np.mean(found["inspection_queue"]))
    spread = float(np.std(found["inspection_queue"], ddof=1)) / math.sqrt(8)
    assert abs(mean - expected) < 4 * spread
    assert np.mean(found["inspection_utilisation"]) == pytest.approx(load / servers, rel=0.02)


def test_customers_left_without_a_unit_are_those_of_erlang_b() -> None:
    """Units given at rate λ and bought again over L: loss B(S, λL), whatever the law of L (Erlang's loss formula)."""
    policy = {"inspectors": 60, "repairers": 1, "exchange": True, "exchange_stock": 5}
    data = world(
        [1, 0, 0, 0], horizon=5000, warm_up=100, arrivals={"poisson": 2}, exchange_lead=2, policy=policy
    )
    found = ReturnsModel.read(data).each(5, "loss", 8)
    load = 4.0
    lost = load**5 / math.factorial(5) / sum(load**n / math.factorial(n) for n in range(6))
    rates = [1 - rate for rate in found["exchange_rate"]]
    assert abs(float(np.mean(rates)) - lost) < 4 * float(np.std(rates, ddof=1)) / math.sqrt(8)


@pytest.mark.parametrize("warm_up", [0, 40])
def test_little_s_law_holds_on_every_run(warm_up: int) -> None:
    """Over a run that starts and ends empty: units in the cell on average = rate × time in it (Little, 1961)."""
    arrivals = {"series": {"values": [9] * 60, "then": 0}}
    data = {**ReturnsModel.EXAMPLE, "horizon": 120, "arrivals": arrivals}
    lived = fig.run(ReturnsModel.read(data).world, 2, "x", 0)
    found = fig.figures(ReturnsModel.read(data).world, lived)
    assert lived.lives[:, k.LEFT].max() < 120
    assert found["mean_in_cell"] == pytest.approx(
        found["returns"] / 120 * found["return_cycle_time"], rel=1e-9
    )
    assert ReturnsModel.read({**data, "warm_up": warm_up}).measure(2, "x", 1)["mean_in_cell"] >= 0


# -- an account of its own ----------------------------------------------------------------------------------
def account(data: dict[str, Any], came: Any) -> dict[str, float]:  # noqa: PLR0915  # a year, read in one go
    """A plain loop over units, with heaps of servers, written from the definitions alone."""
    rule, horizon = data["policy"], data["horizon"]
    goods = {
        "refurbished": 0.8,
        "repaired": 0.7,
        "parts": 0.15,
        "success": 1,
        "decay": 0,
        "refurbish_hours": 0.5,
    }
    products = [{**goods, "repair_hours": 2, **one} for one in data["products"]]
    level = data[rule["inspection"]]
    free = [0.0] * rule["inspectors"]
    seen = []
    for i, time in enumerate(came.time.tolist()):
        end = max(time, heapq.heappop(free)) + level["minutes"] / 60 / data["hours"]
        heapq.heappush(free, end)
        seen.append((end, i))
    bench, waiting = [0.0] * rule["repairers"], []
    stock: dict[int, list[float]] = {}
    counts = dict.fromkeys(DISPOSITIONS, 0)
    brought = lost = 0.0
    swapped = 0
    for now, i in sorted(seen):
        one = products[came.product[i]]
        age, time = float(came.age[i]), float(came.time[i])

        def worth(day: float, one: dict[str, Any] = one, age: float = age, time: float = time) -> float:
            return float(one["value"] * (1 - one["decay"]) ** (age + day - time))

        first = worth(time)
        if now > horizon:
            lost += first - worth(horizon) * one["parts"]
            continue
        grade = int(came.grade[i])
        guess = grade
        if came.slip[i] < level["false_good"]:
            guess = max(grade - 1, 0)
        elif came.slip[i] >= 1 - level["false_bad"]:
            guess = min(grade + 1, 3)
        out = [day for day in stock.get(int(came.product[i]), []) if day + data["exchange_lead"] > now]
        if rule["exchange"] and len(out) < rule["exchange_stock"]:
            swapped += 1
            out.append(now)
        stock[int(came.product[i])] = out
        waiting = [start for start in waiting if start > now]
        fits = len(waiting) <= rule["max_queue"] and age + now - time <= rule["max_age"]
        if guess == 0:
            what, left = "restock", now
        elif guess == 1 and worth(now) >= rule["refurbish_from"] and fits:
            what = "refurbish"
        elif guess == 2 and worth(now) >= rule["repair_from"] and fits:
            what = "repair"
        else:
            scrap = "destroy" if one.get("hazardous") else "recycle"
            what, left = ("parts" if worth(now) >= rule["parts_from"] else scrap), now
        if what in {"refurbish", "repair"}:
            start = max(now, heapq.heappop(bench))
            left = start + one[f"{what}_hours"] / data["hours"]
            heapq.heappush(bench, left)
            waiting.append(start)
        counts[what] += 1
        good = {
            "restock": 1.0 if grade == 0 else 0.0,
            "refurbish": one["refurbished"] if grade <= 1 else one["parts"],
            "repair": one["repaired"]
            if grade <= 1 or (grade == 2 and came.luck[i] < one["success"])
            else one["parts"],
            "parts": one["parts"],
        }
        got = worth(left) * good.get(what, 0.0) if left <= horizon else worth(horizon) * one["parts"]
        brought += got if left <= horizon else 0.0
        lost += first - got
    total = sum(counts.values())
    rates = {f"{name}_rate": number / total for name, number in counts.items()}
    return {**rates, "recovered_value": brought, "lost_value_cost": lost, "exchange_rate": swapped / total}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "rule",
    [{}, {"inspection": "quick", "inspectors": 2}, {"repairers": 2, "repair_from": 20, "exchange_stock": 3}],
)
def test_an_account_of_its_own_finds_the_same(seed: int, rule: dict[str, Any]) -> None:
    data = copy.deepcopy(dict(ReturnsModel.EXAMPLE))
    data["policy"] |= rule
    data["arrivals"] = {"poisson": 14}  # enough to make queues
    model = ReturnsModel.read(data)
    found = model.measure(seed, "account", 1)
    for name, value in account(data, units(model.world, seed, "account", 0)).items():
        assert found[name] == pytest.approx(value, rel=1e-6, abs=1e-4), name


# -- invariants ---------------------------------------------------------------------------------------------
@settings(max_examples=40, deadline=None)
@given(
    rate=st.integers(0, 20),
    seed=st.integers(0, 30),
    rule=st.fixed_dictionaries(
        {
            "inspection": st.sampled_from(["full", "quick"]), "inspectors": st.integers(1, 3),
            "repairers": st.integers(1, 3), "repair_from": st.integers(0, 150), "exchange": st.booleans(),
            "exchange_stock": st.integers(0, 12), "max_queue": st.none() | st.integers(0, 9),
        }
    ),
)  # fmt: skip
def test_every_unit_is_somewhere_and_costs_add_up(rate: int, seed: int, rule: dict[str, Any]) -> None:
    data = {**ReturnsModel.EXAMPLE, "horizon": 60, "arrivals": {"series": {"values": [rate], "repeat": True}}}
    story = ReturnsModel.read(data).under(rule).live(seed, "x", 0)
    [track] = story.tracks
    assert sum(track.demand) == 60 * rate
    assert sum(track.received) + track.backorders[-1] == 60 * rate
    assert all(0 <= one <= 3 * rule["exchange_stock"] for one in track.on_hand)
    found = story.indicators
    assert found["total_cost"] == pytest.approx(sum(found[f"{name}_cost"] for name in fig.COSTS))
    if rate:
        assert sum(found[f"{name}_rate"] for name in DISPOSITIONS) == pytest.approx(1)
    assert 0 <= found["recovery_rate"] <= 1


def test_chance_never_hangs_on_the_policy() -> None:
    model = ReturnsModel.read(ReturnsModel.EXAMPLE)
    other = model.under({"inspection": "quick", "inspectors": 3, "repairers": 2})
    assert model.live(4, "x", 2).tracks[0].demand == other.live(4, "x", 2).tracks[0].demand


def test_a_warm_up_counts_nothing() -> None:
    data = {**ReturnsModel.EXAMPLE, "warm_up": 100}
    story = ReturnsModel.read(data).live(1, "x", 0)
    assert all(row[:100] == (0,) * 100 for row in story.cost_by_period.values())
    whole = ReturnsModel.read(ReturnsModel.EXAMPLE).live(1, "x", 0)
    for name, row in story.cost_by_period.items():
        assert row[100:] == whole.cost_by_period[name][100:]


def test_the_same_year_has_the_same_figures() -> None:
    """A golden year: the SHA-256 of its figures to a ten-thousandth."""
    found = ReturnsModel.read(ReturnsModel.EXAMPLE).live(2026, "golden", 0)
    text = json.dumps({name: round(value, 4) for name, value in found.indicators.items()})
    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN


GOLDEN = "6813892b9e5dca2b2eb16286a8192eff9112bf8f7342df2b0b65187d58e12a73"


# -- refusals -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"products": []}, "products", "give at least one"),
        ({"products": [GOODS, GOODS]}, "products[1].name", "drill"),
        ({"products": [{**GOODS, "decay": 2}]}, "products[0].decay", "at most 1"),
        ({"reasons": [{"name": "back", "grades": [1, 2]}]}, "reasons[0].grades", "4 weights"),
        ({"reasons": [{"name": "back", "grades": [0, 0, 0, 0]}]}, "reasons[0].grades", "above zero"),
        ({"full": {"minutes": 0}}, "full.minutes", "above 0"),
        ({"full": {"minutes": 5, "false_good": 0.6, "false_bad": 0.6}}, "full.false_bad", "more than 1"),
        ({"full": {"minutes": 5, "spread": "wide"}}, "full.spread", "wide"),
        ({"policy": {"inspection": "quick"}}, "policy.inspection", "quick"),
        ({"policy": {"repairers": 0}}, "policy.repairers", "1 or more"),
        ({"arrivals": {"normal": {"mean": 4, "sd": 1, "whole": False}}}, "arrivals", ""),
        ({"warm_up": 10}, "warm_up", "shorter"),
    ],
)  # fmt: skip
def test_a_world_that_will_not_do_is_refused_in_words(change: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(InvalidError) as refused:
        ReturnsModel.read(world([1, 0, 0, 0], **change))
    assert path in refused.value.explain("en")
    assert words in refused.value.explain("en")
    assert refused.value.explain("fr")
