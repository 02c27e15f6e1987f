"""What item analysis reads of one paper: the grade that stands, and how long each question was worked on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.store.rows import SittingRow


@dataclass(frozen=True)
class CountedPaper:
    """A paper that counts, with its marking as JSON data.

    `worked` is the time between the first and the last save of each question saved more than once, by id.
    """

    sitting: SittingRow
    marked: Mapping[str, Any]
    case_version: int | None
    worked: Mapping[str, timedelta]
