"""Write the golden ledgers anew: `.venv/bin/python tests/sim/golden/regenerate.py`.

Do so only for a wanted change of the model, and read the difference line by line before keeping it: each
golden ledger is a promise that an old case with an old seed gives the year it gave.
"""

from __future__ import annotations

from pathlib import Path

from sim.one_item import run
from sim.scenario_yaml import load_scenario

SEED = 2026


def main() -> None:
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        file.with_suffix(".jsonl").write_bytes(run(load_scenario(file), SEED, label="golden").to_jsonl())


if __name__ == "__main__":
    main()
