"""Random small kanban worlds for property tests: shared lines, cells, shifts, every way to release a card."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

whole = st.integers

times = st.one_of(
    whole(0, 6).map(lambda periods: {"constant": periods}),
    st.just({"discrete": {"values": [0, 2, 5], "weights": [1, 2, 1]}}),
    st.just({"gamma": {"mean": 3, "sd": 2}}),
)


def demands() -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.lists(whole(0, 30), min_size=1, max_size=6).map(
            lambda v: {"series": {"values": v, "repeat": True}}
        ),
        whole(0, 12).map(lambda mean: {"poisson": mean}),
    )


@st.composite
def loops(draw: st.DrawFn, name: str, lines: list[str], cells: list[str]) -> dict[str, Any]:
    loop: dict[str, Any] = {
        "name": name,
        "replenishment": draw(times),
        "collect": draw(whole(1, 4)),
        "launch": draw(whole(1, 3)),
        "unit_cost": draw(whole(0, 9)),
        "holding": draw(st.sampled_from([0, 1, 0.1])),
        "setup_cost": draw(whole(0, 3)),
    }
    line = draw(st.sampled_from([None, *lines]))
    if line is None:
        loop["demand"] = draw(demands())
    else:
        loop |= {"line": line, "per_piece": draw(whole(1, 3))}
    if cells and draw(st.booleans()):
        loop["cell"] = draw(st.sampled_from(cells))
    if draw(st.booleans()):
        loop["initial"] = draw(whole(0, 5))
    return loop


@st.composite
def rules(draw: st.DrawFn, name: str) -> dict[str, Any]:
    container = draw(whole(1, 25))
    if draw(st.integers(0, 4)) == 0:
        return {"name": name, "two_bin": True, "container": container}
    cards = draw(whole(1, 8))
    return {"name": name, "cards": cards, "container": container, "safety": draw(whole(0, cards))}


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """Plain data of a world with its policy."""
    horizon = draw(whole(1, 40))
    names = [f"loop {i}" for i in range(draw(whole(1, 4)))]
    cells = [{"name": f"cell {i}", "capacity": draw(whole(1, 3))} for i in range(draw(whole(0, 2)))]
    wanted = [f"line {i}" for i in range(draw(whole(0, 2)))]
    made = [draw(loops(name, wanted, [cell["name"] for cell in cells])) for name in names]
    shortage = draw(st.sampled_from(["backorder", "lost"]))
    lines: list[dict[str, Any]] = []
    for name in wanted:
        if any(loop.get("line") == name for loop in made):
            line: dict[str, Any] = {"name": name, "demand": draw(demands())}
            if shortage == "backorder" and draw(st.booleans()):
                line["most"] = draw(whole(1, 30))
            lines.append(line)
    data: dict[str, Any] = {
        "horizon": horizon,
        "warm_up": draw(whole(0, horizon - 1)),
        "shortage": shortage,
        "release": draw(st.sampled_from(["emptied", "opened"])),
        "loops": made,
        "lines": lines,
        "cells": cells,
        "stop_cost": 7,
        "missing_cost": 0.3,
        "late_cost": 0.2,
        "card_cost": 0.01,
        "container_cost": 0.7,
        "round_cost": 1.1,
        "policy": {"loops": [draw(rules(name)) for name in names]},
    }
    if draw(st.booleans()):
        length = draw(whole(1, 8))
        data["shift"] = {"length": length, "open": draw(whole(1, length))}
    return data
