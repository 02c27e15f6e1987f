"""The shop floor, worked out by hand: schedules, hours, setups, operators, blocking, lots, rework, kanban, refusals."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from production_worlds import lived, shop, starts

from sim.checks import InvalidError
from sim.models.production import ProductionModel
from sim.production import ledger as book
from sim.production.calendar import Calendar, Interval, Opening, minus
from sim.production.draws import Draws, _first
from sim.production.figures import figures
from sim.production.shop import run
from sim.supply import Gamma

GOLDEN = Path(__file__).parent / "golden" / "production.jsonl"
TWO = [{"name": "1", "product": "p", "due": 6}, {"name": "2", "product": "p", "due": 7}]


def test_two_orders_in_a_row_by_hand() -> None:
    ledger = lived(orders=TWO, late_cost=3)
    assert starts(ledger) == [
        ("1", 1, "a", 0, 2), ("2", 1, "a", 2, 4), ("1", 2, "b", 2, 5), ("2", 2, "b", 5, 8),
    ]  # fmt: skip
    found = figures(shop(orders=TWO, late_cost=3), ledger)
    assert found["makespan"] == 8
    assert found["mean_lateness"] == (-1 + 1) / 2
    assert found["late_orders"] == 1
    assert found["on_time_rate"] == 0.5
    assert found["tardiness_cost"] == found["total_cost"] == 3
    assert found["mean_flow_time"] == (5 + 8) / 2
    assert found["value_added_share"] == 10 / 13


def test_a_schedule_that_can_be_kept_is_kept_to_the_letter() -> None:
    schedule = [
        {"order": "2", "operation": 1, "start": 1}, {"order": "2", "operation": 2, "start": 4},
        {"order": "1", "operation": 1, "start": 3}, {"order": "1", "operation": 2, "start": 9},
    ]  # fmt: skip
    ledger = lived(orders=TWO, policy={"schedule": schedule})
    begun = {(order, operation): start for order, operation, _, start, _ in starts(ledger)}
    assert begun == {(row["order"], row["operation"]): row["start"] for row in schedule}


def test_a_schedule_disturbed_moves_to_the_right_in_the_same_order() -> None:
    schedule = [
        {"order": "2", "operation": 1, "start": 0}, {"order": "2", "operation": 2, "start": 2},
        {"order": "1", "operation": 1, "start": 2}, {"order": "1", "operation": 2, "start": 5},
    ]  # fmt: skip
    stop = [{"machine": "a", "start": 1, "end": 4}]
    ledger = lived(orders=TWO, stops=stop, policy={"schedule": schedule})
    assert starts(ledger) == [
        ("2", 1, "a", 0, 5), ("1", 1, "a", 5, 7), ("2", 2, "b", 5, 8), ("1", 2, "b", 8, 11),
    ]  # fmt: skip


def test_an_order_left_out_of_the_schedule_fills_the_gap() -> None:
    schedule = [{"order": "1", "operation": 1, "start": 4}, {"order": "1", "operation": 2, "start": 7}]
    assert starts(lived(orders=TWO, policy={"schedule": schedule}))[0] == ("2", 1, "a", 0, 2)


def test_work_stops_when_the_machine_is_closed() -> None:
    hours = {"cycle": 10, "shifts": [{"start": 1, "end": 4}, {"start": 6, "end": 8}]}
    ledger = lived(calendar=hours, orders=TWO[:1])
    assert starts(ledger) == [("1", 1, "a", 1, 3), ("1", 2, "b", 3, 8)]


def test_hours_and_holes() -> None:
    calendar = Calendar(10, (Interval(0, 4), Interval(4, 8)), (Interval(3, 5), Interval(9, 12)))
    assert calendar.windows(15) == [(0, 3), (5, 8), (12, 15)]
    opening = Opening(calendar.windows(15))
    assert (opening.next(3), opening.next(6), opening.next(15)) == (5, 6, None)
    assert (opening.done(2, 4), opening.done(2, 99), opening.done(2, 1)) == (8, None, 3)
    assert minus([(0, 2), (4, 6)], [(1, 5)]) == [(0, 1), (5, 6)]


def test_changeovers_follow_the_families() -> None:
    products = [
        {"name": name, "routing": [{"machine": "a", "time": 1, "setup": 9, "family": family}]}
        for name, family in (("r", "red"), ("s", "red"), ("t", "blue"))
    ]
    orders = [{"name": name, "product": name, "due": 9} for name in ("r", "t", "s")]
    machine = {"name": "a", "family": "red", "changeovers": [{"before": "red", "after": "blue", "time": 2}]}
    world: dict[str, Any] = {"machines": [machine], "products": products, "orders": orders}
    assert [one[3:] for one in starts(lived(**world))] == [(0, 1), (1, 4), (4, 14)]  # red, blue 2, red 9
    grouped = starts(lived(**world, policy={"dispatching": "least_setup"}))
    assert [(one[0], one[4]) for one in grouped] == [("r", 1), ("s", 2), ("t", 5)]


def test_one_operator_between_two_machines() -> None:
    products = [{"name": name, "routing": [{"machine": name, "time": 3, "setup": 1}]} for name in "ab"]
    orders = [{"name": name, "product": name, "due": 9} for name in "ab"]
    world: dict[str, Any] = {
        "products": products, "orders": orders, "operators": [{"name": "o", "machines": ["a", "b"]}],
    }  # fmt: skip
    assert [one[3] for one in starts(lived(**world))] == [0, 4]
    setup_only = [{"name": "a", "attended": "setup"}, {"name": "b", "attended": "setup"}]
    assert [one[3] for one in starts(lived(**world, machines=setup_only))] == [0, 1]
    alone = [{"name": "a", "attended": "none"}, {"name": "b"}]
    assert [one[3] for one in starts(lived(**world, machines=alone))] == [0, 0]


def test_a_full_buffer_blocks_the_machine_before() -> None:
    orders = [{"name": str(n), "product": "p", "due": 50} for n in range(3)]
    ledger = lived(machines=[{"name": "a"}, {"name": "b", "room": 0}], orders=orders)
    assert [one[3:] for one in starts(ledger) if one[2] == "a"] == [(0, 2), (2, 4), (5, 7)]
    assert [(row.time, row.work) for row in book.rows(ledger, book.BLOCKED)] == [(5, 1), (8, 1)]


def test_lots_overlap_on_two_machines() -> None:
    whole = [{"name": "1", "product": "p", "quantity": 4, "due": 50}]
    assert starts(lived(orders=whole))[-1][4] == 8 + 12
    split = starts(lived(orders=whole, policy={"lots": [{"product": "p", "pieces": 2}]}))
    assert split[-1][4] == 4 + 12


def test_everything_reworked_goes_back_then_is_lost() -> None:
    routing = [{"machine": "a", "time": 1}, {"machine": "b", "time": 1, "rework": 1, "back": 1, "tries": 2}]
    ledger = lived(products=[{"name": "p", "routing": routing, "unit_cost": 7}])
    assert [one[1] for one in starts(ledger)] == [1, 2, 1, 2, 1, 2]
    [finish] = book.rows(ledger, book.FINISH)
    assert (finish.quantity, finish.lost, finish.time) == (0, 1, 6)


def test_kanban_serves_from_stock_and_makes_what_was_taken() -> None:
    orders = [{"name": "1", "product": "p", "quantity": 5, "due": 10}]
    cards = [{"product": "p", "cards": 2, "pieces": 2}]
    ledger = lived(orders=orders, policy={"release": "kanban", "cards": cards})
    assert [(row.time, row.quantity) for row in book.rows(ledger, book.RELEASE)] == [(10, 2), (10, 2)]
    assert [(row.time, row.quantity) for row in book.rows(ledger, book.TAKE)] == [(10, 4), (20, 1)]
    assert [row.time for row in book.rows(ledger, book.SERVE)] == [20]


def test_oee_by_hand() -> None:
    """10 h open: 1 h setup, 4 pieces at 2 h against a standard of 1.5 h, one of them scrap, 1 h of waiting."""
    routing = [{"machine": "a", "time": 1.5, "actual": {"constant": 2}, "setup": 1, "scrap": 0.3}]
    world = shop(
        horizon=10,
        products=[{"name": "p", "routing": routing}],
        machines=[{"name": "a"}],
        orders=[{"name": "1", "product": "p", "quantity": 4, "due": 10}],
    )
    seed = next(seed for seed in range(50) if book.rows(run(world, seed), book.END)[0].lost == 1)
    found = figures(world, run(world, seed))
    assert found["availability_rate"] == 8 / 10
    assert found["performance_rate"] == 6 / 8
    assert found["quality_rate"] == 3 / 4
    assert found["oee"] == pytest.approx(4.5 / 10)
    assert found["utilisation"] == 9 / 10


def test_golden_trace() -> None:
    """An old world under an old seed gives the run it gave; rewrite it for a wanted change only, and read it."""
    world = ProductionModel.read({**ProductionModel.EXAMPLE, "horizon": 64}).world
    assert run(world, 2026, label="golden").to_jsonl() == GOLDEN.read_bytes()


# -- refusals -----------------------------------------------------------------------------------------------
ROUTING = [{"machine": "a", "time": 2}]
PRODUCT = [{"name": "p", "routing": ROUTING}]
LINES = [{"order": "1", "operation": 1, "start": 3}, {"order": "1", "operation": 2, "start": 3}]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"machines": []}, "machines"),
        ({"orders": []}, "orders"),
        ({"warm_up": 100}, "warm_up"),
        ({"machines": [{"name": "a"}, {"name": "a"}]}, "machines[1].name"),
        ({"products": [{"name": "p", "routing": [{"machine": "x", "time": 2}]}]}, "products[0].routing[0].machine"),
        ({"products": [{"name": "p", "routing": [{**ROUTING[0], "back": 2}, ROUTING[0]]}]},
         "products[0].routing[0].back"),
        ({"products": [{"name": "p", "routing": [{**ROUTING[0], "back": 9}]}]}, "products[0].routing"),
        ({"products": [{"name": "p", "routing": []}]}, "products[0].routing"),
        ({"orders": [{"name": "1", "product": "z", "due": 3}]}, "orders[0].product"),
        ({"operators": [{"name": "o", "machines": ["z"]}]}, "operators[0].machines[0]"),
        ({"operators": [{"name": "o", "machines": 3}]}, "operators[0].machines"),
        ({"stops": [{"machine": "a", "start": 3, "end": 3}]}, "stops[0].end"),
        ({"stops": [{"machine": "a", "start": 3, "end": 4, "unit": 2}]}, "stops[0].unit"),
        ({"arrivals": [{"product": "p", "every": {"constant": 0}, "allowance": 1}]}, "arrivals[0].every"),
        ({"arrivals": [{"product": "p", "every": {"constant": 0.00001}, "allowance": 1}]}, "arrivals"),
        ({"calendar": {"cycle": 8, "shifts": [{"start": 0, "end": 9}]}}, "calendar.shifts[0].end"),
        ({"calendar": {"shifts": [{"start": 0, "end": 9}, {"start": 8, "end": 12}]}}, "calendar.shifts[1].start"),
        ({"machines": [{"name": "a", "changeovers": [{"before": "x", "after": "y", "time": 1}] * 2}, {"name": "b"}]},
         "machines[0].changeovers"),
        ({"policy": {"dispatching": "luck"}}, "policy.dispatching"),
        ({"policy": {"release": "conwip"}}, "policy.wip"),
        ({"policy": {"wip": 3}}, "policy.wip"),
        ({"policy": {"release": "kanban"}}, "policy.cards"),
        ({"policy": {"rules": [{"machine": "z", "rule": "spt"}]}}, "policy.rules[0].machine"),
        ({"policy": {"schedule": LINES}}, "policy.schedule"),
        ({"policy": {"schedule": LINES[:1]}}, "policy.schedule"),
        ({"policy": {"schedule": [*LINES, LINES[0]]}}, "policy.schedule[2]"),
        ({"policy": {"schedule": [{**LINES[0], "operation": 3}]}}, "policy.schedule[0].operation"),
        ({"policy": {"schedule": [{**LINES[0], "order": "9"}]}}, "policy.schedule[0].order"),
        ({"policy": {"schedule": LINES, "release": "conwip", "wip": 2}}, "policy.schedule"),
    ],
)  # fmt: skip
def test_what_is_no_shop_is_refused_with_its_place(data: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidError) as refused:
        shop(**data)
    for lang in ("fr", "en"):
        assert any(line.startswith(path) for line in refused.value.explain(lang).splitlines())


def test_kanban_wants_cards_for_every_product() -> None:
    other = [*PRODUCT, {"name": "q", "routing": ROUTING}]
    with pytest.raises(InvalidError, match="no cards for the product p"):
        shop(
            products=other, policy={"release": "kanban", "cards": [{"product": "q", "cards": 1, "pieces": 1}]}
        )


def test_the_draws_of_a_stream_are_the_same_kept_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(islice(Draws(3, ("x",))._endless(Gamma(2, 1), "a"), 700))
    monkeypatch.setattr("sim.production.draws.FIRST_CHUNK", 8)
    _first.cache_clear()
    assert list(islice(Draws(3, ("x",))._endless(Gamma(2, 1), "a"), 700)) == whole
    _first.cache_clear()
