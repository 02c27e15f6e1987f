"""The catalogue's filters: what matches, how it is ordered, how many there are, what to let go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import LATER, NOON

from app.case_records import CaseRecord, entry, records
from app.catalogue_filters import (
    SORTS,
    Entry,
    Filters,
    counts,
    loosened,
    matches,
    matching,
    ordered,
    plain,
    read,
)
from app.store import GradeRow, SittingRow
from cases.library import load
from cases.policy import EXAM

STOCK = Entry(
    "stock", "Le stock", 45, 2, frozenset({"r1/B1.1", "r2/C1"}), frozenset({"r1/B1", "r2/C"}),
    frozenset({"number", "decision"}), ("eoq",), "Le stock : quantité économique d’un œillet",
)  # fmt: skip
QUAY = Entry(
    "quay", "Le quai", 46, 1, frozenset({"r1/B2.1"}), frozenset({"r1/B2"}), frozenset({"plan"}), (), "Le quai", done=2,
    best=15.0,
)  # fmt: skip
ROAD = Entry(
    "road", "À la route", 76, 1, frozenset({"r1/B2.2"}), frozenset({"r1/B2"}), frozenset({"number"}), (), "La route",
    done=1, best=4.0,
)  # fmt: skip
ALL = (STOCK, QUAY, ROAD)
KNOWN = {
    "referential": ("r1", "r2"),
    "block": ("r1/B1", "r1/B2"),
    "duration": ("short",),
    "level": ("1", "2"),
    "type": (),
}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filters(), "stock quay road"),
        (Filters(referential="r1", block="B2"), "quay road"),
        (Filters(referential="r2"), "stock"),
        (Filters(duration="short"), "stock"),
        (Filters(duration="medium"), "quay"),
        (Filters(duration="long"), "road"),
        (Filters(level="1", type="number"), "road"),
        (Filters(text="ECONOMIQUE oeillet"), "stock"),
        (Filters(text="d'un"), "stock"),
        (Filters(text="quai route"), ""),
    ],
)
def test_what_matches(wanted: Filters, found: str) -> None:
    assert [one.slug for one in matching(ALL, wanted)] == found.split()


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("recommended", "stock road quay"),  # never done, then the lowest mark
        ("duration", "stock quay road"),
        ("level", "quay road stock"),
        ("title", "road quay stock"),  # À before L
    ],
)
def test_the_order(sort: str, found: str) -> None:
    assert [one.slug for one in ordered(ALL, sort)] == found.split()  # type: ignore[arg-type]


def test_counts_and_what_to_let_go() -> None:
    assert counts(ALL, "block") == {"r1/B1": 1, "r1/B2": 2, "r2/C": 1}
    assert counts(ALL, "duration") == {"short": 1, "medium": 1, "long": 1}
    wanted = Filters(referential="r1", block="B2", level="2")
    assert matching(ALL, wanted) == ()
    assert loosened(ALL, wanted) == (("level", 2), ("block", 1), ("referential", 1))
    assert wanted.without("referential") == Filters(level="2")
    assert loosened(ALL, Filters(text="nothing", level="3")) == ()
    with pytest.raises(KeyError):
        counts(ALL, "colour")


def test_an_address_is_read_as_far_as_it_is_known() -> None:
    address = {
        "referential": "r1",
        "block": "B2",
        "duration": "long",
        "level": "1",
        "type": "x",
        "text": "  a   b ",
    }
    assert read(address, KNOWN) == Filters("r1", "B2", "", "1", "", "a b")
    assert read({"block": "B2"}, KNOWN) == Filters()
    assert read({"referential": None, "text": "x" * 500}, KNOWN).text == "x" * 80


@given(
    st.builds(
        Filters,
        referential=st.sampled_from(["", "r1", "r2"]),
        duration=st.sampled_from(["", "short", "medium", "long"]),
        level=st.sampled_from(["", "1", "2", "9"]),
        type=st.sampled_from(["", "number", "plan"]),
        text=st.text(max_size=6),
    )
)
def test_letting_a_filter_go_never_loses_a_case(wanted: Filters) -> None:
    kept = set(matching(ALL, wanted))
    for name in wanted.chosen:
        assert kept <= set(matching(ALL, wanted.without(name)))
    assert all(matches(one, wanted) for one in kept)
    for sort in SORTS:
        assert sorted(one.slug for one in ordered(ALL, sort)) == sorted(one.slug for one in ALL)


def test_a_text_as_a_search_compares_it() -> None:
    assert plain("Cœur d’ÉTÉ, n\u2011b") == "coeur d'ete, n-b"


def test_a_case_of_the_library_as_an_entry() -> None:
    case = load("seuil-reappro")
    found = entry(case, "fr", CaseRecord(2, 1, 14.0), own=True)
    assert found.criteria == frozenset(case.criteria)
    assert "rncp11928/B2" in found.blocks
    assert {"decision", "number"} <= found.types
    assert found.skills[0] == "demand_history"
    assert (found.own, found.done, found.begun, found.best) == (True, 2, 1, 14.0)
    assert matches(found, Filters(referential="rncp11928", block="B2", text="wilson reappro B2.4"))


def test_the_record_of_a_case_counts_what_shows() -> None:
    def row(name: str, **more: object) -> SittingRow:
        given = {"handed_in_at": LATER, **more}
        return SittingRow(name, 1, "stock", 1, 7, "practice", "fr", NOON, **given)  # type: ignore[arg-type]

    def grade(name: str, score: float, pending: float = 0.0) -> GradeRow:
        return GradeRow(name, 1, LATER, "hand_in", {"score": score, "max_score": 20, "pending": pending}, "1")

    sittings = [
        row("open", handed_in_at=None),
        row("low"),
        row("best"),
        row("waiting", policy=EXAM.as_dict()),
        row("provisional"),
        row("void", exam_id="e", paper_number=-1),
        row("test", exam_id="e", paper_number=1, rehearsal=True),
    ]
    grades = {
        one: grade(one, score)
        for one, score in (("low", 4), ("best", 12), ("waiting", 19), ("void", 20), ("test", 20))
    }
    grades["provisional"] = grade("provisional", 10, pending=10)
    assert records(sittings, grades) == {"stock": CaseRecord(done=4, begun=1, best=12.0)}
