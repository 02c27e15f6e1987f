"""Checking of what a person wrote: every fault is collected, said in words and given its place."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from numbers import Real
from typing import Any

LARGEST = 10**12  # of any figure a person writes: sums over a horizon then stay exact
Path = tuple[str | int, ...]
Number = int | float


@dataclass(frozen=True)
class Problem:
    """One fault: the path of keys that leads to it, and what is wrong and how to mend it."""

    path: Path
    what: str

    def __str__(self) -> str:
        return f"{dotted(self.path)}: {self.what}" if self.path else self.what


class InvalidError(ValueError):
    """Values that a model cannot take; `problems` holds every fault found, not only the first."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        # An error must cross the border of a worker process whole.
        return type(self), (self.problems,)


def dotted(path: Path) -> str:
    """Write a path as a person reads it: ("demand", "series", "values", 3) is demand.series.values[3]."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def plain_number(value: object) -> int | float | None:
    """Return a finite number as a plain int (when whole) or float, and None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int(value)
    if not isinstance(value, Real):  # numpy's numbers are registered as such
        return None
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


class Check:
    """Checks the fields of a frozen dataclass inside its `__post_init__`, and raises all faults at once.

    Numbers are stored back as plain int when whole and plain float otherwise, so that 100, 100.0 and
    numpy.int64(100) build equal objects that behave alike.
    """

    def __init__(self, owner: object) -> None:
        self._owner = owner
        self._problems: list[Problem] = []

    def number(
        self,
        field: str,
        *,
        least: float | None = None,
        above: float | None = None,
        most: float | None = None,
        whole: bool = False,
        optional: bool = False,
    ) -> None:
        """Check one number: at least `least`, more than `above`, at most `most`, whole when asked."""
        value = getattr(self._owner, field)
        if value is None and optional:
            return
        number = self._read((field,), value, least, above, most, whole)
        if number is not None:
            object.__setattr__(self._owner, field, number)

    def numbers(self, field: str, *, least: float | None = None, optional: bool = False) -> None:
        """Check a non-empty list of numbers, each at least `least`, and store it as a tuple."""
        value = getattr(self._owner, field)
        if value is None and optional:
            return
        if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
            self.fault(field, f"must be a list of numbers, not {value!r}: write [1, 2, 3]")
            return
        items = list(value)
        if not items:
            self.fault(field, "is empty: give at least one number")
        numbers = [self._read((field, i), item, least, None, None, False) for i, item in enumerate(items)]
        object.__setattr__(self._owner, field, tuple(n for n in numbers if n is not None))

    def text(self, field: str) -> None:
        """Check a text."""
        value = getattr(self._owner, field)
        if not isinstance(value, str):
            self.fault(field, f"must be a text, not {value!r}: put it between quotes")

    def flag(self, field: str) -> None:
        """Check a yes or no."""
        value = getattr(self._owner, field)
        if not isinstance(value, bool):
            self.fault(field, f"must be true or false, not {value!r}")

    def choice(self, field: str, choices: Collection[str]) -> None:
        """Check a word among a few."""
        value = getattr(self._owner, field)
        if not isinstance(value, str) or value not in choices:
            self.fault(field, f"must be one of {', '.join(sorted(choices))}, not {value!r}")

    def fault(self, field: str, what: str) -> None:
        """Note a fault of one field."""
        self._problems.append(Problem((field,), what))

    @property
    def sound(self) -> bool:
        """True while no fault was found: a rule between fields can then be checked."""
        return not self._problems

    def done(self) -> None:
        """Raise `InvalidError` with every fault found, if any."""
        if self._problems:
            raise InvalidError(self._problems)

    def _read(
        self,
        path: Path,
        value: object,
        least: float | None,
        above: float | None,
        most: float | None,
        whole: bool,
    ) -> int | float | None:
        number = plain_number(value)
        if most is None and number is not None and number > LARGEST:
            most = LARGEST
        fits = (
            number is not None
            and (not whole or isinstance(number, int))
            and (least is None or number >= least)
            and (above is None or number > above)
            and (most is None or number <= most)
        )
        if fits:
            return number
        wanted = "a whole number" if whole else "a number"
        if least is not None:
            wanted += f" of {least:g} or more"
        if above is not None:
            wanted += f" above {above:g}"
        if most is not None and number is not None and number > most:
            wanted += f", at most {most:.15g}"
        hint = ""
        if isinstance(value, str):
            hint = ": take the quotes away"
            if re.fullmatch(r"\s*[-+]?\d+,\d+\s*", value):
                hint = f": write the decimals with a point, {value.strip().replace(',', '.')}"
            elif plain_number(_float_or_none(value)) is None:
                hint = ": write figures only"
        elif value is None:
            hint = ": give a value"
        self._problems.append(Problem(path, f"must be {wanted}, not {value!r}{hint}"))
        return None


def _float_or_none(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
