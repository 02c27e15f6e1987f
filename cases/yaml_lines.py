"""YAML read as plain data, each value's line kept for the errors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scalarbool import ScalarBoolean

from cases.parsed import remembered
from cases.plain import Plain, is_number
from cases.problem import Problem
from cases.text_file import MAX_BYTES
from sim.scenario_yaml import yaml_reason

MAX_VALUES = 100_000  # once the aliases are unfolded
MAX_DEPTH = 30
MAX_BRACKETS = 100  # open at once, in quotes or not; beyond, ruamel slows down by the square of their number
MAX_DASHES = 100  # on one line, each a list in a list

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Located:
    """A YAML document as plain data, and the line of each of its values."""

    file: str
    data: Plain
    lines: Mapping[Path, int]

    def line(self, path: Sequence[str | int]) -> int:
        """The line of a value, or of the nearest one above it; steps that the file does not hold are skipped."""
        return self.lines.get(self.known(path), 1)

    def known(self, path: Sequence[str | int]) -> Path:
        """The steps of a path that the file holds."""
        found: Path = ()
        for step in path:
            if (*found, step) in self.lines:
                found = (*found, step)
        return found


def read_yaml(text: str, file: str) -> tuple[Located | None, tuple[Problem, ...]]:
    """Read one YAML document; returns it, or the problem that prevents it."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return None, (Problem("file_large", file, None, {"limit": MAX_BYTES}),)
    deep = _too_deep(text)
    if deep:
        return None, (Problem("yaml_deep", file, deep, {"limit": MAX_DEPTH}),)
    try:
        data, lines = remembered("lines", text, lambda: _read(text, file))
    except _RefusedError as refused:
        return None, (refused.problem,)
    except MarkedYAMLError as error:
        # What is left open is found missing at the end of the file: it is mended where it begins.
        ended = "end of stream" in str(error.problem) or "<stream end>" in str(error.problem)
        mark = (error.context_mark if ended else None) or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        return None, (Problem("yaml", file, line, {"what": _what(error.context, error.problem)}),)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, (Problem("yaml", file, line, {"what": f"U+{ord(text[error.position]):04X}"}),)
    except YAMLError as error:
        return None, (Problem("yaml", file, 1, {"what": _what(error)}),)
    except ValueError:
        return None, (_bad_scalar(text, file),)
    except RecursionError:
        return None, (Problem("yaml_deep", file, 1, {"limit": MAX_DEPTH}),)
    return Located(file, data, {tuple(path): line for path, line in lines}), ()


def _read(text: str, file: str) -> tuple[Plain, list[tuple[Path, int]]]:
    """The data, and the line of each path in it."""
    walk = _Walk(file)
    return walk.plain(YAML(typ="rt").load(text), (), 1), list(walk.lines.items())


def _bad_scalar(text: str, file: str) -> Problem:
    """The first value that YAML takes for a date or a number and Python cannot make one of."""
    for number, line in enumerate(text.split("\n"), start=1):
        if re.search(r"\d{4000}", line):  # Python reads no number of more than 4 300 digits
            return Problem("yaml_finite", file, number)
        for day in re.findall(r"\b\d{4}-\d\d?-\d\d?\b", line):
            try:
                date(*map(int, day.split("-")))
            except ValueError:
                return Problem("format.day", file, number, {"value": day})
    return Problem("yaml", file, 1, {"what": "date?"})


def _what(*said: object) -> dict[str, str]:
    """What the YAML reader says, in both languages."""
    reason = yaml_reason(*said)
    return {lang: reason.explain(lang) for lang in ("fr", "en")}


def _too_deep(text: str) -> int | None:
    """The line where brackets or dashes nest so deep that reading the file would take long, if any."""
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip(" ").startswith("- " * MAX_DASHES):
            return number
        for mark in re.findall(r"[\[\]{}]", line):
            depth = depth + 1 if mark in "[{" else max(depth - 1, 0)
            if depth > MAX_BRACKETS:
                return number
    return None


class _RefusedError(Exception):
    def __init__(self, code: str, file: str, line: int, **params: object) -> None:
        self.problem = Problem(code, file, line, params)
        super().__init__(code)


@dataclass
class _Walk:
    """ruamel's values as Python's own, counted as they are unfolded; dates stay the text that they were."""

    file: str
    lines: dict[Path, int] = field(default_factory=lambda: {(): 1})
    left: int = MAX_VALUES

    def plain(self, value: Any, path: Path, line: int) -> Plain:
        self.left -= 1
        if self.left < 0:
            raise _RefusedError("yaml_alias", self.file, line, limit=MAX_VALUES)
        if len(path) > MAX_DEPTH:
            raise _RefusedError("yaml_deep", self.file, line, limit=MAX_DEPTH)
        if isinstance(value, Mapping):
            return {self._key(value, key): self._part(value, key, path) for key in value}
        if isinstance(value, list):
            return [self._part(value, place, path) for place in range(len(value))]
        return self._scalar(value, line)

    def _part(self, container: Any, key: Any, path: Path) -> Plain:
        line = _line(container, key, self.lines[path])
        self.lines[*path, key] = line
        return self.plain(container[key], (*path, key), line)

    def _key(self, container: Any, key: Any) -> str:
        if not isinstance(key, str):
            line = _line(container, key, 1)
            written = {None: "~", True: "true", False: "false"}.get(key) if _plain_key(key) else "…"
            raise _RefusedError("yaml_key", self.file, line, key=written or str(key)[:40])
        return str(key)

    def _scalar(self, value: Any, line: int) -> Plain:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, ScalarBoolean):
            return bool(value)
        if isinstance(value, int):
            return int(value)
        if isinstance(value, float):
            if not is_number(float(value)):
                raise _RefusedError("yaml_finite", self.file, line)
            return float(value)
        if isinstance(value, str):
            if re.search("[\ud800-\udfff]", value):  # half of a character: it could not be shown
                raise _RefusedError("yaml", self.file, line, what="\\ud800")
            return str(value)
        if isinstance(value, date):  # date and time alike
            return value.isoformat()
        raise _RefusedError("yaml_kind", self.file, line)


def _plain_key(key: object) -> bool:
    return key is None or isinstance(key, bool | int | float | date)


def _line(container: Any, key: Any, above: int) -> int:
    try:
        return int(container.lc.data[key][0]) + 1
    except (AttributeError, KeyError, TypeError, IndexError):
        return above  # merged from elsewhere (<<), or ruamel did not keep it
