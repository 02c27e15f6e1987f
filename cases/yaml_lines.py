"""YAML read as plain data, each value's line kept for the errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cases.plain import Plain, to_plain
from cases.problem import Problem

MAX_BYTES = 1_000_000

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Located:
    """A YAML document as plain data, and the line of each of its values."""

    file: str
    data: Plain
    lines: Mapping[Path, int]

    def line(self, path: Sequence[str | int]) -> int:
        """The line of a value, or of the nearest one above it; steps that the file does not hold are skipped."""
        found: Path = ()
        for step in path:
            if (*found, step) in self.lines:
                found = (*found, step)
        return self.lines.get(found, 1)


def read_yaml(text: str, file: str) -> tuple[Located | None, tuple[Problem, ...]]:
    """Read one YAML document; returns it, or the problem that prevents it."""
    if len(text.encode()) > MAX_BYTES:
        return None, (Problem("file_large", file, None, {"limit": MAX_BYTES}),)
    try:
        loaded = YAML(typ="rt").load(text)
        data = to_plain(_unwrap(loaded))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        what = " ".join(str(error.problem or error.context or "").split())
        return None, (Problem("yaml", file, line, {"what": what[:200]}),)
    except (YAMLError, ValueError, TypeError, RecursionError) as error:
        return None, (Problem("yaml", file, 1, {"what": " ".join(str(error).split())[:200]}),)
    lines: dict[Path, int] = {(): 1}
    _collect(loaded, (), lines)
    return Located(file, data, lines), ()


def _unwrap(value: Any) -> Any:
    """ruamel's scalars as Python's own; dates stay the text that they were."""
    if isinstance(value, Mapping):
        return {_key(key): _unwrap(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unwrap(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    if type(value).__name__ == "ScalarBoolean":
        return bool(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a case file")


def _key(key: Any) -> Any:
    return str(key) if isinstance(key, str) else key


def _collect(value: Any, path: Path, lines: dict[Path, int]) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines[*path, str(key)] = _line(value, key)
            _collect(item, (*path, str(key)), lines)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            lines[*path, place] = _line(value, place)
            _collect(item, (*path, place), lines)


def _line(container: Any, key: Any) -> int:
    try:
        position = container.lc.data[key]
    except (AttributeError, KeyError, TypeError, IndexError):
        return 1
    return int(position[0]) + 1
