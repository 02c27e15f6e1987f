"""Files handed in by learners: read as text whatever wrote them, refused in words when they cannot be used."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cases import hostile
from cases.numerals import Lang
from cases.quantity import read_number
from cases.typed import figure_typed, typed
from cases.uploads import Upload, UploadError, matched, read_upload, written

COLUMNS = {"order": ("Commande", "Order"), "start": ("Début (h)", "Start (h)")}


def workbook(*rows: list[Any], edit: Any = None) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if edit is not None:
        edit(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, **changes: bytes) -> bytes:
    """The same archive with parts changed or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part.filename, old.read(part))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(UploadError) as caught:
        read_upload(data, "fr")
    for lang in ("fr", "en"):
        assert caught.value.explain(lang)
    assert caught.value.explain("fr").endswith("Rien n’a été modifié.")
    return caught.value.code


# -- what is read --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        b"order;start\nA1;2,5\nA2;4\n",
        b"order,start\r\nA1,\"2,5\"\r\nA2,4\r\n",
        b"order\tstart\nA1\t2,5\nA2\t4",
        b"\xef\xbb\xbforder;start\rA1;2,5\rA2;4\r",
        "order\tstart\nA1\t2,5\nA2\t4\n".encode("utf-16"),
        b"sep=;\norder;start\nA1;2,5\nA2;4\n",
        b"sep=|\r\norder|start\r\nA1|2,5\r\nA2|4\r\n",
        b'"order";"start"\n" A1 ";2,5\n\n;\nA2;"4"\n;;;\n',
    ],
)  # fmt: skip
def test_csv_of_every_spreadsheet(data: bytes) -> None:
    assert read_upload(data, "fr").rows == (("order", "start"), ("A1", "2,5"), ("A2", "4"))


def test_csv_in_the_old_french_encoding() -> None:
    assert read_upload("pièce;coût €\né;1\n".encode("cp1252"), "fr").rows[0] == ("pièce", "coût €")


def test_a_comma_in_a_heading_does_not_part_a_file_of_semicolons() -> None:
    data = "Commande, n°;Début;Fin\nA1;1;2\nA2;3;4\n".encode()
    assert read_upload(data, "fr").rows[0] == ("Commande, n°", "Début", "Fin")


def test_one_column_needs_no_separator() -> None:
    assert read_upload(b"order\nA1\nA2\n", "en").rows == (("order",), ("A1",), ("A2",))


def test_lines_are_told_as_the_file_counts_them() -> None:
    assert read_upload(b'sep=;\na;b\n\n"x\ny";2\n3;4\n', "en").lines == (2, 5, 6)


@pytest.mark.parametrize(("lang", "figure"), [("fr", "2,5"), ("en", "2.5")])
def test_workbook_figures_become_what_one_would_type(lang: Lang, figure: str) -> None:
    data = workbook(["order", "start"], ["A1", 2.5], [], ["A2", 4.0])
    found = read_upload(data, lang)
    assert found.rows == (("order", "start"), ("A1", figure), ("A2", "4"))
    assert found.lines == (1, 2, 4)


def test_workbook_values_of_every_kind() -> None:
    data = workbook(
        [datetime(2026, 11, 20), datetime(2026, 11, 20, 8, 30), date(2026, 11, 20), time(8, 5)],
        [timedelta(hours=30, minutes=15), True, 1.234, 0.1 + 0.2],
    )
    assert read_upload(data, "fr").rows == (
        ("2026-11-20", "2026-11-20 08:30", "2026-11-20", "08:05"),
        ("30:15", "true", "1,2340", "0,3"),
    )


def test_the_first_visible_sheet_that_holds_anything() -> None:
    def edit(book: Any) -> None:
        hidden, shown = book.create_sheet("hidden"), book.create_sheet("shown")
        hidden.append(["no"])
        hidden.sheet_state = "hidden"
        shown.append(["yes"])

    assert read_upload(workbook(edit=edit), "fr").rows == (("yes",),)


def test_a_formula_gives_its_saved_value() -> None:
    data = workbook(["a", "=1+1"])
    sheet = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")
    saved = (
        sheet.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
    )
    assert saved != sheet
    assert read_upload(repacked(data, **{"xl/worksheets/sheet1.xml": saved}), "fr").rows == (("a", "2"),)


@given(st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-(10**9), 10**9), st.sampled_from(["fr", "en"]))
def test_a_figure_reads_back_as_itself(value: float, lang: Lang) -> None:
    text = figure_typed(value, lang)
    if len(text) <= 40:
        assert read_number(text, lang).value == pytest.approx(value, abs=1e-15)
    assert typed("A1", lang) == "A1"


def test_what_is_written_is_read_back() -> None:
    rows = [["Commande", "Début (h)"], ["A;1", "2,5"], ['say "x"', ""]]
    for lang in ("fr", "en"):
        assert read_upload(written(rows, lang), lang).rows == tuple(map(tuple, rows))


# -- headings ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "head", ["order;start", "COMMANDE;debut", "Order ;Start [h]", "Start (h);Commande;Note"]
)
def test_headings_in_both_languages_or_ids(head: str) -> None:
    cells = dict(zip(head.split(";"), ("x", "y", "z"), strict=False))
    data = (head + "\n" + ";".join(cells.values()) + "\n").encode()
    found = matched(read_upload(data, "fr"), COLUMNS)
    assert set(found.rows[0]) == {"order", "start"}
    assert found.ignored == (("Note",) if "Note" in head else ())
    assert found.rows[0]["order"] == ("y" if head.startswith("Start") else "x")


