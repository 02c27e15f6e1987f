"""From an address to a sitting one can work on; or a notice that says what happened and what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from app import session
from app.store import StoreError
from app.widgets import chrome
from app.widgets.context import Work
from cases.problem import CaseError
from cases.versions import UnknownVersion

log = logging.getLogger(__name__)


def careful(part: Callable[..., None]) -> Callable[..., None]:
    """Turn what can go wrong in a page, or in a part of it, into a notice in the learner's language."""

    @wraps(part)
    def guarded(*arguments: object, **named: object) -> None:
        t = session.t()
        try:
            part(*arguments, **named)
        except (StoreError, CaseError) as error:
            log.warning("%s: %s", part.__name__, error)
            chrome.notice(t("notice.title"), error.explain(session.lang()), t("notice.nothing_lost"))
        except Exception:
            log.exception("%s failed", part.__name__)
            chrome.notice(t("notice.title"), t("notice.unexpected"), t("notice.nothing_lost"))

    return guarded


def work() -> Work | None:
    """The sitting that the address names; None, with a notice shown, when it cannot be worked on.

    Another learner's sitting and one that never was give the same notice: an address tells nothing.
    """
    t = session.t()
    asked = session.address("sitting")
    found = session.store().sitting(asked, session.learner_id()) if asked else None
    if found is None:
        chrome.notice(t("notice.no_sitting_title"), t("notice.no_sitting"), t("notice.nothing_lost"))
        return None
    try:
        variant = session.variant(found.case_slug, found.case_version, found.seed)
    except UnknownVersion:
        now = session.case(found.case_slug).version
        text = t("notice.other_version", version=found.case_version, now=now)
        chrome.notice(t("notice.title"), text, t("notice.nothing_lost"))
        return None
    return Work(found, variant)
