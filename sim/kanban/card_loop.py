"""The state of one kanban loop, and the only code that changes it; each change leaves a row in the ledger."""

from __future__ import annotations

from sim.kanban.ledger import CLOSE, COLLECT, LAUNCH, RECEIPT, START, USE, Row
from sim.kanban.world import Settings
from sim.ledger import Ledger


class CardLoop:
    """Cards on their way round: on full containers, on the one in use, in the post, on the board, under way.

    Their number never changes. `left` parts are in the open container; `authorised` cards of the board belong to a
    batch that is being launched.
    """

    __slots__ = (
        "_ledger", "authorised", "board", "full", "in_use", "left", "name", "post", "settings", "under_way",
    )  # fmt: skip

    def __init__(self, ledger: Ledger, name: str, settings: Settings) -> None:
        self._ledger = ledger
        self.name = name
        self.settings = settings
        self.full = settings.initial
        self.board = settings.cards - settings.initial
        self.left = self.in_use = self.post = self.under_way = self.authorised = 0
        self._write(0, START)

    @property
    def parts(self) -> int:
        """Parts at the line side, in full containers and in the open one."""
        return self.full * self.settings.parts + self.left

    @property
    def red(self) -> bool:
        """True when the board shows red: it holds cards that are there for safety."""
        return self.board > self.settings.cards - self.settings.safety

    def receive(self, time: int, containers: int) -> None:
        """Take in full containers at the line side."""
        self.under_way -= containers
        self.full += containers
        self._write(time, RECEIPT, containers)

    def use(self, time: int, asked: int, wanted: int, taken: int) -> None:
        """Take parts, container after container: `asked` for the period's pieces, `wanted` with the late ones."""
        missing = max(wanted - self.parts, 0)
        need = taken
        while need > 0:
            if self.left == 0:
                self._open()
            step = min(need, self.left)
            self.left -= step
            need -= step
            if self.left == 0:
                self.post += self.in_use
                self.in_use = 0
        self._write(time, USE, asked, wanted, taken, min(missing, asked))

    def _open(self) -> None:
        self.full -= 1
        self.left = self.settings.parts
        if self.settings.opened:
            self.post += 1
        else:
            self.in_use = 1

    def collect(self, time: int) -> None:
        """Bring the cards of the post to the board."""
        if self.post:
            moved, self.post = self.post, 0
            self.board += moved
            self._write(time, COLLECT, moved)

    def authorise(self) -> None:
        """Hand over all the cards of the board once there are enough of them for a batch."""
        if self.board >= self.settings.launch:
            self.authorised = self.board

    def launch(self, time: int, containers: int, due: int) -> None:
        """Take cards of the batch off the board: their containers are being filled, to arrive at `due`."""
        self.board -= containers
        self.authorised -= containers
        self.under_way += containers
        self._write(time, LAUNCH, containers, due=due)

    def close(self, time: int) -> None:
        """Record the state at the end of the period."""
        self._write(time, CLOSE)

    def _write(
        self,
        time: int,
        kind: str,
        quantity: int = 0,
        wanted: int = 0,
        done: int = 0,
        short: int = 0,
        due: int | None = None,
    ) -> None:
        state = (self.full, self.left, self.in_use, self.post, self.board, self.under_way)
        self._ledger.append(Row(time, kind, self.name, quantity, wanted, done, short, 0, due, *state))
