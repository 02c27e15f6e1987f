"""What a learner sees before handing in: every figure, in both languages, and no key."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from edited_cases import Edit, case_with

from cases.expressions import ExpressionError
from cases.library import load, slugs
from cases.load import LANGUAGES
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.quantity import read_number
from cases.questions.number import NumberQuestion
from cases.variant import Variant, draw
from cases.views import AnnexView, TableView, annexes, brief, questions

Y, FR, EN = "case.yaml", "fr.md", "en.md"
SEEDS = range(10)
TEXTS = ("label", "text", "month", "date")


def csv_rows(table: TableView, lang: Lang) -> list[list[str]]:
    """The file as a spreadsheet of that language reads it."""
    assert table.csv.startswith(b"\xef\xbb\xbf"), "the mark by which a spreadsheet knows UTF-8"
    text = table.csv.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text), delimiter=";" if lang == "fr" else ","))


def figure(cell: str, lang: Lang) -> float:
    """A cell as a spreadsheet reads a number: no thousands mark, the language's own decimal mark."""
    assert re.fullmatch(r"-?\d+(,\d+)?" if lang == "fr" else r"-?\d+(\.\d+)?", cell), cell
    return float(cell.replace(",", "."))


# -- annexes -------------------------------------------------------------------------------------------
@pytest.fixture(scope="module", params=[*slugs(), "template"])
def variants(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Variant]:
    name = request.param
    case = case_with(tmp_path_factory.mktemp("views")) if name == "template" else load(name)
    return [draw(case, seed) for seed in SEEDS]


