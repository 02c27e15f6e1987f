"""Kanban sizing. Published figures are in tests/oracles; here the rounding, the zones and the choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.kanban_cards import (
    Container,
    choose_container,
    kanban_board,
    kanban_cards,
    round_up,
    two_bin,
)

loops = {
    "demand": st.integers(1, 5000),
    "time": st.integers(1, 40).map(lambda tenths: tenths / 10),
    "container": st.integers(1, 500),
    "safety": st.integers(0, 10).map(lambda tenths: tenths / 10),
}


@given(**loops)
def test_the_cards_cover_the_demand_of_the_time_and_one_less_does_not(
    demand: int, time: float, container: int, safety: float
) -> None:
    loop = kanban_cards(demand, time, container, safety)
    needed = demand * time * (1 + safety)
    assert loop.most_stock >= needed * (1 - 1e-9)
    assert loop.cards == 1 or (loop.cards - 1) * container < needed
    assert kanban_cards(demand, time, container, safety + 0.1).cards >= loop.cards
    assert kanban_cards(demand, time, 2 * container, safety).cards <= loop.cards


@given(**loops, batch=st.integers(1, 3000))
def test_the_zones_of_a_board(demand: int, time: float, container: int, safety: float, batch: int) -> None:
    board = kanban_board(demand, time, container, batch, safety)
    assert board.cards == board.red + board.orange + board.green
    assert board.cards >= kanban_cards(demand, time, container, safety).cards
    assert board.green * container >= batch
    assert (board.red == 0) == (safety == 0)


def test_noise_is_not_carried_up() -> None:
    assert kanban_cards(100, 1.1, 10).cards == 11  # 100 × 1.1 is 110.00000000000001
    assert round_up(3.0000000000001) == 3
    assert round_up(3.001) == 4
    assert two_bin(100, 1.1, multiple=10) == 110


def test_two_bins() -> None:
    assert two_bin(10, 0.01) == 1
    assert two_bin(120, 2, 0.25) == 300
    assert two_bin(120, 2, 0.3, multiple=50) == 350


def test_a_container_is_chosen_by_its_cost() -> None:
    offered = [Container("pallet", 200, 6), Container("box", 20, 1.5), Container("bag", 10, 1.5)]
    found = choose_container(100, 0.5, offered, holding_cost=0.05)
    assert [one.name for one in found] == ["pallet", "box", "bag"]
    box = found[1]
    assert (box.cards, box.most_stock, box.moves) == (3, 60, 5)
    assert (box.holding_cost, box.moving_cost, box.cost) == (1.5, 7.5, 9.0)
    dear_stock = choose_container(100, 0.5, offered, holding_cost=1)
    assert dear_stock[0].name == "box"
    tie = choose_container(100, 0.5, [Container("b", 50), Container("a", 25)])
    assert [one.name for one in tie] == ["a", "b"]


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: kanban_cards(0, 1, 1), "demand"),
        (lambda: kanban_cards(1, 0, 1), "time"),
        (lambda: kanban_cards(1, 1, 0), "container"),
        (lambda: kanban_cards(1, 1, 1, -0.1), "safety"),
        (lambda: kanban_board(1, 1, 1, 0), "batch"),
        (lambda: two_bin(1, 1, multiple=0), "multiple"),
        (lambda: choose_container(1, 1, []), "containers"),
        (lambda: choose_container(1, 1, [Container("box", 0)]), "capacity (box)"),
        (lambda: choose_container(1, 1, [Container("box", 1, -1)]), "move_cost (box)"),
        (lambda: choose_container(1, 1, [Container("box", 1)], holding_cost=-1), "holding_cost"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
