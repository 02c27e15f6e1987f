"""The paper: sections, listed words, steps and placeholders, each with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.paper import Placeholder, placeholders, read_paper, without_placeholders

TEXT = """\
# A small case

A word that belongs to no section.

## Summary {#summary}

Two sentences.

## Company {#brief}


A figure: {{ price | eur }}.

### A part of the brief

Still the brief.

```
## not a heading {#code}
```

#### Mistakes {#q.mistakes}

- [one] You forgot
  the second line.
* [two] Another.

Words between.

#### Hints {#q.hints}

1. First
  goes on.
2. Second.
   \t
## Last {#last}
"""


def test_sections_by_id() -> None:
    paper = read_paper(TEXT, "x/en.md")
    assert (paper.title.text, paper.title.line, paper.file) == ("A small case", 1, "x/en.md")
    assert list(paper.sections) == ["summary", "brief", "q.mistakes", "q.hints", "last"]
    summary = paper.sections["summary"]
    assert (summary.title.text, summary.title.line) == ("Summary", 5)
    assert (summary.body.text, summary.body.line) == ("Two sentences.", 7)
    assert paper.duplicates == ()
    assert paper.items_twice == ()


def test_a_heading_without_id_belongs_to_the_section_above() -> None:
    brief = read_paper(TEXT, "en.md").sections["brief"]
    assert brief.body.line == 12
    assert brief.body.text.startswith(
        "A figure: {{ price | eur }}.\n\n### A part of the brief\n\nStill the brief."
    )
    assert "## not a heading {#code}" in brief.body.text


def test_listed_words_and_steps() -> None:
    paper = read_paper(TEXT, "en.md")
    mistakes = paper.sections["q.mistakes"].items
    assert {name: (words.text, words.line) for name, words in mistakes.items()} == {
        "one": ("You forgot the second line.", 24),
        "two": ("Another.", 26),
    }
    steps = paper.sections["q.hints"].steps
    assert [(step.text, step.line) for step in steps] == [("First goes on.", 32), ("Second.", 34)]
    assert paper.words("q.mistakes", "one") == mistakes["one"]
    assert paper.words("q.mistakes", "nobody") is None
    assert paper.words("nowhere", "one") is None
    assert paper.body("nowhere") == ""
    assert paper.sections["last"].body.text == ""


@pytest.mark.parametrize("gap", ["", "\n", "\n\n", " \n", "\t\n  \n"])
def test_a_text_has_the_line_where_its_first_word_stands(gap: str) -> None:
    text = f"# T\n## S {{#s}}\n{gap}word {{{{ x }}}}\n"
    body = read_paper(text, "f").sections["s"].body
    assert text.split("\n")[body.line - 1].startswith("word")


@pytest.mark.parametrize(
    ("line", "identifier", "title"),
    [
        ("## Terms {#terms}", "terms", "Terms"),
        ("##  Terms   {#terms}  ", "terms", "Terms"),
        ("###### Deep {#a.b_2.c}", "a.b_2.c", "Deep"),
        ("## {#bare}", "bare", ""),
        ("##\tTab {#tab}", "tab", "Tab"),
        ("## Braces {x} {#x}", "x", "Braces {x}"),
        ("## Two {#one} {#two}", "two", "Two {#one}"),
    ],
)
def test_headings(line: str, identifier: str, title: str) -> None:
    paper = read_paper(f"# T\n{line}\nbody\n", "f")
    assert list(paper.sections) == [identifier]
    assert paper.sections[identifier].title.text == title


@pytest.mark.parametrize(
    "line", ["##Terms {#terms}", "####### Seven {#s}", "## Terms {#9}", "## Terms {# x}", "#"]
)
def test_what_is_no_heading(line: str) -> None:
    assert not read_paper(f"# T\n{line}\n", "f").sections


def test_a_second_section_or_item_of_one_id_is_told() -> None:
    paper = read_paper("# T\n## A {#a}\n- [x] one\n- [x] two\n## B {#a}\nlost\n", "f")
    assert paper.duplicates == (("a", 5),)
    assert paper.items_twice == (("a", "x", 4),)
    assert paper.sections["a"].items["x"].text == "two"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ price | eur }}", [("price", "eur")]),
        ("{{price}}", [("price", "num")]),
        ("a {{ a+b|int }} b {{ rate.z | dec2 }}", [("a+b", "int"), ("rate.z", "dec2")]),
        ("{{ x | unit:EUR/piece/day:2 }}", [("x", "unit:EUR/piece/day:2")]),
        ("{{ {'a': 1}['a'] | int }}", [("{'a': 1}['a']", "int")]),
        ("{{ a\n | int }}", [("a", "int")]),
        ("{{ left open | int } and {{ b | int }}", [("b", "int")]),
        ("{ a }", []),
        ("{{}}", [("", "num")]),
    ],
)
def test_placeholders(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.source, one.filter) for one in placeholders(text)] == found
    for one in placeholders(text):
        assert text[one.start : one.start + 2] == "{{"
        assert text[one.end - 2 : one.end] == "}}"


def test_a_text_without_its_placeholders() -> None:
    assert without_placeholders("a {{ x | int }} b {{ y }}") == "a  b "
    assert without_placeholders("a {{ x\n| int }} b", keep_lines=True) == "a \n b"
    assert without_placeholders("{{ x } {{ y }}") == "{{ x } "


@pytest.mark.parametrize(
    "text",
    [
        "# " + " " * 20_000 + "x {#",
        "#" + " " * 50_000,
        "## a " + "{#a" * 20_000,
        "{{" * 50_000,
        "{{ " + "}" * 50_000,
        "{{ a |" * 20_000,
        "- [" * 30_000,
        "1" * 50_000,
        "- [a] " + " " * 50_000 + "x",
    ],
)
def test_no_line_makes_reading_explode(text: str) -> None:
    """Regular expressions that back up square or worse would take hours on these."""
    paper = read_paper(f"# T\n## S {{#s}}\n{text}\n", "f")
    for section in paper.sections.values():
        for words in section.pieces():
            placeholders(words.text)


@given(st.text(alphabet=st.sampled_from(list("#{}[]|- 1a.\n\t`*")), max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_paper(text: str) -> None:
    paper = read_paper(text, "f")
    for section in paper.sections.values():
        assert section.title.line <= text.count("\n") + 1
        found: list[Placeholder] = [one for words in section.pieces() for one in placeholders(words.text)]
        assert all(one.start < one.end for one in found)
        if section.body.text:
            first = section.body.text.split("\n")[0]
            assert first in text.split("\n")[section.body.line - 1]
