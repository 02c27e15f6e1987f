"""Kanban sizing: cards of a loop, the zones of its board, two bins, and the container that suits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, positive
from solvers.errors import SolverError

__all__ = [
    "Container",
    "ContainerChoice",
    "KanbanBoard",
    "KanbanCards",
    "choose_container",
    "kanban_board",
    "kanban_cards",
    "two_bin",
]


@dataclass(frozen=True, slots=True)
class KanbanCards:
    """The cards of a loop: ``cards`` whole, ``exact`` before rounding up.

    ``most_stock`` = cards × container, in units.
    """

    cards: int
    exact: float
    most_stock: float


@dataclass(frozen=True, slots=True)
class KanbanBoard:
    """The zones of a board, in cards, from the stock's last reserve upwards.

    Cards that fill ``green`` make a batch; in ``orange`` the batch must start, or the stock falls into
    ``red``, the safety. ``cards`` is the sum.
    """

    red: int
    orange: int
    green: int
    cards: int


@dataclass(frozen=True, slots=True)
class Container:
    """A container on offer: the units that it holds, and the cost in money of moving one."""

    name: str
    capacity: float
    move_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class ContainerChoice:
    """One container's figures: cards of the loop, its most stock in units, moves and cost a period."""

    name: str
    capacity: float
    cards: int
    most_stock: float
    moves: float
    holding_cost: float
    moving_cost: float
    cost: float


def kanban_cards(demand: float, time: float, container: float, safety: float = 0.0) -> KanbanCards:
    """Give the number of cards of a loop.

    ``demand`` in units a period, ``time`` in the same periods from a card's release to the full container's
    return (collection, waiting, making, moving), ``container`` in units: all above 0; ``safety`` a share, 0
    or more. SolverError otherwise.

    n = ⌈D·L·(1 + α) / C⌉.

    Source: Monden, Toyota Production System, appendix on the number of kanbans.

    >>> kanban_cards(2000, 0.4, 200, 0.1)
    KanbanCards(cards=5, exact=4.4, most_stock=1000.0)
    """
    size = positive("container", container)
    needed = positive("demand", demand) * positive("time", time) * (1 + non_negative("safety", safety))
    exact = needed / size
    cards = max(1, round_up(exact))
    return KanbanCards(cards, exact, cards * size)


def kanban_board(
    demand: float, time: float, container: float, batch: float, safety: float = 0.0
) -> KanbanBoard:
    """Give the zones of the board of a loop whose supplier makes batches.

    Arguments as in :func:`kanban_cards`; ``batch`` in units, above 0: the quantity made in one go.

    Red = ⌈α·D·L / C⌉, orange = ⌈D·L / C⌉, green = ⌈batch / C⌉.

    Source: French lean practice (tableau kanban vert, orange, rouge); Smalley, Creating Level Pull, 2004.

    >>> kanban_board(2000, 0.4, 200, 600, 0.1)
    KanbanBoard(red=1, orange=4, green=3, cards=8)
    """
    size, lot = positive("container", container), positive("batch", batch)
    during = positive("demand", demand) * positive("time", time)
    red = round_up(non_negative("safety", safety) * during / size)
    orange, green = max(1, round_up(during / size)), max(1, round_up(lot / size))
    return KanbanBoard(red, orange, green, red + orange + green)


def two_bin(demand: float, time: float, safety: float = 0.0, multiple: float = 1.0) -> float:
    """Give the quantity of one bin of a two-bin system, in units.

    Arguments as in :func:`kanban_cards`; ``multiple``, above 0, the pack that a bin is filled with. One bin
    lasts while the other is away: it holds the demand of that time with its safety, rounded up to a pack.

    q = m·⌈D·L·(1 + α) / m⌉.

    Source: Monden, Toyota Production System: the two-bin system is a loop of two cards; Silver, Pyke &
    Thomas, Inventory and Production Management in Supply Chains, chapter 6 (two-bin form of (s, Q)).

    >>> two_bin(120, 2, 0.25, multiple=50)
    300.0
    """
    pack = positive("multiple", multiple)
    needed = positive("demand", demand) * positive("time", time) * (1 + non_negative("safety", safety))
    return pack * max(1, round_up(needed / pack))


def choose_container(
    demand: float,
    time: float,
    containers: Sequence[Container],
    *,
    safety: float = 0.0,
    holding_cost: float = 0.0,
) -> tuple[ContainerChoice, ...]:
    """Compare containers for a loop, the cheapest first.

    ``demand``, ``time``, ``safety`` as in :func:`kanban_cards`; each container's ``capacity`` above 0 and
    ``move_cost`` 0 or more; ``holding_cost`` in money per unit a period, 0 or more. SolverError otherwise.

    Cost a period = h·n·C/2 + (D / C)·move cost, with n the cards of the loop: a loop holds half of its
    containers' room on average. On a tie the smaller container comes first.

    Source: definition (lot size against handling), after Monden, Toyota Production System.

    >>> box, pallet = Container("box", 20, 1.5), Container("pallet", 200, 6)
    >>> [(one.name, one.cards, one.cost) for one in choose_container(100, 0.5, [pallet, box], holding_cost=0.05)]
    [('pallet', 1, 8.0), ('box', 3, 9.0)]
    """
    holding, found = non_negative("holding_cost", holding_cost), []
    if not containers:
        raise SolverError("containers", [], "some_containers")
    for one in containers:
        capacity = positive(f"capacity ({one.name})", one.capacity)
        loop = kanban_cards(demand, time, capacity, safety)
        moves = demand / capacity
        held = holding * loop.most_stock / 2
        moved = moves * non_negative(f"move_cost ({one.name})", one.move_cost)
        found.append(
            ContainerChoice(one.name, capacity, loop.cards, loop.most_stock, moves, held, moved, held + moved)
        )
    return tuple(sorted(found, key=lambda one: (one.cost, one.capacity)))


def round_up(exact: float) -> int:
    """Round up, a whole number with the noise of its computation being itself.

    Source: tests/oracles: 110.00000000000001 must not be carried up to 111.

    >>> round_up(4.4), round_up(4.000000000000001)
    (5, 4)
    """
    return math.ceil(float(f"{exact:.12g}"))
