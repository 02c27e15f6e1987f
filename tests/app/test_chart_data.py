"""Charts' figures reach Streamlit as Arrow tables, and fields say when they are saved, without pandas."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np

from app.widgets import chart_data

APP = Path(__file__).parents[2] / "app"

SENT = """
import sys
from streamlit.dataframe_util import convert_anything_to_arrow_bytes as sent
from app.widgets import annex_chart, chart_data, histogram, marks_chart, year_chart
assert sent(chart_data.of_rows([{"x": "A", "y": 1.5}, {"x": "B", "y": 2}]))
print(sorted({"pandas", "altair"} & set(sys.modules)))
"""


def test_columns_stand_as_they_are() -> None:
    made = chart_data.of_columns({"day": range(1, 4), "stock": (5.0, 0.5, None)})
    assert made.to_pydict() == {"day": [1, 2, 3], "stock": [5.0, 0.5, None]}


def test_records_give_columns_with_gaps() -> None:
    made = chart_data.of_rows([{"x": "A", "y": 1}, {"x": "B", "y": 2.5, "label": "late"}])
    assert made.to_pydict() == {"x": ["A", "B"], "y": [1.0, 2.5], "label": [None, "late"]}
    assert chart_data.of_rows([]).num_rows == 0


def test_figures_of_numpy_are_figures_and_texts_stay_texts() -> None:
    made = chart_data.of_rows([{"x": "2026-11-01", "y": np.float64(0.1), "n": np.int64(3)}])
    assert made.to_pydict() == {"x": ["2026-11-01"], "y": [0.1], "n": [3.0]}
    assert chart_data.of_columns({"low": [], "runs": []}).column_names == ["low", "runs"]


def test_no_chart_loads_pandas() -> None:
    done = subprocess.run([sys.executable, "-c", SENT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_field_names_its_pause() -> None:
    """Streamlit reads the pause of a field saved while typed, "500ms" say, with pandas: fifty megabytes of a server."""
    calls = [
        (path, node)
        for path in sorted(APP.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".text_input", ".text_area"))
    ]
    named = [
        (path.name, ast.unparse(one.value))
        for path, node in calls
        for one in node.keywords
        if one.arg == "live"
    ]
    assert len(named) > 5
    assert {said for _, said in named} == {"True"}, named
