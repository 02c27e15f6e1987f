"""How a command says no: a message in the user's language on stderr, and an exit code."""

from __future__ import annotations

from typing import Any

from app.i18n import Translator

USAGE = 2
FAILED = 1


class CommandError(Exception):
    """A command cannot go on; `key` and `params` name the message, `code` is the exit code.

    With `key` None the text is `text` itself, already in the user's language (the problems of a case, say).
    """

    def __init__(self, key: str | None, *, code: int = USAGE, text: str = "", **params: Any) -> None:
        super().__init__(text or f"{key} {params}")
        self.key = key
        self.code = code
        self.text = text
        self.params = params

    def explain(self, t: Translator) -> str:
        """The message in the translator's language."""
        return self.text if self.key is None else t(self.key, **self.params)
