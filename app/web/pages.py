"""Plain HTML pages in the house style: they need no script, and everything shown in them is escaped here."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.i18n import LANGUAGES, Translator, translator
from app.settings import Settings

NAMES: Final = {"fr": "Français", "en": "English"}
HOME: Final = "/"


@dataclass(frozen=True)
class Field:
    """One line of a form: `name` is posted, `label` and `hint` are told, `complete` is what browsers fill in."""

    name: str
    label: str
    kind: str = "text"
    complete: str = "off"
    value: str = ""
    hint: str = ""
    longest: int = 200


def language(request: Request, settings: Settings) -> Translator:
    """The language asked for in the address, else the browser's, else the server's."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return translator(asked)
    for part in request.headers.get("accept-language", "").split(","):
        spoken = part.strip()[:2].lower()
        if spoken in LANGUAGES:
            return translator(spoken)
    return translator(settings.lang)


def next_page(asked: str) -> str:
    """The page to open afterwards: one of ours, else the first; never an address elsewhere."""
    ours = asked.startswith("/") and not asked.startswith(("//", "/\\", "/auth/", "/_stcore"))
    plain = asked.isprintable() and "\\" not in asked and len(asked) <= 1000
    return asked if ours and plain else HOME


def link(path: str, t: Translator, after: str = HOME) -> str:
    """A path of ours with the language and the page to open afterwards."""
    more = {"next": after} if after != HOME else {}
    return f"{path}?{urlencode({'lang': t.lang, **more})}"


def form(
    action: str, fields: Iterable[Field], button: str, hidden: Mapping[str, str], *, second: bool = False
) -> str:
    """A form posted to a path of ours."""
    inner = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    inner += "".join(_field(one) for one in fields)
    css = ' class="second"' if second else ""
    inner += f'<button type="submit"{css}>{escape(button)}</button>'
    return f'<form method="post" action="{escape(action)}">{inner}</form>'


def paragraph(text: str, css: str = "") -> str:
    """A paragraph of text."""
    return f'<p class="{css}">{escape(text)}</p>' if css else f"<p>{escape(text)}</p>"


def told(text: str) -> str:
    """What went wrong, read out at once; nothing for no text."""
    return f'<p class="told" role="alert">{escape(text)}</p>' if text else ""


def links(found: Iterable[tuple[str, str]]) -> str:
    """A row of links: (address, words)."""
    inner = "".join(f'<a href="{escape(where)}">{escape(words)}</a>' for where, words in found)
    return f"<nav>{inner}</nav>" if inner else ""


def page(request: Request, t: Translator, title: str, body: str, status: int = 200) -> Response:
    """A whole page; nothing of it is kept by the browser, and it loads nothing from anywhere."""
    other = next(one for one in LANGUAGES if one != t.lang)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    switch = escape(f"{request.url.path}?{urlencode([*kept, ('lang', other)])}")
    style = _style()
    html = (
        f'<!doctype html><html lang="{t.lang}"><head><meta charset="utf-8"><title>{escape(title)} · Logitrain</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<style>{style}</style></head><body><header><strong>Logitrain</strong>"
        f'<a href="{switch}" lang="{other}" hreflang="{other}">{NAMES[other]}</a></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'"
    policy += "; frame-ancestors 'none'"
    return HTMLResponse(
        html, status, headers={"Cache-Control": "no-store", "Content-Security-Policy": policy}
    )


def _field(one: Field) -> str:
    name = escape(one.name)
    if one.kind == "checkbox":
        return (
            f'<label class="check"><input type="checkbox" name="{name}" value="1">{escape(one.label)}</label>'
        )
    hint = f'<span class="hint" id="{name}-hint">{escape(one.hint)}</span>' if one.hint else ""
    told_by = f' aria-describedby="{name}-hint"' if one.hint else ""
    # A value typed before comes back, a password never does.
    value = f' value="{escape(one.value)}"' if one.value and one.kind != "password" else ""
    # Spelling and capitals are not the browser's business in a login or a code.
    rest = ' autocapitalize="none" spellcheck="false"' if one.kind != "email" else ""
    return (
        f'<label for="{name}">{escape(one.label)}{hint}</label><input id="{name}" name="{name}" type="{one.kind}" '
        f'autocomplete="{one.complete}" maxlength="{one.longest}"{value}{told_by}{rest} required>'
    )


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")
