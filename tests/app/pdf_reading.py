"""Reading a PDF without a library: its objects as text, and the text of its pages through each font's own table."""

from __future__ import annotations

import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
TO_UNICODE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>")
# A pair of parentheses within a string may stand as it is (ISO 32000-1, 7.3.4.2).
SHOWN = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f]*>", re.DOTALL)


def streams(pdf: bytes) -> list[bytes]:
    """The streams of a file, unpacked where they are packed."""
    found = []
    for match in STREAM.finditer(pdf):
        try:
            # Not at once: a stream whose last byte is a carriage return is cut short of its checksum here.
            found.append(zlib.decompressobj().decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return found


def objects(pdf: bytes) -> bytes:
    """All that a file says outside its pages and fonts, packed objects included."""
    return pdf + b"\n".join(streams(pdf))


def texts(pdf: bytes) -> list[str]:
    """The text of each page as each font would read it, without spaces: one of them reads what was printed."""
    found = streams(pdf)
    tables = [_table(one) for one in found if b"begincmap" in one]
    pages = [one for one in found if b" Tf" in one or b"TJ" in one or b"Tj" in one]
    return [
        "".join(table.get(code, "") for code in _codes(page)).replace(" ", "")
        for page in pages
        for table in tables
    ]


def _table(cmap: bytes) -> dict[int, str]:
    table = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, to in RANGE.findall(block):
            for place in range(int(high, 16) - int(low, 16) + 1):
                table[int(low, 16) + place] = chr(int(to, 16) + place)
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, to in TO_UNICODE.findall(block):
            table[int(code, 16)] = bytes.fromhex(to.decode()).decode("utf-16-be")
    return table


def _codes(page: bytes) -> list[int]:
    codes = []
    for shown in SHOWN.findall(page):
        raw = bytes.fromhex(shown[1:-1].decode()) if shown.startswith(b"<") else _unescaped(shown[1:-1])
        codes += [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw) - 1, 2)]
    return codes


def _unescaped(raw: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def one(match: re.Match[bytes]) -> bytes:
        said = match[1]
        return bytes([int(said, 8)]) if said[:1].isdigit() else named.get(said, said)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, raw, flags=re.DOTALL)
