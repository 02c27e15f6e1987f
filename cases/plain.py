"""Plain data: what a graph node may hold and a case file may say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeGuard

Scalar = float | int | str | bool | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]

MAX_LEAVES = 100_000


def is_number(value: object) -> TypeGuard[float | int]:
    """Tell whether a value is a finite number (a truth value is not one)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def is_scalar(value: object) -> TypeGuard[Scalar]:
    """Tell whether a value is a number, a text, a truth value or nothing."""
    return value is None or isinstance(value, bool | int | float | str)


def is_flat(values: object) -> TypeGuard[list[Scalar]]:
    """Tell whether a value is a list that holds scalars only."""
    return isinstance(values, list) and all(is_scalar(value) for value in values)


def to_plain(value: object) -> Plain:
    """Copy nested mappings and sequences as plain dicts and lists.

    Raises TypeError for anything else (an object, a function, a non-text key) and ValueError past
    ``MAX_LEAVES`` leaves: a value that large is a mistake or an attack.
    """
    budget = [MAX_LEAVES]
    return _copy(value, budget)


def _copy(value: object, budget: list[int]) -> Plain:
    budget[0] -= 1
    if budget[0] < 0:
        raise ValueError(f"more than {MAX_LEAVES} leaves")
    if is_scalar(value):
        return value
    if isinstance(value, list | tuple):
        return [_copy(item, budget) for item in value]
    if isinstance(value, Mapping):
        copied: dict[str, Plain] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a record's key must be text, not {type(key).__name__}")
            copied[str(key)] = _copy(item, budget)
        return copied
    raise TypeError(f"not plain data: {type(value).__name__}")
