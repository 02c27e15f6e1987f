"""How the loop of lanes is compiled: kept for the very files it is made of, parts that make no array."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba import njit
from numba.core.errors import NumbaError

from sim.transport.compiled import compiling, replications


def test_the_loop_is_kept_under_a_name_of_its_sources() -> None:
    folder = Path(compiling.__file__).parent
    assert replications.__qualname__ == f"replications_{compiling.sources(folder)}"


def test_the_name_changes_with_any_file(tmp_path: Path) -> None:
    for name in ("queue.py", "load.py"):
        (tmp_path / name).write_text("kept = 1\n", encoding="utf-8")
    before = compiling.sources(tmp_path)
    assert compiling.sources(tmp_path) == before
    (tmp_path / "load.py").write_text("kept = 2\n", encoding="utf-8")
    assert compiling.sources(tmp_path) != before


def test_a_part_that_makes_an_array_is_refused() -> None:
    @compiling.part
    def makes(size: int) -> float:
        return float(np.zeros(size).sum())

    @njit
    def calls(size: int) -> Any:
        return makes(size)

    with pytest.raises(NumbaError, match="Only accept returning of array passed into"):
        calls(3)
