"""The one error of uploads: a message code, and what its words need."""

from __future__ import annotations

from cases.numerals import Lang
from cases.problem import message


class UploadError(ValueError):
    """A file that cannot be used; nothing of it was kept."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {params}")

    def explain(self, lang: Lang) -> str:
        """What is wrong with the file and how to mend it; plain text that may quote the file."""
        return message(self.code, lang, self.params)
