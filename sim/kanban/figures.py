"""Indicators of kanban loops, from a few whole sums that the ledger and the compiled kernel both give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kanban import compiled as k
from sim.kanban import ledger as book
from sim.kanban.draws import paths
from sim.kanban.world import World
from sim.ledger import Ledger
from sim.stock import LOST

Ints = NDArray[Any]

INDICATORS: tuple[str, ...] = (
    "total_cost", "holding_cost", "ordering_cost", "handling_cost", "card_cost", "shortage_cost",
    "fill_rate", "worst_fill_rate", "line_stops", "stop_rate", "missing_pieces", "mean_late_pieces",
    "mean_stock", "stock_value", "peak_stock", "containers_moved", "batches", "rounds", "cards",
    "mean_cards_on_board", "red_rate",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sums:
    """What is counted over the measured periods, int64, one row per replication (columns in `compiled`)."""

    loops: Ints  # (replications, loops, LOOP_SUMS)
    lines: Ints  # (replications, lines, LINE_SUMS)
    world: Ints  # (replications, WORLD_SUMS)


def kernel(world: World, seed: int, label: str, replications: int) -> Sums:
    """Run replications 0 to replications - 1 in the compiled kernel. Raises InvalidError without a policy."""
    drawn = paths(world, seed, label, 0, replications)
    return Sums(*k.replications(drawn.demand, drawn.delay, *arguments(world)))


def arguments(world: World) -> tuple[Any, ...]:
    """Return what the kernel takes after the draws: works, collects, loops, most, capacity, lost, warm_up."""
    settings = world.settings()
    cells = {cell.name: place for place, cell in enumerate(world.cells)}
    rows = [
        (
            line, loop.per_piece, one.parts, one.cards, one.safety, one.launch, int(one.opened), one.initial,
            -1 if loop.cell is None else cells[loop.cell],
        )
        for loop, line, one in zip(world.loops, world.feeds(), settings, strict=True)
    ]  # fmt: skip
    works = np.array(world.works())
    rank = np.cumsum(works)
    collects = np.array([works & (rank % one.collect == 0) for one in settings])
    most = np.array([-1 if line.most is None else line.most for line in world.all_lines()], np.int64)
    capacity = np.array([cell.capacity for cell in world.cells], np.int64)
    return works, collects, np.array(rows, np.int64), most, capacity, world.shortage == LOST, world.warm_up


def count(world: World, ledger: Ledger) -> Sums:
    """Reduce the ledger of one run of the world to its sums, of one replication."""
    loop_at = {loop.name: place for place, loop in enumerate(world.loops)}
    line_at = {line.name: place for place, line in enumerate(world.all_lines())}
    settings = world.settings()
    loops = np.zeros((1, len(loop_at), k.LOOP_SUMS), np.int64)
    lines = np.zeros((1, len(line_at), k.LINE_SUMS), np.int64)
    late = [0] * len(line_at)
    stock = 0
    works, collects = arguments(world)[:2]
    totals = np.zeros((1, k.WORLD_SUMS), np.int64)
    measured = np.arange(world.horizon) >= world.warm_up
    totals[0, k.WORKED] = int((works & measured).sum())
    totals[0, k.ROUNDS] = int((collects.any(axis=0) & measured).sum())
    for row in book.rows(ledger):
        if row.time < world.warm_up and row.kind != book.BUILD:
            continue
        if row.kind == book.BUILD:
            place = line_at[row.place]
            late[place] = row.late
            if row.time >= world.warm_up:
                lines[0, place, [k.ASKED, k.SHORT]] += (row.quantity, row.short)
                lines[0, place, k.STOPS] += row.done < row.wanted
            continue
        place = loop_at[row.place]
        if row.kind == book.USE:
            loops[0, place, [k.PARTS_ASKED, k.PARTS_SHORT]] += (row.quantity, row.short)
        elif row.kind == book.LAUNCH:
            loops[0, place, [k.MOVED, k.BATCHES]] += (row.quantity, 1)
        elif row.kind == book.CLOSE:
            one = settings[place]
            parts = row.full * one.parts + row.left
            loops[0, place, [k.STOCK, k.BOARD]] += (parts, row.board)
            loops[0, place, k.RED] += row.board > one.cards - one.safety
            stock = parts if place == 0 else stock + parts
            if place == len(loop_at) - 1:  # the loops close in their order: the period is over
                totals[0, k.PEAK] = max(int(totals[0, k.PEAK]), stock)
                lines[0, :, k.LATE] += late
    return Sums(loops, lines, totals)


def figures(world: World, sums: Sums) -> dict[str, NDArray[np.float64]]:
    """Turn sums into `INDICATORS`, float64 arrays of one figure per replication.

    Money in the currency of the rates: holding_cost of parts at the line side; ordering_cost the set-ups of batches;
    handling_cost containers and collection rounds; card_cost; shortage_cost stops, missing and late pieces.
    fill_rate: share of the pieces for which parts were there when asked; worst_fill_rate: lowest share of parts at
    hand by loop. line_stops: periods in which a line misses parts, and stop_rate their share of the periods worked.
    mean_stock, peak_stock: parts at the line side at the close; red_rate: share of closes with the board in red.
    """
    settings = world.settings()
    periods = world.horizon - world.warm_up
    runs = sums.world.shape[0]
    zero = np.zeros(runs)
    holding, setups, value, worst = zero.copy(), zero.copy(), zero.copy(), np.ones(runs)
    for place, loop in enumerate(world.loops):
        one = sums.loops[:, place]
        holding = holding + loop.holding * one[:, k.STOCK]
        setups = setups + loop.setup_cost * one[:, k.BATCHES]
        value = value + loop.unit_cost * one[:, k.STOCK]
        worst = np.minimum(worst, _kept(one[:, k.PARTS_SHORT], one[:, k.PARTS_ASKED]))
    loops, lines = sums.loops.sum(axis=1), sums.lines.sum(axis=1)
    cards = sum(one.cards for one in settings)
    handling = world.container_cost * loops[:, k.MOVED] + world.round_cost * sums.world[:, k.ROUNDS]
    shortage = (
        world.stop_cost * lines[:, k.STOPS]
        + world.missing_cost * lines[:, k.SHORT]
        + world.late_cost * lines[:, k.LATE]
    )
    card_cost = zero + world.card_cost * cards * periods
    worked = np.maximum(sums.world[:, k.WORKED] * sums.lines.shape[1], 1)
    found = {
        "total_cost": holding + setups + handling + card_cost + shortage,
        "holding_cost": holding,
        "ordering_cost": setups,
        "handling_cost": zero + handling,
        "card_cost": card_cost,
        "shortage_cost": zero + shortage,
        "fill_rate": _kept(lines[:, k.SHORT], lines[:, k.ASKED]),
        "worst_fill_rate": worst,
        "line_stops": zero + lines[:, k.STOPS],
        "stop_rate": lines[:, k.STOPS] / worked,
        "missing_pieces": zero + lines[:, k.SHORT],
        "mean_late_pieces": lines[:, k.LATE] / periods,
        "mean_stock": loops[:, k.STOCK] / periods,
        "stock_value": value / periods,
        "peak_stock": zero + sums.world[:, k.PEAK],
        "containers_moved": zero + loops[:, k.MOVED],
        "batches": zero + loops[:, k.BATCHES],
        "rounds": zero + sums.world[:, k.ROUNDS],
        "cards": zero + cards,
        "mean_cards_on_board": loops[:, k.BOARD] / periods,
        "red_rate": loops[:, k.RED] / (periods * len(settings)),
    }
    return {name: found[name] for name in INDICATORS}


def _kept(short: Ints, asked: Ints) -> NDArray[np.float64]:
    """Return 1 - short / asked, 1 where nothing was asked."""
    share: NDArray[np.float64] = 1.0 - short / np.maximum(asked, 1)
    return share
