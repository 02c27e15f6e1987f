"""A browser's half of Streamlit's protocol: a websocket that runs a page and commits what is typed in its fields.

What a browser sends it sends, what it waits for it waits for; only drawing is left out. So many of them fit in one
process that they load a server as a class does.
"""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_S: Final = 120.0


class PageError(RuntimeError):
    """The page ended with an error, or showed other things than the benchmark needs."""


class Learner:
    """One open page. `fields` are its text fields by key: widget id, and the part of the page that it belongs to."""

    def __init__(
        self, address: str, page: str, query: dict[str, str], token: str, patience_s: float = PATIENCE_S
    ) -> None:
        """`address` is host:port; `token` the sign-in that the browser holds, "" for none."""
        self.patience_s = patience_s
        self._address, self._page, self._query, self._token = address, page, urlencode(query), token
        self._socket: ClientConnection | None = None
        self._states: dict[str, WidgetState] = {}
        self._held: dict[str, ForwardMsg] = {}
        self.fields: dict[str, tuple[str, str]] = {}
        self.received = 0

    async def __aenter__(self) -> Self:
        """Connect and run the page once, as a load or a reload does."""
        headers = {"Origin": f"http://{self._address}"}
        if self._token:
            headers["Cookie"] = f"lt_session={self._token}"
        self._socket = await connect(
            f"ws://{self._address}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=headers,
            max_size=None,
            open_timeout=PATIENCE_S,
            ping_interval=None,
        )
        await self._run()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()

    async def commit(self, key: str, text: str) -> float:
        """Commit a text in a field, wait until the page has answered; the seconds that it took.

        Raises TimeoutError when patience ends; the page is then of no more use.
        """
        widget, part = self.fields[key]
        self._states[widget] = WidgetState(id=widget, string_value=text)
        begun = time.perf_counter()
        await self._run(part)
        return time.perf_counter() - begun

    async def _run(self, part: str = "") -> None:
        assert self._socket is not None
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_name, state.fragment_id = self._query, self._page, part
        state.context_info.timezone, state.context_info.locale = "Europe/Paris", "fr-FR"
        state.context_info.url = f"http://{self._address}/{self._page}"
        state.widget_states.widgets.extend(self._states.values())
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(self.patience_s):
            while not self._take(await self._socket.recv()):
                pass

    def _take(self, data: str | bytes) -> bool:
        """Read one message; True when the run it belongs to is over."""
        assert isinstance(data, bytes)
        self.received += len(data)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._look(message.delta)
        elif kind == "script_finished":
            over = message.script_finished
            if over in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY):
                return True
            if over != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                raise PageError(ForwardMsg.ScriptFinishedStatus.Name(over))
        return False

    def _look(self, delta: Any) -> None:
        """Note a text field, and fail on an error shown."""
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        if element.WhichOneof("type") == "exception":
            raise PageError(element.exception.message)
        if element.WhichOneof("type") == "text_input":
            widget = element.text_input.id
            key = widget.rsplit("-", 1)[-1]  # $$ID-<hash>-<key>
            self.fields[key] = (widget, delta.fragment_id)
            self._states[widget] = WidgetState(id=widget, string_value=element.text_input.default)
