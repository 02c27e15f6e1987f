"""The formulas of a paper: the part of TeX that papers use, as plain data for typst, and as a line to be read aloud.

A formula is a list of nodes, each a mapping with its kind under ``k``: ``sym`` and ``num`` hold text under ``v``,
``text`` words; ``root`` holds nodes under ``c``; ``frac`` under ``n`` and ``d``; ``at`` a base ``c`` with what stands
below (``b``) and above (``t``). What is not known is kept as its own text: a formula never stops a document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

Node = dict[str, Any]

# The names of TeX that stand for one character.
SYMBOLS: Final[Mapping[str, str]] = {
    "times": "×", "div": "÷", "cdot": "·", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
    "neq": "≠", "approx": "≈", "infty": "∞", "to": "→", "rightarrow": "→", "sum": "∑", "prod": "∏", "ldots": "…",
    "dots": "…", "in": "∈", "partial": "∂", "Delta": "Δ", "Sigma": "Σ", "Phi": "Φ", "alpha": "α", "beta": "β",
    "gamma": "γ", "delta": "δ", "varepsilon": "ε", "epsilon": "ε", "lambda": "λ", "mu": "μ", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "theta": "θ", "pi": "π", "eta": "η", "omega": "ω",
    "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "star": "⋆",
}  # fmt: skip
WORDS: Final = frozenset({"text", "mathrm", "operatorname", "textbf", "mathit"})
FRACTIONS: Final = frozenset({"frac", "dfrac", "tfrac"})
# Functions set upright, by their own name.
FUNCTIONS: Final = frozenset({"min", "max", "exp", "ln", "log"})
SILENT: Final = frozenset({"left", "right", "displaystyle", "quad", "qquad", ",", ";", "!", " "})

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:[.,][0-9]+)?|\s+|.", re.DOTALL)


def formula(tex: str) -> list[Node]:
    """The nodes of a formula written in TeX, without its dollars."""
    return _Reader(_TOKEN.findall(tex)).nodes(None)


def spoken(nodes: Sequence[Mapping[str, Any]]) -> str:
    """The formula on one line, for whoever does not see it: ``SS = z × σ × √(L)``."""
    out = ""
    for node in nodes:
        out += _spoken(node)
    return re.sub(r"\s+", " ", out).strip()


def _spoken(node: Mapping[str, Any]) -> str:
    match node["k"]:
        case "root":
            return f"√({spoken(node['c'])})"
        case "frac":
            return f"({spoken(node['n'])}) / ({spoken(node['d'])})"
        case "at":
            below = f"_{spoken(node['b'])}" if node["b"] else ""
            above = f"^{spoken(node['t'])}" if node["t"] else ""
            return spoken(node["c"]) + below + above
    value = str(node["v"])
    return f" {value} " if value in "×÷=+−≤≥≠≈→∈±" else value


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def nodes(self, end: str | None) -> list[Node]:
        """The nodes up to the token ``end``, which is taken, or to the end of the formula."""
        found: list[Node] = []
        while (token := self.take()) is not None and token != end:
            if token in {"_", "^"}:
                self.attach(found, "b" if token == "_" else "t")
            elif (node := self.node(token)) is not None:
                found.append(node)
        return found

    def take(self) -> str | None:
        if self.place >= len(self.tokens):
            return None
        self.place += 1
        return self.tokens[self.place - 1]

    def node(self, token: str) -> Node | None:
        if token.isspace():
            return None
        if token == "{":
            return {"k": "at", "c": self.nodes("}"), "b": [], "t": []}
        if token == "}":
            return None
        if not token.startswith("\\") or token == "\\":
            if token[0].isdigit():
                return {"k": "num", "v": token}
            return {"k": "sym", "v": "−" if token == "-" else token}
        name = token[1:]
        if name in WORDS:
            return {"k": "text", "v": self.words()}
        if name in FRACTIONS:
            return {"k": "frac", "n": self.group(), "d": self.group()}
        if name == "sqrt":
            return {"k": "root", "c": self.group()}
        if name in FUNCTIONS:
            return {"k": "text", "v": name}
        if name in SILENT:
            return None
        return {"k": "sym", "v": SYMBOLS[name]} if name in SYMBOLS else {"k": "text", "v": name}

    def group(self) -> list[Node]:
        """One argument: what stands in braces, or the next token."""
        token = self.take()
        while token is not None and token.isspace():
            token = self.take()
        if token is None:
            return []
        if token == "{":
            return self.nodes("}")
        node = self.node(token)
        return [] if node is None else [node]

    def words(self) -> str:
        """The text in braces, as written."""
        token = self.take()
        if token != "{":
            return token or ""
        kept = []
        while (token := self.take()) is not None and token != "}":
            kept.append(token)
        return "".join(kept)

    def attach(self, found: list[Node], place: str) -> None:
        """Put the next group below or above the node before it."""
        base = found.pop() if found else {"k": "text", "v": ""}
        if base["k"] != "at" or base[place]:
            base = {"k": "at", "c": [base], "b": [], "t": []}
        found.append({**base, place: self.group()})
