"""Putting a mutant into the running process: the code of one function, one constant, or a module read again."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutation.mutants import Mutant, mutated

ROOT = Path(__file__).resolve().parents[2]


class NotApplied(RuntimeError):  # noqa: N818 - what it says; the fault is the harness's
    """A mutant could not be put in place."""


class RefusedAtOnce(RuntimeError):  # noqa: N818 - likewise
    """A mutant stops its module from being read: it is caught by whoever starts the program."""


def module_name(file: str) -> str:
    """``cases/ranking.py`` -> ``cases.ranking``."""
    return file.removesuffix(".py").replace("/", ".")


def put(mutant: Mutant, again: Sequence[str]) -> None:
    """Change this process for good; ``again`` names the modules that are read again with a changed class.

    Raises NotApplied, and RefusedAtOnce for a constant that cannot be computed.
    """
    path = ROOT / mutant.file
    tree, site = mutated(path.read_text(encoding="utf-8"), mutant.number)
    module = importlib.import_module(module_name(mutant.file))
    if mutant.function:
        code = _code_of(compile(tree, str(path), "exec", dont_inherit=True), mutant.function)
        _put_code(module, mutant.function, code)
    elif isinstance(site.statement, ast.Assign | ast.AnnAssign) and not _in_classes(tree, site.statement):
        _assign(module, tree, tree.body[_index(path, site.statement)])
    else:
        _read_again(module.__name__, path, tree, again)
        return
    for value in vars(module).values():  # results kept from before
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _index(path: Path, statement: ast.stmt) -> int:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return next(n for n, one in enumerate(body) if one.lineno == statement.lineno)


def _code_of(code: CodeType, name: str) -> CodeType:
    for found in _codes(code):
        if found.co_qualname == name:
            return found
    raise NotApplied(f"no code for {name}")


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


def _put_code(module: ModuleType, name: str, code: CodeType) -> None:
    function = _function_of(module, name)
    if function.__code__.co_freevars == code.co_freevars:
        function.__code__ = code
        return
    # a call of super() went away: the function closes over its class no more
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    owner: Any = module
    *classes, leaf = name.split(".")
    for one in classes:
        owner = vars(owner)[one]
    if vars(owner)[leaf] is not function or not set(code.co_freevars) <= set(cells):
        raise NotApplied(f"no way to close over {code.co_freevars} in {name}")
    closed = tuple(cells[one] for one in code.co_freevars)
    new = FunctionType(code, function.__globals__, function.__name__, function.__defaults__, closed)
    new.__kwdefaults__ = function.__kwdefaults__
    setattr(owner, leaf, new)


def _function_of(module: ModuleType, name: str) -> FunctionType:
    found: Any = module
    for part in name.split("."):
        found = vars(found).get(part)
    for _ in range(4):  # a property, a class method, a cache or a validator around it
        if isinstance(found, FunctionType):
            return found
        if isinstance(found, property):
            found = found.fget
        elif isinstance(found, cached_property):
            found = found.func
        else:
            found = next(
                (
                    getattr(found, one)
                    for one in ("__func__", "__wrapped__", "wrapped")
                    if hasattr(found, one)
                ),
                None,
            )
    raise NotApplied(f"no function {name} in {module.__name__}")


def _in_classes(tree: ast.Module, statement: ast.Assign | ast.AnnAssign) -> bool:
    """Tell whether a constant has gone into a class, here or where it was imported."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    names = {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
    here = (
        one.id in names
        for found in tree.body
        if isinstance(found, ast.ClassDef)
        for part in found.body
        if not isinstance(part, ast.FunctionDef)
        for one in ast.walk(part)
        if isinstance(one, ast.Name)
    )
    holders = [
        other
        for name, other in sys.modules.items()
        if name.partition(".")[0] == "cases" and any(one in vars(other) for one in names)
    ]
    return any(here) or len(holders) > 1


def _assign(module: ModuleType, tree: ast.Module, statement: ast.stmt) -> None:
    before = dict(vars(module))
    code = compile(ast.Module([statement], []), module.__name__, "exec", dont_inherit=True)
    try:
        exec(code, vars(module))
    except Exception as error:
        raise RefusedAtOnce from error
    changed = {name: value for name, value in vars(module).items() if before.get(name) is not value}
    for other in [one for name, one in sys.modules.items() if name.partition(".")[0] in {"cases", "tests"}]:
        for name, value in changed.items():
            if name in vars(other) and vars(other)[name] is before.get(name):
                setattr(other, name, value)


# -- a changed class: all that was made with it is made again ---------------------------------------------
class _Changed(MetaPathFinder):
    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        tree = self.tree

        class Loader(SourceFileLoader):
            def get_code(self, fullname: str) -> CodeType:
                return compile(tree, self.path, "exec", dont_inherit=True)

        loader = Loader(fullname, str(self.path))
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


def _read_again(name: str, path: Path, tree: ast.Module, again: Sequence[str]) -> None:
    for one in [one for one in sys.modules if one.partition(".")[0] == "cases" or one in again]:
        del sys.modules[one]
    sys.meta_path.insert(0, _Changed(name, path, tree))
