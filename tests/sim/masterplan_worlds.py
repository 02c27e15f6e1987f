"""Worlds of master schedules for Hypothesis: small, with everything that may happen in them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

whole = st.integers


@st.composite
def datas(draw: st.DrawFn) -> dict[str, Any]:
    """Plain data of a world with its policy."""
    view = draw(whole(2, 8))
    limited = draw(st.booleans())
    promise = draw(st.sampled_from(["requested", "atp", "standard"]))
    policy: dict[str, Any] = {
        "promise": promise,
        "quoted_weeks": draw(whole(0, 4)) if promise == "standard" else 0,
        "expedite": draw(st.booleans()),
        "overtime": draw(whole(0, 5)),
    }
    if draw(st.integers(0, 3)) == 0:
        policy["plan"] = draw(st.lists(whole(0, 90), min_size=1, max_size=12))
    else:
        policy |= {
            "fence": draw(whole(0, view)),
            "demand_fence": draw(whole(0, view)),
            "lot_size": draw(st.sampled_from([1, 7, 30])),
            "cover": draw(whole(1, view)),
            "safety_stock": draw(whole(0, 40)),
        }
    data: dict[str, Any] = {
        "horizon": draw(whole(3, 14)),
        "forecast": draw(st.lists(whole(0, 60), min_size=1, max_size=6)),
        "profile": draw(st.lists(st.sampled_from([0.5, 1, 1.3]), min_size=1, max_size=4)),
        "orders": [
            {"name": f"K{place}", "week": week, "due": week + draw(whole(0, 4)), "quantity": draw(whole(1, 60))}
            for place, week in enumerate(draw(st.lists(whole(0, 5), max_size=4)))
        ],
        "customers": [
            {
                "name": "shops",
                "order_count": {"poisson": draw(whole(0, 4))},
                "order_size": {"empirical": [3, 8, 15]},
                "notice": {"discrete": {"values": [0, 1, 3], "weights": [1, 2, 1]}},
            }
        ],
        "scheduled": draw(st.lists(whole(0, 70), max_size=5)),
        "initial": draw(whole(0, 80)),
        "component_weeks": draw(whole(0, 4)),
        "view": view,
        "patience": draw(st.none() | whole(0, 3)),
        "overtime_most": 5,
        "unit_cost": 10, "holding": 1.5, "setup_cost": 60, "overtime_cost": 21, "expediting_cost": 3,
        "late_cost": 7, "delay_cost": 2, "lost_cost": 30,
        "policy": policy,
    }  # fmt: skip
    for place in range(len(data["orders"])):
        if draw(st.booleans()):
            data["orders"][place]["promised"] = data["orders"][place]["due"] + draw(whole(0, 2))
    if limited:
        data |= {
            "capacity": draw(whole(0, 30)),
            "unit_hours": 0.5,
            "setup_hours": draw(st.sampled_from([0, 1.5])),
        }
        if draw(st.booleans()):
            data["stoppage"] = {"chance": 0.3, "share": 0.5}
    if draw(st.booleans()):
        data["changes"] = {"chance": 0.5, "factors": [0, 0.5, 1.5], "shifts": [-1, 0, 2]}
    data["warm_up"] = draw(whole(0, 2))
    return data
