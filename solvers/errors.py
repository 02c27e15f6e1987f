"""The one error of the solvers: a figure that a method cannot take."""

from __future__ import annotations

from functools import partial
from numbers import Real
from typing import Any

from solvers.words import WORDS

__all__ = ["SolverError"]

_LONGEST_VALUE = 80


class SolverError(ValueError):
    """An argument outside what a method allows.

    ``argument`` is its name in the signature, ``value`` what was given, ``code`` says what is allowed: its
    words in every language are in ``solvers.words``, and ``params`` fill their places. An unknown code or a
    place left empty is a KeyError.

    >>> str(SolverError("holding_cost", 0, "positive"))
    'holding_cost is 0; it must be greater than 0'
    """

    def __init__(self, argument: str, value: object, code: str, /, **params: object) -> None:
        self.argument = argument
        self.value = value
        self.code = code
        self.params = params
        super().__init__(self.explain("en"))

    def explain(self, lang: str = "fr") -> str:
        """Say the refusal in ``lang`` ("fr" or "en")."""
        allowed = WORDS[self.code][lang].format(**self.params)
        return WORDS["refusal"][lang].format(
            argument=self.argument, shown=_shown(self.value), allowed=allowed
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is rebuilt from its message unless told otherwise, and this one has to cross
        # process boundaries when a search runs in an executor.
        return partial(type(self), **self.params), (self.argument, self.value, self.code)


def _shown(value: object) -> str:
    # A numpy figure reads as a figure, not as the call that would make it again.
    text = str(value) if isinstance(value, Real) else " ".join(repr(value).split())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
