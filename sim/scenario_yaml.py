"""Scenarios as YAML files; every error says `file:line: what, and how to mend it`."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.checks import Path, Problem
from sim.scenario import Scenario, ScenarioError, scenario_from_dict


class ScenarioFileError(ScenarioError):
    """A scenario file that cannot be run: one line `file:line: what, and how to mend it` per fault."""

    def __init__(self, problems: Any, lines: tuple[str, ...] = ()) -> None:
        super().__init__(problems)
        self.lines = lines

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems, self.lines)

    def __str__(self) -> str:
        return "\n".join(self.lines)


def load_scenario(path: FilePath | str) -> Scenario:
    """Read the scenario of a YAML file; raises ScenarioFileError with every fault and its line."""
    file = FilePath(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        what = f"cannot be read ({error.strerror}): check the path"
        raise _error(file, [(1, Problem((), what))]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _error(file, [(line, Problem((), "is not UTF-8: save the file as UTF-8"))]) from error
    return parse_scenario(text, str(path))


def parse_scenario(text: str, name: str = "scenario.yaml") -> Scenario:
    """Read a scenario from YAML text; `name` is what errors call the file."""
    file = FilePath(name)
    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and "simple key" in str(error.context):
            mark = error.context_mark  # a key without its colon: the fault is seen on the next line only
        reason = error.problem or error.context
        what = f"is not valid YAML ({reason}): mend the indentation, the colon or the quote"
        if "duplicate key" in str(error.problem):
            what = f"has a key written twice ({_first_line(error.problem)}): keep one"
        raise _error(file, [((mark.line + 1) if mark else 1, Problem((), what))]) from error
    except YAMLError as error:
        raise _error(file, [(1, Problem((), f"is not valid YAML: {_first_line(error)}"))]) from error
    try:
        plain = _plain(data, ())
    except _LoopError as error:
        raise _error(file, [(1, Problem((), "holds an alias that contains itself: write it out"))]) from error
    if plain is None:
        raise _error(file, [(1, Problem((), "is empty: write at least horizon, demand and lead_time"))])
    try:
        return scenario_from_dict(plain)
    except ScenarioError as error:
        raise _error(file, [(_line(data, problem.path), problem) for problem in error.problems]) from error


def dump_scenario(data: dict[str, Any], path: FilePath | str) -> None:
    """Write a mapping made by `sim.scenario.scenario_to_dict` to a YAML file."""
    yaml = YAML()
    yaml.default_flow_style = None
    with FilePath(path).open("w", encoding="utf-8") as file:
        yaml.dump(data, file)


class _LoopError(Exception):
    pass


def _error(file: FilePath, faults: list[tuple[int, Problem]]) -> ScenarioFileError:
    faults = sorted(faults, key=lambda fault: fault[0])
    return ScenarioFileError(
        [problem for _, problem in faults], tuple(f"{file}:{line}: {problem}" for line, problem in faults)
    )


def _first_line(what: object) -> str:
    return str(what).strip().splitlines()[0].strip()


def _plain(node: Any, parents: tuple[int, ...]) -> Any:
    """Turn the reader's own types into plain dicts, lists, numbers and texts."""
    if id(node) in parents:
        raise _LoopError
    if isinstance(node, dict):
        return {_plain(key, ()): _plain(value, (*parents, id(node))) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value, (*parents, id(node))) for value in node]
    if isinstance(node, bool):
        return bool(node)
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _line(data: Any, path: Path) -> int:
    """Return the line (from 1) of the deepest part of the path that the file holds."""
    line = 1
    node = data
    for part in path:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line
