"""What became of the time of each machine, and its overall equipment effectiveness (NF E60-182)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.ledger import Ledger, Number
from sim.production import ledger as book
from sim.production.calendar import Window, inside, merged, minus
from sim.production.world import World

_OF_MACHINES = frozenset({book.QUEUE, book.START, book.END, book.BLOCKED})


@dataclass(frozen=True)
class Equipment:
    """The time of one machine, all its units together, within the hours measured, in time units.

    `open` hours of its calendar; of these `setup`, `run`, `down` (under repair) and `blocked`; `standard` is what the
    pieces made should have taken, `good` the part of it that went into good pieces. `starts` operations
    began, `setups` of them with a changeover; `wait` is the mean time of a lot in its queue, `queue` the mean number
    of lots there.
    """

    machine: str
    open: float
    setup: float
    run: float
    down: float
    blocked: float
    standard: float
    good: float
    setups: int
    starts: int
    queue: float
    wait: float

    @property
    def utilisation(self) -> float:
        """Share of the open hours in which it runs or is set up."""
        return _ratio(self.setup + self.run, self.open, 0.0)

    @property
    def availability(self) -> float:
        """Operating time over required time: setups, repairs, blocking and waiting are all losses."""
        return _ratio(self.run, self.open, 0.0)

    @property
    def performance(self) -> float:
        """Net time over operating time: standard times over what the pieces took."""
        return _ratio(self.standard, self.run, 1.0)

    @property
    def quality(self) -> float:
        """Useful time over net time: the share of good pieces, weighted by their standard time."""
        return _ratio(self.good, self.standard, 1.0)

    @property
    def oee(self) -> float:
        """Overall equipment effectiveness (TRS): useful time over required time, the product of the three rates."""
        return _ratio(self.good, self.open, 0.0)


def equipment(
    world: World, ledger: Ledger, overtime: dict[str, list[tuple[Number, Number]]] | None = None
) -> tuple[Equipment, ...]:
    """Return what became of the time of each machine, in the order of the world, between warm-up and horizon.

    An operation cut by either end counts in proportion. `overtime` gives the opening hours of machines that were open
    longer than their calendar.
    """
    low, high = world.warm_up, world.horizon
    names = {machine.name: place for place, machine in enumerate(world.machines)}
    setup, run, down, blocked, standard, good = ([0.0] * len(names) for _ in range(6))
    setups, waits = [0] * len(names), [0] * len(names)
    waited, area = [0.0] * len(names), [0.0] * len(names)
    arrived: dict[tuple[str, int, int, str], Number] = {}
    begun: dict[tuple[str, int], tuple[float, float]] = {}
    windows = []
    for machine in world.machines:
        extended = (overtime or {}).get(machine.name)
        calendar = world.calendar_of(machine)
        windows.append(extended if extended is not None else calendar.windows(high))
    hours = [inside(one, low, high) for one in windows]
    broken = _broken(ledger)
    for (name, _), stops in broken.items():
        at = names[name]
        down[at] += sum(inside(windows[at], max(start, low), min(end, high)) for start, end in stops)
    for row in (book.Row._make(raw) for raw in ledger.raw() if raw[1] in _OF_MACHINES):
        if row.kind == book.QUEUE:
            arrived[row.order, row.lot, row.operation, row.machine] = row.time
        elif row.kind == book.START:
            at = names[row.machine]
            came = arrived.pop((row.order, row.lot, row.operation, row.machine))
            area[at] += max(row.time - max(came, low), 0)
            if row.time >= low:
                waited[at] += row.time - came
                waits[at] += 1
                setups[at] += row.setup > 0
            total = row.setup + row.work + row.down
            end = high if row.until is None else row.until
            share = 1.0
            if row.time < low or end > high or row.until is None:
                worked = minus(windows[at], broken.get((row.machine, row.unit), ()))
                share = float(_ratio(inside(worked, max(row.time, low), min(end, high)), total, 0.0))
            setup[at] += share * row.setup
            run[at] += share * row.work
            down[at] += share * row.down
            standard[at] += share * row.standard
            begun[row.machine, row.unit] = (share * row.standard, row.quantity)
        elif row.kind == book.END:
            share_standard, quantity = begun.pop((row.machine, row.unit))
            good[names[row.machine]] += share_standard * row.quantity / quantity
        elif row.kind == book.BLOCKED:
            since = max(row.time - row.work, low)
            if row.time > since:
                blocked[names[row.machine]] += inside(windows[names[row.machine]], since, row.time)
    for (name, _), (share_standard, _) in begun.items():
        good[names[name]] += share_standard  # not yet told bad
    for (_, _, _, name), came in arrived.items():
        area[names[name]] += high - max(came, low)
    return tuple(
        Equipment(
            machine.name, float(hours[at] * machine.count), setup[at], run[at], down[at], blocked[at], standard[at],
            good[at], setups[at], waits[at], area[at] / (high - low), _ratio(waited[at], waits[at], 0.0),
        )
        for at, machine in enumerate(world.machines)
    )  # fmt: skip


def _broken(ledger: Ledger) -> dict[tuple[str, int], list[Window]]:
    """Return when each unit that failed by the clock was under repair, once where two failures overlap."""
    found: dict[tuple[str, int], list[Window]] = {}
    for row in book.rows(ledger, book.DOWN):
        assert row.until is not None
        found.setdefault((row.machine, row.unit), []).append((row.time, row.until))
    return {unit: merged(stops) for unit, stops in found.items()}


def _ratio(part: float, whole: float, without: float) -> float:
    return part / whole if whole else without
