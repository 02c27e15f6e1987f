"""Compiles every app/locale/<lang>/LC_MESSAGES/*.po into the .mo beside it: `python -m app.locale.compile`.

Needs Babel (the dev extra). With `--check` nothing is written and the exit code is 1 when a .mo is out of
date. This folder has no __init__.py on purpose: Streamlit puts app/ on the path while a page runs, and a
regular package called `locale` would then hide the standard library's module of that name.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

LOCALE_DIR = Path(__file__).parent


def po_files() -> list[Path]:
    """Every .po file of every language, in a fixed order."""
    return sorted(LOCALE_DIR.glob("*/LC_MESSAGES/*.po"))


def compiled(po: Path) -> bytes:
    """The bytes of the .mo file for a .po file; the same text always gives the same bytes.

    Babel's own writer adds its version and the time of day, so only its reader is used. Raises
    babel.messages.pofile.PoFileError, naming the line, when the file cannot be read.
    """
    from babel.messages.pofile import read_po  # noqa: PLC0415  (dev extra only)

    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parts[-3], abort_invalid=True)
    header = f"Language: {po.parts[-3]}\nContent-Type: text/plain; charset=utf-8\n"
    header += f"Plural-Forms: {catalogue.plural_forms}\n"
    texts = {"": header}
    for message in catalogue:
        if message.id and message.string and not message.fuzzy:
            texts[_joined(message.id)] = _joined(message.string)
    return _packed(texts)


def _joined(forms: str | tuple[str, ...] | list[str]) -> str:
    """A text, or the forms of a plural as the compiled file keeps them."""
    return forms if isinstance(forms, str) else "\0".join(forms)


def _packed(texts: dict[str, str]) -> bytes:
    # The GNU .mo layout: magic, version, count, offsets of the two tables (length, offset), then the texts.
    # https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    count, start = len(pairs), 28 + 16 * len(pairs)
    tables, data = b"", b""
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<II", len(pair[column]), start + len(data))
            data += pair[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count) + tables + data


def main(arguments: list[str]) -> int:
    """Compiles, or with `--check` only compares; 0 when all is up to date."""
    check = "--check" in arguments
    stale = []
    for po in po_files():
        mo, data = po.with_suffix(".mo"), compiled(po)
        if mo.exists() and mo.read_bytes() == data:
            continue
        stale.append(mo)
        if not check:
            mo.write_bytes(data)
    for mo in stale:
        sys.stdout.write(f"{'out of date' if check else 'written'}: {mo.relative_to(LOCALE_DIR)}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
