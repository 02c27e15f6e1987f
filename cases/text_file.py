"""The text of a file that a trainer or a learner wrote: UTF-8, of a reasonable size."""

from __future__ import annotations

from cases.problem import Problem

MAX_BYTES = 200_000  # a long case holds 30 000; ruamel reads some 40 000 a second


def decoded(data: bytes, file: str) -> str | Problem:
    """The text of a file's bytes, its byte order mark and its kinds of line end left out, or what is wrong."""
    if len(data) > MAX_BYTES:
        return Problem("file_large", file, None, {"limit": MAX_BYTES})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem("file_encoding", file, line, {"byte": f"0x{data[error.start]:02X}"})
    return text.replace("\r\n", "\n").replace("\r", "\n")
