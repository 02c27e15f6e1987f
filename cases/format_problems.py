"""What pydantic finds wrong in a case file, as problems with a line, the author's own keys and a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import ValidationError

from cases.problem import Problem, message_codes, nearest
from cases.questions.base import Part
from cases.schema import CaseFile
from cases.yaml_lines import Located, Path

EXTRA = "extra_forbidden"


def format_problems(error: ValidationError, located: Located) -> list[Problem]:
    """A problem for each place at fault.

    Where a value may take several forms, pydantic tells why it is none of them, one by one: only what lies
    deepest is kept, and forms refused at the same place make one problem.
    """
    faults: dict[Path, list[Mapping[str, Any]]] = {}
    for fault in error.errors(include_url=False):
        faults.setdefault(_path(fault, located), []).append(fault)
    return [
        _problem(path, several, located)
        for path, several in faults.items()
        if not any(len(other) > len(path) > 0 and other[: len(path)] == path for other in faults)
    ]


def _path(fault: Mapping[str, Any], located: Located) -> Path:
    location = tuple(fault["loc"])
    known = located.known(location)
    return (*known, location[-1]) if fault["type"] == "missing" else known


def _problem(path: Path, faults: list[Mapping[str, Any]], located: Located) -> Problem:
    fault = faults[0]
    code = f"format.{fault['type']}" if len(faults) == 1 else "format.union"
    if code not in message_codes():
        code = "format.other"
    name = _named(path) or located.file.rpartition("/")[2]
    params = {"what": fault["msg"], **fault.get("ctx", {}), "name": name}
    if fault["type"] == EXTRA:
        params["near"] = nearest(str(path[-1]), _keys(tuple(fault["loc"])))
    return Problem(code, located.file, located.line(path), params)


def _named(path: Path) -> str:
    """The last key of a path, and the places under it: ``integer[0]``."""
    keys = [place for place, step in enumerate(path) if isinstance(step, str)]
    if not keys:
        return ""
    return str(path[keys[-1]]) + "".join(f"[{step}]" for step in path[keys[-1] + 1 :])


def _keys(location: Path) -> list[str]:
    """The keys that the format knows where ``location`` stands."""
    parts: list[type[Part]] = [CaseFile]
    for step in location[:-1]:
        fitting = [part for part in parts if step in _tags(part)]
        if len(parts) > 1 and fitting:
            parts = fitting  # the step names one of several forms, it is no key of the file
        elif any(step in part.model_fields for part in parts):
            fields = (part.model_fields.get(str(step)) for part in parts)
            parts = [found for one in fields if one is not None for found in _parts(one.annotation)]
    return [name for part in parts for name in part.model_fields]


def _tags(part: type[Part]) -> Iterable[str | int]:
    return (part.__name__, getattr(part, "TYPE", ""), *part.model_fields)


def _parts(annotation: object) -> list[type[Part]]:
    """The parts of the format inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [part for inner in get_args(annotation) for part in _parts(inner)]
