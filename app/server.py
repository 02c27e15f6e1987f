"""The web server: one process, one `st.App`, with the settings that hold for every page.

`serve(settings)` checks the address first, then the database, and only then loads Streamlit, so that what a
person can mend is said within a tenth of a second and before anything else starts. While the first page is
already served a background thread compiles the simulation kernels, so that the first slider is quick.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.i18n import translator
from app.settings import CLASS_VARIABLE, DATABASE_VARIABLE, LANGUAGE_VARIABLE, ROOT, Settings, version

if TYPE_CHECKING:
    import streamlit as st
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.store import StoreError

MAIN_SCRIPT: Final = Path(__file__).parent / "main.py"
PREVIEW_SCRIPT: Final = Path(__file__).parent / "preview_main.py"
WARM_UP: Final = "logitrain-warm-up"
MAX_UPLOAD_MB: Final = 5
MAX_MESSAGE_MB: Final = 20

SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

_log = logging.getLogger("logitrain.server")


class ServerError(Exception):
    """The server cannot start; `key` and `params` name the message of app/locale that says what to do."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key} {params}")
        self.key = key
        self.params = params

    def explain(self, lang: str) -> str:
        """The error in words, in "fr" or "en"."""
        return translator(lang)(self.key, **self.params)


class DatabaseTrouble(ServerError):  # noqa: N818  (the store's own error, as the server passes it on)
    """The database cannot be opened: the store's words, for a caller that has not loaded the store."""

    def __init__(self, error: StoreError) -> None:
        super().__init__(error.key, **error.params)


def check_address(host: str, port: int) -> None:
    """Raises ServerError, with what to do, unless this process could listen on `host` and `port` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except socket.gaierror as error:
            raise ServerError("server.bad_host", host=host, reason=error.strerror) from error
        except OverflowError as error:
            raise ServerError("settings.port", value=port, name="LOGITRAIN_PORT") from error
        except OSError as error:
            other = port + 1 if 1024 <= port < 65535 else 8502
            if error.errno == errno.EADDRINUSE:
                raise ServerError("server.port_busy", host=host, port=port, other=other) from error
            if error.errno == errno.EACCES:
                raise ServerError("server.port_forbidden", port=port, other=other) from error
            raise ServerError("server.bad_host", host=host, reason=error.strerror) from error


def streamlit_options(settings: Settings) -> dict[str, Any]:
    """Streamlit's options for this server, by dotted name; they win over files and environment variables."""
    return {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.headless": True,
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.showSidebarNavigation": False,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.enableAgentApi": False,
        "server.enableStaticServing": False,
        "server.maxUploadSize": MAX_UPLOAD_MB,
        "server.maxMessageSize": MAX_MESSAGE_MB,
        # Collecting garbage after every rerun costs four times the CPU with fifty learners.
        "runner.postScriptGC": False,
        "runner.magicEnabled": False,
        "logger.hideWelcomeMessage": True,
        "logger.level": "warning",
        # Behind a proxy a browser names the public address as its origin.
        **({"server.corsAllowedOrigins": [settings.public_url]} if settings.public_url else {}),
        **_theme(),
    }


def build_app(
    settings: Settings,
    *,
    on_open: Callable[[], None] = lambda: None,
    on_class: Callable[[str], None] = lambda _path: None,
    script: Path = MAIN_SCRIPT,
) -> st.App:
    """The ASGI application: the pages, signing in, /health and the security headers.

    `on_open` is called once the server listens, and `on_class` after it where everybody signs in, with the path of
    the page that makes the first administrator; `script` shows the pages. The database is opened by the pages
    and by /health, through one shared store.
    """
    import streamlit as st  # noqa: PLC0415  (half a second: only once the address is known to be free)
    from starlette.middleware import Middleware  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    from app.web.front_page import FrontPage  # noqa: PLC0415
    from app.web.guard import Door  # noqa: PLC0415
    from app.web.routes import routes  # noqa: PLC0415

    signing, set_up = routes(settings)
    # A preview shows one folder to its author: no accounts, nothing to sign in to.
    is_main = script == MAIN_SCRIPT
    guards = [Middleware(Door, settings=settings)] if settings.class_mode and is_main else []

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        # A preview shows one folder: it has no use for the library's cases.
        steps = {} if is_main else {"steps": (_warm_charts, _warm_kernels)}
        threading.Thread(target=warm_up, kwargs=steps, name=WARM_UP, daemon=True).start()
        on_open()
        stop = _send_marks(settings) if guards else None
        if guards:
            on_class(set_up)
        yield
        if stop is not None:
            stop()

    return st.App(
        script,
        routes=[Route("/health", _health_route(settings), methods=["GET"]), *(signing if is_main else ())],
        middleware=[Middleware(SecurityHeaders), Middleware(FrontPage, lang=settings.lang), *guards],
        lifespan=lifespan,
        on_script_error=_log_script_error,
    )


