"""Compiling the expressions of the annexes, each with its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cases.annex_kinds import Annex, annex_sources
from cases.template import Source, Template

Step = str | int


def annex_templates(
    annexes: Sequence[Annex], compiled: Callable[[Source, tuple[Step, ...]], Template]
) -> Mapping[str, Mapping[str, Template]]:
    """The compiled expressions of each annex, by its id, then by place under it (``record.price``).

    ``compiled`` turns a source and its path in the file into a template, and keeps the problems it finds.
    """
    found: dict[str, dict[str, Template]] = {}
    for number, annex in enumerate(annexes):
        found[annex.id] = {
            place: compiled(source, ("annexes", number, *_steps(place)))
            for place, source in annex_sources(annex).items()
        }
    return found


def _steps(place: str) -> tuple[Step, ...]:
    return tuple(int(step) if step.isdigit() else step for step in place.split("."))
