"""The trade's documents: each layout whole, in both languages, and a faulty one refused with its place."""

from __future__ import annotations

import pytest

from cases.documents import DocumentError, UnknownDocument, documents, load_document, read_document
from cases.quantity import check_filter

FRENCH = {
    "air_waybill": "Lettre de transport aérien (LTA)",
    "arrival_notice": "Avis d’arrivée",
    "bank_remittance": "Bordereau de remise documentaire",
    "bill_of_lading": "Connaissement maritime",
    "certificate_of_origin": "Certificat d’origine",
    "cmr": "Lettre de voiture internationale CMR",
    "commercial_invoice": "Facture commerciale",
    "complaint_record": "Fiche de réclamation client (8D)",
    "delivery_note": "Bon de livraison",
    "draft": "Traite (lettre de change)",
    "export_declaration": "Déclaration d’exportation (DAU)",
    "insurance_certificate": "Certificat d’assurance transport",
    "letter_of_credit": "Crédit documentaire (MT 700)",
    "packing_list": "Liste de colisage",
    "picking_list": "Liste de prélèvement",
    "price_quotation": "Cotation de transport",
    "purchase_order": "Bon de commande",
    "reserve_letter": "Réserves et réclamation au transporteur",
    "return_slip": "Bon de retour",
    "road_waybill": "Lettre de voiture nationale",
    "shipping_instruction": "Instructions d’expédition",
    "stock_card": "Fiche de stock",
}


def test_the_documents_of_the_trade() -> None:
    assert set(FRENCH) <= set(documents())
    assert {name: load_document(name).title.fr for name in FRENCH} == FRENCH


@pytest.mark.parametrize("name", documents())
def test_a_document_is_whole(name: str) -> None:
    document = load_document(name)
    assert document.name == name
    entries = [*document.fields.values(), *(document.lines.columns if document.lines else ())]
    for entry in entries:
        assert entry.label.fr
        assert entry.label.en
        assert entry.kind == "choice" or not entry.options
        for with_unit in (True, False):
            written = entry.filter(with_unit=with_unit)
            assert entry.kind == "choice" or check_filter(written) is None
    assert document.to_fill
    assert all(not field.sign for field in document.to_fill.values())
    if document.lines is not None:
        assert sum(column.width for column in document.lines.columns) == 12
    for section in (*document.sections, *document.closing):
        for row in section.rows:
            assert sum(field.width for field in row) == 12, f"{name}: {section.id}"


def test_a_cmr_has_its_twenty_four_boxes() -> None:
    cmr = load_document("cmr")
    assert cmr.lines is not None
    entries = [*cmr.fields.values(), *cmr.lines.columns]
    assert sorted(int(entry.box) for entry in entries if entry.box) == list(range(1, 25))


def boxes(name: str) -> set[str]:
    """The numbers printed on a document."""
    document = load_document(name)
    columns = document.lines.columns if document.lines is not None else []
    return {entry.box for entry in (*document.fields.values(), *columns) if entry.box}


def test_documents_bear_the_numbers_of_the_real_forms() -> None:
    # The single administrative document: boxes 1 to 54, and those of the offices, A to J.
    assert boxes("export_declaration") >= {
        "1",
        "2",
        "8",
        "14",
        "17",
        "20",
        "22",
        "25",
        "31",
        "33",
        "37",
        "44",
        "46",
        "54",
    }
    assert all(
        box.rstrip("a") in {*map(str, range(1, 55)), *"ABCDEFGHIJ"} for box in boxes("export_declaration")
    )
    assert boxes("certificate_of_origin") == set("12345678")
    # The tags of message MT 700, of which these are mandatory in SWIFT's book.
    assert boxes("letter_of_credit") >= {"27", "40A", "20", "40E", "31D", "50", "59", "32B", "41a", "49"}
    # The air waybill, by IATA Resolution 600a: pieces, weights and rating stand in 22A to 22L.
    assert boxes("air_waybill") >= {*"12456789", "16", "17", "18", *(f"22{part}" for part in "ABDEFGHIJKL")}


def test_what_writes_a_box() -> None:
    note, invoice = load_document("delivery_note"), load_document("commercial_invoice")
    assert note.fields["total_weight"].filter() == "unit:kg"
    assert note.fields["number"].filter() == "text"
    assert note.fields["date"].filter() == "date"
    assert invoice.fields["total"].filter("USD") == "unit:USD:2"
    assert invoice.fields["total"].filter("USD", with_unit=False) == "dec2"
    assert invoice.lines is not None
    assert invoice.lines.column("quantity").filter(with_unit=False) == "num"
    assert load_document("cmr").fields["payment"].option("forward", "fr") == "Port dû"
    assert (note.lang("fr"), note.lang("en"), invoice.lang("fr")) == ("fr", "en", "en")


def test_an_unknown_document_names_the_nearest() -> None:
    with pytest.raises(UnknownDocument, match="delivery_note") as caught:
        load_document("delivry_note")
    assert caught.value.near == "delivery_note"


TITLE = "title: {fr: T, en: T}\n"


def one_row(*boxes: str) -> str:
    """A layout of one row: each box given by what follows its id and its label."""
    written = ", ".join(
        f"{{id: {name}, label: {{fr: A, en: A}}{more}}}" for name, _, more in map(_parted, boxes)
    )
    return f"{TITLE}sections: [{{id: s, rows: [[{written}]]}}]"


def _parted(box: str) -> tuple[str, str, str]:
    name, comma, more = box.partition(",")
    return name, comma, comma + more


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{TITLE}sections: []", "sections"),
        (one_row("a").removeprefix(TITLE), "title"),
        (one_row("a", "a"), "ids that stand twice: a"),
        (one_row("s"), "ids that stand twice: s"),
        (one_row("a, width: 13"), "width"),
        (one_row("a, width: 7", "b"), "s: a row is wider than 12"),
        (one_row("a, kind: choice"), "a: a choice"),
        (one_row("a, unit: kg"), "a: only a quantity"),
        (one_row("a, kind: quantity, unit: shell"), "shell"),
        (one_row("a").replace("{fr: A, en: A}", "{fr: A}"), "label.en"),
    ],
)
def test_a_faulty_layout_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document("mine", text)
    assert "mine.yaml: " in str(caught.value)
    assert told in str(caught.value)
