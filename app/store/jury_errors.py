"""What can go wrong between marking and the jury's validation; words in jury.po."""

from __future__ import annotations

from app.store.errors import StoreError


class ExamValidated(StoreError):  # noqa: N818  (callers read it as a state)
    """The results of the assessment were validated: nothing about its papers changes until it is opened again."""

    key = "jury.error.validated"


class NotValidated(StoreError):  # noqa: N818  (callers read it as a state)
    """Opening again results that nobody has validated."""

    key = "jury.error.not_validated"


class MarkingUnfinished(StoreError):  # noqa: N818  (callers read it as a state)
    """Points of some paper are still to be given: nothing can be validated yet."""

    key = "jury.error.unfinished"


class BadOverride(StoreError):  # noqa: N818  (callers read it as a state)
    """Points that are no finite number from 0 to the question's own, or a change without its comment."""

    key = "jury.error.bad_override"
