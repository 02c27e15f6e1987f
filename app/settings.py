"""What the process is told from outside: environment variables first, command-line options above them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from app.i18n import language_of

ROOT: Final = Path(__file__).resolve().parent.parent
DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501
DATABASE_VARIABLE: Final = "LOGITRAIN_DATABASE_URL"
HOST_VARIABLE: Final = "LOGITRAIN_HOST"
PORT_VARIABLE: Final = "LOGITRAIN_PORT"
LANGUAGE_VARIABLE: Final = "LOGITRAIN_LANG"


class SettingsError(ValueError):
    """A setting cannot be used; `key` and `params` name the message in app/locale."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key} {params}")
        self.key = key
        self.params = params


@dataclass(frozen=True)
class Settings:
    """Settings of one process.

    `database_url` is a SQLAlchemy URL, `host` the address to listen on (loopback unless told otherwise),
    `port` 1 to 65535, `lang` the language of messages on the terminal and of a learner's first page.
    """

    database_url: str
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    lang: str = "fr"

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(self.host, self.host)
        if ":" in shown and not shown.startswith("["):
            shown = f"[{shown}]"
        return f"http://{shown}:{self.port}"


def default_database_url(root: Path = ROOT) -> str:
    """The SQLite file data/logitrain.db under the project root, as a SQLAlchemy URL."""
    return f"sqlite:///{(root / 'data' / 'logitrain.db').as_posix()}"


def settings(
    environ: Mapping[str, str] | None = None,
    *,
    host: str | None = None,
    port: int | None = None,
    lang: str | None = None,
) -> Settings:
    """The settings from the environment, an option given as argument winning over its variable.

    Variables: LOGITRAIN_DATABASE_URL, LOGITRAIN_HOST, LOGITRAIN_PORT, LOGITRAIN_LANG (then LC_ALL,
    LC_MESSAGES, LANG). Raises SettingsError when the port is not a whole number from 1 to 65535.
    """
    environ = os.environ if environ is None else environ
    if port is None:
        typed = environ.get(PORT_VARIABLE, "").strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            raise SettingsError("settings.port", value=typed, name=PORT_VARIABLE)
        port = int(typed) if typed else DEFAULT_PORT
    if not 1 <= port <= 65535:
        raise SettingsError("settings.port", value=port, name=PORT_VARIABLE)
    return Settings(
        database_url=environ.get(DATABASE_VARIABLE, "").strip() or default_database_url(),
        host=host or environ.get(HOST_VARIABLE, "").strip() or DEFAULT_HOST,
        port=port,
        lang=lang or language_of(environ),
    )


def version() -> str:
    """The version of Logitrain that is running; "0" when it runs from a folder that was never installed."""
    try:
        return metadata.version("logitrain")
    except metadata.PackageNotFoundError:
        return "0"
