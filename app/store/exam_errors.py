"""What can go wrong with assessments that a trainer sets; words in exams.po."""

from __future__ import annotations

from app.store.errors import AlreadyHandedIn, StoreError


class ExamNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such assessment; the same error for one that is not this learner's, so that ids tell nothing."""

    key = "exams.error.not_found"


class BadExam(StoreError):  # noqa: N818  (callers read it as a state)
    """An assessment that cannot be set as it is; `key` says what to mend."""

    def __init__(self, what: str, **params: object) -> None:
        self.key = f"exams.error.bad_{what}"
        super().__init__(**params)


class ExamUnderWay(StoreError):  # noqa: N818  (callers read it as a state)
    """The assessment has opened: what is asked, and by which rules, can no longer change."""

    key = "exams.error.under_way"


class ExamNotOpen(StoreError):  # noqa: N818  (callers read it as a state)
    """The assessment has not opened yet."""

    key = "exams.error.not_open"


class ExamOver(StoreError):  # noqa: N818  (callers read it as a state)
    """The assessment is closed, put away, or the candidate's time is up: no paper can be begun."""

    key = "exams.error.over"


class ExamPaused(StoreError):  # noqa: N818  (callers read it as a state)
    """The assessment is paused: the clock stands still and nothing is written until it goes on."""

    key = "exams.error.paused"


class ExamVoided(StoreError):  # noqa: N818  (callers read it as a state)
    """The candidate's papers were declared void: kept, no longer written, counting nowhere."""

    key = "exams.error.voided"


class DeadlinePassed(AlreadyHandedIn):
    """The candidate's time is up: the answers saved before are kept and marked, nothing more is written."""

    key = "exams.error.deadline"


class NotPausable(StoreError):  # noqa: N818  (callers read it as a state)
    """Pausing what is paused, or going on with what is not."""

    key = "exams.error.not_pausable"


class NotVoidable(StoreError):  # noqa: N818  (callers read it as a state)
    """Declaring void what is void already, or beginning again what is not."""

    key = "exams.error.not_voidable"


class StillOpen(StoreError):  # noqa: N818  (callers read it as a state)
    """Papers are still being written: releasing the results now would hand the key to their authors."""

    key = "exams.error.still_open"
