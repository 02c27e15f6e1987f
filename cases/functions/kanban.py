"""Kanban: cards of a loop, zones of its board, two bins, containers compared."""

from __future__ import annotations

from cases.expressions import Function
from cases.functions.arguments import Record, cell, records, text
from cases.functions.plans import figure
from solvers.inventory import kanban_cards


def _kanban_board(demand: float, time: float, container: float, batch: float, safety: float = 0.0) -> Record:
    """The zones of a board in cards: ``red``, ``orange``, ``green``, and ``cards`` in all."""
    found = kanban_cards.kanban_board(demand, time, container, batch, safety)
    return {"red": found.red, "orange": found.orange, "green": found.green, "cards": found.cards}


def _choose_container(
    demand: float, time: float, containers: object, safety: float = 0.0, holding_cost: float = 0.0
) -> list[Record]:
    """Containers (rows of ``name``, ``capacity``, ``move_cost``) compared for a loop, the cheapest first."""
    offered = [
        kanban_cards.Container(
            text(cell(row, "name")), figure(cell(row, "capacity")), figure(row.get("move_cost", 0))
        )
        for row in records(containers)
    ]
    found = kanban_cards.choose_container(demand, time, offered, safety=safety, holding_cost=holding_cost)
    return [
        {
            "name": one.name,
            "capacity": one.capacity,
            "cards": one.cards,
            "most_stock": one.most_stock,
            "moves": one.moves,
            "holding_cost": one.holding_cost,
            "moving_cost": one.moving_cost,
            "cost": one.cost,
        }
        for one in found
    ]


FUNCTIONS: dict[str, Function] = {
    "kanban_cards": lambda demand, time, container, safety=0.0: (
        kanban_cards.kanban_cards(demand, time, container, safety).cards
    ),
    "kanban_board": _kanban_board,
    "two_bin": kanban_cards.two_bin,
    "choose_container": _choose_container,
}
