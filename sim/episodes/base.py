"""What every episode is: a run that shows its state, takes the decisions of a step, and goes on.

A run is a pure function of the scenario, the seed and the decisions so far: playing the same ones again gives
the same state. What happens is told as events, plain records that hold their `step` and their `kind`.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self, TypeVar

from sim.checks import InvalidError, Path, Problem
from sim.words import given, phrase

Record = dict[str, Any]
Decision = Mapping[str, Any]  # a figure, a word, or a figure or a word for each row of a table, by action

FIGURE, WORD, TABLE, CHOICES = "figure", "word", "table", "choices"
BY_ROW = frozenset({TABLE, CHOICES})  # what a list of the state has a row for each record of
LONGEST = 104  # steps: two years of weeks

T = TypeVar("T")


class Episode(Protocol):
    """A run under way; `step` is the one to be decided, from 1 on."""

    step: int
    events: list[Record]

    @property
    def done(self) -> bool:
        """True once every step has been decided."""

    def state(self) -> Record:
        """What the player may see before deciding the step: plain data, a copy."""

    def play(self, decision: Decision) -> list[Record]:
        """Take the decisions of the step and go on to the next; return what happened. Unknown actions are left out."""

    def indicators(self) -> dict[str, float]:
        """The figures of the run so far."""


class Kind(Protocol):
    """A kind of episode: a frozen dataclass of its scenario, which starts runs."""

    KEY: ClassVar[str]
    # What the player decides: the action's name and what it holds (a figure, a word, a table of figures or of words).
    ACTIONS: ClassVar[Mapping[str, str]]
    # The lists of the state that a table of figures or of words has a row for each record of, by action.
    TABLES: ClassVar[Mapping[str, str]]
    INDICATORS: ClassVar[tuple[str, ...]]
    EXAMPLE: ClassVar[Mapping[str, Any]]

    steps: int

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Build the scenario from plain data; raises InvalidError with every fault found."""

    @property
    def places(self) -> frozenset[str]:
        """The names of sites, items and sources that states and events show, for a page to word; none for one item."""

    def start(self, seed: int, label: str) -> Episode:
        """Begin a run: `seed` and `label` name the streams of what is drawn."""


@dataclass(frozen=True)
class Moment:
    """A run before the decisions of a step: the state shown, and all that had happened by then."""

    step: int
    state: Record
    events: tuple[Record, ...]
    decision: Decision


def replay(kind: Kind, seed: int, label: str, decisions: Sequence[Decision]) -> tuple[list[Moment], Episode]:
    """Play decisions from the first step on; return each step as it was decided, and the run after them."""
    run = kind.start(seed, label)
    moments: list[Moment] = []
    for decision in decisions:
        if run.done:
            break
        moments.append(Moment(run.step, run.state(), tuple(run.events), decision))
        run.play(decision)
    return moments, run


def built(kind: type[T], data: object, path: Path = ()) -> T:
    """Build a frozen dataclass from a mapping of its fields; raises InvalidError with every fault and its place."""
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]  # a dataclass, whatever it is
    names = [one.name for one in fields]
    if not isinstance(data, Mapping):
        raise InvalidError([Problem(path, phrase("wanted_keys", names=", ".join(names), found=given(data)))])
    problems: list[Problem] = []
    for key in data:
        if key not in names:
            near = difflib.get_close_matches(str(key), names, n=1, cutoff=0.5)
            told = tuple(phrase("near", name=name) for name in near)
            what = phrase("key_unknown", near=told, names=", ".join(names))
            problems.append(Problem((*path, str(key)), what))
    for one in fields:
        bare = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        if bare and one.name not in data:
            problems.append(Problem((*path, one.name), phrase("key_missing")))
    if problems:
        raise InvalidError(problems)
    try:
        return kind(**data)
    except InvalidError as error:
        raise InvalidError([Problem((*path, *one.path), one.what) for one in error.problems]) from None


def several(kind: type[T], data: object, field: str) -> tuple[T, ...]:
    """Build a tuple of dataclasses from a list of mappings; raises InvalidError with every fault and its place."""
    if isinstance(data, str | bytes | Mapping) or not isinstance(data, Iterable):
        raise InvalidError([Problem((field,), phrase("wanted_records", found=given(data)))])
    found: list[T] = []
    problems: list[Problem] = []
    for place, one in enumerate(data):
        try:
            found.append(one if isinstance(one, kind) else built(kind, one, (field, place)))
        except InvalidError as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidError(problems)
    return tuple(found)


def figure(decision: Decision, action: str) -> float:
    """The figure decided, 0 where there is none; never negative."""
    value = decision.get(action)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return max(int(value) if float(value).is_integer() else value, 0)


def rows(decision: Decision, action: str) -> dict[str, float]:
    """The figures decided for the rows of a table; never negative."""
    table = decision.get(action)
    if not isinstance(table, Mapping):
        return {}
    return {str(row): figure(table, row) for row in table}


def choices(decision: Decision, action: str) -> dict[str, str]:
    """The words decided for the rows of a table."""
    table = decision.get(action)
    if not isinstance(table, Mapping):
        return {}
    return {str(row): word for row, word in table.items() if isinstance(word, str)}
