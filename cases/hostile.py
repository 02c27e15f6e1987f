"""Texts that have broken readers elsewhere: no question may fail on any of them."""

from __future__ import annotations

from cases.answers import Raw

TEXTS: tuple[str, ...] = (
    " ", "\t", "\u00a0\u202f", "-", "--5", "+", ".", ",", "1.234", "1 2 3", "12 34,5", "1e999", "1e-999", "nan",
    "inf", "-inf", "0x10", "1_000", "½", "٣٤", "５", "💥", "\x00", "\u202e123", "a" * 10_000, "9" * 400, "1/0",
    "__import__('os')", "{{ seed }}", "{0.__class__}", "%s%n", "'; DROP TABLE answer; --", "<script>alert(1)</script>",
    "1,2,3", "1..2", "12 kg 3", "€", "%", "100 %", "12 parsecs", "null", "true", "[]", "{}",
)  # fmt: skip

SHAPES: tuple[Raw, ...] = ([], [""], ["nobody"], ["a", "a"], {}, {"s": ""}, {"s": "💥", "Q": "-1"}, {"": "1"})
