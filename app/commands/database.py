"""The store of this machine, for a command: opened for its time, its troubles told in the user's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.commands.errors import FAILED, USAGE, CommandError
from app.i18n import Translator

if TYPE_CHECKING:
    from app.store import Store


@contextmanager
def opened_store(t: Translator) -> Iterator[Store]:
    """The store that LOGITRAIN_DATABASE_URL names, closed at the end; raises CommandError when it says no."""
    from app import own_case_finder  # noqa: PLC0415  (slow floor, see app/commands)
    from app.settings import SettingsError, settings  # noqa: PLC0415
    from app.store import StoreError, open_store  # noqa: PLC0415

    try:
        store = open_store(settings().database_url)
        try:
            own_case_finder.attach(store)
            yield store
        finally:
            store.close()
    except SettingsError as error:
        raise CommandError(None, code=USAGE, text=t(error.key, **error.params)) from error
    except StoreError as error:
        raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
