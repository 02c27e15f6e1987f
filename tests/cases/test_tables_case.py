"""A case whose figures are tables and whose annexes are of every kind: it loads, it is proven, it is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases.load import LANGUAGES, load_folder
from cases.numerals import Lang
from cases.proof import prove_share
from cases.variant import Variant, draw
from cases.views import annexes

FOLDER = Path(__file__).with_name("tables_and_documents")


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    case = load_folder(FOLDER)
    return [draw(case, seed) for seed in range(10)]


def test_it_is_proven() -> None:
    share = prove_share(load_folder(FOLDER), 0, 12)
    assert not share.problems, share.problems[0].explain("en")
    assert len(share.rejections) < 12


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_annex_is_shown(lang: Lang, variants: list[Variant]) -> None:
    for variant in variants:
        views = annexes(variant, lang)
        assert {chart.kind for view in views for chart in view.charts} == {
            *("line", "bar", "stacked", "pareto", "scatter", "gantt", "histogram")
        }
        assert [view.documents[0].name for view in views if view.documents] == [
            *("delivery_note", "cmr", "commercial_invoice")
        ]
        for view in views:
            for chart in view.charts:
                assert chart.told.startswith(chart.caption)
                assert len(chart.table.rows) == len(chart.x_texts)
                assert all(len(one.values) == len(one.texts) == len(chart.x_texts) for one in chart.series)


def test_the_truth_of_the_extract_is_the_deliveries(variants: list[Variant]) -> None:
    for variant in variants:
        extract = variant.drawn["extract"]
        assert isinstance(extract, dict)
        assert extract["clean"] == variant.drawn["deliveries"]
        assert extract["dirty"] != extract["clean"]


SCRIPT = """
import json, sys
from pathlib import Path
from cases.load import load_folder
from cases.variant import draw
case = load_folder(Path(sys.argv[1]))
print(json.dumps([dict(draw(case, seed).drawn) for seed in (0, 7, 2**31 - 1)]))
"""


def test_a_seed_gives_the_same_tables_in_any_process() -> None:
    case = load_folder(FOLDER)
    here = json.dumps([dict(draw(case, seed).drawn) for seed in (0, 7, 2**31 - 1)])
    there = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(FOLDER)],
        env={**os.environ, "PYTHONHASHSEED": "4242", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert there.stdout.strip() == here
