"""Checking of what a person wrote: every fault is collected, said in words and given its place."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from numbers import Real
from typing import Any

from sim.words import Phrase, given, phrase

LARGEST = 10**12  # of any figure a person writes: sums over a horizon then stay exact
Path = tuple[str | int, ...]
Number = int | float


@dataclass(frozen=True)
class Problem:
    """One fault: the path of keys that leads to it, and what is wrong and how to mend it (see sim/words.py)."""

    path: Path
    what: Phrase

    def explain(self, lang: str = "fr") -> str:
        """Say the path and the fault in `lang` ("fr" or "en"), on one line whatever a person wrote."""
        placed = phrase("place", path=dotted(self.path), what=self.what) if self.path else self.what
        words = placed.explain(lang)
        return "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in words)

    def __str__(self) -> str:
        return self.explain("en")


class InvalidError(ValueError):
    """Values that a model cannot take; `problems` holds every fault found, not only the first."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def explain(self, lang: str = "fr") -> str:
        """Say every fault, a line each, in `lang` ("fr" or "en")."""
        return "\n".join(problem.explain(lang) for problem in self.problems)

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

    def span(self, longest: int) -> None:
        """Check the time that a world lives: its `horizon`, at most `longest` periods, and its `warm_up`."""
        self.number("horizon", least=1, most=longest, whole=True)
        self.number("warm_up", least=0, whole=True)

    def measured_span(self) -> None:
        """Check that the warm-up leaves something to measure; only where all else is sound."""
        horizon, warm_up = (getattr(self._owner, name) for name in ("horizon", "warm_up"))
        if self.sound and warm_up >= horizon:
            self.fault("warm_up", "warm_up_long", horizon=horizon)

    def numbers(self, field: str, *, least: float | None = None, optional: bool = False) -> None:
        """Check a non-empty list of numbers, each at least `least`, and store it as a tuple."""
        value = getattr(self._owner, field)
        if value is None and optional:
            return
        if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
            self.fault(field, "wanted_list", found=given(value))
            return
        items = list(value)
        if not items:
            self.fault(field, "empty_list")
        numbers = [self._read((field, i), item, least, None, None, False) for i, item in enumerate(items)]
        object.__setattr__(self._owner, field, tuple(n for n in numbers if n is not None))

    def text(self, field: str) -> None:
        """Check a text."""
        value = getattr(self._owner, field)
        if not isinstance(value, str):
            self.fault(field, "wanted_text", found=given(value))

    def flag(self, field: str) -> None:
        """Check a yes or no."""
        value = getattr(self._owner, field)
        if not isinstance(value, bool):
            self.fault(field, "wanted_flag", found=given(value))

    def choice(self, field: str, choices: Collection[str]) -> None:
        """Check a word among a few."""
        value = getattr(self._owner, field)
        if not isinstance(value, str) or value not in choices:
            self.fault(field, "wanted_choice", choices=", ".join(sorted(choices)), found=given(value))

    def fault(self, field: str, code: str, /, **params: object) -> None:
        """Note a fault of one field: a code of `sim.words.WORDS`, and what fills its places."""
        self._problems.append(Problem((field,), phrase(code, **params)))

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
        kind = phrase("kind_whole") if whole else phrase("kind_number")
        bounds: tuple[Phrase, ...] = ()
        if least is not None:
            bounds += (phrase("bound_least", least=least),)
        if above is not None:
            bounds += (phrase("bound_above", above=above),)
        if most is not None and number is not None and number > most:
            bounds += (phrase("bound_most", most=most),)
        what = phrase("wanted_number", kind=kind, bounds=bounds, found=given(value), hint=_hint(value))
        self._problems.append(Problem(path, what))
        return None


def _hint(value: object) -> Phrase | tuple[()]:
    """Say how to turn what was written into a number, when that is clear."""
    if value is None:
        return phrase("hint_value")
    if not isinstance(value, str):
        return ()
    if re.fullmatch(r"\s*[-+]?\d+,\d+\s*", value):
        return phrase("hint_point", text=value.strip().replace(",", "."))
    if plain_number(_float_or_none(value)) is None:
        return phrase("hint_figures")
    return phrase("hint_quotes")


def _float_or_none(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
