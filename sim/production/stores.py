"""Who wants what: customers' orders, and the store that kanban cards keep filled for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from sim.production.draws import Draws
from sim.production.world import World

Number = int | float


class Customer:
    """An order of a customer: `known` from then on, wanted by `due`; `left` pieces are still owed from stock."""

    __slots__ = ("due", "known", "left", "name", "priority", "product", "quantity")

    def __init__(
        self, name: str, product: str, quantity: int, known: Number, due: Number, priority: Number
    ) -> None:
        self.name, self.product, self.quantity = name, product, quantity
        self.known, self.due, self.priority = known, due, priority
        self.left = quantity


def customers(world: World, draws: Draws) -> list[Customer]:
    """Return the orders of a world, those that come by chance included, in the order in which they are known."""
    found = [
        Customer(one.name, one.product, one.quantity, one.release, one.due, one.priority)
        for one in world.orders
    ]
    numbers: dict[str, int] = {}
    for place, line in enumerate(world.arrivals):
        for time in draws.arrivals(line, place, world.horizon):
            number = numbers[line.product] = numbers.get(line.product, 0) + 1
            name = f"{line.product}#{number}"
            due = time + line.allowance
            found.append(Customer(name, line.product, line.quantity, time, due, line.priority))
    return sorted(found, key=lambda one: one.known)  # stable: as listed at the same moment


class Store:
    """Finished pieces of a product: each card that has been emptied goes back to the shop as an order of `pieces`.

    Pieces lost in the shop come back as part of the next card, so that the cards always stand for the same number.
    """

    __slots__ = ("_owed", "on_hand", "pieces", "waiting")

    def __init__(self, on_hand: int, pieces: int) -> None:
        self.on_hand, self.pieces = on_hand, pieces
        self._owed = 0  # pieces taken or lost, less those that went back to the shop as cards
        self.waiting: deque[Customer] = deque()

    def receive(self, good: int, lost: int) -> None:
        """Put the pieces of a finished order in stock."""
        self.on_hand += good
        self._owed += lost

    def hand_out(self) -> Iterator[tuple[Customer, int]]:
        """Give what there is to those who wait, first come first served; yield each one with the pieces given."""
        while self.waiting and self.on_hand:
            customer = self.waiting[0]
            pieces = min(self.on_hand, customer.left)
            self.on_hand -= pieces
            self._owed += pieces
            customer.left -= pieces
            if not customer.left:
                self.waiting.popleft()
            yield customer, pieces

    def cards_back(self) -> int:
        """Return how many cards go back to the shop now."""
        cards, self._owed = divmod(self._owed, self.pieces)
        return cards
