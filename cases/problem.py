"""What is wrong with a case, where it stands and how to mend it, in French or in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from cases.parsed import remembered

_JOIN = {"fr": "\u202f; ", "en": "; "}  # between faults that share a line


@cache
def _messages() -> dict[str, dict[str, str]]:
    text = resources.files("cases").joinpath("messages.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = remembered("plain", text, lambda: YAML(typ="safe").load(text))
    return loaded


def message(code: str, lang: str, params: Mapping[str, Any] | None = None) -> str:
    """Word a code in ``lang`` ("fr" or "en") with its parameters; raises KeyError for an unknown code.

    A parameter that is a Problem, or words in both languages (see ``both``), is worded in ``lang`` too;
    ``near``, the nearest known name, becomes a question ("did you mean …?") when there is one, and nothing
    when there is none.
    """
    words = {name: _worded(value, lang) for name, value in (params or {}).items()}
    near = words.get("near")
    words["near"] = _messages()["near"][lang].format(name=near) if near else ""
    return _messages()[code][lang].format(**words)


def _worded(value: object, lang: str) -> object:
    if isinstance(value, Problem):
        return value.explain(lang)
    return value[lang] if isinstance(value, Mapping) and value.keys() == set(_JOIN) else value


def both(error: Exception) -> dict[str, str] | str:
    """What an error of a floor below says, on one line: in both languages when it can, else as it is."""
    explain = getattr(error, "explain", None)
    if explain is None:
        return str(error)
    return {lang: join.join(explain(lang).split("\n")) for lang, join in _JOIN.items()}


def nearest(name: str, known: Iterable[object]) -> str:
    """The known name closest to ``name``, or nothing when none is close."""
    close = get_close_matches(name, [str(one) for one in known], n=1)
    return close[0] if close else ""


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

    def __reduce__(self) -> tuple[type[CaseError], tuple[tuple[Problem, ...]]]:
        # An error must cross the border of a worker process whole.
        return type(self), (self.problems,)

    def explain(self, lang: str = "fr") -> str:
        """Every problem, a line each, in ``lang``."""
        return "\n".join(problem.explain(lang) for problem in self.problems)


class DrawError(CaseError):
    """No variant of a case could be drawn for a seed."""
