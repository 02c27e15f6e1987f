"""Plain data changed at a path, as a copy: what a world of the simulator page is kept as."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Path = tuple[str | int, ...]
Data = Mapping[str, Any]


def at(data: Any, path: Path, default: Any = None) -> Any:
    """What stands at a path, or the default where it leads nowhere."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return default
    return data


def put(data: Any, path: Path, value: Any) -> Any:
    """The same data with another value at a path; nothing of what was given is changed."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(data, Mapping):
        return {**data, first: put(data.get(first), rest, value)}
    return [put(one, rest, value) if place == first else one for place, one in enumerate(data)]


def written(data: Any) -> str:
    """The data as one text, the same for the same data: what results are kept by."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
