"""Reading an expression of a case file: what may stand in it, and which names it uses."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cases.compiling import CONSTANTS, Code, compiled
from cases.expression_error import ExpressionError
from cases.plain import is_scalar

MAX_SOURCE = 2_000
MAX_KEPT = 4_096  # expressions: the longest cases hold some seven hundred
MAX_DEPTH = 100  # levels: deep enough for any formula, and far from the interpreter's own limit


@dataclass(frozen=True)
class Expression:
    """A parsed expression, ready to be evaluated, with the names and functions that it uses."""

    source: str
    names: frozenset[str]
    functions: frozenset[str]
    code: Code = field(repr=False, compare=False)

    def __reduce__(self) -> tuple[Callable[[str], Expression], tuple[str]]:
        """Cross from one process to another as text: code does not."""
        return parse, (self.source,)


_ALLOWED = (
    ast.Load, ast.Store, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow,
    ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.comprehension, ast.keyword,
    ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call,
    ast.Subscript, ast.Slice, ast.Attribute, ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.GeneratorExp,
)  # fmt: skip

# What an author typed, where the parser's own word for it would not be understood.
_TYPED = {
    "Lambda": "lambda", "NamedExpr": ":=", "JoinedStr": "f'…'", "FormattedValue": "f'…'", "Starred": "*",
    "Set": "{…}", "SetComp": "{… for …}", "DictComp": "{…: … for …}", "Await": "await", "Yield": "yield",
    "YieldFrom": "yield from", "Is": "is", "IsNot": "is not", "BitOr": "|", "BitAnd": "&", "BitXor": "^",
    "Invert": "~", "LShift": "<<", "RShift": ">>", "MatMult": "@", "bytes": "b'…'", "complex": "1j",
    "ellipsis": "...",
}  # fmt: skip


def parse(source: str) -> Expression:
    """Parse one expression; a text parsed lately is not parsed again, for a paper says it in two languages.

    Raises ExpressionError: ``expression_long``, ``expression_syntax``, ``expression_deep``,
    ``expression_forbidden``.
    """
    text = source.strip()
    if len(text) > MAX_SOURCE:
        raise ExpressionError("expression_long", limit=MAX_SOURCE)
    return _parsed(text)


@lru_cache(maxsize=MAX_KEPT)
def _parsed(text: str) -> Expression:
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError("expression_syntax", source=text[:80]) from error
    nodes = _nodes(tree, text)
    functions: set[str] = set()
    skipped: set[int] = set()  # the names of functions, and those that a comprehension gives itself
    for node in nodes:
        _allow(node, text)
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name):
                raise ExpressionError("expression_forbidden", what="…()", source=text[:80])
            functions.add(node.func.id)
            skipped.add(id(node.func))
        elif isinstance(node, ast.ListComp | ast.GeneratorExp):
            skipped.update(_own_names(node))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in skipped}
    return Expression(text, frozenset(names - set(CONSTANTS)), frozenset(functions), compiled(tree, text))


def _nodes(tree: ast.expr, text: str) -> list[ast.AST]:
    """Every node, level by level, as ``ast.walk`` gives them; there may not be too many levels."""
    found: list[ast.AST] = []
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        found += level
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return found
    raise ExpressionError("expression_deep", limit=MAX_DEPTH, source=text[:80])


def _own_names(node: ast.ListComp | ast.GeneratorExp) -> Iterator[int]:
    """The nodes, by identity, where a comprehension's own names stand; its first list is read outside it."""
    bound = {name.id for one in node.generators for name in _target_names(one.target)}
    inside: list[ast.AST] = [node.elt]
    for place, generator in enumerate(node.generators):
        inside += [generator.target, *generator.ifs, *([generator.iter] if place else [])]
    for part in inside:
        for name in ast.walk(part):
            if isinstance(name, ast.Name) and name.id in bound:
                yield id(name)


def _target_names(target: ast.expr) -> list[ast.Name]:
    return [name for name in ast.walk(target) if isinstance(name, ast.Name)]


def _allow(node: ast.AST, text: str) -> None:
    forbidden = ""
    if not isinstance(node, _ALLOWED):
        forbidden = _TYPED.get(type(node).__name__, "…")
    elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
        forbidden = f".{node.attr}"
    elif isinstance(node, ast.Name) and node.id.startswith("_"):
        forbidden = node.id
    elif isinstance(node, ast.Constant) and not is_scalar(node.value):
        forbidden = _TYPED.get(type(node.value).__name__, "…")
    elif (isinstance(node, ast.keyword) and node.arg is None) or (
        isinstance(node, ast.Dict) and None in node.keys
    ):
        forbidden = "**"
    elif isinstance(node, ast.Call) and len({word.arg for word in node.keywords}) < len(node.keywords):
        forbidden = "(a=…, a=…)"
    elif isinstance(node, ast.comprehension):
        forbidden = _forbidden_in_comprehension(node)
    if forbidden:
        raise ExpressionError("expression_forbidden", what=forbidden, source=text[:80])


def _forbidden_in_comprehension(node: ast.comprehension) -> str:
    if node.is_async:
        return "async"
    plain = ast.Name | ast.Tuple | ast.List | ast.Store
    if not all(isinstance(part, plain) for part in ast.walk(node.target)):
        return "for … in"
    return "for None in" if any(name.id in CONSTANTS for name in _target_names(node.target)) else ""


__all__ = ["CONSTANTS", "MAX_DEPTH", "MAX_SOURCE", "Expression", "ExpressionError", "parse"]