def columns_of(variant: Variant, view: AnnexView, table: TableView) -> list[tuple[int, str, Plain]]:
    """The place, the format and the value behind each row of a record, or column of a table; none of a chart's.

    Those, and the documents', are proven with every variant (proof_annexes).
    """
    annex = next(one for one in variant.case.file.annexes if one.id == view.id)
    scope, templates = variant.scope(), variant.case.annexes[annex.id]
    section = table.id.rpartition(".")[2]
    if section == "table" and annex.table is not None:
        rows = scope.evaluate(templates["table.value"])
        assert isinstance(rows, list)
        records = [row for row in rows if isinstance(row, dict)]
        return [
            (place, how.format, [row[name] for row in records])
            for place, (name, how) in enumerate(annex.table.columns.items())
            if not how.as_found
        ]
    if section not in {"record", "columns"}:
        return []
    if table.kind == "record":
        return [
            (place, cell.format, scope.evaluate(templates[f"record.{name}"]))
            for place, (name, cell) in enumerate(annex.record.items())
        ]
    return [
        (place, one.format, scope.evaluate(templates[f"columns.{name}"]))
        for place, (name, one) in enumerate(annex.columns.items())
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_csv_reads_back_to_the_figures_of_the_graph(lang: Lang, variants: list[Variant]) -> None:
    for variant in variants:
        for view in annexes(variant, lang):
            for table in view.tables:
                heads, *rows = csv_rows(table, lang)
                assert heads == [column.label for column in table.columns]
                assert len(rows) == len(table.rows)
                behind = columns_of(variant, view, table)
                cells: list[tuple[str, Plain, str]] = []
                if table.kind == "record":
                    cells = [(how, value, row[1]) for (_, how, value), row in zip(behind, rows, strict=True)]
                else:
                    for place, how, values in behind:
                        assert isinstance(values, list)
                        totals = len(rows) - len(values)
                        assert totals in {0, 1}
                        body = rows[: len(values)]
                        cells += [(how, value, row[place]) for value, row in zip(values, body, strict=True)]
                for how, value, cell in cells:
                    if how in TEXTS:
                        assert cell or value in {"", None}
                    else:
                        assert figure(cell, lang) == value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_shown_is_what_the_graph_goes_on_with(lang: Lang, variants: list[Variant]) -> None:
    """No decimal is hidden: a learner who computes with the figures shown has the key's own."""
    for variant in variants:
        for view in annexes(variant, lang):
            for table in view.tables:
                for place, how, value in columns_of(variant, view, table):
                    values = value if isinstance(value, list) else [value]
                    record = table.kind == "record"
                    body = table.rows[: len(values)]
                    cells = [table.rows[place][1]] if record else [row[place] for row in body]
                    for figure_behind, cell in zip(values, cells, strict=True):
                        if how not in TEXTS:
                            assert is_number(figure_behind)
                            assert pytest.approx(figure_behind, rel=1e-12) in readings(cell, how, lang)


def readings(cell: str, how: str, lang: Lang) -> tuple[float, ...]:
    """What a cell can be read as, by the reader of answers: two figures for an English “3,480”."""
    percent = how.startswith("pct")
    unit = how.split(":")[1] if how.startswith("unit:") else "EUR" if how.startswith("eur") else None
    read = read_number(cell, lang, unit=unit, rate=percent, percent=percent)
    return read.readings if read.value is None else (read.value,)


def test_an_annex_speaks_both_languages(variants: list[Variant]) -> None:
    for variant in variants[:3]:
        french, english = annexes(variant, "fr"), annexes(variant, "en")
        assert [view.number for view in french] == list(range(1, len(french) + 1))
        assert [view.id for view in french] == [view.id for view in english]
        for one, other in zip(french, english, strict=True):
            assert one.title != other.title
            assert [table.id for table in one.tables] == [table.id for table in other.tables]
            for a, b in zip(one.tables, other.tables, strict=True):
                assert len(a.rows) == len(b.rows)
                assert all(len(row) == len(a.columns) for row in a.rows)
                assert a.kind in {"record", "table"}
                assert [column.align for column in a.columns] == [column.align for column in b.columns]


def test_each_file_has_a_name_of_its_own(variants: list[Variant]) -> None:
    names = [
        table.filename
        for variant in variants[:3]
        for lang in LANGUAGES
        for view in annexes(variant, lang)
        for table in view.tables
    ]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+-\d+-[A-Za-z0-9_-]+-(fr|en)\.csv", name) for name in names)


COLUMNS = """\
    columns:
      month: {value: '[1, 2]', format: month}
      load: {value: '[0.125, -1234567.5]'}
      kind: {value: [{text: slow}, {text: fast}], format: label}
      day: {value: [{text: 2026-09-01}, {text: 2026-12-31}], format: date}
      code: {value: [{text: 'a;b'}, {text: 'c,"d"'}], format: text}
      share: {value: '[0.125, 1 / 8]', format: pct1}
"""
WORDS = """\
- [kind] Kind

#### Table {#terms.columns}

- [month] Month
- [load] Load
- [kind] Kind
- [day] Day
- [code] Code
- [share] Share

#### Words {#terms.labels}

- [slow] SLOW
- [fast] FAST
"""
TABLE: tuple[Edit, ...] = (
    (
        Y,
        "      safety: {value: safety, f",
        "      kind: {value: {text: slow}, format: label}\n      safety: {value: safety, f",
    ),
    (Y, "\nquestions:\n", f"{COLUMNS}\nquestions:\n"),
    (
        FR,
        "- [safety] Stock de sécurité\n",
        "- [safety] Stock\n" + WORDS.replace("SLOW", "lent").replace("FAST", "rapide"),
    ),
    (
        EN,
        "- [safety] Safety stock\n",
        "- [safety] Stock\n" + WORDS.replace("SLOW", "slow").replace("FAST", "fast"),
    ),
)


def test_a_record_and_a_table_of_every_kind_of_cell(tmp_path: Path) -> None:
    variant = draw(case_with(tmp_path, *TABLE), 3)
    (view,) = annexes(variant, "fr")
    record, table = view.tables
    assert (record.kind, table.kind) == ("record", "table")
    assert record.rows[2] == ("Kind", "lent")
    assert table.rows == (
        ("janvier", "0,125", "lent", "01/09/2026", "a;b", "12,5\u202f%"),
        ("février", "−1\u202f234\u202f567,5", "rapide", "31/12/2026", 'c,"d"', "12,5\u202f%"),
    )
    assert [column.align for column in table.columns] == ["left", "right", "left", "left", "left", "right"]
    assert csv_rows(table, "fr")[1:] == [
        ["janvier", "0,125", "lent", "01/09/2026", "a;b", "0,125"],
        ["février", "-1234567,5", "rapide", "31/12/2026", 'c,"d"', "0,125"],
    ]
    english = annexes(variant, "en")[0].tables[1]
    assert csv_rows(english, "en")[2] == [
        "February",
        "-1234567.5",
        "fast",
        "31 December 2026",
        'c,"d"',
        "0.125",
    ]
    assert table.filename == "essai-3-terms-fr.csv"
    assert record.filename == "essai-3-terms-record-fr.csv"


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ((Y, "      load: {value: '[0.125, -1234567.5]'}", "      load: {value: '[0.125]'}"), "annex_columns"),
        ((Y, "      load: {value: '[0.125, -1234567.5]'}", "      load: {value: '12'}"), "annex_columns"),
        ((Y, "{value: '[0.125, -1234567.5]'}", "{value: [{text: a}, 1]}"), "placeholder_filter"),
        ((Y, "      load: {value: '[0.125, -1234567.5]'}", "      load: {value: [[1], 1]}"), "placeholder_filter"),
        ((Y, "[{text: slow}, {text: fast}]", "[{text: slow}, {text: other}]"), "annex_label"),
        ((Y, "[{text: slow}, {text: fast}]", "[1, 2]"), "annex_label"),
        ((Y, "month: {value: '[1, 2]'", "month: {value: '[1, 13]'"), "placeholder_filter"),
        ((Y, "{text: 2026-12-31}", "{text: soon}"), "placeholder_filter"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_shown(edit: Edit, code: str, tmp_path: Path) -> None:
    variant = draw(case_with(tmp_path, *TABLE, edit), 3)
    with pytest.raises(ExpressionError) as caught:
        annexes(variant, "fr")
    assert caught.value.code == code


# -- questions -----------------------------------------------------------------------------------------
def test_questions_in_both_languages(variants: list[Variant]) -> None:
    for variant in variants[:3]:
        french, english = questions(variant, "fr"), questions(variant, "en")
        assert [view.id for view in french] == list(variant.case.question_ids)
        assert [view.number for view in french] == list(range(1, len(french) + 1))
        for one, other in zip(french, english, strict=True):
            assert one.prompt != other.prompt
            assert len(one.hints) == len(other.hints)
            assert [option.id for option in one.options] == [option.id for option in other.options]
            assert [field.id for field in one.fields] == [field.id for field in other.fields]
            assert one.points == other.points == variant.case.question(one.id).points
            assert bool(one.fields) == (one.type in {"number", "decision"})
            assert bool(one.options) == (one.type == "choice")
            assert (one.trials > 0) == (one.type == "decision")


def test_options_are_shuffled_by_the_seed_and_by_nothing_else(tmp_path: Path) -> None:
    edit = (Y, "options: [later, larger]", "options: [later, larger, a, b, c]")
    words = "- [a] A\n- [b] B\n- [c] C\n"
    papers = [
        (name, f"- [larger] {text}\n", f"- [larger] {text}\n{words}")
        for name, several in (
            (FR, ("La livraison est plus grosse", "La quantité livrée ne dépend pas du délai.")),
            (EN, ("The delivery is larger", "The quantity delivered does not depend on the lead time.")),
        )
        for text in several
    ]
    case = case_with(tmp_path / "a", edit, *papers)
    orders = {
        seed: [option.id for option in questions(draw(case, seed), "fr")[2].options] for seed in range(60)
    }
    assert all(sorted(order) == ["a", "b", "c", "larger", "later"] for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) > 30
    assert {order[0] for order in orders.values()} == {"a", "b", "c", "larger", "later"}, (
        "the key is anywhere"
    )
    again = case_with(
        tmp_path / "b", edit, *papers, (Y, "  lead_weeks: {", "  new: {integer: [1, 9]}\n  lead_weeks: {")
    )
    for seed in range(0, 60, 7):
        for lang in LANGUAGES:
            assert [option.id for option in questions(draw(again, seed), lang)[2].options] == orders[seed]
    still = case_with(tmp_path / "c", (Y, "    type: choice", "    type: choice\n    shuffle: false"))
    assert {questions(draw(still, seed), "fr")[2].options[0].id for seed in range(20)} == {"later"}


# -- what must not be seen -----------------------------------------------------------------------------
def texts(variant: Variant, lang: Lang) -> list[str]:
    """Every text that a learner can read before handing in."""
    found = [variant.case.title(lang), variant.case.summary(lang), brief(variant, lang)]
    for view in annexes(variant, lang):
        found += [view.title, view.intro]
        for table in view.tables:
            found += [
                table.caption,
                *(column.label for column in table.columns),
                *chain.from_iterable(table.rows),
            ]
            found.append(table.csv.decode("utf-8-sig"))
    for view in questions(variant, lang):
        found += [view.title, view.prompt, *view.hints, *(option.text for option in view.options)]
        found += [text for field in view.fields for text in (field.label, field.unit_label, field.note)]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_placeholder_is_left(lang: Lang, variants: list[Variant]) -> None:
    for variant in variants:
        for text in texts(variant, lang):
            assert "{{" not in text
            assert "}}" not in text
            assert "{#" not in text


def leaves(value: Plain) -> set[float]:
    if isinstance(value, bool) or not isinstance(value, list | dict | int | float):
        return set()
    if isinstance(value, list | dict):
        return set().union(*map(leaves, value.values() if isinstance(value, dict) else value))
    return {float(value)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_is_given_away(lang: Lang, variants: list[Variant]) -> None:
    """The figure of an answer stands nowhere, but where a figure of the paper happens to be the same.

    A paper holds hundreds of figures, so that one of them may happen to be an answer's: not on most variants.
    """
    looked, found = Counter[str](), Counter[str]()
    for variant in variants:
        scope, case = variant.scope(), variant.case
        given = leaves(dict(variant.drawn)).union(
            *(
                leaves(scope.evaluate(template))
                for parts in case.annexes.values()
                for template in parts.values()
            )
        )
        shown = "\n".join(texts(variant, lang))
        for question in case.questions:
            if not isinstance(question, NumberQuestion):
                continue  # a decision's key is found by simulation; options are words
            for place, key, typed in figures(question, scope.value(question.id), lang):
                if key in given or abs(key) < FEW:
                    continue
                plain = typed.replace("\u202f", "").replace(",", "" if lang == "en" else ",")
                looked[place] += 1
                found[place] += any(
                    re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d]|[.,]\d)", shown)
                    for text in {typed, plain}
                )
    told = {place for place, times in found.items() if times > looked[place] / 2}
    assert not told, "on most variants the paper tells the answer"
    assert looked.total() >= len(variants), "the search looked for something"


FEW = 40  # smaller figures, minutes and pieces, stand in any paper


def figures(question: NumberQuestion, key: Plain, lang: Lang) -> Iterator[tuple[str, float, str]]:
    """The figures of an answer as they are typed, each with its place: one, or one a box."""
    raw = question.raw(key, lang)
    written = raw if isinstance(raw, dict) else {question.id: raw}
    values = key if isinstance(key, dict) else {question.id: key}
    for place, typed in written.items():
        value = values.get(place)
        if is_number(value) and isinstance(typed, str):
            yield f"{question.id}.{place}", value, typed


def test_a_key_put_in_the_brief_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search above is not blind: an answer written out through a sum of its parts is seen."""
    sums = "{{ weekly_demand * lead_weeks + safety | int }}"
    case = case_with(tmp_path, (FR, "pièces par semaine.", f"pièces par semaine. {sums}"),
                     (EN, "pieces a week.", f"pieces a week. {sums}"))  # fmt: skip
    with pytest.raises(AssertionError):
        test_no_key_is_given_away("fr", [draw(case, seed) for seed in SEEDS])
