"""A list of learners in a CSV or XLSX file → accounts to create, every line checked before any is made.

Columns by their heading, in any order, in French or English: a name (or first and last name), and if wanted a
login, an e-mail address and a class. A missing login is made from the name. Nothing in the file is run or
fetched, and a file that would unfold beyond its limits is refused unread.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import ParseError

from app.access import Viewer, in_role, require
from app.i18n import translator
from app.store import NewAccount, Store, StoreError
from app.store.account_queries import clean_cohort, clean_email, clean_login, clean_name

MAX_BYTES: Final = 2_000_000
MAX_UNFOLDED: Final = 40_000_000
MAX_LINES: Final = 1_000
MAX_COLUMNS: Final = 50
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "full name", "nom complet", "nom et prenom", "prenom et nom", "apprenant", "learner"),
    "first": ("first name", "firstname", "given name", "prenom"),
    "last": ("last name", "lastname", "surname", "family name", "nom", "nom de famille"),
    "login": ("login", "username", "user name", "identifiant", "utilisateur"),
    "email": (
        "email",
        "e-mail",
        "mail",
        "e-mail address",
        "courriel",
        "adresse e-mail",
        "adresse electronique",
    ),
    "cohort": ("class", "group", "cohort", "classe", "groupe", "promotion", "cohorte"),
}


class RosterError(ValueError):
    """A file that cannot be read as a list; `key` and `params` name the message."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def explain(self, lang: str) -> str:
        """What is wrong and how to mend it, in "fr" or "en"."""
        return translator(lang)(self.key, **self.params)


@dataclass(frozen=True)
class RosterLine:
    """One line of the list: where it stands in the file, the account it asks for, and what is wrong with it."""

    number: int
    new: NewAccount
    problem: StoreError | RosterError | None = None


def read_roster(name: str, data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The lines of a file, with their numbers, by the columns' own names. Raises RosterError."""
    if len(data) > MAX_BYTES:
        raise RosterError("accounts.roster.too_big", most=MAX_BYTES // 1_000_000)
    table = _xlsx(data) if name.lower().endswith(".xlsx") or data[:4] == b"PK\x03\x04" else _csv(data)
    rows = [(number, cells) for number, cells in table if any(cells)]
    if not rows:
        raise RosterError("accounts.roster.empty")
    (_, head), *rest = rows
    columns = _columns(head)
    if "name" not in columns.values() and "last" not in columns.values():
        raise RosterError("accounts.roster.no_name")
    if len(rest) > MAX_LINES:
        raise RosterError("accounts.roster.too_long", most=MAX_LINES)
    if not rest:
        raise RosterError("accounts.roster.empty")
    found = []
    for number, cells in rest:
        line = {field: cells[place] for place, field in columns.items() if place < len(cells)}
        if any(line.values()):
            found.append((number, line))
    return found


def preview(
    store: Store, viewer: Viewer, lines: Iterable[tuple[int, Mapping[str, str]]], cohort: str = ""
) -> tuple[RosterLine, ...]:
    """What each line would create, or why it cannot; `cohort` is the class of lines that name none.

    Raises RoleForbids.
    """
    require(viewer, "account.create", in_role("learner"))
    read = [(number, _wanted(line, cohort)) for number, line in lines]
    taken = store.logins_taken([new.login for _, new in read] + [_login_of(new.display) for _, new in read])
    found, used = [], set(taken)
    for (number, new), (_, line) in zip(read, lines, strict=True):
        given = bool(line.get("login", "").strip())
        one = (
            new
            if given
            else NewAccount(_free(new.login, used), new.display, email=new.email, cohort=new.cohort)
        )
        problem = _problem(one, used)
        used.add(one.login)
        found.append(RosterLine(number, one, problem))
    return tuple(found)


def _wanted(line: Mapping[str, str], cohort: str) -> NewAccount:
    parts = (line.get("first", ""), line.get("last", ""))
    display = line.get("name", "") or " ".join(filter(None, parts))
    login = line.get("login", "").strip().lower() or _login_of(display)
    return NewAccount(
        login, display, email=line.get("email") or None, cohort=line.get("cohort") or cohort or None
    )


def _problem(new: NewAccount, used: set[str]) -> StoreError | RosterError | None:
    try:
        clean_name(new.display)
        clean_login(new.login)
        clean_email(new.email)
        if new.cohort:
            clean_cohort(new.cohort)
    except StoreError as error:
        return error
    return RosterError("accounts.roster.login_taken", login=new.login) if new.login in used else None


def _login_of(display: str) -> str:
    """`first.last` in plain letters, from a name as people write it."""
    folded = unicodedata.normalize("NFKD", display.lower().replace("œ", "oe").replace("æ", "ae"))
    plain = folded.encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z0-9]+", plain))[:80]


def _free(login: str, used: set[str]) -> str:
    """The login, with a number behind it when somebody has it."""
    number, found = 2, login
    while found and found in used:
        found, number = f"{login}{number}", number + 1
    return found


def _columns(head: Sequence[str]) -> dict[int, str]:
    """Place of a column → what it holds; a heading we do not know is left aside, as is a second of its kind."""
    found: dict[int, str] = {}
    for place, heading in enumerate(head[:MAX_COLUMNS]):
        folded = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
        said = " ".join(folded.replace("_", " ").split())
        field = next((field for field, names in HEADINGS.items() if said in names), None)
        if field is not None and field not in found.values():
            found[place] = field
    if "first" not in found.values() and "name" not in found.values():
        # « Nom » alone holds the whole name.
        found = {place: "name" if field == "last" else field for place, field in found.items()}
    return found


def _csv(data: bytes) -> list[tuple[int, list[str]]]:
    text = _text(data)
    first = text.splitlines()[0] if text.strip() else ""
    separator = max(";,\t", key=first.count)
    found = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for cells in reader:
            found.append((reader.line_num, [_cell(one) for one in cells[:MAX_COLUMNS]]))
            if len(found) > MAX_LINES + 200:
                raise RosterError("accounts.roster.too_long", most=MAX_LINES)
    except csv.Error as error:
        raise RosterError("accounts.roster.unreadable") from error
    return found


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")  # what spreadsheets write in France
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise RosterError("accounts.roster.unreadable")


def _xlsx(data: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl  # noqa: PLC0415  (a fifth of a second, only for a spreadsheet)
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNFOLDED:
                raise RosterError("accounts.roster.too_big", most=MAX_BYTES // 1_000_000)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        found: list[tuple[int, list[str]]] = []
        sheet = book.worksheets[0]
        # A sheet may declare a million empty lines.
        for number, row in enumerate(
            sheet.iter_rows(values_only=True, max_row=MAX_LINES + 200, max_col=MAX_COLUMNS), start=1
        ):
            found.append((number, [_cell("" if one is None else str(one)) for one in row]))
        book.close()
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        ParseError,
    ) as error:
        if isinstance(error, RosterError):
            raise
        raise RosterError("accounts.roster.unreadable") from error
    return found


def _cell(text: str) -> str:
    return " ".join(text.split())[:300]
