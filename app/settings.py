"""What the process is told from outside: environment variables first, command-line options above them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from ipaddress import ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from app.i18n import language_of

ROOT: Final = Path(__file__).resolve().parent.parent
DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501
DATABASE_VARIABLE: Final = "LOGITRAIN_DATABASE_URL"
HOST_VARIABLE: Final = "LOGITRAIN_HOST"
PORT_VARIABLE: Final = "LOGITRAIN_PORT"
LANGUAGE_VARIABLE: Final = "LOGITRAIN_LANG"
CLASS_VARIABLE: Final = "LOGITRAIN_CLASS"
PUBLIC_URL_VARIABLE: Final = "LOGITRAIN_PUBLIC_URL"
PROXY_VARIABLE: Final = "LOGITRAIN_TRUSTED_PROXY"
OIDC_ISSUER_VARIABLE: Final = "LOGITRAIN_OIDC_ISSUER"
OIDC_CLIENT_VARIABLE: Final = "LOGITRAIN_OIDC_CLIENT_ID"
OIDC_SECRET_VARIABLE: Final = "LOGITRAIN_OIDC_CLIENT_SECRET"
OIDC_CREATE_VARIABLE: Final = "LOGITRAIN_OIDC_CREATE"


class SettingsError(ValueError):
    """A setting cannot be used; `key` and `params` name the message in app/locale."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key} {params}")
        self.key = key
        self.params = params


@dataclass(frozen=True)
class Oidc:
    """The OpenID Connect provider that people may sign in with; `create` makes learners of strangers."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    create: bool = False


@dataclass(frozen=True)
class Settings:
    """Settings of one process.

    `database_url` is a SQLAlchemy URL, `host` the address to listen on (loopback unless told otherwise),
    `port` 1 to 65535, `lang` the language of messages on the terminal and of a learner's first page.
    `class_mode`: every page needs a sign-in. `public_url`: the address people open where a proxy stands in
    front ("" without one), `trusted_proxies` the addresses whose X-Forwarded-For is believed.
    """

    database_url: str
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    lang: str = "fr"
    class_mode: bool = False
    public_url: str = ""
    trusted_proxies: tuple[str, ...] = ()
    oidc: Oidc | None = None

    @property
    def is_secure(self) -> bool:
        """Whether people reach the server by https, so that cookies may ask for it."""
        return self.public_url.startswith("https://")

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
    class_mode: bool = False,
) -> Settings:
    """The settings from the environment, an option given as argument winning over its variable.

    Variables: LOGITRAIN_DATABASE_URL, LOGITRAIN_HOST, LOGITRAIN_PORT, LOGITRAIN_LANG (then LC_ALL,
    LC_MESSAGES, LANG), LOGITRAIN_CLASS, LOGITRAIN_PUBLIC_URL, LOGITRAIN_TRUSTED_PROXY (addresses, by commas),
    LOGITRAIN_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _CREATE. Raises SettingsError when the port is not a whole
    number from 1 to 65535, or one of the addresses is none.
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
        class_mode=class_mode or _is_on(environ, CLASS_VARIABLE),
        public_url=_web_address(environ, PUBLIC_URL_VARIABLE, bare=True),
        trusted_proxies=_addresses(environ, PROXY_VARIABLE),
        oidc=_oidc(environ),
    )


def _is_on(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "").strip().lower() in ("1", "true", "yes", "on", "oui")


def _web_address(environ: Mapping[str, str], name: str, *, bare: bool) -> str:
    """An http(s) address without a slash at its end; `bare` allows no path."""
    typed = environ.get(name, "").strip()
    if not typed:
        return ""
    try:
        parts = urlsplit(typed)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or parts.username or (bare and parts.path not in ("", "/")):
        raise SettingsError("settings.address", value=typed, name=name)
    return typed.rstrip("/")


def _addresses(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = []
    for part in filter(None, (one.strip() for one in environ.get(name, "").split(","))):
        try:
            found.append(str(ip_network(part, strict=False)))
        except ValueError as error:
            raise SettingsError("settings.proxy", value=part, name=name) from error
    return tuple(found)


def _oidc(environ: Mapping[str, str]) -> Oidc | None:
    issuer = _web_address(environ, OIDC_ISSUER_VARIABLE, bare=False)
    if not issuer:
        return None
    if issuer.startswith("http:") and urlsplit(issuer).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SettingsError("settings.address", value=issuer, name=OIDC_ISSUER_VARIABLE)
    client = environ.get(OIDC_CLIENT_VARIABLE, "").strip()
    if not client:
        raise SettingsError("settings.oidc_client", name=OIDC_CLIENT_VARIABLE)
    # Some issuers' names end with a slash, and the name is compared letter by letter.
    named = environ[OIDC_ISSUER_VARIABLE].strip()
    secret = environ.get(OIDC_SECRET_VARIABLE, "").strip()
    return Oidc(named, client, secret, _is_on(environ, OIDC_CREATE_VARIABLE))


def version() -> str:
    """The version of Logitrain that is running; "0" when it runs from a folder that was never installed."""
    try:
        return metadata.version("logitrain")
    except metadata.PackageNotFoundError:
        return "0"
