"""Random small scenarios for property tests: whole demand, every policy, both kinds of shortage."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.scenario import Scenario, scenario_from_dict

whole = st.integers


@st.composite
def policies(draw: st.DrawFn) -> dict[str, dict[str, int]]:
    s = draw(whole(0, 80))
    up_to = draw(whole(s + 1, s + 120))
    review = draw(whole(1, 8))
    return draw(
        st.sampled_from(
            [
                {"reorder_point": {"s": s, "Q": up_to - s}},
                {"min_max": {"s": s, "S": up_to}},
                {"periodic": {"R": review, "S": up_to}},
                {"periodic_min_max": {"R": review, "s": s, "S": up_to}},
                {"base_stock": {"S": up_to - 1}},
            ]
        )
    )


def demands(horizon: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.lists(whole(0, 60), min_size=horizon, max_size=horizon).map(lambda v: {"series": {"values": v}}),
        whole(0, 30).map(lambda mean: {"poisson": {"mean": mean}}),
        whole(1, 20).map(lambda mean: {"negative_binomial": {"mean": mean, "dispersion": 0.7}}),
        whole(1, 20).map(lambda mean: {"normal": {"mean": mean, "sd": mean * 0.8}}),
        st.just({"empirical": {"values": [0, 0, 5, 40]}}),
        st.just({"seasonal": {"mean": 9, "profile": [1, 2, 0, 3], "step_days": 2}}),
    )


lead_times = st.one_of(
    whole(0, 9).map(lambda days: {"constant": {"days": days}}),
    st.just({"constant": {"days": 2.5}}),
    st.lists(whole(0, 9), min_size=1, max_size=4).map(lambda v: {"empirical": {"values": v}}),
    st.just({"discrete": {"values": [0, 3, 7], "weights": [1, 2, 1]}}),
    st.just({"gamma": {"mean": 3, "sd": 2}}),
)

rates = st.one_of(whole(0, 20), st.floats(0, 20, allow_nan=False, width=32))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    horizon = draw(whole(1, 45))
    data: dict[str, Any] = {
        "horizon": horizon,
        "warm_up": draw(st.one_of(st.just(0), whole(0, horizon - 1))),
        "item": {"unit_cost": draw(rates)},
        "demand": draw(demands(horizon)),
        "lead_time": draw(lead_times),
        "shortage": draw(st.sampled_from(["backorder", "lost"])),
        "policy": draw(policies()),
        "costs": {name: draw(rates) for name in ("holding", "ordering", "backorder", "shortage")},
    }
    if draw(st.booleans()):
        data["initial_stock"] = draw(whole(0, 150))
    return scenario_from_dict(data)
