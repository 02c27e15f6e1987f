"""Answers as a YAML file that people can edit: question id → text, list of option ids, or input → text."""

from __future__ import annotations

import json
from collections.abc import Mapping


def dump_answers(answers: Mapping[str, str | list[str] | dict[str, str]], *comments: str) -> str:
    """The text of an answers file, `comments` on top; every text is quoted, so it is read back as typed."""
    lines = [f"# {comment}" for comment in comments]
    for name, raw in answers.items():
        if isinstance(raw, dict):
            lines.append(f"{name}:")
            lines += [f"  {key}: {_quoted(text)}" for key, text in raw.items()]
        else:
            lines.append(f"{name}: {_quoted(raw)}")
    return "\n".join(lines) + "\n"


def _quoted(raw: str | list[str]) -> str:
    # Every JSON text is a YAML text.
    return json.dumps(raw, ensure_ascii=False)
