"""What pydantic finds wrong in a case file, as problems with a line, the author's own keys and a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import ValidationError

from cases.draw_kinds import DRAW_KINDS
from cases.problem import Problem, message_codes, nearest
from cases.questions import QUESTION_TYPES
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
    known = located.known(_walk(location)[0])
    return (*known, location[-1]) if fault["type"] == "missing" else known


def _problem(path: Path, faults: list[Mapping[str, Any]], located: Located) -> Problem:
    fault = faults[0]
    code = f"format.{fault['type']}" if len(faults) == 1 else "format.union"
    if code not in message_codes():
        code = "format.other"
    name = _named(path) or located.file.rpartition("/")[2]
    params = {**fault.get("ctx", {}), "name": name}
    params["near"] = _near(fault, path)
    return Problem(code, located.file, located.line(path), params)


def _near(fault: Mapping[str, Any], path: Path) -> str:
    """The known key or type closest to the one that was written, if the fault is one of naming."""
    if fault["type"] == EXTRA:
        return nearest(str(path[-1]), _keys(tuple(fault["loc"])))
    if fault["type"] == "union_tag_invalid":
        return nearest(str(fault["ctx"]["tag"]), QUESTION_TYPES)
    if fault["type"] == "union_tag_not_found" and isinstance(fault["input"], dict):
        tags = {"type", *DRAW_KINDS}
        return next((near for key in fault["input"] if (near := nearest(str(key), tags))), "")
    return ""


def _named(path: Path) -> str:
    """The last key of a path, and the places under it: ``integer[0]``."""
    keys = [place for place, step in enumerate(path) if isinstance(step, str)]
    if not keys:
        return ""
    return str(path[keys[-1]]) + "".join(f"[{step}]" for step in path[keys[-1] + 1 :])


def _keys(location: Path) -> list[str]:
    """The keys that the format knows beside the last step of ``location``."""
    return [name for part in _walk(location[:-1])[1] for name in part.model_fields]


def _walk(location: Path) -> tuple[Path, list[type[Part]]]:
    """A pydantic location without the steps that name one of several forms, and the parts that it leads to."""
    path: list[str | int] = []
    parts: list[type[Part]] = [CaseFile]
    for step in location:
        fitting = [part for part in parts if step in _tags(part)]
        if len(parts) > 1 and fitting:
            parts = fitting
            continue
        path.append(step)
        if any(step in part.model_fields for part in parts):
            fields = (part.model_fields.get(str(step)) for part in parts)
            parts = [found for one in fields if one is not None for found in _parts(one.annotation)]
    return tuple(path), parts


def _tags(part: type[Part]) -> Iterable[str | int]:
    return (part.__name__, getattr(part, "TYPE", ""), *part.model_fields)


def _parts(annotation: object) -> list[type[Part]]:
    """The parts of the format inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [part for inner in get_args(annotation) for part in _parts(inner)]
