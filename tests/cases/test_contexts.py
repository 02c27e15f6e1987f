"""The contexts of evidence: known names and values, words in both languages."""

from __future__ import annotations

import re

import pytest

from cases.contexts import UnknownContext, context, contexts


def test_every_context_is_worded_in_both_languages() -> None:
    assert {"country", "document", "transport", "file_nature"} <= set(contexts())
    for one in contexts().values():
        wordings = [one.name, one.one, one.another, one.several, *one.values.values()]
        for words in wordings:
            assert set(words) == {"fr", "en"}
            assert all(text.strip() == text and text for text in words.values())
        assert all("{count}" in text for text in one.several.values())
        assert not any(re.search("[;:!?']", words["fr"]) for words in wordings)


def test_a_listed_value_is_accepted_and_worded() -> None:
    document = context("document")
    document.check("customs")
    assert document.value("customs")["fr"] == "un document de douane"


def test_any_value_will_do_where_none_is_listed() -> None:
    country = context("country")
    country.check("DE")
    assert country.value("DE") == {"fr": "DE", "en": "DE"}


@pytest.mark.parametrize(
    ("count", "seen", "words"),
    [(1, 0, "un pays"), (1, 1, "un second pays"), (2, 0, "2 pays différents"), (2, 3, "2 pays différents")],
)
def test_what_is_still_to_be_shown_depends_on_what_was(count: int, seen: int, words: str) -> None:
    assert context("country").more(count, seen)["fr"] == words


def test_an_unknown_name_or_value_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownContext) as caught:
        context("contry")
    assert (caught.value.found, caught.value.near) == ("contry", "country")
    with pytest.raises(UnknownContext, match="transport, customs, financial, administrative") as caught:
        context("document").check("custom")
    assert caught.value.near == "customs"
