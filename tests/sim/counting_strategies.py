"""Random small counted stores for property tests: every error, every way to count."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from kanban_strategies import demands, times, whole

sizes = st.sampled_from([{"empirical": [1]}, {"empirical": [0, 1, 9]}, {"poisson": 2}])
chances = st.sampled_from([0, 0.2, 1])


@st.composite
def stored(draw: st.DrawFn, name: str) -> dict[str, Any]:
    s = draw(whole(0, 20))
    item: dict[str, Any] = {
        "name": name,
        "demand": draw(demands()),
        "lead_time": draw(times),
        "s": s,
        "review": draw(whole(1, 4)),
        "klass": draw(st.sampled_from("AB")),
        "zone": draw(st.sampled_from(["", "north"])),
        "unit_cost": draw(whole(0, 9)),
        "holding": 0.1,
        "order_cost": 3,
        "shortage_cost": 0.7,
        "error_factor": draw(st.sampled_from([0.5, 1, 3])),
    }
    item |= draw(st.sampled_from([{"Q": 7}, {"S": s + 30}]))
    if draw(st.booleans()):
        item["initial"] = draw(whole(0, 40))
    return item


@st.composite
def stores(draw: st.DrawFn) -> dict[str, Any]:
    """Plain data of a store with its policy of counting."""
    horizon = draw(whole(1, 40))
    year = draw(whole(1, 30))
    items = [draw(stored(f"item {i}")) for i in range(draw(whole(1, 4)))]
    classes = sorted({item["klass"] for item in items})
    errors: dict[str, Any] = {}
    for name in ("loss", "unrecorded", "mispick", "keying", "miscount"):
        if draw(st.booleans()):
            errors[name] = {"chance": draw(chances), "size": draw(sizes)}
            if name == "unrecorded":
                errors[name]["inward"] = draw(chances)
    policy: dict[str, Any] = {
        "counts_per_year": {klass: draw(whole(0, min(year, 6))) for klass in classes},
        "full_counts": draw(st.lists(whole(0, year - 1), max_size=2)),
        "tolerance": draw(st.sampled_from([0, 0.1, {classes[0]: 0.5}])),
    }
    for name in ("at_zero", "on_negative", "on_miss", "recount"):
        policy[name] = draw(st.booleans())
    return {
        "horizon": horizon,
        "warm_up": draw(whole(0, horizon - 1)),
        "year": year,
        "items": items,
        "errors": errors,
        "pick_by": draw(st.sampled_from(["record", "shelf"])),
        "shortage": draw(st.sampled_from(["backorder", "lost"])),
        "tolerance": draw(st.sampled_from([0, {classes[0]: 0.05}])),
        "count_minutes": 6,
        "adjustment_minutes": 4,
        "hour_cost": 31,
        "closing_cost": 90,
        "policy": policy,
    }
