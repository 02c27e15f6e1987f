"""Small faults put into a source file one at a time: what a slip of the keyboard or of thought would leave there.

Comparisons flipped or shifted by one, arithmetic swapped, conditions negated or dropped, constants moved by one,
branches and statements left out, functions that return at once. Mutants come in the order of the file, the same
on every machine.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLED = {"max": "min", "min": "max", "any": "all", "all": "any"}
UNWRAPPED = frozenset({"abs", "round", "sorted"})
# What holds no rule of marking: types, words of an error, what is imported.
LEFT_OUT = (ast.Assert, ast.Raise, ast.Import, ast.ImportFrom, ast.JoinedStr)
LEFT_FIELDS = frozenset({"annotation", "returns", "decorator_list", "bases"})
LONGEST = 110

New = Callable[[], ast.AST]


@dataclass(frozen=True)
class Site:
    """A place of a tree, and what is put there; ``function`` is the outermost function that holds it."""

    parent: ast.AST = field(repr=False)
    name: str
    place: int | None
    old: ast.AST = field(repr=False)
    new: New = field(repr=False)
    where: str
    function: str
    statement: ast.stmt | None = field(repr=False)  # the module's own statement that holds it

    def put(self) -> None:
        """Change the tree."""
        new = ast.copy_location(self.new(), self.old)
        if self.place is None:
            setattr(self.parent, self.name, new)
        else:
            getattr(self.parent, self.name)[self.place] = new


@dataclass(frozen=True)
class Mutant:
    """One fault in one file: its number there, where it stands, what it changes."""

    file: str
    number: int
    line: int
    where: str
    what: str
    function: str

    @property
    def key(self) -> str:
        """What names it however the lines move: file, function, change."""
        return f"{self.file} {self.where}: {self.what}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} in {self.where}: {self.what}"


def mutants(source: str, file: str, without: frozenset[str] = frozenset()) -> tuple[Mutant, ...]:
    """Every mutant of a file, in its order; ``without`` names functions left alone (``describe``, say)."""
    seen: Counter[str] = Counter()
    found: list[Mutant] = []
    for number, site in enumerate(sites(ast.parse(source))):
        if site.where.rpartition(".")[2] in without or site.function.rpartition(".")[2] in without:
            continue
        what = f"{_text(site.old)} -> {_text(site.new())}"
        seen[f"{site.where}: {what}"] += 1
        if (times := seen[f"{site.where}: {what}"]) > 1:
            what = f"{what} #{times}"
        found.append(Mutant(file, number, _line(site.old), site.where or "<module>", what, site.function))
    return tuple(found)


def mutated(source: str, number: int) -> tuple[ast.Module, Site]:
    """The tree of a source with one mutant in it, and its site."""
    tree = ast.parse(source)
    for place, site in enumerate(sites(tree)):
        if place == number:
            site.put()
            return ast.fix_missing_locations(tree), site
    raise IndexError(number)


def _line(node: ast.AST) -> int:
    return getattr(node.target if isinstance(node, ast.comprehension) else node, "lineno", 0)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef):
        at_once = isinstance(node.body[0], ast.Return)
        return f"{node.name} {'returns at once' if at_once else 'as it is'}"
    if isinstance(node, ast.If | ast.While):
        return f"{type(node).__name__.lower()} {ast.unparse(node.test)}:"
    if isinstance(node, ast.For):
        return f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}:"
    text = " ".join(ast.unparse(ast.fix_missing_locations(deepcopy(node))).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


# -- where ----------------------------------------------------------------------------------------------
def sites(tree: ast.Module) -> Iterator[Site]:
    """Every place and change of a tree, in order."""
    for statement in tree.body:
        yield from _under(tree, "body", tree.body.index(statement), statement, "", "", statement)


def _under(
    parent: ast.AST, name: str, place: int | None, node: ast.AST, where: str, function: str, top: ast.stmt
) -> Iterator[Site]:
    if isinstance(node, LEFT_OUT) or _is_words(node):
        return
    inner, within = where, function
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        inner = f"{where}.{node.name}" if where else node.name
        if isinstance(node, ast.FunctionDef):
            within = function or inner
    for new in _changes(node, function if not isinstance(node, ast.FunctionDef) else within):
        yield Site(parent, name, place, node, new, inner, within, top)
    for field_name, value in ast.iter_fields(node):
        if field_name in LEFT_FIELDS:
            continue
        for number, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST):
                at = number if isinstance(value, list) else None
                # a default is computed once, outside the function
                deeper = function if field_name == "args" and isinstance(node, ast.FunctionDef) else within
                yield from _under(node, field_name, at, child, inner, deeper, top)


def _is_words(node: ast.AST) -> bool:
    """A docstring, what builds an error, or a guard against lists of unlike lengths."""
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"fault", "ExpressionError", "PolicyError", "KeyError"}
    )


# -- what -----------------------------------------------------------------------------------------------
def _changes(node: ast.AST, function: str) -> Iterator[New]:
    found = CHANGES.get(type(node))
    if found is not None:
        yield from found(node)
    if isinstance(node, ast.stmt) and function:
        yield from _left_out(node)


def _with(node: ast.AST, **changed: object) -> New:
    def new() -> ast.AST:
        copied = deepcopy(node)
        for name, value in changed.items():
            setattr(copied, name, deepcopy(value))
        return copied

    return new


def _instead(node: ast.AST) -> New:
    return lambda: deepcopy(node)


def _compare(node: ast.Compare) -> Iterator[New]:
    for place, operator in enumerate(node.ops):
        for other in COMPARED[type(operator)]:
            yield _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def _operation(node: ast.BinOp | ast.AugAssign) -> Iterator[New]:
    if type(node.op) in SWAPPED:
        yield _with(node, op=SWAPPED[type(node.op)]())


def _both(node: ast.BoolOp) -> Iterator[New]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        kept = [*node.values[:place], *node.values[place + 1 :]]
        yield _with(node, values=kept) if len(kept) > 1 else _instead(kept[0])


def _unary(node: ast.UnaryOp) -> Iterator[New]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield _instead(node.operand)


def _either(node: ast.IfExp) -> Iterator[New]:
    yield _instead(node.body)
    yield _instead(node.orelse)


def _branch(node: ast.If) -> Iterator[New]:
    yield _with(node, test=ast.Constant(False))
    yield _with(node, test=ast.Constant(True))


def _loop(node: ast.While | ast.For) -> Iterator[New]:
    yield _instead(ast.Pass())


def _filtered(node: ast.comprehension) -> Iterator[New]:
    for place in range(len(node.ifs)):
        yield _with(node, ifs=[*node.ifs[:place], *node.ifs[place + 1 :]])


def _returned(node: ast.Return) -> Iterator[New]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield _with(node, value=ast.Constant(None))


def _constant(node: ast.Constant) -> Iterator[New]:
    value = node.value
    if isinstance(value, bool):
        yield _instead(ast.Constant(not value))
    elif isinstance(value, int | float):
        yield _instead(ast.Constant(value + 1))
        yield _instead(ast.Constant(value - 1))


def _call(node: ast.Call) -> Iterator[New]:
    if not isinstance(node.func, ast.Name):
        return
    if node.func.id in CALLED:
        yield _with(node, func=ast.Name(CALLED[node.func.id], ast.Load()))
    elif node.func.id in UNWRAPPED and node.args:
        yield _instead(node.args[0])


def _jump(node: ast.Continue | ast.Break) -> Iterator[New]:
    yield _instead(ast.Break() if isinstance(node, ast.Continue) else ast.Continue())


def _function(node: ast.FunctionDef) -> Iterator[New]:
    body = [one for one in node.body if not _is_words(one)]
    if len(body) > 1:  # one statement alone is changed by itself
        yield _with(node, body=[ast.Return(ast.Constant(None)), *node.body])


def _left_out(node: ast.stmt) -> Iterator[New]:
    if isinstance(node, ast.AugAssign | ast.Expr):
        yield _instead(ast.Pass())


CHANGES: dict[type[ast.AST], Callable[..., Iterator[New]]] = {
    ast.Compare: _compare,
    ast.BinOp: _operation,
    ast.AugAssign: _operation,
    ast.BoolOp: _both,
    ast.UnaryOp: _unary,
    ast.IfExp: _either,
    ast.If: _branch,
    ast.While: _loop,
    ast.For: _loop,
    ast.comprehension: _filtered,
    ast.Return: _returned,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.Continue: _jump,
    ast.Break: _jump,
    ast.FunctionDef: _function,
}
