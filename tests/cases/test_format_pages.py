"""The page of the format: every type of question told, every excerpt readable, every excerpt of a question loadable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cases.questions import QUESTION_TYPES
from cases.schema import CaseFile
from cases.yaml_lines import read_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "case-format.md").read_text(encoding="utf-8")
EXCERPTS = [
    (PAGE[: found.start()].count("\n") + 2, found.group(1))
    for found in re.finditer(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
]
IDS = [f"line {line}" for line, _ in EXCERPTS]


def read(text: str) -> Any:
    located, problems = read_yaml(text, "case-format.md")
    assert problems == (), [problem.explain("en") for problem in problems]
    assert located is not None
    return located.data


@pytest.mark.parametrize("name", sorted(QUESTION_TYPES))
def test_every_type_is_told(name: str) -> None:
    told = re.search(rf"^\*\*{name}\*\*", PAGE, re.MULTILINE)
    assert told or any(re.search(rf"\btype: {name}\b", text) for _, text in EXCERPTS), name


@pytest.mark.parametrize(("line", "text"), EXCERPTS, ids=IDS)
def test_every_excerpt_loads(line: int, text: str) -> None:
    """An excerpt is a piece of case.yaml: what it holds must be what the format allows there."""
    data = read(text)
    if isinstance(data, dict) and "questions" in data:
        data = data["questions"]
    if not (isinstance(data, list) and all(isinstance(one, dict) and "type" in one for one in data)):
        return
    adapter: TypeAdapter[Any] = TypeAdapter(CaseFile.model_fields["questions"].annotation)
    defaults = {"points": 1, "criteria": ["rncp11928/B2.4"]}
    try:
        adapter.validate_python([{**defaults, **one} for one in data])
    except ValidationError as error:
        pytest.fail(f"docs/case-format.md:{line}: {error}")


def test_there_are_excerpts_of_questions() -> None:
    assert (
        len([text for _, text in EXCERPTS if re.search(r"^\s*(- id: \w+\n\s+)?type:", text, re.MULTILINE)])
        >= 3
    )
