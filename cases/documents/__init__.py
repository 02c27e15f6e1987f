"""The trade's documents as data, one YAML file each beside this one; adding a file adds a document.

An annex shows one filled from the graph; a question gives one to fill. Both read the same layout.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from pydantic import ValidationError
from ruamel.yaml import YAML

from cases.documents.model import Column, Document, Field, Lines, Section, Words
from cases.parsed import remembered

__all__ = [
    "Column",
    "Document",
    "DocumentError",
    "Field",
    "Lines",
    "Section",
    "UnknownDocument",
    "Words",
    "documents",
    "load_document",
    "read_document",
]

SUFFIX = ".yaml"


class UnknownDocument(LookupError):  # noqa: N818 - named after what it says, as LookupError's own kin are read
    """A name that no document bears; `near` is what may have been meant, "" when nothing is close."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.near = next(iter(get_close_matches(name, documents(), n=1)), "")
        super().__init__(f"unknown document {name!r}: use one of {', '.join(documents())}")


class DocumentError(ValueError):
    """A faulty document file: where, and what is wrong."""


@cache
def documents() -> tuple[str, ...]:
    """The names of the documents, in order."""
    names = (entry.name for entry in files(__name__).iterdir() if entry.name.endswith(SUFFIX))
    return tuple(sorted(name.removesuffix(SUFFIX) for name in names))


@cache
def load_document(name: str) -> Document:
    """The document of that name; raises UnknownDocument, or DocumentError when its file is faulty."""
    if name not in documents():
        raise UnknownDocument(name)
    return read_document(name, files(__name__).joinpath(f"{name}{SUFFIX}").read_text(encoding="utf-8"))


def read_document(name: str, text: str) -> Document:
    """Read the YAML of a document; raises DocumentError that lists each fault with its place."""
    try:
        read = remembered("plain", text, lambda: YAML(typ="safe").load(text))
        return Document.model_validate({"name": name, **read})
    except ValidationError as error:
        faults = (
            f"{name}{SUFFIX}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
        )
        raise DocumentError("\n".join(faults)) from error
