"""The one error of expressions: a message code, and what its words need."""

from __future__ import annotations


class ExpressionError(ValueError):
    """An expression that cannot be read or evaluated: a message code, and what its words need."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {params}")
