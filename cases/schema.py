"""The case format: one pydantic tree, exported as JSON Schema so that an editor completes it."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import AfterValidator, Field

from cases.annex_kinds import Annex
from cases.draw_kinds import Draw
from cases.questions import QUESTION_TYPES
from cases.questions.base import Identifier, Part, Question, fault
from cases.template import Source

if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[Union[tuple(QUESTION_TYPES.values())], Field(discriminator="type")]  # noqa: UP007


def _real_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise fault("day", value=text) from error


class CaseFile(Part):
    """case.yaml: the numbers, the graph, the questions and the marks of a case; no sentence in it."""

    format: Literal[1] = 1
    version: int = Field(ge=1)
    set_at: Annotated[str, AfterValidator(_real_day)] = Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="the date the case is set at"
    )
    duration_min: int = Field(ge=5, le=480)
    level: int = Field(ge=1, le=5)
    draw: dict[Identifier, Draw] = Field(default_factory=dict)
    keep_if: list[str] = Field(default_factory=list)
    values: dict[Identifier, Source] = Field(default_factory=dict)
    contexts: dict[Identifier, Source] = Field(
        default_factory=dict, description="what rules on evidence look at: country, document, transport…"
    )
    annexes: list[Annex] = Field(default_factory=list)
    questions: list[AnyQuestion] = Field(min_length=1)


def json_schema() -> dict[str, Any]:
    """The format as JSON Schema, for editors."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **CaseFile.model_json_schema()}
    _close(schema)
    return schema


def _close(schema: Any) -> None:
    """Refuse the names that no pattern fits, as the model does; pydantic's schema lets them through."""
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for part in parts:
        _close(part)
    if isinstance(schema, dict) and "patternProperties" in schema:
        schema.setdefault("additionalProperties", False)


if __name__ == "__main__":  # python -m cases.schema > cases/case.schema.json
    sys.stdout.write(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n")
