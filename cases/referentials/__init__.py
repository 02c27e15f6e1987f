"""The official referentials as data, one YAML file each beside this one; adding a file adds a referential."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from cases.referentials.model import (
    Acquisition,
    Assessed,
    Award,
    Block,
    Capability,
    Competence,
    Criterion,
    External,
    Label,
    Referential,
    Requirement,
    Weight,
)
from cases.referentials.read import ReferentialError, read_referential

__all__ = [
    "Acquisition",
    "Assessed",
    "Award",
    "Block",
    "Capability",
    "Competence",
    "Criterion",
    "External",
    "Label",
    "Referential",
    "ReferentialError",
    "Requirement",
    "UnknownCriterion",
    "Weight",
    "criteria",
    "criterion",
    "read_referential",
    "referential",
    "referentials",
]


class UnknownCriterion(LookupError):  # noqa: N818 - named after what it says, as LookupError's own kin are read
    """A key that no referential holds; `key` is what was asked and `nearest` what may have been meant."""

    def __init__(self, key: str, nearest: tuple[str, ...]) -> None:
        self.key, self.nearest = key, nearest
        hint = f"did you mean {', '.join(nearest)}?" if nearest else "write it as rncp11928/B2.4"
        super().__init__(f"unknown criterion {key!r}: {hint}")


@cache
def referentials() -> tuple[Referential, ...]:
    """Give every referential, in the order of their file names.

    Raises ReferentialError (`file:line: …`) when a file is faulty or two share an identifier.
    """
    found: dict[str, Referential] = {}
    for entry in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".yaml"):
            continue
        one = read_referential(entry.read_text(encoding="utf-8"), entry.name)
        if one.id in found:
            raise ReferentialError(f"{entry.name}:1: referential '{one.id}' exists already: give another id")
        found[one.id] = one
    return tuple(found.values())


@cache
def referential(identifier: str) -> Referential:
    """Give one referential by its identifier.

    Raises LookupError, with the known identifiers, when there is none.
    """
    for one in referentials():
        if one.id == identifier:
            return one
    known = ", ".join(one.id for one in referentials())
    raise LookupError(f"unknown referential {identifier!r}: use one of {known}")


@cache
def criteria() -> tuple[Criterion, ...]:
    """Give every criterion of every referential, in the order of the files and of their lines."""
    return tuple(criterion for one in referentials() for criterion in one.criteria)


@cache
def _by_key() -> dict[str, Criterion]:
    return {criterion.key: criterion for criterion in criteria()}


def criterion(key: str) -> Criterion:
    """Give the criterion that a short form such as `rncp11928/B2.4` names.

    Raises UnknownCriterion (a LookupError), which suggests the nearest keys.
    """
    table = _by_key()
    if key in table:
        return table[key]
    without_referential = tuple(full for full in table if full.endswith(f"/{key}"))
    raise UnknownCriterion(key, without_referential or tuple(get_close_matches(key, table, n=3, cutoff=0.6)))
