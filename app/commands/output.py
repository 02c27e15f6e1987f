"""What commands write: JSON alone on stdout where a program reads it, tables and words for people."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from app.commands.errors import FAILED, CommandError


def put_json(data: object) -> None:
    """Writes one JSON document and a line end to stdout; figures that are not finite become null."""
    sys.stdout.write(json.dumps(finite(data), ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def finite(data: Any) -> Any:
    """The same data with null in place of what JSON cannot say (NaN, infinities); tuples become lists."""
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, Mapping):
        return {str(key): finite(value) for key, value in data.items()}
    if isinstance(data, (list, tuple, set, frozenset)):
        return [finite(value) for value in data]
    return data


def put(text: str = "") -> None:
    """Writes one line of text to stdout as it is, without markup, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """Writes one line to stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def put_markdown(text: str) -> None:
    """Shows Markdown on a terminal; the source itself when the output goes to a file or another program."""
    if sys.stdout.isatty():
        Console(file=sys.stdout).print(Markdown(text))
    else:
        put(text)


def put_table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Shows a table; `right` gives the numbers of the columns aligned on the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(_literal, row))
    # A file or a pipe has no width: eighty columns would cut the table for nobody's benefit.
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False, emoji=False).print(table)


def read_text(path: Path) -> str:
    """The text of a file, or of stdin for "-"; raises CommandError when it cannot be read."""
    try:
        if str(path) == "-":
            return sys.stdin.read()
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise CommandError("cli.error.no_file", path=path) from error
    except IsADirectoryError as error:
        raise CommandError("cli.error.is_folder", path=path) from error
    except UnicodeDecodeError as error:
        raise CommandError("cli.error.not_utf8", path=path) from error
    except OSError as error:
        raise CommandError("cli.error.unreadable", path=path, reason=error.strerror or error) from error


def write_text(path: Path, text: str) -> None:
    """Writes a file; raises CommandError when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError("cli.error.unwritable", code=FAILED, path=path, reason=reason) from error


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a file of bytes; raises CommandError when it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError("cli.error.unwritable", code=FAILED, path=path, reason=reason) from error


def _literal(text: str) -> str:
    return text.replace("[", "\\[")
