"""The thread of a class's server that sends marks to learning platforms, and one round of it for the console."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from app.clock import Clock, SystemClock
from app.settings import version
from app.store import LinkRow, PlatformRow, Store, StoreError

if TYPE_CHECKING:
    from cases.variant import Variant

EVERY_S: Final = 20.0
# Marks also change by the clock alone (time is up, results are due): everybody is looked at anew by then.
ALL_ANEW: Final = timedelta(minutes=10)
_log = logging.getLogger("logitrain.lti")


class Rounds:
    """Round after round over one store, with the tokens and the memory that go from one to the next."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._marks: Any = None
        self._stamps: dict[tuple[int, int], tuple[int, ...]] = {}
        self._anew: datetime | None = None

    def round(self, store: Store) -> Any:
        """Gathers what is due and sends it; the figures of what was sent (app.lti_grades.Sent).

        Raises StoreError when the store cannot be read or written.
        """
        from app.exams import look_after  # noqa: PLC0415
        from app.lti_client import Marks, PlatformTrouble  # noqa: PLC0415  (loaded where there is a platform)
        from app.lti_grades import Sent, gather, send  # noqa: PLC0415
        from app.lti_keys import signing_key  # noqa: PLC0415

        if not store.has_platforms():
            return Sent()
        at = self._clock.now()
        if self._anew is None or at - self._anew >= ALL_ANEW:
            self._stamps, self._anew = {}, at
            look_after(store, at, _drawn, version())
        gather(store, at, self._stamps)
        self._marks = self._marks or Marks()

        def sender(platform: PlatformRow, link: LinkRow, score: Mapping[str, Any], at: datetime) -> None:
            self._marks.send(platform, signing_key(store, at), link, score, at)

        return send(store, sender, PlatformTrouble, at)


def _drawn(slug: str, case_version: int, seed: int) -> Variant:
    from cases import library  # noqa: PLC0415  (slow floor, see app/commands)

    return library.drawn(slug, case_version, seed)


def start(opened: Callable[[], Store], every_s: float = EVERY_S) -> Callable[[], None]:
    """Starts the thread, which never ends the server; the function that stops it."""
    stop = threading.Event()
    rounds = Rounds()

    def run() -> None:
        while not stop.wait(every_s):
            try:
                rounds.round(opened())
            except StoreError as error:
                _log.warning("marks wait: %s", error)
            except Exception:
                _log.exception("a round of sending marks failed")

    threading.Thread(target=run, name="logitrain-lti", daemon=True).start()
    return stop.set
