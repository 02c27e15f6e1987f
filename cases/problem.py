"""What is wrong with a case, where it stands and how to mend it, in French or in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML


@cache
def _messages() -> dict[str, dict[str, str]]:
    text = resources.files("cases").joinpath("messages.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = YAML(typ="safe").load(text)
    return loaded


def message(code: str, lang: str, params: Mapping[str, Any] | None = None) -> str:
    """Word a code in ``lang`` ("fr" or "en") with its parameters; raises KeyError for an unknown code."""
    return _messages()[code][lang].format(**(params or {}))


def message_codes() -> tuple[str, ...]:
    """Every code that has words."""
    return tuple(_messages())


@dataclass(frozen=True)
class Problem:
    """One fault: a code, its place, and what the words need to name it."""

    code: str
    file: str = ""
    line: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def place(self) -> str:
        """``file:line``, as far as it is known."""
        return f"{self.file}:{self.line}" if self.line is not None else self.file

    def explain(self, lang: str = "fr") -> str:
        """``file:line: what is wrong, and how to mend it`` in ``lang``."""
        words = message(self.code, lang, self.params)
        place = self.place()
        return f"{place}: {words}" if place else words


class CaseError(Exception):
    """A case cannot be used; ``problems`` says why, one by one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.explain("en"))

    def explain(self, lang: str = "fr") -> str:
        """Every problem, a line each, in ``lang``."""
        return "\n".join(problem.explain(lang) for problem in self.problems)


class DrawError(CaseError):
    """No variant of a case could be drawn for a seed."""
