"""Question types, one file each: a new file here is a new type everywhere."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from cases.questions.base import Question


def _discover() -> dict[str, type[Question]]:
    found: dict[str, type[Question]] = {}
    for module in iter_modules(__path__):
        if module.name == "base":
            continue
        for member in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(member, type) and issubclass(member, Question) and "TYPE" in vars(member):
                found[member.TYPE] = member
    return dict(sorted(found.items()))


QUESTION_TYPES: dict[str, type[Question]] = _discover()
