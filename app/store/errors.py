"""What can go wrong between a learner and the store, each error with words for the learner."""

from __future__ import annotations

from app.i18n import translator


class StoreError(Exception):
    """Base of the store's errors; `explain(lang)` says what happened, what to do, and what is safe.

    `key` is a message of app/locale/*/LC_MESSAGES/store.po, `params` fill its placeholders.
    """

    key = "store.error"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.key} {params}" if params else self.key)

    def explain(self, lang: str) -> str:
        """The error in words, in "fr" or "en"."""
        return translator(lang)(self.key, **self.params)


class StoreUnavailable(StoreError):  # noqa: N818  (callers read it as a state)
    """The database cannot be opened, read or written now; what was saved before is still there."""

    key = "store.unavailable"


class StoreLocked(StoreUnavailable):
    """Another program kept the database locked for longer than the store waits."""

    key = "store.locked"


class StoreNotWritable(StoreUnavailable):
    """The database file or its folder cannot be written: rights, a full disk, a read-only medium."""

    key = "store.not_writable"


class StoreTooNew(StoreUnavailable):
    """The database was written by a later version of Logitrain than the one running."""

    key = "store.too_new"


class BadDatabaseUrl(StoreUnavailable):
    """The database address is not one SQLAlchemy can use."""

    key = "store.bad_url"


class SittingNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such sitting for this learner; the same error for another learner's, so that ids tell nothing."""

    key = "store.sitting_not_found"


class AlreadyHandedIn(StoreError):  # noqa: N818  (callers read it as a state)
    """The sitting was handed in: its answers can no longer change."""

    key = "store.already_handed_in"


class AnswersChanged(StoreError):  # noqa: N818  (callers read it as a state)
    """Another tab saved an answer between the marking and the hand-in: mark again."""

    key = "store.answers_changed"


class BadAnswer(StoreError):  # noqa: N818  (callers read it as a state)
    """An answer that is neither a text, a list of texts nor a mapping of texts, or is far too large."""

    key = "store.bad_answer"


class NotAllowed(StoreError):  # noqa: N818  (callers read it as a state)
    """The rules of the sitting do not offer this help, or leave this assessment to the trainer."""

    key = "store.not_allowed"


class TrialsUsed(StoreError):  # noqa: N818  (callers read it as a state)
    """Every test run that the rules of the sitting allow for this question was made."""

    key = "store.trials_used"


class LearnerNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No such learner."""

    key = "store.learner_not_found"


class NotHandedIn(StoreError):  # noqa: N818  (callers read it as a state)
    """The sitting is still open: it has no grade to release, to add to or to change."""

    key = "store.not_handed_in"


class BadAssessment(StoreError):  # noqa: N818  (callers read it as a state)
    """Points that are not finite numbers of 0 or more by line of the rubric, or a comment far too long."""

    key = "store.bad_assessment"


class BadCertificate(StoreError):  # noqa: N818  (callers read it as a state)
    """An outside result without a name, or whose score is not a finite number of 0 or more."""

    key = "store.bad_certificate"


class BadReason(StoreError):  # noqa: N818  (callers read it as a state)
    """A change of grades without a reason, or with one too long to keep."""

    key = "store.bad_reason"


class NothingToRegrade(StoreError):  # noqa: N818  (callers read it as a state)
    """A regrade without any paper, or with papers of another case or twice the same."""

    key = "store.nothing_to_regrade"


class RegradeNotFound(StoreError):  # noqa: N818  (callers read it as a state)
    """No regrade of that id."""

    key = "store.regrade_not_found"


class RegradeUndone(StoreError):  # noqa: N818  (callers read it as a state)
    """The regrade was undone already."""

    key = "store.regrade_undone"


class RegradeOvertaken(StoreError):  # noqa: N818  (callers read it as a state)
    """Every paper of the regrade was graded again since: undo the later change first."""

    key = "store.regrade_overtaken"
