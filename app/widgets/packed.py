"""What a component of the page is sent, out of sight of pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def packed(data: Mapping[str, Any]) -> dict[str, tuple[dict[str, Any]]]:
    """The data of a component that holds lists or mappings; its script reads it as ``c.data.all[0]``.

    Streamlit looks for a table in every list and mapping that it is sent, with pandas: fifty megabytes of a server that
    needs it for nothing else. It leaves tuples alone.
    """
    return {"all": (dict(data),)}
