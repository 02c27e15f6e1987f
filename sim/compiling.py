"""Run the example of every model once, so that its compiled loops are ready for who comes next.

python -m sim.compiling
"""

from __future__ import annotations

from sim.models import MODELS


def compile_all() -> None:
    """Compile the loops of every model, or find them compiled already."""
    for kind in MODELS.values():
        model = kind.read(kind.EXAMPLE)
        model.measure(1, "", 1)
        model.live(1, "", 0)


if __name__ == "__main__":
    compile_all()
