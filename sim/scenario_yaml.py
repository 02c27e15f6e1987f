"""Scenarios as YAML files; every error says `file:line: what, and how to mend it`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path as FilePath
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from sim.checks import InvalidError, Path, Problem
from sim.scenario import Scenario, ScenarioError, scenario_from_dict
from sim.words import Phrase, phrase

T = TypeVar("T")

# What the YAML reader says, in its own English, and the code of what it means.
_REASONS = (
    (r"character '\\t'", "yaml_tab"),
    (r"could not find expected ':'", "yaml_key"),
    (r"mapping values are not allowed|unexpected ':'", "yaml_colon"),
    (r"expected ',' or|flow (mapping|sequence|node)", "yaml_bracket"),
    (r"(sequence entries|mapping keys) are not allowed|expected the node content", "yaml_entry"),
    (r"quoted scalar found unexpected", "yaml_quote"),
    (r"unknown escape|escape sequence", "yaml_escape"),
    (r"expected <block end>", "yaml_indent"),
    (r"undefined alias", "yaml_alias"),
    (r"cannot start any token", "yaml_start"),
    (r"found another document", "yaml_documents"),
)


class ScenarioFileError(ScenarioError):
    """A scenario file that cannot be run: one line `file:line: what, and how to mend it` per fault."""

    def __init__(self, problems: Collection[Problem], places: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.places = places

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems, self.places)

    def explain(self, lang: str = "fr") -> str:
        """Say every fault with its file and line, a line each, in `lang` ("fr" or "en")."""
        placed = zip(self.places, self.problems, strict=True)
        return "\n".join(f"{place}: {problem.explain(lang)}" for place, problem in placed)

    def __str__(self) -> str:
        return self.explain("en")


def load_scenario(path: FilePath | str) -> Scenario:
    """Read the scenario of a YAML file; raises ScenarioFileError with every fault and its line."""
    file = FilePath(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _refused(file, 1, "file_unreadable", why=_system_reason(error)) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _refused(file, line, "file_encoding") from error
    return parse_scenario(text, str(path))


def parse_scenario(text: str, name: str = "scenario.yaml") -> Scenario:
    """Read a single item's scenario from YAML text; `name` is what errors call the file."""
    return parse_world(text, name, scenario_from_dict)


def parse_world(text: str, name: str, reader: Callable[[Any], T]) -> T:
    """Read YAML text as plain data, and these with `reader` (`sim.models.read_model`, say).

    `name` is what errors call the file. Raises ScenarioFileError with every fault and its line.
    """
    file = FilePath(name)
    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and "simple key" in str(error.context):
            mark = error.context_mark  # a key without its colon: the fault is seen on the next line only
        line = mark.line + 1 if mark else 1
        if twice := re.search(r'duplicate key "(.*?)" with value', str(error.problem), re.DOTALL):
            raise _refused(file, line, "key_twice", key=twice[1]) from error
        raise _refused(file, line, "yaml", why=yaml_reason(error.context, error.problem)) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _refused(file, line, "file_character", number=ord(text[error.position])) from error
    except YAMLError as error:
        raise _refused(file, 1, "yaml", why=yaml_reason(error)) from error
    except RecursionError as error:
        raise _refused(file, 1, "file_deep") from error
    except ValueError as error:
        for line, row in enumerate(text.split("\n"), 1):
            if re.search(r"\d{4300}", row):  # Python reads no longer number
                raise _refused(file, line, "file_number") from error
        raise _refused(file, 1, "yaml", why=yaml_reason(error)) from error
    try:
        plain = _plain(data, ())
    except _LoopError as error:
        raise _refused(file, 1, "file_loop") from error
    if plain is None:
        raise _refused(file, 1, "file_empty")
    try:
        return reader(plain)
    except InvalidError as error:
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
        [problem for _, problem in faults], tuple(f"{file}:{line}" for line, _ in faults)
    )


def _refused(file: FilePath, line: int, code: str, /, **params: object) -> ScenarioFileError:
    return _error(file, [(line, Problem((), phrase(code, **params)))])


def _system_reason(error: OSError) -> Phrase:
    match error:
        case FileNotFoundError():
            return phrase("file_missing")
        case IsADirectoryError():
            return phrase("file_folder")
        case PermissionError():
            return phrase("file_denied")
    return phrase("file_error", number=error.errno)


def yaml_reason(*said: object) -> Phrase:
    """Turn what the YAML reader says into a phrase; what is not known of it is passed on."""
    text = " ".join(" ".join(str(part or "") for part in said).split())
    known = next((code for pattern, code in _REASONS if re.search(pattern, text)), None)
    return phrase("yaml_other", text=text[:200]) if known is None else phrase(known)


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
