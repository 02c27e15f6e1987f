"""Answers as a YAML file that people can edit: question id → text, list of option ids, or input → text."""

from __future__ import annotations

import json
import re
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
    # A JSON text is a YAML text, but for the signs that YAML takes for line ends or does not print.
    text = json.dumps(raw, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)
