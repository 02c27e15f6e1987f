"""A project as a network of events joined by arrows (PERT drawing): its dates, and the network of given tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative
from solvers.errors import SolverError
from solvers.projects.tasks import Task, checked_tasks

__all__ = ["Arrow", "ArrowDates", "ArrowNetwork", "EventDates", "arrow_dates", "arrow_network"]

MOST_ARROWS = 2_000
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Arrow:
    """A task from an event to another; a dummy has no name and lasts 0."""

    task: str
    start: int
    end: int
    duration: float = 0.0


@dataclass(frozen=True, slots=True)
class EventDates:
    """An event's earliest and latest dates, and the slack between them."""

    event: int
    earliest: float
    latest: float
    slack: float


@dataclass(frozen=True, slots=True)
class ArrowDates:
    """An arrow's floats: total L(j) − E(i) − d, free E(j) − E(i) − d, independent max(E(j) − L(i) − d, 0)."""

    arrow: Arrow
    total_float: float
    free_float: float
    independent_float: float
    critical: bool


@dataclass(frozen=True, slots=True)
class ArrowNetwork:
    """The duration, the events in order and the arrows in the order given."""

    duration: float
    events: tuple[EventDates, ...]
    arrows: tuple[ArrowDates, ...]


def arrow_dates(arrows: Sequence[Arrow]) -> ArrowNetwork:
    """Date the events of a network, forwards from 0 and backwards from its last date, and its arrows' floats.

    Durations in one unit. The floats are those of the drawing: an arrow before a dummy may have a free float
    smaller than its task's. Raises SolverError for no arrow, a negative duration, arrows in a ring.

    E(j) = max(E(i) + d(i, j)), L(i) = min(L(j) − d(i, j)).

    Source: Malcolm, Roseboom, Clark & Fazar (1959); Battersby, Network Analysis (1967).

    >>> found = arrow_dates([Arrow("A", 1, 2, 3), Arrow("B", 1, 3, 2), Arrow("", 2, 3)])
    >>> found.duration, [(one.earliest, one.latest) for one in found.events]
    (3.0, [(0.0, 0.0), (3.0, 3.0), (3.0, 3.0)])
    """
    if not 1 <= len(arrows) <= MOST_ARROWS:
        raise SolverError("arrows", len(arrows), "count_between", least=1, most=MOST_ARROWS)
    for one in arrows:
        non_negative(f"duration ({one.task or f'{one.start} - {one.end}'})", one.duration)
        if one.start == one.end:
            raise SolverError(f"end ({one.task})", one.end, "another_event")
    names = sorted({one.start for one in arrows} | {one.end for one in arrows})
    as_tasks = [
        Task.simple(str(name), 0, *sorted({str(one.start) for one in arrows if one.end == name}))
        for name in names
    ]
    turns = [int(one.task) for one in checked_tasks(as_tasks, 2 * MOST_ARROWS)]
    early = dict.fromkeys(names, 0.0)
    for name in turns:
        early[name] = max(
            [0.0, *(early[one.start] + float(one.duration) for one in arrows if one.end == name)]
        )
    last = max(early.values())
    late = dict.fromkeys(names, last)
    for name in reversed(turns):
        late[name] = min(
            [last, *(late[one.end] - float(one.duration) for one in arrows if one.start == name)]
        )
    rows = []
    for one in arrows:
        spare = _tidy(late[one.end] - early[one.start] - one.duration)
        rows.append(
            ArrowDates(
                one,
                spare,
                _tidy(early[one.end] - early[one.start] - one.duration),
                _tidy(max(early[one.end] - late[one.start] - one.duration, 0.0)),
                spare <= NEAR,
            )
        )
    events = tuple(
        EventDates(name, early[name], late[name], _tidy(late[name] - early[name])) for name in names
    )
    return ArrowNetwork(last, events, tuple(rows))


def _tidy(figure: float) -> float:
    return 0.0 if abs(figure) < NEAR else float(figure)