def test_a_title_may_stand_above_the_headings() -> None:
    found = matched(read_upload("Plan de charge\n\nCommande;Début\nA1;3\n".encode(), "fr"), COLUMNS)
    assert found.rows == ({"order": "A1", "start": "3"},)
    assert found.lines == (4,)


def test_optional_columns_may_be_missing() -> None:
    assert matched(read_upload(b"order\nA1\n", "fr"), COLUMNS, optional={"start"}).rows == ({"order": "A1"},)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x;y\n1;2\n", "upload_header"),
        (b"order;y\n1;2\n", "upload_column_missing"),
        (b"order;start;Order\n1;2;3\n", "upload_column_twice"),
    ],
)
def test_headings_that_will_not_do(data: bytes, code: str) -> None:
    with pytest.raises(UploadError) as caught:
        matched(read_upload(data, "fr"), COLUMNS)
    assert caught.value.code == code
    assert all(caught.value.explain(lang) for lang in ("fr", "en"))


# -- what is refused -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "upload_empty"),
        (b" ; \n\n", "upload_empty"),
        (b"\x00\x01\x02", "upload_kind"),
        (b"%PDF-1.7\n\x93\x00", "upload_kind"),
        (b"a\x81;b\n", "upload_encoding"),
        (b'a;b\n"never closed;2\n', "upload_csv"),
        (b'a;b\n"x"y;2\n', "upload_csv"),
        (b"a;b\n" + b"x" * 501 + b";1\n", "upload_cell"),
        (b"a;b\n" + b"1;2\n" * 2001, "upload_rows"),
        (b";" * 60 + b"x\n", "upload_columns"),
        (b"a" * 1_000_001, "upload_size"),
        (b"PK\x03\x04 not a zip", "upload_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "upload_old"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "upload_encrypted"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_workbooks_that_cannot_be_used() -> None:
    good = workbook(["a", "b"], [1, 2])
    sheet = "xl/worksheets/sheet1.xml"
    assert refusal(repacked(good, **{"xl/vbaProject.bin": b"x"})) == "upload_macro"
    assert refusal(repacked(good, **{"xl/media/big.bin": b"\0" * 10_000_001})) == "upload_unpacked"
    assert refusal(repacked(good, **{f"x/{n}": b"" for n in range(600)})) == "upload_unpacked"
    assert refusal(repacked(good, **{sheet: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})) == "upload_damaged"
    assert refusal(repacked(good, **{sheet: b"<worksheet><sheetData><row><c"})) == "upload_damaged"
    assert refusal(repacked(good, **{sheet: "<a/>".encode("utf-16")})) == "upload_damaged"
    assert refusal(good[: len(good) // 2]) == "upload_damaged"
    assert refusal(workbook(["a", "=1+1"])) == "upload_formula"
    assert refusal(workbook()) == "upload_empty"
    assert refusal(workbook(["x"] * 51)) == "upload_columns"
    assert refusal(workbook(*([1] for _ in range(2001)))) == "upload_rows"
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as other:
        other.writestr("word/document.xml", "<a/>")
    assert refusal(archive.getvalue()) == "upload_kind"


def sheet(row: str, cell: str = "") -> bytes:
    """A workbook whose sheet holds one row, numbered at will."""
    text = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{row}"><c r="A{row}">{cell}</c></row></sheetData></worksheet>'
    )
    return repacked(workbook(["a"]), **{"xl/worksheets/sheet1.xml": text.encode()})


def test_a_row_that_lies_far_away() -> None:
    assert read_upload(sheet("9999", "<v>1</v>"), "fr").lines == (9999,)
    assert refusal(sheet("10001", "<v>1</v>")) == "upload_rows"
    assert refusal(sheet("999999999999", "<v>1</v>")) == "upload_rows"
    assert refusal(sheet("1048576")) == "upload_empty"  # formatted to the last row, nothing in it


@pytest.mark.parametrize(
    "rows",
    [b'<row r="5"><c r="A5"/></row>' * 10_001, b"<row><c/></row>" * 10_001, b"<row>" + b"<c/>" * 150_001],
)
def test_a_sheet_of_nothing_is_not_walked_through(rows: bytes) -> None:
    """Blank rows and cells by the thousand pack into a few bytes: they are counted before they are read."""
    whole = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    assert refusal(repacked(workbook(["a"]), **{"xl/worksheets/sheet1.xml": whole})) == "upload_rows"


def outcome(data: bytes) -> Upload | str:
    """What comes of a file: its rows, or the words of its refusal; any other error is a fault."""
    try:
        found = read_upload(data, "fr")
        matched(found, COLUMNS)
    except UploadError as error:
        return error.explain("en")
    return found


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_hostile_text_is_only_text(text: str) -> None:
    assert outcome(text.encode())
    assert outcome(f"order;start\n{text};1\n".encode())


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert outcome(data)


def test_no_workbook_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read_upload(workbook(["a"]), "fr")
    assert not list(tmp_path.iterdir())
