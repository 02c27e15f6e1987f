"""From a kanban world to a wired SimPy model, run to the end of its horizon: the result is a ledger.

Phases of a period, in the order of `sim.clock.Phase`: containers due arrive; each line builds what its parts allow;
cards are collected and launched (at the end of every `collect` worked periods; red loops of a cell first, then those
with the largest share of their cards on the board, then as listed); containers with a time of zero arrive; the
period is closed.
"""

from __future__ import annotations

from collections.abc import Sequence

from simpy import Environment

from sim.clock import Phase, after, each_day
from sim.kanban import ledger as book
from sim.kanban.card_loop import CardLoop
from sim.kanban.draws import paths
from sim.kanban.world import Line, World
from sim.ledger import Ledger, run_header
from sim.stock import LOST


def run(world: World, seed: int, replication: int = 0, label: str = "") -> Ledger:
    """Run one replication and return its ledger (see sim/kanban/ledger.py): the same arguments, the same bytes.

    Raises InvalidError without a policy.
    """
    settings = world.settings()
    drawn = paths(world, seed, label, replication, 1)
    header = run_header(world, "kanban", seed, replication, label)
    ledger = Ledger(header, book.Row)
    loops = [CardLoop(ledger, loop.name, one) for loop, one in zip(world.loops, settings, strict=True)]
    lines = world.all_lines()
    feeding = [
        [loops[i] for i, line in enumerate(world.feeds()) if line == place] for place in range(len(lines))
    ]
    per_piece = {loop.name: loop.per_piece for loop in world.loops}
    demand = drawn.demand[0].tolist()
    delays = dict(zip((loop.name for loop in loops), drawn.delay[0].tolist(), strict=True))
    sides = [
        _LineSide(ledger, line, parts, per_piece, world.shortage == LOST)
        for line, parts in zip(lines, feeding, strict=True)
    ]
    shared = [
        (cell.capacity, [loops[i] for i, loop in enumerate(world.loops) if loop.cell == cell.name])
        for cell in world.cells
    ]
    alone = [loops[i] for i, loop in enumerate(world.loops) if loop.cell is None]
    env = Environment()
    end = env.event()
    works = world.works()
    worked = [period for period in range(world.horizon) if works[period]]

    def build(period: int) -> None:
        for side, asked in zip(sides, demand, strict=True):
            side.build(period, asked[period])

    def launch(period: int, loop: CardLoop, containers: int) -> None:
        if containers == 0:
            return
        delay = delays[loop.name][period]
        loop.launch(period, containers, period + delay)
        phase = Phase.RECEIPT if delay > 0 else Phase.RECEIPT_AT_ONCE
        after(env, delay, phase, lambda: loop.receive(int(env.now), containers))

    rank = {period: place for place, period in enumerate(worked, 1)}

    def review(period: int) -> None:
        for loop in loops:
            if rank[period] % loop.settings.collect == 0:
                loop.collect(period)
            loop.authorise()
        for loop in alone:
            launch(period, loop, loop.authorised)
        for capacity, served in shared:
            for loop, containers in _shared(served, capacity):
                launch(period, loop, containers)

    def close(period: int) -> None:
        for loop in loops:
            loop.close(period)
        if period == world.horizon - 1:
            end.succeed()

    each_day(env, Phase.DEMAND, worked, build)
    each_day(env, Phase.REVIEW, worked, review)
    each_day(env, Phase.CLOSE, range(world.horizon), close)
    env.run(until=end)
    return ledger


class _LineSide:
    """A line, its late pieces, and the loops that feed it."""

    def __init__(
        self, ledger: Ledger, line: Line, loops: Sequence[CardLoop], per_piece: dict[str, int], lost: bool
    ) -> None:
        self._ledger, self._line, self._loops, self._lost = ledger, line, loops, lost
        self._per_piece = [per_piece[loop.name] for loop in loops]
        self._late = 0

    def build(self, period: int, asked: int) -> None:
        """Build late pieces first, then those of the period, as far as the parts of every loop go."""
        pairs = list(zip(self._loops, self._per_piece, strict=True))
        wanted = self._late + asked
        if self._line.most is not None:
            wanted = min(wanted, self._line.most)
        built = min(wanted, *(loop.parts // each for loop, each in pairs))
        for loop, each in pairs:
            loop.use(period, asked * each, wanted * each, built * each)
        short = min(wanted - built, asked)
        self._late = 0 if self._lost else self._late + asked - built
        row = book.Row(period, book.BUILD, self._line.name, asked, wanted, built, short, self._late)
        self._ledger.append(row)


def _shared(loops: Sequence[CardLoop], capacity: int) -> list[tuple[CardLoop, int]]:
    """Share a cell's capacity container by container; return what each loop launches."""
    given = [0] * len(loops)
    for _ in range(capacity):
        best = -1
        for place, loop in enumerate(loops):
            if given[place] == loop.authorised:
                continue
            if best < 0 or _before(loop, given[place], loops[best], given[best]):
                best = place
        if best < 0:
            break
        given[best] += 1
    return list(zip(loops, given, strict=True))


def _before(one: CardLoop, taken: int, other: CardLoop, other_taken: int) -> bool:
    """True when a loop comes before one listed earlier, after as many of their cards have left the board."""
    board, other_board = one.board - taken, other.board - other_taken
    red = board > one.settings.cards - one.settings.safety
    other_red = other_board > other.settings.cards - other.settings.safety
    if red != other_red:
        return red
    return board * other.settings.cards > other_board * one.settings.cards