def arrow_network(tasks: Sequence[Task]) -> tuple[Arrow, ...]:
    """Draw tasks as arrows between events numbered from 1, each arrow from a lower number to a higher one.

    An event for each different set of tasks that something waits for, and one for the end. No two arrows join
    the same two events, so that a pair of them names a task. The dummies are enough to say the links and no
    others; fewer may do. Only finish-to-start links without lag can be drawn: others raise SolverError, as does
    a release and a project that cannot be planned.

    Source: Dimsdale (1963), one event for each set of immediate predecessors.

    >>> drawn = arrow_network([Task.simple("A", 3), Task.simple("B", 2), Task.simple("C", 4, "A", "B")])
    >>> [(one.task, one.start, one.end) for one in drawn]
    [('A', 1, 3), ('B', 1, 2), ('C', 3, 4), ('', 2, 3)]
    """
    ordered = checked_tasks(tasks)
    for one in ordered:
        if one.release:
            raise SolverError(f"release ({one.task})", one.release, "zero")
        for link in one.after:
            if link.kind != "FS":
                raise SolverError(f"kind ({one.task})", link.kind, "one_of", words="FS")
            if link.lag:
                raise SolverError(f"lag ({one.task})", link.lag, "zero")
    before = _direct(ordered)
    starts = {one.task: frozenset(before[one.task]) for one in ordered}
    waited = {name for group in starts.values() for name in group}
    last = frozenset(one.task for one in ordered if one.task not in waited) or frozenset({""})
    groups = list(dict.fromkeys([frozenset[str](), *starts.values(), last]))
    # Nodes: a group of tasks that are all over, or one task that is over on its way to several groups.
    nodes: list[frozenset[str] | str] = list(groups)
    ends: dict[str, frozenset[str] | str] = {}
    dummies: list[tuple[frozenset[str] | str, frozenset[str] | str]] = []
    for one in ordered:
        name = one.task
        mine = [group for group in groups if name in group]
        alone = frozenset({name})
        ends[name] = alone if alone in groups else mine[0] if len(mine) == 1 else name
        if ends[name] == name:
            nodes.append(name)
    taken: set[tuple[frozenset[str] | str, frozenset[str] | str]] = set()
    for one in ordered:  # two arrows may not join the same two events
        pair = (starts[one.task], ends[one.task])
        if pair in taken and not isinstance(ends[one.task], str):
            nodes.append(one.task)
            ends[one.task] = one.task
        taken.add((starts[one.task], ends[one.task]))
    for group in groups:
        held = {name for name in group if ends[name] == group} if group != frozenset({""}) else set(group)
        smaller = sorted((other for other in groups if other and other < group), key=len, reverse=True)
        for other in smaller:
            if not other <= held:
                dummies.append((other, group))
                held |= other
        dummies += [(ends[name], group) for name in sorted(group - held)]
    return _numbered(ordered, nodes, starts, ends, list(dict.fromkeys(dummies)))


def _direct(ordered: Sequence[Task]) -> dict[str, set[str]]:
    """What each task waits for, without what another of them waits for already."""
    all_before: dict[str, set[str]] = {}
    direct: dict[str, set[str]] = {}
    for one in ordered:
        near = {link.before for link in one.after}
        far = {other for name in near for other in all_before[name]}
        direct[one.task], all_before[one.task] = near - far, near | far
    return direct


def _numbered(
    ordered: Sequence[Task],
    nodes: Sequence[frozenset[str] | str],
    starts: dict[str, frozenset[str]],
    ends: dict[str, frozenset[str] | str],
    dummies: Sequence[tuple[frozenset[str] | str, frozenset[str] | str]],
) -> tuple[Arrow, ...]:
    names = {node: str(at) for at, node in enumerate(nodes)}
    joined = [(starts[one.task], ends[one.task]) for one in ordered] + list(dummies)
    as_tasks = [
        Task.simple(names[node], 0, *sorted({names[one] for one, other in joined if other == node}))
        for node in nodes
    ]
    turn = {int(one.task): at for at, one in enumerate(checked_tasks(as_tasks, 4 * MOST_ARROWS), 1)}
    number = {node: turn[int(name)] for node, name in names.items()}
    return (
        *(
            Arrow(one.task, number[starts[one.task]], number[ends[one.task]], float(one.duration))
            for one in ordered
        ),
        *(Arrow("", number[one], number[other]) for one, other in dummies),
    )