def serve(
    settings: Settings,
    *,
    say: Callable[[str], None],
    script: Path = MAIN_SCRIPT,
    opened_key: str = "server.open",
    at: str = "",
) -> None:
    """Serves until Ctrl-C or SIGTERM; `say` shows a line to the person at the terminal.

    `script` shows the pages; `opened_key` is the line that tells the address, `at` what is added to it.
    Raises ServerError when the address cannot be used, DatabaseTrouble when the database cannot be opened.
    """
    t = translator(settings.lang)
    check_address(settings.host, settings.port)

    from app.store import StoreError, shared_store  # noqa: PLC0415  (SQLAlchemy: once the address is known free)

    try:
        store = shared_store(settings.database_url)
        store.local_learner()
    except StoreError as error:
        raise DatabaseTrouble(error) from error

    opened = threading.Event()

    def on_open() -> None:
        opened.set()
        say(t(opened_key, url=settings.url + at))
        if settings.host not in ("127.0.0.1", "::1", "localhost"):
            say(t("server.exposed" if not settings.class_mode else "server.class"))

    def on_class(path: str) -> None:
        if not store.has_administrator():
            say(t("server.set_up", url=(settings.public_url or settings.url) + path))
        if not settings.is_secure and settings.host not in ("127.0.0.1", "::1", "localhost"):
            say(t("server.no_https"))

    # The pages read their settings from the environment: they must find what was chosen by option.
    os.environ |= {DATABASE_VARIABLE: settings.database_url, LANGUAGE_VARIABLE: settings.lang}
    os.environ[CLASS_VARIABLE] = "1" if settings.class_mode else ""
    # The server below would believe anybody on this machine about where a request comes from; app.web.origin
    # believes those that LOGITRAIN_TRUSTED_PROXY names.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    app = build_app(settings, on_open=on_open, on_class=on_class, script=script)
    signal.signal(signal.SIGTERM, _stop_on_sigterm)
    # Streamlit puts the folder of sys.argv[0] on the path and reads .streamlit/config.toml beside it. That
    # must be the project's folder: app/ on the path would let app/session.py be loaded twice.
    sys.argv = [str(ROOT / "run.py")]
    try:
        with suppress(KeyboardInterrupt):
            app.run(config=streamlit_options(settings))
    except SystemExit as stop:
        # The runner leaves this way when the port was taken between our check and its own binding.
        if not opened.is_set():
            raise ServerError("server.failed", reason=f"{settings.host}:{settings.port}") from stop
        raise
    finally:
        store.close()
    say(t("server.closed"))


def leave_if_compiling(code: int) -> None:
    """Ends the process at once where what is compiled ahead is not done, once all else is closed.

    The compiler cannot be stopped, and dies with a signal when Python ends under it.
    """
    if any(thread.name == WARM_UP for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def health(settings: Settings) -> tuple[dict[str, object], int]:
    """The body and HTTP status of /health: 200 when pages can be served and answers saved, 503 when not."""
    from app.store import StoreError, shared_store  # noqa: PLC0415

    body: dict[str, object] = {"status": "ok", "version": version(), "database": "ok"}
    try:
        shared_store(settings.database_url).check()
    except StoreError as error:
        # The kind of trouble only: /health is open to all, and paths or hosts are nobody's business.
        return body | {"status": "unavailable", "database": error.key}, 503
    return body, 200


def warm_up(steps: Sequence[Callable[[], None]] | None = None) -> None:
    """Loads or compiles what the first page and the first slider would otherwise wait for.

    A failure is logged, never fatal: the page that needs the thing will say what is wrong with it.
    """
    for step in (_warm_cases, _warm_charts, _warm_kernels) if steps is None else steps:
        try:
            step()
        except Exception:
            _log.warning("%s could not be done ahead", step.__name__.removeprefix("_"), exc_info=True)


def _send_marks(settings: Settings) -> Callable[[], None]:
    """Starts sending marks to learning platforms; the function that stops it."""
    from app.lti_sender import start  # noqa: PLC0415  (after the server listens)
    from app.store import shared_store  # noqa: PLC0415

    return start(lambda: shared_store(settings.database_url))


def _warm_cases() -> None:
    from cases import debrief, decisions, library, views  # noqa: F401, PLC0415  (after the server listens)

    for slug in library.slugs():
        library.load(slug)


def _warm_charts() -> None:
    import pyarrow  # type: ignore[import-untyped]  # noqa: F401, PLC0415  (after the server listens)


def _warm_kernels() -> None:
    from sim import kernels  # noqa: PLC0415  (after the server listens)
    from sim.models import MODELS  # noqa: PLC0415

    kernels.warm_up()
    for model in MODELS.values():
        model.read(model.EXAMPLE).each(0, "warm-up", 1)


class SecurityHeaders:
    """ASGI middleware that adds SECURITY_HEADERS to every HTTP answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and completes the headers of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                present = {name.lower() for name, _ in headers}
                for name, value in SECURITY_HEADERS.items():
                    if name.lower().encode() not in present:
                        headers.append((name.lower().encode(), value.encode()))
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, complete)


def _health_route(settings: Settings) -> Callable[[Request], Any]:
    async def route(_request: Request) -> JSONResponse:
        from starlette.responses import JSONResponse  # noqa: PLC0415

        # In a thread: a locked database must not hold up the pages.
        body, status = await asyncio.to_thread(health, settings)
        return JSONResponse(body, status, headers={"Cache-Control": "no-store"})

    return route


def _log_script_error(error: Exception) -> bool:
    _log.error("a page failed", exc_info=error)
    return False


def _stop_on_sigterm(_signal: int, _frame: object) -> None:
    # uvicorn shuts down in order, then raises the signal again: the default would end us without a word.
    raise KeyboardInterrupt


def _theme() -> Mapping[str, Any]:
    from app.theme import THEME  # noqa: PLC0415

    # Streamlit takes values given by program as they are, and the text "false" would count as true.
    switches = {"true": True, "false": False}
    return {name: switches.get(value, value) for name, value in THEME.items()}
