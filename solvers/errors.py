"""The one error of the solvers: a figure that a method cannot take."""

from __future__ import annotations

from numbers import Real

__all__ = ["SolverError"]

_LONGEST_VALUE = 80


class SolverError(ValueError):
    """An argument outside what a method allows.

    ``argument`` is its name in the signature, ``value`` what was given, ``allowed`` a phrase that
    completes "it must be …", so that a face can word the refusal in another language from the parts.

    >>> str(SolverError("holding_cost", 0, "greater than 0"))
    'holding_cost is 0; it must be greater than 0'
    """

    def __init__(self, argument: str, value: object, allowed: str) -> None:
        self.argument = argument
        self.value = value
        self.allowed = allowed
        # A numpy figure reads as a figure, not as the call that would make it again.
        shown = str(value) if isinstance(value, Real) else repr(value)
        if len(shown) > _LONGEST_VALUE:
            shown = shown[: _LONGEST_VALUE - 1] + "…"
        super().__init__(f"{argument} is {shown}; it must be {allowed}")

    def __reduce__(self) -> tuple[type[SolverError], tuple[str, object, str]]:
        # An exception is rebuilt from its message unless told otherwise, and this one has to cross
        # process boundaries when a search runs in an executor.
        return type(self), (self.argument, self.value, self.allowed)
