"""The compiled loop behind a kanban world's measures: whole numbers in, whole numbers out (see `sim.kanban.run`)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled

Ints = NDArray[Any]

# Columns of what is counted over the measured periods: for a loop, for a line, for the world.
(PARTS_ASKED, PARTS_SHORT, STOCK, BOARD, MOVED, BATCHES, RED) = range(7)
LOOP_SUMS = 7
(ASKED, SHORT, STOPS, LATE) = range(4)
LINE_SUMS = 4
(ROUNDS, WORKED, PEAK) = range(3)
WORLD_SUMS = 3
# Columns of what a loop runs with.
(LINE, PER_PIECE, PARTS, CARDS, SAFETY, LAUNCH, OPENED, INITIAL, CELL) = range(9)
# Rows of what is traced of a loop when asked, at the close of each period.
TRACES = 5  # full, left, post, board, under way


@compiled
def replication(  # noqa: PLR0912, PLR0915 - one period after the other, compiled whole
    demand: Ints,
    delay: Ints,
    works: Ints,
    collects: Ints,
    loops: Ints,
    most: Ints,
    capacity: Ints,
    lost: bool,
    warm_up: int,
    loop_sums: Ints,
    line_sums: Ints,
    world_sums: Ints,
    trace: Ints,
) -> None:
    """Run one replication in whole numbers.

    demand: int64 (lines, T) pieces. delay: int64 (loops, T) periods. works: bool (T,). collects: bool (loops, T).
    loops: int64 (loops, 9). most: int64 (lines,), negative without bound. capacity: int64 (cells,). Fills
    loop_sums (loops, LOOP_SUMS), line_sums (lines, LINE_SUMS), world_sums (WORLD_SUMS,), all int64 and zero at
    first, and trace (TRACES, loops, T), or (TRACES, loops, 0).
    """
    count, horizon = delay.shape
    lines = demand.shape[0]
    record = trace.shape[2] > 0
    full = loops[:, INITIAL].copy()
    board = loops[:, CARDS] - full
    left = np.zeros(count, np.int64)
    in_use = np.zeros(count, np.int64)
    post = np.zeros(count, np.int64)
    under_way = np.zeros(count, np.int64)
    authorised = np.zeros(count, np.int64)
    launched = np.zeros(count, np.int64)
    arrivals = np.zeros((count, horizon), np.int64)
    late = np.zeros(lines, np.int64)
    built = np.zeros(lines, np.int64)
    wanted = np.zeros(lines, np.int64)
    for t in range(horizon):
        measured = t >= warm_up
        for i in range(count):
            full[i] += arrivals[i, t]
            under_way[i] -= arrivals[i, t]
        if works[t]:
            if measured:
                world_sums[WORKED] += 1
            for j in range(lines):
                wanted[j] = late[j] + demand[j, t]
                if most[j] >= 0:
                    wanted[j] = min(wanted[j], most[j])
                built[j] = wanted[j]
            for i in range(count):
                j = loops[i, LINE]
                parts = full[i] * loops[i, PARTS] + left[i]
                built[j] = min(built[j], parts // loops[i, PER_PIECE])
            for i in range(count):
                j, each, size = loops[i, LINE], loops[i, PER_PIECE], loops[i, PARTS]
                parts = full[i] * size + left[i]
                if measured:
                    missing = max(wanted[j] * each - parts, 0)
                    loop_sums[i, PARTS_ASKED] += demand[j, t] * each
                    loop_sums[i, PARTS_SHORT] += min(missing, demand[j, t] * each)
                need = built[j] * each
                while need > 0:
                    if left[i] == 0:
                        full[i] -= 1
                        left[i] = size
                        if loops[i, OPENED] == 1:
                            post[i] += 1
                        else:
                            in_use[i] = 1
                    step = min(need, left[i])
                    left[i] -= step
                    need -= step
                    if left[i] == 0:
                        post[i] += in_use[i]
                        in_use[i] = 0
            for j in range(lines):
                if measured:
                    line_sums[j, ASKED] += demand[j, t]
                    line_sums[j, SHORT] += min(wanted[j] - built[j], demand[j, t])
                    if built[j] < wanted[j]:
                        line_sums[j, STOPS] += 1
                late[j] = 0 if lost else late[j] + demand[j, t] - built[j]
            visited = False
            for i in range(count):
                if collects[i, t]:
                    visited = True
                    board[i] += post[i]
                    post[i] = 0
                if board[i] >= loops[i, LAUNCH]:
                    authorised[i] = board[i]
                launched[i] = authorised[i] if loops[i, CELL] < 0 else 0
                if loops[i, CELL] < 0:
                    board[i] -= launched[i]
                    authorised[i] = 0
            if visited and measured:
                world_sums[ROUNDS] += 1
            for k in range(capacity.size):
                for _ in range(capacity[k]):
                    best = -1
                    for i in range(count):
                        if loops[i, CELL] != k or authorised[i] == 0:
                            continue
                        if best < 0:
                            best = i
                            continue
                        red = board[i] > loops[i, CARDS] - loops[i, SAFETY]
                        best_red = board[best] > loops[best, CARDS] - loops[best, SAFETY]
                        if red != best_red:
                            if red:
                                best = i
                        elif board[i] * loops[best, CARDS] > board[best] * loops[i, CARDS]:
                            best = i
                    if best < 0:
                        break
                    board[best] -= 1
                    authorised[best] -= 1
                    launched[best] += 1
            for i in range(count):
                if launched[i] == 0:
                    continue
                if measured:
                    loop_sums[i, MOVED] += launched[i]
                    loop_sums[i, BATCHES] += 1
                due = t + delay[i, t]
                if due == t:
                    full[i] += launched[i]
                else:
                    under_way[i] += launched[i]
                    if due < horizon:
                        arrivals[i, due] += launched[i]
        stock = 0
        for i in range(count):
            parts = full[i] * loops[i, PARTS] + left[i]
            stock += parts
            if measured:
                loop_sums[i, STOCK] += parts
                loop_sums[i, BOARD] += board[i]
                if board[i] > loops[i, CARDS] - loops[i, SAFETY]:
                    loop_sums[i, RED] += 1
            if record:
                trace[0, i, t] = full[i]
                trace[1, i, t] = left[i]
                trace[2, i, t] = post[i]
                trace[3, i, t] = board[i]
                trace[4, i, t] = under_way[i]
        if measured:
            world_sums[PEAK] = max(world_sums[PEAK], stock)
            for j in range(lines):
                line_sums[j, LATE] += late[j]


@compiled
def replications(
    demand: Ints,
    delay: Ints,
    works: Ints,
    collects: Ints,
    loops: Ints,
    most: Ints,
    capacity: Ints,
    lost: bool,
    warm_up: int,
) -> tuple[Ints, Ints, Ints]:
    """Run every replication of demand (R, lines, T) and delay (R, loops, T); return the sums of each."""
    runs, lines = demand.shape[0], demand.shape[1]
    count = delay.shape[1]
    loop_sums = np.zeros((runs, count, LOOP_SUMS), np.int64)
    line_sums = np.zeros((runs, lines, LINE_SUMS), np.int64)
    world_sums = np.zeros((runs, WORLD_SUMS), np.int64)
    none = np.empty((TRACES, count, 0), np.int64)
    for r in range(runs):
        replication(
            demand[r], delay[r], works, collects, loops, most, capacity, lost, warm_up,
            loop_sums[r], line_sums[r], world_sums[r], none,
        )  # fmt: skip
    return loop_sums, line_sums, world_sums
