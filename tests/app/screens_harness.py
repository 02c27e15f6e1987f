"""What the tests of the pages share: a store of their own, and the app opened at an address."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from app.i18n import translator
from app.settings import DATABASE_VARIABLE
from app.store import SittingRow, Store, open_store
from cases.library import load
from cases.variant import Variant, draw

MAIN = str(Path(__file__).parents[2] / "app" / "main.py")
SLUG = "seuil-reappro"
SEED = 7
NOW = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE answer; --",
    "{{ annual_demand }} {0} %s",
    "__import__('os').system('true')",
    "$\\frac{1}{0}$ :red[x] [a](javascript:alert(1))",
    "\u202e1234 ٣ 🚚",
    "9" * 200,
    "1.234",
)


def new_store(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Store:
    """A store in a folder of the test, which the pages then use too."""
    file = folder / "screens.db"
    shutil.copyfile(_blank(), file)
    url = f"sqlite:///{file.as_posix()}"
    monkeypatch.setenv(DATABASE_VARIABLE, url)
    return open_store(url)


@cache
def _blank() -> Path:
    # Creating the schema takes a third of a second: once for all the tests of a process.
    folder = tempfile.mkdtemp(prefix="logitrain-screens-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = Path(folder) / "blank.db"
    store = open_store(f"sqlite:///{file.as_posix()}")
    store.local_learner()
    store.close()
    return file


def variant(seed: int = SEED) -> Variant:
    """The case's variant that the tests sit."""
    return draw(load(SLUG), seed)


def sit(store: Store, lang: str = "fr", seed: int = SEED) -> SittingRow:
    """A sitting of that variant, begun by the local learner."""
    return store.start_sitting(store.local_learner().id, SLUG, load(SLUG).version, seed, lang, NOW)


def open_page(page: str = "home", lang: str = "fr", **address: str) -> AppTest:
    """The app as a browser opens it at an address, run once and sound."""
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.query_params["lang"] = lang
    for name, value in address.items():
        at.query_params[name] = value
    if page != "home":
        # AppTest offers no way to open a page that is a function: name it by its hash, as the browser does.
        at._page_hash = calc_hash(page)
    return sound(at.run(), lang)


def sound(at: AppTest, lang: str = "fr") -> AppTest:
    """The same app, once sure that nothing failed: neither openly nor behind a notice."""
    assert not at.exception, [error.value for error in at.exception]
    assert translator(lang)("notice.unexpected") not in sent(at)
    return at


def sent(at: AppTest) -> str:
    """Everything that the page sent to the browser, as text."""
    return json.dumps([MessageToDict(proto) for proto in _protos(at.main)], ensure_ascii=False)


def html(at: AppTest) -> str:
    """The HTML that the page sent, its entities as the learner reads them."""
    return unescape("\n".join(element.value for element in at.get("html")))


def widget(elements: Any, *parts: str) -> Any:
    """The widget whose key ends with these parts."""
    end = ":" + ":".join(parts)
    return next(element for element in elements if element.key and element.key.endswith(end))


def fill(at: AppTest, question: str, cells: dict[str, str]) -> AppTest:
    """Type in the fields of a table or a form, place → text, as the browser tells it; then run."""
    proto = _fields(at, question)
    states = at._tree.get_widget_states()
    number = _data(proto)["saved"] + 1
    typed = json.dumps({"typed": {"number": number, "cells": cells}})
    states.widgets.append(WidgetState(id=proto.id, json_value=typed))
    return at._run(states)


def filled(at: AppTest, question: str) -> dict[str, Any]:
    """What the fields of a table or a form are given: their ``html``, their ``texts`` and their ``lines`` by place."""
    return _data(_fields(at, question))


def _fields(at: AppTest, question: str) -> Any:
    end = f"{question}:cells"
    return next(
        proto
        for proto in (element.proto for element in at.get("bidi_component"))
        if proto.component_name.endswith("logitrain_fields") and proto.id.endswith(end)
    )


def foot(at: AppTest, question: str) -> dict[str, Any]:
    """What the foot of a question's card is given: its ``offers``, and whether the question is ``flagged``."""
    return _data(_foot(at, question))


def offered(at: AppTest, action: str) -> list[str]:
    """The words of an offer on every card that makes it."""
    feet = (_data(element.proto) for element in at.get("bidi_component") if _is_foot(element.proto))
    return [one["label"] for given in feet for one in given["offers"] if one["action"] == action]


def press(at: AppTest, question: str, action: str) -> AppTest:
    """Press a button at the foot of a card, as the browser tells it, offered or not; then run."""
    states = at._tree.get_widget_states()
    name = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{_foot(at, question).id}__events"
    pressed = json.dumps([{"event": action, "value": True}])
    states.widgets.append(WidgetState(id=name, json_trigger_value=pressed))
    return at._run(states)


def review(at: AppTest, question: str, ticked: bool = True) -> AppTest:
    """Tick or untick "to review" at the foot of a card, as the browser tells it; then run."""
    states = at._tree.get_widget_states()
    states.widgets.append(WidgetState(id=_foot(at, question).id, json_value=json.dumps({"review": ticked})))
    return at._run(states)


def _foot(at: AppTest, question: str) -> Any:
    return next(
        element.proto
        for element in at.get("bidi_component")
        if _is_foot(element.proto) and element.proto.id.endswith(f":{question}")
    )


def _is_foot(proto: Any) -> bool:
    return bool(proto.component_name.endswith("logitrain_foot"))


def _data(proto: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(proto.json or proto.mixed.json)["all"][0]
    return found


def _protos(block: Any) -> Iterator[Message]:
    for child in block.children.values():
        if isinstance(getattr(child, "proto", None), Message):
            yield child.proto
        if hasattr(child, "children"):
            yield from _protos(child)


def page_of_annexes(folder: str, lang: str) -> None:
    """The body of a page that shows a case's file, seed 3, for AppTest to run."""
    from pathlib import Path  # noqa: PLC0415  (AppTest runs this body by itself)

    from app import session  # noqa: PLC0415
    from app.widgets.paper import paper  # noqa: PLC0415
    from cases.load import load_folder  # noqa: PLC0415
    from cases.variant import draw  # noqa: PLC0415

    session.set_lang(lang)
    paper(draw(load_folder(Path(folder)), 3))
