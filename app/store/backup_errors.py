"""What can go wrong when the database is backed up or restored, each error with words for who runs it."""

from __future__ import annotations

from app.store.errors import StoreError


class BackupExists(StoreError):  # noqa: N818  (callers read it as a state)
    """There is already a file of that name: a backup never overwrites another."""

    key = "backup.exists"


class BackupNotWritable(StoreError):  # noqa: N818  (callers read it as a state)
    """The backup cannot be written there."""

    key = "backup.not_writable"


class NothingToBackUp(StoreError):  # noqa: N818  (callers read it as a state)
    """There is no database of Logitrain at that address yet."""

    key = "backup.nothing"


class DatabaseDamaged(StoreError):  # noqa: N818  (callers read it as a state)
    """The database does not pass its own check: a backup of it could not be trusted."""

    key = "backup.database_damaged"


class BadBackup(StoreError):  # noqa: N818  (callers read it as a state)
    """The file is no backup, or is not as it was written."""

    key = "backup.bad"


class BackupTooNew(StoreError):  # noqa: N818  (callers read it as a state)
    """The backup was written by a later version of Logitrain than the one running."""

    key = "backup.too_new"


class DatabaseInUse(StoreError):  # noqa: N818  (callers read it as a state)
    """A server, or another program, has the database open that would be replaced."""

    key = "backup.in_use"


class DatabaseNotEmpty(StoreError):  # noqa: N818  (callers read it as a state)
    """The database of the server holds somebody's work: a backup is restored into an empty one."""

    key = "backup.not_empty"
