"""Models, one file each: a file added to this folder is found by itself, here, in YAML files and in cases."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sim.checks import InvalidError, Problem
from sim.models.base import Model, Story, Track
from sim.words import given, phrase

__all__ = ["MODELS", "Model", "Story", "Track", "model_key", "read_model"]

SINGLE = "stock"  # the model that needs no top key: the single item, whose files came first


def _find() -> dict[str, type[Model]]:
    found: dict[str, Any] = {}
    for info in sorted(iter_modules(__path__), key=lambda info: info.name):
        module = import_module(f"{__name__}.{info.name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and kind is not Model and hasattr(kind, "KEY"):
                if kind.KEY in found:
                    raise ImportError(f"two models are called {kind.KEY!r}: see {info.name}.py")
                found[kind.KEY] = kind
    return found


MODELS: dict[str, type[Model]] = _find()
"""The models, by the key that names them in a file or a case."""


def model_key(data: Mapping[str, Any]) -> str:
    """Return the key of the model that plain data are for: their one top key, else the single item's.

    Raises InvalidError when the one top key names no model but looks like it should (its value is a mapping
    and the single item has no such field).
    """
    if len(data) == 1:
        [key] = data
        if key in MODELS:
            return str(key)
        if not isinstance(data[key], Mapping) or key in MODELS[SINGLE].EXAMPLE:
            return SINGLE
        near = tuple(phrase("near", name=name) for name in difflib.get_close_matches(str(key), MODELS, n=1))
        what = phrase("kind_unknown", near=near, kinds=", ".join(sorted(MODELS)))
        raise InvalidError([Problem((str(key),), what)])
    return SINGLE


def read_model(data: Mapping[str, Any]) -> Model:
    """Read a model from plain data: `{KEY: {…}}`, or the single item without a key.

    Raises InvalidError with every fault and its path from the top of the data.
    """
    if not isinstance(data, Mapping):
        raise InvalidError([Problem((), phrase("not_a_scenario", found=given(data)))])
    key = model_key(data)
    if key not in data:
        return MODELS[key].read(data)
    inner = data[key]
    if not isinstance(inner, Mapping):
        raise InvalidError([Problem((key,), phrase("wanted_mapping", found=given(inner)))])
    try:
        return MODELS[key].read(inner)
    except InvalidError as error:
        raise InvalidError([Problem((key, *one.path), one.what) for one in error.problems]) from None
