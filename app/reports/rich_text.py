"""A paper's Markdown as plain data that typst lays out: text is data, and never read as markup of the document.

A block is a mapping with its kind under ``k``: ``p`` and ``h`` hold runs, ``ul`` and ``ol`` items of blocks, ``quote``
blocks, ``code`` text, ``table`` heads and rows of runs. A run is ``text``, ``strong``, ``em``, ``code``, ``math``
(see app.reports.formula) or ``br``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from app.reports.formula import formula, spoken

Block = dict[str, Any]
Run = dict[str, Any]


def blocks(markdown: str) -> list[Block]:
    """The blocks of a text in Markdown; its HTML is text like any other."""
    tokens = _parser().parse(clean(markdown))
    found, _ = _blocks(tokens, 0, None)
    return found


def runs(markdown: str) -> list[Run]:
    """The runs of one line of Markdown."""
    return [run for token in _parser().parseInline(clean(markdown)) for run in _runs(token.children or [])]


def plain(text: str) -> list[Run]:
    """Runs of a text as typed, its line ends kept: nothing in it is read."""
    found: list[Run] = []
    for place, line in enumerate(clean(text).splitlines()):
        if place:
            found.append({"k": "br"})
        found.append({"k": "text", "v": line})
    return found


def clean(text: str) -> str:
    """A text without the control characters that no document can show; tabs and line ends stay."""
    return "".join(one for one in text if one in "\n\t" or (ord(one) >= 0x20 and not 0x7F <= ord(one) < 0xA0))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "math", _math)
    return parser


def _math(state: StateInline, silent: bool) -> bool:
    """A formula between dollars on one line: it neither starts nor ends with a space."""
    if state.src[state.pos] != "$":
        return False
    mark = "$$" if state.src.startswith("$$", state.pos) else "$"
    start = state.pos + len(mark)
    end = state.src.find(mark, start)
    inner = state.src[start:end]
    if end < 0 or not inner.strip() or "\n" in inner or (mark == "$" and inner != inner.strip()):
        return False
    if not silent:
        token = state.push("math", "math", 0)
        token.content = inner
    state.pos = end + len(mark)
    return True


def _blocks(tokens: Sequence[Token], place: int, end: str | None) -> tuple[list[Block], int]:
    """The blocks from a place up to the token ``end``, and the place after it."""
    found: list[Block] = []
    while place < len(tokens):
        token = tokens[place]
        place += 1
        match token.type:
            case one if one == end:
                return found, place
            case "paragraph_open" | "heading_open":
                kind = "p" if token.type == "paragraph_open" else "h"
                found.append({"k": kind, "c": _runs(tokens[place].children or [])})
                place += 2
            case "bullet_list_open" | "ordered_list_open":
                closing = token.type.replace("_open", "_close")
                inner, place = _blocks(tokens, place, closing)
                kind = "ul" if token.type.startswith("bullet") else "ol"
                start = int(token.attrGet("start") or 1)
                found.append({"k": kind, "items": [one["c"] for one in inner], "start": start})
            case "list_item_open":
                inner, place = _blocks(tokens, place, "list_item_close")
                found.append({"k": "item", "c": inner})
            case "blockquote_open":
                inner, place = _blocks(tokens, place, "blockquote_close")
                found.append({"k": "quote", "c": inner})
            case "fence" | "code_block":
                found.append({"k": "code", "v": token.content.rstrip("\n")})
            case "table_open":
                table, place = _table(tokens, place)
                found.append(table)
    return found, place


def _table(tokens: Sequence[Token], place: int) -> tuple[Block, int]:
    rows: list[list[list[Run]]] = []
    aligned: list[str] = []
    while tokens[place].type != "table_close":
        token = tokens[place]
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_runs(token.children or []))
        elif token.type == "th_open":
            aligned.append("end" if "right" in str(token.attrGet("style") or "") else "start")
        place += 1
    return {"k": "table", "heads": rows[0], "rows": rows[1:], "align": aligned}, place + 1


def _runs(tokens: Sequence[Token]) -> list[Run]:
    found: list[Run] = []
    stack: list[list[Run]] = [found]
    for token in tokens:
        match token.type:
            case "strong_open" | "em_open" | "s_open" | "link_open":
                kind = {"strong": "strong", "em": "em", "s": "struck"}.get(token.tag, "span")
                run: Run = {"k": kind, "c": []}
                stack[-1].append(run)
                stack.append(run["c"])
            case "strong_close" | "em_close" | "s_close" | "link_close":
                stack.pop()
            case "math":
                nodes = formula(token.content)
                stack[-1].append({"k": "math", "c": nodes, "alt": spoken(nodes)})
            case "code_inline":
                stack[-1].append({"k": "code", "v": token.content})
            case "softbreak":
                stack[-1].append({"k": "text", "v": " "})
            case "hardbreak":
                stack[-1].append({"k": "br"})
            case _:
                stack[-1].append({"k": "text", "v": token.content})
    return found
