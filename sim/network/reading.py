"""A network read from plain data, as a file, a case or the play page gives it; every fault with its path."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sim.checks import InvalidError, Path, Problem
from sim.network.replenishment import Replenishment, Split
from sim.network.soundness import checked
from sim.network.world import Lane, Price, World
from sim.records import nearest, read
from sim.words import given, phrase

# What a file calls a field that has another name in the code, by the list it stands in.
FIELDS: dict[type, dict[str, str]] = {
    Lane: {"from": "origin", "to": "target", "yield": "good_share"},
    Price: {"from": "least"},
    Split: {"from": "origin"},
}

T = TypeVar("T")


def read_world(data: object) -> World:
    """Read a world from the mapping that stands under `network:`; raises InvalidError with every fault."""
    if not isinstance(data, Mapping):
        raise InvalidError([Problem((), phrase("wanted_mapping", found=given(data)))])
    problems: list[Problem] = []
    renamed = dict(data)
    if _is_list(data.get("lanes")):
        renamed["lanes"] = [_lane(lane, ("lanes", at), problems) for at, lane in enumerate(data["lanes"])]
    if isinstance(data.get("policy"), Mapping):
        renamed["policy"] = _policy(data["policy"], ("policy",), problems)
    return checked(_read(World, renamed, problems))


def read_policy(data: object) -> Replenishment:
    """Read a network's policy, {replenish: [...], split?: [...]}; raises InvalidError with every fault."""
    if not isinstance(data, Mapping):
        raise InvalidError([Problem(("policy",), phrase("wanted_mapping", found=given(data)))])
    problems: list[Problem] = []
    try:
        return _read(Replenishment, _policy(data, (), problems), problems)
    except InvalidError as error:
        raise InvalidError([Problem(("policy", *one.path), one.what) for one in error.problems]) from None


def _read(kind: type[T], data: Mapping[str, Any], problems: list[Problem]) -> T:
    built = None
    try:
        built = read(kind, data)
    except InvalidError as error:
        told = {one.path for one in problems}
        found = [Problem(_as_written(one.path), one.what) for one in error.problems]
        problems.extend(one for one in found if one.path not in told)
    if problems or built is None:
        raise InvalidError(problems)
    return built


def _lane(lane: object, path: Path, problems: list[Problem]) -> object:
    renamed = _renamed(Lane, lane, path, problems)
    if isinstance(renamed, dict) and _is_list(renamed.get("prices")):
        renamed["prices"] = [
            _renamed(Price, one, (*path, "prices", at), problems) for at, one in enumerate(renamed["prices"])
        ]
    return renamed


def _policy(data: Mapping[str, Any], path: Path, problems: list[Problem]) -> dict[str, Any]:
    renamed = dict(data)
    if _is_list(data.get("replenish")):
        renamed["replenish"] = [_rule(rule) for rule in data["replenish"]]
    if _is_list(data.get("split")):
        renamed["split"] = [
            _renamed(Split, one, (*path, "split", at), problems) for at, one in enumerate(data["split"])
        ]
    return renamed


def _rule(rule: object) -> object:
    """Gather the kind of a rule, {site, item?, KIND: {…}}, under `policy`."""
    if not isinstance(rule, Mapping):
        return rule
    ends = {key: rule[key] for key in ("site", "item") if key in rule}
    return {**ends, "policy": {key: value for key, value in rule.items() if key not in ("site", "item")}}


def _renamed(kind: type, record: object, path: Path, problems: list[Problem]) -> object:
    """Give a record the names of the code, and say here which keys are not known, in those of a file."""
    words = FIELDS[kind]
    back = {name: word for word, name in words.items()}
    known = [back.get(name, name) for name in kind.__dataclass_fields__]  # type: ignore[attr-defined]
    if not isinstance(record, Mapping):
        wanted = [back.get(name, name) for name, bare in _required(kind).items() if bare]
        problems.append(Problem(path, phrase("wanted_keys", names=", ".join(wanted), found=given(record))))
        return record
    fields: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(key, str) and key in known:
            fields[words.get(key, key)] = value
        else:
            what = phrase("key_unknown", near=nearest(key, known), names=", ".join(sorted(known)))
            problems.append(Problem((*path, str(key)), what))
    return fields


def _as_written(path: Path) -> Path:
    """Turn a path of the code into that of a file."""
    written: list[str | int] = []
    for at, part in enumerate(path):
        if part == "policy" and "replenish" in path[:at]:
            # A rule names its kind itself: replenish[0].min_max.S; without a kind, the fault is the rule's.
            continue
        kind = (
            Price
            if "prices" in path[:at]
            else Split
            if "split" in path[:at]
            else Lane
            if path[0] == "lanes"
            else None
        )
        back = {name: word for word, name in FIELDS[kind].items()} if kind else {}
        written.append(back.get(part, part) if isinstance(part, str) else part)
    return tuple(written)


def _required(kind: type) -> dict[str, bool]:
    """Return the fields of a dataclass, and whether each must be given."""
    missing = dataclasses.MISSING
    return {
        one.name: one.default is missing and one.default_factory is missing
        for one in dataclasses.fields(kind)
    }


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
