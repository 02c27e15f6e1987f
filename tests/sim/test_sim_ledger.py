"""The ledger: append-only rows, bytes that say everything, and a way back from the bytes."""

from __future__ import annotations

import hashlib
import json

from sim.ledger import KINDS, Event, Ledger


def ledger() -> Ledger:
    one = Ledger({"seed": 1, "scenario": "été"})
    one.append((0, "start", "stock", "item", 10, 0, 0, 10, 0, 0, None))
    one.append((0, "demand", "stock", "item", 12, 10, 2, 0, 2, 0, None))
    one.append((0, "order", "stock", "item", 12, 0, 0, 0, 2, 12, 2.5))
    return one


def test_rows_in_order_and_by_kind() -> None:
    one = ledger()
    assert len(one) == 3
    assert [event.kind for event in one] == ["start", "demand", "order"]
    assert one.rows("order") == (Event(0, "order", "stock", "item", 12, 0, 0, 0, 2, 12, 2.5),)
    assert {event.kind for event in one.rows()} <= set(KINDS)


def test_bytes_are_json_lines_with_the_header_first() -> None:
    data = ledger().to_jsonl()
    head, *rows = data.decode().splitlines()
    assert json.loads(head) == {"seed": 1, "scenario": "été"}
    assert json.loads(rows[1]) == [0, "demand", "stock", "item", 12, 10, 2, 0, 2, 0, None]
    assert ledger().digest() == hashlib.sha256(data).hexdigest()


def test_bytes_read_back_give_the_same_bytes() -> None:
    assert Ledger.from_jsonl(ledger().to_jsonl()).to_jsonl() == ledger().to_jsonl()


def test_the_order_of_header_keys_does_not_matter() -> None:
    assert Ledger({"a": 1, "b": 2}).digest() == Ledger({"b": 2, "a": 1}).digest()


def test_every_row_counts_in_the_digest() -> None:
    one, other = ledger(), ledger()
    other.append((1, "close", "stock", "item", 0, 0, 0, 0, 2, 12, None))
    assert one.digest() != other.digest()
