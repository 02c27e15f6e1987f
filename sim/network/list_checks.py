"""Checks on the lists that a network's records hold: names, periods."""

from __future__ import annotations

from typing import Any

from sim.checks import Check
from sim.words import given


def names(check: Check, owner: Any, field: str) -> None:
    """Check a list of names, which must hold one, and store it as a tuple."""
    value = getattr(owner, field)
    if not isinstance(value, list | tuple) or not value or not all(isinstance(one, str) for one in value):
        check.fault(field, "wanted_names", found=given(value))
    else:
        object.__setattr__(owner, field, tuple(value))


def periods(check: Check, owner: Any, field: str) -> None:
    """Check a list of whole periods, which may be empty, and store it as a tuple."""
    value = getattr(owner, field)
    sound = isinstance(value, list | tuple) and all(
        isinstance(one, int | float) and not isinstance(one, bool) and one >= 0 and one == int(one)
        for one in value
    )
    if sound:
        object.__setattr__(owner, field, tuple(int(one) for one in value))
    else:
        check.fault(field, "wanted_periods", found=given(value))
