"""Plain data read into nested frozen dataclasses, field by field as their annotations say, every fault told.

A field whose type is a dataclass takes a mapping, a tuple of dataclasses a list of mappings, a `Demand` or a
`LeadTime` a mapping of one kind (`{poisson: 12}`); anything else goes as it is to the dataclass, which checks it.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import NoneType
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

from sim.checks import InvalidError, Path, Problem
from sim.demand import DEMANDS, Demand, Poisson, Series
from sim.supply import LEAD_TIMES, Constant, LeadTime
from sim.words import Phrase, given, phrase

T = TypeVar("T")

# What a word may name, by the type of the field, and something sound to go on with when it cannot be read.
_KINDS: dict[Any, tuple[Mapping[str, type], object]] = {
    Demand: (DEMANDS, Poisson(1)),
    LeadTime: (LEAD_TIMES, Constant(1)),
}


def read(kind: type[T], data: object, path: Path = ()) -> T:
    """Build a frozen dataclass from a mapping of its fields; raises InvalidError with every fault and its path."""
    problems: list[Problem] = []
    built: T | None = _record(kind, data, path, problems)
    if problems or built is None:
        raise InvalidError(problems)
    return built


def nearest(key: object, names: Iterable[str]) -> tuple[Phrase, ...]:
    """Return the words that ask whether the name nearest to `key` was meant, nothing when none is near."""
    near = difflib.get_close_matches(str(key), list(names), n=1, cutoff=0.5)
    return tuple(phrase("near", name=name) for name in near)


class Named(Protocol):
    """A record with a name."""

    @property
    def name(self) -> str:
        """What other records call it."""


def twice(field: str, records: Sequence[Named]) -> list[Problem]:
    """Return a fault for each record of a list whose name an earlier one has."""
    seen: set[str] = set()
    problems: list[Problem] = []
    for place, one in enumerate(records):
        if one.name in seen:
            problems.append(Problem((field, place, "name"), phrase("name_twice", name=one.name)))
        seen.add(one.name)
    return problems


def unknown(path: Path, name: str, names: Collection[str]) -> Problem:
    """Return the fault of a name that nothing bears."""
    listed = ", ".join(sorted(names)) or "-"
    return Problem(path, phrase("name_unknown", name=name, near=nearest(name, names), names=listed))


def whole_demand(demand: Demand, periods: int, path: Path) -> list[Problem]:
    """Return the faults of a demand that is not whole, or does not last `periods`."""
    probe = 1
    if isinstance(demand, Series):
        if not demand.covers(periods):
            return [Problem(path, phrase("series_short", days=len(demand.values), horizon=periods))]
        probe = min(periods, len(demand.values) + 1)
    if demand.of(np.full(probe, 0.5)).dtype != np.int64:
        return [Problem(path, phrase("demand_whole"))]
    return []


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Return the type, None left out, of each field, and whether it must be given."""
    hints = get_type_hints(kind)
    found: dict[str, tuple[Any, bool]] = {}
    for one in dataclasses.fields(kind):
        hint = hints[one.name]
        parts = get_args(hint)
        if NoneType in parts:
            rest = [part for part in parts if part is not NoneType]
            hint = rest[0] if len(rest) == 1 else hint
        bare = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        found[one.name] = (hint, bare)
    return found


def _record(kind: Any, data: object, path: Path, problems: list[Problem]) -> Any:
    fields = _fields(kind)
    required = [name for name, (_, bare) in fields.items() if bare]
    if not isinstance(data, Mapping):
        _fault(problems, path, "wanted_keys", names=", ".join(required or fields), found=given(data))
        return None
    before = len(problems)
    for key in data:
        if key not in fields:
            near, names = nearest(key, fields), ", ".join(sorted(fields))
            _fault(problems, (*path, str(key)), "key_unknown", near=near, names=names)
    values: dict[str, Any] = {}
    nested: set[str] = set()
    for name, (hint, bare) in fields.items():
        if name not in data:
            if bare:
                _fault(problems, (*path, name), "key_missing")
            continue
        if data[name] is None and not bare:
            continue
        found = len(problems)
        values[name] = _value(hint, data[name], (*path, name), problems)
        if len(problems) > found:
            nested.add(name)
            if values[name] is None:
                del values[name]
                if hint in _KINDS:
                    values[name] = _KINDS[hint][1]
    if any(name not in values for name in required):
        return None
    try:
        built = kind(**values)
    except InvalidError as error:
        # What hangs on a field that could not be read whole is no fault of its own.
        sound = [one for one in error.problems if not one.path or one.path[0] not in nested]
        problems.extend(Problem((*path, *one.path), one.what) for one in sound)
        return None
    return built if len(problems) == before else None


def _value(hint: Any, value: object, path: Path, problems: list[Problem]) -> Any:
    if hint in _KINDS:
        return _kind(_KINDS[hint][0], value, path, problems)
    if get_origin(hint) is tuple and dataclasses.is_dataclass(inner := get_args(hint)[0]):
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            _fault(problems, path, "wanted_records", found=given(value))
            return None
        rows = [_record(inner, one, (*path, place), problems) for place, one in enumerate(value)]
        return tuple(row for row in rows if row is not None)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return value if isinstance(value, hint) else _record(hint, value, path, problems)
    return value


def _kind(kinds: Mapping[str, type], value: object, path: Path, problems: list[Problem]) -> Any:
    if isinstance(value, tuple(kinds.values())):
        return value
    names = ", ".join(sorted(kinds))
    if not isinstance(value, Mapping) or len(value) != 1:
        count = isinstance(value, Mapping) and len(value) > 1
        found = phrase("found_keys", count=len(value)) if count else given(value or None)  # type: ignore[arg-type]
        _fault(problems, path, "kind_one", kinds=names, found=found)
        return None
    [(key, inner)] = value.items()
    if key not in kinds:
        _fault(problems, (*path, str(key)), "kind_unknown", near=nearest(key, kinds), kinds=names)
        return None
    required = [name for name, (_, bare) in _fields(kinds[key]).items() if bare]
    if not isinstance(inner, Mapping) and len(required) == 1 and inner is not None:
        inner = {required[0]: inner}
    return _record(kinds[key], inner, (*path, str(key)), problems)


def _fault(problems: list[Problem], path: Path, code: str, /, **params: object) -> None:
    problems.append(Problem(path, phrase(code, **params)))
