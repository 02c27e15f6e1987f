"""An order portfolio: days worked out by hand, an account of its own from the events, invariants, faults in words."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checks import InvalidError
from sim.episodes.base import replay
from sim.episodes.order_portfolio import OrderPortfolio
from sim.orders.draws import draw
from sim.orders.world import DUPLICATE, ERRORS, PRICE
from sim.orders.writing import duplicated, right, wrong

BASE: dict[str, Any] = {
    "steps": 8, "minutes": 60, "check_minutes": 20, "alert_minutes": 10,
    "items": [{"item": "P", "stock": 30, "price": 10, "pack": 5}],
    "customers": [
        {"customer": "Alder", "priority": 3, "penalty": 0.1, "incoterm": "DAP"},
        {"customer": "Birch", "penalty": 0.02, "incoterm": "FCA", "discount": 0.1, "partial": False},
    ],
    "carriers": [
        {"carrier": "standard", "days": 2, "cost": 40, "unit_cost": 1, "places": 1},
        {"carrier": "express", "days": 1, "cost": 100},
    ],
    "orders": [
        {"order": "A", "step": 1, "customer": "Birch", "item": "P", "quantity": 20, "due": 4, "error": "price"},
        {"order": "B", "step": 1, "customer": "Alder", "item": "P", "quantity": 20, "due": 4, "error": "none"},
    ],
    "receipts": [{"receipt": "R", "step": 5, "item": "P", "quantity": 40}],
    "errors": [{"error": "price", "minutes": 15, "cost": 50, "rate": 0.1}],
    "costs": {"no_promise": 15, "broken_promise": 60, "moved_promise": 7},
}  # fmt: skip


def play(decisions: list[dict[str, Any]], seed: int = 0, **more: Any) -> Any:
    kind = OrderPortfolio.read({**copy.deepcopy(BASE), **more})
    return replay(kind, seed, "x", [*decisions, *[{}] * (kind.steps - len(decisions))])


def told(run: Any, *kinds: str) -> list[dict[str, Any]]:
    return [event for event in run.events if event["kind"] in kinds]


# -- by hand ---------------------------------------------------------------------------------------------
def test_a_week_without_checks_by_hand() -> None:
    """A takes 20 of 30 and leaves with its wrong price; B waits for the receipt of day 5, three days late."""
    moments, run = play([
        {},
        {"allocate": {"A": 20, "B": 20}, "promise": {"A": 4, "B": 4}, "ship": {"A": "standard", "B": "standard"}},
        {}, {},
        {"allocate": {"B": 10}, "ship": {"B": "standard"}},
    ])  # fmt: skip
    assert [row["row"] for row in moments[0].state["inbox"]] == ["A", "B"]
    assert moments[0].state["open_orders"] == []
    # A: 20 at the standard carrier, its one place of the day; B finds no room and keeps its 10
    assert [(e["step"], e["order"], e["quantity"], e["left"]) for e in told(run, "shipment")] == [
        (2, "A", 20, 0), (5, "B", 10, 10),
    ]  # fmt: skip
    assert [e["order"] for e in told(run, "cut_off")] == ["B"]
    figures = run.indicators()
    assert figures["transport_cost"] == 40 + 20 + 40 + 10
    assert figures["error_cost"] == 50 + 0.1 * 20 * 9  # of the order's value by the contract
    assert figures["errors_shipped"] == 1
    # B at the close of days 4, 5 and 6: 20 units; 10 are delivered on day 7: 10 units on days 7 and 8
    assert figures["late_cost"] == pytest.approx(0.1 * 10 * (20 * 3 + 10 * 2))
    assert figures["promise_cost"] == 60
    assert (figures["otif_rate"], figures["promise_rate"]) == (0.5, 0.5)
    assert figures["mean_cycle_time"] == 3  # A: in on day 1, delivered on day 4
    assert figures["backlog_value"] == 10 * 10
    assert [e["error"] for e in told(run, "complaint")] == ["price"]


def test_an_order_corrected_in_the_inbox_reads_as_the_customer_means_it() -> None:
    moments, run = play([{"correct": {"A": "price", "B": "pack"}}])
    assert moments[0].state["inbox"][0]["price"] != 9
    assert [e["order"] for e in told(run, "corrected")] == ["A"]
    assert [e["order"] for e in told(run, "nothing_wrong")] == ["B"]
    assert moments[1].state["open_orders"][0]["value"] == 20 * 9
    figures = run.indicators()
    assert (figures["errors_caught"], figures["needless_corrections"]) == (1, 1)


def test_the_minutes_of_the_day_bound_what_is_done() -> None:
    """60 minutes: three checks of 20; the fourth is left undone."""
    orders = [{**BASE["orders"][1], "order": name} for name in "BCDE"]
    _, run = play([{"check": dict.fromkeys("BCDE", "yes")}], orders=orders)
    assert [e["order"] for e in told(run, "clean")] == ["B", "C", "D"]
    assert [e["order"] for e in told(run, "no_time")] == ["E"]


def test_a_check_finds_an_error_and_holds_the_order_back() -> None:
    moments, _ = play([{"check": {"A": "yes"}}, {}, {"correct": {"A": "price"}}])
    assert moments[1].state["inbox"] == [{**moments[0].state["inbox"][0], "found": "price"}]
    assert [row["row"] for row in moments[1].state["open_orders"]] == ["B"]
    assert [row["row"] for row in moments[3].state["open_orders"]] == ["A", "B"]
    never = [{"error": "price", "found": 0}]
    _, blind = play([{"check": {"A": "yes"}}], errors=never)
    assert [e["kind"] for e in blind.events if e.get("order") == "A"][:2] == ["order", "clean"]


def test_an_answer_is_waited_for_and_the_system_refuses_what_it_cannot_read() -> None:
    orders = [{**BASE["orders"][1], "error": "date"}]
    errors = [{"error": "date", "wait": 2, "blocks": True}]
    moments, run = play([{}, {"correct": {"B": "date"}}], orders=orders, errors=errors)
    assert moments[0].state["inbox"][0]["due"] is None
    assert [e["step"] for e in told(run, "blocked")] == [1]
    assert moments[1].state["inbox"][0]["found"] == "date"
    assert moments[2].state["inbox"][0]["waiting"] == 4
    assert moments[4].state["inbox"] == []
    assert moments[4].state["open_orders"][0]["due"] == 4


def test_a_duplicate_repeats_an_earlier_order_and_is_cancelled() -> None:
    orders = [*BASE["orders"], {**BASE["orders"][1], "order": "C", "step": 2, "error": "duplicate"}]
    moments, run = play([{}, {"correct": {"C": "duplicate"}}], orders=orders)
    first = {row["row"]: row for row in moments[0].state["inbox"]}["B"]
    assert moments[1].state["inbox"][0]["reference"] == first["reference"]
    assert moments[2].state["inbox"] == []
    assert run.indicators()["late_orders"] == 2  # of A and B: nobody waits for a duplicate


def test_a_promise_beyond_the_day_wanted_costs_each_day_once() -> None:
    """B is wanted on day 4: promised for 6, two days; moved to 7, one more and the move; moved back to 5, the move."""
    costs = {"moved_promise": 7, "late_promise": 10}
    days = [{}, {"promise": {"B": 6}}, {"promise": {"B": 7}}, {"promise": {"B": 5}}]
    _, run = play(days, orders=[BASE["orders"][1]], receipts=[], costs=costs)
    assert run.indicators()["promise_cost"] == 20 + (10 + 7) + 7
    _, early = play([{}, {"promise": {"B": 4}}], orders=[BASE["orders"][1]], receipts=[], costs=costs)
    assert early.indicators()["promise_cost"] == 0


def test_a_customer_that_takes_no_partial_delivery() -> None:
    _, run = play([{}, {"allocate": {"A": 15}, "ship": {"A": "express"}}])
    assert [e["order"] for e in told(run, "partial_refused")] == ["A"]
    assert not told(run, "shipment")


def test_what_is_held_for_an_order_may_be_given_to_another() -> None:
    moments, _ = play([{}, {"allocate": {"A": 20, "B": 10}}, {"allocate": {"A": 0, "B": 20}}])
    held = [{row["row"]: row["allocated"] for row in one.state["open_orders"]} for one in moments[2:4]]
    assert held == [{"A": 20, "B": 10}, {"A": 0, "B": 20}]
    assert moments[3].state["stock"][0]["available"] == 10


def test_promises_are_given_moved_and_broken() -> None:
    """None by the end of the second day in the book; moved in time; the day first promised is the one that counts."""
    _, silent = play([])
    assert [(e["step"], e["order"]) for e in told(silent, "no_promise")] == [(3, "A"), (3, "B")]
    _, moved = play(
        [
            {},
            {"promise": {"A": 5, "B": 5}},
            {"promise": {"A": 8}},
            {"allocate": {"A": 20}, "ship": {"A": "express"}},
        ]
    )
    assert [(e["step"], e["order"]) for e in told(moved, "broken_promise")] == [(5, "B")]
    assert moved.indicators()["promise_cost"] == 60 + 7
    assert moved.indicators()["promise_rate"] == 0.5
    _, late = play([{}, {"promise": {"A": 1}}, {"promise": {"A": 3}}])  # a day gone by is no promise
    assert [e["promised"] for e in told(late, "broken_promise")] == [3]


STRIKE = {"disruption": "M", "contact": "transport", "step": 3, "cost": 30, "within": 1}


def test_an_alert_in_time_to_the_right_contact_saves_days() -> None:
    late = {**STRIKE, "kind": "supplier_late", "receipt": "R", "days": 3, "relief": 2, "contact": "sales"}
    alert = [{}, {}, {"alert": {"M": "finance"}}, {"alert": {"M": "sales"}}]
    moments, run = play(alert, disruptions=[late])
    assert [(e["kind"], e["step"]) for e in told(run, "wrong_contact", "alerted")] == [
        ("wrong_contact", 3),
        ("alerted", 4),
    ]
    assert [row["row"] for row in moments[3].state["messages"]] == ["M"]
    assert moments[4].state["messages"] == []
    assert [e["step"] for e in told(run, "receipt")] == [6]
    assert run.indicators()["alert_cost"] == 0
    _, idle = play([], disruptions=[late])
    assert [e["step"] for e in told(idle, "receipt")] == [8]
    assert [(e["step"], e["order"]) for e in told(idle, "alert_late")] == [(4, "M")]
    assert (idle.indicators()["alert_cost"], idle.indicators()["late_alerts"]) == (30, 1)


def test_a_receipt_is_expected_on_the_day_that_the_desk_knows() -> None:
    late = {**STRIKE, "kind": "supplier_late", "receipt": "R", "days": 3}
    moments, _ = play([], disruptions=[late])
    assert [one.state["receipts"][0]["expected"] for one in moments[:4]] == [5, 5, 8, 8]
    silent, _ = play([], receipts=[{**BASE["receipts"][0], "late": 1, "delay": 2}])
    assert [one.state["receipts"][0]["expected"] for one in silent[:6]] == [5, 5, 5, 5, 5, None]


def test_a_carrier_on_strike_does_not_leave() -> None:
    strike = {**STRIKE, "kind": "carrier_strike", "carrier": "standard", "days": 3}
    ask = {"allocate": {"A": 20}, "ship": {"A": "standard"}}
    _, run = play([{}, {}, *[ask] * 5], disruptions=[strike])
    assert [e["step"] for e in told(run, "carrier_stopped")] == [3, 4, 5]
    assert [e["step"] for e in told(run, "shipment")] == [6]


def test_a_customs_hold_keeps_what_is_under_way() -> None:
    hold = {**STRIKE, "kind": "customs_hold", "customer": "Birch", "days": 3, "relief": 2}
    ship = [{}, {"allocate": {"A": 20}, "ship": {"A": "express"}}]
    _, idle = play(ship, disruptions=[hold])
    assert [e["step"] for e in told(idle, "delivery", "late_delivery")] == [6]
    _, run = play([*ship, {"alert": {"M": "transport"}}], disruptions=[hold])
    assert [e["step"] for e in told(run, "delivery", "late_delivery")] == [4]


def test_a_gap_of_stock_is_found_by_the_picker_or_counted_after_an_alert() -> None:
    gap = {**STRIKE, "kind": "stock_gap", "item": "P", "quantity": 15, "contact": "warehouse"}
    moments, run = play([{}, {"allocate": {"B": 20}}, {}, {"ship": {"B": "express"}}], disruptions=[gap])
    assert moments[3].state["stock"][0]["on_hand"] == 30  # the record does not know
    assert [(e["step"], e["quantity"]) for e in told(run, "counted")] == [(4, 15)]
    assert [(e["quantity"], e["left"]) for e in told(run, "shipment")] == [(15, 5)]
    moments, warned = play([{}, {"allocate": {"B": 20}}, {"alert": {"M": "warehouse"}}], disruptions=[gap])
    assert moments[3].state["stock"][0]["on_hand"] == 15
    assert moments[3].state["open_orders"][1]["allocated"] == 15
    assert [e["step"] for e in told(warned, "counted")] == [3]


def test_customers_change_and_cancel() -> None:
    change = {**STRIKE, "kind": "order_change", "order": "B", "quantity": 10, "due": 7, "contact": "sales"}
    moments, _ = play([{}, {"allocate": {"B": 20}}], disruptions=[change])
    row = {one["row"]: one for one in moments[2].state["open_orders"]}["B"]
    assert (row["quantity"], row["allocated"], row["due"]) == (10, 10, 7)
    cancel = {**STRIKE, "kind": "cancellation", "order": "B", "contact": "sales"}
    moments, run = play([{}, {"allocate": {"B": 20}}], disruptions=[cancel])
    assert [one["row"] for one in moments[2].state["open_orders"]] == ["A"]
    assert moments[2].state["stock"][0]["available"] == 30
    assert run.indicators()["late_cost"] == pytest.approx(0.02 * 20 * 9 * 5)  # A alone, days 4 to 8


# -- what is written ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("error", [one for one in ERRORS if one != DUPLICATE])
@pytest.mark.parametrize("turn", [0.0, 0.3, 0.7, 0.999])
def test_an_error_shows_in_one_field(error: str, turn: float) -> None:
    world = OrderPortfolio.read(BASE).world
    meant = right(world.orders[1], 1, world.items[0], world.customers[0])
    seen = wrong(meant, error, turn, 5, None)
    apart = {name for name in vars(meant) if getattr(seen, name) != getattr(meant, name)}
    assert len(apart) == 1
    if error == "pack":
        assert seen.quantity % 5
    if error == "credit":
        assert seen.credit < seen.quantity * seen.price < meant.credit


def test_errors_are_drawn_by_their_shares() -> None:
    """600 orders over seeds, 20 % of one error and 10 % of another: binomial within four deviations."""
    orders = [{**BASE["orders"][1], "order": f"O{n}", "error": None} for n in range(100)]
    kinds = [{"error": "price", "share": 0.2}, {"error": "incoterm", "share": 0.1}]
    world = OrderPortfolio.read({**BASE, "orders": orders, "errors": kinds}).world
    drawn = [error for seed in range(6) for error in draw(world, seed, "x").errors.values()]
    assert abs(drawn.count("price") - 120) < 4 * (600 * 0.2 * 0.8) ** 0.5
    assert abs(drawn.count("incoterm") - 60) < 4 * (600 * 0.1 * 0.9) ** 0.5
    assert set(drawn) == {"price", "incoterm", ""}


def test_another_order_at_the_end_shifts_no_draw() -> None:
    kind = {**BASE, "errors": [{"error": "price", "share": 0.5}]}
    orders = [{**BASE["orders"][1], "order": f"O{n}", "error": None} for n in range(9)]
    shorter = draw(OrderPortfolio.read({**kind, "orders": orders[:8]}).world, 3, "x")
    longer = draw(OrderPortfolio.read({**kind, "orders": orders}).world, 3, "x")
    assert {**longer.errors, **shorter.errors} == longer.errors


def test_a_duplicate_without_its_original_is_none() -> None:
    world = OrderPortfolio.read({**BASE, "orders": [{**BASE["orders"][0], "error": None}]}).world
    orders = {one.order: one for one in world.orders}
    assert duplicated(world.orders[0], orders) is None


# -- an account of its own ----------------------------------------------------------------------------------
def account(data: Mapping[str, Any], run: Any) -> dict[str, float]:
    """Costs and rates from what was told alone: it shares no line with sim/orders."""
    carriers = {one["carrier"]: one for one in data["carriers"]}
    customers = {one["customer"]: one for one in data["customers"]}
    price = {one["item"]: one["price"] for one in data["items"]}
    transport = sum(
        carriers[e["carrier"]].get("cost", 0) + carriers[e["carrier"]].get("unit_cost", 0) * e["quantity"]
        for e in told(run, "shipment")
    )
    late, on_time, due_orders = 0.0, 0, 0
    for order in data["orders"]:
        who = customers[order["customer"]]
        value = round(price[order["item"]] * (1 - who.get("discount", 0)), 2)
        for step in range(max(order["due"], order["step"]), data["steps"] + 1):
            came = sum(
                e["quantity"]
                for e in told(run, "delivery", "late_delivery")
                if e["order"] == order["order"] and e["step"] <= step
            )
            late += who["penalty"] * value * max(order["quantity"] - came, 0)
            if step == order["due"]:
                due_orders += 1
                on_time += came >= order["quantity"]
    return {"transport_cost": transport, "late_cost": late, "otif_rate": on_time / due_orders}


DAY = st.fixed_dictionaries(
    {},
    optional={
        "allocate": st.dictionaries(st.sampled_from("ABCD"), st.integers(-3, 40), max_size=4),
        "promise": st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 9), max_size=4),
        "ship": st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(["standard", "express", "no", "x"])),
        "check": st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(["yes", "no"])),
        "correct": st.dictionaries(st.sampled_from("ABCD"), st.sampled_from([*ERRORS, "no"])),
        "alert": st.dictionaries(st.just("M"), st.sampled_from(["warehouse", "no", "sales"])),
    },
)
FOUR = [
    *({**one, "error": "none"} for one in BASE["orders"]),
    {"order": "C", "step": 2, "customer": "Alder", "item": "P", "quantity": 10, "due": 5, "error": "none"},
    {"order": "D", "step": 3, "customer": "Alder", "item": "P", "quantity": 25, "due": 6, "error": "none"},
]


@settings(max_examples=120, deadline=None)
@given(days=st.lists(DAY, max_size=8), seed=st.integers(0, 9))
def test_costs_are_what_happened_costs(days: list[dict[str, Any]], seed: int) -> None:
    carriers = [{**one, "late": 0.4} for one in BASE["carriers"]]
    data = {**copy.deepcopy(BASE), "orders": FOUR, "carriers": carriers}
    _, run = replay(OrderPortfolio.read(data), seed, "x", [*days, *[{}] * (8 - len(days))])
    figures = run.indicators()
    for name, value in account(data, run).items():
        assert figures[name] == pytest.approx(value), name
    parts = [figures[name] for name in figures if name.endswith("_cost") and name != "total_cost"]
    assert figures["total_cost"] == pytest.approx(sum(parts))


@settings(max_examples=120, deadline=None)
@given(days=st.lists(DAY, max_size=8), seed=st.integers(0, 9))
def test_goods_are_neither_made_nor_lost(days: list[dict[str, Any]], seed: int) -> None:
    gap = {**STRIKE, "kind": "stock_gap", "item": "P", "quantity": 15, "contact": "warehouse"}
    moments, _ = play(days, seed=seed, orders=FOUR, disruptions=[gap])
    for moment in moments:
        row, step = moment.state["stock"][0], moment.step
        assert 0 <= row["allocated"] <= row["on_hand"]
        before = [e for e in moment.events if e["step"] < step or e["kind"] == "receipt"]
        units = {
            kind: sum(e["quantity"] for e in before if e["kind"] == kind)
            for kind in ("receipt", "shipment", "counted")
        }
        assert row["on_hand"] == 30 + units["receipt"] - units["shipment"] - units["counted"]
        moving = sum(one["quantity"] for one in moment.state["shipments"])
        delivered = sum(e["quantity"] for e in before if e["kind"] in {"delivery", "late_delivery"})
        assert units["shipment"] == moving + delivered


def test_the_same_decisions_give_the_same_bytes() -> None:
    """A golden run: the SHA-256 of what happened."""
    kind = OrderPortfolio.read(OrderPortfolio.EXAMPLE)
    days: list[dict[str, Any]] = [
        {"check": {"A": "yes", "B": "yes"}}, {"promise": {"B": 4}, "allocate": {"B": 30}, "ship": {"B": "express"}},
        {"correct": {"A": "price", "D": "duplicate"}, "alert": {"M1": "production"}},
        {"allocate": {"A": 30, "C": 12}, "promise": {"A": 6, "C": 8}, "ship": {"A": "standard"}},
    ]  # fmt: skip
    _, run = replay(
        kind,
        7,
        "golden",
        [*days, *[{"allocate": {"A": 40, "C": 12}, "ship": {"A": "standard", "C": "express"}}] * 4],
    )
    found = hashlib.sha256(json.dumps([run.events, run.indicators()]).encode()).hexdigest()
    assert found == GOLDEN


GOLDEN = "d62781d5ad5a89813f67f9daef1b262ee9fa6d919fba67672ac17c7d6aeec4b5"


# -- faults -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"steps": 0}, "steps", "1 or more"),
        ({"orders": []}, "orders", "give at least one"),
        ({"orders": [{**BASE["orders"][0], "quantity": 7}]}, "orders[0].quantity", "multiple of the pack, 5"),
        ({"orders": [{**BASE["orders"][0], "due": 1, "step": 3}]}, "orders[0].due", "before the order"),
        ({"orders": [{**BASE["orders"][0], "customer": "Oak"}]}, "orders[0].customer", "Oak"),
        ({"orders": [BASE["orders"][0]] * 2}, "orders[1].order", "A"),
        ({"orders": [{**BASE["orders"][0], "error": "smudge"}]}, "orders[0].error", "smudge"),
        ({"orders": [{**BASE["orders"][0], "error": "duplicate"}]}, "orders[0].error", "earlier order"),
        ({"errors": [{"error": "price", "share": 0.7}, {"error": "item", "share": 0.6}]}, "errors", "more than 1"),
        ({"disruptions": [{**STRIKE, "kind": "stock_gap"}]}, "disruptions[0].item", "what it strikes"),
        ({"disruptions": [{**STRIKE, "kind": "carrier_strike", "carrier": "x"}]}, "disruptions[0].carrier", "x"),
        ({"carriers": [{"carrier": "standard", "late": 2}]}, "carriers[0].late", "at most 1"),
        ({"colour": 3}, "colour", "is not known"),
    ],
)  # fmt: skip
def test_a_scenario_that_will_not_do_is_refused_in_words(
    change: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        OrderPortfolio.read({**copy.deepcopy(BASE), **change})
    assert path in caught.value.explain("en")
    assert words in caught.value.explain("en")
    assert caught.value.explain("fr") != caught.value.explain("en")


def test_an_order_that_says_its_error_has_it() -> None:
    assert draw(OrderPortfolio.read(BASE).world, 5, "x").errors == {"A": PRICE, "B": ""}
