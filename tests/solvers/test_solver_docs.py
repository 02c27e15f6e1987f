"""Every documented example of the solvers runs, and every public function has one with its source."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import solvers


def _modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(solvers.__path__, prefix="solvers.")
    return [importlib.import_module(info.name) for info in found]


MODULES = _modules()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_doctests(module: ModuleType) -> None:
    result = doctest.testmod(module, raise_on_error=False)
    assert result.failed == 0
    public_functions = [
        name for name in getattr(module, "__all__", ()) if inspect.isfunction(getattr(module, name))
    ]
    assert result.attempted >= len(public_functions)


# Every family whose functions a learner meets by name; helpers of loading and scheduling stand apart.
FAMILIES = (
    "solvers.allocation.",
    "solvers.carbon.",
    "solvers.causes.",
    "solvers.claims.",
    "solvers.flows.",
    "solvers.forecasting.",
    "solvers.freight.",
    "solvers.inventory.",
    "solvers.lean.",
    "solvers.planning.",
    "solvers.projects.",
    "solvers.returns.",
    "solvers.routing.",
    "solvers.sourcing.",
    "solvers.trade.",
)


def _public_functions() -> list[tuple[str, object]]:
    return [
        (f"{module.__name__}.{name}", getattr(module, name))
        for module in MODULES
        if module.__name__.startswith(FAMILIES)
        for name in getattr(module, "__all__", ())
        if inspect.isfunction(getattr(module, name))
    ]


@pytest.mark.parametrize(
    ("name", "function"), [pytest.param(*pair, id=pair[0]) for pair in _public_functions()]
)
def test_public_function_is_documented(name: str, function: object) -> None:
    text = inspect.getdoc(function) or ""
    first, _, rest = text.partition("\n\n")
    assert first.endswith("."), f"{name}: the first paragraph is one sentence"
    for part in ("Source:", ">>> "):
        assert part in rest, f"{name}: no {part!r} in its docstring"
    signature = inspect.signature(function)  # type: ignore[arg-type]
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, f"{name}: {parameter.name} has no type"
