"""One mapping of a referential's YAML file, which knows its line and refuses what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from cases.referentials.model import Label


class ReferentialError(ValueError):
    """A referential file that cannot be used: `file:line: what is wrong, and how to mend it`."""


class Node:
    """One mapping of the file, which knows its line and which fields have been read."""

    def __init__(self, name: str, data: CommentedMap) -> None:
        self.name, self.data = name, data
        self.line: int = data.lc.line + 1
        self.read: set[str] = set()

    def fail(self, what: str, field: str | None = None) -> NoReturn:
        """Refuse the mapping, at the line of `field` where it has one; raises ReferentialError."""
        line = self.line
        if field is not None and field in self.data:
            line = self.data.lc.key(field)[0] + 1
        raise ReferentialError(f"{self.name}:{line}: {what}")

    def take(self, field: str) -> Any:
        """A field as it stands, None when it is not there."""
        self.read.add(field)
        return self.data.get(field)

    def text(self, field: str) -> str:
        """A text that is not empty."""
        value = self.take(field)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"'{field}' must be a text that is not empty: write {field}: \"…\"", field)
        return value

    def one_of(self, field: str, allowed: tuple[str, ...]) -> Any:
        """One of the values allowed."""
        value = self.take(field)
        if value not in allowed:
            self.fail(f"'{field}' is {value!r}: write one of {', '.join(allowed)}", field)
        return value

    def number(self, field: str) -> float | None:
        """A number, None when it is not there."""
        value = self.take(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(f"'{field}' is {value!r}: write a number", field)
        return float(value)

    def share(self, field: str) -> float | None:
        """A number above 0 and up to 1, None when it is not there."""
        found = self.number(field)
        if found is not None and not 0 < found <= 1:
            self.fail(f"'{field}' is {found}: write a share above 0 and up to 1", field)
        return found

    def count(self, field: str, least: int) -> int | None:
        """A whole number from `least`, None when it is not there."""
        found = self.number(field)
        if found is not None and (found != int(found) or found < least):
            self.fail(f"'{field}' is {found:g}: write a whole number, {least} or more", field)
        return None if found is None else int(found)

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, that is not empty."""
        value = self.take(field)
        if not isinstance(value, CommentedSeq) or not value or not all(isinstance(one, str) for one in value):
            self.fail(f"'{field}' must be a list of names: write {field}: [one, two]", field)
        return tuple(map(str, value))

    def child(self, field: str) -> Node:
        """A mapping under this one."""
        value = self.take(field)
        if not isinstance(value, CommentedMap):
            self.fail(f"'{field}' must be a mapping: write {field}: {{…}}", field)
        return Node(self.name, value)

    def label(self, field: str) -> Label:
        """A wording in both languages."""
        node = self.child(field)
        label = Label(fr=node.text("fr"), en=node.text("en"))
        node.done()
        return label

    def children(self, field: str, *, required: bool = True) -> Iterator[Node]:
        """The mappings of a list under this one."""
        value = self.take(field)
        if value is None and not required:
            return
        if not isinstance(value, CommentedSeq) or not value:
            self.fail(f"'{field}' must be a list that is not empty: write one '- {{id: …}}' per line", field)
        for row, item in enumerate(value):
            if not isinstance(item, CommentedMap):
                line = value.lc.item(row)[0] + 1
                raise ReferentialError(f"{self.name}:{line}: an item of '{field}' must read '- {{id: …}}'")
            yield Node(self.name, item)

    def done(self) -> None:
        """Refuse a field that nobody has read."""
        for field in self.data:
            if field not in self.read:
                self.fail(f"unknown field '{field}': use {', '.join(sorted(self.read))}", field)
