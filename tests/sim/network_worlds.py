"""Networks for tests: a plain one to change, and random ones of every feature."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.network import World, read_world

whole = st.integers


def line(**changes: Any) -> dict[str, Any]:
    """A depot and a shop, one item, a steady demand of 10 a day; `changes` replace top keys."""
    data: dict[str, Any] = {
        "horizon": 12,
        "items": [{"name": "A", "unit_cost": 5}],
        "sources": [{"name": "north"}],
        "sites": [{"name": "depot"}, {"name": "shop"}],
        "lanes": [
            {"from": "north", "to": "depot", "lead_time": {"constant": 3}},
            {"from": "depot", "to": "shop", "lead_time": {"constant": 1}},
        ],
        "stocks": [
            {"site": "depot", "item": "A", "initial": 40},
            {"site": "shop", "item": "A", "initial": 25},
        ],
        "demands": [{"site": "shop", "item": "A", "demand": {"series": {"values": [10], "repeat": True}}}],
        "policy": {"replenish": [{"site": "depot", "base_stock": 40}, {"site": "shop", "base_stock": 25}]},
    }
    return {**data, **changes}


def one(**changes: Any) -> dict[str, Any]:
    """A depot alone with one item and no demand; `changes` replace top keys."""
    data = line()
    return {
        **data,
        "sites": [{"name": "depot"}],
        "lanes": data["lanes"][:1],
        "stocks": data["stocks"][:1],
        "demands": [],
        "policy": {"replenish": data["policy"]["replenish"][:1]},
        **changes,
    }


@st.composite
def rules(draw: st.DrawFn, joint: bool) -> dict[str, Any]:
    s = draw(whole(0, 60))
    return draw(
        st.sampled_from(
            [
                *([{"can_order": {"s": s, "c": s + 9, "S": s + 25}}] if joint else []),
                {"base_stock": {"S": s}},
                {"min_max": {"s": s, "S": s + 25}},
                {"reorder_point": {"s": s, "Q": 17}},
                {"periodic": {"R": 3, "S": s}},
            ]
        )
    )


@st.composite
def lanes(draw: st.DrawFn, origin: str, target: str, supplier: bool) -> dict[str, Any]:
    lane: dict[str, Any] = {"from": origin, "to": target}
    lane["lead_time"] = draw(
        st.sampled_from(
            [{"constant": 0}, {"constant": 2}, {"empirical": {"values": [0, 1, 5]}}, {"constant": 1.5}]
        )
    )
    lane["crossing"] = draw(st.booleans())
    lane["order_delay"] = draw(st.sampled_from([0, 0, 2]))
    lane["minimum"], lane["multiple"] = draw(st.sampled_from([(0, 1), (10, 4), (0, 12)]))
    lane["minimum_total"] = draw(st.sampled_from([0, 0, 45]))
    lane["order_days"] = draw(st.sampled_from([None, [0, 3]]))
    lane["closed"] = draw(st.lists(whole(0, 24), max_size=4))
    lane["truck"] = draw(st.sampled_from([None, {"capacity": 13, "cost": 20}]))
    lane["order_cost"], lane["line_cost"], lane["unit_freight"] = 30, 2, 0.5
    if supplier:
        lane["yield"] = draw(st.sampled_from([1, 0.85]))
        lane["inspect"] = draw(st.sampled_from([None, {"share": 0.5, "periods": 2}]))
    return {key: value for key, value in lane.items() if value is not None}


@st.composite
def worlds(draw: st.DrawFn, joint: bool = False) -> World:
    """A source, a depot or a plant below it, shops below that; one to three items, a made one at times.

    `joint`: some stocks order together, which the compiled path does not take.
    """
    horizon = draw(whole(4, 25))
    items = [
        {"name": name, "unit_cost": cost, "volume": volume}
        for name, cost, volume in (("A", 3, 0), ("B", 7, 2), ("C", 1, 0.5))[: draw(whole(1, 3))]
    ]
    for item in items:
        item["shelf_life"] = draw(st.sampled_from([None, None, 4, 9]))
        item["traced"] = draw(st.booleans())
    shops = [f"shop{at}" for at in range(draw(whole(0, 3)))]
    sites = ["depot", *shops]
    issues, allocations = (
        st.sampled_from(["fefo", "fifo", "lifo"]),
        st.sampled_from(["fifo", "priority", "fair_share"]),
    )
    every = [lane for shop in shops for lane in [draw(lanes("depot", shop, False))]]
    every.append(draw(lanes("north", "depot", True)))
    if draw(st.booleans()):
        every.append({**draw(lanes("south", "depot", True)), "share": 1})
        every[-2]["share"] = draw(st.sampled_from([1, 2.5]))
        if draw(st.booleans()):
            every[-1]["priority"] = 1
    stocks = [
        {
            "site": site,
            "item": item["name"],
            "initial": draw(whole(0, 50)),
            "holding": 0.1,
            "priority": draw(whole(0, 2)),
        }
        for site in sites
        for item in items
    ]
    bills: list[dict[str, Any]] = []
    if draw(st.booleans()):
        items.append({"name": "kit", "unit_cost": 20, "traced": draw(st.booleans())})
        stocks.append({"site": "depot", "item": "kit", "initial": draw(whole(0, 9)), "holding": 0.4})
        bills.append(
            {
                "site": "depot", "item": "kit", "lead_time": {"constant": draw(whole(0, 3))}, "order_cost": 9,
                "capacity": draw(st.sampled_from([None, 6])),
                "parts": [{"item": item["name"], "quantity": at + 1} for at, item in enumerate(items[:-1])],
            }
        )  # fmt: skip
    made = {(bill["site"], bill["item"]) for bill in bills}
    selling = [stock for stock in stocks if stock["site"] != "depot" or draw(st.booleans())]
    data = {
        "horizon": horizon,
        "warm_up": draw(whole(0, horizon - 1)),
        "items": items,
        "sources": [{"name": "north"}, {"name": "south"}],
        "sites": [{"name": site, "issue": draw(issues), "allocation": draw(allocations)} for site in sites],
        "lanes": [
            {**lane, "item": [item["name"] for item in items if ("depot", item["name"]) not in made]}
            for lane in every
        ],
        "stocks": stocks,
        "demands": [
            {
                "site": stock["site"], "item": stock["item"], "demand": {"poisson": draw(whole(0, 12))},
                "shortage": draw(st.sampled_from(["backorder", "lost"])), "backorder": 1, "lost": 3,
                "patience": draw(st.sampled_from([None, None, 0, 2])),
            }
            for stock in selling
        ],
        "bills": bills,
        "disruptions": draw(
            st.sampled_from(
                [
                    [],
                    [{"source": "north", "up": {"constant": 4}, "down": {"empirical": {"values": [1, 3]}}}],
                    [{"source": "depot", "start": 3, "length": 4}, {"source": "north>depot", "start": 1, "length": 2}],
                ]
            )
        ),
        "policy": {
            "replenish": [
                {"site": stock["site"], "item": stock["item"], **draw(rules(joint))} for stock in stocks
            ]
        },
    }  # fmt: skip
    return read_world(data)
