"""What the oracles share: figures that are near, calls that are refused, a graph that is a table of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from cases.expressions import ExpressionError
from cases.functions import FUNCTIONS


class Names:
    """A scope of given values; a name that is missing has no value."""

    seed = 0

    def __init__(self, **values: Any) -> None:
        self.values = values

    def value(self, name: str) -> Any:
        """The value given."""
        return self.values[name]

    def evaluate(self, template: Any, extra: Mapping[str, Any] | None = None) -> Any:
        """The value of a template; raises ExpressionError."""
        return template.evaluate({**self.values, **(extra or {})}, FUNCTIONS)


def near(found: Any, expected: float) -> None:
    """Equal but for what floats lose."""
    assert not isinstance(found, bool)
    assert abs(found - expected) <= 1e-9 * max(1.0, abs(expected)), (found, expected)


def is_true(found: object) -> None:
    """True, and not only something that counts as true."""
    assert found is True, found


def is_false(found: object) -> None:
    """False, and not only nothing."""
    assert found is False, found


def invalid(call: Callable[[], object], code: str) -> None:
    """The format refuses it with this code."""
    codes: list[str] = []
    try:
        call()
    except ValidationError as error:
        codes = [one["type"] for one in error.errors()]
    assert codes == [code], (codes, code)


def no_value(call: Callable[[], object], code: str) -> None:
    """It has no value, for this reason."""
    found = ""
    try:
        call()
    except ExpressionError as error:
        found = error.code
    assert found == code, (found, code)
