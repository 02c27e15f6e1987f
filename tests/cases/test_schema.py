"""The case format as JSON Schema: valid, true to every case there is, and strict enough to help an editor."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import cases
from cases.library import library_folder, slugs
from cases.schema import CaseFile, json_schema
from cases.yaml_lines import read_yaml

FOLDER = Path(cases.__file__).parent
TEMPLATE = FOLDER / "template_case"
FOLDERS = [TEMPLATE, *(library_folder() / slug for slug in slugs())]

Break = Callable[[dict[str, Any]], None]


def data_of(folder: Path) -> dict[str, Any]:
    located, problems = read_yaml((folder / "case.yaml").read_text(encoding="utf-8"), "case.yaml")
    assert not problems
    assert located is not None
    assert isinstance(located.data, dict)
    return located.data


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_accepts_every_case(folder: Path, validator: Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(data_of(folder))] == []


def drop(*path: Any) -> Break:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return change


def put(value: Any, *path: Any) -> Break:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


BREAKS: dict[str, Break] = {
    "version missing": drop("version"),
    "questions missing": drop("questions"),
    "no question": put([], "questions"),
    "unknown key": put(1, "levle"),
    "level too high": put(6, "level"),
    "version in words": put("one", "version"),
    "set_at not a date": put("1st of May", "set_at"),
    "a name with a space": put({"integer": [1, 2]}, "draw", "my draw"),
    "an unknown kind of draw": put({"intger": [1, 2]}, "draw", "weekly_demand"),
    "a draw of two kinds": put({"integer": [1, 2], "choice": [1]}, "draw", "weekly_demand"),
    "three bounds": put({"integer": [1, 2, 3]}, "draw", "weekly_demand"),
    "a decimal draw without step": put({"decimal": [1, 2]}, "draw", "weekly_demand"),
    "a step of nothing": put({"decimal": [1, 2], "step": 0}, "draw", "weekly_demand"),
    "an empty series": put({"series": {"length": 0, "mean": 3}}, "draw", "weekly_demand"),
    "a condition that is a number": put([1], "keep_if"),
    "an unknown type of question": put("numbers", "questions", 0, "type"),
    "an option that is a number": put([1, 2], "questions", 2, "options"),
    "one option": put(["a"], "questions", 2, "options"),
    "points missing": drop("questions", 0, "points"),
    "points of nothing": put(0, "questions", 0, "points"),
    "a criterion badly written": put(["B2.2"], "questions", 0, "criteria"),
    "a mistake worth too much": put({"answer": "1", "credit": 2}, "questions", 0, "mistakes", "safety_left_out"),
    "an unknown rounding": put("up", "questions", 0, "round"),
    "a cell without value": put({"format": "int"}, "annexes", 0, "record", "demand"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BREAKS))
def test_it_refuses_a_broken_case(name: str, validator: Draft202012Validator) -> None:
    data = copy.deepcopy(data_of(TEMPLATE))
    BREAKS[name](data)
    assert list(validator.iter_errors(data))
    with pytest.raises(ValueError, match="validation error"):
        CaseFile.model_validate(data)


def test_it_describes_what_an_editor_shows() -> None:
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert set(schema["required"]) == {"version", "set_at", "duration_min", "level", "questions"}
    assert schema["additionalProperties"] is False
    kinds = schema["$defs"]
    assert {"NumberQuestion", "ChoiceQuestion", "DecisionQuestion", "IntegerDraw", "Annex"} <= set(kinds)
    assert kinds["NumberQuestion"]["properties"]["answer"]["description"]
    assert json.loads(json.dumps(schema)) == schema


def test_the_file_for_editors_is_in_step_with_the_code() -> None:
    written = (FOLDER / "case.schema.json").read_text(encoding="utf-8")
    assert written == json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n", (
        "write it again: .venv/bin/python -m cases.schema > cases/case.schema.json"
    )
