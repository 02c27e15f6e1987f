"""What can go wrong with revision plans; words in plan.po."""

from __future__ import annotations

from app.store.errors import StoreError


class BadPlan(StoreError):  # noqa: N818  (callers read it as a state)
    """A plan that cannot be kept as it is; `key` says what to mend."""

    def __init__(self, what: str, **params: object) -> None:
        self.key = f"plan.error.bad_{what}"
        super().__init__(**params)


class NoPlan(StoreError):  # noqa: N818  (callers read it as a state)
    """There is no plan to change: it was given up in another window."""

    key = "plan.error.none"
